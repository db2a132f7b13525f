//! Facts of every kind: counted, summed, taken, derived, by standing; conditions that rest on them.

use crate::award;
use crate::outcome::same;

#[test]
fn a_count_is_open_while_one_record_is() {
    let header = "绿色证书\n代码|证号|类别|发证日期|状态\n";
    for (rows, count) in [
        ("A|1|有机|2020-01-01|在用\nA|2|绿色|2020-01-01|\nA|3|有机|2030-01-01|", "2"),
        ("A|1|有机|2020-01-01|注销", "0"),
        ("B|1|有机|2020-01-01|在用", "0"),
    ] {
        assert_eq!(award(&format!("{header}{rows}")).fact("在用有机证数"), count);
    }
}

#[test]
fn a_sum_is_open_while_one_figure_is() {
    let header = "设备购置\n代码|购置日期|台数|单价\n";
    for (rows, sum) in [
        ("A|2030-01-01|2|100.50\nA|2030-12-31|1|0.25\nA|2029-12-31|5|100", "201.25"),
        ("A|2030-01-01|2|100.50\nA|2030-12-31||0.25", "？"),
        ("A|2030-01-01|2|100.50\nA|2031-01-01||", "201"),
        ("A|2029-01-01|2|100.50", "0"),
    ] {
        assert_eq!(award(&format!("{header}{rows}")).fact("本年设备款"), sum, "{rows}");
    }
}

#[test]
fn a_derived_fact_follows_the_blank_rules() {
    for (workers, fact) in
        [("10", "300000"), ("0", "？"), ("-1", "？"), ("", "？"), ("7", "428571.42857142857142857142857")]
    {
        let register = format!("茶企名册\n代码|单位|类型|茶园面积|从业人数\nA|甲|公司|11|{workers}");
        assert_eq!(award(&register).fact("人均产值"), fact);
    }
}

#[test]
fn conditions_may_rest_on_facts_at_their_edges() {
    for (area, workers, conditions) in [
        ("10.5", "99", "过 过"),
        ("10.49", "100", "否 否"),
        ("10.500001", "100.000001", "过 否"),
        ("", "99.999", "？ 过"),
    ] {
        let register = format!("茶企名册\n代码|单位|类型|茶园面积|从业人数\nA|甲|公司|{area}|{workers}");
        same(&award(&register).conditions(), &format!("A {conditions}"));
    }
}

#[test]
fn standing_of_this_year_is_a_fact_too() {
    let header = "绿色证书\n代码|证号|类别|发证日期\n";
    assert_eq!(award(&format!("{header}A|1|有机|2030-06-01")).fact("初次获证"), "过");
    assert_eq!(award(&format!("{header}A|1|有机|2030-06-01\nA|0|有机|2029-06-01")).fact("初次获证"), "否");
    assert_eq!(award("").fact("初次获证"), "否");
}

#[test]
fn the_fund_and_the_target_follow_the_policys_own_formulas() {
    let register = "茶企名册\n代码|单位|类型|茶园面积|从业人数\nA|甲|公司|11|1\nB|乙|家庭农场|11|1\nC|丙|合作社|11|1\nD|丁||11|1\n\n";
    let report =
        "茶企年报\n代码|报告年度|产值|上年产值\nA|2030|300|100\nB|2030|900|100\nC|2030|100|150\nD|2030|900|1\n\n";
    let machines = "设备购置\n代码|购置日期|台数|单价\nA|2030-01-01|2|15000\nC|2030-01-01|2|15000";
    let found = award(&format!("{register}{report}{machines}"));
    assert_eq!(found.fund().split(" / ").next(), Some("150.00"));
    let targets = found.targets();
    assert_eq!((targets[0].value.map(|value| value.to_string()), targets[0].unknown), (Some("3".to_owned()), 1));
}

/// A column of items compares with the item's name and with its id.
#[test]
fn an_item_is_named_by_its_name_or_its_id() {
    for item in ["参展补助", "fair"] {
        let fact =
            format!("[[fact]]\nname = \"参展次数\"\ntable = \"往年扶持\"\ncount = '项目=\"{item}\"'\n\n[[standing]]");
        let text = include_str!("../policies/tea.toml").replacen("[[standing]]", &fact, 1).replacen(
            "test = '茶园面积>=面积下限'",
            "test = '参展次数<2'",
            1,
        );
        let policy = crate::load(&text);
        let past = |count: usize| {
            let row = "A|2029|参展补助|春交会|100\n";
            format!("往年扶持\n代码|发放年度|项目|编号|发放金额\n{}A|2029|纳税奖||100\n", row.repeat(count))
        };
        assert_eq!(crate::award_by(&policy, &past(1)).award.firms.raw[0].conditions.raw[0], Some(true), "{item}");
        assert_eq!(crate::award_by(&policy, &past(2)).award.firms.raw[0].conditions.raw[0], Some(false), "{item}");
    }
}
