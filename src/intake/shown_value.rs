//! What the eye sees of a cell against what the file holds: where they do not agree it is said, never guessed.

use rust_decimal::Decimal;

use super::book::{Cell, Drawing, Drawn, Value};
use super::decimal;
use super::field::{CellIssue, Field};
use super::normalize::{half_width, squeeze, trim};
use crate::finding::catalogue;
use crate::policy::Kind;

/// Why a cell does not say what it shows, if it does not.
#[must_use]
pub fn fault(field: &Field<'_>, cell: &Cell<'_>) -> Option<CellIssue> {
    match cell.value {
        Value::Text(text) => of_text(field, text, cell),
        Value::Number { value, percent } => {
            let drawing = cell.look.drawing?;
            of_number(field, drawing, decimal::from_binary(value)?, percent)
        }
        _ => None,
    }
}

/// A text that looks like a number of something, an account or a contract's: digits and no Chinese characters.
#[must_use]
pub fn is_number_of_something(text: &str) -> bool {
    let mut digits = false;
    for c in text.chars() {
        digits |= half_width(c).is_ascii_digit();
        if matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}') {
            return false;
        }
    }
    digits
}

fn of_text(field: &Field<'_>, text: &str, cell: &Cell<'_>) -> Option<CellIssue> {
    let broken = || trim(text).contains(['\n', '\r']);
    let mixed = cell.look.marks.partly_struck || cell.look.marks.raised;
    // Most texts stand on one line and look like themselves.
    if !mixed && cell.look.drawing.is_none() && memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return None;
    }
    let exact = match field.column.kind {
        Kind::List(_) | Kind::Item => false,
        Kind::Text => is_number_of_something(text),
        _ => true,
    };
    if exact && broken() {
        return Some(field.issue(&catalogue::VALUES_TWO));
    }
    if exact && mixed && text.chars().any(|c| half_width(c).is_ascii_digit()) {
        let why = if cell.look.marks.raised { "有上标或下标的字" } else { "有划掉的字" };
        return Some(field.issue(&catalogue::LETTERS_MIXED).because(why));
    }
    let drawing = cell.look.drawing?;
    let drawn = drawing.text(text);
    let same_figure = || {
        let (shown, held) = (decimal::from_text(&drawn), decimal::from_text(text));
        is_figure(&field.column.kind) && shown.is_some() && shown == held
    };
    (squeeze(&drawn) != squeeze(text) && !same_figure()).then(|| misleads(field, drawing, &drawn))
}

const fn is_figure(kind: &Kind) -> bool {
    matches!(kind, Kind::Money { .. } | Kind::Number | Kind::Percent)
}

fn misleads(field: &Field<'_>, drawing: &Drawing, drawn: &str) -> CellIssue {
    let why = if drawn.is_empty() { "不显示内容".to_owned() } else { format!("显示成“{drawn}”") };
    field.issue(&catalogue::FORMAT_MISLEADS).because(format!("格式“{}”使它{why}", drawing.code()))
}

fn of_number(field: &Field<'_>, drawing: &Drawing, held: Decimal, percent: bool) -> Option<CellIssue> {
    let agrees = match field.column.kind {
        Kind::Money { .. } => {
            let drawn = drawing.number(held);
            if !drawn.currency.is_empty() {
                let why = format!("格式“{}”写的是{}", drawing.code(), drawn.currency);
                return Some(field.issue(&catalogue::CURRENCY_FOREIGN).because(why));
            }
            // In yuan: 900千元 is what 900000 in a 元 column says.
            let unit = field.unit.yuan();
            let step = stated(&drawn.words).map_or(unit, Decimal::from);
            let shown = drawn.number.and_then(|number| number.checked_mul(step));
            let held = held.checked_mul(unit)?;
            !says_percent(&drawn.words) && is_near(&drawn, shown, held, step)
        }
        Kind::Percent => share_agrees(&drawing.number(held), held, percent, field.percent),
        // A day may be held as a number whose digits spell it.
        Kind::Number | Kind::Year | Kind::Date => {
            let drawn = drawing.number(held);
            percent || (!says_percent(&drawn.words) && is_near(&drawn, drawn.number, held, Decimal::ONE))
        }
        _ => true,
    };
    (!agrees).then(|| misleads(field, drawing, &drawing.number(held).text))
}

