//! 结转, from outside: an award's payments as next year's table of past awards, over three years; what is refused, and what is marked.

#![allow(clippy::expect_used, reason = "a test that cannot prepare its inputs fails")]

#[path = "../common/mod.rs"]
mod common;
mod years;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use common::workbook::{Sheet, save};
use serde_json::Value;

/// A run's exit status, and what it said on both ways.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    let output = command.current_dir(folder).args(arguments).output().expect("a run");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code().unwrap_or(-1), said)
}

/// A run that ends well.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let (status, said) = run(folder, arguments);
    assert_eq!(status, 0, "{arguments:?}\n{said}");
    said
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("the JSON")).expect("JSON")
}

/// Data of the year in a folder of its own: sheets by name and text table.
fn data(folder: &Path, name: &str, sheets: &[(&str, &str)]) {
    let folder = folder.join(name);
    fs::create_dir_all(&folder).expect("a folder");
    let sheets: Vec<Sheet> = sheets.iter().map(|(name, table)| Sheet::of(name, table)).collect();
    save(&folder.join("数据.xlsx"), &sheets);
}

const FIRM: &str = "统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价
91371581MAH9KBJD25|甲轴承公司|是|规上|=100000000|=6000000|B";
const TAX: &str = "统一社会信用代码|年度|新增地方财力
91371581MAH9KBJD25|=2022|=1000";
const BAD: &str = "统一社会信用代码|类别|等级|发生日期|状态|文号";
const PASSED: &str = "统一社会信用代码|年度|结论
91371581MAH9KBJD25|=2022|通过";
const PATENTS: &str = "统一社会信用代码|专利号|专利类型|专利名称|授权公告日|第一专利权人|取得方式|权属明确
91371581MAH9KBJD25|ZL202010000001.1|发明|一种轴承|@2022-03-04|是|自主研发|是
91371581MAH9KBJD25|ZL202010000002.6|发明|二种轴承|@2022-03-05|是|自主研发|是";

fn of_2022<'t>(evaluated: bool) -> Vec<(&'t str, &'t str)> {
    let mut sheets = vec![("企业基本情况", FIRM), ("税收地方财力", TAX), ("授权专利", PATENTS), ("不良记录", BAD)];
    sheets.extend(evaluated.then_some(("绩效评价", PASSED)));
    sheets
}

#[test]
fn nothing_is_final_before_the_evaluation_and_only_what_is_final_is_carried() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let at = folder.path();
    data(at, "数据", &of_2022(false));
    let (status, said) = run(at, &["核算", "数据", "--final", "-o", "定稿.xlsx"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("没有写定稿：还有 1 家企业等待绩效评价") && said.contains("甲轴承公司"), "{said}");
    assert!(!at.join("定稿.xlsx").exists());

    done(at, &["核算", "数据", "-o", "测算.xlsx"]);
    let (status, said) = run(at, &["结转", "测算.xlsx"]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("测算.xlsx 是评价前测算，只有定稿才结转"), "{said}");
    assert!(!at.join("历年奖励.xlsx").exists());

    // Taken all the same: what waits makes no row, and the table says what it rests on.
    let said = done(at, &["结转", "测算.xlsx", "--force", "--data", "数据"]);
    assert!(said.contains("没有结转：2 条还没有发放") && said.contains("注意：评价前测算，结转表里已注明"), "{said}");
    let said = done(at, &["检查", "数据", "历年奖励.xlsx"]);
    assert!(!said.contains("历年奖励.xlsx ›") && said.contains("这些表里没有记录：“历年奖励”"), "{said}");

    data(at, "数据", &of_2022(true));
    done(at, &["核算", "数据", "-o", "公示.xlsx"]);
    assert!(run(at, &["结转", "公示.xlsx", "-o", "x.xlsx"]).1.contains("公示.xlsx 是公示稿"));
    done(at, &["核算", "数据", "--final", "-o", "定稿.xlsx"]);
    // The workbook says that it is final, and is recomputed as such.
    assert!(done(at, &["复核", "定稿.xlsx", "数据"]).contains("逐字节相同"));
    assert_eq!(run(at, &["核算", "数据", "--final", "--draft", "-o", "x.xlsx"]).0, 2);
}

