//! The document's targets against what the same workbooks say of the town.

use std::iter::zip;

use rust_decimal::Decimal;
use typed_index_collections::TiSliceKeys;

use super::assessment::{Assessment, Lacking, Reached};
use crate::canonical::same;
use crate::check::Checked;
use crate::formula::Value;
use crate::index::{FirmIndex, RowIndex};
use crate::money::{Overflow, Rounding, round};
use crate::parallel::in_stretches;
use crate::policy::{Aim, Expr, Goal, Measure};
use crate::record::Record;

/// The places after the point of an average.
const AVERAGE_PLACES: u32 = 4;

/// What has been counted or added up so far for a target.
#[derive(Clone, Copy, Default)]
struct Tally {
    value: Decimal,
    /// Records of the year that the target is a multiple of.
    base: u64,
    unknown: u64,
}

/// How far each of the policy's targets is reached. What cannot be judged is not counted, and said.
///
/// # Errors
/// [`Overflow`] if a sum leaves the range of a decimal.
pub fn targets(checked: &Checked<'_>, assessment: &Assessment) -> Result<Vec<Reached>, Overflow> {
    let goals = &checked.policy.targets;
    let none = || vec![Tally::default(); goals.len()];
    let mut totals = none();
    let year = assessment.year;
    let measure = |firms: TiSliceKeys<FirmIndex>| {
        let mut totals = none();
        for firm in firms {
            let facts = assessment.facts_of(firm);
            let record = Record { facts: &facts, ..checked.firm(firm) };
            for (total, goal) in zip(&mut totals, goals) {
                total.add_firm(checked, record, goal, year)?;
            }
        }
        Ok(totals)
    };
    in_stretches(checked.firms().len(), measure, |part| {
        zip(&mut totals, part).try_for_each(|(total, part)| total.add(part))
    })?;
    zip(totals, goals).map(|(total, goal)| reached(checked, year, goal, total)).collect()
}

fn reached(checked: &Checked<'_>, year: i32, goal: &Goal, total: Tally) -> Result<Reached, Overflow> {
    let mut found = Reached { value: Some(total.value), unknown: total.unknown, ..Reached::default() };
    let per = |divisor: Decimal| total.value.checked_div(divisor).ok_or(Overflow);
    match &goal.measure {
        Measure::Firms(_) => {}
        Measure::Records(table, _) | Measure::Yearly(table, ..) if checked.data.is_absent(*table) => {
            found = Reached { lacking: Some(Lacking::Table(*table)), ..Reached::default() };
        }
        Measure::Records(..) => {}
        Measure::Yearly(..) => {
            let average = per(Decimal::from(checked.policy.years_gone(year)))?;
            found.value = Some(round(average, AVERAGE_PLACES, Rounding::HalfUp));
        }
        Measure::Sum(_, _, divisor) => found.value = Some(per(*divisor)?),
        Measure::Entered(told) => {
            let written = told.iter().find(|told| told.year == year);
            let written = written.map(|told| (told.value, told.source.to_string()));
            let (value, source) = written.or_else(|| reported(checked, year, goal)).unzip();
            (found.value, found.source) = (value, source.unwrap_or_default());
            found.lacking = found.value.is_none().then_some(Lacking::Told);
        }
    }
    match goal.aim {
        Aim::Figure(aim) => found.aim = Some(aim),
        Aim::Unnamed => {}
        Aim::Multiple { .. } if found.lacking.is_some() => {}
        Aim::Multiple { year, .. } if total.base == 0 => found.lacking = Some(Lacking::BaseYear(year)),
        Aim::Multiple { times, .. } => {
            found.base = Some(Decimal::from(total.base));
            found.aim = Some(times.checked_mul(Decimal::from(total.base)).ok_or(Overflow)?);
        }
    }
    Ok(found)
}

/// What an office tells for the target, and who, with the place.
fn reported(checked: &Checked<'_>, year: i32, goal: &Goal) -> Option<(Decimal, String)> {
    let (reported, row) = (checked.policy.reported.as_ref()?, reported_row(checked, year, goal)?);
    let (data, table) = (&checked.data, &checked.data.tables[reported.table]);
    let Value::Number(value) = table.columns[reported.value].value(row) else { return None };
    let by = table.text(reported.by, row).map_or("", |by| data.texts.get(by));
    let place = data.place(reported.table, reported.value, row).to_string();
    Some((value, [by, &place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")))
}

/// The row in which an office tells the target's figure for `year`.
pub(super) fn reported_row(checked: &Checked<'_>, year: i32, goal: &Goal) -> Option<RowIndex> {
    let reported = checked.policy.reported.as_ref()?;
    let (texts, table) = (&checked.data.texts, &checked.data.tables[reported.table]);
    let is_meant = |row: &RowIndex| {
        let name = table.text(reported.target, *row);
        table.year(reported.year, *row) == Some(year) && name.is_some_and(|name| same(texts.get(name), &goal.name))
    };
    table.rows().find(is_meant)
}

impl Tally {
    fn add(&mut self, part: Self) -> Result<(), Overflow> {
        self.value = self.value.checked_add(part.value).ok_or(Overflow)?;
        self.base += part.base;
        self.unknown += part.unknown;
        Ok(())
    }

    /// What the firm contributes; a sum in its own unit still.
    fn add_firm(&mut self, checked: &Checked<'_>, firm: Record<'_>, goal: &Goal, until: i32) -> Result<(), Overflow> {
        let one = |_: &Record<'_>| Ok(Some(Decimal::ONE));
        match &goal.measure {
            Measure::Firms(holds) => self.count(&firm, holds, one),
            Measure::Sum(holds, of, _) => self.count(&firm, holds, |firm| of.number(firm)),
            Measure::Records(table, holds) => {
                let mut rows = checked.rows(*table, firm).iter();
                rows.try_for_each(|row| self.count(&firm.at(*table, *row), holds, one))
            }
            Measure::Yearly(table, holds, date) => {
                let period = *checked.policy.years.start()..=until;
                let base = if let Aim::Multiple { year, .. } = goal.aim { Some(year) } else { None };
                for row in checked.rows(*table, firm) {
                    let year = checked.data.tables[*table].year(*date, *row);
                    let record = firm.at(*table, *row);
                    match year {
                        Some(year) if period.contains(&year) => self.count(&record, holds, one)?,
                        Some(year) if base == Some(year) => {
                            let mut own = Self::default();
                            own.count(&record, holds, one)?;
                            self.base += u64::from(own.unknown == 0 && !own.value.is_zero());
                            self.unknown += own.unknown;
                        }
                        Some(_) => {}
                        None => self.unknown += u64::from(holds.truth(&record)? != Some(false)),
                    }
                }
                Ok(())
            }
            Measure::Entered(_) => Ok(()),
        }
    }

    fn count(
        &mut self,
        record: &Record<'_>,
        holds: &Expr,
        of: impl Fn(&Record<'_>) -> Result<Option<Decimal>, Overflow>,
    ) -> Result<(), Overflow> {
        let term = match holds.truth(record)? {
            Some(false) => return Ok(()),
            Some(true) => of(record)?,
            None => None,
        };
        self.add(Self { value: term.unwrap_or_default(), base: 0, unknown: u64::from(term.is_none()) })
    }
}
