//! The data sets with known results: every firm, condition, line, cut, cap and payable, to the fen.
#![allow(clippy::expect_used, reason = "a test says what it lacks by failing")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// Runs `calc` on the case's inputs and compares the JSON field by field with what is expected.
fn case(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let json = scratch.path().join("result.json");
    let output = Command::cargo_bin("jiangbu")
        .expect("the program")
        .current_dir(scratch.path())
        .arg("calc")
        .arg(folder.join("inputs"))
        .args(["-y", "2022", "-o", "award.xlsx", "--json"])
        .arg(&json)
        .output()
        .expect("a run");
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    let (expected, actual) = (read(&folder.join("expected.json")), read(&json));
    let mut differences = Vec::new();
    for table in actual["tables"].as_array().expect("tables") {
        let count = |key: &str| table[key].as_u64().expect("a count");
        let became = ["used", "unused", "other_years", "errors", "skipped"].map(count);
        assert_eq!(count("rows"), became.iter().sum::<u64>(), "{name}: {table}");
    }
    compare(&expected, &actual, name, &mut differences);
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences[..differences.len().min(40)].join("\n")
    );
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Everything expected must be there and equal; lists must be equally long.
fn compare(expected: &Value, actual: &Value, at: &str, differences: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            for (key, expected) in expected {
                match actual.get(key) {
                    Some(actual) => compare(expected, actual, &format!("{at}.{key}"), differences),
                    None => differences.push(format!("{at}.{key}: missing")),
                }
            }
        }
        (Value::Array(expected), Value::Array(actual)) => {
            if expected.len() != actual.len() {
                differences.push(format!("{at}: {} expected, {} found", expected.len(), actual.len()));
            }
            for (i, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                compare(expected, actual, &format!("{at}[{i}]"), differences);
            }
        }
        _ if expected == actual => {}
        _ => differences.push(format!("{at}: {expected} expected, {actual} found")),
    }
}

#[test]
fn minimal() {
    case("minimal");
}

#[test]
fn clauses() {
    case("clauses");
}

#[test]
fn caps() {
    case("caps");
}

#[test]
fn overlaps() {
    case("overlaps");
}

#[test]
fn messy() {
    case("messy");
}

#[test]
fn year_2022() {
    case("year-2022");
}
