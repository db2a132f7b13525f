//! What is known of a firm beyond its row in the register, and the conditions it must meet.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Expr, Policy};
use crate::formula::Type;
use crate::index::{ColumnIndex, ParameterIndex, StandingIndex, TableIndex};
use crate::texts::Symbol;

/// Something known of a firm from another table, used like a column.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub name: Arc<str>,
    /// What it yields.
    pub kind: Type,
    /// The clause it serves.
    pub clause: Arc<str>,
    /// How it is found.
    pub source: Source,
    /// The records that it is about one by one; none: it is about the firm.
    pub each: Option<Each>,
}

impl Fact {
    /// Is it about each record of `table` by itself?
    #[must_use]
    pub fn is_each_of(&self, table: TableIndex) -> bool {
        self.each.as_ref().is_some_and(|each| each.table == table)
    }
}

/// A fact about each record of a table: of the fact's own table only the records that agree with it are looked at.
#[derive(Clone, Debug)]
pub struct Each {
    /// The table of the records it is about.
    pub table: TableIndex,
    /// Columns that must hold the same: of the fact's own table, and of `table`.
    pub same: Vec<(ColumnIndex, ColumnIndex)>,
}

/// How a fact is found among the firm's records.
#[derive(Clone, Debug)]
pub enum Source {
    /// Is there a record for which the formula holds? Three-valued over the records.
    Any {
        /// The table.
        table: TableIndex,
        /// The test of a record.
        holds: Expr,
    },
    /// How many records the formula holds for; undetermined if it is for one of them.
    Count {
        /// The table.
        table: TableIndex,
        /// The test of a record.
        holds: Expr,
    },
    /// The sum of a figure over the records the formula holds for.
    Sum {
        /// The table.
        table: TableIndex,
        /// The test of a record.
        holds: Expr,
        /// The figure.
        of: Expr,
    },
    /// A figure or text of the record the formula holds for; of several, the one with the greatest `latest` (the first read, without it).
    Value {
        /// The table.
        table: TableIndex,
        /// The test of a record.
        holds: Expr,
        /// What is taken from it.
        of: Expr,
        /// What orders several records.
        latest: Option<Expr>,
    },
    /// Has the firm a record that earns the given standing in the award year plus `offset`?
    Standing {
        /// Which kind of certificate.
        standing: StandingIndex,
        /// Years after the award year, mostly −1.
        offset: i32,
        /// Which standing.
        is: Continuity,
    },
    /// A formula over the firm's columns and earlier facts.
    Derived {
        /// The formula.
        of: Expr,
    },
}

impl Source {
    /// The table whose records are asked; none for what is derived from other facts.
    #[must_use]
    pub fn table(&self, policy: &Policy) -> Option<TableIndex> {
        match self {
            Self::Any { table, .. }
            | Self::Count { table, .. }
            | Self::Sum { table, .. }
            | Self::Value { table, .. } => Some(*table),
            Self::Standing { standing, .. } => Some(policy.standings[*standing].table),
            Self::Derived { .. } => None,
        }
    }

    /// Its formulas, the test of a record first.
    #[must_use]
    pub fn formulas(&self) -> Vec<&Expr> {
        match self {
            Self::Any { holds, .. } | Self::Count { holds, .. } => vec![holds],
            Self::Sum { holds, of, .. } => vec![holds, of],
            Self::Value { holds, of, latest, .. } => [holds, of].into_iter().chain(latest).collect(),
            Self::Derived { of } => vec![of],
            Self::Standing { .. } => Vec::new(),
        }
    }
}

/// First, continuous, or again after a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Continuity {
    /// No history at all.
    First,
    /// The last record still ran.
    Continuous,
    /// There was a break.
    Again,
}

/// A kind of certificate whose records have a standing.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its name.
    pub name: Arc<str>,
    /// The table of the records.
    pub table: TableIndex,
    /// Which records are of this kind.
    pub records: Expr,
    /// The day that dates a record.
    pub date: ColumnIndex,
    /// Which of them earn a standing of their own.
    pub grants: Expr,
    /// Which of them count as history.
    pub history: Expr,
    /// Which of the history can be continued.
    pub continues: Expr,
    /// For how many years after its own a record runs.
    pub valid_years: Decimal,
    /// The parameter that holds `valid_years`.
    pub parameter: ParameterIndex,
    /// The words for first, continuous and again.
    pub labels: [Arc<str>; 3],
    /// The same, as formulas compare them.
    pub symbols: [Symbol; 3],
}

/// A condition: passed, failed or undetermined.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its permanent id.
    pub id: Arc<str>,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// The requirement in words.
    pub requirement: Arc<str>,
    /// The test, over the firm.
    pub test: Expr,
    /// Who supplies what is missing.
    pub supplier: Arc<str>,
}

/// A condition of a record: what fails it makes a line that says so.
#[derive(Clone, Debug)]
pub struct RecordCondition {
    /// The condition; its test is over the records of `table`.
    pub condition: Condition,
    /// The table.
    pub table: TableIndex,
}
