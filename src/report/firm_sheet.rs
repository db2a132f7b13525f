//! 核算单: a firm's derivation on upright paper, one page wide, for the file and for the firm.

use std::io::{Seek, Write};

use super::derivation::{Derivation, Step};
use super::model::{Cell, Column, Columns, Look, Row, Rows, Sheet};
use super::writer::{self, Identity};
use super::{ReportError, Run};
use crate::money::Money;
use crate::policy::Policy;

/// What marks the sheet as the program's own output.
const CATEGORY: &str = "jiangbu-firm";

const NAME: &str = "核算单";

/// Writes the sheets of some firms, in their order.
///
/// # Errors
/// If they cannot be written.
pub fn firm_sheets<W: Write + Seek + Send>(
    derivations: &[Derivation],
    policy: &Policy,
    year: i32,
    run: &Run<'_>,
    out: W,
) -> Result<(), ReportError> {
    let sheets: Vec<Sheet<'_>> = (1..).zip(derivations).map(|(n, one)| sheet(n, one, policy, year, run)).collect();
    let identity = Identity { category: CATEGORY, title: format!("{year}年度奖励核算单"), draft: run.draft };
    writer::write(&identity, &sheets, &[], &|_| {}, out)
}

fn sheet<'d>(number: usize, derivation: &'d Derivation, policy: &Policy, year: i32, run: &Run<'_>) -> Sheet<'d> {
    let mut columns = Columns::default();
    columns.add(Column::new("事项", 27, Look::Wrapped));
    columns.add(Column::new("结果", 16, Look::Wrapped));
    columns.add(Column::new("怎样得出", 44, Look::Wrapped));
    columns.add(Column::new("出处（工作簿 › 工作表 › 单元格）", 30, Look::Wrapped));
    let name = if number == 1 { NAME.to_owned() } else { format!("{NAME}({number})") };
    let title = format!("{year}年度奖励核算单\n{}", derivation.name);
    let subtitle = format!(
        "统一社会信用代码：{}\n政策：{} {}\n程序：jiangbu {}　　政策文件 SHA-256：{}　　单位：元",
        derivation.code,
        policy.number,
        policy.title,
        run.version,
        policy.sha256.chars().take(16).collect::<String>()
    );
    let body = Box::new(move |rows: &mut dyn Rows| write(derivation, rows));
    let sheet = Sheet::new(name, title, subtitle, columns.done(), body);
    Sheet { portrait: true, filter: false, frozen: 0, ..sheet }
}

fn write(derivation: &Derivation, rows: &mut dyn Rows) -> Result<(), ReportError> {
    for section in &derivation.sections {
        let mut row = Row::with_capacity(4);
        row.push_as(Look::Heading, Cell::Text(section.title.as_str().into()));
        for _ in 1..4 {
            row.push_as(Look::Heading, Cell::Blank);
        }
        rows.row(&row)?;
        for step in &section.steps {
            rows.row(&of_step(step))?;
        }
    }
    let mut row = Row::with_capacity(1);
    let blank = "＿＿＿＿＿＿＿＿";
    let signatures = format!("核算：{blank}　　　复核：{blank}　　　日期：　　　　年　　月　　日");
    row.push_as(Look::Note, Cell::Text(signatures.into()));
    rows.row(&row)
}

fn of_step(step: &Step) -> Row<'_> {
    let mut row = Row::with_capacity(4);
    row.text(step.label.as_str());
    match step.result.replace(',', "").parse() {
        Ok(yuan) => row.push_as(Look::Money, Cell::Money(Money::yuan(yuan))),
        Err(_) => row.text(step.result.as_str()),
    };
    row.text(step.how.join("\n")).text(step.sources.join("\n"));
    row
}
