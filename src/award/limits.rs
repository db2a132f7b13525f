//! Limits: over a record, over a key and its life, over the firm's year. Used up in line order, so the last line bears the cut.

use std::collections::HashMap;

use super::assessment::Line;
use super::exclusions::{past_awards, record_key};
use super::ledger::{Course, Step};
use crate::check::Checked;
use crate::money::{Money, Overflow};
use crate::policy::{Item, Limit, Span};
use crate::record::Record;
use crate::texts::Symbol;

/// Applies the items' limits over records and keys, or, after the same matter was settled, those over the firm's year: what lost
/// uses nothing up.
pub(super) fn apply(
    checked: &Checked<'_>,
    firm: Record<'_>,
    lines: &[Line],
    courses: &mut [Course],
    yearly: bool,
) -> Result<(), Overflow> {
    for (index, item) in checked.policy.items.iter().enumerate() {
        for (number, limit) in item.limits.iter().enumerate().filter(|(_, l)| l.over.is_of_firm() == yearly) {
            // For each key, the line that used of it last and what it left.
            let mut open: HashMap<Option<Symbol>, (usize, Money)> = HashMap::new();
            for (i, line) in lines.iter().enumerate().filter(|(_, line)| line.item == index) {
                let course = &mut courses[i];
                let key = key(checked, item, limit, line);
                // A blank names no record: such a line stands by itself.
                let alone = limit.over == Span::Record || (!limit.over.is_of_firm() && key.is_none());
                let before = open.get(&key).copied().filter(|_| !alone);
                let mut left = match before {
                    Some((_, left)) => left,
                    None => {
                        let used = match limit.over {
                            Span::KeyLife => course.steps.used,
                            Span::FirmLife => course.steps.used_by_firm,
                            Span::Record | Span::Key | Span::FirmYear => None,
                        };
                        // Of a limit that is not known no line is payable.
                        let full = Money::yuan(limit.amount.number(&line.of(firm))?.unwrap_or_default());
                        full.minus(used.unwrap_or_default())?.max(Money::ZERO)
                    }
                };
                let cut = cut_to(course.left, &mut left)?;
                course.left = course.left.minus(cut)?;
                let steps = if yearly { &mut course.steps.year } else { &mut course.steps.record };
                steps.push(Step { limit: number, after: before.map(|(line, _)| line), cut, left });
                open.insert(key, (i, left));
            }
        }
    }
    Ok(())
}

/// What a limit goes by: the record it is over, if it is over one.
fn key(checked: &Checked<'_>, item: &Item, limit: &Limit, line: &Line) -> Option<Symbol> {
    match limit.over {
        Span::Key | Span::KeyLife => record_key(checked, item, item.table, item.record, line.row),
        Span::Record | Span::FirmYear | Span::FirmLife => None,
    }
}

/// What of `amount` exceeds `left`; the rest is used up.
fn cut_to(amount: Money, left: &mut Money) -> Result<Money, Overflow> {
    let given = amount.min(*left);
    *left = left.minus(given)?;
    amount.minus(given)
}

/// What past awards of the item, whatever the record, have used up.
pub(super) fn used_by_firm(checked: &Checked<'_>, firm: usize, item: &Item) -> Result<Money, Overflow> {
    let Some(history) = &checked.policy.history else {
        return Ok(Money::ZERO);
    };
    let table = &checked.data.tables[history.table];
    let rows = checked.rows_of(history.table, firm).iter().map(|row| *row as usize);
    let past = rows.filter(|row| {
        table.text(history.item, *row) == Some(item.symbol)
            && table.year(history.year, *row).is_some_and(|year| year < checked.year)
    });
    Money::total(past.filter_map(|row| table.money(history.amount, row)))
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
