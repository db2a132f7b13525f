//! From a sheet to its cells: title, subtitle, header, body, totals, each at its place.

use std::borrow::Cow;

use rust_decimal::Decimal;
use unicode_linebreak::linebreaks;
use unicode_width::UnicodeWidthStr as _;

use super::address;
use super::cell::{Cached, Cell, Flow, Row};
use super::look::Look;
use super::sheet::{Rows, Sheet, Zone};
use crate::money::Money;
use crate::report::ReportError;

/// The first row of every sheet's body, from 0: title, subtitle and header stand above it.
pub const FIRST_ROW: u32 = 3;

/// The row of the cell that says, in the last column of a sheet with numbered rows, that they were moved.
pub const CONTROL_ROW: u32 = 1;

/// What it says.
pub const MOVED: &str = "行已移动，请撤销排序";

/// Nothing, or that somewhere a row stands above one with a smaller number. Rows that were put between have no number.
fn in_order(column: u16, rows: u32) -> String {
    let column = address(column, 0);
    let column = column.trim_end_matches('1');
    let all = format!("${column}${}:${column}${}", FIRST_ROW + 1, FIRST_ROW + rows);
    // Made of one range, both stay as long when rows are put in or taken out.
    let (upper, lower) =
        (format!("INDEX({all},1):INDEX({all},ROWS({all})-1)"), format!("INDEX({all},2):INDEX({all},ROWS({all}))"));
    format!("IF(SUMPRODUCT(({lower}<{upper})*({lower}<>\"\"))=0,\"\",\"{MOVED}\")")
}

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

    /// The next cells stand in one row of the body.
    ///
    /// # Errors
    /// If the sink cannot take it.
    fn row(&mut self, _place: Standing) -> Result<(), ReportError> {
        Ok(())
    }

    /// The cell that comes next takes `columns` columns.
    fn across(&mut self, _columns: u16) {}
}

/// How a row of the body stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its number, from 0.
    pub row: u32,
    /// Its height, in points.
    pub height: u16,
    /// The same without the text that the row above shows already.
    pub without_repeated: u16,
    /// Where it may stand on paper.
    pub flow: Flow,
    /// Left out by the sheet's filter.
    pub filtered_out: bool,
}

