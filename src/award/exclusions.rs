//! Rules against paying a record at all: one per group, and never again.

use std::collections::HashMap;

use super::assessment::{Bar, Line};
use super::facts::compare;
use super::firm_case::FirmCase;
use crate::check::Checked;
use crate::finding::{Finding, catalogue};
use crate::formula::Value;
use crate::money::Overflow;
use crate::policy::{Item, Kind};
use crate::record::cell;
use crate::texts::Symbol;

/// Of the lines of a group only the first stays; ties go to the order read.
pub(super) fn one_per_group(case: &mut FirmCase<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    let checked = case.checked;
    for (index, item) in checked.policy.items.iter().enumerate() {
        let Some(rule) = &item.one_per else { continue };
        let of_item: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].item == index).collect();
        if of_item.len() < 2 {
            continue;
        }
        let mut groups: HashMap<Vec<Value>, (Value, usize)> = HashMap::new();
        let mut keys = Vec::with_capacity(of_item.len());
        for &i in &of_item {
            let row = lines[i].row;
            let key: Vec<_> = rule.by.iter().map(|column| identity(checked, item.table, *column, row)).collect();
            if key.contains(&Value::Unknown) {
                // A blank is not known to be the same as another blank.
                keys.push(None);
                continue;
            }
            let order = rule.order.value(&case.record().at(item.table, row))?;
            let first = groups.entry(key.clone()).or_insert((order, i));
            if compare(order, first.0).is_lt() {
                *first = (order, i);
            }
            keys.push(Some(key));
        }
        for (&i, key) in of_item.iter().zip(&keys) {
            let Some(key) = key else { continue };
            let stays = groups[key].1;
            if stays == i {
                continue;
            }
            lines[i].bar = Some(Bar::Another(stays));
            if rule.warn {
                let shown = item.record.unwrap_or(checked.policy.tables[item.table].key);
                let [place, first] = [i, stays].map(|line| checked.data.place(item.table, shown, lines[line].row));
                let seen = record_text(case, item, lines[i].row);
                let finding = Finding::new(&catalogue::SECOND_RECORD, place, seen, "");
                let finding = finding.because(format!("已按 {first} 的一条奖励"));
                case.findings.push(finding.with_clause(Some(item.clause.clone())));
            }
        }
    }
    Ok(())
}

/// The value of a cell, as it is compared: texts by their form.
fn identity(checked: &Checked<'_>, table: usize, column: usize, row: usize) -> Value {
    match cell(&checked.data, table, column, row) {
        Value::Text(symbol) => Value::Text(checked.data.patent_form(symbol)),
        other => other,
    }
}

/// What is awarded once: not again after a past award, and inside the year only the first line, unless another rule settles those lines.
pub(super) fn once(case: &FirmCase<'_, '_>, lines: &mut [Line]) {
    let checked = case.checked;
    for (index, item) in checked.policy.items.iter().enumerate().filter(|(_, item)| item.once.is_some()) {
        let settled = item.one_per.is_some() || item.higher_by.is_some();
        let mut first: HashMap<Symbol, usize> = HashMap::new();
        for (i, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.item == index && line.bar.is_none()) {
            line.bar = past_award(case, item, line.row);
            let key = record_key(checked, item, item.table, item.record, line.row);
            let Some(key) = key.filter(|_| !settled && line.bar.is_none()) else { continue };
            let stays = *first.entry(key).or_insert(i);
            if stays != i {
                line.bar = Some(Bar::Another(stays));
            }
        }
    }
}

/// A past award of the same record, within the years that count.
fn past_award(case: &FirmCase<'_, '_>, item: &Item, row: usize) -> Option<Bar> {
    let once = item.once.as_ref()?;
    let year = case.checked.year;
    let earliest = once.years.and_then(|years| year.checked_sub(years)).unwrap_or(i32::MIN);
    let past = past_awards(case.checked, case.firm, item, row).find(|(_, awarded)| *awarded >= earliest);
    past.map(|(row, _)| Bar::Past(row))
}

/// The firm's earlier awards of the same record: row and year.
pub(super) fn past_awards<'a>(
    checked: &'a Checked<'_>,
    firm: usize,
    item: &'a Item,
    row: usize,
) -> impl Iterator<Item = (usize, i32)> + 'a {
    let own = record_key(checked, item, item.table, item.record, row);
    let history = checked.policy.history.as_ref().filter(|_| own.is_some());
    history.into_iter().flat_map(move |history| {
        let table = &checked.data.tables[history.table];
        checked.rows_of(history.table, firm).iter().filter_map(move |past| {
            let past = *past as usize;
            let year = table.year(history.year, past).filter(|year| *year < checked.year)?;
            let same_item = table.text(history.item, past) == Some(item.symbol);
            let same = same_item && record_key(checked, item, history.table, Some(history.record), past) == own;
            same.then_some((past, year))
        })
    })
}

/// What names a record, in the form in which records are compared. `None` for a blank.
pub(super) fn record_key(
    checked: &Checked<'_>,
    item: &Item,
    table: usize,
    column: Option<usize>,
    row: usize,
) -> Option<Symbol> {
    let data = &checked.data;
    let text = cell(data, table, column?, row).text()?;
    Some(match checked.policy.tables[item.table].columns[item.record?].kind {
        Kind::Patent { .. } => data.patent_form(text),
        _ => data.form(text),
    })
}

fn record_text(case: &FirmCase<'_, '_>, item: &Item, row: usize) -> String {
    let data = &case.checked.data;
    let named = item.record.and_then(|column| cell(data, item.table, column, row).text());
    named.map(|text| data.texts.get(text).to_owned()).unwrap_or_default()
}
