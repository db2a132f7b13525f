//! Texts as people type them: full-width forms, blanks in odd places, and the marks that mean "nothing here".

use std::borrow::Cow;

use super::first_best::first_best;
use crate::canonical::{ideograph, is_invisible};

/// A blank, also one that cannot be seen.
#[must_use]
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// The half-width form of a full-width character, the usual one of a radical; others stay.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '一'..='龥' => c,
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        '\u{2212}' => '-',
        _ => ideograph(c),
    }
}

/// Without blanks on both sides, half-width or full-width.
#[must_use]
pub fn trim(text: &str) -> &str {
    // Most cells are clean: plain letters and Chinese characters at both ends.
    let clean = |end: Option<char>| end.is_none_or(|c| c.is_ascii_graphic() || matches!(c, '一'..='龥'));
    if clean(text.chars().next()) && clean(text.chars().next_back()) {
        return text;
    }
    text.trim_matches(is_blank)
}

/// Without any blank and in half-width forms: what is compared where blanks and widths carry no meaning.
#[must_use]
pub fn squeeze(text: &str) -> Cow<'_, str> {
    // Codes are plain letters and digits; bytes are quicker to look at than characters.
    if text.bytes().all(|b| b.is_ascii_graphic()) {
        return Cow::Borrowed(text);
    }
    if text.chars().all(|c| !is_blank(c) && half_width(c) == c) {
        return Cow::Borrowed(text);
    }
    text.chars().filter(|&c| !is_blank(c)).map(half_width).collect::<String>().into()
}

/// The columns that offices add to any table for themselves. Every policy would have to list the same ones, so they are no matter of it.
const ORDINARY: [&str; 30] = [
    "序号",
    "序",
    "行号",
    "备注",
    "说明",
    "附注",
    "联系人",
    "联系电话",
    "联系方式",
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "固定电话",
    "传真",
    "邮箱",
    "电子邮箱",
    "邮编",
    "地址",
    "注册地址",
    "通讯地址",
    "法人",
    "法定代表人",
    "法人代表",
    "填表人",
    "填报人",
    "经办人",
    "审核人",
    "填表日期",
    "填报日期",
];

/// Is it the name of a column that offices add to any table?
#[must_use]
pub fn is_ordinary(name: &str) -> bool {
    ORDINARY.contains(&name)
}

/// Trimmed and in half-width forms, blanks inside kept as plain spaces.
#[must_use]
pub fn narrow(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    if text.chars().all(|c| half_width(c) == c && (c == ' ' || !is_blank(c))) {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|c| !is_invisible(*c));
    seen.map(|c| if c.is_whitespace() { ' ' } else { half_width(c) }).collect::<String>().into()
}

/// Does a cell with this text count as blank? Nothing, `—`, `-`, `/`, `无`, `暂无`.
#[must_use]
pub fn means_blank(text: &str) -> bool {
    let text = trim(text);
    matches!(text, "" | "/" | "／" | "无" | "暂无")
        || text.chars().all(|c| matches!(c, '-' | '—' | '－' | '–' | '―' | '─'))
}

/// The names nearest to `seen`, best first, no further than `least` (0 to 1) away.
#[must_use]
pub fn nearest<'a>(seen: &str, among: impl Iterator<Item = &'a str>, least: Nearness) -> Option<&'a str> {
    let near = among.map(|name| (Nearness::of(seen, name), name)).filter(|(nearness, _)| *nearness >= least);
    first_best(near, |(nearness, _)| *nearness).map(|(_, name)| name)
}

/// How alike two names are, in thousandths: 1000 is equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nearness(pub u32);

impl Nearness {
    /// Hardly by chance: at least a third of the characters agree.
    pub const LOOSE: Self = Self(330);
    /// Very likely the same thing misspelt.
    pub const CLOSE: Self = Self(500);

    /// Characters that need no change, out of the longer name's. One character in common (序号, 文号) may be chance: never close.
    #[must_use]
    pub fn of(a: &str, b: &str) -> Self {
        let longest = a.chars().count().max(b.chars().count());
        let common = longest.saturating_sub(strsim::damerau_levenshtein(a, b));
        let nearness = u32::try_from(common * 1000 / longest.max(1)).unwrap_or(0);
        match common {
            _ if a == b => Self(1000),
            0 | 1 => Self(nearness.min(Self::CLOSE.0 - 1)),
            _ => Self(nearness),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_and_blanks_fall_away() {
        for (typed, plain) in [
            ("规　下", "规下"),
            (" Ａ ", "A"),
            ("２０２３-１２-３１", "2023-12-31"),
            ("金额（万元）", "金额(万元)"),
            ("研发\n投入", "研发投入"),
            ("￥１", "¥1"),
            ("\u{feff}代码\u{200b}", "代码"),
        ] {
            assert_eq!(squeeze(typed), plain);
        }
        assert_eq!(narrow("　１ ２\u{a0}３ "), "1 2 3");
        assert_eq!(narrow("3\u{200e}0\u{ad}0"), "300");
        assert_eq!(squeeze("⾼新\u{200e}技术\u{ad}企业"), "高新技术企业");
        assert_eq!(trim("\u{3000}甲 乙\u{3000}"), "甲 乙");
    }

    #[test]
    fn marks_for_nothing_are_blank() {
        for blank in
            ["", " ", "　", "—", "——", "-", "－", "/", "／", " / ", "无", "暂无", "  无  ", "\u{2013}", "——————"]
        {
            assert!(means_blank(blank), "{blank:?}");
        }
        for value in ["0", "无锡", "暂无数据", "-1", "//", "否", "N/A", "没有"] {
            assert!(!means_blank(value), "{value:?}");
        }
    }

    #[test]
    fn the_nearest_name_is_found_and_chance_is_not() {
        let names = ["研发投入", "销售收入", "产值"];
        assert_eq!(nearest("研发费", names.into_iter(), Nearness::CLOSE), Some("研发投入"));
        assert_eq!(nearest("备注", names.into_iter(), Nearness::LOOSE), None);
        assert_eq!(nearest("序号", ["文号"].into_iter(), Nearness::CLOSE), None);
        for (one, other, nearness) in
            [("甲", "甲", 1000), ("甲乙丙", "甲乙丁", 666), ("研发费", "研发投入", 500), ("甲乙", "甲丙", 499)]
        {
            assert_eq!(Nearness::of(one, other), Nearness(nearness), "{one} {other}");
        }
        assert_eq!(nearest("投入", names.into_iter(), Nearness::CLOSE), Some("研发投入"));
    }
}
