//! Every threshold of the policy with the case below it, at it and above it, for the person who knows the law to tick.

use rust_decimal::Decimal;

use crate::award::tier_amount;
use crate::formula::{Arithmetic, Comparison, Env, Expression, Formula, Function, Type, Value, percent_words};
use crate::money::{Money, group};
use crate::policy::{Expr, Item, Lookup, Measure, Method, Policy, Source, Span, Target};

/// One threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// The clause.
    pub clause: String,
    /// What the threshold belongs to.
    pub place: String,
    /// What is held against it.
    pub subject: String,
    /// Below, at and above: the figure, and what follows.
    pub cases: Vec<(String, String)>,
}

/// Nothing is known but the policy's figures.
struct Figures<'p>(&'p Policy);

impl Env<Target> for Figures<'_> {
    fn value(&self, target: Target) -> Value {
        match target {
            Target::Parameter(parameter) => Value::Number(self.0.parameters[parameter].value),
            _ => Value::Unknown,
        }
    }
}

/// All thresholds, in the policy's order.
#[must_use]
pub fn boundaries(policy: &Policy) -> Vec<Boundary> {
    let mut all = Vec::new();
    let mut of = |clause: &str, place: String, formula: &Expr| comparisons(policy, clause, &place, formula, &mut all);
    for condition in &policy.conditions {
        of(&condition.clause, format!("条件：{}", condition.name), &condition.test);
    }
    for fact in &policy.facts {
        let place = format!("事实：{}", fact.name);
        match &fact.source {
            Source::Any { holds, .. } | Source::Count { holds, .. } => of(&fact.clause, place, holds),
            Source::Sum { holds, of: sum, .. } | Source::Value { holds, of: sum, .. } => {
                of(&fact.clause, place.clone(), holds);
                of(&fact.clause, place, sum);
            }
            Source::Derived { of: formula } => of(&fact.clause, place, formula),
            Source::Standing { .. } => {}
        }
    }
    for item in &policy.items {
        of(&item.clause, format!("项目：{}", item.name), &item.counts);
        let base = match &item.method {
            Method::Rate { base, .. } | Method::Tiers { base, .. } => Some(base),
            Method::Fixed { quantity, .. } => quantity.as_ref(),
            Method::Entered { .. } => None,
        };
        base.into_iter().for_each(|base| of(&item.clause, format!("项目：{}", item.name), base));
    }
    for way in policy.cap.iter().flat_map(|cap| &cap.classes).flat_map(|class| &class.ways) {
        of(&way.clause, format!("限额：{}", way.name), &way.test);
    }
    for ban in policy.disqualified.iter().chain(&policy.suspended) {
        of(&ban.clause, ban.reason.to_string(), &ban.when);
    }
    for target in &policy.targets {
        let (Measure::Firms(formula) | Measure::Records(_, formula) | Measure::Sum(formula, ..)) = &target.measure;
        of(&target.clause, format!("目标：{}", target.name), formula);
    }
    for check in &policy.checks {
        of(check.clause.as_deref().unwrap_or_default(), format!("核对：{}", check.code), &check.fault);
    }
    policy.items.iter().for_each(|item| of_item(policy, item, &mut all));
    for standing in &policy.standings {
        let years = standing.valid_years;
        let word = |i: usize| standing.labels[i].to_string();
        all.push(Boundary {
            clause: policy.parameters[standing.parameter].clause.to_string(),
            place: format!("资质：{}", standing.name),
            subject: "最近一条历史在几年前".into(),
            cases: [(years - Decimal::ONE, 1), (years, 1), (years + Decimal::ONE, 2)]
                .into_iter()
                .map(|(years, label)| (format!("{years} 年"), word(label)))
                .collect(),
        });
    }
    columns(policy, &mut all);
    all
}

