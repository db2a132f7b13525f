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

/// Line ends in one form, and characters XML has no room for, which stand as `_x000D_`.
pub(super) fn spoken(text: &str) -> String {
    let text = crate::intake::book::xml::plain(text);
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text.into_owned() }
}
