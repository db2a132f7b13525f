//! Which table a sheet holds, and which of its rows are the header: by the sheet's name or, failing that, by its headers.

use typed_index_collections::TiVec;

use super::book::Layout;
use super::first_best::first_best;
use super::header_buffer::{BufferedCell, BufferedRow};
use super::heading::{Heading, WIDEST, forms, headings, unit_alone};
use super::nearest_table::upright;
use super::normalize::{Nearness, nearest};
use super::plan::Plan;
use super::unit::Said;
use crate::index::{ColumnIndex, TableIndex};

/// How many rows a header may take.
const LEVELS: u32 = 4;

/// A sheet recognised as a table.
#[derive(Debug)]
pub struct Recognised {
    /// The policy's table.
    pub table: TableIndex,
    /// The first row of the header.
    pub top: u32,
    /// The last row of the header; the body begins below it.
    pub bottom: u32,
    /// The headings.
    pub headings: Vec<Heading>,
}

/// What a sheet turned out to be.
#[derive(Debug)]
pub enum Verdict {
    /// A table with its header.
    Table(Recognised),
    /// Its name is a table's, but no header is to be found.
    Headless(TableIndex),
    /// No table.
    Other,
}

/// A block of rows tried as a header.
struct Trial {
    top: u32,
    bottom: u32,
    headings: Vec<Heading>,
    /// For each table, the columns found.
    found: TiVec<TableIndex, Vec<ColumnIndex>>,
}

/// Looks for a table among the first rows of the sheet called `sheet`.
#[must_use]
pub fn recognise(plan: &Plan<'_>, sheet: &str, rows: &[BufferedRow], layout: &Layout) -> Verdict {
    let trials = trials(plan, rows, layout);
    if let Some(table) = plan.table_called(sheet) {
        let best = best_for(&trials, table).filter(|trial| is_header_of(plan, trial, table));
        return match best.filter(|trial| !is_form(plan, trial, table, rows)) {
            Some(trial) => Verdict::Table(trial.recognised(table, rows)),
            None => Verdict::Headless(table),
        };
    }
    let titles = rows.iter().flat_map(|row| row.cells.iter().filter_map(|cell| cell.text())).take(8);
    let mentioned: TiVec<TableIndex, bool> = plan
        .tables
        .keys()
        .map(|table| plan.mentions(sheet, table) || titles.clone().any(|title| plan.mentions(title, table)))
        .collect();
    let candidates = plan.tables.keys().filter_map(|table| {
        let trial = best_for(&trials, table)?;
        let claim = claim(plan, trial, table, mentioned[table])?;
        Some((claim, table, trial))
    });
    // The strongest claim; of equal ones the policy's first.
    let best = first_best(candidates, |(claim, ..)| *claim);
    best.map_or(Verdict::Other, |(_, table, trial)| Verdict::Table(trial.recognised(table, rows)))
}

/// How well headers fit a table, best last: nothing missing, columns found, columns of the table not found, named in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    complete: bool,
    found: usize,
    mentioned: bool,
    unfound: std::cmp::Reverse<usize>,
}

/// The claim of `table` on a sheet whose name says nothing; `None` if its headers are too unlike.
fn claim(plan: &Plan<'_>, trial: &Trial, table: TableIndex, mentioned: bool) -> Option<Claim> {
    let columns = &plan.tables[table].columns;
    let found = &trial.found[table];
    let missing: Vec<ColumnIndex> = columns.keys().filter(|c| columns[*c].required && !found.contains(c)).collect();
    let unknown: Vec<&str> = trial.unknown(plan).collect();
    let explained = |c: &ColumnIndex| nearest(&columns[*c].name, unknown.iter().copied(), Nearness::CLOSE).is_some();
    let enough = if missing.is_empty() {
        true
    } else if mentioned {
        found.len() * 2 >= columns.len() && found.len() >= 2
    } else {
        // A misspelt header or two in an otherwise unmistakable table.
        (missing.iter().all(explained) && found.len() >= 3)
            || (found.len() >= 4 && found.len() * 10 >= columns.len() * 6)
    };
    let unfound = std::cmp::Reverse(columns.len() - found.len());
    enough.then_some(Claim { complete: missing.is_empty(), found: found.len(), mentioned, unfound })
}

/// Is the best trial a header at all, where the sheet's name already says which table it is?
fn is_header_of(plan: &Plan<'_>, trial: &Trial, table: TableIndex) -> bool {
    let found = &trial.found[table];
    found.len() >= 2 || found.contains(&plan.tables[table].key) || plan.tables[table].columns.len() == found.len()
}

/// Is it a form, whose labels stand one below the other, rather than a header?
fn is_form(plan: &Plan<'_>, trial: &Trial, table: TableIndex, rows: &[BufferedRow]) -> bool {
    let columns = &plan.tables[table].columns;
    let found = &trial.found[table];
    let complete = columns.keys().all(|c| !columns[c].required || found.contains(&c));
    !complete && upright(plan, rows).is_some_and(|form| form.table == table && form.pairs.len() > found.len())
}

