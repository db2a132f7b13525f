//! Limits, past awards and windows: 三(三)6, 7, 8, 9.

use crate::town::{award, award_of, same};

const IMPORT: &str = "技术引进合作\n统一社会信用代码|合同编号|合作方式|支付年度|实际支付金额|落地见效|核定比例\n";
const PAST: &str = "\n\n历年奖励\n统一社会信用代码|年度|奖励项目|记录编号|金额\n";
const CONTRACT: &str = "技术合同\n统一社会信用代码|合同登记编号|合同类型|认定日期|技术交易额\n";
const PROJECT: &str = "科技项目\n统一社会信用代码|项目编号|计划类别|级别|立项日期|上级资助额度|首批资金到位日期\n";
const CARRIER: &str = "孵化载体\n统一社会信用代码|载体名称|载体类型|级别|年度评价|评价公布日期\n";

#[test]
fn a_contract_is_limited_over_its_lines() {
    for (paid, line) in [
        ("1999999.98", "A tech-import J1 payable 999999.99 = 999999.99"),
        ("2000000.00", "A tech-import J1 payable 1000000.00 = 1000000.00"),
        ("2000000.02", "A tech-import J1 payable 1000000.01 限 0.01 = 1000000.00"),
    ] {
        same(&award(&format!("{IMPORT}A|J1|技术引进|2022|{paid}|是|")).lines(), line);
    }
}

/// Used up in line order, so the last line bears the cut; another contract has its own limit.
#[test]
fn the_last_line_of_a_contract_bears_the_cut() {
    let rows = "A|J1|技术引进|2022|1200000|是|\nA|J2|技术引进|2022|2000000|是|\nA|J1|技术引进|2022|900000|是|\nA|J1|技术引进|2022|100|是|";
    same(
        &award(&format!("{IMPORT}{rows}")).lines(),
        "A tech-import J1 payable 600000.00 = 600000.00
         A tech-import J2 payable 1000000.00 = 1000000.00
         A tech-import J1 payable 450000.00 限 50000.00 = 400000.00
         A tech-import J1 payable 50.00 限 50.00 = 0.00",
    );
}

#[test]
fn past_awards_of_a_contract_use_its_limit_up() {
    for (past, line) in [
        ("A|2021|技术引进合作|J1|599999.99", "A tech-import J1 payable 400000.00 = 400000.00"),
        ("A|2021|技术引进合作|J1|600000.01", "A tech-import J1 payable 400000.00 限 0.01 = 399999.99"),
        (
            "A|2020|tech-import|J1|400000\nA|2021|tech-import|J1|400000",
            "A tech-import J1 payable 400000.00 限 200000.00 = 200000.00",
        ),
        ("A|2021|技术引进合作|J1|2000000", "A tech-import J1 payable 400000.00 限 400000.00 = 0.00"),
    ] {
        same(&award(&format!("{IMPORT}A|J1|技术引进|2022|800000|是|{PAST}{past}")).lines(), line);
    }
}

/// Looked up under the same firm, by item and record, in earlier years; without a record it matches none.
#[test]
fn only_past_awards_of_the_contract_count() {
    for past in [
        "A|2022|技术引进合作|J1|1000000",
        "A|2023|技术引进合作|J1|1000000",
        "A|2021|技术引进合作|J2|1000000",
        "A|2021|技术引进合作||1000000",
        "A|2021|技术合同|J1|1000000",
        "B|2021|技术引进合作|J1|1000000",
    ] {
        let firms = "企业基本情况\n统一社会信用代码\nA\nB\n\n";
        let found = award(&format!("{firms}{IMPORT}A|J1|技术引进|2022|800000|是|{PAST}{past}"));
        same(&found.lines(), "A tech-import J1 payable 400000.00 = 400000.00");
    }
}

#[test]
fn limits_look_at_payable_lines_only() {
    let rows = "A|J1|技术引进|2022|1800000|是|\nA|J1|技术引进|2022|400000|是|";
    let failed = award(&format!("企业基本情况\n统一社会信用代码|上年度亩均评价\nA|D\n\n{IMPORT}{rows}"));
    same(&failed.lines(), "A tech-import J1 failed 900000.00 = 0.00\nA tech-import J1 failed 200000.00 = 0.00");
}

