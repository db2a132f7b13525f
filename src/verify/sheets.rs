//! The comparison: sheets by name and order, their rows by what they hold, their cells one by one.

use std::sync::Arc;

use super::align::{Fate, align};
use super::content::{self, Content, Held, Line, Scalar};
use super::divergence::{Divergence, Kind};
use crate::intake::book::{Book, BookFault};

/// Compares two workbooks.
pub(super) fn compare(given: &Book, expected: &Book) -> Result<Vec<Divergence>, BookFault> {
    let mut found = Vec::new();
    let (theirs, ours) = (given.sheets(), expected.sheets());
    let position = |name: &str| theirs.iter().position(|sheet| *sheet.name == *name);
    for sheet in theirs.iter().filter(|sheet| ours.iter().all(|ours| ours.name != sheet.name)) {
        found.push(Divergence::on_sheet(Kind::SheetAdded, &sheet.name));
    }
    let kept: Vec<usize> = ours.iter().filter_map(|sheet| position(&sheet.name)).collect();
    if !kept.is_sorted() {
        let order = kept.iter().zip(kept.iter().skip(1)).position(|(a, b)| a > b).unwrap_or_default();
        found.push(Divergence::on_sheet(Kind::SheetMoved, &theirs[kept[order]].name));
    }
    let uncalculated = never_calculated(given)?;
    for (index, sheet) in ours.iter().enumerate() {
        let Some(at) = position(&sheet.name) else {
            found.push(Divergence::on_sheet(Kind::SheetMissing, &sheet.name));
            continue;
        };
        if theirs[at].hidden && !sheet.hidden {
            found.push(Divergence::on_sheet(Kind::SheetHidden, &sheet.name));
        }
        let (theirs, ours) = (content::read(given, at)?, content::read(expected, index)?);
        Comparing { sheet: &sheet.name, uncalculated, found: &mut found }.sheet(&ours, &theirs);
    }
    names(&given.defined_names()?, &expected.defined_names()?, &mut found);
    Ok(found)
}

/// Was the whole workbook saved by something that does not calculate? Then no formula stores a result, and none can be wrong.
fn never_calculated(book: &Book) -> Result<bool, BookFault> {
    for index in 0..book.sheets().len() {
        let content = content::read(book, index)?;
        let mut formulas = content.lines.iter().flat_map(|line| &line.cells).filter(|cell| cell.formula.is_some());
        if formulas.any(|cell| cell.value != Scalar::Uncalculated) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Defined names: what a formula's parameter points to.
fn names(theirs: &[(String, String)], ours: &[(String, String)], found: &mut Vec<Divergence>) {
    let plain = |text: &str| text.replace(['$', '\''], "");
    let of = |names: &[(String, String)], wanted: &str| {
        names.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, text)| plain(text))
    };
    // Print areas and filters are each program's own business.
    let own = |name: &str| name.starts_with("_xlnm") || name.starts_with('_');
    for (name, text) in ours.iter().filter(|(name, _)| !own(name)) {
        let there = of(theirs, name);
        if there.as_deref() != Some(plain(text).as_str()) {
            let sheet: Arc<str> = name.as_str().into();
            let divergence = Divergence::on_sheet(Kind::NameChanged, &sheet);
            found.push(divergence.with(plain(text), there.unwrap_or_else(|| "（没有）".to_owned())));
        }
    }
    for (name, text) in theirs.iter().filter(|(name, _)| !own(name) && of(ours, name).is_none()) {
        let sheet: Arc<str> = name.as_str().into();
        found.push(Divergence::on_sheet(Kind::NameChanged, &sheet).with("（没有）", plain(text)));
    }
}

struct Comparing<'a> {
    sheet: &'a Arc<str>,
    uncalculated: bool,
    found: &'a mut Vec<Divergence>,
}

