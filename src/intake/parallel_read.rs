//! All cores read: one opens a workbook while another reads the sheets of one that is open. Who reads what changes nothing in the result.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::book::Bounds;
use super::files::Source;
use super::ordered_merge::Joining;
use super::plan::Plan;
use super::workbook::{Opened, Workbook, open, read_sheet};
use crate::finding::{Finding, Place, catalogue};
use crate::parallel::cores;
use crate::progress::{Event, Watch};
use crate::texts::Texts;

/// What is left to do, and what has been done.
struct Board {
    /// Workbooks not opened yet, by index, the largest last.
    unopened: Vec<usize>,
    /// Sheets of open workbooks: the workbook's index and the sheet's.
    sheets: VecDeque<(usize, usize, Arc<Opened>)>,
    /// How many are opening a workbook now.
    opening: usize,
    /// The workbooks, by index.
    workbooks: Vec<Workbook>,
}

/// What the whole crew shares.
struct Crew<'c> {
    plan: &'c Plan<'c>,
    sources: &'c [Source],
    bounds: &'c Bounds,
    watch: &'c Watch<'c>,
    board: Mutex<Board>,
    changed: Condvar,
    /// The sheets read.
    joining: Mutex<Joining>,
}

/// Reads all files on `threads` threads (all cores, if that is not said), in the order of `sources`. Besides them, their texts.
#[must_use]
pub fn read_all(
    plan: &Plan<'_>,
    sources: &[Source],
    bounds: &Bounds,
    threads: Option<NonZeroUsize>,
    watch: &Watch<'_>,
) -> (Vec<Workbook>, Texts) {
    let threads = threads.unwrap_or_else(cores).get();
    let mut unopened: Vec<usize> = (0..sources.len()).collect();
    // The largest first: otherwise one core may be left alone with it at the end.
    unopened.sort_by_key(|&i| sources[i].path.metadata().map_or(0, |about| about.len()));
    let joining = Joining::new(plan.texts, unopened.iter().rev().copied().collect());
    let board = Board {
        unopened,
        sheets: VecDeque::new(),
        opening: 0,
        workbooks: sources.iter().map(|_| Workbook::default()).collect(),
    };
    let (board, joining) = (Mutex::new(board), Mutex::new(joining));
    let crew = Crew { plan, sources, bounds, watch, board, changed: Condvar::new(), joining };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| crew.work());
        }
        crew.work();
    });
    let Board { mut workbooks, .. } = crew.board.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (sheets, texts) = crew.joining.into_inner().unwrap_or_else(PoisonError::into_inner).finish();
    for (workbook, sheets) in workbooks.iter_mut().zip(sheets) {
        workbook.receive(sheets);
    }
    (workbooks, texts)
}

/// One step of the work.
enum Task {
    Open(usize),
    Read(usize, usize, Arc<Opened>),
}

impl Crew<'_> {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn joining(&self) -> MutexGuard<'_, Joining> {
        self.joining.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works until nothing is left.
    fn work(&self) {
        while let Some(task) = self.next() {
            match task {
                Task::Open(i) => self.open(i),
                Task::Read(i, sheet, opened) => self.read(i, sheet, &opened),
            }
        }
    }

    /// Open workbooks come first, so that few are open at a time.
    fn next(&self) -> Option<Task> {
        let mut board = self.board();
        loop {
            if let Some((i, sheet, opened)) = board.sheets.pop_front() {
                return Some(Task::Read(i, sheet, opened));
            }
            if let Some(i) = board.unopened.pop() {
                board.opening += 1;
                return Some(Task::Open(i));
            }
            if board.opening == 0 {
                return None;
            }
            board = self.changed.wait(board).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn open(&self, i: usize) {
        let source = &self.sources[i];
        (self.watch)(Event::Workbook { file: &source.label, of: self.sources.len() });
        let opened = guarded(|| open(self.plan, source, self.bounds));
        let sheets = opened.as_ref().and_then(|(opened, _)| opened.as_ref()).map_or(0, Opened::sheets);
        self.joining().expect(i, sheets);
        let mut board = self.board();
        board.opening -= 1;
        match opened {
            Some((opened, workbook)) => {
                board.workbooks[i] = workbook;
                if let Some(opened) = opened.map(Arc::new) {
                    board.sheets.extend((0..sheets).map(|sheet| (i, sheet, Arc::clone(&opened))));
                }
            }
            None => board.workbooks[i] = broken(source),
        }
        self.changed.notify_all();
    }

    fn read(&self, i: usize, sheet: usize, opened: &Opened) {
        let read = guarded(|| read_sheet(self.plan, opened, sheet));
        if let Some(fragment) = read.as_ref().and_then(|(read, _)| read.fragment.as_ref()) {
            (self.watch)(Event::Rows(fragment.records.account.rows));
        }
        if read.is_none() {
            self.board().workbooks[i] = broken(&self.sources[i]);
        }
        self.joining().add(i, sheet, read);
    }
}

/// A reader that fails on a damaged file must not take the run with it.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

/// A file on which the reader failed.
fn broken(source: &Source) -> Workbook {
    let finding = Finding::new(&catalogue::FILE_DAMAGED, Place::file(&source.label), "", "");
    Workbook { findings: vec![finding], unread: true, ..Workbook::default() }
}
