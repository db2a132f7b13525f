//! The row of an .xlsx sheet being read. Cells borrow their texts; only those written with escapes are rewritten, in one
//! buffer for the row.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use super::super::fault::BookFault;
use super::super::{Cell, Look, Rows, Value, xml};

/// The row being read.
#[derive(Default)]
pub(super) struct Line<'p> {
    pub row: u32,
    /// The least column that may come next.
    pub next_column: u32,
    cells: Vec<Cell<'p>>,
    /// Texts that do not stand in the part as they are, with the place of their cell.
    scratch: String,
    rewritten: Vec<(usize, Range<usize>)>,
}

impl<'p> Line<'p> {
    /// Starts a row, keeping the buffers.
    pub fn begin(&mut self, row: u32) {
        self.row = row;
        self.next_column = 0;
        self.cells.clear();
        self.scratch.clear();
        self.rewritten.clear();
    }

    /// Adds a cell.
    pub fn push(&mut self, column: u32, value: Value<'p>, look: Look<'p>) {
        self.cells.push(Cell { column, value, look });
    }

    /// Adds a cell's text, unless it is empty.
    pub fn push_text(&mut self, column: u32, text: Cow<'p, str>, look: Look<'p>) {
        match text {
            Cow::Borrowed(text) if !text.contains("_x") => {
                if !text.is_empty() {
                    self.push(column, Value::Text(text), look);
                }
            }
            text => {
                let start = self.scratch.len();
                self.scratch.push_str(&xml::plain(&text));
                if self.scratch.len() > start {
                    self.rewritten.push((self.cells.len(), start..self.scratch.len()));
                    self.push(column, Value::Text(""), look);
                }
            }
        }
    }

    /// Hands the row over, if it has a filled cell.
    pub fn hand_over(&self, rows: &mut dyn Rows) -> ControlFlow<()> {
        if self.cells.is_empty() {
            return ControlFlow::Continue(());
        }
        if self.rewritten.is_empty() {
            return rows.row(self.row, &self.cells);
        }
        let mut cells: Vec<Cell<'_>> = self.cells.clone();
        for (at, range) in &self.rewritten {
            cells[*at].value = Value::Text(&self.scratch[range.clone()]);
        }
        rows.row(self.row, &cells)
    }

    /// The fault, at a cell of this row.
    pub fn blame(&self, fault: impl Into<BookFault>, column: u32) -> BookFault {
        fault.into().at(self.row, column)
    }
}
