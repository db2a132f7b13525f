//! The best of several; of equals the first, where `max_by_key` takes the last. What the policy lists first should win.

/// The first of those with the greatest `rank`.
pub fn first_best<T, R: Ord>(all: impl Iterator<Item = T>, rank: impl Fn(&T) -> R) -> Option<T> {
    all.reduce(|best, this| if rank(&best) >= rank(&this) { best } else { this })
}

#[cfg(test)]
mod tests {
    use super::first_best;

    #[test]
    fn the_first_of_equals_wins() {
        assert_eq!(first_best([("a", 1), ("b", 2), ("c", 2), ("d", 0)].into_iter(), |one| one.1), Some(("b", 2)));
        assert_eq!(first_best(std::iter::empty::<u8>(), |one| *one), None);
    }
}
