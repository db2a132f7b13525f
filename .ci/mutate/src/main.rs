//! Changes the program in small ways, one at a time, and says which changes no test notices. All changes are in one build, each behind a
//! switch; each is tried by the tests that reach it, the quick ones first, until one fails.

mod change;
mod judge;
mod tests;
mod tree;

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc;
use std::thread;

use anyhow::Context;
use clap::Parser;

/// Changes the program in small ways, one at a time, and says which changes no test notices.
#[derive(Debug, Parser)]
struct Request {
    /// The files to change, as `git ls-files` takes them.
    #[arg(required = true)]
    files: Vec<String>,
    /// Try only the changes of files whose path begins so.
    #[arg(long)]
    only: Vec<String>,
    /// A change is alive that tests of so many seconds did not notice; without it every test that reaches it is run.
    #[arg(long)]
    seconds: Option<f64>,
    /// How many tests run at a time.
    #[arg(long, default_value_t = 2)]
    at_once: usize,
    /// Test programs that say nothing of what the program does, or go by the clock.
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
    /// The program's folder.
    #[arg(long, default_value = ".")]
    source: PathBuf,
    /// Where the copy and the results stand.
    #[arg(long, default_value = "target/mutants")]
    folder: PathBuf,
    /// Go on where a pass was stopped, with the same copy of the program.
    #[arg(long)]
    go_on: bool,
    /// Going on, take these tests (as `git ls-files` takes them) over into the copy: what is still alive is tried by the new ones.
    #[arg(long, requires = "go_on")]
    tests: Vec<String>,
}

fn main() -> anyhow::Result<()> {
    let mut request = Request::parse();
    std::fs::create_dir_all(&request.folder)?;
    request.folder = request.folder.canonicalize()?;
    judge::pass(&request)
}

/// Does `work` for each thing, so many at a time, and `take`s what comes of it.
fn side_by_side<T: Send, R: Send>(
    things: Vec<T>,
    at_once: usize,
    work: impl Fn(T) -> anyhow::Result<R> + Sync,
    mut take: impl FnMut(R) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let waiting = Mutex::new(things.into_iter());
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..at_once.max(1) {
            let (sender, waiting, work) = (sender.clone(), &waiting, &work);
            scope.spawn(move || {
                loop {
                    let next = waiting.lock().ok().and_then(|mut waiting| waiting.next());
                    let Some(thing) = next else { return };
                    if sender.send(work(thing)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        receiver.into_iter().try_for_each(|done| take(done?))
    })
    .context("stopped")
}
