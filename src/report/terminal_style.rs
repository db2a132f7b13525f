//! Colours of a terminal. What is written here are signs, not the terminal's own sequences: those are refused wherever they come from, and
//! only the screen knows what a sign stands for. The stream takes colours out again where there is no terminal or nobody wants them
//! (`NO_COLOR`). Colour only stresses what the words say.

use anstyle::{AnsiColor, Style};

use crate::finding::Severity;

/// The first of the signs, which are no characters: no text needs them.
const FIRST: u32 = 0xFDD0;

/// The styles, each with its sign; the last sign ends any of them.
const STYLES: [Style; 6] = [
    Style::new().bold(),
    AnsiColor::Red.on_default().bold(),
    AnsiColor::Yellow.on_default(),
    AnsiColor::Cyan.on_default(),
    AnsiColor::Green.on_default().bold(),
    Style::new(),
];

/// Where the further lines of a text begin that is too long for the terminal.
pub const HANG: char = '\u{FDEF}';

/// A heading.
#[must_use]
pub fn heading(text: &str) -> String {
    paint(text, 0)
}

/// A severity's word.
#[must_use]
pub fn severity(severity: Severity) -> String {
    let style = match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Note => 3,
    };
    paint(severity.label(), style)
}

/// A verdict: as it should be, or not.
#[must_use]
pub fn verdict(text: &str, good: bool) -> String {
    paint(text, if good { 4 } else { 1 })
}

/// The terminal's sequence that a sign stands for.
#[must_use]
pub fn sequence(sign: char) -> Option<String> {
    let index = usize::try_from(u32::from(sign).checked_sub(FIRST)?).ok()?;
    let style = STYLES.get(index)?;
    Some(if index + 1 == STYLES.len() { anstyle::Reset.render().to_string() } else { style.render().to_string() })
}

/// The text without signs.
#[must_use]
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| *c != HANG && sequence(*c).is_none()).collect()
}

fn paint(text: &str, style: u32) -> String {
    let sign = |index| char::from_u32(FIRST + index).unwrap_or_default();
    let end = u32::try_from(STYLES.len() - 1).unwrap_or_default();
    format!("{}{text}{}", sign(style), sign(end))
}
