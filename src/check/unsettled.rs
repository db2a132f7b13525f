//! Texts that stand where something is still to come, `待定`, `见附件`: by the letter they are a number or a name like any other, and paid for.

use crate::finding::{Finding, catalogue};
use crate::policy::{Kind, Policy};
use crate::tables::Dataset;

/// Such texts.
const UNSETTLED: [&str; 34] = [
    "待定",
    "未定",
    "待核定",
    "待核实",
    "待认定",
    "未认定",
    "待批",
    "待批复",
    "未批",
    "未批复",
    "待公示",
    "待补",
    "待补充",
    "审批中",
    "审核中",
    "办理中",
    "申报中",
    "申请中",
    "公示中",
    "未取得",
    "未下发",
    "未发",
    "未出",
    "见附件",
    "详见附件",
    "见附表",
    "详见附表",
    "附后",
    "另附",
    "同上",
    "不详",
    "未知",
    "〃",
    "″",
];

/// No such text is longer, in bytes.
const LONGEST: usize = 30;

/// W341 for every text of a record that says so.
#[must_use]
pub fn unsettled(policy: &Policy, data: &Dataset) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ((t, declared), table) in policy.tables.iter_enumerated().zip(&data.tables) {
        // What other tables call a number may be the name of a record.
        let is_awarded = policy.items.iter().any(|item| item.table == t);
        let texts = declared.columns.iter_enumerated().filter(|(_, column)| matches!(column.kind, Kind::Text));
        for (column, about) in texts {
            let numbers = is_awarded && column_is_number(&about.name);
            for row in table.rows() {
                let Some(text) = table.text(column, row).map(|text| data.texts.get(text)) else { continue };
                if is_unsettled(text) || (numbers && !has_digit(text)) {
                    findings.push(Finding::new(&catalogue::UNSETTLED, data.place(t, column, row), text, ""));
                }
            }
        }
    }
    findings
}

/// Is it a column of numbers: 文号, 证书编号?
fn column_is_number(name: &str) -> bool {
    name.ends_with('号')
}

/// Has a number anything of one?
fn has_digit(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit() || matches!(c, '０'..='９') || "一二三四五六七八九十〇".contains(c))
}

fn is_unsettled(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "()（）[]【】〔〕。.…".contains(c));
    UNSETTLED.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_still_to_come() {
        for text in ["待定", "（见附件）", "同上。", "公示中…", "〃", "未认定"] {
            assert!(is_unsettled(text), "{text}");
        }
        assert!(has_digit("GR2022") && has_digit("二号") && has_digit("１") && !has_digit("遗失"));
        assert!(column_is_number("文号") && !column_is_number("项目名称"));
        for text in ["", "GR2022001", "待定轴承厂", "不详细说明", "无", "附后续协议"] {
            assert!(!is_unsettled(text), "{text}");
        }
    }
}
