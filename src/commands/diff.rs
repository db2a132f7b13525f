//! 比对: two award workbooks, and how the one total becomes the other.

use std::path::Path;

use anyhow::Context;

use super::{Console, Ending};
use crate::compare::{Snapshot, compare, write_text};
use crate::intake::book::{self, Bounds};

/// Compares the award workbooks `old` and `new`.
///
/// # Errors
/// If one of them cannot be read or is no award workbook.
pub fn diff(old: &Path, new: &Path, console: &mut Console<'_>) -> anyhow::Result<Ending> {
    let (old, new) = (read(old)?, read(new)?);
    let difference = compare(&old, &new)?;
    write_text(console.out, &difference, true)?;
    Ok(if difference.is_empty() { Ending::Done } else { Ending::Different })
}

fn read(path: &Path) -> anyhow::Result<Snapshot> {
    let named = || path.display().to_string();
    let book = book::open(path, &Bounds::default()).with_context(named)?;
    Snapshot::read(&book).with_context(named)
}
