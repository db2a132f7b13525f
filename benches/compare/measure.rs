//! What one run of a program used. A process in between starts it, so that its figures are its own and not those of the runs before.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::Context;

/// The first argument that makes this program the process in between.
pub const BETWEEN: &str = "--between";

/// What a run used.
#[derive(Clone, Debug)]
pub struct Used {
    /// Seconds from start to end.
    pub wall: f64,
    /// Seconds of processor time, the program's own and the system's for it.
    pub cpu: f64,
    /// The most memory it held, in MiB.
    pub memory: f64,
    /// What it printed.
    pub printed: String,
}

/// Runs `program` to its end; it must succeed.
pub fn run(program: &Path, arguments: &[&OsStr], scratch: &Path) -> anyhow::Result<Used> {
    run_to(program, arguments, scratch, 0)
}

/// Runs `program` to its end, which must be this exit status.
pub fn run_to(program: &Path, arguments: &[&OsStr], scratch: &Path, status: i32) -> anyhow::Result<Used> {
    let figures = scratch.join("used.txt");
    let between = Command::new(std::env::current_exe()?)
        .arg(BETWEEN)
        .arg(&figures)
        .arg(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| program.display().to_string())?;
    let printed = String::from_utf8_lossy(&between.stdout).into_owned();
    let code = between.status.code();
    anyhow::ensure!(code == Some(status), "{} {arguments:?} ended with {code:?}:\n{printed}", program.display());
    let figures = std::fs::read_to_string(figures)?;
    let figures: Vec<f64> = figures.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let &[wall, cpu, memory] = figures.as_slice() else { anyhow::bail!("three figures expected") };
    Ok(Used { wall, cpu, memory, printed })
}

/// The process in between: runs the program its arguments name and writes down what it used.
pub fn between(arguments: &[OsString]) -> anyhow::Result<ExitCode> {
    let [figures, program, arguments @ ..] = arguments else { anyhow::bail!("{BETWEEN} FIGURES PROGRAM ARGUMENTS") };
    let started = Instant::now();
    let ended = Command::new(program).args(arguments).stderr(Stdio::null()).status()?;
    let wall = started.elapsed().as_secs_f64();
    let (cpu, memory) = children()?;
    write!(File::create(figures)?, "{wall} {cpu} {memory}")?;
    // What ended by a signal has no status.
    let status = ended.code().and_then(|status| u8::try_from(status).ok());
    Ok(ExitCode::from(status.unwrap_or(u8::MAX)))
}

/// Processor time in seconds and peak memory in MiB of the one child this process had.
#[cfg(unix)]
fn children() -> anyhow::Result<(f64, f64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;
    let used = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    // Linux counts in KiB, macOS in bytes.
    let unit = if cfg!(target_os = "macos") { 1024.0 * 1024.0 } else { 1024.0 };
    Ok((seconds(used.user_time()) + seconds(used.system_time()), used.max_rss() as f64 / unit))
}

/// Elsewhere only the time on the clock is known.
#[cfg(not(unix))]
fn children() -> anyhow::Result<(f64, f64)> {
    Ok((f64::NAN, f64::NAN))
}
