//! The abstract workbook: sheets with declared columns that produce rows of abstract cells, in order. One sink writes them as
//! .xlsx; another can compare them with a workbook that exists.

mod cell;
mod chart;
mod look;
mod pages;
mod render;
mod sheet;
mod template;
mod title;

pub use cell::{Cached, Cell, Flow, Row};
pub use chart::{Chart, Drawing, Series};
pub use look::{Group, Look, Tone};
pub use pages::{MARGINS, Pages, Paper, scale};
pub use render::{
    CONTROL_ROW, Extent, FIRST_ROW, LINE_MARGIN, MOVED, ROW_HEIGHT, Sink, Standing, capacity, render, text_lines,
};
pub use sheet::{Body, Choice, Column, Columns, Filter, Highlight, Rows, Sheet};
pub(crate) use template::push_number;
pub use template::{Live, Template, hole};

/// The reference of a cell: column and row from 0, `A1` for `(0, 0)`.
#[must_use]
pub fn address(column: u16, row: u32) -> String {
    format!("{}{}", crate::finding::column_letters(column.into()), row + 1)
}

/// A sheet's name as formulas write it.
#[must_use]
pub fn quoted_sheet(name: &str) -> String {
    if name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit()) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "''"))
    }
}
