//! Limits: over a record, over a key and its life, over the firm's year or life, over several items. Used up in line order, so the
//! last line bears the cut.

use std::collections::HashMap;

use super::assessment::Line;
use super::exclusions::record_key;
use super::ledger::{Course, OneLimit, Step};
use super::once::{awards_of_item, past_awards};
use crate::check::Checked;
use crate::index::{FirmIndex, ItemIndex, RowIndex};
use crate::money::{Money, Overflow, Rounding};
use crate::policy::{Expr, Item, Limit, Span};
use crate::record::Record;
use crate::texts::Symbol;

/// One limit on its way over the lines it concerns.
struct Run<'r> {
    limit: &'r Limit,
    id: OneLimit,
    slot: usize,
    /// The items whose lines it is over.
    items: &'r [ItemIndex],
}

/// Applies the limits over records and keys, or, after the same matter was settled, those over the firm: what lost uses nothing up.
/// Each item's own come first.
pub(super) fn apply(
    checked: &Checked<'_>,
    firm: Record<'_>,
    lines: &[Line],
    courses: &mut [Course],
    of_firm: bool,
) -> Result<(), Overflow> {
    let policy = checked.policy;
    for (index, item) in policy.items.iter_enumerated() {
        let own = item.limits.iter().enumerate().filter(|(_, limit)| limit.over.is_of_firm() == of_firm);
        for (slot, (number, limit)) in own.enumerate() {
            let run = Run { limit, id: OneLimit::Own(number), slot, items: &[index] };
            run.over(checked, firm, lines, courses)?;
        }
    }
    let behind = policy.most_own_limits(of_firm);
    for (slot, index) in (behind..).zip(policy.shared_limits_over(of_firm)) {
        let shared = &policy.shared_limits[index];
        let run = Run { limit: &shared.limit, id: OneLimit::Shared(index), slot, items: &shared.items };
        run.over(checked, firm, lines, courses)?;
    }
    Ok(())
}

impl Run<'_> {
    fn over(
        &self,
        checked: &Checked<'_>,
        firm: Record<'_>,
        lines: &[Line],
        courses: &mut [Course],
    ) -> Result<(), Overflow> {
        let over = self.limit.over;
        let past = match (over, self.id) {
            (Span::FirmLife, OneLimit::Shared(_)) => Some(used_by_firm(checked, firm.firm, self.items)?),
            _ => None,
        };
        // For each key, the line that used of it last and what it left.
        let mut open: HashMap<Option<Symbol>, (usize, Money)> = HashMap::new();
        for (i, line) in lines.iter().enumerate().filter(|(_, line)| self.items.contains(&line.item)) {
            let course = &mut courses[i];
            let key = key(checked, self.limit, line);
            // A blank names no record: such a line stands by itself.
            let alone = over == Span::Record || (!over.is_of_firm() && key.is_none());
            let before = open.get(&key).copied().filter(|_| !alone);
            let mut left = match before {
                Some((_, left)) => left,
                None => {
                    let used = match over {
                        Span::KeyLife => course.steps.used,
                        Span::FirmLife => past.or(course.steps.used_by_firm),
                        Span::Record | Span::Key | Span::FirmYear => None,
                    };
                    full(&self.limit.amount, &line.of(firm))?.minus(used.unwrap_or_default())?.max(Money::ZERO)
                }
            };
            let cut = cut_to(course.left, &mut left)?;
            course.left = course.left.minus(cut)?;
            let steps = if over.is_of_firm() { &mut course.steps.year } else { &mut course.steps.record };
            let after = before.map(|(line, _)| line);
            steps.push(Step { limit: self.id, slot: self.slot, past, after, cut, left });
            open.insert(key, (i, left));
        }
        Ok(())
    }
}

/// What a limit comes to: whole fen, never below nothing. Of a limit that is not known no line is payable.
pub(super) fn full(amount: &Expr, record: &Record<'_>) -> Result<Money, Overflow> {
    let amount = Money::yuan(amount.number(record)?.unwrap_or_default());
    Ok(amount.rounded(Rounding::Down).max(Money::ZERO))
}

/// What a limit goes by: the record it is over, if it is over one.
fn key(checked: &Checked<'_>, limit: &Limit, line: &Line) -> Option<Symbol> {
    let item = &checked.policy.items[line.item];
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

/// What past awards of these items, whatever the record, have used up.
pub(super) fn used_by_firm(
    checked: &Checked<'_>,
    firm: Option<FirmIndex>,
    items: &[ItemIndex],
) -> Result<Money, Overflow> {
    let (Some(history), Some(firm)) = (&checked.policy.history, firm) else {
        return Ok(Money::ZERO);
    };
    let table = &checked.data.tables[history.table];
    let of_items = items.iter().flat_map(|item| awards_of_item(checked, firm, &checked.policy.items[*item]));
    Money::total(of_items.filter_map(|(past, _)| table.money(history.amount, past)))
}

/// What past awards of the record have used up.
pub(super) fn used_up(checked: &Checked<'_>, firm: FirmIndex, item: &Item, row: RowIndex) -> Result<Money, Overflow> {
    let Some(history) = &checked.policy.history else {
        return Ok(Money::ZERO);
    };
    let table = &checked.data.tables[history.table];
    let past = past_awards(checked, firm, item, row);
    Money::total(past.filter_map(|(past, _)| table.money(history.amount, past)))
}
