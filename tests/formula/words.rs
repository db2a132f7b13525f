//! A computation with its figures, as a person checks it; a test that fails shows the relation that holds instead.

use jiangbu::formula::value_words;

use crate::{case, parsed};

fn words(source: &str, given: &str) -> String {
    let mut case = case(given);
    let formula = parsed(source, &mut case);
    value_words(&formula, &case)
}

#[test]
fn a_ratio_is_shown_with_its_figures_and_bound() {
    assert_eq!(
        words("投入/收入>=5%", "投入=12300000,收入=180000000"),
        "投入 12,300,000.00 ÷ 收入 180,000,000.00 = 6.83% ≥ 5%"
    );
    assert_eq!(
        words("投入/收入>=下限", "投入=12300000,收入=180000000,下限=0.05"),
        "投入 12,300,000.00 ÷ 收入 180,000,000.00 = 6.83% ≥ 5%"
    );
}

#[test]
fn a_failing_test_shows_what_holds() {
    for (source, shown) in [
        ("投入/收入>=5%", "投入 4.00 ÷ 收入 100.00 = 4% < 5%"),
        ("投入/收入>5%", "投入 4.00 ÷ 收入 100.00 = 4% ≤ 5%"),
        ("投入/收入<=3%", "投入 4.00 ÷ 收入 100.00 = 4% > 3%"),
        ("投入/收入<3%", "投入 4.00 ÷ 收入 100.00 = 4% ≥ 3%"),
        ("投入>收入", "投入 4.00 ≤ 收入 100.00"),
        ("投入=收入", "投入 4.00 ≠ 收入 100.00"),
        ("投入<>4", "投入 4.00 = 4"),
    ] {
        assert_eq!(words(source, "投入=4,收入=100"), shown, "{source}");
    }
}

/// A share that misses its bound is never shown equal to it.
#[test]
fn a_share_is_shown_as_finely_as_it_takes() {
    for (given, shown) in [
        ("投入=4999999.99,收入=100000000", "投入 4,999,999.99 ÷ 收入 100,000,000.00 = 4.99999999% < 5%"),
        ("投入=4999.99,收入=100000", "投入 4,999.99 ÷ 收入 100,000.00 = 4.99999% < 5%"),
        ("投入=499999999.99,收入=9999999999.99", "投入 499,999,999.99 ÷ 收入 9,999,999,999.99 = 4.9999999999% < 5%"),
        ("投入=5000000.01,收入=100000000", "投入 5,000,000.01 ÷ 收入 100,000,000.00 = 5.00000001% ≥ 5%"),
        ("投入=5,收入=100", "投入 5.00 ÷ 收入 100.00 = 5% ≥ 5%"),
        ("投入=999,收入=100", "投入 999.00 ÷ 收入 100.00 = 999% ≥ 5%"),
        ("投入=1000,收入=100", "投入 1,000.00 ÷ 收入 100.00 = 10 倍 ≥ 5%"),
        // Nobody reads 198,019,801.98 %.
        ("投入=1980198.02,收入=1", "投入 1,980,198.02 ÷ 收入 1.00 = 1,980,198.02 倍 ≥ 5%"),
    ] {
        assert_eq!(words("投入/收入>=5%", given), shown);
    }
    // Beside a bound that is as large it stays a share.
    assert_eq!(words("投入/收入>=1000%", "投入=1200,收入=100"), "投入 1,200.00 ÷ 收入 100.00 = 1,200% ≥ 1,000%");
}

/// Nor is any figure.
#[test]
fn a_figure_is_shown_in_full() {
    assert_eq!(words("能耗<0.123456789", "能耗=0.1234567891"), "能耗 0.1234567891 ≥ 0.123456789");
    assert_eq!(words("能耗>0", "能耗=0.123456789012345"), "能耗 0.123456789012345 > 0");
    assert_eq!(words("能耗>0", "能耗=0.1234567890123456"), "能耗 0.12345679 > 0");
    assert_eq!(words("能耗<=1234567.5", "能耗=1234567.5"), "能耗 1,234,567.5 ≤ 1,234,567.5");
}

#[test]
fn blanks_are_said() {
    assert_eq!(words("投入/收入>=5%", "收入=100"), "投入（空白） ÷ 收入 100.00，无法判断");
    assert_eq!(words("规模=\"规上\"", ""), "规模（空白），无法判断");
}

#[test]
fn a_text_that_is_as_wanted_is_said_once() {
    assert_eq!(words("规模=\"规上\"", "规模=规上"), "规模 规上");
    assert_eq!(words("规模=\"规上\"", "规模=规下"), "规模 规下 ≠ “规上”");
}

#[test]
fn of_several_ways_the_one_that_holds_is_said() {
    assert_eq!(words("OR(规模=\"规上\",合格)", "规模=规下,合格=是"), "合格 是");
    assert_eq!(words("OR(规模=\"规上\",合格)", "规模=规下,合格=否"), "规模 规下 ≠ “规上”，且合格 否");
    assert_eq!(words("AND(规模=\"规上\",投入>3)", "规模=规上,投入=4"), "规模 规上；投入 4.00 > 3");
}

#[test]
fn calculations_keep_their_brackets() {
    for (source, shown) in [
        ("(投入-收入)/收入>26%", "（投入 150.00 − 收入 100.00） ÷ 收入 100.00 = 50% > 26%"),
        ("投入-(收入-能耗)", "投入 150.00 − （收入 100.00 − 能耗 2）"),
        ("MAX(0,投入-收入)", "取大（0，投入 150.00 − 收入 100.00）"),
        ("认定日<=DATE(2022,12,31)", "认定日 2022-05-01 ≤ 2022-12-31"),
        ("YEAR(认定日)=2022", "认定日 2022-05-01的年度 = 2022"),
        ("IF(合格,投入,收入)", "投入 150.00"),
    ] {
        assert_eq!(words(source, "投入=150,收入=100,能耗=2,认定日=2022-05-01,合格=是"), shown, "{source}");
    }
}
