//! What one thread reads, looked at by another beside what that one reads: rows of two workbooks, cells by two readers.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

/// So many batches may be ahead.
const AHEAD: usize = 4;

/// Hands things over; what is left goes when it is dropped.
pub(crate) struct Handing<T> {
    send: SyncSender<Vec<T>>,
    batch: Vec<T>,
    size: usize,
    heard: bool,
    /// Those that were looked at: whoever made them frees them, or the two threads would wait for one memory.
    spent: Receiver<Vec<T>>,
}

/// The things, one by one, as they come.
pub(crate) struct Handed<T> {
    receive: Receiver<Vec<T>>,
    batch: Vec<T>,
    next: usize,
    spent: Sender<Vec<T>>,
}

/// Both ends. Things go `size` at a time: one by one the threads would wake each other millions of times, a twelfth of the time it takes to
/// compare a province's awards.
pub(crate) fn handed<T>(size: usize) -> (Handing<T>, Handed<T>) {
    let ((send, receive), (give_back, spent)) = (sync_channel(AHEAD), channel());
    let batch = Vec::new;
    (
        Handing { send, batch: batch(), size, heard: true, spent },
        Handed { receive, batch: batch(), next: 0, spent: give_back },
    )
}

impl<T> Handing<T> {
    /// Hands one over. Is anybody there to take more?
    pub fn give(&mut self, one: T) -> bool {
        if self.heard {
            self.batch.push(one);
        }
        if self.batch.len() == self.size {
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
    /// The next one.
    pub fn next(&mut self) -> Option<&T> {
        self.next_if(|_| true)
    }

    /// The next one if it `is` so; otherwise it stays.
    pub fn next_if(&mut self, is: impl FnOnce(&T) -> bool) -> Option<&T> {
        if self.next == self.batch.len() {
            let spent = std::mem::replace(&mut self.batch, self.receive.recv().ok()?);
            // If nobody makes any more, they are freed here.
            let _ = self.spent.send(spent);
            self.next = 0;
        }
        let next = self.batch.get(self.next).filter(|next| is(next))?;
        self.next += 1;
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_comes_once_and_in_order() {
        for count in [0, 1, 7, 8, 9, 83] {
            let (mut giving, mut taken) = handed(8);
            let taken = std::thread::scope(|scope| {
                scope.spawn(move || assert!((0..count).all(|row| giving.give(row))));
                std::iter::from_fn(|| taken.next().copied()).collect::<Vec<_>>()
            });
            assert_eq!(taken, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn who_has_gone_is_given_no_more() {
        let (mut giving, taken) = handed(8);
        drop(taken);
        assert_eq!((0..24).take_while(|row| giving.give(*row)).count(), 7);
    }
}
