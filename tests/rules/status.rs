//! The status of a firm: the first that holds, with what is paid.

use crate::town::{PATENT, award, same};

const LIED: &str = "\n\n不良记录\n统一社会信用代码|类别|发生日期|状态\n";
const REVIEW: &str = "\n\n绩效评价\n统一社会信用代码|年度|结论\n";
const PERSON: &str = "\n\n柔性引进人才\n统一社会信用代码|姓名|年度|在临劳动报酬\nA|赵|2022|100\n";
const PAST: &str = "\n\n历年奖励\n统一社会信用代码|年度|奖励项目|记录编号|金额\n";

/// The first word after the firm, and what is paid.
fn status(text: &str) -> (String, String) {
    let firms = award(text).firms();
    let words: Vec<&str> = firms.split_whitespace().collect();
    (words[1].to_owned(), words[words.len() - 1].to_owned())
}

#[track_caller]
fn is(text: &str, expected: &str, paid: &str) {
    assert_eq!(status(text), (expected.to_owned(), paid.to_owned()));
}

#[test]
fn lying_disqualifies_while_it_is_of_the_year_or_not_over() {
    for (row, expected) in [
        ("A|弄虚作假|2022-12-31|未解除", "disqualified"),
        ("A|弄虚作假|2022-06-01|已解除", "disqualified"),
        ("A|弄虚作假|2022-01-01|已解除", "disqualified"),
        ("A|弄虚作假|2021-12-31|未解除", "disqualified"),
        ("A|弄虚作假|2009-06-01|未解除", "disqualified"),
        ("A|弄虚作假|2021-12-31|已解除", "payable"),
        ("A|弄虚作假|2023-01-01|未解除", "payable"),
    ] {
        let paid = if expected == "payable" { "5030.00" } else { "0.00" };
        is(&format!("{PATENT}{PERSON}{LIED}{row}"), expected, paid);
    }
}

#[test]
fn no_line_of_a_disqualified_firm_pays() {
    let found = award(&format!("{PATENT}{PERSON}{LIED}A|弄虚作假|2022-06-01|"));
    same(
        &found.lines(),
        "A patent ZL202010000001.1 barred(disqualified) 5000.00 = 0.00\nA talent-flexible 赵 barred(disqualified) 30.00 = 0.00",
    );
    is(&format!("{LIED}A|弄虚作假|2022-06-01|"), "disqualified", "0.00");
}

/// All rows, of any year, in the order of firms, then rows.
#[test]
fn past_awards_of_a_disqualified_firm_are_reclaimed() {
    let rows = "B|2021|hnte|G|1\nA|2023|hnte|G|2\nA|2019|patent||3\nC|2021|hnte|G|4";
    let lied = "A|弄虚作假|2022-06-01|\nB|弄虚作假|2021-06-01|";
    let found = award(&format!("企业基本情况\n统一社会信用代码\nA\nB\nC{LIED}{lied}{PAST}{rows}"));
    let reclaimed: Vec<_> =
        found.award.clawback.iter().map(|claw| (found.code(claw.firm), usize::from(claw.row))).collect();
    assert_eq!(reclaimed, [("A", 1), ("A", 2), ("B", 0)]);
}

/// Where the records of a fraud say what it concerned, only that is reclaimed.
#[test]
fn a_fraud_of_one_item_or_record_reclaims_that_alone() {
    const CONCERNS: &str = "\n\n不良记录\n统一社会信用代码|类别|发生日期|状态|奖励项目|记录编号\n";
    let rows = "A|2021|hnte|G1|1\nA|2020|hnte|G2|2\nA|2021|patent|202010000001.1|3\nA|2021|hnte||4";
    for (lied, reclaimed) in [
        ("A|弄虚作假|2022-06-01|未解除|hnte|", &[0, 1, 3][..]),
        ("A|弄虚作假|2022-06-01|未解除|hnte|ｇ1", &[0]),
        ("A|弄虚作假|2022-06-01|未解除|patent|ZL2020100000011", &[2]),
        ("A|弄虚作假|2022-06-01|未解除|hnte|G2\nA|弄虚作假|2022-07-01|未解除|patent|", &[1, 2]),
        ("A|弄虚作假|2022-06-01|未解除|hnte|G2\nA|弄虚作假|2022-07-01|未解除||", &[0, 1, 2, 3]),
        // A fraud that is over concerns nothing.
        ("A|弄虚作假|2022-06-01|未解除|hnte|G2\nA|弄虚作假|2020-07-01|已解除||", &[1]),
        ("A|弄虚作假|2022-06-01|未解除|project|", &[]),
    ] {
        let found = award(&format!("{CONCERNS}{lied}{PAST}{rows}"));
        let found: Vec<_> = found.award.clawback.iter().map(|claw| usize::from(claw.row)).collect();
        assert_eq!(found, reclaimed, "{lied}");
    }
}

