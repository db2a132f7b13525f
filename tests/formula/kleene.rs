//! Three truths: one certain part can settle what another leaves open.

use crate::value;

/// `a`, `b` → AND, OR; `？` is blank.
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("是", "是", "是", "是"),
    ("是", "否", "否", "是"),
    ("是", "", "？", "是"),
    ("否", "是", "否", "是"),
    ("否", "否", "否", "否"),
    ("否", "", "否", "？"),
    ("", "是", "？", "是"),
    ("", "否", "否", "？"),
    ("", "", "？", "？"),
];

#[test]
fn and_or_not_follow_kleene() {
    for (a, b, and, or) in TABLE {
        let given = format!("合格={a},达标={b}");
        assert_eq!(value("AND(合格,达标)", &given), *and, "AND {given}");
        assert_eq!(value("OR(合格,达标)", &given), *or, "OR {given}");
        // De Morgan.
        assert_eq!(value("NOT(OR(NOT(合格),NOT(达标)))", &given), *and, "{given}");
    }
    for (a, not) in [("是", "否"), ("否", "是"), ("", "？")] {
        assert_eq!(value("NOT(合格)", &format!("合格={a}")), not);
    }
}

#[test]
fn a_blank_makes_every_comparison_unknown() {
    for op in ["=", "<>", "<", "<=", ">", ">="] {
        assert_eq!(value(&format!("投入{op}0"), ""), "？", "{op}");
        assert_eq!(value(&format!("0{op}投入"), ""), "？", "{op}");
        assert_eq!(value(&format!("投入{op}收入"), "投入=5"), "？", "{op}");
        assert_eq!(value(&format!("认定日{op}DATE(2022,1,1)"), ""), "？", "{op}");
    }
    assert_eq!(value("规模=\"规上\"", ""), "？");
    assert_eq!(value("规模<>\"规上\"", ""), "？");
}

/// Of IF only the branch taken must be known; ISBLANK alone is never unknown.
#[test]
fn if_and_isblank() {
    for (given, found) in
        [("合格=是,投入=1", "1"), ("合格=否,收入=2", "2"), ("合格=是,收入=2", "？"), ("投入=1,收入=1", "？")]
    {
        assert_eq!(value("IF(合格,投入,收入)", given), found, "{given}");
    }
    assert_eq!(value("ISBLANK(投入)", ""), "是");
    assert_eq!(value("ISBLANK(投入)", "投入=0"), "否");
    assert_eq!(value("ISBLANK(投入/收入)", "投入=1,收入=0"), "是");
    assert_eq!(value("IF(ISBLANK(投入),收入-上年收入,投入)", "收入=5,上年收入=7"), "-2");
}
