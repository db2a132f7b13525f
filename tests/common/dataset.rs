//! Text tables as data: a rule is tested beside the words of its clause, without a spreadsheet.
//!
//! ```text
//! 资质认定
//! 统一社会信用代码 | 类别         | 认定日期
//! A                | 高新技术企业 | 2022-05-01
//! ```
//! A block is a table's name, its header, then its records; an empty line ends it. An empty cell is a blank. A column that is not
//! written is blank too. A header may say （万元）.

use std::sync::Arc;

use chrono::NaiveDate;
use jiangbu::money::Money;
use jiangbu::policy::{Blank, Kind, Policy};
use jiangbu::tables::{Blanks, Dataset, Input, SourceSheet, TableData, Values};
use jiangbu::texts::Texts;
use rust_decimal::Decimal;
use typed_index_collections::TiVec;

/// The data that `text` describes, typed by the policy's columns.
pub fn dataset(policy: &Policy, text: &str) -> Dataset {
    let mut data = empty(policy);
    for block in blocks(text) {
        fill(policy, &mut data, &block);
    }
    data
}

/// A block of the text: the table's name, its header's cells, its records' cells.
pub struct Block {
    pub table: String,
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The blocks of `text`, unread.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let groups = lines.split(|line| line.is_empty()).filter(|group| !group.is_empty());
    groups
        .map(|group| Block {
            table: group[0].to_owned(),
            header: cells(group.get(1).unwrap_or_else(|| panic!("“{}” has no header", group[0]))),
            rows: group[2..].iter().map(|row| cells(row)).collect(),
        })
        .collect()
}

fn cells(line: &str) -> Vec<String> {
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// No record in any table; one sheet a table.
pub fn empty(policy: &Policy) -> Dataset {
    let file: Arc<str> = "数据.xlsx".into();
    let mut data = Dataset {
        inputs: vec![Input { file: Arc::clone(&file), bytes: 0, sha256: String::new() }],
        texts: policy.texts.clone(),
        ..Dataset::default()
    };
    for (index, table) in policy.tables.iter_enumerated() {
        let columns = (0..).zip(&table.columns).map(|(i, _)| Some(i)).collect();
        let units = vec![Decimal::ONE; table.columns.len()].into();
        data.sheets.push(SourceSheet {
            file: Arc::clone(&file),
            name: Arc::clone(&table.name),
            table: index,
            columns,
            units,
            blanks: Blanks::default(),
            title: None,
            carried: false,
        });
        let columns = table.columns.iter().map(|column| match column.kind {
            Kind::Money { .. } => Values::Money(TiVec::new()),
            Kind::Number | Kind::Percent => Values::Number(TiVec::new()),
            Kind::Year => Values::Year(TiVec::new()),
            Kind::Date => Values::Date(TiVec::new()),
            _ => Values::Text(TiVec::new()),
        });
        data.tables.push(TableData { columns: columns.collect(), ..TableData::default() });
    }
    data
}

/// Adds the block's records to its table.
pub fn fill(policy: &Policy, data: &mut Dataset, block: &Block) {
    let index = policy.tables.position(|table| *table.name == block.table);
    let index = index.unwrap_or_else(|| panic!("no table “{}”", block.table));
    let declared = &policy.tables[index];
    let mut columns = Vec::new();
    for title in &block.header {
        let (name, in_wan) = title.strip_suffix("（万元）").map_or((title.as_str(), false), |name| (name, true));
        let column = declared.column(name).unwrap_or_else(|| panic!("no column “{name}” in {}", declared.name));
        if in_wan {
            data.sheets.raw[usize::from(index)].units[column] = Decimal::from(10_000);
        }
        columns.push(column);
    }
    for row in &block.rows {
        assert_eq!(row.len(), columns.len(), "{}: {row:?}", declared.name);
        for (at, column) in declared.columns.iter_enumerated() {
            let written = columns.iter().position(|known| *known == at).map_or("", |i| row[i].as_str());
            let unit = data.sheets.raw[usize::from(index)].units[at];
            push(policy, &mut data.tables[index].columns[at], &mut data.texts, column, written, unit);
        }
        let table = &mut data.tables[index];
        table.sheet.push(usize::from(index).into());
        table.row.push(u32::try_from(table.row.len() + 1).expect("few rows"));
        table.account.rows += 1;
    }
}

fn push(
    policy: &Policy,
    values: &mut Values,
    texts: &mut Texts,
    column: &jiangbu::policy::Column,
    written: &str,
    unit: Decimal,
) {
    let number = || match (written, &column.blank) {
        ("", Some(Blank::Number(blank))) => Some(*blank),
        ("", _) => None,
        _ => Some(decimal(written)),
    };
    match values {
        Values::Money(values) => values.push(number().map(|number| Money::yuan(number * unit))),
        Values::Number(values) => values.push(number()),
        Values::Year(values) => values.push((!written.is_empty()).then(|| written.parse().expect("a year"))),
        Values::Date(values) => values.push((!written.is_empty()).then(|| day(written))),
        Values::Text(values) => values.push(match (written, &column.blank) {
            ("", Some(Blank::Text(blank))) => Some(*blank),
            ("", _) => None,
            _ => Some(texts.add(&known(policy, column, written))),
        }),
    }
}

/// A list holds its own values only, an item is held by its id.
fn known(policy: &Policy, column: &jiangbu::policy::Column, written: &str) -> String {
    match &column.kind {
        Kind::List(values) => {
            let listed = values.iter().any(|value| *value.text == *written);
            assert!(listed, "“{}” has no value “{written}”", column.name);
        }
        Kind::Item => {
            let item = policy.items.iter().find(|item| *item.id == *written || *item.name == *written);
            return item.unwrap_or_else(|| panic!("no item “{written}”")).id.to_string();
        }
        _ => {}
    }
    written.to_owned()
}

fn decimal(written: &str) -> Decimal {
    let plain = written.replace(',', "");
    match plain.strip_suffix('%') {
        Some(percent) => Decimal::from_str_exact(percent).expect("a percent") / Decimal::ONE_HUNDRED,
        None => Decimal::from_str_exact(&plain).unwrap_or_else(|_| panic!("no number: {written}")),
    }
}

fn day(written: &str) -> NaiveDate {
    NaiveDate::parse_from_str(written, "%Y-%m-%d").unwrap_or_else(|_| panic!("no day: {written}"))
}
