//! Drop-down lists: short ones stand in the rule itself, long ones in cells of the guide that the rule points to.

use rust_xlsxwriter::Formula;

use super::column::choices;
use crate::policy::{GUIDE_SHEET, Policy, Table};

/// What Excel allows for a list inside a rule, commas included.
const INLINE: usize = 255;

/// The long lists of a workbook, each once, and where their cells are.
pub(super) struct Lists<'p> {
    lists: Vec<LongList<'p>>,
}

/// A list too long, or too odd, to stand inside a rule.
pub(super) struct LongList<'p> {
    /// The column it belongs to first.
    pub name: &'p str,
    /// Its values.
    pub values: Vec<&'p str>,
    /// The guide's row of its first value, once it is written.
    pub row: Option<u32>,
}

impl<'p> Lists<'p> {
    /// The long lists that the columns of `tables` need.
    pub fn of(policy: &'p Policy, tables: &[&'p Table]) -> Self {
        let mut lists: Vec<LongList<'p>> = Vec::new();
        for column in tables.iter().flat_map(|table| &table.columns) {
            let values = choices(policy, column);
            if !fits_inline(&values) && !lists.iter().any(|list| list.values == values) {
                lists.push(LongList { name: &column.name, values, row: None });
            }
        }
        Self { lists }
    }

    /// The lists, to be written and placed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut LongList<'p>> {
        self.lists.iter_mut()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The cells that hold `values`, if they are a long list.
    pub fn range(&self, values: &[&str]) -> Option<Formula> {
        let list = self.lists.iter().find(|list| list.values == values)?;
        // Rows count from 1 in a formula.
        let first = list.row? + 1;
        let last = first + u32::try_from(list.values.len()).ok()?.saturating_sub(1);
        Some(Formula::new(format!("='{GUIDE_SHEET}'!$A${first}:$A${last}")))
    }
}

/// Can the list stand inside a rule? There, a comma ends a value.
pub(super) fn fits_inline(values: &[&str]) -> bool {
    let length: usize = values.iter().map(|value| value.encode_utf16().count() + 1).sum();
    length <= INLINE && values.iter().all(|value| !value.contains([',', '"']) && value.trim() == *value)
}
