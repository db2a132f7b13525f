//! Days after the award year in a table of its facts: mostly a slip of the pen.

use chrono::Datelike;

use crate::finding::{Finding, catalogue};
use crate::policy::Policy;
use crate::tables::Dataset;

/// W305 for every day that dates a record and lies after the end of `year`.
#[must_use]
pub fn days_ahead(policy: &Policy, data: &Dataset, year: i32) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ((t, declared), table) in policy.tables.iter_enumerated().zip(&data.tables) {
        for &column in &declared.period {
            for row in table.rows() {
                if let Some(day) = table.date(column, row).filter(|day| day.year() > year) {
                    let place = data.place(t, column, row);
                    let expected = format!("{year}-12-31 以前的日期");
                    findings.push(Finding::new(&catalogue::PERIOD_AHEAD, place, day.to_string(), expected));
                }
            }
        }
    }
    findings
}
