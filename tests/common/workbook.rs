//! A small text table, or one made by a program, becomes a workbook: no binary fixtures.
//!
//! In a text table cells stand between `|`. Plain text is a text; `=5` a number, `%0.05` a number of percent format, `@2022-10-05` a date,
//! `!#N/A` a formula that gave an error, `?` a formula without a result; nothing is an empty cell.

use std::path::Path;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatScript, Formula, Workbook, Worksheet};

/// A cell to write.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A number shown in percent.
    Percent(f64),
    /// A date, in a number format.
    Day(NaiveDate, &'static str),
    /// A formula with its result.
    Formula(f64),
    /// A formula without a result.
    Uncalculated,
    /// A formula that gave an error.
    Error(String),
    /// A number in a number format.
    Shown(f64, &'static str),
    /// A text or a number that is struck out.
    Struck(Box<Cell>),
    /// A text of runs that are set in different ways.
    Runs(Vec<(String, Run)>),
    /// A formula with the nought that streaming writers leave.
    Streamed,
    /// A picture in place of a value.
    Picture,
}

/// How a run of letters is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Run {
    /// As usual.
    Plain,
    /// Struck out.
    Struck,
    /// Superscript.
    Raised,
}

/// A sheet to write.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Merged rectangles: first row, first column, last row, last column.
    pub merges: Vec<(u32, u16, u32, u16)>,
    /// Hidden rows.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns.
    pub hidden_columns: Vec<u16>,
    /// Is the sheet hidden?
    pub hidden: bool,
}

impl Cell {
    /// From the notation of text tables.
    pub fn of(text: &str) -> Self {
        let number = |text: &str| text.parse().expect("a number");
        match text.chars().next() {
            None => Self::Empty,
            Some('=') => Self::Number(number(&text[1..])),
            Some('%') => Self::Percent(number(&text[1..])),
            Some('@') => Self::Day(NaiveDate::parse_from_str(&text[1..], "%Y-%m-%d").expect("a day"), "yyyy-mm-dd"),
            Some('!') => Self::Error(text[1..].into()),
            Some('?') => Self::Uncalculated,
            Some(_) => Self::Text(text.into()),
        }
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl Sheet {
    /// The sheet `name` with the rows of a text table.
    pub fn of(name: &str, table: &str) -> Self {
        let cells = |line: &str| line.split('|').map(|cell| Cell::of(cell.trim_matches(' '))).collect();
        Self { name: name.into(), rows: table.trim_matches('\n').lines().map(cells).collect(), ..Self::default() }
    }
}

/// Writes a workbook.
pub fn save(path: &Path, sheets: &[Sheet]) {
    let mut book = Workbook::new();
    for (i, sheet) in sheets.iter().enumerate() {
        let out = book.add_worksheet();
        out.set_name(&sheet.name).expect("a sheet's name");
        out.set_hidden(sheet.hidden && i > 0);
        write(out, sheet);
    }
    book.save(path).expect("a workbook on disk");
}

fn write(out: &mut Worksheet, sheet: &Sheet) {
    for &(top, left, bottom, right) in &sheet.merges {
        out.merge_range(top, left, bottom, right, "", &Format::new()).expect("a merge");
    }
    for (r, row) in sheet.rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            put(out, r as u32, c as u16, cell);
        }
    }
    for &row in &sheet.hidden_rows {
        out.set_row_hidden(row).expect("a row");
    }
    for &column in &sheet.hidden_columns {
        out.set_column_hidden(column).expect("a column");
    }
}

fn put(out: &mut Worksheet, row: u32, column: u16, cell: &Cell) {
    let done = match cell {
        Cell::Empty => Ok(&mut *out),
        Cell::Text(text) => out.write_string(row, column, text),
        Cell::Number(value) => out.write_number(row, column, *value),
        Cell::Percent(value) => {
            out.write_number_with_format(row, column, *value, &Format::new().set_num_format("0.00%"))
        }
        Cell::Day(day, format) => {
            let (year, month, day) = (day.year() as u16, day.month() as u8, day.day() as u8);
            let day = ExcelDateTime::from_ymd(year, month, day).expect("a day Excel knows");
            out.write_datetime_with_format(row, column, day, &Format::new().set_num_format(*format))
        }
        Cell::Formula(value) => out.write_formula(row, column, Formula::new("1+1").set_result(value.to_string())),
        Cell::Uncalculated => out.write_formula(row, column, "1+1"),
        Cell::Error(error) => out.write_formula(row, column, Formula::new("NA()").set_result(error)),
        Cell::Shown(value, format) => {
            out.write_number_with_format(row, column, *value, &Format::new().set_num_format(*format))
        }
        Cell::Struck(cell) => {
            let struck = Format::new().set_font_strikethrough();
            match &**cell {
                Cell::Number(value) => out.write_number_with_format(row, column, *value, &struck),
                Cell::Text(text) => out.write_string_with_format(row, column, text, &struck),
                Cell::Day(day, format) => {
                    let (year, month, day) = (day.year() as u16, day.month() as u8, day.day() as u8);
                    let day = ExcelDateTime::from_ymd(year, month, day).expect("a day Excel knows");
                    out.write_datetime_with_format(row, column, day, &struck.set_num_format(*format))
                }
                other => unreachable!("{other:?}: only texts, numbers and days are struck out here"),
            }
        }
        Cell::Runs(runs) => {
            let format = |run: &Run| match run {
                Run::Plain => Format::new(),
                Run::Struck => Format::new().set_font_strikethrough(),
                Run::Raised => Format::new().set_font_script(FormatScript::Superscript),
            };
            let runs: Vec<(Format, &str)> = runs.iter().map(|(text, run)| (format(run), text.as_str())).collect();
            let runs: Vec<(&Format, &str)> = runs.iter().map(|(format, text)| (format, *text)).collect();
            out.write_rich_string(row, column, &runs)
        }
        Cell::Streamed => out.write_formula(row, column, Formula::new("1+1").set_result("0.0")),
        Cell::Picture => {
            let picture = "_xlfn.DISPIMG(\"ID_1\",1)";
            out.write_formula(row, column, Formula::new(picture).set_result("=DISPIMG(\"ID_1\",1)"))
        }
    };
    done.expect("a cell");
}
