//! Colours of a terminal. The stream takes them out again where there is no terminal or nobody wants them (`NO_COLOR`), so that what is
//! written here need not ask. Colour only stresses what the words say.

use anstyle::{AnsiColor, Style};

use crate::finding::Severity;

/// A heading.
#[must_use]
pub fn heading(text: &str) -> String {
    paint(text, Style::new().bold())
}

/// A severity's word.
#[must_use]
pub fn severity(severity: Severity) -> String {
    let style = match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default(),
        Severity::Note => AnsiColor::Cyan.on_default(),
    };
    paint(severity.label(), style)
}

/// A verdict: as it should be, or not.
#[must_use]
pub fn verdict(text: &str, good: bool) -> String {
    let colour = if good { AnsiColor::Green } else { AnsiColor::Red };
    paint(text, colour.on_default().bold())
}

fn paint(text: &str, style: Style) -> String {
    format!("{style}{text}{style:#}")
}
