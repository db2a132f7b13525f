//! The records of a sheet, and the rows that an error kept out.

use typed_index_collections::TiVec;

use crate::index::{ColumnIndex, RowIndex};
use crate::tables::{Account, Blanks, Values};
use crate::texts::Symbol;

/// A row that an error kept out.
#[derive(Clone, Debug)]
pub struct Lost {
    /// The firm's code, as far as it could be read.
    pub firm: Option<Symbol>,
    /// What stands where the code should be, if it could not be read.
    pub garbled: Option<Box<str>>,
    /// The firm's name, where the row has one.
    pub name: Option<Symbol>,
    /// The sheet's row.
    pub row: u32,
    /// What names the record, as it stands there.
    pub record: Box<str>,
}

/// The records of a sheet.
#[derive(Debug)]
pub struct Records {
    /// Values by the policy's columns.
    pub columns: TiVec<ColumnIndex, Values>,
    /// For each record, the sheet's row.
    pub rows: Vec<u32>,
    /// For each record, the firm's name as this sheet writes it; empty if it has no such column.
    pub names: TiVec<RowIndex, Option<Symbol>>,
    /// Blank cells that stand for something.
    pub blanks: Blanks,
    /// Rows kept out.
    pub lost: Vec<Lost>,
    /// What became of the rows.
    pub account: Account,
    /// Does a row say that there is nothing to report?
    pub nil: bool,
    /// A text beside the records by which it is not known yet whether there is: its row, its column, the text.
    pub unsure: Option<(u32, u32, Box<str>)>,
}

/// `第 3、5 行，共 2 行`; the first few of many.
pub fn rows_in_words(rows: &[u32]) -> String {
    let shown: Vec<String> = rows.iter().take(8).map(|row| (row + 1).to_string()).collect();
    let more = if rows.len() > shown.len() { format!(" 等，共 {} 行", rows.len()) } else { " 行".to_owned() };
    format!("第 {}{more}", shown.join("、"))
}
