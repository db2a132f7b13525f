//! 三(四): what each line is paid: the cap's cut spread over the counted lines, and the evaluation of 四(三) before payment.

use jiangbu::award::EvaluationState;
use jiangbu::policy::Spread;

use crate::dataset::dataset;
use crate::town::{Outcome, POLICY, award, same};

const TAX: &str = "\n\n税收地方财力\n统一社会信用代码|年度|新增地方财力\n";
const FIRM: &str = "企业基本情况\n统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价\nA|甲|是|规下|50|5|B\n\n";
/// 50 000 (first), 100 000 (first), 5000: together 155 000; below scale half of the increment is the cap.
const LINES: &str = "资质认定\n统一社会信用代码|类别|证书编号|认定日期\nA|科技型中小企业|K1|2022-03-01\nA|高新技术企业|G1|2022-05-01\n
授权专利\n统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确\nA|ZL202010000001.1|发明|2022-06-01|是|自主研发|是\n
柔性引进人才\n统一社会信用代码|姓名|年度|在临劳动报酬\nA|赵|2022|1000";

fn below_scale(increment: &str) -> Outcome<'static> {
    let text = format!("{FIRM}{LINES}{TAX}A|2022|{increment}");
    Outcome::of(&POLICY, dataset(&POLICY, &text), 2022)
}

#[test]
fn the_cut_is_spread_in_proportion_and_no_fen_is_lost() {
    for (increment, paid) in [
        ("310000", "50000.00 100000.00 5000.00 300.00"),
        ("9000000", "50000.00 100000.00 5000.00 300.00"),
        ("155000", "25000.00 50000.00 2500.00 300.00"),
        // A cap of one fen goes to the largest remainder.
        ("0.02", "0.00 0.01 0.00 300.00"),
        // Of 100 fen: 32.25…, 64.51…, 3.22… .
        ("2", "0.32 0.65 0.03 300.00"),
        // One fen below the sum: each is cut by less than a fen, the smallest remainder bears it.
        ("309999.98", "50000.00 99999.99 5000.00 300.00"),
        ("0", "0.00 0.00 0.00 300.00"),
        ("-5", "0.00 0.00 0.00 300.00"),
    ] {
        let found = below_scale(increment);
        assert_eq!(found.paid(), paid, "{increment}");
        let total = jiangbu::money::Money::total(found.award.lines.iter().filter_map(|line| line.paid));
        assert_eq!(total.ok(), found.award.firms.raw[0].payable);
    }
}

/// Of equal remainders the earlier line comes first.
#[test]
fn a_tie_goes_to_the_earlier() {
    let patents = "授权专利\n统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确
        A|ZL202010000001.1|发明|2022-06-01|是|自主研发|是
        A|ZL202010000002.X|发明|2022-06-01|是|自主研发|是
        A|ZL202010000003.8|发明|2022-06-01|是|自主研发|是";
    let sme = "资质认定\n统一社会信用代码|类别|证书编号|认定日期|状态\nA|科技型中小企业|K1|2022-03-01|更名换发\n\n";
    let paid = |increment: &str| {
        let text = format!("{FIRM}{sme}{patents}{TAX}A|2022|{increment}");
        Outcome::of(&POLICY, dataset(&POLICY, &text), 2022).paid()
    };
    assert_eq!(paid("0.20"), "0.04 0.03 0.03");
    assert_eq!(paid("0.22"), "0.04 0.04 0.03");
    assert_eq!(paid("0.24"), "0.04 0.04 0.04");
}

#[test]
fn in_line_order_the_last_line_bears_the_cut() {
    let mut policy = POLICY.clone();
    policy.caps.raw[0].spread = Spread::InLineOrder;
    let text = format!("{FIRM}{LINES}{TAX}A|2022|206000.02");
    let found = Outcome::of(&policy, dataset(&policy, &text), 2022);
    assert_eq!(found.paid(), "50000.00 53000.01 0.00 300.00");
}

/// Where another scheme is held against what the cap leaves, what it takes is not paid.
#[test]
fn what_another_scheme_takes_after_the_cap_is_not_paid() {
    let mut policy = POLICY.clone();
    policy.other_scheme.as_mut().expect("the rule").after_cap = true;
    let scheme = "\n\n其他政策补助\n统一社会信用代码|政策名称|奖励项目|记录编号|年度|金额|兑付状态
        A|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G1|2022|20000|已兑付";
    let text = format!("{FIRM}{LINES}{TAX}A|2022|155000{scheme}");
    let found = Outcome::of(&policy, dataset(&policy, &text), 2022);
    assert_eq!(found.paid(), "25000.00 30000.00 2500.00 300.00");
    let total = jiangbu::money::Money::total(found.award.lines.iter().filter_map(|line| line.paid));
    assert_eq!(total.ok(), found.award.firms.raw[0].payable);
}

