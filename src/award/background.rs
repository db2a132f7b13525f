//! What a line rests on from earlier years, for what shows it.

use super::assessment::Line;
use super::once::barring_awards;
use super::standing::{Past, past};
use crate::check::Checked;
use crate::money::Overflow;
use crate::record::Record;

/// What a line rests on from earlier years: the history of its standing, and the latest year its record was awarded in, for items
/// that are awarded once.
///
/// # Errors
/// [`Overflow`] if a figure leaves the range of a decimal.
pub fn past_of(checked: &Checked<'_>, firm: Record<'_>, line: &Line) -> Result<(Option<Past>, Option<i32>), Overflow> {
    let item = &checked.policy.items[line.item];
    let held = match item.standing {
        Some(standing) => past(checked, firm, &checked.policy.standings[standing], line.row)?,
        None => None,
    };
    let awarded = barring_awards(checked, firm, item, line)?.into_iter().map(|(_, year)| year).max();
    Ok((held, awarded))
}
