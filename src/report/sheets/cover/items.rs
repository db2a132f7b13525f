//! What is paid by item, the largest first, with its share of the whole.

use rust_decimal::Decimal;

use crate::index::ItemIndex;
use crate::money::{Money, Rounding, round};
use crate::report::ReportError;
use crate::report::book::Book;
use crate::report::model::{Cached, Cell, FIRST_ROW, Look, Row, Rows, address};
use crate::report::totals::{self, Sum};

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
    let register = &book.policy.register;
    for (across, title) in COLUMNS {
        header.push_across(across, Look::Header, Cell::Text(register.worded(title)));
    }
    rows.row(&header)?;
    let paid = book.assessment.paid_by_item(book.policy)?;
    // An item that nobody has a record of would only fill the page.
    let mut order = totals::items(book);
    order.sort_by_key(|item| std::cmp::Reverse(paid[*item]));
    let mut amounts = Money::ZERO;
    for (number, item) in (FIRST_ROW + first + 1..).zip(order.iter().copied()) {
        let amount = totals::amounts_of(book, item)?;
        amounts = amounts.plus(amount.exact)?;
        rows.row(&of_item(book, number, item, amount)?)?;
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
    total.push_across(2, Look::TotalMoney, Cell::Formula(sum(PAID - 2), Cached::Money(amounts)));
    total.push_across(2, Look::TotalMoney, Cell::Formula(sum(PAID), Cached::Money(Money::total(paid)?)));
    total.push_across(3, Look::TotalLabel, Cell::Blank);
    rows.row(&total)
}

fn of_item<'b>(book: &'b Book<'_>, number: u32, item: ItemIndex, amount: Sum) -> Result<Row<'b>, ReportError> {
    let declared = &book.policy.items[item];
    let mut row = Row::with_capacity(super::GRID.into());
    row.push_across(4, Look::Wrapped, Cell::Text(format!("{}（{}）", declared.name, declared.clause).into()));
    row.push_across(1, Look::Whole, totals::firms_of(book, item).cell());
    row.push_across(2, Look::Money, amount.cell());
    let paid = totals::paid_for(book, item)?;
    let exact = paid.exact;
    row.push_across(2, Look::Strong, paid.cell());
    share(book, number, exact, &mut row);
    Ok(row)
}

/// The item's share of the whole, in figures and as a bar.
fn share(book: &Book<'_>, number: u32, paid: Money, row: &mut Row<'_>) {
    let total = book.assessment.fund.total.as_yuan();
    let share = paid.as_yuan().checked_div(total).map(|share| round(share, 4, Rounding::HalfUp)).unwrap_or_default();
    let whole = totals::payable(book).formula;
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
