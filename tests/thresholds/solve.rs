//! Finds values for which a formula holds, or does not, and puts a comparison at its edge.

use chrono::{Datelike, Days, NaiveDate};
use jiangbu::formula::{Comparison, Expression, Function, Type, Value};
use jiangbu::policy::{Kind, Target};
use rust_decimal::Decimal;

use crate::YEAR;
use crate::world::World;

pub type Node = Expression<Target>;

/// Ways tried at most: enough for every policy so far, few enough to be quick.
const WAYS: usize = 60;

/// Below, at, above: by the smallest unit, or by far.
pub const EDGES: [i32; 3] = [-1, 0, 1];
const ALL: [i32; 5] = [0, 1, -1, 2, -2];

/// Worlds in which `node` is `want`.
pub fn solve<'p>(node: &Node, want: bool, world: &World<'p>) -> Vec<World<'p>> {
    let mut found = match node {
        Expression::Bool(value) if *value == want => vec![world.clone()],
        Expression::Name { target, kind: Type::Bool, .. } if !world.knows(*target) => {
            vec![world.with(*target, Value::Bool(want))]
        }
        Expression::Call(Function::Not, parts) => solve(&parts[0], !want, world),
        Expression::Call(Function::And | Function::Or, parts) => {
            let all = matches!(node, Expression::Call(Function::And, _)) == want;
            if all {
                every(parts.iter(), want, world)
            } else {
                parts.iter().flat_map(|part| solve(part, want, world)).collect()
            }
        }
        Expression::Compare(op, left, right) => compare(*op, left, right, want, world),
        _ => vec![world.clone()],
    };
    found.retain(|world| node.value(world).ok().and_then(Value::truth) == Some(want));
    found.truncate(WAYS);
    found
}

/// Worlds in which each of `parts` is `want`.
pub fn every<'a, 'p>(parts: impl Iterator<Item = &'a Node>, want: bool, world: &World<'p>) -> Vec<World<'p>> {
    parts.fold(vec![world.clone()], |worlds, part| {
        let mut found: Vec<_> = worlds.iter().flat_map(|world| solve(part, want, world)).collect();
        found.truncate(WAYS);
        found
    })
}

fn compare<'p>(op: Comparison, left: &Node, right: &Node, want: bool, world: &World<'p>) -> Vec<World<'p>> {
    if let (Expression::Name { target, .. }, Expression::Text(symbol, _)) = (left, right) {
        if world.knows(*target) {
            return vec![world.clone()];
        }
        let same = (op == Comparison::Equal) == want;
        let others = listed(world, *target).into_iter().filter(|value| value != symbol);
        let values: Vec<_> = if same { vec![*symbol] } else { others.collect() };
        return values.into_iter().map(|value| world.with(*target, Value::Text(value))).collect();
    }
    if free(left, right, world).is_none() {
        return vec![world.clone()];
    }
    ALL.iter().filter(|at| holds(op, **at) == want).flat_map(|at| place(left, right, *at, world)).collect()
}

/// The values a text may have here.
fn listed(world: &World<'_>, target: Target) -> Vec<jiangbu::texts::Symbol> {
    let table = match target {
        Target::Column(_) => world.table,
        _ => Some(world.policy.register.table),
    };
    let (Target::Column(column) | Target::Firm(column), Some(table)) = (target, table) else {
        // A fact: any text of the policy that a formula or a list speaks of.
        let all = world.policy.tables.iter().flat_map(|table| &table.columns);
        let lists = all.filter_map(|column| match &column.kind {
            Kind::List(values) => Some(values),
            _ => None,
        });
        return lists.flatten().map(|value| value.symbol).collect();
    };
    match &world.policy.tables[table].columns[column].kind {
        Kind::List(values) => values.iter().map(|value| value.symbol).collect(),
        _ => vec![world.policy.items.raw[0].symbol],
    }
}

/// Does `op` hold for a left side that is below (−), at (0) or above (+) the right?
pub fn holds(op: Comparison, at: i32) -> bool {
    match op {
        Comparison::Equal => at == 0,
        Comparison::Unequal => at != 0,
        Comparison::Less => at < 0,
        Comparison::AtMost => at <= 0,
        Comparison::More => at > 0,
        Comparison::AtLeast => at >= 0,
    }
}

