//! What the document wants beside the awards: targets, and lists of firms or records to look after. Neither changes an award.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Expr;
use crate::index::{ColumnIndex, ParameterIndex, TableIndex};

/// A target of the document.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Its name.
    pub name: Arc<str>,
    /// The figure to reach.
    pub aim: Aim,
    /// Is it to be reached anew each year? Otherwise by the end of the document's last year.
    pub each_year: bool,
    /// Its unit.
    pub unit: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// How far the town is.
    pub measure: Measure,
}

/// The figure to reach.
#[derive(Clone, Copy, Debug)]
pub enum Aim {
    /// It is named.
    Figure(Decimal),
    /// So many times what the data has of a year before the document.
    Multiple {
        /// That year.
        year: i32,
        /// How many times.
        times: Decimal,
    },
    /// The document names none: it is only counted.
    Unnamed,
}

/// How a target is measured.
#[derive(Clone, Debug)]
pub enum Measure {
    /// Firms for which the formula holds.
    Firms(Expr),
    /// Records of a table for which the formula holds.
    Records(TableIndex, Expr),
    /// The same records, by the year in this column: how many a year, from the document's first year on.
    Yearly(TableIndex, Expr, ColumnIndex),
    /// The sum of a figure over the firms for which the first formula holds, in units of the last.
    Sum(Expr, Expr, Decimal),
    /// What an office tells for each year; nothing the data could show.
    Entered(Vec<Entered>),
}

/// The table of what offices tell for each year: it is no firm's.
#[derive(Clone, Copy, Debug)]
pub struct Reported {
    /// The table.
    pub table: TableIndex,
    /// The column that names the target.
    pub target: ColumnIndex,
    /// The column of the year.
    pub year: ColumnIndex,
    /// The column of the figure, in the target's unit.
    pub value: ColumnIndex,
    /// The column that says who tells it.
    pub by: ColumnIndex,
}

/// A figure that an office tells.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The year.
    pub year: i32,
    /// The figure, in the target's unit.
    pub value: Decimal,
    /// Who told it.
    pub source: Arc<str>,
}

impl Goal {
    /// Is the figure one of a year, so that it does not grow towards the document's end?
    #[must_use]
    pub const fn is_yearly(&self) -> bool {
        self.each_year || matches!(self.measure, Measure::Yearly(..))
    }
}

/// A list of firms or records that the document wants drawn up.
#[derive(Clone, Debug)]
pub struct List {
    /// Its name.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// What it is for.
    pub purpose: Arc<str>,
    /// The table whose records it lists; none: firms.
    pub table: Option<TableIndex>,
    /// Who or what is on it, over the firm or the record.
    pub of: Expr,
    /// Only firms to which this award gives anything, before the cap?
    pub awarded: bool,
    /// What it is ranked by, the most first; by several, the sum of the places counts. None: in the order read.
    pub ranked: Vec<Shown>,
    /// The parameter that says how many are taken; none: all.
    pub most: Option<ParameterIndex>,
    /// What else is shown.
    pub columns: Vec<Shown>,
}

/// A figure of a list.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its heading.
    pub name: Arc<str>,
    /// What it is, over the firm or the record.
    pub of: Expr,
}
