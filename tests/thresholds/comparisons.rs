//! Every comparison of figures, days and years in every formula of the policy, decisive in its formula, at its edge.

use std::collections::BTreeSet;

use jiangbu::award::assess;
use jiangbu::check::Checked;
use jiangbu::formula::{Comparison, Expression, Function, Type};
use jiangbu::index::{ParameterIndex, TableIndex};
use jiangbu::policy::{Expr, Measure, Policy, Source, Target};

use crate::solve::{EDGES, Node, holds, place, solve};
use crate::world::World;
use crate::{POLICIES, YEAR};

/// A formula that is a test: what it is called, and the table whose records it is over.
pub struct Test<'p> {
    pub name: String,
    pub table: Option<TableIndex>,
    pub formula: &'p Expr,
}

/// Every test of the policy.
pub fn tests(policy: &Policy) -> Vec<Test<'_>> {
    let mut all = Vec::new();
    let mut add = |name: String, table, formula| all.push(Test { name, table, formula });
    for condition in &policy.conditions {
        add(format!("condition {}", condition.id), None, &condition.test);
    }
    for fact in &policy.facts {
        let (table, formula) = match &fact.source {
            Source::Any { table, holds }
            | Source::Count { table, holds }
            | Source::Sum { table, holds, .. }
            | Source::Value { table, holds, .. } => (Some(*table), holds),
            Source::Derived { of } if of.kind == Type::Bool => (None, of),
            Source::Standing { .. } | Source::Derived { .. } => continue,
        };
        add(format!("fact {}", fact.name), table, formula);
    }
    for standing in &policy.standings {
        for formula in [&standing.records, &standing.grants, &standing.history, &standing.continues] {
            add(format!("standing {}", standing.name), Some(standing.table), formula);
        }
    }
    for item in &policy.items {
        add(format!("item {}", item.id), Some(item.table), &item.counts);
    }
    for way in policy.caps.iter().flat_map(|cap| &cap.classes).flat_map(|class| &class.ways) {
        add(format!("way {}", way.name), None, &way.test);
    }
    for check in &policy.checks {
        add(format!("check {}", check.code), Some(check.table), &check.fault);
    }
    for ban in policy.disqualified.iter().chain(&policy.suspended) {
        add(format!("ban {}", ban.reason), None, &ban.when);
    }
    if let Some(scheme) = &policy.other_scheme {
        add("other scheme".into(), Some(scheme.table), &scheme.applies);
        add("other scheme".into(), Some(scheme.table), &scheme.paid);
    }
    if let Some(of) = policy.fund.as_ref().and_then(|fund| fund.of.as_ref()) {
        add("fund".into(), None, of);
    }
    for target in &policy.targets {
        match &target.measure {
            Measure::Firms(formula) | Measure::Sum(formula, ..) => {
                add(format!("target {}", target.name), None, formula);
            }
            Measure::Records(table, formula) | Measure::Yearly(table, formula, _) => {
                add(format!("target {}", target.name), Some(*table), formula);
            }
            Measure::Entered(_) => {}
        }
    }
    all
}

/// A comparison within a test, and the way down to it.
struct Edge<'p> {
    op: Comparison,
    left: &'p Node,
    right: &'p Node,
    /// What the other parts on the way must be for the comparison to decide.
    beside: Vec<(&'p Node, bool)>,
    /// Is the test true where the comparison is false?
    negated: bool,
}

