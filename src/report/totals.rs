//! The result's totals as formulas, each with its exact result: the cover, the paper for the meeting and the self-assessment say the same.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::book::Book;
use super::model::{Cached, Cell};
use super::operands::letters;
use super::{ReportError, references};
use crate::award::{Firm, FirmStatus, Line, LineStatus, borne};
use crate::formula::quoted as quoted_text;
use crate::index::{FirmIndex, ItemIndex};
use crate::money::Money;

/// Yuan.
pub(super) struct Sum {
    pub formula: String,
    pub exact: Money,
}

/// How many.
pub(super) struct Count {
    pub formula: String,
    pub exact: usize,
}

impl Sum {
    /// As a cell.
    pub fn cell(self) -> Cell<'static> {
        Cell::Formula(self.formula, Cached::Money(self.exact))
    }
}

impl Count {
    /// As a cell.
    pub fn cell(self) -> Cell<'static> {
        Cell::Formula(self.formula, Cached::Number(Decimal::from(self.exact)))
    }
}

/// The terms added up; nothing is 0.
fn added(terms: impl Iterator<Item = String>) -> String {
    let terms: Vec<String> = terms.collect();
    if terms.is_empty() { "0".to_owned() } else { format!("({})", terms.join("+")) }
}

/// The sum of a column of 核算汇总.
fn summed(book: &Book<'_>, column: u16) -> String {
    let cells = book.summary_rows.whole_column(&letters(column));
    if cells.is_empty() { "0".to_owned() } else { format!("ROUND(SUM({cells}),2)") }
}

/// What all firms are paid.
pub(super) fn payable(book: &Book<'_>) -> Sum {
    Sum { formula: summed(book, book.summary.payable), exact: book.assessment.fund.total }
}

/// How many firms have the status.
pub(super) fn firms(book: &Book<'_>, status: FirmStatus) -> Count {
    let columns = book.summary_rows.each_column(&letters(book.summary.status));
    let label = quoted_text(status.label());
    let formula = added(columns.iter().map(|column| format!("COUNTIF({column},{label})")));
    Count { formula, exact: book.assessment.firms.iter().filter(|firm| firm.status == status).count() }
}

/// How many lines wait for an amount to be settled.
pub(super) fn pending(book: &Book<'_>) -> Count {
    let columns = book.line_rows.each_column(&letters(book.lines.status));
    let label = quoted_text(LineStatus::Pending.label());
    let formula = added(columns.iter().map(|column| format!("COUNTIF({column},{label})")));
    Count { formula, exact: book.assessment.lines.iter().filter(|line| line.status == LineStatus::Pending).count() }
}

/// How many firms the cap cuts, and by what in all; none where the policy has no cap.
pub(super) fn cap_cuts(book: &Book<'_>) -> Result<Option<(Count, Sum)>, ReportError> {
    let caps: Vec<u16> = book.summary.counted.iter().filter_map(|of| Some(of.cap?.cut)).collect();
    if caps.is_empty() {
        return Ok(None);
    }
    let cuts = book.assessment.firms.iter().map(Firm::cap_cut);
    let cuts: Vec<Money> = cuts.filter(|cut| cut.is_positive()).collect();
    let columns: Vec<Vec<String>> = caps.iter().map(|cut| book.summary_rows.each_column(&letters(*cut))).collect();
    let count = match columns.as_slice() {
        [only] => added(only.iter().map(|column| format!("COUNTIF({column},\">0\")"))),
        // A firm that several caps cut is one firm.
        _ => added((0..columns[0].len()).map(|part| {
            let cut = columns.iter().map(|of| format!("ISNUMBER({0})*({0}>0)", of[part]));
            format!("SUMPRODUCT(1*({}>0))", cut.collect::<Vec<_>>().join("+"))
        })),
    };
    let sums: Vec<String> = caps.iter().map(|cut| summed(book, *cut)).collect();
    let sum = Sum { formula: sums.join("+"), exact: Money::total(cuts.iter().copied())? };
    Ok(Some((Count { formula: count, exact: cuts.len() }, sum)))
}

/// What the firms that wait could get before the cap: what is settled of them, and what the open lines come to.
pub(super) fn at_stake(book: &Book<'_>) -> Result<Sum, ReportError> {
    let (summary, lines) = (&book.summary_rows, &book.line_rows);
    let undetermined = quoted_text(FirmStatus::Undetermined.label());
    let sums = |of: &[String], test: &[String], word: &str| {
        let pairs = test.iter().zip(of);
        pairs.map(|(test, of)| format!("SUMIF({test},{word},{of})")).collect::<Vec<_>>()
    };
    let column = |column: u16| summary.each_column(&letters(column));
    let mut terms = sums(&column(book.summary.gross), &column(book.summary.status), &undetermined);
    let column = |column: u16| lines.each_column(&letters(column));
    let open = quoted_text(LineStatus::Undetermined.label());
    terms.extend(sums(&column(book.lines.amount), &column(book.lines.status), &open));
    let firms = book.assessment.firms.iter().filter(|firm| firm.status == FirmStatus::Undetermined);
    let open = book.assessment.lines.iter().filter(|line| line.status == LineStatus::Undetermined);
    let settled = Money::total(firms.map(Firm::lines_net))?;
    let exact = settled.plus(Money::total(open.filter_map(|line| line.amount))?)?;
    Ok(Sum { formula: format!("ROUND({},2)", added(terms.into_iter())), exact })
}

