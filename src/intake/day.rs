//! Calendar days and years as bureaux write them.

use chrono::{Datelike, NaiveDate};

use super::decimal::whole;
use super::normalize::narrow;

/// The years of bureaux' records; anything else is a slip.
pub const YEARS: std::ops::RangeInclusive<i32> = 1980..=2100;

/// Years that are read as such at all.
const SPELLED: std::ops::RangeInclusive<i32> = 1900..=2199;

/// The day that a spreadsheet shows as 1900-01-00.
pub const ZERO: NaiveDate = match NaiveDate::from_ymd_opt(1899, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// A day as written, with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The day.
    pub day: NaiveDate,
    /// Seconds since midnight.
    pub seconds: u32,
}

impl Written {
    /// Is it within two minutes of midnight, but not midnight?
    #[must_use]
    pub const fn is_near_midnight(self) -> bool {
        self.seconds != 0 && (self.seconds <= 120 || self.seconds >= 86_400 - 120)
    }
}

/// `2022-10-5`, `2022/10/5`, `2022.10.5`, `2022年10月5日`, `20221005`, in any width; a time behind it if that is midnight or nearly.
#[must_use]
pub fn from_text(text: &str) -> Option<Written> {
    let text = narrow(text);
    let (text, seconds) = without_time(&text)?;
    let written = Written { day: spelled(text)?, seconds };
    (seconds == 0 || written.is_near_midnight()).then_some(written)
}

/// The text before a time of day, and its seconds since midnight: `0:00`, `00:00:00.0`, `T00:00:00Z`, `12:00:00 AM`.
fn without_time(text: &str) -> Option<(&str, u32)> {
    let Some(colon) = text.find(':') else { return Some((text, 0)) };
    let before = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
    let hour: u32 = text[before.len()..colon].parse().ok()?;
    let day = before.strip_suffix(['T', ' '])?.trim_end();
    let mut rest = &text[colon + 1..];
    let morning = rest.strip_suffix("AM").or_else(|| rest.strip_suffix("am"));
    let hour = if morning.is_some() { hour % 12 } else { hour };
    rest = morning.map_or(rest, str::trim_end);
    // The place on earth it is said for: the day is the one written.
    rest = rest.strip_suffix('Z').or_else(|| rest.strip_suffix("+08:00")).unwrap_or(rest);
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "0"));
    let (second, fraction) = second.split_once('.').unwrap_or((second, ""));
    let digits = |text: &str| (1..=2).contains(&text.len()).then(|| text.parse::<u32>().ok()).flatten();
    let (minute, second) = (digits(minute)?, digits(second)?);
    let whole = fraction.bytes().all(|byte| byte.is_ascii_digit());
    (whole && hour < 24 && minute < 60 && second < 60).then(|| {
        // A fraction of a second behind midnight is no midnight.
        let part = u32::from(fraction.bytes().any(|byte| byte != b'0'));
        (day, hour * 3600 + minute * 60 + second + part)
    })
}

/// A day without a time.
fn spelled(text: &str) -> Option<NaiveDate> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return day(&text[..4], &text[4..6], &text[6..]);
    }
    if let Some((year, rest)) = text.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        return day(year.trim(), month.trim(), rest.strip_suffix('日')?.trim());
    }
    ['-', '/', '.'].into_iter().find_map(|separator| {
        let mut parts = text.split(separator).map(str::trim);
        let (year, month, last) = (parts.next()?, parts.next()?, parts.next()?);
        parts.next().is_none().then(|| day(year, month, last)).flatten()
    })
}

/// A number that spells a day, such as 20221005. Serial numbers without a date format are not guessed at.
#[must_use]
pub fn from_number(value: f64) -> Option<Written> {
    let digits = whole(value).filter(|v| (19_000_101..=21_991_231).contains(v))?;
    from_text(&digits.to_string())
}

/// The year that was typed into a cell which shows dates, and shows a day of 1905 or so now.
#[must_use]
pub fn typed_as_a_year(day: NaiveDate) -> Option<i64> {
    [(1899, 12, 30), (1904, 1, 1)].into_iter().find_map(|(year, month, first)| {
        let days = day.signed_duration_since(NaiveDate::from_ymd_opt(year, month, first)?).num_days();
        i32::try_from(days).is_ok_and(|days| YEARS.contains(&days)).then_some(days)
    })
}

/// A year: `2022`, `2022年`, or the year of a day.
#[must_use]
pub fn year_from_text(text: &str) -> Option<i32> {
    let narrowed = narrow(text);
    let bare = narrowed.strip_suffix('年').map_or(&*narrowed, str::trim_end);
    number(bare, 4..=4)
        .and_then(|year| i32::try_from(year).ok())
        .filter(|year| SPELLED.contains(year))
        .or_else(|| from_text(&narrowed).map(|written| written.day.year()))
}

