//! The cap on what a firm is paid, and the fund it is paid from.

use std::sync::Arc;

use super::Expr;
use crate::index::ParameterIndex;

/// How a firm's money after the cap is spread over its counted lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// In proportion to the nets, in whole fen by the largest remainder.
    #[default]
    InProportion,
    /// In line order: the last lines bear the cut.
    InLineOrder,
}

/// The cap on a firm's counted lines.
#[derive(Clone, Debug)]
pub struct Cap {
    /// The increment as supplied, over the firm.
    pub increment: Expr,
    /// Who supplies it.
    pub supplier: Arc<str>,
    /// How what remains is spread over the lines.
    pub spread: Spread,
    /// What a payment that equals the cap gives away; empty: nothing that matters.
    pub shows: Arc<str>,
    /// The classes; the first with a way that holds applies.
    pub classes: Vec<CapClass>,
}

/// One class of the cap.
#[derive(Clone, Debug)]
pub struct CapClass {
    /// Its permanent id.
    pub id: Arc<str>,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// The parameter that holds the ratio.
    pub ratio: ParameterIndex,
    /// The ways into it; none: everybody.
    pub ways: Vec<Way>,
}

/// One way into a class of the cap.
#[derive(Clone, Debug)]
pub struct Way {
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// The test, over the firm.
    pub test: Expr,
}

/// The fund: an amount, or the sum of increments.
#[derive(Clone, Debug)]
pub struct Fund {
    /// Whose increments form it; none: it is an amount.
    pub of: Option<Expr>,
    /// What it holds, by figures of the policy alone; none: the increments.
    pub amount: Option<Expr>,
    /// Its clause.
    pub clause: Arc<str>,
}