/// A table carried from a table still says of its rows what the first said: whom they were of, what was cut, and that nobody recomputed them.
#[test]
fn what_a_carried_table_tells_goes_on_into_the_next() {
    use calamine::{Reader as _, Xlsx, open_workbook};
    let folder = tempfile::tempdir().expect("a scratch folder");
    let at = folder.path();
    data(at, "数据", &of_2022(true));
    done(at, &["核算", "数据", "-o", "公示.xlsx"]);
    done(at, &["结转", "公示.xlsx", "--force", "-o", "一.xlsx"]);
    let (taxes, passed) = (TAX.replace("=2022", "=2023"), PASSED.replace("=2022", "=2023"));
    let next = [("企业基本情况", FIRM), ("税收地方财力", &*taxes), ("不良记录", BAD), ("绩效评价", &*passed)];
    data(at, "数据2023", &next);
    done(at, &["核算", "数据2023", "--final", "-o", "定稿.xlsx"]);
    done(at, &["结转", "定稿.xlsx", "--data", "数据2023", "--with", "一.xlsx", "-o", "二.xlsx"]);
    let rows = |file: &str| {
        let mut book: Xlsx<_> = open_workbook(at.join(file)).expect("the table");
        let sheet = book.worksheet_range("历年奖励").expect("the sheet");
        sheet
            .rows()
            .skip(3)
            .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"))
            .collect::<Vec<_>>()
    };
    assert!(
        rows("一.xlsx")[0].ends_with("|甲轴承公司|5000|0|4600|公示稿，未经复核|公示.xlsx"),
        "{:#?}",
        rows("一.xlsx")
    );
    assert_eq!(rows("二.xlsx"), rows("一.xlsx"));
}

#[test]
fn an_award_that_is_not_that_of_the_data_is_not_carried() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let at = folder.path();
    data(at, "数据", &of_2022(true));
    done(at, &["核算", "数据", "--final", "-o", "定稿.xlsx"]);
    data(at, "别的", &[("企业基本情况", FIRM), ("税收地方财力", TAX), ("不良记录", BAD), ("绩效评价", PASSED)]);
    let (status, said) = run(at, &["结转", "定稿.xlsx", "--data", "别的"]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("复核不一致，没有写结转表"), "{said}");
    assert!(!at.join("历年奖励.xlsx").exists());
    let said = done(at, &["结转", "定稿.xlsx"]);
    assert!(said.contains("注意：未经复核，结转表里已注明"), "{said}");
    // Never over what is there, and never over what is read.
    assert_eq!(run(at, &["结转", "定稿.xlsx"]).0, 2);
    assert_eq!(run(at, &["结转", "定稿.xlsx", "--with", "历年奖励.xlsx", "-o", "历年奖励.xlsx", "--force"]).0, 2);
}

#[test]
fn the_cap_cuts_what_is_carried_and_a_second_award_replaces_the_first() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let at = folder.path();
    data(at, "数据", &of_2022(true));
    done(at, &["核算", "数据", "--final", "-o", "定稿.xlsx"]);
    // Increment 1 000.00 yuan, above scale: 800.00 for two patents of 5 000.00 each.
    let said = done(at, &["结转", "定稿.xlsx", "--data", "数据", "-o", "一.xlsx"]);
    assert!(said.contains("2022 年度：2 条，共 800.00 元"), "{said}");
    assert!(!said.contains("注意"), "{said}");
    let said = done(at, &["结转", "定稿.xlsx", "--data", "数据", "--with", "一.xlsx", "-o", "二.xlsx"]);
    assert!(said.contains("2022 年度：用 定稿.xlsx，原表这一年的 2 行（共 800.00 元）被它替换"), "{said}");
    assert!(said.contains("2022 年度：2 条，共 800.00 元"), "{said}");
    let said = done(at, &["检查", "数据", "二.xlsx"]);
    assert!(!said.contains("二.xlsx ›"), "{said}");
    assert!(said.contains("没有错误"), "{said}");
}
