//! Where figures come from: cells, the records that did not count, the tables that were looked through; in words and as links.

use super::model::Cell;
use crate::finding::Place;
use crate::index::TableIndex;
use crate::record::{Cited, Record, Trail};

/// Cells of one sheet that are named; of more, how many there are.
const MOST: usize = 40;

/// Sheets of a table that are named.
const MOST_SHEETS: usize = 3;

/// So many neighbours below each other are written as a range.
const RANGE: usize = 3;

/// What a trail cites, in words: `税务数据.xlsx › 税收地方财力 › C4、D4（万元）`, the cells of each sheet together, then the tables that were
/// looked through.
pub(super) fn words(record: &Record<'_>, trail: &Trail) -> Vec<String> {
    let tables = trail.tables.iter().map(|(table, own)| looked_through(record, *table, *own));
    cells(&trail.cells).into_iter().chain(tables).collect()
}

/// The cells in words, each once, by sheet in the order met; those of records that did not count behind the others.
pub(super) fn cells(cited: &[Cited]) -> Vec<String> {
    sheets(cited).into_iter().map(|cells| of_sheet(&cells)).collect()
}

/// The cells by sheet and whether they counted, each once; groups in the order met, those that counted first.
fn sheets(cited: &[Cited]) -> Vec<Vec<&Cited>> {
    // A trail cites few sheets and often many cells.
    let mut sheets: Vec<&Place> = Vec::new();
    let mut cells = Vec::with_capacity(cited.len());
    for (at, Cited { place, counts, .. }) in cited.iter().enumerate().filter(|(_, cell)| cell.place.file.is_some()) {
        let known = sheets.iter().position(|sheet| sheet.sheet == place.sheet && sheet.file == place.file);
        let sheet = known.unwrap_or(sheets.len());
        if known.is_none() {
            sheets.push(place);
        }
        cells.push((sheet, place.row, place.column, !counts, at));
    }
    cells.sort_unstable();
    // What counted for one part and not for another counted.
    cells.dedup_by_key(|(sheet, row, column, ..)| (*sheet, *row, *column));
    let mut all: Vec<(_, usize, Vec<&Cited>)> = Vec::new();
    for (sheet, _, _, aside, at) in cells {
        let cell = &cited[at];
        match all.iter_mut().find(|((group, _), of, _)| (*group, *of) == (aside, sheet)) {
            Some(((_, first), _, group)) => {
                *first = at.min(*first);
                group.push(cell);
            }
            None => all.push(((aside, at), sheet, vec![cell])),
        }
    }
    all.sort_by_key(|(met, ..)| *met);
    all.into_iter().map(|(.., cells)| cells).collect()
}

fn of_sheet(cells: &[&Cited]) -> String {
    let first = &cells[0].place;
    let sheet = Place { row: None, column: None, ..first.clone() };
    let pieces = pieces(cells);
    let more = if pieces.len() > MOST { format!(" 等 {} 格", cells.len()) } else { String::new() };
    let named = pieces.into_iter().take(MOST).collect::<Vec<_>>().join("、");
    let aside = if cells[0].counts { "" } else { "（看过，不计）" };
    format!("{sheet} › {named}{more}{aside}")
}

/// The addresses, with what is remarked of them; many below each other as a range.
fn pieces(cells: &[&Cited]) -> Vec<String> {
    let text = |from: &Cited, to: &Cited| {
        let (from_address, to_address) = (from.place.address(), to.place.address());
        let address = from_address.into_iter().chain(to_address.filter(|_| from.place != to.place));
        let remark = if from.remark.is_empty() { String::new() } else { format!("（{}）", from.remark) };
        format!("{}{remark}", address.collect::<Vec<_>>().join(":"))
    };
    let mut by_column: Vec<&Cited> = cells.to_vec();
    by_column.sort_by_key(|cell| (cell.place.column, cell.place.row));
    let follows = |above: &&Cited, below: &&Cited| {
        above.place.column == below.place.column
            && above.remark == below.remark
            && above.place.row.map(|row| row + 1) == below.place.row
    };
    let runs: Vec<&[&Cited]> = by_column.chunk_by(follows).collect();
    if runs.iter().all(|run| run.len() < RANGE) {
        return cells.iter().map(|cell| text(cell, cell)).collect();
    }
    let of_run = |run: &&[&Cited]| match run {
        [first, .., last] if run.len() >= RANGE => vec![text(first, last)],
        run => run.iter().map(|cell| text(cell, cell)).collect(),
    };
    runs.iter().flat_map(of_run).collect()
}

/// That a table was looked through for a firm, and what there was to find.
fn looked_through(record: &Record<'_>, table: TableIndex, own: usize) -> String {
    let name = &record.policy.tables[table].name;
    if record.data.is_absent(table) {
        return format!("没有“{name}”表");
    }
    let sheets: Vec<_> = record.data.sheets.iter().filter(|sheet| sheet.table == table).collect();
    let named: Vec<String> =
        sheets.iter().take(MOST_SHEETS).map(|sheet| format!("{} › {}", sheet.file, sheet.name)).collect();
    let more = if sheets.len() > MOST_SHEETS { format!(" 等 {} 张表", sheets.len()) } else { String::new() };
    let all = record.data.tables[table].len();
    let whose = record.policy.register.worded("本企业");
    format!("查“{name}”{all} 行（{}{more}），{whose} {own} 行", named.join("、"))
}

