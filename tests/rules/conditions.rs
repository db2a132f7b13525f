//! 三(一), 三(二): the five conditions, each passed, failed or not known. Order: industry, size, R&D, land rating, clean record.

use crate::town::{PATENT, award, same};

fn conditions(firm: &str, more: &str) -> String {
    award(&format!("企业基本情况\n{firm}\n{PATENT}\n{more}")).conditions()
}

#[test]
fn a_bearing_firm_above_scale_with_enough_research_passes() {
    same(&conditions("统一社会信用代码\nA", ""), "A 过 过 过 过 过");
}

#[test]
fn another_industry_fails_and_a_blank_is_not_known() {
    same(&conditions("统一社会信用代码 | 轴承工业企业\nA | 否\nB |", ""), "A 否 过 过 过 过\nB ？ 过 过 过 过");
}

#[test]
fn below_scale_needs_a_technology_sme_record_of_the_year() {
    let firms = "统一社会信用代码 | 规模\nA|规下\nB|规下\nC|规下\nD|规下\nE|规下\nF|规下\nG|规下\nH|";
    let records = "
资质认定
统一社会信用代码 | 类别 | 认定日期 | 状态
A | 科技型中小企业 | 2022-01-01 | 有效
B | 科技型中小企业 | 2022-12-31 |
C | 科技型中小企业 | 2021-12-31 | 有效
D | 科技型中小企业 | 2023-01-01 | 有效
E | 科技型中小企业 | 2022-06-01 | 撤销
F | 科技型中小企业 | 2022-06-01 | 更名换发
G | 高新技术企业   | 2022-06-01 | 有效
H | 科技型中小企业 | 2022-06-01 | 有效
";
    same(
        &conditions(firms, records),
        "A 过 过 过 过 过\nB 过 过 过 过 过\nC 过 否 过 过 过\nD 过 否 过 过 过\nE 过 否 过 过 过\nF 过 过 过 过 过
         G 过 否 过 过 过\nH 过 过 过 过 过",
    );
}

#[test]
fn an_unknown_size_is_open_only_without_a_record() {
    same(&conditions("统一社会信用代码 | 规模\nA |", ""), "A 过 ？ 过 过 过");
}

#[test]
fn research_is_five_percent_of_sales_or_more_exactly() {
    let firms = "统一社会信用代码 | 研发投入 | 销售收入
        A | 5000000.00 | 100000000
        B | 4999999.99 | 100000000
        C | 5000000.01 | 100000000
        D | 0          | 100000000
        E | 333333.33  | 6666666.60
        F | 333333.32  | 6666666.60
        G | 499999999.99 | 9999999999.99";
    same(
        &conditions(firms, ""),
        "A 过 过 过 过 过\nB 过 过 否 过 过\nC 过 过 过 过 过\nD 过 过 否 过 过\nE 过 过 过 过 过\nF 过 过 否 过 过
         G 过 过 否 过 过",
    );
}

#[test]
fn research_without_known_or_positive_sales_is_not_known() {
    let firms = "统一社会信用代码 | 研发投入 | 销售收入\nA | | 100\nB | 100 |\nC | 100 | 0\nD | | 0\nE | 0 | 0";
    let expected = "A 过 过 ？ 过 过\nB 过 过 ？ 过 过\nC 过 过 ？ 过 过\nD 过 过 ？ 过 过\nE 过 过 ？ 过 过";
    same(&conditions(firms, ""), expected);
}

#[test]
fn the_land_rating_is_a_b_or_c() {
    let firms = "统一社会信用代码 | 上年度亩均评价\nA|A\nB|B\nC|C\nD|D\nE|未评价\nF|";
    let expected =
        "A 过 过 过 过 过\nB 过 过 过 过 过\nC 过 过 过 过 过\nD 过 过 过 否 过\nE 过 过 过 否 过\nF 过 过 过 ？ 过";
    same(&conditions(firms, ""), expected);
}

/// 二(一)2: whatever the cell says, also blank, D or 未评价.
#[test]
fn first_recognised_last_year_has_a_good_land_rating() {
    let firms = "统一社会信用代码 | 上年度亩均评价\nA|D\nB|未评价\nC|\nD|D\nE|D\nF|D\nG|D\nH|\nI|D\nJ|D";
    let records = "
资质认定
统一社会信用代码 | 类别 | 认定日期 | 状态
A | 高新技术企业 | 2021-01-01 | 有效
B | 高新技术企业 | 2021-12-31 |
C | 高新技术企业 | 2021-06-01 | 有效
D | 高新技术企业 | 2020-12-31 | 有效
E | 高新技术企业 | 2022-01-01 | 有效
F | 高新技术企业 | 2018-06-01 | 撤销
F | 高新技术企业 | 2021-06-01 | 有效
G | 高新技术企业 | 2021-06-01 | 撤销
H | 高新技术企业 | 2021-06-01 | 更名换发
I | 科技型中小企业 | 2021-06-01 | 有效
J | 高新技术企业 | 2018-06-01 | 更名换发
J | 高新技术企业 | 2021-06-01 | 有效
";
    same(
        &conditions(firms, records),
        "A 过 过 过 过 过\nB 过 过 过 过 过\nC 过 过 过 过 过\nD 过 过 过 否 过\nE 过 过 过 否 过\nF 过 过 过 否 过
         G 过 过 过 否 过\nH 过 过 过 ？ 过\nI 过 过 过 否 过\nJ 过 过 过 过 过",
    );
}

#[test]
fn a_grave_accident_of_the_year_counts_a_lesser_one_does_not() {
    for category in ["安全责任事故", "环境问题"] {
        for (grade, passed) in [("一般", "过"), ("较大", "否"), ("重大", "否"), ("特别重大", "否"), ("", "？")]
        {
            let record =
                format!("不良记录\n统一社会信用代码|类别|等级|发生日期|状态\nA|{category}|{grade}|2022-06-01|已解除");
            same(&conditions("统一社会信用代码\nA", &record), &format!("A 过 过 过 过 {passed}"));
        }
    }
}

