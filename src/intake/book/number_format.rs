//! What a number format makes of a number: a date, a percentage, or a plain number; and what a cell's style shows besides.

use std::sync::Arc;

use super::drawing::Drawing;
use super::{Look, Marks};

/// What matters of a cell's style.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// Its number format.
    pub format: NumberFormat,
    /// What the format draws of its own.
    pub drawing: Option<Arc<Drawing>>,
    /// Does it strike out?
    pub struck: bool,
}

impl Style {
    /// The style of a cell that names none.
    pub const PLAIN: &'static Self = &Self { format: NumberFormat::Plain, drawing: None, struck: false };

    /// A style with a format that every program knows by its number.
    pub fn built_in(number: u32) -> Self {
        Self { format: NumberFormat::built_in(number), ..Self::default() }
    }

    /// A style with a format by its number and code.
    pub fn of_code(number: u32, code: &str) -> Self {
        let format = NumberFormat::of_code(code);
        // These show money of one's own country, whatever sign the file's writer had.
        let local = matches!(number, 5..=8 | 37..=44);
        let draws = format != NumberFormat::DateTime && !code.trim().is_empty();
        let drawing = draws.then(|| Drawing::of_code(code, local)).flatten().map(Arc::new);
        Self { format, drawing, struck: false }
    }

    /// How a cell of this style looks, `marks` being those of its text.
    pub fn look(&self, marks: Marks) -> Look<'_> {
        Look { marks: Marks { struck: marks.struck || self.struck, ..marks }, drawing: self.drawing.as_ref() }
    }
}

/// What a cell's number format says about its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// A plain number.
    #[default]
    Plain,
    /// Shown as a date or time.
    DateTime,
    /// Shown as percent.
    Percent,
}

impl NumberFormat {
    /// A format every program knows by its number. 27–36 and 50–58 are the dates of the Chinese, Japanese and Korean
    /// editions, whose codes no file spells out.
    pub fn built_in(number: u32) -> Self {
        match number {
            9 | 10 => Self::Percent,
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::DateTime,
            _ => Self::Plain,
        }
    }

    /// A format by its code, such as `yyyy"年"m"月"d"日"`. The first section decides: the others are for negative numbers,
    /// zero and text.
    pub fn of_code(code: &str) -> Self {
        let mut percent = false;
        let mut letters = code.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                ';' => break,
                '"' => {
                    letters.by_ref().find(|&letter| letter == '"');
                }
                // The next character is shown as it is, left out, or repeated.
                '\\' | '_' | '*' => {
                    letters.next();
                }
                '[' => {
                    let inside: String = letters.by_ref().take_while(|&letter| letter != ']').collect();
                    // [h], [mm], [ss]: elapsed time. The rest are colours, conditions and locales.
                    if !inside.is_empty() && inside.chars().all(|letter| "hHmMsS".contains(letter)) {
                        return Self::DateTime;
                    }
                }
                '%' | '％' => percent = true,
                // General, also as Chinese programs write it: G/通用格式.
                'G' | 'g' if letters.peek().is_some_and(|next| matches!(next, 'e' | 'E' | '/')) => {
                    let rest: String = letters.clone().collect();
                    if rest.to_ascii_lowercase().starts_with("eneral") {
                        letters.by_ref().nth(5);
                    } else if !rest.starts_with('/') {
                        return Self::DateTime;
                    }
                }
                // 0.00E+00 is scientific; otherwise e is a year.
                'E' | 'e' if matches!(letters.peek(), Some('+' | '-')) => {}
                'E' | 'e' | 'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => return Self::DateTime,
                _ => {}
            }
        }
        if percent { Self::Percent } else { Self::Plain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberFormat::{DateTime, Percent, Plain};

    #[test]
    fn codes() {
        let table = [
            ("General", Plain),
            ("GENERAL", Plain),
            ("G/通用格式", Plain),
            ("@", Plain),
            ("0.00", Plain),
            ("#,##0.00_);[Red](#,##0.00)", Plain),
            ("0.00E+00", Plain),
            ("##0.0E-0", Plain),
            ("[$¥-804]#,##0.00", Plain),
            ("0\"days\"", Plain),
            ("0\\d", Plain),
            ("[红色]0", Plain),
            ("0_m", Plain),
            ("0;yyyy", Plain),
            ("yyyy-mm-dd", DateTime),
            ("yyyy\"年\"m\"月\"d\"日\"", DateTime),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\";@", DateTime),
            ("[$-F800]dddd, mmmm dd, yyyy", DateTime),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"", DateTime),
            ("上午/下午h\"时\"mm\"分\"", DateTime),
            ("[h]:mm:ss", DateTime),
            ("[mm]:ss", DateTime),
            ("ge.m.d", DateTime),
            ("e\"年\"", DateTime),
            ("0%", Percent),
            ("0.00%;[Red]-0.00%", Percent),
            ("0.0\"%\"", Plain),
            ("", Plain),
            ("[", Plain),
            ("\"", Plain),
        ];
        for (code, format) in table {
            assert_eq!(NumberFormat::of_code(code), format, "{code}");
        }
    }

    #[test]
    fn numbers() {
        for (number, format) in [(0, Plain), (9, Percent), (10, Percent), (11, Plain), (14, DateTime), (22, DateTime)] {
            assert_eq!(NumberFormat::built_in(number), format, "{number}");
        }
        for (number, format) in [(26, Plain), (27, DateTime), (36, DateTime), (37, Plain), (49, Plain), (50, DateTime)]
        {
            assert_eq!(NumberFormat::built_in(number), format, "{number}");
        }
        assert_eq!(NumberFormat::built_in(58), DateTime);
        assert_eq!(NumberFormat::built_in(59), Plain);
    }
}
