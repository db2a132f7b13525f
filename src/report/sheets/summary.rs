//! 核算汇总: one row a firm, from the sum of its lines to what is paid.

use std::fmt::Write as _;

use crate::award::{FirmCap, FirmStatus, Line, LineStatus};
use crate::formula::{Env as _, quoted};
use crate::index::{CapIndex, ColumnIndex, FirmIndex};
use crate::money::Money;
use crate::report::book::{Book, body, statuses};
use crate::report::columns::caps::CapColumns;
use crate::report::layout::Part;
use crate::report::model::{Cached, Cell, Row, Rows, Sheet};
use crate::report::operands::{letters, value_cell};
use crate::report::references::{cap_of, is_found_by_place};
use crate::report::{ReportError, words};

/// The sheets, one or, beyond a sheet's end, several.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts = book.summary_rows.parts();
    parts
        .map(|part| {
            let mut sheet = book.part(
                &book.summary_rows,
                &part,
                "奖励核算汇总表",
                book.summary.columns.clone(),
                body(move |rows| write(book, part, rows)),
            );
            sheet.highlights = statuses(book.summary.status);
            if is_found_by_place(book) {
                sheet.number_rows(part.rows);
            }
            sheet
        })
        .collect()
}

fn write(book: &Book<'_>, part: Part, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let plan = &book.summary;
    let register = &book.policy.register;
    for index in part.firms() {
        let firm = &book.assessment.firms[index];
        let facts = book.assessment.facts_of(index);
        let record = book.record(index, &facts);
        let number = book.summary_rows.row(index);
        let mut row = Row::with_capacity(plan.columns.len());
        row.number(i64::try_from(usize::from(index) + 1).unwrap_or(0)).text(book.name(index));
        row.extend(register.district.iter().map(|column| register_cell(book, &record, *column)));
        let sums = Sums::of(book, index);
        sums.status(number, &mut row);
        sums.gross(&mut row);
        let caps = book.caps.iter_enumerated();
        let caps = caps.map(|(cap, plan)| Figures { book, plan, index, declared: cap, cap: firm.caps.get(cap) });
        let caps: Vec<Figures<'_, '_>> = caps.collect();
        let several = book.policy.has_several_caps();
        if !several {
            caps.iter().for_each(|cap| cap.result(&mut row));
        }
        match firm.status {
            FirmStatus::Withheld => row.push(Cell::Blank),
            _ => {
                let joint = plan.joint.as_ref().map(|joint| &joint.payable_formula);
                row.formula_money(joint.unwrap_or(&plan.payable_formula).in_row(number), firm.payable)
            }
        };
        row.text(why(book, index)).text(book.code(index));
        row.extend(register.shown.iter().map(|column| register_cell(book, &record, *column)));
        if book.policy.evaluation.as_ref().is_some_and(|evaluation| evaluation.awaited) {
            row.text(firm.evaluation.label());
        }
        sums.parts(&mut row);
        sums.alone(number, &mut row);
        for cap in &caps {
            if several {
                cap.result(&mut row);
            }
            cap.basis(&mut row);
        }
        if plan.ban.is_some() {
            let code = ban_code(book, &record)?;
            row.formula(plan.ban_formula.in_row(number), Cached::Number(code.into()));
            plan.operands.fill(&mut row, &record);
        }
        rows.row(&row)?;
    }
    Ok(())
}

fn register_cell<'a>(book: &Book<'_>, record: &crate::record::Record<'a>, column: ColumnIndex) -> Cell<'a> {
    let register = &book.policy.register;
    let kind = book.policy.tables[register.table].columns[column].kind.formula_type();
    value_cell(record, record.value(crate::policy::Target::Firm(column)), kind).1
}

/// The cap's figures on the firm's row of the summary.
struct Figures<'f, 'a> {
    book: &'f Book<'a>,
    plan: &'f CapColumns,
    index: FirmIndex,
    declared: CapIndex,
    /// What it comes to; nothing for a firm whose figures leave the range.
    cap: Option<&'f FirmCap>,
}

impl Figures<'_, '_> {
    fn at(&self, column: u16) -> String {
        cap_of(self.book, self.plan, self.index, column)
    }

    /// The cap, and what it cuts.
    fn result(&self, row: &mut Row<'_>) {
        let Some(cap) = self.cap else {
            row.blanks(2);
            return;
        };
        row.formula_money(self.at(self.plan.amount), cap.amount).formula_money(self.at(self.plan.cut), cap.cut);
    }

    /// What the cap rests on.
    fn basis(&self, row: &mut Row<'_>) {
        let Some(cap) = self.cap else {
            row.blanks(3);
            return;
        };
        let increment = self.at(self.plan.increment);
        let class = self.book.policy.caps[self.declared].classes[cap.class].name.to_string();
        row.formula_money(format!("IF({increment}=\"\",\"\",{increment})"), cap.increment)
            .formula_text(self.at(self.plan.class), class)
            .formula(self.at(self.plan.ratio), Cached::Number(cap.ratio));
    }
}

/// Status and sums over the firm's lines.
struct Sums<'f, 'a> {
    book: &'f Book<'a>,
    index: FirmIndex,
    lines: &'f [Line],
}

impl<'f, 'a> Sums<'f, 'a> {
    fn of(book: &'f Book<'a>, index: FirmIndex) -> Self {
        Self { book, index, lines: &book.assessment.lines[book.assessment.firms[index].lines.clone()] }
    }

