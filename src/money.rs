//! Money: yuan as an exact decimal, with checked arithmetic and one rounding function.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

/// An amount in yuan. Never built from a float; `Display` shows two decimals, as every output does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

/// An amount left the range a [`Decimal`] can hold. Amounts are bounded at intake: only absurd numbers of
/// other kinds, in the data or the policy, get here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("金额超出可计算的范围")]
pub struct Overflow;

/// How a figure becomes whole fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// 四舍五入: a tie goes away from zero.
    HalfUp,
    /// 只舍不入: towards zero, so that a limit is never exceeded.
    Down,
    /// 进位: away from zero.
    Up,
}

/// The one rounding function: `value` to `digits` decimals.
#[must_use]
pub fn round(value: Decimal, digits: u32, rounding: Rounding) -> Decimal {
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::Down => RoundingStrategy::ToZero,
        Rounding::Up => RoundingStrategy::AwayFromZero,
    };
    value.round_dp_with_strategy(digits, strategy)
}

impl Money {
    /// Nothing: 0.00 yuan.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Ten thousand million yuan: no amount of a workbook is larger.
    pub const LARGEST: Self = Self(Decimal::from_parts(1_410_065_408, 2, 0, false, 0));

    /// `yuan` as it stands, not rounded.
    #[must_use]
    pub const fn yuan(yuan: Decimal) -> Self {
        Self(yuan)
    }

    /// The amount in yuan.
    #[must_use]
    pub const fn as_yuan(self) -> Decimal {
        self.0
    }

    /// The amount in 万元, exact.
    #[must_use]
    pub fn as_wan(self) -> Decimal {
        (self.0 * Decimal::new(1, 4)).normalize()
    }

    /// Whole fen by `rounding`.
    #[must_use]
    pub fn rounded(self, rounding: Rounding) -> Self {
        Self(round(self.0, 2, rounding))
    }

    /// So many fen.
    ///
    /// # Errors
    /// [`Overflow`] beyond the range of a decimal.
    pub fn of_fen(fen: i128) -> Result<Self, Overflow> {
        Decimal::try_from_i128_with_scale(fen, 2).map(Self).map_err(|_| Overflow)
    }

    /// The amount in fen.
    ///
    /// # Errors
    /// [`Overflow`] if it is not in whole fen, or beyond the range of a decimal.
    pub fn fen(self) -> Result<i128, Overflow> {
        let fen = self.0.checked_mul(Decimal::ONE_HUNDRED).ok_or(Overflow)?.normalize();
        if fen.scale() == 0 { Ok(fen.mantissa()) } else { Err(Overflow) }
    }

    /// `self + other`.
    ///
    /// # Errors
    /// [`Overflow`] beyond the range of a decimal.
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_add(other.0).map(Self).ok_or(Overflow)
    }

    /// `self − other`.
    ///
    /// # Errors
    /// [`Overflow`] beyond the range of a decimal.
    pub fn minus(self, other: Self) -> Result<Self, Overflow> {
        self.0.checked_sub(other.0).map(Self).ok_or(Overflow)
    }

    /// `self × factor`, not rounded.
    ///
    /// # Errors
    /// [`Overflow`] beyond the range of a decimal.
    pub fn times(self, factor: Decimal) -> Result<Self, Overflow> {
        self.0.checked_mul(factor).map(Self).ok_or(Overflow)
    }

    /// The sum of `amounts`.
    ///
    /// # Errors
    /// [`Overflow`] beyond the range of a decimal.
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Result<Self, Overflow> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// Below zero?
    #[must_use]
    pub fn is_negative(self) -> bool {
        self < Self::ZERO
    }

    /// Above zero?
    #[must_use]
    pub fn is_positive(self) -> bool {
        self > Self::ZERO
    }

    /// With thousands separators, `1,234,567.00`, for people.
    #[must_use]
    pub fn grouped(self) -> String {
        group(&self.to_string())
    }
}

/// Thousands separators into a plain decimal text such as `-1234567.89`.
#[must_use]
pub fn group(plain: &str) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = round(self.0, 2, Rounding::HalfUp);
        // −0.00 would be a second way to write nothing.
        let shown = if shown.is_zero() { Decimal::ZERO } else { shown };
        write!(f, "{shown:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(text: &str) -> Money {
        Money::yuan(Decimal::from_str_exact(text).expect("a decimal"))
    }

    #[test]
    fn rounding_goes_half_up_for_amounts_and_down_for_caps() {
        for (exact, half_up, down) in [
            ("0.005", "0.01", "0.00"),
            ("0.0049999", "0.00", "0.00"),
            ("0.015", "0.02", "0.01"),
            ("0.025", "0.03", "0.02"),
            ("25000.005", "25000.01", "25000.00"),
            ("-0.005", "-0.01", "0.00"),
        ] {
            assert_eq!(yuan(exact).rounded(Rounding::HalfUp).to_string(), half_up, "{exact}");
            assert_eq!(yuan(exact).rounded(Rounding::Down).to_string(), down, "{exact}");
        }
    }

    #[test]
    fn ten_thousands_are_exact_and_nothing_is_not_negative() {
        for (plain, wan) in [("0", "0"), ("123456.7", "12.34567"), ("-0.01", "-0.000001"), ("10000", "1")] {
            assert_eq!(yuan(plain).as_wan().to_string(), wan);
        }
        for (plain, negative, positive) in [("-0.01", true, false), ("0", false, false), ("0.01", false, true)] {
            assert_eq!((yuan(plain).is_negative(), yuan(plain).is_positive()), (negative, positive), "{plain}");
        }
    }

    #[test]
    fn people_read_thousands() {
        for (plain, grouped) in [
            ("0", "0.00"),
            ("999", "999.00"),
            ("1000", "1,000.00"),
            ("-1234567.8", "-1,234,567.80"),
            ("10000000000", "10,000,000,000.00"),
        ] {
            assert_eq!(yuan(plain).grouped(), grouped);
        }
    }

    #[test]
    fn arithmetic_is_checked() {
        let most = Money::yuan(Decimal::MAX);
        assert_eq!(most.plus(yuan("1")), Err(Overflow));
        assert_eq!(most.times(Decimal::TWO), Err(Overflow));
        assert_eq!(Money::yuan(Decimal::MIN).minus(yuan("1")), Err(Overflow));
    }
}
