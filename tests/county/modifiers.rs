//! Limits over line, record and year, one per group, windows, rivals, standing, another cap.

use crate::outcome::same;
use crate::{award, lines, load};

const MACHINE: &str = "设备购置\n代码|设备编号|购置日期|档次|台数\n";
const FAIR: &str = "参展\n代码|展会|参展年度|届次|支出\n";
const CERTIFICATE: &str = "绿色证书\n代码|证号|类别|发证日期|状态\n";

#[test]
fn limits_stand_one_within_the_other() {
    let row = |number: &str| format!("A|{number}|2030-01-01|高端|7\n");
    same(
        &lines("machine", &format!("{MACHINE}{}{}{}{}", row("M1"), row("M1"), row("M2"), row("M3"))),
        "A machine M1 payable 21000.00 限 1000.00 = 20000.00
         A machine M1 payable 21000.00 限 16000.00 = 5000.00
         A machine M2 payable 21000.00 限 1000.00 = 20000.00
         A machine M3 payable 21000.00 限 1000.00 年 5000.00 = 15000.00",
    );
}

/// A blank names no record, so two of them share no limit.
#[test]
fn records_without_a_name_stand_by_themselves() {
    let row = "A||2030-01-01|高端|7\n";
    same(
        &lines("machine", &format!("{MACHINE}{row}{row}")),
        "A machine - payable 21000.00 限 1000.00 = 20000.00\nA machine - payable 21000.00 限 1000.00 = 20000.00",
    );
}

/// The group is a year, not a text; the highest spending stays; a blank group is not known to be the same as another.
#[test]
fn one_per_group_over_any_column() {
    same(
        &lines(
            "fair",
            &format!("{FAIR}A|春|2030|11|100\nA|秋|2030|11|300\nA|冬|2030|12|100\nA|甲|2030||8\nA|乙|2030||6"),
        ),
        "A fair 春 barred(another) 50.00 = 0.00
         A fair 秋 payable 150.00 = 150.00
         A fair 冬 payable 50.00 = 50.00
         A fair 甲 payable 4.00 = 4.00
         A fair 乙 payable 3.00 = 3.00",
    );
}

#[test]
fn a_window_of_one_year_bars_the_next_only() {
    for (past, status) in [(2029, "barred(past) 50.00 = 0.00"), (2028, "payable 50.00 = 50.00")] {
        let past = format!("往年扶持\n代码|发放年度|项目|编号|发放金额\nA|{past}|参展补助|春|50");
        same(&lines("fair", &format!("{FAIR}A|春|2030|11|100\n\n{past}")), &format!("A fair 春 {status}"));
    }
}

#[test]
fn standing_has_the_policys_own_words_and_years() {
    for (before, line) in [
        ("", "A certificate C9 初次 payable 9000.00 = 9000.00"),
        ("A|C1|有机|2028-12-31|\n", "A certificate C9 续展 payable 6000.00 = 6000.00"),
        ("A|C1|有机|2027-12-31|\n", "A certificate C9 重获 payable 3000.00 = 3000.00"),
        ("A|C1|有机|2029-12-31|注销\n", "A certificate C9 重获 payable 3000.00 = 3000.00"),
        ("A|C1|有机|2029-12-31|换证\n", "A certificate C9 初次 payable 9000.00 = 9000.00"),
        ("A|C1|绿色|2029-12-31|\n", "A certificate C9 初次 payable 9000.00 = 9000.00"),
    ] {
        same(&lines("certificate", &format!("{CERTIFICATE}{before}A|C9|有机|2030-01-01|")), line);
    }
}

#[test]
fn rivals_and_the_higher_of_one_beneficiary() {
    let matter = "一事一议\n代码|事项|议定年度|受益人|级别|议定金额\n";
    let found = award(&format!(
        "{MACHINE}A|M1|2030-01-01|高端|1\n\n{matter}A|M1|2030|张|县|3000\nA|路|2030|王|县|7\nA|桥|2030|王|县|9"
    ));
    same(
        &found.lines().lines().filter(|line| !line.contains(" - ")).collect::<Vec<_>>().join("\n"),
        "A machine M1 payable 3000.00 = 3000.00
         A matter M1 payable 3000.00 同 3000.00 = 0.00
         A matter 路 payable 7.00 同 7.00 = 0.00
         A matter 桥 payable 9.00 = 9.00",
    );
}

#[test]
fn the_cap_has_its_own_classes_and_increment() {
    let report = "茶企年报\n代码|报告年度|产值|上年产值|纳税额\nA|2030|3000000|2999000.01|0\n\n";
    let machine = format!("{MACHINE}A|M1|2030-01-01|高端|1\n\n");
    let (one, two) =
        ("A|C1|有机|2025-01-01|\nA|C2|有机|2025-01-01|注销", "A|C1|有机|2025-01-01|\nA|C2|有机|2026-01-01|");
    same(
        &award(&format!("{report}{machine}{CERTIFICATE}{one}")).firms(),
        "A payable 计 3010.00 另 0.00 common 限额 29.99 扣 2980.01 付 29.99",
    );
    same(
        &award(&format!("{report}{machine}{CERTIFICATE}{two}")).firms(),
        "A payable 计 3010.00 另 0.00 organic 限额 99.99 扣 2910.01 付 99.99",
    );
    let open = "茶企年报\n代码|报告年度|产值|纳税额\nA|2030|3000000|0\n\n";
    same(&award(&format!("{open}{machine}")).firms(), "A undetermined 计 3000.00 另 0.00 common 限额 ？ 扣 ？ 付 ？");
}

/// Without a cap, and so without a fund, everything is paid.
#[test]
fn a_policy_may_have_no_cap() {
    let text = include_str!("../policies/tea.toml");
    let (start, end) = (text.find("[cap]").expect("a cap"), text.find("[[target]]").expect("a target"));
    let uncapped = load(&format!("{}{}", &text[..start], &text[end..]));
    let report = "茶企年报\n代码|报告年度|产值|上年产值|纳税额\nA|2030|0|0|0\n\n";
    let machine = format!("{report}{MACHINE}A|M1|2030-01-01|高端|1");
    same(&crate::award_by(&uncapped, &machine).firms(), "A payable 计 3000.00 另 0.00 付 3000.00");
}

/// Another policy says of its own records which of them are provisional; one that does not says nothing of any.
#[test]
fn provisional_records_by_the_policys_own_words() {
    let rows = format!("{FAIR}A|春|2030|11|100\nA|秋|2030|12|9");
    let said = |outcome: &crate::outcome::Outcome<'_>| {
        let found = outcome.award.findings.iter().filter(|finding| *finding.code == *"W431");
        found.map(|finding| finding.why.to_string()).collect::<Vec<_>>()
    };
    assert!(said(&award(&rows)).is_empty());
    let order = r#"one_per = { by = ["届次"], order = "-支出", reason = "一届只补助一次" }"#;
    let rule = format!("{order}\nprovisional = {{ when = '支出<10', reason = \"只有预算\" }}");
    let text = include_str!("../policies/tea.toml");
    assert!(text.contains(order));
    let policy = load(&text.replacen(order, &rule, 1));
    assert_eq!(said(&crate::award_by(&policy, &rows)), ["“参展补助”只有预算，按它核算 4.50 元，尚待确定"]);
}
