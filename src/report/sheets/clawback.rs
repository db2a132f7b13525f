//! 追缴清单: past awards of disqualified firms, and, where that is recorded, what of them was returned and what is open.

use crate::index::ColumnIndex;
use crate::money::Money;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{Cell, Column, Columns, FIRST_ROW, Look, Row, Rows, Sheet};
use crate::report::operands::letters;

/// The column of what is claimed.
const CLAIMED: u16 = 5;

pub(in crate::report) const NAME: &str = "追缴清单";

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Sheet<'b> {
    let mut columns = Columns::default();
    columns.add(Column::new(book.policy.titles()[0].to_string(), 22, Look::Text));
    columns.add(Column::new(book.policy.titles()[1].to_string(), 19, Look::Wrapped));
    columns.add(Column::new("奖励年度", 8, Look::Whole));
    columns.add(Column::new("奖励项目", 13, Look::Wrapped));
    columns.add(Column::new("记录", 17, Look::Wrapped));
    columns.add(Column::money("追缴金额").totalled());
    if let Some(returns) = &book.policy.returns {
        let table = &book.policy.tables[returns.table].name;
        let note = format!("取自“{table}”；没有交这张表的空着");
        columns.add(Column::new("已缴回", 12, Look::Money).totalled().noted(note));
        columns.add(Column::new("未缴回", 12, Look::Money).totalled().noted("追缴金额减已缴回"));
    }
    columns.add(Column::new("依据", 14, Look::Wrapped));
    columns.add(Column::new("来源", 15, Look::Wrapped).noted("工作簿 › 工作表 › 单元格"));
    book.sheet(NAME.to_owned(), "已发奖励追缴清单", columns.done(), body(move |rows| write(book, rows)))
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let Some(history) = &book.policy.history else {
        return Ok(());
    };
    let data = &book.checked.data;
    let table = &data.tables[history.table];
    let returns = book.policy.returns.as_ref();
    let reason = book.policy.disqualified.as_ref().map(|ban| format!("{}（{}）", ban.reason, ban.clause));
    for (number, clawback) in (FIRST_ROW + 1..).zip(&book.assessment.clawback) {
        let text = |column: ColumnIndex| table.text(column, clawback.row);
        let item = text(history.item).and_then(|item| book.policy.item(item));
        let mut row = Row::with_capacity(10);
        row.text(book.code(clawback.firm))
            .text(book.name(clawback.firm))
            .push(table.year(history.year, clawback.row).map_or(Cell::Blank, |year| Cell::Number(year.into())))
            .text(item.map_or("", |item| &*book.policy.items[item].name))
            .text(text(history.record).map_or("", |record| book.text(record)))
            .money(table.money(history.amount, clawback.row));
        if let Some(returns) = returns {
            let known = !data.is_absent(returns.table);
            let returned = Money::total(clawback.returned.iter().map(|(_, part)| *part))?;
            let [claimed, back] = [CLAIMED, CLAIMED + 1].map(|column| format!("{}{number}", letters(column)));
            row.money(known.then_some(returned));
            row.formula_money(format!("ROUND({claimed}-N({back}),2)"), Some(clawback.open));
        }
        row.text(reason.as_deref().unwrap_or_default())
            .text(data.place(history.table, history.amount, clawback.row).to_string());
        rows.row(&row)?;
    }
    Ok(())
}
