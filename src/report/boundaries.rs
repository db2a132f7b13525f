//! Every threshold of the policy with the case below it, at it and above it, for the person who knows the law to tick.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::rule_words;
use crate::formula::{
    Arithmetic, Comparison, Env, Expression, Formula, Function, Scale, ScaleStep, Type, Value, percent_words,
};
use crate::money::{Money, Rounding, group, round};
use crate::policy::{Expr, Item, Limit, Method, Policy, SharedLimit, Span, Target};

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
    for rule in policy.rules() {
        let place = match rule.kind.word() {
            "" => rule.name.to_owned(),
            word => format!("{word}：{}", rule.name),
        };
        comparisons(policy, rule.clause, &place, rule.formula, &mut all);
    }
    policy.items.iter().for_each(|item| of_item(policy, item, &mut all));
    for SharedLimit { items, limit } in &policy.shared_limits {
        let names = items.iter().map(|item| &*policy.items[*item].name).collect::<Vec<_>>().join("、");
        of_limit(policy, limit, &mut |subject, cases| {
            all.push(Boundary { clause: limit.clause.to_string(), place: format!("合计：{names}"), subject, cases });
        });
    }
    for (joint, amount) in policy.joint_limits.iter().filter_map(|joint| Some((joint, joint.amount.as_ref()?))) {
        of_amount(policy, amount, &format!("{}（几家企业合计）", joint.name), &mut |subject, cases| {
            let place = format!("合计：{}", joint.name);
            all.push(Boundary { clause: joint.clause.to_string(), place, subject, cases });
        });
    }
    for standing in &policy.standings {
        let years = standing.valid_years;
        let word = |i: usize| standing.labels[i].to_string();
        all.push(Boundary {
            clause: policy.parameters[standing.parameter].clause.to_string(),
            place: format!("资质：{}", standing.name),
            subject: "最近一条历史在几年前".into(),
            cases: edge(years, Decimal::ONE)
                .into_iter()
                .map(|ago| (format!("{ago} 年"), word(if ago <= years { 1 } else { 2 })))
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
        if matches!(op, Comparison::Equal | Comparison::Unequal) {
            return;
        }
        let whole = |subject: &Expression<Target>, op: Comparison, bound: String, cases| Boundary {
            clause: clause.to_owned(),
            place: place.to_owned(),
            subject: format!("{} {} {bound}", subject.written(), op.sign()),
            cases,
        };
        match (day(policy, left), day(policy, right)) {
            (None, Some(bound)) => return all.push(whole(left, *op, bound.to_string(), days(*op, bound))),
            (Some(bound), None) => {
                return all.push(whole(right, op.turned(), bound.to_string(), days(op.turned(), bound)));
            }
            _ => {}
        }
        let (subject, bounds, op) = match (constant(policy, left), constant(policy, right)) {
            (None, Some(bound)) => (left, vec![(String::new(), bound)], *op),
            (Some(bound), None) => (right, vec![(String::new(), bound)], op.turned()),
            (None, None) => (left, figures(policy, right), *op),
            (Some(_), Some(_)) => return,
        };
        // A share is shown as one although what is held against it is a quotient of plain numbers.
        let kind = match (kind(subject), kind(left), kind(right)) {
            (Type::Number, Type::Share, _) | (Type::Number, _, Type::Share) => Type::Share,
            (kind, ..) => kind,
        };
        for (when, bound) in bounds {
            let case = |value: Decimal| (shown(value, kind), verdict(op.holds(value.cmp(&bound))));
            let cases = edge(bound, step(kind, bound)).into_iter().map(case).collect();
            let boundary = whole(subject, op, shown(bound, kind), cases);
            all.push(Boundary { subject: format!("{when}{}", boundary.subject), ..boundary });
        }
    });
}

fn verdict(holds: bool) -> String {
    if holds { "成立" } else { "不成立" }.to_owned()
}

/// The day that a node of nothing but figures comes to.
fn day(policy: &Policy, node: &Expression<Target>) -> Option<NaiveDate> {
    match node.value(&Figures(policy)) {
        Ok(Value::Date(day)) => Some(day),
        _ => None,
    }
}

