//! Runs the program and the floor in turn over generated data of several sizes and prints what the program uses as ratios to the floor.
//!
//! ```text
//! cargo bench --bench compare -- --firms 300,1000,10000,100000 --rounds 5
//! cargo bench --bench compare -- --audit --firms 10000,100000 --rounds 3
//! ```

// Measured time and memory are physical quantities; no amount of money is near.
#![allow(clippy::float_arithmetic)]

mod audit;
mod copies;
mod figures;
mod measure;

use std::ffi::OsStr;
use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context;
use audit::Audit;
use clap::Parser;
use figures::{Runs, growth, median};
use measure::run;

/// What is measured.
#[derive(Debug, Parser)]
struct Request {
    /// Sizes, in firms.
    #[arg(long, value_delimiter = ',', default_values_t = [300, 1_000, 10_000, 100_000])]
    firms: Vec<u64>,
    /// How often each is run.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Where data sets and results go; data sets that are there are used again.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/target/compare"))]
    folder: PathBuf,
    /// Instead of the floor: what an auditor runs, at these sizes and over data of odd shape.
    #[arg(long)]
    audit: bool,
    /// Said by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

/// The programs.
struct Programs {
    jiangbu: PathBuf,
    floor: PathBuf,
    generate: PathBuf,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    if arguments.first().is_some_and(|first| first == measure::BETWEEN) {
        return measure::between(&arguments[1..]);
    }
    let request = Request::parse();
    let programs = build()?;
    std::fs::create_dir_all(&request.folder)?;
    if request.audit {
        return audited(&programs, &request);
    }
    start_up(&programs, &request.folder)?;
    let mut all: Vec<Runs> = Vec::new();
    for &firms in &request.firms {
        let runs = compare(&programs, &request, firms)?;
        writeln!(stdout(), "{runs}")?;
        if let Some(before) = all.last() {
            writeln!(stdout(), "{}\n", growth(before, &runs))?;
        }
        all.push(runs);
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds what is run, as it would be released.
fn build() -> anyhow::Result<Programs> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "--bin", "jiangbu", "--example", "floor", "--example", "generate"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    anyhow::ensure!(built.success(), "the programs could not be built");
    let here = std::env::current_exe()?;
    // …/release/deps/compare-…
    let release = here.ancestors().nth(2).context("not in a target folder")?;
    let example = |name: &str| release.join("examples").join(name).with_extension(std::env::consts::EXE_EXTENSION);
    Ok(Programs {
        jiangbu: release.join("jiangbu").with_extension(std::env::consts::EXE_EXTENSION),
        floor: example("floor"),
        generate: example("generate"),
    })
}

/// How long it takes to say the version.
fn start_up(programs: &Programs, scratch: &Path) -> anyhow::Result<()> {
    let runs: Vec<f64> = (0..21)
        .map(|_| Ok(run(&programs.jiangbu, &["--version".as_ref()], scratch)?.wall * 1e3))
        .collect::<anyhow::Result<_>>()?;
    let least = runs.iter().copied().fold(f64::INFINITY, f64::min);
    Ok(writeln!(stdout(), "--version: {:.1} ms, at least {least:.1} ms\n", median(&runs))?)
}

/// What an auditor runs, size by size, then over few firms with very many records, and very many items.
fn audited(programs: &Programs, request: &Request) -> anyhow::Result<ExitCode> {
    let one = |title: String, data: &Path, policy: Option<&Path>| -> anyhow::Result<()> {
        let audit = Audit::run(&programs.jiangbu, title, (data, policy), &request.folder, request.rounds)?;
        Ok(writeln!(stdout(), "{audit}")?)
    };
    for &firms in &request.firms {
        one(format!("{firms} firms"), &generated(programs, request, &firms.to_string(), &[])?, None)?;
    }
    let data = generated(programs, request, "1000", &["--patents", "2000"])?;
    one("1000 firms of 2000 patents".to_owned(), &data, None)?;
    let data = generated(programs, request, "120", &["--items", "2000"])?;
    one("120 firms of 2000 items".to_owned(), &data, Some(&data.with_extension("toml")))?;
    Ok(ExitCode::SUCCESS)
}

/// The folder with such data, made if it is not there.
fn generated(programs: &Programs, request: &Request, firms: &str, more: &[&str]) -> anyhow::Result<PathBuf> {
    let data = request.folder.join([&[firms], more].concat().join(""));
    if !data.is_dir() {
        let arguments: [&OsStr; 4] = ["--firms".as_ref(), firms.as_ref(), "-o".as_ref(), data.as_ref()];
        let more: Vec<&OsStr> = more.iter().map(AsRef::as_ref).collect();
        run(&programs.generate, &[&arguments[..], &more].concat(), &request.folder)?;
    }
    Ok(data)
}

/// Program and floor in turn.
fn compare(programs: &Programs, request: &Request, firms: u64) -> anyhow::Result<Runs> {
    let data = generated(programs, request, &firms.to_string(), &[])?;
    let (award, shape, out) =
        (request.folder.join("award.xlsx"), request.folder.join("shape.txt"), request.folder.join("floor.xlsx"));
    let calc: [&OsStr; 5] = ["calc".as_ref(), data.as_ref(), "-o".as_ref(), award.as_ref(), "--force".as_ref()];
    let check: [&OsStr; 2] = ["check".as_ref(), data.as_ref()];
    let floor: [&OsStr; 3] = [data.as_ref(), shape.as_ref(), out.as_ref()];
    run(&programs.jiangbu, &calc, &request.folder)?;
    let counted = run(&programs.floor, &["--count".as_ref(), award.as_ref()], &request.folder)?;
    std::fs::write(&shape, counted.printed)?;
    let mut runs = Runs { firms, calc: Vec::new(), floor: Vec::new(), check: Vec::new() };
    for _ in 0..request.rounds {
        runs.calc.push(run(&programs.jiangbu, &calc, &request.folder)?);
        runs.floor.push(run(&programs.floor, &floor, &request.folder)?);
        runs.check.push(run(&programs.jiangbu, &check, &request.folder)?);
    }
    Ok(runs)
}
