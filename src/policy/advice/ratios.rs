//! A share taken the wrong way round: `甲占乙` in words, 乙 over 甲 in the formula.

use super::worded::{Worded, worded};
use crate::formula::{Arithmetic, Expression};
use crate::policy::fault::Fault;
use crate::policy::{Policy, Source, Target};

/// What says that one is a part of the other.
const OF: char = '占';

pub(super) fn remarks(policy: &Policy, found: &mut Vec<Fault>) {
    for Worded { words, formula, key } in worded(policy) {
        let Some((part, whole)) = words.split_once(OF) else { continue };
        formula.root.visit(&mut |node| {
            let Expression::Arithmetic(Arithmetic::Divide, left, right) = node else { return };
            let (over, under) = (names(policy, left), names(policy, right));
            let says = |side: &str, names: &[&str]| names.iter().any(|name| side.contains(name));
            let is_turned = says(part, &under) && says(whole, &over);
            if is_turned && !says(part, &over) && !says(whole, &under) {
                let message =
                    format!("{key} 写的是“{words}”，公式里是 {}，正好除反了；请核对原文，改其中一处", node.written());
                found.push(Fault::new(message, formula.place.clone()));
            }
        });
    }
}

/// What a figure is called: its own name, and those of the columns and facts that it is found from.
fn names<'p>(policy: &'p Policy, node: &'p Expression<Target>) -> Vec<&'p str> {
    let mut all = Vec::new();
    node.visit(&mut |part| {
        let Expression::Name { target, name, .. } = part else { return };
        all.push(&**name);
        if let Target::Fact(fact) = target {
            match &policy.facts[*fact].source {
                Source::Sum { of, .. } | Source::Value { of, .. } | Source::Derived { of } => {
                    all.extend(names(policy, &of.root));
                }
                _ => {}
            }
        }
    });
    all
}
