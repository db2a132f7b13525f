//! What a sheet says of itself beside its cells: what is hidden, merged, noted.

use std::ops::Range;

use super::BookFault;
use super::xlsx::{LAST_COLUMN, LAST_ROW};

/// A merged rectangle, all bounds included and from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// Last row.
    pub bottom: u32,
    /// First column.
    pub left: u32,
    /// Last column.
    pub right: u32,
}

/// What a sheet's rows do not say themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Merged rectangles, in the file's order.
    pub merges: Vec<Merge>,
    /// Is the sheet itself hidden?
    pub hidden: bool,
    /// Hidden rows, from 0, rising.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns, from 0, rising.
    pub hidden_columns: Vec<u32>,
    /// What stands in the header and the footer of the printed page, as a reader sees it, and in boxes that lie over the cells.
    pub page_texts: Vec<String>,
    /// The notes at cells, in the file's order.
    pub notes: Vec<Note>,
    /// Were the rows cut into cells at a sign that may stand in a cell too?
    pub cut_by_sign: bool,
}

/// A note (comment) at a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// What it says.
    pub text: String,
}

impl Layout {
    /// Hides columns, the end excluded. More than a sheet has would be a file that hides the same ones for ever.
    pub(super) fn hide_columns(&mut self, columns: Range<u32>) -> Result<(), BookFault> {
        self.hidden_columns.extend(columns.start..columns.end.min(LAST_COLUMN));
        Self::bounded(self.hidden_columns.len() <= LAST_COLUMN as usize)
    }

    /// Hides rows, the end excluded.
    pub(super) fn hide_rows(&mut self, rows: Range<u32>) -> Result<(), BookFault> {
        self.hidden_rows.extend(rows.start..rows.end.min(LAST_ROW));
        Self::bounded(self.hidden_rows.len() <= LAST_ROW as usize)
    }

    /// Merges cells.
    pub(super) fn merge(&mut self, merge: Merge) -> Result<(), BookFault> {
        self.merges.push(merge);
        Self::bounded(self.merges.len() <= LAST_ROW as usize)
    }

    /// Adds a note. A cell has one, or a thread of some.
    pub(super) fn note(&mut self, note: Note) -> Result<(), BookFault> {
        self.notes.push(note);
        Self::bounded(self.notes.len() <= LAST_ROW as usize)
    }

    fn bounded(within: bool) -> Result<(), BookFault> {
        if within { Ok(()) } else { Err(BookFault::damaged("隐藏、合并或批注的范围比工作表还大")) }
    }
}
