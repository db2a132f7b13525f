//! By which number a policy knows those it awards: firms by 统一社会信用代码, persons by 公民身份号码, others by a number of their register's own.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::canonical::canonical;
use crate::ids::{CodeFault, CreditCode};

/// The kind of number that the register is keyed by; every table of its holders has a column of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// 统一社会信用代码, GB 32100-2015.
    #[default]
    CreditCode,
    /// 公民身份号码, GB 11643-1999.
    CitizenId,
    /// A number that the register itself gives out, with no check digit anybody could test.
    Plain,
}

/// A longer plain number is a remark.
const LONGEST_PLAIN: usize = 40;

impl Numbering {
    /// As a policy file writes the type of the column.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::CreditCode => "credit-code",
            Self::CitizenId => "citizen-id",
            Self::Plain => "code",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::CreditCode => "统一社会信用代码",
            Self::CitizenId => "公民身份号码",
            Self::Plain => "编号",
        }
    }

    /// Whom it numbers, and the word by which they are counted, unless the policy has its own.
    #[must_use]
    pub const fn holder(self) -> (&'static str, &'static str) {
        match self {
            Self::CreditCode => ("企业", "家"),
            Self::CitizenId => ("个人", "人"),
            Self::Plain => ("对象", "个"),
        }
    }

    /// How many characters it has, where that is fixed.
    #[must_use]
    pub const fn length(self) -> Option<u8> {
        match self {
            Self::CreditCode | Self::CitizenId => Some(18),
            Self::Plain => None,
        }
    }

    /// The number in `text`, in the one form in which it is compared and shown.
    ///
    /// # Errors
    /// [`CodeFault`]: what is wrong with it.
    pub fn read(self, text: &str) -> Result<Cow<'_, str>, CodeFault> {
        match self {
            Self::CreditCode => {
                let code = CreditCode::parse(text)?;
                Ok(if code.as_str() == text { text.into() } else { code.as_str().to_owned().into() })
            }
            Self::CitizenId => citizen(text),
            Self::Plain => plain(text),
        }
    }

    /// The number as lists may show it that others than the paying office read: of a person only where it begins and ends.
    #[must_use]
    pub fn masked(self, code: &str) -> Cow<'_, str> {
        match (self, code.get(..6), code.len().checked_sub(4).and_then(|at| code.get(at..))) {
            (Self::CitizenId, Some(first), Some(last)) => format!("{first}********{last}").into(),
            _ => code.into(),
        }
    }

    /// An invented number for an example, another for each `number`; `called` where any text will do.
    #[must_use]
    pub fn invented(self, number: usize, called: &str) -> String {
        match self {
            Self::CreditCode => {
                let begun = format!("9100000MA{number:08}0");
                match CreditCode::parse(&begun) {
                    Err(CodeFault::CheckDigit(digit)) => format!("{}{digit}", &begun[..17]),
                    _ => begun,
                }
            }
            Self::CitizenId => {
                let (day, place) = (number / 1000 % 28 + 1, number % 1000);
                let begun = format!("000000200001{day:02}{place:03}");
                let digit = check_digit(begun.as_bytes());
                format!("{begun}{digit}")
            }
            Self::Plain if called.is_empty() => format!("例{number}"),
            Self::Plain => called.to_owned(),
        }
    }
}

/// GB 11643-1999: six digits of the place, eight of the day of birth, three in order, one to check the others.
fn citizen(text: &str) -> Result<Cow<'_, str>, CodeFault> {
    let characters = text.chars().count();
    if characters != 18 {
        return Err(CodeFault::CitizenLength(characters));
    }
    let last = text.chars().last().map_or('0', |c| c.to_ascii_uppercase());
    let mut all = text.chars().enumerate();
    if let Some((_, c)) = all.find(|(at, c)| !c.is_ascii_digit() && (*at < 17 || last != 'X')) {
        return Err(CodeFault::CitizenCharacter(c));
    }
    let born = &text[6..14];
    let day = |from: usize, to: usize| born.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let date = day(0, 4).zip(day(4, 6)).zip(day(6, 8));
    // Whoever is older than that is awarded by nobody.
    let lived = date.filter(|((year, ..), _)| *year >= 1900).is_some_and(|((year, month), day)| {
        i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
    });
    if !lived {
        return Err(CodeFault::BirthDate(born.to_owned()));
    }
    let due = check_digit(&text.as_bytes()[..17]);
    if last != due {
        return Err(CodeFault::CheckDigit(due));
    }
    Ok(if text.ends_with('x') { text.to_ascii_uppercase().into() } else { text.into() })
}

