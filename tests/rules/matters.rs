//! 就高不重复 inside the policy: the same matter is paid once, the higher; a tie keeps the earlier.

use crate::town::{award, same};

const PLATFORM: &str = "创新平台\n统一社会信用代码|平台名称|级别|认定日期|核定金额\n";
const IMPORT: &str = "技术引进合作\n统一社会信用代码|合同编号|合作方式|支付年度|实际支付金额|落地见效\n";
const CONTRACT: &str = "\n\n技术合同\n统一社会信用代码|合同登记编号|合同类型|认定日期|技术交易额\n";

#[test]
fn of_one_platform_the_higher_line_stays() {
    let found = award(&format!(
        "{PLATFORM}A|中心|市级|2022-03-01|200000\nA|中心|省级|2022-06-01|300000\nA|实验室|市级|2022-06-01|100000"
    ));
    same(
        &found.lines(),
        "A platform 中心 payable 200000.00 同 200000.00 = 0.00
         A platform 中心 payable 300000.00 = 300000.00
         A platform 实验室 payable 100000.00 = 100000.00",
    );
    same(&found.matters(), "同一平台 中心: 300000.00 > 200000.00");
}

/// What counts is the amount after the ceiling, not the figure decided.
#[test]
fn platforms_are_compared_after_their_ceilings() {
    let found = award(&format!("{PLATFORM}A|中心|市级|2022-03-01|900000\nA|中心|省级|2022-06-01|200000.01"));
    same(
        &found.lines(),
        "A platform 中心 payable 200000.00 同 200000.00 = 0.00\nA platform 中心 payable 200000.01 = 200000.01",
    );
}

#[test]
fn a_tie_keeps_the_earlier_line() {
    let found = award(&format!(
        "{PLATFORM}A|中心|市级|2022-06-01|100\nA|中心|省级|2022-03-01|100\nA|中心|国家级|2022-03-01|100"
    ));
    same(
        &found.lines(),
        "A platform 中心 payable 100.00 = 100.00
         A platform 中心 payable 100.00 同 100.00 = 0.00
         A platform 中心 payable 100.00 同 100.00 = 0.00",
    );
}

#[test]
fn lines_that_do_not_pay_are_no_rivals() {
    let found = award(&format!("{PLATFORM}A|中心|省级|2022-03-01|\nA|中心|市级|2022-06-01|100"));
    same(&found.lines(), "A platform 中心 pending ？ = 0.00\nA platform 中心 payable 100.00 = 100.00");
    same(&found.matters(), "");
}

#[test]
fn two_firms_do_not_share_a_matter() {
    let found = award(&format!(
        "企业基本情况\n统一社会信用代码\nA\nB\n\n{PLATFORM}A|中心|市级|2022-03-01|5\nB|中心|省级|2022-06-01|6"
    ));
    same(&found.lines(), "A platform 中心 payable 5.00 = 5.00\nB platform 中心 payable 6.00 = 6.00");
}

#[test]
fn carriers_and_persons_too_are_paid_once() {
    let found = award(
        "孵化载体\n统一社会信用代码|载体名称|载体类型|级别|年度评价|评价公布日期
         A|孵化器|众创空间|省级|A|2022-06-01\nA|孵化器|众创空间|国家级|A|2022-07-01\n
         人才入选\n统一社会信用代码|姓名|工程名称|级别|培养方式|入选日期
         A|张|万人|国家级|自主培养|2022-01-01\nA|张|泰山|省部级|自主培养|2022-02-01\nA|李|泰山|省部级|自主培养|2022-02-01",
    );
    same(
        &found.lines(),
        "A incubator-rating 孵化器 payable 200000.00 同 200000.00 = 0.00
         A incubator-rating 孵化器 payable 500000.00 = 500000.00
         A talent-listed 张 payable 500000.00 = 500000.00
         A talent-listed 张 payable 200000.00 同 200000.00 = 0.00
         A talent-listed 李 payable 200000.00 = 200000.00",
    );
}

#[test]
fn of_one_contract_the_item_with_the_higher_total_stays() {
    // Payments of one contract add up: 600 000 against 500 000, though the contract's line is the highest.
    let found = award(&format!(
        "{IMPORT}A|T1|技术引进|2022|600000|是\nA|T1|技术引进|2022|500000|是{CONTRACT}A|T1|技术开发|2022-06-01|25000000"
    ));
    same(
        &found.lines(),
        "A tech-import T1 payable 300000.00 = 300000.00
         A tech-import T1 payable 250000.00 = 250000.00
         A tech-contract T1 payable 500000.00 同 500000.00 = 0.00",
    );
    same(&found.matters(), "同一份技术合同 T1: 550000.00 > 500000.00");
}

#[test]
fn all_payments_of_the_loser_become_nothing() {
    let found = award(&format!(
        "{IMPORT}A|T1|技术引进|2022|600000|是\nA|T1|技术引进|2022|300000|是{CONTRACT}A|T1|技术开发|2022-06-01|25000000"
    ));
    same(
        &found.lines(),
        "A tech-import T1 payable 300000.00 同 300000.00 = 0.00
         A tech-import T1 payable 150000.00 同 150000.00 = 0.00
         A tech-contract T1 payable 500000.00 = 500000.00",
    );
}

#[test]
fn items_at_a_tie_keep_the_earlier_item() {
    let found = award(&format!(
        "{IMPORT}A|T1|技术引进|2022|1000000|是{CONTRACT}A|T1|技术开发|2022-06-01|25000000\nA|T2|技术开发|2022-06-01|100"
    ));
    same(
        &found.lines(),
        "A tech-import T1 payable 500000.00 = 500000.00
         A tech-contract T1 payable 500000.00 同 500000.00 = 0.00
         A tech-contract T2 payable 2.00 = 2.00",
    );
}

/// The contract's life limit comes before the comparison, the firm's yearly limit after it.
#[test]
fn limits_stand_on_both_sides_of_the_comparison() {
    let found = award(&format!(
        "{IMPORT}A|T1|技术引进|2022|3000000|是{CONTRACT}A|T1|技术开发|2022-06-01|51000000\nA|T2|技术开发|2022-06-01|30000000"
    ));
    same(
        &found.lines(),
        "A tech-import T1 payable 1500000.00 限 500000.00 同 1000000.00 = 0.00
         A tech-contract T1 payable 1020000.00 年 520000.00 = 500000.00
         A tech-contract T2 payable 600000.00 年 600000.00 = 0.00",
    );
    // The loser leaves the yearly limit to others.
    let loses = award(&format!(
        "{IMPORT}A|T1|技术引进|2022|3000000|是{CONTRACT}A|T1|技术开发|2022-06-01|49000000\nA|T2|技术开发|2022-06-01|20000000"
    ));
    same(
        &loses.lines(),
        "A tech-import T1 payable 1500000.00 限 500000.00 = 1000000.00
         A tech-contract T1 payable 980000.00 同 980000.00 = 0.00
         A tech-contract T2 payable 400000.00 = 400000.00",
    );
}
