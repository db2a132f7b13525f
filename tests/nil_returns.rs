//! Nil returns, from the workbooks: who said that there is nothing to report, and who said nothing.

#![allow(clippy::expect_used, reason = "a test that cannot read its inputs fails")]

mod common;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use common::workbook::{Sheet, save};
use serde_json::Value;

const FIRMS: &str = "统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价
91371581MAH9KBJD25|甲轴承公司|是|规上|=100000000|=6000000|B";
const TAXES: &str = "统一社会信用代码|年度|新增地方财力\n91371581MAH9KBJD25|=2022|=500000";
const PATENT: &str = "统一社会信用代码|专利号|专利类型|专利名称|授权公告日|第一专利权人|取得方式|权属明确
91371581MAH9KBJD25|ZL202010000001.1|发明|一种轴承|@2022-03-04|是|自主研发|是";
const HEADER: &str = "统一社会信用代码|类别|等级|发生日期|状态|文号";

/// The firm's status, and the codes of what was found about the table, for data with these sheets of 不良记录.
fn judged(folder: &Path, sheets: &[String]) -> (String, Vec<String>) {
    let data = folder.join("数据");
    fs::create_dir_all(&data).expect("a folder");
    let mut all =
        vec![Sheet::of("企业基本情况", FIRMS), Sheet::of("税收地方财力", TAXES), Sheet::of("授权专利", PATENT)];
    all.extend(sheets.iter().enumerate().map(|(number, sheet)| {
        let name = if number == 0 { "不良记录".to_owned() } else { format!("不良记录（{number}）") };
        Sheet::of(&name, sheet)
    }));
    save(&data.join("数据.xlsx"), &all);
    run(folder)
}

fn run(folder: &Path) -> (String, Vec<String>) {
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    let output = command
        .current_dir(folder)
        .args(["calc", "数据", "-y", "2022", "-o", "award.xlsx", "--json", "award.json", "--force"])
        .output()
        .expect("a run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json = fs::read_to_string(folder.join("award.json")).expect("the JSON");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = json["findings"].as_array().expect("findings").iter();
    let codes = findings.map(|finding| text(&finding["code"])).filter(|code| ["W309", "N310"].contains(&&**code));
    (text(&json["firms"][0]["status"]), codes.collect())
}

#[test]
fn a_header_without_a_record_is_a_nil_return_and_no_table_is_not() {
    for (sheets, status, codes) in [
        (vec![], "undetermined", &["W309"][..]),
        (vec![HEADER.to_owned()], "payable", &[]),
        (vec![format!("{HEADER}\n无")], "payable", &[]),
        (vec![format!("{HEADER}\n|零报告")], "payable", &[]),
        (vec![format!("{HEADER}\n本年度无此类记录")], "payable", &[]),
        (vec![format!("{HEADER}\n91371581MAH9KBJD25|严重失信|较大|@2022-01-01||")], "ineligible", &[]),
    ] {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let (found, said) = judged(folder.path(), &sheets);
        assert_eq!((found.as_str(), said), (status, codes.iter().map(ToString::to_string).collect()), "{sheets:?}");
    }
}

/// A blank workbook of the program has a place for it; left as it was written it says nothing.
#[test]
fn the_blank_workbook_is_no_nil_return_until_somebody_says_so() {
    let blank = format!("{HEADER}|零报告");
    for (sheets, status, codes) in [
        (vec![blank.clone()], "undetermined", &["W309", "N310"][..]),
        (vec![format!("{blank}\n||||||无")], "payable", &[]),
        (vec![format!("{blank}\n||||||是")], "payable", &[]),
        (vec![format!("{blank}\n无")], "payable", &[]),
        (vec![format!("{blank}\n91371581MAH9KBJD25|严重失信||@2022-01-01||")], "ineligible", &[]),
        // Another sheet of the table says it.
        (vec![blank.clone(), HEADER.to_owned()], "payable", &[]),
    ] {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let (found, said) = judged(folder.path(), &sheets);
        assert_eq!((found.as_str(), said), (status, codes.iter().map(ToString::to_string).collect()), "{sheets:?}");
    }
}

/// The templates themselves, lying in a subfolder as they were written.
#[test]
fn templates_that_lie_about_change_nothing() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    assert!(command.current_dir(folder.path()).args(["模板", "-o", "数据"]).output().expect("a run").status.success());
    for name in ["企业名录", "税务数据", "知识产权与项目"] {
        fs::remove_file(folder.path().join(format!("数据/{name}.xlsx"))).expect("a template");
    }
    let (status, codes) = judged(folder.path(), &[]);
    assert_eq!((status.as_str(), codes), ("undetermined", vec!["W309".to_owned(), "N310".to_owned()]));
    let (status, codes) = judged(folder.path(), &[HEADER.to_owned()]);
    assert_eq!((status.as_str(), codes), ("payable", vec![]));
}

/// The texts of the award's cover.
fn cover(folder: &Path) -> Vec<String> {
    use calamine::{Reader as _, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(folder.join("award.xlsx")).expect("the award");
    let cover = book.worksheet_range("目录").expect("the cover");
    cover.cells().map(|(_, _, cell)| cell.to_string()).collect()
}

#[test]
fn the_cover_names_each_absent_table_with_what_it_could_change() {
    let folder = tempfile::tempdir().expect("a folder");
    judged(folder.path(), &[HEADER.to_owned()]);
    let texts = cover(folder.path());
    let has = |wanted: &str| texts.iter().any(|text| text == wanted);
    assert!(has("没有交的表（交了可能改变结果）"), "{texts:?}");
    assert!(has("科技项目") && has("奖励：科技项目；限额档次：承担过市级及以上科技项目"), "{texts:?}");
    // What was handed in, be it with nothing, is not among them.
    let absent =
        texts.iter().skip_while(|text| !text.starts_with("没有交的表")).take_while(|text| !text.starts_with("各表"));
    assert!(absent.clone().all(|text| text != "不良记录" && text != "授权专利"), "{texts:?}");
}