/// One link for each row that is cited, named by its cells; it leads to all of them.
pub(super) fn links(cited: &[Cited]) -> Vec<(String, String)> {
    let of_row = |cells: &[&Cited]| {
        let addresses: Vec<String> = cells.iter().filter_map(|cell| cell.place.address()).collect();
        let target = link(&cells[0].place)?;
        let to = cells.last().and_then(|cell| cell.place.address()).filter(|_| cells.len() > 1);
        Some((to.map_or(target.clone(), |to| format!("{target}:{to}")), addresses.join("、")))
    };
    let sheets = sheets(cited);
    sheets
        .iter()
        .flat_map(|cells| cells.chunk_by(|a, b| a.place.row == b.place.row).filter_map(of_row).collect::<Vec<_>>())
        .collect()
}

/// The cell in the workbook beside this one.
pub(super) fn link(place: &Place) -> Option<String> {
    super::links::link(place.file.as_deref()?, place)
}

/// The sources as a cell: all in words, with a link to the first row where `linked`, since a cell leads to one place only.
pub(super) fn cell<'c>(words: &[String], cited: &[Cited], linked: bool) -> Cell<'c> {
    let text = words.join("；");
    let first = if linked { links(cited).into_iter().next() } else { None };
    match first {
        _ if text.is_empty() => Cell::Blank,
        Some((target, _)) => Cell::Link(target, text.into()),
        None => Cell::Text(text.into()),
    }
}

/// A link to the first row, named by its cells.
pub(super) fn arrow<'c>(cited: &[Cited]) -> Cell<'c> {
    links(cited).into_iter().next().map_or(Cell::Blank, |(target, text)| Cell::Link(target, text.into()))
}

/// The places as what counted.
pub(super) fn cited(places: impl IntoIterator<Item = Place>) -> Vec<Cited> {
    places.into_iter().map(|place| Cited { place, counts: true, remark: String::new() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_one_sheet_stand_together() {
        let (file, sheet, other) = ("甲.xlsx".into(), "表".into(), "乙".into());
        let cell = |row, column| Place::cell(&file, &sheet, row, column);
        let places = |places: Vec<Place>| cells(&cited(places)).join("；");
        let text = places(vec![cell(3, 2), cell(3, 3), cell(3, 2), Place::cell(&file, &other, 0, 0), Place::default()]);
        assert_eq!(text, "甲.xlsx › 表 › C4、D4；甲.xlsx › 乙 › A1");
        let many = places((0..30).map(|row| cell(row, 0)).chain([cell(3, 4)]).collect());
        assert_eq!(many, "甲.xlsx › 表 › A1:A30、E4");
        let far = places((0..60).map(|row| cell(2 * row, 0)).collect());
        assert!(far.ends_with("、A77、A79 等 60 格"), "{far}");
        let far = |count: u32| places((0..count).map(|row| cell(2 * row, 0)).collect());
        let most = u32::try_from(MOST).expect("a few");
        assert!(!far(most).contains('等') && far(most + 1).ends_with(&format!(" 等 {} 格", most + 1)));
    }

    #[test]
    fn a_cell_leads_to_the_first_row_it_names() {
        let (file, sheet) = ("甲.xlsx".into(), "表".into());
        let cited = cited(vec![Place::cell(&file, &sheet, 3, 2)]);
        assert_eq!(links(&cited), [("file:///甲.xlsx#'表'!C4".to_owned(), "C4".to_owned())]);
        let words = ["甲".to_owned(), "乙".to_owned()];
        let shown = |words: &[String], linked| match cell(words, &cited, linked) {
            Cell::Blank => String::new(),
            Cell::Link(to, text) => format!("{to} {text}"),
            Cell::Text(text) => text.into_owned(),
            _ => "?".to_owned(),
        };
        assert_eq!(shown(&words, true), "file:///甲.xlsx#'表'!C4 甲；乙");
        assert_eq!(shown(&words, false), "甲；乙");
        assert_eq!(shown(&[], true), "");
    }

    #[test]
    fn what_did_not_count_and_what_is_not_as_it_looks_is_said() {
        let (file, sheet) = ("甲.xlsx".into(), "表".into());
        let cite = |row, counts, remark: &str| Cited {
            place: Place::cell(&file, &sheet, row, 2),
            counts,
            remark: remark.to_owned(),
        };
        let all = [cite(7, false, ""), cite(3, true, "万元"), cite(5, true, "空白按 0"), cite(3, false, "万元")];
        assert_eq!(cells(&all), ["甲.xlsx › 表 › C4（万元）、C6（空白按 0）", "甲.xlsx › 表 › C8（看过，不计）"]);
        let twice = [cite(3, false, ""), cite(7, true, ""), cite(3, true, "")];
        assert_eq!(cells(&twice), ["甲.xlsx › 表 › C4、C8"]);
        let links = links(&[cite(3, true, ""), Cited { place: Place::cell(&file, &sheet, 3, 5), ..cite(0, true, "") }]);
        assert_eq!(links, [("file:///甲.xlsx#'表'!C4:F4".to_owned(), "C4、F4".to_owned())]);
    }
}
