//! The award workbook against an independent engine: LibreOffice recomputes every live formula, and after a change of parameters comes
//! to what the program comes to with those parameters in the policy.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod aims;
#[path = "../common/basic.rs"]
mod basic;
#[path = "../common/chance.rs"]
#[allow(dead_code, reason = "shared; every test file asks for its own part")]
mod chance;
mod cookbook;
#[path = "../common/dataset.rs"]
mod dataset;
mod engine;
#[path = "../common/examples.rs"]
mod examples;
mod paper;
mod parameters;
mod payments;
#[path = "../common/policy_texts.rs"]
#[allow(dead_code, reason = "shared; every test file asks for its own part")]
mod policy_texts;
mod publication;
mod recalculated;
mod sheets;
mod sorting;
mod trail;

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use jiangbu::award::{Assessment, assess};
use jiangbu::check::Checked;
use jiangbu::intake::{book::Bounds, read};
use jiangbu::policy::{BUILT_IN, Policy};
use jiangbu::report::{Run, award_workbook};
use jiangbu::tables::Dataset;

/// The built-in policy.
fn built_in() -> Policy {
    load(BUILT_IN)
}

fn load(text: &str) -> Policy {
    Policy::load(text, "policy.toml").unwrap_or_else(|error| panic!("{error}"))
}

/// The data set of a golden case.
fn case(policy: &Policy, name: &str) -> Dataset {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name).join("inputs");
    let mut reading = read(&[inputs], policy, &Bounds::default(), &|_| {}).expect("workbooks");
    jiangbu::check::records(&mut reading, policy);
    reading.data
}

/// An award, and its workbook in `folder`.
struct Award<'p> {
    checked: Checked<'p>,
    assessment: Assessment,
    path: PathBuf,
}

fn award<'p>(policy: &'p Policy, data: Dataset, year: i32, folder: &Path, name: &str) -> Award<'p> {
    let checked = Checked::new(policy, data, year);
    let assessment = assess(&checked).expect("amounts within range");
    let path = folder.join(format!("{name}.xlsx"));
    write(&checked, &assessment, false, &path);
    Award { checked, assessment, path }
}

fn write(checked: &Checked<'_>, assessment: &Assessment, draft: bool, path: &Path) {
    let answers = jiangbu::answers::Answers::default();
    let run = Run { version: "0", draft, ..Run::of(&checked.data.inputs, &answers) };
    let out = BufWriter::new(File::create(path).expect("a file"));
    award_workbook(checked, assessment, &assessment.findings, &run, &|_| {}, out).expect("a workbook");
}
