//! The contents of a sheet or a file as one mark: an answer that passes it over is bound to what it holds.

use std::collections::HashMap;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::book::{self, Bounds, Cell, Layout, Rows};
use super::files::Source;
use crate::checksum::hexadecimal;
use crate::finding::{Answer, Finding};
use crate::plain_file;

/// Of a file that is too large to be read so much is looked at, and its size.
const MOST: u64 = 64 << 20;

/// Marks the findings that may be answered by passing a sheet or a file over with what that holds.
pub fn mark(findings: &mut [Finding], files: &[Source], bounds: &Bounds) {
    let mut known: HashMap<(Arc<str>, Option<Arc<str>>), String> = HashMap::new();
    for finding in findings.iter_mut().filter(|finding| finding.answer == Answer::NotData) {
        let Some(file) = &finding.place.file else { continue };
        let Some(source) = files.iter().find(|source| source.label == *file) else { continue };
        let place = (Arc::clone(file), finding.place.sheet.clone());
        let mark = known.entry(place).or_insert_with(|| {
            let of_sheet = finding.place.sheet.as_deref().and_then(|sheet| of_sheet(&source.path, sheet, bounds));
            of_sheet.or_else(|| of_file(&source.path)).unwrap_or_default()
        });
        finding.contents.clone_from(mark);
    }
}

/// The cells of a sheet, if all of it can be read.
fn of_sheet(path: &Path, sheet: &str, bounds: &Bounds) -> Option<String> {
    let book = book::open(path, bounds).ok()?;
    let index = book.sheets().iter().position(|known| *known.name == *sheet)?;
    let mut cells = Cells(Sha256::new());
    book.stream(index, &mut cells).ok()?;
    Some(hexadecimal(&cells.0.finalize()))
}

fn of_file(path: &Path) -> Option<String> {
    let (file, about) = plain_file::open(path).ok()?;
    let mut digest = Sha256::new();
    digest.update(about.len().to_le_bytes());
    let mut start = Vec::new();
    file.take(MOST).read_to_end(&mut start).ok()?;
    digest.update(&start);
    Some(hexadecimal(&digest.finalize()))
}

struct Cells(Sha256);

impl Rows for Cells {
    fn layout(&mut self, _layout: Layout) {}

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        for cell in cells {
            self.0.update(format!("{row} {} {:?}\n", cell.column, cell.value).as_bytes());
        }
        ControlFlow::Continue(())
    }
}