#[test]
fn other_bad_records_count_at_any_level() {
    for category in ["严重失信", "严重税收违法", "节能不达标", "排污不达标", "绿色门槛不符"] {
        for grade in ["", "一般", "较大"] {
            let record =
                format!("不良记录\n统一社会信用代码|类别|等级|发生日期|状态\nA|{category}|{grade}|2022-06-01|已解除");
            same(&conditions("统一社会信用代码\nA", &record), "A 过 过 过 过 否");
        }
    }
}

#[test]
fn a_bad_record_counts_in_its_year_and_while_it_lasts() {
    for (day, state, passed) in [
        ("2022-01-01", "已解除", "否"),
        ("2022-12-31", "已解除", "否"),
        ("2021-12-31", "已解除", "过"),
        ("2021-12-31", "未解除", "否"),
        ("2021-12-31", "", "否"),
        ("2010-01-01", "未解除", "否"),
        ("2023-01-01", "未解除", "过"),
    ] {
        let record = format!("不良记录\n统一社会信用代码|类别|发生日期|状态\nA|严重失信|{day}|{state}");
        same(&conditions("统一社会信用代码\nA", &record), &format!("A 过 过 过 过 {passed}"));
    }
}

#[test]
fn one_bad_record_settles_what_another_leaves_open() {
    let header = "不良记录\n统一社会信用代码|类别|等级|发生日期|状态";
    let open = "A|环境问题||2022-02-01|";
    let counts = "A|严重失信||2022-03-01|";
    let mild = "A|环境问题|一般|2022-03-01|";
    let old = "A|环境问题||2021-03-01|已解除";
    for (rows, passed) in [
        (format!("{open}\n{counts}"), "否"),
        (format!("{counts}\n{open}"), "否"),
        (format!("{open}\n{mild}"), "？"),
        (mild.to_owned(), "过"),
        (old.to_owned(), "过"),
    ] {
        let found = conditions("统一社会信用代码\nA", &format!("{header}\n{rows}"));
        same(&found, &format!("A 过 过 过 过 {passed}"));
    }
}

/// 弄虚作假 is not a condition: it disqualifies.
#[test]
fn lying_is_not_a_condition() {
    let record = "不良记录\n统一社会信用代码|类别|等级|发生日期\nA|弄虚作假|重大|2022-06-01";
    same(&conditions("统一社会信用代码\nA", record), "A 过 过 过 过 过");
}

#[test]
fn a_failed_condition_fails_the_line_an_open_one_leaves_it_open() {
    for (rating, status) in [("D", "failed"), ("", "undetermined")] {
        let found = award(&format!("企业基本情况\n统一社会信用代码|上年度亩均评价\nA|{rating}\n{PATENT}"));
        same(&found.lines(), &format!("A patent ZL202010000001.1 {status} 5000.00 = 0.00"));
    }
    // Failed goes before undetermined.
    let both = award(&format!("企业基本情况\n统一社会信用代码|上年度亩均评价|轴承工业企业\nA||否\n{PATENT}"));
    same(&both.lines(), "A patent ZL202010000001.1 failed 5000.00 = 0.00");
}

#[test]
fn a_missing_cell_is_named() {
    let found = award(&format!("企业基本情况\n统一社会信用代码|研发投入|销售收入\nA||100\n{PATENT}"));
    same(&found.findings("W408"), "企业基本情况!G2");
    let nought = award(&format!("企业基本情况\n统一社会信用代码|研发投入|销售收入\nA|0|0\n{PATENT}"));
    same(&nought.findings("W408"), "企业基本情况!F2");
    let grade = "不良记录\n统一社会信用代码|类别|等级|发生日期\nA|环境问题||2022-06-01";
    same(&award(&format!("{PATENT}\n{grade}")).findings("W408"), "不良记录!C2");
}

/// Item 8 needs a clean record alone, item 11 also a bearing firm, all others every condition.
#[test]
fn each_item_needs_its_own_conditions() {
    let records = "
人才入选
统一社会信用代码 | 姓名 | 工程名称 | 级别 | 培养方式 | 入选日期
A | 张 | 泰山 | 省部级 | 自主培养 | 2022-07-01

孵化载体
统一社会信用代码 | 载体名称 | 载体类型 | 级别 | 备案日期
A | 众创 | 专业化众创空间 | 国家级 | 2022-06-06
";
    let of = |firm: &str, more: &str| award(&format!("企业基本情况\n{firm}\n{PATENT}\n{records}\n{more}")).lines();
    same(
        &of("统一社会信用代码|规模|研发投入|上年度亩均评价\nA|规下|0|D", ""),
        "A patent ZL202010000001.1 failed 5000.00 = 0.00
         A makerspace 众创 payable 1000000.00 = 1000000.00
         A talent-listed 张 payable 200000.00 = 200000.00",
    );
    same(
        &of("统一社会信用代码|轴承工业企业\nA|否", ""),
        "A patent ZL202010000001.1 failed 5000.00 = 0.00
         A makerspace 众创 payable 1000000.00 = 1000000.00
         A talent-listed 张 failed 200000.00 = 0.00",
    );
    same(
        &of("统一社会信用代码\nA", "不良记录\n统一社会信用代码|类别|发生日期\nA|严重失信|2022-06-01"),
        "A patent ZL202010000001.1 failed 5000.00 = 0.00
         A makerspace 众创 failed 1000000.00 = 0.00
         A talent-listed 张 failed 200000.00 = 0.00",
    );
}
