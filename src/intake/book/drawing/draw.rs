//! A number drawn as its format says.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Drawn;
use super::section::{Section, Token};

/// What is seen where no section applies.
pub(super) fn nothing() -> Drawn {
    Drawn {
        text: String::new(),
        number: None,
        decimals: None,
        percent: false,
        currency: String::new(),
        words: String::new(),
    }
}

/// What is seen of a text.
pub(super) fn text(section: &Section, text: &str) -> String {
    let mut out = String::new();
    for token in &section.tokens {
        match token {
            Token::Text => out.push_str(text),
            Token::Literal(letter) => out.push(*letter),
            _ => {}
        }
    }
    out
}

/// What is seen of a number; `signed` if a negative one is shown with its sign though the format has none.
pub(super) fn number(section: &Section, number: Decimal, signed: bool) -> Drawn {
    let general = section.tokens.contains(&Token::General) || section.tokens.contains(&Token::Text);
    let negative = number.is_sign_negative() && !number.is_zero();
    let words = section.words();
    let minus = words.contains(['-', '−']) || (words.contains(['(', '（']) && words.contains([')', '）']));
    let drawn = if section.other {
        Some((number.abs().normalize().to_string(), None))
    } else {
        digits(section, number.abs(), general)
    };
    let mut pen = Pen { text: String::new(), plain: String::new() };
    if negative && signed && !minus {
        pen.text.push('-');
    }
    let decimals = drawn.as_ref().and_then(|(_, decimals)| *decimals);
    if let Some((digits, _)) = &drawn {
        pen.section(section, digits, general || section.other);
    }
    let below = negative && (signed || minus || section.coloured);
    let number = drawn.and_then(|_| pen.plain.parse::<Decimal>().ok()).map(|seen| if below { -seen } else { seen });
    let number = number.filter(|_| pen.plain.contains(|letter: char| letter.is_ascii_digit()));
    let percent = section.hundreds > 0;
    Drawn { text: pen.text.trim().to_owned(), number, decimals, percent, currency: section.currency.clone(), words }
}

/// The digits of the number as the section shows them, `900.00`, and how many decimals. `None` if it is out of range.
fn digits(section: &Section, number: Decimal, general: bool) -> Option<(String, Option<u32>)> {
    let mut number = number;
    for _ in 0..section.thousands {
        number = number.checked_mul(Decimal::new(1, 3))?;
    }
    for _ in 0..section.hundreds {
        number = number.checked_mul(Decimal::ONE_HUNDRED)?;
    }
    if general {
        return Some((number.normalize().to_string(), None));
    }
    let point = section.tokens.iter().position(|token| *token == Token::Point).unwrap_or(section.tokens.len());
    let places = section.tokens[point..].iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let decimals = u32::try_from(places).ok().filter(|&places| places <= 20)?;
    let number = number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    Some((format!("{number:.places$}"), Some(decimals)))
}

/// What has been drawn: all of it, and the number alone.
struct Pen {
    text: String,
    plain: String,
}

impl Pen {
    /// Draws the tokens, the digits in their places: the last place before the point takes the last digit, and the first one all
    /// that are left.
    fn section(&mut self, section: &Section, digits: &str, whole: bool) {
        let (before, behind) = digits.split_once('.').unwrap_or((digits, ""));
        let point = section.tokens.iter().position(|token| *token == Token::Point).unwrap_or(section.tokens.len());
        let is_digit = |token: &Token| matches!(token, Token::Digit(_));
        let mut places = section.tokens[..point].iter().filter(|token| is_digit(token)).count();
        let grouped = section.tokens[..point]
            .iter()
            .zip(section.tokens.iter().skip(1))
            .any(|(token, next)| *token == Token::Comma && is_digit(next));
        let before = before.trim_start_matches('0');
        let (mut left, mut later, mut first) = (before.len(), behind.chars(), true);
        let mut drawn = false;
        for (at, token) in section.tokens.iter().enumerate() {
            match token {
                Token::Digit(_) | Token::Point if whole => {
                    if !std::mem::replace(&mut drawn, true) {
                        self.digits(digits, false, 0);
                    }
                }
                Token::General | Token::Text => self.digits(digits, false, 0),
                Token::Digit(place) if at < point => {
                    let until = places - 1;
                    // The first place takes what is left over.
                    let count =
                        if std::mem::take(&mut first) { left.saturating_sub(until) } else { usize::from(left > until) };
                    let start = before.len() - left;
                    left -= count;
                    places = until;
                    if count > 0 {
                        self.digits(&before[start..start + count], grouped, left);
                    } else if *place == '0' {
                        self.digits("0", grouped, until);
                    }
                }
                Token::Digit(_) => {
                    if let Some(digit) = later.next() {
                        self.digits(digit.encode_utf8(&mut [0; 4]), false, 0);
                    }
                }
                Token::Point => {
                    self.text.push('.');
                    self.plain.push('.');
                }
                Token::Literal(letter) => {
                    self.text.push(*letter);
                    if letter.is_ascii_digit() || *letter == '.' {
                        self.plain.push(*letter);
                    }
                }
                Token::Percent => self.text.push('%'),
                Token::Gap => self.text.push(' '),
                Token::Comma => {}
            }
        }
    }

