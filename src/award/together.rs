//! Firms that stand under one limit together, their lines, and what it leaves of them.

use crate::index::FirmIndex;
use crate::money::Money;
use crate::texts::Symbol;

/// One limit over the firms that stand under it together.
#[derive(Clone, Debug)]
pub struct Joint {
    /// Which of the policy's joint limits.
    pub limit: usize,
    /// What the firms have in common; none: nothing is known to be, or it is all firms.
    pub owner: Option<Symbol>,
    /// The most they may be paid together.
    pub most: Money,
    /// What is known of what they would be paid without it.
    pub sum: Money,
    /// Their lines, in the order in which they are served; a firm's stand together.
    pub claims: Vec<Claim>,
}

/// One line under a joint limit.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The line, by index among all lines.
    pub line: usize,
    /// Its firm.
    pub firm: FirmIndex,
    /// Whose turn it is, where an order is asked: equals share a number; none: it cannot be told.
    pub turn: Option<usize>,
    /// What it would be paid; none: its firm is not decided.
    pub before: Option<Money>,
    /// The most that may yet be; none: there is no telling.
    pub at_most: Option<Money>,
    /// What the limit leaves of it; none: it cannot be told.
    pub after: Option<Money>,
}

/// A firm's part in a joint limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JointPart {
    /// Which of [`super::Assessment::joint`].
    pub group: usize,
    /// What its lines there would be paid.
    pub before: Option<Money>,
    /// What is left of it.
    pub after: Option<Money>,
}
