//! 三(四)1–3: the cap's class and its amount.

use crate::town::{PATENT, award, same};

/// The ways into the full class, in the policy's order: output, growth with less energy, titles, projects; then above scale.
fn ways(firm: &str, more: &str) -> String {
    award(&format!("企业基本情况\n{firm}\n\n{more}")).ways()
}

#[test]
fn output_beyond_a_hundred_million_lifts() {
    for (output, way) in [("100000000.00", "否"), ("99999999.99", "否"), ("100000000.01", "过"), ("", "？")] {
        same(
            &ways(&format!("统一社会信用代码|产值|上年产值\nA|{output}|100000000"), ""),
            &format!("A {way} {} 否 否 / 过 /", "否"),
        );
    }
}

const GROWTH: &str = "统一社会信用代码|产值|上年产值|利润总额|上年利润总额|单位能耗|上年单位能耗\n";

#[test]
fn growth_must_exceed_in_output_and_profit_with_less_energy() {
    for (row, way) in [
        ("A|12600001|10000000|1260001|1000000|0.19|0.2", "过"),
        ("A|12600000.01|10000000|1260000.01|1000000|0.199999|0.2", "过"),
        ("A|12600000|10000000|1260001|1000000|0.19|0.2", "否"),
        ("A|12600001|10000000|1260000|1000000|0.19|0.2", "否"),
        ("A|12600001|10000000|1260001|1000000|0.2|0.2", "否"),
        ("A|12600001|10000000|1260001|1000000|0.21|0.2", "否"),
    ] {
        same(&ways(&format!("{GROWTH}{row}"), ""), &format!("A 否 {way} 否 否 / 过 /"));
    }
}

/// Blank, or last year's figure not above zero: not known, unless another part fails for certain.
#[test]
fn growth_from_nothing_is_not_known() {
    for (row, way) in [
        ("A|12600001||1260001|1000000|0.19|0.2", "？"),
        ("A|12600001|0|1260001|1000000|0.19|0.2", "？"),
        ("A|12600001|10000000|1260001|0|0.19|0.2", "？"),
        ("A|12600001|10000000|1260001|-1000000|0.19|0.2", "？"),
        ("A|12600001|10000000||1000000|0.19|0.2", "？"),
        ("A|12600001|10000000|1260001|1000000||0.2", "？"),
        ("A|12600001|10000000|1260001|1000000|0.19|", "？"),
        ("A|12600001|10000000|1260001|1000000|0.19|0", "？"),
        ("A|10000000|10000000|1260001|0|0.19|0.2", "否"),
        ("A|12600001|0|1260001|1000000|0.3|0.2", "否"),
    ] {
        same(&ways(&format!("{GROWTH}{row}"), ""), &format!("A 否 {way} 否 否 / 过 /"));
    }
}

#[test]
fn a_title_of_the_province_or_nation_lifts() {
    for kind in ["专精特新", "单项冠军", "瞪羚企业", "独角兽企业"] {
        for (level, way) in [("国家级", "过"), ("省级", "过"), ("市级", "否"), ("", "？")] {
            let row = format!("A|{kind}|{level}|2022-06-01||");
            same(&title(&row), &format!("A 否 否 {way} 否 / 过 /"));
        }
    }
    same(&title("A|高新技术企业|国家级|2022-06-01||"), "A 否 否 否 否 / 过 /");
    same(&title("A|科技型中小企业|省级|2022-06-01||"), "A 否 否 否 否 / 过 /");
}

fn title(rows: &str) -> String {
    ways("统一社会信用代码\nA", &format!("资质认定\n统一社会信用代码|类别|级别|认定日期|有效期至|状态\n{rows}"))
}

