//! Which edition of a blank workbook one has: the document's number and a mark of its tables, so that one made for another document, or before
//! the tables were changed, is told.

use super::{Kind, Policy};
use crate::checksum::sha256;
use crate::index::TableIndex;

/// What stands before the edition in a blank workbook.
pub const EDITION: &str = "模板版本：";

/// How many digits of a checksum the mark has.
const DIGITS: usize = 8;

impl Policy {
    /// The tables of each blank workbook, in the policy's order; at last those that no workbook has.
    #[must_use]
    pub fn blank_tables(&self) -> Vec<Vec<TableIndex>> {
        let mut all: Vec<Vec<TableIndex>> = self.workbooks.iter().map(|workbook| workbook.tables.clone()).collect();
        let placed = |table: &TableIndex| self.workbooks.iter().any(|workbook| workbook.tables.contains(table));
        all.push(self.tables.keys().filter(|table| !placed(table)).collect());
        all.retain(|tables| !tables.is_empty());
        all
    }

    /// The edition of the blank workbook with `tables`: `临政字〔2022〕37号　表式 3f2a9c81`. What is filled in decides it: names, kinds of cells,
    /// values to choose from; not explanations, examples and bounds.
    #[must_use]
    pub fn edition(&self, tables: &[TableIndex]) -> String {
        let mut said = String::new();
        for table in tables.iter().map(|table| &self.tables[*table]) {
            said.push_str(&format!("{}\n", table.name));
            for column in &table.columns {
                said.push_str(&format!("{}\t{}\t{}\n", column.name, self.kind(&column.kind), column.unit));
            }
        }
        format!("{}　表式 {}", self.number, &sha256(said.as_bytes())[..DIGITS])
    }

    fn kind(&self, kind: &Kind) -> String {
        match kind {
            Kind::Money { .. } => "money".to_owned(),
            Kind::Number => "number".to_owned(),
            Kind::Percent => "percent".to_owned(),
            Kind::Year => "year".to_owned(),
            Kind::Date => "date".to_owned(),
            Kind::Text => "text".to_owned(),
            Kind::List(values) => values.iter().map(|value| &*value.text).collect::<Vec<_>>().join("\t"),
            Kind::Code(numbering) => numbering.id().to_owned(),
            Kind::Patent { .. } => "patent".to_owned(),
            Kind::Item => self.items.iter().map(|item| &*item.name).collect::<Vec<_>>().join("\t"),
        }
    }
}
