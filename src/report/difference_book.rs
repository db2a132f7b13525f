//! What differs between two awards, as a workbook to be handed round: all of it on the first sheet with the reasons; firms, lines and what went in as
//! lists to be filtered.

use std::io::{Seek, Write};

use super::ReportError;
use super::book::{body, unit};
use super::model::{Cell, Column, Columns, Flow, Look, Row, Rows, Sheet};
use super::writer::{self, Identity};
use crate::checksum::brief;
use crate::compare::{Difference, FirmChange, LineState};
use crate::money::Money;

/// What marks a workbook of differences as the program's own output.
pub const CATEGORY: &str = "jiangbu-difference";

const NAME: &str = "比对";
const TITLE: &str = "奖励核算比对";

/// Writes the differences; `between` says which awards were compared.
///
/// # Errors
/// If they cannot be written.
pub fn difference_workbook<W: Write + Seek + Send>(
    difference: &Difference,
    between: &str,
    out: W,
) -> Result<(), ReportError> {
    let identity = Identity::new(CATEGORY, TITLE.to_owned());
    let mut sheets = [whole(difference), firms(difference), lines(difference), causes(difference)];
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
    let title = format!("{TITLE}：{name}");
    Sheet { frozen: 1, ..Sheet::new(name.to_owned(), title, subtitle, columns, body(produce)) }
}

/// All of it: each firm with its lines and why, then from the old total to the new one, then what went into the awards.
fn whole(difference: &Difference) -> Sheet<'_> {
    let mut columns = Columns::default();
    columns.add(Column::new("企业、项目", 24, Look::Wrapped));
    columns.add(Column::new("记录", 17, Look::Wrapped));
    columns.add(Column::new("原状态", 9, Look::Centred));
    columns.add(Column::new("现状态", 9, Look::Centred));
    columns.add(Column::new("原来", 14, Look::Money).noted("企业的是应发金额，项目的是限额前净额"));
    columns.add(Column::new("现在", 14, Look::Money).noted("企业的是应发金额，项目的是限额前净额"));
    columns.add(Column::new("增减", 14, Look::Change));
    columns.add(Column::new("原因", 46, Look::Wrapped));
    let felt = difference.firms.iter().filter(|firm| firm.is_felt()).count();
    let mut sheet = sheet(NAME, columns.done(), move |rows| {
        for firm in difference.firms.iter().filter(|firm| firm.is_felt()) {
            firm_rows(firm, rows)?;
        }
        let total = [("应发合计", difference.old_total, difference.new_total)];
        total.into_iter().try_for_each(|(name, old, new)| {
            let mut row = Row::with_capacity(8);
            row.push_across(4, Look::TotalLabel, Cell::Text(name.into()));
            row.push_as(Look::TotalMoney, Cell::Money(old)).push_as(Look::TotalMoney, Cell::Money(new));
            row.push_as(Look::Change, Cell::Money(new.minus(old)?)).push_as(Look::TotalLabel, Cell::Blank);
            row.flow = Flow::WithRowBefore;
            rows.row(&row)
        })?;
        bridge(difference, rows)?;
        went_in(difference, rows)
    });
    sheet.title = TITLE.to_owned();
    sheet.subtitle = format!("\n{felt} 家企业有变化　　单位：元　　企业一行是应发金额，下面各行是限额前净额");
    sheet.filter = false;
    sheet
}

fn firm_rows(firm: &FirmChange, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let status = |side: &Option<(String, Option<Money>)>| side.as_ref().map_or("—".to_owned(), |(s, _)| s.clone());
    let paid = |side: &Option<(String, Option<Money>)>| side.as_ref().and_then(|(_, paid)| *paid);
    let (old, new) = (paid(&firm.old), paid(&firm.new));
    let mut row = Row::with_capacity(8);
    row.push_across(2, Look::Heading, Cell::Text((&*firm.name).into())).text(status(&firm.old)).text(status(&firm.new));
    for side in [old, new] {
        row.push_as(Look::Strong, side.map_or(Cell::Blank, Cell::Money));
    }
    row.money(Some(new.unwrap_or_default().minus(old.unwrap_or_default())?)).text(&*firm.reason);
    rows.row(&row)?;
    for line in firm.lines.iter().filter(|line| line.is_felt()) {
        let status = |side: &Option<LineState>| side.as_ref().map_or("—".to_owned(), |line| line.status.clone());
        let net = |side: &Option<LineState>| side.as_ref().map(|line| line.net);
        let (old, new) = (net(&line.old), net(&line.new));
        let mut row = Row::with_capacity(8);
        row.text(format!("　{}", line.item)).text(&*line.record).text(status(&line.old)).text(status(&line.new));
        row.money(old).money(new).money(Some(new.unwrap_or_default().minus(old.unwrap_or_default())?));
        row.text(&*line.reason);
        row.flow = Flow::WithRowBefore;
        rows.row(&row)?;
    }
    Ok(())
}

