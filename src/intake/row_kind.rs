//! What kind of row stands below a header: a record, a total, or a note. Only rows without a good code are looked at closely.

use super::book::{Cell, Value};
use super::cell::shown;
use super::firm_name::FirmName;
use super::normalize::{half_width, is_blank, means_blank, squeeze};

/// The kind of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A record, perhaps a faulty one.
    Record,
    /// A total over everything so far, or over everything there is.
    Total,
    /// A total over the rows since the last total.
    Subtotal,
    /// A note, a signature, a repeated header, a row of numbers only: nobody's record.
    Aside,
}

/// What a row without a good code has to show for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Cells that read well as a date, a year, an amount, a list value …, zeros apart.
    pub typed: usize,
    /// Cells with any text in a text column.
    pub texts: usize,
    /// What the text in the column of names may be.
    pub name: FirmName,
    /// Does one date stand alone, as below a signature?
    pub only_a_date: bool,
}

/// Words by which totals are known.
const TOTALS: [&str; 5] = ["合计", "总计", "共计", "累计", "汇总"];
/// The word of a subtotal.
const SUBTOTALS: [&str; 2] = ["小计", "本页合计"];
/// How rows begin that break a total down or average it: no records, and not the sum of any.
const BREAKDOWNS: [&str; 10] = ["其中", "平均", "均值", "占比", "同比", "环比", "最大", "最小", "最高", "最低"];
/// How signature rows and notes begin; some of them only with a colon behind.
const SIGNATURES: [&str; 27] = [
    "填表人",
    "制表人",
    "填报人",
    "审核人",
    "复核人",
    "负责人",
    "单位负责人",
    "经办人",
    "联系人",
    "联系电话",
    "填报日期",
    "填表日期",
    "填报单位",
    "制表日期",
    "制表单位",
    "填表单位",
    "报送单位",
    "报送日期",
    "主管领导",
    "分管领导",
    "单位盖章",
    "单位(盖章)",
    "签字",
    "日期",
    "签章",
    "盖章",
    "审批人",
];
const NOTES: [&str; 10] = ["注:", "注1", "注.", "备注:", "说明:", "附注:", "附:", "填表说明", "填报说明", "注意事项"];

/// The kind of a row by its first texts; `None` if they say nothing.
#[must_use]
pub fn by_label(cells: &[Cell<'_>]) -> Option<RowKind> {
    let mut texts = cells.iter().filter_map(|cell| match cell.value {
        Value::Text(text) if !means_blank(text) => Some(text),
        _ => None,
    });
    let (first, second, third) = (texts.next()?, texts.next(), texts.next());
    let labels = [Some(first), second, third];
    // 合 | 计 in two cells.
    let split = second.map(|second| [first, second].concat());
    let total =
        labels.into_iter().flatten().chain(split.as_deref().filter(|label| label.chars().count() <= 4)).find_map(total);
    let aside = is_note(first) || labels.into_iter().flatten().any(is_breakdown);
    total.or_else(|| aside.then_some(RowKind::Aside))
}

/// Is this the label of a row such as `其中：规上` or `平均值`?
fn is_breakdown(label: &str) -> bool {
    let plain = squeeze(label.get(..label.char_indices().nth(20).map_or(label.len(), |(at, _)| at)).unwrap_or(label));
    let short = plain.chars().count() <= 12;
    short && BREAKDOWNS.iter().any(|word| plain.strip_prefix(word).is_some_and(ends_a_word))
}

/// Does a word end here, or go on as one of these labels does?
fn ends_a_word(rest: &str) -> bool {
    let goes_on = ["值", "数", "每", "(", ":", ",", "规", "增", "%"];
    rest.is_empty() || goes_on.iter().any(|next| rest.starts_with(next))
}

/// Is it the label of a total and nothing else: `小计`, `合 计`?
#[must_use]
pub fn is_total_alone(text: &str) -> bool {
    text.len() <= 30 && squeeze(text).chars().count() <= 4 && total(text).is_some()
}

/// Is this the label of a total?
#[must_use]
pub fn total(label: &str) -> Option<RowKind> {
    // No label is long; a long text is not worth a closer look.
    if label.len() > 90 {
        return None;
    }
    let plain = squeeze(label);
    let core = plain.trim_end_matches(':');
    let core = core.split_once('(').map_or(core, |(before, _)| if before.is_empty() { core } else { before });
    let core = core.trim_end_matches(|c: char| c.is_ascii_digit() || "家户项件个条人元万笔:-—".contains(c));
    let short = core.chars().count() <= 10;
    let with = |words: &[&str]| short && words.iter().any(|word| core.ends_with(word) || core.starts_with(word));
    if with(&SUBTOTALS) {
        return Some(RowKind::Subtotal);
    }
    with(&TOTALS).then_some(RowKind::Total)
}

/// Does a row that begins with this text belong below the table rather than to it?
fn is_note(text: &str) -> bool {
    let plain = squeeze(text.get(..text.char_indices().nth(40).map_or(text.len(), |(at, _)| at)).unwrap_or(text));
    let plain = plain.trim_start_matches(['(', '*', '※', '1', '.', '、']);
    let signature = SIGNATURES
        .iter()
        .any(|word| plain.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '('])));
    let sealed = ["(盖章", "(签字", "(签章", "(公章"].iter().any(|seal| plain.contains(seal));
    signature || sealed || NOTES.iter().any(|word| plain.starts_with(word)) || matches!(plain, "注" | "备注" | "说明")
}

