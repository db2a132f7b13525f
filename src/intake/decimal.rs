//! Exact numbers out of cells: a binary value becomes the decimal a spreadsheet shows, a text is read by a strict grammar.

use std::fmt::{self, Write as _};

use rust_decimal::Decimal;

use super::normalize::narrow;

/// How many significant digits a spreadsheet shows and keeps.
const DIGITS: usize = 15;

/// From here on a number stored in a cell has lost its last digits: 10^15.
pub const FIRST_LOSSY: f64 = 1e15;

/// The decimal that a spreadsheet shows for `value`, at 15 significant digits. `None` if it is not finite or beyond a decimal's range.
#[must_use]
pub fn from_binary(value: f64) -> Option<Decimal> {
    if let Some(whole) = whole(value) {
        return Some(Decimal::from(whole));
    }
    if !value.is_finite() {
        return None;
    }
    // The shortest text that reads back as `value` is also its 15-digit rounding whenever it needs no more than 15 digits.
    let mut text = Buffer::default();
    write!(text, "{value:e}").ok()?;
    if text.mantissa_digits() > DIGITS {
        text = Buffer::default();
        write!(text, "{value:.14e}").ok()?;
    }
    decimal(text.as_str())
}

/// `value` as a whole number below 10^15, if it is one.
#[must_use]
pub fn whole(value: f64) -> Option<i64> {
    if value.abs() >= FIRST_LOSSY || value.is_nan() {
        return None;
    }
    let whole = value as i64;
    ((whole as f64).to_bits() == value.to_bits()).then_some(whole)
}

/// `-1.2345e-2` as a decimal, exactly, without trailing zeros.
fn decimal(scientific: &str) -> Option<Decimal> {
    let (mantissa, exponent) = scientific.split_once('e')?;
    let mut exponent: i32 = exponent.parse().ok()?;
    let (mut digits, mut negative, mut fraction) = (0_i128, false, false);
    for byte in mantissa.bytes() {
        match byte {
            b'-' => negative = true,
            b'.' => fraction = true,
            _ => {
                digits = digits * 10 + i128::from(byte.checked_sub(b'0')?);
                exponent -= i32::from(fraction);
            }
        }
    }
    while exponent < 0 && digits % 10 == 0 && digits != 0 {
        digits /= 10;
        exponent += 1;
    }
    if exponent > 0 {
        digits = digits.checked_mul(10_i128.checked_pow(exponent.unsigned_abs())?)?;
        exponent = 0;
    }
    let digits = if negative { -digits } else { digits };
    Decimal::try_from_i128_with_scale(digits, exponent.unsigned_abs()).ok()
}

/// Room for one number's text, so that reading a cell allocates nothing.
#[derive(Default)]
struct Buffer {
    bytes: [u8; 32],
    length: usize,
}

impl Buffer {
    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }

    fn mantissa_digits(&self) -> usize {
        let digits = self.bytes[..self.length].iter().take_while(|&&b| b != b'e');
        digits.filter(|b| b.is_ascii_digit()).count()
    }
}

impl fmt::Write for Buffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        let room = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

/// What stands behind a number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Nothing.
    None,
    /// 元.
    Yuan,
    /// 万元.
    Wan,
    /// %.
    Percent,
}

/// A number typed as text: sign, ¥, digits with thousands separators in the right places, decimals, and what follows.
/// Full-width forms and blanks around the parts are accepted; anything else is `None`.
#[must_use]
pub fn from_text(text: &str) -> Option<(Decimal, Tail)> {
    let text = narrow(text);
    let (negative, rest) = strip(&text, '-');
    let (_, rest) = strip(rest, '¥');
    let (inner, rest) = if negative { (false, rest) } else { strip(rest, '-') };
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | ' ')).unwrap_or(rest.len());
    let (number, tail) = rest.split_at(end);
    let tail = match tail.split(' ').collect::<String>().as_str() {
        "" => Tail::None,
        "元" => Tail::Yuan,
        "万元" => Tail::Wan,
        "%" => Tail::Percent,
        _ => return None,
    };
    let (whole, fraction) = match number.trim_end().split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number.trim_end(), None),
    };
    if fraction.is_some_and(|f| f.is_empty() || !f.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let mut plain = String::with_capacity(number.len() + 1);
    if negative || inner {
        plain.push('-');
    }
    ungroup(whole, &mut plain)?;
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(fraction);
    }
    Some((Decimal::from_str_exact(&plain).ok()?.normalize(), tail))
}

