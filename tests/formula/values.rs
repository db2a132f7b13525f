//! Exact decimals, division, dates, and the end of the range.

use crate::value;

#[test]
fn decimals_are_exact() {
    for (source, given, found) in [
        ("投入+收入", "投入=0.1,收入=0.2", "0.3"),
        ("投入+收入=0.3", "投入=0.1,收入=0.2", "是"),
        ("投入-收入", "投入=4345768.23,收入=4345768.22", "0.01"),
        ("投入*5%", "投入=0.3", "0.015"),
        ("投入/收入>=5%", "投入=499999999.99,收入=9999999999.99", "否"),
        ("投入/收入>=5%", "投入=499999999.9995,收入=9999999999.99", "是"),
        ("投入/收入=5%", "投入=333333.33,收入=6666666.60", "是"),
        ("(投入-收入)/收入>26%", "投入=9999999999.99,收入=7936507936.50", "否"),
        ("(投入-收入)/收入>26%", "投入=9999999999.99,收入=7936507936.49", "是"),
        ("(投入-收入)/收入>26%", "投入=12600000.00,收入=10000000.00", "否"),
        ("-投入", "投入=2.50", "-2.5"),
        ("1.5+2*3-4/8", "", "7"),
        ("(1.5+2)*3", "", "10.5"),
        ("2-(1-3)", "", "4"),
        ("26%", "", "0.26"),
        ("0.5%", "", "0.005"),
        ("MAX(投入,收入,3)", "投入=1,收入=2", "3"),
        ("MIN(投入,收入,3)", "投入=1,收入=2", "1"),
        ("MAX(0,投入-收入)", "投入=1,收入=2", "0"),
        ("MAX(0,投入)", "", "？"),
        ("ABS(投入-收入)", "投入=1,收入=2.5", "1.5"),
    ] {
        assert_eq!(value(source, given), found, "{source} with {given}");
    }
}

/// A denominator that is not positive makes a ratio unknown, also nothing by nothing.
#[test]
fn a_denominator_must_be_positive() {
    for (given, found) in [
        ("投入=1,收入=0", "？"),
        ("投入=0,收入=0", "？"),
        ("投入=1,收入=-0.01", "？"),
        ("投入=1", "？"),
        ("收入=1", "？"),
        ("投入=0,收入=0.01", "0"),
        ("投入=-1,收入=0.5", "-2"),
    ] {
        assert_eq!(value("投入/收入", given), found, "{given}");
    }
    assert_eq!(value("AND(投入/收入>1,能耗>1)", "投入=1,收入=0,能耗=1"), "否");
    assert_eq!(value("OR(投入/收入>1,能耗>=1)", "投入=1,收入=0,能耗=1"), "是");
}

#[test]
fn days_and_years() {
    for (source, given, found) in [
        ("YEAR(认定日)", "认定日=2022-12-31", "2022"),
        ("YEAR(认定日)=成立年", "认定日=2022-12-31,成立年=2022", "是"),
        ("认定日<=DATE(成立年,12,31)", "认定日=2022-12-31,成立年=2022", "是"),
        ("认定日<DATE(成立年,12,31)", "认定日=2022-12-31,成立年=2022", "否"),
        ("DATE(2024,2,29)", "", "2024-02-29"),
        // No such day: not known, never another day.
        ("DATE(2023,2,29)", "", "？"),
        ("DATE(2023,13,1)", "", "？"),
        ("DATE(2023,0-1,1)", "", "？"),
        ("YEAR(认定日)", "", "？"),
        ("成立年+3", "成立年=2020", "2023"),
    ] {
        assert_eq!(value(source, given), found, "{source} with {given}");
    }
}

#[test]
fn texts_are_equal_or_not() {
    assert_eq!(value("规模=\"规上\"", "规模=规上"), "是");
    assert_eq!(value("规模<>\"规上\"", "规模=规下"), "是");
    assert_eq!(value("\"规上\"=规模", "规模=规下"), "否");
    assert_eq!(value("合格=达标", "合格=是,达标=否"), "否");
}

#[test]
fn a_unit_is_the_columns_own() {
    assert_eq!(value("UNIT(投入)", ""), "1");
    assert_eq!(value("0.01*MAX(UNIT(投入),UNIT(上年收入))", ""), "100");
}

#[test]
fn beyond_the_range_is_an_error_not_a_number() {
    let most = "投入=79228162514264337593543950335";
    for source in ["投入+投入", "投入*能耗", "-投入-投入", "投入/占比"] {
        assert_eq!(value(source, &format!("{most},能耗=2,占比=0.1")), "overflow", "{source}");
    }
    // What settles a test needs no more.
    assert_eq!(value("AND(合格,投入+投入>0)", &format!("{most},合格=否")), "否");
}
