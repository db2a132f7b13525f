//! Trouble that offices have met: files as they come, each with one thing that a person sees and a program may not. None may change the
//! money without a word.
//!
//! `INDEX.tsv` beside the cases says for each what it is, which files of the data set it takes away, the total or `refused`, and all
//! errors and warnings that the case adds, with their cells. The files of a case take the place of those of the same name, whatever
//! their format.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot read its inputs fails")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What a run gives: the total or `refused`, and its errors and warnings.
fn run(inputs: &Path) -> (String, Vec<String>) {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let json = folder.path().join("out.json");
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    command.arg("calc").arg(inputs).arg("-o").arg(folder.path().join("a.xlsx")).arg("--json").arg(&json);
    let output = command.output().expect("a run");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&fs::read(json).expect("a result")).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings =
        json["findings"].as_array().expect("findings").iter().filter(|finding| finding["severity"] != "note");
    let mut loud: Vec<String> = findings
        .map(|finding| {
            let place = [&finding["sheet"], &finding["cell"]].map(text);
            let place = if place[0].is_empty() { text(&finding["file"]) } else { place.join("!") };
            format!("{}@{}", text(&finding["code"]), place.trim_end_matches('!'))
        })
        .collect();
    loud.sort();
    let total = if output.status.success() { text(&json["fund"]["total"]) } else { "refused".to_owned() };
    (total, loud)
}

/// The data set at `base` without the files in `gone`, those of `case` in their place.
fn laid_over(base: &Path, gone: &str, case: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let files = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap_or_else(|_| panic!("{}", folder.display()));
        entries.map(|entry| entry.expect("a file").path()).collect()
    };
    let changed = files(case);
    let replaced = |file: &PathBuf| changed.iter().any(|other| other.file_stem() == file.file_stem());
    let left_out = |file: &PathBuf| gone.split(' ').any(|gone| file.file_name().is_some_and(|name| name == gone));
    let kept = files(base).into_iter().filter(|file| !replaced(file) && !left_out(file));
    for file in kept.chain(changed.iter().cloned()) {
        copy(&file, &folder.path().join(file.file_name().expect("a name")));
    }
    folder
}

/// Copies a file, or a folder with what is in it.
fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::copy(from, to).expect("a copy");
        return;
    }
    fs::create_dir(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a file");
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

/// Runs the cases in `folder` over the data set at `base`.
fn all(folder: &Path, base: &Path) {
    let (_, usual) = run(base);
    let index = fs::read_to_string(folder.join("INDEX.tsv")).expect("an index");
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in index.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [case, _, gone, total, findings] = cells[..] else { panic!("{line}: five cells") };
        let (seen, mut loud) = run(laid_over(base, gone, &folder.join(case)).path());
        for code in &usual {
            if let Some(at) = loud.iter().position(|other| other == code) {
                loud.remove(at);
            }
        }
        let loud = loud.join(" ");
        if (seen.as_str(), loud.as_str()) != (total, findings) {
            wrong.push(format!("{case}: {seen}\t{loud}; expected {total}\t{findings}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let folders =
        fs::read_dir(folder).expect("cases").filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().is_dir()));
    let base_beside = usize::from(base.starts_with(folder));
    assert_eq!(count, folders.count() - base_beside, "each case is in the index");
}

#[test]
fn what_offices_met_is_read_as_it_is_seen_or_said() {
    let folder = root().join("tests/cases/field");
    all(&folder, &folder.join("base"));
}

#[test]
fn files_that_read_as_something_else_are_refused() {
    all(&root().join("tests/cases/damaged"), &root().join("examples/2022"));
}
