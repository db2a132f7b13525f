//! One line's row: every figure from what the line rests on to its net, live.

use super::share::Share;
use super::steps::Steps;
use crate::award::{Bar, FirmCap, Ledger, Line, LineStatus, LineSteps, Past, QuotaRank, Step, borne, share_parts};
use crate::formula::Env as _;
use crate::index::FirmIndex;
use crate::money::{Money, Overflow};
use crate::policy::{Item, Method};
use crate::record::Record;
use crate::report::book::Book;
use crate::report::columns::item::{BAN, Base, CONDITIONS, EVERY_CONDITION, ItemPlan};
use crate::report::columns::lines::StepColumns;
use crate::report::model::{Cached, Cell, Live, Look, Row, Template, push_number};
use crate::report::operands::{own, value_cell};
use crate::report::references::{share_cell, summary_of_line};
use crate::report::{computation, evidence, sources, words};

/// One line on its way into a row.
pub(super) struct One<'o> {
    pub book: &'o Book<'o>,
    /// The firm.
    pub index: FirmIndex,
    /// Its place among the firm's lines.
    pub offset: usize,
    pub line: &'o Line,
    pub ledger: &'o Ledger,
    /// What the cap leaves of it, where another scheme's awards are compared with that.
    pub capped: Option<Money>,
    /// The history of its standing, and the latest year its record was awarded in.
    pub past: (Option<Past>, Option<i32>),
    /// Do its sources lead to their cells?
    pub linked: bool,
}

