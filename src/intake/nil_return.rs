//! Nil returns: a table without a record says "nothing to report", but not where nobody filled in a blank workbook.

use super::book::{Cell, Value};
use super::normalize::squeeze;
use crate::policy::NIL_COLUMN;

/// Words that say so by themselves, blanks and full-width forms apart.
const WORDS: [&str; 6] = ["无", "没有", "零报告", "零", "零申报", "无记录"];
/// How longer ones begin and how long they may be.
const BEGINNINGS: [&str; 8] = ["无此", "无该", "无不良", "无相关", "本年无", "本年度无", "今年无", "我单位无"];
const LONGEST: usize = 16;

/// Does a row that is no record say that there is nothing to report? Every text in it has to say so.
#[must_use]
pub fn says_nothing(cells: &[Cell<'_>], nil_column: Option<u32>) -> bool {
    let mut said = false;
    for cell in cells {
        let text = match cell.value {
            Value::Text(text) => text,
            // The row's own number.
            Value::Number { .. } => continue,
            _ => return false,
        };
        let text = squeeze(text);
        let text = text.trim_end_matches(['。', '.']);
        if text.is_empty() {
            continue;
        }
        let ticked = nil_column == Some(cell.column) && matches!(text, "是" | "√" | "Y" | "y");
        if !(ticked || says_so(text)) {
            return false;
        }
        said = true;
    }
    said
}

fn says_so(text: &str) -> bool {
    let long = || text.chars().count() <= LONGEST && BEGINNINGS.iter().any(|beginning| text.starts_with(beginning));
    WORDS.contains(&text) || long()
}

/// Words by which a bureau says that it does not know yet, or tells elsewhere.
const UNSURE: [&str; 22] = [
    "未统计",
    "未收到",
    "未报",
    "未查",
    "未核",
    "未反馈",
    "待报",
    "待统计",
    "待核",
    "待反馈",
    "待各",
    "不详",
    "不清楚",
    "正在",
    "无权",
    "无法",
    "另见",
    "见另",
    "另报",
    "附件",
    "纸质",
    "尚未",
];

/// Is it a text that a bureau writes where it cannot say yet whether there is anything to report?
#[must_use]
pub fn is_unsure(text: &str) -> bool {
    let text = squeeze(text);
    text.chars().count() <= 3 * LONGEST && UNSURE.iter().any(|word| text.contains(word))
}

/// Is this the header of the column in which a blank workbook asks for a nil return?
#[must_use]
pub fn is_column(name: &str) -> bool {
    squeeze(name).trim_start_matches('*').starts_with(NIL_COLUMN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(texts: &[&str], nil_column: Option<u32>) -> bool {
        let filled = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
        let cells: Vec<_> = filled.map(|(c, text)| Cell::new(c as u32, Value::Text(text))).collect();
        says_nothing(&cells, nil_column)
    }

    #[test]
    fn a_nil_return_is_known_by_its_words() {
        for texts in [
            &["无"][..],
            &["　无　"],
            &["", "零报告"],
            &["无", "无", "无"],
            &["本年度无此类记录。"],
            &["无不良记录"],
            &["零 报 告"],
        ] {
            assert!(says(texts, None), "{texts:?}");
        }
        for texts in [&["是"][..], &["/"], &["无", "甲轴承公司"], &["无锡轴承有限公司"], &[], &["注：无此类记录"]]
        {
            assert!(!says(texts, None), "{texts:?}");
        }
        for text in ["暂未统计", "注：待报", "尚 未收到", "详见附件", "无法提供"] {
            assert!(is_unsure(text), "{text}");
        }
        for text in ["无", "填表人：张三", "注：以上为全部", ""] {
            assert!(!is_unsure(text), "{text}");
        }
        assert!(says(&["", "是"], Some(1)));
        assert!(!says(&["是"], Some(1)));
    }
}
