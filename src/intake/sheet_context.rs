//! Where the texts and findings of the sheet at hand go.

use crate::finding::{Finding, Place};
use crate::texts::Texts;

/// Where a sheet's texts and findings go.
pub struct SheetContext<'s> {
    /// The texts.
    pub texts: &'s mut Texts,
    /// The findings.
    pub findings: &'s mut Vec<Finding>,
    /// The sheet.
    pub sheet: &'s Place,
}
