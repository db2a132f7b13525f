//! Figures written in words beside a formula: they must be the formula's.

use std::collections::HashSet;
use std::ops::Range;

use rust_decimal::Decimal;

use super::remark;
use crate::formula::{Comparison, Expression, Formula, Type};
use crate::policy::fault::Fault;
use crate::policy::figure::plain;
use crate::policy::file;
use crate::policy::{Policy, Source, Target};
use toml::Spanned;

pub(super) fn remarks(raw: &file::File, policy: &Policy, found: &mut Vec<Fault>) {
    let of_firm = raw.firm_conditions().zip(&policy.conditions);
    let of_record = raw.record_conditions().zip(policy.record_conditions.iter().map(|asked| &asked.condition));
    for (written, condition) in of_firm.chain(of_record) {
        compare(policy, &condition.requirement, &condition.test, &written.test, "requirement", found);
    }
    if let (Some(raw), Some(cap)) = (&raw.cap, &policy.cap) {
        let classes = raw.class.iter().zip(&cap.classes);
        for (written, way) in classes.flat_map(|(raw, class)| raw.ways.iter().zip(&class.ways)) {
            compare(policy, &way.name, &way.test, &written.test, "name", found);
        }
    }
    for (written, check) in raw.check.iter().zip(&policy.checks) {
        compare(policy, &check.expected, &check.fault, &written.fault, "expected", found);
    }
    for (index, parameter) in raw.parameter.iter().enumerate() {
        let says = match &*parameter.note {
            note if note.contains("不含本数") => false,
            note if note.contains("含本数") => true,
            _ => continue,
        };
        if compared(policy, index).iter().any(|op| included(*op) == Some(!says)) {
            let (word, sign) = if says { ("含本数", ">、<") } else { ("不含本数", ">=、<=") };
            remark(
                found,
                &parameter.name,
                format!("说明写的是{word}，公式用的是 {sign}；请核对原文，改说明或者改公式"),
            );
        }
    }
}

/// Every figure in the words must be one of the formula's, if it has any.
fn compare<T>(
    policy: &Policy,
    words: &str,
    formula: &Formula<Target>,
    place: &Spanned<T>,
    key: &str,
    found: &mut Vec<Fault>,
) {
    let mut figures = HashSet::new();
    gather(policy, formula, &mut figures);
    if figures.is_empty() {
        return;
    }
    for (said, value) in in_words(words) {
        if !figures.contains(&value) {
            let mut known: Vec<Decimal> = figures.iter().copied().collect();
            known.sort_unstable();
            let known = known.iter().map(|figure| shown(*figure, said.contains('%'))).collect::<Vec<_>>().join("、");
            let message = format!("{key} 写的是 {said}，公式里的数是 {known}；请核对原文，改其中一处");
            remark(found, place, message);
        }
    }
}

fn shown(figure: Decimal, percent: bool) -> String {
    if percent && let Some(share) = figure.checked_mul(Decimal::ONE_HUNDRED) {
        return format!("{}%", share.normalize());
    }
    figure.normalize().to_string()
}

/// The figures that `formula` and its facts use.
fn gather(policy: &Policy, formula: &Formula<Target>, found: &mut HashSet<Decimal>) {
    formula.root.visit(&mut |node| match node {
        Expression::Number { value, .. } if !value.is_zero() => drop(found.insert(value.normalize())),
        Expression::Name { target: Target::Parameter(parameter), .. } => {
            found.insert(policy.parameters[*parameter].value.normalize());
        }
        Expression::Name { target: Target::Fact(fact), .. } => match &policy.facts[*fact].source {
            Source::Any { holds, .. } | Source::Count { holds, .. } => gather(policy, holds, found),
            Source::Sum { holds, of, .. } | Source::Value { holds, of, .. } => {
                gather(policy, holds, found);
                gather(policy, of, found);
            }
            Source::Derived { of } => gather(policy, of, found),
            Source::Standing { .. } => {}
        },
        _ => {}
    });
}

/// The figures in `words`, each as it is said and what it is: `5%`, `2000 万元`, `1 亿元`.
fn in_words(words: &str) -> Vec<(String, Decimal)> {
    let mut found = Vec::new();
    let mut rest = words;
    while let Some(Range { start, end }) = digits(rest) {
        let after = rest[end..].trim_start();
        let said_end = rest.len() - after.len();
        let scale =
            [("%", Decimal::new(1, 2)), ("％", Decimal::new(1, 2)), ("万", 10_000.into()), ("亿", 100_000_000.into())]
                .into_iter()
                .find(|(unit, _)| after.starts_with(unit));
        let value = plain(&rest[start..end].replace([',', '，'], ""));
        let (unit, factor) = scale.unwrap_or(("", Decimal::ONE));
        if let Some(value) = value.and_then(|value| value.checked_mul(factor)) {
            let said = format!("{}{unit}", &rest[start..end]);
            found.push((said, value.normalize()));
        }
        rest = &rest[(said_end + unit.len()).max(end)..];
    }
    found
}

/// The first run of digits, with its separators and point.
fn digits(text: &str) -> Option<Range<usize>> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let run = text[start..].find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
    let end = run.map_or(text.len(), |run| start + run);
    Some(start..start + text[start..end].trim_end_matches(['.', ',']).len())
}

/// How the policy's formulas compare with parameter `index`.
fn compared(policy: &Policy, index: usize) -> Vec<Comparison> {
    let mut found = Vec::new();
    let mut see = |formula: &Formula<Target>| {
        formula.root.visit(&mut |node| {
            if let Expression::Compare(op, left, right) = node
                && [left, right].iter().any(|side| {
                    matches!(***side, Expression::Name { target: Target::Parameter(parameter), .. } if parameter == index)
                })
            {
                found.push(*op);
            }
        });
    };
    policy.conditions.iter().for_each(|condition| see(&condition.test));
    policy.items.iter().for_each(|item| see(&item.counts));
    policy.cap.iter().flat_map(|cap| &cap.classes).flat_map(|class| &class.ways).for_each(|way| see(&way.test));
    policy.checks.iter().for_each(|check| see(&check.fault));
    for fact in &policy.facts {
        match &fact.source {
            Source::Any { holds, .. }
            | Source::Count { holds, .. }
            | Source::Sum { holds, .. }
            | Source::Value { holds, .. } => see(holds),
            Source::Derived { of } if of.kind == Type::Bool => see(of),
            Source::Standing { .. } | Source::Derived { .. } => {}
        }
    }
    found
}

const fn included(op: Comparison) -> Option<bool> {
    match op {
        Comparison::AtLeast | Comparison::AtMost => Some(true),
        Comparison::More | Comparison::Less => Some(false),
        Comparison::Equal | Comparison::Unequal => None,
    }
}
