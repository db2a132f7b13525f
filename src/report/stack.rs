//! Rows of a list that may go on to a second sheet, `公示表(2)`: where each stands, and how formulas refer to it.

use std::ops::Range;

use super::model::{FIRST_ROW, capacity, push_number, quoted_sheet};

/// A list of rows.
#[derive(Clone, Debug)]
pub(super) struct Stack {
    name: &'static str,
    rows: usize,
    /// How many of them fit a sheet.
    room: usize,
}

impl Stack {
    /// A list of `rows` rows.
    pub fn new(name: &'static str, rows: usize) -> Self {
        Self { name, rows, room: capacity() as usize }
    }

    /// How many rows.
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// The sheets, each with its rows' numbers; one even for an empty list.
    pub fn parts(&self) -> impl Iterator<Item = (String, Range<usize>)> {
        let count = self.rows.div_ceil(self.room).max(1);
        (0..count).map(|part| (self.part_name(part), part * self.room..self.rows.min((part + 1) * self.room)))
    }

    /// The row of the sheet that row `number` of the list stands in, from 0.
    pub fn row(&self, number: usize) -> u32 {
        FIRST_ROW + u32::try_from(number % self.room).unwrap_or(0)
    }

    /// The reference of a cell, seen from row `from` of the same list, or from another sheet.
    pub fn cell(&self, from: Option<usize>, number: usize, column: &str) -> String {
        let mut out = self.sheet(from, number / self.room);
        out.push_str(column);
        push_number(&mut out, self.row(number) + 1);
        out
    }

    /// The references of a column of the rows `numbers`, as arguments of a sum.
    pub fn range(&self, from: Option<usize>, numbers: Range<usize>, column: &str) -> String {
        let mut pieces = Vec::new();
        let mut first = numbers.start;
        while first < numbers.end {
            let end = numbers.end.min((first / self.room + 1) * self.room);
            let mut piece = self.cell(from, first, column);
            piece.push(':');
            piece.push_str(column);
            push_number(&mut piece, self.row(end - 1) + 1);
            pieces.push(piece);
            first = end;
        }
        pieces.join(",")
    }

    fn sheet(&self, from: Option<usize>, part: usize) -> String {
        if from.is_some_and(|from| from / self.room == part) {
            return String::new();
        }
        format!("{}!", quoted_sheet(&self.part_name(part)))
    }

    fn part_name(&self, part: usize) -> String {
        if part == 0 { self.name.to_owned() } else { format!("{}({})", self.name, part + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_goes_on_to_the_next_sheet() {
        let stack = Stack { name: "表", rows: 7, room: 5 };
        let parts: Vec<_> = stack.parts().collect();
        assert_eq!(parts, [("表".to_owned(), 0..5), ("表(2)".to_owned(), 5..7)]);
        assert_eq!(stack.range(Some(0), 3..7, "D"), "D7:D8,'表(2)'!D4:D5");
        assert_eq!(stack.cell(None, 1, "D"), "表!D5");
        assert_eq!(stack.cell(Some(6), 5, "D"), "D4");
        assert_eq!(Stack::new("空", 0).parts().count(), 1);
    }
}
