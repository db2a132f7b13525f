//! Columns that lead to the data: a cell holds one link, so each row of the data that a figure rests on has a column of its own.

use crate::award::{Assessment, DuplicatePayment};
use crate::check::Checked;
use crate::record::{Cited, Record};
use crate::report::model::{Cell, Column, Columns, Look, Row};
use crate::report::{evidence, sources};

/// Columns of links at most; what is beyond stands in the text of the sources.
const MOST: usize = 12;

/// A sheet takes 65 530 links.
const MOST_OF_SHEET: usize = 65_000;

/// Links slow a spreadsheet program down: on longer sheets sources are texts only.
pub(in crate::report) const MOST_LINKED: u32 = 20_000;

/// How many rows of the data a row of each sheet rests on at most.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::report) struct Widest {
    pub lines: usize,
    pub conditions: usize,
    pub caps: usize,
    pub duplicates: usize,
}

impl Widest {
    /// Of the sheets that are short enough to have links.
    pub fn of(checked: &Checked<'_>, assessment: &Assessment) -> Self {
        let policy = checked.policy;
        let short = |rows: usize| u32::try_from(rows).is_ok_and(|rows| rows <= MOST_LINKED);
        let mut widest = Self::default();
        let count = |cited: &[Cited]| sources::links(cited).len();
        for (index, firm) in assessment.firms.iter_enumerated() {
            let facts = assessment.facts_of(index);
            let record = Record { facts: &facts, ..checked.firm(index) };
            if short(assessment.firms.len() * policy.conditions.len()) {
                let cited =
                    policy.conditions.iter().map(|condition| evidence::of_formula(&record, &condition.test).cells);
                widest.conditions = cited.map(|cited| count(&cited)).fold(widest.conditions, usize::max);
            }
            for cap in policy.caps.iter().filter(|_| short(assessment.firms.len())) {
                widest.caps = widest.caps.max(count(&evidence::of_cap(&record, cap).cells));
            }
            if short(assessment.lines.len()) {
                let lines = assessment.lines[firm.lines.clone()].iter();
                let cited = lines.map(|line| evidence::of_line(checked, assessment, &line.of(record), line).cells);
                widest.lines = cited.map(|cited| count(&cited)).fold(widest.lines, usize::max);
            }
        }
        for duplicate in &assessment.duplicates {
            if let DuplicatePayment::Inside { winner, loser, .. } = duplicate {
                widest.duplicates = widest.duplicates.max(winner.len() + loser.len());
            }
        }
        widest
    }
}

/// The columns of the links behind the first, which has its place beside the sources.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::report) struct LinkColumns {
    first: u16,
    count: usize,
}

impl LinkColumns {
    /// Adds as many columns as the widest of `rows` rows needs.
    pub fn add(columns: &mut Columns, widest: usize, rows: usize) -> Self {
        let count = widest.min(MOST).min(MOST_OF_SHEET / rows.max(1)).saturating_sub(1);
        let first = columns.count();
        for number in 2..count + 2 {
            let column = Column::new(format!("来源{number}"), 16, Look::Link);
            columns.add(column.noted("到来源里的第几行；全部来源见“来源”").aside());
        }
        Self { first, count }
    }

    /// Fills them in.
    pub fn fill(self, row: &mut Row<'_>, cited: &[Cited]) {
        if self.count == 0 {
            return;
        }
        let links = sources::links(cited);
        if links.len() > 1 {
            row.blanks_to(self.first);
            links.into_iter().skip(1).take(self.count).for_each(|(target, text)| {
                row.push(Cell::Link(target, text.into()));
            });
        }
    }
}
