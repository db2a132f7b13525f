//! Invented records and what the policy must make of them: the law's own examples, run through the real engine.

use crate::index::{ConditionIndex, ItemIndex, TableIndex};
use std::sync::Arc;

use rust_decimal::Decimal;

/// One example.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows.
    pub name: Arc<str>,
    /// The clause it shows.
    pub clause: Arc<str>,
    /// The award year.
    pub year: i32,
    /// The records, table by table, as a clerk would type them.
    pub given: Vec<GivenTable>,
    /// The lines it must come to, in the order of the award; `None`: not said.
    pub lines: Option<Vec<Expected>>,
    /// The status of the first firm, by id.
    pub status: Option<Arc<str>>,
    /// What the first firm is paid: `Some(None)` if that is not known.
    pub payable: Option<Option<Decimal>>,
    /// The results of conditions of the first firm, by index.
    pub conditions: Vec<(ConditionIndex, Option<bool>)>,
    /// The class of the cap of the first firm, by id.
    pub class: Option<Arc<str>>,
    /// Codes of findings the records must give.
    pub findings: Vec<Arc<str>>,
}

/// The records of one table, as they are typed.
#[derive(Clone, Debug)]
pub struct GivenTable {
    /// The table.
    pub table: TableIndex,
    /// The header.
    pub header: Vec<Arc<str>>,
    /// The cells, row by row.
    pub rows: Vec<Vec<Arc<str>>>,
}

/// One line as it must be. What is not said is not compared.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The item.
    pub item: ItemIndex,
    /// The record's name.
    pub record: Option<Arc<str>>,
    /// The word of its standing.
    pub standing: Option<Arc<str>>,
    /// Its status, by id.
    pub status: Option<Arc<str>>,
    /// The amount before limits: `Some(None)` if that is not known.
    pub amount: Option<Option<Decimal>>,
    /// The amount after limits.
    pub net: Option<Decimal>,
    /// What is paid: `Some(None)` if that is not known.
    pub paid: Option<Option<Decimal>>,
}
