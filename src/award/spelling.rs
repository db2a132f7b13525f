//! Records that are the same although they are written differently: said, so that nobody wonders why one bars the other.

use super::assessment::Line;
use super::exclusions::record_key;
use super::firm_case::FirmCase;
use crate::finding::{Finding, catalogue};
use crate::index::{ColumnIndex, ItemIndex, RowIndex, TableIndex};
use crate::record::cell;
use crate::texts::Symbol;

/// One text that names something: which items it is compared within, its form, itself, and its cell by table, column and row.
struct Named {
    items: ItemIndex,
    form: Symbol,
    text: Symbol,
    at: (TableIndex, ColumnIndex, RowIndex),
}

/// A note for each text of the firm that agrees with an earlier one in its canonical form only.
pub(super) fn notes(case: &mut FirmCase<'_, '_>, lines: &[Line]) {
    let data = &case.checked.data;
    if data.identities.as_ref().is_none_or(crate::identity::Identities::is_empty) {
        return;
    }
    let all: Vec<Named> = of_lines(case, lines).into_iter().chain(of_rows(case, lines)).collect();
    // Where every text is its own form, none differs from another in form only: so it is with nearly all firms.
    if all.iter().all(|named| named.form == named.text) {
        return;
    }
    let mut known: Vec<Named> = Vec::new();
    let mut found = Vec::new();
    let place = |(table, column, row)| data.place(table, column, row);
    for named in all {
        let same = |other: &&Named| (other.items, other.form) == (named.items, named.form);
        match known.iter().find(same) {
            Some(first) if first.text != named.text && first.at != named.at => {
                let why = format!("与 {} 的“{}”只是写法不同", place(first.at), data.texts.get(first.text));
                let seen = data.texts.get(named.text);
                found.push(Finding::new(&catalogue::SPELLED_DIFFERENTLY, place(named.at), seen, "").because(why));
            }
            Some(_) => {}
            None => known.push(named),
        }
    }
    case.findings.extend(found);
}

/// Items that are rivals are compared with each other: they go by the first of them.
fn compared_within(case: &FirmCase<'_, '_>, item: ItemIndex) -> ItemIndex {
    let rival = case.checked.policy.rivals.iter().find(|rival| rival.items.contains(&item));
    rival.and_then(|rival| rival.items.first()).copied().unwrap_or(item)
}

/// What names the records of lines, and the matters within an item.
fn of_lines(case: &FirmCase<'_, '_>, lines: &[Line]) -> Vec<Named> {
    let checked = case.checked;
    let mut all = Vec::new();
    for line in lines {
        let item = &checked.policy.items[line.item];
        let matter = item.higher_by.as_ref().map(|(column, _)| *column);
        for column in item.record.into_iter().chain(matter.filter(|column| Some(*column) != item.record)) {
            let Some(text) = cell(&checked.data, item.table, column, line.row).text() else { continue };
            let form = match item.record {
                Some(record) if record == column => record_key(checked, item, item.table, Some(column), line.row),
                _ => Some(checked.data.form(text)),
            };
            let at = (item.table, column, line.row);
            all.extend(form.map(|form| Named { items: compared_within(case, line.item), form, text, at }));
        }
    }
    all
}

/// What names the records of past awards and of other schemes, for items that have a line.
fn of_rows(case: &FirmCase<'_, '_>, lines: &[Line]) -> Vec<Named> {
    let checked = case.checked;
    let history = checked.policy.history.as_ref().map(|history| (history.table, history.item, history.record));
    let scheme = checked.policy.other_scheme.as_ref().map(|scheme| (scheme.table, scheme.item, scheme.record));
    let mut all = Vec::new();
    for (table, of, record) in history.into_iter().chain(scheme) {
        for &row in checked.rows_of(table, case.firm) {
            let item = checked.data.tables[table].text(of, row).and_then(|item| checked.policy.item(item));
            let Some(index) = item.filter(|item| lines.iter().any(|line| line.item == *item)) else { continue };
            let item = &checked.policy.items[index];
            let Some(text) = cell(&checked.data, table, record, row).text() else { continue };
            let at = (table, record, row);
            let form = record_key(checked, item, table, Some(record), row);
            all.extend(form.map(|form| Named { items: compared_within(case, index), form, text, at }));
        }
    }
    all
}
