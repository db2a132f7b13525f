//! The workbook of every policy of the cookbook, over the firms of its examples: each kind of rule has its live formula.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiangbu::index::TableIndex;
use jiangbu::policy::{Example, Policy};

use crate::recalculated::agrees;
use crate::{Award, award, dataset, load};

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

/// The award over the firms of a policy's examples of one year.
pub fn award_of_examples<'p>(policy: &'p Policy, folder: &Path, name: &str) -> Award<'p> {
    let year = policy.examples.first().map_or(*policy.years.start(), |example| example.year);
    // Findings are not of interest here, only what is computed.
    let examples: Vec<&Example> =
        policy.examples.iter().filter(|example| example.year == year && example.findings.is_empty()).collect();
    let data = dataset::dataset(policy, &data(policy, &examples));
    award(policy, data, year, folder, name)
}

/// The policies of the cookbook by name.
pub fn policies() -> Vec<(String, Policy)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/policies");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the cookbook").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let read = |file: &PathBuf| {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, load(&fs::read_to_string(file).expect("a policy")))
    };
    files.iter().map(read).collect()
}

#[test]
fn every_policy_of_the_cookbook() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let policies = policies();
    let awards: Vec<_> =
        policies.iter().map(|(name, policy)| award_of_examples(policy, scratch.path(), name)).collect();
    agrees(&awards.iter().map(|award| award.path.as_path()).collect::<Vec<_>>(), 2);
}
