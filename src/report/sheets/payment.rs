//! 拨付表: one row a payee with the account it is paid to and the amount in figures and capitals; those without an account last.

use super::disclosure;
use crate::award::{Payee, PayeeKind, account};
use crate::money::Money;
use crate::policy::Accounts;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::capitals::{capitals, live};
use crate::report::model::{Cached, Cell, Column, Columns, Look, Row, Rows, Sheet};
use crate::report::operands::letters;
use crate::report::payments::{Entry, heading};

const SECTIONS: [&str; 3] =
    ["有收款账户", "没有收款账户，补齐以后才能拨付", "等待绩效评价，通过以后才能拨付，没有计入合计"];

/// The column of the amount.
pub(in crate::report) const AMOUNT: u16 = 6;

const COLUMNS: u16 = 9;

/// The sheets; one even if nobody is paid.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts = book.payments.paid.stack.parts();
    parts
        .map(|(name, numbers)| {
            let write = body(move |rows| numbers.clone().try_for_each(|number| write(book, number, rows)));
            let mut sheet = book.sheet(name, "奖励资金拨付表", columns(book), write);
            (sheet.filter, sheet.frozen) = (false, 2);
            sheet
        })
        .collect()
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let accounts = book.policy.accounts.as_ref();
    let named = |column: fn(&Accounts) -> usize| {
        let table = |accounts: &Accounts| book.policy.tables[accounts.table].columns[column(accounts)].name.to_string();
        accounts.map(table).unwrap_or_default()
    };
    let mut columns = Columns::default();
    columns.add(Column::new("序号", 5, Look::Whole));
    columns.add(Column::new("收款人", 20, Look::Wrapped));
    columns.add(Column::new("类别", 6, Look::Centred));
    columns.add(Column::new(named(|accounts| accounts.holder), 20, Look::Wrapped));
    columns.add(Column::new(named(|accounts| accounts.bank), 14, Look::Wrapped));
    columns.add(Column::new(named(|accounts| accounts.number), 21, Look::Text).noted("按文本保存，位数不变"));
    columns.add(Column::money("金额（元）").noted("与“公示表”一致"));
    columns.add(Column::new("金额大写", 26, Look::Wrapped).noted("金额改动以后，这里提示重新核算"));
    columns.add(Column::new("备注", 14, Look::Wrapped));
    columns.done()
}

fn write(book: &Book<'_>, number: usize, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let list = &book.payments.paid;
    let mut row = Row::with_capacity(usize::from(COLUMNS));
    match list.entry(number) {
        Entry::Heading(place, section) => {
            row.push_as(Look::Heading, Cell::Text(heading(place, SECTIONS[section]).into()));
            (1..COLUMNS).for_each(|_| {
                row.push_as(Look::Heading, Cell::Blank);
            });
        }
        Entry::Payee(index, place) => {
            row.number(i64::try_from(place).unwrap_or(0));
            payee(book, number, index, &mut row);
        }
        Entry::Sum(label, sections) => {
            let members = list.members(&sections);
            let formula = list.sum_formula(number, sections, &letters(AMOUNT));
            let sum = book.payments.sum(members)?;
            row.push_as(Look::TotalLabel, Cell::Text(label.into()));
            row.push_as(Look::TotalLabel, Cell::Text(book.payments.counted(members).into()));
            (2..AMOUNT).for_each(|_| {
                row.push_as(Look::TotalLabel, Cell::Blank);
            });
            row.push_as(Look::TotalMoney, Cell::Formula(formula, Cached::Money(sum)));
            let capitals = Cell::Formula(in_capitals(book, number, sum), Cached::Text(capitals(sum).into()));
            row.push_as(Look::TotalText, capitals);
            row.push_as(Look::TotalLabel, Cell::Blank);
        }
        Entry::Line(_) => {
            let blank = "＿＿＿＿＿＿＿＿";
            let text =
                format!("制表：{blank}　　　审核：{blank}　　　负责人：{blank}　　　日期：　　　　年　　月　　日");
            row.push_as(Look::Note, Cell::Text(text.into()));
        }
    }
    rows.row(&row)
}

fn payee<'a>(book: &'a Book<'_>, number: usize, index: usize, row: &mut Row<'a>) {
    let payee = &book.payments.all[index];
    let kind = match payee.kind {
        PayeeKind::Firm => "企业",
        PayeeKind::Person => "个人",
        PayeeKind::Carrier => "载体",
    };
    row.text(disclosure::name(book, payee)).text(kind);
    let account = account(book.checked, payee.firm);
    match (account, &book.policy.accounts) {
        (Some(at), Some(accounts)) => {
            let table = &book.checked.data.tables[accounts.table];
            for column in [accounts.holder, accounts.bank, accounts.number] {
                row.text(table.text(column, at).map_or("", |text| book.text(text)));
            }
        }
        _ => {
            row.blanks(3);
        }
    }
    let disclosed = &book.payments.disclosed;
    let amount = disclosed.stack.cell(None, disclosed.row(index), &letters(disclosure::amount_column(book)));
    row.formula_money(amount, Some(payee.amount));
    row.formula_text(in_capitals(book, number, payee.amount), capitals(payee.amount));
    row.text(note(book, payee, account.is_some()));
}

/// Who hands the money on, which the account tells, if there is one; and that there is none.
fn note(book: &Book<'_>, payee: &Payee, account: bool) -> String {
    let by = match payee.kind {
        PayeeKind::Firm => "",
        PayeeKind::Person if account => "所在企业",
        PayeeKind::Carrier if account => "申报企业",
        PayeeKind::Person | PayeeKind::Carrier => book.name(payee.firm),
    };
    let handed_on = if by.is_empty() { String::new() } else { format!("由{by}转付") };
    let lacking = if account { "" } else { "没有收款账户" };
    let parts = [handed_on.as_str(), lacking].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("；")
}

/// The capitals of the amount in the same row.
fn in_capitals(book: &Book<'_>, number: usize, money: Money) -> String {
    live(&book.payments.paid.stack.cell(Some(number), number, &letters(AMOUNT)), money).0
}
