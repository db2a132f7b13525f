//! Tests that are always true or always false, and blanks asked for where none can be.

use rust_decimal::Decimal;

use super::satisfy::{Space, is_test};
use crate::formula::{Env, Expression, Function, Named, Type, Value, percent_words};
use crate::policy::fault::Fault;
use crate::policy::figures::kind;
use crate::policy::{Fact, Policy, Rule, Source, Target};

pub(super) fn remarks(policy: &Policy, rules: &[Rule<'_>], found: &mut Vec<Fault>) {
    for (ban, what) in [(&policy.disqualified, "取消资格"), (&policy.suspended, "暂停")] {
        let Some(when) = ban.as_ref().map(|ban| &ban.when) else { continue };
        if matches!(when.truth(&NoRecords(policy)), Ok(Some(true))) {
            let message = format!("没有任何记录的企业也符合，都会被{what}；请核对 when 是不是写反了");
            found.push(Fault::new(message, when.place.clone()));
        }
    }
    for (index, fact) in policy.facts.iter_enumerated() {
        let same =
            policy.facts.iter_enumerated().find(|(before, other)| *before < index && is_same(policy, other, fact));
        if let Some((_, other)) = same {
            let place = fact.source.formulas().first().map(|formula| formula.place.clone()).unwrap_or_default();
            let message = format!("事实“{}”与“{}”取的是同一个数；是不是写错了一个", fact.name, other.name);
            found.push(Fault::new(message, place));
        }
    }
    for condition in &policy.conditions {
        let denies = ["没有", "无", "未"].iter().any(|word| condition.requirement.starts_with(word));
        if denies && matches!(condition.test.truth(&NoRecords(policy)), Ok(Some(false))) {
            let message = format!(
                "requirement 写的是“{}”，没有任何记录的企业却不符合；请核对 test 是不是写反了",
                condition.requirement
            );
            found.push(Fault::new(message, condition.test.place.clone()));
        }
    }
    for rule in rules {
        let space = Space { policy, table: rule.table };
        let mut constant = Vec::new();
        parts(&space, &rule.formula.root, &mut constant);
        shares(policy, rule, found);
        for (part, truth) in constant {
            let always = if truth { "总是成立" } else { "永远不成立" };
            let message = format!("{}的公式里，{part} {always}，等于没有写；请核对列名、数和比较", rule.owner());
            found.push(Fault::new(message, rule.formula.place.clone()));
        }
    }
}

/// Do two facts find the same thing in the same way?
fn is_same(policy: &Policy, one: &Fact, other: &Fact) -> bool {
    let written = |fact: &Fact| {
        let formulas = fact.source.formulas();
        formulas.into_iter().map(|formula| formula.root.written()).collect::<Vec<_>>()
    };
    let kinds = [one, other].map(|fact| std::mem::discriminant(&fact.source));
    let rests = [one, other].map(|fact| !matches!(fact.source, Source::Standing { .. }) && fact.each.is_none());
    let tables = [one, other].map(|fact| fact.source.table(policy));
    kinds[0] == kinds[1] && rests == [true, true] && tables[0] == tables[1] && written(one) == written(other)
}

/// A firm of which no table holds anything but the register.
struct NoRecords<'p>(&'p Policy);

impl Env<Target> for NoRecords<'_> {
    fn value(&self, target: Target) -> Value {
        match target {
            Target::Parameter(parameter) => Value::Number(self.0.parameters[parameter].value),
            Target::Fact(fact) => match self.0.facts[fact].source {
                Source::Any { .. } | Source::Standing { .. } => Value::Bool(false),
                Source::Count { .. } | Source::Sum { .. } => Value::Number(Decimal::ZERO),
                _ => Value::Unknown,
            },
            _ => Value::Unknown,
        }
    }
}

/// Shares held against a number above one: 5 is 500 %.
fn shares(policy: &Policy, rule: &Rule<'_>, found: &mut Vec<Fault>) {
    rule.formula.root.visit(&mut |node| {
        let Expression::Compare(_, left, right) = node else { return };
        for (share, bound) in [(left, right), (right, left)] {
            let Expression::Name { target: Target::Parameter(parameter), kind: Type::Number, .. } = **bound else {
                continue;
            };
            let value = policy.parameters[parameter].value;
            if kind(share) == Type::Share && value > Decimal::ONE {
                let message = format!(
                    "{}的公式里，{} 是比例，{value} 就是 {}；如果是百分之几，写 \"{value}%\"",
                    rule.owner(),
                    share.written(),
                    percent_words(value)
                );
                found.push(Fault::new(message, rule.formula.place.clone()));
            }
        }
    });
}

/// The smallest parts of `node` that can only be one thing. Is there one?
fn parts(space: &Space<'_>, node: &Expression<Target>, found: &mut Vec<(String, bool)>) -> bool {
    let mut below = false;
    match node {
        Expression::Call(Function::IsBlank, inner) => {
            if let Expression::Name { target, name, .. } = &inner[0]
                && never_blank(space, *target)
            {
                found.push((format!("ISBLANK({})", target.written(name)), false));
                return true;
            }
            return false;
        }
        Expression::Call(_, inner) => inner.iter().for_each(|part| below |= parts(space, part, found)),
        Expression::Compare(_, left, right) | Expression::Arithmetic(_, left, right) => {
            below |= parts(space, left, found);
            below |= parts(space, right, found);
        }
        Expression::Negate(inner) => below |= parts(space, inner, found),
        _ => {}
    }
    if below || !is_test(node) {
        return below;
    }
    match space.only(node) {
        Some(truth) => {
            found.push((node.written(), truth));
            true
        }
        None => false,
    }
}

/// Can no cell of it be blank?
fn never_blank(space: &Space<'_>, target: Target) -> bool {
    let column = match target {
        Target::Column(column) => space.table.map(|table| (table, column)),
        Target::Firm(column) => Some((space.policy.register.table, column)),
        Target::Parameter(_) | Target::Year => return true,
        Target::Standing(_) | Target::Rank => None,
        Target::Fact(_) => None,
    };
    column.is_some_and(|(table, column)| {
        let column = &space.policy.tables[table].columns[column];
        column.required || column.blank.is_some()
    })
}
