//! Opens a result with the system's program.

use std::path::Path;

use super::Console;
use super::output::is_stdout;
use crate::report::screen::seen;

/// Opens `path` with the program the system has for it, and goes on. Where there is none, that is said: the result is written all the same.
pub fn open(path: &Path, console: &mut Console<'_>) {
    if is_stdout(path) {
        return;
    }
    // The guide's own messages go to the terminal as they are.
    let shown = seen(&path.display().to_string());
    let said = match open::that_detached(path) {
        Ok(()) => writeln!(console.err, "正在打开 {shown}"),
        Err(_) => writeln!(console.err, "这台机器上没有打开它的程序，请自己打开 {shown}"),
    };
    // A message that cannot be written is no reason to fail.
    drop(said);
}
