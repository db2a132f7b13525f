//! Which row of one sheet is which of the other: rows that were added, removed or moved must not make every row below look changed.
//! The time it takes grows with the rows, whatever was done to them.

use std::collections::{BTreeMap, HashMap};

/// What tells a row from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    /// Its place in the sheet.
    pub row: u32,
    /// All texts typed in.
    pub identity: u64,
    /// The first of them.
    pub key: u64,
}

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
    /// The same of rows that stand so much further down.
    fn further(self, by: usize) -> Self {
        match self {
            Self::Pair(old, new) => Self::Pair(old + by, new + by),
            Self::Moved(old, new) => Self::Moved(old + by, new + by),
            Self::Removed(old) => Self::Removed(old + by),
            Self::Added(new) => Self::Added(new + by),
        }
    }
}

/// The fates of all rows, in the order of the expected sheet; rows added come where they stand. `steps` counts the signs looked at.
pub(super) fn align(expected: &[Sign], given: &[Sign], steps: &mut usize) -> Vec<Fate> {
    let alike = |(old, new): &(&Sign, &Sign)| old.identity == new.identity;
    let head = expected.iter().zip(given).take_while(alike).count();
    let (ours, theirs) = (&expected[head..], &given[head..]);
    let tail = ours.iter().rev().zip(theirs.iter().rev()).take_while(alike).count();
    *steps += head + tail;
    let mut fates: Vec<Fate> = (0..head).map(|at| Fate::Pair(at, at)).collect();
    let middle = between_ends(&ours[..ours.len() - tail], &theirs[..theirs.len() - tail], steps);
    fates.extend(middle.into_iter().map(|fate| fate.further(head)));
    fates.extend((0..tail).rev().map(|back| Fate::Pair(expected.len() - 1 - back, given.len() - 1 - back)));
    fates
}

/// The fates of rows of which neither the first nor the last are the same.
fn between_ends(expected: &[Sign], given: &[Sign], steps: &mut usize) -> Vec<Fate> {
    let mut fates = Vec::with_capacity(expected.len());
    let (olds, news): (Vec<usize>, Vec<usize>) = ((0..expected.len()).collect(), (0..given.len()).collect());
    let matches = matched(&olds, &news, |old| expected[old].identity, |new| given[new].identity, steps);
    let kept = rising(&matches, steps);
    let mut moved: BTreeMap<usize, usize> = matches.iter().copied().collect();
    for (old, _) in &kept {
        moved.remove(old);
    }
    let taken: std::collections::BTreeSet<usize> = moved.values().copied().collect();
    let (mut old, mut new) = (0, 0);
    for &(next_old, next_new) in kept.iter().chain([&(expected.len(), given.len())]) {
        let olds: Vec<usize> = (old..next_old).filter(|old| !moved.contains_key(old)).collect();
        let news: Vec<usize> = (new..next_new).filter(|new| !taken.contains(new)).collect();
        between((expected, given), &olds, &news, &mut fates, steps);
        if next_old < expected.len() {
            fates.push(Fate::Pair(next_old, next_new));
        }
        (old, new) = (next_old + 1, next_new + 1);
    }
    fates.extend(moved.into_iter().map(|(old, new)| Fate::Moved(old, new)));
    fates
}

