//! The first rows of a sheet, kept until the header among them is found; everything later is read as it streams by.

use std::sync::Arc;

use super::book::{Cell, Drawing, Look, Marks, ValueOf};

/// How many filled rows, from the first that has something of a header, the header may be found in.
const ROWS: usize = 40;
/// How many bytes of text are kept at most; titles and headers are short.
const BYTES: usize = 1 << 20;
/// How many cells are kept at most.
const CELLS: usize = 1 << 16;

/// Rows kept back.
#[derive(Debug, Default)]
pub struct HeaderBuffer {
    /// The rows, rising.
    pub rows: Vec<BufferedRow>,
    bytes: usize,
    cells: usize,
    /// The first row that has something of a header, among the rows.
    promising: Option<usize>,
}

/// A row kept back.
#[derive(Clone, Debug)]
pub struct BufferedRow {
    /// The sheet's row, from 0.
    pub row: u32,
    /// Its filled cells, by column.
    pub cells: Vec<BufferedCell>,
}

/// A cell kept back.
#[derive(Clone, Debug)]
pub struct BufferedCell {
    /// The column, from 0.
    pub column: u32,
    value: ValueOf<Box<str>>,
    marks: Marks,
    drawing: Option<Arc<Drawing>>,
}

/// The cells above row `top`, each with its row.
pub fn above(rows: &[BufferedRow], top: u32) -> impl Iterator<Item = (u32, &BufferedCell)> {
    rows.iter().take_while(move |row| row.row < top).flat_map(|row| row.cells.iter().map(|cell| (row.row, cell)))
}

impl HeaderBuffer {
    /// Keeps a copy of a row; false once enough rows are kept for a header to have been among them. Prose above a header, which has nothing of
    /// one (`promises` tells), may be long.
    pub fn keep(&mut self, row: u32, cells: &[Cell<'_>], promises: impl FnOnce(&BufferedRow) -> bool) -> bool {
        let cells: Vec<_> = cells.iter().map(BufferedCell::of).collect();
        self.cells += cells.len();
        self.bytes += cells.iter().map(BufferedCell::bytes).sum::<usize>();
        let kept = BufferedRow { row, cells };
        if self.promising.is_none() && promises(&kept) {
            self.promising = Some(self.rows.len());
        }
        self.rows.push(kept);
        let enough = self.promising.is_some_and(|first| self.rows.len() >= first + ROWS);
        !enough && self.bytes < BYTES && self.cells < CELLS
    }
}

impl BufferedRow {
    /// The cells as they came.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell<'_>> {
        self.cells.iter().map(BufferedCell::as_cell).collect()
    }

    /// The text in `column`, if it is one.
    #[must_use]
    pub fn text(&self, column: u32) -> Option<&str> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells[at].text()
    }
}

impl BufferedCell {
    /// A copy of `cell`.
    #[must_use]
    pub fn of(cell: &Cell<'_>) -> Self {
        let value = cell.value.map(|text| (*text).into());
        Self { column: cell.column, value, marks: cell.look.marks, drawing: cell.look.drawing.cloned() }
    }

    /// The cell as it came.
    #[must_use]
    pub fn as_cell(&self) -> Cell<'_> {
        let value = self.value.map(|text| &**text);
        Cell { column: self.column, value, look: Look { marks: self.marks, drawing: self.drawing.as_ref() } }
    }

    /// Its text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            ValueOf::Text(text) => Some(text),
            _ => None,
        }
    }

    fn bytes(&self) -> usize {
        match &self.value {
            ValueOf::Text(text) | ValueOf::Error(text) => text.len(),
            _ => 0,
        }
    }
}
