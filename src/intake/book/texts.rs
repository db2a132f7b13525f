//! A workbook's shared texts, one behind the other in one buffer: cells borrow from it.

use super::bounds::Bounds;
use super::fault::BookFault;

/// The texts by their number.
#[derive(Debug, Default)]
pub(super) struct Texts {
    buffer: String,
    ends: Vec<u32>,
}

impl Texts {
    /// The text with a number.
    pub fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.buffer.get(start..end)
    }

    /// How many there are.
    #[cfg(test)]
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
