//! How the cells of one column are read, and what reading one gives.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::plan::Choices;
use super::unit::Unit;
use crate::finding::Entry;
use crate::money::Money;
use crate::policy::Column;
use crate::texts::Symbol;

/// A column of a sheet: what the policy says of it, and what the sheet's header does.
#[derive(Clone, Copy, Debug)]
pub struct Field<'p> {
    /// The policy's column.
    pub column: &'p Column,
    /// The words its cells may hold.
    pub choices: Option<&'p Choices>,
    /// The unit of its amounts.
    pub unit: Unit,
    /// Does the header say (%)?
    pub percent: bool,
}

/// A typed value; `None` is "not known".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// Yuan.
    Money(Option<Money>),
    /// A number or a share.
    Number(Option<Decimal>),
    /// A calendar year.
    Year(Option<i32>),
    /// A calendar day.
    Date(Option<NaiveDate>),
    /// A text, a list value, a code, an item's id.
    Text(Option<Symbol>),
}

/// What is to be said about a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellIssue {
    /// The kind of finding.
    pub entry: &'static Entry,
    /// What was expected, in Chinese.
    pub expected: String,
    /// What else this case has to tell.
    pub why: String,
}

impl CellIssue {
    /// An issue that has nothing else to tell.
    #[must_use]
    pub fn new(entry: &'static Entry, expected: impl Into<String>) -> Self {
        Self { entry, expected: expected.into(), why: String::new() }
    }

    /// The same, with what else this case has to tell.
    #[must_use]
    pub fn because(self, why: impl Into<String>) -> Self {
        Self { why: why.into(), ..self }
    }
}

/// A cell that has been read, with what is to be warned of; or why it is an error.
pub type Read = Result<(Parsed, Option<CellIssue>), CellIssue>;
