//! Firms do not depend on each other, nor do records: the cores share stretches of them. What a stretch gives is taken over soon after,
//! in order, so that it is not held twice: at 100 000 firms that was 150 MiB.

use rayon::prelude::*;
use typed_index_collections::TiSliceKeys;

/// How many a stretch has. The number of cores must not decide it: a sum of quotients depends on where it is divided.
const LENGTH: usize = 1_024;

/// How many stretches each core is given before what they gave is taken over.
const ROUND: usize = 3;

/// Gives `take`, in their order, what `work` makes of each stretch of `total` firms or records, up to the first failure.
pub fn in_stretches<K: From<usize>, T: Send, E: Send>(
    total: usize,
    work: impl Fn(TiSliceKeys<K>) -> Result<T, E> + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let length = LENGTH * ROUND * rayon::current_num_threads();
    for round in (0..total).step_by(length) {
        let starts = (round..total.min(round + length)).into_par_iter().step_by(LENGTH);
        let parts: Vec<Result<T, E>> =
            starts.map(|start| work((start..total.min(start + LENGTH)).map(K::from as fn(usize) -> K))).collect();
        parts.into_iter().try_for_each(|part| take(part?))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_firm_once_and_in_order() {
        let round = LENGTH * ROUND * rayon::current_num_threads();
        for total in [0, 1, LENGTH, LENGTH + 1, 5 * LENGTH - 1, round, 2 * round + 7] {
            let mut all = Vec::new();
            let take = |stretch: Vec<usize>| {
                all.extend(stretch);
                Ok(())
            };
            in_stretches(total, |stretch| Ok::<_, ()>(stretch.collect()), take).unwrap();
            assert_eq!(all, (0..total).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_failure_ends_it() {
        let work = |mut stretch: TiSliceKeys<usize>| if stretch.any(|firm| firm == LENGTH) { Err(()) } else { Ok(()) };
        let mut taken = 0;
        let failed = in_stretches(9 * LENGTH, work, |()| {
            taken += 1;
            Ok(())
        });
        assert!(failed.is_err());
        assert_eq!(taken, 1);
    }
}
