//! Tampering is named: one cell, row, sheet or name changed at a time, in a copy saved by hand rather than by our writer.
#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it lacks by failing")]

mod alterations;
#[path = "../common/basic.rs"]
mod basic;
mod copies;
mod package;
mod packaging;
mod papers;
mod shape;
mod structure;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use jiangbu::intake::book::{Book, BookFault, Bounds, open};
use jiangbu::verify::{Comparison, compare};
use package::{Package, between};

struct Fixture {
    folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let run = program().current_dir(folder.path()).arg("calc").arg(data()).args(["-o", "award.xlsx"]).output();
        assert!(run.expect("a run").status.success());
        Self { folder }
    }

    fn award(&self) -> PathBuf {
        self.folder.path().join("award.xlsx")
    }

    /// The award after `change`, compared without asking the program anew.
    fn compare(&self, expected: &Book, change: impl FnOnce(&mut Package)) -> Result<Comparison, BookFault> {
        let mut package = Package::open(&self.award());
        change(&mut package);
        self.compared(&package, expected)
    }

    /// `given` compared without asking the program anew.
    fn compared(&self, given: &Package, expected: &Book) -> Result<Comparison, BookFault> {
        let path = self.folder.path().join("copy.xlsx");
        given.save(&path);
        compare(&open(&path, &Bounds::default())?, expected)
    }

    /// What `verify` says of the award after `change`, and its exit status.
    fn verify(&self, change: impl FnOnce(&mut Package)) -> (i32, String) {
        let mut package = Package::open(&self.award());
        change(&mut package);
        let path = self.folder.path().join("copy.xlsx");
        package.save(&path);
        let output = program().arg("verify").arg(&path).arg(data()).output().expect("a run");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code().unwrap_or(-1), said + &String::from_utf8_lossy(&output.stderr))
    }
}

fn program() -> Command {
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    command.current_dir(std::env::temp_dir());
    command
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/minimal/inputs")
}

#[test]
fn the_untouched_copy_is_as_computed() {
    let (status, said) = Fixture::new().verify(|_| {});
    assert_eq!(status, 0, "{said}");
}

#[test]
fn an_award_beside_its_data_is_as_computed() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    for entry in fs::read_dir(data()).expect("the data") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    let award = folder.path().join("award.xlsx");
    let run = program().arg("calc").arg(folder.path()).arg("-o").arg(&award).output().expect("a run");
    assert!(run.status.success());
    // What the spreadsheet program leaves there while the award is open.
    fs::write(folder.path().join("~$award.xlsx"), "x").expect("a file");
    let run = program().arg("verify").arg(&award).arg(folder.path()).output().expect("a run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
}

#[test]
fn each_figure_text_and_formula_changed_is_named_by_its_cell() {
    let fixture = Fixture::new();
    let expected = open(&fixture.award(), &Bounds::default()).expect("the award");
    for sheet in ["核算汇总", "奖励明细", "资格审核", "限额测算", "政策参数", "核算依据"] {
        let cells = cells(Package::open(&fixture.award()).sheet(sheet));
        // Every seventh cell of each kind: every column comes up, in a minute rather than an hour.
        for cell in cells.iter().step_by(7) {
            let compared = fixture.compare(&expected, |package| {
                let part = package.sheet(sheet);
                *part = part.replacen(&cell.xml, &cell.tampered(), 1);
            });
            let said = compared.expect("a readable copy").divergences;
            let named = said.iter().any(|divergence| divergence.sheet == sheet && divergence.at == cell.address);
            assert!(named, "{sheet} {} not named: {said:?}", cell.address);
        }
    }
}

/// As the program writes them, rows share their formulas: a change of the one is a change of all.
#[test]
fn a_formula_that_rows_share_is_compared_in_each() {
    let fixture = Fixture::new();
    let expected = open(&fixture.award(), &Bounds::default()).expect("the award");
    let mut package = Package::as_written(&fixture.award());
    let part = package.sheet("奖励明细");
    let range = between(part, "<f t=\"shared\" ref=\"", "\"").to_owned();
    let (_, formula) = between(part, &format!("ref=\"{range}\" "), "</f>").split_once('>').expect("a tag");
    let formula = formula.to_owned();
    *part = part.replacen(&format!("{formula}</f>"), &format!("{formula}+1</f>"), 1);
    let path = fixture.folder.path().join("copy.xlsx");
    package.save(&path);
    let said = compare(&open(&path, &Bounds::default()).expect("a copy"), &expected).expect("a readable copy");
    let places: Vec<&str> = said.divergences.iter().map(|divergence| divergence.at.as_str()).collect();
    // Cells side by side are told in one, others one by one.
    let (first, last) = range.split_once(':').expect("a range");
    let from_to = places.first().zip(places.last());
    assert!(from_to.is_some_and(|(from, to)| from.starts_with(first) && to.ends_with(last)), "{range}: {places:?}");
}

