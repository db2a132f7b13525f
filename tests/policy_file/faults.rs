//! A table of slips, each with what is marked, what is said and what is suggested; and how a fault looks as a whole.

use jiangbu::policy::Policy;

use crate::policy_texts::slips_of;
use crate::slips::{each_is_told, in_rows};
use crate::{complaint, edited};

const SLIPS: &str = include_str!("faults.txt");
const TEA: &str = include_str!("../policies/tea.toml");

/// What is marked ｜ what is said → what was probably meant, a row a fault.
fn said(text: &str) -> Vec<String> {
    let Err(error) = Policy::load_advised(text, "policy.toml") else { return Vec::new() };
    in_rows(text, &error.faults)
}

#[test]
fn every_slip_is_said_at_its_place() {
    let whole = edited("", "");
    let slips = || slips_of(SLIPS, &whole);
    assert!(slips().all(|slip| slip.block.contains("\n! ")), "a slip that passes");
    each_is_told(slips(), said);
}

#[test]
fn a_fault_shows_its_line_a_caret_and_what_was_meant() {
    let text = TEA.replacen("test = '茶园面积>=面积下限'", "test = '茶园面枳>=面积下限'", 1);
    let expected = "\
政策.toml:159:9：没有叫“茶园面枳”的列、事实或参数
    |
159 | test = '茶园面枳>=面积下限'
    |         ^^^^^^^^
    = 是不是“茶园面积”？
";
    assert_eq!(complaint(&text), expected);
}

/// In a formula of several lines the line is the one the slip stands in.
#[test]
fn a_fault_in_a_long_formula_is_in_its_own_line() {
    let text = TEA.replacen(
        "count = 'AND(类别=\"有机\",状态=\"在用\")'",
        "count = '''AND(类别=\"有机\",\n  状态=\"再用\")'''",
        1,
    );
    let expected = "\
政策.toml:115:6：“状态”没有“再用”这个值，可以写的有：在用、注销、换证
    |
115 |   状态=\"再用\")'''
    |        ^^^^^^
    = 是不是“在用”？
";
    assert_eq!(complaint(&text), expected);
}

/// All faults come at once, in the order of the file.
#[test]
fn all_faults_come_at_once() {
    let text = TEA.replacen("period = [\"报告年度\"]", "period = [\"年报年度\"]", 1).replacen(
        "ratio = \"3%\"",
        "ratio = 3",
        1,
    );
    assert_eq!(
        said(&text),
        [
            "\"年报年度\"｜没有“茶企年报”表的列“年报年度”，可以写的有：代码、报告年度、产值、上年产值、纳税额→报告年度",
            "3｜比例写成百分数，如 \"25%\"",
        ]
        .map(str::to_owned)
        .into_iter()
        .collect::<Vec<_>>()
    );
}

#[test]
fn both_policies_of_the_tests_have_no_fault() {
    assert_eq!(complaint(TEA), "no fault\n");
    assert_eq!(complaint(jiangbu::policy::BUILT_IN), "no fault\n");
}

