//! Cuts a long XML stream between the elements of one name, so that its parts can be read in place: no event is copied, and a
//! part of 300 MiB passes through a window of a few hundred KiB.

use std::io::Read;

use memchr::memmem;

use super::fault::BookFault;

const WINDOW: usize = 256 << 10;

/// A stream that is handed out in whole pieces.
pub(super) struct Fragments<'a> {
    source: &'a mut dyn Read,
    /// The element's name without its prefix, `row`.
    name: memmem::FinderRev<'static>,
    name_length: usize,
    window: Vec<u8>,
    /// Handed out already.
    used: usize,
    filled: usize,
    ended: bool,
    /// The longest piece.
    bound: usize,
}

impl<'a> Fragments<'a> {
    /// Cuts `source` between elements named `name`; no piece is longer than `bound`.
    pub fn new(source: &'a mut dyn Read, name: &'static str, bound: usize) -> Self {
        Self {
            source,
            name: memmem::FinderRev::new(name),
            name_length: name.len(),
            window: vec![0; WINDOW],
            used: 0,
            filled: 0,
            ended: false,
            bound,
        }
    }

    /// The next piece: all up to the last of the element's tags in the window, at the end of the stream what is left.
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

    /// Behind the last `</row>` or before the last `<row`, prefixed or not; `None` if that is nowhere or at the start.
    fn cut(&self, content: &[u8]) -> Option<usize> {
        let mut end = content.len();
        while let Some(at) = self.name.rfind(&content[..end]) {
            let behind = at + self.name_length;
            let open = memchr::memrchr(b'<', &content[..at])?;
            let prefix = &content[open + 1..at];
            let (closes, prefix) = prefix.strip_prefix(b"/").map_or((false, prefix), |prefix| (true, prefix));
            if prefix.is_empty() || (prefix.ends_with(b":") && prefix.iter().all(|byte| !byte.is_ascii_whitespace())) {
                match content.get(behind) {
                    Some(b'>') if closes => return Some(behind + 1),
                    Some(b'>' | b' ' | b'/' | b'\t' | b'\r' | b'\n') if !closes && open > 0 => return Some(open),
                    _ => {}
                }
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

    fn pieces(text: &str, name: &'static str, bound: usize) -> Result<Vec<String>, BookFault> {
        let mut source = text.as_bytes();
        let mut fragments = Fragments::new(&mut source, name, bound);
        let mut all = Vec::new();
        while let Some(piece) = fragments.next()? {
            all.push(piece.to_owned());
        }
        Ok(all)
    }

    #[test]
    fn whole_rows_and_nothing_lost() {
        for row in ["<row r=\"1\"><c/></row>", "<x:row><c>row</c></x:row>", "<row hidden=\"1\"/>"] {
            let text = format!("<sheetData>{}</sheetData>", row.repeat(40_000));
            let all = pieces(&text, "row", 1 << 20).unwrap();
            assert_eq!(all.concat(), text);
            assert!(all.len() > 2);
            let whole = |piece: &String| piece.ends_with(&row[row.len() - 2..]) && piece.matches(row).count() > 1;
            assert!(all[..all.len() - 1].iter().all(whole), "{row}");
        }
    }

    #[test]
    fn a_piece_beyond_the_bound_is_refused() {
        let text = format!("<row>{}</row>", "x".repeat(2 << 20));
        assert!(matches!(pieces(&text, "row", 1 << 20), Err(BookFault::TooLarge(_))));
        assert!(pieces(&text, "row", 4 << 20).is_ok());
    }

    #[test]
    fn other_encodings_are_refused() {
        let mut source: &[u8] = b"\xff\xfe<\0r\0";
        assert!(Fragments::new(&mut source, "row", 1 << 20).next().is_err());
    }
}
