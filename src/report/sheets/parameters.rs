//! 政策参数: every figure of the policy, each with a defined name that the live formulas point to.

use std::collections::HashSet;

use crate::formula::Type;
use crate::index::ParameterIndex;
use crate::policy::{Item, Policy};
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{Cell, Column, Columns, FIRST_ROW, Look, Row, Rows, Sheet, address, quoted_sheet};
use crate::report::operands::YEAR_NAME;

pub(in crate::report) const NAME: &str = "政策参数";

const VALUE: u16 = 1;

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Sheet<'b> {
    let mut columns = Columns::default();
    columns.add(Column::new("参数", 34, Look::Wrapped).noted("也是单元格的名称，公式里用它"));
    columns.add(Column::new("数值", 14, Look::Number));
    columns.add(Column::new("单位", 8, Look::Centred));
    columns.add(Column::new("条款", 11, Look::Centred));
    columns.add(Column::new("说明", 58, Look::Wrapped));
    let note = "施行期等日期不是参数：改政策文件后重新核算";
    columns.add(Column::new("改动以后", 26, Look::Wrapped).noted(note));
    let mut sheet = book.sheet(NAME.to_owned(), "奖励政策参数表", columns.done(), body(move |rows| write(book, rows)));
    sheet.frozen = 1;
    // The names below mean cells by their place.
    sheet.number_rows(u32::try_from(book.policy.parameters.len() + 1).unwrap_or(u32::MAX));
    sheet
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let live = live(book.policy);
    let effect = |live: bool| if live { "各表随之重算" } else { "须改政策文件后重新核算" };
    let mut row = Row::with_capacity(6);
    row.text(YEAR_NAME).push_as(Look::Whole, Cell::Number(book.assessment.year.into())).text("").text("");
    row.text("奖励年度").text(effect(false));
    rows.row(&row)?;
    for (index, parameter) in book.policy.parameters.iter_enumerated() {
        let (look, unit) = match parameter.kind {
            Type::Money => (Look::Money, "元"),
            Type::Share => (Look::Percent, "比例"),
            Type::Year => (Look::Whole, "年"),
            _ => (Look::Number, ""),
        };
        // The loader's note of a plain unit says no more than the unit.
        let note = if matches!(&*parameter.note, "元" | "年") { "" } else { &*parameter.note };
        let unit = if unit.is_empty() && &*parameter.note == "年" { "年" } else { unit };
        let mut row = Row::with_capacity(6);
        row.text(&*parameter.name)
            .push_as(look, Cell::Number(parameter.value))
            .text(unit)
            .text(&*parameter.clause)
            .text(note)
            .text(effect(live.contains(&index)));
        rows.row(&row)?;
    }
    Ok(())
}

/// The defined names and the cells they stand for.
pub(in crate::report) fn names(policy: &Policy) -> Vec<(String, String)> {
    let column = address(VALUE, 0);
    let column = column.trim_end_matches(|c: char| c.is_ascii_digit());
    let place = |index: u32| format!("={}!${column}${}", quoted_sheet(NAME), FIRST_ROW + index + 1);
    let own = (1..).zip(&policy.parameters).map(|(index, parameter)| (parameter.name.to_string(), place(index)));
    std::iter::once((YEAR_NAME.to_owned(), place(0))).chain(own).collect()
}

/// The parameters that live formulas point to. Those used only to choose records or to find facts need a new run.
fn live(policy: &Policy) -> HashSet<ParameterIndex> {
    let rules = policy.rules();
    let mut found: HashSet<_> =
        rules.iter().filter(|rule| rule.live).flat_map(|rule| rule.formula.parameters()).collect();
    found.extend(policy.items.iter().flat_map(|item| item.funders.iter().map(|(_, share)| *share)));
    found.extend(policy.items.iter().flat_map(|item| &item.payees).filter_map(|part| part.share));
    found.extend(policy.caps.iter().flat_map(|cap| cap.classes.iter().map(|class| class.ratio)));
    policy.items.iter().for_each(|item| found.extend(of_item(policy, item)));
    found
}

fn of_item(policy: &Policy, item: &Item) -> impl Iterator<Item = ParameterIndex> {
    let once = item.once.as_ref().and_then(|once| once.parameter);
    once.into_iter().chain(item.standing.map(|standing| policy.standings[standing].parameter))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 分配明细 divides by them with live formulas.
    #[test]
    fn a_changed_share_of_a_payee_moves_the_other_sheets() {
        let text = include_str!("../../../examples/policies/payees.toml");
        let policy = Policy::load(text, "payees.toml").expect("the policy");
        let mut shares = policy.items.iter().flat_map(|item| &item.payees).filter_map(|part| part.share).peekable();
        assert!(shares.peek().is_some());
        let live = live(&policy);
        assert!(shares.all(|share| live.contains(&share)));
    }
}