/// A year typed as a number, or the year of a day typed as one.
#[must_use]
pub fn year_from_number(value: f64) -> Option<i32> {
    let year = whole(value).and_then(|v| i32::try_from(v).ok())?;
    if SPELLED.contains(&year) { Some(year) } else { from_number(value).map(|written| written.day.year()) }
}

/// A day, if the calendar has it.
fn day(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let year = i32::try_from(number(year, 4..=4)?).ok().filter(|year| SPELLED.contains(year))?;
    NaiveDate::from_ymd_opt(year, number(month, 1..=2)?, number(day, 1..=2)?)
}

/// A number of as many digits as `digits` allows.
fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let plain = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_way_to_write_a_day_is_read() {
        let fifth = NaiveDate::from_ymd_opt(2022, 10, 5);
        for text in [
            "2022-10-5",
            "2022-10-05",
            "2022/10/5",
            "2022.10.5",
            "2022.10.05",
            "2022年10月5日",
            "2022年10月05日",
            "20221005",
            "２０２２－１０－５",
            "２０２２年１０月５日",
            "　2022-10-5 ",
            "2022 年 10 月 5 日",
            "２０２２．１０．５",
            "２０２２／１０／５",
            "2022-10-05 00:00:00",
            "2022-10-05T00:00:00",
            "2022/10/5 0:00",
            "2022/10/5  0:00:00",
            "2022-10-05 00:00:00.0",
            "2022-10-05T00:00:00.000Z",
            "2022-10-05T00:00:00+08:00",
            "2022年10月5日 00:00",
            "2022 年 10 月 5 日 0:00:00",
            "2022/10/5 12:00:00 AM",
            "２０２２／１０／５　０：００",
            "20221005 00:00:00",
            "2022\u{200e}-10-05",
        ] {
            let written = from_text(text).map(|written| (written.day, written.seconds));
            assert_eq!(written, fifth.map(|day| (day, 0)), "{text}");
        }
        assert_eq!(from_number(20_221_005.0).map(|written| written.day), fifth);
        for (text, near) in [("2022-10-05 23:59:17", true), ("2022-10-05 0:01", true), ("2022-10-05 00:00:00.5", true)]
        {
            assert_eq!(from_text(text).map(Written::is_near_midnight), Some(near), "{text}");
        }
        assert_eq!(from_text("2022-10-05 0:01:05").map(|written| written.seconds), Some(65));
    }

    #[test]
    fn a_year_typed_into_a_date_is_known() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        assert_eq!(typed_as_a_year(day(1905, 7, 14)), Some(2022));
        assert_eq!(typed_as_a_year(day(1909, 7, 15)), Some(2022));
        assert_eq!(typed_as_a_year(day(1979, 12, 31)), None);
        assert_eq!(typed_as_a_year(ZERO), None);
    }

    #[test]
    fn anything_else_is_no_day() {
        for text in [
            "",
            "2022",
            "2022年",
            "2022-10",
            "2022年10月",
            "2022.13.5",
            "2022-2-30",
            "22-10-5",
            "2022-10/5",
            "2022-10-5-1",
            "44835",
            "2022年10月5",
            "10/5/2022",
            "2022-10-05 13:00",
            "2022-10-05 12:00",
            "2022-10-05 24:00",
            "2022-10-05 0:60",
            "2022-10-05 0:00:60",
            "2022-10-05 0:00 PM",
            "2022-10-0500:00:00",
            "0:00",
            "2022 10 05",
            "二〇二二年十月五日",
            "2022-1O-05",
            "0022-10-05",
            "2022--5",
            "2021-02-29",
            "202210050",
        ] {
            assert_eq!(from_text(text), None, "{text}");
        }
        for value in [44_835.0, 2022.0, 20_221_305.0, 20_221_005.5, -20_221_005.0, f64::NAN] {
            assert_eq!(from_number(value), None, "{value}");
        }
    }

    #[test]
    fn a_year_is_a_year_or_a_days_year() {
        for text in ["2022", "2022年", "２０２２年", " 2022 ", "2022 年", "2022-10-5", "20221005"] {
            assert_eq!(year_from_text(text), Some(2022), "{text}");
        }
        for text in ["", "22", "二〇二二", "2022年度", "2022.0", "02022", "1899", "2022-2023"] {
            assert_eq!(year_from_text(text), None, "{text}");
        }
        assert_eq!(year_from_number(2022.0), Some(2022));
        assert_eq!(year_from_number(20_221_005.0), Some(2022));
        for value in [2022.5, 22.0, 44_835.0, f64::INFINITY] {
            assert_eq!(year_from_number(value), None, "{value}");
        }
    }
}
