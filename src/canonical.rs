//! The one form in which two texts are compared that name a record, a person, a carrier or a scheme.
//!
//! The same number is typed with full-width digits, with blanks, in small letters, with any of a dozen dashes: none of that makes it
//! another. What is shown stays the text as typed.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// The canonical form: Unicode NFKC, without blanks and invisible characters, capitals, one kind of dash and one of bracket.
#[must_use]
pub fn canonical(text: &str) -> Cow<'_, str> {
    // Most numbers are capitals and digits already, most names common Chinese characters: those are their own form.
    let is_own = |c: char| match c {
        '\u{4e00}'..='\u{9fff}' => true,
        c => c.is_ascii_graphic() && !c.is_ascii_lowercase() && !is_odd_bracket(c),
    };
    if text.chars().all(is_own) {
        return Cow::Borrowed(text);
    }
    let seen = |c: &char| !c.is_whitespace() && !is_invisible(*c);
    // Taken apart some characters show blanks: U+00A8 is a blank with two dots.
    text.nfkc().filter(seen).map(ideograph).flat_map(char::to_uppercase).map(uniform).collect::<String>().into()
}

/// Do two texts name the same?
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one == other || canonical(one) == canonical(other)
}

const fn is_odd_bracket(c: char) -> bool {
    matches!(c, '[' | ']' | '{' | '}')
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

/// The character that a radical of a dictionary or a character of an old standard stands for: `⾼` is 高. Texts out of PDF files hold many.
#[must_use]
pub fn ideograph(c: char) -> char {
    if !matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}') {
        return c;
    }
    let mut meant = std::iter::once(c).nfkc();
    match meant.next().filter(|meant| *meant != c) {
        Some(meant) => meant,
        None => skeleton(c.encode_utf8(&mut [0; 4])).next().unwrap_or(c),
    }
}

/// A letter of another alphabet that looks like one of ours, in a word that is not of that alphabet: `МAH9` with a Cyrillic М. What it
/// looks like comes with it. Full-width forms and dashes are none, nor are the small Greek letters of engineers.
#[must_use]
pub fn look_alike(text: &str) -> Option<(char, char)> {
    // Alphabets begin behind Latin's accents; Chinese characters and full-width forms begin with other bytes.
    if !text.bytes().any(|byte| matches!(byte, 0xc4..=0xdf | 0xe1..=0xe3 | 0xea | 0xf0)) {
        return None;
    }
    text.split(|c: char| !c.is_alphanumeric() || matches!(c, '\u{3400}'..='\u{9fff}')).find_map(|word| {
        let mut found = None;
        for c in word.chars().filter(|c| !c.is_ascii()) {
            match looks_like(c) {
                Some(other) => found = found.or(Some((c, other))),
                // A word of that alphabet.
                None if c.is_alphabetic() && !c.to_string().nfkc().all(|c| c.is_ascii()) => return None,
                None => {}
            }
        }
        found
    })
}

/// What a single letter looks like, if that is a letter or digit of ours, or a Chinese character.
fn looks_like(c: char) -> Option<char> {
    if c.is_ascii() || matches!(c, 'α'..='ξ' | 'π'..='ω' | 'ー' | '一' | '〇') {
        return None;
    }
    // Compatible forms count as what they are.
    if std::iter::once(c).nfkc().ne([c]) {
        return None;
    }
    let text = c.to_string();
    let mut like = skeleton(&text);
    let (first, second) = (like.next()?, like.next());
    let ours = first.is_ascii_alphanumeric() || matches!(first, '\u{4e00}'..='\u{9fff}');
    (ours && second.is_none() && first != c).then_some(first)
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
    fn common_characters_are_their_own_form() {
        for c in '\u{4e00}'..='\u{9fff}' {
            let text = c.to_string();
            let whole: String = text.nfkc().map(ideograph).flat_map(char::to_uppercase).map(uniform).collect();
            assert_eq!(whole, text);
        }
    }

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
    fn letters_of_other_alphabets_are_told_from_ours() {
        for (text, found) in [
            ("91371581МAH9KBJD25", Some('М')),
            ("GR2О22001", Some('О')),
            ("一种轴承В", Some('В')),
            ("KJ2021-0І7", Some('І')),
            ("Ꭺ1", Some('Ꭺ')),
            ("规上ロ", Some('ロ')),
            ("ΑΒ12", Some('Α')),
            ("91371581MAH9KBJD25", None),
            ("９１３７", None),
            ("一种φ50轴承，α-Fe₂O₃，μm，Ω", None),
            ("Иванов Пётр", None),
            ("二〇二二年—第Ⅱ期№3①²㎡", None),
            ("Müller", None),
            ("ボルト株式会社", None),
            ("韩国（한국）", None),
        ] {
            assert_eq!(look_alike(text).map(|(c, _)| c), found, "{text}");
        }
        for (typed, meant) in [('⾼', '高'), ('⽅', '方'), ('⻓', '长'), ('\u{f95c}', '樂'), ('高', '高')] {
            assert_eq!(ideograph(typed), meant);
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
