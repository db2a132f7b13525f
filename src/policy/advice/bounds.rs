//! "以上" and "超过" in words beside a formula: the comparison must be theirs (民法典第一千二百五十九条).

use rust_decimal::Decimal;

use super::figures::in_words;
use super::worded::{Worded, worded};
use crate::formula::{Comparison, Expression, Formula, Function};
use crate::policy::fault::Fault;
use crate::policy::{Policy, Source, Target};

/// Words before a figure, and what they ask for; the longer first.
const BEFORE: &[(&str, Comparison)] = &[
    ("不低于", Comparison::AtLeast),
    ("不少于", Comparison::AtLeast),
    ("不小于", Comparison::AtLeast),
    ("不超过", Comparison::AtMost),
    ("不高于", Comparison::AtMost),
    ("不大于", Comparison::AtMost),
    ("不多于", Comparison::AtMost),
    ("达到", Comparison::AtLeast),
    ("至少", Comparison::AtLeast),
    ("至多", Comparison::AtMost),
    ("超过", Comparison::More),
    ("高于", Comparison::More),
    ("大于", Comparison::More),
    ("多于", Comparison::More),
    ("低于", Comparison::Less),
    ("少于", Comparison::Less),
    ("小于", Comparison::Less),
    ("不足", Comparison::Less),
    ("不满", Comparison::Less),
];

/// Words after a figure and its unit.
const AFTER: &[(&str, Comparison)] = &[
    ("及以上", Comparison::AtLeast),
    ("（含）以上", Comparison::AtLeast),
    ("以上", Comparison::AtLeast),
    ("及以下", Comparison::AtMost),
    ("（含）以下", Comparison::AtMost),
    ("以下", Comparison::AtMost),
    ("以内", Comparison::AtMost),
];

/// Every figure with such a word must be compared so somewhere in the formula, if it is compared at all.
pub(super) fn remarks(policy: &Policy, found: &mut Vec<Fault>) {
    for Worded { words, formula, .. } in worded(policy) {
        for said in in_words(words) {
            let before = words[..said.place.start].trim_end();
            let after = words[said.place.end..].trim_start();
            let unit = after.find(|c: char| c == '（' || "以及，。；、,;".contains(c)).unwrap_or(after.len());
            let after = &after[unit..];
            let asked = BEFORE.iter().find(|(word, _)| before.ends_with(word));
            let asked = asked.or_else(|| AFTER.iter().find(|(word, _)| after.starts_with(word)));
            let Some((word, asked)) = asked else { continue };
            let mut used = Vec::new();
            comparisons(policy, formula, said.value, &mut used);
            if let Some(other) = used.first().filter(|_| !used.contains(asked)) {
                let message = format!(
                    "写的是“{word}”（{} 是 {}），公式用的是 {}；请核对原文，改其中一处",
                    said.text,
                    asked.sign(),
                    other.sign()
                );
                found.push(Fault::new(message, formula.place.clone()));
            }
        }
    }
}

/// How `formula`, and the facts in it, hold anything against `figure`, with the figure on the right. What stands under IF asks for
/// something else than it says.
fn comparisons(policy: &Policy, formula: &Formula<Target>, figure: Decimal, found: &mut Vec<Comparison>) {
    walk(policy, &formula.root, figure, true, found);
}

/// The same of a node that is to hold, or is not to.
fn walk(policy: &Policy, node: &Expression<Target>, figure: Decimal, holds: bool, found: &mut Vec<Comparison>) {
    let asked = |op: Comparison| if holds { op } else { op.opposite() };
    let is_figure = |side: &Expression<Target>| match side {
        Expression::Number { value, .. } => *value == figure,
        Expression::Name { target: Target::Parameter(parameter), .. } => policy.parameters[*parameter].value == figure,
        _ => false,
    };
    match node {
        Expression::Compare(Comparison::Equal | Comparison::Unequal, ..) => {}
        Expression::Compare(op, _, right) if is_figure(right) => found.push(asked(*op)),
        Expression::Compare(op, left, _) if is_figure(left) => found.push(asked(op.turned())),
        Expression::Call(Function::And | Function::Or, parts) => {
            parts.iter().for_each(|part| walk(policy, part, figure, holds, found));
        }
        Expression::Call(Function::Not, parts) => walk(policy, &parts[0], figure, !holds, found),
        Expression::Name { target: Target::Fact(fact), .. } => match &policy.facts[*fact].source {
            Source::Any { holds: of, .. } | Source::Derived { of } => walk(policy, &of.root, figure, holds, found),
            _ => {}
        },
        _ => {}
    }
}
