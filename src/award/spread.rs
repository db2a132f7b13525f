//! What each line is paid: a firm's money after the cap, spread over the lines that count toward it. Later years rest on these figures.

use rust_decimal::Decimal;

use super::assessment::{Firm, Line};
use crate::money::{Money, Overflow, Rounding, round};
use crate::policy::{Policy, Spread};

/// Says of each line what it is paid. Of a firm whose payable is not known, nothing is.
pub(super) fn over_lines(policy: &Policy, firm: &Firm, lines: &mut [Line]) -> Result<(), Overflow> {
    if firm.payable.is_none() {
        return Ok(());
    }
    let after_cap = policy.other_scheme.as_ref().is_some_and(|scheme| scheme.after_cap);
    for (share, line) in shares(policy, firm, lines)?.into_iter().zip(lines) {
        line.paid = Some(if after_cap { share.minus(line.cuts().other)? } else { share });
        line.alone = line.paid;
    }
    Ok(())
}

/// What the caps leave of each of the firm's lines.
///
/// # Errors
/// [`Overflow`] beyond the range of a decimal.
pub fn shares(policy: &Policy, firm: &Firm, lines: &[Line]) -> Result<Vec<Money>, Overflow> {
    let mut shares: Vec<Money> = lines.iter().map(|line| line.net).collect();
    for (index, of_firm) in firm.caps.iter_enumerated() {
        let own = (0..lines.len()).filter(|at| policy.items[lines[*at].item].cap == Some(index));
        let own: Vec<usize> = own.collect();
        let nets: Vec<Money> = own.iter().map(|at| lines[*at].net).collect();
        let within = match policy.caps[index].spread {
            Spread::InProportion => in_proportion(of_firm.within(), &nets)?,
            Spread::InLineOrder => in_line_order(of_firm.within(), &nets)?,
        };
        for (at, share) in own.into_iter().zip(within) {
            shares[at] = share;
        }
    }
    Ok(shares)
}

/// Each gets its part of `amount` rounded down to whole fen; the fen left go to the largest remainders, of equal ones to the earlier.
pub(super) fn in_proportion(amount: Money, nets: &[Money]) -> Result<Vec<Money>, Overflow> {
    let nets = nets.iter().map(|net| net.fen()).collect::<Result<Vec<i128>, _>>()?;
    let whole: i128 = nets.iter().sum();
    if whole == 0 {
        return Ok(vec![Money::ZERO; nets.len()]);
    }
    let amount = amount.fen()?;
    let mut shares = Vec::with_capacity(nets.len());
    let mut remainders = Vec::with_capacity(nets.len());
    for (i, net) in nets.iter().enumerate() {
        let product = amount.checked_mul(*net).ok_or(Overflow)?;
        shares.push(product / whole);
        remainders.push((product % whole, i));
    }
    let left = usize::try_from(amount - shares.iter().sum::<i128>()).map_err(|_| Overflow)?;
    // Largest first; a stable order keeps the earlier of equals before the later.
    remainders.sort_by_key(|(remainder, _)| std::cmp::Reverse(*remainder));
    for (_, i) in remainders.iter().take(left) {
        shares[*i] += 1;
    }
    shares.into_iter().map(Money::of_fen).collect()
}

/// A share of `amount` in fen before rounding, as `net` is of `whole`: whole fen, and what rounding down leaves, to the fifth digit; as a
/// spreadsheet finds them. Nothing of nothing.
#[must_use]
pub fn share_parts(amount: Money, net: Money, whole: Money) -> (Decimal, Decimal) {
    let exact = || {
        let product = amount.as_yuan().checked_mul(net.as_yuan())?;
        product.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.as_yuan())
    };
    let exact = exact().unwrap_or_default();
    let whole = round(exact, 3, Rounding::HalfUp).floor();
    (whole, round(exact - whole, 5, Rounding::HalfUp))
}

/// Each gets its net as far as `amount` reaches.
fn in_line_order(amount: Money, nets: &[Money]) -> Result<Vec<Money>, Overflow> {
    let mut left = amount;
    let share = |net: &Money| {
        let share = left.min(*net);
        left = left.minus(share)?;
        Ok(share)
    };
    nets.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fen(amounts: &[i128]) -> Vec<Money> {
        amounts.iter().map(|fen| Money::of_fen(*fen).expect("a small amount")).collect()
    }

    fn proportion(amount: i128, nets: &[i128]) -> Vec<Money> {
        in_proportion(fen(&[amount])[0], &fen(nets)).expect("small figures")
    }

    /// What a spreadsheet finds: whole fen, and the rest to the fifth digit.
    #[test]
    fn a_share_has_whole_fen_and_a_rest() {
        let yuan = |yuan: i64| Money::yuan(yuan.into());
        for (amount, net, whole, parts) in [
            (100, 1, 3, ("3333", "0.33333")),
            (100, 2, 3, ("6666", "0.66667")),
            (100, 3, 3, ("10000", "0")),
            (100, 0, 3, ("0", "0")),
            (100, 1, 0, ("0", "0")),
        ] {
            let (fen, rest) = share_parts(yuan(amount), yuan(net), yuan(whole));
            assert_eq!(
                (&*fen.normalize().to_string(), &*rest.normalize().to_string()),
                parts,
                "{amount} {net}/{whole}"
            );
        }
    }

    #[test]
    fn the_fen_left_go_to_the_largest_remainders() {
        for (amount, nets, shares) in [
            // 10/3 each: the one fen left to the first of equals.
            (10, &[5, 5, 5][..], &[4, 3, 3][..]),
            (11, &[5, 5, 5], &[4, 4, 3]),
            // 0.7, 1.4, 4.9: the two fen left to the first and the last.
            (7, &[10, 20, 70], &[1, 1, 5]),
            // Remainders 1/2, 1/2 and 0.
            (3, &[1, 1, 2, 0], &[1, 1, 1, 0]),
            (5, &[1, 3, 2], &[1, 2, 2]),
            (0, &[3, 4], &[0, 0]),
            (7, &[3, 4], &[3, 4]),
            (0, &[0, 0], &[0, 0]),
            (0, &[], &[]),
        ] {
            assert_eq!(proportion(amount, nets), fen(shares), "{amount} over {nets:?}");
        }
    }

    #[test]
    fn no_fen_is_lost_however_large_the_amounts() {
        let nets = [999_999_999_999, 1, 333_333_333_333, 777_777_777_777];
        for amount in [1, 2, 3, 1_000_000_000_001, 2_111_111_111_109] {
            let shares = proportion(amount, &nets);
            assert_eq!(Money::total(shares.iter().copied()), Money::of_fen(amount));
            assert!(shares.iter().zip(fen(&nets)).all(|(share, net)| *share <= net));
        }
    }

    #[test]
    fn in_line_order_the_last_bears_the_cut() {
        let shares = in_line_order(fen(&[7])[0], &fen(&[3, 0, 6, 2])).expect("small figures");
        assert_eq!(shares, fen(&[3, 0, 4, 0]));
    }
}
