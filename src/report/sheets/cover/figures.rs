//! The leader's four figures: what is paid, what the cap cuts, what waits, what hangs on how the document is read.

use rust_decimal::Decimal;

use crate::award::FirmStatus;
use crate::money::{Rounding, round};
use crate::report::ReportError;
use crate::report::book::Book;
use crate::report::model::{Cached, Cell, Look, Row, Rows};
use crate::report::totals::{self, Count, Sum};

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
fn amount(label: Cell<'static>, sum: Sum) -> Figure {
    let wan = round(sum.exact.as_wan(), 2, Rounding::HalfUp);
    let large = Cell::Formula(format!("ROUND(({})/10000,2)", sum.formula), Cached::Number(wan));
    Figure { label, large: (Look::FigureWan, large), below: (Look::FigureYuan, sum.cell()) }
}

fn label(before: &str, count: &Count, after: &str) -> Cell<'static> {
    let text = format!("{before} {} {after}", count.exact);
    Cell::Formula(format!("\"{before} \"&{}&\" {after}\"", count.formula), Cached::Text(text.into()))
}

fn paid(book: &Book<'_>) -> Figure {
    let label =
        label(FirmStatus::Payable.label(), &totals::firms(book, FirmStatus::Payable), &book.policy.register.counter);
    amount(label, totals::payable(book))
}

fn cut(book: &Book<'_>) -> Result<Option<Figure>, ReportError> {
    Ok(totals::cap_cuts(book)?
        .map(|(count, sum)| amount(label("限额削减", &count, &book.policy.register.counter), sum)))
}

fn open(book: &Book<'_>) -> Result<Figure, ReportError> {
    let count = totals::firms(book, FirmStatus::Undetermined);
    Ok(amount(
        label(FirmStatus::Undetermined.label(), &count, &book.policy.register.worded("家，涉及（限额前）")),
        totals::at_stake(book)?,
    ))
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
    let Some((pool, lacks)) = totals::fund(book) else { return Ok(()) };
    let mut row = Row::with_capacity(super::GRID.into());
    for (label, sum) in [("资金池", pool), ("缺口", lacks)] {
        row.push_across(super::GRID / 4, Look::Heading, Cell::Text(label.into()));
        row.push_across(super::GRID / 4, Look::FigureYuan, sum.cell());
    }
    rows.row(&row)
}
