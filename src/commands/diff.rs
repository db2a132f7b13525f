//! 比对: two award workbooks, and how the one total becomes the other.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::output::{ready, write};
use super::{Console, Ending};
use crate::compare::{Snapshot, compare, write_text};
use crate::intake::book::{self, Bounds};
use crate::report::{Run, difference_workbook};

/// What `diff` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The old award workbook.
    pub old: PathBuf,
    /// The new one.
    pub new: PathBuf,
    /// Where the workbook of differences goes, if it is wanted.
    pub output: Option<PathBuf>,
    /// Overwrite?
    pub force: bool,
}

/// Compares two award workbooks.
///
/// # Errors
/// If one of them cannot be read or is no award workbook.
pub fn diff(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Ending> {
    ready(request.output.as_deref(), None, request.force)?;
    let difference = compare(&read(&request.old)?, &read(&request.new)?)?;
    write_text(console.out, &difference, true)?;
    if let Some(path) = &request.output {
        let run = Run { version: env!("CARGO_PKG_VERSION"), inputs: &[], draft: false };
        write(path, request.force, |out| Ok(difference_workbook(&difference, &run, out)?))?;
        writeln!(console.out, "比对表：{}", path.display())?;
    }
    Ok(if difference.is_empty() { Ending::Done } else { Ending::Different })
}

fn read(path: &Path) -> anyhow::Result<Snapshot> {
    let named = || path.display().to_string();
    let book = book::open(path, &Bounds::default()).with_context(named)?;
    Snapshot::read(&book).with_context(named)
}
