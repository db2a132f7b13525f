//! 资格审核: one row a firm and condition; the test is live over the figures to the right.

use crate::formula::value_words;
use crate::policy::Policy;
use crate::report::book::{Book, MOST_LINKED, body, statuses};
use crate::report::layout::Part;
use crate::report::model::{Cached, Cell, Column, Columns, Look, Row, Rows, Sheet, Template};
use crate::report::operands::{Operands, own, verdict};
use crate::report::{ReportError, sources};
use rust_decimal::Decimal;

pub(in crate::report) const NAME: &str = "资格审核";

/// Where the columns stand, and each condition's test.
pub(in crate::report) struct Plan {
    columns: Vec<Column>,
    result: u16,
    /// 1 passed, 0 failed, 0.5 undetermined.
    pub value: u16,
    result_formula: Template,
    tests: Vec<(Operands, Template)>,
}

impl Plan {
    pub fn new(policy: &Policy) -> Self {
        let mut columns = Columns::default();
        columns.add(Column::new("统一社会信用代码", 21, Look::Text));
        columns.add(Column::new("企业名称", 30, Look::Wrapped));
        columns.add(Column::new("条款", 8, Look::Centred));
        columns.add(Column::new("条件", 14, Look::Wrapped));
        columns.add(Column::new("要求", 40, Look::Wrapped));
        columns.add(Column::new("审核内容", 40, Look::Wrapped).noted("本次核算时的数，不随改动重算"));
        let result = columns.add(Column::new("结果", 9, Look::Centred));
        columns.add(Column::new("来源", 40, Look::Wrapped).noted("工作簿 › 工作表 › 单元格"));
        // A link's text is not broken over lines everywhere, so it stands beside the text that is printed.
        columns.add(
            Column::new("打开", 8, Look::Link)
                .noted("到来源中的第一个单元格；原表须与本表放在同一个文件夹")
                .on_screen(),
        );
        let note = "1 通过，0 不通过，0.5 待定；由右边的数据判断";
        let value = columns.add(Column::new("判定值", 8, Look::Number).noted(note).aside());
        columns.add(Column::new("数据名称", 30, Look::Text).noted("右边各列依次是什么").aside());
        let mut tests = Vec::new();
        let mut widest = 0;
        for condition in &policy.conditions {
            let mut operands = Operands::of([&condition.test]);
            operands.first = columns.count();
            widest = widest.max(operands.list.len());
            let test = Template::new(&operands.test(policy, &condition.test));
            tests.push((operands, test));
        }
        for number in 1..=widest {
            columns.add(Column::new(format!("数据{number}"), 16, Look::Centred).aside());
        }
        let result_formula = verdict(&own(value), "不通过", "待定", "通过");
        Self { columns: columns.done(), result, value, result_formula, tests }
    }
}

/// The sheets, one or, beyond a sheet's end, several.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts = book.condition_rows.parts();
    parts
        .map(|part| {
            let columns = book.conditions.columns.clone();
            let mut sheet = book.part(
                &book.condition_rows,
                &part,
                "奖励资格审核表",
                columns,
                body(move |rows| write(book, part, rows)),
            );
            sheet.highlights = statuses(book.conditions.result);
            sheet
        })
        .collect()
}

fn write(book: &Book<'_>, part: Part, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let plan = &book.conditions;
    let names: Vec<String> = plan
        .tests
        .iter()
        .map(|(operands, _)| operands.list.iter().map(|(_, name, _)| &**name).collect::<Vec<_>>().join("；"))
        .collect();
    let linked = part.rows <= MOST_LINKED;
    for index in part.first..part.end {
        let firm = &book.assessment.firms[index];
        let facts = book.assessment.facts_of(index);
        let record = book.record(index, &facts);
        let first = book.condition_rows.row(index);
        for (number, (condition, (operands, test))) in (first..).zip(book.policy.conditions.iter().zip(&plan.tests)) {
            let passed = firm.conditions[(number - first) as usize];
            let (value, word) = match passed {
                Some(true) => (Decimal::ONE, "通过"),
                Some(false) => (Decimal::ZERO, "不通过"),
                None => (Decimal::new(5, 1), "待定"),
            };
            let cells = sources::of_formula(&record, &condition.test);
            let mut row = Row::with_capacity(plan.columns.len());
            row.text(book.code(index))
                .text(book.name(index))
                .text(&*condition.clause)
                .text(&*condition.name)
                .text(&*condition.requirement)
                .text(value_words(&condition.test, &record))
                .formula_text(plan.result_formula.at_row(number), word)
                .text(sources::places(cells.iter().cloned()))
                .push(if linked { sources::arrow(&cells) } else { Cell::Blank })
                .formula(test.at_row(number), Cached::Number(value))
                .text(&*names[(number - first) as usize]);
            operands.fill(&mut row, &record);
            rows.row(&row)?;
        }
    }
    Ok(())
}
