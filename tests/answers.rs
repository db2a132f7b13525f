//! Answers from outside: a findings workbook is written, filled in, and given back.
#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it lacks by failing")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use common::answering::{Row, edit, fill, rows};
use common::workbook::{Sheet, save};
use serde_json::Value;

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
        let sheets = base.iter().chain(more).map(|(name, table)| Sheet::of(name, &table.replace("{A}", A)));
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

#[test]
fn an_answered_warning_no_longer_stands_and_the_award_says_why() {
    let town = Town::new(&[("收款账户", ACCOUNT)]);
    assert!(town.answer("W303", "已核实", "2022 年 5 月更名，有变更通知书").out.contains("W303"));
    let ran = town.run(&["check", "数据", "--answers", "问题.xlsx"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(!ran.out.contains("W303") && ran.out.contains("已核实 1 处，不读 0 处，不计 0 处"), "{}", ran.out);

    assert_eq!(town.run(&["calc", "数据", "-o", "有.xlsx", "--answers", "问题.xlsx"]).status, 0);
    assert_eq!(town.run(&["calc", "数据", "-o", "无.xlsx"]).status, 0);
    let basis = |name: &str| sheet_text(&town.at(name), "核算依据");
    let with = basis("有.xlsx");
    for part in [
        "--answers 问题.xlsx",
        "答复：问题.xlsx",
        "2022 年 5 月更名，有变更通知书（李明 2023-01-05）",
        "W303 数据.xlsx › 收款账户 › B2",
    ] {
        assert!(with.contains(part), "{part}: {with}");
    }
    assert!(!basis("无.xlsx").contains("更名"));
    assert!(!sheet_text(&town.at("有.xlsx"), "问题清单").contains("W303"));

    // The same answers to recompute it; without them it is not the same award, and that is said.
    assert_eq!(town.run(&["verify", "有.xlsx", "数据", "--answers", "问题.xlsx"]).status, 0);
    let without = town.run(&["verify", "有.xlsx", "数据"]);
    assert_eq!(without.status, 1, "{}", without.out);
    assert!(without.out.contains("核算时用了答复，复核要用同一份：--answers 问题.xlsx（SHA-256 "), "{}", without.out);
    let other = town.run(&["verify", "无.xlsx", "数据", "--answers", "问题.xlsx"]);
    assert_eq!(other.status, 1, "{}", other.out);
    assert_eq!(town.run(&["verify", "无.xlsx", "数据"]).status, 0);
}

/// The cells of a sheet, line by line.
fn sheet_text(path: &Path, sheet: &str) -> String {
    use calamine::{Reader as _, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    let lines = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("\t"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_workbook_offers_what_is_possible_and_carries_answers_along() {
    let patents = "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确\n{A}|ZL202010000001.1|发明|约三月|是|自主研发|是";
    let bad = "统一社会信用代码|类别|等级|发生日期|状态\n{A}|环境问题|较大|去年|未解除";
    let town = Town::new(&[("收款账户", ACCOUNT), ("授权专利", patents), ("不良记录", bad), ("汇总", "合计|=1")]);
    town.answer("W303", "已核实", "更名");
    let offered = |code: &str, sheet: &str| -> Row {
        let found = rows(&town.at("问题.xlsx")).into_iter().map(|(_, row)| row);
        found.into_iter().find(|row| row["编号"] == code && row["工作表"] == sheet).unwrap_or_else(|| panic!("{code}"))
    };
    for (code, sheet, word) in [
        ("W303", "收款账户", "已核实"),
        ("E210", "授权专利", "不计"),
        ("E210", "不良记录", ""),
        ("N108", "汇总", ""),
        ("N111", "", ""),
    ] {
        assert_eq!(offered(code, sheet)["可以答复"], word, "{code} {sheet}");
    }
    let account = offered("W303", "收款账户");
    assert_eq!((&*account["企业"], &*account["责任单位"]), ("甲轴承公司", "市工信局"));
    assert_eq!(offered("E210", "不良记录")["责任单位"], "市财政局及相关部门");

    // One workbook holds all answers: those that count go along into the next.
    let again = town.run(&["check", "数据", "-o", "再.xlsx", "--answers", "问题.xlsx"]);
    assert_eq!(again.status, 1, "{}", again.err);
    let carried = rows(&town.at("再.xlsx")).into_iter().map(|(_, row)| row).find(|row| row["编号"] == "W303");
    let carried = carried.expect("the answered finding");
    assert_eq!(
        ["答复", "理由", "答复人", "日期"].map(|column| &*carried[column]),
        ["已核实", "更名", "李明", "2023-01-05"]
    );
    assert!(of(&town.findings(&["再.xlsx"]), "W303").is_empty());
    let refused = town.run(&["check", "数据", "-o", "问题.xlsx", "--answers", "问题.xlsx", "--force"]);
    assert!(refused.status == 2 && refused.err.contains("就是读入的"), "{}", refused.err);
}

#[test]
fn a_sheet_that_is_no_data_is_passed_over_and_a_row_is_left_out() {
    let patents = "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确\n{A}|ZL202010000001.1|发明|@2022-03-04|是|自主研发|是\n{A}|ZL202010000001.1|发明|@2022-03-04|是|自主研发|是";
    let town = Town::new(&[("授权专利", patents), ("资质认定", "各类企业数\n高企|=3")]);
    assert_eq!(town.run(&["calc", "数据", "-o", "核算.xlsx"]).status, 1);
    assert!(!town.at("核算.xlsx").exists());
    fill(&town.at("核算-问题清单.xlsx"), |row| match &*row["编号"] {
        "E302" => said("不计", "重复登记"),
        "E106" => said("不读", "这是统计表"),
        _ => Vec::new(),
    });
    let ran = town.run(&["calc", "数据", "-o", "核算.xlsx", "--json", "核算.json", "--answers", "核算-问题清单.xlsx"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("已核实 0 处，不读 1 处，不计 1 处"), "{}", ran.out);
    let json: Value = serde_json::from_slice(&fs::read(town.at("核算.json")).expect("the JSON")).expect("JSON");
    assert_eq!(json["firms"][0]["payable"], "5000.00", "one patent");
    let tables = json["tables"].as_array().expect("tables");
    let account = |name: &str| tables.iter().find(|table| table["table"] == name).expect("the table").clone();
    let of_patents = account("授权专利");
    assert_eq!(
        (&of_patents["rows"], &of_patents["used"], &of_patents["errors"], &of_patents["skipped"]),
        (&2.into(), &1.into(), &0.into(), &1.into())
    );
    assert_eq!(account("资质认定")["rows"], 0);
    let found: Vec<_> = json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|f| format!("{} {} {}", f["code"], f["sheet"], f["message"]))
        .collect();
    for part in [
        "\"N337\" \"资质认定\" \"按答复没有读：这是统计表（李明 2023-01-05）",
        "\"N338\" \"授权专利\" \"按答复没有计这一行：重复登记（李明 2023-01-05）",
    ] {
        assert!(found.iter().any(|finding| finding.starts_with(part)), "{part}: {found:?}");
    }
    let basis = sheet_text(&town.at("核算.xlsx"), "核算依据");
    for part in
        ["不读\tE106 数据.xlsx › 资质认定", "不计\tE302 数据.xlsx › 授权专利 › B3", "合计备注里有 1 行是按答复不计的"]
    {
        assert!(basis.contains(part), "{part}: {basis}");
    }
    assert_eq!(town.run(&["verify", "核算.xlsx", "数据", "--answers", "核算-问题清单.xlsx"]).status, 0);
    let without = town.run(&["verify", "核算.xlsx", "数据"]);
    assert!(
        without.status == 1 && without.out.contains("复核要用同一份：--answers 核算-问题清单.xlsx"),
        "{}",
        without.out
    );
}

/// The answers given are never written over, though the list that is to be written would be called the same.
#[test]
fn answers_are_not_written_over_by_the_next_list() {
    let patents = "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确\n{A}|ZL202010000001.1|发明|约三月|是|自主研发|是\n{A}|ZL202010000002.X|发明|约四月|是|自主研发|是";
    let town = Town::new(&[("授权专利", patents)]);
    assert_eq!(town.run(&["calc", "数据", "-o", "核算.xlsx"]).status, 1);
    fill(&town.at("核算-问题清单.xlsx"), |row| {
        if row["看到的"] == "约三月" { said("不计", "证书未到") } else { Vec::new() }
    });
    let answers = fs::read(town.at("核算-问题清单.xlsx")).expect("the answers");
    let ran = town.run(&["calc", "数据", "-o", "核算.xlsx", "--answers", "核算-问题清单.xlsx", "--force"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.out.starts_with("问题清单：核算-问题清单(2).xlsx\n"), "{}", ran.out);
    assert_eq!(fs::read(town.at("核算-问题清单.xlsx")).expect("the answers"), answers);
}

/// Passing over brings to light what it hid: the next fault is told, and can be answered in turn.
#[test]
fn what_follows_from_an_answer_is_checked_too() {
    let town = Town::new(&[(
        "授权专利",
        "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确\n{A}|ZL202010000001.1|发明|@2022-03-04|是|自主研发|是",
    )]);
    let register = "统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价\n{A}|甲轴承公司|是|规上|约一亿|=6000000|B\n91371581MAJEGL6QXW|乙轴承公司|是|规上|=100000000|=6000000|B";
    let taxes = "统一社会信用代码|年度|新增地方财力\n91371581MAJEGL6QXW|=2022|=500000";
    let patents = "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确\n{A}|ZL202010000001.1|发明|@2022-03-04|是|自主研发|是";
    let sheets = [("企业基本情况", register), ("税收地方财力", taxes), ("授权专利", patents)];
    save(&town.at("数据/数据.xlsx"), &sheets.map(|(name, table)| Sheet::of(name, &table.replace("{A}", A))));
    town.answer("E204", "不计", "已注销");
    assert_eq!(of(&town.findings(&["问题.xlsx"]), "E301").len(), 1, "its patent is nobody's now");
    let ran = town.run(&["check", "数据", "-o", "二.xlsx", "--answers", "问题.xlsx"]);
    assert_eq!(ran.status, 1, "{}", ran.out);
    fill(&town.at("二.xlsx"), |row| if row["编号"] == "E301" { said("不计", "已注销") } else { Vec::new() });
    let findings = town.findings(&["二.xlsx"]);
    assert!(!findings.iter().any(|finding| finding.starts_with('E')), "{findings:?}");
    assert_eq!(of(&findings, "N338").len(), 2, "{findings:?}");
}

#[test]
fn an_answer_lapses_with_what_it_answered_and_is_told() {
    let town = Town::new(&[("收款账户", ACCOUNT)]);
    town.answer("W303", "已核实", "更名");
    // Another name in the cell: another question.
    town.write(&[("收款账户", &ACCOUNT.replace("乙轴承", "丙轴承"))]);
    let findings = town.findings(&["问题.xlsx"]);
    assert_eq!((of(&findings, "W303").len(), of(&findings, "W331").len()), (1, 1), "{findings:?}");
    assert!(of(&findings, "W331")[0].contains("W303 数据.xlsx › 收款账户 › B2"), "{findings:?}");
    // Another firm's row at the same place, with the same words.
    let other = ACCOUNT.replace("{A}", "91371581MAJEGL6QXW");
    town.write(&[("收款账户", &other)]);
    assert!(of(&town.findings(&["问题.xlsx"]), "N337").is_empty());
    // The right name: nothing to answer any more.
    town.write(&[("收款账户", &ACCOUNT.replace("乙轴承", "甲轴承"))]);
    let findings = town.findings(&["问题.xlsx"]);
    assert_eq!((of(&findings, "W332").len(), of(&findings, "W331").len()), (1, 0), "{findings:?}");
}

/// A sheet is passed over for what it holds: real records pasted into it later are another matter.
#[test]
fn a_sheet_that_holds_something_else_is_not_passed_over() {
    let town = Town::new(&[("资质认定", "各类企业数\n高企|=3")]);
    fs::write(town.at("数据/说明.xls"), "<html><p>说明</p></html>").expect("a file");
    town.run(&["check", "数据", "-o", "问题.xlsx", "--force"]);
    fill(&town.at("问题.xlsx"), |row| match &*row["编号"] {
        "E106" | "E101" => said("不读", "不是数据"),
        _ => Vec::new(),
    });
    assert_eq!(of(&town.findings(&["问题.xlsx"]), "N337").len(), 2);
    // Other sheets may change meanwhile.
    town.write(&[("资质认定", "各类企业数\n高企|=3"), ("收款账户", ACCOUNT)]);
    assert_eq!(of(&town.findings(&["问题.xlsx"]), "N337").len(), 2);
    town.write(&[("资质认定", "各类企业数\n高企|=4")]);
    fs::write(town.at("数据/说明.xls"), "<html><table></table></html>").expect("a file");
    let findings = town.findings(&["问题.xlsx"]);
    assert_eq!((of(&findings, "N337").len(), of(&findings, "W331").len()), (0, 2), "{findings:?}");
}

/// A row is left out by what it is, not by where it stands.
#[test]
fn another_record_in_the_place_of_one_left_out_is_not_left_out() {
    let patents = |first: &str, second: &str| {
        let row = |number: &str, day: &str| format!("\n{{A}}|{number}|发明|{day}|是|自主研发|是");
        let head = "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确";
        format!("{head}{}{}", row(first, "约三月"), row(second, "@2022-03-04"))
    };
    let (one, two) = ("ZL202010000001.1", "ZL202010000002.X");
    let town = Town::new(&[("授权专利", &patents(one, two))]);
    town.answer("E210", "不计", "证书未到");
    assert_eq!(of(&town.findings(&["问题.xlsx"]), "N338").len(), 1);
    town.write(&[("授权专利", &patents(two, one))]);
    let findings = town.findings(&["问题.xlsx"]);
    assert_eq!(
        (of(&findings, "E210").len(), of(&findings, "N338").len(), of(&findings, "W331").len()),
        (1, 0, 1),
        "{findings:?}"
    );
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

/// Through a spreadsheet program and back: the answers are the same ones.
#[test]
fn a_copy_saved_by_another_program_answers_the_same() {
    let patents = "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确\n{A}|ZL202010000001.1|发明|约三月|是|自主研发|是";
    let town = Town::new(&[("收款账户", ACCOUNT), ("授权专利", patents), ("资质认定", "各类企业数\n高企|=3")]);
    town.run(&["check", "数据", "-o", "问题.xlsx"]);
    fill(&town.at("问题.xlsx"), |row| match &*row["编号"] {
        "W303" => said("已核实", "更名"),
        "E210" => said("不计", "证书未到"),
        "E106" => said("不读", "这是统计表"),
        _ => Vec::new(),
    });
    let straight = town.findings(&["问题.xlsx"]);
    assert!(!straight.iter().any(|finding| finding.starts_with('E')), "{straight:?}");
    let Some(program) = soffice() else { return };
    for kind in ["xlsx", "ods"] {
        let ran = std::process::Command::new(&program)
            .arg(format!("-env:UserInstallation=file://{}", town.at("profile").display()))
            .args(["--headless", "--norestore", "--nolockcheck", "--convert-to", kind, "--outdir"])
            .arg(town.at(kind))
            .arg(town.at("问题.xlsx"))
            .output()
            .expect("soffice runs");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(town.findings(&[&format!("{kind}/问题.{kind}")]), straight, "{kind}");
    }
}

/// One list a bureau, to be sent back: all of them or none.
#[test]
fn each_bureau_gets_its_own_list() {
    let patents = "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确\n{A}|ZL202010000001.1|发明|约三月|是|自主研发|是";
    let town = Town::new(&[("收款账户", ACCOUNT), ("授权专利", patents), ("汇总", "合计|=1")]);
    let files = |town: &Town| {
        let mut names: Vec<_> = fs::read_dir(town.folder.path())
            .expect("the folder")
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".xlsx"))
            .collect();
        names.sort();
        names
    };
    let ran = town.run(&["check", "数据", "-o", "问题.xlsx", "--by", "bureau"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    let lists = files(&town);
    assert!(
        lists.contains(&"问题-市工信局.xlsx".to_owned()) && lists.contains(&"问题-市税务局、市财政局.xlsx".to_owned()),
        "{lists:?}"
    );
    let patents: Vec<Row> =
        rows(&town.at("问题-市科技局、市市场监督管理局.xlsx")).into_iter().map(|(_, row)| row).collect();
    assert_eq!((&*patents[0]["编号"], &*patents[0]["企业"]), ("E210", "甲轴承公司"));
    assert!(patents.iter().all(|row| row["责任单位"] == "市科技局、市市场监督管理局"), "{patents:?}");
    // Every finding that is some bureau's is in one of the lists.
    let all = rows(&town.at("问题.xlsx")).into_iter().filter(|(_, row)| !row["责任单位"].is_empty()).count();
    let in_lists: usize =
        lists.iter().filter(|name| **name != "问题.xlsx").map(|name| rows(&town.at(name)).len()).sum();
    assert_eq!(in_lists, all);
    assert!(ran.out.contains("不属于哪个部门的有 1 条"), "{}", ran.out);

    // What a bureau answers in its list counts like any other answer.
    fill(&town.at("问题-市工信局.xlsx"), |row| {
        if row["编号"] == "W303" { said("已核实", "更名") } else { Vec::new() }
    });
    assert!(of(&town.findings(&["问题-市工信局.xlsx"]), "W303").is_empty());

    // One that is in the way keeps all back.
    for name in &lists {
        fs::remove_file(town.at(name)).expect("a file");
    }
    fs::write(town.at("问题清单-市工信局.xlsx"), "mine").expect("a file");
    let refused = town.run(&["检查", "数据", "--分部门"]);
    assert!(refused.status == 2 && refused.err.contains("问题清单-市工信局.xlsx 已经存在"), "{}", refused.err);
    assert_eq!(files(&town), ["问题清单-市工信局.xlsx"]);
    assert_eq!(town.run(&["检查", "数据", "--分部门", "--force"]).status, 1);
    assert_eq!(files(&town).len(), lists.len() - 1);
}

fn soffice() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join("soffice")).find(|program| program.is_file());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "soffice is missing; install libreoffice-calc-nogui");
        #[allow(clippy::print_stderr, reason = "whoever runs the tests must see what was left out")]
        {
            eprintln!("跳过：没有 soffice（libreoffice-calc-nogui），没有试另一个程序另存的答复");
        }
    }
    found
}
