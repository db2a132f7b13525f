//! Answers from outside: a findings workbook is written, filled in, and given back.
#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it lacks by failing")]

#[path = "../common/answering.rs"]
mod answering;
#[path = "../common/workbook.rs"]
#[allow(dead_code, reason = "shared; every test file asks for its own part")]
mod workbook;

mod count;
mod fail;
mod lists;

use std::fs;
use std::path::{Path, PathBuf};

use answering::fill;
use assert_cmd::Command;
use serde_json::Value;
use workbook::{Sheet, save};

const A: &str = "91371581MAH9KBJD25";

/// A data set and what is run on it, in a folder of its own.
struct Town {
    folder: tempfile::TempDir,
}

struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Town {
    /// The two tables that every data set has, and `more`.
    fn new(more: &[(&str, &str)]) -> Self {
        let town = Self { folder: tempfile::tempdir().expect("a scratch folder") };
        fs::create_dir(town.at("数据")).expect("a folder");
        town.write(more);
        town
    }

    fn write(&self, more: &[(&str, &str)]) {
        let base = [
            (
                "企业基本情况",
                "统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价\n{A}|甲轴承公司|是|规上|=100000000|=6000000|B",
            ),
            ("税收地方财力", "统一社会信用代码|年度|新增地方财力\n{A}|=2022|=500000"),
        ];
        // Nothing to report, unless there is.
        let nil = [("不良记录", "统一社会信用代码|类别|等级|发生日期|状态|文号")];
        let nil = nil.iter().filter(|(name, _)| more.iter().all(|(given, _)| given != name));
        let sheets = base.iter().chain(nil).chain(more).map(|(name, table)| Sheet::of(name, &table.replace("{A}", A)));
        save(&self.at("数据/数据.xlsx"), &sheets.collect::<Vec<_>>());
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::cargo_bin("jiangbu").expect("the program");
        let output = command.current_dir(self.folder.path()).args(arguments).output().expect("a run");
        Ran {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Writes the findings workbook and answers the findings of `code`.
    fn answer(&self, code: &str, word: &'static str, reason: &str) -> Ran {
        let ran = self.run(&["check", "数据", "-o", "问题.xlsx", "--force"]);
        assert!(ran.status < 2, "{}", ran.err);
        fill(&self.at("问题.xlsx"), |row| if row["编号"] == code { said(word, reason) } else { Vec::new() });
        ran
    }

    /// The findings after answers, `编号 place message`.
    fn findings(&self, answers: &[&str]) -> Vec<String> {
        let mut arguments = vec!["check", "数据", "--json", "f.json", "--force"];
        answers.iter().for_each(|file| arguments.extend(["--answers", file]));
        let ran = self.run(&arguments);
        assert!(ran.status < 2, "{}", ran.err);
        let json: Value = serde_json::from_slice(&fs::read(self.at("f.json")).expect("the JSON")).expect("JSON");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let findings = json["findings"].as_array().expect("findings").iter();
        findings.map(|f| format!("{} {} {}", text(&f["code"]), text(&f["cell"]), text(&f["message"]))).collect()
    }
}

fn said(word: &'static str, reason: &str) -> Vec<(&'static str, String)> {
    let all = [
        ("答复", word.to_owned()),
        ("理由", reason.to_owned()),
        ("答复人", "李明".to_owned()),
        ("日期", "2023-01-05".to_owned()),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// Those of the code.
fn of<'f>(findings: &'f [String], code: &str) -> Vec<&'f str> {
    findings.iter().filter(|finding| finding.starts_with(code)).map(String::as_str).collect()
}

const ACCOUNT: &str = "统一社会信用代码|企业名称|户名|开户行|账号\n{A}|乙轴承公司|甲轴承公司|农商银行|6200";

/// The cells of a sheet, line by line.
fn sheet_text(path: &Path, sheet: &str) -> String {
    use calamine::{Reader as _, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    let lines = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("\t"));
    lines.collect::<Vec<_>>().join("\n")
}
