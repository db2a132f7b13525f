//! The same matter once, inside the policy (就高不重复): the higher stays, the others become nothing; a tie keeps the earlier.

use std::collections::HashMap;
use std::sync::Arc;

use super::assessment::Line;
use super::duplicate_payment::DuplicatePayment;
use super::exclusions::record_key;
use super::ledger::{Contest, Course, Ledger, Overlap};
use crate::check::Checked;
use crate::index::FirmIndex;
use crate::money::{Money, Overflow};
use crate::record::cell;
use crate::texts::Symbol;

/// The lines of one matter, side by side.
struct Group {
    subject: Symbol,
    sides: Vec<Vec<usize>>,
}

/// Groups in the order in which their first line stands.
#[derive(Default)]
struct Groups {
    known: HashMap<Symbol, usize>,
    all: Vec<Group>,
}

impl Groups {
    /// The group of `key`; `subject` is how people call it.
    fn of(&mut self, key: Symbol, subject: Symbol) -> &mut Group {
        let next = self.all.len();
        let at = *self.known.entry(key).or_insert(next);
        if at == next {
            self.all.push(Group { subject, sides: Vec::new() });
        }
        &mut self.all[at]
    }
}

/// Compares lines of one matter inside each item, then items that are rivals, record by record.
pub(super) fn settle(checked: &Checked<'_>, lines: &[Line], courses: &mut [Course]) -> Result<Vec<Overlap>, Overflow> {
    let mut overlaps = inside_items(checked, lines, courses)?;
    overlaps.extend(across_items(checked, lines, courses, false)?);
    Ok(overlaps)
}

/// Compares items that are rivals over the whole firm, by what their lines still have after every limit.
pub(super) fn settle_firm(
    checked: &Checked<'_>,
    lines: &[Line],
    courses: &mut [Course],
) -> Result<Vec<Overlap>, Overflow> {
    across_items(checked, lines, courses, true)
}

fn inside_items(checked: &Checked<'_>, lines: &[Line], courses: &mut [Course]) -> Result<Vec<Overlap>, Overflow> {
    let mut overlaps = Vec::new();
    for (index, item) in checked.policy.items.iter_enumerated() {
        let Some((column, name)) = &item.higher_by else { continue };
        let mut groups = Groups::default();
        for (i, line) in lines.iter().enumerate().filter(|(_, line)| line.item == index) {
            let Some(subject) = cell(&checked.data, item.table, *column, line.row).text() else { continue };
            groups.of(checked.data.form(subject), subject).sides.push(vec![i]);
        }
        for group in groups.all {
            overlaps.extend(contest(courses, 0, name, group)?);
        }
    }
    Ok(overlaps)
}

fn across_items(
    checked: &Checked<'_>,
    lines: &[Line],
    courses: &mut [Course],
    over_firm: bool,
) -> Result<Vec<Overlap>, Overflow> {
    let register = &checked.policy.register;
    let mut overlaps = Vec::new();
    for (stage, rival) in (1..).zip(&checked.policy.rivals).filter(|(_, rival)| rival.over_firm == over_firm) {
        let mut groups = Groups::default();
        for (i, line) in lines.iter().enumerate().filter(|(_, line)| rival.items.contains(&line.item)) {
            let item = &checked.policy.items[line.item];
            let key = match rival.over_firm {
                true => checked.data.tables[register.table].text(register.code, line.firm.row()),
                false => record_key(checked, item, item.table, item.record, line.row),
            };
            let Some(key) = key else { continue };
            let subject = match rival.over_firm {
                true => checked.data.tables[register.table].text(register.name, line.firm.row()),
                false => item.record.and_then(|column| cell(&checked.data, item.table, column, line.row).text()),
            };
            // Several payments of one contract inside an item add up: they are not rivals.
            let sides = &mut groups.of(key, subject.unwrap_or(key)).sides;
            match sides.iter_mut().find(|side| lines[side[0]].item == line.item) {
                Some(side) => side.push(i),
                None => sides.push(vec![i]),
            }
        }
        for group in groups.all {
            overlaps.extend(contest(courses, stage, &rival.name, group)?);
        }
    }
    Ok(overlaps)
}

