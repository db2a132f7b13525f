//! Remarks beside a record that may say it does not count: `此户暂缓`, `已撤销`. They are no data; whoever wrote them meant something.

use super::normalize::squeeze;

/// Words that take something back.
const WORDS: [&str; 22] = [
    "作废",
    "撤销",
    "取消",
    "不予",
    "不符合",
    "不合格",
    "暂缓",
    "缓发",
    "停发",
    "退回",
    "放弃",
    "误报",
    "错报",
    "不计",
    "不算",
    "剔除",
    "删除",
    "重报",
    "已退",
    "待核",
    "存疑",
    "有误",
];
/// Words by which a note below a table speaks of its rows.
const ROWS: [&str; 8] = ["行", "以上", "上述", "上表", "本表", "标黄", "标红", "划线"];
/// What before such a word denies it.
const DENIED: [&str; 4] = ["未", "不", "无", "没有"];
/// A longer text explains something else.
const LONGEST: usize = 60;

/// The word by which a remark may take its record back.
#[must_use]
pub fn doubt(text: &str) -> Option<&'static str> {
    if text.len() > 4 * LONGEST {
        return None;
    }
    let text = squeeze(text);
    let meant =
        |word: &&str| text.match_indices(*word).any(|(at, _)| !DENIED.iter().any(|no| text[..at].ends_with(no)));
    WORDS.into_iter().find(meant).filter(|_| text.chars().count() <= LONGEST)
}

/// Does a note speak of rows of its table?
#[must_use]
pub fn is_about_rows(text: &str) -> bool {
    ROWS.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_a_record_back() {
        for (text, word) in [
            ("此户暂缓", Some("暂缓")),
            ("证书已 撤销", Some("撤销")),
            ("金额有误，以附件为准", Some("有误")),
            ("未撤销", None),
            ("没有取消", None),
            ("未撤销；后取消", Some("取消")),
            ("已核", None),
            ("", None),
        ] {
            assert_eq!(doubt(text), word, "{text}");
        }
        let long = |length: usize| format!("{}撤销", "甲".repeat(length - 2));
        assert_eq!((doubt(&long(LONGEST)), doubt(&long(LONGEST + 1))), (Some("撤销"), None));
    }
}
