//! The one walk over a firm's lines: record and life limits → the same matter inside the policy → limits over the firm's year →
//! another scheme. Each step writes what it took and why into the ledger.

use super::assessment::{Assessment, Line};
use super::ledger::{Course, Ledger, LineSteps};
use super::{limits, other_scheme, overlaps};
use crate::check::Checked;
use crate::money::Overflow;
use crate::policy::Span;
use crate::record::Record;

/// The ledger of the firm at `firm`, for what follows its figures step by step.
///
/// # Errors
/// [`Overflow`] if a figure leaves the range of a decimal.
pub fn ledger(checked: &Checked<'_>, assessment: &Assessment, firm: usize) -> Result<Ledger, Overflow> {
    let facts = assessment.facts_of(firm);
    let lines = &assessment.lines[assessment.firms[firm].lines.clone()];
    walk(checked, Record { facts: &facts, ..checked.firm(firm) }, lines)
}

/// Walks over `lines`, whose amounts and statuses are decided. What is not payable goes along with nothing.
pub(super) fn walk(checked: &Checked<'_>, firm: Record<'_>, lines: &[Line]) -> Result<Ledger, Overflow> {
    let mut courses = lines.iter().map(|line| start(checked, line)).collect::<Result<Vec<_>, _>>()?;
    limits::apply(checked, firm, lines, &mut courses, false)?;
    let overlaps = overlaps::settle(checked, lines, &mut courses)?;
    limits::apply(checked, firm, lines, &mut courses, true)?;
    let outside = other_scheme::deduct(checked, firm, lines, &mut courses)?;
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
