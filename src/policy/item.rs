//! An award item: how its amount is found, what limits it, who is paid.

use std::sync::Arc;

use super::{Continuity, Expr};
use crate::index::{
    CapIndex, ColumnIndex, ConditionIndex, ItemIndex, ParameterIndex, RecordConditionIndex, SharedLimitIndex,
    StandingIndex, TableIndex,
};
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
    pub table: TableIndex,
    /// Which records make a line.
    pub counts: Expr,
    /// The column that dates a record, where one does.
    pub date: Option<ColumnIndex>,
    /// The column that names a record.
    pub record: Option<ColumnIndex>,
    /// Whose standing its records have.
    pub standing: Option<StandingIndex>,
    /// How its amount is found, part by part.
    pub method: Method,
    /// What is paid on top.
    pub plus: Vec<Surcharge>,
    /// The most that is paid on top, all together.
    pub plus_most: Option<Expr>,
    /// What is taken off: what was paid before, say.
    pub less: Option<Expr>,
    /// All of it together, exact: what is then rounded to fen, and is never below nothing.
    pub amount: Expr,
    /// Columns that a decision has to fill; blank: pending.
    pub needs: Vec<ColumnIndex>,
    /// Who fills them.
    pub supplier: Arc<str>,
    /// Limits over records or over the firm's year.
    pub limits: Vec<Limit>,
    /// The policy's limits over several items that this one is within, by index.
    pub within: Vec<SharedLimitIndex>,
    /// Barred if the record was awarded before.
    pub once: Option<Once>,
    /// Of the lines that agree in `by`, only the first by `order` stays.
    pub one_per: Option<OnePer>,
    /// Which of its records are only provisional.
    pub provisional: Option<Provisional>,
    /// Of the lines of all firms, only the first are awarded.
    pub quota: Option<Quota>,
    /// Lines of one matter inside the item: the higher stays. The column that names the matter.
    pub higher_by: Option<(ColumnIndex, Arc<str>)>,
    /// Conditions of the firm that must pass, by index.
    pub requires: Vec<ConditionIndex>,
    /// Conditions of the record that must pass, by index in the policy's record conditions.
    pub asks: Vec<RecordConditionIndex>,
    /// Does it count toward the cap?
    pub counts_toward_cap: bool,
    /// The cap it counts toward, where the policy has one.
    pub cap: Option<CapIndex>,
    /// Who is paid; the first of several.
    pub payee: Payee,
    /// Where several are paid, each with its share of what a line is paid; else none.
    pub payees: Vec<PayeePart>,
    /// Who bears it: by index in the policy's funders, with the parameter of the share. Together they bear all; none: nobody asks.
    pub funders: Vec<(usize, ParameterIndex)>,
    /// What an auditor should know.
    pub note: Arc<str>,
}

impl Item {
    /// Is all that it pays the firm's own?
    #[must_use]
    pub fn is_the_firms(&self) -> bool {
        self.payees.is_empty() && self.payee == Payee::Firm
    }

    /// Could a past award bar a line, or use up its limit?
    #[must_use]
    pub fn rests_on_past(&self) -> bool {
        self.once.is_some() || self.is_matched_with_past()
    }

    /// The same, and by the record that the past award names?
    #[must_use]
    pub fn is_matched_with_past(&self) -> bool {
        self.once.as_ref().is_some_and(|once| once.of == OnceOf::Record)
            || self.limits.iter().any(|limit| limit.over == Span::KeyLife)
    }
}

/// How an amount is found, part by part, for people and for what shows each part. Each part is a quantity: a figure, a table by what
/// some names hold, steps by a figure, or a formula.
#[derive(Clone, Debug)]
pub enum Method {
    /// An amount, times a quantity.
    Fixed {
        /// The amount.
        amount: Expr,
        /// How many; one where absent.
        quantity: Option<Expr>,
    },
    /// A rate times a base.
    Rate {
        /// The base, in yuan.
        base: Expr,
        /// The rate.
        rate: Expr,
    },
    /// Steps by one figure.
    Tiers {
        /// What is paid on: the figure that is held against the steps, unless that is another one.
        base: Expr,
        /// What the steps give.
        amount: Expr,
    },
    /// An amount decided elsewhere, within bounds.
    Entered {
        /// The amount as it was entered.
        entered: Expr,
        /// The least that is paid.
        floor: Option<Expr>,
        /// The most that is paid.
        ceiling: Option<Expr>,
    },
}

impl Method {
    /// What the amount is computed from, where there is something.
    #[must_use]
    pub const fn base(&self) -> Option<&Expr> {
        match self {
            Self::Fixed { quantity, .. } => quantity.as_ref(),
            Self::Rate { base, .. } | Self::Tiers { base, .. } => Some(base),
            Self::Entered { entered, .. } => Some(entered),
        }
    }