/// One cell as the sheet's part holds it.
struct Cell {
    address: String,
    xml: String,
}

impl Cell {
    /// The same cell with its formula, figure or text changed.
    fn tampered(&self) -> String {
        if self.xml.contains("</f>") {
            self.xml.replacen("</f>", "+1</f>", 1)
        } else if self.xml.contains("<v>") {
            self.xml.replacen("<v>", "<v>9", 1)
        } else {
            self.xml.replacen("</t>", "改</t>", 1)
        }
    }
}

fn cells(part: &str) -> Vec<Cell> {
    let starts = part.match_indices("<c ").map(|(at, _)| at);
    let cells = starts.filter_map(|at| {
        let end = part[at..].find("</c>")? + at + 4;
        let xml = &part[at..end];
        // Cells without content end in themselves.
        (xml.matches("<c ").count() == 1)
            .then(|| Cell { address: between(xml, "r=\"", "\"").to_owned(), xml: xml.to_owned() })
    });
    cells.filter(|cell| ["</f>", "<v>", "</t>"].iter().any(|part| cell.xml.contains(part))).collect()
}

#[test]
fn a_row_removed_a_sheet_hidden_and_a_name_moved_are_told_apart() {
    let fixture = Fixture::new();
    let (status, said) = fixture.verify(|package| {
        let part = package.sheet("奖励明细");
        let row = format!("<row r=\"6\"{}</row>", between(part, "<row r=\"6\"", "</row>"));
        *part = part.replacen(&row, "", 1);
    });
    assert!(status == 1 && said.contains("行被删除：奖励明细 › 6"), "{said}");

    let (status, said) = fixture.verify(|package| {
        let workbook = package.parts.get_mut("xl/workbook.xml").expect("the workbook");
        *workbook = workbook.replacen("<sheet name=\"奖励明细\"", "<sheet state=\"hidden\" name=\"奖励明细\"", 1);
    });
    assert!(status == 1 && said.contains("工作表被隐藏：奖励明细"), "{said}");

    let (status, said) = fixture.verify(|package| {
        let workbook = package.parts.get_mut("xl/workbook.xml").expect("the workbook");
        let name = "<definedName name=\"研发加计扣除_比例\">";
        let target = between(workbook, name, "<").to_owned();
        *workbook = workbook.replacen(&format!("{name}{target}"), &format!("{name}政策参数!$B$5"), 1);
    });
    assert!(status == 1 && said.contains("名称定义被改：研发加计扣除_比例"), "{said}");
}

#[test]
fn a_lost_sheet_is_a_difference_but_another_workbook_is_no_award() {
    let fixture = Fixture::new();
    let (status, said) = fixture.verify(|package| {
        let workbook = package.parts.get_mut("xl/workbook.xml").expect("the workbook");
        for name in ["核算汇总", "奖励明细", "核算依据"] {
            let sheet =
                format!("<sheet name=\"{name}\"{}/>", between(workbook, &format!("<sheet name=\"{name}\""), "/>"));
            *workbook = workbook.replacen(&sheet, "", 1);
        }
    });
    assert!(status == 1 && said.contains("核算汇总"), "{said}");

    let run = |award: &Path| {
        let output = program().arg("verify").arg(award).arg(data()).output().expect("a run");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, said) = run(&data().join("企业名录.xlsx"));
    assert!(status == Some(2) && said.contains("不是奖励核算表"), "{said}");
    let (status, said) = run(&data());
    assert!(status == Some(2) && said.contains("第一个写奖励核算表，后面写数据文件夹"), "{said}");
}

#[test]
fn a_changed_input_and_a_changed_policy_are_causes() {
    let fixture = Fixture::new();
    let policy = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("policy.toml")).expect("the policy");
    let changed = fixture.folder.path().join("changed.toml");
    fs::write(&changed, policy.replacen("rate = \"25%\"", "rate = \"20%\"", 1)).expect("a file");
    let output =
        program().arg("verify").arg(fixture.award()).arg(data()).arg("-p").arg(&changed).output().expect("a run");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("政策参数变了：研发加计扣除_比例  表里 25%，现在 20%"), "{said}");

    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/caps/inputs");
    let output = program().arg("verify").arg(fixture.award()).arg(other).output().expect("a run");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.code() == Some(1) && said.contains("数据文件变了：税务数据.xlsx"), "{said}");
}
