//! 比对: two award workbooks, and how the one total becomes the other.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::output::{ready, write};
use super::{Console, Outcome, file_name};
use crate::compare::{Snapshot, compare};
use crate::intake::book::{self, Bounds};
use crate::report::difference_workbook;
use crate::report::write_difference;

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
pub fn diff(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    ready(request.output.as_deref(), None, &[&request.old, &request.new], request.force)?;
    let ((old, of_old), (new, of_new)) = (read(&request.old)?, read(&request.new)?);
    let difference = compare(&old, &new)?;
    writeln!(console.out, "原：{of_old}\n现：{of_new}\n")?;
    write_difference(console.out, &difference, console.fold)?;
    if let Some(path) = &request.output {
        let between = format!("原：{of_old}　　现：{of_new}");
        write(path, request.force, |out| Ok(difference_workbook(&difference, &between, out)?))?;
        console.written.push(path.clone());
        writeln!(console.out, "比对表：{}", path.display())?;
    }
    Ok(if difference.is_empty() { Outcome::Done } else { Outcome::Different })
}

/// The award in the workbook at `path`, and which it is in words.
fn read(path: &Path) -> anyhow::Result<(Snapshot, String)> {
    let named = || path.display().to_string();
    let book = book::open(path, &Bounds::of_file(path)).with_context(named)?;
    let award = Snapshot::read(&book).with_context(named)?;
    let words = format!("{}（{} 年度，{}，SHA-256 {:.12}…）", file_name(path), award.year, award.policy, book.sha256());
    Ok((award, words))
}
