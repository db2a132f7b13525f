//! 三(三)1, 三(三)2: first, continuous, after a break; one award a year.

use crate::town::{award, award_of, same};

const HEADER: &str = "资质认定\n统一社会信用代码 | 类别 | 证书编号 | 认定日期 | 状态\n";

fn lines(rows: &str) -> String {
    award(&format!("{HEADER}{rows}")).lines()
}

#[test]
fn without_history_it_is_the_first() {
    same(&lines("A|科技型中小企业|S22|2022-05-01|有效"), "A tech-sme S22 首次 payable 50000.00 = 50000.00");
    same(&lines("A|高新技术企业|G22|2022-05-01|有效"), "A hnte G22 首次 payable 100000.00 = 100000.00");
}

#[test]
fn an_sme_listed_last_year_continues_earlier_is_a_break() {
    for (before, standing, amount) in
        [(2021, "连续", "20000.00"), (2020, "中断后再次", "10000.00"), (2012, "中断后再次", "10000.00")]
    {
        let rows = format!("A|科技型中小企业|S0|{before}-12-31|有效\nA|科技型中小企业|S22|2022-01-01|有效");
        same(&lines(&rows), &format!("A tech-sme S22 {standing} payable {amount} = {amount}"));
    }
}

/// A certificate runs three years: renewed in the year it ends, it is unbroken.
#[test]
fn a_certificate_continues_for_three_years() {
    for (before, standing, amount) in [
        (2021, "连续", "50000.00"),
        (2019, "连续", "50000.00"),
        (2018, "中断后再次", "30000.00"),
        (2009, "中断后再次", "30000.00"),
    ] {
        let rows = format!("A|高新技术企业|G0|{before}-01-01|有效\nA|高新技术企业|G22|2022-12-31|有效");
        same(&lines(&rows), &format!("A hnte G22 {standing} payable {amount} = {amount}"));
    }
}

#[test]
fn the_latest_of_the_history_decides() {
    let rows =
        "A|高新技术企业|G1|2019-05-01|有效\nA|高新技术企业|G2|2013-05-01|有效\nA|高新技术企业|G22|2022-05-01|有效";
    same(&lines(rows), "A hnte G22 连续 payable 50000.00 = 50000.00");
}

#[test]
fn a_revoked_record_is_history_that_does_not_continue() {
    same(
        &lines("A|高新技术企业|G1|2021-05-01|撤销\nA|高新技术企业|G22|2022-05-01|有效"),
        "A hnte G22 中断后再次 payable 30000.00 = 30000.00",
    );
    same(
        &lines(
            "A|高新技术企业|G0|2019-05-01|有效\nA|高新技术企业|G1|2021-05-01|撤销\nA|高新技术企业|G22|2022-05-01|有效",
        ),
        "A hnte G22 连续 payable 50000.00 = 50000.00",
    );
    same(
        &lines(
            "A|高新技术企业|G0|2018-05-01|有效\nA|高新技术企业|G1|2021-05-01|撤销\nA|高新技术企业|G22|2022-05-01|有效",
        ),
        "A hnte G22 中断后再次 payable 30000.00 = 30000.00",
    );
}

#[test]
fn a_change_of_name_is_no_history_and_no_record() {
    same(
        &lines("A|高新技术企业|G1|2021-05-01|更名换发\nA|高新技术企业|G22|2022-05-01|有效"),
        "A hnte G22 首次 payable 100000.00 = 100000.00",
    );
    same(&lines("A|高新技术企业|G22|2022-05-01|更名换发"), "");
    same(&lines("A|高新技术企业|G22|2022-05-01|撤销"), "");
}

#[test]
fn history_is_of_the_same_kind_and_firm_and_of_earlier_years() {
    let firms = "企业基本情况\n统一社会信用代码\nA\nB\n";
    let rows =
        "A|科技型中小企业|S21|2021-05-01|有效\nB|高新技术企业|G21|2021-05-01|有效\nA|高新技术企业|G23|2023-05-01|有效
        A|高新技术企业|G22|2022-05-01|有效";
    let found = award(&format!("{firms}\n{HEADER}{rows}"));
    same(&found.lines(), "A hnte G22 首次 payable 100000.00 = 100000.00");
}

#[test]
fn a_record_counts_in_its_calendar_year() {
    for (day, line) in [
        ("2021-12-31", ""),
        ("2022-01-01", "A hnte G 首次 payable 100000.00 = 100000.00"),
        ("2022-12-31", "A hnte G 首次 payable 100000.00 = 100000.00"),
        ("2023-01-01", ""),
    ] {
        same(&lines(&format!("A|高新技术企业|G|{day}|有效")), line);
    }
}

/// Of two in a year the later is barred, and a warning; on one date the later row. Both show the same standing and amount.
#[test]
fn one_award_a_year_for_each_kind() {
    let found = award(&format!("{HEADER}A|高新技术企业|LATE|2022-09-01|有效\nA|高新技术企业|SOON|2022-03-01|有效"));
    same(
        &found.lines(),
        "A hnte LATE 首次 barred(another) 100000.00 = 0.00\nA hnte SOON 首次 payable 100000.00 = 100000.00",
    );
    same(&found.findings("W403"), "资质认定!D2");
    same(
        &lines("A|高新技术企业|UP|2022-03-01|有效\nA|高新技术企业|DOWN|2022-03-01|有效"),
        "A hnte UP 首次 payable 100000.00 = 100000.00\nA hnte DOWN 首次 barred(another) 100000.00 = 0.00",
    );
    same(
        &lines("A|高新技术企业|G|2022-03-01|有效\nA|科技型中小企业|S|2022-03-01|有效"),
        "A tech-sme S 首次 payable 50000.00 = 50000.00\nA hnte G 首次 payable 100000.00 = 100000.00",
    );
    same(
        &lines("A|高新技术企业|G1|2022-03-01|更名换发\nA|高新技术企业|G2|2022-05-01|有效"),
        "A hnte G2 首次 payable 100000.00 = 100000.00",
    );
}

#[test]
fn other_award_years_have_their_own_history() {
    let rows = "A|科技型中小企业|S22|2022-05-01|有效\nA|科技型中小企业|S23|2023-05-01|有效\nA|科技型中小企业|S24|2024-05-01|有效";
    let of = |year| award_of(&format!("{HEADER}{rows}"), year).lines();
    same(&of(2022), "A tech-sme S22 首次 payable 50000.00 = 50000.00");
    same(&of(2024), "A tech-sme S24 连续 payable 20000.00 = 20000.00");
}
