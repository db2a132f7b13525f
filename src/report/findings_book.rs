//! The findings workbook, `…-问题清单.xlsx`: what to mend or to answer, whose it is, linked to its cell; answers are read back from it.

use std::io::{Seek, Write};

use super::findings_list::FindingsList;
use super::model::Sheet;
use super::sheets::findings;
use super::writer::{self, Identity};
use super::{ReportError, Run};
use crate::finding::Severity;

/// What marks a findings workbook as the program's own output.
pub const CATEGORY: &str = "jiangbu-findings";

/// Writes the findings workbook.
///
/// # Errors
/// If it cannot be written.
pub fn findings_workbook<W: Write + Seek + Send>(
    list: &FindingsList<'_>,
    run: &Run<'_>,
    out: W,
) -> Result<(), ReportError> {
    let count = |severity| list.open.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let settled =
        if list.settled.is_empty() { String::new() } else { format!("，已答复 {} 处", list.settled.len()) };
    let subtitle = format!(
        "{}　　错误 {errors} 处，警告 {warnings} 处，提示 {} 处{settled}　　错误改正后重新核算　　jiangbu {}",
        list.policy.number,
        count(Severity::Note),
        run.version
    );
    let title = format!("{}数据问题清单", list.bureau.unwrap_or_default());
    let sheets: Vec<Sheet<'_>> = findings::answer_sheets(list, &title, &subtitle);
    let identity = Identity { draft: run.draft, ..Identity::new(CATEGORY, title.clone()) };
    writer::write(&identity, &sheets, &[], &|_| {}, out)
}
