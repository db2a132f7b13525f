//! A formula that many rows share, differing in row numbers and sheets only: rendered once, filled in for each row.

/// A formula with holes.
#[derive(Clone, Debug, Default)]
pub struct Template {
    pieces: Vec<Piece>,
    length: usize,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(Box<str>),
    Hole(u32),
}

/// Private characters, which no formula holds otherwise, stand for holes.
const FIRST: u32 = 0xF_0000;
const LAST: u32 = 0xF_FFFD;

/// The sign of hole `number` in a template's text.
#[must_use]
pub fn hole(number: u32) -> char {
    char::from_u32(FIRST + number).filter(|_| FIRST + number <= LAST).unwrap_or('\u{FFFD}')
}

impl Template {
    /// Takes `text` apart at its holes.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((at, sign)) = rest.char_indices().find(|(_, c)| (FIRST..=LAST).contains(&u32::from(*c))) {
            if at > 0 {
                pieces.push(Piece::Text(rest[..at].into()));
            }
            pieces.push(Piece::Hole(u32::from(sign) - FIRST));
            rest = &rest[at + sign.len_utf8()..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.into()));
        }
        Self { length: text.len() + 8 * pieces.len(), pieces }
    }

    /// The formula with each hole filled in by `fill`.
    pub fn fill(&self, mut fill: impl FnMut(u32, &mut String)) -> String {
        let mut out = String::with_capacity(self.length);
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Hole(number) => fill(*number, &mut out),
            }
        }
        out
    }

    /// The formula for a row (from 0), where the only hole, 0, is its number.
    #[must_use]
    pub fn at_row(&self, row: u32) -> String {
        self.fill(|_, out| push_number(out, row + 1))
    }
}

/// Appends `number` in digits.
pub(crate) fn push_number(out: &mut String, number: u32) {
    use std::fmt::Write as _;
    // Writing to a string cannot fail.
    let _ = write!(out, "{number}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_in_order() {
        let row = hole(0);
        let template = Template::new(&format!("IF(甲{row}=\"\",\"\",乙{row}*{}2)", hole(7)));
        let filled = template.fill(|hole, out| if hole == 0 { push_number(out, 12) } else { out.push('丙') });
        assert_eq!(filled, "IF(甲12=\"\",\"\",乙12*丙2)");
        assert_eq!(Template::new(&format!("{row}")).at_row(4), "5");
        assert_eq!(Template::new("1").at_row(4), "1");
    }
}
