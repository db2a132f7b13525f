//! 汇总表: what each firm is paid by item, after the cap, as an office publishes and files it.

use crate::formula::{Env as _, quoted as quoted_text};
use crate::index::{FirmIndex, ItemIndex};
use crate::money::Money;
use crate::policy::Target;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::columns::matrix::{MatrixColumns, NAME};
use crate::report::model::{Cached, Cell, FIRST_ROW, Flow, Look, Row, Rows, Sheet, address};
use crate::report::operands::letters;
use crate::report::references;

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Sheet<'b> {
    let columns = book.matrix.columns.clone();
    let mut sheet = book.sheet(NAME.to_owned(), "奖励资金汇总表", columns, body(move |rows| write(book, rows)));
    sheet.title = format!("{}\n{}", book.policy.title, sheet.title);
    sheet.filter = false;
    sheet
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let plan = &book.matrix;
    for (number, firm) in (FIRST_ROW..).zip(&plan.firms) {
        let mut row = Row::with_capacity(plan.columns.len());
        row.number(i64::from(number - FIRST_ROW + 1)).text(book.name(*firm));
        if let Some(column) = book.policy.register.district {
            let district = book.checked.firm(*firm).value(Target::Firm(column)).text();
            row.text(district.map_or("", |district| book.text(district)));
        }
        let paid = plan.items.iter().map(|(item, _)| paid(book, *firm, *item)).collect::<Result<Vec<_>, _>>()?;
        for ((item, _), paid) in plan.items.iter().zip(&paid).take(plan.shown) {
            row.formula_money(formula(book, *firm, *item), Some(*paid));
        }
        sums(plan, &paid, number, &mut row)?;
        row.text(book.code(*firm));
        for ((item, _), paid) in plan.items.iter().zip(&paid).skip(plan.shown) {
            row.formula_money(formula(book, *firm, *item), Some(*paid));
        }
        // The totals never stand alone.
        if number > FIRST_ROW && number + 2 > FIRST_ROW + u32::try_from(plan.firms.len()).unwrap_or(0) {
            row.flow = Flow::WithRowBefore;
        }
        rows.row(&row)?;
    }
    if plan.firms.is_empty() { Ok(()) } else { totals(book, rows) }
}

/// What the firm is paid for an item.
fn paid(book: &Book<'_>, firm: FirmIndex, item: ItemIndex) -> Result<Money, ReportError> {
    let lines = &book.assessment.lines[book.assessment.firms[firm].lines.clone()];
    Ok(Money::total(lines.iter().filter(|line| line.item == item).filter_map(|line| line.paid))?)
}

fn formula(book: &Book<'_>, firm: FirmIndex, item: ItemIndex) -> String {
    let (items, paid) = references::firm_lines(book, firm, (book.lines.item, book.lines.paid));
    format!("ROUND(SUMIF({items},{},{paid}),2)", quoted_text(&book.policy.items[item].name))
}

/// The sum of the items put together, and of all.
fn sums(plan: &MatrixColumns, paid: &[Money], number: u32, row: &mut Row<'_>) -> Result<(), ReportError> {
    if plan.rest.is_some() {
        let (first, last) = (plan.items[plan.shown].1, plan.total + 1 + rest_count(plan));
        let formula = format!("ROUND(SUM({}:{}),2)", address(first, number), address(last, number));
        row.formula_money(formula, Some(Money::total(paid.iter().skip(plan.shown).copied())?));
    }
    let first = plan.items.first().map_or(plan.total, |(_, column)| *column);
    let formula = format!("ROUND(SUM({}:{}),2)", address(first, number), address(plan.total - 1, number));
    row.formula_money(formula, Some(Money::total(paid.iter().copied())?));
    Ok(())
}

fn rest_count(plan: &MatrixColumns) -> u16 {
    u16::try_from(plan.items.len() - plan.shown).unwrap_or(0)
}

/// The totals, whether they are those of 核算汇总, and what was put together.
fn totals(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let plan = &book.matrix;
    let by_item = book.assessment.paid_by_item(book.policy)?;
    let end = FIRST_ROW + u32::try_from(plan.firms.len()).unwrap_or(0);
    let mut row = Row::with_capacity(plan.columns.len());
    row.flow = Flow::WithRowBefore;
    let first = plan.items.first().map_or(plan.total, |(_, column)| *column);
    row.push_across(
        first,
        Look::TotalLabel,
        Cell::Text(format!("合计　{} {}", plan.firms.len(), book.policy.register.counter).into()),
    );
    for column in first..u16::try_from(plan.columns.len()).unwrap_or(u16::MAX) {
        let of = |range: &[(ItemIndex, u16)]| Money::total(range.iter().map(|(item, _)| by_item[*item]));
        let sum = match plan.items.iter().find(|(_, place)| *place == column) {
            Some((item, _)) => by_item[*item],
            None if Some(column) == plan.rest => of(&plan.items[plan.shown..])?,
            None if column == plan.total => of(&plan.items)?,
            None => {
                row.push(Cell::Blank);
                continue;
            }
        };
        let formula = format!("ROUND(SUM({}:{}),2)", address(column, FIRST_ROW), address(column, end - 1));
        row.push_as(Look::TotalMoney, Cell::Formula(formula, Cached::Money(sum)));
    }
    rows.row(&row)?;
    let payable = book.summary_rows.whole_column(&letters(book.summary.payable));
    let same = "合计与“核算汇总”的应发合计一致。";
    let formula = format!(
        "IF(ROUND({}-SUM({payable}),2)=0,\"{same}\",\"合计与“核算汇总”的应发合计不一致：发放的{}变了，请重新核算。\")",
        address(plan.total, end),
        book.policy.register.called
    );
    note(rows, Cell::Formula(formula, Cached::Text(same.into())))?;
    if plan.rest.is_some() {
        let names: Vec<&str> =
            plan.items[plan.shown..].iter().map(|(item, _)| &*book.policy.items[*item].name).collect();
        note(rows, Cell::Text(format!("“其他项目”是{}，各项金额在打印范围右边。", names.join("、")).into()))?;
    }
    Ok(())
}

fn note(rows: &mut dyn Rows, cell: Cell<'_>) -> Result<(), ReportError> {
    let mut row = Row::with_capacity(1);
    row.flow = Flow::WithRowBefore;
    row.push_as(Look::Note, cell);
    rows.row(&row)
}
