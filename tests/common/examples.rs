//! The examples that a policy carries, as data.

use std::collections::BTreeMap;

use jiangbu::index::TableIndex;
use jiangbu::policy::{Example, Policy};

/// The examples of one year as data: the firms of example `i` are called after it.
pub fn data(policy: &Policy, examples: &[&Example]) -> String {
    let register = &policy.tables[policy.register.table];
    let code = &register.columns[policy.register.code].name;
    // Per table: for each record its cells by header.
    let mut tables: BTreeMap<TableIndex, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for (number, example) in examples.iter().enumerate() {
        for sheet in &example.given {
            let key = &policy.tables[sheet.table].columns[policy.tables[sheet.table].key].name;
            for row in &sheet.rows {
                let mut cells: BTreeMap<String, String> =
                    sheet.header.iter().map(ToString::to_string).zip(row.iter().map(ToString::to_string)).collect();
                let firm = cells.get(&**key).cloned().unwrap_or_default();
                cells.insert(key.to_string(), format!("E{number}{firm}"));
                tables.entry(sheet.table).or_default().push(cells);
            }
        }
    }
    let firms: Vec<String> = tables
        .iter()
        .flat_map(|(table, rows)| {
            let key = &policy.tables[*table].columns[policy.tables[*table].key].name;
            rows.iter().map(|row| row[&**key].clone())
        })
        .collect();
    for firm in firms {
        let known = tables.entry(policy.register.table).or_default();
        if known.iter().all(|row| row[&**code] != firm) {
            known.push([(code.to_string(), firm)].into());
        }
    }
    let mut text = String::new();
    for (table, rows) in tables {
        let headers: Vec<String> = policy.tables[table].columns.iter().map(|column| column.name.to_string()).collect();
        text.push_str(&format!("{}\n{}\n", policy.tables[table].name, headers.join("|")));
        for row in rows {
            let cells = headers.iter().map(|header| row.get(header).cloned().unwrap_or_default());
            text.push_str(&format!("{}\n", cells.collect::<Vec<_>>().join("|")));
        }
        text.push('\n');
    }
    text
}
