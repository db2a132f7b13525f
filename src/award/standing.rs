//! Standing: first (首次), continuous (连续), or again after a break (中断后再次).

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::record::Record;
use crate::check::Checked;
use crate::money::Overflow;
use crate::policy::{Place, Standing};

/// The standing that the record at `row` earns in its own year.
///
/// History is what the same firm holds of the same kind from earlier years. None: first. The last of it that can be continued
/// still runs: continuous. Else again.
pub(super) fn of_record(
    checked: &Checked<'_>,
    firm: Record<'_>,
    standing: &Standing,
    row: usize,
) -> Result<Option<Place>, Overflow> {
    let data = &checked.data.tables[standing.table];
    let Some(year) = data.year(standing.date, row) else {
        return Ok(None);
    };
    let mut has_history = false;
    let mut last: Option<NaiveDate> = None;
    for &other in checked.rows(standing.table, firm) {
        let record = firm.at(standing.table, other as usize);
        let Some(day) = data.date(standing.date, other as usize).filter(|day| day.year() < year) else {
            continue;
        };
        if standing.records.truth(&record)? != Some(true) || standing.history.truth(&record)? != Some(true) {
            continue;
        }
        has_history = true;
        if standing.continues.truth(&record)? == Some(true) {
            last = last.max(Some(day));
        }
    }
    if !has_history {
        return Ok(Some(Place::First));
    }
    let runs_until = last.map(|day| Decimal::from(day.year()) + standing.valid_years);
    let unbroken = runs_until.is_some_and(|until| until >= Decimal::from(year));
    Ok(Some(if unbroken { Place::Continuous } else { Place::Again }))
}

/// The first record of `year` that earns the standing `is`.
pub(super) fn record_with(
    checked: &Checked<'_>,
    firm: Record<'_>,
    standing: usize,
    year: i32,
    is: Place,
) -> Result<Option<u32>, Overflow> {
    let standing = &checked.policy.standings[standing];
    let data = &checked.data.tables[standing.table];
    for &row in checked.rows(standing.table, firm) {
        let record = firm.at(standing.table, row as usize);
        if data.year(standing.date, row as usize) == Some(year)
            && standing.records.truth(&record)? == Some(true)
            && standing.grants.truth(&record)? == Some(true)
            && of_record(checked, firm, standing, row as usize)? == Some(is)
        {
            return Ok(Some(row));
        }
    }
    Ok(None)
}
