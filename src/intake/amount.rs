//! Money and shares out of cells. Units are never guessed from the size of a number.

use rust_decimal::Decimal;

use super::book::Value;
use super::decimal::{self, Tail};
use super::unit::Unit;
use crate::finding::{Entry, catalogue};
use crate::money::Money;

/// Beyond this many yuan, either way, an amount is a slip of units.
const MOST: Decimal = Decimal::from_parts(1_410_065_408, 2, 0, false, 0);

/// An amount, and the unit that its own cell gave it, if that was not the column's.
pub type Amount = (Money, Option<Unit>);

/// The amount in `value`, written in `unit` unless the cell says otherwise.
///
/// # Errors
/// The kind of finding: no number, too large, too precise, negative though not `signed`.
pub fn money(value: Value<'_>, unit: Unit, signed: bool) -> Result<Amount, &'static Entry> {
    let (number, own) = match value {
        Value::Number { value, percent: false } => (decimal::from_binary(value), None),
        Value::Text(text) => match decimal::from_text(text) {
            Some((number, Tail::None)) => (Some(number), None),
            Some((number, Tail::Yuan)) => (Some(number), Some(Unit::Yuan)),
            Some((number, Tail::Wan)) => (Some(number), Some(Unit::Wan)),
            Some((_, Tail::Percent)) | None => (None, None),
        },
        // A percent or a date is not an amount, whatever number lies beneath.
        _ => (None, None),
    };
    let number = match number {
        Some(number) => number,
        None if is_huge(value) => return Err(&catalogue::AMOUNT_OUT_OF_RANGE),
        None => return Err(&catalogue::NUMBER_MALFORMED),
    };
    let yuan = in_yuan(number, own.unwrap_or(unit)).ok_or(&catalogue::AMOUNT_OUT_OF_RANGE)?;
    if yuan.abs() > MOST {
        return Err(&catalogue::AMOUNT_OUT_OF_RANGE);
    }
    if yuan.scale() > 2 {
        return Err(&catalogue::AMOUNT_TOO_PRECISE);
    }
    if yuan.is_sign_negative() && !yuan.is_zero() && !signed {
        return Err(&catalogue::AMOUNT_NEGATIVE);
    }
    Ok((Money::yuan(yuan), own.filter(|&own| own != unit)))
}

/// A finite number too large even for a decimal is still a number.
fn is_huge(value: Value<'_>) -> bool {
    matches!(value, Value::Number { value, percent: false } if value.is_finite() && value.abs() > decimal::FIRST_LOSSY)
}

/// `number` of `unit` in yuan, exactly, without trailing zeros.
fn in_yuan(number: Decimal, unit: Unit) -> Option<Decimal> {
    match unit {
        Unit::Yuan => Some(number),
        Unit::Wan => Some(number.checked_mul(unit.yuan())?.normalize()),
    }
}

/// A plain number.
///
/// # Errors
/// It is not one.
pub fn number(value: Value<'_>) -> Result<Decimal, &'static Entry> {
    let number = match value {
        Value::Number { value, percent: false } => decimal::from_binary(value),
        Value::Text(text) => decimal::from_text(text).filter(|(_, tail)| *tail == Tail::None).map(|(number, _)| number),
        _ => None,
    };
    number.ok_or(&catalogue::NUMBER_MALFORMED)
}

/// A share: `5%`, a cell of percent format, a number under a header with (%), or a bare number up to 1.
///
/// # Errors
/// It is none of these.
pub fn share(value: Value<'_>, percent_header: bool) -> Result<Decimal, &'static Entry> {
    let (number, shown_in_percent) = match value {
        Value::Number { value, percent } => (decimal::from_binary(value), percent),
        Value::Text(text) => match decimal::from_text(text) {
            Some((number, Tail::None)) => (Some(number), false),
            Some((number, Tail::Percent)) => (hundredth(number), true),
            _ => (None, false),
        },
        _ => (None, false),
    };
    let number = number.ok_or(&catalogue::PERCENT_MALFORMED)?;
    match (shown_in_percent, percent_header) {
        (true, _) => Ok(number),
        (false, true) => hundredth(number).ok_or(&catalogue::PERCENT_MALFORMED),
        (false, false) if number <= Decimal::ONE => Ok(number),
        (false, false) => Err(&catalogue::PERCENT_MALFORMED),
    }
}

/// A hundredth, exactly.
fn hundredth(number: Decimal) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(number.mantissa(), number.scale() + 2).ok().map(|share| share.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(value: f64) -> Value<'static> {
        Value::Number { value, percent: false }
    }

    fn yuan(text: &str) -> Money {
        Money::yuan(Decimal::from_str_exact(text).expect("a decimal"))
    }

    #[test]
    fn amounts_are_exact_in_either_unit() {
        for (value, unit, amount, own) in [
            (cell(4_345_768.23), Unit::Yuan, "4345768.23", None),
            (cell(23.56233), Unit::Wan, "235623.3", None),
            (cell(10.000_005), Unit::Wan, "100000.05", None),
            (cell(0.370_000_000_000_000_1), Unit::Wan, "3700", None),
            (cell(10_000_000_000.0), Unit::Yuan, "10000000000", None),
            (cell(1_000_000.0), Unit::Wan, "10000000000", None),
            (Value::Text("12.5万元"), Unit::Yuan, "125000", Some(Unit::Wan)),
            (Value::Text("125000元"), Unit::Wan, "125000", Some(Unit::Yuan)),
            (Value::Text("125000元"), Unit::Yuan, "125000", None),
            (Value::Text("¥25.72"), Unit::Wan, "257200", None),
        ] {
            assert_eq!(money(value, unit, false), Ok((yuan(amount), own)), "{value:?}");
        }
        assert_eq!(money(cell(-24.85), Unit::Wan, true), Ok((yuan("-248500"), None)));
        assert_eq!(money(cell(-0.0), Unit::Yuan, false), Ok((yuan("0"), None)));
    }

    #[test]
    fn doubtful_amounts_are_refused() {
        let day = chrono::NaiveDate::from_ymd_opt(2022, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a day");
        for (value, unit, entry) in [
            (cell(12.345), Unit::Yuan, &catalogue::AMOUNT_TOO_PRECISE),
            (cell(1.234_567_8), Unit::Wan, &catalogue::AMOUNT_TOO_PRECISE),
            (Value::Text("12.345"), Unit::Yuan, &catalogue::AMOUNT_TOO_PRECISE),
            (cell(10_000_000_000.01), Unit::Yuan, &catalogue::AMOUNT_OUT_OF_RANGE),
            (cell(-10_000_000_000.01), Unit::Yuan, &catalogue::AMOUNT_OUT_OF_RANGE),
            (cell(1_000_000.000_001), Unit::Wan, &catalogue::AMOUNT_OUT_OF_RANGE),
            (cell(1e300), Unit::Yuan, &catalogue::AMOUNT_OUT_OF_RANGE),
            (cell(-0.01), Unit::Yuan, &catalogue::AMOUNT_NEGATIVE),
            (Value::Text("约12万"), Unit::Yuan, &catalogue::NUMBER_MALFORMED),
            (Value::Text("1e5"), Unit::Yuan, &catalogue::NUMBER_MALFORMED),
            (Value::Text("5%"), Unit::Yuan, &catalogue::NUMBER_MALFORMED),
            (Value::DateTime(day), Unit::Yuan, &catalogue::NUMBER_MALFORMED),
            (Value::Bool(true), Unit::Yuan, &catalogue::NUMBER_MALFORMED),
            (Value::Number { value: 0.05, percent: true }, Unit::Yuan, &catalogue::NUMBER_MALFORMED),
        ] {
            assert_eq!(money(value, unit, false), Err(entry), "{value:?}");
        }
    }

    #[test]
    fn shares_say_how_they_are_meant_or_are_at_most_one() {
        let d = |text: &str| Ok(Decimal::from_str_exact(text).expect("a decimal"));
        for (value, header, expected) in [
            (Value::Text("5%"), false, d("0.05")),
            (Value::Text("５％"), true, d("0.05")),
            (Value::Number { value: 0.05, percent: true }, false, d("0.05")),
            (Value::Number { value: 0.05, percent: true }, true, d("0.05")),
            (Value::Number { value: 1.5, percent: true }, false, d("1.5")),
            (cell(5.0), true, d("0.05")),
            (cell(0.5), true, d("0.005")),
            (cell(0.05), false, d("0.05")),
            (cell(1.0), false, d("1")),
            (Value::Text("0.6"), false, d("0.6")),
            (Value::Text("60"), true, d("0.6")),
            (cell(5.0), false, Err(&catalogue::PERCENT_MALFORMED)),
            (Value::Text("5"), false, Err(&catalogue::PERCENT_MALFORMED)),
            (Value::Text("一半"), false, Err(&catalogue::PERCENT_MALFORMED)),
            (Value::Text("5元"), false, Err(&catalogue::PERCENT_MALFORMED)),
        ] {
            assert_eq!(share(value, header), expected, "{value:?} {header}");
        }
    }
}
