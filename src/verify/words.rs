//! Values and texts in words, those too that look alike or cannot be seen.

use super::office::Scalar;

/// Expected and found, told apart even where the eye cannot.
pub(super) fn apart(expected: &Scalar, found: &Scalar) -> (String, String) {
    match (expected, found) {
        (Scalar::Text(ours), Scalar::Text(theirs)) => {
            let (mut ours_shown, mut theirs_shown) = (seen(ours), seen(theirs));
            if let Some((place, a, b)) = lookalike(ours, theirs) {
                ours_shown.push_str(&format!("（第 {place} 字 {a}）"));
                theirs_shown.push_str(&format!("（第 {place} 字 {b}）"));
            }
            (ours_shown, theirs_shown)
        }
        (Scalar::Number(ours), Scalar::Text(theirs)) => (format!("数 {ours}"), format!("文本“{}”", seen(theirs))),
        (Scalar::Text(ours), Scalar::Number(theirs)) => (format!("文本“{}”", seen(ours)), format!("数 {theirs}")),
        _ => (shown(expected), shown(found)),
    }
}

/// One value.
pub(super) fn shown(value: &Scalar) -> String {
    match value {
        Scalar::Blank => "（空白）".to_owned(),
        Scalar::Uncalculated => "（没有结果）".to_owned(),
        Scalar::Number(text) | Scalar::Word(text) => text.clone(),
        Scalar::Text(text) => seen(text),
    }
}

/// A text in which nothing is invisible.
pub(super) fn seen(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.chars().count().saturating_sub(1);
    for (at, c) in text.chars().enumerate() {
        match c {
            '\n' => out.push('⏎'),
            ' ' if at == 0 || at == last => out.push_str("‹空格›"),
            c if invisible(c) => out.push_str(&format!("‹U+{:04X}›", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn invisible(c: char) -> bool {
    c.is_control()
        || (c.is_whitespace() && c != ' ' && c != '\u{3000}')
        || matches!(u32::from(c),
            0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
            | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
            | 0xE0000..=0xE0FFF)
}

/// The first letter in which two texts differ, if one of the two is of a script whose letters are taken for others.
fn lookalike(ours: &str, theirs: &str) -> Option<(usize, String, String)> {
    let (place, (a, b)) = ours.chars().zip(theirs.chars()).enumerate().find(|(_, (a, b))| a != b)?;
    let plain = |c: char| c.is_ascii() || matches!(u32::from(c), 0x4E00..=0x9FFF | 0x3000..=0x303F);
    let named = |c: char| format!("U+{:04X}", u32::from(c));
    let told = invisible(a) || invisible(b) || (plain(a) && plain(b));
    (!told).then(|| (place + 1, named(a), named(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_told_apart() {
        let text = |text: &str| Scalar::Text(text.to_owned());
        let table = [
            (text("临清"), text("临\u{200B}清"), "临清", "临‹U+200B›清"),
            (text("A1"), text("А1"), "A1（第 1 字 U+0041）", "А1（第 1 字 U+0410）"),
            (text("甲"), text("甲 "), "甲", "甲‹空格›"),
            (Scalar::Number("5".into()), text("5"), "数 5", "文本“5”"),
            (Scalar::Blank, text("甲\n乙"), "（空白）", "甲⏎乙"),
            (text("甲乙"), text("甲\u{a0}乙"), "甲乙", "甲‹U+00A0›乙"),
            (text("甲乙"), text("甲\t乙"), "甲乙", "甲‹U+0009›乙"),
            (text("甲乙"), text("甲 乙"), "甲乙", "甲 乙"),
            (text("甲乙"), text("甲\u{3000}乙"), "甲乙", "甲\u{3000}乙"),
            (text("甲乙"), text("甲\u{feff}乙"), "甲乙", "甲‹U+FEFF›乙"),
        ];
        for (expected, found, ours, theirs) in table {
            assert_eq!(apart(&expected, &found), (ours.to_owned(), theirs.to_owned()));
        }
    }
}
