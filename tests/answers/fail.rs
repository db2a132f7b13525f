//! Answers that do not count, and are told.

use std::fs;

use crate::answering::edit;
use crate::workbook::{Sheet, save};
use crate::{A, ACCOUNT, Town, of};

#[test]
fn an_answer_lapses_with_what_it_answered_and_is_told() {
    let town = Town::new(&[("收款账户", ACCOUNT)]);
    town.answer("W303", "已核实", "更名");
    // Another name in the cell: another question.
    town.write(&[("收款账户", &ACCOUNT.replace("乙轴承", "丙轴承"))]);
    let findings = town.findings(&["问题.xlsx"]);
    assert_eq!((of(&findings, "W303").len(), of(&findings, "W331").len()), (1, 1), "{findings:?}");
    assert!(of(&findings, "W331")[0].contains("W303 数据.xlsx › 收款账户 › B2"), "{findings:?}");
    // The right name: nothing to answer any more.
    town.write(&[("收款账户", &ACCOUNT.replace("乙轴承", "甲轴承"))]);
    let findings = town.findings(&["问题.xlsx"]);
    assert_eq!((of(&findings, "W332").len(), of(&findings, "W331").len()), (1, 0), "{findings:?}");
}

/// Two records of which the same is said change places: what was answered of the one is not answered of the other.
#[test]
fn another_record_at_the_same_place_is_another_question() {
    let patents = |numbers: [&str; 2]| {
        let row = |number: &str| format!("\n{{A}}|{number}|发明|@2022-03-04|是|自主研发|否");
        let head = "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确";
        format!("{head}{}", numbers.map(row).concat())
    };
    let (one, two) = ("ZL202010000001.1", "ZL202010000002.X");
    let town = Town::new(&[("授权专利", &patents([one, two]))]);
    town.answer("W306", "已核实", "权属有争议");
    assert!(of(&town.findings(&["问题.xlsx"]), "W306").is_empty());
    town.write(&[("授权专利", &patents([two, one]))]);
    let findings = town.findings(&["问题.xlsx"]);
    assert_eq!((of(&findings, "W306").len(), of(&findings, "W331").len()), (2, 2), "{findings:?}");
}

#[test]
fn what_cannot_be_answered_stays_and_says_so() {
    let bad = "统一社会信用代码|类别|等级|发生日期|状态\n{A}|环境问题|较大|去年|未解除";
    for (sheets, code, word, reason, told) in [
        (
            vec![("不良记录", bad)],
            "E210",
            "不计",
            "查无此事",
            "这个问题不能答复：E210 数据.xlsx › 不良记录 › D2，“不良记录”的记录会减少或者取消奖励。请改正数据。",
        ),
        (
            vec![("不良记录", "各类\n环境|=3")],
            "E106",
            "不读",
            "统计表",
            "这个问题不能答复：E106 数据.xlsx › 不良记录，“不良记录”的记录会减少或者取消奖励。请改正数据。",
        ),
        (
            vec![("历年奖励", "统一社会信用代码|年度|奖励项目|记录编号|金额\n{A}|=2021|高新技术企业||约五万")],
            "E204",
            "不计",
            "小",
            "“历年奖励”的记录会减少或者取消奖励",
        ),
        (
            vec![("收款账户", ACCOUNT)],
            "W303",
            "不计",
            "更名",
            "答复写得不对：W303 数据.xlsx › 收款账户 › B2，写的是“不计”，这里只能答复“已核实”",
        ),
        (
            vec![("收款账户", ACCOUNT)],
            "W303",
            "已核实",
            "",
            "答复没有写理由：W303 数据.xlsx › 收款账户 › B2。请在“理由”一列写明依据。",
        ),
        (vec![("收款账户", ACCOUNT)], "W303", "", "更名", "没有选答复，这里只能答复“已核实”"),
        (vec![], "N111", "已核实", "没有", "提示不用答复"),
    ] {
        let town = Town::new(&sheets);
        town.answer(code, word, reason);
        let findings = town.findings(&["问题.xlsx"]);
        assert!(!of(&findings, code).is_empty(), "{code}: {findings:?}");
        assert!(findings.iter().any(|finding| finding.contains(told)), "{told}: {findings:?}");
        assert!(of(&findings, "N337").is_empty() && of(&findings, "N338").is_empty(), "{findings:?}");
    }
}

/// Whole years' absence of a required table cannot be answered away, and no answers are taken from another workbook.
#[test]
fn a_missing_table_is_mended_and_other_workbooks_hold_no_answers() {
    let town = Town::new(&[]);
    let register =
        "统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价\n{A}|甲轴承公司|是|规上|=1|=1|B"
            .replace("{A}", A);
    save(&town.at("数据/数据.xlsx"), &[Sheet::of("企业基本情况", &register)]);
    town.answer("E105", "不读", "没有");
    let findings = town.findings(&["问题.xlsx"]);
    assert!(of(&findings, "W334")[0].ends_with("这个问题不能答复：E105，只能改正。请改正数据。"), "{findings:?}");
    let ran = town.run(&["check", "数据", "--answers", "数据/数据.xlsx"]);
    assert!(ran.status == 2 && ran.err.contains("数据.xlsx 不是问题清单"), "{}", ran.err);
    assert_eq!(town.run(&["check", "数据", "--answers", "没有.xlsx"]).status, 2);
}

#[test]
fn several_lists_are_read_and_must_not_disagree() {
    let town = Town::new(&[("收款账户", ACCOUNT)]);
    town.answer("W303", "已核实", "更名");
    fs::copy(town.at("问题.xlsx"), town.at("同.xlsx")).expect("a copy");
    town.answer("W303", "已核实", "抄错");
    assert_eq!(of(&town.findings(&["问题.xlsx", "同.xlsx"]), "W336").len(), 2);
    fs::copy(town.at("问题.xlsx"), town.at("又.xlsx")).expect("a copy");
    let findings = town.findings(&["问题.xlsx", "又.xlsx"]);
    assert!(of(&findings, "W3").is_empty(), "the same answer twice: {findings:?}");
}

/// A key that someone moved to another row, or a row whose cells were changed by hand, answers nothing.
#[test]
fn what_stands_beside_an_answer_must_agree_with_its_mark() {
    let town = Town::new(&[("收款账户", ACCOUNT)]);
    town.answer("W303", "已核实", "更名");
    edit(&town.at("问题.xlsx"), "xl/worksheets/sheet1.xml", |texts| {
        assert!(texts.contains("乙轴承公司"));
        *texts = texts.replace("乙轴承公司", "丁轴承公司");
    });
    let findings = town.findings(&["问题.xlsx"]);
    assert_eq!((of(&findings, "W303").len(), of(&findings, "W331").len()), (1, 1), "{findings:?}");
}
