//! 目标进度: the document's targets against what the same workbooks say of the town.

use rust_decimal::Decimal;

use crate::award;
use crate::money::{Rounding, round};
use crate::policy::Measure;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{
    Cached, Cell, Column, Columns, FIRST_ROW, Highlight, Look, Row, Rows, Sheet, Tone, address,
};

pub(in crate::report) const NAME: &str = "目标进度";

const STATE: u16 = 5;

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Sheet<'b> {
    let mut columns = Columns::default();
    columns.add(Column::new("目标", 24, Look::Wrapped));
    columns.add(Column::new("目标值", 12, Look::Number));
    columns.add(Column::new("已达到", 14, Look::Number).noted("由交来的表统计"));
    columns.add(Column::new("单位", 8, Look::Centred));
    columns.add(Column::new("完成比例", 12, Look::Percent));
    columns.add(Column::new("进度", 10, Look::Centred));
    columns.add(Column::new("无法判断", 11, Look::Whole).noted("有空白、因而没有计入的家数或者件数"));
    columns.add(Column::new("条款", 10, Look::Centred));
    columns.add(Column::new("统计口径", 44, Look::Wrapped).noted("政策文件里的公式"));
    let mut sheet = book.sheet(NAME.to_owned(), "发展目标进度表", columns.done(), body(move |rows| write(book, rows)));
    sheet.subtitle = book.subtitle(&format!("截至{}年末", book.assessment.year));
    (sheet.filter, sheet.frozen, sheet.one_page) = (false, 1, true);
    sheet.highlights = [("已完成", Tone::Good), ("未完成", Tone::Open)]
        .map(|(word, tone)| Highlight { column: STATE, word, tone })
        .to_vec();
    sheet
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let reached = award::targets(book.checked, book.assessment)?;
    for (number, (goal, reached)) in (FIRST_ROW..).zip(book.policy.targets.iter().zip(reached)) {
        let (target, value) = (address(1, number), address(2, number));
        let share = reached.value.checked_div(goal.target).map(|share| round(share, 4, Rounding::HalfUp));
        let done = if reached.value >= goal.target { "已完成" } else { "未完成" };
        let rule = match &goal.measure {
            Measure::Firms(holds) => holds.source.to_string(),
            Measure::Records(table, holds) => format!("{}：{}", book.policy.tables[*table].name, holds.source),
            Measure::Sum(holds, of, _) => format!("{} 之和，{}", of.source, holds.source),
        };
        let mut row = Row::with_capacity(9);
        row.text(&*goal.name)
            .push(Cell::Number(goal.target))
            .push(Cell::Number(reached.value))
            .text(&*goal.unit)
            .formula(format!("IF({target}=0,\"\",ROUND({value}/{target},4))"), Cached::number(share))
            .formula_text(format!("IF({value}>={target},\"已完成\",\"未完成\")"), done)
            .push(Cell::Number(Decimal::from(reached.unknown)))
            .text(&*goal.clause)
            .text(rule);
        rows.row(&row)?;
    }
    Ok(())
}
