//! 公示表: who is to be paid and for what, published for objections. Firms, persons and carriers apart; no codes, no accounts.

use crate::award::{Payee, PayeeKind};
use crate::formula::Env as _;
use crate::index::ItemIndex;
use crate::money::{Money, Overflow};
use crate::policy::Target;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::capitals::live;
use crate::report::model::{Cached, Cell, Column, Columns, Look, Row, Rows, Sheet};
use crate::report::operands::letters;
use crate::report::payments::{Entry, heading};
use crate::report::references::{divided_to, handed_on, paid_to, summary_of};
use crate::report::words::{UNNAMED, payee_kind};

/// The column of the amount.
pub(in crate::report) fn amount_column(book: &Book<'_>) -> u16 {
    3 + u16::from(book.policy.register.district.is_some())
}

/// The sheets; one even if nobody is paid.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts = book.payments.disclosed.stack.parts();
    parts
        .map(|(name, numbers)| {
            let write = body(move |rows| numbers.clone().try_for_each(|number| write(book, number, rows)));
            let mut sheet = book.sheet(name, "拟兑现奖励资金公示表", columns(book), write);
            sheet.title = format!("{}\n{}", book.policy.title, sheet.title);
            (sheet.portrait, sheet.filter, sheet.frozen) = (true, false, 0);
            sheet
        })
        .collect()
}

fn columns(book: &Book<'_>) -> Vec<Column> {
    let register = &book.policy.register;
    let mut columns = Columns::default();
    columns.add(Column::new("序号", 6, Look::Whole));
    columns.add(Column::new("单位或个人", 32, Look::Wrapped).noted("个人后面是所在单位，载体后面是运营单位"));
    if let Some(column) = register.district {
        columns.add(Column::new(
            book.policy.tables[register.table].columns[column].name.to_string(),
            11,
            Look::Centred,
        ));
    }
    columns.add(Column::new("奖励事项（条款）", 32, Look::Wrapped));
    columns.add(Column::new("金额（元）", 17, Look::Strong));
    columns.done()
}

fn write(book: &Book<'_>, number: usize, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let list = &book.payments.disclosed;
    let amount_at = amount_column(book);
    let mut row = Row::with_capacity(usize::from(amount_at) + 1);
    row.flow = list.flow(number);
    match list.entry(number) {
        Entry::Heading(place, kind) => {
            let title = heading(place, payee_kind(book.policy, PayeeKind::ALL[kind]));
            row.push_across(amount_at + 1, Look::Heading, Cell::Text(title.into()));
        }
        Entry::Payee(index, place) => {
            let payee = &book.payments.all[index];
            row.number(i64::try_from(place).unwrap_or(0)).text(shown_name(book, payee));
            if let Some(column) = book.policy.register.district {
                let district = book.checked.firm(payee.firm).value(Target::Firm(column)).text();
                row.text(district.map_or("", |district| book.text(district)));
            }
            row.text(items(book, payee));
            match band(book, payee) {
                Some(band) => row.push_as(Look::Wrapped, Cell::Text(band.into())),
                None if book.published => row.money(Some(payee.amount)),
                None => row.formula_money(amount(book, payee), Some(payee.amount)),
            };
        }
        Entry::Sum(label, sections) => {
            let members = list.members(&sections);
            row.push_as(Look::TotalLabel, Cell::Text(label.into()));
            row.push_across(amount_at - 1, Look::TotalLabel, Cell::Text(counted(book, members).into()));
            let formula = list.sum_formula(number, sections, &letters(amount_at));
            row.push_as(Look::TotalMoney, Cell::Formula(formula, Cached::Money(sum(book, members)?)));
        }
        Entry::Line(line) => below(book, number, line, &mut row)?,
    }
    rows.row(&row)
}

/// What a payee gets, over the cells of 核算汇总 and 奖励明细, which are found by code and name: no list rests on the order of another.
pub(in crate::report) fn amount(book: &Book<'_>, payee: &Payee) -> String {
    if payee.kind != PayeeKind::Firm {
        return paid_to(book, payee);
    }
    let payable = summary_of(book, payee.firm, book.summary.payable);
    if !book.payments.hands_on(payee.firm) {
        return payable;
    }
    let divided = divided_to(book, payee).map(|divided| format!("+{divided}")).unwrap_or_default();
    format!("ROUND({payable}-{}{divided},2)", handed_on(book, payee.firm))
}

