//! Provisional records: they pay as they are, and it is said what (三(三)4: 预缴 before 年度汇算).

use crate::town::award;

/// What is said of the deductions in `rows`; the firm's increment is `increment`.
fn said(increment: &str, rows: &str) -> Vec<String> {
    let outcome = award(&format!(
        "税收地方财力
        统一社会信用代码 | 年度 | 新增地方财力
        A | 2022 | {increment}

        研发加计扣除
        统一社会信用代码 | 所属年度 | 申报类型 | 加计扣除总额
        {rows}"
    ));
    let findings = outcome.award.findings.iter().filter(|finding| *finding.code == *"W431");
    findings.map(|finding| format!("{} {}", finding.place, finding.why)).collect()
}

#[test]
fn only_a_prepayment_at_hand_is_told_with_what_it_pays() {
    let alone = "A | 2022 | 预缴 | 100000";
    let place = "数据.xlsx › 研发加计扣除 › C2";
    assert_eq!(
        said("9000000", alone),
        [format!("{place} “研发加计扣除”只有预缴，没有年度汇算，按它发放 25,000.00 元")]
    );
    assert_eq!(
        said("10000", alone),
        [format!("{place} “研发加计扣除”只有预缴，没有年度汇算，按它核算 25,000.00 元，限额后发放 8,000.00 元")]
    );
    assert_eq!(
        said("", alone),
        [format!("{place} “研发加计扣除”只有预缴，没有年度汇算，按它核算 25,000.00 元，尚待确定")]
    );
}

#[test]
fn beside_the_final_figure_or_in_another_year_nothing_is_said() {
    for rows in [
        "A | 2022 | 预缴 | 100000\n        A | 2022 | 年度汇算 | 200000",
        "A | 2021 | 预缴 | 100000",
        "A | 2022 | 年度汇算 | 200000",
        "A | 2022 |  | 200000",
    ] {
        assert!(said("9000000", rows).is_empty(), "{rows}");
    }
}
