//! Past awards that might bar a line or use up its limit, if only they said clearly which record they were for.

use super::assessment::Line;
use super::exclusions::record_key;
use super::firm_case::FirmCase;
use super::similar;
use crate::finding::{Finding, Place, catalogue};
use crate::policy::Item;

/// Warns of past awards of the firm that name no record, or nearly one of this year's, where the item is not awarded twice.
pub(super) fn unclear(case: &mut FirmCase<'_, '_>, lines: &[Line]) {
    let checked = case.checked;
    let Some(history) = &checked.policy.history else { return };
    let since = history.since.unwrap_or(i32::MIN);
    let table = &checked.data.tables[history.table];
    let mut found = Vec::new();
    for (index, item) in checked.policy.items.iter_enumerated().filter(|(_, item)| item.is_matched_with_past()) {
        let of_item: Vec<&Line> = lines.iter().filter(|line| line.item == index).collect();
        if of_item.is_empty() {
            continue;
        }
        let keys: Vec<_> =
            of_item.iter().filter_map(|line| record_key(checked, item, item.table, item.record, line.row)).collect();
        for &row in checked.rows_of(history.table, case.firm) {
            let year = table
                .year(history.year, row)
                .filter(|year| *year < checked.year && *year >= earliest(case, item).max(since));
            let Some(year) = year.filter(|_| table.text(history.item, row) == Some(item.symbol)) else { continue };
            let place = checked.data.place(history.table, history.record, row);
            let Some(key) = record_key(checked, item, history.table, Some(history.record), row) else {
                let why = format!("{year} 年度的“{}”没有写编号，分不清奖的是哪一条", item.name);
                found.push(said(&catalogue::PAST_UNNUMBERED, place, String::new(), why, item));
                continue;
            };
            let near = |other: &&crate::texts::Symbol| {
                similar::records(checked.data.texts.get(key), checked.data.texts.get(**other))
            };
            if let Some(other) = keys.iter().find(near).filter(|_| !keys.contains(&key)) {
                let seen = table.text(history.record, row).map(|text| checked.data.texts.get(text).to_owned());
                let why = format!("本年度的“{}”有一条“{}”", item.name, checked.data.texts.get(*other));
                found.push(said(&catalogue::PAST_SIMILAR, place, seen.unwrap_or_default(), why, item));
            }
        }
    }
    case.findings.extend(found);
}

fn said(entry: &'static catalogue::Entry, place: Place, seen: String, why: String, item: &Item) -> Finding {
    Finding::new(entry, place, seen, "").because(why).with_clause(Some(item.clause.clone()))
}

/// The first year that matters: of a window, its own; a limit over the record's life forgets nothing.
fn earliest(case: &FirmCase<'_, '_>, item: &Item) -> i32 {
    let life = item.limits.iter().any(|limit| limit.over.remembers());
    let years = item.once.as_ref().and_then(|once| once.years).filter(|_| !life);
    years.and_then(|years| case.checked.year.checked_sub(years)).unwrap_or(i32::MIN)
}
