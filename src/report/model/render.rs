//! From a sheet to its cells: title, subtitle, header, body, totals, each at its place.

use std::borrow::Cow;

use rust_decimal::Decimal;
use unicode_width::UnicodeWidthChar as _;

use super::address;
use super::cell::{Cached, Cell, Row};
use super::look::Look;
use super::sheet::{Rows, Sheet, Zone};
use crate::money::Money;
use crate::report::ReportError;

/// The first row of every sheet's body, from 0: title, subtitle and header stand above it.
pub const FIRST_ROW: u32 = 3;

/// The rows a spreadsheet has.
const SHEET_ROWS: u32 = 1_048_576;

/// How many body rows fit a sheet, the totals row left out.
#[must_use]
pub const fn capacity() -> u32 {
    SHEET_ROWS - FIRST_ROW - 1
}

/// Takes the cells of one sheet, row by row, from left to right; blank cells within the printed table too.
pub trait Sink {
    /// The cell at `row` and `column`, both from 0.
    ///
    /// # Errors
    /// If the sink cannot take it.
    fn cell(&mut self, row: u32, column: u16, cell: &Cell<'_>, look: Look) -> Result<(), ReportError>;

    /// The next cells stand in one row of the body, which needs room for `lines` lines of text.
    fn row(&mut self, _lines: u16) {}
}

/// Where a sheet's parts came to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// One past the last body row, from 0.
    pub end: u32,
    /// Is there a totals row at `end`?
    pub totals: bool,
}

/// Gives every cell of `sheet` to `sink`.
///
/// # Errors
/// If the sheet cannot be produced or the sink cannot take it.
pub fn render(sheet: &Sheet<'_>, sink: &mut dyn Sink) -> Result<Extent, ReportError> {
    sink.cell(0, 0, &Cell::Text(Cow::Borrowed(&sheet.title)), Look::Title)?;
    sink.cell(1, 0, &Cell::Text(Cow::Borrowed(&sheet.subtitle)), Look::Subtitle)?;
    for (index, column) in (0u16..).zip(&sheet.columns) {
        let look = if column.zone == Zone::Calculation { Look::SideHeader } else { Look::Header };
        sink.cell(2, index, &Cell::Text(column.title.clone()), look)?;
    }
    let sums = sheet.columns.iter().map(|column| column.total.then_some(Money::ZERO)).collect();
    let mut body = BodyRows { sheet, sink, next: FIRST_ROW, sums };
    (sheet.body)(&mut body)?;
    let BodyRows { next: end, sums, .. } = body;
    let totals = end > FIRST_ROW && sums.iter().any(Option::is_some);
    if end == FIRST_ROW || totals {
        sink.row(1);
    }
    if totals {
        sink.cell(end, 0, &Cell::Text(Cow::Borrowed("合计")), Look::TotalLabel)?;
        for (index, sum) in (0u16..).zip(&sums).take(usize::from(sheet.printed())).skip(1) {
            let cell = match sum {
                Some(sum) => {
                    let (first, last) = (address(index, FIRST_ROW), address(index, end - 1));
                    Cell::Formula(format!("ROUND(SUBTOTAL(9,{first}:{last}),2)"), Cached::Money(*sum))
                }
                None => Cell::Blank,
            };
            sink.cell(end, index, &cell, Look::TotalMoney)?;
        }
    }
    if end == FIRST_ROW {
        sink.cell(end, 0, &Cell::Text(Cow::Borrowed("（没有）")), Look::Empty)?;
    }
    Ok(Extent { end, totals })
}

struct BodyRows<'s, 'a> {
    sheet: &'s Sheet<'a>,
    sink: &'s mut dyn Sink,
    next: u32,
    sums: Vec<Option<Money>>,
}

impl Rows for BodyRows<'_, '_> {
    fn row(&mut self, row: &Row<'_>) -> Result<(), ReportError> {
        let number = self.next;
        if number >= SHEET_ROWS - 1 {
            return Err(ReportError::SheetFull { sheet: self.sheet.name.clone() });
        }
        let wrapped = row.cells().iter().zip(&self.sheet.columns).filter_map(|(placed, column)| {
            match placed.look.unwrap_or(column.look) {
                Look::Wrapped | Look::TotalText => Some(lines(&placed.cell, column.width)),
                // A little air above and below.
                Look::Note => Some(1 + lines(&placed.cell, self.sheet.width())),
                _ => None,
            }
        });
        self.sink.row(wrapped.max().unwrap_or(1));
        for ((index, placed), column) in (0u16..).zip(row.cells()).zip(&self.sheet.columns) {
            if let Some(Some(sum)) = self.sums.get_mut(usize::from(index)) {
                *sum = sum.plus(Money::yuan(amount(&placed.cell)))?;
            }
            if placed.cell == Cell::Blank && column.zone != Zone::Table {
                // Only the table proper has a grid.
                continue;
            }
            let look = placed.look.unwrap_or(column.look);
            self.sink.cell(number, index, &placed.cell, look)?;
        }
        self.next += 1;
        Ok(())
    }
}

/// How many lines a text takes in a column of `width` characters: programs do not agree on finding it out by themselves.
fn lines(cell: &Cell<'_>, width: u16) -> u16 {
    let (Cell::Text(text) | Cell::Formula(_, Cached::Text(text))) = cell else {
        return 1;
    };
    text_lines(text, width)
}

/// How many lines `text` takes in a column of `width` characters. Chinese breaks anywhere; a code or a figure goes to the next line
/// whole, if it fits one.
pub fn text_lines(text: &str, width: u16) -> u16 {
    // Excel's tallest row has hardly more.
    const MOST: usize = 30;
    // A line is seldom filled to its end.
    let room = usize::from(width.saturating_sub(2)).max(1);
    if text.len() <= room && !text.contains('\n') {
        return 1;
    }
    let lines: usize = text.split('\n').map(|line| paragraph_lines(line, room)).sum();
    u16::try_from(lines.min(MOST)).unwrap_or(1)
}

fn paragraph_lines(text: &str, room: usize) -> usize {
    let (mut lines, mut used, mut run) = (1, 0, 0);
    for c in text.chars() {
        let width = c.width().unwrap_or(0);
        run = if c.is_ascii_graphic() { run + width } else { 0 };
        used += width;
        if used > room {
            lines += 1;
            used = if (width..=room).contains(&run) { run } else { width };
        }
    }
    lines
}

/// The number a cell shows, for the totals row.
fn amount(cell: &Cell<'_>) -> Decimal {
    match cell {
        Cell::Money(money) | Cell::Formula(_, Cached::Money(money)) => money.as_yuan(),
        Cell::Number(number) | Cell::Formula(_, Cached::Number(number)) => *number,
        Cell::Blank | Cell::Text(_) | Cell::Date(_) | Cell::Link(..) | Cell::Formula(_, Cached::Text(_)) => {
            Decimal::ZERO
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_figures_do_not_break() {
        assert_eq!(text_lines("甲乙丙丁戊", 12), 1);
        assert_eq!(text_lines("甲乙丙丁戊己", 12), 2);
        assert_eq!(text_lines("甲\n乙", 12), 2);
        // 10 characters of room: 甲乙 | GR2022371 | 丙.
        assert_eq!(text_lines("甲乙GR2022371丙", 12), 3);
        assert_eq!(text_lines("0123456789012345678901234", 12), 3);
        assert_eq!(text_lines("", 12), 1);
    }
}
