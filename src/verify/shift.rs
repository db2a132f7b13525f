//! Where a sheet's rows and columns went: a formula that followed them is still the same formula.

use std::collections::BTreeMap;

/// The first row or column of a stretch, its last, or one that stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Alone,
    First,
    Last,
}

/// Old places and new ones, both rising; between two of them things keep their distance from the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Axis {
    kept: Vec<(u32, u32)>,
    /// Places that went elsewhere on their own.
    moved: BTreeMap<u32, u32>,
    /// Places that are gone.
    gone: Vec<u32>,
}

impl Axis {
    /// The places `kept` (rising), `moved` and `gone`.
    pub fn new(kept: Vec<(u32, u32)>, moved: BTreeMap<u32, u32>, mut gone: Vec<u32>) -> Self {
        gone.extend(moved.keys());
        gone.sort_unstable();
        let mut axis = Self { kept, moved, gone };
        axis.kept.sort_unstable();
        axis
    }

    /// Is everything where it was?
    pub fn is_still(&self) -> bool {
        self.moved.is_empty() && self.gone.is_empty() && self.kept.iter().all(|(old, new)| old == new)
    }

    /// Which place went to `new`; `None` if none did.
    pub fn before(&self, new: u32) -> Option<u32> {
        let after = self.kept.partition_point(|(_, place)| *place < new);
        if let Some((old, _)) = self.kept.get(after).filter(|(_, place)| *place == new) {
            return Some(*old);
        }
        after.checked_sub(1).map_or(Some(new), |at| {
            let (old, place) = self.kept[at];
            Some(old + (new - place))
        })
    }

    /// Where `old` is now; `None` if it is gone.
    pub fn place(&self, old: u32, edge: Edge) -> Option<u32> {
        if edge == Edge::Alone
            && let Some(new) = self.moved.get(&old)
        {
            return Some(*new);
        }
        let after = self.kept.partition_point(|(place, _)| *place < old);
        if let Some((_, new)) = self.kept.get(after).filter(|(place, _)| *place == old) {
            return Some(*new);
        }
        let before = after.checked_sub(1).map(|at| self.kept[at]);
        if self.gone.binary_search(&old).is_ok() {
            return match edge {
                Edge::Alone => None,
                Edge::First => self.kept.get(after).map(|(_, new)| *new),
                Edge::Last => before.map(|(_, new)| new),
            };
        }
        Some(before.map_or(old, |(place, new)| new + (old - place)))
    }
}

/// What became of the rows and columns of each sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Shift {
    sheets: BTreeMap<String, (Axis, Axis)>,
}

impl Shift {
    /// Rows and columns of `sheet` went.
    pub fn add(&mut self, sheet: &str, rows: Axis, columns: Axis) {
        if !(rows.is_still() && columns.is_still()) {
            self.sheets.insert(sheet.to_lowercase(), (rows, columns));
        }
    }

    /// Is everything where it was?
    pub fn is_still(&self) -> bool {
        self.sheets.is_empty()
    }

    /// Where a row of a sheet is now.
    pub fn row(&self, sheet: &str, row: u32, edge: Edge) -> Option<u32> {
        self.of(sheet).map_or(Some(row), |(rows, _)| rows.place(row, edge))
    }

    /// Where a column of a sheet is now.
    pub fn column(&self, sheet: &str, column: u32, edge: Edge) -> Option<u32> {
        self.of(sheet).map_or(Some(column), |(_, columns)| columns.place(column, edge))
    }

    fn of(&self, sheet: &str) -> Option<&(Axis, Axis)> {
        if self.sheets.is_empty() { None } else { self.sheets.get(&sheet.to_lowercase()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_what_was_inserted_removed_and_moved() {
        // A row before 5 was inserted, 8 was removed.
        let axis = Axis::new(vec![(4, 4), (5, 6), (6, 7), (7, 8), (9, 9), (10, 10)], BTreeMap::new(), vec![8]);
        let alone = |old| axis.place(old, Edge::Alone);
        assert_eq!([alone(4), alone(5), alone(8), alone(9), alone(12)], [Some(4), Some(6), None, Some(9), Some(12)]);
        assert_eq!((axis.place(8, Edge::First), axis.place(8, Edge::Last)), (Some(9), Some(8)));
        assert_eq!(axis.place(2, Edge::First), Some(2));
        let moved = Axis::new(vec![(1, 1), (3, 2), (4, 3)], BTreeMap::from([(2, 4)]), Vec::new());
        assert_eq!((moved.place(2, Edge::Alone), moved.place(2, Edge::Last)), (Some(4), Some(1)));
        assert!(!moved.is_still() && Axis::new(vec![(1, 1)], BTreeMap::new(), vec![]).is_still());
        let gone = Axis::new(vec![(1, 1)], BTreeMap::new(), vec![2]);
        let elsewhere = Axis::new(vec![(1, 2)], BTreeMap::new(), vec![]);
        assert!(!gone.is_still() && !elsewhere.is_still());
    }

    #[test]
    fn a_place_is_found_again_from_either_side() {
        let axis = Axis::new(vec![(4, 4), (5, 6), (6, 7), (7, 8), (9, 9), (10, 12)], BTreeMap::new(), vec![8]);
        for (old, new) in [(0, 0), (3, 3), (4, 4), (5, 6), (7, 8), (9, 9), (10, 12), (11, 13), (20, 22)] {
            assert_eq!(axis.place(old, Edge::Alone), Some(new), "{old}");
            assert_eq!(axis.before(new), Some(old), "{new}");
        }
        assert_eq!(Axis::default().before(7), Some(7));
    }
}