fn heading(text: &'static str, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let mut row = Row::with_capacity(8);
    row.push_across(8, Look::Heading, Cell::Text(text.into()));
    rows.row(&row)
}

fn bridge(difference: &Difference, rows: &mut dyn Rows) -> Result<(), ReportError> {
    heading("合计怎样变的", rows)?;
    let come = difference.firms.iter().filter(|firm| firm.old.is_none()).count();
    let gone = difference.firms.iter().filter(|firm| firm.new.is_none()).count();
    let mut step = |name: String, look: Look, amount: Money| {
        let mut row = Row::with_capacity(8);
        row.push_across(6, Look::Wrapped, Cell::Text(name.into())).push_as(look, Cell::Money(amount)).push(Cell::Blank);
        row.flow = Flow::WithRowBefore;
        rows.row(&row)
    };
    step("原应发合计".to_owned(), Look::Money, difference.old_total)?;
    for change in &difference.bridge {
        let firms = match &*change.name {
            "新增企业" => format!("（{come} 家）"),
            "减少企业" => format!("（{gone} 家）"),
            _ => String::new(),
        };
        step(format!("{}{firms}", change.name), Look::Change, change.amount)?;
    }
    step("现应发合计".to_owned(), Look::Strong, difference.new_total)
}

/// What went into the awards and differs; checksums by their first digits, in full on a sheet of their own.
fn went_in(difference: &Difference, rows: &mut dyn Rows) -> Result<(), ReportError> {
    if difference.causes.is_empty() {
        return Ok(());
    }
    heading("依据的变化", rows)?;
    for cause in &difference.causes {
        let shown = |value: &str| if value.is_empty() { "—".to_owned() } else { brief(value) };
        let mut row = Row::with_capacity(8);
        row.push_across(2, Look::Wrapped, Cell::Text(format!("{} {}", cause.kind, cause.name).into()));
        row.push_across(5, Look::Wrapped, Cell::Text(shown(&cause.old).into()));
        row.push_as(Look::Wrapped, Cell::Text(shown(&cause.new).into()));
        rows.row(&row)?;
    }
    Ok(())
}

fn firms(difference: &Difference) -> Sheet<'_> {
    let mut columns = Columns::default();
    firm_before_and_now(&mut columns, difference.titles.each_ref().map(String::as_str));
    columns.add(Column::money("原限额削减"));
    columns.add(Column::money("现限额削减"));
    columns.add(Column::new("原因", 50, Look::Wrapped).on_screen());
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
            row.text(&*firm.reason);
            rows.row(&row)?;
        }
        Ok(())
    })
}

/// A firm, and its status and payable before and now.
pub(super) fn firm_before_and_now(columns: &mut Columns, [code, name]: [&str; 2]) {
    columns.add(Column::new(code.to_owned(), 21, Look::Text));
    columns.add(Column::new(name.to_owned(), 30, Look::Wrapped));
    columns.add(Column::new("原状态", 10, Look::Centred));
    columns.add(Column::new("现状态", 10, Look::Centred));
    columns.add(Column::money("原应发"));
    columns.add(Column::money("现应发"));
    columns.add(Column::new("增减", 14, Look::Change));
}

fn lines(difference: &Difference) -> Sheet<'_> {
    let mut columns = Columns::default();
    columns.add(Column::new(difference.titles[1].clone(), 22, Look::Wrapped));
    columns.add(Column::new("奖励项目", 16, Look::Wrapped));
    columns.add(Column::new("记录", 16, Look::Wrapped));
    columns.add(Column::new("原状态", 9, Look::Centred));
    columns.add(Column::new("现状态", 9, Look::Centred));
    for title in ["原核算额", "现核算额", "原净额", "现净额"] {
        columns.add(Column::new(title, 13, Look::Money));
    }
    columns.add(Column::new("增减", 13, Look::Change));
    columns.add(Column::new(difference.titles[0].clone(), 21, Look::Text).on_screen());
    columns.add(Column::new("原因", 50, Look::Wrapped).on_screen());
    sheet("明细变化", columns.done(), |rows| {
        for firm in &difference.firms {
            for line in &firm.lines {
                let status =
                    |side: &Option<LineState>| side.as_ref().map_or("—".to_owned(), |line| line.status.clone());
                let net = |side: &Option<LineState>| side.as_ref().map(|line| line.net);
                let amount = |side: &Option<LineState>| side.as_ref().and_then(|line| line.amount);
                let change = net(&line.new).unwrap_or_default().minus(net(&line.old).unwrap_or_default())?;
                let mut row = Row::with_capacity(11);
                row.text(&*firm.name).text(&*line.item).text(&*line.record);
                row.text(status(&line.old)).text(status(&line.new)).money(amount(&line.old)).money(amount(&line.new));
                row.money(net(&line.old)).money(net(&line.new)).money(Some(change));
                row.text(&*firm.code).text(&*line.reason);
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