impl<'o> One<'o> {
    fn item(&self) -> &'o Item {
        &self.book.policy.items[self.line.item]
    }

    fn entry(&self) -> &'o LineSteps {
        &self.ledger.lines[self.offset]
    }

    fn number(&self) -> u32 {
        self.book.line_rows.row(self.index) + u32::try_from(self.offset).unwrap_or(0)
    }

    /// The whole row.
    pub fn row(&self, firm: &Record<'o>) -> Result<Row<'o>, Overflow> {
        let (book, item, line) = (self.book, self.item(), self.line);
        let plan = &book.items[line.item];
        let record = line.of(*firm);
        let mut row = Row::with_capacity(usize::from(book.lines.columns.count()));
        row.text(book.name(self.index)).text(&*item.clause).text(&*item.name);
        row.text(words::record_name(book.checked, line));
        self.level(plan, &mut row);
        row.formula_money(plan.amount.in_row(self.number()), line.amount);
        row.formula_money(self.net(), Some(line.net));
        row.formula_money(self.share().paid(), line.paid);
        self.status(plan, &mut row);
        row.text(words::reason(book.checked, book.assessment, line)).text(book.code(self.index));
        row.text(words::payee(&record, item));
        self.base(&record, plan, &mut row);
        self.standard(&record, plan, &mut row)?;
        self.cuts(&mut row);
        row.text(book.policy.counted_word(item)).text(self.words(&record));
        let trail = evidence::of_line(book.checked, book.assessment, &record, line);
        let from = sources::words(&record, &trail);
        row.push_as(Look::Link, sources::cell(&from, &trail.cells, self.linked));
        self.behind(&mut row);
        plan.operands.fill(&mut row, &record);
        book.lines.links.fill(&mut row, &trail.cells);
        Ok(row)
    }

    /// How the amount and the net came about.
    fn words(&self, record: &Record<'_>) -> String {
        let (book, line) = (self.book, self.line);
        let mut words = computation::computation(book.checked, line, record);
        let cuts =
            words::cuts(book.checked, book.assessment, book.assessment.firms[self.index].lines.start + self.offset);
        if !cuts.is_empty() {
            words.push_str(&cuts);
            words.push_str(" = ");
            words.push_str(&line.net.grouped());
        }
        words
    }

    fn base(&self, record: &Record<'o>, plan: &'o ItemPlan, row: &mut Row<'o>) {
        match &plan.base {
            Base::None => row.push(Cell::Blank),
            Base::Input(target) => {
                let (_, cell) = value_cell(record, record.value(*target), crate::formula::Type::Money);
                row.push_as(self.base_look(), cell)
            }
            Base::Formula(template) => {
                let (formula, cached) = (template.in_row(self.number()), Cached::number(self.line.base));
                row.push_as(self.base_look(), Cell::live(formula, cached))
            }
        };
    }

    fn base_look(&self) -> Look {
        use crate::formula::Type;
        let kind = match &self.item().method {
            Method::Entered { .. } => Type::Money,
            method => method.base().map_or(Type::Money, |base| base.kind),
        };
        if kind == Type::Money { Look::Money } else { Look::Number }
    }

    /// The standing, or the value that decides the amount.
    fn level(&self, plan: &'o ItemPlan, row: &mut Row<'o>) {
        let policy = self.book.policy;
        if let (Some(template), Some(place), Some(standing)) =
            (&plan.standing, self.line.standing, self.item().standing)
        {
            let label = &*policy.standings[standing].labels[place as usize];
            row.formula_text(template.in_row(self.number()), label);
            return;
        }
        row.text(words::level(self.book.checked, self.line));
    }

    /// The rate, the amount for one, or the ceiling.
    fn standard(&self, record: &Record<'o>, plan: &'o ItemPlan, row: &mut Row<'o>) -> Result<(), Overflow> {
        let method = &self.item().method;
        let (Some(template), Some(standard)) = (&plan.standard, method.standard()) else {
            row.push(Cell::Blank);
            return Ok(());
        };
        let look = if matches!(method, Method::Rate { .. }) { Look::Percent } else { Look::Money };
        let cached = Cached::number(standard.number(record)?);
        row.push_as(look, Cell::live(template.in_row(self.number()), cached));
        Ok(())
    }

    /// The steps of the limits, and those of the comparisons, by the column of their cut.
    fn steps(&self) -> (Vec<u16>, Vec<u16>) {
        let (plan, entry) = (&self.book.lines, self.entry());
        let of_record = entry.record.iter().map(|step| plan.record_steps[step.slot].cut);
        let limits = of_record.chain(entry.year.iter().map(|step| plan.year_steps[step.slot].cut));
        let contests = entry.contests.iter().map(|contest| plan.contests[contest.stage] + 2);
        (limits.collect(), contests.collect())
    }

    /// The cell in a column of this row.
    fn at(&self, column: u16) -> String {
        Template::new(&own(column)).at_row(self.number())
    }

    /// What remains after the cuts that the line has.
    fn net(&self) -> Live<'o> {
        let plan = &self.book.lines;
        let (limits, contests) = self.steps();
        let taken = [
            (!limits.is_empty(), plan.limit_cut),
            (!contests.is_empty(), plan.matter_cut),
            // What is compared after the cap takes nothing from the net.
            (self.entry().other.is_some() && plan.capped.is_none(), plan.other_cut),
        ];
        let taken: Vec<String> = taken.into_iter().filter(|(any, _)| *any).map(|(_, column)| self.at(column)).collect();
        if taken.is_empty() {
            plan.payable.in_row(self.number())
        } else {
            format!("ROUND({}-{},2)", self.at(plan.pool), taken.join("-")).into()
        }
    }

    /// The cuts of limits, of comparisons, and because of other schemes.
    fn cuts(&self, row: &mut Row<'o>) {
        let line = self.line;
        let sum = |columns: Vec<u16>| match columns.as_slice() {
            [one] => self.at(*one),
            many => format!("ROUND({},2)", many.iter().map(|column| self.at(*column)).collect::<Vec<_>>().join("+")),
        };
        let (limits, contests) = self.steps();
        for (columns, cut) in [(limits, line.limit_cut()), (contests, line.cuts().matter)] {
            if columns.is_empty() {
                row.push(Cell::Blank);
            } else {
                row.formula_money(sum(columns), Some(cut));
            }
        }
        match self.entry().other {
            None => row.push(Cell::Blank),
            Some(share) => {
                row.formula_money(share_cell(self.book, self.index, self.ledger, share), Some(line.cuts().other))
            }
        };
    }

    fn share(&self) -> Share<'_> {
        Share { book: self.book, firm: self.index, offset: self.offset }
    }

    fn is_unplaced(&self) -> bool {
        matches!(self.line.quota_rank, Some(QuotaRank::Beyond(_) | QuotaRank::Open(_)))
    }

    fn status(&self, plan: &ItemPlan, row: &mut Row<'o>) {
        let (book, line) = (self.book, self.line);
        if matches!(line.bar, Some(Bar::Another(_))) || !line.certain || line.undivided || self.is_unplaced() {
            // Which record of a group stays, who has a place, and whether a record counts, is not a matter of figures.
            row.text(line.status.label());
            return;
        }
        let lines = &book.lines;
        let formula = plan.status.fill(|hole, out| match hole {
            0 => push_number(out, self.number() + 1),
            BAN => {
                let column = book.summary.ban.unwrap_or_default();
                out.push_str(&summary_of_line(book, self.index, column, self.number()));
            }
            EVERY_CONDITION => {
                let count = book.policy.conditions.len();
                book.condition_rows.push_range(out, self.index, &lines.condition_column, count);
            }
            condition => {
                let offset = (condition - CONDITIONS) as usize;
                book.condition_rows.push_cell(out, self.index, &lines.condition_column, offset);
            }
        });
        row.formula_text(formula, line.status.label());
    }

    /// One limit: what past awards used up of it, the cut, and what remains.
    fn step(&self, row: &mut Row<'o>, steps: &Steps<'_>, step: &Step, columns: StepColumns, taken: &[u16]) {
        if let Some(past) = columns.past {
            row.blanks_to(past);
            row.money(step.past);
        }
        row.blanks_to(columns.cut);
        let (cut, left) = steps.limit(self.offset, self.entry(), step, columns, taken);
        row.formula_money(cut, Some(step.cut)).formula_money(left, Some(step.left));
    }

    /// What each funder bears of what is paid: up to its share and all before it, less what those bear.
    fn funders(&self, row: &mut Row<'_>) {
        let (policy, line) = (self.book.policy, self.line);
        let item = self.item();
        let paid = self.at(self.book.lines.paid);
        let parts = line.paid.and_then(|paid| borne(policy, item, paid).ok());
        let (mut shares, mut before) = (Vec::new(), String::new());
        let mut formulas = vec![None; policy.funders.len()];
        for (funder, share) in &item.funders {
            shares.push(&*policy.parameters[*share].name);
            let until = format!("ROUND({paid}*({}),2)", shares.join("+"));
            formulas[*funder] = Some(format!("IF({paid}=\"\",\"\",ROUND({until}{before},2))"));
            before = format!("-{until}");
        }
        for (funder, formula) in formulas.into_iter().enumerate() {
            let Some(formula) = formula else { continue };
            let column = self.book.lines.funders + u16::try_from(funder).unwrap_or(0);
            row.blanks_to(column);
            row.formula_money(formula, parts.as_ref().map(|parts| parts[funder]));
        }
    }

    /// What the formulas use: history, limits step by step, comparisons step by step.
    fn behind(&self, row: &mut Row<'o>) {
        let (plan, line, entry) = (&self.book.lines, self.line, self.entry());
        let year = |year: Option<i32>| year.map_or(Cell::Blank, |year| Cell::Number(year.into()));
        if plan.past.is_some() {
            match &self.past.0 {
                None => row.blanks(2),
                Some(past) => {
                    let held = match (past.any, past.last) {
                        (false, _) => Cell::Text("无".into()),
                        (true, None) => Cell::Text("已撤销".into()),
                        (true, last) => year(last),
                    };
                    row.push(held).push(year(Some(past.year)))
                }
            };
        }
        if plan.awarded.is_some() {
            row.push(year(self.past.1));
        }
        if plan.used.is_some() {
            row.money(entry.used);
        }
        if plan.used_by_firm.is_some() {
            row.money(entry.used_by_firm);
        }
        let steps = Steps {
            item_plan: &self.book.items[line.item],
            plan,
            item: self.item(),
            first_row: self.book.line_rows.row(self.index),
        };
        let any = !(entry.record.is_empty() && entry.year.is_empty() && entry.contests.is_empty());
        if any || entry.other.is_some() {
            let pool = if line.status == LineStatus::Payable { line.amount } else { None };
            row.formula_money(plan.payable.in_row(self.number()), Some(pool.unwrap_or_default()));
        }
        let mut taken = Vec::new();
        for step in &entry.record {
            let columns = plan.record_steps[step.slot];
            self.step(row, &steps, step, columns, &taken);
            taken.push(columns.cut);
        }
        let mut contests = Vec::new();
        let before_contests = taken.clone();
        let rivals = &self.book.policy.rivals;
        // Stage 0 is inside an item, the rivals count from 1.
        let over_firm = |stage: usize| stage.checked_sub(1).is_some_and(|rival| rivals[rival].over_firm);
        let early = entry.contests.iter().filter(|contest| !over_firm(contest.stage));
        taken.extend(early.map(|contest| plan.contests[contest.stage] + 2));
        for step in &entry.year {
            let columns = plan.year_steps[step.slot];
            self.step(row, &steps, step, columns, &taken);
            taken.push(columns.cut);
        }
        contests.extend(before_contests);
        for contest in &entry.contests {
            let sum = plan.contests[contest.stage];
            row.blanks_to(sum);
            let before = if over_firm(contest.stage) { &taken } else { &contests };
            let (sum_formula, best_formula, cut_formula) = steps.contest(self.offset, contest, sum, before);
            row.formula_money(sum_formula, Some(contest.sum));
            match best_formula {
                Some(formula) => row.formula_money(formula, contest.best),
                None => row.push(Cell::Blank),
            };
            row.formula_money(cut_formula, Some(contest.cut));
            contests.push(sum + 2);
            if over_firm(contest.stage) {
                taken.push(sum + 2);
            }
        }
        if let (Some((column, _)), Some((whole, rest))) = (plan.share, self.share().parts()) {
            row.blanks_to(column);
            let caps = &self.book.assessment.firms[self.index].caps;
            let cap = self.item().cap.map(|cap| &caps[cap]);
            let within = cap.filter(|cap| cap.amount.is_some()).map(FirmCap::within).unwrap_or_default();
            let (fen, remainder) = share_parts(within, self.line.net, cap.map(|cap| cap.counted).unwrap_or_default());
            row.formula(whole, Cached::Number(fen)).formula(rest, Cached::Number(remainder));
        }
        if let Some(column) = plan.capped {
            row.blanks_to(column);
            row.formula_money(self.share().capped(), self.capped);
        }
        if let Some(column) = plan.alone {
            row.blanks_to(column);
            row.formula_money(self.share().alone(), line.alone);
        }
        self.funders(row);
        if !self.book.items[line.item].operands.list.is_empty() {
            row.blanks_to(plan.first_operand);
        }
    }
}
