//! What is passed over because someone answered for it: files, sheets, rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::Place;

/// The files and sheets that are not read, and the rows that are left out of theirs.
#[derive(Clone, Debug, Default)]
pub struct Skipped {
    files: BTreeSet<Arc<str>>,
    sheets: BTreeSet<(Arc<str>, Arc<str>)>,
    rows: BTreeMap<(Arc<str>, Arc<str>), BTreeSet<u32>>,
}

impl Skipped {
    /// Passes the sheet over, or the file where the place names no sheet; says whether that is new.
    pub fn pass_over(&mut self, place: &Place) -> bool {
        match (&place.file, &place.sheet) {
            (Some(file), Some(sheet)) => self.sheets.insert((Arc::clone(file), Arc::clone(sheet))),
            (Some(file), None) => self.files.insert(Arc::clone(file)),
            _ => false,
        }
    }

    /// Leaves the row out; says whether that is new.
    pub fn leave_out(&mut self, place: &Place) -> bool {
        let (Some(file), Some(sheet), Some(row)) = (&place.file, &place.sheet, place.row) else { return false };
        self.rows.entry((Arc::clone(file), Arc::clone(sheet))).or_default().insert(row)
    }

    /// Is the file called `label` passed over?
    #[must_use]
    pub fn has_file(&self, label: &Arc<str>) -> bool {
        self.files.contains(label)
    }

    /// Is the sheet passed over?
    #[must_use]
    pub fn has_sheet(&self, file: &Arc<str>, sheet: &Arc<str>) -> bool {
        !self.sheets.is_empty() && self.sheets.contains(&(Arc::clone(file), Arc::clone(sheet)))
    }

    /// The rows left out of the sheet at `place`, rising.
    #[must_use]
    pub fn rows(&self, place: &Place) -> Vec<u32> {
        let (Some(file), Some(sheet)) = (&place.file, &place.sheet) else { return Vec::new() };
        if self.rows.is_empty() {
            return Vec::new();
        }
        let rows = self.rows.get(&(Arc::clone(file), Arc::clone(sheet)));
        rows.map(|rows| rows.iter().copied().collect()).unwrap_or_default()
    }
}
