//! What reaches the terminal: names and file names come from elsewhere, and their control characters are shown as marks.

use std::cell::RefCell;
use std::io::{self, Write};

use super::terminal_style;

/// A stream of text to people.
pub struct Screen<W> {
    inner: W,
    /// The beginning of a character whose rest is still to come.
    cut: Vec<u8>,
}

impl<W: Write> Screen<W> {
    /// A screen that ends in `inner`.
    pub fn new(inner: W) -> Self {
        Self { inner, cut: Vec::new() }
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let joined = [std::mem::take(&mut self.cut), bytes.to_vec()].concat();
        let mut rest = &joined[..];
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.inner.write_all(seen(text).as_bytes())?;
                    break;
                }
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    self.inner.write_all(seen(&String::from_utf8_lossy(good)).as_bytes())?;
                    let Some(length) = error.error_len() else {
                        self.cut = bad.to_vec();
                        break;
                    };
                    self.inner.write_all("\u{FFFD}".as_bytes())?;
                    rest = &bad[length..];
                }
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The text as a terminal may have it: colours set, control characters and those that turn the direction of writing as marks.
#[must_use]
pub fn seen(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
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
        let mut screen = Screen::new(&mut out);
        for byte in "甲\u{1b}[31m乙\u{202e}丙\u{9b}\r\n\t丁\u{7f}".bytes() {
            screen.write_all(&[byte]).expect("a write");
        }
        assert_eq!(String::from_utf8(out).expect("text"), "甲␛[31m乙‹U+202E›丙‹U+009B›␍\n\t丁␡");
    }

    #[test]
    fn own_colours_are_colours() {
        assert_eq!(seen(&terminal_style::heading("甲")), "\u{1b}[1m甲\u{1b}[0m");
        assert_eq!(terminal_style::bare(&terminal_style::heading("甲")), "甲");
    }
}
