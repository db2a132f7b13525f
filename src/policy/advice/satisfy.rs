//! Which values a test can have at all: its columns and figures are run through the values that make a difference.

use std::collections::BTreeMap;

use chrono::Datelike;
use rust_decimal::Decimal;

use crate::formula::{Comparison, Env, Expression, Function, Type, Value};
use crate::index::TableIndex;
use crate::policy::{Kind, Policy, Source, Target};
use crate::texts::Symbol;

type Node = Expression<Target>;

/// Combinations that are tried; beyond, a test is taken for one that can be anything.
const MOST: usize = 20_000;

/// What a part of a test depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// A text that is one of a few.
    Text(String),
    /// A figure that is held against constants.
    Figure(String),
    /// Anything else that holds or does not.
    Open(String),
}

/// One value of a subject.
#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    Text(Option<Symbol>),
    Figure(Decimal),
    Truth(bool),
}

/// The tests over the records of `table`, or over the firm.
pub(super) struct Space<'p> {
    pub policy: &'p Policy,
    pub table: Option<TableIndex>,
}

/// The figures of the policy and an award year; nothing of any firm.
struct Figures<'p>(&'p Policy, i32);

impl Env<Target> for Figures<'_> {
    fn value(&self, target: Target) -> Value {
        match target {
            Target::Parameter(parameter) => Value::Number(self.0.parameters[parameter].value),
            Target::Year => Value::Number(self.1.into()),
            _ => Value::Unknown,
        }
    }
}

impl Space<'_> {
    /// Can all of `parts` hold together? Yes, if it cannot be told.
    pub fn together(&self, parts: &[&Node]) -> bool {
        self.truths(parts).0
    }

    /// The only truth `node` can have, if there is but one.
    pub fn only(&self, node: &Node) -> Option<bool> {
        match self.truths(&[node]) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }

    /// Can the conjunction of `parts` be true in some year; can it be false?
    fn truths(&self, parts: &[&Node]) -> (bool, bool) {
        let mut found = (false, false);
        for year in self.policy.years.clone() {
            let (holds, fails) = Within { policy: self.policy, table: self.table, year }.truths(parts);
            found = (found.0 || holds, found.1 || fails);
            if found == (true, true) {
                break;
            }
        }
        found
    }
}

/// The same tests in one award year.
struct Within<'p> {
    policy: &'p Policy,
    table: Option<TableIndex>,
    year: i32,
}

