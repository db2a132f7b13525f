//! Workbooks and policy files.

use std::ops::ControlFlow;
use std::path::Path;

use jiangbu::intake::book::{Book, BookFault, Bounds, Cell, Formulas, Layout, Rows, open};
use jiangbu::policy::Policy;

use crate::packages::pack;

/// Small, so that what grows without end is met soon.
pub const SMALL: u64 = 1 << 22;

struct Sink {
    last: Option<u32>,
}

impl Rows for Sink {
    fn layout(&mut self, _: Layout) {}

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        assert!(self.last.is_none_or(|last| last < row), "rows rise");
        assert!(row < 1 << 20, "no row below the last");
        assert!(cells.windows(2).all(|two| two[0].column < two[1].column), "columns rise");
        assert!(cells.last().is_none_or(|cell| cell.column < 1 << 14), "no column behind the last");
        self.last = Some(row);
        ControlFlow::Continue(())
    }

    fn calculated(&mut self, _: Formulas) {}
}

/// A file with these bytes, open.
pub fn opened(name: &str, bytes: &[u8]) -> Option<Book> {
    let folder = tempfile::tempdir_in(scratch()).expect("a scratch folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    match open(&path, &Bounds::with_file_size(SMALL)) {
        Ok(book) => Some(book),
        Err(fault) => {
            told(&fault);
            None
        }
    }
}

fn scratch() -> &'static Path {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory } else { Path::new("/tmp") }
}

fn told(fault: &BookFault) {
    assert!(!fault.to_string().is_empty() && !fault.detail().is_empty(), "a fault without words");
}

fn read(book: &Book) {
    for sheet in 0..book.sheets().len() {
        if let Err(fault) = book.stream(sheet, &mut Sink { last: None }) {
            told(&fault);
        }
    }
    if let Err(fault) = book.defined_names() {
        told(&fault);
    }
    let _ = book.own_output();
}

/// The bytes as a file.
pub fn raw(bytes: &[u8]) {
    // Text files are known by their names only.
    for name in ["甲.xls", "甲.csv"] {
        opened(name, bytes).iter().for_each(read);
    }
}

/// The parts as a package.
pub fn parts(name: &str, plain: &[u8]) {
    opened(name, &pack(plain)).iter().for_each(read);
}

/// A policy file.
pub fn policy(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Policy::load_advised(text, "policy.toml") {
        Ok((policy, _)) => assert!(!policy.items.is_empty()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
