//! The floor: reads every cell of the inputs with calamine, and writes as many cells of the same kinds as the award workbook has with
//! rust_xlsxwriter in its default settings. One thread, nothing else: what the obvious program would pay for the spreadsheets alone.
//!
//! ```text
//! floor DIR                  reads
//! floor DIR SHAPE OUT.xlsx   reads, then writes what SHAPE says
//! floor --count AWARD.xlsx   prints the shape of a workbook: see shape.rs
//! ```

// The numbers it writes mean nothing.
#![allow(clippy::float_arithmetic)]

mod shape;

use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{Formula, Workbook, Worksheet};
use shape::{Column, Sheet};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    match arguments.as_slice() {
        [count, award] if count == Path::new("--count") => write!(stdout(), "{}", shape::count(award)?)?,
        [data] => read(data)?,
        [data, shape, out] => {
            read(data)?;
            write(shape, out)?;
        }
        _ => anyhow::bail!("floor DIR [SHAPE OUT.xlsx] | floor --count AWARD.xlsx"),
    }
    Ok(())
}

/// Reads every cell of every sheet of every workbook in `folder`.
fn read(folder: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.sort();
    // Kept and printed, so that no reader can be optimised away.
    let (mut texts, mut numbers, mut others) = (0_u64, 0_u64, 0_u64);
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "xlsx")) {
        let mut book: Xlsx<_> = open_workbook(file).with_context(|| file.display().to_string())?;
        for name in book.sheet_names() {
            for (_, _, cell) in book.worksheet_range(&name)?.used_cells() {
                match cell {
                    Data::String(_) => texts += 1,
                    Data::Float(_) | Data::Int(_) => numbers += 1,
                    _ => others += 1,
                }
            }
        }
    }
    writeln!(stdout(), "read {} s, {texts} texts, {numbers} numbers, {others} others", seconds(started))?;
    Ok(())
}

/// Writes a workbook of the shape that the file `shape` tells.
fn write(shape: &Path, out: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let sheets = shape::parse(&std::fs::read_to_string(shape).with_context(|| shape.display().to_string())?)?;
    let mut book = Workbook::new();
    let mut cells = 0;
    for Sheet { columns } in &sheets {
        let sheet = book.add_worksheet();
        let fillers: Vec<String> = columns.iter().map(|column| "奖".repeat(column.text_length / 3)).collect();
        let rows = columns.iter().map(Column::cells).max().unwrap_or(0);
        for row in 0..rows {
            for ((at, column), filler) in (0..).zip(columns).zip(&fillers) {
                cells += u64::from(write_cell(sheet, row, at, column, filler)?);
            }
        }
    }
    book.save(out)?;
    writeln!(stdout(), "write {} s, {cells} cells", seconds(started))?;
    Ok(())
}

/// The cell of `column` in `row`: its texts come first, then its numbers, then its formulas. Was there one?
fn write_cell(sheet: &mut Worksheet, row: u32, at: u16, column: &Column, filler: &str) -> anyhow::Result<bool> {
    let numbers_from = column.texts;
    let formulas_from = numbers_from + column.numbers;
    if row < numbers_from {
        sheet.write_string(row, at, format!("{filler}{}", row % column.distinct.max(1)))?;
    } else if row < formulas_from {
        sheet.write_number(row, at, f64::from(row) + 0.25)?;
    } else if row < column.cells() {
        // A formula over neighbours, as long as the award workbook's are.
        let line = row + 1;
        let mut formula = format!("A{line}");
        while formula.len() < column.formula_length {
            formula.push_str(&format!("+B{line}"));
        }
        let formula = Formula::new(formula).set_result(format!("{row}.25"));
        sheet.write_formula(row, at, formula)?;
    } else {
        return Ok(false);
    }
    Ok(true)
}

fn seconds(started: Instant) -> String {
    format!("{:.4}", started.elapsed().as_secs_f64())
}
