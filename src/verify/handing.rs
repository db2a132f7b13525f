//! Rows handed from one thread to another, which looks at them and hands them back.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

/// Rows go so many at a time: one by one the threads would wake each other millions of times, a twelfth of a province's comparison.
const BATCH: usize = 64;

/// So many batches of one side may be ahead of the other's.
const AHEAD: usize = 4;

/// Hands rows over; what is left goes when it is dropped.
pub(super) struct Handing<T> {
    send: SyncSender<Vec<T>>,
    batch: Vec<T>,
    heard: bool,
    /// Rows that were looked at: whoever made them frees them, or the two threads would wait for one memory.
    spent: Receiver<Vec<T>>,
}

/// The rows, one by one, as they come.
pub(super) struct Handed<T> {
    receive: Receiver<Vec<T>>,
    batch: Vec<T>,
    next: usize,
    spent: Sender<Vec<T>>,
}

/// Both ends.
pub(super) fn handed<T>() -> (Handing<T>, Handed<T>) {
    let ((send, receive), (give_back, spent)) = (sync_channel(AHEAD), channel());
    let batch = Vec::new;
    (
        Handing { send, batch: batch(), heard: true, spent },
        Handed { receive, batch: batch(), next: 0, spent: give_back },
    )
}

impl<T> Handing<T> {
    /// Hands a row over. Is anybody there to take more?
    pub fn give(&mut self, row: T) -> bool {
        if self.heard {
            self.batch.push(row);
        }
        if self.batch.len() == BATCH {
            self.heard = self.send.send(std::mem::take(&mut self.batch)).is_ok();
            self.spent.try_iter().for_each(drop);
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

impl<T> Handed<T> {
    /// The next row.
    pub fn next(&mut self) -> Option<&T> {
        if self.next == self.batch.len() {
            let spent = std::mem::replace(&mut self.batch, self.receive.recv().ok()?);
            // If nobody makes rows any more, they are freed here.
            let _ = self.spent.send(spent);
            self.next = 0;
        }
        self.next += 1;
        self.batch.get(self.next - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_comes_once_and_in_order() {
        for count in [0, 1, BATCH - 1, BATCH, BATCH + 1, 10 * BATCH + 3] {
            let (mut giving, mut taken) = handed();
            let taken = std::thread::scope(|scope| {
                scope.spawn(move || assert!((0..count).all(|row| giving.give(row))));
                std::iter::from_fn(|| taken.next().copied()).collect::<Vec<_>>()
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