/// Ten slips of ten kinds, of form, keys, types, names and rules: one run tells ten.
#[test]
fn ten_faults_of_ten_kinds_are_ten() {
    let slips = [
        ("issuer = \"临清市人民政府\"", "issuer = 临清市人民政府"),
        ("years = [2022, 2024]", "years = [2022]"),
        ("shown = [\"规模\"]", "shwon = [\"规模\"]"),
        ("type = \"yes-no\"", "type = \"yesno\""),
        ("value = \"26%\"", "value = \"二成六\""),
        ("any = 'AND(类别=\"科技型中小企业\",YEAR", "any = 'AND(类型=\"科技型中小企业\",YEAR"),
        ("test = '研发投入/销售收入>=研发占比下限'", "test = '研发投入/销售收入'"),
        ("requires = [\"scope-industry\", \"scope-size\"", "requires = [\"scope-industy\", \"scope-size\""),
        ("\"实用新型\" = 500, \"外观设计\" = 0", "\"实用新型\" = 500"),
        ("over = \"record-life\"", "over = \"life\""),
    ];
    let text = slips.iter().fold(jiangbu::policy::BUILT_IN.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    let found = said(&text);
    assert_eq!(found.len(), slips.len(), "{}", found.join("\n"));
}

/// Every place of a repeated fault is named; a line of megabytes is not echoed, nor a name of megabytes.
#[test]
fn places_are_all_named_and_long_lines_cut() {
    let text = TEA.replace("报告年度=年度'", "报告年份=年度'");
    let said = complaint(&text);
    assert!(said.contains("同样的还有") && said.matches("报告年份").count() < 8, "{said}");
    let long = "茶".repeat(1_000_000);
    let said = complaint(&TEA.replacen("year_table = \"茶企年报\"", &format!("year_table = \"{long}\""), 1));
    assert!(said.chars().count() < 1_000, "{} characters", said.chars().count());
    assert!(said.contains("政策.toml:8:14：没有表“茶茶"), "{}", &said[..200]);
}

/// Whatever is long in a file, what is said of it is not: names, keys, values, formulas, comments, broken lines.
#[test]
fn no_fault_echoes_megabytes() {
    let long = "茶".repeat(100_000);
    for (from, to) in [
        ("year_table = \"茶企年报\"", format!("year_table = \"{long}\"")),
        ("title = ", format!("{long} = 1\ntitle = ")),
        ("title = ", format!("\"{long}\" = 1\ntitle = ")),
        ("title = \"水磨县茶产业扶持办法\"", format!("title = {long}")),
        ("title = \"水磨县茶产业扶持办法\"", format!("title = \"水磨 # {long}")),
        ("years = [2030, 2032]", format!("years = [2030, 2032 # {long}")),
        ("years = [2030, 2032]", format!("years = [2030] # {long}")),
        ("years = [2030, 2032]", format!("years = {{ x = \"{long}\" }}")),
        ("test = '茶园面积>=面积下限'", format!("test = '茶园面积>={long}'")),
        ("test = '茶园面积>=面积下限'", format!("test = '{}>=面积下限'", &long[..6_000])),
        ("test = '茶园面积>=面积下限'", format!("test = '类型=\"{}\"'", &long[..6_000])),
        ("test = '茶园面积>=面积下限'", format!("test = '{}(1)>=面积下限'", &long[..6_000])),
        ("value = \"10.5\"", format!("value = \"{long}\"")),
        ("value = \"10.5\"", format!("value = {}", "9".repeat(100_000))),
        ("type = \"list\"", format!("type = \"{long}\"")),
        ("values = [\"公司\", \"合作社\"", format!("values = [\"{long}\", \"{long}\"")),
        ("labels = [\"初次\"", format!("labels = [\"{long}\"")),
        ("requires = [\"area\", \"output\"]", format!("requires = [\"{long}\"]")),
        ("over = \"line\"", format!("over = \"{long}\"")),
        ("order = \"-支出\"", format!("order = \"{long}\"")),
        ("项目 | 金额 | 状态\n上台阶奖", format!("项目 | 金额 | 状态\n{long}")),
        ("\n甲 | 2030 | 10000000", format!("\n甲 | {long}")),
    ] {
        assert!(TEA.contains(from), "{from}");
        let said = complaint(&TEA.replacen(from, &to, 1));
        let shown: String = said.chars().take(300).collect();
        assert!(
            said != "no fault\n" && said.chars().count() < 5_000,
            "{from}: {} characters: {shown}",
            said.chars().count()
        );
    }
}

/// What a spreadsheet would refuse, or show only as a value, is refused in the policy, with what to do.
#[test]
fn what_the_award_workbook_cannot_hold_is_a_fault() {
    let texts = format!(
        "OR({})",
        (0..60).map(|_| "YEAR(开业日期)/(茶园面积/从业人数)>1".to_owned()).collect::<Vec<_>>().join(",")
    );
    for (formula, expected) in [
        (format!("类型=\"{}\"", "长".repeat(256)), "公式里的一段文字最长 255 个字"),
        ("茶园面积>99999999999999999999".into(), "这个数太大，请核对单位"),
        (texts, "请分成几个事实来写"),
        (
            "IF(IF(IF(IF(IF(IF(茶园面积>1,1,2)>1,1,2)>1,1,2)>1,1,2)>1,1,2)>1,茶园面积>1,茶园面积>2)".into(),
            "请分成几个事实来写",
        ),
    ] {
        let said = complaint(&TEA.replacen("test = '茶园面积>=面积下限'", &format!("test = '{formula}'"), 1));
        assert!(said.contains(expected), "{expected}: {}", said.chars().take(300).collect::<String>());
    }
    for (from, to, expected) in [
        (
            "name = \"补助比例\", type = \"percent\"",
            "name = \"补助比例\", type = \"percent\", most = \"99999999999999999999999999%\"",
            "这个数太大",
        ),
        ("value = \"10.5\"", "value = \"99999999999999999999999999\"", "这个数太大"),
        ("order = \"-支出\"", "order = \"展会\"", "能比先后的数、年度或日期"),
        ("value = '产值'\nwhere", "value = '产值'\nlatest = '代码'\nwhere", "能比先后的数、年度或日期"),
    ] {
        assert!(TEA.contains(from), "{from}");
        let said = complaint(&TEA.replacen(from, to, 1));
        assert!(said.contains(expected), "{expected}: {said}");
    }
}
