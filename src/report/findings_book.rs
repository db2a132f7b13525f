//! The findings workbook, `…-问题清单.xlsx`: what to mend, when there is no award.

use std::io::{Seek, Write};

use super::model::Sheet;
use super::sheets::findings;
use super::writer::{self, Identity};
use super::{ReportError, Run};
use crate::finding::{Finding, Severity};
use crate::policy::Policy;

/// What marks a findings workbook as the program's own output.
pub const CATEGORY: &str = "jiangbu-findings";

/// Writes the findings workbook.
///
/// # Errors
/// If it cannot be written.
pub fn findings_workbook<W: Write + Seek + Send>(
    policy: &Policy,
    all: &[Finding],
    run: &Run<'_>,
    out: W,
) -> Result<(), ReportError> {
    let count = |severity| all.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let subtitle = format!(
        "{}　　错误 {errors} 处，警告 {warnings} 处，提示 {} 处　　错误改正后重新核算　　jiangbu {}",
        policy.number,
        count(Severity::Note),
        run.version
    );
    let sheets = findings::parts(all).into_iter().map(|part| {
        let (title, columns) = ("数据问题清单".to_owned(), findings::columns());
        Sheet {
            highlights: findings::highlights(),
            ..Sheet::new(part.name, title, subtitle.clone(), columns, part.body)
        }
    });
    let sheets: Vec<Sheet<'_>> = sheets.collect();
    let identity = Identity { category: CATEGORY, title: "数据问题清单".to_owned(), draft: run.draft };
    writer::write(&identity, &sheets, &[], &|_| {}, out)
}
