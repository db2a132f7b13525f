//! Every figure of every item and class: amounts, rates, ceilings, steps, limits, windows, years of validity, ratios.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use jiangbu::award::{Assessment, Bar, Line, assess};
use jiangbu::check::Checked;
use jiangbu::formula::{Expression, Formula, Function, NOWHERE, Scale, Type, Value};
use jiangbu::index::{ItemIndex, ParameterIndex};
use jiangbu::money::Money;
use jiangbu::policy::{Continuity, Expr, Item, Method, Policy, Span, Standing, Target};
use jiangbu::tables::Dataset;
use rust_decimal::Decimal;

use crate::solve::{EDGES, Node, every, place, solve};
use crate::world::World;
use crate::{POLICIES, YEAR};

const FEN: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Tries every figure of `policy`; the parameters that were reached.
pub fn run(policy: &Policy) -> BTreeSet<ParameterIndex> {
    let mut reached = BTreeSet::new();
    for index in policy.items.keys() {
        let alone = alone(policy, index);
        let case = Case { policy: &alone, item: &alone.items.raw[0] };
        case.method(&mut reached);
        case.limits(&mut reached);
        case.window(&mut reached);
        case.standing(&mut reached);
    }
    for class in 0..policy.caps.first().map_or(0, |cap| cap.classes.len()) {
        reached.insert(ratio(policy, class));
    }
    reached
}

/// The policy with nothing but the item at `index`, which asks for no condition.
fn alone(policy: &Policy, index: ItemIndex) -> Policy {
    let mut alone = policy.clone();
    alone.items = vec![Item { requires: Vec::new(), ..policy.items[index].clone() }].into();
    alone.rivals.clear();
    alone.caps.raw.clear();
    alone.items.iter_mut().for_each(|item| item.cap = None);
    (alone.fund, alone.other_scheme, alone.disqualified, alone.suspended) = (None, None, None, None);
    alone.targets.clear();
    alone
}

/// One item by itself.
struct Case<'p> {
    policy: &'p Policy,
    item: &'p Item,
}

fn award(policy: &Policy, data: Dataset) -> Assessment {
    assess(&Checked::new(policy, data, YEAR)).expect("figures within range")
}

fn number(value: Decimal) -> Node {
    Expression::Number { value, percent: false }
}

fn fen(amount: Decimal) -> Money {
    // Half-up by hand: the engine's own rounding is what is tried.
    Money::yuan((amount * Decimal::ONE_HUNDRED + Decimal::new(5, 1)).floor() / Decimal::ONE_HUNDRED)
}

/// The parameter that a figure of a rule is.
fn parameter(node: &Node) -> ParameterIndex {
    match node {
        Expression::Name { target: Target::Parameter(parameter), .. } => *parameter,
        other => panic!("{}: teach the test this quantity", other.written()),
    }
}

/// The column that a part of a rule is.
fn column(node: &Node) -> Target {
    match node {
        Expression::Name { target, .. } => *target,
        other => panic!("{}: a column", other.written()),
    }
}

/// The figure a step gives, and whether it is one of the base.
fn pays(gives: &Node) -> (ParameterIndex, bool) {
    match gives {
        Expression::Arithmetic(_, _, rate) => (parameter(rate), true),
        figure => (parameter(figure), false),
    }
}

impl<'p> Case<'p> {
    fn figure(&self, parameter: ParameterIndex) -> Decimal {
        self.policy.parameters[parameter].value
    }

    /// `world` with what makes a line of it: the filter, and a record's name and every decision filled.
    fn counted(&self, world: &World<'p>) -> Option<World<'p>> {
        let mut world = solve(&self.item.counts.root, true, world).into_iter().next()?;
        for column in self.item.needs.iter().chain(&self.item.record) {
            if !world.knows(Target::Column(*column)) {
                world = world.with(Target::Column(*column), Value::Text(self.item.symbol));
            }
        }
        Some(world)
    }

    fn blank(&self) -> World<'p> {
        World::new(self.policy, Some(self.item.table))
    }

    fn lines(&self, data: Dataset) -> Vec<Line> {
        award(self.policy, data).lines
    }

    /// What the only line of `world` comes to; nothing if it makes none.
    fn amount(&self, world: &World<'_>) -> Option<Money> {
        self.lines(world.data()).first().and_then(|line| line.amount)
    }