/// Every comparison with a figure of the policy in `formula`.
fn comparisons(policy: &Policy, clause: &str, place: &str, formula: &Formula<Target>, all: &mut Vec<Boundary>) {
    formula.root.visit(&mut |node| {
        let Expression::Compare(op, left, right) = node else { return };
        let constant = |node: &Expression<Target>| node.value(&Figures(policy)).ok().and_then(Value::number);
        let (subject, bound, op) = match (constant(left), constant(right)) {
            (None, Some(bound)) => (left, bound, *op),
            (Some(bound), None) => (right, bound, turned(*op)),
            _ => return,
        };
        if matches!(op, Comparison::Equal | Comparison::Unequal) {
            return;
        }
        // A share is shown as one although what is held against it is a quotient of plain numbers.
        let kind = match (kind(subject), kind(left), kind(right)) {
            (Type::Number, Type::Share, _) | (Type::Number, _, Type::Share) => Type::Share,
            (kind, ..) => kind,
        };
        let step = step(kind, bound);
        let case = |value: Decimal| {
            let number = |value| Box::new(Expression::<Target>::Number { value, percent: false });
            let held = Expression::Compare(op, number(value), number(bound)).value(&Figures(policy));
            let word = if held == Ok(Value::Bool(true)) { "成立" } else { "不成立" };
            (shown(value, kind), word.to_owned())
        };
        all.push(Boundary {
            clause: clause.to_owned(),
            place: place.to_owned(),
            subject: format!("{} {} {}", subject.written(), op.sign(), shown(bound, kind)),
            cases: [bound - step, bound, bound + step].map(case).to_vec(),
        });
    });
}

fn of_item(policy: &Policy, item: &Item, all: &mut Vec<Boundary>) {
    let mut add = |subject: String, cases: Vec<(String, String)>| {
        all.push(Boundary {
            clause: item.clause.to_string(), place: format!("项目：{}", item.name), subject, cases
        });
    };
    let yuan = |amount: Decimal| Money::yuan(amount).grouped();
    let fen = Decimal::new(1, 2);
    let edge = |bound: Decimal, step: Decimal| [bound - step, bound, bound + step];
    match &item.method {
        Method::Tiers { base, tiers, marginal } => {
            for (number, tier) in (1..).zip(tiers) {
                let bound = policy.parameters[tier.from].value;
                let cases = edge(bound, step(base.kind, bound)).map(|value| {
                    let amount = tier_amount(policy, tiers, *marginal, value);
                    (
                        shown(value, base.kind),
                        amount.map_or_else(|_| "超出范围".into(), |a| format!("奖 {}", a.grouped())),
                    )
                });
                add(format!("第{number}档：{}", base.root.written()), cases.to_vec());
            }
        }
        Method::Entered { ceiling: Some(ceiling), column } => {
            let column = &policy.tables[item.table].columns[*column].name;
            for (value, parameter) in figures(policy, item, ceiling) {
                let most = policy.parameters[parameter].value;
                if Money::yuan(most) >= Money::LARGEST {
                    continue;
                }
                let cases = edge(most, fen).map(|amount| (yuan(amount), format!("奖 {}", yuan(amount.min(most)))));
                add(format!("{value}{column}的上限"), cases.to_vec());
            }
        }
        _ => {}
    }
    for limit in &item.limits {
        let most = policy.parameters[limit.parameter].value;
        let over = match limit.over {
            Span::Record => "每条",
            Span::Key => "同一记录当年合计",
            Span::KeyLife => "同一记录历年累计",
            Span::FirmYear => "每家企业当年合计",
        };
        let cases = edge(most, fen).map(|amount| (yuan(amount), format!("奖 {}", yuan(amount.min(most)))));
        add(format!("{}（{over}）", limit.name), cases.to_vec());
    }
    if let Some(years) = item.once.as_ref().and_then(|once| once.years) {
        let case = |ago: i32| (format!("{ago} 年前奖过"), if ago <= years { "不奖" } else { "奖" }.to_owned());
        add(
            "以前奖过的记录".into(),
            [years - 1, years, years + 1].into_iter().filter(|ago| *ago > 0).map(case).collect(),
        );
    }
}