/// Is the share that is shown the one that is held?
fn share_agrees(drawn: &Drawn, held: Decimal, percent: bool, header: bool) -> bool {
    if stated(&drawn.words).is_some() {
        return false;
    }
    let hundredth = Decimal::new(1, 2);
    let shown_in = if drawn.words.contains('‰') {
        Decimal::new(1, 3)
    } else if drawn.percent || header || drawn.words.contains(['%', '％']) {
        hundredth
    } else {
        Decimal::ONE
    };
    let held = if header && !percent { held * hundredth } else { held };
    let shown = drawn.number.and_then(|number| number.checked_mul(shown_in));
    is_near(drawn, shown, held, shown_in)
}

/// Does a number above nought look like one below: `-536`, `(536)`, `负536`, `536-`?
fn looks_negative(text: &str) -> bool {
    let text = squeeze(text);
    text.starts_with(['-', '−', '(', '△', '▲']) || text.ends_with('-') || text.contains(['负', '減', '减'])
}

/// Is what is shown the number that is held, as far as its decimals tell? Nought may be shown as a dash or not at all.
fn is_near(drawn: &Drawn, shown: Option<Decimal>, held: Decimal, step: Decimal) -> bool {
    if held > Decimal::ZERO && looks_negative(&drawn.text) {
        return false;
    }
    let Some(shown) = shown else {
        return held.is_zero() && drawn.text.chars().all(|c| matches!(c, '-' | '—' | '–' | ' '));
    };
    let within = drawn.decimals.map_or(Decimal::ZERO, |decimals| Decimal::new(5, decimals + 1) * step);
    (shown - held).abs() <= within
}

fn says_percent(words: &str) -> bool {
    words.contains(['%', '％', '‰'])
}

/// How many yuan the unit has that words beside a number state, if they do.
fn stated(words: &str) -> Option<u64> {
    let words = squeeze(words);
    match &*words {
        "k" | "K" => return Some(1000),
        "w" | "W" => return Some(10_000),
        "M" => return Some(1_000_000),
        _ => {}
    }
    let steps: [(&[char], u64); 5] = [
        (&['亿', '億'], 100_000_000),
        (&['万', '萬'], 10_000),
        (&['千', '仟'], 1000),
        (&['百', '佰'], 100),
        (&['十', '拾'], 10),
    ];
    let named: Vec<u64> = steps.iter().filter(|(signs, _)| words.contains(*signs)).map(|(_, step)| *step).collect();
    if named.is_empty() { words.contains(['元', '圆', '圓']).then_some(1) } else { Some(named.iter().product()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_that_words_state() {
        for (words, unit) in [
            ("", None),
            (" ", None),
            ("（含税）", None),
            ("元", Some(1)),
            ("人民币元", Some(1)),
            ("万元", Some(10_000)),
            ("万", Some(10_000)),
            ("w", Some(10_000)),
            ("千元", Some(1000)),
            ("百万元", Some(1_000_000)),
            ("亿元", Some(100_000_000)),
            ("K", Some(1000)),
        ] {
            assert_eq!(stated(words), unit, "{words}");
        }
    }

    #[test]
    fn numbers_of_something_are_told_from_words() {
        for (text, expected) in [
            ("6228480402564890018", true),
            ("KJ2021-017", true),
            ("６２２８", true),
            ("临科字〔2021〕3号", false),
            ("张三", false),
            ("ABC", false),
        ] {
            assert_eq!(is_number_of_something(text), expected, "{text}");
        }
    }
}
