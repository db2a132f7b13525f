//! Texts with their runs: what is read, and what in it looks unlike its cell.

use super::color::Colors;
use super::element::Element;
use super::style::Font;

/// A text of a cell or a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::verify) struct Rich {
    pub plain: String,
    /// Runs in a font of their own: where they begin, and the font.
    pub runs: Vec<(usize, Font)>,
    /// What stands above the text in small letters.
    pub phonetic: String,
    /// What is in it that is not understood.
    pub unknown: String,
}

impl Rich {
    /// An `si`, `is` or `text` element.
    pub fn of(element: &Element, colors: &Colors) -> Self {
        let mut rich = Self::default();
        for child in &element.children {
            match &*child.name {
                "t" => rich.plain.push_str(&child.text),
                "r" => {
                    let start = rich.plain.len();
                    rich.plain.extend(child.all("t").map(|t| &*t.text));
                    rich.runs.extend(child.child("rPr").map(|font| (start, Font::of(font, colors))));
                }
                "rPh" => rich.phonetic.push_str(&child.texts("t")),
                "phoneticPr" => {}
                other => rich.unknown.push_str(other),
            }
        }
        rich.plain = spoken(&rich.plain);
        rich
    }

    /// What in it looks unlike a cell in `font`; empty for most.
    pub fn unlike(&self, font: &Font) -> String {
        let mut words = Vec::new();
        for (start, run) in &self.runs {
            if !run.fits(font) {
                words.push(format!(
                    "第 {} 字起 {}",
                    self.plain.get(..*start).map_or(0, |t| t.chars().count()) + 1,
                    run.words()
                ));
            }
        }
        if !self.phonetic.is_empty() {
            words.push(format!("注音“{}”", self.phonetic));
        }
        if !self.unknown.is_empty() {
            words.push(format!("看不懂的“{}”", self.unknown));
        }
        words.join("；")
    }
}

/// Line ends in one form, and characters XML has no room for, which stand as `_x000D_`. Others need no such sign, and not all programs read it.
pub(super) fn spoken(text: &str) -> String {
    let needed = |escape: &str| {
        escape.starts_with("_x00") && matches!(escape.as_bytes()[4], b'0' | b'1') || escape.starts_with("_x005F_")
    };
    let is_escape = |at: usize| {
        let digits = text.as_bytes().get(at + 2..at + 6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        digits && text.as_bytes().get(at + 6) == Some(&b'_')
    };
    let needless = text.match_indices("_x").any(|(at, _)| is_escape(at) && !needed(&text[at..]));
    let text = if needless { text.into() } else { crate::intake::book::xml::plain(text) };
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn signs_for_what_xml_has_no_room_for() {
        for (written, read) in [
            ("甲_x000D_\n乙", "甲\n乙"),
            ("_x0007_", "\u{7}"),
            ("_x005F_x000D_", "_x000D_"),
            // Not all programs read a sign that nobody needs.
            ("_x4f01_业", "_x4f01_业"),
            ("_x0039_1", "_x0039_1"),
            ("_xA_x", "_xA_x"),
        ] {
            assert_eq!(spoken(written), read, "{written}");
        }
    }
}
