//! One record, person, carrier or scheme written in two ways is one; nearly so is a warning.

use crate::dataset::dataset;
use crate::town::{Outcome, POLICY, award, same};

const PAST: &str = "\n\n历年奖励\n统一社会信用代码|年度|奖励项目|记录编号|金额\n";
const PROJECT: &str = "科技项目\n统一社会信用代码|项目编号|计划类别|级别|立项日期|上级资助额度|首批资金到位日期\n";
const SCHEME: &str = "\n\n其他政策补助\n统一社会信用代码|政策名称|奖励项目|记录编号|年度|金额|兑付状态\n";
const NAMED: &str = "临清市关于支持轴承产业创新发展实施方案（试行）";
const HNTE: &str = "资质认定\n统一社会信用代码|类别|证书编号|认定日期\nA|高新技术企业|GR2022-1|2022-05-01";

/// Ways to write KJ(2021)-017.
const FORMS: [&str; 12] = [
    "ＫＪ（２０２１）－０１７",
    "KJ (2021) - 017",
    "kj(2021)-017",
    "KJ〔2021〕-017",
    "KJ[2021]-017",
    "KJ【2021】-017",
    "KJ｛2021｝-017",
    "KJ（2021）—017",
    "KJ(2021)–017",
    "KJ(2021)−017",
    "KJ\u{200b}(2021)-\u{ad}017",
    "KJ\u{a0}(2021)-017",
];

#[test]
fn a_past_award_bars_in_any_way_of_writing_its_number() {
    for form in FORMS {
        let row = "A|KJ(2021)-017|重点研发计划|省级|2021-01-01|500000|2022-06-01";
        let found = award(&format!("{PROJECT}{row}{PAST}A|2021|科技项目|{form}|1"));
        same(&found.lines(), "A project KJ(2021)-017 barred(past) 100000.00 = 0.00");
        assert_eq!(found.findings("N311"), "历年奖励!D2\n", "{form}");
    }
    let same_form = format!("{PROJECT}A|X1|重点研发计划|省级|2021-01-01|5|2022-06-01{PAST}A|2021|科技项目|X1|1");
    assert_eq!(award(&same_form).findings("N311"), "");
}

#[test]
fn a_limit_over_the_life_is_used_up_in_any_way_of_writing() {
    const IMPORT: &str = "技术引进合作\n统一社会信用代码|合同编号|合作方式|支付年度|实际支付金额|落地见效|核定比例\n";
    for form in FORMS {
        let rows = format!("A|KJ(2021)-017|技术引进|2022|1000000|是|\nA|{form}|技术引进|2022|400000|是|");
        same(
            &award(&format!("{IMPORT}{rows}{PAST}A|2021|技术引进合作|{form}|400000")).net(),
            "tech-import 500000.00\ntech-import 100000.00",
        );
    }
}

#[test]
fn a_person_and_a_carrier_are_one_whatever_the_blanks() {
    let people = "人才入选\n统一社会信用代码|姓名|工程名称|级别|培养方式|入选日期\n";
    let rows = "A|韩栋|万人|国家级|自主培养|2022-05-01\nA|韩　栋|泰山|省部级|自主培养|2022-06-01";
    same(&award(&format!("{people}{rows}")).net(), "talent-listed 500000.00\ntalent-listed 0.00");
    let carriers = "孵化载体\n统一社会信用代码|载体名称|载体类型|级别|年度评价|评价公布日期\n";
    let rows = "A|轴承（临清）孵化器|众创空间|省级|A|2022-06-01\nA|轴承(临清) 孵化器|众创空间|国家级|A|2022-06-01";
    same(&award(&format!("{carriers}{rows}")).net(), "incubator-rating 0.00\nincubator-rating 500000.00");
}

