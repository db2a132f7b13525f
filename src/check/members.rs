//! Shares of those who divide an award: of one record they are the whole together.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::finding::{Finding, catalogue};
use crate::formula::{Value, percent_words};
use crate::index::RowIndex;
use crate::policy::{Members, Policy};
use crate::tables::Dataset;
use crate::texts::Symbol;

/// E317 at the first member of each record whose shares are all told and are not the whole together.
#[must_use]
pub(super) fn not_whole(policy: &Policy, data: &Dataset) -> Vec<Finding> {
    let mut rules: Vec<&Members> = Vec::new();
    for members in policy.items.iter().flat_map(|item| &item.payees).filter_map(|part| part.members.as_ref()) {
        // Two items may divide by the same list.
        if !rules.contains(&members) {
            rules.push(members);
        }
    }
    rules.into_iter().flat_map(|rule| of_rule(policy, data, rule)).collect()
}

fn of_rule(policy: &Policy, data: &Dataset, rule: &Members) -> Vec<Finding> {
    let Some(part) = rule.part else { return Vec::new() };
    let (table, key) = (&data.tables[rule.table], policy.tables[rule.table].key);
    // By firm and record: the first row, and what the shares come to as far as all are told.
    let mut wholes: BTreeMap<(Symbol, Symbol), (RowIndex, Option<Decimal>)> = BTreeMap::new();
    for row in table.rows() {
        let (Some(firm), Some(record)) = (table.text(key, row), table.text(rule.same, row)) else { continue };
        let share = match table.columns[part].value(row) {
            Value::Number(share) => Some(share),
            _ => None,
        };
        let (_, whole) = wholes.entry((firm, data.form(record))).or_insert((row, Some(Decimal::ZERO)));
        *whole = whole.zip(share).map(|(whole, share)| whole.saturating_add(share));
    }
    let wrong =
        wholes.into_values().filter_map(|(row, whole)| Some((row, whole.filter(|whole| *whole != Decimal::ONE)?)));
    let mut wrong: Vec<(RowIndex, Decimal)> = wrong.collect();
    wrong.sort_unstable_by_key(|(row, _)| *row);
    let finding = |(row, whole): (RowIndex, Decimal)| {
        let record = table.text(rule.same, row).map_or("", |record| data.texts.get(record));
        let why = format!("“{record}”加起来是 {}", percent_words(whole));
        Finding::new(&catalogue::SHARES_NOT_WHOLE, data.place(rule.table, part, row), "", "100%").because(why)
    };
    wrong.into_iter().map(finding).collect()
}
