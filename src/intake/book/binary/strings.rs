//! Texts of an .xls: a record too long for its 8 224 bytes goes on in others, and a text may break in the middle.

use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::texts::Texts;
use super::fields::Fields;

/// A record and those that continue it.
pub(super) struct Continued<'r> {
    now: Fields<'r>,
    /// Those to come, the next one last.
    later: Vec<&'r [u8]>,
}

impl<'r> Continued<'r> {
    pub fn new(first: &'r [u8], mut later: Vec<&'r [u8]>) -> Self {
        later.reverse();
        Self { now: Fields(first), later }
    }

    /// The record the next field starts in.
    fn fields(&mut self) -> Result<&mut Fields<'r>, BookFault> {
        while self.now.0.is_empty() {
            self.now = Fields(self.later.pop().ok_or_else(|| BookFault::damaged("有文字不完整"))?);
        }
        Ok(&mut self.now)
    }

    /// Adds a text whose length stands before it, without its formatting and phonetic hints.
    pub fn text(&mut self, text: &mut String) -> Result<(), BookFault> {
        let count = self.fields()?.u16()?;
        let flags = self.fields()?.u8()?;
        let runs = if flags & 8 == 0 { 0 } else { self.fields()?.u16()? };
        let hints = if flags & 4 == 0 { 0 } else { self.fields()?.u32()? };
        self.letters(usize::from(count), flags, text)?;
        self.skip(usize::from(runs) * 4 + usize::try_from(hints).unwrap_or(usize::MAX / 2))
    }

    /// Letters of one or two bytes; where a text breaks, the next record starts by saying which.
    fn letters(&mut self, mut count: usize, mut flags: u8, text: &mut String) -> Result<(), BookFault> {
        while count > 0 {
            if self.now.0.is_empty() {
                flags = self.fields()?.u8()?;
            }
            let wide = flags & 1 != 0;
            let here = count.min(if wide { self.now.0.len() / 2 } else { self.now.0.len() });
            if here == 0 {
                // Half a letter is left, or nothing at all.
                return Err(BookFault::damaged("有文字不完整"));
            }
            if wide {
                self.now.utf16(here, text)?;
            } else {
                text.extend(self.now.take(here)?.iter().map(|&byte| char::from(byte)));
            }
            count -= here;
        }
        Ok(())
    }

    fn skip(&mut self, mut count: usize) -> Result<(), BookFault> {
        while count > 0 {
            let fields = self.fields()?;
            let here = count.min(fields.0.len());
            fields.take(here)?;
            count -= here;
        }
        Ok(())
    }
}

/// The shared texts. The count they claim is reached text by text, never reserved.
pub(super) fn shared(record: &mut Continued<'_>, bounds: &Bounds) -> Result<Texts, BookFault> {
    let mut texts = Texts::default();
    let fields = record.fields()?;
    fields.u32()?;
    let count = fields.u32()?;
    let mut text = String::new();
    for _ in 0..count {
        text.clear();
        record.text(&mut text)?;
        texts.push(&text, bounds)?;
    }
    texts.close();
    Ok(texts)
}

/// A text with a one-byte length, as sheet names have.
pub(super) fn short(fields: &mut Fields<'_>) -> Result<String, BookFault> {
    let (count, flags) = (usize::from(fields.u8()?), fields.u8()?);
    let mut text = String::new();
    Continued::new(fields.0, Vec::new()).letters(count, flags, &mut text)?;
    text.retain(|letter| letter != '\0');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_break() {
        // 甲乙 breaks after 甲 and goes on in bytes; rich runs break too.
        let first = [2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 9, 1, 0, 0x32, 0x75];
        let later: Vec<&[u8]> = vec![b"\0ab", &[1, 0], &[0, 0, 1, 0, 0, b'c']];
        let texts = shared(&mut Continued::new(&first, later), &Bounds::default()).unwrap();
        assert_eq!((texts.get(0), texts.get(1), texts.len()), (Some("甲ab"), Some("c"), 2));
    }

    #[test]
    fn texts_cut_short_and_counts_that_lie() {
        let lie = [0, 0, 0, 0, 255, 255, 255, 255, 1, 0, 0, b'a'];
        assert!(shared(&mut Continued::new(&lie, Vec::new()), &Bounds::default()).is_err());
        let half = [1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0x32, 0x75, 0x32];
        assert!(shared(&mut Continued::new(&half, vec![&[]]), &Bounds::default()).is_err());
        assert!(short(&mut Fields(&[9, 0, b'a'])).is_err());
        assert_eq!(short(&mut Fields(&[2, 0, b'a', b'b'])).unwrap(), "ab");
    }
}