    /// Digits with `behind` more to come before the point.
    fn digits(&mut self, digits: &str, grouped: bool, behind: usize) {
        self.plain.push_str(digits);
        for (at, digit) in digits.char_indices() {
            self.text.push(digit);
            let rest = digits.len() - at - 1 + behind;
            if grouped && rest > 0 && rest.is_multiple_of(3) {
                self.text.push(',');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Drawing;
    use rust_decimal::Decimal;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn what_the_eye_sees() {
        for (code, number, seen, shown) in [
            ("0.00,", "900000", "900.00", Some("900.00")),
            ("#,##0,", "1234567", "1,235", Some("1235")),
            ("0!.0000", "900000", "90.0000", Some("90.0000")),
            ("0\\.0,", "900000", "90.0", Some("90.0")),
            ("0!.0,\"万元\"", "123456", "12.3万元", Some("12.3")),
            ("0.00\"万元\"", "90", "90.00万元", Some("90")),
            ("General\"元\"", "12.5", "12.5元", Some("12.5")),
            ("G/通用格式\"元\"", "12.5", "12.5元", Some("12.5")),
            ("\"$\"#,##0.00", "-1234.5", "-$1,234.50", Some("-1234.5")),
            ("[$€-407]#,##0", "1234", "€1,234", Some("1234")),
            ("0\"%\"", "60", "60%", Some("60")),
            ("0\\%", "60", "60%", Some("60")),
            (";;;\"无\"", "5", "", None),
            ("\"保密\"", "5", "保密", None),
            ("[>=10000]0.0,\"千\";0.00\"元\"", "20000", "20.0千", Some("20")),
            ("[>=10000]0.0,\"千\";0.00\"元\"", "-5", "-5.00元", Some("-5")),
            ("0.00;0.00", "-5", "5.00", Some("5")),
            ("0.00\"元\";[Red]0.00\"元\"", "-5", "5.00元", Some("-5")),
            ("0.00\"元\";(0.00)", "-5", "(5.00)", Some("-5")),
            ("0\"000\"", "90", "90000", Some("90000")),
            ("#\",\"000\"元\"", "1234567", "1234,567元", Some("1234567")),
            ("0.00E+00\"元\"", "123456", "123456元", Some("123456")),
            ("00000", "123", "00123", Some("123")),
            ("0.0%,", "5000", "500.0%", Some("500")),
        ] {
            let drawn = Drawing::of_code(code, false).unwrap_or_else(|| panic!("{code} draws")).number(d(number));
            assert_eq!((&*drawn.text, drawn.number), (seen, shown.map(d)), "{code} {number}");
        }
    }

    #[test]
    fn usual_formats_draw_nothing_of_their_own() {
        for code in [
            "General",
            "G/通用格式",
            "@",
            "0",
            "0.00",
            "#,##0",
            "#,##0.00",
            "0.00_ ",
            "#,##0.00_);[Red](#,##0.00)",
            "0.00;[红色]0.00",
            "0.00_);\\(0.00\\)",
            "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
            "_ \"¥\"* #,##0.00_ ;_ \"¥\"* -#,##0.00_ ;_ \"¥\"* \"-\"??_ ;_ @_ ",
            "[$¥-804]#,##0.00",
            "[$￥-804]#,##0.00;[$￥-804]-#,##0.00",
            "¥#,##0.00",
            "0.00E+00",
            "# ?/?",
            "0%",
            "0.00%",
            "[DBNum2][$-804]General",
            "[Blue]0.00",
            "0.00;-0.00;;@",
            "* #,##0.00",
            "#,##0.00;-#,##0.00;-",
            "",
        ] {
            let drawing = Drawing::of_code(code, false);
            assert!(drawing.is_none() || code.is_empty(), "{code}: {drawing:?}");
        }
        assert!(
            Drawing::of_code("_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\);_(\"$\"* \"-\"??_);_(@_)", true).is_none()
        );
        assert!(Drawing::of_code("_(\"$\"* #,##0.00_)", false).is_some());
        assert!(Drawing::of_code("[$¥-411]#,##0", false).is_some());
    }

    #[test]
    fn leading_zeros_and_texts() {
        let zeros = |code: &str| Drawing::of_code(code, false).and_then(|drawing| drawing.zeros());
        assert_eq!(
            [zeros("0000000000"), zeros("0"), zeros("00.0"), zeros("\"ZL\"000"), zeros("00;-00")],
            [Some(10), None, None, None, Some(2)]
        );
        let drawing = Drawing::of_code("0;-0;0;@\"万元\"", false).unwrap();
        assert_eq!(drawing.text("90"), "90万元");
        assert!(Drawing::of_code("0;-0;0;_ @_ ", false).is_none());
    }
}
