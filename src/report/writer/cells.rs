//! The rows of a sheet as the XML they are, in pieces. The library writes the same, but keeps every formula whole: where the formula of a
//! column is the same from row to row, it is written once a piece and shared (ECMA-376, 18.3.1.40), as spreadsheet programs do.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use super::formats::Formats;
use crate::finding::column_letters;
use crate::report::ReportError;
use crate::report::model::{Cached, Cell, Look, ROW_HEIGHT, Template, push_number};

/// The most UTF-16 units a cell holds.
const LONGEST_TEXT: usize = 32_767;

/// How long a piece is, in bytes: long enough to be compressed well, short enough that all cores have their share.
const PIECE: usize = 1 << 20;

/// So many pieces of a sheet say the place of each cell. Behind them only cells that do not follow the one before do, which is as good
/// (ECMA-376, 18.3.1.4) and saves a third of a province's workbook; what a town hands on stays as plain as it can be.
const PLACED: usize = 16;

/// The rows of one sheet while they are written.
pub(super) struct Cells<'w> {
    formats: &'w Formats,
    /// The letters of each column met so far.
    letters: Vec<String>,
    xml: String,
    /// The row being written, from 0, and its number as people see it.
    row: Option<u32>,
    number: String,
    /// By column, the formulas of this piece that may be shared.
    groups: Vec<Vec<Group>>,
    /// How many formulas have been shared on this sheet.
    shared: u32,
    /// The last column.
    last: u16,
    /// How many more pieces say the place of each cell, and the column whose cell may go without.
    placed: usize,
    follows: Option<u16>,
}

/// A formula that rows of one column have in common.
struct Group {
    template: Template,
    first: u32,
    last: u32,
    /// Where its cell's `<f` ends in the piece.
    at: usize,
    /// Its number, once a second cell shares it.
    number: Option<u32>,
}

impl<'w> Cells<'w> {
    pub fn new(formats: &'w Formats) -> Self {
        Self {
            formats,
            letters: Vec::new(),
            xml: String::with_capacity(PIECE + PIECE / 8),
            row: None,
            number: String::new(),
            groups: Vec::new(),
            shared: 0,
            last: 0,
            placed: PLACED,
            follows: None,
        }
    }

    /// Does the next cell of `row` begin a row?
    pub fn begins(&self, row: u32) -> bool {
        self.row != Some(row)
    }

    /// Begins `row`, of `height` points. A piece that is long enough before it is given.
    pub fn begin(&mut self, row: u32, height: u16, hidden: bool) -> Option<Vec<u8>> {
        if self.row.is_some() {
            self.xml.push_str("</row>");
        }
        let piece = if self.xml.len() >= PIECE { Some(self.cut()) } else { None };
        self.row = Some(row);
        self.follows = Some(0);
        self.number.clear();
        push_number(&mut self.number, row + 1);
        self.xml.push_str("<row r=\"");
        self.xml.push_str(&self.number);
        if height != ROW_HEIGHT {
            // As the library has it: whole pixels, of which four are three points.
            let quarters = (u32::from(height) * 8 + 3) / 6 * 3;
            let fraction = ["", ".25", ".5", ".75"][quarters as usize % 4];
            let whole = quarters / 4;
            self.add(format_args!("\" ht=\"{whole}{fraction}\" customHeight=\"1"));
        }
        if hidden {
            self.xml.push_str("\" hidden=\"1");
        }
        self.xml.push_str("\">");
        piece
    }

    /// The rest of the rows, and the last row and column with a cell.
    pub fn finish(mut self) -> (Vec<u8>, (u32, u16)) {
        if self.row.is_some() {
            self.xml.push_str("</row>");
        }
        (self.cut(), (self.row.unwrap_or(0), self.last))
    }

    /// The next cell of the row.
    pub fn cell(&mut self, column: u16, cell: &Cell<'_>, look: Look) -> Result<(), ReportError> {
        match cell {
            Cell::Blank => self.blank(column, look),
            Cell::Text(text) | Cell::Link(_, text) => self.text(column, text, look),
            Cell::Number(number) => self.number(column, *number, look)?,
            Cell::Money(money) => self.number(column, money.as_yuan(), look)?,
            Cell::Date(day) => match serial(*day) {
                Some(serial) => self.number(column, serial.into(), look)?,
                // Before 1900 there are no dates in a spreadsheet.
                None => self.text(column, &day.to_string(), look),
            },
            Cell::Formula(formula, cached) => {
                self.open_formula(column, cached, look);
                self.xml.push('>');
                push_escaped(&mut self.xml, formula);
                self.xml.push_str("</f><v>");
                self.result(cached)?;
            }
            Cell::RowFormula(template, row, cached) => {
                self.open_formula(column, cached, look);
                self.same(column, template, *row);
                self.result(cached)?;
            }
        }
        Ok(())
    }

    /// A cell without content.
    pub fn blank(&mut self, column: u16, look: Look) {
        self.open(column, self.formats.number(look, false));
        self.xml.push_str("\"/>");
    }

    /// A text; one that begins like a formula stays a text when it is edited.
    pub fn text(&mut self, column: u16, text: &str, look: Look) {
        let text = clean(text);
        if text.is_empty() {
            return self.blank(column, look);
        }
        self.open(column, self.formats.number(look, text.starts_with(['=', '+', '-', '@'])));
        let edge = |c: Option<char>| matches!(c, Some(' ' | '\n'));
        let preserve = edge(text.chars().next()) || edge(text.chars().next_back());
        self.xml.push_str("\" t=\"inlineStr\"><is><t");
        self.xml.push_str(if preserve { " xml:space=\"preserve\">" } else { ">" });
        push_text(&mut self.xml, &text);
        self.xml.push_str("</t></is></c>");
    }

