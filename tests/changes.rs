//! What `说明` says would change a firm's result: only what is true for this firm.

#![allow(clippy::expect_used, reason = "a test that cannot write its inputs fails")]

mod common;

use std::path::Path;

use assert_cmd::Command;
use calamine::{Reader as _, Xlsx, open_workbook};
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

/// Runs the program in `folder`; it must end with `status`. What it said.
fn run(folder: &Path, arguments: &[&str], status: i32) -> String {
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    let output = command.current_dir(folder).args(arguments).output().expect("a run");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert_eq!(output.status.code(), Some(status), "{said}");
    said
}

/// Writes the data of a town: tables by name, `{A}` and `{B}` for the codes.
fn town(file: &Path, tables: &[(&str, String)]) {
    let sheets: Vec<Sheet> =
        tables.iter().map(|(name, table)| Sheet::of(name, &table.replace("{A}", A).replace("{B}", B))).collect();
    save(file, &sheets);
}

const B: &str = "91371581MA3C8KXX1N";

/// The cells of a sheet's rows, joined.
fn rows(workbook: &Path, sheet: &str) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook(workbook).expect("the workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    range
        .rows()
        .map(|row| row.iter().map(|cell| cell.to_string().replace('\n', "")).collect::<Vec<_>>().join("|"))
        .collect()
}

#[test]
fn a_comparison_names_the_reason_and_the_objection() {
    let folder = tempfile::tempdir().expect("a folder");
    let tables = |rd: &str, patents: &str, increment: &str, objections: &str| {
        let firms = "统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价|产值\n\
                     {A}|甲轴承公司|是|规下|=10000000|=6000000|B|=9000000\n{B}|乙轴承公司|是|规下|=10000000|RD|B|=9000000";
        let patent = "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确\n\
                      {B}|ZL202010000002.6|发明|@2022-03-04|是|自主研发|是";
        vec![
            ("企业基本情况", firms.replace("RD", rd)),
            (
                "资质认定",
                "统一社会信用代码|类别|认定日期\n{A}|科技型中小企业|@2022-05-01\n{B}|科技型中小企业|@2022-05-01"
                    .to_owned(),
            ),
            (
                "税收地方财力",
                format!("统一社会信用代码|年度|新增地方财力\n{{A}}|=2022|{increment}\n{{B}}|=2022|=9000000"),
            ),
            ("授权专利", format!("{patent}{patents}")),
            ("不良记录", "统一社会信用代码|类别|等级|发生日期|状态".to_owned()),
            ("异议", format!("统一社会信用代码|日期|提出人|内容|答复|处理{objections}")),
        ]
    };
    town(&folder.path().join("旧.xlsx"), &tables("=100000", "", "=4000", ""));
    let objection = "\n{A}|@2023-06-05|张三|漏报一件发明专利|已核实补报|采纳\n{B}|@2023-06-06||研发投入有误||";
    town(&folder.path().join("新.xlsx"), &tables("=6000000", PATENT, "=4000", objection));
    let old = run(folder.path(), &["核算", "旧.xlsx", "-o", "a.xlsx"], 0);
    let new = run(folder.path(), &["核算", "新.xlsx", "-o", "b.xlsx"], 0);
    assert!(!old.contains("错误") && !new.contains("错误"), "{old}{new}");
    let said = run(folder.path(), &["比对", "a.xlsx", "b.xlsx", "-o", "比对.xlsx"], 1);
    for part in [
        "净额增加 5,000.00，全部被限额抵消；异议 2023-06-05 张三：漏报一件发明专利（采纳，已核实补报）",
        "不符合→计入，原来不符合：研发投入占比（三(二)1）",
        "异议  甲轴承公司",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let page = rows(&folder.path().join("比对.xlsx"), "比对");
    let first = page.iter().position(|row| row.starts_with("企业、项目|")).expect("the header");
    assert_eq!(
        page[first + 1..first + 7],
        [
            "甲轴承公司||发放|发放|2000|2000|0|净额增加 5,000.00，全部被限额抵消；异议 2023-06-05 张三：漏报一件发明专利（采纳，已核实补报）",
            "　授权专利|ZL202010000001.1|—|计入||5000|5000|新增记录",
            "乙轴承公司||不符合|发放|0|55000|55000|异议 2023-06-06：研发投入有误（没有答复）",
            "　科技型中小企业||不符合|计入|0|50000|50000|原来不符合：研发投入占比（三(二)1）",
            "　授权专利|ZL202010000002.6|不符合|计入|0|5000|5000|原来不符合：研发投入占比（三(二)1）",
            "应发合计||||2000|57000|55000|",
        ]
    );
    let register = rows(&folder.path().join("b.xlsx"), "异议登记");
    let known = |row: &String| row.contains("|甲轴承公司|张三|漏报一件发明专利|已核实补报|采纳|2000|");
    assert!(register.iter().any(known), "{register:?}");
    let cover = rows(&folder.path().join("b.xlsx"), "目录");
    assert!(cover.iter().any(|row| row.starts_with("没有处理的异议|||1|条")), "{cover:?}");
    assert!(run(folder.path(), &["比对", "b.xlsx", "b.xlsx"], 0).ends_with("没有差异。\n"));
    // The same figures as a draft are another paper.
    run(folder.path(), &["核算", "新.xlsx", "--draft", "-o", "c.xlsx"], 0);
    let said = run(folder.path(), &["比对", "b.xlsx", "c.xlsx"], 1);
    let stage = said.lines().find(|line| line.trim_start().starts_with("稿别"));
    assert!(stage.is_some_and(|line| line.trim_end().ends_with("草稿")) && !said.contains("没有差异"), "{said}");
}
