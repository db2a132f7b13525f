//! 名额: of the lines of all firms only the first of an item are awarded. Where it cannot be told who is among them, it stays open.

use std::collections::HashMap;

use super::assessment::Assessment;
use super::exclusions::identity;
use super::facts::compare;
use super::quota_rank::{QuotaRank, QuotaRanks};
use super::status::{FirmStatus, LineStatus};
use crate::check::Checked;
use crate::formula::Value;
use crate::index::{ItemIndex, RowIndex};
use crate::money::Overflow;
use crate::policy::Quota;

/// A line that could have a place.
struct Candidate {
    row: RowIndex,
    group: Vec<Value>,
    order: Value,
    /// Does it surely need one? A line that waits for something may yet fail.
    certain: bool,
}

/// The candidates of one group, as far as they can be ranked.
#[derive(Default)]
struct Group {
    /// The order of each, rising.
    all: Vec<Value>,
    /// Of these, the certain ones.
    certain: Vec<Value>,
    /// How many have no order.
    unranked: usize,
}

/// Ranks the lines of all firms, as they came out without quotas.
pub(super) fn places(checked: &Checked<'_>, assessment: &Assessment) -> Result<QuotaRanks, Overflow> {
    let mut found = QuotaRanks::new();
    for (index, item) in checked.policy.items.iter_enumerated() {
        let Some(quota) = &item.quota else { continue };
        let candidates = candidates(checked, assessment, index, quota)?;
        let groups = groups(&candidates);
        // A record of no certain group may stand in any.
        let strays = candidates.iter().filter(|candidate| candidate.group.contains(&Value::Unknown)).count();
        for candidate in &candidates {
            let (ahead, perhaps) = match groups.get(candidate.group.as_slice()) {
                Some(group) => group.before(candidate.order, strays),
                None => (0, candidates.len() - 1),
            };
            found.insert((index, candidate.row), QuotaRank::of(ahead, perhaps, &quota.edges));
        }
    }
    Ok(found)
}

fn groups(candidates: &[Candidate]) -> HashMap<&[Value], Group> {
    let mut groups: HashMap<&[Value], Group> = HashMap::new();
    for candidate in candidates.iter().filter(|candidate| !candidate.group.contains(&Value::Unknown)) {
        let group = groups.entry(&candidate.group).or_default();
        if candidate.order == Value::Unknown {
            group.unranked += 1;
            continue;
        }
        group.all.push(candidate.order);
        if candidate.certain {
            group.certain.push(candidate.order);
        }
    }
    for group in groups.values_mut() {
        [&mut group.all, &mut group.certain].into_iter().for_each(|orders| orders.sort_by(|a, b| compare(*a, *b)));
    }
    groups
}

impl Group {
    /// How many are surely before one of this order, and how many may be, itself left out.
    fn before(&self, order: Value, strays: usize) -> (usize, usize) {
        let others = self.all.len() + self.unranked + strays - 1;
        if order == Value::Unknown {
            return (0, others);
        }
        let ahead = self.certain.partition_point(|other| compare(*other, order).is_lt());
        let not_behind = self.all.partition_point(|other| compare(*other, order).is_le());
        (ahead, not_behind - 1 + self.unranked + strays)
    }
}

fn candidates(
    checked: &Checked<'_>,
    assessment: &Assessment,
    index: ItemIndex,
    quota: &Quota,
) -> Result<Vec<Candidate>, Overflow> {
    let table = checked.policy.items[index].table;
    let mut all = Vec::new();
    for line in assessment.lines.iter().filter(|line| line.item == index) {
        if matches!(line.status, LineStatus::Barred | LineStatus::Failed) {
            continue;
        }
        let facts = assessment.facts_of(line.firm);
        let firm = crate::record::Record { facts: &facts, ..checked.firm(line.firm) };
        all.push(Candidate {
            row: line.row,
            group: quota.by.iter().map(|column| identity(checked, table, *column, line.row)).collect(),
            order: quota.order.value(&line.of(firm))?,
            certain: line.is_payable() && assessment.firms[line.firm].status != FirmStatus::Withheld,
        });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn number(value: i64) -> Value {
        Value::Number(Decimal::from(value))
    }

    fn candidate(row: usize, order: Value, certain: bool) -> Candidate {
        Candidate { row: row.into(), group: Vec::new(), order, certain }
    }

    /// Of five: 1 and 3 are certain, one that waits is 2, one that is certain is 3 as well, and of one nothing is known.
    #[test]
    fn surely_before_are_the_certain_and_perhaps_all_that_are_not_surely_behind() {
        let all = [
            candidate(0, number(3), true),
            candidate(1, number(1), true),
            candidate(2, number(2), false),
            candidate(3, number(3), true),
            candidate(4, Value::Unknown, true),
        ];
        let groups = groups(&all);
        let group = &groups[&[][..]];
        for (order, strays, before) in [
            (number(1), 0, (0, 1)),
            // The one that is 1; perhaps also the unknown one.
            (number(2), 0, (1, 2)),
            // The one that waits may fail: not surely before; the equal one may be.
            (number(3), 0, (1, 4)),
            (number(3), 2, (1, 6)),
            (Value::Unknown, 0, (0, 4)),
            (Value::Unknown, 1, (0, 5)),
        ] {
            assert_eq!(group.before(order, strays), before, "{order:?} beside {strays}");
        }
    }

    /// A record of no known group is in none of them.
    #[test]
    fn a_record_of_no_known_group_is_counted_in_none() {
        let of = |group: Value| Candidate { group: vec![group], ..candidate(0, number(1), true) };
        let all = [of(number(1)), of(number(1)), of(number(2)), of(Value::Unknown)];
        let groups = groups(&all);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[&[number(1)][..]].all.len(), 2);
    }
}
