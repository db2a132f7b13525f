//! How the figures of one firm's lines hang together, whatever is paid: which line's remainder the next one starts from, who
//! stands against whom, which line another scheme's award is taken from. The award workbook's live formulas follow these threads,
//! so that a changed figure moves all that depends on it, also where it turns a winner into a loser.
//!
//! The same steps as in [`super::limits`], [`super::rivals`] and [`super::other_scheme`], kept instead of summed up.

use super::assessment::{Assessment, Line, LineStatus};
use super::bars::{past_awards, record_key};
use super::limits::{cut_to, used_up};
use super::other_scheme::claims;
use super::record::{Record, cell};
use super::standing::{self, Past};
use crate::check::Checked;
use crate::money::{Money, Overflow};
use crate::policy::{Item, Limit, Span};
use crate::texts::Symbol;

/// The threads of one firm. Lines are counted within the firm.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// For each line.
    pub lines: Vec<LineTrace>,
    /// For each row of the other scheme that applies.
    pub outside: Vec<Outside>,
}

/// The threads of one line.
#[derive(Clone, Debug, Default)]
pub struct LineTrace {
    /// What its standing rests on.
    pub past: Option<Past>,
    /// The year of the latest past award of the record, for items that are awarded once.
    pub awarded: Option<i32>,
    /// What past awards of the record used up, for items with a limit over its life.
    pub used: Option<Money>,
    /// The item's limits over records and keys, in its order.
    pub record: Vec<Step>,
    /// The comparisons it takes part in.
    pub contests: Vec<Contest>,
    /// The item's limits over the firm's year, in its order.
    pub year: Vec<Step>,
    /// The last deduction for another scheme: the claim in [`Trace::outside`] and the share in it.
    pub other: Option<(usize, usize)>,
}

/// One limit applied to one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The limit, by index in the item's.
    pub limit: usize,
    /// The line whose remainder this one starts from; none: the full limit.
    pub after: Option<usize>,
    /// What is cut here.
    pub cut: Money,
    /// What then remains of the limit.
    pub left: Money,
}

/// One line's part in a comparison. A contender is all lines of one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contest {
    /// Which comparison: 0 inside an item, then the policy's rivals from 1.
    pub stage: usize,
    /// The line before this one on the same side.
    pub before: Option<usize>,
    /// The last line of this side.
    pub side: usize,
    /// The last line of the side before.
    pub rival: Option<usize>,
    /// The last line of the last side.
    pub end: usize,
    /// What this side comes to, up to and with this line.
    pub sum: Money,
    /// On a side's last line: the highest side so far.
    pub best: Option<Money>,
    /// What is cut here.
    pub cut: Money,
}

/// A row of the other scheme.
#[derive(Clone, Debug)]
pub struct Outside {
    /// Its row in the other scheme's table.
    pub row: usize,
    /// What the other scheme gives.
    pub other: Money,
    /// What this policy gives for the matter.
    pub ours: Money,
    /// What is deducted.
    pub deducted: Money,
    /// The lines it is taken from.
    pub shares: Vec<Share>,
}

/// One line's share in a deduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The line.
    pub line: usize,
    /// The line's share in an earlier deduction.
    pub earlier: Option<(usize, usize)>,
    /// What the line still has.
    pub available: Money,
    /// What is taken from it.
    pub taken: Money,
    /// What is left to be deducted from later lines.
    pub rest: Money,
    /// What all deductions so far took from the line.
    pub total: Money,
}

/// A line while it is followed.
struct Course {
    left: Money,
    trace: LineTrace,
}

/// Follows the lines of `firm`.
///
/// # Errors
/// [`Overflow`] if a figure leaves the range of a decimal.
pub fn trace(checked: &Checked<'_>, assessment: &Assessment, firm: usize) -> Result<Trace, Overflow> {
    let lines = &assessment.lines[assessment.firms[firm].lines.clone()];
    let facts = assessment.facts_of(firm);
    let record = Record { facts: &facts, ..checked.firm(firm) };
    let mut courses = lines.iter().map(|line| start(checked, record, line)).collect::<Result<Vec<_>, _>>()?;
    limits(checked, lines, &mut courses, false)?;
    inside_items(checked, lines, &mut courses)?;
    across_items(checked, lines, &mut courses)?;
    limits(checked, lines, &mut courses, true)?;
    let outside = other_scheme(checked, record, lines, &mut courses)?;
    Ok(Trace { lines: courses.into_iter().map(|course| course.trace).collect(), outside })
}