/// The trial with most columns of `table`; of equals the one with fewer rows, then the upper one.
fn best_for(trials: &[Trial], table: TableIndex) -> Option<&Trial> {
    let rank = |trial: &Trial| trial.found[table].len();
    first_best(trials.iter().filter(|trial| rank(trial) > 0), |trial| rank(trial))
}

/// Every block of rows that might be a header, those with fewer rows first.
fn trials(plan: &Plan<'_>, rows: &[BufferedRow], layout: &Layout) -> Vec<Trial> {
    // Few rows have anything to do with a header; looking closely at the others would cost more than reading them.
    let promising: Vec<bool> = rows.iter().map(|row| is_promising(plan, row)).collect();
    let layout = head_of(layout, rows);
    let mut trials = Vec::new();
    for levels in 1..=LEVELS {
        for (i, row) in rows.iter().enumerate() {
            let bottom = row.row + levels - 1;
            let block = rows[i..].iter().zip(&promising[i..]).take_while(|(later, _)| later.row <= bottom);
            // A block has something of a header, and ends in a filled row: else it is the same as a smaller one.
            let (last, some) =
                block.fold((row.row, false), |(_, some), (row, promising)| (row.row, some || *promising));
            if some && last == bottom {
                trials.push(trial(plan, rows, &layout, row.row, bottom));
            }
        }
    }
    trials
}

/// Has one of its texts the name of any table's column?
pub fn is_promising(plan: &Plan<'_>, row: &BufferedRow) -> bool {
    let texts = row.cells.iter().take(WIDEST).filter_map(BufferedCell::text);
    texts.flat_map(forms).any(|form| !plan.columns_called(&form.name).is_empty())
}

/// The layout of the rows kept, of which a sheet has few, however many merged cells there are below.
fn head_of(layout: &Layout, rows: &[BufferedRow]) -> Layout {
    let last = rows.last().map_or(0, |row| row.row);
    let merges = layout.merges.iter().filter(|merge| merge.top <= last).take(4 * WIDEST).copied().collect();
    Layout { merges, ..Layout::default() }
}

fn trial(plan: &Plan<'_>, rows: &[BufferedRow], layout: &Layout, top: u32, bottom: u32) -> Trial {
    let headings = headings(rows, layout, top, bottom);
    let mut found = TiVec::from(vec![Vec::new(); plan.tables.len()]);
    for heading in &headings {
        for &(table, column) in heading.forms.iter().flat_map(|form| plan.columns_called(&form.name)) {
            if !found[table].contains(&column) {
                found[table].push(column);
            }
        }
    }
    // Cells merged down out of the block still belong to the header, unless they run on over a whole column of data.
    let merged = layout.merges.iter().filter(|merge| (top..=bottom).contains(&merge.top));
    let deepest = merged.map(|merge| merge.bottom).filter(|&b| b < top + LEVELS).max();
    Trial { top, bottom: deepest.unwrap_or(bottom).max(bottom), headings, found }
}

/// Is it a row of units below a header: `|万元|吨|%`?
fn says_units(row: &BufferedRow) -> bool {
    let texts: Vec<Option<&str>> = row.cells.iter().map(BufferedCell::text).collect();
    let short = |text: &&str| text.chars().count() <= 10 && !text.contains(|c: char| c.is_ascii_digit());
    let money = |text: &&str| matches!(unit_alone(text), Some(Said::Money(_) | Said::Unclear));
    texts.iter().all(|text| text.as_ref().is_some_and(short)) && texts.iter().flatten().any(money)
}

impl Trial {
    /// The table, with the units that a row below the header says.
    fn recognised(&self, table: TableIndex, rows: &[BufferedRow]) -> Recognised {
        let (mut bottom, mut headings) = (self.bottom, self.headings.clone());
        if let Some(row) =
            rows.iter().find(|row| row.row > bottom).filter(|row| row.row == bottom + 1 && says_units(row))
        {
            bottom = row.row;
            for heading in &mut headings {
                let said = row.text(heading.column).and_then(unit_alone);
                for form in &mut heading.forms {
                    form.unit = match (form.unit, said) {
                        (Some(own), Some(below)) => Some(own.and(below)),
                        (own, below) => own.or(below),
                    };
                }
            }
        }
        Recognised { table, top: self.top, bottom, headings }
    }

    /// Names of headings that no table knows.
    fn unknown<'t>(&'t self, plan: &'t Plan<'_>) -> impl Iterator<Item = &'t str> {
        let unknown = |heading: &&Heading| heading.forms.iter().all(|form| plan.columns_called(&form.name).is_empty());
        self.headings.iter().filter(unknown).filter_map(|heading| heading.forms.last()).map(|form| form.name.as_str())
    }
}
