//! How long a formula becomes in the award workbook: beyond what a cell takes it could only stand there as a value.

use super::{Expr, Target};
use crate::formula::{Cells, Type, live_test, live_value};

/// Characters of a live formula that a rule may take: a cell takes 8 192, and other parts of the rule stand beside it.
pub(super) const LONGEST_LIVE: usize = 6_000;

/// Every figure in a far cell.
struct Far;

impl Cells<Target> for Far {
    fn cell(&self, _: Target) -> String {
        "AB1048576".into()
    }

    fn may_be_blank(&self, target: Target) -> bool {
        target.is_of_data()
    }
}

/// Characters of `formula` in the award workbook, figures standing in far cells.
pub(super) fn live_length(formula: &Expr) -> usize {
    let live = if formula.kind == Type::Bool { live_test(formula, &Far) } else { live_value(formula, &Far) };
    live.chars().count()
}
