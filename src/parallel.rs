//! Firms do not depend on each other, nor do records: every core takes the next stretch of them. What a stretch gives is taken over as soon
//! as those before it are, so that it is not held twice: at 100 000 firms that was 150 MiB.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

/// How many a stretch has. The number of cores must not decide it: a sum of quotients depends on where it is divided.
const LENGTH: usize = 1_024;

/// All cores of this machine.
pub fn cores() -> NonZero<usize> {
    thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

/// Gives `take`, in their order, what `work` makes of each stretch of `total` firms or records, up to the first failure.
pub fn in_stretches<T: Send, E: Send>(
    total: usize,
    cores: NonZero<usize>,
    work: impl Fn(Range<usize>) -> Result<T, E> + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let count = total.div_ceil(LENGTH);
    let (work, next) = (&work, &AtomicUsize::new(0));
    thread::scope(|scope| {
        let (send, done) = sync_channel(cores.get());
        for _ in 0..cores.get().min(count) {
            let send = send.clone();
            scope.spawn(move || {
                let stretches = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
                for i in stretches.take_while(|i| *i < count) {
                    // Nobody listens any more once a stretch has failed.
                    if send.send((i, work(i * LENGTH..total.min((i + 1) * LENGTH)))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let (mut early, mut due) = (BTreeMap::new(), 0);
        for (i, part) in done {
            early.insert(i, part);
            while let Some(part) = early.remove(&due) {
                take(part?)?;
                due += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_firm_once_and_in_order() {
        for total in [0, 1, LENGTH, LENGTH + 1, 5 * LENGTH - 1] {
            for cores in [1, 2, 7] {
                let cores = NonZero::new(cores).unwrap();
                let mut all = Vec::new();
                let take = |stretch: Vec<usize>| {
                    all.extend(stretch);
                    Ok(())
                };
                in_stretches(total, cores, |stretch| Ok::<_, ()>(stretch.collect()), take).unwrap();
                assert_eq!(all, (0..total).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn the_first_failure_ends_it() {
        let work = |stretch: Range<usize>| if stretch.contains(&LENGTH) { Err(()) } else { Ok(()) };
        let mut taken = 0;
        let failed = in_stretches(9 * LENGTH, NonZero::new(3).unwrap(), work, |()| {
            taken += 1;
            Ok(())
        });
        assert!(failed.is_err());
        assert_eq!(taken, 1);
    }
}
