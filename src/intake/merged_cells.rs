//! Cells merged down over rows: the value counts for each row they cover.

use std::ops::RangeInclusive;

use super::book::{Cell, Merge};
use super::header_buffer::BufferedCell;

/// The merged cells of a sheet's body, as rows stream by.
#[derive(Debug, Default)]
pub struct Spans {
    /// By their first row; one within its row is over when the next begins.
    merges: Vec<Merge>,
    /// The first of them that has not begun.
    next: usize,
    running: Vec<Running>,
}

/// Cells merged over several columns, as rows stream by.
#[derive(Debug, Default)]
pub struct Across {
    /// By their first row.
    merges: Vec<Merge>,
    /// The first of them that has not begun.
    next: usize,
    running: Vec<Merge>,
}

impl Across {
    /// Those of `merges` that begin below the header, whose last row is `bottom`.
    #[must_use]
    pub fn below(merges: &[Merge], bottom: u32) -> Self {
        let wide = merges.iter().filter(|merge| merge.top > bottom && merge.right > merge.left);
        let mut merges: Vec<Merge> = wide.copied().collect();
        merges.sort_unstable_by_key(|merge| (merge.top, merge.left));
        Self { merges, next: 0, running: Vec::new() }
    }

    /// The columns of each that covers cells of `row`; rows rise.
    pub fn over(&mut self, row: u32) -> impl Iterator<Item = RangeInclusive<u32>> + '_ {
        while let Some(merge) = self.merges.get(self.next).filter(|merge| merge.top <= row) {
            self.running.push(*merge);
            self.next += 1;
        }
        self.running.retain(|merge| merge.bottom >= row);
        self.running.iter().map(|merge| merge.left..=merge.right)
    }
}

/// A merged cell that reaches the present row.
#[derive(Debug)]
struct Running {
    bottom: u32,
    cell: BufferedCell,
}

impl Spans {
    /// Those of `merges` that begin below the header, whose last row is `bottom`.
    #[must_use]
    pub fn below(mut merges: Vec<Merge>, bottom: u32) -> Self {
        merges.retain(|merge| merge.top > bottom);
        merges.sort_unstable_by_key(|merge| (merge.top, merge.left));
        Self { merges, next: 0, running: Vec::new() }
    }

    /// Takes note of the merged cells that begin in or before `row` and tells whether older ones reach it.
    pub fn enter(&mut self, row: u32, cells: &[Cell<'_>]) -> bool {
        self.running.retain(|running| running.bottom >= row);
        let reached = !self.running.is_empty();
        while let Some(merge) = self.merges.get(self.next).filter(|merge| merge.top <= row) {
            if merge.top == row
                && let Some(cell) = cells.iter().find(|cell| cell.column == merge.left)
            {
                self.running.push(Running { bottom: merge.bottom, cell: BufferedCell::of(cell) });
            }
            self.next += 1;
        }
        reached
    }

    /// `cells` together with the merged cells that reach down to them, by column; and the latter alone.
    /// Call only if [`Self::enter`] said so.
    #[must_use]
    pub fn fill<'a>(&'a self, cells: &[Cell<'a>]) -> (Vec<Cell<'a>>, Vec<Cell<'a>>) {
        let own = |column: u32| cells.iter().any(|cell| cell.column == column);
        let carried: Vec<Cell<'a>> =
            self.running.iter().map(|running| running.cell.as_cell()).filter(|cell| !own(cell.column)).collect();
        let mut all: Vec<Cell<'a>> = cells.iter().chain(&carried).copied().collect();
        all.sort_by_key(|cell| cell.column);
        (all, carried)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::book::Value;

    #[test]
    fn a_cell_merged_down_counts_for_each_row_it_covers() {
        let merge = |top, bottom, left| Merge { top, bottom, left, right: left };
        let mut spans = Spans::below(vec![merge(4, 5, 1), merge(2, 4, 0), merge(0, 1, 0), merge(2, 2, 3)], 1);
        let text = |column, text| Cell::new(column, Value::Text(text));
        assert!(!spans.enter(2, &[text(0, "甲"), text(1, "1")]));
        assert!(spans.enter(3, &[text(1, "2")]));
        assert_eq!(spans.fill(&[text(1, "2")]), (vec![text(0, "甲"), text(1, "2")], vec![text(0, "甲")]));
        assert!(spans.enter(4, &[text(1, "3")]));
        assert_eq!(spans.fill(&[text(2, "x")]).0, [text(0, "甲"), text(1, "3"), text(2, "x")]);
        assert!(spans.enter(5, &[text(0, "乙")]));
        assert_eq!(spans.fill(&[text(0, "乙")]).0, [text(0, "乙"), text(1, "3")]);
        assert!(!spans.enter(6, &[]));
        // One that begins in the header is the header's.
        assert!(!Spans::below(vec![merge(1, 3, 0)], 1).enter(2, &[text(1, "1")]));
        // Without a value in its first row it has none: what stands below is no part of it.
        let mut spans = Spans::below(vec![merge(2, 4, 0), merge(5, 5, 0)], 1);
        assert!(!spans.enter(3, &[text(0, "甲")]));
        assert!(!spans.enter(4, &[]));
        assert!(!spans.enter(5, &[text(0, "乙")]));
        assert!(!spans.enter(6, &[]), "one within its row reaches no other");
    }

    #[test]
    fn cells_merged_over_columns_cover_the_rows_they_span() {
        let merge = |top, bottom, left, right| Merge { top, bottom, left, right };
        let all = [merge(6, 6, 2, 3), merge(2, 4, 0, 1), merge(3, 3, 4, 6), merge(2, 9, 7, 7), merge(1, 9, 0, 9)];
        let mut across = Across::below(&all, 1);
        let mut over = |row| across.over(row).map(|columns| (*columns.start(), *columns.end())).collect::<Vec<_>>();
        assert_eq!(over(2), [(0, 1)]);
        assert_eq!(over(3), [(0, 1), (4, 6)]);
        // Rows may be passed over.
        assert_eq!(over(5), []);
        assert_eq!(over(6), [(2, 3)]);
        assert_eq!(over(7), []);
    }
}
