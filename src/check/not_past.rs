//! Past awards of the award year or later: they bar nothing, so a year that is a slip of the pen would pay a second time.

use crate::finding::{Finding, catalogue};
use crate::policy::Policy;
use crate::tables::Dataset;

/// W344 for every past award that is not of a year before `year`. What the program has carried from an award of that year is left by who runs it
/// once more.
#[must_use]
pub fn not_past(policy: &Policy, data: &Dataset, year: i32) -> Vec<Finding> {
    let Some(history) = &policy.history else { return Vec::new() };
    let table = &data.tables[history.table];
    let told = table.rows().filter_map(|row| {
        let is_carried = table.sheet.get(row).is_some_and(|sheet| data.sheets[*sheet].carried);
        let of_row = table.year(history.year, row).filter(|of_row| *of_row >= year && !is_carried)?;
        let place = data.place(history.table, history.year, row);
        Some(Finding::new(&catalogue::PAST_AHEAD, place, of_row.to_string(), format!("{year} 以前的年度")))
    });
    told.collect()
}
