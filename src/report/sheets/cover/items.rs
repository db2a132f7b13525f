//! What is paid by item, the largest first, with its share of the whole.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::figures::summed;
use crate::award::{Line, LineStatus};
use crate::formula::quoted as quoted_text;
use crate::index::{FirmIndex, ItemIndex};
use crate::money::{Money, Rounding, round};
use crate::policy::Item;
use crate::report::ReportError;
use crate::report::book::Book;
use crate::report::model::{Cached, Cell, FIRST_ROW, Look, Row, Rows, address};
use crate::report::operands::letters;
use crate::report::sheets::matrix;

/// A whole bar has so many signs.
const SIGNS: u32 = 8;

/// The columns: how wide each is, and its header.
const COLUMNS: [(u16, &str); 6] =
    [(4, "奖励项目（条款）"), (1, "家数"), (2, "核算额（元）"), (2, "限额后发放（元）"), (1, "占比"), (2, "")];

/// Where the payment stands on the grid.
const PAID: u16 = 7;
const SHARE: u16 = 9;

/// The table, whose header stands in row `first` of the body.
pub(super) fn write(book: &Book<'_>, first: u32, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let mut header = Row::with_capacity(super::GRID.into());
    for (across, title) in COLUMNS {
        header.push_across(across, Look::Header, Cell::Text(title.into()));
    }
    rows.row(&header)?;
    let paid = book.assessment.paid_by_item(book.policy)?;
    let mut order: Vec<ItemIndex> = paid.keys().collect();
    order.sort_by_key(|item| std::cmp::Reverse(paid[*item]));
    // An item that nobody has a record of would only fill the page.
    order.retain(|item| book.assessment.lines.iter().any(|line| line.item == *item));
    for (number, item) in (FIRST_ROW + first + 1..).zip(order.iter().copied()) {
        rows.row(&of_item(book, number, (item, paid[item]))?)?;
    }
    let mut total = Row::with_capacity(super::GRID.into());
    total.push_across(4, Look::TotalLabel, Cell::Text("合计".into()));
    total.push_across(1, Look::TotalLabel, Cell::Blank);
    let top = FIRST_ROW + first + 1;
    let end = top + u32::try_from(order.len()).unwrap_or(0);
    let sum = |column: u16| match end > top {
        true => format!("ROUND(SUM({}:{}),2)", address(column, top), address(column, end - 1)),
        false => "0".to_owned(),
    };
    let amounts = Money::total(amounts(book).map(|(_, amount)| amount))?;
    total.push_across(2, Look::TotalMoney, Cell::Formula(sum(PAID - 2), Cached::Money(amounts)));
    total.push_across(2, Look::TotalMoney, Cell::Formula(sum(PAID), Cached::Money(Money::total(paid)?)));
    total.push_across(3, Look::TotalLabel, Cell::Blank);
    rows.row(&total)
}

/// The lines that count, with what the rules give for them.
fn amounts<'b>(book: &'b Book<'_>) -> impl Iterator<Item = (&'b Line, Money)> {
    let payable = book.assessment.lines.iter().filter(|line| line.status == LineStatus::Payable);
    payable.filter_map(|line| Some((line, line.amount?)))
}

fn of_item<'b>(book: &'b Book<'_>, number: u32, (item, paid): (ItemIndex, Money)) -> Result<Row<'b>, ReportError> {
    let declared = &book.policy.items[item];
    let mut row = Row::with_capacity(super::GRID.into());
    row.push_across(4, Look::Wrapped, Cell::Text(format!("{}（{}）", declared.name, declared.clause).into()));
    row.push_across(1, Look::Whole, firms(book, item));
    let amount = Money::total(amounts(book).filter(|(line, _)| line.item == item).map(|(_, amount)| amount))?;
    let payable = format!(",{},{}", "{status}", quoted_text(LineStatus::Payable.label()));
    row.push_across(
        2,
        Look::Money,
        Cell::Formula(sums(book, declared, book.lines.amount, &payable), Cached::Money(amount)),
    );
    row.push_across(2, Look::Strong, Cell::Formula(sums(book, declared, book.lines.paid, ""), Cached::Money(paid)));
    share(book, number, paid, &mut row);
    Ok(row)
}

/// The sum of a column over an item's lines; `test` may ask for more.
fn sums(book: &Book<'_>, item: &Item, column: u16, test: &str) -> String {
    let each = |column: u16| book.line_rows.each_column(&letters(column));
    let name = quoted_text(&item.name);
    let columns = each(book.lines.item).into_iter().zip(each(column)).zip(each(book.lines.status));
    let terms = columns
        .map(|((items, of), status)| format!("SUMIFS({of},{items},{name}{})", test.replace("{status}", &status)));
    let terms: Vec<String> = terms.collect();
    if terms.is_empty() { "0".to_owned() } else { format!("ROUND({},2)", terms.join("+")) }
}

/// How many firms are paid for the item.
fn firms<'b>(book: &Book<'_>, item: ItemIndex) -> Cell<'b> {
    let column = book.matrix.items.iter().find(|(known, _)| *known == item).map(|(_, column)| *column);
    let Some(range) = column.and_then(|column| matrix::rows_of(book, column)) else {
        return Cell::Number(Decimal::ZERO);
    };
    let lines = book.assessment.lines.iter().filter(|line| line.item == item);
    let firms: BTreeSet<FirmIndex> =
        lines.filter(|line| line.paid.is_some_and(Money::is_positive)).map(|line| line.firm).collect();
    Cell::Formula(format!("COUNTIF({range},\">0\")"), Cached::Number(Decimal::from(firms.len())))
}

/// The item's share of the whole, in figures and as a bar.
fn share(book: &Book<'_>, number: u32, paid: Money, row: &mut Row<'_>) {
    let total = book.assessment.fund.total.as_yuan();
    let share = paid.as_yuan().checked_div(total).map(|share| round(share, 4, Rounding::HalfUp)).unwrap_or_default();
    let whole = summed(book, book.summary.payable);
    let formula = format!("IF({whole}=0,0,ROUND({}/{whole},4))", address(PAID, number));
    row.push_across(1, Look::Percent, Cell::Formula(formula, Cached::Number(share)));
    let own = address(SHARE, number);
    let signs = round(share * Decimal::from(SIGNS), 0, Rounding::HalfUp);
    let bar = "█".repeat(usize::try_from(signs).unwrap_or(0));
    row.push_across(
        2,
        Look::Bar,
        Cell::Formula(format!("REPT(\"█\",ROUND({own}*{SIGNS},0))"), Cached::Text(bar.into())),
    );
}
