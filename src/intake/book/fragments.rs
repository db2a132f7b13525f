//! Cuts a long XML stream at the ends of one element, so that its parts can be read in place: no event is copied, and a
//! part of 300 MiB passes through a window of a few hundred KiB.

use std::io::Read;

use memchr::memmem;

use super::fault::BookFault;

const WINDOW: usize = 256 << 10;

/// A stream that is handed out in whole pieces.
pub(super) struct Fragments<'a> {
    source: &'a mut dyn Read,
    /// The end of a closing tag without its prefix, `row>`.
    close: memmem::FinderRev<'static>,
    close_length: usize,
    window: Vec<u8>,
    /// Handed out already.
    used: usize,
    filled: usize,
    ended: bool,
    /// The longest piece.
    bound: usize,
}

impl<'a> Fragments<'a> {
    /// Cuts `source` behind closing tags that end in `close`, such as `row>`.
    pub fn new(source: &'a mut dyn Read, close: &'static [u8], bound: usize) -> Self {
        Self {
            source,
            close: memmem::FinderRev::new(close),
            close_length: close.len(),
            window: vec![0; WINDOW],
            used: 0,
            filled: 0,
            ended: false,
            bound,
        }
    }

    /// The next piece: all up to the last closing tag in the window, at the end of the stream what is left.
    pub fn next(&mut self) -> Result<Option<&str>, BookFault> {
        self.window.copy_within(self.used..self.filled, 0);
        self.filled -= self.used;
        self.used = 0;
        loop {
            while !self.ended && self.filled < self.window.len() {
                match self.source.read(&mut self.window[self.filled..])? {
                    0 => self.ended = true,
                    count => self.filled += count,
                }
            }
            let content = &self.window[..self.filled];
            let end = if self.ended { Some(content.len()) } else { self.cut(content) };
            if let Some(end) = end {
                self.used = end;
                break;
            }
            if self.window.len() >= self.bound {
                return Err(BookFault::TooLarge(format!("有一行或一段文字超过 {} MiB", self.bound >> 20)));
            }
            self.window.resize(self.window.len() * 2, 0);
        }
        if self.used == 0 {
            return Ok(None);
        }
        utf8(&self.window[..self.used]).map(Some)
    }

    /// Behind the last `</row>` or `</x:row>`.
    fn cut(&self, content: &[u8]) -> Option<usize> {
        let mut end = content.len();
        while let Some(at) = self.close.rfind(&content[..end]) {
            let open = memchr::memrchr(b'<', &content[..at])?;
            let between = &content[open..at];
            if between == b"</" || (between.starts_with(b"</") && between.ends_with(b":")) {
                return Some(at + self.close_length);
            }
            end = at;
        }
        None
    }
}

/// The text of an XML part. Only UTF-8 is read: a part in UTF-16 would look empty to a reader of UTF-8.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, BookFault> {
    std::str::from_utf8(bytes).map_err(|_| BookFault::damaged("内容不是 UTF-8 编码"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, close: &'static [u8], bound: usize) -> Result<Vec<String>, BookFault> {
        let mut source = text.as_bytes();
        let mut fragments = Fragments::new(&mut source, close, bound);
        let mut all = Vec::new();
        while let Some(piece) = fragments.next()? {
            all.push(piece.to_owned());
        }
        Ok(all)
    }

    #[test]
    fn whole_rows_and_nothing_lost() {
        for row in ["<row r=\"1\"><c/></row>", "<x:row><row></row></x:row>"] {
            let text = format!("<sheetData>{}</sheetData>", row.repeat(40_000));
            let all = pieces(&text, b"row>", 1 << 20).unwrap();
            assert_eq!(all.concat(), text);
            assert!(all.len() > 2);
            assert!(all[..all.len() - 1].iter().all(|piece| piece.ends_with("row>")), "{row}");
        }
    }

    #[test]
    fn a_piece_beyond_the_bound_is_refused() {
        let text = format!("<row>{}</row>", "x".repeat(2 << 20));
        assert!(matches!(pieces(&text, b"row>", 1 << 20), Err(BookFault::TooLarge(_))));
        assert!(pieces(&text, b"row>", 4 << 20).is_ok());
    }

    #[test]
    fn other_encodings_are_refused() {
        let mut source: &[u8] = b"\xff\xfe<\0r\0";
        assert!(Fragments::new(&mut source, b"row>", 1 << 20).next().is_err());
    }
}
