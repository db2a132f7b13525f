//! 拨付表: one row a payee with the account it is paid to, what it gets, was paid and is paid now, in figures and capitals. Those without an
//! account come next, then those who wait for their evaluation, then who was paid without being owed anything.

use super::disclosure;
use crate::award::{Paid, Payee, PayeeKind, borne_of};
use crate::money::Money;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::capitals::{capitals, live};
use crate::report::model::{Cached, Cell, Look, Row, Rows, Sheet};
use crate::report::operands::letters;
use crate::report::payments::{Entry, heading};
use crate::report::references::funded;
use crate::report::words::payee_kind;

const SECTIONS: [&str; 4] = [
    "有收款账户",
    "没有收款账户，补齐以后才能拨付",
    "等待绩效评价，通过以后才能拨付，没有计入合计",
    "已经拨付而本年度没有应发的，查明后追回，没有计入合计",
];

/// The sheets; one even if nobody is paid.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts = book.payments.paid.stack.parts();
    parts
        .map(|(name, numbers)| {
            let write = body(move |rows| numbers.clone().try_for_each(|number| write(book, number, rows)));
            let mut sheet = book.sheet(name, "奖励资金拨付表", book.pay.columns.clone(), write);
            if book.policy.payments.is_some() {
                let says = format!("奖励年度：{}　　第 {} 批", book.assessment.year, batch(book));
                sheet.subtitle = book.subtitle(&says);
            }
            (sheet.filter, sheet.frozen) = (false, 2);
            sheet
        })
        .collect()
}

/// The number of the batch that is paid with this list.
fn batch(book: &Book<'_>) -> usize {
    book.payments.remittance.as_ref().map_or(0, |remittance| remittance.batches) + 1
}

fn write(book: &Book<'_>, number: usize, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let list = &book.payments.paid;
    let columns = book.pay.columns.len();
    let mut row = Row::with_capacity(columns);
    row.flow = list.flow(number);
    match list.entry(number) {
        Entry::Heading(place, section) => {
            row.push_as(Look::Heading, Cell::Text(heading(place, SECTIONS[section]).into()));
            (1..columns).for_each(|_| {
                row.push_as(Look::Heading, Cell::Blank);
            });
        }
        Entry::Payee(index, place) => {
            row.number(i64::try_from(place).unwrap_or(0));
            match book.payments.all.get(index) {
                Some(payee) => one(book, number, index, payee, &mut row),
                None => stray(book, index, &mut row),
            }
        }
        Entry::Sum(label, sections) => sum(book, number, label, &sections, &mut row)?,
        Entry::Line(_) => {
            let blank = "＿＿＿＿＿＿＿＿";
            let text =
                format!("制表：{blank}　　　审核：{blank}　　　负责人：{blank}　　　日期：　　　　年　　月　　日");
            row.push_as(Look::Note, Cell::Text(text.into()));
        }
    }
    rows.row(&row)
}

/// A subtotal or the total.
fn sum(
    book: &Book<'_>,
    number: usize,
    label: &'static str,
    sections: &std::ops::Range<usize>,
    row: &mut Row<'_>,
) -> Result<(), ReportError> {
    let (list, plan) = (&book.payments.paid, &book.pay);
    let members = list.members(sections);
    let total = |of: fn(&Paid) -> Money| Money::total(members.iter().filter_map(|n| book.payments.paid_to(*n)).map(of));
    row.push_as(Look::TotalLabel, Cell::Text(label.into()));
    row.push_as(Look::TotalLabel, Cell::Text(book.payments.counted(members).into()));
    let blanks_to = |row: &mut Row<'_>, column: u16| {
        while row.count() < usize::from(column) {
            row.push_as(Look::TotalLabel, Cell::Blank);
        }
    };
    let money = |row: &mut Row<'_>, column: u16, sum: Money| {
        blanks_to(row, column);
        let formula = list.sum_formula(number, sections.clone(), &letters(column));
        row.push_as(Look::TotalMoney, Cell::Formula(formula, Cached::Money(sum)));
    };
    let amount = book.payments.sum(members)?;
    money(row, plan.amount, amount);
    let mut due = amount;
    if let Some((paid, now)) = plan.parts {
        money(row, paid, total(|paid| paid.sum)?);
        if book.payments.remittance.is_some() {
            due = total(|paid| paid.due)?;
        }
        money(row, now, due);
    }
    let borne = members.iter().filter_map(|n| book.payments.all.get(*n));
    let borne = borne.map(|payee| borne_of(book.policy, book.assessment, payee)).collect::<Result<Vec<_>, _>>()?;
    for (funder, column) in (plan.funders..plan.capitals).enumerate() {
        money(row, column, Money::total(borne.iter().map(|parts| parts[funder]))?);
    }
    blanks_to(row, plan.capitals);
    let words = Cell::Formula(in_capitals(book, number, due), Cached::Text(capitals(due).into()));
    row.push_as(Look::TotalText, words);
    if let Some(excess) = plan.excess {
        money(row, excess, total(|paid| paid.excess)?);
    }
    blanks_to(row, u16::try_from(plan.columns.len()).unwrap_or(u16::MAX));
    Ok(())
}

