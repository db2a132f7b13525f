//! The sheets of all workbooks come together: tables in the policy's order, rows in the order read, one holder of texts.

use std::sync::Arc;

use hashbrown::HashMap;

use typed_index_collections::TiVec;

use super::files::Source;
use super::plan::Plan;
use super::records::Lost;
use super::store;
use super::workbook::{FileRead, Fragment, SheetRead, Unread};
use crate::finding::{Entry, Finding, Place, catalogue};
use crate::index::{RowIndex, SheetIndex, TableIndex};
use crate::tables::{Blocked, Dataset, Input, TableData};
use crate::texts::{Symbol, Texts};

/// What was read, before records are compared with each other.
#[derive(Debug)]
pub struct Intake {
    /// The data.
    pub data: Dataset,
    /// What is wrong so far, in the order met.
    pub findings: Vec<Finding>,
    /// For each table, for each row, the firm's name where a sheet gives it beside the table's own columns.
    pub names: TiVec<TableIndex, TiVec<RowIndex, Option<Symbol>>>,
    /// For each of the data's sheets, the column of that name.
    pub name_columns: TiVec<SheetIndex, Option<u32>>,
    /// For each table, what is known of the rows an error kept out.
    pub lost: TiVec<TableIndex, Vec<Lost>>,
    /// The files that were read, or could not be; those passed over are left out.
    pub files: Vec<Source>,
    /// Codes that stand on what has not been read, each with its sheet.
    pub elsewhere: HashMap<Symbol, Place>,
    /// For each table: can rows be missing from it because a file, a sheet or a header could not be read?
    pub incomplete: TiVec<TableIndex, bool>,
}

/// Puts the workbooks together, in the order of their sources. Besides what was read, what was not.
#[must_use]
pub fn gather(
    plan: &Plan<'_>,
    workbooks: Vec<FileRead>,
    texts: Texts,
    mut findings: Vec<Finding>,
) -> (Intake, Vec<Unread>) {
    let tables =
        plan.tables.iter().map(|table| TableData { columns: store::columns(table), ..TableData::default() }).collect();
    let mut reading = Intake {
        data: Dataset { tables, texts, ..Dataset::default() },
        findings: Vec::new(),
        names: vec![TiVec::new(); plan.tables.len()].into(),
        name_columns: TiVec::new(),
        lost: vec![Vec::new(); plan.tables.len()].into(),
        files: Vec::new(),
        elsewhere: HashMap::new(),
        incomplete: vec![false; plan.tables.len()].into(),
    };
    let mut unread_texts = Vec::new();
    let mut present = TiVec::<TableIndex, _>::from(vec![false; plan.tables.len()]);
    let mut unfilled = Vec::new();
    let mut unread_file = false;
    for workbook in workbooks {
        findings.extend(workbook.findings);
        reading.data.inputs.extend(workbook.input);
        unread_file |= workbook.unread;
        for SheetRead { findings: own, fragment, failed, unread, unread_texts: own_texts, .. } in workbook.sheets {
            findings.extend(own);
            unread_texts.extend(own_texts);
            unread_file |= unread;
            if let Some(table) = failed {
                (present[table], reading.incomplete[table]) = (true, true);
            }
            if let Some(fragment) = fragment {
                let table = fragment.table;
                // A blank sheet of a table that may be absent says nothing, and so no 0 either.
                let (nil_return, optional) = (plan.tables[table].nil_return, plan.tables[table].optional);
                present[table] |= !((fragment.unfilled && (nil_return || optional)) || fragment.unsure);
                if fragment.unfilled && nil_return {
                    let place = Place::sheet(&fragment.sheet.file, &fragment.sheet.name);
                    unfilled.push((table, Finding::new(&catalogue::TEMPLATE_UNFILLED, place, "", "")));
                }
                reading.incomplete[fragment.table] |= fragment.blocked;
                reading.add(fragment, plan.register);
            }
        }
    }
    if unread_file {
        reading.incomplete.fill(true);
    }
    for (t, table) in plan.tables.iter_enumerated().filter(|(t, _)| !present[*t]) {
        // What an unreadable file holds is not known: the file is the fault.
        if table.required && !unread_file {
            reading.incomplete[t] = true;
            findings.push(absent(&catalogue::TABLE_MISSING, &table.name));
        } else if table.nil_return {
            findings.push(absent(&catalogue::TABLE_UNREPORTED, &table.name));
        } else if !table.required && !table.optional {
            findings.push(absent(&catalogue::TABLE_ABSENT, &table.name));
        }
    }
    let mut bare = Vec::new();
    for (t, table) in plan.tables.iter_enumerated().filter(|(t, _)| present[*t]) {
        let account = &reading.data.tables[t].account;
        // A fault of its rows or of its sheet is told already.
        if !reading.data.tables[t].is_empty() || account.errors > 0 || reading.incomplete[t] {
            continue;
        }
        if table.required {
            let sheet = reading.data.sheets.iter().find(|sheet| sheet.table == t);
            let place = sheet.map_or_else(Place::default, |sheet| Place::sheet(&sheet.file, &sheet.name));
            findings.push(Finding::new(&catalogue::TABLE_EMPTY, place, "", "").about(&table.name));
        } else if !table.optional && !table.nil_return {
            bare.push(format!("“{}”", table.name));
        }
    }
    if !bare.is_empty() {
        findings.push(Finding::new(&catalogue::TABLE_BARE, Place::default(), "", "").because(bare.join("、")));
    }
    // A blank sheet beside a filled one of the same table is nothing to speak of.
    findings.extend(unfilled.into_iter().filter(|(table, _)| !present[*table]).map(|(_, finding)| finding));
    reading.data.absent = present.into_iter().map(|present| !present).collect();
    ordinary_columns(&mut findings);
    findings.extend(twice(&reading.data.inputs));
    reading.findings = findings;
    (reading, unread_texts)
}

