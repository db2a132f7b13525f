//! What each step of the law takes from each line of a firm, and how the figures hang together: which line's remainder the next one
//! starts from, who stands against whom, which line another scheme's award is taken from. Written once, by the walk over the lines
//! ([`super::walk`]); judging sums it up, and the award workbook's live formulas follow it, so that a changed figure moves all that
//! depends on it, also where it turns a winner into a loser. Lines are counted within the firm.

use std::sync::Arc;

use super::assessment::{Cuts, Line};
use crate::index::{RowIndex, SharedLimitIndex};
use crate::money::{Money, Overflow};
use crate::policy::Policy;
use crate::texts::Symbol;

/// The steps of one firm.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// For each line.
    pub lines: Vec<LineSteps>,
    /// Lines that pay for the same matter inside this policy.
    pub overlaps: Vec<Overlap>,
    /// For each row of the other scheme that applies.
    pub outside: Vec<Outside>,
}

/// The steps of one line.
#[derive(Clone, Debug, Default)]
pub struct LineSteps {
    /// What past awards of the record used up, for items with a limit over its life.
    pub used: Option<Money>,
    /// What past awards of the item used up, for items with a limit over the firm's life.
    pub used_by_firm: Option<Money>,
    /// The item's limits over records and keys, in its order.
    pub record: Vec<Step>,
    /// The comparisons it takes part in.
    pub contests: Vec<Contest>,
    /// The item's limits over the firm's year, in its order.
    pub year: Vec<Step>,
    /// What other schemes took from it.
    pub outside: Money,
    /// The last deduction for another scheme: the claim in [`Ledger::outside`] and the share in it.
    pub other: Option<(usize, usize)>,
}

/// A limit, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneLimit {
    /// Among the item's own.
    Own(usize),
    /// Among the policy's over several items.
    Shared(SharedLimitIndex),
}

/// One limit applied to one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The limit.
    pub limit: OneLimit,
    /// Its place among the limits of its kind: an item's own come first, then those over several items.
    pub slot: usize,
    /// What past awards used up of a limit over several items.
    pub past: Option<Money>,
    /// The line whose remainder this one starts from; none: the full limit.
    pub after: Option<usize>,
    /// What is cut here.
    pub cut: Money,
    /// What then remains of the limit.
    pub left: Money,
}

/// The same matter: each side is all lines of one contender, and the highest side stays.
#[derive(Clone, Debug)]
pub struct Overlap {
    /// Which comparison, as in [`Contest::stage`].
    pub stage: usize,
    /// What the lines have in common, in words.
    pub name: Arc<str>,
    /// The matter: a platform, a contract, a person.
    pub subject: Symbol,
    /// The sides, with what each came to.
    pub sides: Vec<(Vec<usize>, Money)>,
}

/// One line's part in a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contest {
    /// Which comparison: 0 inside an item, then the policy's rivals from 1.
    pub stage: usize,
    /// The line before this one on the same side.
    pub before: Option<usize>,
    /// The last line of this side.
    pub side: usize,
    /// The last line of the side before.
    pub rival: Option<usize>,
    /// The last line of the last side.
    pub end: usize,
    /// What this side comes to, up to and with this line.
    pub sum: Money,
    /// On a side's last line: the highest side so far.
    pub best: Option<Money>,
    /// What is cut here.
    pub cut: Money,
}

/// A row of the other scheme.
#[derive(Clone, Debug)]
pub struct Outside {
    /// Its rows in the other scheme's table: one, unless the firm's totals are compared.
    pub rows: Vec<RowIndex>,
    /// Does it name a record, or only the item?
    pub names_record: bool,
    /// What the other scheme gives.
    pub other: Money,
    /// Has it been paid?
    pub paid: bool,
    /// What this policy gives for the matter.
    pub ours: Money,
    /// What is deducted.
    pub deducted: Money,
    /// The lines it is taken from.
    pub shares: Vec<Share>,
}

/// One line's share in a deduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The line.
    pub line: usize,
    /// The line's share in an earlier deduction.
    pub earlier: Option<(usize, usize)>,
    /// What the line still has.
    pub available: Money,
    /// What is taken from it.
    pub taken: Money,
    /// What is left to be deducted from later lines.
    pub rest: Money,
    /// What all deductions so far took from the line.
    pub total: Money,
}

/// A line on its way: what it still has, and its steps so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    pub left: Money,
    pub steps: LineSteps,
}

impl Ledger {
    /// Sums the steps up in the lines.
    pub(super) fn sum_up(&self, lines: &mut [Line]) -> Result<(), Overflow> {
        for (line, steps) in lines.iter_mut().zip(&self.lines) {
            let cuts = Cuts {
                record: Money::total(steps.record.iter().map(|step| step.cut))?,
                matter: Money::total(steps.contests.iter().map(|contest| contest.cut))?,
                year: Money::total(steps.year.iter().map(|step| step.cut))?,
                other: steps.outside,
            };
            let amount = line.amount.filter(|_| line.is_payable()).unwrap_or_default();
            line.net = cuts.each().into_iter().try_fold(amount, Money::minus)?;
            line.cut(cuts);
        }
        Ok(())
    }
    /// Sums up what another scheme took of what the cap left, where the policy compares so; and all of it.
    pub(super) fn take_after_cap(&self, policy: &Policy, lines: &mut [Line]) -> Result<Money, Overflow> {
        if policy.other_scheme.as_ref().is_none_or(|scheme| !scheme.after_cap) {
            return Ok(Money::ZERO);
        }
        for (line, steps) in lines.iter_mut().zip(&self.lines) {
            line.cut(Cuts { other: steps.outside, ..line.cuts() });
        }
        Money::total(lines.iter().map(|line| line.cuts().other))
    }
}
