//! Places as a sheet's XML writes them.

use super::fact::GONE;
use crate::verify::shift::{Edge, Shift};

/// First row and column, last row and column.
pub(in crate::verify) type Range = ((u32, u32), (u32, u32));

/// `C12` → row 11, column 2. No program writes small letters there, and not every one reads them.
pub(in crate::verify) fn address(text: &str) -> Option<(u32, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (letters, digits) = text.split_at(letters);
    if !(1..=3).contains(&letters.len()) || !(1..=7).contains(&digits.len()) {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = digits.bytes().all(|d| d.is_ascii_digit()).then(|| digits.parse().ok())??;
    ((1..=1 << 20).contains(&row) && column <= 1 << 14).then(|| (row - 1, column - 1))
}

/// `A1:C3` or `A1`.
pub(in crate::verify) fn range(text: &str) -> Option<Range> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some((address(&first.replace('$', ""))?, address(&last.replace('$', ""))?))
}

/// Ranges in one spelling and order, each followed to where its rows and columns are now.
pub(in crate::verify) fn place_of(text: &str, sheet: &str, shift: &Shift) -> String {
    let name = |row: u32, column: u32| format!("{}{}", crate::finding::column_letters(column), row + 1);
    let follow = |text: &str| {
        let Some((first, last)) = range(text) else { return text.to_owned() };
        if first == last {
            let row = shift.row(sheet, first.0, Edge::Alone);
            let column = shift.column(sheet, first.1, Edge::Alone);
            return row.zip(column).map_or_else(|| GONE.to_owned(), |(row, column)| name(row, column));
        }
        let corner = |(row, column), edge| shift.row(sheet, row, edge).zip(shift.column(sheet, column, edge));
        match (corner(first, Edge::First), corner(last, Edge::Last)) {
            // Where all between is gone, the edges have passed each other.
            (Some(first), Some(last)) if first.0 <= last.0 && first.1 <= last.1 => {
                format!("{}:{}", name(first.0, first.1), name(last.0, last.1))
            }
            _ => GONE.to_owned(),
        }
    };
    let mut places: Vec<String> = text.split_whitespace().map(follow).collect();
    places.sort_unstable();
    places.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_ranges() {
        for (text, place) in [
            ("A1", Some((0, 0))),
            ("Z10", Some((9, 25))),
            ("AA1", Some((0, 26))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("XFE1", None),
            ("A1048577", None),
            ("A0", None),
            ("AAAA1", None),
            ("A12345678", None),
            ("a1", None),
            ("A", None),
            ("1", None),
            ("A1B", None),
            ("", None),
        ] {
            assert_eq!(address(text), place, "{text}");
        }
        assert_eq!(range("$A$1:C3"), Some(((0, 0), (2, 2))));
        assert_eq!((range("B2"), range("B2:x"), range("x:B2")), (Some(((1, 1), (1, 1))), None, None));
    }

    #[test]
    fn places_follow_rows_and_columns() {
        use std::collections::BTreeMap;

        use crate::verify::shift::Axis;
        let gone = |places: Vec<(u32, u32)>, gone| Axis::new(places, BTreeMap::new(), gone);
        let mut shift = Shift::default();
        shift.add("甲", gone(vec![(0, 0), (3, 1), (4, 2)], vec![1, 2]), gone(vec![(0, 0), (1, 2)], Vec::new()));
        for (text, expected) in [
            ("A1", "A1"),
            ("B1", "C1"),
            ("A2", GONE),
            ("A2:B3", GONE),
            ("A2:B4", "A2:C2"),
            ("A1:A3", "A1:A1"),
            ("B4 A1", "A1 C2"),
            ("名称", "名称"),
        ] {
            assert_eq!(place_of(text, "甲", &shift), expected, "{text}");
        }
        assert_eq!(place_of("B2:B3", "乙", &shift), "B2:B3");
    }
}
