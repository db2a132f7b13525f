//! Intake: the bureaux' workbooks become typed tables, every row with its origin. Wrong data is a finding; nothing is guessed and nothing is lost.

pub mod book;

mod amount;
mod bind;
mod binding;
mod body;
mod cell;
mod column_units;
mod contents;
mod day;
mod decimal;
mod doubts;
mod field;
mod files;
mod firm_name;
mod first_best;
mod gather;
mod header_buffer;
mod heading;
mod hidden;
mod late_statements;
mod merged_cells;
mod nearest_table;
mod nil_return;
mod normalize;
mod ordered_merge;
mod parallel_read;
mod plan;
mod qualifier;
mod recognise;
mod records;
mod repeated_header;
mod row_kind;
mod sheet;
mod sheet_context;
mod shown_value;
mod skipped;
mod store;
mod strikethrough;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
mod title;
mod totals;
mod unit;
mod unit_statement;
mod unit_text;
mod unread;
mod unread_texts;
mod workbook;

use std::path::PathBuf;

pub use files::{Source, Trouble, is_workbook, sources};
pub use gather::Intake;
pub use records::Lost;
pub use skipped::Skipped;

use crate::policy::Policy;
use crate::progress::Watch;
use plan::Plan;

/// `text` as it is compared where blanks and full-width forms carry no meaning.
#[must_use]
pub fn plain(text: &str) -> std::borrow::Cow<'_, str> {
    normalize::squeeze(text)
}

/// Reads the workbooks that `paths` stand for (a folder: every workbook directly in it) into the tables of `policy`, on all cores; how many there are
/// makes no difference to the result.
/// Whatever is wrong with the data is a finding; records are not yet compared with each other, see [`crate::check::records`].
///
/// # Errors
/// [`Trouble`] if there is nothing to read.
pub fn read(paths: &[PathBuf], policy: &Policy, bounds: &book::Bounds, watch: &Watch<'_>) -> Result<Intake, Trouble> {
    read_past(paths, policy, bounds, &Skipped::default(), watch)
}

/// The same, without what is passed over.
///
/// # Errors
/// [`Trouble`] if there is nothing to read.
pub fn read_past(
    paths: &[PathBuf],
    policy: &Policy,
    bounds: &book::Bounds,
    skipped: &Skipped,
    watch: &Watch<'_>,
) -> Result<Intake, Trouble> {
    let mut findings = Vec::new();
    let sources = files::sources(paths, &mut findings)?;
    let plan = Plan::of(policy).without(skipped);
    let (workbooks, texts) = parallel_read::read_all(&plan, &sources, bounds, watch);
    // What was passed over for what it says of itself is no data; what an answer passed over still is somebody's.
    let files = sources
        .into_iter()
        .zip(&workbooks)
        .filter(|(source, workbook)| workbook.unread || workbook.input.is_some() || skipped.has_file(&source.label));
    let files: Vec<Source> = files.map(|(source, _)| source).collect();
    let (mut reading, unread_texts) = gather::gather(&plan, workbooks, texts, findings);
    unread::report(&plan, &unread_texts, &mut reading);
    contents::mark(&mut reading.findings, &files, bounds);
    Ok(Intake { files, ..reading })
}