    fn range(&self, column: u16) -> String {
        self.book.line_rows.fixed_range(self.index, &letters(column), self.lines.len())
    }

    /// The firm's status; were it not limited together with others, where that is asked.
    fn status(&self, number: u32, row: &mut Row<'f>) {
        match (self.book.assessment.firms[self.index].status, &self.book.summary.joint) {
            (FirmStatus::Withheld, _) => drop(row.text(FirmStatus::Withheld.label())),
            (status, Some(joint)) => drop(row.formula_text(joint.status_formula.in_row(number), status.label())),
            (status, None) => self.own_status(number, status, row),
        }
    }

    fn own_status(&self, number: u32, status: FirmStatus, row: &mut Row<'_>) {
        match status {
            FirmStatus::Withheld => row.text(FirmStatus::Withheld.label()),
            status => {
                let statuses = self.range(self.book.lines.status);
                row.formula_text(self.book.summary.status_formula(number, self.lines.len(), &statuses), status.label())
            }
        };
    }

    fn gross(&self, row: &mut Row<'_>) {
        if self.lines.is_empty() {
            row.money(Some(Money::ZERO));
            return;
        }
        let net = self.range(self.book.lines.net);
        row.formula_money(format!("ROUND(SUM({net}),2)"), Some(self.book.assessment.firms[self.index].lines_net()));
    }

    /// What was cut to pay a matter once, and what counts toward the cap and what does not.
    fn parts(&self, row: &mut Row<'_>) {
        if self.lines.is_empty() {
            let (counted, taken) = (self.book.summary.counted.len(), self.book.summary.taken.is_some());
            for _ in 0..2 + counted + usize::from(taken) {
                row.money(Some(Money::ZERO));
            }
            return;
        }
        let (firm, plan) = (&self.book.assessment.firms[self.index], &self.book.lines);
        let (net, counts) = (self.range(plan.net), self.range(plan.counts));
        let ties = self.lines.iter().flat_map(|line| [line.cuts().matter, line.cuts().other]);
        let ties = Money::total(ties).unwrap_or_default();
        let cuts = format!("ROUND(SUM({},{}),2)", self.range(plan.matter_cut), self.range(plan.other_cut));
        row.formula_money(cuts, Some(ties));
        let of = |word: &str| format!("ROUND(SUMIFS({net},{counts},{}),2)", quoted(word));
        for counted in self.book.policy.capped_together() {
            let sum = counted.cap.map_or(firm.counted, |cap| firm.caps[cap].counted);
            row.formula_money(of(counted.word()), Some(sum));
        }
        row.formula_money(of("否"), Some(firm.uncounted));
        if self.book.summary.taken.is_some() {
            row.formula_money(format!("ROUND(SUM({}),2)", self.range(plan.other_cut)), Some(firm.taken_after_cap));
        }
    }
}

impl<'f> Sums<'f, '_> {
    /// What the firm would be paid alone, and what limits over several firms take of it.
    fn alone(&self, number: u32, row: &mut Row<'f>) {
        let (book, firm) = (self.book, &self.book.assessment.firms[self.index]);
        let Some(joint) = &book.summary.joint else { return };
        let (status, payable) = firm.alone;
        self.own_status(number, status, row);
        if status == FirmStatus::Withheld {
            row.blanks(2);
            return;
        }
        row.formula_money(book.summary.payable_formula.in_row(number), payable);
        let plan = &book.joint;
        let (mut known, mut parts) = (Vec::new(), Vec::new());
        for part in &firm.joint {
            let rows = plan.of_firm(part.group, self.index);
            let [before, after] = [plan.before, plan.after].map(|column| plan.range_elsewhere(column, &rows));
            known.push(format!("COUNT({after})<{}", rows.len()));
            parts.push(format!("SUM({before})-SUM({after})"));
        }
        let cut = if parts.is_empty() {
            "0".to_owned()
        } else {
            format!("IF(OR({}),\"\",ROUND({},2))", known.join(","), parts.join("+"))
        };
        let known = firm.joint.iter().all(|part| part.after.is_some());
        debug_assert_eq!(row.count(), usize::from(joint.cut));
        row.formula_money(cut, known.then(|| firm.joint_cut()));
    }
}

fn ban_code(book: &Book<'_>, record: &crate::record::Record<'_>) -> Result<i32, ReportError> {
    let bans = |ban: &Option<crate::policy::Ban>| match ban {
        Some(ban) => ban.when.truth(record).map(|truth| truth == Some(true)),
        None => Ok(false),
    };
    Ok(if bans(&book.policy.disqualified)? { 2 } else { i32::from(bans(&book.policy.suspended)?) })
}

/// Why it came to this, in a sentence; and what else is to be said of its lines.
fn why(book: &Book<'_>, index: FirmIndex) -> String {
    let firm = &book.assessment.firms[index];
    let lines = &book.assessment.lines[firm.lines.clone()];
    let mut out = words::firm_reason(book.checked, book.assessment, firm);
    let count = |status: LineStatus| lines.iter().filter(|line| line.status == status).count();
    let counts =
        [(LineStatus::Pending, "项待核定"), (LineStatus::Failed, "项不符合条件"), (LineStatus::Barred, "项不予奖励")];
    if matches!(firm.status, FirmStatus::NoAward | FirmStatus::Payable) {
        for (status, what) in counts {
            let count = count(status);
            if count > 0 {
                let comma = if out.is_empty() { "" } else { "；" };
                // Writing to a string cannot fail.
                let _ = write!(out, "{comma}{count} {what}");
            }
        }
    }
    out
}
