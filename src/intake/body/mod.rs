//! The rows below a header: records become typed values at once, whatever else stands there is accounted for.

mod kind;
mod record;

use rust_decimal::Decimal;
use typed_index_collections::TiVec;

use crate::finding::{Finding, Place, catalogue};
use crate::index::ColumnIndex;
use crate::intake::binding::Binding;
use crate::intake::book::{Cell, Layout, Note, Value};
use crate::intake::column_units::{warn_of_bare, warn_of_tiny_shares};
use crate::intake::doubts::{doubt, is_about_rows};
use crate::intake::field::Parsed;
use crate::intake::hidden::HiddenRows;
use crate::intake::late_statements::LateStatements;
use crate::intake::merged_cells::{Across, Spans};
use crate::intake::nil_return;
use crate::intake::normalize::trim;
use crate::intake::plan::Plan;
use crate::intake::records::{Records, rows_in_words};
use crate::intake::row_kind::{self, RowKind};
use crate::intake::sheet_context::SheetContext;
use crate::intake::store;
use crate::intake::totals::Sums;
use crate::intake::unit_statement::UnitStatement;
use crate::intake::unread_texts::{Region, UnreadTexts};
use crate::policy::{Kind, Table};
use crate::tables::{Account, Blanks, Values};

/// Findings at cells beyond this number are counted, not listed: a sheet that is wrong throughout must not fill the memory.
const MOST_FINDINGS: usize = 20_000;

/// What a body gave.
#[derive(Debug)]
pub struct Finished<'p> {
    /// The header.
    pub binding: Binding<'p>,
    /// The records.
    pub records: Records,
    /// What has not been read.
    pub unread_texts: UnreadTexts,
    /// What says the unit below the header, if it changes how the columns are read.
    pub heard: Option<Vec<UnitStatement>>,
}

/// A sheet's body while it streams by.
#[derive(Debug)]
pub struct Body<'p> {
    plan: &'p Plan<'p>,
    table: &'p Table,
    binding: Binding<'p>,
    spans: Spans,
    across: Across,
    hidden: HiddenRows,
    /// The notes at cells, by row.
    notes: Vec<Note>,
    /// The last column that may be filled, where a cell too many means that one was cut in two.
    last_column: Option<u32>,
    sums: Vec<(ColumnIndex, Sums)>,
    records: Records,
    /// For each column of the table, the index of its cell in the present row.
    at: TiVec<ColumnIndex, Option<usize>>,
    /// The present row's values.
    parsed: TiVec<ColumnIndex, Parsed>,
    omitted: u64,
    listed: usize,
    /// The rows an answer leaves out, rising.
    left_out: Vec<u32>,
    unread_texts: UnreadTexts,
    listening: LateStatements,
    /// Is this below a header of another table, or of this one with other columns? That header is reported.
    foreign: bool,
    /// Does this row follow a header, so that it may number or name its columns?
    below_header: bool,
    /// Rows set aside of which nobody can say what they are.
    aside: Vec<u32>,
}

impl<'p> Body<'p> {
    /// The body below a resolved header; `left_out` are rows that do not count, rising.
    #[must_use]
    pub fn new(plan: &'p Plan<'p>, binding: Binding<'p>, layout: Layout, left_out: Vec<u32>) -> Self {
        let table = &plan.tables[binding.table];
        let money = binding.fields.iter_enumerated().filter(|(c, field)| {
            matches!(field.column.kind, Kind::Money { .. }) && binding.readable[*c] && binding.columns[*c].is_some()
        });
        let mut notes = layout.notes;
        notes.sort_by_key(|note| (note.row, note.column));
        Self {
            plan,
            table,
            across: Across::below(&layout.merges, binding.bottom),
            spans: Spans::below(layout.merges, binding.bottom),
            notes,
            hidden: HiddenRows::new(layout.hidden_rows),
            last_column: binding.headings.iter().map(|heading| heading.column).max().filter(|_| layout.cut_by_sign),
            sums: money.map(|(c, field)| (c, Sums::new(field.unit))).collect(),
            records: Records {
                columns: store::columns(table),
                rows: Vec::new(),
                names: TiVec::new(),
                blanks: Blanks::default(),
                lost: Vec::new(),
                account: Account::default(),
                nil: false,
                unsure: None,
            },
            at: vec![None; binding.fields.len()].into(),
            parsed: TiVec::with_capacity(binding.fields.len()),
            omitted: 0,
            listed: 0,
            left_out,
            unread_texts: UnreadTexts::default(),
            listening: LateStatements::new(&binding),
            foreign: false,
            below_header: true,
            aside: Vec::new(),
            binding,
        }
    }

