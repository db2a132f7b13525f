//! 核算单: what a firm is told: the result in a box under its name, how it came about, day and office, how to object. What would change
//! the result follows on a page of its own, which stays inside.

use std::io::{Seek, Write};

use super::capitals::capitals;
use super::derivation::{CHANGES, Derivation, NOTES, Section, Step};
use super::model::{Cell, Column, Columns, Flow, Look, Row, Rows, Sheet};
use super::sample::{self, Draw};
use super::writer::{self, Identity};
use super::{ReportError, Run};
use crate::award::FirmStatus;
use crate::money::Money;
use crate::policy::Policy;

/// What marks the sheet as the program's own output.
const CATEGORY: &str = "jiangbu-firm";

const NAME: &str = "核算单";

/// Writes the sheets of some firms, in their order; before them how they were drawn, where they were.
///
/// # Errors
/// If they cannot be written.
pub fn firm_sheets<W: Write + Seek + Send>(
    derivations: &[Derivation],
    draw: Option<&Draw<'_>>,
    policy: &Policy,
    year: i32,
    run: &Run<'_>,
    out: W,
) -> Result<(), ReportError> {
    let of_firms = (1..).zip(derivations).map(|(n, one)| sheet(n, one, policy, year, run));
    let sheets: Vec<Sheet<'_>> = draw.map(sample::sheet).into_iter().chain(of_firms).collect();
    let identity = Identity { draft: run.draft, ..Identity::new(CATEGORY, format!("{year}年度奖励核算单")) };
    writer::write(&identity, &sheets, &[], &|_| {}, out)
}

fn sheet<'d>(number: usize, derivation: &'d Derivation, policy: &Policy, year: i32, run: &Run<'_>) -> Sheet<'d> {
    let mut columns = Columns::default();
    columns.add(Column::new("事项", 24, Look::Wrapped));
    columns.add(Column::new("结果", 15, Look::Wrapped));
    columns.add(Column::new("怎样得出", 36, Look::Wrapped));
    columns.add(Column::new("出处（工作簿 › 工作表 › 单元格）", 26, Look::Wrapped));
    let name = if number == 1 { NAME.to_owned() } else { format!("{NAME}({number})") };
    let title = format!("{year}年度奖励核算单\n{}", derivation.name);
    let subtitle = format!(
        "{}：{}\n政策：{} {}\n程序：jiangbu {}　　单位：元\n政策文件 SHA-256：{}",
        policy.titles()[0],
        derivation.code,
        policy.number,
        policy.title,
        run.version,
        policy.sha256
    );
    let body = Box::new(move |rows: &mut dyn Rows| write(derivation, rows));
    let sheet = Sheet::new(name, title, subtitle, columns.done(), body);
    Sheet { portrait: true, filter: false, frozen: 0, ..sheet }
}

fn write(derivation: &Derivation, rows: &mut dyn Rows) -> Result<(), ReportError> {
    result(derivation, rows)?;
    let (inside, told): (Vec<_>, Vec<_>) = derivation.sections.iter().partition(|section| is_inside(section));
    told.into_iter().try_for_each(|section| steps(section, Flow::Free, rows))?;
    let blank = "＿＿＿＿＿＿＿＿";
    let says = [
        (
            Look::Note,
            "对本结果有异议的，请在收到之日起〔　　〕日内向〔受理单位〕书面提出，写明理由并附证据。联系电话：〔填写〕"
                .to_owned(),
        ),
        (Look::Note, format!("核算：{blank}　　　复核：{blank}")),
        (Look::Signed, "〔单位，盖章〕".to_owned()),
        (Look::Signed, "〔　　　　年　　月　　日〕".to_owned()),
    ];
    for (look, text) in says {
        let mut row = Row::with_capacity(1);
        row.flow = Flow::WithRowBefore;
        row.push_as(look, Cell::Text(text.into()));
        rows.row(&row)?;
    }
    let flows = std::iter::once(Flow::NewPage).chain(std::iter::repeat(Flow::Free));
    inside.into_iter().zip(flows).try_for_each(|(section, flow)| steps(section, flow, rows))
}

/// The result, large, and why.
fn result(derivation: &Derivation, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let status = FirmStatus::ALL.into_iter().find(|status| status.id() == derivation.status);
    let label = status.map_or("", FirmStatus::label);
    let mut row = Row::with_capacity(4);
    row.push_across(4, Look::FigureLabel, Cell::Text(format!("核算结果：{label}").into()));
    rows.row(&row)?;
    let mut row = Row::with_capacity(4);
    let payable = derivation.payable.as_ref().and_then(|payable| payable.parse().ok()).map(Money::yuan);
    let figure = match payable {
        Some(payable) => Cell::Text(format!("应发 {} 元", payable.grouped()).into()),
        None => Cell::Text("待定".into()),
    };
    row.push_across(4, Look::FigureWan, figure);
    rows.row(&row)?;
    let mut why = derivation.why.clone();
    if let Some(payable) = payable.filter(|payable| payable.is_positive()) {
        let comma = if why.is_empty() { "" } else { "。" };
        why = format!("{}{comma}{why}", capitals(payable));
    }
    if why.is_empty() {
        return Ok(());
    }
    let mut row = Row::with_capacity(4);
    row.push_across(4, Look::FigureNote, Cell::Text(why.into()));
    rows.row(&row)
}

/// Is it for the office alone?
fn is_inside(section: &Section) -> bool {
    [CHANGES, NOTES].contains(&&*section.title)
}

/// A section of the derivation; its heading does not part from its first step, nor its last step, below which it is signed, from the one before.
fn steps(section: &Section, flow: Flow, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let mut row = Row::with_capacity(4);
    let inside = if is_inside(section) { "（内部）" } else { "" };
    row.push_across(4, Look::Heading, Cell::Text(format!("{}{inside}", section.title).into()));
    row.flow = flow;
    rows.row(&row)?;
    for (number, step) in section.steps.iter().enumerate() {
        let mut row = of_step(step);
        let bound = number == 0 || number + 1 == section.steps.len();
        row.flow = if bound { Flow::WithRowBefore } else { Flow::Free };
        rows.row(&row)?;
    }
    Ok(())
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