/// A payee's row, from its name on.
fn one<'a>(book: &'a Book<'_>, number: usize, index: usize, payee: &'a Payee, row: &mut Row<'a>) {
    let plan = &book.pay;
    let name = disclosure::name(book, payee);
    row.text(name);
    let account = book.payments.accounts[index];
    let text = |symbol: Option<crate::texts::Symbol>| symbol.map_or("", |symbol| book.text(symbol));
    match account {
        Some(account) => {
            let holder = text(account.holder);
            row.text(if holder == name { "" } else { holder }).text(text(account.bank)).text(text(account.number));
        }
        None => {
            row.blanks(3);
        }
    }
    row.formula_money(disclosure::amount(book, payee), Some(payee.amount));
    let paid = book.payments.paid_to(index);
    let due = paid.map_or(payee.amount, |paid| paid.due);
    if let Some((so_far, _)) = plan.parts {
        row.push(paid.map_or(Cell::Blank, |paid| payments(book, paid)));
        let [amount, so_far] = [plan.amount, so_far].map(|column| own(book, number, column));
        row.formula_money(format!("MAX(0,ROUND({amount}-N({so_far}),2))"), Some(due));
    }
    let borne = borne_of(book.policy, book.assessment, payee).unwrap_or_default();
    for (funder, part) in (0..).zip(borne) {
        row.formula_money(funded(book, payee, book.lines.funders + funder), Some(part));
    }
    row.formula_text(in_capitals(book, number, due), capitals(due));
    row.text(remark(book, payee, account.is_some_and(|account| account.own), paid));
    row.text(payee_kind(book.policy, payee.kind));
    if plan.tax.is_some() {
        row.blanks(1);
    }
    if let Some((so_far, _)) = plan.parts {
        let [amount, so_far] = [plan.amount, so_far].map(|column| own(book, number, column));
        let excess = paid.map(|paid| paid.excess).unwrap_or_default();
        row.formula_money(format!("MAX(0,ROUND(N({so_far})-{amount},2))"), Some(excess));
    }
}

/// The row of payments to someone who gets nothing this year.
fn stray<'a>(book: &'a Book<'_>, index: usize, row: &mut Row<'a>) {
    let strays = book.payments.remittance.as_ref().map(|remittance| &remittance.strays);
    let Some(stray) = strays.and_then(|strays| strays.get(index - book.payments.all.len())) else { return };
    let firm = book.name(stray.firm);
    row.text(stray.name.map_or(firm, |name| book.text(name))).blanks(3);
    let nothing = (!stray.open).then_some(Money::ZERO);
    row.money(nothing).push(payments(book, &stray.paid)).money(nothing);
    let of = stray.name.map_or_else(String::new, |_| format!("“{firm}”，"));
    let why = if stray.open { "待定，应发未定" } else { "本年度没有应发的奖励，查明后追回" };
    row.blanks(1 + book.policy.funders.len())
        .text(format!("{of}{why}"))
        .blanks(1 + usize::from(book.pay.tax.is_some()));
    row.money(nothing.map(|_| stray.paid.sum));
}

/// What was paid so far: the sum of each payment, so that they can be seen.
fn payments(book: &Book<'_>, paid: &Paid) -> Cell<'static> {
    let rule = book.policy.payments.as_ref();
    let each = rule.map(|rule| {
        let table = &book.checked.data.tables[rule.table];
        paid.rows.iter().filter_map(|row| table.money(rule.amount, *row)).collect::<Vec<Money>>()
    });
    match each.unwrap_or_default().as_slice() {
        [] | [_] => Cell::Money(paid.sum),
        // More would be longer than a cell takes.
        several if several.len() <= 200 => {
            let terms: Vec<String> = several.iter().map(|money| money.as_yuan().normalize().to_string()).collect();
            Cell::Formula(format!("ROUND({},2)", terms.join("+")), Cached::Money(paid.sum))
        }
        _ => Cell::Money(paid.sum),
    }
}

/// What the remittance says: the batch, who hands the money on, and what was paid too much.
fn remark(book: &Book<'_>, payee: &Payee, own: bool, paid: Option<&Paid>) -> String {
    let mut parts = Vec::new();
    if let Some(payments) = &book.policy.payments {
        parts.push(format!("{}年度{}第{}批", book.assessment.year, payments.summary, batch(book)));
    }
    match payee.kind {
        PayeeKind::Person | PayeeKind::Carrier if !own => parts.push(format!("由{}转付", book.name(payee.firm))),
        PayeeKind::Firm | PayeeKind::Person | PayeeKind::Carrier => {}
    }
    if let Some(paid) = paid.filter(|paid| paid.excess.is_positive()) {
        parts.push(format!("多付 {} 元，应追回", paid.excess.grouped()));
    }
    parts.join("；")
}

/// The cell of a column in the row itself.
fn own(book: &Book<'_>, number: usize, column: u16) -> String {
    book.payments.paid.stack.cell(Some(number), number, &letters(column))
}

/// The capitals of the amount in the same row.
fn in_capitals(book: &Book<'_>, number: usize, money: Money) -> String {
    live(&own(book, number, book.pay.due()), money).0
}
