//! Texts of an .xls: a record too long for its 8 224 bytes goes on in others, and a text may break in the middle.

use encoding_rs::{GBK, WINDOWS_1252};

use super::super::Marks;
use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::runs::Runs;
use super::super::texts::Texts;
use super::fields::Fields;

/// What matters of a font.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Font {
    /// Does it strike out?
    pub struck: bool,
    /// Does it raise or lower?
    pub raised: bool,
}

/// Where in a text, counted in UTF-16 units, which font begins.
pub(super) type Changes = Vec<(u16, u16)>;

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

    /// Adds a text whose length stands before it, without its phonetic hints; where its fonts change.
    pub fn text(&mut self, text: &mut String) -> Result<Changes, BookFault> {
        let count = self.fields()?.u16()?;
        let flags = self.fields()?.u8()?;
        let runs = if flags & 8 == 0 { 0 } else { self.fields()?.u16()? };
        let hints = if flags & 4 == 0 { 0 } else { self.fields()?.u32()? };
        self.letters(usize::from(count), flags, text)?;
        let mut changes = Vec::new();
        for _ in 0..runs {
            changes.push((self.fields()?.u16()?, self.fields()?.u16()?));
        }
        self.skip(usize::try_from(hints).unwrap_or(usize::MAX / 2))?;
        Ok(changes)
    }

    /// Adds a text of known length, which begins with the mark of its letters.
    pub fn letters_flagged(&mut self, count: usize, text: &mut String) -> Result<(), BookFault> {
        let flags = self.fields()?.u8()?;
        self.letters(count, flags, text)
    }

    /// Letters of one or two bytes; where a text breaks, the next record starts by saying which.
    fn letters(&mut self, mut count: usize, mut flags: u8, text: &mut String) -> Result<(), BookFault> {
        while count > 0 {
            // A record may hold nothing but that mark.
            while self.now.0.is_empty() {
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

    /// Is nothing left?
    fn is_at_end(&self) -> bool {
        self.now.0.is_empty() && self.later.iter().all(|record| record.is_empty())
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

/// How a text is set whose fonts change so.
pub(super) fn marks(text: &str, changes: &[(u16, u16)], fonts: &[Font]) -> Marks {
    let (mut runs, mut unit, mut font) = (Runs::default(), 0_usize, Font::default());
    let mut changes = changes.iter().peekable();
    for letter in text.chars() {
        while let Some((_, number)) = changes.next_if(|(start, _)| usize::from(*start) <= unit) {
            font = fonts.get(usize::from(*number)).copied().unwrap_or_default();
        }
        runs.add(letter.encode_utf8(&mut [0; 4]), font.struck, font.raised);
        unit += letter.len_utf16();
    }
    runs.marks()
}

/// The shared texts. The count they claim is often wrong: there are as many as there are.
pub(super) fn shared(record: &mut Continued<'_>, fonts: &[Font], bounds: &Bounds) -> Result<Texts, BookFault> {
    let mut texts = Texts::default();
    record.fields()?.u32()?;
    let claimed = record.fields()?.u32()?;
    let mut text = String::new();
    while !record.is_at_end() {
        text.clear();
        let changes = match record.text(&mut text) {
            Ok(changes) => changes,
            // What fills up the record behind the last text is none.
            Err(_) if texts.len() as u64 >= u64::from(claimed) => break,
            Err(fault) => return Err(fault),
        };
        texts.push(&text, bounds)?;
        if !changes.is_empty() {
            texts.mark(marks(&text, &changes, fonts));
        }
    }
    texts.close();
    Ok(texts)
}

/// A text whose letters some programs write without saying how wide they are, or a letter short: number formats and what printed pages
/// say, where the last letter means nothing.
pub(super) fn lenient(mut fields: Fields<'_>) -> Result<String, BookFault> {
    let count = usize::from(fields.u16()?);
    let mut text = String::new();
    if fields.0.len() == count && fields.0.first().is_some_and(|&byte| byte >= b' ') {
        text.extend(fields.0.iter().map(|&byte| char::from(byte)));
        return Ok(text);
    }
    let flags = if count == 0 { 0 } else { fields.u8()? };
    let width = if flags & 1 == 0 { 1 } else { 2 };
    let there = count.min(fields.0.len() / width);
    Continued::new(fields.0, Vec::new()).letters(there, flags, &mut text)?;
    Ok(text)
}

/// A cell's own text; older programs leave out how wide its letters are.
pub(super) fn label(fields: Fields<'_>, chinese: bool, text: &mut String) -> Result<(), BookFault> {
    let mut rest = fields;
    let count = usize::from(rest.u16()?);
    if rest.0.len() == count && rest.0.first().is_some_and(|&byte| byte >= b' ') {
        let encoding = if chinese { GBK } else { WINDOWS_1252 };
        text.push_str(&encoding.decode_without_bom_handling(rest.0).0);
        return Ok(());
    }
    Continued::new(fields.0, Vec::new()).text(text).map(drop)
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
        let texts = shared(&mut Continued::new(&first, later), &[], &Bounds::default()).unwrap();
        assert_eq!((texts.get(0), texts.get(1), texts.len()), (Some("甲ab"), Some("c"), 2));
    }

    #[test]
    fn what_programs_leave_out() {
        for bytes in [&b"\x04\x00\x000.00"[..], b"\x04\x000.00", b"\x05\x00\x000.00"] {
            assert_eq!(lenient(Fields(bytes)).unwrap(), "0.00");
        }
        assert_eq!(lenient(Fields(&[2, 0, 1, 0x32, 0x75, 0x32])).unwrap(), "甲");
        let label = |bytes: &[u8], chinese| {
            let mut text = String::new();
            label(Fields(bytes), chinese, &mut text).map(|()| text)
        };
        assert_eq!(label(b"\x02\0ab", false).unwrap(), "ab");
        assert_eq!(label(b"\x02\0\0ab", false).unwrap(), "ab");
        assert_eq!(label(b"\x02\0\xbc\xd7", true).unwrap(), "甲");
        assert!(label(b"\x03\0\0ab", false).is_err());
    }

    #[test]
    fn fonts_that_change_within_a_text() {
        let fonts = [Font::default(), Font { struck: true, raised: false }, Font { struck: false, raised: true }];
        let one = |text: &str, changes: &[(u16, u16)]| marks(text, changes, &fonts);
        assert_eq!(one("301", &[(2, 2)]), Marks { raised: true, ..Marks::NONE });
        assert_eq!(one("3025", &[(0, 1), (2, 0)]), Marks { partly_struck: true, ..Marks::NONE });
        assert_eq!(one("30", &[(0, 1)]), Marks { struck: true, ..Marks::NONE });
        assert_eq!(one("30", &[(0, 0), (2, 1)]), Marks::NONE);
    }

    #[test]
    fn texts_cut_short_and_counts_that_lie() {
        for count in [0, 1, 255] {
            let lie = [9, 0, 0, 0, count, 0, 0, 0, 1, 0, 0, b'a', 0, 0, 0];
            assert_eq!(shared(&mut Continued::new(&lie, Vec::new()), &[], &Bounds::default()).unwrap().len(), 2);
        }
        let filled = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, b'a', 9];
        assert_eq!(shared(&mut Continued::new(&filled, Vec::new()), &[], &Bounds::default()).unwrap().len(), 1);
        let half = [1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0x32, 0x75, 0x32];
        assert!(shared(&mut Continued::new(&half, vec![&[]]), &[], &Bounds::default()).is_err());
        // A record that holds nothing but how wide the letters are that follow in the next.
        let cut = [1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, b'a'];
        let texts = shared(&mut Continued::new(&cut, vec![&[0], &[1, 0x32, 0x75]]), &[], &Bounds::default()).unwrap();
        assert_eq!(texts.get(0), Some("a甲"));
        assert!(short(&mut Fields(&[9, 0, b'a'])).is_err());
        assert_eq!(short(&mut Fields(&[2, 0, b'a', b'b'])).unwrap(), "ab");
    }
}