#[test]
fn rivals_are_matched_in_any_way_of_writing() {
    let import = "技术引进合作\n统一社会信用代码|合同编号|合作方式|支付年度|实际支付金额|落地见效\nA|HT-1|技术引进|2022|100000|是";
    let contract =
        "\n\n技术合同\n统一社会信用代码|合同登记编号|合同类型|认定日期|技术交易额\nA|ht—１|技术开发|2022-01-01|1000000";
    same(&award(&format!("{import}{contract}")).net(), "tech-import 50000.00\ntech-contract 0.00");
}

#[test]
fn a_payee_is_one_whatever_the_blanks() {
    let pay = "柔性引进人才\n统一社会信用代码|姓名|年度|在临劳动报酬\nA|韩栋|2022|100\nA|韩 栋|2022|200";
    let found = award(pay);
    let payees = jiangbu::award::payees(&found.checked, &found.award).expect("small figures");
    assert_eq!(payees.len(), 1);
    assert_eq!(payees[0].amount.to_string(), "90.00");
}

#[test]
fn a_past_award_that_may_bar_and_says_not_which_is_a_warning() {
    let row = "A|KJ2021-017|重点研发计划|省级|2021-01-01|500000|2022-06-01";
    for (past, unnumbered, near) in [
        ("A|2021|科技项目||1", "历年奖励!D2\n", ""),
        ("A|2021|科技项目|KJ2O21-017|1", "", "历年奖励!D2\n"),
        ("A|2021|科技项目|2021-017|1", "", "历年奖励!D2\n"),
        ("A|2021|科技项目|KJ2021-017号|1", "", "历年奖励!D2\n"),
        // Of the same number, of another one, of another item, of the year itself, of another firm.
        ("A|2021|科技项目|KJ2021-017|1", "", ""),
        ("A|2021|科技项目|KJ2021-018|1", "", ""),
        ("A|2021|授权专利||1", "", ""),
        ("A|2022|科技项目||1", "", ""),
        ("B|2021|科技项目||1", "", ""),
    ] {
        let firms = "企业基本情况\n统一社会信用代码\nA\nB\n\n";
        let found = award(&format!("{firms}{PROJECT}{row}{PAST}{past}"));
        assert_eq!(
            (found.findings("W416"), found.findings("W417")),
            (unnumbered.to_owned(), near.to_owned()),
            "{past}"
        );
    }
    // Nothing of the item this year: nothing to bar. Beyond its window an award bars nothing either.
    assert_eq!(award(&format!("{HNTE}{PAST}A|2021|科技项目||1")).findings("W416"), "");
    let carrier =
        "孵化载体\n统一社会信用代码|载体名称|载体类型|级别|年度评价|评价公布日期\nA|孵化器|众创空间|省级|A|2022-06-01";
    for (year, warned) in [(2019, ""), (2020, "历年奖励!D2\n"), (2021, "历年奖励!D2\n")] {
        let found = award(&format!("{carrier}{PAST}A|{year}|incubator-rating||1"));
        assert_eq!(found.findings("W416"), warned, "{year}");
    }
}

#[test]
fn only_the_scheme_that_the_clause_names_deducts() {
    let line = |deducted: &str, net: &str| format!("A hnte GR2022-1 首次 payable 100000.00{deducted} = {net}");
    for name in
        [NAMED, "《临清市关于支持轴承产业创新发展实施方案(试行)》", "临清市关于支持轴承产业 创新发展实施方案〔试行〕"]
    {
        let found = award(&format!("{HNTE}{SCHEME}A|{name}|高新技术企业|GR2022—1|2022|30000|已兑付"));
        same(&found.lines(), &line(" 他 30000.00", "70000.00"));
    }
    for (name, near, other) in [
        ("临清市关于支持轴承产业创新发展实施方案", "其他政策补助!B2\n", ""),
        ("关于支持轴承产业创新发展的实施方案（试行）", "其他政策补助!B2\n", ""),
        ("山东省高新技术企业补助", "", "其他政策补助!B2\n"),
    ] {
        let found = award(&format!("{HNTE}{SCHEME}A|{name}|高新技术企业|GR2022-1|2022|30000|已兑付"));
        same(&found.lines(), &line("", "100000.00"));
        assert_eq!((found.findings("W418"), found.findings("N419")), (near.to_owned(), other.to_owned()), "{name}");
        // Of another year it is nothing to speak of.
        let found = award(&format!("{HNTE}{SCHEME}A|{name}|高新技术企业|GR2022-1|2021|30000|已兑付"));
        assert_eq!(found.findings("W418") + &found.findings("N419"), "");
    }
}