/// A firm whose own money is exactly its cap gives the cap away; what its people get beside it does not matter.
#[test]
fn firms_that_are_paid_exactly_their_cap_are_counted() {
    for (increment, counted) in [
        ("155000", Some("1 家，从公示的金额就能算出新增地方财力")),
        ("310000", Some("1 家，从公示的金额就能算出新增地方财力")),
        ("310000.02", None),
        ("0", None),
        ("", None),
    ] {
        let found = below_scale(increment);
        let told = found.award.findings.iter().find(|finding| *finding.code == *"N436");
        assert_eq!(told.map(|finding| &*finding.why), counted, "{increment}");
    }
}

#[test]
fn an_open_firm_has_no_figure_and_a_disqualified_one_nothing() {
    let open = format!("{FIRM}{LINES}{TAX}A|2022|");
    assert_eq!(Outcome::of(&POLICY, dataset(&POLICY, &open), 2022).paid(), "？ ？ ？ ？");
    let lied = "\n\n不良记录\n统一社会信用代码|类别|发生日期|状态\nA|弄虚作假|2022-06-01|未解除";
    assert_eq!(award(&format!("{LINES}{lied}")).paid(), "0.00 0.00 0.00 0.00");
    let stopped = "\n\n绩效评价\n统一社会信用代码|年度|结论\nA|2022|停止执行";
    assert_eq!(award(&format!("{LINES}{stopped}")).paid(), "0.00 0.00 0.00 300.00");
}

#[test]
fn the_evaluation_of_the_year_is_told() {
    let firms = "企业基本情况\n统一社会信用代码|轴承工业企业\nA|是\nB|否\n\n";
    for (rows, state) in [
        ("A|2022|通过", EvaluationState::Passed),
        ("A|2022|停止执行", EvaluationState::Stopped),
        ("A|2021|通过", EvaluationState::Missing),
        ("A|2023|通过", EvaluationState::Missing),
        ("B|2022|通过", EvaluationState::Missing),
    ] {
        let found = award(&format!("{firms}绩效评价\n统一社会信用代码|年度|结论\n{rows}"));
        let states: Vec<_> = found.award.firms.iter().map(|firm| firm.evaluation).collect();
        assert_eq!(states, [state, EvaluationState::NotNeeded], "{rows}");
    }
}

/// Nobody handed the bad records in, nor said that there are none: the condition is open, and nobody is disqualified.
#[test]
fn a_table_that_has_to_be_reported_and_was_not_leaves_its_condition_open() {
    let text = format!("{FIRM}{LINES}{TAX}A|2022|9000000");
    let mut data = dataset(&POLICY, &text);
    let bad = POLICY.tables.position(|table| &*table.name == "不良记录").expect("the table");
    data.absent = vec![false; POLICY.tables.len()].into();
    data.absent[bad] = true;
    let found = Outcome::of(&POLICY, data, 2022);
    same(&found.conditions(), "A 过 过 过 过 ？");
    assert!(found.firms().starts_with("A undetermined"), "{}", found.firms());
    // One finding about the table says it for all firms.
    assert_eq!(found.findings("W408"), "");
    // Any other table that is absent has no record.
    let mut data = dataset(&POLICY, &text);
    data.absent = vec![true; POLICY.tables.len()].into();
    data.absent[bad] = false;
    assert!(Outcome::of(&POLICY, data, 2022).firms().starts_with("A payable"));
}

/// A kind of certificate that has no record of any earlier year anywhere.
#[test]
fn without_any_past_record_of_a_kind_everybody_would_be_first() {
    let header = "资质认定\n统一社会信用代码|类别|证书编号|认定日期\n";
    let firms = "企业基本情况\n统一社会信用代码\nA\nB\n\n";
    for (rows, warned) in [
        ("A|高新技术企业|G1|2022-05-01", "资质认定!\n"),
        ("A|高新技术企业|G1|2022-05-01\nB|高新技术企业|G2|2019-05-01", ""),
        ("A|高新技术企业|G1|2022-05-01\nB|科技型中小企业|G2|2019-05-01", "资质认定!\n"),
        ("A|高新技术企业|G1|2021-05-01", ""),
        ("A|专精特新|G1|2022-05-01", ""),
    ] {
        assert_eq!(award(&format!("{firms}{header}{rows}")).findings("W420"), warned, "{rows}");
    }
}
