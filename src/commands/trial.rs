//! Invented records through the real engine: written down as the bureaux would, read, checked and judged.

use std::fs;
use std::sync::Arc;

use anyhow::Context;

use super::examine::{Examined, examine};
use super::{Console, Subject, scratch};
use crate::finding::catalogue;
use crate::numbering::Numbering;
use crate::policy::{GivenTable, Kind, Policy};

/// What the checks say of the records of `sheets`. Tables that are not written have no records.
pub(super) fn examined(policy: &Policy, sheets: &[GivenTable], year: i32) -> anyhow::Result<Examined> {
    let folder = scratch::folder().context("没有地方放例子的数据")?;
    let firms = Firms::of(policy, sheets);
    for (index, table) in policy.tables.iter_enumerated() {
        let mut given: Vec<GivenTable> = sheets.iter().filter(|sheet| sheet.table == index).cloned().collect();
        if given.is_empty() {
            let header = table.columns.iter().map(|column| column.name.clone()).collect();
            let rows =
                if index == policy.register.table { vec![vec!["".into(); table.columns.len()]] } else { Vec::new() };
            given.push(GivenTable { table: index, header, rows });
        }
        for sheet in given {
            let path = folder.inner.path().join(format!("{}.csv", table.name));
            fs::write(&path, firms.csv(policy, &sheet)).context("例子的数据写不下来")?;
        }
    }
    let subject = Subject { data: vec![folder.inner.path().to_owned()], year: Some(year), ..Subject::default() };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut examined = examine(
        policy,
        &subject,
        &mut Console { out: &mut out, err: &mut err, live: false, width: 80, fold: usize::MAX, written: Vec::new() },
    )?;
    // An example writes only what its rule needs.
    examined.findings.retain(|finding| *finding.code != *catalogue::TABLE_EMPTY.code);
    Ok(examined)
}

/// The invented firms, by what an example calls them.
struct Firms {
    labels: Vec<String>,
}

impl Firms {
    fn of(policy: &Policy, sheets: &[GivenTable]) -> Self {
        let mut labels = Vec::new();
        for sheet in sheets.iter().filter(|sheet| policy.tables[sheet.table].is_of_firms()) {
            let key = &policy.tables[sheet.table].columns[policy.tables[sheet.table].key].name;
            let column = sheet.header.iter().position(|title| title == key);
            for row in &sheet.rows {
                let label = column.and_then(|column| row.get(column)).map(ToString::to_string).unwrap_or_default();
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
        }
        Self { labels }
    }

    /// The code of the firm called `label`; a code stays what it is, and what is not said is the first firm.
    fn code(&self, numbering: Numbering, label: &str) -> String {
        if numbering != Numbering::Plain && numbering.read(label).is_ok() {
            return label.to_owned();
        }
        let mut named = self.labels.iter().filter(|known| !known.is_empty());
        let first = named.clone().next().map_or("", String::as_str);
        let number = named.position(|known| known == label).unwrap_or(0);
        numbering.invented(number, if number == 0 && label.is_empty() { first } else { label })
    }

    /// The sheet as text, with codes, and in the register names.
    fn csv(&self, policy: &Policy, sheet: &GivenTable) -> String {
        let table = &policy.tables[sheet.table];
        let key = &table.columns[table.key].name;
        let is_register = sheet.table == policy.register.table;
        let name = &policy.tables[policy.register.table].columns[policy.register.name].name;
        let at = |wanted: &str| sheet.header.iter().position(|title| **title == *wanted);
        let (code_at, name_at) = (at(key), at(name));
        let numbering = |title: &Arc<str>| match table.columns[table.column(title)?].kind {
            Kind::Code(numbering) => Some(numbering),
            _ => None,
        };
        let codes = (0..sheet.header.len()).filter_map(|at| Some((at, numbering(&sheet.header[at])?)));
        let other_codes: Vec<(usize, Numbering)> = codes.filter(|(at, _)| Some(*at) != code_at).collect();
        let mut header: Vec<String> = sheet.header.iter().map(ToString::to_string).collect();
        if code_at.is_none() {
            header.push(key.to_string());
        }
        if is_register && name_at.is_none() {
            header.push(name.to_string());
        }
        let mut lines = vec![line(&header)];
        for (number, row) in sheet.rows.iter().enumerate() {
            let mut cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            let label = code_at.and_then(|at| cells.get(at).cloned()).unwrap_or_default();
            let code = self.code(policy.register.numbering, &label);
            match code_at {
                Some(at) => cells[at] = code,
                None => cells.push(code),
            }
            for (at, numbering) in &other_codes {
                if row.get(*at).is_some_and(|cell| !cell.is_empty()) {
                    cells[*at] = self.code(*numbering, &cells[*at]);
                }
            }
            if is_register {
                let holder = &policy.register.called;
                let called = if label.is_empty() {
                    format!("示例{holder}{}", number + 1)
                } else {
                    format!("示例{holder}{label}")
                };
                match name_at {
                    Some(at) if cells[at].is_empty() => cells[at] = called,
                    Some(_) => {}
                    None => cells.push(called),
                }
            }
            lines.push(line(&cells));
        }
        lines.concat()
    }
}

fn line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    format!("{}\n", quoted.join(","))
}
