//! The checked tree of a formula: every name resolved, every type known.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::texts::Symbol;

/// What an expression yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A plain number.
    Number,
    /// Yuan.
    Money,
    /// A share, shown as percent.
    Share,
    /// A calendar year.
    Year,
    /// A calendar day.
    Date,
    /// A text.
    Text,
    /// True or false.
    Bool,
}

impl Type {
    /// May it stand where a number is wanted?
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Number | Self::Money | Self::Share | Self::Year)
    }

    /// The word a person reads.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Number => "数字",
            Self::Money => "金额",
            Self::Share => "比例",
            Self::Year => "年度",
            Self::Date => "日期",
            Self::Text => "文字",
            Self::Bool => "是否",
        }
    }
}

/// `=`, `<>`, `<`, `<=`, `>`, `>=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// `+`, `-`, `*`, `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`; undetermined unless the denominator is positive.
    Divide,
}

/// The functions a policy may use, all of them known to every Excel, WPS and LibreOffice but `UNIT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `AND`, three-valued.
    And,
    /// `OR`, three-valued.
    Or,
    /// `NOT`.
    Not,
    /// `IF`; only the branch taken must be known.
    If,
    /// `ISBLANK`: is the value unknown?
    IsBlank,
    /// `YEAR` of a day.
    Year,
    /// `DATE(year, month, day)`.
    Date,
    /// `MAX`.
    Max,
    /// `MIN`.
    Min,
    /// `ABS`.
    Abs,
    /// `UNIT(column)`: how many yuan one unit of the column is in the sheet at hand.
    Unit,
}

/// A node of the tree. `R` says what a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression<R> {
    /// A number; `percent` if it was written with `%`.
    Number {
        /// The exact figure.
        value: Decimal,
        /// Written with `%`?
        percent: bool,
    },
    /// A text.
    Text(Symbol, Arc<str>),
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// A column, fact, parameter or the award year.
    Name {
        /// What it stands for.
        target: R,
        /// As it is written.
        name: Arc<str>,
        /// Its type.
        kind: Type,
    },
    /// A comparison.
    Compare(Comparison, Box<Self>, Box<Self>),
    /// A calculation.
    Arithmetic(Arithmetic, Box<Self>, Box<Self>),
    /// `-x`.
    Negate(Box<Self>),
    /// A function's call.
    Call(Function, Vec<Self>),
}

/// A checked formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula<R> {
    /// As it is written in the policy.
    pub source: Arc<str>,
    /// The tree.
    pub root: Expression<R>,
    /// What it yields.
    pub kind: Type,
}

impl<R: Copy> Formula<R> {
    /// Every name in the formula, in the order written, with repetitions.
    #[must_use]
    pub fn names(&self) -> Vec<(R, &Arc<str>, Type)> {
        let mut found = Vec::new();
        self.root.visit(&mut |node| {
            if let Expression::Name { target, name, kind } = node {
                found.push((*target, name, *kind));
            }
        });
        found
    }

    /// The parts of a conjunction, or the formula itself: what a person checks one after the other.
    #[must_use]
    pub fn conjuncts(&self) -> Vec<&Expression<R>> {
        match &self.root {
            Expression::Call(Function::And, parts) => parts.iter().collect(),
            other => vec![other],
        }
    }
}

impl<R> Expression<R> {
    /// Calls `see` for this node and all below, parents first.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        match self {
            Self::Compare(_, left, right) | Self::Arithmetic(_, left, right) => {
                left.visit(see);
                right.visit(see);
            }
            Self::Negate(inner) => inner.visit(see),
            Self::Call(_, parts) => parts.iter().for_each(|part| part.visit(see)),
            Self::Number { .. } | Self::Text(..) | Self::Bool(_) | Self::Name { .. } => {}
        }
    }
}
