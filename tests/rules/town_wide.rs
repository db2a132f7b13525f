//! 三(四), 一(二): the fund, the targets, what became of the records, and the checks between figures.

use jiangbu::check::{YearTrouble, award_year, policy_tests};

use crate::dataset::dataset;
use crate::town::{PATENT, POLICY, award, award_bare, same};

const TAX: &str = "税收地方财力\n统一社会信用代码|年度|本年地方财力|上年地方财力|新增地方财力\n";

#[test]
fn the_fund_adds_increments_of_bearing_firms_negatives_too() {
    let firms = "企业基本情况\n统一社会信用代码|轴承工业企业\nA|是\nB|是\nC|否\nD|\nE|是\n";
    let rows = "A|2022|||10000\nB|2022|1000|4000|\nC|2022|||50000\nD|2022|||50000\nA|2021|||70000";
    same(&award(&format!("{firms}{PATENT}\n{TAX}{rows}")).fund(), "7000.00 / 5000.00 / 0.00");
}

#[test]
fn the_fund_is_never_below_nothing_and_a_shortfall_is_only_said() {
    let firms = "企业基本情况\n统一社会信用代码\nA\nB\n";
    let rows = "A|2022|||5000\nB|2022|||-900000";
    let found = award(&format!("{firms}{PATENT}\n{TAX}{rows}"));
    same(&found.fund(), "0.00 / 4000.00 / 4000.00");
    same(
        &found.firms(),
        "A payable 计 5000.00 另 0.00 above-scale 限额 4000.00 扣 1000.00 付 4000.00
         B no-award 计 0.00 另 0.00 above-scale 限额 0.00 扣 0.00 付 0.00",
    );
}

/// The total adds the payables that are known.
#[test]
fn open_firms_are_not_in_the_total() {
    let firms = "企业基本情况\n统一社会信用代码|研发投入\nA|\nB|5000000\n";
    let person = "柔性引进人才\n统一社会信用代码|姓名|年度|在临劳动报酬\nB|赵|2022|100";
    same(
        &award(&format!("{firms}{PATENT}\n{person}\n\n{TAX}A|2022|||5000\nB|2022|||5")).fund(),
        "5005.00 / 30.00 / 0.00",
    );
}

#[test]
fn targets_count_what_is_certain_and_say_what_is_not() {
    let found = award(
        "企业基本情况\n统一社会信用代码|轴承工业企业|规模|销售收入
         A|是|规上|100000000\nB|是|规上|100000000.01\nC|是|规下|900000000\nD|否|规上|900000000\nE|是||5\n
         创新平台\n统一社会信用代码|平台名称|级别|认定日期
         A|一|市级|2022-12-31\nA|二|省级|2010-01-01\nB|三|国家级|2023-01-01\n
         授权专利\n统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确
         A|1|发明|2022-01-01|是|受让|否\nA|2|实用新型|2022-12-31|是|其他|是\nB|3|发明|2021-12-31|是|自主研发|是\nB|4|发明|2022-05-01|否|自主研发|是",
    );
    let targets = found.targets();
    let shown = |name: &str| {
        let at = POLICY.targets.iter().position(|target| &*target.name == name).expect("a target");
        format!("{}+{}", targets[at].value.unwrap_or_default().normalize(), targets[at].unknown)
    };
    for (name, reached) in [
        ("规模以上轴承企业", "2+1"),
        ("年销售额过亿元企业", "2+0"),
        ("高新技术企业", "0+0"),
        ("科技型中小企业", "0+0"),
        ("市级以上创新创业平台", "2+0"),
        ("其中：省级以上平台", "1+0"),
        ("专利授权", "2+0"),
        ("其中：发明专利", "1+0"),
        ("规上轴承企业销售收入", "2.0000000001+1"),
    ] {
        assert_eq!(shown(name), reached, "{name}");
    }
}

/// Used is what the award used, of any year: what was only looked at is not.
#[test]
fn used_is_what_decided_something() {
    let rows = "资质认定\n统一社会信用代码|类别|认定日期|状态\nA|高新技术企业|2022-05-01|有效\nA|高新技术企业|2019-05-01|有效\n\
                A|高新技术企业|2016-05-01|更名换发\nB|高新技术企业|2019-05-01|有效\n\n\
                不良记录\n统一社会信用代码|类别|等级|发生日期|状态\nA|安全责任事故|一般|2022-03-01|已解除\n\
                A|环境问题|较大|2021-03-01|已解除\nB|弄虚作假||2022-03-01|未解除\n\n\
                历年奖励\n统一社会信用代码|年度|奖励项目|记录编号|金额\nA|2021|hnte|G1|100\nB|2021|hnte|G2|100\n";
    let found = award(&format!("企业基本情况\n统一社会信用代码\nA\nB\n\n{rows}"));
    let uses = |name: &str| {
        let table = POLICY.tables.position(|table| &*table.name == name).expect("the table");
        let uses = found.award.uses[table];
        (uses.used, uses.unused, uses.other_years)
    };
    // The history that decided a standing is used; a change of name, and another firm's certificate that nothing asked, are not.
    assert_eq!(uses("资质认定"), (2, 0, 2));
    // The record of fraud is used; a minor accident and one of last year that is settled are not.
    assert_eq!(uses("不良记录"), (1, 1, 1));
    // What is reclaimed is used.
    assert_eq!(uses("历年奖励"), (1, 0, 1));
}

