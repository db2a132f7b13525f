//! The leader's four figures: what is paid, what the cap cuts, what waits, what hangs on how the document is read.

use rust_decimal::Decimal;

use super::count_formula;
use crate::award::{FirmStatus, LineStatus};
use crate::formula::quoted as quoted_text;
use crate::money::{Money, Rounding, round};
use crate::report::book::Book;
use crate::report::model::{Cached, Cell, Look, Row, Rows};
use crate::report::operands::letters;
use crate::report::{ReportError, references};

use super::super::basis;

/// A large figure with what stands above and below it.
struct Figure {
    label: Cell<'static>,
    large: (Look, Cell<'static>),
    below: (Look, Cell<'static>),
}

pub(super) fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let mut figures = vec![paid(book)];
    figures.extend(cut(book)?);
    figures.push(open(book)?);
    figures.extend(readings(book));
    let across = super::GRID / u16::try_from(figures.len()).unwrap_or(1).max(1);
    let [mut labels, mut large, mut below] = [(); 3].map(|()| Row::with_capacity(super::GRID.into()));
    for figure in figures {
        labels.push_across(across, Look::FigureLabel, figure.label);
        large.push_across(across, figure.large.0, figure.large.1);
        below.push_across(across, figure.below.0, figure.below.1);
    }
    [labels, large, below].iter().try_for_each(|row| rows.row(row))?;
    fund(book, rows)
}

/// A sum in 万元 with two decimals, and the same to the fen.
fn amount(label: Cell<'static>, formula: &str, money: Money) -> Figure {
    let wan = round(money.as_wan(), 2, Rounding::HalfUp);
    Figure {
        label,
        large: (Look::FigureWan, Cell::Formula(format!("ROUND(({formula})/10000,2)"), Cached::Number(wan))),
        below: (Look::FigureYuan, Cell::Formula(formula.to_owned(), Cached::Money(money))),
    }
}

fn label(before: &str, count: &str, number: usize, after: &str) -> Cell<'static> {
    let text = format!("{before} {number} {after}");
    Cell::Formula(format!("\"{before} \"&{count}&\" {after}\""), Cached::Text(text.into()))
}

fn status_label(book: &Book<'_>, status: FirmStatus, after: &str) -> Cell<'static> {
    let firms = book.assessment.firms.iter().filter(|firm| firm.status == status).count();
    label(status.label(), &count_formula(book, status), firms, after)
}

/// The sum of a column of 核算汇总.
pub(super) fn summed(book: &Book<'_>, column: u16) -> String {
    let cells = book.summary_rows.whole_column(&letters(column));
    if cells.is_empty() { "0".to_owned() } else { format!("ROUND(SUM({cells}),2)") }
}

fn paid(book: &Book<'_>) -> Figure {
    let total = summed(book, book.summary.payable);
    amount(status_label(book, FirmStatus::Payable, "家"), &total, book.assessment.fund.total)
}

fn cut(book: &Book<'_>) -> Result<Option<Figure>, ReportError> {
    let Some(cap) = &book.summary.cap else { return Ok(None) };
    let cuts: Vec<Money> = book
        .assessment
        .firms
        .iter()
        .filter_map(|firm| firm.cap.as_ref().and_then(|cap| cap.cut).filter(|cut| cut.is_positive()))
        .collect();
    let columns = book.summary_rows.each_column(&letters(cap.cut));
    let count = added(columns.iter().map(|column| format!("COUNTIF({column},\">0\")")));
    let label = label("限额削减", &count, cuts.len(), "家");
    Ok(Some(amount(label, &summed(book, cap.cut), Money::total(cuts)?)))
}

/// The terms added up; nothing is 0.
fn added(terms: impl Iterator<Item = String>) -> String {
    let terms: Vec<String> = terms.collect();
    if terms.is_empty() { "0".to_owned() } else { format!("({})", terms.join("+")) }
}

/// What the firms that wait could get before the cap: what is settled of them, and what the open lines come to.
pub(super) fn at_stake(book: &Book<'_>) -> Result<(String, Money), ReportError> {
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
    let settled = Money::total(firms.map(crate::award::Firm::lines_net))?;
    let sum = settled.plus(Money::total(open.filter_map(|line| line.amount))?)?;
    Ok((format!("ROUND({},2)", added(terms.into_iter())), sum))
}

fn open(book: &Book<'_>) -> Result<Figure, ReportError> {
    let (formula, sum) = at_stake(book)?;
    Ok(amount(status_label(book, FirmStatus::Undetermined, "家，涉及（限额前）"), &formula, sum))
}

/// How many readings of the document wait for a written answer, of how many that the result rests on.
fn readings(book: &Book<'_>) -> Option<Figure> {
    let count = book.policy.readings.len();
    let open = book.policy.readings.iter().filter(|reading| reading.is_open()).count();
    (count > 0).then(|| Figure {
        label: Cell::Text("口径未答复（条）".into()),
        large: (Look::FigureCount, Cell::Number(Decimal::from(open))),
        below: (Look::FigureNote, Cell::Text(format!("共 {count} 条，见“{}”", basis::NAME).into())),
    })
}

/// The fund and what it lacks, in a line.
fn fund(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let pool = references::pool(book).filter(|cells| !cells.is_empty() && book.policy.fund.is_some());
    let Some(pool) = pool else { return Ok(()) };
    let pool = format!("MAX(0,ROUND(SUM({pool}),2))");
    let shortfall = format!("MAX(0,ROUND({}-{pool},2))", summed(book, book.summary.payable));
    let fund = book.assessment.fund;
    let mut row = Row::with_capacity(super::GRID.into());
    for (label, formula, money) in [("资金池", pool, fund.pool), ("缺口", shortfall, fund.shortfall)] {
        row.push_across(super::GRID / 4, Look::Heading, Cell::Text(label.into()));
        row.push_across(super::GRID / 4, Look::FigureYuan, Cell::Formula(formula, Cached::Money(money)));
    }
    rows.row(&row)
}
