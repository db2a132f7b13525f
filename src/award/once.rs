//! What is awarded once: a record, a standing or a firm is not awarded again after a past award.

use std::collections::HashMap;

use super::assessment::{Bar, Line};
use super::exclusions::record_key;
use super::firm_case::FirmCase;
use super::standing;
use crate::check::Checked;
use crate::finding::{Finding, catalogue};
use crate::index::{FirmIndex, RowIndex};
use crate::money::Overflow;
use crate::policy::{Continuity, Item, OnceOf};
use crate::record::Record;
use crate::texts::Symbol;

/// Bars lines after a past award, and of the lines of a record inside the year all but the first, unless another rule settles those.
pub(super) fn once(case: &mut FirmCase<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    let checked = case.checked;
    for (index, item) in checked.policy.items.iter_enumerated() {
        let Some(once) = &item.once else { continue };
        let settled = item.one_per.is_some() || item.higher_by.is_some();
        // For each key its first line of the year, and how many stay.
        let mut stay: HashMap<Option<Symbol>, (usize, usize)> = HashMap::new();
        for (i, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.item == index && line.bar.is_none()) {
            let earliest = once.years.and_then(|years| checked.year.checked_sub(years)).unwrap_or(i32::MIN);
            let past = barring_awards(checked, case.record(), item, line)?;
            let past: Vec<_> = past.into_iter().filter(|(_, year)| *year >= earliest).collect();
            let key = match once.of {
                OnceOf::Record => record_key(checked, item, item.table, item.record, line.row).map(Some),
                OnceOf::Firm => Some(None),
                // A standing belongs to a year, and so do all lines of it.
                OnceOf::Standing(_) => None,
            };
            line.bar = match (past.first(), key.filter(|_| !settled)) {
                (Some((row, _)), _) if past.len() >= once.times => Some(Bar::Past(*row)),
                (_, None) => None,
                (_, Some(key)) => {
                    let (first, count) = stay.entry(key).or_insert((i, 0));
                    *count += 1;
                    (past.len() + *count > once.times).then_some(Bar::Another((*first).into()))
                }
            };
        }
        if matches!(once.of, OnceOf::Standing(_)) && lines.iter().any(|line| line.item == index) {
            unmatched(case, item)?;
        }
    }
    Ok(())
}

/// The past awards of the firm that bar the line, as far as their year counts: row and year.
pub(super) fn barring_awards(
    checked: &Checked<'_>,
    firm: Record<'_>,
    item: &Item,
    line: &Line,
) -> Result<Vec<(RowIndex, i32)>, Overflow> {
    match item.once.as_ref().map(|once| &once.of) {
        None => Ok(Vec::new()),
        Some(OnceOf::Record) => Ok(past_awards(checked, line.firm, item, line.row).collect()),
        Some(OnceOf::Firm) => Ok(awards_of_item(checked, line.firm, item).collect()),
        Some(OnceOf::Standing(only)) => {
            let Some(own) = line.standing.filter(|own| only.contains(own)) else { return Ok(Vec::new()) };
            let mut barring = Vec::new();
            for (row, year) in awards_of_item(checked, line.firm, item) {
                if standing_in(checked, firm, item, year)? == Some(own) {
                    barring.push((row, year));
                }
            }
            Ok(barring)
        }
    }
}

/// The standing that the firm was awarded in `year`: that of its first record of the year.
fn standing_in(
    checked: &Checked<'_>,
    firm: Record<'_>,
    item: &Item,
    year: i32,
) -> Result<Option<Continuity>, Overflow> {
    let Some(standing) = item.standing else { return Ok(None) };
    for is in [Continuity::First, Continuity::Continuous, Continuity::Again] {
        if standing::record_with(checked, firm, standing, year, is)?.is_some() {
            return Ok(Some(is));
        }
    }
    Ok(None)
}

/// Warns of past awards of a year of which the firm has no record: which standing was awarded is not known.
fn unmatched(case: &mut FirmCase<'_, '_>, item: &Item) -> Result<(), Overflow> {
    let checked = case.checked;
    let Some(history) = &checked.policy.history else { return Ok(()) };
    for (row, year) in awards_of_item(checked, case.firm, item) {
        if standing_in(checked, case.record(), item, year)?.is_none() {
            let table = &checked.policy.tables[item.table].name;
            let why = format!("“{table}”里没有 {year} 年度的“{}”，分不清奖的是哪种身份", item.name);
            let place = checked.data.place(history.table, history.year, row);
            let finding = Finding::new(&catalogue::PAST_UNMATCHED, place, "", "").because(why);
            case.findings.push(finding.with_clause(Some(item.clause.clone())));
        }
    }
    Ok(())
}

/// The firm's earlier awards of the same record: row and year.
pub(super) fn past_awards<'a>(
    checked: &'a Checked<'_>,
    firm: FirmIndex,
    item: &'a Item,
    row: RowIndex,
) -> impl Iterator<Item = (RowIndex, i32)> + 'a {
    let own = record_key(checked, item, item.table, item.record, row);
    let history = checked.policy.history.as_ref().filter(|_| own.is_some());
    history.into_iter().flat_map(move |history| {
        let same = move |past: RowIndex| record_key(checked, item, history.table, Some(history.record), past) == own;
        awards_of_item(checked, firm, item).filter(move |(past, _)| same(*past))
    })
}

/// The firm's earlier awards of the item: row and year.
pub(super) fn awards_of_item<'a>(
    checked: &'a Checked<'_>,
    firm: FirmIndex,
    item: &'a Item,
) -> impl Iterator<Item = (RowIndex, i32)> + 'a {
    checked.policy.history.iter().flat_map(move |history| {
        let table = &checked.data.tables[history.table];
        checked.rows_of(history.table, firm).iter().filter_map(move |&past| {
            let counts = |year: &i32| *year < checked.year && history.since.is_none_or(|since| *year >= since);
            let year = table.year(history.year, past).filter(counts)?;
            (table.text(history.item, past) == Some(item.symbol)).then_some((past, year))
        })
    })
}
