//! 三(三)3–7, 9, 10: the items of firms, what counts and what it pays.

use crate::town::{award, same};

fn lines(table: &str, header: &str, rows: &[&str]) -> String {
    award(&format!("{table}\n统一社会信用代码|{header}\n{}", rows.join("\n"))).lines()
}

const PLATFORM: &str = "平台名称|级别|认定日期|核定金额";

/// 三(三)3: what was decided, within the level's ceiling.
#[test]
fn a_platform_is_paid_what_was_decided_up_to_its_ceiling() {
    for (level, ceiling, below, above) in [
        ("国家级", "5000000.00", "4999999.99", "5000000.01"),
        ("省级", "1000000.00", "999999.99", "1000000.01"),
        ("市级", "200000.00", "199999.99", "200000.01"),
    ] {
        for (decided, paid) in [(ceiling, ceiling), (below, below), (above, ceiling), ("0.00", "0.00")] {
            let row = format!("A|中心|{level}|2022-05-01|{decided}");
            let found = lines("创新平台", PLATFORM, &[&row]);
            same(&found, &format!("A platform 中心 payable {paid} = {paid}"));
        }
    }
}

#[test]
fn a_platform_without_a_decision_is_pending_and_of_another_year_nothing() {
    same(&lines("创新平台", PLATFORM, &["A|中心|省级|2022-05-01|"]), "A platform 中心 pending ？ = 0.00");
    same(&lines("创新平台", PLATFORM, &["A|中心|省级|2021-12-31|100", "A|心|省级|2023-01-01|100"]), "");
    let above = award("创新平台\n统一社会信用代码|平台名称|级别|认定日期|核定金额\nA|中心|市级|2022-05-01|200000.01");
    same(&above.findings("W404"), "创新平台!F2");
    let pending = award("创新平台\n统一社会信用代码|平台名称|级别|认定日期|核定金额\nA|中心|市级|2022-05-01|");
    same(&pending.findings("W411"), "创新平台!F2");
}

const DEDUCTION: &str = "所属年度|申报类型|加计扣除总额";

/// 三(三)4: 25 % of the extra deduction, rounded once, half-up.
#[test]
fn a_deduction_pays_a_quarter_rounded_half_up() {
    for (base, paid) in
        [("0.01", "0.00"), ("0.02", "0.01"), ("0.03", "0.01"), ("100.10", "25.03"), ("100.06", "25.02"), ("0", "0.00")]
    {
        let row = format!("A|2022|年度汇算|{base}");
        same(&lines("研发加计扣除", DEDUCTION, &[&row]), &format!("A rd-deduction - payable {paid} = {paid}"));
    }
}

#[test]
fn the_years_settlement_stands_alone_beside_a_prepayment() {
    let prepaid = "A rd-deduction - barred(another) 25.00 = 0.00";
    let settled = "A rd-deduction - payable 100.00 = 100.00";
    let (p, s) = ("A|2022|预缴|100", "A|2022|年度汇算|400");
    same(&lines("研发加计扣除", DEDUCTION, &[p, s]), &format!("{prepaid}\n{settled}"));
    same(&lines("研发加计扣除", DEDUCTION, &[s, p]), &format!("{settled}\n{prepaid}"));
    same(&lines("研发加计扣除", DEDUCTION, &[p]), "A rd-deduction - payable 25.00 = 25.00");
    same(&lines("研发加计扣除", DEDUCTION, &[p, "A|2022||400"]), &format!("{prepaid}\n{settled}"));
    same(&lines("研发加计扣除", DEDUCTION, &[p, "A|2021|年度汇算|400"]), "A rd-deduction - payable 25.00 = 25.00");
}

const PATENT: &str = "专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确";

/// 三(三)5: inventions and utility models of one's own.
#[test]
fn a_patent_pays_by_its_kind() {
    same(
        &lines(
            "授权专利",
            PATENT,
            &["A|ZL1|发明|2022-01-01|是|自主研发|是", "A|ZL2|实用新型|2022-12-31|是|自主研发|是"],
        ),
        "A patent ZL1 payable 5000.00 = 5000.00\nA patent ZL2 payable 500.00 = 500.00",
    );
}

#[test]
fn a_patent_that_is_not_ones_own_makes_no_line() {
    for row in [
        "A|ZL1|发明|2021-12-31|是|自主研发|是",
        "A|ZL1|发明|2023-01-01|是|自主研发|是",
        "A|ZL1|发明|2022-06-01|否|自主研发|是",
        "A|ZL1|发明|2022-06-01|是|受让|是",
        "A|ZL1|发明|2022-06-01|是|其他|是",
        "A|ZL1|发明|2022-06-01|是|自主研发|否",
        "A|ZL1|外观设计|2022-06-01|是|自主研发|是",
    ] {
        same(&lines("授权专利", PATENT, &[row]), "");
    }
}

const PROJECT: &str = "项目编号|计划类别|级别|立项日期|上级资助额度|首批资金到位日期";