#[test]
fn contracts_are_limited_over_the_firms_year() {
    let at = |amount: &str| format!("A|T1|技术开发|2022-01-01|20000000\nA|T2|技术开发|2022-01-01|{amount}");
    for (amount, line) in [
        ("5000000", "A tech-contract T2 payable 100000.00 = 100000.00"),
        ("4999999.50", "A tech-contract T2 payable 99999.99 = 99999.99"),
        ("5000000.50", "A tech-contract T2 payable 100000.01 年 0.01 = 100000.00"),
    ] {
        let first = "A tech-contract T1 payable 400000.00 = 400000.00";
        same(&award(&format!("{CONTRACT}{}", at(amount))).lines(), &format!("{first}\n{line}"));
    }
    // Another firm has its own limit; past awards do not use a yearly limit up.
    let firms = "企业基本情况\n统一社会信用代码\nA\nB\n\n";
    let rows = "A|T1|技术开发|2022-01-01|30000000\nB|T2|技术开发|2022-01-01|25000000";
    same(
        &award(&format!("{firms}{CONTRACT}{rows}{PAST}A|2021|技术合同|T0|500000")).lines(),
        "A tech-contract T1 payable 600000.00 年 100000.00 = 500000.00\nB tech-contract T2 payable 500000.00 = 500000.00",
    );
}

#[test]
fn a_contract_is_paid_once() {
    let row = "A|T1|技术开发|2022-01-01|1000000";
    for past in ["A|2021|技术合同|T1|1", "A|2005|tech-contract|T1|0"] {
        let found = award(&format!("{CONTRACT}{row}{PAST}{past}"));
        same(&found.lines(), "A tech-contract T1 barred(past) 20000.00 = 0.00");
    }
    for past in ["A|2021|技术合同|T2|1", "A|2021|技术合同||1", "A|2021|技术引进合作|T1|1", "A|2022|技术合同|T1|1"]
    {
        let found = award(&format!("{CONTRACT}{row}{PAST}{past}"));
        same(&found.lines(), "A tech-contract T1 payable 20000.00 = 20000.00");
    }
}

/// A barred line uses nothing of the yearly limit up.
#[test]
fn what_was_paid_before_leaves_the_limit_to_others() {
    let rows = "A|T1|技术开发|2022-01-01|20000000\nA|T2|技术开发|2022-01-01|20000000";
    same(
        &award(&format!("{CONTRACT}{rows}{PAST}A|2021|技术合同|T1|1")).lines(),
        "A tech-contract T1 barred(past) 400000.00 = 0.00\nA tech-contract T2 payable 400000.00 = 400000.00",
    );
}

#[test]
fn a_project_is_paid_once_for_ever() {
    let row = "A|X1|重点研发计划|省级|2020-01-01|500000|2022-06-01";
    same(
        &award(&format!("{PROJECT}{row}{PAST}A|1999|科技项目|X1|1")).lines(),
        "A project X1 barred(past) 100000.00 = 0.00",
    );
    same(
        &award(&format!("{PROJECT}{row}{PAST}A|2021|科技项目|X2|1")).lines(),
        "A project X1 payable 100000.00 = 100000.00",
    );
}

/// Three years with the award year: the two before it bar, the third does not.
#[test]
fn a_rating_is_paid_once_in_three_years() {
    let row = "A|孵化器|众创空间|省级|A|2022-06-01";
    for (past, line) in [
        ("A|2021|孵化载体年度评价|孵化器|200000", "A incubator-rating 孵化器 barred(past) 200000.00 = 0.00"),
        ("A|2020|incubator-rating|孵化器|200000", "A incubator-rating 孵化器 barred(past) 200000.00 = 0.00"),
        ("A|2019|孵化载体年度评价|孵化器|200000", "A incubator-rating 孵化器 payable 200000.00 = 200000.00"),
        ("A|2021|孵化载体年度评价|别家|200000", "A incubator-rating 孵化器 payable 200000.00 = 200000.00"),
        ("A|2021|专业化众创空间|孵化器|200000", "A incubator-rating 孵化器 payable 200000.00 = 200000.00"),
    ] {
        same(&award(&format!("{CARRIER}{row}{PAST}{past}")).lines(), line);
    }
    let later =
        award_of(&format!("{CARRIER}A|孵化器|众创空间|省级|A|2024-06-01{PAST}A|2022|incubator-rating|孵化器|1"), 2024);
    same(&later.lines(), "A incubator-rating 孵化器 barred(past) 200000.00 = 0.00");
}

/// Barred goes before failed and pending.
#[test]
fn barred_is_said_first() {
    let firm = "企业基本情况\n统一社会信用代码|上年度亩均评价\nA|D\n\n";
    let row = "A|X1|重点研发计划|省级|2020-01-01||2022-06-01";
    same(
        &award(&format!("{firm}{PROJECT}{row}{PAST}A|2021|科技项目|X1|1")).lines(),
        "A project X1 barred(past) ？ = 0.00",
    );
}
