//! What a record's rule gives, before limits and cuts: the four methods. Rounded once, half-up, to whole fen.

use rust_decimal::Decimal;

use crate::formula::Value;
use crate::money::{Money, Overflow, Rounding};
use crate::policy::{Continuity, Item, Lookup, Method, Tier, TierPays};
use crate::record::{Record, Seen, cell};

/// The figures of a line's amount.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Amount {
    pub base: Option<Decimal>,
    pub rate: Option<Decimal>,
    /// `None`: a decision or figure is missing.
    pub amount: Option<Money>,
    /// An entered amount above its ceiling.
    pub over_ceiling: bool,
}

/// The amount of `item` for `record`.
pub(super) fn of_record(item: &Item, record: Record<'_>, standing: Option<Continuity>) -> Result<Amount, Overflow> {
    let policy = record.policy;
    let mut found = match &item.method {
        Method::Fixed { amount, quantity } => {
            let unit = lookup(amount, record, standing);
            let base = match quantity {
                Some(quantity) => quantity.number(&record)?,
                None => None,
            };
            let amount = match (unit, quantity.is_some(), base) {
                (Some(unit), false, _) => Some(unit),
                (Some(unit), true, Some(quantity)) => Some(unit.times(quantity)?),
                _ => None,
            };
            Amount { base, amount, ..Amount::default() }
        }
        Method::Rate { base, rate, column } => {
            let own = column.and_then(|column| column_value(record, column).number());
            let rate = own.unwrap_or(policy.parameters[*rate].value);
            let base = base.number(&record)?;
            let amount = base.map(|base| Money::yuan(base).times(rate)).transpose()?;
            Amount { base, rate: Some(rate), amount, over_ceiling: false }
        }
        Method::Tiers { base, tiers, marginal } => {
            let base = base.number(&record)?;
            let amount = base.map(|base| tiered(policy, tiers, *marginal, base)).transpose()?;
            Amount { base, amount, ..Amount::default() }
        }
        Method::Entered { column, ceiling } => {
            let base = column_value(record, *column).number();
            let most = ceiling.as_ref().map(|ceiling| lookup(ceiling, record, standing));
            let entered = base.map(Money::yuan);
            let amount = match most {
                None => entered,
                // What decides the ceiling is blank: how much may be paid is not known.
                Some(None) => None,
                Some(Some(most)) => entered.map(|entered| entered.min(most)),
            };
            Amount { base, rate: None, amount, over_ceiling: amount.is_some() && entered > amount }
        }
    };
    let undecided = item.needs.iter().any(|column| column_value(record, *column) == Value::Unknown);
    found.amount = if undecided { None } else { found.amount.map(payable) };
    Ok(found)
}

/// Whole fen, and never below nothing: an award takes no money back, whatever its base.
fn payable(amount: Money) -> Money {
    amount.rounded(Rounding::HalfUp).max(Money::ZERO)
}

/// The first figure that a line's amount lacks: a decision yet to be made, a blank in its base, a blank that chooses the amount.
#[must_use]
pub fn missing(item: &Item, record: Record<'_>) -> Option<Seen> {
    let blank =
        |column: usize| (column_value(record, column) == Value::Unknown).then(|| record.column(item.table, column));
    let (entered, base, chosen) = match &item.method {
        Method::Entered { column, ceiling } => (Some(*column), None, ceiling.as_ref()),
        Method::Rate { base, .. } | Method::Tiers { base, .. } => (None, Some(base), None),
        Method::Fixed { amount, quantity } => (None, quantity.as_ref(), Some(amount)),
    };
    let decided = item.needs.iter().copied().chain(entered).find_map(blank);
    let base = || record.seen(base?).into_iter().find(|seen| seen.value == Value::Unknown);
    let chosen = || match chosen? {
        Lookup::ByColumn(column, _) => blank(*column),
        Lookup::One(_) | Lookup::ByStanding(_) => None,
    };
    decided.or_else(base).or_else(chosen)
}

fn column_value(record: Record<'_>, column: usize) -> Value {
    record.record.map_or(Value::Unknown, |(table, row)| cell(record.data, table, column, row))
}

/// The figure that applies to `record`; nothing for a value the policy's table leaves out, unknown for a blank.
fn lookup(lookup: &Lookup, record: Record<'_>, standing: Option<Continuity>) -> Option<Money> {
    let parameter = match lookup {
        Lookup::One(parameter) => *parameter,
        Lookup::ByStanding(parameters) => parameters[standing? as usize],
        Lookup::ByColumn(column, values) => {
            let value = column_value(record, *column).text()?;
            match values.iter().find(|(listed, _)| *listed == value) {
                Some((_, parameter)) => *parameter,
                None => return Some(Money::ZERO),
            }
        }
    };
    Some(record.policy.amount(parameter))
}

/// What a table of tiers gives for `base`, rounded to whole fen.
///
/// # Errors
/// [`Overflow`] if the amount leaves the range of a decimal.
pub fn tier_amount(
    policy: &crate::policy::Policy,
    tiers: &[Tier],
    marginal: bool,
    base: Decimal,
) -> Result<Money, Overflow> {
    tiered(policy, tiers, marginal, base).map(payable)
}

/// A table over one figure: the whole base at its tier, or each part of it at its own.
fn tiered(policy: &crate::policy::Policy, tiers: &[Tier], marginal: bool, base: Decimal) -> Result<Money, Overflow> {
    let figure = |parameter: usize| policy.parameters[parameter].value;
    let reached = |tier: &Tier| base > figure(tier.from) || (tier.inclusive && base == figure(tier.from));
    let mut total = Money::ZERO;
    for (i, tier) in tiers.iter().enumerate().filter(|(_, tier)| reached(tier)) {
        total = match (tier.pays, marginal) {
            (TierPays::Amount(amount), _) => policy.amount(amount),
            (TierPays::Rate(rate), false) => Money::yuan(base).times(figure(rate))?,
            (TierPays::Rate(rate), true) => {
                let until = tiers.get(i + 1).map_or(base, |next| base.min(figure(next.from)));
                let part = until.checked_sub(figure(tier.from)).ok_or(Overflow)?;
                total.plus(Money::yuan(part).times(figure(rate))?)?
            }
        };
    }
    Ok(total)
}