/// The columns offices add for themselves are told of once, not sheet by sheet.
fn ordinary_columns(findings: &mut Vec<Finding>) {
    let mut names: Vec<String> = Vec::new();
    findings.retain(|finding| {
        let ordinary = *finding.code == *catalogue::ORDINARY_COLUMNS.code;
        if ordinary && !names.contains(&finding.seen) {
            names.push(finding.seen.clone());
        }
        !ordinary
    });
    if !names.is_empty() {
        let finding = Finding::new(&catalogue::ORDINARY_COLUMNS, Place::default(), "", "");
        findings.push(finding.because(names.join("、")));
    }
}

/// Files that are the same byte for byte.
fn twice(inputs: &[Input]) -> Vec<Finding> {
    let mut first: HashMap<&str, &Input> = HashMap::new();
    let mut findings = Vec::new();
    for input in inputs {
        let before = *first.entry(&input.sha256).or_insert(input);
        if before.file != input.file {
            let why = format!("与“{}”相同", before.file);
            findings.push(Finding::new(&catalogue::FILE_TWICE, Place::file(&input.file), "", "").because(why));
        }
    }
    findings
}

fn absent(entry: &'static Entry, table: &Arc<str>) -> Finding {
    Finding::new(entry, Place::default(), "", "").because(format!("“{table}”")).about(table)
}

impl Intake {
    /// Puts a sheet's records behind those of its table.
    fn add(&mut self, fragment: Fragment, register: TableIndex) {
        let Fragment { table: t, sheet, records, name_column, .. } = fragment;
        let table = &mut self.data.tables[t];
        let (before, added) = (table.row.len(), records.rows.len());
        let index = self.data.sheets.push_and_get_key(sheet);
        self.name_columns.push(name_column);
        for (column, more) in table.columns.iter_mut().zip(records.columns) {
            store::append(column, more);
        }
        table.sheet.resize(before + added, index);
        if before == 0 {
            table.row = records.rows.into();
        } else {
            table.row.extend(records.rows);
        }
        let account = &mut table.account;
        account.rows += records.account.rows;
        account.errors += records.account.errors;
        account.skipped += records.account.skipped;
        account.left_out += records.account.left_out;
        if name_column.is_some() {
            let names = &mut self.names[t];
            names.resize(before, None);
            names.extend(records.names);
        }
        for lost in records.lost {
            let Lost { firm, name, row, ref record, .. } = lost;
            // A firm of the register whose code cannot be read is known by what stands there.
            let garbled = lost.garbled.as_deref().filter(|_| t == register);
            let firm = firm.or_else(|| garbled.map(|text| self.data.texts.add(text)));
            self.data.blocked.push(Blocked { table: t, firm, name, sheet: index, row, record: record.clone() });
            self.lost[t].push(lost);
        }
    }
}
