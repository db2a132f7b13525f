//! Answers that count.

use serde_json::Value;

use crate::answering::fill;
use crate::workbook::{Sheet, save};
use crate::{A, ACCOUNT, Town, of, said, sheet_text};
use std::fs;

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
    let filed = town.run(&["verify", "核算.xlsx", "数据", "--answers", "核算-问题清单.xlsx", "--json", "复核.json"]);
    assert_eq!(filed.status, 0, "{}", filed.out);
    let paper: Value = serde_json::from_slice(&fs::read(town.at("复核.json")).expect("the JSON")).expect("JSON");
    let texts = |part: &str, key: &str| -> Vec<String> {
        paper[part]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| one[key].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(texts("inputs", "file"), ["数据.xlsx", "答复：核算-问题清单.xlsx"]);
    assert_eq!(texts("passed_over", "what"), ["数据.xlsx › 授权专利 › B3", "数据.xlsx › 资质认定"]);
    let over =
        ["verify", "核算.xlsx", "数据", "--answers", "核算-问题清单.xlsx", "-o", "核算-问题清单.xlsx", "--force"];
    let over = town.run(&over);
    assert!(over.status == 2 && over.err.contains("就是读入的"), "{}", over.err);
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

/// A sheet that is no table though it holds codes of the register is passed over by an answer as well.
#[test]
fn a_sheet_of_codes_that_is_no_table_can_be_passed_over() {
    let town = Town::new(&[("走访记录", "走访单位|走访人|代码\n甲轴承|李明|{A}")]);
    town.answer("E116", "不读", "只是走访记录");
    let findings = town.findings(&["问题.xlsx"]);
    assert!(of(&findings, "E").is_empty() && of(&findings, "N337").len() == 1, "{findings:?}");
    town.write(&[("走访记录", "走访单位|走访人|代码\n甲轴承|李明|{A}\n甲轴承|王强|{A}")]);
    let findings = town.findings(&["问题.xlsx"]);
    assert_eq!((of(&findings, "E116").len(), of(&findings, "W331").len()), (1, 1), "{findings:?}");
}

/// What is nearly a table of records that reduce an award is not passed over.
#[test]
fn a_sheet_nearly_of_bad_records_is_not_passed_over() {
    let bad = "统一社会信用代码|不良类别|发生时间|目前状态\n{A}|环境问题|@2022-03-01|未解除";
    let town = Town::new(&[("处罚情况", bad)]);
    let told = town.answer("E116", "不读", "无关");
    assert_eq!(told.status, 1);
    let findings = town.findings(&["问题.xlsx"]);
    assert_eq!((of(&findings, "E116").len(), of(&findings, "W334").len()), (1, 1), "{findings:?}");
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