/// The band that is published instead of the amount, of a payee one of whose items asks for it.
fn band(book: &Book<'_>, payee: &Payee) -> Option<String> {
    let rule = book.policy.publication.as_ref().filter(|_| book.published)?;
    let asks = |line: &usize| rule.banded.contains(&book.assessment.lines[*line].item);
    let banded = payee.kind != PayeeKind::Firm && payee.lines.iter().any(asks);
    banded.then(|| rule.band(payee.amount))
}

/// How many of `payees` stand with a band; no sum has their amounts, which it would give away.
pub(in crate::report) fn banded(book: &Book<'_>, payees: &[usize]) -> usize {
    payees.iter().filter(|payee| band(book, &book.payments.all[**payee]).is_some()).count()
}

/// What `payees` are paid, as far as their amounts are published.
fn sum(book: &Book<'_>, payees: &[usize]) -> Result<Money, Overflow> {
    let all = payees.iter().map(|payee| &book.payments.all[*payee]);
    Money::total(all.filter(|payee| band(book, payee).is_none()).map(|payee| payee.amount))
}

fn counted(book: &Book<'_>, payees: &[usize]) -> String {
    let counted = book.payments.counted(payees);
    match banded(book, payees) {
        0 => counted,
        banded => format!("{counted}（其中 {banded} 个只公示档次，没有计入）"),
    }
}

/// The name; of a person with the employer, of a carrier with its operator.
fn shown_name(book: &Book<'_>, payee: &Payee) -> String {
    let (name, firm) = (name(book, payee), book.name(payee.firm));
    if payee.kind == PayeeKind::Firm || name == firm { name.to_owned() } else { format!("{name}（{firm}）") }
}

/// The payee's name.
pub(in crate::report) fn name<'b>(book: &'b Book<'_>, payee: &Payee) -> &'b str {
    payee.name.map_or(UNNAMED, |name| book.text(name))
}

/// The items it is paid for, each once on a line of its own, with their clauses.
fn items(book: &Book<'_>, payee: &Payee) -> String {
    let mut numbers: Vec<ItemIndex> = payee.lines.iter().map(|line| book.assessment.lines[*line].item).collect();
    numbers.dedup();
    let named = numbers.into_iter().map(|item| {
        let item = &book.policy.items[item];
        format!("{}（{}）", item.name, item.clause)
    });
    named.collect::<Vec<_>>().join("\n")
}

/// The cell of the whole sum, seen from another sheet, and the sum; nothing where nobody is paid.
pub(in crate::report) fn total(book: &Book<'_>) -> Result<Option<(String, Money)>, ReportError> {
    let list = &book.payments.disclosed;
    let Some(number) = list.total_row() else { return Ok(None) };
    let sum = sum(book, &list.order)?;
    Ok(Some((list.stack.cell(None, number, &letters(amount_column(book))), sum)))
}

/// What is said below the list, with room to fill in.
fn below(book: &Book<'_>, number: usize, line: usize, row: &mut Row<'_>) -> Result<(), ReportError> {
    let list = &book.payments.disclosed;
    match line {
        0 => {
            let sum = sum(book, &list.order)?;
            let cell = list.stack.cell(Some(number), number - 1, &letters(amount_column(book)));
            row.push_as(Look::TotalLabel, Cell::Text("大写".into()));
            let (formula, text) = live(&cell, sum);
            row.push_across(amount_column(book), Look::TotalText, Cell::Formula(formula, Cached::Text(text.into())));
        }
        1 => {
            let text = "公示期和反映意见的方式见公示正文。";
            row.push_as(Look::Note, Cell::Text(text.into()));
        }
        2 => {
            row.push_as(Look::Signed, Cell::Text("〔公示单位，盖章〕".into()));
        }
        _ => {
            row.push_as(Look::Signed, Cell::Text("〔　　　　年　　月　　日〕".into()));
        }
    }
    Ok(())
}
