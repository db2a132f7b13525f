//! The headers and footers of printed pages: what a reader sees of them, without the codes that set fonts and numbers.

/// Adds what one header or footer says, its left, middle and right part each for itself: `&L单位：万元&R&"宋体"&12第 &P 页`.
/// What a code stands for (page, date, file) is not known here and left out.
pub(super) fn add(code: &str, to: &mut Vec<String>) {
    let mut part = String::new();
    let mut letters = code.chars().peekable();
    let mut finish = |part: &mut String| {
        let text = part.trim();
        if !text.is_empty() {
            to.push(text.to_owned());
        }
        part.clear();
    };
    while let Some(letter) = letters.next() {
        if letter != '&' {
            part.push(letter);
            continue;
        }
        match letters.next() {
            Some('&') => part.push('&'),
            Some('L' | 'l' | 'C' | 'c' | 'R' | 'r') => finish(&mut part),
            // A font: "name,style".
            Some('"') => while letters.next().is_some_and(|letter| letter != '"') {},
            // A colour: six hexadecimal digits, or a theme's number and its shade, 01+000.
            Some('K' | 'k') => {
                for _ in 0..6 {
                    letters.next_if(|letter| letter.is_ascii_hexdigit() || matches!(letter, '+' | '-'));
                }
            }
            // A size.
            Some('0'..='9') => while letters.next_if(char::is_ascii_digit).is_some() {},
            _ => {}
        }
    }
    finish(&mut part);
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_fall_away_and_parts_stand_alone() {
        for (code, seen) in [
            ("&R单位：万元", &["单位：万元"][..]),
            ("&L&\"宋体,加粗\"&12填报单位&C&K01+000&A&R&KFF0000单位：元 &P/&N", &["填报单位", "单位：元 /"]),
            ("金额单位：万元", &["金额单位：万元"]),
            ("&C甲&&乙", &["甲&乙"]),
            ("&L &C&14 2022年", &["2022年"]),
            ("&C第&P页", &["第页"]),
            ("", &[]),
            ("&", &[]),
            ("&\"宋体", &[]),
        ] {
            let mut found = Vec::new();
            super::add(code, &mut found);
            assert_eq!(found, seen, "{code}");
        }
    }
}
