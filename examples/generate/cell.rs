//! What a cell of the made-up tables holds.

/// A cell's content, exact: amounts are whole fen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text; an empty one is a blank cell.
    Text(String),
    /// An amount in fen, written in yuan.
    Fen(i64),
    /// A whole number.
    Whole(i64),
    /// Thousandths of a number.
    Thousandths(i64),
    /// Tenths of a per cent, in a cell of percent format.
    Permille(i64),
    /// Year, month, day.
    Day(i32, i64, i64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// One row, in the order of the policy's columns.
pub type Row = Vec<Cell>;

/// A row of cells and of what cells are made from.
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$(crate::cell::Cell::from($cell)),*] };
}
pub(crate) use row;
