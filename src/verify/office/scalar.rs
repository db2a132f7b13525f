//! A cell's value by what it means.

use crate::intake::book::BookFault;

/// A value by what it means, not by how a program stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::verify) enum Scalar {
    /// Nothing, or an empty text.
    Blank,
    /// A formula that stores no result.
    Uncalculated,
    /// A number by its 15 significant digits, as every spreadsheet program shows it.
    Number(String),
    Text(String),
    /// True, false or an error.
    Word(String),
}

impl Scalar {
    /// A number as it is stored.
    pub fn number(text: &str) -> Result<Self, BookFault> {
        if let Some(digits) = digits(text) {
            return Ok(Self::Number(digits.to_owned()));
        }
        let number: f64 = text.trim().parse().map_err(|_| BookFault::damaged(format!("不是数：{text}")))?;
        if !number.is_finite() {
            return Err(BookFault::damaged(format!("不是数：{text}")));
        }
        let shown = format!("{number:.14e}");
        let decimal = rust_decimal::Decimal::from_scientific(&shown).map(|decimal| decimal.normalize().to_string());
        Ok(Self::Number(decimal.unwrap_or(shown)))
    }

    /// Equal, or two numbers that binary arithmetic alone tells apart.
    pub fn same(&self, other: &Self) -> bool {
        let (Self::Number(ours), Self::Number(theirs)) = (self, other) else { return self == other };
        if ours == theirs {
            return true;
        }
        let (Ok(ours), Ok(theirs)) = (ours.parse::<rust_decimal::Decimal>(), theirs.parse::<rust_decimal::Decimal>())
        else {
            return false;
        };
        // Whole fen are exact; only shares of many digits may differ in the last.
        let fen = |number: rust_decimal::Decimal| number.round_dp(2) == number;
        let near = ours.abs().checked_mul(rust_decimal::Decimal::new(1, 13)).unwrap_or_default();
        !fen(ours) && ours.checked_sub(theirs).is_some_and(|apart| apart.abs() <= near)
    }
}

/// A number that stands as it is shown: at most 15 digits, no exponent, no needless zeros but behind the point.
fn digits(text: &str) -> Option<&str> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let all = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let plain = all(whole) && all(part) && whole.len() + part.len() <= 15 && (whole == "0" || !whole.starts_with('0'));
    let shown = if unsigned.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    (plain && shown != "-0").then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_are_the_same_where_binary_arithmetic_alone_tells_them_apart() {
        let same = |one: &str, other: &str| Scalar::Number(one.to_owned()).same(&Scalar::Number(other.to_owned()));
        for (one, other, expected) in [
            ("1", "1", true),
            ("1", "2", false),
            // Whole fen are exact.
            ("0.01", "0.02", false),
            ("100.01", "100.0100000000001", false),
            // A share of many digits may differ in the thirteenth.
            ("0.333333333333333", "0.333333333333334", true),
            ("0.3333333333333", "0.3333333333333333", true),
            ("0.333333333333", "0.333333333334", false),
            ("3.1415926535", "-3.1415926535", false),
            ("10.001", "10.001000000001", true),
            ("10.001", "10.0010000000010001", true),
            ("10.001", "10.0010000000010002", false),
            ("10.001", "x", false),
            ("x", "10.001", false),
        ] {
            assert_eq!(same(one, other), expected, "{one} {other}");
        }
        let text = |text: &str| Scalar::Text(text.to_owned());
        assert!(
            text("1").same(&text("1"))
                && !text("1").same(&text("2"))
                && !text("1").same(&Scalar::Number("1".to_owned()))
        );
    }

    #[test]
    fn digits_that_stand_as_they_are_shown() {
        assert_eq!(digits("12345678901234"), Some("12345678901234"));
        assert_eq!(
            (digits("123456789012345"), digits("1.20"), digits("01"), digits("-0")),
            (None, Some("1.2"), None, None)
        );
    }

    #[test]
    fn numbers_as_they_are_shown() {
        for (text, shown) in [
            ("0", "0"),
            ("-12.50", "-12.5"),
            ("100", "100"),
            ("12345678901234.5", "12345678901234.5"),
            ("0.000001", "0.000001"),
            ("1E3", "1000"),
            ("007", "7"),
            ("-0", "0"),
            ("0.30000000000000004", "0.3"),
            (" 5 ", "5"),
            ("5.", "5"),
            (".5", "0.5"),
        ] {
            assert_eq!(Scalar::number(text).unwrap(), Scalar::Number(shown.to_owned()), "{text}");
        }
        for text in ["", "x", "NaN", "1e999", "1,5"] {
            assert!(Scalar::number(text).is_err(), "{text}");
        }
        // The short way says what the long way says.
        for text in ["1", "-1", "0.5", "10.25", "-0.000123", "123456789012.34", "20.0", "-7.10"] {
            let long = format!("{text}e0");
            assert_eq!((digits(text).is_some(), Scalar::number(text)), (true, Scalar::number(&long)), "{text}");
        }
    }
}
