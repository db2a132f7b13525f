//! How one sheet refers to the cells of another.

use super::book::Book;
use super::operands::letters;
use crate::award::{Ledger, LineSteps, Matter};

/// The reference of a cell of the firm's row, seen from another sheet.
pub(super) fn summary_cell(book: &Book<'_>, out: &mut String, firm: usize, column: u16) {
    book.summary_rows.push_cell(out, firm, &letters(column), 0);
}

/// Two columns of the firm's lines, seen from a sheet whose rows may be sorted.
pub(super) fn firm_lines(book: &Book<'_>, firm: usize, columns: (u16, u16)) -> (String, String) {
    let count = book.assessment.firms[firm].lines.len();
    let range = |column: u16| book.line_rows.fixed_range(firm, &letters(column), count);
    (range(columns.0), range(columns.1))
}

/// The cell of what the cap leaves of the firm's counted lines, seen from another sheet.
pub(super) fn after_cap_cell(book: &Book<'_>, out: &mut String, firm: usize) {
    if let Some(plan) = &book.caps {
        book.cap_rows.push_cell(out, firm, &letters(plan.after), 0);
    }
}

/// What all firms add to the fund, as the arguments of a sum.
pub(super) fn pool(book: &Book<'_>) -> Option<String> {
    let (column, _) = book.caps.as_ref()?.pool.as_ref()?;
    Some(book.cap_rows.whole_column(&letters(*column)))
}

/// What is left of a line before other schemes, seen from another sheet.
pub(super) fn before_others(book: &Book<'_>, firm: usize, offset: usize, steps: &LineSteps) -> String {
    let plan = &book.lines;
    let cell = |column: u16| {
        let mut out = String::new();
        book.line_rows.push_cell(&mut out, firm, &letters(column), offset);
        out
    };
    let mut formula = cell(plan.pool);
    let limited = !(steps.record.is_empty() && steps.year.is_empty());
    let taken = [(limited, plan.limit_cut), (!steps.contests.is_empty(), plan.matter_cut)];
    let taken: Vec<String> = taken.into_iter().filter(|(any, _)| *any).map(|(_, column)| cell(column)).collect();
    if !taken.is_empty() {
        formula = format!("ROUND({formula}-{},2)", taken.join("-"));
    }
    formula
}

/// The cell of a side's sum in a comparison, seen from another sheet.
pub(super) fn side_cell(book: &Book<'_>, firm: usize, offset: usize, stage: usize) -> String {
    let mut out = String::new();
    book.line_rows.push_cell(&mut out, firm, &letters(book.lines.contests[stage]), offset);
    out
}

/// The row of a share, from 0.
pub(super) fn share_row(book: &Book<'_>, firm: usize, ledger: &Ledger, (claim, share): (usize, usize)) -> u32 {
    let matters = &book.assessment.matters[book.assessment.firms[firm].matters.clone()];
    let inside = matters.iter().filter(|matter| matches!(matter, Matter::Inside { .. })).count();
    let before: usize = ledger.outside[..claim].iter().map(|outside| outside.shares.len().max(1)).sum();
    book.matter_rows.row(firm) + u32::try_from(inside + before + share).unwrap_or(0)
}

/// What all other schemes took from a line: the running total at its last share, seen from another sheet.
pub(super) fn share_cell(book: &Book<'_>, firm: usize, ledger: &Ledger, share: (usize, usize)) -> String {
    let offset = share_row(book, firm, ledger, share) - book.matter_rows.row(firm);
    let mut out = String::new();
    book.matter_rows.push_cell(&mut out, firm, &letters(book.matters.total), offset as usize);
    out
}
