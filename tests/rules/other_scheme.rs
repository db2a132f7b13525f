//! 三(四), last paragraph: against another scheme the two together come to the higher.

use crate::town::{award, same};

const SCHEME: &str = "\n\n其他政策补助\n统一社会信用代码|政策名称|奖励项目|记录编号|年度|金额|兑付状态\n";
const HNTE: &str = "资质认定\n统一社会信用代码|类别|证书编号|认定日期\nA|高新技术企业|G1|2022-05-01";
const PATENTS: &str = "授权专利\n统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确
    A|ZL202010000001.1|发明|2022-06-01|是|自主研发|是
    A|ZL202010000002.X|发明|2022-06-01|是|自主研发|是
    A|ZL202020000003.1|实用新型|2022-06-01|是|自主研发|是";

#[test]
fn what_was_paid_is_deducted_up_to_what_this_policy_gives() {
    for (other, line) in [
        ("30000", "A hnte G1 首次 payable 100000.00 他 30000.00 = 70000.00"),
        ("99999.99", "A hnte G1 首次 payable 100000.00 他 99999.99 = 0.01"),
        ("100000", "A hnte G1 首次 payable 100000.00 他 100000.00 = 0.00"),
        ("250000", "A hnte G1 首次 payable 100000.00 他 100000.00 = 0.00"),
        ("0", "A hnte G1 首次 payable 100000.00 = 100000.00"),
    ] {
        same(
            &award(&format!(
                "{HNTE}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|高新技术企业|G1|2022|{other}|已兑付"
            ))
            .lines(),
            line,
        );
    }
}

#[test]
fn what_is_not_paid_yet_goes_to_the_higher() {
    for (other, line, warned) in [
        ("100000.01", "A hnte G1 首次 payable 100000.00 他 100000.00 = 0.00", ""),
        ("100000.00", "A hnte G1 首次 payable 100000.00 = 100000.00", "其他政策补助!F2"),
        ("99999.99", "A hnte G1 首次 payable 100000.00 = 100000.00", "其他政策补助!F2"),
    ] {
        let found = award(&format!(
            "{HNTE}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G1|2022|{other}|未兑付"
        ));
        same(&found.lines(), line);
        same(&found.findings("W407"), warned);
    }
}

/// Without a record it stands against the item's total, taken from the lines in order.
#[test]
fn without_a_record_it_stands_against_the_item() {
    same(
        &award(&format!(
            "{PATENTS}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|授权专利||2022|7000|已兑付"
        ))
        .lines(),
        "A patent ZL202010000001.1 payable 5000.00 他 5000.00 = 0.00
         A patent ZL202010000002.X payable 5000.00 他 2000.00 = 3000.00
         A patent ZL202020000003.1 payable 500.00 = 500.00",
    );
    same(
        &award(&format!(
            "{PATENTS}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|授权专利||2022|10500|未兑付"
        ))
        .lines(),
        "A patent ZL202010000001.1 payable 5000.00 = 5000.00
         A patent ZL202010000002.X payable 5000.00 = 5000.00
         A patent ZL202020000003.1 payable 500.00 = 500.00",
    );
    same(
        &award(&format!(
            "{PATENTS}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|授权专利||2022|10500.01|未兑付"
        ))
        .lines(),
        "A patent ZL202010000001.1 payable 5000.00 他 5000.00 = 0.00
         A patent ZL202010000002.X payable 5000.00 他 5000.00 = 0.00
         A patent ZL202020000003.1 payable 500.00 他 500.00 = 0.00",
    );
}

#[test]
fn a_patent_is_matched_in_any_way_of_writing_its_number() {
    for written in ["ZL202010000002.X", "202010000002X", "CN202010000002.x", "zl202010000002x"] {
        same(
            &award(&format!(
                "{PATENTS}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|授权专利|{written}|2022|2000|已兑付"
            ))
            .lines(),
            "A patent ZL202010000001.1 payable 5000.00 = 5000.00
             A patent ZL202010000002.X payable 5000.00 他 2000.00 = 3000.00
             A patent ZL202020000003.1 payable 500.00 = 500.00",
        );
    }
}

