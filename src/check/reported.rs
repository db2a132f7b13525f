//! What offices tell, against the targets that wait for it.

use crate::canonical;
use crate::finding::{Finding, catalogue};
use crate::policy::{Measure, Policy};
use crate::tables::Dataset;

/// W437 for each figure that no target waits for.
pub(super) fn unmatched(policy: &Policy, data: &Dataset) -> Vec<Finding> {
    let Some(reported) = &policy.reported else { return Vec::new() };
    let awaited: Vec<&str> = policy
        .targets
        .iter()
        .filter(|goal| matches!(goal.measure, Measure::Entered(_)))
        .map(|goal| &*goal.name)
        .collect();
    let table = &data.tables[reported.table];
    let strange = table.rows().filter_map(|row| {
        let name = data.texts.get(table.text(reported.target, row)?);
        let place = data.place(reported.table, reported.target, row);
        let known = awaited.iter().any(|target| canonical::same(target, name));
        (!known).then(|| Finding::new(&catalogue::REPORT_UNMATCHED, place, name, awaited.join("、")))
    });
    strange.collect()
}
