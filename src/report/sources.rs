//! Where figures come from, in text: workbook › sheet › cells.

use std::fmt::Write as _;

use crate::award::{Bar, Line};
use crate::check::Checked;
use crate::finding::Place;
use crate::formula::{Formula, used};
use crate::policy::Target;
use crate::record::Record;

use super::model::Cell;

/// The places, those of one sheet together: `税务数据.xlsx › 税收地方财力 › C4、D4；…`.
pub(super) fn places(places: impl IntoIterator<Item = Place>) -> String {
    let mut out = String::new();
    let mut last: Option<Place> = None;
    let mut seen: Vec<Place> = Vec::new();
    for place in places {
        if place.file.is_none() || seen.contains(&place) {
            continue;
        }
        let address = place.address();
        match &last {
            Some(last) if last.file == place.file && last.sheet == place.sheet => {
                if let Some(address) = address {
                    out.push('、');
                    out.push_str(&address);
                }
            }
            _ => {
                if !out.is_empty() {
                    out.push('；');
                }
                // Writing to a string cannot fail.
                let _ = write!(out, "{place}");
            }
        }
        seen.push(place.clone());
        last = Some(place);
    }
    out
}

/// The places as a cell: a link to the first of them where `linked`, since a link leads to one cell only.
pub(super) fn cell<'c>(all: Vec<Place>, linked: bool) -> Cell<'c> {
    let target = all.iter().find_map(link).filter(|_| linked);
    let text = places(all);
    match target {
        _ if text.is_empty() => Cell::Blank,
        Some(target) => Cell::Link(target, text.into()),
        None => Cell::Text(text.into()),
    }
}

/// A link to the first of the places, named by its address.
pub(super) fn arrow<'c>(all: &[Place]) -> Cell<'c> {
    let first = all.iter().find_map(|place| Some((link(place)?, place.address()?)));
    first.map_or(Cell::Blank, |(target, address)| Cell::Link(target, address.into()))
}

/// The cell in the workbook beside this one.
pub(super) fn link(place: &Place) -> Option<String> {
    super::links::link(place.file.as_deref()?, place)
}

/// The cells that `formula` uses for `record`.
pub(super) fn of_formula(record: &Record<'_>, formula: &Formula<Target>) -> Vec<Place> {
    formula.names().into_iter().flat_map(|(target, ..)| record.places(target)).collect()
}

/// The same, of the branch that was taken.
pub(super) fn of_used(record: &Record<'_>, formula: &Formula<Target>) -> Vec<Place> {
    used(&formula.root, record).into_iter().flat_map(|(target, ..)| record.places(target)).collect()
}

/// The cells a line's figures came from.
pub(super) fn of_line(checked: &Checked<'_>, record: &Record<'_>, line: &Line) -> Vec<Place> {
    let item = &checked.policy.items[line.item];
    let column = |column: usize| record.place(Target::Column(column));
    let mut cells: Vec<Place> = item.record.map(column).into_iter().collect();
    cells.extend(of_used(record, &item.amount));
    for limit in &item.limits {
        cells.extend(of_used(record, &limit.amount));
    }
    for asked in &item.asks {
        cells.extend(of_formula(record, &checked.policy.record_conditions[*asked].condition.test));
    }
    cells.extend(item.needs.iter().map(|needed| column(*needed)));
    if let Some(standing) = item.standing {
        cells.push(column(checked.policy.standings[standing].date));
    }
    if let (Some(Bar::Past(row)), Some(history)) = (line.bar, &checked.policy.history) {
        cells.push(checked.data.place(history.table, history.year, row));
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_one_sheet_stand_together() {
        let (file, sheet, other) = ("甲.xlsx".into(), "表".into(), "乙".into());
        let cell = |row, column| Place::cell(&file, &sheet, row, column);
        let text = places([cell(3, 2), cell(3, 3), cell(3, 2), Place::cell(&file, &other, 0, 0), Place::default()]);
        assert_eq!(text, "甲.xlsx › 表 › C4、D4；甲.xlsx › 乙 › A1");
    }
}
