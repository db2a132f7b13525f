//! 异议登记: the objections to the published award, what came of each, and what the firm is paid now.

use crate::check::Checked;
use crate::compare::Objection;
use crate::index::{ColumnIndex, FirmIndex, RowIndex};
use crate::report::book::{Book, body};
use crate::report::model::{Cell, Column, Columns, Look, Row, Rows, Sheet};
use crate::report::{ReportError, references};

pub(in crate::report) const NAME: &str = "异议登记";

/// The sheet; none where the policy keeps no such register, or nobody handed one in.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Option<Sheet<'b>> {
    let register = book.policy.objections.as_ref()?;
    if book.checked.data.is_absent(register.table) {
        return None;
    }
    let mut columns = Columns::default();
    columns.add(Column::new("序号", 6, Look::Whole));
    columns.add(Column::new("日期", 11, Look::Date));
    columns.add(Column::new(book.policy.titles()[1].to_string(), 22, Look::Wrapped));
    columns.add(Column::new("提出人", 10, Look::Wrapped));
    columns.add(Column::new("异议内容", 34, Look::Wrapped));
    columns.add(Column::new("答复", 30, Look::Wrapped));
    columns.add(Column::new("处理", 9, Look::Centred).noted("空着的还没有处理"));
    columns.add(Column::new("现在应发", 14, Look::Money).noted("这家企业的应发金额；待定的空着"));
    columns.add(Column::new(book.policy.titles()[0].to_string(), 21, Look::Text).on_screen());
    columns.add(Column::new("来源", 40, Look::Text).noted("工作簿 › 工作表 › 单元格").on_screen());
    let sheet = book.sheet(NAME.to_owned(), "公示异议登记表", columns.done(), body(move |rows| write(book, rows)));
    Some(Sheet { frozen: 1, ..sheet })
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    for (number, (firm, row)) in (1_i64..).zip(entries(book.checked)) {
        let Some(register) = &book.policy.objections else { return Ok(()) };
        let objection = read(book.checked, firm, row);
        let table = &book.checked.data.tables[register.table];
        let mut out = Row::with_capacity(10);
        out.number(number);
        out.push(table.date(register.day, row).map_or(Cell::Blank, Cell::Date));
        out.text(book.name(firm)).text(objection.by).text(objection.content).text(objection.answer);
        out.text(objection.outcome);
        let payable = references::summary_of(book, firm, book.summary.payable);
        match book.assessment.firms[firm].payable {
            Some(paid) => out.formula_money(payable, Some(paid)),
            None => out.formula_money(format!("IF({payable}=0,\"\",{payable})"), None),
        };
        out.text(objection.code).text(book.checked.data.place(register.table, register.content, row).to_string());
        rows.row(&out)?;
    }
    Ok(())
}

/// The objections on record, firm by firm.
pub(in crate::report) fn all(checked: &Checked<'_>) -> Vec<Objection> {
    entries(checked).into_iter().map(|(firm, row)| read(checked, firm, row)).collect()
}

/// How many of them nothing came of yet.
pub(in crate::report) fn open(checked: &Checked<'_>) -> usize {
    all(checked).iter().filter(|objection| objection.outcome.is_empty()).count()
}

/// The firm and the row of each.
fn entries(checked: &Checked<'_>) -> Vec<(FirmIndex, RowIndex)> {
    let Some(register) = &checked.policy.objections else { return Vec::new() };
    let of_firm = |firm| checked.rows_of(register.table, firm).iter().map(move |row| (firm, *row));
    checked.firms().flat_map(of_firm).collect()
}

fn read(checked: &Checked<'_>, firm: FirmIndex, row: RowIndex) -> Objection {
    let Some(register) = &checked.policy.objections else { return Objection::default() };
    let table = &checked.data.tables[register.table];
    let text = |column: ColumnIndex| table.text(column, row).map_or("", |text| checked.data.texts.get(text)).to_owned();
    let code = &checked.policy.register;
    let code = checked.data.tables[code.table].text(code.code, firm.row());
    Objection {
        code: code.map_or("", |code| checked.data.texts.get(code)).to_owned(),
        day: table.date(register.day, row).map(|day| day.to_string()).unwrap_or_default(),
        by: text(register.by),
        content: text(register.content),
        answer: text(register.answer),
        outcome: text(register.outcome),
    }
}
