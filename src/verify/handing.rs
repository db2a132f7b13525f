//! Rows handed from one thread to another.

use std::iter::Flatten;
use std::sync::mpsc::{IntoIter, SyncSender, sync_channel};

/// Rows go so many at a time: one by one the threads would wake each other millions of times, a twelfth of a province's comparison.
const BATCH: usize = 64;

/// So many batches of one side may be ahead of the other's.
const AHEAD: usize = 2;

/// Hands rows over; what is left goes when it is dropped.
pub(super) struct Handing<T> {
    send: SyncSender<Vec<T>>,
    batch: Vec<T>,
    heard: bool,
}

/// The rows, one by one, as they come.
pub(super) type Handed<T> = Flatten<IntoIter<Vec<T>>>;

/// Both ends.
pub(super) fn handed<T>() -> (Handing<T>, Handed<T>) {
    let (send, receive) = sync_channel(AHEAD);
    (Handing { send, batch: Vec::new(), heard: true }, receive.into_iter().flatten())
}

impl<T> Handing<T> {
    /// Hands a row over. Is anybody there to take more?
    pub fn give(&mut self, row: T) -> bool {
        if self.heard {
            self.batch.push(row);
        }
        if self.batch.len() == BATCH {
            self.heard = self.send.send(std::mem::take(&mut self.batch)).is_ok();
        }
        self.heard
    }
}

impl<T> Drop for Handing<T> {
    fn drop(&mut self) {
        let rest = std::mem::take(&mut self.batch);
        if !rest.is_empty() {
            // Whoever has gone has seen enough.
            let _ = self.send.send(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_comes_once_and_in_order() {
        for count in [0, 1, BATCH - 1, BATCH, BATCH + 1, 10 * BATCH + 3] {
            let (mut giving, taken) = handed();
            let taken = std::thread::scope(|scope| {
                scope.spawn(move || assert!((0..count).all(|row| giving.give(row))));
                taken.collect::<Vec<_>>()
            });
            assert_eq!(taken, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn who_has_gone_is_given_no_more() {
        let (mut giving, taken) = handed();
        drop(taken);
        assert_eq!((0..3 * BATCH).take_while(|row| giving.give(*row)).count(), BATCH - 1);
    }
}
