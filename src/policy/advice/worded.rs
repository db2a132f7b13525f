//! Formulas that stand beside words of the document: what firms and records must be, the ways into a class.

use crate::formula::Formula;
use crate::policy::{Condition, Policy, Target};

/// A formula, and what the file says in words that it asks.
pub(super) struct Worded<'p> {
    pub words: &'p str,
    pub formula: &'p Formula<Target>,
    /// The key of the words.
    pub key: &'static str,
}

/// All of a policy's, in its order.
pub(super) fn worded(policy: &Policy) -> impl Iterator<Item = Worded<'_>> {
    let of_record = policy.record_conditions.iter().map(|asked| &asked.condition);
    let ways = policy.caps.iter().flat_map(|cap| &cap.classes).flat_map(|class| &class.ways);
    let conditions = policy.conditions.iter().chain(of_record).map(|Condition { requirement, test, .. }| Worded {
        words: requirement,
        formula: test,
        key: "requirement",
    });
    conditions.chain(ways.map(|way| Worded { words: &way.name, formula: &way.test, key: "name" }))
}
