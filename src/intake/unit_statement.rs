//! What is said of the unit near a table, and where: rows above and below, beside, names, page headers, notes at cells.

use super::book::Layout;
use super::header_buffer::{BufferedRow, above};
use super::unit::{Said, Unit};
use super::unit_text::{in_name, stated};
use crate::finding::Place;

/// A text that states a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitStatement {
    /// Where it stands; without a cell it is the sheet's name, the file's, or stands on the printed page.
    pub place: Place,
    /// The text.
    pub text: String,
    /// What it says.
    pub said: Said,
}

impl UnitStatement {
    /// The witness that `text` at `place` is, if it states a unit.
    #[must_use]
    pub fn of(place: Place, text: &str) -> Option<Self> {
        Some(Self { place, text: text.trim().to_owned(), said: stated(text)? })
    }

    /// Where and what, for a message: `E1“单位：万元”`.
    #[must_use]
    pub fn shown(&self) -> String {
        let address = self.place.address().unwrap_or_default();
        let text: String = self.text.chars().take(40).collect();
        format!("{address}“{text}”")
    }
}

/// What is said of a whole sheet, where its columns say nothing themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfSheet {
    /// Nothing.
    Silent,
    /// One unit, by all who say any.
    Agreed(Unit),
    /// The witness that says another unit than the first, or one that is not used here; and the first.
    Disputed(Box<UnitStatement>, Option<Box<UnitStatement>>),
}

/// What all statements of a sheet say together.
#[must_use]
pub fn together(statements: &[UnitStatement]) -> OfSheet {
    let mut first: Option<(&UnitStatement, Unit)> = None;
    for witness in statements {
        let disputed = |other: Option<&UnitStatement>| {
            OfSheet::Disputed(Box::new(witness.clone()), other.map(|other| Box::new(other.clone())))
        };
        match (witness.said, first) {
            (Said::Percent, _) => {}
            (Said::Unclear, before) => return disputed(before.map(|(before, _)| before)),
            (Said::Money(unit), None) => first = Some((witness, unit)),
            (Said::Money(unit), Some((before, taken))) if unit != taken => return disputed(Some(before)),
            (Said::Money(_), Some(_)) => {}
        }
    }
    first.map_or(OfSheet::Silent, |(_, unit)| OfSheet::Agreed(unit))
}

/// The statements that can be heard before the rows: names, page texts, and the rows above the header, whose first row is `top`.
#[must_use]
pub fn around(sheet: &Place, layout: &Layout, rows: &[BufferedRow], top: u32) -> Vec<UnitStatement> {
    let named = sheet.names().into_iter().rev().filter_map(|name| {
        let place = Place { row: None, column: None, ..sheet.clone() };
        Some(UnitStatement { place, text: name.to_owned(), said: in_name(name)? })
    });
    let printed = layout.page_texts.iter().filter_map(|text| UnitStatement::of(sheet.clone(), text));
    let above = above(rows, top).filter_map(|(row, cell)| {
        UnitStatement::of(Place { row: Some(row), column: Some(cell.column), ..sheet.clone() }, cell.text()?)
    });
    named.chain(printed).chain(above).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn witness(text: &str) -> UnitStatement {
        UnitStatement::of(Place::default(), text).expect("a unit")
    }

    #[test]
    fn all_who_speak_must_agree() {
        let (wan, yuan, other) = (witness("单位：万元"), witness("（元）"), witness("单位：千元"));
        assert_eq!(together(&[]), OfSheet::Silent);
        assert_eq!(together(&[wan.clone(), wan.clone()]), OfSheet::Agreed(Unit::Wan));
        let disputed = |second: &UnitStatement, first: Option<&UnitStatement>| {
            OfSheet::Disputed(Box::new(second.clone()), first.map(|first| Box::new(first.clone())))
        };
        assert_eq!(together(&[wan.clone(), yuan.clone()]), disputed(&yuan, Some(&wan)));
        assert_eq!(together(std::slice::from_ref(&other)), disputed(&other, None));
        assert_eq!(together(&[yuan.clone(), other.clone()]), disputed(&other, Some(&yuan)));
    }
}
