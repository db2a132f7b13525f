//! Hidden rows, columns and sheets are read like any other, and said so.

use super::binding::Binding;
use super::book::Layout;
use crate::finding::{Finding, Place, catalogue, column_letters};

/// Hidden rows among those that are read, as runs.
#[derive(Debug, Default)]
pub struct HiddenRows {
    rows: Vec<u32>,
    next: usize,
    runs: Vec<(u32, u32)>,
}

impl HiddenRows {
    /// Those of a sheet, rising.
    #[must_use]
    pub fn new(rows: Vec<u32>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// Takes note if `row`, which is being read, is hidden; neighbours make one run.
    pub fn note(&mut self, row: u32) {
        while self.rows.get(self.next).is_some_and(|&hidden| hidden < row) {
            self.next += 1;
        }
        if self.rows.get(self.next) != Some(&row) {
            return;
        }
        match self.runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => self.runs.push((row, row)),
        }
    }

    /// One warning a run.
    pub fn report(self, sheet: &Place, findings: &mut Vec<Finding>) {
        for (first, last) in self.runs {
            let place = Place { row: Some(first), ..sheet.clone() };
            let (first, last) = (first + 1, last + 1);
            let seen = if first == last { format!("第 {first} 行") } else { format!("第 {first} 至 {last} 行") };
            findings.push(Finding::new(&catalogue::SHEET_HIDDEN, place, "", "").because(seen));
        }
    }
}

/// Warnings for a hidden sheet, and for hidden columns that have a header.
pub fn report(layout: &Layout, binding: &Binding<'_>, sheet: &Place, findings: &mut Vec<Finding>) {
    if layout.hidden {
        findings.push(Finding::new(&catalogue::SHEET_HIDDEN, sheet.clone(), "", "").because("整张工作表"));
    }
    for heading in &binding.headings {
        if layout.hidden_columns.binary_search(&heading.column).is_ok() {
            let place = Place { row: Some(heading.row), column: Some(heading.column), ..sheet.clone() };
            let seen = format!("{} 列“{}”", column_letters(heading.column), heading.shown);
            findings.push(Finding::new(&catalogue::SHEET_HIDDEN, place, "", "").because(seen));
        }
    }
}