    /// The number nearest to the decimal's digits, which shows as those digits again.
    fn number(&mut self, column: u16, number: Decimal, look: Look) -> Result<(), ReportError> {
        self.open(column, self.formats.number(look, false));
        self.xml.push_str("\"><v>");
        self.push_decimal(number)?;
        self.xml.push_str("</v></c>");
        Ok(())
    }

    /// Opens a formula's cell, up to its `<f`.
    fn open_formula(&mut self, column: u16, cached: &Cached<'_>, look: Look) {
        self.open(column, self.formats.number(look, false));
        self.xml.push_str(if matches!(cached, Cached::Text(_)) { "\" t=\"str\"><f" } else { "\"><f" });
    }

    /// Ends a formula's cell with its result.
    fn result(&mut self, cached: &Cached<'_>) -> Result<(), ReportError> {
        match cached {
            Cached::Text(text) => push_escaped(&mut self.xml, &clean(text)),
            Cached::Number(number) => self.push_decimal(*number)?,
            Cached::Money(money) => self.push_decimal(money.as_yuan())?,
        }
        self.xml.push_str("</v></c>");
        Ok(())
    }

    /// A formula that other rows may have too: written out for the first of a piece, only referred to by the others.
    fn same(&mut self, column: u16, template: &Template, row: u32) {
        let column = usize::from(column);
        if self.groups.len() <= column {
            self.groups.resize_with(column + 1, Vec::new);
        }
        match self.groups[column].iter_mut().find(|group| group.template == *template) {
            Some(group) => {
                let shared = &mut self.shared;
                let number = *group.number.get_or_insert_with(|| {
                    *shared += 1;
                    *shared - 1
                });
                group.last = row;
                self.add(format_args!(" t=\"shared\" si=\"{number}\"/><v>"));
            }
            None => {
                let group =
                    Group { template: template.clone(), first: row, last: row, at: self.xml.len(), number: None };
                self.groups[column].push(group);
                self.xml.push('>');
                push_escaped(&mut self.xml, &template.at_row(row));
                self.xml.push_str("</f><v>");
            }
        }
    }

    /// Opens a cell, up to the number of its format.
    fn open(&mut self, column: u16, format: u32) {
        self.last = self.last.max(column);
        while self.letters.len() <= usize::from(column) {
            self.letters.push(column_letters(u32::try_from(self.letters.len()).unwrap_or_default()));
        }
        let follows = self.follows.replace(column + 1) == Some(column);
        if follows && self.placed == 0 {
            self.xml.push_str("<c s=\"");
        } else {
            self.xml.push_str("<c r=\"");
            self.xml.push_str(&self.letters[usize::from(column)]);
            self.xml.push_str(&self.number);
            self.xml.push_str("\" s=\"");
        }
        push_number(&mut self.xml, format);
    }

    fn push_decimal(&mut self, number: Decimal) -> Result<(), ReportError> {
        /// So many digits stand for one binary number, and no other digits for it.
        const EXACT: i128 = 1_000_000_000_000_000;
        let number = number.normalize();
        if number.mantissa().abs() < EXACT {
            self.add(format_args!("{number}"));
        } else {
            let digits = number.to_string();
            let binary: f64 = digits.parse().map_err(|_| ReportError::Number(digits))?;
            self.add(format_args!("{binary}"));
        }
        Ok(())
    }

    fn add(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.xml.write_fmt(what);
    }

    /// What has been written since the last piece; formulas that turned out to be shared say so.
    fn cut(&mut self) -> Vec<u8> {
        self.placed = self.placed.saturating_sub(1);
        let mut shared = Vec::new();
        for (letters, groups) in self.letters.iter().zip(&mut self.groups) {
            for Group { first, last, at, number, .. } in groups.drain(..) {
                shared.extend(number.map(|number| {
                    (at, format!(" t=\"shared\" ref=\"{letters}{}:{letters}{}\" si=\"{number}\"", first + 1, last + 1))
                }));
            }
        }
        shared.sort_unstable();
        let length = self.xml.len() + shared.iter().map(|(_, said)| said.len()).sum::<usize>();
        let (mut piece, mut from) = (Vec::with_capacity(length), 0);
        for (at, said) in shared {
            piece.extend_from_slice(&self.xml.as_bytes()[from..at]);
            piece.extend_from_slice(said.as_bytes());
            from = at;
        }
        piece.extend_from_slice(&self.xml.as_bytes()[from..]);
        self.xml.clear();
        piece
    }
}

/// The day as spreadsheets count: 1 is the first of 1900, and that year has a 29th of February.
fn serial(day: NaiveDate) -> Option<i64> {
    if !(1900..=9999).contains(&day.year()) {
        return None;
    }
    let days = day.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30)?).num_days();
    Some(if days < 61 { days - 1 } else { days })
}

/// Without control characters, and no longer than a cell holds.
fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let text =
        if text.contains(bad) { Cow::Owned(text.chars().filter(|c| !bad(*c)).collect()) } else { Cow::Borrowed(text) };
    // A character takes at most as many UTF-16 units as bytes.
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let mut units = 0;
    let cut = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units >= LONGEST_TEXT
    });
    match cut {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => text,
    }
}

/// A text as it stands in a cell: what reads like an escaped character is escaped itself.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        push_escaped(out, before);
        let bytes = from.as_bytes();
        if bytes.len() >= 7 && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit) {
            out.push_str("_x005F");
        }
        out.push_str("_x");
        rest = &from[2..];
    }
    push_escaped(out, rest);
}

/// A text as XML data.
fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests;
