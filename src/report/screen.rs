//! What reaches the terminal: names and file names come from elsewhere, and their control characters are shown as marks.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, Write};

use super::paragraph::{cells, folded};
use super::terminal_style;

/// A stream of text to people, a line at a time.
pub struct Screen<W: Write> {
    inner: W,
    /// Lines longer than this are folded.
    width: usize,
    /// The line whose end is still to come.
    begun: Vec<u8>,
}

impl<W: Write> Screen<W> {
    /// A screen that ends in `inner` and is `width` cells wide.
    pub fn new(inner: W, width: usize) -> Self {
        Self { inner, width, begun: Vec::new() }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.inner.write_all(seen(&fitted(&String::from_utf8_lossy(bytes), self.width)).as_bytes())
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        if bytes.contains(&b'\n') {
            let begun = std::mem::take(&mut self.begun);
            let whole = begun.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            self.begun = begun[whole..].to_vec();
            for line in begun[..whole].split_inclusive(|byte| *byte == b'\n') {
                self.put(line)?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let begun = std::mem::take(&mut self.begun);
        self.put(&begun)?;
        self.inner.flush()
    }
}

/// The line as it fits: too long for the screen, it goes on below the place it names, or a little to the right of where it began.
fn fitted(line: &str, width: usize) -> Cow<'_, str> {
    if width == usize::MAX || cells(line) <= width {
        return Cow::Borrowed(line);
    }
    let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
    let (head, rest) = text.split_once(terminal_style::HANG).unwrap_or_else(|| text.split_at(indent(text)));
    let begin = cells(head);
    let hang = if text.contains(terminal_style::HANG) { begin } else { begin + 2 };
    // Where little room is left, it goes on near the margin.
    let hang = if hang + ROOM > width { hang.min(NEAR) } else { hang };
    let rest = folded(rest, begin, hang, width).join(&format!("\n{}", " ".repeat(hang)));
    Cow::Owned(format!("{head}{rest}{end}"))
}

/// How many bytes of `text` are the spaces it begins with.
fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// How many cells a folded text wants.
const ROOM: usize = 20;

/// How far from the margin a line goes on that has no better place.
const NEAR: usize = 8;

/// The text as a terminal may have it: colours set, control characters and those that turn the direction of writing as marks.
#[must_use]
pub fn seen(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            terminal_style::HANG => {}
            // There is a picture for each.
            '\0'..='\u{1f}' => out.extend(char::from_u32(0x2400 + u32::from(c))),
            '\u{7f}' => out.push('␡'),
            '\u{80}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => out.push_str(&format!("‹U+{:04X}›", u32::from(c))),
            _ => match terminal_style::sequence(c) {
                Some(sequence) => out.push_str(&sequence),
                None => out.push(c),
            },
        }
    }
    out
}

/// One stream for two purposes.
pub struct Shared<'s, W>(pub &'s RefCell<W>);

impl<W: Write> Write for Shared<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_marks_also_where_writes_cut_characters() {
        let mut out = Vec::new();
        let mut screen = Screen::new(&mut out, usize::MAX);
        for byte in "甲\u{1b}[31m乙\u{202e}丙\u{9b}\r\n\t丁\u{7f}".bytes() {
            screen.write_all(&[byte]).expect("a write");
        }
        screen.flush().expect("a write");
        drop(screen);
        assert_eq!(String::from_utf8(out).expect("text"), "甲␛[31m乙‹U+202E›丙‹U+009B›␍\n\t丁␡");
    }

    #[test]
    fn a_line_too_long_goes_on_below_the_place_it_names() {
        let shown = |line: &str, width| {
            let mut out = Vec::new();
            let mut screen = Screen::new(&mut out, width);
            writeln!(screen, "{line}").expect("a write");
            drop(screen);
            String::from_utf8(out).expect("text")
        };
        let hang = terminal_style::HANG;
        let line = format!("  警告 {hang}甲乙丙丁戊己庚辛 金额 1,234.00 元，丙");
        assert_eq!(shown(&line, 60), "  警告 甲乙丙丁戊己庚辛 金额 1,234.00 元，丙\n");
        assert_eq!(shown(&line, 40), "  警告 甲乙丙丁戊己庚辛 金额\n       1,234.00 元，丙\n");
        assert_eq!(shown(&format!("一二三四五六{hang}七八九"), 18), "一二三四五六七八九\n");
        assert_eq!(shown("  没有写在哪里折的", 14), "  没有写在哪里\n    折的\n");
        assert_eq!(shown("一二三四", usize::MAX), "一二三四\n");
    }

    #[test]
    fn own_colours_are_colours() {
        assert_eq!(seen(&terminal_style::heading("甲")), "\u{1b}[1m甲\u{1b}[0m");
        assert_eq!(terminal_style::bare(&terminal_style::heading("甲")), "甲");
    }
}
