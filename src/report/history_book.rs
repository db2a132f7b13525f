//! The carried table of past awards, as a workbook that is read as data next year; beside it, what has not been paid yet.

use std::io::{Seek, Write};

use super::ReportError;
use super::book::body;
use super::model::{Cell, Column, Columns, Look, Row, Rows, Sheet};
use super::writer::{self, Identity};
use crate::carry::{History, PastAward, TOLD};
use crate::own_workbooks::{CARRIED, CARRIED_COLUMN};
use crate::policy;
use crate::policy::Policy;

/// What marks a carried table as written by the program.
const CATEGORY: &str = "jiangbu-carried";

/// Writes the table of past awards of `policy`, whose place in it is `role`; `basis` says where it comes from.
///
/// # Errors
/// If it cannot be written.
pub fn history_workbook<W: Write + Seek + Send>(
    history: &History,
    policy: &Policy,
    role: &policy::History,
    basis: &str,
    out: W,
) -> Result<(), ReportError> {
    let identity = Identity::new(CATEGORY, policy.tables[role.table].name.to_string());
    writer::write(&identity, &[table(history, policy, role, basis), told(history, policy, basis)], &[], &|_| {}, out)
}

/// The table: the policy's columns in its order, then what is not read.
fn table<'h>(history: &'h History, policy: &'h Policy, role: &'h policy::History, basis: &str) -> Sheet<'h> {
    let declared = &policy.tables[role.table];
    let mut columns = Columns::default();
    for (index, column) in declared.columns.iter_enumerated() {
        let name = column.name.to_string();
        columns.add(match index {
            _ if index == role.amount => Column::money(format!("{name}（元）")),
            _ if index == role.year => Column::new(name, 9, Look::Centred),
            _ => Column::new(name, 22, Look::Text),
        });
    }
    let [firm, before, limits, cap, note, from] = TOLD.map(aside);
    columns.add(Column::new(firm, 30, Look::Wrapped).noted("这一列起只供查对，读数据时不用"));
    for amount in [before, limits, cap] {
        columns.add(Column::money(amount).on_screen());
    }
    columns.add(Column::new(note, 40, Look::Wrapped).on_screen());
    columns.add(Column::new(from, 30, Look::Wrapped).on_screen());
    let write = body(move |rows: &mut dyn Rows| {
        // Nothing was paid: said so, it is a nil return.
        if history.rows.is_empty() {
            return rows.row(Row::with_capacity(1).text("无"));
        }
        history.rows.iter().try_for_each(|past| rows.row(&row(past, role, declared)))
    });
    let name = declared.name.to_string();
    Sheet { frozen: 1, ..Sheet::new(name.clone(), name, format!("{basis}　　单位：元"), columns.done(), write) }
}

/// The header of a column that next year's reading passes over.
fn aside(name: &str) -> String {
    format!("{CARRIED_COLUMN}{name}")
}

fn row<'p>(past: &'p PastAward, role: &policy::History, declared: &policy::Table) -> Row<'p> {
    let mut row = Row::with_capacity(declared.columns.len() + 6);
    for column in declared.columns.keys() {
        match column {
            _ if column == declared.key => row.text(&past.code),
            _ if column == role.year => row.push_as(Look::Centred, Cell::Number(past.year.into())),
            _ if column == role.item => row.text(&past.item),
            _ if column == role.record => row.text(&past.record),
            _ if column == role.amount => row.money(Some(past.amount)),
            _ => row.push(Cell::Blank),
        };
    }
    row.text(&past.name).money(past.before).money(past.limits).money(past.cap).text(&past.note).text(&past.from);
    row
}

/// What was replaced, and which lines are not paid yet.
fn told<'h>(history: &'h History, policy: &Policy, basis: &str) -> Sheet<'h> {
    let [code, name] = policy.titles().map(ToString::to_string);
    let mut columns = Columns::default();
    columns.add(Column::new("事项", 16, Look::Wrapped));
    columns.add(Column::new(code, 21, Look::Text));
    columns.add(Column::new(name, 30, Look::Wrapped));
    columns.add(Column::new("年度", 8, Look::Centred));
    columns.add(Column::new("奖励项目", 18, Look::Wrapped));
    columns.add(Column::new("记录", 22, Look::Text));
    columns.add(Column::new("来自", 30, Look::Wrapped));
    let write = body(move |rows: &mut dyn Rows| {
        for line in &history.waiting {
            let mut row = Row::with_capacity(7);
            row.text(format!("没有结转：{}", line.why)).text(&line.code).text(&line.name);
            row.push_as(Look::Centred, Cell::Number(line.year.into()));
            row.text(&line.item).text(&line.record).text(&line.from);
            rows.row(&row)?;
        }
        for replaced in &history.replaced {
            rows.row(Row::with_capacity(7).text("替换").text("").text(replaced))?;
        }
        Ok(())
    });
    let title = CARRIED.to_owned();
    let subtitle = format!("{basis}　　这张表只供查对，读数据时不用；这里的奖励发放以后重新结转");
    Sheet { frozen: 1, ..Sheet::new(title.clone(), title, subtitle, columns.done(), write) }
}