/// 三(三)6: 20 % of the grant, when its first part has arrived.
#[test]
fn a_project_pays_a_fifth_of_the_grant() {
    for (plan, level) in [("科技重大专项", "国家级"), ("重点研发计划", "省级"), ("重点研发计划", "市级")]
    {
        let row = format!("A|X1|{plan}|{level}|2020-01-01|500000.03|2022-01-01");
        same(&lines("科技项目", PROJECT, &[&row]), "A project X1 payable 100000.01 = 100000.01");
    }
}

#[test]
fn a_project_whose_money_has_not_arrived_makes_no_line() {
    for row in [
        "A|X1|重点研发计划|省级|2022-01-01|500000|",
        "A|X1|重点研发计划|省级|2022-01-01|500000|2021-12-31",
        "A|X1|重点研发计划|省级|2022-01-01|500000|2023-01-01",
        "A|X1|其他|省级|2022-01-01|500000|2022-06-01",
        "A|X1|重点研发计划|县级|2022-01-01|500000|2022-06-01",
    ] {
        same(&lines("科技项目", PROJECT, &[row]), "");
    }
    same(
        &lines("科技项目", PROJECT, &["A|X1|重点研发计划|省级|2022-01-01||2022-06-01"]),
        "A project X1 pending ？ = 0.00",
    );
}

const IMPORT: &str = "合同编号|合作方式|支付年度|实际支付金额|落地见效|核定比例";

/// 三(三)7: half of what was paid, or the share decided, for every way of working together.
#[test]
fn an_imported_technology_pays_its_share() {
    for way in ["技术引进", "合作开发", "委托研发"] {
        let row = format!("A|J1|{way}|2022|100.01|是|");
        same(&lines("技术引进合作", IMPORT, &[&row]), "A tech-import J1 payable 50.01 = 50.01");
    }
    for (share, paid) in [("50%", "50000.00"), ("66.67%", "66670.00"), ("100%", "100000.00")] {
        let row = format!("A|J1|技术引进|2022|100000|是|{share}");
        same(&lines("技术引进合作", IMPORT, &[&row]), &format!("A tech-import J1 payable {paid} = {paid}"));
    }
    same(&lines("技术引进合作", IMPORT, &["A|J1|技术引进|2022|100|否|", "A|J2|技术引进|2021|100|是|"]), "");
}

const CONTRACT: &str = "合同登记编号|合同类型|认定日期|技术交易额|前次转让金额|核定比例";

/// 三(三)9: 2 % of what a contract adds.
#[test]
fn a_contract_pays_a_share_of_what_it_adds() {
    for (row, paid) in [
        ("A|T1|技术开发|2022-01-01|1000000||", "20000.00"),
        ("A|T1|技术转让|2022-12-31|1000000|400000|", "12000.00"),
        ("A|T1|技术转让|2022-12-31|1000000|1000000|", "0.00"),
        ("A|T1|技术转让|2022-12-31|1000000|1000000.01|", "0.00"),
        ("A|T1|技术转让|2022-12-31|1000000|999999.75|", "0.01"),
        ("A|T1|技术开发|2022-06-01|1000000||1.5%", "15000.00"),
        ("A|T1|技术开发|2022-06-01|1000000||0%", "0.00"),
    ] {
        same(&lines("技术合同", CONTRACT, &[row]), &format!("A tech-contract T1 payable {paid} = {paid}"));
    }
}

#[test]
fn other_contracts_make_no_line() {
    for row in [
        "A|T1|技术许可|2022-06-01|1000000||",
        "A|T1|技术咨询|2022-06-01|1000000||",
        "A|T1|技术服务|2022-06-01|1000000||",
        "A|T1|技术开发|2021-12-31|1000000||",
        "A|T1|技术开发|2023-01-01|1000000||",
    ] {
        same(&lines("技术合同", CONTRACT, &[row]), "");
    }
}

const DEPUTY: &str = "姓名|认定文号|聘期起|聘期止|费用年度|技术咨询费|交通费|其他相关费用";

/// 三(三)10: half of the fees, of a post that overlaps the year.
#[test]
fn a_deputy_pays_half_the_fees() {
    for (row, paid) in [
        ("A|李|文1|2022-01-01|2022-12-31|2022|100.01|20|30", "75.01"),
        ("A|李|文1|2022-12-31|2023-12-31|2022|100||", "50.00"),
        ("A|李|文1|2020-01-01|2022-01-01|2022|||30", "15.00"),
        ("A|李|文1|2020-01-01|2025-01-01|2022|||", "0.00"),
    ] {
        same(&lines("科技副总", DEPUTY, &[row]), &format!("A vice-president 李 payable {paid} = {paid}"));
    }
}

#[test]
fn a_deputy_outside_the_year_or_without_a_paper_is_not_paid() {
    for row in [
        "A|李|文1|2021-01-01|2021-12-31|2022|100||",
        "A|李|文1|2023-01-01|2023-12-31|2022|100||",
        "A|李|文1|2022-01-01|2022-12-31|2021|100||",
    ] {
        same(&lines("科技副总", DEPUTY, &[row]), "");
    }
    let found = award(&format!("科技副总\n统一社会信用代码|{DEPUTY}\nA|李||2022-01-01|2022-12-31|2022|100||"));
    same(&found.lines(), "A vice-president 李 pending ？ = 0.00");
    same(&found.findings("W411"), "科技副总!C2");
}