/// What a column may hold at all.
fn columns(policy: &Policy, all: &mut Vec<Boundary>) {
    for table in &policy.tables {
        for column in &table.columns {
            let kind = column.kind.formula_type();
            for (bound, least) in [(column.least, true), (column.most, false)] {
                let Some(bound) = bound else { continue };
                let step = step(kind, bound);
                let case = |value: Decimal| {
                    let fits = if least { value >= bound } else { value <= bound };
                    (shown(value, kind), if fits { "可以填" } else { "错误" }.to_owned())
                };
                all.push(Boundary {
                    clause: column.clause.as_deref().unwrap_or_default().to_owned(),
                    place: format!("表：{}", table.name),
                    subject: format!("{}的最{}值", column.name, if least { "小" } else { "大" }),
                    cases: [bound - step, bound, bound + step].map(case).to_vec(),
                });
            }
        }
    }
}

/// The figures of a lookup, each with the value it is for.
fn figures(policy: &Policy, item: &Item, lookup: &Lookup) -> Vec<(String, usize)> {
    match lookup {
        Lookup::One(parameter) => vec![(String::new(), *parameter)],
        Lookup::ByColumn(_, values) => {
            values.iter().map(|(value, parameter)| (format!("{} ", policy.texts.get(*value)), *parameter)).collect()
        }
        Lookup::ByStanding(parameters) => {
            let labels = item.standing.map(|standing| policy.standings[standing].labels.clone()).unwrap_or_default();
            labels.iter().map(|label| format!("{label} ")).zip(*parameters).collect()
        }
    }
}

/// The least by which a figure of this kind differs.
fn step(kind: Type, bound: Decimal) -> Decimal {
    match kind {
        Type::Money => Decimal::new(1, 2),
        Type::Share => Decimal::new(1, 4),
        _ if bound.is_integer() => Decimal::ONE,
        _ => Decimal::new(1, bound.scale()),
    }
}

fn shown(value: Decimal, kind: Type) -> String {
    match kind {
        Type::Money => Money::yuan(value).grouped(),
        Type::Share => percent_words(value),
        Type::Year => value.normalize().to_string(),
        _ => group(&value.normalize().to_string()),
    }
}

const fn turned(op: Comparison) -> Comparison {
    match op {
        Comparison::Less => Comparison::More,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::More => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        same => same,
    }
}

/// What a figure is: a quotient of amounts is a share.
fn kind(node: &Expression<Target>) -> Type {
    match node {
        Expression::Name { kind, .. } => *kind,
        Expression::Negate(inner) => kind(inner),
        Expression::Arithmetic(Arithmetic::Divide, left, right) => match (kind(left), kind(right)) {
            (Type::Money, Type::Money) => Type::Share,
            (Type::Money, _) => Type::Money,
            _ => Type::Number,
        },
        Expression::Arithmetic(_, left, right) => match (kind(left), kind(right)) {
            (Type::Money, _) | (_, Type::Money) => Type::Money,
            (Type::Number, other) => other,
            (other, _) => other,
        },
        Expression::Call(Function::Year, _) => Type::Year,
        Expression::Call(Function::Max | Function::Min | Function::Abs, parts) => kind(&parts[0]),
        Expression::Call(Function::If, parts) => kind(&parts[1]),
        _ => Type::Number,
    }
}

/// The table as text, a threshold a block, with a box to tick.
#[must_use]
pub fn text(boundaries: &[Boundary]) -> String {
    let mut out = String::new();
    for Boundary { clause, place, subject, cases } in boundaries {
        out.push_str(&format!("□ {clause} {place}\n    {subject}\n"));
        for (value, result) in cases {
            out.push_str(&format!("      {value}：{result}\n"));
        }
    }
    out
}
