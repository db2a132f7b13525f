//! The one walk over a firm's lines: record and life limits → the same matter inside the policy → limits over the firm's year →
//! the firm's one highest item → another scheme. Each step writes what it took and why into the ledger.

use super::assessment::{Assessment, Firm, Line};
use super::ledger::{Course, Ledger, LineSteps};
use super::{limits, other_scheme, overlaps, spread};
use crate::check::Checked;
use crate::index::FirmIndex;
use crate::money::Overflow;
use crate::policy::Span;
use crate::record::Record;

/// The ledger of the firm at `firm`, for what follows its figures step by step.
///
/// # Errors
/// [`Overflow`] if a figure leaves the range of a decimal.
pub fn ledger(checked: &Checked<'_>, assessment: &Assessment, firm: FirmIndex) -> Result<Ledger, Overflow> {
    let facts = assessment.facts_of(firm);
    let lines = &assessment.lines[assessment.firms[firm].lines.clone()];
    let at_hand = Record { facts: &facts, ..checked.firm(firm) };
    let ledger = walk(checked, at_hand, lines)?;
    after_cap(checked, at_hand, &assessment.firms[firm], lines, ledger)
}

/// The other scheme's awards against what the cap left of the lines, where the policy compares so.
pub(super) fn after_cap(
    checked: &Checked<'_>,
    at_hand: Record<'_>,
    firm: &Firm,
    lines: &[Line],
    ledger: Ledger,
) -> Result<Ledger, Overflow> {
    if checked.policy.other_scheme.as_ref().is_none_or(|scheme| !scheme.after_cap) {
        return Ok(ledger);
    }
    let shares = spread::shares(checked.policy, firm, lines)?;
    let courses = ledger.lines.into_iter().zip(shares).map(|(steps, left)| Course { left, steps });
    let mut courses: Vec<Course> = courses.collect();
    let outside = other_scheme::deduct(checked, at_hand, lines, &mut courses)?;
    Ok(Ledger { lines: courses.into_iter().map(|course| course.steps).collect(), outside, ..ledger })
}

/// Walks over `lines`, whose amounts and statuses are decided. What is not payable goes along with nothing.
pub(super) fn walk(checked: &Checked<'_>, firm: Record<'_>, lines: &[Line]) -> Result<Ledger, Overflow> {
    let mut courses = lines.iter().map(|line| start(checked, line)).collect::<Result<Vec<_>, _>>()?;
    limits::apply(checked, firm, lines, &mut courses, false)?;
    let mut overlaps = overlaps::settle(checked, lines, &mut courses)?;
    limits::apply(checked, firm, lines, &mut courses, true)?;
    overlaps.extend(overlaps::settle_firm(checked, lines, &mut courses)?);
    let before_cap = checked.policy.other_scheme.as_ref().is_some_and(|scheme| !scheme.after_cap);
    let outside = if before_cap { other_scheme::deduct(checked, firm, lines, &mut courses)? } else { Vec::new() };
    Ok(Ledger { lines: courses.into_iter().map(|course| course.steps).collect(), overlaps, outside })
}

fn start(checked: &Checked<'_>, line: &Line) -> Result<Course, Overflow> {
    let item = &checked.policy.items[line.item];
    let over = |span: Span| item.limits.iter().any(|limit| limit.over == span);
    let used = over(Span::KeyLife).then(|| limits::used_up(checked, line.firm, item, line.row)).transpose()?;
    let used_by_firm =
        over(Span::FirmLife).then(|| limits::used_by_firm(checked, Some(line.firm), &[line.item])).transpose()?;
    let left = line.amount.filter(|_| line.is_payable()).unwrap_or_default();
    Ok(Course { left, steps: LineSteps { used, used_by_firm, ..LineSteps::default() } })
}
