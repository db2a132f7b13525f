//! Payments in parts: what was paid, what is due, what was paid too much, and to which account.

use jiangbu::award::{Paid, account, payees, remittance};

use crate::dataset::dataset;
use crate::outcome::Outcome;
use crate::town::{PATENT, POLICY, award, same};

const PAID: &str = "
拨付记录
统一社会信用代码|收款人|拨付日期|金额|批次|年度
";

const PERSON: &str = "
柔性引进人才
统一社会信用代码|姓名|年度|在临劳动报酬
A|赵|2022|1000
";

/// Each payee with what it gets, was paid, is due and was paid too much; then those who get nothing; then the batches.
fn shown(found: &Outcome<'_>) -> String {
    let all = payees(&found.checked, &found.award).expect("small amounts");
    let text = |name| found.checked.data.texts.get(name).to_owned();
    let Some(remitted) = remittance(&found.checked, &found.award, &all).expect("small amounts") else {
        return "nothing recorded".to_owned();
    };
    let sums = |paid: &Paid| format!("付 {} 次 {} 余 {} 多 {}", paid.rows.len(), paid.sum, paid.due, paid.excess);
    let mut lines: Vec<String> = all
        .iter()
        .zip(&remitted.paid)
        .map(|(payee, paid)| format!("{} {} {}", payee.name.map_or(String::new(), text), payee.amount, sums(paid)))
        .collect();
    for stray in &remitted.strays {
        let open = if stray.open { "待定" } else { "没有" };
        lines.push(format!("{open} {} {}", stray.name.map_or("企业".to_owned(), text), sums(&stray.paid)));
    }
    lines.push(format!("{} 批", remitted.batches));
    lines.join("\n")
}

fn said(found: &Outcome<'_>) -> Vec<String> {
    let codes = ["W432", "W433"];
    let findings = found.award.findings.iter().filter(|finding| codes.contains(&&*finding.code));
    findings.map(|f| format!("{} {} {}", f.code, f.place.address().unwrap_or_default(), f.why)).collect()
}

#[test]
fn what_was_paid_reduces_what_is_due() {
    for (rows, expected) in [
        ("", "甲轴承 5000.00 付 0 次 0.00 余 5000.00 多 0.00\n赵 300.00 付 0 次 0.00 余 300.00 多 0.00\n0 批"),
        // Two days, two batches; the firm by its name or by none; a fen less than due, due, a fen more.
        (
            "A||2023-06-30|1999.99||\nA|甲轴承|2023-07-01|3000||\nA|赵|2023-07-01|300.01||",
            "甲轴承 5000.00 付 2 次 4999.99 余 0.01 多 0.00\n赵 300.00 付 1 次 300.01 余 0.00 多 0.01\n2 批",
        ),
        // The batch's own word tells more than the day; the name is compared by its form.
        (
            "A||2023-06-30|5000|第1批|\nA|　赵 |2023-07-09|300|第１批|",
            "甲轴承 5000.00 付 1 次 5000.00 余 0.00 多 0.00\n赵 300.00 付 1 次 300.00 余 0.00 多 0.00\n1 批",
        ),
    ] {
        let found = award(&format!("{PATENT}{PERSON}{PAID}{rows}"));
        same(&shown(&found), expected);
    }
}

#[test]
fn only_payments_of_this_years_awards_count() {
    for (row, paid) in [
        ("A||2023-06-30|100||", "100.00"),
        ("A||2023-06-30|100||2022", "100.00"),
        ("A||2024-06-30|100||2022", "100.00"),
        ("A||2023-06-30|100||2021", "0.00"),
        // Before the award year began nothing can have been paid for it.
        ("A||2022-01-01|100||", "100.00"),
        ("A||2021-12-31|100||", "0.00"),
    ] {
        let found = award(&format!("{PATENT}{PAID}{row}"));
        assert!(shown(&found).contains(&format!(" {paid} 余")), "{row}: {}", shown(&found));
    }
}

#[test]
fn payments_that_nobody_is_owed_and_too_much_are_told() {
    let found = award(&format!("{PATENT}{PAID}A|钱|2023-06-30|7||\nA|钱|2023-07-30|8||\nA||2023-06-30|5000.01||"));
    same(
        &shown(&found),
        "甲轴承 5000.00 付 1 次 5000.01 余 0.00 多 0.01\n没有 钱 付 2 次 15.00 余 0.00 多 15.00\n2 批",
    );
    assert_eq!(
        said(&found),
        [
            "W432 D3 “甲轴承”本年度没有应发给“钱”的奖励，已付 15.00 元",
            "W433 D4 “甲轴承”应发 5,000.00 元，已付 5,000.01 元，多付 0.01 元",
        ]
    );
    let open = "企业基本情况\n统一社会信用代码|研发投入\nA|\n";
    let found = award(&format!("{open}{PATENT}{PAID}A||2023-06-30|7||"));
    same(&shown(&found), "待定 企业 付 1 次 7.00 余 0.00 多 7.00\n1 批");
    assert_eq!(said(&found), ["W432 D2 “甲轴承”待定，应发多少还不知道，已付给企业 7.00 元"]);
}