/// Every record is used or not, of this year or another; of this year, those that make no line are reported.
#[test]
fn every_record_is_accounted_for() {
    let found = award(
        "授权专利\n统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确
         A|1|发明|2022-01-01|是|自主研发|是\nA|2|外观设计|2022-01-01|是|自主研发|是\nA|3|发明|2021-01-01|是|自主研发|是",
    );
    let patents = POLICY.tables.position(|table| &*table.name == "授权专利").expect("the table");
    let used = found.award.uses[patents];
    assert_eq!((used.used, used.unused, used.other_years), (1, 1, 1));
    same(&found.findings("W306"), "授权专利!B3");
}

fn checks(text: &str) -> String {
    let mut data = dataset(&POLICY, text);
    policy_tests(&POLICY, &mut data, Some(2022))
        .iter()
        .map(|finding| format!("{} {} {}\n", finding.code, finding.severity.label(), finding.place))
        .collect()
}

/// Beyond 0.01 of the column's unit the three figures contradict each other.
#[test]
fn an_increment_that_is_not_the_difference_is_an_error() {
    for (row, wrong) in [
        ("A|2022|3000|1000|2000", false),
        ("A|2022|3000|1000|2000.01", false),
        ("A|2022|3000|1000|1999.99", false),
        ("A|2022|3000|1000|2000.02", true),
        ("A|2022|3000|1000|1999.98", true),
        ("A|2022|3000||2000.02", false),
    ] {
        let expected = if wrong { "P02 错误 数据.xlsx › 税收地方财力 › E2" } else { "" };
        same(&checks(&format!("{TAX}{row}")), expected);
    }
    // In a column of 万元 a unit's hundredth is 100 yuan.
    let wan = |this: &str| {
        let header = "税收地方财力\n统一社会信用代码|年度|本年地方财力|上年地方财力|新增地方财力（万元）";
        checks(&format!("{header}\nA|2022|{this}|1000000|200"))
    };
    same(&wan("3000100"), "");
    same(&wan("3000100.01"), "P02 错误 数据.xlsx › 税收地方财力 › E2");
}

#[test]
fn figures_that_contradict_each_other_are_said() {
    let firms = "企业基本情况\n统一社会信用代码|规模|销售收入|研发投入\nA|规下|20000000|100\nB|规下|19999999.99|\nC|规上|30000000|\n\n";
    let deductions = "研发加计扣除\n统一社会信用代码|所属年度|加计扣除总额\nA|2022|100.01\nA|2021|100.01\nB|2022|5\n\n";
    let titles = "资质认定\n统一社会信用代码|类别|认定日期|有效期至\nA|专精特新|2022-05-01|2022-04-30\nA|单项冠军|2022-05-01|2022-05-01\n\n";
    let deputies = "科技副总\n统一社会信用代码|姓名|聘期起|聘期止|费用年度\nA|李|2022-05-01|2022-04-30|2022";
    same(
        &checks(&format!("{firms}{deductions}{titles}{deputies}")),
        "P01 警告 数据.xlsx › 研发加计扣除 › D2
         P03 警告 数据.xlsx › 企业基本情况 › E2
         P04 错误 数据.xlsx › 资质认定 › F2
         P05 错误 数据.xlsx › 科技副总 › E2",
    );
}

#[test]
fn the_award_year_is_the_only_one_or_the_one_given() {
    let of = |text: &str, given| {
        award_year(&POLICY, &dataset(&POLICY, text), given).map(|(year, found)| (year, found.len()))
    };
    assert_eq!(of(&format!("{TAX}A|2022|||1"), None), Ok((2022, 0)));
    assert_eq!(of(&format!("{TAX}A|2023|||1"), None), Ok((2023, 1)));
    assert_eq!(of(&format!("{TAX}A|2022|||1\nA|2023|||1"), Some(2024)), Ok((2024, 2)));
    assert_eq!(of(&format!("{TAX}A|2022|||1\nA|2023|||1"), Some(2022)), Ok((2022, 0)));
    let several = YearTrouble::Several { table: "税收地方财力".into(), years: vec![2022, 2023] };
    assert_eq!(of(&format!("{TAX}A|2023|||1\nA|2022|||1"), None), Err(several));
    assert_eq!(of("", None), Err(YearTrouble::None { table: "税收地方财力".into() }));
    for year in [2021, 2025] {
        let outside = YearTrouble::NotCovered { year, first: 2022, last: 2024 };
        assert_eq!(of("", Some(year)), Err(outside));
    }
}

/// Rows of a firm that is not in the register belong to nobody.
#[test]
fn records_of_strangers_pay_nobody() {
    let found = award_bare(&format!("企业基本情况\n统一社会信用代码|企业名称\nB|乙\n{PATENT}"));
    same(&found.lines(), "");
}