#[test]
fn a_stop_suspends_the_capped_lines_alone() {
    let found = award(&format!("{PATENT}{PERSON}{REVIEW}A|2022|停止执行"));
    same(
        &found.lines(),
        "A patent ZL202010000001.1 barred(suspended) 5000.00 = 0.00\nA talent-flexible 赵 payable 30.00 = 30.00",
    );
    same(&found.firms(), "A suspended 计 0.00 另 30.00 above-scale 限额 7200000000.00 扣 0.00 付 30.00");
}

#[test]
fn the_latest_review_up_to_the_year_decides() {
    for (rows, expected) in [
        ("A|2022|停止执行", "suspended"),
        ("A|2020|停止执行", "suspended"),
        ("A|2020|停止执行\nA|2021|通过", "payable"),
        ("A|2021|通过\nA|2020|停止执行", "payable"),
        ("A|2021|停止执行\nA|2020|通过", "suspended"),
        ("A|2021|停止执行\nA|2023|通过", "suspended"),
        ("A|2023|停止执行", "payable"),
        ("A|2022|通过", "payable"),
        // Of two of one year the first that was handed in.
        ("A|2022|停止执行\nA|2022|通过", "suspended"),
        ("A|2022|通过\nA|2022|停止执行", "payable"),
    ] {
        assert_eq!(status(&format!("{PATENT}{REVIEW}{rows}")).0, expected, "{rows}");
    }
}

/// Suspended pays what the uncounted lines come to, also while something is open.
#[test]
fn suspended_is_never_open() {
    let firm = "企业基本情况\n统一社会信用代码|轴承工业企业\nA|\n";
    is(&format!("{firm}{PATENT}{PERSON}{REVIEW}A|2022|停止执行"), "suspended", "0.00");
    let tax = "\n\n税收地方财力\n统一社会信用代码|年度|新增地方财力\nA|2021|1";
    is(&format!("{PATENT}{PERSON}{REVIEW}A|2022|停止执行{tax}"), "suspended", "30.00");
}

#[test]
fn disqualified_goes_before_suspended() {
    is(&format!("{PATENT}{PERSON}{REVIEW}A|2022|停止执行{LIED}A|弄虚作假|2022-06-01|"), "disqualified", "0.00");
}

/// The uncounted part waits with the rest.
#[test]
fn an_open_line_leaves_the_whole_firm_open() {
    let firm = "企业基本情况\n统一社会信用代码|研发投入\nA|\n";
    is(&format!("{firm}{PATENT}{PERSON}"), "undetermined", "？");
    // A line that fails for certain is not open.
    let both = "企业基本情况\n统一社会信用代码|研发投入|上年度亩均评价\nA||D\n";
    is(&format!("{both}{PATENT}{PERSON}"), "payable", "30.00");
    is(&format!("{both}{PATENT}"), "ineligible", "0.00");
}

#[test]
fn ineligible_means_every_line_fails() {
    let firm = "企业基本情况\n统一社会信用代码|上年度亩均评价\nA|D\n";
    is(&format!("{firm}{PATENT}"), "ineligible", "0.00");
    is(&format!("{firm}{PATENT}{PERSON}"), "payable", "30.00");
    // A barred line beside a failed one is not a failed one.
    let project = "科技项目\n统一社会信用代码|项目编号|计划类别|级别|立项日期|上级资助额度|首批资金到位日期
        A|X1|重点研发计划|省级|2020-01-01|500000|2022-06-01";
    is(&format!("{firm}{PATENT}\n{project}{PAST}A|2021|科技项目|X1|1"), "no-award", "0.00");
}

#[test]
fn without_a_line_or_with_nothing_to_pay_there_is_no_award() {
    is("", "no-award", "0.00");
    is("创新平台\n统一社会信用代码|平台名称|级别|认定日期|核定金额\nA|中心|省级|2022-05-01|", "no-award", "0.00");
    is("企业基本情况\n统一社会信用代码|研发投入\nA|", "no-award", "0.00");
}

#[test]
fn a_pending_line_does_not_hold_up_the_rest() {
    is(
        &format!("{PATENT}\n创新平台\n统一社会信用代码|平台名称|级别|认定日期|核定金额\nA|中心|省级|2022-05-01|"),
        "payable",
        "5000.00",
    );
}
