//! 限额测算: one row a firm: the ways into the cap's classes, the ratio, the increment, and the cap before → limit → after.

use crate::formula::value_words;
use crate::index::CapIndex;
use crate::money::Money;
use crate::report::book::{Book, body};
use crate::report::columns::caps::CapColumns;
use crate::report::columns::links::MOST_LINKED;
use crate::report::layout::Part;
use crate::report::model::{Cached, Highlight, Look, Row, Rows, Sheet, Tone};
use crate::report::references::{is_found_by_place, summary_of};
use crate::report::{ReportError, evidence, sources};
use rust_decimal::Decimal;

/// The sheets; none for a policy without a cap.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts =
        book.caps.iter_enumerated().flat_map(|(cap, plan)| plan.rows.parts().map(move |part| (cap, plan, part)));
    parts
        .map(|(cap, plan, part)| {
            let write = body(move |rows| write(book, plan, cap, part, rows));
            let mut sheet = book.part(&plan.rows, &part, "奖励限额测算表", plan.columns.clone(), write);
            sheet.frozen = 1;
            if is_found_by_place(book) {
                sheet.number_rows(part.rows);
            }
            let ways = (plan.first_way..).zip(&plan.ways).map(|(column, _)| column);
            sheet.highlights = ways
                .flat_map(|column| [("是", Tone::Good), ("待定", Tone::Open)].map(|(word, tone)| (column, word, tone)))
                .map(|(column, word, tone)| Highlight { column, word, tone })
                .collect();
            sheet
        })
        .collect()
}

fn write(
    book: &Book<'_>,
    plan: &CapColumns,
    cap: CapIndex,
    part: Part,
    rows: &mut dyn Rows,
) -> Result<(), ReportError> {
    let (declared, sum) = (&book.policy.caps[cap], book.summary.counted[usize::from(cap)].sum);
    for index in part.firms() {
        let firm = &book.assessment.firms[index];
        let Some(cap) = firm.caps.get(cap) else {
            // Of a firm whose figures leave the range nothing is known; its row stays empty.
            let mut row = Row::with_capacity(plan.columns.len());
            row.text(book.name(index)).blanks_to(plan.code);
            row.text(book.code(index));
            rows.row(&row)?;
            continue;
        };
        let facts = book.assessment.facts_of(index);
        let record = book.record(index, &facts);
        let number = plan.rows.row(index);
        let mut row = Row::with_capacity(plan.columns.len());
        row.text(book.name(index));
        for (template, holds) in plan.ways.iter().zip(cap.ways.iter().flatten()) {
            let word = match holds {
                Some(true) => "是",
                Some(false) => "否",
                None => "待定",
            };
            row.formula_text(template.in_row(number), word);
        }
        row.formula_text(plan.class_formula.in_row(number), &*declared.classes[cap.class].name);
        match &plan.increment_formula {
            Some(template) => row.formula_money(template.in_row(number), cap.increment),
            None => row.money(cap.increment),
        };
        let before = summary_of(book, index, sum);
        let after = cap.amount.map(|_| cap.within());
        row.formula(plan.ratio_formula.in_row(number), Cached::Number(cap.ratio))
            .formula_money(plan.amount_formula.in_row(number), cap.amount)
            .formula_money(before, Some(cap.counted))
            .formula_money(plan.cut_formula.in_row(number), cap.cut)
            .formula_money(plan.after_formula.in_row(number), after);
        let ways = declared.classes.iter().flat_map(|class| &class.ways);
        let words = ways.map(|way| format!("{}：{}", way.name, value_words(&way.test, &record)));
        row.text(book.code(index)).text(words.collect::<Vec<_>>().join("。"));
        let trail = evidence::of_cap(&record, declared);
        let from = sources::words(&record, &trail);
        row.push_as(Look::Link, sources::cell(&from, &trail.cells, part.rows <= MOST_LINKED));
        let of_fund = book.policy.fund.as_ref().and_then(|fund| fund.of.as_ref());
        if let (Some((_, template)), Some(of)) = (&plan.pool, of_fund) {
            let adds = of.truth(&record)? == Some(true);
            let part = cap.increment.filter(|_| adds).map_or(Decimal::ZERO, Money::as_yuan);
            row.formula_money(template.in_row(number), Some(Money::yuan(part)));
        }
        debug_assert_eq!(row.count(), usize::from(plan.operands.first));
        plan.operands.fill(&mut row, &record);
        plan.links.fill(&mut row, &trail.cells);
        rows.row(&row)?;
    }
    Ok(())
}
