//! Where each firm's rows stand on each sheet, decided before anything is written, because sheets refer to each other. A firm's rows
//! never part: what does not fit a sheet whole goes on to the next, `奖励明细(2)`.

use typed_index_collections::TiVec;

use super::ReportError;
use super::model::{FIRST_ROW, capacity, push_number, quoted_sheet};
use crate::index::FirmIndex;

/// The blocks of rows of one kind of sheet, one a firm.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    name: String,
    /// The first sheet's name as references write it.
    first: String,
    /// For each firm, the sheet among those of this kind, and its first row.
    spots: TiVec<FirmIndex, (u16, u32)>,
    /// For each sheet, its first firm and its rows.
    parts: Vec<Part>,
}

/// One sheet of several of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its first firm.
    pub first: FirmIndex,
    /// One past its last firm.
    pub end: FirmIndex,
    /// How many rows.
    pub rows: u32,
}

impl Part {
    /// Its firms.
    pub fn firms(self) -> impl Iterator<Item = FirmIndex> {
        (self.first.into()..self.end.into()).map(<FirmIndex as From<usize>>::from)
    }
}

impl Blocks {
    /// Stacks blocks of `rows` rows.
    pub fn stack(name: &str, rows: impl Iterator<Item = usize>) -> Result<Self, ReportError> {
        Self::stack_within(name, rows, capacity())
    }

    fn stack_within(name: &str, rows: impl Iterator<Item = usize>, most: u32) -> Result<Self, ReportError> {
        let mut blocks = Self {
            name: name.to_owned(),
            first: quoted_sheet(name),
            spots: TiVec::new(),
            parts: vec![Part { first: FirmIndex::default(), end: FirmIndex::default(), rows: 0 }],
        };
        for rows in rows {
            let firm = blocks.spots.next_key();
            let full = || ReportError::SheetFull { sheet: name.to_owned() };
            let rows = u32::try_from(rows).ok().filter(|rows| *rows <= most).ok_or_else(full)?;
            let number = blocks.parts.len();
            let Some(last) = blocks.parts.last_mut() else { continue };
            if last.rows + rows > most {
                blocks.spots.push((u16::try_from(number).map_err(|_| full())?, FIRST_ROW));
                blocks.parts.push(Part { first: firm, end: blocks.spots.next_key(), rows });
            } else {
                blocks.spots.push((u16::try_from(number - 1).map_err(|_| full())?, FIRST_ROW + last.rows));
                last.rows += rows;
                last.end = blocks.spots.next_key();
            }
        }
        Ok(blocks)
    }

    /// The sheets of this kind.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        self.parts.iter().copied()
    }

    /// The name of a sheet of this kind, and the words that say where it goes on.
    pub fn title(&self, part: &Part) -> (String, String) {
        let number = self.parts.iter().position(|known| known == part).unwrap_or(0);
        let name = |number: usize| self.part_name(u16::try_from(number).unwrap_or(u16::MAX));
        let after = (number > 0).then(|| format!("　　接“{}”", name(number - 1)));
        let before = (number + 1 < self.parts.len()).then(|| format!("　　续表见“{}”", name(number + 1)));
        (name(number), after.into_iter().chain(before).collect())
    }

    fn part_name(&self, part: u16) -> String {
        if part == 0 { self.name.clone() } else { format!("{}({})", self.name, part + 1) }
    }

    /// The first row of the firm's block, from 0.
    pub fn row(&self, firm: FirmIndex) -> u32 {
        self.spots[firm].1
    }

    /// Appends the reference of a cell in the firm's block, seen from another sheet.
    pub fn push_cell(&self, out: &mut String, firm: FirmIndex, column: &str, offset: usize) {
        let (part, row) = self.spots[firm];
        self.push_sheet(out, part);
        out.push_str(column);
        push_number(out, row + offset_rows(offset) + 1);
    }

    /// Appends the reference of a column of the firm's whole block, seen from another sheet.
    pub fn push_range(&self, out: &mut String, firm: FirmIndex, column: &str, rows: usize) {
        let (part, row) = self.spots[firm];
        self.push_sheet(out, part);
        out.push_str(column);
        push_number(out, row + 1);
        out.push(':');
        out.push_str(column);
        push_number(out, row + offset_rows(rows));
    }

    /// The reference of a column of the firm's whole block that stays the same wherever it is moved.
    pub fn fixed_range(&self, firm: FirmIndex, column: &str, rows: usize) -> String {
        let (part, row) = self.spots[firm];
        let mut out = String::new();
        self.push_sheet(&mut out, part);
        out.push_str(&format!("${column}${}:${column}${}", row + 1, row + offset_rows(rows)));
        out
    }

    /// The reference of a cell in the firm's block that stays the same wherever it is moved.
    pub fn fixed_cell(&self, firm: FirmIndex, column: &str, offset: usize) -> String {
        let (part, row) = self.spots[firm];
        let mut out = String::new();
        self.push_sheet(&mut out, part);
        out.push_str(&format!("${column}${}", row + offset_rows(offset) + 1));
        out
    }

    /// Columns beside each other on each sheet of this kind that has rows, the same wherever they are moved.
    pub fn fixed_columns<const N: usize>(&self, columns: [&str; N]) -> Vec<[String; N]> {
        let parts = (0u16..).zip(&self.parts).filter(|(_, part)| part.rows > 0).map(|(number, part)| {
            let sheet = quoted_sheet(&self.part_name(number));
            columns.map(|column| format!("{sheet}!${column}${}:${column}${}", FIRST_ROW + 1, FIRST_ROW + part.rows))
        });
        parts.collect()
    }

    /// The same column over all sheets of this kind, as arguments of a sum.
    pub fn whole_column(&self, column: &str) -> String {
        self.each_column(column).join(",")
    }

    /// The same column on each sheet of this kind that has rows.
    pub fn each_column(&self, column: &str) -> Vec<String> {
        let parts = (0u16..).zip(&self.parts).filter(|(_, part)| part.rows > 0).map(|(number, part)| {
            let sheet = quoted_sheet(&self.part_name(number));
            format!("{sheet}!{column}{}:{column}{}", FIRST_ROW + 1, FIRST_ROW + part.rows)
        });
        parts.collect()
    }

    fn push_sheet(&self, out: &mut String, part: u16) {
        if part == 0 {
            out.push_str(&self.first);
        } else {
            out.push_str(&quoted_sheet(&self.part_name(part)));
        }
        out.push('!');
    }
}

/// Offsets within a block were checked when it was stacked.
fn offset_rows(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firms_rows_never_part() {
        let blocks = Blocks::stack_within("明细", [3, 4, 2, 5].into_iter(), 8).expect("small blocks");
        assert_eq!(blocks.spots.raw, [(0, 3), (0, 6), (1, 3), (1, 5)]);
        let parts: Vec<_> = blocks.parts().collect();
        assert_eq!(parts[1], Part { first: 2.into(), end: 4.into(), rows: 7 });
        assert_eq!(blocks.title(&parts[0]), ("明细".into(), "　　续表见“明细(2)”".into()));
        assert_eq!(blocks.title(&parts[1]), ("明细(2)".into(), "　　接“明细”".into()));
        let mut out = String::new();
        blocks.push_range(&mut out, 2.into(), "B", 2);
        assert_eq!(out, "'明细(2)'!B4:B5");
        assert_eq!(blocks.whole_column("C"), "明细!C4:C10,'明细(2)'!C4:C10");
        assert!(Blocks::stack_within("明细", [9].into_iter(), 8).is_err());
    }
}
