//! A header that is resolved: which column of a sheet feeds which column of the table, and how its cells are read.

use typed_index_collections::TiVec;

use super::field::Field;
use super::heading::Heading;
use super::unit_statement::UnitStatement;
use crate::index::{ColumnIndex, TableIndex};
use crate::tables::Title;

/// A sheet's header, resolved.
#[derive(Debug)]
pub struct Binding<'p> {
    /// The policy's table.
    pub table: TableIndex,
    /// For each column of the table, how its cells are read.
    pub fields: TiVec<ColumnIndex, Field<'p>>,
    /// For each column of the table, the sheet's column.
    pub columns: TiVec<ColumnIndex, Option<u32>>,
    /// For each column of the table: can its cells be read at all? If not, a finding at the header says why.
    pub readable: TiVec<ColumnIndex, bool>,
    /// For each column of the sheet, the column of the table it feeds.
    pub feeds: Vec<Option<ColumnIndex>>,
    /// The sheet's column of the firm's name, where the table itself has none.
    pub firm_name: Option<u32>,
    /// The sheet's column of the firm's name, in the table or beside it.
    pub name_column: Option<u32>,
    /// The first row of the header.
    pub top: u32,
    /// The sheet's column in which a blank workbook asks for a nil return.
    pub nil_column: Option<u32>,
    /// The last row of the header.
    pub bottom: u32,
    /// The money columns whose own header says no unit.
    pub silent: Vec<ColumnIndex>,
    /// Those of them to which nobody else gives a unit either.
    pub bare: Vec<ColumnIndex>,
    /// What says the unit of the whole sheet.
    pub statements: Vec<UnitStatement>,
    /// The title nearest to the table that names a year.
    pub title: Option<Title>,
    /// The headings, for telling a header that is repeated further down.
    pub headings: Vec<Heading>,
}

impl Binding<'_> {
    /// Has this column of the sheet a header?
    #[must_use]
    pub fn has_heading(&self, column: u32) -> bool {
        // Headings stand in the order of their columns.
        self.headings.binary_search_by_key(&column, |heading| heading.column).is_ok()
    }

    /// Can no row be kept, because a needed column is missing or unclear?
    #[must_use]
    pub fn blocks_rows(&self) -> bool {
        self.readable.contains(&false)
    }
}
