//! The comparison: sheets by name and order, their rows by what they hold, their cells one by one.

use std::sync::Arc;

use super::align::{Fate, align};
use super::canonical::rowless;
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
    let (mut compared, mut calculated) = (Vec::new(), false);
    for (index, sheet) in ours.iter().enumerate() {
        let Some(at) = position(&sheet.name) else {
            found.push(Divergence::on_sheet(Kind::SheetMissing, &sheet.name));
            continue;
        };
        if theirs[at].hidden && !sheet.hidden {
            found.push(Divergence::on_sheet(Kind::SheetHidden, &sheet.name));
        }
        let (theirs, ours) = (content::read(given, at)?, content::read(expected, index)?);
        calculated |= theirs.has_results();
        let fates = align(&ours.lines, &theirs.lines);
        let mut sheet = Compared { sheet: &sheet.name, expected: ours, given: theirs, fates };
        sheet.forget_what_agrees();
        compared.push(sheet);
    }
    // Was the workbook saved by something that does not calculate? Then no formula stores a result, and none can be wrong.
    let uncalculated = !calculated;
    // Rows that stand elsewhere take the references to them along.
    let shifted = compared.iter().any(Compared::is_shifted);
    let mut comparing = Comparing { uncalculated, shifted, found: &mut found };
    for compared in &compared {
        comparing.rows(compared);
    }
    for compared in &compared {
        comparing.cells(compared);
    }
    names(&given.defined_names()?, &expected.defined_names()?, &mut found);
    Ok(found)
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

/// A sheet of both workbooks with its rows side by side.
struct Compared<'a> {
    sheet: &'a Arc<str>,
    expected: Content,
    given: Content,
    fates: Vec<Fate>,
}

impl Compared<'_> {
    /// Lets go of the cells of rows that are the same: a province's sheets would fill the memory, and nothing is to be said of them.
    fn forget_what_agrees(&mut self) {
        for fate in &self.fates {
            if let Fate::Pair(ours, theirs) = *fate {
                let (ours, theirs) = (&mut self.expected.lines[ours], &mut self.given.lines[theirs]);
                if ours == theirs {
                    (ours.cells, theirs.cells) = (Vec::new(), Vec::new());
                }
            }
        }
    }

    /// The first row that stands elsewhere although no row was added or removed: blank rows were.
    fn pushed(&self) -> Option<&Line> {
        if self.fates.iter().any(|fate| fate.shifts()) {
            return None;
        }
        let mut given = self.fates.iter().filter_map(|fate| match *fate {
            Fate::Pair(ours, theirs) if self.expected.lines[ours].row != self.given.lines[theirs].row => Some(theirs),
            _ => None,
        });
        given.next().map(|theirs| &self.given.lines[theirs])
    }

    fn is_shifted(&self) -> bool {
        self.pushed().is_some() || self.fates.iter().any(|fate| fate.shifts())
    }
}

struct Comparing<'a> {
    uncalculated: bool,
    shifted: bool,
    found: &'a mut Vec<Divergence>,
}

impl Comparing<'_> {
    /// Rows that are hidden, gone, new or elsewhere.
    fn rows(&mut self, sheet: &Compared<'_>) {
        let (expected, given) = (&sheet.expected, &sheet.given);
        let letters = |columns: &[u32]| columns.iter().map(|c| crate::finding::column_letters(*c)).collect::<Vec<_>>();
        let rows = |rows: &[u32]| rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>();
        for (what, ours, theirs) in [
            ("行", rows(&expected.hidden_rows), rows(&given.hidden_rows)),
            ("列", letters(&expected.hidden_columns), letters(&given.hidden_columns)),
        ] {
            let newly: Vec<_> = theirs.iter().filter(|line| !ours.contains(line)).cloned().collect();
            if !newly.is_empty() {
                let hidden = format!("隐藏了 {} {what}", newly.join("、"));
                self.found.push(Divergence::on_sheet(Kind::LinesHidden, sheet.sheet).with("不隐藏", hidden));
            }
        }
        let on = |kind, row: u32| Divergence::on_sheet(kind, sheet.sheet).at(row, None);
        if let Some(line) = sheet.pushed() {
            self.found.push(on(Kind::RowMoved, line.row).with("没有增减的空行", line.key()));
        }
        for fate in &sheet.fates {
            self.found.push(match *fate {
                Fate::Pair(..) => continue,
                Fate::Moved(ours, theirs) => {
                    let (ours, theirs) = (&expected.lines[ours], &given.lines[theirs]);
                    on(Kind::RowMoved, theirs.row).with(format!("第 {} 行", ours.row + 1), ours.key())
                }
                Fate::Removed(ours) => {
                    let line = &expected.lines[ours];
                    on(Kind::RowRemoved, line.row).with(line.key(), "")
                }
                Fate::Added(theirs) => {
                    let line = &given.lines[theirs];
                    on(Kind::RowAdded, line.row).with("", line.key())
                }
            });
        }
    }

    /// The cells of rows that are in both.
    fn cells(&mut self, sheet: &Compared<'_>) {
        for fate in &sheet.fates {
            if let Fate::Pair(ours, theirs) | Fate::Moved(ours, theirs) = *fate {
                self.line(sheet.sheet, &sheet.expected.lines[ours], &sheet.given.lines[theirs]);
            }
        }
    }

    fn line(&mut self, sheet: &Arc<str>, expected: &Line, given: &Line) {
        let of = |line: &Line, column: u32| line.cells.iter().find(|cell| cell.column == column).cloned();
        let mut columns: Vec<u32> = expected.cells.iter().chain(&given.cells).map(|cell| cell.column).collect();
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            let (ours, theirs) = (of(expected, column), of(given, column));
            if let Some((kind, expected, found)) = self.cell(ours.as_ref(), theirs.as_ref()) {
                let at = Divergence::on_sheet(kind, sheet).at(given.row, Some(column));
                self.found.push(at.with(expected, found));
            }
        }
    }

    fn cell(&self, expected: Option<&Held>, given: Option<&Held>) -> Option<(Kind, String, String)> {
        let value = |held: Option<&Held>| held.map_or(Scalar::Blank, |held| held.value.clone());
        let (ours, theirs) = (result(value(expected)), value(given));
        match (expected.and_then(|held| held.formula.as_ref()), given.and_then(|held| held.formula.as_ref())) {
            (Some((ours, _)), Some((theirs, _)))
                if ours == theirs || (self.shifted && rowless(ours) == rowless(theirs)) =>
            {
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