#[test]
fn a_title_must_be_valid_in_the_year() {
    for (row, way) in [
        ("A|专精特新|省级|2022-12-31||", "过"),
        ("A|专精特新|省级|2022-01-01|2022-01-02|", "过"),
        ("A|专精特新|省级|2023-01-01||", "否"),
        ("A|专精特新|省级|2020-06-01|2022-01-01|", "过"),
        ("A|专精特新|省级|2020-06-01|2021-12-31|", "否"),
        ("A|专精特新|省级|2020-06-01|2025-06-01|", "过"),
        ("A|专精特新|省级|2020-06-01||", "？"),
        ("A|专精特新||2020-06-01|2021-12-31|", "否"),
        ("A|专精特新|省级|2022-06-01||撤销", "否"),
        ("A|专精特新|省级|2022-06-01||更名换发", "过"),
        ("A|专精特新|省级|2020-06-01||\nA|单项冠军|省级|2022-06-01||", "过"),
    ] {
        same(&title(row), &format!("A 否 否 {way} 否 / 过 /"));
    }
}

#[test]
fn a_project_of_the_city_or_above_lifts_from_any_year() {
    for (plan, level, day, way) in [
        ("其他", "市级", "2022-12-31", "过"),
        ("重点研发计划", "省级", "2009-01-01", "过"),
        ("科技重大专项", "国家级", "2022-01-01", "过"),
        ("重点研发计划", "县级", "2022-01-01", "否"),
        ("重点研发计划", "国家级", "2023-01-01", "否"),
    ] {
        let row = format!("科技项目\n统一社会信用代码|项目编号|计划类别|级别|立项日期\nA|X|{plan}|{level}|{day}");
        same(&ways("统一社会信用代码\nA", &row), &format!("A 否 否 否 {way} / 过 /"));
    }
}

fn firms(header: &str, row: &str, tax: &str) -> String {
    let tax = format!("税收地方财力\n统一社会信用代码|年度|本年地方财力|上年地方财力|新增地方财力\n{tax}");
    award(&format!("企业基本情况\n统一社会信用代码|{header}\n{row}\n{PATENT}\n{tax}")).firms()
}

#[test]
fn each_class_has_its_share_of_the_increment() {
    same(
        &firms("规模", "A|规上", "A|2022|||1000"),
        "A payable 计 5000.00 另 0.00 above-scale 限额 800.00 扣 4200.00 付 800.00",
    );
    same(
        &firms("产值", "A|100000000.01", "A|2022|||1000"),
        "A payable 计 5000.00 另 0.00 full 限额 1000.00 扣 4000.00 付 1000.00",
    );
    let sme = "资质认定\n统一社会信用代码|类别|证书编号|认定日期\nA|科技型中小企业|S1|2022-01-01";
    let tax = "税收地方财力\n统一社会信用代码|年度|新增地方财力\nA|2022|1000";
    let below = award(&format!("企业基本情况\n统一社会信用代码|规模\nA|规下\n\n{sme}\n\n{tax}"));
    same(&below.firms(), "A payable 计 50000.00 另 0.00 below-scale 限额 500.00 扣 49500.00 付 500.00");
}

/// An open test does not lift the class, and a warning names its cell.
#[test]
fn an_open_way_does_not_lift_and_is_said() {
    let tax = "税收地方财力\n统一社会信用代码|年度|新增地方财力\nA|2022|100000";
    let found = award(&format!("企业基本情况\n统一社会信用代码|产值|上年产值\nA||0\n{PATENT}\n{tax}"));
    same(&found.firms(), "A payable 计 5000.00 另 0.00 above-scale 限额 80000.00 扣 0.00 付 5000.00");
    same(&found.findings("W405"), "企业基本情况!I2");
    let size = award(&format!("企业基本情况\n统一社会信用代码|规模\nA|\n\n{tax}"));
    same(&size.firms(), "A no-award 计 0.00 另 0.00 below-scale 限额 50000.00 扣 0.00 付 0.00");
    same(&size.findings("W405"), "企业基本情况!E2");
}

