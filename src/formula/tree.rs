//! The checked tree of a formula: every name resolved, every type known.

use std::cmp::Ordering;
use std::ops::Range;
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

impl Comparison {
    /// The same with its sides changed over.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::More => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }

    /// What holds where it does not.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::Unequal,
            Self::Unequal => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::More,
            Self::More => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    /// Does it hold of two sides in this order?
    #[must_use]
    pub const fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::More => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
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
    /// `INT`: the whole number below.
    Int,
    /// `ROUND(x, digits)`, half away from zero.
    Round,
    /// `ROUNDDOWN(x, digits)`, toward zero.
    RoundDown,
    /// `ROUNDUP(x, digits)`, away from zero.
    RoundUp,
    /// `MONTH` of a day.
    Month,
    /// `DAY` of the month of a day.
    Day,
    /// `EDATE(day, months)`: so many months later; a month that is too short gives its last day.
    MonthsLater,
    /// `DATEDIF(from, to, "Y")`: full years, months or days between two days.
    Elapsed(Span),
    /// `ATLEAST(n, test, …)`: n of the tests hold; three-valued.
    AtLeast,
    /// `UNIT(column)`: how many yuan one unit of the column is in the sheet at hand.
    Unit,
}

/// What [`Function::Elapsed`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Full years.
    Years,
    /// Full months.
    Months,
    /// Days.
    Days,
}

/// What each of a table's names must hold (`None`: anything), and the figure.
pub type Row<R> = (Vec<Option<Expression<R>>>, Expression<R>);

/// A figure chosen by what one or several names hold: a table of amounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice<R> {
    /// What chooses.
    pub by: Vec<Expression<R>>,
    /// For each row, what `by` must hold (`None`: anything), and the figure. The first row that holds.
    pub rows: Vec<Row<R>>,
    /// The figure where no row holds.
    pub otherwise: Option<Expression<R>>,
}

/// A figure chosen by the step that another figure reaches.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale<R> {
    /// The figure that is held against the steps.
    pub by: Expression<R>,
    /// The steps, by rising threshold. Below the first there is nothing.
    pub steps: Vec<ScaleStep<R>>,
    /// Does each step give its figure for each unit of its own part of `by`? Otherwise the last step reached gives its own.
    pub marginal: bool,
}

/// One step of a [`Scale`].
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleStep<R> {
    /// The threshold.
    pub from: Expression<R>,
    /// Is the threshold itself in the step?
    pub inclusive: bool,
    /// What the step gives.
    pub gives: Expression<R>,
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
    /// A figure from a table by what some names hold. No formula's text has it: a policy writes it as a table.
    Choice(Box<Choice<R>>),
    /// A figure by steps; written as a table as well.
    Scale(Box<Scale<R>>),
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
    /// The bytes of the policy's file where it is written; [`NOWHERE`] for one that follows from other keys.
    pub place: Range<usize>,
}

/// The place of what the file does not say.
pub const NOWHERE: Range<usize> = usize::MAX..usize::MAX;

impl<R: Copy> Formula<R> {
    /// The same, written at `place`.
    #[must_use]
    pub fn at(self, place: Range<usize>) -> Self {
        Self { place, ..self }
    }

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
    /// Does any name below refer to such a thing?
    pub fn refers(&self, is: impl Fn(&R) -> bool) -> bool {
        let mut found = false;
        self.visit(&mut |node| found |= matches!(node, Self::Name { target, .. } if is(target)));
        found
    }

    /// Calls `see` for this node and all below, parents first.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        self.parts().into_iter().for_each(|part| part.visit(see));
    }

    /// The node with `figure` for every part that is `part`.
    #[must_use]
    pub fn with(&self, part: &Self, figure: &Self) -> Self
    where
        R: Copy + PartialEq,
    {
        if self == part {
            return figure.clone();
        }
        let boxed = |node: &Self| Box::new(node.with(part, figure));
        match self {
            Self::Compare(op, left, right) => Self::Compare(*op, boxed(left), boxed(right)),
            Self::Arithmetic(op, left, right) => Self::Arithmetic(*op, boxed(left), boxed(right)),
            Self::Negate(inner) => Self::Negate(boxed(inner)),
            Self::Call(function, parts) => {
                Self::Call(*function, parts.iter().map(|node| node.with(part, figure)).collect())
            }
            other => other.clone(),
        }
    }

    /// The nodes right below, in the order written.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Compare(_, left, right) | Self::Arithmetic(_, left, right) => vec![left, right],
            Self::Negate(inner) => vec![inner],
            Self::Call(_, parts) => parts.iter().collect(),
            Self::Choice(choice) => {
                let figures = choice.rows.iter().map(|(_, figure)| figure);
                choice.by.iter().chain(figures).chain(&choice.otherwise).collect()
            }
            Self::Scale(scale) => {
                let steps = scale.steps.iter().flat_map(|step| [&step.from, &step.gives]);
                std::iter::once(&scale.by).chain(steps).collect()
            }
            Self::Number { .. } | Self::Text(..) | Self::Bool(_) | Self::Name { .. } => Vec::new(),
        }
    }
}
