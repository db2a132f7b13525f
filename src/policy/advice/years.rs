//! Facts and items whose formulas take in another year than their words say.

use super::around::source_names_year;
use super::remark;
use super::satisfy::Space;
use crate::formula::{Comparison, Expression, Formula, Function, Named, Type};
use crate::index::{ColumnIndex, TableIndex};
use crate::policy::fault::Fault;
use crate::policy::file;
use crate::policy::{Fact, Item, Kind, Policy, Source, Target};

/// No award goes on for so many years: a record that counts then counts for ever.
const LONG_AGO: i32 = 60;
/// Words that speak of one year.
const THIS_YEAR: &[&str] = &["当年", "本年", "今年", "年内", "上年", "去年"];

pub(super) fn remarks(raw: &file::File, policy: &Policy, found: &mut Vec<Fault>) {
    for (written, fact) in raw.fact.iter().zip(&policy.facts) {
        let Some(table) = dated(policy, fact).filter(|_| !speaks_of_year(policy, fact)) else { continue };
        let written_so =
            |column: &ColumnIndex| Target::Column(*column).written(&policy.tables[table].columns[*column].name);
        let columns = policy.tables[table].period.iter().map(written_so).collect::<Vec<_>>().join("、");
        if let Some(word) = THIS_YEAR.iter().find(|word| fact.name.contains(**word)) {
            let message =
                format!("事实“{}”说的是{word}，公式里没有年度，各年的记录都算在内；按年度取，看 {columns}", fact.name);
            remark(found, &written.name, message);
        } else if takes_first(policy, fact, table) {
            let message = format!(
                "表“{}”一家企业一年一条，事实“{}”没有写年度，只取最先读到的一条；where 里按年度取（{columns}），或者写 latest",
                policy.tables[table].name, fact.name
            );
            remark(found, &written.name, message);
        }
    }
    for (written, condition) in raw.firm_conditions().zip(&policy.conditions) {
        let Some(word) = THIS_YEAR.iter().find(|word| condition.requirement.contains(**word)) else { continue };
        for (target, name, _) in condition.test.names() {
            if let Target::Fact(fact) = target
                && let fact = &policy.facts[fact]
                && dated(policy, fact).is_some()
                && !speaks_of_year(policy, fact)
            {
                let message = format!("requirement 说的是{word}，事实“{name}”的公式里没有年度，各年的记录都算在内");
                remark(found, &written.test, message);
            }
        }
    }
    for (written, item) in raw.item.iter().zip(&policy.items) {
        let bounded = item.once.is_some() || item.limits.iter().any(|limit| limit.over.remembers());
        if !bounded && !written.any_year && takes_all_earlier(policy, item) {
            let message = format!(
                "“{}”的 counts 只说不晚于哪一年，更早的记录每年都会再算一次；按年度取，如 [@年度]=年度，\
                 奖几年的写明从哪年起，只奖一次的写 once，本来如此的写 any_year = true",
                item.name
            );
            found.push(Fault::new(message, written.place()));
        }
        let declared = &policy.tables[item.table];
        let dates: Vec<ColumnIndex> = compared_with_year(policy, item.table, &item.counts);
        if dates.is_empty() || dates.iter().any(|column| declared.period.contains(column)) {
            continue;
        }
        let names: Vec<&str> = dates.iter().map(|column| &*declared.columns[*column].name).collect();
        let message = format!(
            "“{}”按 {} 取年度，表“{}”的 period 里没有它，程序看不出一行属于哪一年；period 写 [\"{}\"]",
            item.name,
            names.join("、"),
            declared.name,
            names.join("\", \"")
        );
        remark(found, written.counts.as_ref().unwrap_or(&written.name), message);
    }
}

/// Does a record of long ago count in every later year? Where the year is part of a sum (`年度-认定年<=3`) it is not told.
fn takes_all_earlier(policy: &Policy, item: &Item) -> bool {
    let space = Space { policy, table: Some(item.table) };
    let speaks = |node: &Expression<Target>, of_year: bool| node.refers(|target| (*target == Target::Year) == of_year);
    let mut held = Vec::new();
    let mut can_be_told = true;
    item.counts.root.visit(&mut |node| {
        let Expression::Compare(_, left, right) = node else { return };
        for (year, of) in [(left, right), (right, left)] {
            if speaks(year, true) {
                can_be_told &= !speaks(year, false) && !speaks(of, true);
                held.push(of);
            }
        }
    });
    can_be_told
        && !held.is_empty()
        && held.into_iter().all(|of| {
            let figure = |value: i32| Expression::Number { value: value.into(), percent: false };
            let then = figure(policy.years.start() - LONG_AGO);
            let then = match &**of {
                Expression::Name { kind: Type::Date, .. } => {
                    Expression::Call(Function::Date, vec![then, figure(1), figure(1)])
                }
                _ => then,
            };
            let long_ago = Expression::Compare(Comparison::AtMost, of.clone(), Box::new(then));
            space.together(&[&item.counts.root, &long_ago])
        })
}

/// The table whose dated records the fact looks at.
fn dated(policy: &Policy, fact: &Fact) -> Option<TableIndex> {
    match &fact.source {
        Source::Any { table, .. }
        | Source::Count { table, .. }
        | Source::Sum { table, .. }
        | Source::Value { table, .. } => Some(*table).filter(|table| !policy.tables[*table].period.is_empty()),
        Source::Standing { .. } | Source::Derived { .. } => None,
    }
}

/// Does the fact say which year?
fn speaks_of_year(policy: &Policy, fact: &Fact) -> bool {
    matches!(fact.source, Source::Value { latest: Some(_), .. } | Source::Derived { .. })
        || source_names_year(policy, &fact.source)
}

/// Does it take one record of a table that has one a year?
fn takes_first(policy: &Policy, fact: &Fact, table: TableIndex) -> bool {
    let declared = &policy.tables[table];
    matches!(fact.source, Source::Value { .. }) && declared.unique.iter().any(|column| declared.period.contains(column))
}

/// The columns of years and days that `formula` uses.
fn compared_with_year(policy: &Policy, table: TableIndex, formula: &Formula<Target>) -> Vec<ColumnIndex> {
    if !formula.root.refers(|target| *target == Target::Year) {
        return Vec::new();
    }
    let mut columns = Vec::new();
    for (target, ..) in formula.names() {
        if let Target::Column(column) = target
            && matches!(policy.tables[table].columns[column].kind, Kind::Year | Kind::Date)
            && !columns.contains(&column)
        {
            columns.push(column);
        }
    }
    columns
}
