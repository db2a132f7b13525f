//! Is a text in the column of names a firm's, or a heading between the rows?

use super::normalize::squeeze;

/// What a text in the column of names may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FirmName {
    /// A firm or another body, by how it ends.
    Firm,
    /// A firm, or perhaps a heading between the rows.
    Doubtful,
    /// Neither: too short, a sentence, a number.
    #[default]
    None,
}

/// How firms' names end.
const FIRMS: [&str; 32] = [
    "公司",
    "厂",
    "中心",
    "合作社",
    "商行",
    "经营部",
    "研究院",
    "研究所",
    "工作室",
    "集团",
    "店",
    "场",
    "坊",
    "社",
    "所",
    "行",
    "部",
    "站",
    "铺",
    "基地",
    "车间",
    "学院",
    "大学",
    "学校",
    "医院",
    "协会",
    "商会",
    "联合会",
    "合伙)",
    "合伙企业",
    "个体户",
    "院",
];
/// How headings between the rows end.
const HEADINGS: [&str; 14] =
    ["镇", "街道", "办事处", "企业", "类", "批", "项目", "名单", "部分", "情况", "表", "单位", "空白", "页"];

/// Is a text that stands alone in the column of names a firm's?
#[must_use]
pub fn name(text: &str) -> FirmName {
    let plain = squeeze(text);
    let length = plain.chars().count();
    let sentence = plain.contains(['：', ':', '。', ';', '?', '!', ',', '、', '=']);
    if !(4..=40).contains(&length) || sentence || plain.chars().all(|c| !c.is_alphabetic()) {
        return FirmName::None;
    }
    let headed = plain.starts_with(['(', '第', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '附']);
    if HEADINGS.iter().any(|ending| plain.ends_with(ending)) {
        FirmName::None
    } else if FIRMS.iter().any(|ending| plain.ends_with(ending)) {
        FirmName::Firm
    } else if headed {
        FirmName::None
    } else {
        FirmName::Doubtful
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_a_heading() {
        for (text, expected) in [
            ("山东某某轴承加工场", FirmName::Firm),
            ("临清市某某轴承（有限合伙）", FirmName::Firm),
            ("某某轴承有限公司", FirmName::Firm),
            ("某某精密轴承", FirmName::Doubtful),
            ("潘庄镇", FirmName::None),
            ("第二批", FirmName::None),
            ("一、规上企业", FirmName::None),
            ("以下空白", FirmName::None),
            ("本表由税务局填报。", FirmName::None),
            ("20221231", FirmName::None),
        ] {
            assert_eq!(name(text), expected, "{text}");
        }
    }
}
