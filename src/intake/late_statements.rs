//! What rows say of the unit while amounts are already being read: notes below, later pages, a column 单位 beside the amounts.

use typed_index_collections::TiSlice;

use super::binding::Binding;
use super::book::{Cell, Value};
use super::unit::Said;
use super::unit_statement::{UnitStatement, together};
use super::unit_text::stated;
use crate::finding::{Finding, Place, catalogue};
use crate::index::ColumnIndex;
use crate::policy::Kind;

/// More statements of one sheet add nothing.
const MOST: usize = 64;

/// What has been heard.
#[derive(Debug)]
pub struct LateStatements {
    /// Is there a money column whose header says no unit?
    silent: bool,
    heard: Vec<UnitStatement>,
    /// What stands beside the record at hand.
    row: Vec<(u32, u32, Said, String)>,
    /// Columns beside the table that contradict an amount's unit: the first cell, its text, and how many rows.
    against: Vec<(u32, u32, String, u64)>,
}

impl LateStatements {
    /// Below the header of `binding`.
    #[must_use]
    pub fn new(binding: &Binding<'_>) -> Self {
        let silent = !binding.silent.is_empty();
        Self { silent, heard: Vec::new(), row: Vec::new(), against: Vec::new() }
    }

    /// A row that was set aside.
    pub fn aside(&mut self, row: u32, cells: &[Cell<'_>], sheet: &Place) {
        if !self.silent {
            return;
        }
        for cell in cells {
            if let (Value::Text(text), true) = (cell.value, self.heard.len() < MOST) {
                let place = Place { row: Some(row), column: Some(cell.column), ..sheet.clone() };
                self.heard.extend(UnitStatement::of(place, text));
            }
        }
    }

    /// A text beside a record.
    pub fn beside(&mut self, row: u32, column: u32, text: &str) {
        if let Some(said) = stated(text) {
            self.row.push((row, column, said, text.trim().to_owned()));
        }
    }

    /// Does what stands beside the record say another unit than its amounts are read in? `at` tells which columns are filled.
    pub fn contradicts(&mut self, binding: &Binding<'_>, at: &TiSlice<ColumnIndex, Option<usize>>) -> bool {
        let mut contradicted = false;
        for (row, column, said, text) in self.row.drain(..) {
            let filled = at.keys().filter(|c| at[*c].is_some());
            let money = filled.filter(|c| matches!(binding.fields[*c].column.kind, Kind::Money { .. }));
            let units: Vec<(bool, Said)> =
                money.map(|c| (binding.silent.contains(&c), Said::Money(binding.fields[c].unit))).collect();
            // A column that says its own unit may be another than the one meant.
            let none_fits = !units.is_empty() && units.iter().all(|(_, unit)| *unit != said);
            let silent_differs = units.iter().any(|(silent, unit)| *silent && *unit != said);
            if self.heard.len() < MOST && self.silent {
                let place = Place { row: Some(row), column: Some(column), ..Place::default() };
                let known = self.heard.iter().any(|heard| heard.place.column == Some(column) && heard.said == said);
                if !known {
                    self.heard.push(UnitStatement { place, text: text.clone(), said });
                }
            }
            if none_fits || silent_differs {
                contradicted = true;
                match self.against.iter_mut().find(|against| against.1 == column) {
                    Some(against) => against.3 += 1,
                    None => self.against.push((row, column, text, 1)),
                }
            }
        }
        contradicted
    }

    /// One error a column that contradicts.
    pub fn report(&self, sheet: &Place, findings: &mut Vec<Finding>) {
        for (row, column, text, count) in &self.against {
            let place = Place { row: Some(*row), column: Some(*column), ..sheet.clone() };
            let finding = Finding::new(&catalogue::UNIT_UNCLEAR, place, text, "与本行金额的单位一致");
            findings.push(finding.because(if *count > 1 {
                format!("这样的共 {count} 行")
            } else {
                String::new()
            }));
        }
    }

    /// What has been heard, if it changes the unit of a column.
    #[must_use]
    pub fn changes(self, binding: &Binding<'_>, sheet: &Place) -> Option<Vec<UnitStatement>> {
        if !self.silent || self.heard.is_empty() {
            return None;
        }
        let place = |heard: Place| Place { row: heard.row, column: heard.column, ..sheet.clone() };
        let later: Vec<UnitStatement> =
            self.heard.into_iter().map(|heard| UnitStatement { place: place(heard.place), ..heard }).collect();
        let all: Vec<UnitStatement> = binding.statements.iter().chain(&later).cloned().collect();
        (together(&all) != together(&binding.statements)).then_some(later)
    }
}
