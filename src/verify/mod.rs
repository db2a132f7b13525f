//! An award workbook against the one that the same data and policy give: every value, formula, name and sheet that carries meaning,
//! however the copy was saved.

mod align;
mod canonical;
mod content;
mod divergence;
mod sheets;

pub use divergence::{Divergence, Kind};

use crate::intake::book::{Book, BookFault};

/// Everything in which `given` differs from `expected`, in the order of the expected workbook.
///
/// # Errors
/// If a workbook cannot be read.
pub fn compare(given: &Book, expected: &Book) -> Result<Vec<Divergence>, BookFault> {
    sheets::compare(given, expected)
}