/// The kind of a row without a good code: `key` is what stands in the code's cell, if anything.
#[must_use]
pub fn by_evidence(key: Option<Value<'_>>, evidence: Evidence) -> RowKind {
    let others = evidence.typed + evidence.texts;
    let record = match key {
        Some(Value::Text(text)) if !means_blank(text) => {
            // A garbled code is still made of letters and digits; words are a note unless a whole row follows.
            let words = text.chars().any(|c| !is_blank(c) && !half_width(c).is_ascii());
            !words || others > 0
        }
        Some(Value::Text(_)) | None => {
            (evidence.typed > 0 && !evidence.only_a_date) || evidence.texts > 1 || evidence.name == FirmName::Firm
        }
        // A number, a date, an error where the code should be.
        Some(Value::Number { .. } | Value::DateTime(_) | Value::Bool(_)) => true,
        Some(Value::Error(_) | Value::Uncalculated | Value::Picture) => others > 0,
    };
    if record { RowKind::Record } else { RowKind::Aside }
}

/// Is it the row of column numbers that stands below some headers: `1 2 3`, `甲 乙 1 2`, `(1) (2)`, `栏次 1 2 3=1+2`?
#[must_use]
pub fn is_numbering(cells: &[Cell<'_>]) -> bool {
    let mut last = 0;
    let mut is_next = |cell: &Cell<'_>| {
        let text = match cell.value {
            Value::Text(text) => squeeze(text).replace(['(', ')', '栏', '第', '列', '行', '序', '号'], ""),
            Value::Number { percent: false, .. } => shown(cell.value),
            _ => return false,
        };
        if matches!(&*text, "甲" | "乙" | "丙" | "丁" | "戊" | "己" | "庚" | "辛" | "次" | "—" | "-" | "") {
            return true;
        }
        // `4=2-3` says how column 4 is computed.
        let (number, rule) = text.split_once('=').map_or((&*text, ""), |(number, rule)| (number, rule));
        let is_rule = rule.chars().all(|c| c.is_ascii_digit() || "+-*/×÷%.—".contains(c));
        let letter = |text: &str| text.len() == 1 && text.bytes().next().map(u32::from) == Some(u32::from(b'A') + last);
        let is_rule =
            is_rule || (number.len() == 1 && rule.chars().all(|c| c.is_ascii_uppercase() || "+-*/".contains(c)));
        let next = is_rule && (letter(number) || number.parse().is_ok_and(|number: u32| number == last + 1));
        last += 1;
        next
    };
    cells.len() > 2 && cells.iter().all(&mut is_next)
}

