//! One sheet, from its first row to its last: the first rows are kept until the header is found, then rows are read as they stream by.

use std::ops::ControlFlow;

use super::bind::bind;
use super::binding::Binding;
use super::body::Body;
use super::book::{Cell, Formulas, Layout, Rows};
use super::header_buffer::{BufferedRow, HeaderBuffer};
use super::hidden;
use super::nearest_table::{NearestTable, nearest_table};
use super::plan::Plan;
use super::recognise::{Verdict, is_promising, recognise};
use super::records::Records;
use super::sheet_context::SheetContext;
use super::unit_statement::UnitStatement;
use super::unread_texts::{Region, UnreadTexts};
use crate::finding::{Finding, Place, catalogue};
use crate::index::TableIndex;
use crate::texts::Texts;

/// A sheet that is being read.
pub struct SheetReader<'p, 't> {
    plan: &'p Plan<'p>,
    place: Place,
    texts: &'t mut Texts,
    findings: Vec<Finding>,
    layout: Layout,
    state: State<'p>,
    filled: bool,
    /// What says the unit below the header, known from a first reading.
    later: &'t [UnitStatement],
    unread_texts: UnreadTexts,
    nearest_table: Option<NearestTable>,
    /// What formulas came to, where no spreadsheet program has saved the workbook.
    formulas: Formulas,
}

/// How far a sheet has been read.
enum State<'p> {
    /// The header has not been found yet.
    Seeking(HeaderBuffer),
    /// Below the header.
    Reading(Box<Body<'p>>),
    /// Its name is a table's, but there is no header.
    Headless(TableIndex),
    /// No table.
    Other,
}

/// What a sheet turned out to hold.
#[derive(Debug)]
pub enum SheetOutcome<'p> {
    /// Records of a table.
    Records(Box<Binding<'p>>, Records),
    /// A table whose header was not found.
    Headless(TableIndex),
    /// No table.
    Other,
}

/// What reading a sheet gave.
#[derive(Debug)]
pub struct Finished<'p> {
    /// What the sheet holds.
    pub outcome: SheetOutcome<'p>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// What has not been read.
    pub unread_texts: UnreadTexts,
    /// The table that a sheet which is none comes nearest to.
    pub nearest_table: Option<NearestTable>,
    /// What formulas came to, where no spreadsheet program has saved the workbook.
    pub formulas: Formulas,
    /// What says the unit below the header, if the sheet must be read again because of it.
    pub later: Option<Vec<UnitStatement>>,
}

impl<'p, 't> SheetReader<'p, 't> {
    /// A reader of the sheet at `place`, whose texts go to `texts`. `later` is what a first reading has heard of the unit below the header.
    #[must_use]
    pub fn new(plan: &'p Plan<'p>, place: Place, texts: &'t mut Texts, later: &'t [UnitStatement]) -> Self {
        Self {
            plan,
            place,
            texts,
            findings: Vec::new(),
            layout: Layout::default(),
            state: State::Seeking(HeaderBuffer::default()),
            filled: false,
            later,
            unread_texts: UnreadTexts::default(),
            nearest_table: None,
            formulas: Formulas::default(),
        }
    }

    /// What was read, with all findings.
    #[must_use]
    pub fn finish(mut self) -> Finished<'p> {
        if matches!(self.state, State::Seeking(_)) {
            // The sheet has ended: nothing is left to stop.
            let _ = self.decide();
        }
        let mut later = None;
        let outcome = match self.state {
            State::Reading(body) => {
                let mut context = SheetContext { texts: self.texts, findings: &mut self.findings, sheet: &self.place };
                let body = body.finish(&mut context);
                later = body.heard.filter(|_| self.later.is_empty());
                self.unread_texts.0.extend(body.unread_texts.0);
                SheetOutcome::Records(Box::new(body.binding), body.records)
            }
            State::Headless(table) if self.filled => {
                let table_ = &self.plan.tables[table];
                let mut why = format!("没有含“{}”的表头", table_.columns[table_.key].name);
                if let Some(upright) = self.nearest_table.as_ref().filter(|table| table.upright.is_some()) {
                    why = upright.words(self.plan);
                }
                let finding = Finding::new(&catalogue::COLUMN_MISSING, self.place, "", "").because(why);
                self.findings.push(finding.about(&table_.name));
                SheetOutcome::Headless(table)
            }
            State::Headless(_) | State::Other | State::Seeking(_) => {
                self.findings.push(Finding::new(&catalogue::SHEET_NOT_TABLE, self.place, "", ""));
                SheetOutcome::Other
            }
        };
        let Self { findings, unread_texts, nearest_table, formulas, .. } = self;
        Finished { outcome, findings, unread_texts, nearest_table, formulas, later }
    }

    /// Enough rows are kept: what is this sheet?
    fn decide(&mut self) -> ControlFlow<()> {
        let State::Seeking(held) = std::mem::replace(&mut self.state, State::Other) else {
            return ControlFlow::Continue(());
        };
        let name = self.place.sheet.as_deref().unwrap_or_default();
        match recognise(self.plan, name, &held.rows, &self.layout) {
            Verdict::Other => {
                self.nearest_table = nearest_table(self.plan, &held.rows, &self.layout);
                self.stray(Region::Sheet, &held.rows);
                ControlFlow::Continue(())
            }
            Verdict::Headless(table) => {
                self.nearest_table = nearest_table(self.plan, &held.rows, &self.layout);
                self.state = State::Headless(table);
                ControlFlow::Break(())
            }
            Verdict::Table(recognised) => {
                let above = held.rows.partition_point(|row| row.row < recognised.top);
                self.stray(Region::Above, &held.rows[..above]);
                let layout = std::mem::take(&mut self.layout);
                let binding =
                    bind(self.plan, recognised, &held.rows, &layout, self.later, &self.place, &mut self.findings);
                hidden::report(&layout, &binding, &self.place, &mut self.findings);
                let left_out = self.plan.skipped.rows(&self.place);
                let mut body = Box::new(Body::new(self.plan, binding, layout, left_out));
                let mut context = SheetContext { texts: self.texts, findings: &mut self.findings, sheet: &self.place };
                for row in &held.rows {
                    body.row(row.row, &row.cells(), &mut context);
                }
                self.state = State::Reading(body);
                ControlFlow::Continue(())
            }
        }
    }

    /// Takes down rows that are not read.
    fn stray(&mut self, region: Region, rows: &[BufferedRow]) {
        for row in rows {
            self.unread_texts.add(region, row.row, &row.cells());
        }
    }
}

impl Rows for SheetReader<'_, '_> {
    fn layout(&mut self, layout: Layout) {
        self.layout = layout;
    }

    fn calculated(&mut self, formulas: Formulas) {
        self.formulas = formulas;
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        self.filled |= !cells.is_empty();
        match &mut self.state {
            State::Reading(body) => {
                let mut context = SheetContext { texts: self.texts, findings: &mut self.findings, sheet: &self.place };
                body.row(row, cells, &mut context);
                ControlFlow::Continue(())
            }
            State::Seeking(held) => {
                if held.keep(row, cells, |row| is_promising(self.plan, row)) {
                    ControlFlow::Continue(())
                } else {
                    self.decide()
                }
            }
            State::Other => {
                self.unread_texts.add(Region::Sheet, row, cells);
                ControlFlow::Continue(())
            }
            State::Headless(_) => ControlFlow::Break(()),
        }
    }
}
