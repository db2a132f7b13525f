//! A formula that many rows share, differing in row numbers and sheets only: rendered once, filled in for each row.

/// A formula with holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
    length: usize,
    /// Does it refer to cells of its own row only? Then rows can share it.
    of_one_row: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(Box<str>),
    Hole(u32),
}

/// A live formula, without the leading `=`.
#[derive(Clone, Debug, PartialEq)]
pub enum Live<'a> {
    /// Of its cell alone.
    Own(String),
    /// One that reads the same in each row but for the row's number; the row, from 0.
    Same(&'a Template, u32),
}

impl From<String> for Live<'_> {
    fn from(formula: String) -> Self {
        Self::Own(formula)
    }
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
        let of_one_row = is_of_one_row(&pieces);
        Self { length: text.len() + 8 * pieces.len(), pieces, of_one_row }
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

    /// The formula in a row (from 0), where the only hole, 0, is its number; shared with other rows where it can be.
    #[must_use]
    pub fn in_row(&self, row: u32) -> Live<'_> {
        if self.of_one_row { Live::Same(self, row) } else { Live::Own(self.at_row(row)) }
    }

    /// At least as many characters as the formula has in any row.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.length
    }

    /// The formula for a row (from 0), where the only hole, 0, is its number.
    #[must_use]
    pub fn at_row(&self, row: u32) -> String {
        self.fill(|_, out| push_number(out, row + 1))
    }
}

/// Do all its references mean cells in the row that the holes name, on its own sheet? In a shared formula every reference moves along
/// with the cell, and other sheets may not be named.
fn is_of_one_row(pieces: &[Piece]) -> bool {
    const HOLE: char = '\0';
    let (mut quoted, mut before) = (false, ' ');
    for piece in pieces {
        match piece {
            // Only after a column's letters it is a row.
            Piece::Hole(number) if quoted || *number != 0 || !before.is_ascii_uppercase() => return false,
            // Digits behind would belong to the number.
            Piece::Hole(_) => before = HOLE,
            Piece::Text(text) => {
                for c in text.chars() {
                    quoted ^= c == '"';
                    let row_of_its_own = c.is_ascii_digit() && (before.is_ascii_alphabetic() || before == HOLE);
                    if !quoted && (c == '!' || c == '$' || row_of_its_own) {
                        return false;
                    }
                    before = c;
                }
            }
        }
    }
    true
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
    fn a_formula_over_its_own_row_can_be_shared() {
        let row = hole(0);
        for (formula, shared) in [
            (format!("IF(H{row}=\"\",\"\",ROUND(AB{row},2))"), true),
            ("限额比例_全额".to_owned(), true),
            (format!("IF(A{row}=\"甲!$B2\",1,0.5)"), true),
            (format!("核算汇总!Q{row}"), false),
            (format!("A${row}"), false),
            (format!("$A{row}"), false),
            (format!("SUM(A4:A{row})"), false),
            (format!("IF(A{row}=\"第{row}行\",1,0)"), false),
            (format!("A{row}+{}", hole(7)), false),
            (format!("{row}*2"), false),
            (format!("限额B2+A{row}"), false),
        ] {
            let template = Template::new(&formula);
            assert_eq!(matches!(template.in_row(3), Live::Same(..)), shared, "{formula}");
            assert!(template.longest() >= template.at_row(1_048_575).chars().count(), "{formula}");
        }
    }

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
