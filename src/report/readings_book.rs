//! 口径: what every other reading of the document would pay, as a workbook: the readings, and the firms and items that each changes.

use std::io::{Seek, Write};

use super::ReportError;
use super::book::{body, unit};
use super::difference_book::firm_before_and_now;
use super::model::{Cell, Column, Columns, Look, Row, Rows, Sheet};
use super::rule_words::changes;
use super::writer::{self, Identity};
use crate::award::Assessment;
use crate::check::Checked;
use crate::money::Money;
use crate::policy::{Alternative, Policy, Reading};
use crate::readings::Price;

/// What marks the workbook as the program's own output.
const CATEGORY: &str = "jiangbu-readings";

/// Writes the workbook.
///
/// # Errors
/// If it cannot be written.
pub fn readings_workbook<W: Write + Seek + Send>(
    checked: &Checked<'_>,
    assessment: &Assessment,
    prices: &[Price],
    out: W,
) -> Result<(), ReportError> {
    let policy = checked.policy;
    let identity = Identity::new(CATEGORY, "奖励口径比较".to_owned());
    let mut sheets = [readings(policy, assessment.fund.total, prices), firms(policy, prices), items(policy, prices)];
    for sheet in &mut sheets {
        sheet.title = format!("{}年度{}", assessment.year, sheet.title);
        sheet.subtitle.insert_str(0, &policy.number);
    }
    writer::write(&identity, &sheets, &[], &|_| {}, out)
}

/// The reading and the alternative that a price is of.
fn of<'p>(policy: &'p Policy, price: &Price) -> (&'p Reading, &'p Alternative) {
    let reading = &policy.readings[price.reading];
    (reading, &reading.alternatives[price.alternative])
}

/// Each alternative with what it comes to.
pub(super) fn readings<'s>(policy: &'s Policy, total: Money, prices: &'s [Price]) -> Sheet<'s> {
    let mut columns = Columns::default();
    columns.add(Column::new("条款", 11, Look::Wrapped));
    columns.add(Column::new("现行读法", 32, Look::Wrapped));
    columns.add(Column::new("另一种读法", 28, Look::Wrapped));
    columns.add(Column::money("应发合计").noted("照另一种读法改政策文件，重新核算的结果；不随本簿别的数变"));
    columns.add(Column::new("增减", 14, Look::Change));
    columns.add(Column::new("变化企业", 9, Look::Whole).noted("状态或应发与现行读法不同的企业"));
    columns.add(Column::new("待定企业", 9, Look::Whole).noted("应发不能确定的企业，没有计入应发合计"));
    columns.add(Column::new("变化项目（限额后）", 29, Look::Wrapped));
    columns.add(Column::new("理由", 40, Look::Wrapped).on_screen());
    columns.add(Column::new("由谁解释", 20, Look::Wrapped).on_screen());
    columns.add(Column::new("书面答复", 20, Look::Wrapped).on_screen());
    columns.add(Column::new("政策文件的改动", 60, Look::Wrapped).on_screen());
    let unit = unit(&columns.done()).to_owned();
    let write = body(move |rows| {
        let mut row = Row::with_capacity(12);
        row.text("现行").text("政策文件写的读法").blanks(1).money(Some(total));
        rows.row(row.blanks(8))?;
        prices.iter().try_for_each(|price| rows.row(&reading(policy, price)?))
    });
    Sheet::new("口径".to_owned(), "奖励口径比较表".to_owned(), unit, columns.done(), write)
}

fn reading<'s>(policy: &'s Policy, price: &'s Price) -> Result<Row<'s>, ReportError> {
    let (reading, alternative) = of(policy, price);
    let mut row = Row::with_capacity(12);
    row.text(&*reading.clause).text(&*reading.choice).text(&*alternative.name);
    match &price.shift {
        None => row.blanks(4).text("照这种读法，数据有错误，算不出来"),
        Some(shift) => {
            row.money(Some(shift.total)).money(Some(shift.change));
            row.number(shift.firms.len()).number(shift.open.1);
            let mut items = Vec::with_capacity(shift.items.len());
            for item in &shift.items {
                items.push(format!("{} {}", item.name, super::text::signed(item.new.minus(item.old)?)));
            }
            row.text(items.join("\n"))
        }
    };
    row.text(&*alternative.reason).text(&*reading.asked).text(&*reading.answer).text(changes(alternative).join("\n"));
    Ok(row)
}

fn firms<'s>(policy: &'s Policy, prices: &'s [Price]) -> Sheet<'s> {
    let mut columns = Columns::default();
    columns.add(Column::new("条款", 11, Look::Wrapped));
    columns.add(Column::new("另一种读法", 30, Look::Wrapped));
    firm_before_and_now(&mut columns, policy.titles().map(|title| &**title));
    list("口径企业", "口径企业变化表", &columns, move |rows| {
        for price in prices {
            let (reading, alternative) = of(policy, price);
            for firm in price.shift.iter().flat_map(|shift| &shift.firms) {
                let mut row = Row::with_capacity(9);
                row.text(&*reading.clause).text(&*alternative.name).text(&*firm.code).text(&*firm.name);
                row.text(firm.old.0.label()).text(firm.new.0.label());
                rows.row(row.money(firm.old.1).money(firm.new.1).push(Cell::Money(firm.change()?)))?;
            }
        }
        Ok(())
    })
}

fn items<'s>(policy: &'s Policy, prices: &'s [Price]) -> Sheet<'s> {
    let mut columns = Columns::default();
    columns.add(Column::new("条款", 11, Look::Wrapped));
    columns.add(Column::new("另一种读法", 30, Look::Wrapped));
    columns.add(Column::new("奖励项目", 24, Look::Wrapped));
    columns.add(Column::money("原发放额"));
    columns.add(Column::money("现发放额"));
    columns.add(Column::new("增减", 16, Look::Change));
    list("口径项目", "口径项目变化表", &columns, move |rows| {
        for price in prices {
            let (reading, alternative) = of(policy, price);
            for item in price.shift.iter().flat_map(|shift| &shift.items) {
                let mut row = Row::with_capacity(6);
                row.text(&*reading.clause).text(&*alternative.name).text(&*item.name);
                let change = item.new.minus(item.old)?;
                rows.row(row.money(Some(item.old)).money(Some(item.new)).push(Cell::Money(change)))?;
            }
        }
        Ok(())
    })
}

fn list<'s>(
    name: &str,
    title: &str,
    columns: &Columns,
    produce: impl Fn(&mut dyn Rows) -> Result<(), ReportError> + Send + Sync + 's,
) -> Sheet<'s> {
    let columns = columns.done();
    let unit = unit(&columns).to_owned();
    Sheet::new(name.to_owned(), title.to_owned(), unit, columns, body(produce))
}
