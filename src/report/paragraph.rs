//! Paragraphs on a terminal.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// A paragraph, indented, broken where it reaches the width: Chinese text may break between any two characters.
pub(super) fn wrapped(out: &mut dyn Write, text: &str, indent: usize, width: usize) -> io::Result<()> {
    let room = width.saturating_sub(indent).max(20);
    let (mut line, mut used) = (String::new(), 0);
    for c in text.chars() {
        let cells = c.to_string().width();
        if used + cells > room {
            writeln!(out, "{}{line}", " ".repeat(indent))?;
            (line, used) = (String::new(), 0);
        }
        line.push(c);
        used += cells;
    }
    writeln!(out, "{}{line}", " ".repeat(indent))
}