    /// One row.
    pub fn row(&mut self, row: u32, cells: &[Cell<'_>], context: &mut SheetContext<'_>) {
        if row <= self.binding.bottom || cells.iter().all(is_empty) {
            return;
        }
        self.records.account.rows += 1;
        self.hidden.note(row);
        if self.spans.enter(row, cells) {
            let spans = std::mem::take(&mut self.spans);
            let (all, carried) = spans.fill(cells);
            let reaches = |column: u32| carried.iter().any(|cell| cell.column == column);
            let keyed = self.binding.columns[self.table.key].is_some_and(reaches);
            for (c, sums) in &mut self.sums {
                // An amount that counts for several rows may well stand once in the total.
                if self.binding.columns[*c].is_some_and(reaches) {
                    sums.spoil();
                }
            }
            // A subtotal below a code that is merged down has that code, but is no record of it.
            match row_kind::by_label(cells).filter(|line| keyed && *line != RowKind::Aside) {
                Some(line) => {
                    self.locate(&all);
                    self.set_aside(row, line, &all, context);
                }
                None => {
                    let records = self.records.rows.len();
                    self.line(row, &all, context);
                    if self.records.rows.len() > records {
                        self.amounts_carried(row, &carried, context);
                    }
                }
            }
            self.spans = spans;
        } else {
            self.line(row, cells, context);
        }
    }

    /// Finds the cell of each column in a row; true if there are others.
    fn locate(&mut self, cells: &[Cell<'_>]) -> bool {
        self.at.fill(None);
        let mut others = false;
        for (i, cell) in cells.iter().enumerate() {
            match self.binding.feeds.get(cell.column as usize) {
                Some(Some(column)) => self.at[*column] = Some(i),
                _ => others = true,
            }
        }
        others
    }

    /// A row with all the cells that count for it.
    fn line(&mut self, row: u32, cells: &[Cell<'_>], context: &mut SheetContext<'_>) {
        let others = self.locate(cells);
        if self.foreign && !self.repeats_header(cells) {
            // The header above it is reported: no row below it can be read.
            self.records.account.errors += 1;
            return;
        }
        let key = self.table.key;
        if !self.binding.readable[key] {
            // Without the code no row can be read; the header's finding says so.
            return match row_kind::by_label(cells) {
                Some(line) => self.set_aside(row, line, cells, context),
                None => self.records.account.errors += 1,
            };
        }
        let cell = self.at[key].map(|i| cells[i]);
        let code = cell.map(|cell| cell.value);
        let field = self.binding.fields[key];
        // A good code makes a record without another look. A free text may be the label of a total, or a header.
        let free = matches!(field.column.kind, Kind::Text);
        let label = if free { row_kind::by_label(cells) } else { None };
        let read = field.read(cell, context.texts);
        let keyed = matches!(read, Ok((Parsed::Text(Some(_)), _)));
        let mut labelled = false;
        if free || !keyed {
            match label.or_else(|| row_kind::by_label(cells)) {
                // A word before the code makes no note of a record that is filled in.
                Some(line) if self.is_filled_in(line, code, cells, context) => labelled = true,
                Some(line) => return self.set_aside(row, line, cells, context),
                None if self.is_header(row, cells, context) => return,
                None => {}
            }
        }
        if !(keyed || labelled) {
            let line = self.by_evidence(row, code, cells, context);
            if line != RowKind::Record {
                return self.set_aside(row, line, cells, context);
            }
        }
        self.below_header = false;
        if others {
            self.beside(row, cells, context);
        }
        self.noted(row, context);
        self.record(row, cells, read, context);
    }

    /// A remark that may take the record of its row back.
    fn doubted(&mut self, row: u32, column: u32, text: &str, context: &mut SheetContext<'_>) {
        if let Some(word) = doubt(text)
            && !self.is_left_out(row)
            && !self.omits()
        {
            let place = Place { row: Some(row), column: Some(column), ..context.sheet.clone() };
            let why = format!("有“{word}”");
            context.findings.push(Finding::new(&catalogue::REMARK_DOUBTS, place, text, "").because(why));
        }
    }

    /// Notes at the cells of a record.
    fn noted(&mut self, row: u32, context: &mut SheetContext<'_>) {
        let notes = std::mem::take(&mut self.notes);
        let first = notes.partition_point(|note| note.row < row);
        for note in notes[first..].iter().take_while(|note| note.row == row) {
            self.doubted(row, note.column, &note.text, context);
        }
        self.notes = notes;
    }

    /// Cells of a record that feed no column: a unit they say counts, and none of them under no header drops out.
    fn beside(&mut self, row: u32, cells: &[Cell<'_>], context: &mut SheetContext<'_>) {
        for cell in cells {
            let fed = self.binding.feeds.get(cell.column as usize).is_some_and(Option::is_some);
            if fed || Some(cell.column) == self.binding.name_column {
                continue;
            }
            if let Value::Text(text) = cell.value {
                self.listening.beside(row, cell.column, text);
                self.doubted(row, cell.column, text, context);
            }
            if !self.binding.has_heading(cell.column) {
                self.unread_texts.add(Region::Beside, row, [cell]);
            }
        }
    }

    /// A total or a note: counted, and a total held against the rows.
    fn set_aside(&mut self, row: u32, line: RowKind, cells: &[Cell<'_>], context: &mut SheetContext<'_>) {
        self.records.account.skipped += 1;
        for cell in cells {
            if let Value::Text(text) = cell.value {
                if is_about_rows(text) {
                    self.doubted(row, cell.column, text, context);
                }
                if self.records.unsure.is_none() && nil_return::is_unsure(text) {
                    self.records.unsure = Some((row, cell.column, text.into()));
                }
            }
        }
        self.unread_texts.add(Region::Aside, row, cells);
        self.listening.aside(row, cells, context.sheet);
        self.records.nil |= nil_return::says_nothing(cells, self.binding.nil_column);
        if matches!(line, RowKind::Total | RowKind::Subtotal) {
            for (c, sums) in &mut self.sums {
                sums.check(row, line, self.at[*c].map(|i| cells[i].value));
            }
        }
    }

    /// The end of the sheet: totals that disagree, hidden rows, and the records.
    #[must_use]
    pub fn finish(self, context: &mut SheetContext<'_>) -> Finished<'p> {
        for (c, sums) in self.sums {
            for wrong in sums.finish() {
                let place = Place { row: Some(wrong.row), column: self.binding.columns[c], ..context.sheet.clone() };
                context.findings.push(Finding::new(&catalogue::TOTAL_DIFFERS, place, wrong.seen, wrong.expected));
            }
        }
        self.hidden.report(context.sheet, context.findings);
        if let Some(&first) = self.aside.first() {
            let place = Place { row: Some(first), ..context.sheet.clone() };
            context
                .findings
                .push(Finding::new(&catalogue::ROWS_ASIDE, place, "", "").because(rows_in_words(&self.aside)));
        }
        self.listening.report(context.sheet, context.findings);
        let filled = |c: ColumnIndex| match &self.records.columns[c] {
            Values::Money(values) => values.iter().any(Option::is_some),
            _ => false,
        };
        warn_of_bare(&self.binding, filled, context.sheet, context.findings);
        let tiny = |c: ColumnIndex| match &self.records.columns[c] {
            Values::Number(values) => are_tiny(values.iter().flatten()),
            _ => false,
        };
        warn_of_tiny_shares(&self.binding, tiny, context.sheet, context.findings);
        if self.omitted > 0 {
            let seen = format!("还有 {} 处", self.omitted);
            let finding = Finding::new(&catalogue::FINDINGS_OMITTED, context.sheet.clone(), "", "");
            context.findings.push(finding.because(seen));
        }
        let heard = self.listening.changes(&self.binding, context.sheet);
        Finished { binding: self.binding, records: self.records, unread_texts: self.unread_texts, heard }
    }
}

/// Are all shares below a hundredth, and is any above nought?
fn are_tiny<'v>(shares: impl Iterator<Item = &'v Decimal>) -> bool {
    let largest = shares.map(Decimal::abs).max().unwrap_or_default();
    !largest.is_zero() && largest < Decimal::new(1, 2)
}

/// Is nothing to be seen in the cell?
fn is_empty(cell: &Cell<'_>) -> bool {
    matches!(cell.value, Value::Text(text) if trim(text).is_empty())
}
