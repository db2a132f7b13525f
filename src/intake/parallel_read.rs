//! All cores read: one opens a workbook while another reads the sheets of one that is open. Who reads what changes nothing in the result.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::Scope;

use super::book::Bounds;
use super::files::Source;
use super::ordered_merge::OrderedMerge;
use super::plan::Plan;
use super::workbook::{FileRead, Opened, SheetRead, open, read_sheet};
use crate::finding::{Finding, Place, catalogue};
use crate::progress::{Event, Watch};
use crate::texts::Texts;

/// How a workbook is opened and one of its sheets read.
#[derive(Clone, Copy)]
struct Ways {
    open: fn(&Plan<'_>, &Source, &Bounds) -> (Option<Opened>, FileRead),
    read: fn(&Plan<'_>, &Opened, usize) -> (SheetRead, Texts),
}

/// What all readers share.
struct Readers<'c> {
    ways: Ways,
    plan: &'c Plan<'c>,
    sources: &'c [Source],
    bounds: &'c Bounds,
    watch: &'c Watch<'c>,
    /// The workbooks, by index.
    workbooks: Mutex<Vec<FileRead>>,
    /// The sheets read.
    merge: Mutex<OrderedMerge>,
}

/// Reads all files in the order of `sources`. Besides them, their texts.
#[must_use]
pub fn read_all(plan: &Plan<'_>, sources: &[Source], bounds: &Bounds, watch: &Watch<'_>) -> (Vec<FileRead>, Texts) {
    read_by(Ways { open, read: read_sheet }, plan, sources, bounds, watch)
}

fn read_by(
    ways: Ways,
    plan: &Plan<'_>,
    sources: &[Source],
    bounds: &Bounds,
    watch: &Watch<'_>,
) -> (Vec<FileRead>, Texts) {
    let mut order: Vec<usize> = (0..sources.len()).collect();
    // The largest first: otherwise one core may be left alone with it at the end.
    order.sort_by_key(|&i| std::cmp::Reverse(sources[i].path.metadata().map_or(0, |about| about.len())));
    let readers = Readers {
        ways,
        plan,
        sources,
        bounds,
        watch,
        workbooks: Mutex::new(sources.iter().map(|_| FileRead::default()).collect()),
        merge: Mutex::new(OrderedMerge::new(plan.texts, order.clone())),
    };
    rayon::scope(|scope| {
        // A core takes what was handed to it last: so the largest workbook is begun first, and an open one is read before the next is opened.
        for &i in order.iter().rev() {
            let readers = &readers;
            scope.spawn(move |scope| readers.open(scope, i));
        }
    });
    let mut workbooks = readers.workbooks.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (sheets, texts) = readers.merge.into_inner().unwrap_or_else(PoisonError::into_inner).finish();
    for (workbook, sheets) in workbooks.iter_mut().zip(sheets) {
        workbook.receive(sheets);
    }
    (workbooks, texts)
}

impl Readers<'_> {
    fn workbooks(&self) -> MutexGuard<'_, Vec<FileRead>> {
        self.workbooks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn merge(&self) -> MutexGuard<'_, OrderedMerge> {
        self.merge.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens workbook `i` and hands out its sheets.
    fn open<'s>(&'s self, scope: &Scope<'s>, i: usize) {
        let source = &self.sources[i];
        (self.watch)(Event::Workbook { file: &source.label, of: self.sources.len() });
        let opened = guarded(|| (self.ways.open)(self.plan, source, self.bounds));
        let sheets = opened.as_ref().and_then(|(opened, _)| opened.as_ref()).map_or(0, Opened::sheets);
        self.merge().expect(i, sheets);
        let (opened, workbook) = opened.unwrap_or_else(|| (None, broken(source)));
        self.workbooks()[i] = workbook;
        if let Some(opened) = opened.map(Arc::new) {
            for sheet in (0..sheets).rev() {
                let opened = Arc::clone(&opened);
                scope.spawn(move |_| self.read(i, sheet, &opened));
            }
        }
    }

    fn read(&self, i: usize, sheet: usize, opened: &Opened) {
        let read = guarded(|| (self.ways.read)(self.plan, opened, sheet));
        if let Some(fragment) = read.as_ref().and_then(|(read, _)| read.fragment.as_ref()) {
            (self.watch)(Event::Rows(fragment.records.account.rows));
        }
        if read.is_none() {
            self.workbooks()[i] = broken(&self.sources[i]);
        }
        self.merge().add(i, sheet, read);
    }
}

/// A reader that fails on a damaged file must not take the run with it.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

/// A file on which the reader failed.
fn broken(source: &Source) -> FileRead {
    let finding = Finding::new(&catalogue::FILE_DAMAGED, Place::file(&source.label), "", "");
    FileRead { findings: vec![finding], unread: true, ..FileRead::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::test_support::County;

    /// What is said of each of two files: whether it is unread, and the findings about it.
    fn said(ways: Ways) -> Vec<(bool, Vec<String>)> {
        let folder = tempfile::tempdir().expect("a folder");
        let sources = ["坏.csv", "好.csv"].map(|name| {
            let path = folder.path().join(name);
            std::fs::write(&path, "代码,户名\n1,甲\n").expect("a file");
            Source { path, label: name.into() }
        });
        let county = County::new();
        let (workbooks, _) = read_by(ways, &county.plan(), &sources, &Bounds::default(), &|_| {});
        let told = |finding: &Finding| format!("{} {}", finding.code, finding.place);
        workbooks.iter().map(|workbook| (workbook.unread, workbook.findings.iter().map(told).collect())).collect()
    }

    #[test]
    fn a_reader_that_fails_is_told_and_takes_nothing_with_it() {
        let opening = Ways {
            open: |plan, source, bounds| {
                assert!(&*source.label != "坏.csv", "a reader fails on purpose");
                open(plan, source, bounds)
            },
            read: read_sheet,
        };
        let reading = Ways { open, read: |_, _, _| panic!("a reader fails on purpose") };
        let broken = |file: &str| (true, vec![format!("E104 {file}")]);
        assert_eq!(said(opening), [broken("坏.csv"), (false, Vec::new())]);
        assert_eq!(said(reading), [broken("坏.csv"), broken("好.csv")]);
    }
}
