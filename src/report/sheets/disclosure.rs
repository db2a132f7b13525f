//! 公示表: who is paid and for what, published for objections. Firms, persons and carriers apart; no codes, no accounts.

use std::ops::Range;

use crate::award::{Payee, PayeeKind};
use crate::money::Money;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{Cached, Cell, Column, Columns, Look, Row, Rows, Sheet};
use crate::report::operands::letters;
use crate::report::payments::{Entry, heading};
use crate::report::references::summary_cell;

/// The column of the amount in yuan.
pub(in crate::report) const AMOUNT: u16 = 3;

const COLUMNS: u16 = 5;

/// The sheets; one even if nobody is paid.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts = book.payments.disclosed.stack.parts();
    parts
        .map(|(name, numbers)| {
            let mut columns = Columns::default();
            columns.add(Column::new("序号", 7, Look::Whole));
            columns.add(Column::new("名称", 32, Look::Wrapped));
            columns.add(Column::new("奖励项目（条款）", 32, Look::Wrapped));
            columns.add(Column::new("金额（元）", 17, Look::Money));
            columns.add(Column::new("金额（万元）", 15, Look::Wan));
            let mut sheet = book.sheet(
                name,
                "奖励资金公示表",
                columns.done(),
                body(move |rows| numbers.clone().try_for_each(|number| write(book, number, rows))),
            );
            sheet.title = format!("{}\n{}", book.policy.title, sheet.title);
            (sheet.portrait, sheet.filter, sheet.frozen) = (true, false, 0);
            sheet
        })
        .collect()
}

/// What a section is about.
fn section(section: usize) -> &'static str {
    match PayeeKind::ALL[section] {
        PayeeKind::Firm => "企业",
        PayeeKind::Person => "个人",
        PayeeKind::Carrier => "载体",
    }
}

fn write(book: &Book<'_>, number: usize, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let list = &book.payments.disclosed;
    let mut row = Row::with_capacity(usize::from(COLUMNS));
    match list.entry(number) {
        Entry::Heading(place, kind) => {
            row.push_as(Look::Heading, Cell::Text(heading(place, section(kind)).into()));
            (1..COLUMNS).for_each(|_| {
                row.push_as(Look::Heading, Cell::Blank);
            });
        }
        Entry::Payee(index, place) => {
            let payee = &book.payments.all[index];
            row.number(i64::try_from(place).unwrap_or(0));
            row.text(shown_name(book, index)).text(items(book, payee));
            let formula = amount(book, number, payee);
            amounts(&mut row, number, book, (formula, payee.amount), (Look::Money, Look::Wan));
        }
        Entry::Sum(label, sections) => {
            let members = list.members(&sections);
            row.push_as(Look::TotalLabel, Cell::Text(label.into()));
            row.push_as(Look::TotalLabel, Cell::Text(book.payments.counted(members).into()));
            row.push_as(Look::TotalLabel, Cell::Blank);
            let formula = list.sum_formula(number, sections, &letters(AMOUNT));
            let sum = book.payments.sum(members)?;
            amounts(&mut row, number, book, (formula, sum), (Look::TotalMoney, Look::TotalWan));
        }
        Entry::Line(line) => {
            row.push_as(Look::Note, Cell::Text(text(book, line).into()));
        }
    }
    rows.row(&row)
}

/// The amount in yuan, and the same in 万元.
fn amounts(row: &mut Row<'_>, number: usize, book: &Book<'_>, (formula, money): (String, Money), looks: (Look, Look)) {
    let own = book.payments.disclosed.stack.cell(Some(number), number, &letters(AMOUNT));
    row.push_as(looks.0, Cell::Formula(formula, Cached::Money(money)));
    row.push_as(looks.1, Cell::Formula(format!("ROUND({own}/10000,6)"), Cached::Number(money.as_wan())));
}

/// What a payee gets, over the cells of 核算汇总 and 奖励明细.
fn amount(book: &Book<'_>, number: usize, payee: &Payee) -> String {
    let mut payable = String::new();
    summary_cell(book, &mut payable, payee.firm, book.summary.payable);
    if payee.kind != PayeeKind::Firm {
        return handed_on(book, payee);
    }
    let ranges = book.payments.handed_on(payee.firm);
    let others: Vec<String> = ranges.iter().map(|range| rows_of(book, number, range)).collect();
    if others.is_empty() {
        return format!("N({payable})");
    }
    format!("ROUND(N({payable})-SUM({}),2)", others.join(","))
}

/// The cells of payees that stand side by side, seen from row `from`.
fn rows_of(book: &Book<'_>, from: usize, payees: &Range<usize>) -> String {
    let list = &book.payments.disclosed;
    // The order of this list is that of all payees, so a range of payees is a range of rows.
    let (first, last) = (list.row(payees.start), list.row(payees.end - 1));
    list.stack.range(Some(from), first..last + 1, &letters(AMOUNT))
}

/// What the payee's lines are paid.
fn handed_on(book: &Book<'_>, payee: &Payee) -> String {
    let own = book.assessment.firms[payee.firm].lines.clone();
    let paid = |line: &usize| {
        let mut out = String::new();
        book.line_rows.push_cell(&mut out, payee.firm, &letters(book.lines.paid), line - own.start);
        out
    };
    format!("ROUND(SUM({}),2)", payee.lines.iter().map(paid).collect::<Vec<_>>().join(","))
}

/// The name; with its firm where two on the list are called the same.
fn shown_name(book: &Book<'_>, index: usize) -> String {
    let payee = &book.payments.all[index];
    let name = name(book, payee);
    if book.payments.is_shared(payee) { format!("{name}（{}）", book.name(payee.firm)) } else { name.to_owned() }
}

/// The payee's name.
pub(in crate::report) fn name<'b>(book: &'b Book<'_>, payee: &Payee) -> &'b str {
    payee.name.map_or("（名称未填）", |name| book.text(name))
}

/// The items it is paid for, each once on a line of its own, with their clauses.
fn items(book: &Book<'_>, payee: &Payee) -> String {
    let mut numbers: Vec<usize> = payee.lines.iter().map(|line| book.assessment.lines[*line].item).collect();
    numbers.dedup();
    let named = numbers.into_iter().map(|item| {
        let item = &book.policy.items[item];
        format!("{}（{}）", item.name, item.clause)
    });
    named.collect::<Vec<_>>().join("\n")
}

/// What is said below the list, with room to fill in.
fn text(book: &Book<'_>, line: usize) -> String {
    match line {
        0 => "公示期：　　　　年　　月　　日至　　　　年　　月　　日。对公示内容有异议的，请在公示期内以书面形式实名反映，并提供证据和联系方式。".to_owned(),
        1 => "联系电话：＿＿＿＿＿＿＿＿＿＿　　　监督电话：＿＿＿＿＿＿＿＿＿＿　　　联系地址：＿＿＿＿＿＿＿＿＿＿＿＿＿＿".to_owned(),
        _ => format!(
            "依据：{}{}　　　公示单位（盖章）：＿＿＿＿＿＿＿＿＿＿　　　日期：　　　　年　　月　　日",
            book.policy.issuer, book.policy.number
        ),
    }
}
