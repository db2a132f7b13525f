//! Rows that stand twice in a table whose records may repeat: each counts, and both are named.

use std::cmp::Ordering;

use hashbrown::HashMap;

use super::records::{compare, in_forms};
use crate::finding::{Finding, Place, catalogue};
use crate::index::{RowIndex, SheetIndex, TableIndex};
use crate::intake::Intake;
use crate::policy::Policy;

/// More rows of one table are not listed.
const MOST: usize = 1_000;

/// Warns of equal rows in tables without a key. Where two sheets are equal throughout, one warning says so; where their files are, the
/// files' own has said it.
pub fn repeated(reading: &mut Intake, policy: &Policy) {
    let mut findings = Vec::new();
    for (t, _) in policy.tables.iter_enumerated().filter(|(_, table)| table.unique.is_empty()) {
        findings.extend(of_table(reading, policy, t));
    }
    reading.findings.extend(findings);
}

fn of_table(reading: &Intake, policy: &Policy, t: TableIndex) -> Vec<Finding> {
    let (data, key) = (&reading.data, policy.tables[t].key);
    let table = &data.tables[t];
    let columns: Vec<_> = table.columns.iter().map(|column| in_forms(data, column)).collect();
    let order = |a: RowIndex, b: RowIndex| {
        columns.iter().map(|column| compare(column, a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    };
    let mut rows: Vec<RowIndex> = table.rows().collect();
    rows.sort_by(|&a, &b| order(a, b));
    // Each later row with the first equal to it, in the order read.
    let mut pairs: Vec<(RowIndex, RowIndex)> = Vec::new();
    let mut first = None;
    for row in rows {
        match first.filter(|first| order(*first, row).is_eq()) {
            Some(first) => pairs.push((row, first)),
            None => first = Some(row),
        }
    }
    pairs.sort_unstable();
    let mut of_sheets: HashMap<(SheetIndex, SheetIndex), usize> = HashMap::new();
    for (row, first) in &pairs {
        *of_sheets.entry((table.sheet[*row], table.sheet[*first])).or_default() += 1;
    }
    let mut rows_of: HashMap<SheetIndex, usize> = HashMap::new();
    for sheet in &table.sheet {
        *rows_of.entry(*sheet).or_default() += 1;
    }
    let whole = |sheets: &(SheetIndex, SheetIndex)| {
        sheets.0 != sheets.1 && of_sheets[sheets] > 1 && of_sheets[sheets] == rows_of[&sheets.0]
    };
    let sha256 = |sheet: SheetIndex| {
        let file = &data.sheets[sheet].file;
        data.inputs.iter().find(|input| input.file == *file).map(|input| &input.sha256)
    };
    let mut findings = Vec::new();
    let mut told: Vec<(SheetIndex, SheetIndex)> = Vec::new();
    for (row, first) in pairs {
        let sheets = (table.sheet[row], table.sheet[first]);
        let same_file = sheets.0 != sheets.1
            && data.sheets[sheets.0].file != data.sheets[sheets.1].file
            && sha256(sheets.0) == sha256(sheets.1);
        if same_file || told.contains(&sheets) || findings.len() >= MOST {
            continue;
        }
        let cell = data.place(t, key, row);
        let finding = if whole(&sheets) {
            told.push(sheets);
            let other = &data.sheets[sheets.1];
            let place = Place { row: None, column: None, ..cell };
            let why = format!("整张表与“{} › {}”相同，共 {} 行", other.file, other.name, of_sheets[&sheets]);
            Finding::new(&catalogue::ROW_TWICE, place, "", "").because(why)
        } else {
            let other = data.place(t, key, first);
            let seen = table.text(key, row).map(|code| data.texts.get(code)).unwrap_or_default();
            let same_sheet = other.file == cell.file && other.sheet == cell.sheet;
            let other = if same_sheet {
                format!("第 {} 行", other.row.unwrap_or_default() + 1)
            } else {
                format!(" {other} ")
            };
            Finding::new(&catalogue::ROW_TWICE, cell, seen, "").because(format!("与{other}相同"))
        };
        findings.push(finding);
    }
    findings
}
