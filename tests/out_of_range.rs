//! Figures that leave the range of a decimal while a firm is judged: the firm is withheld, and the cell is named.

#![allow(clippy::expect_used, reason = "a test that cannot read its inputs fails")]

mod common;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use common::workbook::{Sheet, save};
use jiangbu::policy::BUILT_IN;
use serde_json::Value;

const FIRMS: &str = "统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价|单位能耗
91371581MAH9KBJD25|甲轴承公司|是|规上|=100000000|=6000000|B|=1
91371581MAJEGL6QXW|乙轴承公司|是|规上|=100000000|=6000000|B|=200000000000000";
const TAXES: &str =
    "统一社会信用代码|年度|新增地方财力\n91371581MAH9KBJD25|=2022|=500000\n91371581MAJEGL6QXW|=2022|=500000";
const PATENTS: &str = "统一社会信用代码|专利号|专利类型|专利名称|授权公告日|第一专利权人|取得方式|权属明确
91371581MAH9KBJD25|ZL202010000001.1|发明|一种轴承|@2022-03-04|是|自主研发|是
91371581MAJEGL6QXW|ZL202010000002.6|发明|一种轴承|@2022-03-04|是|自主研发|是";
const NO_BAD_RECORD: &str = "统一社会信用代码|类别|等级|发生日期|状态|文号";

/// Runs `arguments` over the data, by the built-in policy and `more`; the exit status, and the JSON's findings.
fn run(folder: &Path, more: &str, arguments: &[&str]) -> (Option<i32>, Value) {
    let all = [("企业基本情况", FIRMS), ("税收地方财力", TAXES), ("授权专利", PATENTS), ("不良记录", NO_BAD_RECORD)];
    save(&folder.join("数据.xlsx"), &all.map(|(name, table)| Sheet::of(name, table)));
    fs::write(folder.join("p.toml"), format!("{BUILT_IN}\n{more}")).expect("a policy");
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    let rest = ["数据.xlsx", "-p", "p.toml", "-y", "2022", "--json", "out.json", "--force"];
    let output = command.current_dir(folder).args(arguments).args(rest).output().expect("a run");
    let json = fs::read_to_string(folder.join("out.json")).expect("the JSON");
    (output.status.code(), serde_json::from_str(&json).expect("JSON"))
}

fn errors(json: &Value) -> Vec<String> {
    let of = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let errors = json["findings"].as_array().expect("findings").iter().filter(|finding| finding["severity"] == "error");
    errors.map(|found| ["code", "sheet", "cell", "message"].map(|key| of(found, key)).join(" ")).collect()
}

#[test]
fn the_cell_is_named_and_no_award_is_written() {
    let words = |name: &str| format!("数值超出可计算的范围：“{name}”算不出来。请核对这一行的数据和政策里的数。");
    for (more, place, name) in [
        (
            "[[fact]]\nname = \"能耗立方\"\nclause = \"一\"\nformula = '单位能耗*单位能耗*单位能耗'",
            "企业基本情况 A3",
            "能耗立方",
        ),
        (
            "[[fact]]\nname = \"专利能耗\"\nclause = \"一\"\ntable = \"授权专利\"\nsum = '单位能耗*单位能耗*单位能耗'",
            "授权专利 A3",
            "专利能耗",
        ),
        // Facts about each record by itself.
        (
            "[[fact]]\nname = \"每件能耗\"\nclause = \"一\"\neach = \"授权专利\"\nformula = '单位能耗*单位能耗*单位能耗'",
            "授权专利 A3",
            "每件能耗",
        ),
        (
            "[[fact]]\nname = \"同号能耗\"\nclause = \"一\"\neach = \"授权专利\"\ntable = \"授权专利\"\nsame = { \"专利号\" = \"专利号\" }\nsum = '单位能耗*单位能耗*单位能耗'",
            "授权专利 A3",
            "同号能耗",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a scratch folder");
        for command in [&["calc", "-o", "award.xlsx"][..], &["check"]] {
            let (status, json) = run(folder.path(), more, command);
            assert_eq!(status, Some(1), "{command:?}");
            assert_eq!(errors(&json), [format!("E413 {place} {}", words(name))], "{command:?}");
        }
        assert!(!folder.path().join("award.xlsx").exists());
        assert!(folder.path().join("award-问题清单.xlsx").exists());
        let (status, json) = run(folder.path(), more, &["calc", "--draft", "-o", "award.xlsx"]);
        assert_eq!(status, Some(1));
        let firms = json["firms"].as_array().expect("firms").iter();
        let states: Vec<_> = firms.map(|firm| firm["status"].as_str().unwrap_or_default()).collect();
        assert_eq!(states, ["payable", "withheld"]);
        assert!(folder.path().join("award.xlsx").exists());
    }
}
