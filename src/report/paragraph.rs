//! Paragraphs on a terminal: broken where Unicode lets a line break, so never within a figure or before a closing mark, and not between a
//! figure and its unit.

use std::io::{self, Write};

use unicode_linebreak::linebreaks;
use unicode_width::UnicodeWidthStr;

use super::terminal_style::bare;

/// How many cells a text takes on a terminal.
#[must_use]
pub fn cells(text: &str) -> usize {
    bare(text).width()
}

/// The lines of `text`, the first of which begins `first` cells from the left and the others `hang` cells, within `width` cells.
#[must_use]
pub fn folded(text: &str, first: usize, hang: usize, width: usize) -> Vec<String> {
    let (mut lines, mut line, mut used, mut from) = (Vec::new(), String::new(), first, 0);
    for (to, _) in linebreaks(text) {
        let piece = &text[from..to];
        // A clause's number goes on: 三(三)1.
        if text[to..].starts_with('(') || is_figure(piece) && text[to..].starts_with(UNITS) {
            continue;
        }
        from = to;
        if used + cells(piece.trim_end()) > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = hang;
        }
        if used + cells(piece.trim_end()) <= width {
            line.push_str(piece);
            used += cells(piece);
            continue;
        }
        // Longer than a line, as a checksum or a path may be.
        for c in piece.chars() {
            let wide = cells(c.encode_utf8(&mut [0; 4]));
            if used + wide > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = hang;
            }
            line.push(c);
            used += wide;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// What a figure is counted in.
const UNITS: &[char] = &['元', '万', '亿', '家', '条', '项', '处', '张', '行', '个', '笔', '本', '年'];

/// Does the piece end in a figure?
fn is_figure(piece: &str) -> bool {
    piece.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// A paragraph, indented, its further lines a little more than the first.
pub(super) fn wrapped(out: &mut dyn Write, text: &str, indent: usize, width: usize) -> io::Result<()> {
    const HANG: usize = 2;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = folded(&text, indent, indent + HANG, width.max(indent + HANG + 20));
    for (number, line) in lines.iter().enumerate() {
        writeln!(out, "{}{line}", " ".repeat(if number == 0 { indent } else { indent + HANG }))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_closing_marks_stay_whole() {
        let text = "国家级 5,000,000 元，省级 1,000,000 元，市级 200,000 元";
        assert_eq!(folded(text, 2, 4, 31), ["国家级 5,000,000 元，省级", "1,000,000 元，市级", "200,000 元"]);
        assert_eq!(folded("见条款及三(三)1。", 0, 0, 10), ["见条款及", "三(三)1。"]);
        assert_eq!(folded("甲乙（丙）。", 0, 0, 9), ["甲乙", "（丙）。"]);
        assert_eq!(folded("abcdefgh", 0, 2, 5), ["abcde", "fgh"]);
        assert_eq!(folded("", 0, 0, 5), [""]);
    }

    #[test]
    fn a_paragraph_hangs() {
        let mut out = Vec::new();
        wrapped(&mut out, "甲 乙\n  丙丁戊己庚辛壬癸子丑寅卯", 2, 24).expect("a write");
        let out = String::from_utf8(out).expect("text");
        assert_eq!(out, "  甲 乙 丙丁戊己庚辛壬癸\n    子丑寅卯\n");
    }
}
