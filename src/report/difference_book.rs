//! What differs between two awards, as a workbook to be handed round: the bridge between the totals, firms, lines, and what went in.

use std::io::{Seek, Write};

use super::ReportError;
use super::book::{body, unit};
use super::model::{Cell, Column, Columns, Look, Row, Rows, Sheet};
use super::writer::{self, Identity};
use crate::compare::{Difference, LineState};
use crate::money::Money;

/// What marks a workbook of differences as the program's own output.
pub const CATEGORY: &str = "jiangbu-difference";

/// Writes the differences; `between` says which awards were compared.
///
/// # Errors
/// If they cannot be written.
pub fn difference_workbook<W: Write + Seek + Send>(
    difference: &Difference,
    between: &str,
    out: W,
) -> Result<(), ReportError> {
    let identity = Identity { category: CATEGORY, title: "奖励核算比对".to_owned(), draft: false };
    let mut sheets = [bridge(difference), firms(difference), lines(difference), causes(difference)];
    for sheet in &mut sheets {
        sheet.subtitle.insert_str(0, between);
    }
    writer::write(&identity, &sheets, &[], &|_| {}, out)
}

fn sheet<'d>(
    name: &str,
    columns: Vec<Column>,
    produce: impl Fn(&mut dyn Rows) -> Result<(), ReportError> + Send + Sync + 'd,
) -> Sheet<'d> {
    let subtitle = unit(&columns).to_owned();
    let title = format!("奖励核算比对：{name}");
    Sheet { frozen: 1, ..Sheet::new(name.to_owned(), title, subtitle, columns, body(produce)) }
}

fn bridge(difference: &Difference) -> Sheet<'_> {
    let mut columns = Columns::default();
    columns.add(Column::new("项目", 40, Look::Wrapped));
    columns.add(Column::money("金额"));
    sheet("合计变化", columns.done(), |rows| {
        let mut step = |name: String, look: Look, amount: Money| {
            rows.row(Row::with_capacity(2).text(name).push_as(look, Cell::Money(amount)))
        };
        let come = difference.firms.iter().filter(|firm| firm.old.is_none()).count();
        let gone = difference.firms.iter().filter(|firm| firm.new.is_none()).count();
        step("原应发合计".to_owned(), Look::Money, difference.old_total)?;
        for change in &difference.bridge {
            let firms = match &*change.name {
                "新增企业" => format!("（{come} 家）"),
                "减少企业" => format!("（{gone} 家）"),
                _ => String::new(),
            };
            step(format!("{}{firms}", change.name), Look::Change, change.amount)?;
        }
        step("现应发合计".to_owned(), Look::Money, difference.new_total)
    })
}

fn firms(difference: &Difference) -> Sheet<'_> {
    let mut columns = Columns::default();
    columns.add(Column::new("统一社会信用代码", 21, Look::Text));
    columns.add(Column::new("企业名称", 30, Look::Wrapped));
    columns.add(Column::new("原状态", 10, Look::Centred));
    columns.add(Column::new("现状态", 10, Look::Centred));
    columns.add(Column::money("原应发"));
    columns.add(Column::money("现应发"));
    columns.add(Column::new("增减", 14, Look::Change));
    columns.add(Column::money("原限额削减"));
    columns.add(Column::money("现限额削减"));
    sheet("企业变化", columns.done(), |rows| {
        for firm in &difference.firms {
            let status =
                |side: &Option<(String, Option<Money>)>| side.as_ref().map_or("—".to_owned(), |(s, _)| s.clone());
            let paid = |side: &Option<(String, Option<Money>)>| side.as_ref().and_then(|(_, paid)| *paid);
            let (old, new) = (paid(&firm.old), paid(&firm.new));
            let change = new.unwrap_or_default().minus(old.unwrap_or_default())?;
            let mut row = Row::with_capacity(9);
            row.text(&*firm.code).text(&*firm.name).text(status(&firm.old)).text(status(&firm.new));
            row.money(old).money(new).money(Some(change)).money(Some(firm.cap_cut.0)).money(Some(firm.cap_cut.1));
            rows.row(&row)?;
        }
        Ok(())
    })
}

fn lines(difference: &Difference) -> Sheet<'_> {
    let mut columns = Columns::default();
    columns.add(Column::new("统一社会信用代码", 21, Look::Text));
    columns.add(Column::new("企业名称", 30, Look::Wrapped));
    columns.add(Column::new("奖励项目", 16, Look::Wrapped));
    columns.add(Column::new("记录", 18, Look::Wrapped));
    columns.add(Column::new("原状态", 10, Look::Centred));
    columns.add(Column::new("现状态", 10, Look::Centred));
    for title in ["原核算额", "现核算额", "原净额", "现净额"] {
        columns.add(Column::money(title));
    }
    columns.add(Column::new("增减", 14, Look::Change));
    sheet("明细变化", columns.done(), |rows| {
        for firm in &difference.firms {
            for line in &firm.lines {
                let status =
                    |side: &Option<LineState>| side.as_ref().map_or("—".to_owned(), |line| line.status.clone());
                let net = |side: &Option<LineState>| side.as_ref().map(|line| line.net);
                let amount = |side: &Option<LineState>| side.as_ref().and_then(|line| line.amount);
                let change = net(&line.new).unwrap_or_default().minus(net(&line.old).unwrap_or_default())?;
                let mut row = Row::with_capacity(11);
                row.text(&*firm.code).text(&*firm.name).text(&*line.item).text(&*line.record);
                row.text(status(&line.old)).text(status(&line.new)).money(amount(&line.old)).money(amount(&line.new));
                row.money(net(&line.old)).money(net(&line.new)).money(Some(change));
                rows.row(&row)?;
            }
        }
        Ok(())
    })
}

fn causes(difference: &Difference) -> Sheet<'_> {
    let mut columns = Columns::default();
    columns.add(Column::new("类别", 10, Look::Centred));
    columns.add(Column::new("名称", 36, Look::Wrapped));
    columns.add(Column::new("原来", 44, Look::Wrapped));
    columns.add(Column::new("现在", 44, Look::Wrapped));
    sheet("依据变化", columns.done(), |rows| {
        for cause in &difference.causes {
            let mut row = Row::with_capacity(4);
            row.push(Cell::Text(cause.kind.into())).text(&*cause.name).text(&*cause.old).text(&*cause.new);
            rows.row(&row)?;
        }
        Ok(())
    })
}