fn start(checked: &Checked<'_>, firm: Record<'_>, line: &Line) -> Result<Course, Overflow> {
    let item = &checked.policy.items[line.item];
    let past = match item.standing {
        Some(standing) => standing::past(checked, firm, &checked.policy.standings[standing], line.row)?,
        None => None,
    };
    let awarded = item.once.as_ref().and_then(|_| past_awards(checked, line.firm, item, line.row).map(|p| p.1).max());
    let lives = item.limits.iter().any(|limit| limit.over == Span::KeyLife);
    let used = if lives { Some(used_up(checked, line.firm, item, line.row)?) } else { None };
    let left = if line.status == LineStatus::Payable { line.amount.unwrap_or_default() } else { Money::ZERO };
    Ok(Course { left, trace: LineTrace { past, awarded, used, ..LineTrace::default() } })
}

/// The item's limits over records and keys, or those over the year.
fn limits(checked: &Checked<'_>, lines: &[Line], courses: &mut [Course], yearly: bool) -> Result<(), Overflow> {
    for (index, item) in checked.policy.items.iter().enumerate() {
        for (number, limit) in item.limits.iter().enumerate().filter(|(_, l)| (l.over == Span::FirmYear) == yearly) {
            let mut open: Vec<(Option<Symbol>, usize)> = Vec::new();
            for i in (0..lines.len()).filter(|i| lines[*i].item == index) {
                let key = limit_key(checked, item, limit, &lines[i]);
                // A blank names no record: such a line stands by itself.
                let alone = limit.over == Span::Record || (limit.over != Span::FirmYear && key.is_none());
                let known = open.iter().position(|(known, _)| *known == key).filter(|_| !alone);
                let after = known.map(|known| open[known].1);
                let mut left = match after {
                    Some(before) => step(&courses[before], yearly, number).map_or(Money::ZERO, |step| step.left),
                    None => {
                        let used = courses[i].trace.used.filter(|_| limit.over == Span::KeyLife).unwrap_or_default();
                        checked.policy.amount(limit.parameter).minus(used)?.max(Money::ZERO)
                    }
                };
                let cut = cut_to(courses[i].left, &mut left)?;
                courses[i].left = courses[i].left.minus(cut)?;
                let steps = if yearly { &mut courses[i].trace.year } else { &mut courses[i].trace.record };
                steps.push(Step { limit: number, after, cut, left });
                match known {
                    Some(known) => open[known].1 = i,
                    None => open.push((key, i)),
                }
            }
        }
    }
    Ok(())
}

fn limit_key(checked: &Checked<'_>, item: &Item, limit: &Limit, line: &Line) -> Option<Symbol> {
    match limit.over {
        Span::Key | Span::KeyLife => record_key(checked, item, item.table, item.record, line.row),
        Span::Record | Span::FirmYear => None,
    }
}

fn step(course: &Course, yearly: bool, limit: usize) -> Option<&Step> {
    let steps = if yearly { &course.trace.year } else { &course.trace.record };
    steps.iter().find(|step| step.limit == limit)
}

fn inside_items(checked: &Checked<'_>, lines: &[Line], courses: &mut [Course]) -> Result<(), Overflow> {
    for (index, item) in checked.policy.items.iter().enumerate() {
        let Some((column, _)) = &item.higher_by else { continue };
        let mut groups: Vec<(_, Vec<Vec<usize>>)> = Vec::new();
        for i in (0..lines.len()).filter(|i| lines[*i].item == index) {
            let Some(subject) = cell(&checked.data, item.table, *column, lines[i].row).text() else { continue };
            let subject = checked.data.form(subject);
            match groups.iter_mut().find(|(known, _)| *known == subject) {
                Some((_, sides)) => sides.push(vec![i]),
                None => groups.push((subject, vec![vec![i]])),
            }
        }
        for (_, sides) in groups {
            contest(courses, 0, &sides)?;
        }
    }
    Ok(())
}

fn across_items(checked: &Checked<'_>, lines: &[Line], courses: &mut [Course]) -> Result<(), Overflow> {
    for (stage, rival) in (1..).zip(&checked.policy.rivals) {
        let mut groups: Vec<(Symbol, Vec<Vec<usize>>)> = Vec::new();
        for (i, line) in lines.iter().enumerate().filter(|(_, line)| rival.items.contains(&line.item)) {
            let item = &checked.policy.items[line.item];
            let Some(key) = record_key(checked, item, item.table, item.record, line.row) else { continue };
            let known = groups.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
                groups.push((key, Vec::new()));
                groups.len() - 1
            });
            match groups[known].1.iter_mut().find(|side| lines[side[0]].item == line.item) {
                Some(side) => side.push(i),
                None => groups[known].1.push(vec![i]),
            }
        }
        for (_, sides) in groups {
            contest(courses, stage, &sides)?;
        }
    }
    Ok(())
}

