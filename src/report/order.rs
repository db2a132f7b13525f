//! Formulas find the rows of some sheets by where they stand. Whoever sorts one of those is told, and nobody is paid until it is undone.

use super::model::{CONTROL_ROW, Sheet, quoted_sheet};
use super::operands::letters;
use crate::policy::ROW_ORDER;

/// A sheet whose rows must stay where they are, and the cell that says when they do not.
pub(super) struct Control {
    pub sheet: String,
    pub cell: String,
}

/// Those of `sheets`.
pub(super) fn controls(sheets: &[Sheet<'_>]) -> Vec<Control> {
    let numbered = sheets.iter().filter(|sheet| sheet.numbered.is_some());
    let of = |sheet: &Sheet<'_>| {
        let cell = format!("{}!${}${}", quoted_sheet(&sheet.name), letters(sheet.count() - 1), CONTROL_ROW + 1);
        Control { sheet: sheet.name.clone(), cell }
    };
    numbered.map(of).collect()
}

/// The name, and what it stands for: nothing while all rows stand where they were written.
pub(super) fn name(sheets: &[Sheet<'_>]) -> (String, String) {
    let cells: Vec<String> = controls(sheets).into_iter().map(|control| control.cell).collect();
    (ROW_ORDER.to_owned(), if cells.is_empty() { "=\"\"".to_owned() } else { format!("={}", cells.join("&")) })
}

/// An amount that is paid as long as the name is empty.
pub(super) fn unless_moved(formula: &str) -> String {
    format!("IF({ROW_ORDER}<>\"\",\"\",{formula})")
}
