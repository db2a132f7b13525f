//! The tests: which there are, how long each takes, and which changes each reaches.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use wait_timeout::ChildExt;

use crate::side_by_side;
use crate::tree::TestProgram;

/// One test.
#[derive(Clone, Debug)]
pub struct Test {
    /// The program it is in.
    pub program: TestProgram,
    /// Its name.
    pub name: String,
    /// How long it takes.
    pub time: Duration,
}

/// For each change, by number, the tests that reach it.
pub type Reaching = HashMap<u32, Vec<Arc<Test>>>;

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It passed.
    Passed,
    /// It failed.
    Failed,
    /// It had to be stopped.
    Stopped,
}

impl Test {
    /// Its program and name.
    pub fn called(&self) -> String {
        format!("{}::{}", self.program.name, self.name)
    }

    /// Runs it in `tree`, with these variables set.
    pub fn run(&self, tree: &Path, variables: &[(&str, &str)], at_most: Duration) -> anyhow::Result<End> {
        let mut command = Command::new(&self.program.path);
        command.args(["--exact", &self.name, "--test-threads", "1", "--quiet"]);
        command.current_dir(tree).env("CARGO_MANIFEST_DIR", tree).envs(variables.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().with_context(|| self.program.path.display().to_string())?;
        let Some(status) = child.wait_timeout(at_most)? else {
            stop(&mut child)?;
            return Ok(End::Stopped);
        };
        Ok(if status.success() { End::Passed } else { End::Failed })
    }
}

/// Stops a test and the programs it started.
fn stop(child: &mut Child) -> anyhow::Result<()> {
    Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).status()?;
    child.wait()?;
    Ok(())
}

/// The tests of a program.
fn listed(program: &TestProgram, tree: &Path) -> anyhow::Result<Vec<Test>> {
    let mut command = Command::new(&program.path);
    let output = command.current_dir(tree).args(["--list", "--format", "terse"]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let names = text.lines().filter_map(|line| line.strip_suffix(": test"));
    Ok(names.map(|name| Test { program: program.clone(), name: name.to_owned(), time: Duration::ZERO }).collect())
}

/// For each change, the tests that reach it, of those that are not `known`; and those that were looked at. A test that fails without any change is left out and told.
pub fn reaching(
    programs: &[TestProgram],
    known: &HashSet<String>,
    tree: &Path,
    at_once: usize,
) -> anyhow::Result<(Reaching, Vec<String>)> {
    let mut tests = Vec::new();
    for program in programs {
        tests.extend(listed(program, tree)?);
    }
    tests.retain(|test| !known.contains(&test.called()));
    eprintln!("{} tests to look at", tests.len());
    let names = tests.iter().map(Test::called).collect();
    let mut reaching = Reaching::new();
    let numbered = tests.into_iter().enumerate().collect();
    side_by_side(
        numbered,
        at_once,
        |(number, test): (usize, Test)| reached(test, tree, number),
        |(test, end, reached)| {
            if end != End::Passed {
                eprintln!("left out, it does not pass unchanged: {} {}", test.program.name, test.name);
                return Ok(());
            }
            let test = Arc::new(test);
            for number in reached {
                reaching.entry(number).or_default().push(Arc::clone(&test));
            }
            Ok(())
        },
    )?;
    Ok((reaching, names))
}

/// What one test reaches, and how long it takes.
fn reached(mut test: Test, tree: &Path, number: usize) -> anyhow::Result<(Test, End, Vec<u32>)> {
    let list: PathBuf = tree.with_file_name(format!("reached-{number}"));
    let start = Instant::now();
    let end = test.run(tree, &[("MUTANTS_REACHED", &list.display().to_string())], Duration::from_secs(600))?;
    test.time = start.elapsed();
    let text = fs::read_to_string(&list).unwrap_or_default();
    let _ = fs::remove_file(&list);
    // Programs that a test starts write to the same list.
    let mut reached: Vec<u32> = text.lines().filter_map(|line| line.parse().ok()).collect();
    reached.sort_unstable();
    reached.dedup();
    Ok((test, end, reached))
}