    /// A world in which `formula` is `value`.
    fn with_value(&self, formula: &Expr, value: Decimal, world: &World<'p>) -> Option<World<'p>> {
        place(&formula.root, &number(value), 0, world)
    }

    fn method(&self, reached: &mut BTreeSet<ParameterIndex>) {
        match &self.item.method {
            Method::Fixed { amount, quantity } => {
                for (parameter, world, history) in self.keys(amount) {
                    // The filter may ask for more than a few.
                    let quantities: &[i64] = if quantity.is_some() { &[3, 1_003] } else { &[1] };
                    let counted = quantities.iter().find_map(|times| {
                        let times = Decimal::from(*times);
                        let with = |quantity| self.with_value(quantity, times, &world);
                        let world = quantity.as_ref().map_or(Some(world.clone()), with)?;
                        Some((self.counted(&world)?, times))
                    });
                    let Some((world, factor)) = counted else {
                        // A value that the filter leaves out, and that pays nothing.
                        assert_eq!(self.figure(parameter), Decimal::ZERO, "{}: no line", self.name(parameter));
                        reached.insert(parameter);
                        continue;
                    };
                    let mut data = world.data();
                    history.iter().for_each(|past| past.add_record(&mut data, self.item.table));
                    let own = self.lines(data).into_iter().find(|line| usize::from(line.row) == 0).expect("a line");
                    assert_eq!(own.amount, Some(fen(self.figure(parameter) * factor)), "{}", self.name(parameter));
                    reached.insert(parameter);
                }
            }
            Method::Rate { base, rate } => {
                let (of_policy, column) = self.rate(rate);
                // Every fen up to four yuan: each tie there is.
                for paid in 0..=400 {
                    let base_value = FEN * Decimal::from(paid);
                    let world = self.with_value(base, base_value, &self.blank()).and_then(|world| self.counted(&world));
                    let Some(world) = world else { continue };
                    let expected = fen(base_value * self.figure(of_policy));
                    assert_eq!(self.amount(&world), Some(expected), "{}", self.name(of_policy));
                    reached.insert(of_policy);
                    if let Some(column) = column {
                        let own = Decimal::new(1_875, 5);
                        let world = world.with(column, Value::Number(own));
                        assert_eq!(self.amount(&world), Some(fen(base_value * own)));
                    }
                }
            }
            Method::Tiers { base, amount } => {
                let Expression::Scale(scale) = &amount.root else { panic!("{}: steps", self.item.id) };
                assert_eq!(scale.by, base.root, "{}: teach the test steps by another figure", self.item.id);
                let unit = if base.kind == Type::Money { FEN } else { Decimal::new(1, 6) };
                for step in &scale.steps {
                    let from = parameter(&step.from);
                    for at in EDGES {
                        let figure = self.figure(from) + unit * Decimal::from(at);
                        let world = self.with_value(base, figure, &self.blank()).and_then(|world| self.counted(&world));
                        let Some(world) = world else { continue };
                        let expected = self.tiered(scale, figure);
                        assert_eq!(self.amount(&world), Some(fen(expected)), "{} {at}", self.name(from));
                        reached.insert(from);
                    }
                    let paid = |by| self.tiered(scale, self.figure(from) + by);
                    assert_ne!(paid(Decimal::ONE_THOUSAND), paid(-Decimal::ONE), "a step changes something");
                    reached.insert(pays(&step.gives).0);
                }
            }
            Method::Entered { entered, floor, ceiling } => {
                assert!(floor.is_none(), "{}: teach the test a floor", self.item.id);
                for (ceiling, world, _) in ceiling.iter().flat_map(|ceiling| self.keys(ceiling)) {
                    for at in EDGES {
                        let amount = self.figure(ceiling) + FEN * Decimal::from(at);
                        let world = world.with(column(&entered.root), Value::Number(amount));
                        let world = self.counted(&world).expect("a line");
                        let expected = fen(amount.min(self.figure(ceiling)));
                        assert_eq!(self.amount(&world), Some(expected), "{} {at}", self.name(ceiling));
                    }
                    reached.insert(ceiling);
                }
            }
        }
    }

    /// The policy's rate, and the column that overrides it.
    fn rate(&self, rate: &Expr) -> (ParameterIndex, Option<Target>) {
        match &rate.root {
            Expression::Call(Function::If, parts) => (parameter(&parts[1]), Some(column(&parts[2]))),
            other => (parameter(other), None),
        }
    }

    fn name(&self, parameter: ParameterIndex) -> &str {
        &self.policy.parameters[parameter].name
    }

    /// Each figure of a quantity, with a world that asks for it and the past records that make its standing.
    fn keys(&self, quantity: &Expr) -> Vec<(ParameterIndex, World<'p>, Vec<World<'p>>)> {
        let Expression::Choice(choice) = &quantity.root else {
            return vec![(parameter(&quantity.root), self.blank(), Vec::new())];
        };
        let [by] = choice.by.as_slice() else { panic!("{}: teach the test tables by several", self.item.id) };
        let of_row = |(number, (keys, figure)): (usize, &(Vec<Option<Node>>, Node))| match by {
            Expression::Name { target: Target::Standing(standing), .. } => {
                let standing = &self.policy.standings[*standing];
                let valid = i32::try_from(standing.valid_years.mantissa()).expect("few years");
                let past = [None, Some(1), Some(valid + 1)][number].map(|years| self.past(standing, years));
                (parameter(figure), self.blank(), past.into_iter().collect())
            }
            by => {
                let Some(Expression::Text(value, _)) = &keys[0] else { panic!("{}: a text", self.item.id) };
                (parameter(figure), self.blank().with(column(by), Value::Text(*value)), Vec::new())
            }
        };
        choice.rows.iter().enumerate().map(of_row).collect()
    }

    /// A record of so many years ago that can be continued.
    fn past(&self, standing: &Standing, years: i32) -> World<'p> {
        let day = NaiveDate::from_ymd_opt(YEAR - years, 12, 31).expect("a day");
        let world = World::new(self.policy, Some(standing.table)).with(Target::Column(standing.date), Value::Date(day));
        let parts = [&standing.records.root, &standing.history.root, &standing.continues.root];
        every(parts.into_iter(), true, &world).into_iter().next().expect("a past record")
    }