/// Is it a second header in a database's field names: `uscc | year | fiscal_now`?
#[must_use]
pub fn is_field_names(cells: &[Cell<'_>]) -> bool {
    let is_name = |cell: &Cell<'_>| {
        let Value::Text(text) = cell.value else { return false };
        let text = squeeze(text);
        let mut letters = text.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
            && text.chars().filter(char::is_ascii_digit).count() <= 2
            && text.chars().any(|c| c.is_ascii_lowercase() || c == '_')
    };
    cells.len() > 2 && cells.iter().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells<'a>(texts: &[&'a str]) -> Vec<Cell<'a>> {
        let filled = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
        filled.map(|(c, text)| Cell::new(c as u32, Value::Text(text))).collect()
    }

    #[test]
    fn totals_are_known_by_their_label() {
        for label in [
            "合计",
            "合 计",
            "总　计",
            "总计：",
            "共计",
            "合计（元）",
            "合计40家",
            "全市合计",
            "累计",
            "合计：40 家",
            "总合计",
            "汇总",
            "汇总：",
            "合计金额",
            "企业合计",
        ] {
            assert_eq!(total(label), Some(RowKind::Total), "{label}");
        }
        for label in ["小计", "小 计", "潘庄镇小计", "本页合计", "小计金额"] {
            assert_eq!(total(label), Some(RowKind::Subtotal), "{label}");
        }
        for label in ["", "山东合计轴承制造有限公司聊城分公司", "91371581MAH9KBJD25", "会计", "规上", "总量"]
        {
            assert_eq!(total(label), None, "{label}");
        }
        assert_eq!(by_label(&cells(&["", "合", "", "计"])), Some(RowKind::Total));
        assert_eq!(by_label(&cells(&["12", "", "合计"])), Some(RowKind::Total));
        assert_eq!(by_label(&cells(&["—", "—", "—", "合计"])), Some(RowKind::Total));
        assert_eq!(by_label(&cells(&["总合", "计："])), Some(RowKind::Total));
        assert_eq!(by_label(&cells(&["轴承合", "计数"])), None);
        // As long as a label is, and no longer.
        for (label, kind) in [
            ("一二三四五六七八合计".to_owned(), Some(RowKind::Total)),
            ("一二三四五六七八九合计".to_owned(), None),
            (format!("合计({})", "a".repeat(82)), Some(RowKind::Total)),
            (format!("合计({})", "a".repeat(83)), None),
            (format!("合计({})", "a".repeat(84)), None),
        ] {
            assert_eq!(total(&label), kind, "{label}");
        }
    }

    #[test]
    fn notes_and_signatures_are_known_by_how_they_begin() {
        for texts in [
            &["注：1.本表由各镇街、各部门提供；2.金额以入库数为准。"][..],
            &["填表人：李明　　　审核人：王强　　　单位负责人（签字）："],
            &["填表人：", "李明", "审核人：", "王强"],
            &["备注：以上数据截至12月"],
            &["单位负责人（签字）"],
            &["临清市科技局（盖章）", "2022年12月20日"],
            &["日期：2022年12月20日"],
            &["说明"],
            &["其中：规上", "", "12"],
            &["平均值", "6766666.67"],
            &["平均"],
        ] {
            assert_eq!(by_label(&cells(texts)), Some(RowKind::Aside), "{texts:?}");
        }
        for texts in [&["山东砺诚特种轴承科技有限公司"][..], &["注册部轴承公司"], &["9137"], &[], &["其中原轴承厂"]]
        {
            assert_eq!(by_label(&cells(texts)), None, "{texts:?}");
        }
        for (length, kind) in [(9, Some(RowKind::Aside)), (10, None)] {
            assert_eq!(by_label(&cells(&[&format!("其中：{}", "规".repeat(length))])), kind);
        }
    }

    #[test]
    fn column_numbers_below_a_header_are_known() {
        for texts in [
            &["1", "2", "3"][..],
            &["甲", "乙", "1", "2"],
            &["（1）", "（2）", "（3）"],
            &["栏次", "1", "2"],
            &["甲", "1", "2", "3=1-2"],
            &["A", "B", "C"],
            &["A", "B", "C=A+B"],
        ] {
            assert!(is_numbering(&cells(texts)), "{texts:?}");
        }
        for texts in [
            &["1", "2", "4"][..],
            &["1", "某厂", "2"],
            &["1", "2"],
            &["91371581MAH9KBJD25", "1", "2"],
            &["A", "C", "B"],
            &["A", "B", "C=甲"],
            &["1", "2", "3=厂"],
        ] {
            assert!(!is_numbering(&cells(texts)), "{texts:?}");
        }
    }

    #[test]
    fn field_names_of_a_database_are_known() {
        for texts in [&["uscc", "year", "fiscal_now"][..], &["_ID", "a.b", "c-d"], &["f1", "f12", "A_B"]] {
            assert!(is_field_names(&cells(texts)), "{texts:?}");
        }
        for texts in [
            &["uscc", "year"][..],
            &["uscc", "year", "f123"],
            &["uscc", "year", "ABC"],
            &["uscc", "year", "1a"],
            &["uscc", "year", "a b?"],
            &["uscc", "year", "年度"],
            &["uscc", "2022", "x"],
            &["91371581MAH9KBJD25", "high", "x"],
            &["代码", "a", "b"],
        ] {
            assert!(!is_field_names(&cells(texts)), "{texts:?}");
        }
    }

    #[test]
    fn a_row_without_a_good_code_is_a_record_if_it_has_something_to_show() {
        let nothing = Evidence::default();
        let typed = Evidence { typed: 1, ..nothing };
        let text = Evidence { texts: 1, ..nothing };
        let firm = Evidence { texts: 1, name: FirmName::Firm, ..nothing };
        for (key, evidence, line) in [
            (None, nothing, RowKind::Aside),
            (None, typed, RowKind::Record),
            (None, text, RowKind::Aside),
            (None, Evidence { only_a_date: true, ..typed }, RowKind::Aside),
            (None, firm, RowKind::Record),
            (None, Evidence { texts: 2, ..nothing }, RowKind::Record),
            (Some("暂无"), typed, RowKind::Record),
            (Some("暂无"), nothing, RowKind::Aside),
            (Some("91371581MAH9KBJD2"), nothing, RowKind::Record),
            (Some("９１３７"), nothing, RowKind::Record),
            (Some("以上企业已核"), nothing, RowKind::Aside),
            (Some("待补"), typed, RowKind::Record),
        ] {
            assert_eq!(by_evidence(key.map(Value::Text), evidence), line, "{key:?} {evidence:?}");
        }
        assert_eq!(by_evidence(Some(Value::Number { value: 9e17, percent: false }), nothing), RowKind::Record);
        assert_eq!(by_evidence(Some(Value::Error("#N/A")), nothing), RowKind::Aside);
    }
}
