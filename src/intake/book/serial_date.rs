//! Serial numbers become dates, and numbers become values by their format.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::Value;
use super::number_format::NumberFormat;

/// Where a workbook's days are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Epoch {
    /// 1900, with the 29 February that never was.
    #[default]
    Y1900,
    /// 1904, of old Macs.
    Y1904,
}

/// A finite number as its format shows it. A number no calendar reaches stays a number, as Excel shows `####`.
pub(super) fn shown(value: f64, format: NumberFormat, epoch: Epoch) -> Value<'static> {
    match format {
        NumberFormat::DateTime => match date_time(value, epoch) {
            Some(date_time) => Value::DateTime(date_time),
            None => Value::Number { value, percent: false },
        },
        NumberFormat::Percent => Value::Number { value, percent: true },
        NumberFormat::Plain => Value::Number { value, percent: false },
    }
}

/// The date and time of a serial number, to the millisecond. Excel's calendar ends with 9999.
// Floats here are clock readings, never money.
#[allow(clippy::float_arithmetic)]
fn date_time(serial: f64, epoch: Epoch) -> Option<NaiveDateTime> {
    const DAY: f64 = 86_400_000.0;
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let start = match epoch {
        Epoch::Y1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        Epoch::Y1900 if serial < 60.0 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        // The day that never was.
        Epoch::Y1900 if serial < 61.0 => return None,
        Epoch::Y1900 => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    // Below 3e14: a whole number an f64 and an i64 both hold.
    #[allow(clippy::cast_possible_truncation)]
    let milliseconds = (serial * DAY).round() as i64;
    start.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::milliseconds(milliseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials() {
        let table = [
            (1.0, Epoch::Y1900, Some("1900-01-01 00:00:00")),
            (59.0, Epoch::Y1900, Some("1900-02-28 00:00:00")),
            (60.0, Epoch::Y1900, None),
            (61.0, Epoch::Y1900, Some("1900-03-01 00:00:00")),
            (44839.0, Epoch::Y1900, Some("2022-10-05 00:00:00")),
            (44839.5, Epoch::Y1900, Some("2022-10-05 12:00:00")),
            (43377.0, Epoch::Y1904, Some("2022-10-05 00:00:00")),
            (0.0, Epoch::Y1904, Some("1904-01-01 00:00:00")),
            (2_958_465.0, Epoch::Y1900, Some("9999-12-31 00:00:00")),
            (2_958_466.0, Epoch::Y1900, None),
            (-1.0, Epoch::Y1900, None),
            (f64::NAN, Epoch::Y1900, None),
        ];
        for (serial, epoch, expected) in table {
            let found = date_time(serial, epoch).map(|date_time| date_time.to_string());
            assert_eq!(found.as_deref(), expected, "{serial}");
        }
    }
}
