//! 核算汇总: one row a firm, from the sum of its lines to what is paid.

use std::fmt::Write as _;

use crate::award::{FirmCap, FirmStatus, LineStatus};
use crate::formula::Env as _;
use crate::money::Money;
use crate::report::book::{Book, body, statuses};
use crate::report::columns::caps::{CapColumns, class_name};
use crate::report::layout::Part;
use crate::report::model::{Cached, Cell, Row, Rows, Sheet};
use crate::report::operands::{letters, value_cell};
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
            sheet
        })
        .collect()
}

fn write(book: &Book<'_>, part: Part, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let plan = &book.summary;
    let register = &book.policy.register;
    for index in part.first..part.end {
        let firm = &book.assessment.firms[index];
        let facts = book.assessment.facts_of(index);
        let record = book.record(index, &facts);
        let number = book.summary_rows.row(index);
        let mut row = Row::with_capacity(plan.columns.len());
        row.text(book.code(index)).text(book.name(index));
        for column in register.district.iter().chain(&register.shown) {
            let kind = book.policy.tables[register.table].columns[*column].kind.formula_type();
            let (_, cell) = value_cell(&record, record.value(crate::policy::Target::Firm(*column)), kind);
            row.push(cell);
        }
        sums(book, index, number, &mut row);
        if let (Some(plan), Some(cap)) = (&book.caps, &firm.cap) {
            cap_figures(book, plan, index, cap, &mut row);
        }
        match firm.status {
            FirmStatus::Withheld => row.push(Cell::Blank),
            _ => row.formula_money(plan.payable_formula(number), firm.payable),
        };
        row.text(why(book, index));
        if plan.ban.is_some() {
            let code = ban_code(book, &record)?;
            row.formula(plan.ban_formula.at_row(number), Cached::Number(code.into()));
            plan.operands.fill(&mut row, &record);
        }
        rows.row(&row)?;
    }
    Ok(())
}

/// The cap's figures on the firm's row of the summary.
fn cap_figures<'a>(book: &'a Book<'_>, plan: &CapColumns, firm: usize, cap: &FirmCap, row: &mut Row<'a>) {
    let at = |column: u16| {
        let mut out = String::new();
        book.cap_rows.push_cell(&mut out, firm, &letters(column), 0);
        out
    };
    let increment = at(plan.increment);
    row.formula_money(format!("IF({increment}=\"\",\"\",{increment})"), cap.increment)
        .formula_text(at(plan.class), class_name(book.policy, cap.class))
        .formula(at(plan.ratio), Cached::Number(cap.ratio))
        .formula_money(at(plan.amount), cap.amount)
        .formula_money(at(plan.cut), cap.cut);
}

/// Status and sums over the firm's lines.
fn sums<'a>(book: &'a Book<'_>, index: usize, number: u32, row: &mut Row<'a>) {
    let firm = &book.assessment.firms[index];
    let lines = &book.assessment.lines[firm.lines.clone()];
    let range = |column: u16| {
        let mut out = String::new();
        book.line_rows.push_range(&mut out, index, &letters(column), lines.len());
        out
    };
    let plan = &book.lines;
    match firm.status {
        FirmStatus::Withheld => row.text(FirmStatus::Withheld.label()),
        status => {
            row.formula_text(book.summary.status_formula(number, lines.len(), &range(plan.status)), status.label())
        }
    };
    if lines.is_empty() {
        for _ in 0..4 {
            row.money(Some(Money::ZERO));
        }
        return;
    }
    let (net, counts) = (range(plan.net), range(plan.counts));
    let ties = Money::total(lines.iter().flat_map(|line| [line.matter_cut, line.other_cut])).unwrap_or_default();
    row.formula_money(format!("ROUND(SUM({net}),2)"), Some(firm.lines_net()))
        .formula_money(format!("ROUND(SUM({},{}),2)", range(plan.matter_cut), range(plan.other_cut)), Some(ties))
        .formula_money(format!("ROUND(SUMIFS({net},{counts},\"是\"),2)"), Some(firm.counted))
        .formula_money(format!("ROUND(SUMIFS({net},{counts},\"否\"),2)"), Some(firm.uncounted));
}

fn ban_code(book: &Book<'_>, record: &crate::record::Record<'_>) -> Result<i32, ReportError> {
    let bans = |ban: &Option<crate::policy::Ban>| match ban {
        Some(ban) => ban.when.truth(record).map(|truth| truth == Some(true)),
        None => Ok(false),
    };
    Ok(if bans(&book.policy.disqualified)? { 2 } else { i32::from(bans(&book.policy.suspended)?) })
}

/// Why it came to this, in a sentence; and what else is to be said of its lines.
fn why(book: &Book<'_>, index: usize) -> String {
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