/// The first of the highest sides stays, the others become nothing.
fn contest(courses: &mut [Course], stage: usize, sides: &[Vec<usize>]) -> Result<(), Overflow> {
    let last_of = |side: &Vec<usize>| side.last().copied().unwrap_or_default();
    let (Some(end), true) = (sides.last().map(last_of), sides.len() > 1) else {
        return Ok(());
    };
    let mut totals = Vec::with_capacity(sides.len());
    for side in sides {
        totals.push(Money::total(side.iter().map(|i| courses[*i].left))?);
    }
    let highest = totals.iter().copied().max().unwrap_or_default();
    let stays = totals.iter().position(|total| *total == highest);
    let (mut rival, mut best) = (None, Money::ZERO);
    for (number, side) in sides.iter().enumerate() {
        best = best.max(totals[number]);
        let (mut before, mut sum) = (None, Money::ZERO);
        for &i in side {
            let course = &mut courses[i];
            sum = sum.plus(course.left)?;
            let cut = if stays == Some(number) { Money::ZERO } else { course.left };
            course.left = course.left.minus(cut)?;
            let own = last_of(side);
            let best = (i == own).then_some(best);
            course.trace.contests.push(Contest { stage, before, side: own, rival, end, sum, best, cut });
            before = Some(i);
        }
        rival = Some(last_of(side));
    }
    Ok(())
}

fn other_scheme(
    checked: &Checked<'_>,
    firm: Record<'_>,
    lines: &[Line],
    courses: &mut [Course],
) -> Result<Vec<Outside>, Overflow> {
    let Some(scheme) = &checked.policy.other_scheme else {
        return Ok(Vec::new());
    };
    let mut all: Vec<Outside> = Vec::new();
    for claim in claims(checked, scheme, firm, lines)? {
        let ours = Money::total(claim.lines.iter().map(|i| courses[*i].left))?;
        let paid = scheme.paid.truth(&firm.at(scheme.table, claim.row))? == Some(true);
        let deducted = match paid {
            true => claim.other.min(ours),
            false if claim.other > ours => ours,
            false => Money::ZERO,
        };
        let mut rest = deducted;
        let mut shares = Vec::with_capacity(claim.lines.len());
        for line in claim.lines {
            let course = &mut courses[line];
            let available = course.left;
            let taken = available.min(rest);
            (course.left, rest) = (available.minus(taken)?, rest.minus(taken)?);
            let earlier = course.trace.other.replace((all.len(), shares.len()));
            let before = earlier.map_or(Money::ZERO, |(claim, share): (usize, usize)| all[claim].shares[share].total);
            shares.push(Share { line, earlier, available, taken, rest, total: before.plus(taken)? });
        }
        all.push(Outside { row: claim.row, other: claim.other, ours, deducted, shares });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(yuan: i64) -> Money {
        Money::yuan(yuan.into())
    }

    fn courses(lefts: &[i64]) -> Vec<Course> {
        lefts.iter().map(|left| Course { left: yuan(*left), trace: LineTrace::default() }).collect()
    }

    #[test]
    fn the_first_of_the_highest_sides_stays() {
        let mut all = courses(&[3, 2, 5, 1]);
        contest(&mut all, 1, &[vec![0, 1], vec![2], vec![3]]).expect("small figures");
        let lefts: Vec<_> = all.iter().map(|course| course.left).collect();
        assert_eq!(lefts, [yuan(3), yuan(2), yuan(0), yuan(0)]);
        let second = all[1].trace.contests[0];
        assert_eq!((second.before, second.side, second.end, second.sum), (Some(0), 1, 3, yuan(5)));
        assert_eq!(all[2].trace.contests[0].rival, Some(1));
        assert_eq!(all[3].trace.contests[0].best, Some(yuan(5)));
    }

    #[test]
    fn one_side_alone_is_no_contest() {
        let mut all = courses(&[3, 2]);
        contest(&mut all, 1, &[vec![0, 1]]).expect("small figures");
        assert!(all.iter().all(|course| course.trace.contests.is_empty()));
    }
}
