//! Where figures come from, in text: workbook › sheet › cells.

use std::collections::HashSet;

use crate::award::{Bar, Line};
use crate::check::Checked;
use crate::finding::Place;
use crate::formula::{Formula, used};
use crate::index::ColumnIndex;
use crate::policy::Target;
use crate::record::Record;

use super::model::Cell;

/// Cells of one sheet that are named; of more, how many there are.
const MOST: usize = 12;

/// The places, those of one sheet together: `税务数据.xlsx › 税收地方财力 › C4、D4；…`.
pub(super) fn places(places: impl IntoIterator<Item = Place>) -> String {
    let mut all: Vec<Place> = Vec::new();
    let mut seen = HashSet::new();
    all.extend(places.into_iter().filter(|place| place.file.is_some() && seen.insert(place.clone())));
    by_sheet(&all).join("；")
}

/// Neighbours of one sheet together, each once.
pub(super) fn by_sheet(places: &[Place]) -> Vec<String> {
    let sheet = |place: &Place| (place.file.clone(), place.sheet.clone());
    let of_one_sheet = places.chunk_by(|a, b| sheet(a) == sheet(b)).map(|cells| {
        let addresses: Vec<_> = cells.iter().skip(1).take(MOST - 1).filter_map(Place::address).collect();
        let more = if cells.len() > MOST { format!(" 等 {} 格", cells.len()) } else { String::new() };
        let named = std::iter::once(cells[0].to_string()).chain(addresses).collect::<Vec<_>>().join("、");
        format!("{named}{more}")
    });
    of_one_sheet.collect()
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
    let column = |column: ColumnIndex| record.place(Target::Column(column));
    let mut cells: Vec<Place> = item.record.map(column).into_iter().collect();
    cells.extend(of_used(record, &item.amount));
    for limit in checked.policy.limits_of(item) {
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
        let many = places((0..30).map(|row| cell(row, 0)));
        assert_eq!(many, "甲.xlsx › 表 › A1、A2、A3、A4、A5、A6、A7、A8、A9、A10、A11、A12 等 30 格");
    }
}
