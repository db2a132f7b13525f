//! What kind of figure a rule wants where it takes a quantity.

use super::Target;
use crate::formula::{Expression, Type};
use crate::index::{ColumnIndex, StandingIndex, TableIndex};

/// How steps say that they go by the rank among all firms.
pub(super) const RANK: &str = "rank";

/// A node of a checked formula of the policy.
pub(super) type Node = Expression<Target>;

/// Whose quantity it is, and what it must be.
pub(super) struct Wanted<'a> {
    pub owner: &'a str,
    pub clause: &'a str,
    /// What it is called in its parameters' names, such as `奖励额`.
    pub what: &'a str,
    pub kind: Type,
    /// The table of the records it is over; none: the firm.
    pub table: Option<TableIndex>,
    /// The standing of the records; `Some(None)` if that is at fault.
    pub standing: Option<Option<StandingIndex>>,
    /// The column that dates the records.
    pub date: Option<ColumnIndex>,
    /// Are the records ranked among those of all firms?
    pub ranked: bool,
    /// May it be without bound? Else what a value without a figure writes.
    pub unlimited: bool,
}
