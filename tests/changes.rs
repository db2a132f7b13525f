//! What `说明` says would change a firm's result: only what is true for this firm.

#![allow(clippy::expect_used, reason = "a test that cannot write its inputs fails")]

mod common;

use assert_cmd::Command;
use common::workbook::{Sheet, save};

const A: &str = "91371581MAH9KBJD25";

/// What is said of a firm below scale with this increment and these patents.
fn said(increment: &str, patents: &str) -> String {
    let firms = "统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价|产值\n\
                 {A}|甲轴承公司|是|规下|=10000000|=6000000|B|=9000000";
    let membership = "统一社会信用代码|类别|认定日期\n{A}|科技型中小企业|@2022-05-01";
    let taxes = format!("统一社会信用代码|年度|新增地方财力\n{{A}}|=2022|{increment}");
    let header = "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确";
    let patents = format!("{header}{patents}");
    let bad = "统一社会信用代码|类别|等级|发生日期|状态";
    let tables = [
        ("企业基本情况", firms),
        ("资质认定", membership),
        ("税收地方财力", &taxes),
        ("授权专利", &patents),
        ("不良记录", bad),
    ];
    let sheets = tables.map(|(name, table)| Sheet::of(name, &table.replace("{A}", A)));
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("数据")).expect("a folder");
    save(&folder.path().join("数据/数据.xlsx"), &sheets);
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    let output = command.current_dir(folder.path()).args(["说明", "数据", "-e", "甲"]).output().expect("a run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const PATENT: &str = "\n{A}|ZL202010000001.1|发明|@2022-03-04|是|自主研发|是";

#[test]
fn a_higher_class_is_offered_where_the_cap_cuts() {
    let said = said("=100", PATENT);
    assert!(said.contains("怎样会改变结果"), "{said}");
    assert!(said.contains("限额升到"), "{said}");
}

#[test]
fn no_class_is_offered_to_a_firm_without_an_increment() {
    for increment in ["=0", "=-500"] {
        let said = said(increment, PATENT);
        assert!(!said.contains("限额升到"), "{increment}: {said}");
    }
}

#[test]
fn no_class_is_offered_where_the_cap_cuts_nothing() {
    let said = said("=9000000", PATENT);
    assert!(!said.contains("限额升到"), "{said}");
}
