//! Words of a header that may make its column another one: `销售收入（上年）`, `2021年` merged over `产值`.

use std::ops::RangeInclusive;

use super::normalize::squeeze;
use super::unit_text::insides;

/// Words that speak of another time.
const TIMES: [&str; 8] = ["上年", "去年", "上期", "上一年", "预计", "预测", "预估", "计划"];
/// Words that speak of another state or another amount than the column's plain name, in brackets behind it.
const OTHERS: [&str; 14] = [
    "申请",
    "申报",
    "增幅",
    "同比",
    "亩均",
    "人均",
    "平均",
    "中央",
    "旧",
    "母公司",
    "子公司",
    "有效期",
    "公示",
    "减免",
];
/// Words that turn a column round, if nothing else is said.
const ALONE: [&str; 4] = ["非", "否", "减", "不"];

/// What `shown`, the header that was taken for column `name`, says besides that may change what it means. Years of the document do not.
#[must_use]
pub fn qualifier(shown: &str, name: &str, years: &RangeInclusive<i32>) -> Option<String> {
    let (name, shown) = (squeeze(name), squeeze(shown));
    let (parents, own) = levels(&shown);
    // A longer explanation, `与上年同一单位`, only speaks of it.
    let begins = |said: &str, word: &str| said.starts_with(word) || (said.contains(word) && said.chars().count() <= 4);
    let says = |said: &str, words: &[&str]| words.iter().any(|word| begins(said, word) && !name.contains(word));
    let alters = |said: &str| {
        let is_new = !said.is_empty() && !name.contains(said);
        is_new
            && (ALONE.contains(&said.trim_end_matches(':'))
                || says(said, &TIMES)
                || is_part_of_year(said)
                || years_in(said).any(|year| !years.contains(&year)))
    };
    let parent = parents.split('/').find(|parent| alters(parent)).map(str::to_owned);
    parent.or_else(|| insides(own).find(|said| alters(said) || says(said, &OTHERS)))
}

/// The upper levels of a header, and its own text: a stroke in brackets divides nothing.
fn levels(shown: &str) -> (&str, &str) {
    let balanced = |at: &usize| shown[..*at].matches('(').count() == shown[..*at].matches(')').count();
    let last = shown.rmatch_indices('/').map(|(at, _)| at).find(balanced);
    last.map_or(("", shown), |at| (&shown[..at], &shown[at + 1..]))
}

/// `1-6月`, but not `1-12月`.
fn is_part_of_year(said: &str) -> bool {
    let months: String = said.chars().filter(|c| c.is_ascii_digit() || "月-至—~".contains(*c)).collect();
    months.contains('月') && months.contains(|c: char| c.is_ascii_digit()) && !months.contains("12月")
}

/// The years that a text names.
fn years_in(said: &str) -> impl Iterator<Item = i32> + '_ {
    let runs = said.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    runs.filter_map(|run| run.parse().ok()).filter(|year| (1990..=2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_change_a_column_is_told_from_what_explains_it() {
        let said = |shown: &str, name: &str| qualifier(shown, name, &(2022..=2024));
        for (shown, name, expected) in [
            ("销售收入（上年）", "销售收入", "上年"),
            ("销售收入(元)（2021年）", "销售收入", "2021年"),
            ("销售收入（预计）", "销售收入", "预计"),
            ("销售收入（1-6月）", "销售收入", "1-6月"),
            ("轴承工业企业（非）", "轴承工业企业", "非"),
            ("认定日期(有效期)", "认定日期", "有效期"),
            ("金额（申请，万元）", "金额", "申请,万元"),
            ("上年/产值", "产值", "上年"),
            ("产值（三年平均）", "产值", "三年平均"),
            ("2021年/产值（万元）", "产值", "2021年"),
            ("减：/新增地方财力", "新增地方财力", "减:"),
        ] {
            assert_eq!(said(shown, name).as_deref(), Some(expected), "{shown}");
        }
        for (shown, name) in [
            ("销售收入（元）", "销售收入"),
            ("销售收入（2022年）", "销售收入"),
            ("销售收入（1-12月）", "销售收入"),
            ("销售收入（截至12月）", "销售收入"),
            ("金额（万元，保留两位小数）", "金额"),
            ("上年产值（上年）", "上年产值"),
            ("经营情况/产值", "产值"),
            ("新增地方财力（全口径）", "新增地方财力"),
            ("有效期至", "有效期至"),
            ("企业名称（与公章一致）", "企业名称"),
            ("申报情况/认定情况/类型", "类型"),
            ("单位能耗（与上年同一单位）", "单位能耗"),
            ("金额（元/年）", "金额"),
        ] {
            assert_eq!(said(shown, name), None, "{shown}");
        }
    }
}