/// `sign` and the blanks behind it off the front, if it stands there.
fn strip(text: &str, sign: char) -> (bool, &str) {
    text.strip_prefix(sign).map_or((false, text), |rest| (true, rest.trim_start()))
}

/// The digits of `1,234,567` (or `1 234 567`); `None` if a separator stands in the wrong place.
fn ungroup(whole: &str, plain: &mut String) -> Option<()> {
    let separator = if whole.contains(',') { ',' } else { ' ' };
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let mut grouped = false;
    let mut push = |group: &str| group.bytes().all(|b| b.is_ascii_digit()).then(|| plain.push_str(group));
    push(first)?;
    for group in groups {
        grouped = true;
        if group.len() != 3 {
            return None;
        }
        push(group)?;
    }
    (!first.is_empty() && (!grouped || first.len() <= 3)).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::from_str_exact(text).expect("a decimal")
    }

    #[test]
    fn a_binary_value_becomes_what_the_spreadsheet_shows() {
        for (value, shown) in [
            (4_345_768.23, "4345768.23"),
            (0.370_000_000_000_000_1, "0.37"),
            (9_644_606.700_000_001, "9644606.7"),
            (0.1 + 0.2, "0.3"),
            (100_000.005, "100000.005"),
            (-24.85, "-24.85"),
            (1e10, "10000000000"),
            (9_999_999_999.99, "9999999999.99"),
            (0.0, "0"),
            (1e-9, "0.000000001"),
            (1.5e20, "150000000000000000000"),
            (2.0_f64.sqrt(), "1.4142135623731"),
        ] {
            assert_eq!(from_binary(value), Some(d(shown)), "{shown}");
        }
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 1e-300] {
            assert_eq!(from_binary(bad), None, "{bad}");
        }
    }

    #[test]
    fn text_numbers_are_read_strictly() {
        for (text, number, tail) in [
            ("12.5", "12.5", Tail::None),
            ("１０．１７", "10.17", Tail::None),
            ("１，２３４．５０", "1234.5", Tail::None),
            ("1,234,567.89", "1234567.89", Tail::None),
            ("1 234 567", "1234567", Tail::None),
            (" 274.619461 ", "274.619461", Tail::None),
            ("¥25.72", "25.72", Tail::None),
            ("￥ 1,000", "1000", Tail::None),
            ("-5", "-5", Tail::None),
            ("－５", "-5", Tail::None),
            ("−5", "-5", Tail::None),
            ("¥-5", "-5", Tail::None),
            ("12.5万元", "12.5", Tail::Wan),
            ("12.5 万 元", "12.5", Tail::Wan),
            ("300元", "300", Tail::Yuan),
            ("5%", "5", Tail::Percent),
            ("５ ％", "5", Tail::Percent),
            ("007", "7", Tail::None),
        ] {
            assert_eq!(from_text(text), Some((d(number), tail)), "{text}");
        }
        for bad in [
            "",
            "1e5",
            "1,23",
            "1,2345",
            "12,34,567",
            ",123",
            "1,234,",
            "约12万",
            "12万",
            "1_000",
            "1.2.3",
            "5.",
            ".5",
            "+5",
            "--5",
            "-¥-5",
            "12 34",
            "1 2",
            "1,234 567",
            "(5)",
            "0x10",
            "二十",
            "12.5千元",
            "1/2",
            "5%%",
            "NaN",
            "∞",
            "1.23,456",
            "99999999999999999999999999999999",
        ] {
            assert_eq!(from_text(bad), None, "{bad}");
        }
    }

    #[test]
    fn whole_numbers_below_the_lossy_bound_are_whole() {
        assert_eq!(whole(2_020_200_000_021.0), Some(2_020_200_000_021));
        assert_eq!(whole(999_999_999_999_999.0), Some(999_999_999_999_999));
        assert_eq!(whole(1e15), None);
        assert_eq!(whole(1.5), None);
        assert_eq!(whole(f64::NAN), None);
    }

    proptest::proptest! {
        #[test]
        fn every_amount_with_fifteen_digits_survives_the_cell(fen in -999_999_999_999_999_i64..999_999_999_999_999, scale in 0_u32..9) {
            let exact = Decimal::new(fen, scale);
            let cell: f64 = exact.to_string().parse().expect("a number");
            proptest::prop_assert_eq!(from_binary(cell), Some(exact.normalize()));
            proptest::prop_assert_eq!(from_text(&exact.to_string()), Some((exact.normalize(), Tail::None)));
        }
    }
}
