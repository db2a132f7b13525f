//! Cells that are struck out count like any other, and it is said so: a line through them is a look, not a deletion.

use super::binding::Binding;
use super::book::{Cell, Value};
use super::cell::shown;
use super::normalize::means_blank;
use super::sheet_context::SheetContext;
use crate::finding::{Finding, Place, catalogue};

/// One warning for a row that is struck out as a whole, else one for each of its cells.
pub fn report(row: u32, cells: &[Cell<'_>], binding: &Binding<'_>, context: &mut SheetContext<'_>) {
    let is_struck = |cell: &Cell<'_>| cell.look.marks.struck || cell.look.marks.partly_struck;
    if !cells.iter().any(is_struck) {
        return;
    }
    let counts = |cell: &&Cell<'_>| {
        let bound = binding.feeds.get(cell.column as usize).is_some_and(Option::is_some);
        bound && !matches!(cell.value, Value::Text(text) if means_blank(text))
    };
    let place = Place { row: Some(row), ..context.sheet.clone() };
    if cells.iter().filter(counts).all(|cell| cell.look.marks.struck) {
        let why = format!("第 {} 行整行划掉", row + 1);
        context.findings.push(Finding::new(&catalogue::STRUCK_OUT, place, "", "").because(why));
        return;
    }
    for cell in cells.iter().filter(counts).filter(|cell| is_struck(cell)) {
        let place = Place { column: Some(cell.column), ..place.clone() };
        context.findings.push(Finding::new(&catalogue::STRUCK_OUT, place, shown(cell.value), ""));
    }
}
