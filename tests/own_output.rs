//! The program's own workbooks among the data are passed over, and nothing else is.

#![allow(clippy::expect_used, reason = "a test that cannot write its inputs fails")]

mod common;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The total of a run on `data`, and which files it says it passed over.
fn run(data: &Path, award: &Path) -> (String, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let json = folder.path().join("out.json");
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    let output = command.arg("calc").arg(data).arg("-o").arg(award).arg("--force").arg("--json").arg(&json);
    let output = output.output().expect("a run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&fs::read(json).expect("a result")).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let screen = String::from_utf8_lossy(&output.stdout).into_owned();
    let passed = screen.lines().filter_map(|line| line.trim().strip_prefix("没有读"));
    let passed = passed.filter_map(|line| line.trim().strip_suffix("（本程序写出的工作簿）"));
    (text(&json["fund"]["total"]), passed.map(str::to_owned).collect())
}

#[test]
fn every_workbook_the_program_writes_is_known_among_the_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("数据");
    fs::create_dir(&data).expect("a folder");
    for file in fs::read_dir(root().join("tests/cases/minimal/inputs")).expect("the case") {
        let file = file.expect("a file");
        fs::copy(file.path(), data.join(file.file_name())).expect("a copy");
    }
    let award = folder.path().join("award.xlsx");
    let (total, passed) = run(&data, &award);
    assert!(passed.is_empty(), "{passed:?}");
    let write = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("jiangbu").expect("the program");
        let output = command.current_dir(folder.path()).args(arguments).output().expect("a run");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    };
    fs::copy(&award, data.join("旧核算.xlsx")).expect("a copy");
    write(&["calc", "数据", "--draft", "-o", "草稿.xlsx"]);
    write(&["check", "数据", "-o", "问题.xlsx"]);
    write(&["explain", "数据", "-e", "岭泰", "-o", "核算单.xlsx"]);
    write(&["diff", "award.xlsx", "草稿.xlsx", "-o", "比对.xlsx"]);
    write(&["verify", "award.xlsx", "数据", "-o", "复核.xlsx"]);
    write(&["readings", "数据", "-o", "口径.xlsx"]);
    let mut expected = vec!["旧核算.xlsx"];
    for name in ["口径.xlsx", "草稿.xlsx", "问题.xlsx", "核算单.xlsx", "比对.xlsx", "复核.xlsx"] {
        fs::copy(folder.path().join(name), data.join(name)).expect("a copy");
        expected.push(name);
    }
    expected.sort_unstable();
    let (again, mut passed) = run(&data, &folder.path().join("again.xlsx"));
    passed.sort_unstable();
    assert_eq!((again, passed), (total, expected.into_iter().map(str::to_owned).collect()));
}
