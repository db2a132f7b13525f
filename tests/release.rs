//! What is handed out: the release script's archive, made with the program of the tests, unpacked, and the main job run from it.
#![cfg(target_os = "linux")]
#![allow(clippy::expect_used, reason = "a test says what it lacks by failing")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::terminal::{folder, names};

fn done(command: &mut Command) -> String {
    let output = command.output().expect("a run");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn the_archive_is_whole_and_its_program_does_the_job() {
    let at = folder();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/release");
    let program = assert_cmd::cargo::cargo_bin("jiangbu");
    let made = |folder: &str| {
        done(Command::new("bash").arg(&script).arg(at.path().join(folder)).arg("--binary").arg(&program));
        names(&at.path().join(folder))
    };
    let files = made("一");
    let [archive, sum] = files.as_slice() else { panic!("an archive and its checksum: {files:?}") };
    assert_eq!(*sum, format!("{archive}.sha256"));
    done(Command::new("sha256sum").current_dir(at.path().join("一")).args(["-c", sum]));
    assert_eq!(made("二"), files);
    let bytes = |folder: &str| fs::read(at.path().join(folder).join(archive)).expect("the archive");
    assert!(bytes("一") == bytes("二"), "the same bytes");

    done(Command::new("tar").current_dir(at.path()).arg("-xzf").arg(at.path().join("一").join(archive)));
    let unpacked = at.path().join(archive.trim_end_matches(".tar.gz"));
    for name in ["jiangbu", "jiangbu.1", "README.md", "LICENSE", "许可证.txt", "docs", "示例数据", "补全"] {
        assert!(unpacked.join(name).exists(), "{name}: {:?}", names(&unpacked));
    }
    let readme = fs::read_to_string(unpacked.join("README.md")).expect("the manual");
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(unpacked.join(link).exists(), "README.md: {link}");
    }
    let licences = fs::read_to_string(unpacked.join("许可证.txt")).expect("the licences");
    let named = |line: &&str| line.split_once("  ").is_some_and(|(_, licence)| !licence.trim().is_empty());
    let without = licences.lines().skip(2).find(|line| !named(line));
    assert!(without.is_none(), "a crate without a licence: {without:?}");
    assert!(licences.contains("rust_xlsxwriter v"), "{licences}");
    let said = done(Command::new("./jiangbu").current_dir(&unpacked).args(["核算", "示例数据"]));
    assert!(said.contains("应发合计"), "{said}");
    assert!(unpacked.join("2022年度奖励核算.xlsx").exists());
}
