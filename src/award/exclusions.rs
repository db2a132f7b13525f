//! Rules against paying a record at all: one per group, and never again.

use std::collections::HashMap;

use super::assessment::{Bar, Line};
use super::facts::compare;
use super::firm_case::FirmCase;
use crate::check::Checked;
use crate::finding::{Finding, catalogue};
use crate::formula::Value;
use crate::index::{ColumnIndex, RowIndex, TableIndex};
use crate::money::Overflow;
use crate::policy::{Item, Kind};
use crate::record::cell;
use crate::texts::Symbol;

/// Of the lines of a group only the first ones stay; ties go to the order read.
pub(super) fn one_per_group(case: &mut FirmCase<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    let checked = case.checked;
    for (index, item) in checked.policy.items.iter_enumerated() {
        let Some(rule) = &item.one_per else { continue };
        let of_item: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].item == index).collect();
        if of_item.len() <= rule.keep {
            continue;
        }
        let mut groups: HashMap<Vec<Value>, Vec<(Value, usize)>> = HashMap::new();
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
            groups.entry(key.clone()).or_default().push((order, i));
            keys.push(Some(key));
        }
        for group in groups.values_mut() {
            // The sort is stable: ties stay in the order read.
            group.sort_by(|one, other| compare(one.0, other.0));
            group.truncate(rule.keep);
        }
        for (&i, key) in of_item.iter().zip(&keys) {
            let Some(stay) = key.as_ref().map(|key| &groups[key]).filter(|stay| stay.iter().all(|(_, at)| *at != i))
            else {
                continue;
            };
            let Some((_, stays)) = stay.last().copied() else { continue };
            lines[i].bar = Some(Bar::Another(stays.into()));
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
pub(super) fn identity(checked: &Checked<'_>, table: TableIndex, column: ColumnIndex, row: RowIndex) -> Value {
    match cell(&checked.data, table, column, row) {
        Value::Text(symbol) => Value::Text(checked.data.patent_form(symbol)),
        other => other,
    }
}

/// What names a record, in the form in which records are compared. `None` for a blank.
pub(super) fn record_key(
    checked: &Checked<'_>,
    item: &Item,
    table: TableIndex,
    column: Option<ColumnIndex>,
    row: RowIndex,
) -> Option<Symbol> {
    let data = &checked.data;
    let text = cell(data, table, column?, row).text()?;
    Some(match checked.policy.tables[item.table].columns[item.record?].kind {
        Kind::Patent { .. } => data.patent_form(text),
        _ => data.form(text),
    })
}

fn record_text(case: &FirmCase<'_, '_>, item: &Item, row: RowIndex) -> String {
    let data = &case.checked.data;
    let named = item.record.and_then(|column| cell(data, item.table, column, row).text());
    named.map(|text| data.texts.get(text).to_owned()).unwrap_or_default()
}
