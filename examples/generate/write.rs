//! A bureau's workbook: one sheet a table, continued on another where a sheet ends.

use std::path::Path;

use anyhow::Context;
use jiangbu::policy;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use super::cell::Cell;
use super::records::Town;

/// The rows of a sheet, the header's included.
const SHEET_ROWS: u32 = 1_048_576;

/// Number formats of the cells.
struct Formats {
    day: Format,
    percent: Format,
}

/// Writes `workbook` of the policy to `path`.
pub fn workbook(
    path: &Path,
    workbook: &policy::TemplateWorkbook,
    policy: &policy::Policy,
    town: &Town,
) -> anyhow::Result<()> {
    let mut book = Workbook::new();
    // The clock must not show in the bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2023, 1, 10)?));
    let formats =
        Formats { day: Format::new().set_num_format("yyyy-mm-dd"), percent: Format::new().set_num_format("0.0%") };
    for &place in &workbook.tables {
        let table = &policy.tables[place];
        let mut rows = (0..town.firms).flat_map(|number| town.rows(number, place.into(), &table.name)).peekable();
        for part in 1.. {
            // Low memory, not constant memory: offices' programs share their strings, and so must these.
            let sheet = book.add_worksheet_with_low_memory()?;
            let name = if part == 1 { table.name.to_string() } else { format!("{}{part}", table.name) };
            sheet.set_name(name)?;
            for (column, about) in (0..).zip(&table.columns) {
                sheet.write_string(0, column, &*about.name)?;
            }
            for (line, row) in (1..SHEET_ROWS).zip(rows.by_ref()) {
                write_row(sheet, line, &row, &formats)?;
            }
            if rows.peek().is_none() {
                break;
            }
        }
    }
    book.save(path)?;
    Ok(())
}

fn write_row(sheet: &mut Worksheet, line: u32, row: &[Cell], formats: &Formats) -> anyhow::Result<()> {
    for (column, cell) in (0..).zip(row) {
        match cell {
            Cell::Blank => continue,
            Cell::Text(text) if text.is_empty() => continue,
            Cell::Text(text) => sheet.write_string(line, column, text)?,
            Cell::Fen(fen) => sheet.write_number(line, column, binary(*fen, 2)?)?,
            Cell::Whole(number) => sheet.write_number(line, column, binary(*number, 0)?)?,
            Cell::Thousandths(number) => sheet.write_number(line, column, binary(*number, 3)?)?,
            Cell::Permille(number) => {
                sheet.write_number_with_format(line, column, binary(*number, 3)?, &formats.percent)?
            }
            Cell::Day(year, month, day) => {
                let day = ExcelDateTime::from_ymd(u16::try_from(*year)?, u8::try_from(*month)?, u8::try_from(*day)?)?;
                sheet.write_datetime_with_format(line, column, &day, &formats.day)?
            }
        };
    }
    Ok(())
}

/// The binary number nearest to `number` · 10⁻ˢᶜᵃˡᵉ: what a person's typing leaves in a cell.
fn binary(number: i64, scale: u32) -> anyhow::Result<f64> {
    Decimal::new(number, scale).to_f64().context("a number beyond a cell's range")
}
