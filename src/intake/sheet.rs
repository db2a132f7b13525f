//! One sheet, from its first row to its last: the first rows are kept until the header is found, then rows are read as they stream by.

use std::ops::ControlFlow;

use super::binding::{Binding, bind};
use super::body::{Body, Records, Scribe};
use super::book::{Cell, Layout, Rows};
use super::held::Held;
use super::hidden;
use super::plan::Plan;
use super::recognise::{Verdict, recognise};
use crate::finding::{Finding, Place, catalogue};
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
}

/// How far a sheet has been read.
enum State<'p> {
    /// The header has not been found yet.
    Seeking(Held),
    /// Below the header.
    Reading(Box<Body<'p>>),
    /// Its name is a table's, but there is no header.
    Headless(usize),
    /// No table.
    Other,
}

/// What a sheet gave.
#[derive(Debug)]
pub enum Outcome<'p> {
    /// Records of a table.
    Records(Box<Binding<'p>>, Records),
    /// A table whose header was not found.
    Headless(usize),
    /// No table.
    Other,
}

impl<'p, 't> SheetReader<'p, 't> {
    /// A reader of the sheet at `place`, whose texts go to `texts`.
    #[must_use]
    pub fn new(plan: &'p Plan<'p>, place: Place, texts: &'t mut Texts) -> Self {
        Self {
            plan,
            place,
            texts,
            findings: Vec::new(),
            layout: Layout::default(),
            state: State::Seeking(Held::default()),
            filled: false,
        }
    }

    /// What was read, with all findings.
    #[must_use]
    pub fn finish(mut self) -> (Outcome<'p>, Vec<Finding>) {
        if matches!(self.state, State::Seeking(_)) {
            // The sheet has ended: nothing is left to stop.
            let _ = self.decide();
        }
        let outcome = match self.state {
            State::Reading(body) => {
                let mut scribe = Scribe { texts: self.texts, findings: &mut self.findings, sheet: &self.place };
                let (binding, records) = body.finish(&mut scribe);
                Outcome::Records(Box::new(binding), records)
            }
            State::Headless(table) if self.filled => {
                let table_ = &self.plan.tables[table];
                let why = format!("没有含“{}”的表头", table_.columns[table_.key].name);
                let finding = Finding::new(&catalogue::COLUMN_MISSING, self.place, "", "").because(why);
                self.findings.push(finding.about(&table_.name));
                Outcome::Headless(table)
            }
            State::Headless(_) | State::Other | State::Seeking(_) => {
                self.findings.push(Finding::new(&catalogue::SHEET_NOT_TABLE, self.place, "", ""));
                Outcome::Other
            }
        };
        (outcome, self.findings)
    }

    /// Enough rows are kept: what is this sheet?
    fn decide(&mut self) -> ControlFlow<()> {
        let State::Seeking(held) = std::mem::replace(&mut self.state, State::Other) else {
            return ControlFlow::Continue(());
        };
        let name = self.place.sheet.as_deref().unwrap_or_default();
        match recognise(self.plan, name, &held.rows, &self.layout) {
            Verdict::Other => ControlFlow::Break(()),
            Verdict::Headless(table) => {
                self.state = State::Headless(table);
                ControlFlow::Break(())
            }
            Verdict::Table(recognised) => {
                let binding = bind(self.plan, recognised, &held.rows, &self.place, &mut self.findings);
                hidden::report(&self.layout, &binding, &self.place, &mut self.findings);
                let layout = std::mem::take(&mut self.layout);
                let left_out = self.plan.passed.rows(&self.place);
                let mut body = Box::new(Body::new(&self.plan.tables[binding.table], binding, layout, left_out));
                let mut scribe = Scribe { texts: self.texts, findings: &mut self.findings, sheet: &self.place };
                for row in &held.rows {
                    body.row(row.row, &row.cells(), &mut scribe);
                }
                self.state = State::Reading(body);
                ControlFlow::Continue(())
            }
        }
    }
}

impl Rows for SheetReader<'_, '_> {
    fn layout(&mut self, layout: Layout) {
        self.layout = layout;
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        self.filled |= !cells.is_empty();
        match &mut self.state {
            State::Reading(body) => {
                let mut scribe = Scribe { texts: self.texts, findings: &mut self.findings, sheet: &self.place };
                body.row(row, cells, &mut scribe);
                ControlFlow::Continue(())
            }
            State::Seeking(held) => {
                if held.keep(row, cells) {
                    ControlFlow::Continue(())
                } else {
                    self.decide()
                }
            }
            State::Headless(_) | State::Other => ControlFlow::Break(()),
        }
    }
}