/// ISO 7064 MOD 11-2: from the right the digits weigh 2, 4, 8 …; with the check digit the sum leaves 1. Ten is X.
fn check_digit(digits: &[u8]) -> char {
    let sum = digits.iter().fold(0, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    char::from_digit((12 - sum) % 11, 10).unwrap_or('X')
}

/// Any number the register gives out, in canonical form. Spreadsheets look for `*`, `?` and `~` as anything, so none may stand in it.
fn plain(text: &str) -> Result<Cow<'_, str>, CodeFault> {
    let code = canonical(text);
    let length = code.chars().count();
    if length == 0 || length > LONGEST_PLAIN {
        return Err(CodeFault::PlainLength(length));
    }
    match code.chars().find(|c| matches!(c, '*' | '?' | '~')) {
        Some(c) => Err(CodeFault::Wildcard(c)),
        None => Ok(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number as it is held, or what was expected.
    fn read(numbering: Numbering, text: &str) -> String {
        numbering.read(text).map_or_else(|fault| fault.to_string(), Cow::into_owned)
    }

    #[test]
    fn citizen_ids_are_checked_by_the_standard() {
        for (text, said) in [
            ("11010519491231002X", "11010519491231002X"),
            ("11010519491231002x", "11010519491231002X"),
            ("110105194912310038", "110105194912310038"),
            // A leap day, and none.
            ("11010520000229001X", "校验码相符的代码（前 17 位无误时末位是“3”）"),
            ("110105190002290018", "第 7 至 14 位是出生日期的公民身份号码，“19000229”不是日期"),
            ("110105189912310038", "第 7 至 14 位是出生日期的公民身份号码，“18991231”不是日期"),
            ("110105194912310039", "校验码相符的代码（前 17 位无误时末位是“8”）"),
            ("110105491231002", "18 位公民身份号码，现有 15 位"),
            ("1101051949123100X8", "只用数字、末位可以是 X 的公民身份号码，现有“X”"),
            ("11010519491231002Y", "只用数字、末位可以是 X 的公民身份号码，现有“Y”"),
            ("1101051949１2310038", "只用数字、末位可以是 X 的公民身份号码，现有“１”"),
            ("", "18 位公民身份号码，现有 0 位"),
        ] {
            assert_eq!(read(Numbering::CitizenId, text), said, "{text}");
        }
    }

    #[test]
    fn any_single_wrong_digit_of_a_citizen_id_is_noticed() {
        let good = b"110105194912310038";
        for at in 0..18 {
            for digit in (b'0'..=b'9').filter(|digit| *digit != good[at]) {
                let mut bad = *good;
                bad[at] = digit;
                let bad = std::str::from_utf8(&bad).expect("ASCII");
                assert!(Numbering::CitizenId.read(bad).is_err(), "{bad}");
            }
        }
    }

    #[test]
    fn plain_numbers_have_one_form_and_no_wildcards() {
        for (text, said) in [
            ("a－01", "A-01"),
            ("００７", "007"),
            ("户 7", "户7"),
            ("A*1", "不带 *、?、~ 的编号，现有“*”"),
            ("Ａ？1", "不带 *、?、~ 的编号，现有“?”"),
            ("~", "不带 *、?、~ 的编号，现有“~”"),
            ("", "1 至 40 位的编号，现有 0 位"),
        ] {
            assert_eq!(read(Numbering::Plain, text), said, "{text}");
        }
        assert_eq!(read(Numbering::Plain, &"7".repeat(40)), "7".repeat(40));
        assert_eq!(read(Numbering::Plain, &"7".repeat(41)), "1 至 40 位的编号，现有 41 位");
    }

    #[test]
    fn invented_numbers_are_right_and_each_is_another() {
        for numbering in [Numbering::CreditCode, Numbering::CitizenId] {
            let invented: std::collections::BTreeSet<String> =
                (0..28_000).map(|number| numbering.invented(number, "甲")).collect();
            assert_eq!(invented.len(), 28_000);
            assert!(invented.iter().all(|code| numbering.read(code).is_ok_and(|read| read == *code)));
        }
        assert_eq!(Numbering::Plain.invented(3, "甲"), "甲");
    }

    #[test]
    fn only_persons_are_masked() {
        assert_eq!(Numbering::CitizenId.masked("11010519491231002X"), "110105********002X");
        assert_eq!(Numbering::CreditCode.masked("91371581MAH9KBJD25"), "91371581MAH9KBJD25");
        assert_eq!(Numbering::Plain.masked("户7"), "户7");
    }
}
