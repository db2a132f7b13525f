//! The award workbook: its sheets in their order.

use std::io::{Seek, Write};

use super::book::Book;
use super::model::{Group, Sheet};
use super::sheets::{
    basis, caps, clawback, conditions, council, cover, disclosure, division, findings, joint, lines, lists, matrix,
    notice, objections, overlaps, parameters, payment, pending, performance, signoff, statistics, summary, targets,
};
use super::writer::{self, Identity, Packing};
use super::{ReportError, Run, order};
use crate::award::Assessment;
use crate::check::Checked;
use crate::finding::Finding;
use crate::progress::Watch;

/// What marks an award workbook as the program's own output.
pub const CATEGORY: &str = "jiangbu-award";

/// What marks what is published.
const PUBLISHED: &str = "jiangbu-publication";

/// Writes the award workbook, watched.
///
/// # Errors
/// If it cannot be written, or a firm has more rows than a sheet.
pub fn award_workbook<W: Write + Seek + Send>(
    checked: &Checked<'_>,
    assessment: &Assessment,
    findings: &[Finding],
    run: &Run<'_>,
    watch: &Watch<'_>,
    out: W,
) -> Result<(), ReportError> {
    let book = Book::new(checked, assessment, findings, run)?;
    let identity = Identity {
        draft: run.draft,
        packing: if run.passing { Packing::Loose } else { Packing::Close },
        ..Identity::new(CATEGORY, book.title("奖励核算"))
    };
    let sheets = sheets(&book)?;
    let names: Vec<_> = parameters::names(book.policy).into_iter().chain([order::name(&sheets)]).collect();
    writer::write(&identity, &sheets, &names, watch, out)
}

/// Writes what is published, as a workbook of its own: no code, no account, no tax figure, no reference to one.
///
/// # Errors
/// If it cannot be written.
pub fn publication_workbook<W: Write + Seek + Send>(
    checked: &Checked<'_>,
    assessment: &Assessment,
    run: &Run<'_>,
    out: W,
) -> Result<(), ReportError> {
    let book = Book { published: true, ..Book::new(checked, assessment, &[], run)? };
    let identity = Identity { draft: run.draft, ..Identity::new(PUBLISHED, book.title("奖励资金公示")) };
    let sheets = std::iter::once(notice::sheet(&book)).chain(disclosure::sheets(&book));
    let sheets: Vec<Sheet<'_>> = sheets.map(|sheet| Sheet { group: Group::Publish, ..sheet }).collect();
    writer::write(&identity, &sheets, &[], &|_| {}, out)
}

/// All sheets, in their order: to decide, to publish and pay, to check, to report, and what all rests on.
fn sheets<'b>(book: &'b Book<'_>) -> Result<Vec<Sheet<'b>>, ReportError> {
    let mut all = Vec::new();
    let mut add = |group: Group, sheets: Vec<Sheet<'b>>| {
        all.extend(sheets.into_iter().map(|sheet| Sheet { group, ..sheet }));
    };
    add(Group::Decide, vec![matrix::sheet(book)]);
    add(Group::Decide, summary::sheets(book));
    add(Group::Decide, vec![pending::sheet(book), council::sheet(book)]);
    add(Group::Publish, vec![notice::sheet(book)]);
    add(Group::Publish, disclosure::sheets(book));
    add(Group::Publish, objections::sheet(book).into_iter().collect());
    add(Group::Publish, payment::sheets(book));
    add(Group::Publish, division::sheets(book));
    add(Group::Publish, vec![clawback::sheet(book)]);
    add(Group::Check, lines::sheets(book));
    add(Group::Check, conditions::sheets(book));
    add(Group::Check, caps::sheets(book));
    add(Group::Check, joint::sheets(book).into_iter().collect());
    add(Group::Check, overlaps::sheets(book));
    add(Group::Check, findings::sheets(book));
    add(Group::Report, vec![statistics::sheet(book)?]);
    add(Group::Report, targets::sheet(book).into_iter().collect());
    add(Group::Report, lists::sheets(book)?);
    add(Group::Report, vec![performance::sheet(book), signoff::sheet(book)]);
    add(Group::Basis, vec![parameters::sheet(book)]);
    add(Group::Basis, vec![basis::sheet(book)]);
    let names = all.iter().map(|sheet| sheet.name.clone()).collect();
    all.insert(0, Sheet { group: Group::Decide, ..cover::sheet(book, names, order::controls(&all)) });
    Ok(all)
}
