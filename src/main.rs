//! The thin binary: arguments in, exit status out.

use std::io::{self, BufWriter, IsTerminal, Write as _};
use std::process::ExitCode;

use jiangbu::cli;
use jiangbu::commands::{Console, Ending};

fn main() -> ExitCode {
    let (mut out, mut err) = (BufWriter::new(io::stdout().lock()), io::stderr().lock());
    let live = err.is_terminal();
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).clamp(60, 120);
    let ending = cli::run(std::env::args_os().collect(), &mut Console { out: &mut out, err: &mut err, live, width });
    // A reader that closed the pipe has seen enough.
    let _ = out.flush();
    match ending {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Different) => ExitCode::from(1),
        Err(trouble) => {
            let _ = writeln!(err, "{trouble:#}");
            ExitCode::from(2)
        }
    }
}
