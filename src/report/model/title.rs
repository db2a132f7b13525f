//! Long titles, broken where their words end and into lines about as long as each other, as official papers have them (GB/T 9704-2012).

use unicode_linebreak::linebreaks;
use unicode_width::UnicodeWidthStr as _;

/// `title` with a break wherever a line of `room` characters ends; a Chinese sign takes two.
#[must_use]
pub fn balanced(title: &str, room: usize) -> String {
    title.split('\n').map(|line| line_balanced(line, room)).collect::<Vec<_>>().join("\n")
}

fn line_balanced(line: &str, room: usize) -> String {
    let count = line.width_cjk().div_ceil(room.max(1));
    let mut pieces = Vec::new();
    let mut rest = line;
    for left in (2..=count).rev() {
        let ideal = rest.width_cjk() / left;
        // A break at a bracket parts no words: it may be further off.
        let distance = |at: usize| {
            let apart = rest[..at].width_cjk().abs_diff(ideal);
            if is_between_words(rest, at) { apart / 3 } else { apart }
        };
        let fits = |at: &usize| rest[..*at].width_cjk() <= room && rest[*at..].width_cjk() <= room * (left - 1);
        let breaks = linebreaks(rest).map(|(at, _)| at).filter(|at| *at < rest.len());
        // One that is left as it is, is broken by the program that shows it.
        let Some(at) = breaks.filter(fits).min_by_key(|at| distance(*at)) else { return line.to_owned() };
        pieces.push(&rest[..at]);
        rest = &rest[at..];
    }
    pieces.push(rest);
    pieces.join("\n")
}

fn is_between_words(text: &str, at: usize) -> bool {
    text[at..].starts_with(['（', '《', '“', '〔', '('])
        || text[..at].ends_with(['）', '》', '”', '〕', ')', '，', '、', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_about_as_long_and_end_with_words() {
        let title = "关于2022年度\n临清市支持轴承产业科技创新三年（2022-2024年）行动计划实施意见（试行）\n汇报";
        let broken = "关于2022年度\n临清市支持轴承产业科技创新三年\n（2022-2024年）行动计划实施意见（试行）\n汇报";
        assert_eq!(balanced(title, 41), broken);
        assert_eq!(balanced(title, 80), title);
        assert_eq!(balanced("甲乙丙丁戊己庚辛壬", 10), "甲乙丙丁\n戊己庚辛壬");
        assert_eq!(balanced("甲乙丙丁戊己庚辛壬癸子", 8), "甲乙丙\n丁戊己庚\n辛壬癸子");
        // Nothing to break at, nothing to break.
        assert_eq!(balanced("abcdefghijkl", 10), "abcdefghijkl");
        assert_eq!(balanced("", 0), "");
    }
}
