//! Titles that name an earlier year over tables whose rows name none: mostly last year's list.

use crate::finding::{Finding, Place, catalogue};
use crate::policy::Policy;
use crate::tables::Dataset;

/// W340 for every sheet of a table without a period whose title names a year before `year`.
#[must_use]
pub fn earlier_titles(policy: &Policy, data: &Dataset, year: i32) -> Vec<Finding> {
    let undated = data.sheets.iter().filter(|sheet| policy.tables[sheet.table].period.is_empty());
    let stale = undated.filter_map(|sheet| {
        let title = sheet.title.as_ref().filter(|title| title.year < year)?;
        let (row, column) = title.cell.unzip();
        let place = Place { row, column, ..Place::sheet(&sheet.file, &sheet.name) };
        let why = format!("奖励年度是 {year}");
        Some(Finding::new(&catalogue::TITLE_EARLIER, place, &*title.text, "").because(why))
    });
    stale.collect()
}
