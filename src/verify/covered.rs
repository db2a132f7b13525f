//! Grounds of cells that a merged one covers: nobody sees them, and some programs let them go.

use super::divergence::{Divergence, Kind};
use super::office::{Facts, range};

/// No merged cell goes over so many rows.
const MOST_ROWS: u32 = 10_000;

/// Drops the differences in grounds that only covered cells have. Merges count that both workbooks have.
pub(super) fn unseen(expected: &Facts, given: &Facts, found: &mut Vec<Divergence>) {
    let merges = |sheet: &str| {
        let here = expected.known.keys().filter(|at| at.aspect == "合并的单元格" && at.sheet == sheet);
        here.filter(|at| given.known.contains_key(at)).filter_map(|at| range(&at.at)).collect::<Vec<_>>()
    };
    found.retain(|difference| {
        if difference.kind != Kind::LookChanged("底色") {
            return true;
        }
        let merges = merges(&difference.sheet);
        // The first cell of a merge is the one that is seen.
        let is_hidden = |row: u32, column: u32| {
            merges.iter().any(|(top, bottom)| {
                (top.0..=bottom.0).contains(&row) && (top.1..=bottom.1).contains(&column) && (row, column) != *top
            })
        };
        let is_covered = |part: &str| {
            range(part).is_some_and(|((top, left), (bottom, right))| {
                bottom - top < MOST_ROWS
                    && (top..=bottom).all(|row| (left..=right).all(|column| is_hidden(row, column)))
            })
        };
        !difference.at.split('、').all(is_covered)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grounds_of_covered_cells_are_not_seen() {
        let merged = |places: &[&str]| {
            let mut facts = Facts::default();
            places.iter().for_each(|place| facts.say("甲", "合并的单元格", *place, "合并"));
            facts
        };
        let left = |kind: Kind, at: &str, expected: &[&str], given: &[&str]| {
            let mut found = vec![Divergence::new(kind, "甲", at)];
            unseen(&merged(expected), &merged(given), &mut found);
            found.len()
        };
        let (ground, both) = (Kind::LookChanged("底色"), ["B2:D3", "F1:F2"]);
        for at in ["C2:D2", "B3:D3", "C2", "C2:D2、F2", "C2:D3"] {
            assert_eq!(left(ground, at, &both, &both), 0, "{at}");
        }
        for at in ["B2", "B2:D3", "C2:E2", "A2", "C2、A9", ""] {
            assert_eq!(left(ground, at, &both, &both), 1, "{at}");
        }
        assert_eq!(left(ground, "C2", &both, &["F1:F2"]), 1);
        assert_eq!(left(Kind::LookChanged("字体"), "C2", &both, &both), 1);
    }
}
