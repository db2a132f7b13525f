//! The unit of a money column, and the words that say it.

use rust_decimal::Decimal;

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

/// What may stand before a unit in the same phrase: `金额单位为人民币万元`, `均以万元计`.
const LEADS: [&str; 18] = [
    "金额单位",
    "计量单位",
    "货币单位",
    "单位",
    "金额",
    "数据",
    "统一",
    "人民币",
    "RMB",
    "CNY",
    "均",
    "以",
    "按",
    "用",
    "为",
    "是",
    ":",
    ",",
];

/// What may stand behind it: `万元为单位`, `万元计`.
const TAILS: [&str; 17] = [
    "为计量单位",
    "为货币单位",
    "为单位",
    "作单位",
    "人民币",
    "计算",
    "计量",
    "计价",
    "计",
    "填报",
    "填列",
    "填写",
    "填",
    "列示",
    "表示",
    "统计",
    "口径",
];

impl Said {
    /// The meaning of a unit word without blanks, such as `万元`, `单位:元`, `以万元计`, `%`. `None` if it is no unit.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let mut word = word;
        while let Some(rest) = LEADS.iter().find_map(|lead| word.strip_prefix(lead)) {
            word = rest;
        }
        while let Some(rest) = TAILS.iter().find_map(|tail| word.strip_suffix(tail)) {
            word = rest;
        }
        // Longer words are none: telling so early spares most texts the rest.
        if word.len() > 15 {
            return None;
        }
        let plain: String = word.chars().map(simple).collect();
        match &*plain {
            "元" => Some(Self::Money(Unit::Yuan)),
            "万元" | "W元" | "w元" => Some(Self::Money(Unit::Wan)),
            "%" | "百分比" | "百分数" | "百分之" => Some(Self::Percent),
            "十元" | "百元" | "千元" | "十万元" | "百万元" | "千万元" | "亿元" | "万亿元" | "K元" | "k元" | "万"
            | "亿" | "千" | "W" | "w" | "角" | "分" | "美元" | "万美元" | "千美元" | "百万美元" | "亿美元" | "欧元"
            | "万欧元" | "港元" | "万港元" | "港币" | "万港币" | "日元" | "万日元" | "USD" | "$" => {
                Some(Self::Unclear)
            }
            _ => None,
        }
    }

    /// Both said of one column: the same, or unclear.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Unclear }
    }
}

/// 萬元, 圆 and 仟元 are 万元, 元 and 千元.
const fn simple(c: char) -> char {
    match c {
        '萬' => '万',
        '圆' | '圓' => '元',
        '億' => '亿',
        '仟' => '千',
        '佰' => '百',
        '拾' => '十',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_known_in_any_of_its_spellings() {
        for word in ["万元", "萬元", "W元", "单位:万元", "人民币万元", "以万元计", "均以万元为单位", "按万元填报"]
        {
            assert_eq!(Said::of(word), Some(Said::Money(Unit::Wan)), "{word}");
        }
        for word in ["元", "圆", "金额单位为元", "元人民币", "以人民币元为计量单位"] {
            assert_eq!(Said::of(word), Some(Said::Money(Unit::Yuan)), "{word}");
        }
        for word in ["千元", "亿元", "仟元", "万", "W", "百万元", "美元"] {
            assert_eq!(Said::of(word), Some(Said::Unclear), "{word}");
        }
        for word in [
            "",
            "50万元",
            "万元以上",
            "过亿元",
            "吨标准煤/万元",
            "多元",
            "单位",
            "人民币",
            "元宝山",
            "家",
            "吨",
            "元/吨",
        ] {
            assert_eq!(Said::of(word), None, "{word}");
        }
    }
}
