//! The two numbers that name things: 统一社会信用代码 (GB 32100-2015) and 专利号 (ZC 0006-2003), each with its check digit.

use std::fmt;

/// The 31 characters of GB 32100-2015, each standing for its position: no I, O, Z, S, V.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// For each ASCII character its place in [`ALPHABET`], or 255: a province has millions of codes to look through.
const VALUES: [u8; 128] = {
    let mut values = [u8::MAX; 128];
    let mut place = 0;
    while place < ALPHABET.len() {
        values[ALPHABET[place] as usize] = place as u8;
        place += 1;
    }
    values
};

/// The weights of GB 32100-2015: the powers of 3, MOD 31. The check digit makes the whole weighted sum a multiple of 31: its weight is 1.
const WEIGHTS: [u32; 18] = {
    let mut weights = [1; 18];
    let mut place = 1;
    while place < 17 {
        weights[place] = weights[place - 1] * 3 % 31;
        place += 1;
    }
    weights
};

/// What is wrong with the form of a code: its length, else its first foreign character.
fn fault(text: &str) -> CodeFault {
    let length = text.chars().count();
    if length != WEIGHTS.len() {
        return CodeFault::Length(length);
    }
    let used = |c: &char| VALUES.get(c.to_ascii_uppercase() as usize).is_some_and(|&value| value != u8::MAX);
    text.chars().find(|c| !used(c)).map_or(CodeFault::Length(length), CodeFault::Character)
}

/// A 统一社会信用代码 whose form and check digit are right: 18 characters, capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CreditCode([u8; 18]);

/// What is wrong with a 统一社会信用代码, or another number that those are known by who are awarded; in words, what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// Not 18 characters; how many there are.
    #[error("18 位代码，现有 {0} 位")]
    Length(usize),
    /// A character the standard does not use.
    #[error("只用数字和大写字母（不用 I、O、Z、S、V）的代码，现有“{0}”")]
    Character(char),
    /// The last character does not follow from the others; the one that would.
    #[error("校验码相符的代码（前 17 位无误时末位是“{0}”）")]
    CheckDigit(char),
    /// A 公民身份号码 that has not 18 characters; how many there are.
    #[error("18 位公民身份号码，现有 {0} 位")]
    CitizenLength(usize),
    /// A character that no 公民身份号码 has there.
    #[error("只用数字、末位可以是 X 的公民身份号码，现有“{0}”")]
    CitizenCharacter(char),
    /// The day of birth in a 公民身份号码 is none.
    #[error("第 7 至 14 位是出生日期的公民身份号码，“{0}”不是日期")]
    BirthDate(String),
    /// Nothing, or too much for a number; how many characters there are.
    #[error("1 至 40 位的编号，现有 {0} 位")]
    PlainLength(usize),
    /// A character that spreadsheets take for any other.
    #[error("不带 *、?、~ 的编号，现有“{0}”")]
    Wildcard(char),
}

impl CreditCode {
    /// Reads a code that is already free of blanks and full-width forms; small letters are accepted.
    ///
    /// # Errors
    /// [`CodeFault`]: length, a foreign character, or the check digit (MOD 31, GB 32100-2015 annex).
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        // What is not 18 bytes long has another length or a character beyond ASCII.
        let Ok(mut code) = <[u8; 18]>::try_from(text.as_bytes()) else { return Err(fault(text)) };
        let (mut sum, mut last) = (0, 0);
        for (byte, weight) in code.iter_mut().zip(WEIGHTS) {
            *byte = byte.to_ascii_uppercase();
            let value = VALUES.get(usize::from(*byte)).copied().filter(|&value| value != u8::MAX);
            last = u32::from(value.ok_or_else(|| fault(text))?) * weight;
            sum += last;
        }
        // The last weight is 1.
        let due = (31 - (sum - last) % 31) % 31;
        if last == due { Ok(Self(code)) } else { Err(CodeFault::CheckDigit(char::from(ALPHABET[due as usize]))) }
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A 专利号: its digits (12, or 8 before October 2003) and the check digit it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PatentNumber {
    /// `ZL` + digits + `.` + check digit.
    canonical: [u8; 16],
    /// 12 or 8.
    digits: usize,
}

impl PatentNumber {
    /// Reads a number however it is written: `ZL` or `CN` in front or not, dot or not, blanks, full-width forms, `x` for `X`.
    /// The check digit need not be right, see [`Self::check_digit_holds`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let half_width = |c: char| match u32::from(c) {
            wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
            _ => c,
        };
        let text: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
        let text = text.as_str();
        let bare = ["ZL", "CN"]
            .into_iter()
            .find_map(|prefix| text.get(..2).filter(|p| p.eq_ignore_ascii_case(prefix)).map(|_| &text[2..]))
            .unwrap_or(text);
        let bare = bare.strip_prefix('.').unwrap_or(bare);
        let (body, check) = (bare.get(..bare.len().checked_sub(1)?)?, bare.chars().last()?);
        let body = body.strip_suffix('.').unwrap_or(body);
        let check = check.to_ascii_uppercase();
        let digits = body.len();
        if !matches!(digits, 8 | 12) || !body.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let check = u8::try_from(check).ok().filter(|&c| c.is_ascii_digit() || c == b'X')?;
        let mut canonical = *b"ZL            . ";
        canonical[2..2 + digits].copy_from_slice(body.as_bytes());
        canonical[2 + digits] = b'.';
        canonical[3 + digits] = check;
        let number = Self { canonical, digits };
        matches!(number.kind_digit(), '1' | '2' | '3' | '8' | '9').then_some(number)
    }

    /// `ZL202010000001.1`, the form in which numbers are compared and shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.canonical[..self.digits + 4]).unwrap_or_default()
    }

    /// The digit that tells the kind: the fifth, or the third of the old form. 1 and 8 发明, 2 and 9 实用新型, 3 外观设计.
    #[must_use]
    pub fn kind_digit(&self) -> char {
        char::from(self.canonical[if self.digits == 12 { 6 } else { 4 }])
    }

    /// Does the check digit follow from the digits? Weights 2 to 9 and again from 2, MOD 11, 10 is X.
    #[must_use]
    pub fn check_digit_holds(&self) -> bool {
        char::from(self.canonical[3 + self.digits]) == self.check_digit()
    }

    /// The check digit that follows from the other digits.
    #[must_use]
    pub fn check_digit(&self) -> char {
        let digits = &self.canonical[2..2 + self.digits];
        let sum: u32 = digits.iter().zip((2..=9).cycle()).map(|(&d, weight)| u32::from(d - b'0') * weight).sum();
        if sum % 11 == 10 { 'X' } else { char::from_digit(sum % 11, 10).unwrap_or('X') }
    }
}

