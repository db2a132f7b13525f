//! A spreadsheet file of any format, opened within bounds and streamed row by row. The only part that knows calamine.

use std::ops::ControlFlow;

use chrono::NaiveDateTime;

/// One filled cell, as the file holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell<'a> {
    /// The column, from 0.
    pub column: u32,
    /// What it holds.
    pub value: Value<'a>,
}

/// What a cell holds. A formula counts by its cached value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A text, not trimmed.
    Text(&'a str),
    /// A finite number; `percent` if the cell's number format shows percent.
    Number {
        /// The binary value.
        value: f64,
        /// Shown as percent?
        percent: bool,
    },
    /// A number whose format shows a date or time, by the workbook's own date system.
    Moment(NaiveDateTime),
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// An error value such as `#REF!`.
    Error(&'a str),
    /// A formula without a cached value.
    Uncalculated,
}

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
}

/// What takes the rows of a sheet as they stream by.
pub trait Rows {
    /// Called once, before the first row.
    fn layout(&mut self, layout: Layout);
    /// One row with at least one filled cell; rows rise, cells rise by column. `Break` stops the sheet.
    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()>;
}