    /// The rate, the amount for one, or the ceiling: what is held against the base.
    #[must_use]
    pub const fn standard(&self) -> Option<&Expr> {
        match self {
            Self::Fixed { amount, .. } => Some(amount),
            Self::Rate { rate, .. } => Some(rate),
            Self::Entered { ceiling, .. } => ceiling.as_ref(),
            Self::Tiers { .. } => None,
        }
    }
}

/// Records that pay as they are, with a warning.
#[derive(Clone, Debug)]
pub struct Provisional {
    /// Which records, over the record.
    pub when: Expr,
    /// What is lacking, in words.
    pub reason: Arc<str>,
}

/// What is paid on top of an item's amount.
#[derive(Clone, Debug)]
pub struct Surcharge {
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// When it is paid, over the record; always where absent.
    pub when: Option<Expr>,
    /// How much.
    pub amount: Expr,
}

/// A limit over several lines, used up in line order.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The amount. Over the record for a limit on each; over the firm for one on its year.
    pub amount: Expr,
    /// What it is a limit over.
    pub over: Span,
    /// Its name for people, such as `每份合同累计`.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
}

/// A limit over several items.
#[derive(Clone, Debug)]
pub struct SharedLimit {
    /// The items, in the policy's order.
    pub items: Vec<ItemIndex>,
    /// The limit; its amount is over the firm.
    pub limit: Limit,
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
    /// The same, and past awards of the item use it up.
    FirmLife,
}

impl Span {
    /// Is it over the firm, so that it follows the comparison of the same matter?
    #[must_use]
    pub const fn is_of_firm(self) -> bool {
        matches!(self, Self::FirmYear | Self::FirmLife)
    }

    /// Do past awards use it up?
    #[must_use]
    pub const fn remembers(self) -> bool {
        matches!(self, Self::KeyLife | Self::FirmLife)
    }
}

/// A rule against paying for one record again.
#[derive(Clone, Debug)]
pub struct Once {
    /// How many past years count; `None`: for ever.
    pub years: Option<i32>,
    /// How often it may be awarded; at least once.
    pub times: usize,
    /// The parameter that holds `years`.
    pub parameter: Option<ParameterIndex>,
    /// What is awarded once.
    pub of: OnceOf,
    /// Its name for people.
    pub reason: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
}

/// What is awarded once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnceOf {
    /// A record.
    Record,
    /// A standing, of these: a firm was awarded it in an earlier year if it has a record of that year with the same standing.
    Standing(Vec<Continuity>),
    /// The firm, whatever the record.
    Firm,
}

/// Of the lines of all firms only the first are awarded.
#[derive(Clone, Debug)]
pub struct Quota {
    /// How many; at least one.
    pub places: usize,
    /// The last ranks of which each gives something else than the next; the last of them is that of the places.
    pub edges: Vec<usize>,
    /// The columns that form a group with places of its own; none: all together.
    pub by: Vec<ColumnIndex>,
    /// What orders them, least first.
    pub order: Expr,
    /// Why the others are barred.
    pub reason: Arc<str>,
}

/// Only the first lines of a group stay.
#[derive(Clone, Debug)]
pub struct OnePer {
    /// The columns that form the group; none: the firm's whole year.
    pub by: Vec<ColumnIndex>,
    /// What orders the group, least first; ties: the order read.
    pub order: Expr,
    /// How many stay; at least one.
    pub keep: usize,
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
    Person(ColumnIndex),
    /// A carrier (incubator) named in a column of the record.
    Carrier(ColumnIndex),
}

impl Payee {
    /// The column of its name; none for the firm.
    #[must_use]
    pub const fn column(self) -> Option<ColumnIndex> {
        match self {
            Self::Firm => None,
            Self::Person(column) | Self::Carrier(column) => Some(column),
        }
    }
}

/// One of several payees of a line.
#[derive(Clone, Debug)]
pub struct PayeePart {
    /// Who it is; of members, the column is one of their table.
    pub payee: Payee,
    /// The parameter of its share; none: all.
    pub share: Option<ParameterIndex>,
    /// Those who share it, where several do.
    pub members: Option<Members>,
}

/// Those who share a part: the firm's records of another table that name the item's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// Their table.
    pub table: TableIndex,
    /// The column that names the item's record.
    pub same: ColumnIndex,
    /// The column of each one's share; none: equal ones.
    pub part: Option<ColumnIndex>,
}

/// Two or more items that may pay for the same record.
#[derive(Clone, Debug)]
pub struct Rival {
    /// The items, in the policy's order.
    pub items: Vec<ItemIndex>,
    /// Are they compared over the whole firm, and not record by record?
    pub over_firm: bool,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
}