impl Comparing<'_> {
    fn sheet(&mut self, expected: &Content, given: &Content) {
        let letters = |columns: &[u32]| columns.iter().map(|c| crate::finding::column_letters(*c)).collect::<Vec<_>>();
        let rows = |rows: &[u32]| rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>();
        for (what, ours, theirs) in [
            ("行", rows(&expected.hidden_rows), rows(&given.hidden_rows)),
            ("列", letters(&expected.hidden_columns), letters(&given.hidden_columns)),
        ] {
            let newly: Vec<_> = theirs.iter().filter(|line| !ours.contains(line)).cloned().collect();
            if !newly.is_empty() {
                let hidden = format!("隐藏了 {} {what}", newly.join("、"));
                self.found.push(Divergence::on_sheet(Kind::LinesHidden, self.sheet).with("不隐藏", hidden));
            }
        }
        for fate in align(&expected.lines, &given.lines) {
            match fate {
                Fate::Pair(ours, theirs) => self.line(&expected.lines[ours], &given.lines[theirs]),
                Fate::Moved(ours, theirs) => {
                    let (ours, theirs) = (&expected.lines[ours], &given.lines[theirs]);
                    let moved = self.row(Kind::RowMoved, theirs.row);
                    self.found.push(moved.with(format!("第 {} 行", ours.row + 1), ours.key()));
                }
                Fate::Removed(ours) => {
                    let line = &expected.lines[ours];
                    let removed = self.row(Kind::RowRemoved, line.row);
                    self.found.push(removed.with(line.key(), ""));
                }
                Fate::Added(theirs) => {
                    let line = &given.lines[theirs];
                    let added = self.row(Kind::RowAdded, line.row);
                    self.found.push(added.with("", line.key()));
                }
            }
        }
    }

    fn row(&self, kind: Kind, row: u32) -> Divergence {
        Divergence::on_sheet(kind, self.sheet).at(row, None)
    }

    fn line(&mut self, expected: &Line, given: &Line) {
        let of = |line: &Line, column: u32| line.cells.iter().find(|cell| cell.column == column).cloned();
        let mut columns: Vec<u32> = expected.cells.iter().chain(&given.cells).map(|cell| cell.column).collect();
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            let (ours, theirs) = (of(expected, column), of(given, column));
            if let Some((kind, expected, found)) = self.cell(ours.as_ref(), theirs.as_ref()) {
                let at = Divergence::on_sheet(kind, self.sheet).at(given.row, Some(column));
                self.found.push(at.with(expected, found));
            }
        }
    }

    fn cell(&self, expected: Option<&Held>, given: Option<&Held>) -> Option<(Kind, String, String)> {
        let value = |held: Option<&Held>| held.map_or(Scalar::Blank, |held| held.value.clone());
        let (ours, theirs) = (result(value(expected)), value(given));
        match (expected.and_then(|held| held.formula.as_ref()), given.and_then(|held| held.formula.as_ref())) {
            (Some((ours, _)), Some((theirs, _))) if ours == theirs => {
                let stored = match value(given) {
                    Scalar::Uncalculated if self.uncalculated => return None,
                    other => result(other),
                };
                let expected = result(value(expected));
                (!same(&expected, &stored)).then(|| (Kind::ResultChanged, expected.shown(), stored.shown()))
            }
            (Some((_, ours)), Some((_, theirs))) => {
                Some((Kind::FormulaChanged, format!("={ours}"), format!("={theirs}")))
            }
            (Some(_), None) => Some((Kind::FormulaReplaced, ours.shown(), theirs.shown())),
            (None, Some((_, theirs))) => Some((Kind::ValueChanged, ours.shown(), format!("={theirs}"))),
            (None, None) => (!same(&ours, &theirs)).then(|| (Kind::ValueChanged, ours.shown(), theirs.shown())),
        }
    }
}

/// A stored 0 may read as no result at all.
fn result(value: Scalar) -> Scalar {
    if value == Scalar::Uncalculated { Scalar::Number("0".to_owned()) } else { value }
}

/// Equal, or two numbers that binary arithmetic alone tells apart.
fn same(expected: &Scalar, given: &Scalar) -> bool {
    let (Scalar::Number(ours), Scalar::Number(theirs)) = (expected, given) else { return expected == given };
    if ours == theirs {
        return true;
    }
    let (Ok(ours), Ok(theirs)) = (ours.parse::<rust_decimal::Decimal>(), theirs.parse::<rust_decimal::Decimal>())
    else {
        return false;
    };
    // Whole fen are exact; only shares of many digits may differ in the last.
    let fen = |number: rust_decimal::Decimal| number.round_dp(2) == number;
    !fen(ours) && (ours - theirs).abs() <= ours.abs() * rust_decimal::Decimal::new(1, 13)
}