/// A stretch in which no row is as it was: rows that begin alike are the same row with changed cells, and where as many are there as
/// should be, each is the one at its place.
fn between(
    (expected, given): (&[Sign], &[Sign]),
    olds: &[usize],
    news: &[usize],
    fates: &mut Vec<Fate>,
    steps: &mut usize,
) {
    *steps += olds.len() + news.len();
    if olds.len() == news.len() {
        fates.extend(olds.iter().zip(news).map(|(old, new)| Fate::Pair(*old, *new)));
        return;
    }
    let matches = matched(olds, news, |old| expected[old].key, |new| given[new].key, steps);
    let matches = rising(&matches, steps);
    let mut ends = matches.clone();
    ends.push((usize::MAX, usize::MAX));
    let (mut olds, mut news) = (olds.iter().copied().peekable(), news.iter().copied().peekable());
    for (next_old, next_new) in ends {
        let mut lost: Vec<usize> = Vec::new();
        let mut extra: Vec<usize> = Vec::new();
        while let Some(old) = olds.next_if(|old| *old < next_old) {
            lost.push(old);
        }
        while let Some(new) = news.next_if(|new| *new < next_new) {
            extra.push(new);
        }
        if lost.len() == extra.len() {
            fates.extend(lost.into_iter().zip(extra).map(|(old, new)| Fate::Pair(old, new)));
        } else {
            fates.extend(lost.into_iter().map(Fate::Removed));
            fates.extend(extra.into_iter().map(Fate::Added));
        }
        if let (Some(old), Some(new)) = (olds.next(), news.next()) {
            fates.push(Fate::Pair(old, new));
        }
    }
}

/// Those of both sides that carry the same sign, the first with the first, the second with the second.
fn matched(
    olds: &[usize],
    news: &[usize],
    old: impl Fn(usize) -> u64,
    new: impl Fn(usize) -> u64,
    steps: &mut usize,
) -> Vec<(usize, usize)> {
    *steps += olds.len() + news.len();
    let mut places: HashMap<u64, (usize, Vec<usize>)> = HashMap::with_capacity(news.len());
    for at in news {
        places.entry(new(*at)).or_default().1.push(*at);
    }
    let pair = |at: &usize| {
        let (next, places) = places.get_mut(&old(*at))?;
        let place = places.get(*next).copied()?;
        *next += 1;
        Some((*at, place))
    };
    olds.iter().filter_map(pair).collect()
}

/// The longest run of pairs that rises on both sides.
fn rising(pairs: &[(usize, usize)], steps: &mut usize) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (_, new)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| {
            *steps += 1;
            pairs[*end].1 < *new
        });
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(here) = at {
        run.push(pairs[here]);
        at = before[here];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(text: &str) -> Vec<Sign> {
        let sign = |(row, c): (u32, char)| Sign { row, identity: c.into(), key: c.to_ascii_lowercase().into() };
        (0..).zip(text.chars()).map(sign).collect()
    }

    #[test]
    fn rows_added_removed_moved_and_changed() {
        use Fate::{Added, Moved, Pair, Removed};
        let table: [(&str, &str, &[Fate]); 6] = [
            ("abc", "abc", &[Pair(0, 0), Pair(1, 1), Pair(2, 2)]),
            ("abc", "axbc", &[Pair(0, 0), Added(1), Pair(1, 2), Pair(2, 3)]),
            ("abcd", "acd", &[Pair(0, 0), Removed(1), Pair(2, 1), Pair(3, 2)]),
            ("abcd", "acdb", &[Pair(0, 0), Pair(2, 1), Pair(3, 2), Moved(1, 3)]),
            ("abc", "axc", &[Pair(0, 0), Pair(1, 1), Pair(2, 2)]),
            ("abc", "axBc", &[Pair(0, 0), Added(1), Pair(1, 2), Pair(2, 3)]),
        ];
        for (expected, given, fates) in table {
            assert_eq!(align(&signs(expected), &signs(given), &mut 0), fates, "{expected} {given}");
        }
        // Each sign is looked at once from either end, and those between once more.
        for (expected, given, looked) in [("abc", "abc", 3), ("abc", "axc", 2 + 2 + 2), ("a", "b", 4)] {
            let mut steps = 0;
            align(&signs(expected), &signs(given), &mut steps);
            assert_eq!(steps, looked, "{expected} {given}");
        }
        // Nothing alike, twice the same sign: still one fate for each row.
        assert_eq!(align(&signs("aab"), &signs("aaab"), &mut 0).len(), 4);
        assert_eq!(align(&signs("abc"), &signs("xyz"), &mut 0).len(), 3);
    }
}
