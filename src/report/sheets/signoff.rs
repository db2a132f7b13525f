//! 会签: what each bureau supplied, and that it is right: the files with their hashes, how many records each sheet gave, what its amounts come
//! to, what rests on it, and the place for a signature.

use std::collections::BTreeSet;

use crate::index::{SheetIndex, TableIndex};
use crate::money::Money;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{Cell, Column, Columns, Flow, Look, Row, Rows, Sheet};
use crate::tables;

pub(in crate::report) const NAME: &str = "会签";

/// How many columns the sheet has.
const COLUMNS: u16 = 4;

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Sheet<'b> {
    let mut columns = Columns::default();
    columns.add(Column::new("工作表", 24, Look::Wrapped));
    columns.add(Column::new("记录", 8, Look::Whole).noted("有错误的行不计"));
    columns.add(Column::new("控制合计", 50, Look::Wrapped).noted("各金额列的合计，有错误的行不计"));
    columns.add(Column::new("以它为据的", 56, Look::Wrapped));
    let what = "奖励核算数据会签表";
    let mut sheet = book.sheet(NAME.to_owned(), what, columns.done(), body(move |rows| write(book, rows)));
    sheet.title = format!("{}\n{}", book.policy.title, sheet.title);
    (sheet.filter, sheet.frozen) = (false, 0);
    sheet
}

/// The bureaus with their tables, as the policy names them; at last the tables of which it names none.
fn bureaus<'b>(book: &'b Book<'_>) -> Vec<(&'b str, BTreeSet<TableIndex>)> {
    let mut all: Vec<(&str, BTreeSet<TableIndex>)> = Vec::new();
    let mut rest: BTreeSet<TableIndex> = book.policy.tables.keys().collect();
    for workbook in book.policy.workbooks.iter().filter(|workbook| !workbook.bureau.is_empty()) {
        workbook.tables.iter().for_each(|table| {
            rest.remove(table);
        });
        match all.iter_mut().find(|(bureau, _)| *bureau == &*workbook.bureau) {
            Some((_, tables)) => tables.extend(&workbook.tables),
            None => all.push((&workbook.bureau, workbook.tables.iter().copied().collect())),
        }
    }
    all.push(("报送部门：＿＿＿＿＿＿", rest));
    all
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let data = &book.checked.data;
    for (bureau, tables) in bureaus(book) {
        let sheets: Vec<SheetIndex> =
            data.sheets.iter_enumerated().filter(|(_, sheet)| tables.contains(&sheet.table)).map(|(i, _)| i).collect();
        let absent = |table: &&TableIndex| data.is_absent(**table) && !book.policy.tables[**table].optional;
        let absent: Vec<TableIndex> = tables.iter().filter(absent).copied().collect();
        if sheets.is_empty() && absent.is_empty() {
            continue;
        }
        across(Look::Heading, bureau.to_owned(), Flow::Free, rows)?;
        let mut file = "";
        for sheet in sheets {
            if &*data.sheets[sheet].file != file {
                file = &data.sheets[sheet].file;
                let input = book.run.inputs.iter().find(|input| *input.file == *file);
                let hash = input.map(|input| format!("　　SHA-256：{}", input.sha256)).unwrap_or_default();
                across(Look::Wrapped, format!("{file}{hash}"), Flow::WithRowBefore, rows)?;
            }
            rows.row(&supplied(book, sheet)?)?;
        }
        for table in absent {
            let mut row = Row::with_capacity(COLUMNS.into());
            row.text(&*book.policy.tables[table].name).blanks(1).text("没有交").text(rests(book, table));
            rows.row(&row)?;
        }
        let signed = "以上数据由本单位提供，核对无误。　　经办人：＿＿＿＿＿＿　　负责人：＿＿＿＿＿＿（盖章）　　日期：　　　　年　　月　　日";
        across(Look::Wrapped, signed.to_owned(), Flow::WithRowBefore, rows)?;
    }
    Ok(())
}

fn across(look: Look, text: String, flow: Flow, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let mut row = Row::with_capacity(COLUMNS.into());
    row.push_across(COLUMNS, look, Cell::Text(text.into()));
    row.flow = flow;
    rows.row(&row)
}

fn rests(book: &Book<'_>, table: TableIndex) -> String {
    book.policy.rests_on(table).join("；")
}

/// How many records a sheet gave, and what its amounts come to.
fn supplied<'b>(book: &'b Book<'_>, index: SheetIndex) -> Result<Row<'b>, ReportError> {
    let sheet = &book.checked.data.sheets[index];
    let (declared, table) = (&book.policy.tables[sheet.table], &book.checked.data.tables[sheet.table]);
    // The rows of a sheet stand together, sheets in their order.
    let of_rows = &table.sheet.raw;
    let own = of_rows.partition_point(|sheet| *sheet < index)..of_rows.partition_point(|sheet| *sheet <= index);
    let mut totals = Vec::new();
    for (column, values) in table.columns.iter_enumerated().filter(|(column, _)| sheet.columns[*column].is_some()) {
        if let tables::Values::Money(values) = values {
            let sum = Money::total(values.raw[own.clone()].iter().flatten().copied())?;
            totals.push(format!("{} {} 元", declared.columns[column].name, sum.grouped()));
        }
    }
    let mut row = Row::with_capacity(COLUMNS.into());
    row.flow = Flow::WithRowBefore;
    row.text(&*sheet.name).number(i64::try_from(own.len()).unwrap_or(i64::MAX));
    row.text(totals.join("；")).text(rests(book, sheet.table));
    Ok(row)
}
