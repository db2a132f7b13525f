//! The policy as a workbook: a sheet a section.

use std::io::{Seek, Write};

use super::ReportError;
use super::book::body;
use super::model::{Column, Columns, Look, Row, Sheet};
use super::policy_page::{Section, page};
use super::writer::{self, Identity};
use crate::policy::Policy;

/// Writes the policy's workbook; `origin` says where the policy came from.
///
/// # Errors
/// If it cannot be written.
pub fn policy_workbook<W: Write + Seek + Send>(policy: &Policy, origin: &str, out: W) -> Result<(), ReportError> {
    let sections = page(policy, origin);
    let sheets: Vec<Sheet<'_>> = sections.iter().map(|section| sheet(policy, section)).collect();
    let identity = Identity::new("jiangbu-policy", policy.title.to_string());
    writer::write(&identity, &sheets, &[], &|_| {}, out)
}

fn sheet<'s>(policy: &'s Policy, section: &'s Section) -> Sheet<'s> {
    let mut columns = Columns::default();
    for (index, title) in section.header.iter().enumerate() {
        let longest = section.rows.iter().map(|row| row[index].chars().count()).max().unwrap_or(0);
        let width = u16::try_from(longest * 2 + 2).unwrap_or(u16::MAX).clamp(10, 44);
        columns.add(Column::new(*title, width, Look::Wrapped));
    }
    let name = section.title.split('：').next().unwrap_or(section.title).to_owned();
    let rows = body(move |out| {
        for cells in &section.rows {
            let mut row = Row::with_capacity(cells.len());
            cells.iter().for_each(|cell| {
                row.text(cell.as_str());
            });
            out.row(&row)?;
        }
        Ok(())
    });
    Sheet::new(name, section.title.to_owned(), policy.number.to_string(), columns.done(), rows)
}
