//! The same matter paid for twice, inside the policy or under another scheme, and what follows.

use std::sync::Arc;

use crate::index::{FirmIndex, RowIndex};
use crate::money::Money;
use crate::texts::Symbol;

/// The same matter, paid for twice.
#[derive(Clone, Debug)]
pub enum DuplicatePayment {
    /// Inside this policy.
    Inside {
        /// The firm, by index.
        firm: FirmIndex,
        /// Which comparison, as in [`super::Contest::stage`].
        stage: usize,
        /// What the lines have in common, in words.
        name: Arc<str>,
        /// The matter: a platform, a contract, a person.
        subject: Option<Symbol>,
        /// The lines that stay, by index among all lines.
        winner: Vec<usize>,
        /// Their total.
        won: Money,
        /// The lines that become nothing.
        loser: Vec<usize>,
        /// Their total.
        lost: Money,
    },
    /// Against another scheme.
    Outside {
        /// The firm, by index.
        firm: FirmIndex,
        /// The rows in the other scheme's table: one, unless the firm's totals are compared.
        rows: Vec<RowIndex>,
        /// The lines it stands against, by index among all lines.
        lines: Vec<usize>,
        /// What this policy gives for the matter.
        ours: Money,
        /// What the other scheme gives.
        other: Money,
        /// What follows.
        verdict: Verdict,
        /// What is deducted here.
        deducted: Money,
    },
}

/// What follows from another scheme's award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Paid already: what was paid is deducted, up to what this policy gives.
    Paid,
    /// Not paid and higher: the other scheme pays, this one does not.
    OtherPays,
    /// Not paid and not higher: this policy pays, the other must not.
    OtherMustNot,
    /// It names no payable line.
    Unmatched,
}

impl DuplicatePayment {
    /// The firm, by index.
    #[must_use]
    pub const fn firm(&self) -> FirmIndex {
        match self {
            Self::Inside { firm, .. } | Self::Outside { firm, .. } => *firm,
        }
    }

    /// Line indices within the firm become indices among all lines.
    pub(super) fn shift(&mut self, by: usize) {
        match self {
            Self::Inside { winner, loser, .. } => winner.iter_mut().chain(loser).for_each(|line| *line += by),
            Self::Outside { lines, .. } => lines.iter_mut().for_each(|line| *line += by),
        }
    }
}