/// The day before a bound, the bound, and the day after.
fn days(op: Comparison, bound: NaiveDate) -> Vec<(String, String)> {
    let days = [bound.pred_opt(), Some(bound), bound.succ_opt()].into_iter().flatten();
    days.map(|day| (day.to_string(), verdict(op.holds(day.cmp(&bound))))).collect()
}

fn of_item(policy: &Policy, item: &Item, all: &mut Vec<Boundary>) {
    let mut add = |subject: String, cases: Vec<(String, String)>| {
        all.push(Boundary {
            clause: item.clause.to_string(), place: format!("项目：{}", item.name), subject, cases
        });
    };
    let yuan = |amount: Decimal| Money::yuan(amount).grouped();
    let fen = Decimal::new(1, 2);
    let parts = std::iter::once(&item.amount).chain(item.limits.iter().map(|limit| &limit.amount));
    for part in parts {
        part.root.visit(&mut |node| {
            let Expression::Scale(scale) = node else { return };
            let by = kind(&scale.by);
            for (number, step) in (1..).zip(&scale.steps) {
                let Some(bound) = constant(policy, &step.from) else { continue };
                let values = edge(bound, self::step(by, bound)).into_iter();
                let ranks = item.quota.as_ref().filter(|_| is_rank(&scale.by)).map(|quota| Decimal::from(quota.places));
                let values = values.filter(|value| ranks.is_none_or(|places| (Decimal::ONE..=places).contains(value)));
                let cases = values.map(|value| (shown(value, by), at(policy, scale, value)));
                add(format!("第{number}档：{}", scale.by.written()), cases.collect());
            }
        });
    }
    if let Method::Entered { entered, floor, ceiling } = &item.method {
        for (bound, least) in floor.iter().map(|floor| (floor, true)).chain(ceiling.iter().map(|most| (most, false))) {
            for (value, bound) in figures(policy, &bound.root) {
                if Money::yuan(bound) >= Money::LARGEST || (least && bound.is_zero()) {
                    continue;
                }
                let paid = |amount: Decimal| if least { amount.max(bound) } else { amount.min(bound) };
                let amounts = edge(bound, fen).into_iter();
                let cases = amounts.map(|amount| (yuan(amount), format!("奖 {}", yuan(paid(amount)))));
                add(format!("{value}{}的{}限", entered.source, if least { "下" } else { "上" }), cases.collect());
            }
        }
    }
    item.limits.iter().for_each(|limit| of_limit(policy, limit, &mut add));
    let counts = [
        ("以前奖过的次数", item.once.as_ref().map(|once| once.times - 1)),
        ("全部企业里排在前面的条数", item.quota.as_ref().map(|quota| quota.places - 1)),
        ("同一家企业里排在前面的条数", item.one_per.as_ref().map(|one_per| one_per.keep - 1)),
    ];
    for (subject, most) in
        counts.into_iter().filter_map(|(subject, most)| Some((subject, most?))).filter(|(_, most)| *most > 0)
    {
        let case = |count: usize| (count.to_string(), if count <= most { "奖" } else { "不奖" }.to_owned());
        add(subject.into(), [most - 1, most, most + 1].map(case).to_vec());
    }
    if let Some(years) = item.once.as_ref().and_then(|once| once.years) {
        let case = |ago: i32| (format!("{ago} 年前奖过"), if ago <= years { "不奖" } else { "奖" }.to_owned());
        add(
            "以前奖过的记录".into(),
            [years - 1, years, years + 1].into_iter().filter(|ago| *ago > 0).map(case).collect(),
        );
    }
}

const fn is_rank(node: &Expression<Target>) -> bool {
    matches!(node, Expression::Name { target: Target::Rank, .. })
}

/// Each figure of a limit at its edge.
fn of_limit(policy: &Policy, limit: &Limit, add: &mut impl FnMut(String, Vec<(String, String)>)) {
    let over = match limit.over {
        Span::Record => "每条",
        Span::Key => "同一记录当年合计",
        Span::KeyLife => "同一记录历年累计",
        Span::FirmYear => "每家企业当年合计",
        Span::FirmLife => "每家企业历年累计",
    };
    of_amount(policy, &limit.amount, &format!("{}（{over}）", limit.name), add);
}

