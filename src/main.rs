//! The thin binary: arguments in, exit status out.

use std::io::{self, BufWriter, IsTerminal, Write as _};
use std::process::ExitCode;

use anstream::AutoStream;
use anyhow::Context as _;
use jiangbu::cli::{self, crash};
use jiangbu::commands::{Console, Outcome, end_cleanly};
use jiangbu::report::screen::{Screen, seen};

fn main() -> ExitCode {
    crash::quieten();
    let arguments: Vec<_> = std::env::args_os().collect();
    // Where paths are dropped onto the program, the system runs it in a folder of its own.
    let dropped = if cfg!(windows) { cli::dropped_in(&arguments) } else { None };
    // Progress writes to standard error from other threads: it stays unlocked.
    let (mut out, mut err) = (BufWriter::new(AutoStream::auto(io::stdout().lock())), AutoStream::auto(io::stderr()));
    let live = io::stderr().is_terminal();
    let (width, fold) = widths();
    // Where the system cannot tell us, it ends the program as it ends others.
    let _ = end_cleanly(|| drop(writeln!(io::stderr(), "\n已中断。没有写完的文件不留下，已经写好的不动。")));
    if let Some(folder) = dropped.as_ref().filter(|folder| std::env::set_current_dir(folder).is_ok()) {
        let _ = writeln!(err, "结果写在 {}", seen(&folder.display().to_string()));
    }
    let alone = arguments.len() == 1;
    let mut console = Console { out: &mut out, err: &mut err, live, width, fold, written: Vec::new() };
    let at_terminal = live && io::stdin().is_terminal() && io::stdout().is_terminal();
    let ending = crash::caught(|| match arguments.as_slice() {
        [_] if at_terminal => cli::lead(&mut console),
        _ => cli::run(arguments, &mut console),
    });
    let flushed = out.flush().context("写不出标准输出");
    let status = match ending.and_then(|ending| flushed.map(|()| ending)) {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Different) => 1,
        // A reader that closed the pipe has seen enough.
        Err(trouble) if is_closed_pipe(&trouble) => 0,
        Err(trouble) => {
            let _ = writeln!(Screen::new(&mut err, fold), "{}", cli::said(&trouble));
            2
        }
    };
    // Dropped onto the program, or opened by itself, it runs in a window that closes with it: wait until it was read.
    if cfg!(windows) && at_terminal && (dropped.is_some() || (alone && status == 2)) {
        let _ = writeln!(err, "按回车键关闭。");
        let _ = io::stdin().read_line(&mut String::new());
    }
    ExitCode::from(status)
}

/// How wide the output may be, and from where on a line is folded.
fn widths() -> (usize, usize) {
    const USUAL: usize = 100;
    let stated = || std::env::var("COLUMNS").ok()?.parse().ok();
    let terminal = if io::stdout().is_terminal() { terminal_size::terminal_size() } else { None };
    match terminal.map(|(width, _)| usize::from(width.0)).filter(|width| *width > 0).or_else(stated) {
        Some(width) => (width.clamp(60, 120), width.clamp(60, 120)),
        None => (USUAL, usize::MAX),
    }
}

fn is_closed_pipe(trouble: &anyhow::Error) -> bool {
    trouble.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
