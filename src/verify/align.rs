//! Which row of one sheet is which of the other: rows that were added, removed or moved must not make every row below look changed.

use std::collections::{HashMap, HashSet};

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::content::Line;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Expected row and given row are to be compared cell by cell.
    Pair(usize, usize),
    /// The expected row stands at another place in the given sheet.
    Moved(usize, usize),
    /// The expected row is not there.
    Removed(usize),
    /// The given row should not be there.
    Added(usize),
}

impl Fate {
    /// Do rows below stand elsewhere because of it?
    pub const fn shifts(self) -> bool {
        !matches!(self, Self::Pair(..))
    }
}

/// The fates of all rows.
pub(super) fn align(expected: &[Line], given: &[Line]) -> Vec<Fate> {
    let identities = |lines: &[Line]| lines.iter().map(Line::identity).collect::<Vec<_>>();
    let (old, new) = (identities(expected), identities(given));
    let mut fates = Vec::new();
    let mut stretches: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        let (olds, news) = (op.old_range(), op.new_range());
        if op.tag() == DiffTag::Equal {
            fates.extend(olds.zip(news).map(|(old, new)| Fate::Pair(old, new)));
        } else {
            stretches.push((olds.collect(), news.collect()));
        }
    }
    moved(&old, &new, &mut stretches, &mut fates);
    for (olds, news) in stretches {
        replaced(expected, given, olds, news, &mut fates);
    }
    fates
}

/// A stretch in which rows differ: rows at the same place, or with the same beginning, are the same row with changed cells.
fn replaced(expected: &[Line], given: &[Line], mut olds: Vec<usize>, mut news: Vec<usize>, fates: &mut Vec<Fate>) {
    let mut pair = |olds: &mut Vec<usize>, news: &mut Vec<usize>, same: &dyn Fn(&Line, &Line) -> bool| {
        olds.retain(|old| {
            let Some(at) = news.iter().position(|new| same(&expected[*old], &given[*new])) else { return true };
            fates.push(Fate::Pair(*old, news.remove(at)));
            false
        });
    };
    if olds.len() == news.len() {
        pair(&mut olds, &mut news, &|old, new| old.row == new.row);
    }
    pair(&mut olds, &mut news, &|old, new| old.key() == new.key());
    if olds.len() == news.len() {
        fates.extend(olds.into_iter().zip(news).map(|(old, new)| Fate::Pair(old, new)));
    } else {
        fates.extend(olds.into_iter().map(Fate::Removed));
        fates.extend(news.into_iter().map(Fate::Added));
    }
}

/// A row that is gone here and new there is one row that moved.
fn moved(old: &[u64], new: &[u64], stretches: &mut [(Vec<usize>, Vec<usize>)], fates: &mut Vec<Fate>) {
    let mut elsewhere: HashMap<u64, Vec<usize>> = HashMap::new();
    for at in stretches.iter().rev().flat_map(|(_, news)| news.iter().rev()) {
        elsewhere.entry(new[*at]).or_default().push(*at);
    }
    let mut taken = HashSet::new();
    for (olds, _) in stretches.iter_mut() {
        olds.retain(|at| match elsewhere.get_mut(&old[*at]).and_then(Vec::pop) {
            Some(to) => {
                fates.push(Fate::Moved(*at, to));
                taken.insert(to);
                false
            }
            None => true,
        });
    }
    for (_, news) in stretches.iter_mut() {
        news.retain(|at| !taken.contains(at));
    }
}