    /// The rule of steps, written once more and plainly.
    fn tiered(&self, scale: &Scale<Target>, base: Decimal) -> Decimal {
        let mut total = Decimal::ZERO;
        for (i, step) in scale.steps.iter().enumerate() {
            let from = self.figure(parameter(&step.from));
            if base < from || (base == from && !step.inclusive) {
                continue;
            }
            let (figure, times) = pays(&step.gives);
            total = if scale.marginal {
                let next = scale.steps.get(i + 1).map(|next| self.figure(parameter(&next.from)));
                total + self.figure(figure) * (next.map_or(base, |next| next.min(base)) - from)
            } else if times {
                self.figure(figure) * base
            } else {
                self.figure(figure)
            };
        }
        total
    }

    /// A world whose line comes to `amount`.
    fn paying(&self, amount: Decimal) -> World<'p> {
        let world = match &self.item.method {
            Method::Rate { base, rate } => {
                self.with_value(base, amount / self.figure(self.rate(rate).0), &self.blank())
            }
            Method::Fixed { amount: lookup, quantity: Some(quantity) } => {
                let (parameter, world, _) = self.keys(lookup).remove(0);
                self.with_value(quantity, (amount / self.figure(parameter)).round_dp(10), &world)
            }
            Method::Entered { entered, .. } => Some(self.blank().with(column(&entered.root), Value::Number(amount))),
            Method::Fixed { .. } | Method::Tiers { .. } => panic!("{}: teach the test this method", self.item.id),
        };
        world.and_then(|world| self.counted(&world)).expect("a line that pays")
    }

    fn limits(&self, reached: &mut BTreeSet<ParameterIndex>) {
        for limit in &self.item.limits {
            // This limit by itself.
            let mut policy = self.policy.clone();
            policy.items.raw[0].limits = vec![limit.clone()];
            policy.items.raw[0].once = None;
            let full = self.figure(parameter(&limit.amount.root));
            let nets = |data| Money::total(award(&policy, data).lines.iter().map(|line| line.net)).expect("a sum");
            for at in EDGES {
                let amount = full + FEN * Decimal::from(at);
                let world = self.paying(amount);
                assert_eq!(self.amount(&world), Some(fen(amount)));
                assert_eq!(nets(world.data()), fen(amount.min(full)), "{} {at}", limit.name);
                // Two lines of the one record; a limit over each line lets both pass.
                let mut data = world.data();
                world.add_record(&mut data, self.item.table);
                let times = if limit.over == Span::Record { Decimal::TWO } else { Decimal::ONE };
                assert_eq!(
                    nets(data),
                    fen((amount.min(full) * times).max(full.min(amount * Decimal::TWO))),
                    "{}",
                    limit.name
                );
                if limit.over == Span::KeyLife {
                    // What was paid before leaves a thousandth of the limit, and a fen less or more.
                    let left = full / Decimal::ONE_THOUSAND;
                    let mut data = self.paying(left).data();
                    self.add_past_award(&mut data, YEAR - 7, full - left + FEN * Decimal::from(at));
                    assert_eq!(nets(data), fen(left - FEN * Decimal::from(at.max(0))), "{} past {at}", limit.name);
                }
            }
            reached.insert(parameter(&limit.amount.root));
        }
    }

    fn add_past_award(&self, data: &mut Dataset, year: i32, amount: Decimal) {
        let history = self.policy.history.as_ref().expect("a history");
        let named = |column| Target::Column(column);
        World::new(self.policy, Some(history.table))
            .with(named(history.year), Value::Number(year.into()))
            .with(named(history.item), Value::Text(self.item.symbol))
            .with(named(history.record), Value::Text(self.item.symbol))
            .with(named(history.amount), Value::Number(amount))
            .add_record(data, history.table);
    }

    /// Awarded so many years ago: barred inside the window, not beyond it, and never by an award of the year itself.
    fn window(&self, reached: &mut BTreeSet<ParameterIndex>) {
        let Some(once) = &self.item.once else { return };
        let world = self.counted(&self.blank()).expect("a line");
        let last = once.years.unwrap_or(100);
        for (ago, barred) in [(0, false), (1, true), (last, true), (last + 1, once.years.is_none()), (-1, false)] {
            let mut data = world.data();
            self.add_past_award(&mut data, YEAR - ago, Decimal::ONE);
            let lines = self.lines(data);
            assert_eq!(matches!(lines[0].bar, Some(Bar::Past(_))), barred, "{}: {ago} years ago", self.item.id);
        }
        reached.extend(once.parameter);
    }

    /// A record runs for so many years after its own.
    fn standing(&self, reached: &mut BTreeSet<ParameterIndex>) {
        let Some(standing) = self.item.standing.map(|standing| &self.policy.standings[standing]) else { return };
        let world = self.counted(&self.blank()).expect("a line");
        let valid = i32::try_from(standing.valid_years.mantissa()).expect("few years");
        for (ago, expected) in
            [(valid - 1, Continuity::Continuous), (valid, Continuity::Continuous), (valid + 1, Continuity::Again)]
        {
            if ago == 0 {
                continue;
            }
            let mut data = world.data();
            self.past(standing, ago).add_record(&mut data, standing.table);
            assert_eq!(self.lines(data)[0].standing, Some(expected), "{}: {ago} years ago", standing.name);
        }
        reached.insert(standing.parameter);
    }
}

/// A class's share of the increment, rounded down to the fen.
fn ratio(policy: &Policy, class: usize) -> ParameterIndex {
    let mut policy = policy.clone();
    let cap = &mut policy.caps.raw[0];
    let mut only = cap.classes.swap_remove(class);
    only.ways.clear();
    let parameter = only.ratio;
    cap.classes = vec![only];
    for cents in [-1i64, 0, 1, 2, 3, 7, 99, 101, 12_345_678_901, 999_999_999_999] {
        let increment = FEN * Decimal::from(cents);
        let formula = Formula { source: "".into(), root: number(increment), kind: Type::Money, place: NOWHERE };
        policy.caps.raw[0].increment = formula;
        let found = award(&policy, World::new(&policy, None).data());
        let cap = &found.firms.raw[0].caps.raw[0];
        let share = increment.max(Decimal::ZERO) * policy.parameters[parameter].value * Decimal::ONE_HUNDRED;
        assert_eq!(cap.amount, Some(Money::yuan(share.floor() / Decimal::ONE_HUNDRED)), "{cents}");
    }
    parameter
}

#[test]
fn every_figure_pays_what_it_says() {
    for policy in &*POLICIES {
        assert!(!run(policy).is_empty());
    }
}
