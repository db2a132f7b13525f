//! Who bears what is paid: the levels of government that an item's money comes from, each with its share.

use super::assessment::Assessment;
use super::payees::Payee;
use crate::money::{Money, Overflow, Rounding};
use crate::policy::{Item, Policy};
use rust_decimal::Decimal;

/// What each of the policy's funders bears of `paid`, a line of `item`; nothing of an item that names none. Each takes it up to its share
/// and all before it, to the fen, so that no fen is lost and half a fen goes to the earlier.
///
/// # Errors
/// [`Overflow`] beyond the range of a decimal.
pub fn borne(policy: &Policy, item: &Item, paid: Money) -> Result<Vec<Money>, Overflow> {
    let mut parts = vec![Money::ZERO; policy.funders.len()];
    let (mut share, mut before) = (Decimal::ZERO, Money::ZERO);
    for (funder, of) in &item.funders {
        share = share.checked_add(policy.parameters[*of].value).ok_or(Overflow)?;
        let until = paid.times(share)?.rounded(Rounding::HalfUp);
        parts[*funder] = until.minus(before)?;
        before = until;
    }
    Ok(parts)
}

/// The same of all that a payee gets.
///
/// # Errors
/// [`Overflow`] beyond the range of a decimal.
pub fn borne_of(policy: &Policy, assessment: &Assessment, payee: &Payee) -> Result<Vec<Money>, Overflow> {
    let mut sums = vec![Money::ZERO; policy.funders.len()];
    for line in payee.lines.iter().map(|line| &assessment.lines[*line]) {
        let parts = borne(policy, &policy.items[line.item], line.paid.unwrap_or_default())?;
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum = sum.plus(part)?;
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half a fen goes to the level written first, no fen is lost, and an item of one level is borne by it alone.
    #[test]
    fn the_parts_are_whole_fen_and_add_up() {
        let text = include_str!("../../examples/policies/funders.toml");
        let policy = Policy::load(text, "funders.toml").expect("the policy");
        let fen = |fen: i128| Money::of_fen(fen).expect("a small amount");
        for (item, paid, parts) in [
            (0, 0, [0, 0]),
            (0, 1, [1, 0]),
            (0, 2, [1, 1]),
            (0, 3, [2, 1]),
            (0, 1_000_001, [500_001, 500_000]),
            (1, 5, [3, 2]),
            (2, 7, [0, 7]),
        ] {
            let found = borne(&policy, &policy.items.raw[item], fen(paid)).expect("small figures");
            assert_eq!(found, parts.map(fen), "{paid} fen of item {item}");
        }
    }
}