/// Every comparison of figures, days or years in `node`.
fn edges<'p>(node: &'p Node, beside: &[(&'p Node, bool)], negated: bool, found: &mut Vec<Edge<'p>>) {
    match node {
        Expression::Call(Function::Not, parts) => edges(&parts[0], beside, !negated, found),
        Expression::Call(function @ (Function::And | Function::Or), parts) => {
            for (i, part) in parts.iter().enumerate() {
                let others = parts.iter().enumerate().filter(|(other, _)| *other != i);
                let mut beside = beside.to_vec();
                beside.extend(others.map(|(_, other)| (other, *function == Function::And)));
                edges(part, &beside, negated, found);
            }
        }
        Expression::Compare(op, left, right) if !matches!(**right, Expression::Text(..) | Expression::Bool(_)) => {
            found.push(Edge { op: *op, left, right, beside: beside.to_vec(), negated });
        }
        _ => {}
    }
}

/// The world with the comparison placed and everything beside it out of its way.
fn decisive<'p>(edge: &Edge<'_>, at: i32, start: &World<'p>) -> Option<World<'p>> {
    let placed = place(edge.left, edge.right, at, start)?;
    let worlds = edge.beside.iter().fold(vec![placed], |worlds, (part, want)| {
        worlds.iter().flat_map(|world| solve(part, *want, world)).take(200).collect()
    });
    worlds.into_iter().next()
}

/// The truth of the test as the engine finds it in real data.
fn truth(test: &Test<'_>, world: &World<'_>) -> Option<bool> {
    let (data, facts) = (world.data(), world.facts());
    test.formula.truth(&world.record(&data, &facts)).expect("figures within range")
}

/// Tries every comparison of `policy`; the parameters that were reached.
pub fn run(policy: &Policy) -> BTreeSet<ParameterIndex> {
    let mut reached = BTreeSet::new();
    for test in tests(policy) {
        let mut all = Vec::new();
        edges(&test.formula.root, &[], false, &mut all);
        let start = World::new(policy, test.table);
        for edge in &all {
            let figure = mentions_figure(edge.left) || mentions_figure(edge.right);
            let mut tried = 0;
            for at in EDGES {
                let Some(world) = decisive(edge, at, &start) else {
                    // Another part may hold for every day on that side: "this year, or before it and not yet lifted".
                    assert!(!figure, "{}: nothing found {at} of an edge in {}", test.name, test.formula.source);
                    continue;
                };
                tried += 1;
                let expected = holds(edge.op, at) != edge.negated;
                assert_eq!(
                    truth(&test, &world),
                    Some(expected),
                    "{}: {at} of the edge in {}",
                    test.name,
                    test.formula.source
                );
                in_the_award(policy, &test, &world, expected);
            }
            assert!(tried > 0, "{}: an edge that never decides in {}", test.name, test.formula.source);
            unknown_when_blank(&test, edge, &start);
            for side in [edge.left, edge.right] {
                side.visit(&mut |node| {
                    if let Expression::Name { target: Target::Parameter(parameter), .. } = node {
                        reached.insert(*parameter);
                        said_in_the_note(policy, *parameter, edge.op);
                    }
                });
            }
        }
    }
    reached
}

/// Conditions and ways that rest on the register alone come out of the award the same.
fn in_the_award(policy: &Policy, test: &Test<'_>, world: &World<'_>, expected: bool) {
    if test.formula.names().iter().any(|(target, ..)| matches!(target, Target::Fact(_))) {
        return;
    }
    let condition = policy.conditions.position(|condition| std::ptr::eq(&condition.test, test.formula));
    let classes = policy.caps.iter().flat_map(|cap| &cap.classes).enumerate();
    let mut ways = classes.flat_map(|(class, ways)| ways.ways.iter().enumerate().map(move |(i, way)| (class, i, way)));
    let way = ways.find(|(.., way)| std::ptr::eq(&way.test, test.formula));
    if condition.is_none() && way.is_none() {
        return;
    }
    let checked = Checked::new(policy, world.data(), YEAR);
    let award = assess(&checked).expect("figures within range");
    let firm = &award.firms.raw[0];
    let found = match (condition, way) {
        (Some(condition), _) => firm.conditions[condition],
        (_, Some((class, way, _))) => firm.caps.raw[0].ways[class][way],
        _ => None,
    };
    assert_eq!(found, Some(expected), "{} in the award", test.name);
}

/// Each name of the comparison blank by itself, if nothing else in the test asks for it: the test is open.
fn unknown_when_blank(test: &Test<'_>, edge: &Edge<'_>, start: &World<'_>) {
    let Some(world) = EDGES.iter().find_map(|at| decisive(edge, *at, start)) else { return };
    let names = test.formula.names();
    for side in [edge.left, edge.right] {
        side.visit(&mut |node| {
            if let Expression::Name { target, name, .. } = node
                && !matches!(target, Target::Parameter(_) | Target::Year)
                && !edge.beside.iter().any(|(part, _)| mentions(part, *target))
                && names.iter().any(|(known, ..)| known == target)
            {
                assert_eq!(truth(test, &world.without(*target)), None, "{}: blank {name}", test.name);
            }
        });
    }
}

fn mentions_figure(node: &Node) -> bool {
    let mut found = false;
    node.visit(&mut |node| found |= matches!(node, Expression::Name { target: Target::Parameter(_), .. }));
    found
}

fn mentions(node: &Node, target: Target) -> bool {
    let mut found = false;
    node.visit(&mut |node| found |= matches!(node, Expression::Name { target: named, .. } if *named == target));
    found
}

/// A figure's note says whether the figure itself is in (含本数) or not (不含本数), as 民法典 art. 1259 has it: its use must agree.
fn said_in_the_note(policy: &Policy, parameter: ParameterIndex, op: Comparison) {
    let parameter = &policy.parameters[parameter];
    let included = match op {
        Comparison::AtLeast | Comparison::AtMost => true,
        Comparison::More | Comparison::Less => false,
        Comparison::Equal | Comparison::Unequal => return,
    };
    let says = if parameter.note.contains("不含本数") {
        Some(false)
    } else if parameter.note.contains("含本数") {
        Some(true)
    } else {
        None
    };
    assert_eq!(
        says,
        Some(included),
        "the note of “{}” must say 含本数 or 不含本数, as its formula does",
        parameter.name
    );
}

#[test]
fn every_comparison_holds_at_its_edge_as_it_is_written() {
    for policy in &*POLICIES {
        assert!(!run(policy).is_empty());
    }
}

/// The tests themselves would notice: `>=` for `>` in the policy contradicts the note, so do two figures changed about.
#[test]
fn a_slip_in_the_policy_is_noticed() {
    for (from, to) in [("产值>产值门槛", "产值>=产值门槛"), ("销售收入>=研发占比下限", "销售收入>研发占比下限")]
    {
        let text = jiangbu::policy::BUILT_IN.replacen(from, to, 1);
        let policy = Policy::load(&text, "policy.toml").expect("a policy");
        let noticed = std::panic::catch_unwind(|| run(&policy)).is_err();
        assert!(noticed, "{from} → {to}");
    }
}
