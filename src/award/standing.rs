//! Standing: first (首次), continuous (连续), or again after a break (中断后再次).

use rust_decimal::Decimal;

use crate::check::Checked;
use crate::finding::{Finding, Place, catalogue};
use crate::index::{FirmIndex, RowIndex, StandingIndex};
use crate::money::Overflow;
use crate::policy::Continuity;
use crate::record::Record;

/// What a record's standing rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// The record's own year.
    pub year: i32,
    /// Is there any history?
    pub any: bool,
    /// The year of the last of it that can be continued.
    pub last: Option<i32>,
}

/// A warning for each kind that has records of the award year but none of any earlier year in the whole data: all would be "first".
pub(super) fn missing_past(checked: &Checked<'_>) -> Result<Vec<Finding>, Overflow> {
    let mut found = Vec::new();
    for standing in &checked.policy.standings {
        let table = &checked.data.tables[standing.table];
        let (mut of_year, mut earlier) = (None, false);
        for row in table.rows() {
            let Some(year) = table.year(standing.date, row) else { continue };
            let record = Record { firm: None, ..checked.firm(FirmIndex::default()) }.at(standing.table, row);
            if standing.records.truth(&record)? == Some(true) {
                earlier |= year < checked.year;
                of_year = of_year.or((year == checked.year).then_some(row));
            }
        }
        if let Some(row) = of_year.filter(|_| !earlier) {
            let place = checked.data.place(standing.table, standing.date, row);
            let place = Place { row: None, column: None, ..place };
            let finding = Finding::new(&catalogue::STANDING_PAST_MISSING, place, "", "");
            let why = format!("“{}”只有 {} 年的记录", standing.name, checked.year);
            found.push(finding.because(why));
        }
    }
    Ok(found)
}

/// The standing that the record at `row` earns in its own year.
///
/// History is what the same firm holds of the same kind from earlier years. None: first. The last of it that can be continued
/// still runs: continuous. Else again.
pub(super) fn of_record(
    checked: &Checked<'_>,
    firm: Record<'_>,
    standing: StandingIndex,
    row: RowIndex,
) -> Result<Option<Continuity>, Overflow> {
    let Some(past) = past(checked, firm, standing, row)? else { return Ok(None) };
    let standing = &checked.policy.standings[standing];
    if !past.any {
        return Ok(Some(Continuity::First));
    }
    let runs_until = past.last.map(|year| Decimal::from(year) + standing.valid_years);
    let unbroken = runs_until.is_some_and(|until| until >= Decimal::from(past.year));
    Ok(Some(if unbroken { Continuity::Continuous } else { Continuity::Again }))
}

/// What the firm held of the kind before the year of the record at `row`; nothing for a record without a date.
pub(super) fn past(
    checked: &Checked<'_>,
    firm: Record<'_>,
    standing: StandingIndex,
    row: RowIndex,
) -> Result<Option<Past>, Overflow> {
    let declared = &checked.policy.standings[standing];
    let data = &checked.data.tables[declared.table];
    let Some(year) = data.year(declared.date, row) else {
        return Ok(None);
    };
    let (history, _) = firm.history(standing, row)?;
    let mut past = Past { year, any: !history.is_empty(), last: None };
    for other in history {
        if declared.continues.truth(&firm.at(declared.table, other))? == Some(true) {
            past.last = past.last.max(data.year(declared.date, other));
        }
    }
    Ok(Some(past))
}

/// The first record of `year` that earns the standing `is`.
pub(super) fn record_with(
    checked: &Checked<'_>,
    firm: Record<'_>,
    standing: StandingIndex,
    year: i32,
    is: Continuity,
) -> Result<Option<RowIndex>, Overflow> {
    let index = standing;
    let standing = &checked.policy.standings[index];
    let data = &checked.data.tables[standing.table];
    for &row in checked.rows(standing.table, firm) {
        let record = firm.at(standing.table, row);
        if data.year(standing.date, row) == Some(year)
            && standing.records.truth(&record)? == Some(true)
            && standing.grants.truth(&record)? == Some(true)
            && of_record(checked, firm, index, row)? == Some(is)
        {
            return Ok(Some(row));
        }
    }
    Ok(None)
}
