//! 问题清单: one row a finding, linked to its cell.

use crate::finding::Finding;
use crate::report::book::{Book, body};
use crate::report::model::{Body, Cell, Column, Columns, Highlight, Look, Row, Rows, Sheet, Tone};
use crate::report::stack::Stack;
use crate::report::{ReportError, sources};

pub(in crate::report) const NAME: &str = "问题清单";

const SEVERITY: u16 = 1;

/// A sheet takes 65 530 links; the rest is told in text.
const MOST_LINKS: usize = 60_000;

/// The sheets of the award workbook.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let all = parts(book.findings).into_iter();
    all.map(|part| {
        let mut sheet = book.sheet(part.name, "数据问题清单", columns(), part.body);
        sheet.highlights = highlights();
        sheet
    })
    .collect()
}

/// As many findings as fit a sheet.
pub(in crate::report) struct Part<'f> {
    /// The sheet's name, numbered from the second on.
    pub name: String,
    /// Its rows.
    pub body: Body<'f>,
}

/// The findings, sheet by sheet; one sheet also where there are none.
pub(in crate::report) fn parts(findings: &[Finding]) -> Vec<Part<'_>> {
    let stack = Stack::new(NAME, findings.len());
    let parts = stack.parts();
    parts.map(|(name, rows)| Part { name, body: rows_of(&findings[rows.clone()], rows.start) }).collect()
}

/// The columns, shared with the findings workbook.
pub(in crate::report) fn columns() -> Vec<Column> {
    let mut columns = Columns::default();
    columns.add(Column::new("序号", 7, Look::Whole));
    columns.add(Column::new("程度", 8, Look::Centred));
    columns.add(Column::new("编号", 8, Look::Centred));
    columns.add(Column::new("工作簿", 18, Look::Wrapped));
    columns.add(Column::new("工作表", 16, Look::Wrapped));
    columns.add(Column::new("单元格", 10, Look::Centred).noted("点开到原表；原表须与本表放在同一个文件夹"));
    columns.add(Column::new("问题", 30, Look::Wrapped));
    columns.add(Column::new("看到的", 26, Look::Wrapped));
    columns.add(Column::new("应当是", 30, Look::Wrapped));
    columns.add(Column::new("条款", 10, Look::Centred));
    columns.add(Column::new("怎样改", 30, Look::Wrapped));
    columns.done()
}

/// Grave ones stand out.
pub(in crate::report) fn highlights() -> Vec<Highlight> {
    [("错误", Tone::Bad), ("警告", Tone::Open), ("提示", Tone::Quiet)]
        .map(|(word, tone)| Highlight { column: SEVERITY, word, tone })
        .to_vec()
}

/// One row a finding; `before` stand on earlier sheets.
fn rows_of(findings: &[Finding], before: usize) -> Body<'_> {
    body(move |rows: &mut dyn Rows| -> Result<(), ReportError> {
        for (index, finding) in findings.iter().enumerate() {
            let place = &finding.place;
            let mut row = Row::with_capacity(11);
            row.number(i64::try_from(before + index + 1).unwrap_or(i64::MAX))
                .text(finding.severity.label())
                .text(&*finding.code)
                .text(place.file.as_deref().unwrap_or_default())
                .text(place.sheet.as_deref().unwrap_or_default());
            match (place.address(), sources::link(place)) {
                (Some(address), Some(link)) if index < MOST_LINKS => {
                    row.push_as(Look::Link, Cell::Link(link, address.into()))
                }
                (Some(address), _) => row.text(address),
                (None, _) => row.push(Cell::Blank),
            };
            row.text(&*finding.title)
                .text(if finding.seen.is_empty() { finding.why.as_str() } else { finding.seen.as_str() })
                .text(if finding.expected.is_empty() && !finding.seen.is_empty() {
                    &*finding.why
                } else {
                    &*finding.expected
                })
                .text(finding.clause.as_deref().unwrap_or_default())
                .text(&*finding.remedy);
            rows.row(&row)?;
        }
        Ok(())
    })
}