impl Within<'_> {
    fn truths(&self, parts: &[&Node]) -> (bool, bool) {
        let mut subjects: BTreeMap<Subject, Vec<At>> = BTreeMap::new();
        parts.iter().for_each(|part| self.gather(part, &mut subjects));
        let ways = subjects.values().try_fold(1usize, |ways, values| ways.checked_mul(values.len().max(1)));
        if ways.is_none_or(|ways| ways > MOST) {
            return (true, true);
        }
        let names: Vec<&Subject> = subjects.keys().collect();
        let values: Vec<&Vec<At>> = subjects.values().collect();
        let (mut can_hold, mut can_fail) = (false, false);
        let mut at = vec![0; names.len()];
        loop {
            let now: BTreeMap<&Subject, At> =
                names.iter().zip(&at).zip(&values).map(|((n, i), v)| (*n, v[*i])).collect();
            let holds = parts.iter().all(|part| self.holds(part, &now));
            can_hold |= holds;
            can_fail |= !holds;
            let Some(next) = (0..at.len()).find(|i| at[*i] + 1 < values[*i].len()) else { break };
            at[next] += 1;
            at[..next].fill(0);
            if can_hold && can_fail {
                break;
            }
        }
        (can_hold, can_fail)
    }

    fn gather(&self, node: &Node, found: &mut BTreeMap<Subject, Vec<At>>) {
        match node {
            Expression::Call(Function::And | Function::Or | Function::Not | Function::If, parts) => {
                parts.iter().for_each(|part| self.gather(part, found));
            }
            Expression::Bool(_) => {}
            Expression::Compare(op, left, right) => match self.subject(node) {
                Some(subject @ Subject::Text(_)) => {
                    let values = found.entry(subject).or_insert_with(|| self.texts(left, right));
                    for side in [left, right] {
                        if let Expression::Text(symbol, _) = **side
                            && !values.contains(&At::Text(Some(symbol)))
                        {
                            values.push(At::Text(Some(symbol)));
                        }
                    }
                }
                Some(subject @ Subject::Figure(_)) => {
                    let (of, bound, _) = self.held(*op, left, right).unwrap_or((left, Decimal::ZERO, *op));
                    // Years, days and records are counted whole.
                    let step = if self.is_whole(of) { Decimal::ONE } else { Decimal::new(1, 4) };
                    let points = [bound.saturating_sub(step), bound, bound.saturating_add(step)];
                    let (least, most) = self.bounds(of);
                    let values = found.entry(subject).or_default();
                    for point in points {
                        let inside = least.is_none_or(|least| point >= least) && most.is_none_or(|most| point <= most);
                        if inside && !values.contains(&At::Figure(point)) {
                            values.push(At::Figure(point));
                        }
                    }
                    if values.is_empty() {
                        // The bound lies beyond all that the figure can be: on one side of it is everything.
                        let nearest = least.map_or(bound, |least| bound.max(least));
                        values.push(At::Figure(most.map_or(nearest, |most| nearest.min(most))));
                    }
                }
                Some(subject) => {
                    found.entry(subject).or_insert_with(|| [true, false].map(At::Truth).to_vec());
                }
                None => {}
            },
            other => {
                found.entry(open(other)).or_insert_with(|| [true, false].map(At::Truth).to_vec());
            }
        }
    }

    /// The truth of a comparison that depends on nothing but the year.
    fn fixed(&self, op: Comparison, left: &Node, right: &Node) -> Option<bool> {
        if left == right {
            return Some(matches!(op, Comparison::Equal | Comparison::AtLeast | Comparison::AtMost));
        }
        let of_year = [left, right].into_iter().any(|side| side.refers(|target| *target == Target::Year));
        let (left, right) = (self.constant(left)?, self.constant(right)?);
        of_year.then(|| op.holds(left.cmp(&right)))
    }

    fn constant(&self, node: &Node) -> Option<Decimal> {
        node.value(&Figures(self.policy, self.year)).ok().and_then(ordinal)
    }

    /// What the comparison depends on, if not on the year alone.
    fn subject(&self, node: &Node) -> Option<Subject> {
        let Expression::Compare(op, left, right) = node else { return None };
        if self.fixed(*op, left, right).is_some() {
            return None;
        }
        Some(match (&**left, &**right) {
            (Expression::Name { target, .. }, Expression::Text(..))
            | (Expression::Text(..), Expression::Name { target, .. }) => Subject::Text(format!("{target:?}")),
            _ => match self.held(*op, left, right) {
                Some((of, ..)) => Subject::Figure(format!("{of:?}")),
                None => open(node),
            },
        })
    }

    /// A figure held against a constant: the figure, the constant, and the comparison with the figure on the left.
    fn held<'n>(&self, op: Comparison, left: &'n Node, right: &'n Node) -> Option<(&'n Node, Decimal, Comparison)> {
        match (self.constant(left), self.constant(right)) {
            (None, Some(bound)) => Some((left, bound, op)),
            (Some(bound), None) => Some((right, bound, op.turned())),
            _ => None,
        }
    }

    fn holds(&self, node: &Node, now: &BTreeMap<&Subject, At>) -> bool {
        match node {
            Expression::Bool(value) => *value,
            Expression::Call(Function::And, parts) => parts.iter().all(|part| self.holds(part, now)),
            Expression::Call(Function::Or, parts) => parts.iter().any(|part| self.holds(part, now)),
            Expression::Call(Function::Not, parts) => !self.holds(&parts[0], now),
            Expression::Call(Function::If, parts) => {
                self.holds(if self.holds(&parts[0], now) { &parts[1] } else { &parts[2] }, now)
            }
            Expression::Compare(op, left, right) => match self.subject(node) {
                None => self.fixed(*op, left, right) == Some(true),
                Some(subject) => match (now.get(&subject), &**left, &**right) {
                    (Some(At::Text(value)), Expression::Text(symbol, _), _)
                    | (Some(At::Text(value)), _, Expression::Text(symbol, _)) => {
                        (*value == Some(*symbol)) == (*op == Comparison::Equal)
                    }
                    (Some(At::Figure(value)), ..) => {
                        self.held(*op, left, right).is_some_and(|(_, bound, op)| op.holds(value.cmp(&bound)))
                    }
                    (Some(At::Truth(truth)), ..) => *truth,
                    _ => true,
                },
            },
            other => !matches!(now.get(&open(other)), Some(At::Truth(false))),
        }
    }

    /// The texts a name can be: of a list its values, else what it is compared with, and something else.
    fn texts(&self, left: &Node, right: &Node) -> Vec<At> {
        for side in [left, right] {
            if let Expression::Name { target, .. } = side
                && let Some(list) = self.list(*target)
            {
                return list.into_iter().map(|symbol| At::Text(Some(symbol))).collect();
            }
        }
        vec![At::Text(None)]
    }

    fn list(&self, target: Target) -> Option<Vec<Symbol>> {
        let (table, column) = match target {
            Target::Column(column) => (self.table?, column),
            Target::Firm(column) => (self.policy.register.table, column),
            Target::Fact(fact) => match &self.policy.facts[fact].source {
                Source::Value { table, of, .. } => match of.root {
                    Expression::Name { target: Target::Column(column), .. } => (*table, column),
                    _ => return None,
                },
                _ => return None,
            },
            Target::Parameter(_) | Target::Year | Target::Standing(_) | Target::Rank => return None,
        };
        match &self.policy.tables[table].columns[column].kind {
            Kind::List(values) => Some(values.iter().map(|value| value.symbol).collect()),
            _ => None,
        }
    }

    /// Is it counted in whole steps?
    fn is_whole(&self, node: &Node) -> bool {
        match node {
            Expression::Name { kind: Type::Year | Type::Date, .. } | Expression::Call(Function::Year, _) => true,
            Expression::Name { target: Target::Fact(fact), .. } => {
                matches!(self.policy.facts[*fact].source, Source::Count { .. })
            }
            _ => false,
        }
    }

    /// What a figure cannot be below or above.
    fn bounds(&self, node: &Node) -> (Option<Decimal>, Option<Decimal>) {
        let column = match node {
            Expression::Name { target: Target::Fact(fact), .. } => {
                return match &self.policy.facts[*fact].source {
                    Source::Count { .. } => (Some(Decimal::ZERO), None),
                    Source::Value { table, of, .. } => Within { table: Some(*table), ..*self }.bounds(&of.root),
                    _ => (None, None),
                };
            }
            Expression::Name { target: Target::Column(column), .. } => self.table.map(|table| (table, *column)),
            Expression::Name { target: Target::Firm(column), .. } => Some((self.policy.register.table, *column)),
            _ => None,
        };
        let Some((table, column)) = column else { return (None, None) };
        let column = &self.policy.tables[table].columns[column];
        let floor = matches!(column.kind, Kind::Money { signed: false }).then_some(Decimal::ZERO);
        (column.least.or(floor), column.most)
    }
}

/// A number, or a day as one.
fn ordinal(value: Value) -> Option<Decimal> {
    match value {
        Value::Date(day) => Some(day.num_days_from_ce().into()),
        other => other.number(),
    }
}

fn open(node: &Node) -> Subject {
    Subject::Open(format!("{node:?}"))
}

/// Is `node` a test that has parts of its own?
pub(super) fn is_test(node: &Node) -> bool {
    match node {
        Expression::Compare(..) => true,
        Expression::Name { kind, .. } => *kind == Type::Bool,
        Expression::Call(Function::And | Function::Or | Function::Not, _) => true,
        Expression::Call(Function::If, parts) => is_test(&parts[1]) && is_test(&parts[2]),
        _ => false,
    }
}
