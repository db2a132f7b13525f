//! A workbook's shared texts, one behind the other in one buffer: cells borrow from it.

use super::Marks;
use super::bounds::Bounds;
use super::fault::BookFault;

/// The texts by their number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    buffer: String,
    ends: Vec<u32>,
    /// Those few that are not set as usual, rising by number.
    marks: Vec<(u32, Marks)>,
}

impl Texts {
    /// The text with a number.
    pub fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.buffer.get(start..end)
    }

    /// How the text with a number is set.
    pub fn marks(&self, number: usize) -> Marks {
        let at = self.marks.binary_search_by_key(&number, |(number, _)| *number as usize);
        at.map_or(Marks::NONE, |at| self.marks[at].1)
    }

    /// How the text added last is set.
    pub fn mark(&mut self, marks: Marks) {
        if marks != Marks::NONE {
            self.marks.push((u32::try_from(self.ends.len()).unwrap_or(u32::MAX).saturating_sub(1), marks));
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds a text.
    pub fn push(&mut self, text: &str, bounds: &Bounds) -> Result<(), BookFault> {
        self.buffer.push_str(text);
        if self.ends.len() >= bounds.text_count || self.buffer.len() as u64 > bounds.texts {
            return Err(BookFault::TooLarge("工作簿里的文字多得不合常情".into()));
        }
        let end = u32::try_from(self.buffer.len());
        self.ends.push(end.map_err(|_| BookFault::TooLarge("工作簿里的文字多得不合常情".into()))?);
        Ok(())
    }

    /// Gives back what was reserved in advance.
    pub fn close(&mut self) {
        self.buffer.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}
