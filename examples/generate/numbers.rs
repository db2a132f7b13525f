//! Numbers with their check digits: 统一社会信用代码 (GB 32100-2015, with the organisation's own check digit of GB 11714) and 专利号.

use std::iter::zip;

/// The characters of GB 32100-2015.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The code of firm `number`: every number below 31⁶ has its own.
pub fn credit_code(seed: u64, number: u64) -> String {
    let all = 31_u64.pow(6);
    // A factor without a common divisor with 31 spreads the numbers and keeps them apart.
    let mut rest = (number % all * 48_271 + seed % all * 7_919) % all;
    let mut code = *b"91371581MA00000000";
    for place in (10..16).rev() {
        code[place] = ALPHABET[usize::try_from(rest % 31).unwrap_or(0)];
        rest /= 31;
    }
    code[16] = organisation_check(&code[8..16]);
    let (mut sum, mut weight) = (0, 1);
    for c in &code[..17] {
        sum += ALPHABET.iter().position(|a| a == c).unwrap_or(0) * weight;
        weight = weight * 3 % 31;
    }
    code[17] = ALPHABET[(31 - sum % 31) % 31];
    String::from_utf8_lossy(&code).into_owned()
}

/// The check digit of an organisation's eight characters, MOD 11.
fn organisation_check(body: &[u8]) -> u8 {
    let value = |c: u8| u32::from(if c.is_ascii_digit() { c - b'0' } else { c - b'A' + 10 });
    let sum: u32 = zip(body, [3, 7, 9, 10, 5, 8, 4, 2]).map(|(&c, weight)| value(c) * weight).sum();
    match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b"0123456789"[digit as usize],
    }
}

/// The number of the patent that is the `serial`-th of its year; `kind` is 1 发明, 2 实用新型, 3 外观设计.
pub fn patent(year: i32, kind: u8, serial: u64) -> String {
    let digits = format!("{year}{kind}{:07}", serial % 10_000_000);
    let sum: u32 = zip(digits.bytes(), (2..=9).cycle()).map(|(d, weight)| u32::from(d - b'0') * weight).sum();
    match sum % 11 {
        10 => format!("ZL{digits}.X"),
        check => format!("ZL{digits}.{check}"),
    }
}