/// The first name without a value, on either side.
fn free(left: &Node, right: &Node, world: &World<'_>) -> Option<(Target, Type)> {
    let mut found = None;
    for side in [left, right] {
        side.visit(&mut |node| {
            if let Expression::Name { target, kind, .. } = node
                && !world.knows(*target)
            {
                found = found.or(Some((*target, *kind)));
            }
        });
    }
    found
}

/// The world in which `left` is below, at or above `right`: by the smallest unit of its first free name, by much for ±2.
pub fn place<'p>(left: &Node, right: &Node, at: i32, world: &World<'p>) -> Option<World<'p>> {
    let (target, kind) = free(left, right, world)?;
    // All other names get a value that divides well.
    let mut world = world.with(target, Value::Unknown);
    while let Some((other, kind)) = free(left, right, &world) {
        world = world.with(other, usual(kind));
    }
    if kind == Type::Date {
        return by_day(left, right, at, target, &world);
    }
    let step = match kind {
        Type::Money => Decimal::new(1, 2),
        Type::Year => Decimal::ONE,
        _ => Decimal::new(1, 6),
    };
    let gap = |x: Decimal| {
        let world = world.with(target, Value::Number(x));
        let side = |node: &Node| node.value(&world).ok().and_then(Value::number);
        side(left)?.checked_sub(side(right)?)
    };
    // Linear in the free name, at least this far out.
    let far = Decimal::from(1_000_000_000);
    let slope = gap(far + Decimal::ONE_THOUSAND)?.checked_sub(gap(far)?)? / Decimal::ONE_THOUSAND;
    if slope.is_zero() {
        return None;
    }
    let root = (far - gap(far)? / slope).round_dp(10).normalize();
    let toward = if slope > Decimal::ZERO { step } else { -step };
    let steps = if at.abs() == 2 { Decimal::from(at * 500) } else { Decimal::from(at) };
    let x = root + toward * steps;
    let placed = world.with(target, Value::Number(x));
    let reached = gap(x)?;
    let right_side = match at.signum() {
        0 => reached.is_zero(),
        1 => reached > Decimal::ZERO,
        _ => reached < Decimal::ZERO,
    };
    right_side.then_some(placed)
}

fn by_day<'p>(left: &Node, right: &Node, at: i32, target: Target, world: &World<'p>) -> Option<World<'p>> {
    let days = match at.abs() {
        2 => Days::new(4_000),
        _ => Days::new(1),
    };
    let mut is_left = false;
    left.visit(&mut |node| is_left |= matches!(node, Expression::Name { target: named, .. } if *named == target));
    let (own, bound) = if is_left { (left, right) } else { (right, left) };
    let at = if is_left { at } else { -at };
    let (first, last) = match (own, bound.value(world).ok()?) {
        (Expression::Name { .. }, Value::Date(day)) => (day, day),
        (Expression::Call(Function::Year, _), Value::Number(year)) => {
            let year: i32 = year.to_string().parse().ok()?;
            (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?)
        }
        _ => return None,
    };
    let day = match at.signum() {
        0 => first,
        1 => last.checked_add_days(days)?,
        _ => first.checked_sub_days(days)?,
    };
    debug_assert!(day.year() > 1900);
    Some(world.with(target, Value::Date(day)))
}

/// A value of this type that is neither blank nor at any edge by itself.
fn usual(kind: Type) -> Value {
    match kind {
        Type::Money => Value::Number(Decimal::from(100_000_000)),
        Type::Share => Value::Number(Decimal::new(5, 1)),
        Type::Year => Value::Number(YEAR.into()),
        Type::Date => NaiveDate::from_ymd_opt(YEAR, 6, 15).map_or(Value::Unknown, Value::Date),
        Type::Bool => Value::Bool(true),
        Type::Number => Value::Number(Decimal::TEN),
        Type::Text => Value::Unknown,
    }
}
