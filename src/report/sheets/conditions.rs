//! 资格审核: one row a firm and condition; the test is live over the figures to the right.

use crate::formula::value_words;
use crate::report::book::{Book, body, statuses};
use crate::report::columns::links::MOST_LINKED;
use crate::report::layout::Part;
use crate::report::model::{Cached, Cell, Filter, Row, Rows, Sheet};
use crate::report::{ReportError, evidence, sources};
use rust_decimal::Decimal;

/// What the result says of a condition that holds: nothing that anyone must look at.
const PASSED: &str = "通过";

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
            (sheet.frozen, sheet.shown_once) = (1, Some(0));
            sheet.number_rows(part.rows);
            // A longer sheet is not for paper.
            if part.rows <= MOST_LINKED {
                sheet.without = Some(Filter { column: book.conditions.result, without: PASSED });
                let year = book.assessment.year;
                let says = format!("奖励年度：{year}　　只列出没有通过的；点“结果”的筛选按钮全选，就是全部");
                sheet.subtitle = book.subtitle(&says);
            }
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
    for index in part.firms() {
        let firm = &book.assessment.firms[index];
        let facts = book.assessment.facts_of(index);
        let record = book.record(index, &facts);
        let first = book.condition_rows.row(index);
        let conditions = book.policy.conditions.iter().zip(&firm.conditions).zip(plan.tests.iter().zip(&names));
        for (number, ((condition, passed), ((operands, test), names))) in (first..).zip(conditions) {
            let (value, word) = match passed {
                Some(true) => (Decimal::ONE, PASSED),
                Some(false) => (Decimal::ZERO, "不通过"),
                None => (Decimal::new(5, 1), "待定"),
            };
            let trail = evidence::of_formula(&record, &condition.test);
            let words = sources::words(&record, &trail);
            let mut seen = vec![value_words(&condition.test, &record)];
            seen.extend(evidence::not_counted(&record, &condition.test));
            let mut row = Row::with_capacity(plan.columns.len());
            row.filtered_out = *passed == Some(true) && linked;
            row.text(book.name(index))
                .text(&*condition.clause)
                .text(&*condition.name)
                .text(&*condition.requirement)
                .text(seen.join("；"))
                .formula_text(plan.result_formula.in_row(number), word)
                .text(words.join("；"))
                .text(book.code(index))
                .push(if linked { sources::arrow(&trail.cells) } else { Cell::Blank })
                .formula(test.in_row(number), Cached::Number(value))
                .text(&**names);
            operands.fill(&mut row, &record);
            plan.links.fill(&mut row, &trail.cells);
            rows.row(&row)?;
        }
    }
    Ok(())
}