/// The fund and what it lacks; none where the policy has no fund.
pub(super) fn fund(book: &Book<'_>) -> Option<(Sum, Sum)> {
    let pool = references::pool(book)?;
    let lacks = references::shortfall(book, &pool, &summed(book, book.summary.payable));
    let fund = book.assessment.fund;
    Some((Sum { formula: pool, exact: fund.pool }, Sum { formula: lacks, exact: fund.shortfall }))
}

/// What a funder, by number, bears of all that is paid.
pub(super) fn funder(book: &Book<'_>, number: u16) -> Result<Sum, ReportError> {
    let column = book.line_rows.whole_column(&letters(book.lines.funders + number));
    let formula = if column.is_empty() { "0".to_owned() } else { format!("ROUND(SUM({column}),2)") };
    let mut exact = Money::ZERO;
    for line in &book.assessment.lines {
        let parts = borne(book.policy, &book.policy.items[line.item], line.paid.unwrap_or_default())?;
        exact = exact.plus(parts[usize::from(number)])?;
    }
    Ok(Sum { formula, exact })
}

/// What limits over several firms take in all; none where the policy has no such limit.
pub(super) fn joint_cuts(book: &Book<'_>) -> Result<Option<Sum>, ReportError> {
    let Some(joint) = &book.summary.joint else { return Ok(None) };
    let firms = book.assessment.firms.iter().filter(|firm| firm.joint.iter().all(|part| part.after.is_some()));
    let exact = Money::total(firms.map(Firm::joint_cut))?;
    Ok(Some(Sum { formula: summed(book, joint.cut), exact }))
}

/// How many payees stand in a section of 拨付表, and what they get; none where nobody does.
pub(super) fn section(book: &Book<'_>, section: usize) -> Result<Option<(Count, Sum)>, ReportError> {
    let list = &book.payments.paid;
    let Some((rows, members)) = list.section(section) else { return Ok(None) };
    let amounts = list.stack.range(None, rows, &letters(book.pay.amount));
    let count = Count { formula: format!("COUNT({amounts})"), exact: members.len() };
    let sum = Sum { formula: format!("ROUND(SUM({amounts}),2)"), exact: book.payments.sum(members)? };
    Ok(Some((count, sum)))
}

/// What has been paid so far, also what was owed to nobody; none where nothing is recorded.
pub(super) fn remitted(book: &Book<'_>) -> Result<Option<Sum>, ReportError> {
    let (Some((column, _)), Some(remittance)) = (book.pay.parts, &book.payments.remittance) else { return Ok(None) };
    let strays = remittance.strays.iter().map(|stray| stray.paid.sum);
    let exact = Money::total(remittance.paid.iter().map(|paid| paid.sum).chain(strays))?;
    let formula = format!("ROUND({},2)", book.payments.paid.whole_sum(&letters(column)));
    Ok(Some(Sum { formula, exact }))
}

/// The items that anyone has a record of, in the policy's order. No parameter makes another one be paid.
pub(super) fn items(book: &Book<'_>) -> Vec<ItemIndex> {
    book.lines_of.iter_enumerated().filter(|(_, lines)| !lines.is_empty()).map(|(item, _)| item).collect()
}

/// The item's lines.
fn own<'b>(book: &'b Book<'_>, item: ItemIndex) -> impl Iterator<Item = &'b Line> {
    book.lines_of[item].iter().map(|line| &book.assessment.lines[*line])
}

/// How many firms are paid for the item.
pub(super) fn firms_of(book: &Book<'_>, item: ItemIndex) -> Count {
    let column = book.matrix.items.iter().find(|(known, _)| *known == item).map(|(_, column)| *column);
    let range = column.and_then(|column| book.matrix.rows_of(column));
    let formula = range.map_or_else(|| "0".to_owned(), |range| format!("COUNTIF({range},\">0\")"));
    let paid = own(book, item).filter(|line| line.paid.is_some_and(Money::is_positive));
    let firms: BTreeSet<FirmIndex> = paid.map(|line| line.firm).collect();
    Count { formula, exact: firms.len() }
}

/// What the item is paid in all, after the cap.
pub(super) fn paid_for(book: &Book<'_>, item: ItemIndex) -> Result<Sum, ReportError> {
    let exact = Money::total(own(book, item).filter_map(|line| line.paid))?;
    Ok(Sum { formula: lines_of(book, item, book.lines.paid, None), exact })
}

/// What the rules give for the item's lines that count, before limits and cuts.
pub(super) fn amounts_of(book: &Book<'_>, item: ItemIndex) -> Result<Sum, ReportError> {
    let lines = own(book, item).filter(|line| line.status == LineStatus::Payable);
    let exact = Money::total(lines.filter_map(|line| line.amount))?;
    Ok(Sum { formula: lines_of(book, item, book.lines.amount, Some(LineStatus::Payable)), exact })
}

/// The sum of a column over an item's lines, of all or of those with a status.
fn lines_of(book: &Book<'_>, item: ItemIndex, column: u16, status: Option<LineStatus>) -> String {
    let each = |column: u16| book.line_rows.each_column(&letters(column));
    let name = quoted_text(&book.policy.items[item].name);
    let columns = each(book.lines.item).into_iter().zip(each(column)).zip(each(book.lines.status));
    let terms = columns.map(|((items, of), statuses)| {
        let test = status.map(|status| format!(",{statuses},{}", quoted_text(status.label())));
        format!("SUMIFS({of},{items},{name}{})", test.unwrap_or_default())
    });
    format!("ROUND({},2)", added(terms))
}