/// Several rows apply in the order read, each against what the earlier left.
#[test]
fn rows_apply_one_after_the_other() {
    let rows = "A|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G1|2022|60000|已兑付\nA|临清市关于支持轴承产业创新发展实施方案（试行）|hnte||2022|30000|已兑付\nA|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G1|2022|10000.01|未兑付";
    let found = award(&format!("{HNTE}{SCHEME}{rows}"));
    same(&found.lines(), "A hnte G1 首次 payable 100000.00 他 100000.00 = 0.00");
    same(
        &found.matters(),
        "其他: 本 100000.00 其 60000.00 Paid 扣 60000.00
         其他: 本 40000.00 其 30000.00 Paid 扣 30000.00
         其他: 本 10000.00 其 10000.01 OtherPays 扣 10000.00",
    );
    // The other way round the first leaves all to the second.
    let rows = "A|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G1|2022|10000.01|未兑付\nA|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G1|2022|60000|已兑付";
    same(&award(&format!("{HNTE}{SCHEME}{rows}")).lines(), "A hnte G1 首次 payable 100000.00 他 60000.00 = 40000.00");
}

#[test]
fn a_record_that_names_no_payable_line_is_a_warning() {
    let unmatched =
        award(&format!("{HNTE}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G9|2022|60000|已兑付"));
    same(&unmatched.lines(), "A hnte G1 首次 payable 100000.00 = 100000.00");
    same(&unmatched.findings("W406"), "其他政策补助!D2");
    let firm = "企业基本情况\n统一社会信用代码|上年度亩均评价\nA|D\n\n";
    let failed = award(&format!(
        "{firm}{HNTE}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G1|2022|60000|已兑付"
    ));
    same(&failed.lines(), "A hnte G1 首次 failed 100000.00 = 0.00");
    same(&failed.findings("W406"), "其他政策补助!D2");
}

#[test]
fn other_items_and_years_and_firms_do_not_touch() {
    for row in [
        "A|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G1|2021|60000|已兑付",
        "A|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G1|2023|60000|已兑付",
        "A|临清市关于支持轴承产业创新发展实施方案（试行）|tech-sme||2022|60000|已兑付",
        "B|临清市关于支持轴承产业创新发展实施方案（试行）|hnte|G1|2022|60000|已兑付",
    ] {
        let firms = "企业基本情况\n统一社会信用代码\nA\nB\n\n";
        let found = award(&format!("{firms}{HNTE}{SCHEME}{row}"));
        same(&found.lines(), "A hnte G1 首次 payable 100000.00 = 100000.00");
    }
}

/// L is what this policy gives after the item's own limits.
#[test]
fn the_other_scheme_comes_after_the_limits() {
    let contracts = "技术合同\n统一社会信用代码|合同登记编号|合同类型|认定日期|技术交易额
        A|T1|技术开发|2022-01-01|20000000\nA|T2|技术开发|2022-01-01|20000000";
    same(
        &award(&format!(
            "{contracts}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|tech-contract|T2|2022|150000|未兑付"
        ))
        .lines(),
        "A tech-contract T1 payable 400000.00 = 400000.00
         A tech-contract T2 payable 400000.00 年 300000.00 他 100000.00 = 0.00",
    );
    let imports = "技术引进合作\n统一社会信用代码|合同编号|合作方式|支付年度|实际支付金额|落地见效
        A|J1|技术引进|2022|1600000|是\nA|J1|技术引进|2022|1000000|是";
    same(
        &award(&format!(
            "{imports}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|tech-import|J1|2022|900000|已兑付"
        ))
        .lines(),
        "A tech-import J1 payable 800000.00 他 800000.00 = 0.00
         A tech-import J1 payable 500000.00 限 300000.00 他 100000.00 = 100000.00",
    );
}

/// What lost inside the policy has nothing left to deduct from.
#[test]
fn a_loser_inside_the_policy_is_not_deducted_from_again() {
    let platforms = "创新平台\n统一社会信用代码|平台名称|级别|认定日期|核定金额
        A|中心|市级|2022-03-01|200000\nA|中心|省级|2022-06-01|300000";
    same(
        &award(&format!(
            "{platforms}{SCHEME}A|临清市关于支持轴承产业创新发展实施方案（试行）|platform|中心|2022|250000|已兑付"
        ))
        .lines(),
        "A platform 中心 payable 200000.00 同 200000.00 = 0.00
         A platform 中心 payable 300000.00 他 250000.00 = 50000.00",
    );
}
