//! Calendar days and years as bureaux write them.

use chrono::{Datelike, NaiveDate};

use super::exact::whole;
use super::wording::narrow;

/// Years a date or a year column may hold; anything else is a slip.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// `2022-10-5`, `2022/10/5`, `2022.10.5`, `2022年10月5日`, `20221005`, in any width; a midnight behind it is ignored.
#[must_use]
pub fn from_text(text: &str) -> Option<NaiveDate> {
    let text = narrow(text);
    let text = text.strip_suffix("00:00:00").map_or(&*text, |day| day.trim_end_matches(['T', ' ']));
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
pub fn from_number(value: f64) -> Option<NaiveDate> {
    let digits = whole(value).filter(|v| (19_000_101..=21_991_231).contains(v))?;
    from_text(&digits.to_string())
}

/// A year: `2022`, `2022年`, or the year of a day.
#[must_use]
pub fn year_from_text(text: &str) -> Option<i32> {
    let narrowed = narrow(text);
    let bare = narrowed.strip_suffix('年').map_or(&*narrowed, str::trim_end);
    number(bare, 4..=4)
        .and_then(|year| i32::try_from(year).ok())
        .filter(|year| YEARS.contains(year))
        .or_else(|| from_text(&narrowed).map(|day| day.year()))
}

/// A year typed as a number, or the year of a day typed as one.
#[must_use]
pub fn year_from_number(value: f64) -> Option<i32> {
    let year = whole(value).and_then(|v| i32::try_from(v).ok())?;
    if YEARS.contains(&year) { Some(year) } else { from_number(value).map(|day| day.year()) }
}

/// A day, if the calendar has it.
fn day(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let year = i32::try_from(number(year, 4..=4)?).ok().filter(|year| YEARS.contains(year))?;
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
        ] {
            assert_eq!(from_text(text), fifth, "{text}");
        }
        assert_eq!(from_number(20_221_005.0), fifth);
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
