//! Limits: over a record, over a key and its life, over the firm's year. Used up in line order, so the last line bears the cut.

use std::collections::HashMap;

use super::assessment::{Line, LineStatus};
use super::bars::{past_awards, record_key};
use super::firm::Judging;
use crate::check::Checked;
use crate::money::{Money, Overflow};
use crate::policy::{Item, Span};
use crate::texts::Symbol;

/// Limits over each record and over each key, before rivals are compared.
pub(super) fn per_record(judging: &Judging<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    let policy = judging.checked.policy;
    for (index, item) in policy.items.iter().enumerate() {
        for limit in item.limits.iter().filter(|limit| limit.over != Span::FirmYear) {
            let mut remaining: HashMap<Symbol, Money> = HashMap::new();
            for line in lines.iter_mut().filter(|line| line.item == index && line.status == LineStatus::Payable) {
                let full = policy.amount(limit.parameter);
                let mut per_line = full;
                let key = record_key(judging.checked, item, item.table, item.record, line.row);
                // A blank names no record: such a line stands by itself.
                let left = if let (Some(key), true) = (key, limit.over != Span::Record) {
                    match remaining.entry(key) {
                        std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
                        std::collections::hash_map::Entry::Vacant(entry) => {
                            let used = if limit.over == Span::KeyLife {
                                used_up(judging.checked, judging.firm, item, line.row)?
                            } else {
                                Money::ZERO
                            };
                            entry.insert(full.minus(used)?.max(Money::ZERO))
                        }
                    }
                } else {
                    &mut per_line
                };
                line.record_cut = line.record_cut.plus(cut_to(line.left(), left)?)?;
            }
        }
    }
    Ok(())
}

/// Limits over the firm's year, after rivals: what lost uses nothing up.
pub(super) fn per_year(judging: &Judging<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    let policy = judging.checked.policy;
    for (index, item) in policy.items.iter().enumerate() {
        for limit in item.limits.iter().filter(|limit| limit.over == Span::FirmYear) {
            let mut left = policy.amount(limit.parameter);
            for line in lines.iter_mut().filter(|line| line.item == index && line.status == LineStatus::Payable) {
                line.year_cut = line.year_cut.plus(cut_to(line.left(), &mut left)?)?;
            }
        }
    }
    Ok(())
}

/// What of `amount` exceeds `left`; the rest is used up.
pub(super) fn cut_to(amount: Money, left: &mut Money) -> Result<Money, Overflow> {
    let given = amount.min(*left);
    *left = left.minus(given)?;
    amount.minus(given)
}

/// What past awards of the record have used up.
pub(super) fn used_up(checked: &Checked<'_>, firm: usize, item: &Item, row: usize) -> Result<Money, Overflow> {
    let Some(history) = &checked.policy.history else {
        return Ok(Money::ZERO);
    };
    let table = &checked.data.tables[history.table];
    let past = past_awards(checked, firm, item, row);
    Money::total(past.filter_map(|(past, _)| table.money(history.amount, past)))
}
