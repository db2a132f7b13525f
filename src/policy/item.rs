//! An award item: how its amount is found, what limits it, who is paid.

use std::sync::Arc;

use super::Expr;
use crate::texts::Symbol;

/// An award item.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its permanent id.
    pub id: Arc<str>,
    /// The id as data holds it.
    pub symbol: Symbol,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// The table of its records.
    pub table: usize,
    /// Which records make a line.
    pub counts: Expr,
    /// The column that names a record.
    pub record: Option<usize>,
    /// Whose standing its records have.
    pub standing: Option<usize>,
    /// How its amount is found.
    pub method: Method,
    /// Columns that a decision has to fill; blank: pending.
    pub needs: Vec<usize>,
    /// Who fills them.
    pub supplier: Arc<str>,
    /// Limits over records or over the firm's year.
    pub limits: Vec<Limit>,
    /// Barred if the record was awarded before.
    pub once: Option<Once>,
    /// Of the lines that agree in `by`, only the first by `order` stays.
    pub one_per: Option<OnePer>,
    /// Lines of one matter inside the item: the higher stays. The column that names the matter.
    pub higher_by: Option<(usize, Arc<str>)>,
    /// Conditions that must pass, by index.
    pub requires: Vec<usize>,
    /// Does it count toward the cap?
    pub counts_toward_cap: bool,
    /// Who is paid.
    pub payee: Payee,
    /// What an auditor should know.
    pub note: Arc<str>,
}

impl Item {
    /// Could a past award bar a line, or use up its limit?
    #[must_use]
    pub fn rests_on_past(&self) -> bool {
        self.once.is_some() || self.limits.iter().any(|limit| limit.over == Span::KeyLife)
    }
}

/// How an amount is found.
#[derive(Clone, Debug)]
pub enum Method {
    /// A constant, or one looked up, times a quantity.
    Fixed {
        /// The amount, or the table of amounts.
        amount: Lookup,
        /// How many; one where absent.
        quantity: Option<Expr>,
    },
    /// A rate times a base.
    Rate {
        /// The base, in yuan.
        base: Expr,
        /// The rate's parameter.
        rate: usize,
        /// A column of the record that overrides the rate where it is filled.
        column: Option<usize>,
    },
    /// A table over one figure.
    Tiers {
        /// The figure.
        base: Expr,
        /// The tiers, by rising threshold.
        tiers: Vec<Tier>,
        /// Does each tier apply to its own part of the base only?
        marginal: bool,
    },
    /// An amount decided elsewhere, within bounds.
    Entered {
        /// The column that holds it.
        column: usize,
        /// The most that is paid.
        ceiling: Option<Lookup>,
    },
}

/// A figure, or a table of figures.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// One parameter.
    One(usize),
    /// By the value of a column of the record: the value and its parameter.
    ByColumn(usize, Vec<(Symbol, usize)>),
    /// By the record's standing: first, continuous, again.
    ByStanding([usize; 3]),
}

/// One step of a [`Method::Tiers`].
#[derive(Clone, Debug)]
pub struct Tier {
    /// The parameter of the threshold.
    pub from: usize,
    /// Is the threshold itself in the tier?
    pub inclusive: bool,
    /// What the tier pays.
    pub pays: TierPays,
}

/// What a tier pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierPays {
    /// A parameter holding an amount.
    Amount(usize),
    /// A parameter holding a rate of the base.
    Rate(usize),
}

/// A limit over several lines, used up in line order.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The parameter that holds the amount.
    pub parameter: usize,
    /// What it is a limit over.
    pub over: Span,
    /// Its name for people, such as `每份合同累计`.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
}

/// What a limit is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Each line by itself.
    Record,
    /// All lines of this year that name the same record.
    Key,
    /// The same, and past awards of the record use it up.
    KeyLife,
    /// All lines of the item for the firm in the award year.
    FirmYear,
}

/// A rule against paying for one record again.
#[derive(Clone, Debug)]
pub struct Once {
    /// How many past years count; `None`: for ever.
    pub years: Option<i32>,
    /// The parameter that holds `years`.
    pub parameter: Option<usize>,
    /// Its name for people.
    pub reason: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
}

/// Only the first line of a group stays.
#[derive(Clone, Debug)]
pub struct OnePer {
    /// The columns that form the group; none: the firm's whole year.
    pub by: Vec<usize>,
    /// What orders the group, least first; ties: the order read.
    pub order: Expr,
    /// Why the others are barred.
    pub reason: Arc<str>,
    /// Is each barred line also a warning?
    pub warn: bool,
}

/// Who is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payee {
    /// The firm.
    Firm,
    /// A person named in a column of the record.
    Person(usize),
    /// A carrier (incubator) named in a column of the record.
    Carrier(usize),
}

/// Two or more items that may pay for the same record.
#[derive(Clone, Debug)]
pub struct Rival {
    /// The items, in the policy's order.
    pub items: Vec<usize>,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
}
