//! A stream that can be looked at further ahead than it has been read: a whole row at once, whatever its length.

use std::io::{BufRead, Read, Result};

use memchr::memmem;

/// What is looked at at first.
const ROOM: usize = 1 << 18;

/// The longest stretch that is looked at; what is longer is read step by step.
const LONGEST: usize = 1 << 24;

/// A buffered stream.
pub(in crate::verify) struct Window<R> {
    source: R,
    buffer: Vec<u8>,
    /// Read already.
    used: usize,
    filled: usize,
    ended: bool,
}

impl<R: Read> Window<R> {
    pub fn new(source: R) -> Self {
        Self { source, buffer: vec![0; ROOM], used: 0, filled: 0, ended: false }
    }

    /// What comes next up to the first `>` behind `end`; `None` if that is nowhere near. Nothing counts as read.
    pub fn ahead(&mut self, end: &memmem::Finder<'_>) -> Result<Option<&[u8]>> {
        let mut searched = 0;
        loop {
            let there = &self.buffer[self.used..self.filled];
            let found = end.find(&there[searched..]).map(|at| searched + at + end.needle().len());
            if let Some(behind) = found
                && let Some(close) = memchr::memchr(b'>', &there[behind..])
            {
                let until = self.used + behind + close + 1;
                return Ok(Some(&self.buffer[self.used..until]));
            }
            // The end may lie across what was there and what comes.
            searched = found.map_or(there.len(), |behind| behind - end.needle().len());
            searched = searched.saturating_sub(end.needle().len());
            if self.ended || there.len() >= LONGEST {
                return Ok(None);
            }
            self.more()?;
        }
    }

    /// Reads on, in a larger buffer where there is no room left.
    fn more(&mut self) -> Result<()> {
        self.buffer.copy_within(self.used..self.filled, 0);
        self.filled -= self.used;
        self.used = 0;
        if self.filled == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        while !self.ended && self.filled < self.buffer.len() {
            match self.source.read(&mut self.buffer[self.filled..])? {
                0 => self.ended = true,
                count => self.filled += count,
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Window<R> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize> {
        let there = self.fill_buf()?;
        let count = there.len().min(to.len());
        to[..count].copy_from_slice(&there[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Window<R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.used == self.filled && !self.ended {
            self.more()?;
        }
        Ok(&self.buffer[self.used..self.filled])
    }

    fn consume(&mut self, count: usize) {
        self.used = self.filled.min(self.used + count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_stretches_ahead() {
        let end = memmem::Finder::new("</r");
        let long = format!("<r>{}</r >rest", "x".repeat(3 * ROOM));
        let mut window = Window::new(long.as_bytes());
        assert_eq!(window.ahead(&end).unwrap().map(<[u8]>::len), Some(long.len() - 4));
        window.consume(long.len() - 4);
        assert_eq!(window.ahead(&end).unwrap(), None);
        let mut rest = String::new();
        window.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "rest");
        let mut cut = Window::new("<r></r".as_bytes());
        assert_eq!(cut.ahead(&end).unwrap(), None);
        // Whatever lies at the edge of what has been read is found.
        for before in ROOM - 8..ROOM + 8 {
            let text = format!("{}</r>", " ".repeat(before));
            assert_eq!(Window::new(text.as_bytes()).ahead(&end).unwrap().map(<[u8]>::len), Some(before + 4));
        }
    }
}
