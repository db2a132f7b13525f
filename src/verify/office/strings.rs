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