/// The height of a row of one line of body text, and what a row needs besides its lines, in points.
pub const ROW_HEIGHT: u16 = 15;
/// What a row needs besides its lines, in points.
pub const LINE_MARGIN: u16 = 1;

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
    let subtitle = if sheet.letter { Look::Signed } else { Look::Subtitle };
    sink.cell(0, 0, &Cell::Text(sheet.title_lines().into()), sheet.title_look())?;
    sink.cell(1, 0, &Cell::Text(Cow::Borrowed(&sheet.subtitle)), subtitle)?;
    if let Some(rows) = sheet.numbered {
        let control = Cell::Formula(in_order(sheet.count() - 1, rows), Cached::Text("".into()));
        sink.cell(CONTROL_ROW, sheet.count() - 1, &control, Look::Text)?;
    }
    for (index, column) in (0u16..).zip(&sheet.columns).filter(|_| !sheet.is_headless()) {
        let look = if column.zone == Zone::Calculation { Look::SideHeader } else { Look::Header };
        sink.cell(2, index, &Cell::Text(column.title.clone()), look)?;
    }
    let sums = sheet.columns.iter().map(|column| column.total.then_some(Money::ZERO)).collect();
    let mut body = BodyRows { sheet, sink, next: FIRST_ROW, sums, shown: String::new() };
    (sheet.body)(&mut body)?;
    let BodyRows { next: end, sums, .. } = body;
    let totals = end > FIRST_ROW && sums.iter().any(Option::is_some);
    if end == FIRST_ROW || totals {
        sink.row(Standing {
            row: end,
            height: ROW_HEIGHT,
            without_repeated: ROW_HEIGHT,
            flow: Flow::WithRowBefore,
            filtered_out: false,
        })?;
    }
    if totals {
        sink.cell(end, 0, &Cell::Text(Cow::Borrowed("合计")), Look::TotalLabel)?;
        for (index, sum) in (0u16..).zip(&sums).skip(1) {
            if sum.is_none() && index >= sheet.printed() {
                // Only the table proper has a grid.
                continue;
            }
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
    /// The text shown last in the column that shows it once.
    shown: String,
}

impl Rows for BodyRows<'_, '_> {
    fn row(&mut self, row: &Row<'_>) -> Result<(), ReportError> {
        let number = self.next;
        if number >= SHEET_ROWS - 1 {
            return Err(ReportError::SheetFull { sheet: self.sheet.name.clone() });
        }
        let height = self.height(row, None);
        let repeated = self.sheet.shown_once.filter(|column| self.is_repeated(row, *column));
        self.sink.row(Standing {
            row: number,
            height,
            without_repeated: repeated.map_or(height, |column| self.height(row, Some(column))),
            flow: row.flow,
            filtered_out: row.filtered_out,
        })?;
        for ((index, placed), column) in (0u16..).zip(row.cells()).zip(&self.sheet.columns) {
            if let Some(Some(sum)) = self.sums.get_mut(usize::from(index)) {
                *sum = sum.plus(Money::yuan(amount(&placed.cell)))?;
            }
            if placed.cell == Cell::Blank && placed.look.is_none() && column.zone != Zone::Table {
                // Only the table proper, and what is to be filled in, has a grid.
                continue;
            }
            if placed.across == 0 {
                continue;
            }
            let look = placed.look.unwrap_or(column.look);
            self.sink.across(placed.across);
            self.sink.cell(number, index, &placed.cell, look)?;
        }
        if self.sheet.numbered.is_some() {
            let own = Cell::Number((number - FIRST_ROW + 1).into());
            self.sink.cell(number, self.sheet.count() - 1, &own, Look::Whole)?;
        }
        self.next += 1;
        Ok(())
    }
}

impl BodyRows<'_, '_> {
    /// Does the column have the text of the last row that had another?
    fn is_repeated(&mut self, row: &Row<'_>, column: u16) -> bool {
        let text = match row.cells().get(usize::from(column)).map(|placed| &placed.cell) {
            Some(Cell::Text(text)) => text.as_ref(),
            _ => "",
        };
        // A row that is left out shows nothing.
        let same = !row.filtered_out && self.shown == text;
        if !row.filtered_out && !same {
            text.clone_into(&mut self.shown);
        }
        same
    }

    /// The height a row needs: programs do not agree on finding it out by themselves.
    fn height(&self, row: &Row<'_>, without: Option<u16>) -> u16 {
        let columns = &self.sheet.columns;
        let cells = row.cells().iter().enumerate().zip(columns).filter(|((_, placed), _)| placed.across > 0);
        let cells = cells.filter(|((index, _), _)| without.is_none_or(|column| usize::from(column) != *index));
        let heights = cells.map(|((index, placed), column)| {
            let look = placed.look.unwrap_or(column.look);
            let width = match (look.is_wide(), placed.across) {
                (true, _) => self.sheet.width(),
                (false, 1) => column.width,
                (false, across) => columns[index..].iter().take(across.into()).map(|column| column.width).sum(),
            };
            let room = (width * 10 / look.points()).saturating_sub(u16::from(look.is_indented()));
            let lines = if look.wraps() { lines(&placed.cell, room) } else { 1 };
            // A note has a little air above and below.
            let air = if look == Look::Note { look.line_height() } else { 0 };
            lines * look.line_height() + LINE_MARGIN + air
        });
        heights.max().unwrap_or(0).max(ROW_HEIGHT)
    }
}

/// How many lines a text takes in a column of `width` characters.
fn lines(cell: &Cell<'_>, width: u16) -> u16 {
    let (Cell::Text(text)
    | Cell::Link(_, text)
    | Cell::Formula(_, Cached::Text(text))
    | Cell::RowFormula(.., Cached::Text(text))) = cell
    else {
        return 1;
    };
    text_lines(text, width)
}

/// How many lines `text` takes in a column of `width` characters. Chinese breaks nearly anywhere; a code or a figure goes to the next
/// line whole, if it fits one, and a closing mark takes the sign before it along.
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
    let (mut lines, mut used, mut from) = (1, 0, 0);
    for (to, _) in linebreaks(text) {
        let (piece, rest) = (&text[from..to], &text[to..]);
        // Not every program breaks between codes of a list, or before their bracket: B31、D31（空.
        let code = |c: char| c.is_ascii_alphanumeric();
        if rest.starts_with('（') && piece.ends_with(code)
            || rest.starts_with(code) && piece.strip_suffix('、').is_some_and(|list| list.ends_with(code))
        {
            continue;
        }
        from = to;
        // Chinese fonts draw quotes and other signs of unclear width wide.
        let (all, seen) = (piece.width_cjk(), piece.trim_end().width_cjk());
        if used > 0 && used + seen > room {
            lines += 1;
            used = 0;
        }
        used += all;
        let full = seen.saturating_sub(1) / room;
        lines += full;
        used -= full * room;
    }
    lines
}

/// The number a cell shows, for the totals row.
fn amount(cell: &Cell<'_>) -> Decimal {
    match cell {
        Cell::Money(money) | Cell::Formula(_, Cached::Money(money)) | Cell::RowFormula(.., Cached::Money(money)) => {
            money.as_yuan()
        }
        Cell::Number(number)
        | Cell::Formula(_, Cached::Number(number))
        | Cell::RowFormula(.., Cached::Number(number)) => *number,
        Cell::Blank
        | Cell::Text(_)
        | Cell::Date(_)
        | Cell::Link(..)
        | Cell::Formula(_, Cached::Text(_))
        | Cell::RowFormula(.., Cached::Text(_)) => Decimal::ZERO,
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
        // No line begins with a closing mark: 甲乙丙丁 | 戊”己.
        assert_eq!(text_lines("甲乙丙丁戊”", 12), 2);
        assert_eq!(text_lines("甲乙丙丁戊”己庚辛壬", 12), 3);
        assert_eq!(text_lines("“甲乙丙”丁", 12), 2);
        // 甲乙 | B31、D31、 | E31, and 甲乙丙 | E31（空丁 | 戊己.
        assert_eq!(text_lines("甲乙B31、D31、E31", 12), 3);
        assert_eq!(text_lines("甲乙丙E31（空丁戊己", 12), 3);
        assert_eq!(text_lines("", 12), 1);
    }
}
