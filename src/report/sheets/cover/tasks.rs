//! What is still to be done, with the way to it.

use rust_decimal::Decimal;

use super::super::{basis, findings, objections, pending};
use crate::award::FirmStatus;
use crate::finding::Severity;
use crate::money::Money;
use crate::report::ReportError;
use crate::report::book::Book;
use crate::report::model::{Cell, Look, Row, Rows, quoted_sheet};
use crate::report::operands::letters;
use crate::report::payments::{self, UNPAYABLE, WAITING};
use crate::report::totals::{self, Sum};

/// One thing to be done.
struct Task<'b> {
    what: &'static str,
    /// The sheet it leads to.
    sheet: &'static str,
    count: (Cell<'static>, &'b str),
    amount: Option<Sum>,
    how: String,
}

pub(super) fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    super::heading(rows, "还要做的（点名称打开）")?;
    let tasks = tasks(book)?;
    if tasks.is_empty() {
        let mut row = Row::with_capacity(super::GRID.into());
        row.push_across(super::GRID, Look::Text, Cell::Text("没有".into()));
        return rows.row(&row);
    }
    for task in tasks {
        let mut row = Row::with_capacity(super::GRID.into());
        let to = format!("internal:{}!A1", quoted_sheet(task.sheet));
        row.push_across(3, Look::Link, Cell::Link(to, task.what.into()));
        row.push_across(1, Look::Whole, task.count.0).push_across(1, Look::Centred, Cell::Text(task.count.1.into()));
        let amount = task.amount.map_or(Cell::Blank, Sum::cell);
        row.push_across(2, Look::Money, amount).push_across(5, Look::Wrapped, Cell::Text(task.how.into()));
        rows.row(&row)?;
    }
    Ok(())
}

fn tasks<'b>(book: &'b Book<'_>) -> Result<Vec<Task<'b>>, ReportError> {
    let mut tasks = Vec::new();
    let firms = totals::firms(book, FirmStatus::Undetermined);
    if firms.exact > 0 {
        tasks.push(Task {
            what: "待定的",
            sheet: pending::NAME,
            count: (firms.cell(), &book.policy.register.counter),
            amount: Some(totals::at_stake(book)?),
            how: "补齐资料后重新核算；金额是限额前的".to_owned(),
        });
    }
    let lines = totals::pending(book);
    if lines.exact > 0 {
        tasks.push(Task {
            what: "待核定的奖励",
            sheet: pending::NAME,
            count: (lines.cell(), "项"),
            amount: None,
            how: "主管部门核定金额后计入，其余照发".to_owned(),
        });
    }
    let paid = [
        (WAITING, "等待绩效评价", "评价通过以后拨付，已在应发合计里"),
        (UNPAYABLE, "没有收款账户", "补齐账户以后拨付"),
    ];
    for (section, what, how) in paid {
        let Some((count, sum)) = totals::section(book, section)? else { continue };
        tasks.push(Task {
            what,
            sheet: payments::PAID,
            count: (count.cell(), "笔"),
            amount: Some(sum),
            how: how.to_owned(),
        });
    }
    if let (Some(column), Some(remittance)) = (book.pay.excess, &book.payments.remittance) {
        let numbers = 0..book.payments.all.len() + remittance.strays.len();
        let over = numbers.filter_map(|number| book.payments.paid_to(number)).map(|paid| paid.excess);
        let over: Vec<Money> = over.filter(|excess| excess.is_positive()).collect();
        if !over.is_empty() {
            tasks.push(Task {
                what: "多付的奖励",
                sheet: payments::PAID,
                count: (Cell::Number(Decimal::from(over.len())), "笔"),
                amount: Some(Sum {
                    formula: format!("ROUND({},2)", book.payments.paid.whole_sum(&letters(column))),
                    exact: Money::total(over)?,
                }),
                how: "已付的超过应发的，查明后追回".to_owned(),
            });
        }
    }
    let open = super::readings::open(book).count();
    if open > 0 {
        tasks.push(Task {
            what: "没有书面答复的口径",
            sheet: basis::NAME,
            count: (Cell::Number(Decimal::from(open)), "条"),
            amount: None,
            how: "请有权解释的部门书面答复，文号写进政策文件".to_owned(),
        });
    }
    let objected = objections::open(book.checked);
    if objected > 0 {
        tasks.push(Task {
            what: "没有处理的异议",
            sheet: objections::NAME,
            count: (Cell::Number(Decimal::from(objected)), "条"),
            amount: None,
            how: "查明答复以后写进登记表，重新核算".to_owned(),
        });
    }
    for (severity, what, how) in [
        (Severity::Error, "数据错误", "改正后重新核算"),
        (Severity::Warning, "数据警告", "逐条核实，答复写在“问题清单”里"),
    ] {
        let count = book.findings.iter().filter(|finding| finding.severity == severity).count();
        if count > 0 {
            let count = (Cell::Number(Decimal::from(count)), "条");
            tasks.push(Task { what, sheet: findings::NAME, count, amount: None, how: how.to_owned() });
        }
    }
    Ok(tasks)
}
