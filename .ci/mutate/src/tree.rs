//! A copy of the program with all its changes, and the programs that test it.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};
use serde_json::Value;

use crate::change::{Changer, Mutant};

/// Asks which change is on, and writes down which were reached where that is asked.
const SWITCH: &str = r#"//! Switches of changes.
use std::io::Write as _;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
static ON: LazyLock<u32> = LazyLock::new(|| std::env::var("MUTANT").ok().and_then(|n| n.parse().ok()).unwrap_or(0));
static REACHED: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("MUTANTS_REACHED").ok());
static SEEN: [AtomicBool; 50_000] = [const { AtomicBool::new(false) }; 50_000];
/// Is this change on?
pub fn is(number: u32) -> bool {
    if *ON != 0 {
        return *ON == number;
    }
    if let Some(path) = &*REACHED {
        if !SEEN[number as usize].swap(true, Ordering::Relaxed) {
            if let Ok(mut file) = std::fs::OpenOptions::new().create(true).append(true).open(path) {
                let _ = file.write_all(format!("{number}\n").as_bytes());
            }
        }
    }
    false
}
"#;

/// The copy.
#[derive(Debug)]
pub struct Tree {
    /// The program's own folder.
    source: PathBuf,
    /// Where everything of a pass stands.
    folder: PathBuf,
}

/// A program that tests.
#[derive(Clone, Debug)]
pub struct TestProgram {
    /// Its name: `lib`, or that of the file below `tests`.
    pub name: String,
    /// Where it stands.
    pub path: PathBuf,
}

impl Tree {
    /// The copy of `source` in `folder`.
    pub fn of(source: &Path, folder: &Path) -> Self {
        Self { source: source.to_owned(), folder: folder.to_owned() }
    }

    /// Makes it anew.
    pub fn renew(&self) -> anyhow::Result<()> {
        let _ = fs::remove_dir_all(self.root());
        self.take_over(&[])
    }

    /// Takes files over, all or those of some patterns.
    pub fn take_over(&self, patterns: &[String]) -> anyhow::Result<()> {
        for file in self.files(patterns)?.into_iter().filter(|file| self.source.join(file).exists()) {
            let target = self.root().join(&file);
            fs::create_dir_all(target.parent().context("a file stands in a folder")?)?;
            fs::copy(self.source.join(&file), &target).with_context(|| file.clone())?;
        }
        Ok(())
    }

    /// Where the copy stands.
    pub fn root(&self) -> PathBuf {
        self.folder.join("tree")
    }

    /// The files that the project keeps, all or those of some patterns.
    fn files(&self, patterns: &[String]) -> anyhow::Result<Vec<String>> {
        let listed =
            Command::new("git").current_dir(&self.source).args(["ls-files", "-z", "--"]).args(patterns).output()?;
        ensure!(listed.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
        Ok(String::from_utf8(listed.stdout)?.split_terminator('\0').map(str::to_owned).collect())
    }

    /// Writes every change into the files of `patterns`; those that do not compile are left out.
    pub fn change(&self, patterns: &[String]) -> anyhow::Result<Vec<Mutant>> {
        let files: Vec<String> = self.files(patterns)?.into_iter().filter(|file| file.ends_with(".rs")).collect();
        ensure!(!files.is_empty(), "no file to change");
        self.write("src/mutant.rs", SWITCH)?;
        let library = fs::read_to_string(self.source.join("src/lib.rs"))?;
        let library = library.replacen("\npub mod ", "\n#[allow(missing_docs)]\npub mod mutant;\npub mod ", 1);
        // Changed figures may leave the range of a number, which the compiler sees.
        self.write("src/lib.rs", &format!("#![allow(warnings, arithmetic_overflow, unconditional_panic)]\n{library}"))?;

        let mut unviable: HashSet<u32> = HashSet::new();
        loop {
            let mut changer = Changer::without(&unviable);
            for file in &files {
                let text = fs::read_to_string(self.source.join(file))?;
                let changed = changer.change(file, &text)?;
                self.write(file, &changed)?;
            }
            let mutants = changer.mutants;
            let faulty = self.faulty()?;
            if faulty.is_empty() {
                eprintln!("{} changes, {} of them do not compile", mutants.len(), unviable.len());
                return Ok(mutants.into_iter().filter(|mutant| !unviable.contains(&mutant.number)).collect());
            }
            let before = unviable.len();
            unviable.extend(faulty);
            ensure!(
                unviable.len() > before,
                "an error that no change explains: see `cargo check` in {:?}",
                self.root()
            );
        }
    }

    fn write(&self, file: &str, text: &str) -> anyhow::Result<()> {
        fs::write(self.root().join(file), text).with_context(|| file.to_owned())
    }

    /// Runs cargo in the copy: what it tells, line by line.
    fn cargo(&self, arguments: &[&str]) -> anyhow::Result<(bool, Vec<Value>)> {
        let mut command = Command::new("cargo");
        command.current_dir(self.root()).env("CARGO_TARGET_DIR", self.folder.join("build")).args(arguments);
        // Minutes more to build, and tests that take a fifth of the time, a few thousand times.
        command.env("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
        let output = command.args(["--locked", "--message-format", "json"]).stderr(Stdio::inherit()).output()?;
        let told = String::from_utf8_lossy(&output.stdout)
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        Ok((output.status.success(), told))
    }

    /// The changes that the compiler objects to: those of the line it names, else the nearest one before.
    fn faulty(&self) -> anyhow::Result<HashSet<u32>> {
        let (good, told) = self.cargo(&["check", "--lib", "--quiet"])?;
        let mut faulty = HashSet::new();
        for span in told.iter().filter(|told| told["message"]["level"] == "error").flat_map(primary_spans) {
            let file = span["file_name"].as_str().unwrap_or_default();
            let text = fs::read_to_string(self.root().join(file))?;
            let lines: Vec<&str> = text.lines().collect();
            let at = usize::try_from(span["line_start"].as_u64().unwrap_or(1))?.min(lines.len());
            let here = switches(lines[at - 1]);
            let before = || lines[..at - 1].iter().rev().take(12).find_map(|line| switches(line).pop());
            faulty.extend(if here.is_empty() { before().into_iter().collect() } else { here });
        }
        ensure!(good || !faulty.is_empty(), "an error that no change explains: see `cargo check` in {:?}", self.root());
        Ok(if good { HashSet::new() } else { faulty })
    }

    /// Builds the copy: the programs that test it, but `left_out`.
    pub fn build(&self, left_out: &[String]) -> anyhow::Result<Vec<TestProgram>> {
        let (good, told) = self.cargo(&["test", "--no-run", "--quiet"])?;
        if !good {
            bail!("the copy does not build: see `cargo test --no-run` in {:?}", self.root());
        }
        let program = |told: &Value| {
            let path = told["executable"].as_str().filter(|_| told["profile"]["test"] == true)?;
            let is_library = told["target"]["kind"].as_array()?.iter().any(|kind| kind == "lib");
            let name = if is_library { "lib" } else { told["target"]["name"].as_str()? };
            Some(TestProgram { name: name.to_owned(), path: path.into() })
        };
        Ok(told.iter().filter_map(program).filter(|program| !left_out.contains(&program.name)).collect())
    }
}

/// Where an error stands.
fn primary_spans(told: &Value) -> Vec<Value> {
    let spans = told["message"]["spans"].as_array().cloned().unwrap_or_default();
    spans.into_iter().filter(|span| span["is_primary"] == true).collect()
}

/// The switches on a line.
fn switches(line: &str) -> Vec<u32> {
    let after = line.split("mutant::is(").skip(1);
    after.filter_map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()).collect()
}
