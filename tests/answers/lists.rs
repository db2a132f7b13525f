//! The workbook in which findings are answered: what it offers, what another program makes of it, one a bureau.

use std::fs;
use std::path::PathBuf;

use crate::answering::{Row, fill, rows};
use crate::{ACCOUNT, Town, of, said};

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
    assert_eq!(carried["程度"], "已答复");
    assert_eq!(
        ["答复", "理由", "答复人", "日期"].map(|column| &*carried[column]),
        ["已核实", "更名", "李明", "2023-01-05"]
    );
    assert!(of(&town.findings(&["再.xlsx"]), "W303").is_empty());
    let refused = town.run(&["check", "数据", "-o", "问题.xlsx", "--answers", "问题.xlsx", "--force"]);
    assert!(refused.status == 2 && refused.err.contains("就是读入的"), "{}", refused.err);
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
