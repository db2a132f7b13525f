//! A number format by what it draws, not by how it is written: literals quoted in one way, letters that mean dates in small ones.

/// The formats that have numbers only.
fn built_in(id: u32) -> Option<&'static str> {
    Some(match id {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "mm-dd-yy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "m/d/yy h:mm",
        37 => "#,##0 ;(#,##0)",
        38 => "#,##0 ;[Red](#,##0)",
        39 => "#,##0.00;(#,##0.00)",
        40 => "#,##0.00;[Red](#,##0.00)",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mmss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}

/// The format `id`, written out as `code` where it is the workbook's own.
pub(super) fn effect(id: u32, code: Option<&str>) -> String {
    match code.or_else(|| built_in(id)) {
        Some(code) => canonical(code),
        None => format!("内置格式 {id}"),
    }
}

/// What the format does to numbers: it may have a part for texts behind.
pub(super) fn on_numbers(canonical: &str) -> String {
    let sections = sections(canonical);
    sections.get(..3).map_or_else(|| canonical.to_owned(), |numbers| numbers.join(";"))
}

/// What a text shows under the format: nothing special for most.
pub(super) fn on_text(canonical: &str) -> String {
    let sections = sections(canonical);
    match sections.as_slice() {
        [_, _, _, ""] => "不显示".to_owned(),
        [_, _, _, text] => (*text).to_owned(),
        [only] if only.contains('@') && *only != "@" => (*only).to_owned(),
        _ => String::new(),
    }
}

fn sections(canonical: &str) -> Vec<&str> {
    let mut quoted = false;
    canonical
        .split(|c| {
            quoted ^= c == '"';
            c == ';' && !quoted
        })
        .collect()
}

fn canonical(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut literal = String::new();
    let mut chars = code.chars().peekable();
    let flush = |literal: &mut String, out: &mut String| {
        if !literal.is_empty() {
            out.push('"');
            out.push_str(literal);
            out.push('"');
            literal.clear();
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '"' => literal.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' => literal.extend(chars.next()),
            '[' => {
                flush(&mut literal, &mut out);
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                out.push('[');
                out.push_str(&inside.to_lowercase());
                out.push(']');
            }
            '_' | '*' => {
                flush(&mut literal, &mut out);
                out.push(c);
                out.extend(chars.next());
            }
            '0'..='9' | '#' | '?' | '.' | ',' | '%' | ';' | '@' | '/' => {
                flush(&mut literal, &mut out);
                out.push(c);
            }
            c if c.is_ascii_alphabetic() => {
                flush(&mut literal, &mut out);
                out.push(c.to_ascii_lowercase());
                // The sign of an exponent is no literal.
                if matches!(c, 'E' | 'e') && chars.peek().is_some_and(|c| matches!(c, '+' | '-')) {
                    out.extend(chars.next());
                }
            }
            c => literal.push(c),
        }
    }
    flush(&mut literal, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_format_however_it_is_written() {
        for (one, other) in [
            ("#,##0.00;[Red]-#,##0.00", "#,##0.00;[RED]\\-#,##0.00"),
            ("yyyy-mm-dd", "YYYY\\-MM\\-DD"),
            ("0.00\"万元\"", "0.00\\万\\元"),
            ("General", "general"),
            ("0\"A\"0", "0\\A0"),
            ("[Red]0", "[RED]0"),
        ] {
            assert_eq!(canonical(one), canonical(other), "{one}");
        }
        for (one, other) in [
            ("0.00", "0.00,"),
            ("0", "0!.0000"),
            ("0.00", "0.00\"%\""),
            ("0", ";;;"),
            ("0%", "0\"%\""),
            ("0", "1"),
            ("[Red]0", "[Blue]0"),
            ("0\"A\"", "0\"B\""),
            ("[Red]0", "[Red]1"),
        ] {
            assert_ne!(canonical(one), canonical(other), "{one}");
        }
        assert_eq!(effect(1, None), effect(168, Some("0")));
    }

    #[test]
    fn texts_under_a_format() {
        let table = [
            ("General", ""),
            ("@", ""),
            ("0;-0;0;\"改\"", "\"改\""),
            ("\"前\"@", "\"前\"@"),
            ("0;\";\";0", ""),
            (";;;", "不显示"),
        ];
        for (code, shown) in table {
            assert_eq!(on_text(&canonical(code)), shown, "{code}");
        }
    }
}
