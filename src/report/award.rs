//! The award workbook: its sheets in their order.

use std::io::{Seek, Write};

use super::book::Book;
use super::model::Sheet;
use super::sheets::{
    basis, caps, clawback, conditions, cover, disclosure, findings, lines, overlaps, parameters, payment, pending,
    statistics, summary, targets,
};
use super::writer::{self, Identity};
use super::{ReportError, Run};
use crate::award::Assessment;
use crate::check::Checked;
use crate::finding::Finding;
use crate::progress::Watch;

/// What marks an award workbook as the program's own output.
pub const CATEGORY: &str = "jiangbu-award";

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
    let identity = Identity { category: CATEGORY, title: book.title("奖励核算"), draft: run.draft };
    writer::write(&identity, &sheets(&book)?, &parameters::names(book.policy), watch, out)
}

/// All sheets, in their order.
fn sheets<'b>(book: &'b Book<'_>) -> Result<Vec<Sheet<'b>>, ReportError> {
    let mut all = summary::sheets(book);
    all.extend(lines::sheets(book));
    all.extend(conditions::sheets(book));
    all.extend(caps::sheets(book));
    all.extend(overlaps::sheets(book));
    all.push(pending::sheet(book));
    all.push(clawback::sheet(book));
    all.extend(disclosure::sheets(book));
    all.extend(payment::sheets(book));
    all.push(statistics::sheet(book)?);
    all.push(targets::sheet(book));
    all.push(parameters::sheet(book));
    all.extend(findings::sheets(book));
    all.push(basis::sheet(book));
    let names = all.iter().map(|sheet| sheet.name.clone()).collect();
    all.insert(0, cover::sheet(book, names));
    Ok(all)
}
