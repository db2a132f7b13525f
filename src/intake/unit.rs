//! The unit of a money column: what headers, unit rows and cells say about 元 and 万元.

use rust_decimal::Decimal;

use super::wording::{half_width, is_blank};

/// The unit money is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// 元.
    #[default]
    Yuan,
    /// 万元.
    Wan,
}

impl Unit {
    /// How many yuan one of it is.
    #[must_use]
    pub const fn yuan(self) -> Decimal {
        match self {
            Self::Yuan => Decimal::ONE,
            Self::Wan => Decimal::from_parts(10_000, 0, 0, false, 0),
        }
    }

    /// Its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Wan => "万元",
        }
    }
}

/// What a text says about the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Money in this unit.
    Money(Unit),
    /// Percent.
    Percent,
    /// A unit of money that is not used here, such as 千元, or two that contradict each other.
    Unclear,
}

impl Said {
    /// The meaning of a unit word without blanks, such as `万元`, `单位:元`, `人民币万元`, `%`. `None` if it is no unit.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let word = ["金额单位", "计量单位", "货币单位", "单位", "金额"]
            .into_iter()
            .find_map(|prefix| word.strip_prefix(prefix))
            .map_or(word, |rest| rest.trim_start_matches(':'));
        let word = word.strip_prefix("人民币").map_or(word, |rest| rest.trim_start_matches([',', ':']));
        match word {
            "元" => Some(Self::Money(Unit::Yuan)),
            "万元" => Some(Self::Money(Unit::Wan)),
            "%" | "百分比" | "百分数" | "百分之" => Some(Self::Percent),
            "十元" | "百元" | "千元" | "十万元" | "百万元" | "千万元" | "亿元" | "万亿元" | "万" | "亿" | "千"
            | "角" | "分" | "美元" | "万美元" | "千美元" | "百万美元" | "亿美元" | "欧元" | "万欧元" | "港元"
            | "万港元" | "港币" | "日元" | "万日元" => Some(Self::Unclear),
            _ => None,
        }
    }

    /// Both said of one column: the same, or unclear.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Unclear }
    }
}

/// What a cell above the header says: `单位：万元`, `（单位：元）`, also behind other words.
#[must_use]
pub fn in_title(text: &str) -> Option<Said> {
    let plain: String = text.chars().map(half_width).collect();
    let mut found: Option<Said> = None;
    for (at, _) in plain.match_indices('单') {
        let mut rest = plain[at + '单'.len_utf8()..].trim_start_matches(is_blank);
        let Some(behind) = rest.strip_prefix('位') else {
            continue;
        };
        rest = behind.trim_start_matches(is_blank).trim_start_matches(':').trim_start_matches(is_blank);
        // The word ends where letters end; blanks inside (`万 元`) do not end it unless no unit stands before them.
        let end = rest.find(|c: char| !c.is_alphabetic() && !is_blank(c) && c != '%').unwrap_or(rest.len());
        let words: Vec<&str> = rest[..end].split(is_blank).filter(|word| !word.is_empty()).collect();
        let said = (1..=words.len()).rev().find_map(|n| Said::of(&words[..n].concat()));
        if let Some(said @ (Said::Money(_) | Said::Unclear)) = said {
            found = Some(found.map_or(said, |before| before.and(said)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_rows_are_understood() {
        for text in [
            "单位：万元",
            "单位:万元",
            "（单位：万元）",
            "金额单位：人民币万元",
            "单 位：万 元",
            "单位　万元",
            "填报单位：临清市科技局　　单位：万元",
            "2022年度汇总表（单位：万元）",
            "单位：万元、%",
            "填报日期：2022年12月20日单位：万元",
        ] {
            assert_eq!(in_title(text), Some(Said::Money(Unit::Wan)), "{text}");
        }
        for text in ["单位：元", "单位:元", "单位：元 制表人：张三", "单位：元/%"] {
            assert_eq!(in_title(text), Some(Said::Money(Unit::Yuan)), "{text}");
        }
        for text in ["单位：千元", "单位：亿元", "单位：元 单位：万元", "单位：美元"] {
            assert_eq!(in_title(text), Some(Said::Unclear), "{text}");
        }
        for text in
            ["填报单位：临清市科技局", "单位能耗", "单位：家", "单位：元宝山镇", "2022年度汇总表", "单位：%", ""]
        {
            assert_eq!(in_title(text), None, "{text}");
        }
    }
}