/// The denominator that is not positive is named, not any figure below zero.
#[test]
fn of_a_growth_from_a_loss_last_years_cell_is_named() {
    let found = award(&format!("企业基本情况\n{GROWTH}A|12600001|10000000|-5|-1000000|0.19|0.2"));
    same(&found.findings("W405"), "企业基本情况!L2");
    let energy = award(&format!("企业基本情况\n{GROWTH}A|12600001|10000000|1260001|1000000|0.19|0"));
    same(&energy.findings("W405"), "企业基本情况!N2");
}

#[test]
fn the_cap_is_rounded_down() {
    for (increment, cap, cut) in [
        ("0.01", "0.00", "5000.00"),
        ("0.06", "0.04", "4999.96"),
        ("6250.00", "5000.00", "0.00"),
        ("6249.99", "4999.99", "0.01"),
        ("6250.01", "5000.00", "0.00"),
    ] {
        let paid = if cut == "5000.00" { "no-award" } else { "payable" };
        let expected = format!("A {paid} 计 5000.00 另 0.00 above-scale 限额 {cap} 扣 {cut} 付 {cap}");
        same(&firms("规模", "A|规上", &format!("A|2022|||{increment}")), &expected);
    }
}

#[test]
fn an_increment_below_zero_caps_at_nothing() {
    for increment in ["0", "-0.01", "-5000000"] {
        let found = firms("规模", "A|规上", &format!("A|2022|||{increment}"));
        same(&found, "A no-award 计 5000.00 另 0.00 above-scale 限额 0.00 扣 5000.00 付 0.00");
    }
}

#[test]
fn the_increment_is_as_supplied_else_the_difference() {
    for (row, cap) in [("A|2022|3000|1000|", "1600.00"), ("A|2022||1000|2000", "1600.00"), ("A|2022|||2000", "1600.00")]
    {
        let expected = format!("A payable 计 5000.00 另 0.00 above-scale 限额 {cap} 扣 3400.00 付 {cap}");
        same(&firms("规模", "A|规上", row), &expected);
    }
    same(
        &firms("规模", "A|规上", "A|2022|1000|3000|"),
        "A no-award 计 5000.00 另 0.00 above-scale 限额 0.00 扣 5000.00 付 0.00",
    );
}

#[test]
fn without_an_increment_the_cap_and_the_firm_are_open() {
    for row in ["A|2022||1000|", "A|2022|1000||", "A|2022|||", "A|2021|||1000"] {
        same(&firms("规模", "A|规上", row), "A undetermined 计 5000.00 另 0.00 above-scale 限额 ？ 扣 ？ 付 ？");
    }
}

/// An open cap matters only if there is something to cap.
#[test]
fn an_open_cap_without_counted_lines_changes_nothing() {
    let tax = "税收地方财力\n统一社会信用代码|年度|新增地方财力\nA|2021|1000";
    let person = "柔性引进人才\n统一社会信用代码|姓名|年度|在临劳动报酬\nA|赵|2022|100";
    same(
        &award(&format!("{person}\n\n{tax}")).firms(),
        "A payable 计 0.00 另 30.00 above-scale 限额 ？ 扣 ？ 付 30.00",
    );
    same(
        &award(&format!("{person}\n{PATENT}\n{tax}")).firms(),
        "A undetermined 计 5000.00 另 30.00 above-scale 限额 ？ 扣 ？ 付 ？",
    );
}

/// Items 8 and 11 stand outside the cap.
#[test]
fn the_cap_covers_the_counted_lines_only() {
    let tax = "税收地方财力\n统一社会信用代码|年度|新增地方财力\nA|2022|1000";
    let person = "柔性引进人才\n统一社会信用代码|姓名|年度|在临劳动报酬\nA|赵|2022|100000";
    same(
        &award(&format!("{person}\n{PATENT}\n{tax}")).firms(),
        "A payable 计 5000.00 另 30000.00 above-scale 限额 800.00 扣 4200.00 付 30800.00",
    );
}