#[test]
fn a_payment_of_no_certain_year_is_told_and_not_counted() {
    let found = award(&format!("{PATENT}{PAID}A|||7||"));
    same(&shown(&found), "甲轴承 5000.00 付 0 次 0.00 余 5000.00 多 0.00\n0 批");
    assert_eq!(said(&found), ["W432 D2 看不出是不是本年度的"]);
}

#[test]
fn persons_are_paid_to_their_own_accounts_where_these_are_given() {
    const OWN: &str = "\n个人账户\n统一社会信用代码|姓名|户名|开户行|账号\n";
    const FIRM: &str = "\n收款账户\n统一社会信用代码|户名|开户行|账号\nA|甲轴承|农商行|62\n";
    for (accounts, expected) in [
        (String::new(), ["-", "-"]),
        (FIRM.to_owned(), ["own 62", "firm's 62"]),
        (format!("{FIRM}{OWN}A|赵|赵|中行|77"), ["own 62", "own 77"]),
        (format!("{FIRM}{OWN}A|钱|钱|中行|77"), ["own 62", "firm's 62"]),
        (format!("{OWN}A| 赵　|赵|中行|77"), ["-", "own 77"]),
    ] {
        let found = award(&format!("{PATENT}{PERSON}{accounts}"));
        let all = payees(&found.checked, &found.award).expect("small amounts");
        let shown = all.iter().map(|payee| match account(&found.checked, payee) {
            Some(account) => {
                let number = account.number.map_or("", |number| found.checked.data.texts.get(number));
                format!("{} {number}", if account.own { "own" } else { "firm's" })
            }
            None => "-".to_owned(),
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{accounts}");
    }
}

/// A firm whose money all goes to its persons needs no account of its own.
#[test]
fn who_only_hands_on_needs_no_account() {
    let own = "\n个人账户\n统一社会信用代码|姓名|户名|开户行|账号\nA|赵|赵|中行|77\n";
    let other = "\n收款账户\n统一社会信用代码|户名|开户行|账号\nB|乙|农商行|62\n";
    let firms = "企业基本情况\n统一社会信用代码|企业名称\nA|甲轴承\nB|乙\n";
    let missing = |text: &str| award(text).award.findings.iter().filter(|finding| *finding.code == *"W410").count();
    assert_eq!(missing(&format!("{firms}{PERSON}{other}")), 1);
    assert_eq!(missing(&format!("{firms}{PERSON}{other}{own}")), 0);
    assert_eq!(missing(&format!("{firms}{PATENT}{PERSON}{other}{own}")), 1);
}

#[test]
fn without_the_table_nothing_is_known_of_payments() {
    let mut data = dataset(&POLICY, PATENT);
    data.absent = POLICY.tables.iter().map(|table| &*table.name == "拨付记录").collect();
    same(&shown(&Outcome::of(&POLICY, data, 2022)), "nothing recorded");
}

/// Of those who get nothing each firm's stand together, a name once.
#[test]
fn whoever_gets_nothing_is_told_once_a_firm() {
    let firms = "企业基本情况\n统一社会信用代码\nA\nB\nC\n\n";
    let rows = "A|钱|2023-06-30|1||\nA|孙|2023-06-30|2||\nB|李|2023-06-30|4||\nB|孙|2023-06-30|8||\nB|孙|2023-07-01|16||\n\
                B|李|2023-07-01|32||\nC|孙|2023-06-30|64||";
    let found = award(&format!("{firms}{PATENT}{PAID}{rows}"));
    let strays: Vec<String> =
        shown(&found).lines().filter(|line| line.starts_with("没有")).map(str::to_owned).collect();
    assert_eq!(
        strays,
        [
            "没有 钱 付 1 次 1.00 余 0.00 多 1.00",
            "没有 孙 付 1 次 2.00 余 0.00 多 2.00",
            "没有 李 付 2 次 36.00 余 0.00 多 36.00",
            "没有 孙 付 2 次 24.00 余 0.00 多 24.00",
            "没有 孙 付 1 次 64.00 余 0.00 多 64.00",
        ]
    );
}