/// The first of the highest sides stays, the others become nothing. One side alone is no contest.
fn contest(courses: &mut [Course], stage: usize, name: &Arc<str>, group: Group) -> Result<Option<Overlap>, Overflow> {
    let Group { subject, sides } = group;
    let last_of = |side: &[usize]| side.last().copied().unwrap_or_default();
    let (Some(end), true) = (sides.last().map(|side| last_of(side)), sides.len() > 1) else {
        return Ok(None);
    };
    let mut totals = Vec::with_capacity(sides.len());
    for side in &sides {
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
            course.steps.contests.push(Contest { stage, before, side: own, rival, end, sum, best, cut });
            before = Some(i);
        }
        rival = Some(last_of(side));
    }
    Ok(Some(Overlap { stage, name: Arc::clone(name), subject, sides: sides.into_iter().zip(totals).collect() }))
}

/// What the ledger says of payable lines: each side that lost is a matter of its own against the one that stays.
pub(super) fn duplicates(ledger: &Ledger, lines: &[Line], firm: FirmIndex) -> Vec<DuplicatePayment> {
    let mut duplicates = Vec::new();
    for overlap in &ledger.overlaps {
        let payable = |(side, total): &(Vec<usize>, Money)| {
            let side: Vec<usize> = side.iter().copied().filter(|line| lines[*line].is_payable()).collect();
            (!side.is_empty()).then_some((side, *total))
        };
        let sides: Vec<(Vec<usize>, Money)> = overlap.sides.iter().filter_map(payable).collect();
        let Some(won) = sides.iter().map(|(_, total)| *total).max() else { continue };
        let stays = sides.iter().position(|(_, total)| *total == won).unwrap_or_default();
        for (_, (loser, lost)) in sides.iter().enumerate().filter(|(number, _)| *number != stays) {
            duplicates.push(DuplicatePayment::Inside {
                firm,
                stage: overlap.stage,
                name: Arc::clone(&overlap.name),
                subject: Some(overlap.subject),
                winner: sides[stays].0.clone(),
                won,
                loser: loser.clone(),
                lost: *lost,
            });
        }
    }
    duplicates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Texts;

    fn yuan(yuan: i64) -> Money {
        Money::yuan(yuan.into())
    }

    fn courses(lefts: &[i64]) -> Vec<Course> {
        lefts.iter().map(|left| Course { left: yuan(*left), ..Course::default() }).collect()
    }

    fn group(sides: &[&[usize]]) -> Group {
        Group { subject: Texts::default().add("甲"), sides: sides.iter().map(|side| side.to_vec()).collect() }
    }

    #[test]
    fn the_first_of_the_highest_sides_stays() {
        let mut all = courses(&[3, 2, 5, 1]);
        contest(&mut all, 1, &"同".into(), group(&[&[0, 1], &[2], &[3]])).expect("small figures");
        let lefts: Vec<_> = all.iter().map(|course| course.left).collect();
        assert_eq!(lefts, [yuan(3), yuan(2), yuan(0), yuan(0)]);
        let second = all[1].steps.contests[0];
        assert_eq!((second.before, second.side, second.end, second.sum), (Some(0), 1, 3, yuan(5)));
        assert_eq!(all[2].steps.contests[0].rival, Some(1));
        assert_eq!(all[3].steps.contests[0].best, Some(yuan(5)));
    }

    #[test]
    fn one_side_alone_is_no_contest() {
        let mut all = courses(&[3, 2]);
        let overlap = contest(&mut all, 1, &"同".into(), group(&[&[0, 1]])).expect("small figures");
        assert!(overlap.is_none() && all.iter().all(|course| course.steps.contests.is_empty()));
    }
}