/// A policy that names none takes every scheme.
#[test]
fn without_a_name_every_scheme_deducts() {
    let mut policy = POLICY.clone();
    policy.other_scheme.as_mut().expect("another scheme").named.clear();
    let firm = "企业基本情况\n统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价\nA|甲|是|规上|50|5|B\n\n";
    let tax = "\n\n税收地方财力\n统一社会信用代码|年度|新增地方财力\nA|2022|9000000";
    let text = format!("{firm}{HNTE}{SCHEME}A|任何政策|高新技术企业|GR2022-1|2022|30000|已兑付{tax}");
    let found = Outcome::of(&policy, dataset(&policy, &text), 2022);
    same(&found.lines(), "A hnte GR2022-1 首次 payable 100000.00 他 30000.00 = 70000.00");
}

#[test]
fn a_row_of_the_scheme_that_matches_nothing_is_a_warning() {
    for (row, warned) in
        [("高新技术企业|GR9|", "其他政策补助!D2\n"), ("授权专利||", "其他政策补助!C2\n"), ("高新技术企业||", "")]
    {
        let found = award(&format!("{HNTE}{SCHEME}A|{NAMED}|{row}2022|30000|已兑付"));
        assert_eq!(found.findings("W406"), warned, "{row}");
    }
    // A line that fails a condition is what the row speaks of; a number that names no payable line is a warning all the same.
    let failed = "企业基本情况\n统一社会信用代码|上年度亩均评价\nA|D\n\n";
    for (record, warned) in [("", ""), ("GR2022-1", "其他政策补助!D2\n")] {
        let found = award(&format!("{failed}{HNTE}{SCHEME}A|{NAMED}|高新技术企业|{record}|2022|30000|已兑付"));
        assert_eq!(found.findings("W406"), warned, "{record}");
    }
}

/// A note is for what is written otherwise in another cell, and among items that are compared.
#[test]
fn only_what_is_written_otherwise_is_noted() {
    const PLATFORM: &str = "创新平台\n统一社会信用代码|平台名称|级别|认定日期|核定金额\n";
    for (rows, noted) in [
        ("A|中心|市级|2022-03-01|1\nA|中心|省级|2022-06-01|2", ""),
        ("A|中心|市级|2022-03-01|1\nA|中心|省级|2022-06-01|2\nA|中　心|国家级|2022-06-01|3", "创新平台!B4\n"),
        (
            "A|中　心|市级|2022-03-01|1\nA|中心|省级|2022-06-01|2\nA|中心|国家级|2022-06-01|3",
            "创新平台!B3\n创新平台!B4\n",
        ),
        ("A|中　心|市级|2022-03-01|1\nA|院|省级|2022-06-01|2", ""),
    ] {
        assert_eq!(award(&format!("{PLATFORM}{rows}")).findings("N311"), noted, "{rows}");
    }
    // A project and a contract of one number are two records.
    let contract = "\n\n技术合同\n统一社会信用代码|合同登记编号|合同类型|认定日期|技术交易额\nA|kj(2021)-017|技术开发|2022-01-01|1000000";
    let project = format!("{PROJECT}A|KJ(2021)-017|重点研发计划|省级|2021-01-01|500000|2022-06-01");
    assert_eq!(award(&format!("{project}{contract}")).findings("N311"), "");
}
