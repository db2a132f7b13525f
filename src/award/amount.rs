//! What a record's rule gives, before limits and cuts. Rounded once, half-up, to whole fen.

use rust_decimal::Decimal;

use crate::formula::{Env as _, Value, used};
use crate::money::{Money, Overflow, Rounding};
use crate::policy::{Item, Method, Target};
use crate::record::{Record, Seen};

/// The figures of a line's amount.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Amount {
    pub base: Option<Decimal>,
    pub rate: Option<Decimal>,
    /// `None`: a decision or figure is missing.
    pub amount: Option<Money>,
    /// The ceiling, where an entered amount is above it.
    pub exceeded: Option<Money>,
}

/// The amount of `item` for `record`.
pub(super) fn of_record(item: &Item, record: &Record<'_>) -> Result<Amount, Overflow> {
    let number = |formula: Option<&crate::policy::Expr>| match formula {
        Some(formula) => formula.number(record),
        None => Ok(None),
    };
    let (base, standard) = (number(item.method.base())?, number(item.method.standard())?);
    let amount = item.amount.number(record)?;
    let mut undecided = item.needs.iter().any(|column| record.value(Target::Column(*column)) == Value::Unknown);
    for limit in record.policy.limits_of(item) {
        // A limit that is not known leaves open how much may be paid.
        undecided |= limit.amount.number(record)?.is_none();
    }
    let amount = amount.filter(|_| !undecided).map(|amount| payable(Money::yuan(amount)));
    Ok(match &item.method {
        Method::Rate { .. } => Amount { base, rate: standard, amount, exceeded: None },
        Method::Entered { .. } => {
            let exceeded = standard.filter(|most| base.is_some_and(|entered| entered > *most) && amount.is_some());
            Amount { base, rate: None, amount, exceeded: exceeded.map(Money::yuan) }
        }
        Method::Fixed { .. } | Method::Tiers { .. } => Amount { base, rate: None, amount, exceeded: None },
    })
}

/// Whole fen, and never below nothing: an award takes no money back, whatever its base.
fn payable(amount: Money) -> Money {
    amount.rounded(Rounding::HalfUp).max(Money::ZERO)
}

/// The first figure that a line's amount lacks: a decision yet to be made, a blank in its base, a blank that chooses the amount.
#[must_use]
pub fn missing(item: &Item, record: &Record<'_>) -> Option<Seen> {
    let decided = item.needs.iter().map(|column| record.column(item.table, *column));
    let base = item.method.base().into_iter().flat_map(|base| used(&base.root, record));
    let whole = used(&item.amount.root, record);
    let limits = record.policy.limits_of(item).flat_map(|limit| used(&limit.amount.root, record));
    let names = base.chain(whole).chain(limits).map(|(target, name, kind)| record.of_name(target, name, kind));
    decided.chain(names).find(|seen| seen.value == Value::Unknown)
}
