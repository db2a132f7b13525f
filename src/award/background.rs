//! What a line rests on from earlier years, for what shows it.

use super::assessment::Line;
use super::once::{awards_of_item, barring_awards, past_awards};
use super::standing::{Past, past};
use crate::check::Checked;
use crate::index::RowIndex;
use crate::money::Overflow;
use crate::policy::Span;
use crate::record::Record;

/// What a line rests on from earlier years: the history of its standing, and the latest year its record was awarded in, for items
/// that are awarded once; of what may be awarded n times, the n-th latest.
///
/// # Errors
/// [`Overflow`] if a figure leaves the range of a decimal.
pub fn past_of(checked: &Checked<'_>, firm: Record<'_>, line: &Line) -> Result<(Option<Past>, Option<i32>), Overflow> {
    let item = &checked.policy.items[line.item];
    let held = match item.standing {
        Some(standing) => past(checked, firm, standing, line.row)?,
        None => None,
    };
    let mut years: Vec<i32> = barring_awards(checked, firm, item, line)?.into_iter().map(|(_, year)| year).collect();
    years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
    // Of what may be awarded several times, the award that was the last allowed.
    let awarded = item.once.as_ref().and_then(|once| years.get(once.times - 1)).copied();
    Ok((held, awarded))
}

/// The past awards that a line rests on, by row of the history: those that could bar it, those of its record where a limit runs over the
/// record's life, those of its items where one runs over the firm's. `None` where no rule asks for any.
#[must_use]
pub fn past_rows(checked: &Checked<'_>, firm: Record<'_>, line: &Line) -> Option<Vec<RowIndex>> {
    let policy = checked.policy;
    let item = &policy.items[line.item];
    let over = |span| item.limits.iter().any(|limit| limit.over == span);
    let shared = item.within.iter().map(|shared| &policy.shared_limits[*shared]);
    let shared: Vec<_> = shared.filter(|shared| shared.limit.over == Span::FirmLife).collect();
    if item.once.is_none() && !over(Span::KeyLife) && !over(Span::FirmLife) && shared.is_empty() {
        return None;
    }
    let mut rows: Vec<RowIndex> =
        barring_awards(checked, firm, item, line).unwrap_or_default().into_iter().map(|(row, _)| row).collect();
    if over(Span::KeyLife) {
        rows.extend(past_awards(checked, line.firm, item, line.row).map(|(row, _)| row));
    }
    let own = over(Span::FirmLife).then_some(line.item);
    let items = own.into_iter().chain(shared.iter().flat_map(|shared| shared.items.iter().copied()));
    rows.extend(items.flat_map(|item| awards_of_item(checked, line.firm, &policy.items[item])).map(|(row, _)| row));
    rows.sort_unstable();
    rows.dedup();
    Some(rows)
}
