//! 分配明细: what each payee gets of a line that several are paid, live over 奖励明细. Found by keys only: its rows may be sorted.

use rust_decimal::Decimal;

use crate::award::{Own, Portion, divide};
use crate::index::FirmIndex;
use crate::report::book::{Book, body};
use crate::report::columns::division::divided;
use crate::report::layout::Part;
use crate::report::model::{Cached, Cell, Look, Row, Rows, Sheet, Template};
use crate::report::operands::{letters, own};
use crate::report::{ReportError, words};

/// The sheets; none for a policy that divides nothing.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    if book.policy.items.iter().all(|item| item.payees.is_empty()) {
        return Vec::new();
    }
    let part = |part: Part| {
        let write = body(move |rows| part.firms().try_for_each(|firm| write(book, firm, rows)));
        let mut sheet =
            book.part(&book.division_rows, &part, "奖励资金分配明细表", book.division.columns.clone(), write);
        sheet.frozen = 1;
        sheet
    };
    book.division_rows.parts().map(part).collect()
}

fn write(book: &Book<'_>, firm: FirmIndex, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let (plan, lines) = (&book.division, &book.assessment.firms[firm].lines);
    let mut number = book.division_rows.row(firm);
    for (at, portions) in divided(book.checked, book.assessment, firm) {
        let line = &book.assessment.lines[at];
        let item = &book.policy.items[line.item];
        let parts = line.paid.map(|paid| divide(book.policy, item, &portions, paid)).transpose()?;
        let paid = book.line_rows.fixed_cell(firm, &letters(book.lines.paid), at - lines.start);
        for (order, portion) in portions.iter().enumerate() {
            let mut row = Row::with_capacity(plan.columns.len());
            row.text(book.name(firm)).text(&*item.name).text(words::record_name(book.checked, line));
            row.formula_money(format!("IF({paid}=\"\",\"\",{paid})"), line.paid);
            row.text(words::payee_kind(book.policy, portion.kind));
            row.text(portion.name.map_or(words::UNNAMED, |name| book.text(name)));
            match item.payees[portion.part].share {
                Some(share) => {
                    let share = &book.policy.parameters[share];
                    row.push_as(Look::Percent, Cell::live(share.name.to_string(), Cached::Number(share.value)))
                }
                None => row.push_as(Look::Percent, Cell::Number(Decimal::ONE)),
            };
            row.push_as(Look::Percent, own_share(portion.own));
            let whole = portion.floored(book.policy, item, line.paid.unwrap_or_default())?;
            row.formula_money(amount(book, number), parts.as_ref().map(|parts| parts[order]));
            row.text(source(book, portion)).text(book.code(firm));
            row.number(Decimal::from(at + 1)).number(Decimal::from(order + 1));
            let [paid, part, own] = [plan.paid, plan.part, plan.own].map(|column| cell(column, number));
            row.formula_money(format!("ROUNDDOWN(ROUND(N({paid})*{part}*{own},6),2)"), Some(whole));
            rows.row(&row)?;
            number += 1;
        }
    }
    Ok(())
}

fn own_share(own: Own) -> Cell<'static> {
    match own {
        Own::Whole => Cell::Number(Decimal::ONE),
        Own::Told(share) => Cell::Number(share),
        Own::Equal(count) => {
            let share = Decimal::ONE.checked_div(Decimal::from(count)).unwrap_or_default();
            Cell::live(format!("1/{count}"), Cached::Number(share))
        }
    }
}

/// A cell of the row itself.
fn cell(column: u16, number: u32) -> String {
    Template::new(&own(column)).at_row(number)
}

/// Its share in whole fen; the first takes what the others leave.
fn amount(book: &Book<'_>, number: u32) -> String {
    let plan = &book.division;
    let [paid, group, order, whole] =
        [plan.paid, plan.group, plan.order, plan.whole].map(|column| cell(column, number));
    let columns = [plan.group, plan.order, plan.whole].map(letters);
    let parts = book.division_rows.fixed_columns(columns.each_ref().map(String::as_str));
    let others = parts
        .iter()
        .map(|[groups, orders, wholes]| format!("SUMPRODUCT(1*({groups}={group}),1*({orders}>1),{wholes})"));
    let others = others.collect::<Vec<_>>().join("-");
    format!("IF({paid}=\"\",\"\",IF({order}=1,ROUND({paid}-{others},2),{whole}))")
}

/// Where the payee is named.
fn source(book: &Book<'_>, portion: &Portion) -> String {
    let key = book.policy.tables[portion.at.0].key;
    let place = book.checked.data.place(portion.at.0, key, portion.at.1);
    place.to_string()
}
