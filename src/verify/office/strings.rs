//! The texts that cells share.

use std::collections::HashMap;
use std::io::{BufReader, Read};

use super::color::Colors;
use super::element::Space;
use super::text::Rich;
use super::tree::{Step, Xml};
use crate::intake::book::BookFault;

/// Texts by their number, in one buffer; those with runs of their own beside.
#[derive(Debug, Default)]
pub(in crate::verify) struct Strings {
    buffer: String,
    ends: Vec<usize>,
    rich: HashMap<usize, Rich>,
}

impl Strings {
    pub fn read(part: &mut dyn Read, colors: &Colors) -> Result<Self, BookFault> {
        let mut strings = Self::default();
        let mut xml = Xml::new(BufReader::with_capacity(1 << 16, part));
        let root = xml.root()?;
        if root.name != "sst" || root.space != Space::Sheet {
            return Err(BookFault::damaged("共享文字的内容看不懂"));
        }
        xml.remarks = 0;
        let mut text = String::new();
        loop {
            match xml.step(&mut text)? {
                Step::Open(element) if element.name == "si" && element.space == Space::Sheet => {
                    let element = xml.rest(element)?;
                    let rich = Rich::of(&element, colors);
                    strings.buffer.push_str(&rich.plain);
                    if !rich.runs.is_empty() || !rich.phonetic.is_empty() || !rich.unknown.is_empty() {
                        strings.rich.insert(strings.ends.len(), rich);
                    }
                    strings.ends.push(strings.buffer.len());
                }
                Step::Open(element) if element.name == "extLst" => xml.skip()?,
                // What is counted as a text by one reader and not by another moves all behind it.
                Step::Open(element) => {
                    return Err(BookFault::damaged(format!("共享文字里有看不懂的部分：{}", element.name)));
                }
                Step::Close => break,
            }
            text.clear();
        }
        if xml.remarks > 0 {
            return Err(BookFault::damaged("共享文字里夹有 XML 注释"));
        }
        xml.end()?;
        Ok(strings)
    }

    /// The text `index` and, if it has runs of its own, those.
    pub fn get(&self, index: usize) -> Option<(&str, Option<&Rich>)> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some((&self.buffer[start..end], self.rich.get(&index)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    fn strings(inside: &str) -> Result<Strings, BookFault> {
        let part = format!("<sst xmlns=\"{SHEET}\" xmlns:o=\"urn:o\">{inside}</sst>");
        Strings::read(&mut part.as_bytes(), &Colors::default())
    }

    #[test]
    fn texts_are_counted_and_those_with_runs_keep_them() {
        let inside = "<si><t>甲</t></si><si/><si><r><t>乙</t></r><r><rPr><b/></rPr><t>丙</t></r><r><t>丁</t></r></si>\
            <si><t>戊</t><rPh sb=\"0\" eb=\"1\"><t>ぼ</t></rPh></si><si><t>己</t><o:x/></si>\
            <extLst><ext uri=\"1\"><si><t>不算</t></si></ext></extLst>";
        let strings = strings(inside).unwrap();
        let at = |index| strings.get(index).map(|(text, rich)| (text, rich.map_or(0, |rich| rich.runs.len())));
        let all: Vec<_> = (0..6).map(at).collect();
        assert_eq!(all, [Some(("甲", 0)), Some(("", 0)), Some(("乙丙丁", 1)), Some(("戊", 0)), Some(("己", 0)), None]);
        let kept = |index: usize| strings.get(index).and_then(|(_, rich)| rich).is_some();
        assert_eq!([0, 1, 2, 3, 4].map(kept), [false, false, true, true, true]);
    }

    #[test]
    fn what_one_reader_counts_and_another_does_not_is_refused() {
        for inside in ["<si><t>甲</t></si><o:si><t>乙</t></o:si>", "<t>甲</t>", "<si><t>甲</t></si><!-- 乙 -->"] {
            assert!(strings(inside).is_err(), "{inside}");
        }
        for part in [
            "<sst xmlns=\"urn:o\"/>".to_owned(),
            format!("<sis xmlns=\"{SHEET}\"/>"),
            format!("<sst xmlns=\"{SHEET}\"/><a/>"),
        ] {
            assert!(Strings::read(&mut part.as_bytes(), &Colors::default()).is_err(), "{part}");
        }
    }
}
