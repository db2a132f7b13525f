//! How a line's amount came about, in words, with its figures.

use rust_decimal::Decimal;

use crate::award::{Line, LineStatus};
use crate::check::Checked;
use crate::formula::{
    Arithmetic, Env as _, Expression, Scale, ScaleStep, Type, node_words, percent_words, value_words,
};
use crate::money::Money;
use crate::policy::{Method, Policy, Target};
use crate::record::Record;

use super::rule_words;

/// How the amount came about, with its figures: `加计扣除总额 1,000,000.00 × 25% = 250,000.00`. `record` is the line's, with the
/// firm's facts.
#[must_use]
pub fn computation(checked: &Checked<'_>, line: &Line, record: &Record<'_>) -> String {
    let policy = checked.policy;
    let item = &policy.items[line.item];
    let amount = line.amount.map_or_else(|| LineStatus::Pending.label().to_owned(), Money::grouped);
    let own = match &item.method {
        Method::Fixed { amount: unit, quantity } => {
            let by = match &unit.root {
                Expression::Name { target: Target::Parameter(_), .. } => "定额".to_owned(),
                Expression::Choice(choice) => {
                    choice.by.iter().map(|by| chosen(by, record)).collect::<Vec<_>>().join("、")
                }
                _ => node_words(&unit.root, record),
            };
            match quantity {
                Some(quantity) => format!("{by} × {}", value_words(quantity, record)),
                None => by,
            }
        }
        Method::Rate { base, rate } => {
            let words = value_words(base, record);
            let words = if words.contains(" + ") || words.contains(" − ") { format!("（{words}）") } else { words };
            let figure = line.rate.map(percent_words).unwrap_or_default();
            let why = match &rate.root {
                Expression::Choice(choice) => {
                    format!("（{}）", choice.by.iter().map(|by| node_words(by, record)).collect::<Vec<_>>().join("、"))
                }
                Expression::Scale(scale) => format!("（{}）", node_words(&scale.by, record)),
                _ => String::new(),
            };
            format!("{words} × {figure}{why}")
        }
        Method::Tiers { amount: steps, .. } => match &steps.root {
            Expression::Scale(scale) => {
                format!("{}，{}", node_words(&scale.by, record), bracket(policy, scale, record))
            }
            other => node_words(other, record),
        },
        Method::Entered { entered, floor, .. } => {
            let name = &entered.source;
            let most = item.method.standard().and_then(|most| most.number(record).ok().flatten());
            let least = floor.as_ref().and_then(|least| least.number(record).ok().flatten());
            let grouped = |amount: Decimal| Money::yuan(amount).grouped();
            match line.base {
                None => return format!("{name}（空白）"),
                Some(entered) if most.is_some_and(|most| entered > most) => {
                    format!("{name} {}，不超过上限", grouped(entered))
                }
                Some(entered) if least.is_some_and(|least| entered < least) => {
                    format!("{name} {}，不低于下限", grouped(entered))
                }
                Some(_) => name.to_string(),
            }
        }
    };
    let mut words = own;
    for plus in &item.plus {
        let paid = plus.when.as_ref().is_none_or(|when| when.truth(record) == Ok(Some(true)));
        if paid {
            words.push_str(&format!(" + {} {}", plus.name, node_words(&plus.amount.root, record)));
        } else if plus.when.as_ref().is_some_and(|when| when.truth(record) == Ok(None)) {
            words.push_str(&format!(" + {}（无法判断）", plus.name));
        }
    }
    if let Some(most) = &item.plus_most {
        words.push_str(&format!("（加成合计最高 {}）", node_words(&most.root, record)));
    }
    if let Some(less) = &item.less {
        words.push_str(&format!(" − {}", node_words(&less.root, record)));
    }
    // “定额 5,000.00” and “核定金额 100.00” say it without a sign.
    let plain = item.plus.is_empty() && item.less.is_none();
    let sign = match &item.method {
        Method::Fixed { quantity: None, amount } if plain && is_plain(&amount.root) => " ",
        Method::Entered { .. } if plain => " ",
        _ => " = ",
    };
    format!("{words}{sign}{amount}")
}

/// Is it a figure, or one from a table?
fn is_plain(quantity: &Expression<Target>) -> bool {
    matches!(quantity, Expression::Name { target: Target::Parameter(_), .. } | Expression::Choice(_))
}

/// What chooses a figure from a table: a text by itself, anything else with its name.
fn chosen(by: &Expression<Target>, record: &Record<'_>) -> String {
    match by {
        Expression::Name { target, kind: Type::Text, .. } => {
            record.value(*target).text().map(|text| record.data.texts.get(text).to_owned()).unwrap_or_default()
        }
        other => node_words(other, record),
    }
}

/// The step that holds, with what it pays; of marginal ones, each part with its own.
fn bracket(policy: &Policy, scale: &Scale<Target>, record: &Record<'_>) -> String {
    let Ok(Some(count)) = scale.reached(record) else { return "无法分档".to_owned() };
    let from = |step: &ScaleStep<Target>| {
        let from = rule_words::quantity_words(policy, &step.from);
        if step.inclusive { format!("{from}起") } else { format!("超过 {from}") }
    };
    let pays = |step: &ScaleStep<Target>| {
        let words = rule_words::step_words(policy, &step.gives);
        let of_base = scale.marginal || matches!(step.gives, Expression::Arithmetic(Arithmetic::Multiply, ..));
        if of_base { format!("× {words}") } else { words }
    };
    let words = |(number, step): (usize, &ScaleStep<Target>)| {
        let until = scale.steps.get(number).filter(|_| number < count || !scale.marginal).map(|next| {
            let until = rule_words::quantity_words(policy, &next.from);
            if next.inclusive { format!("，不满 {until}") } else { format!("，至 {until}") }
        });
        format!("第{number}档（{}{}）{}", from(step), until.unwrap_or_default(), pays(step))
    };
    let numbered = (1..).zip(&scale.steps[..count]);
    match (count, scale.marginal) {
        (0, _) => format!("不到第1档（{}）", scale.steps.first().map(from).unwrap_or_default()),
        (_, false) => numbered.last().map(words).unwrap_or_default(),
        (_, true) => format!("分段累计：{}", numbered.map(words).collect::<Vec<_>>().join("；")),
    }
}
