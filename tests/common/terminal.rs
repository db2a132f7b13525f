//! The program run from outside.

use std::fs;
use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;

/// A run that ends at all ends by then.
const LONGEST: Duration = Duration::from_secs(120);

/// What a run left.
#[derive(Debug)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// The program in `folder`.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    command.current_dir(folder).timeout(LONGEST);
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> Ran {
    run_in(folder, arguments, &[])
}

pub fn run_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    ran(program(folder).args(arguments).envs(environment.iter().copied()))
}

pub fn ran(command: &mut Command) -> Ran {
    let output = command.output().expect("a run");
    Ran {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The data of a case.
pub fn case(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name).join("inputs").display().to_string()
}

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a scratch folder")
}

/// What lies in `folder`, by name.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