/// Each amount that `most` may be.
fn of_amount(policy: &Policy, most: &Expr, what: &str, add: &mut impl FnMut(String, Vec<(String, String)>)) {
    let yuan = |amount: Decimal| Money::yuan(amount).grouped();
    let fen = Decimal::new(1, 2);
    for (value, most) in figures(policy, &most.root) {
        if Money::yuan(most) >= Money::LARGEST {
            continue;
        }
        let amounts = edge(most, fen).into_iter();
        let cases = amounts.map(|amount| (yuan(amount), format!("奖 {}", yuan(amount.min(most)))));
        add(format!("{value}{what}"), cases.collect());
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
                    cases: edge(bound, step).into_iter().map(case).collect(),
                });
            }
        }
    }
}

/// What a node of nothing but the policy's figures comes to.
fn constant(policy: &Policy, node: &Expression<Target>) -> Option<Decimal> {
    node.value(&Figures(policy)).ok().and_then(Value::number)
}

/// What steps give for `value` of the figure they go by.
fn at(policy: &Policy, scale: &Scale<Target>, value: Decimal) -> String {
    let number = Expression::Number { value, percent: false };
    let steps = scale.steps.iter().map(|step| ScaleStep { gives: step.gives.with(&scale.by, &number), ..step.clone() });
    let found = Scale { by: number.clone(), steps: steps.collect(), marginal: scale.marginal };
    let of_value = match Expression::Scale(Box::new(found)).value(&Figures(policy)) {
        Err(_) => return "超出范围".into(),
        Ok(value) => value.number(),
    };
    match (of_value, scale.reached_at(&Figures(policy), value)) {
        (Some(paid), _) if kind(&Expression::Scale(Box::new(scale.clone()))) == Type::Money => {
            format!("奖 {}", Money::yuan(round(paid, 2, Rounding::HalfUp)).grouped())
        }
        (Some(paid), _) => shown(paid, scale.steps.first().map_or(Type::Number, |step| kind(&step.gives))),
        // What is paid rests on another figure.
        (None, Some(0)) => "不到第1档".into(),
        (None, Some(number)) => rule_words::step_words(policy, &scale.steps[number - 1].gives),
        (None, None) => "无法判断".into(),
    }
}

/// The figures of a quantity that is one, or a table of them, each with the value it is for.
fn figures(policy: &Policy, quantity: &Expression<Target>) -> Vec<(String, Decimal)> {
    match quantity {
        Expression::Choice(choice) => {
            let rows = choice.rows.iter().filter_map(|(keys, figure)| {
                let texts = keys.iter().flatten().map(|key| match key {
                    Expression::Text(_, text) => text.to_string(),
                    other => other.written(),
                });
                Some((format!("{} ", texts.collect::<Vec<_>>().join("、")), constant(policy, figure)?))
            });
            rows.collect()
        }
        // A figure that changed: what it is since, and what it was before.
        Expression::Call(Function::If, parts) if constant(policy, quantity).is_none() => {
            let since = format!("{}：", parts[0].written());
            let since = figures(policy, &parts[1]).into_iter().map(|(when, figure)| (format!("{since}{when}"), figure));
            since.chain(figures(policy, &parts[2])).collect()
        }
        other => constant(policy, other).map(|figure| (String::new(), figure)).into_iter().collect(),
    }
}

/// The figures below, at and above a bound, as far as there are such figures.
fn edge(bound: Decimal, step: Decimal) -> Vec<Decimal> {
    [bound.checked_sub(step), Some(bound), bound.checked_add(step)].into_iter().flatten().collect()
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
        Expression::Scale(scale) => match (scale.steps.first().map(|step| kind(&step.gives)), kind(&scale.by)) {
            (_, Type::Money) if scale.marginal => Type::Money,
            (gives, _) => gives.unwrap_or(Type::Number),
        },
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
