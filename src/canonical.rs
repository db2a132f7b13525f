//! The one form in which two texts are compared that name a record, a person, a carrier or a scheme.
//!
//! The same number is typed with full-width digits, with blanks, in small letters, with any of a dozen dashes: none of that makes it
//! another. What is shown stays the text as typed.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// The canonical form: Unicode NFKC, without blanks and invisible characters, capitals, one kind of dash and one of bracket.
#[must_use]
pub fn canonical(text: &str) -> Cow<'_, str> {
    // Most numbers are capitals and digits already.
    if text.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_lowercase() && !is_odd_bracket(byte)) {
        return Cow::Borrowed(text);
    }
    let seen = |c: &char| !c.is_whitespace() && !is_invisible(*c);
    // Taken apart some characters show blanks: U+00A8 is a blank with two dots.
    text.nfkc().filter(seen).flat_map(char::to_uppercase).map(uniform).collect::<String>().into()
}

/// Do two texts name the same?
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one == other || canonical(one) == canonical(other)
}

const fn is_odd_bracket(byte: u8) -> bool {
    matches!(byte, b'[' | b']' | b'{' | b'}')
}

/// Every dash is the hyphen-minus, every bracket a round one.
const fn uniform(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '〔' | '【' | '［' | '[' | '（' | '｛' | '{' | '﹝' => '(',
        '〕' | '】' | '］' | ']' | '）' | '｝' | '}' | '﹞' => ')',
        _ => c,
    }
}

/// Is it a character that cannot be seen: a format character (category Cf), a variation selector, a filler?
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    // Nothing below is one; most characters are decided here.
    if (c as u32) < 0xad || matches!(c, '\u{3000}'..='\u{3163}' | '\u{3165}'..='\u{d7ff}') {
        return false;
    }
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_typed_in_many_ways() {
        for (one, other) in [
            ("KJ2021-017", "ＫＪ２０２１－０１７"),
            ("KJ2021-017", " kj 2021 – 017\u{3000}"),
            ("KJ2021-017", "KJ2021\u{2014}017"),
            ("KJ2021-017", "KJ2021−017"),
            ("KJ2021-017", "KJ2021\u{200e}-\u{ad}017\u{feff}"),
            ("临科字〔2021〕3号", "临科字[2021]3号"),
            ("临科字〔2021〕3号", "临科字（2021）３号"),
            ("临科字〔2021〕3号", "临科字【2021】 3 号"),
            ("韩栋", "韩　栋"),
            ("高新技术企业", "⾼新技术企业"),
            ("樂", "\u{f95c}"),
            ("㈱甲", "(株)甲"),
            ("é", "e\u{301}"),
        ] {
            assert!(same(one, other), "{one} {other}: {} {}", canonical(one), canonical(other));
        }
        for (one, other) in [("KJ2021-017", "KJ2021017"), ("М1", "M1"), ("甲", "乙"), ("1", "l"), ("", "-")] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn the_form_is_stable() {
        for text in ["KJ-1", "ﬁ", "①", "\u{a8}甲", "ß", "［甲］—乙", "{a}", "", "\u{3164}"] {
            let once = canonical(text).into_owned();
            assert_eq!(canonical(&once), once, "{text}");
        }
        assert_eq!(canonical("［甲］—{乙}"), "(甲)-(乙)");
        assert_eq!(canonical("\u{3164}\u{200b} "), "");
    }
}