impl fmt::Display for PatentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_codes_are_checked_by_the_standard() {
        for good in ["91371581MAH9KBJD25", "91371581MAJEGL6QXW", "91371581ma1hyj5y13"] {
            assert_eq!(CreditCode::parse(good).map(|c| c.to_string()), Ok(good.to_ascii_uppercase()));
        }
        for (bad, fault) in [
            ("91371581MAH9KBJD2", CodeFault::Length(17)),
            ("91371581MAH9KBJD255", CodeFault::Length(19)),
            ("", CodeFault::Length(0)),
            ("91371581MAH9KBJDO5", CodeFault::Character('O')),
            ("91371581MAH9KBJD2号", CodeFault::Character('号')),
            ("91371581MAH9KBJD26", CodeFault::CheckDigit('5')),
            ("91371581MAH9KBJD52", CodeFault::CheckDigit('E')),
        ] {
            assert_eq!(CreditCode::parse(bad), Err(fault), "{bad}");
        }
    }

    #[test]
    fn any_single_wrong_character_of_a_code_is_noticed() {
        let good = b"91371581MAH9KBJD25";
        for i in 0..18 {
            for &c in ALPHABET.iter().filter(|&&c| c != good[i]) {
                let mut bad = *good;
                bad[i] = c;
                let bad = std::str::from_utf8(&bad).expect("ASCII");
                let fault = CreditCode::parse(bad);
                assert!(matches!(fault, Err(CodeFault::CheckDigit(due)) if i < 17 || due == '5'), "{bad}: {fault:?}");
            }
        }
    }

    #[test]
    fn patent_numbers_have_one_form() {
        for (seen, canonical) in [
            ("ZL202010000001.1", "ZL202010000001.1"),
            ("CN202020000009.3", "ZL202020000009.3"),
            ("zl202020000006.x", "ZL202020000006.X"),
            ("2020200000021", "ZL202020000002.1"),
            ("202020000002.1", "ZL202020000002.1"),
            ("ZL01123456.3", "ZL01123456.3"),
            ("011234563", "ZL01123456.3"),
        ] {
            let number = PatentNumber::parse(seen).expect(seen);
            assert_eq!(number.as_str(), canonical);
            assert!(number.check_digit_holds(), "{seen}");
        }
        for bad in [
            "",
            "ZL",
            "ZL2020100",
            "ZL202010000001",
            "ZL20201000000A.1",
            "ZL202040000001.1",
            "专利",
            "ZL202010000001.11",
        ] {
            assert_eq!(PatentNumber::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_patent_number_tells_its_kind_and_checks_itself() {
        for (number, kind, holds) in [
            ("ZL202020000001.7", '2', true),
            ("ZL202030000003.1", '3', true),
            ("ZL202020000001.8", '2', false),
            ("ZL01123456.3", '1', true),
        ] {
            let patent = PatentNumber::parse(number).expect(number);
            assert_eq!((patent.kind_digit(), patent.check_digit_holds()), (kind, holds), "{number}");
        }
    }
}
