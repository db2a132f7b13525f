//! The rules of a policy in words: a figure with its unit, how an item's amount is found, what limits it.

use std::sync::Arc;

use super::text::amount_words;
use crate::formula::{Arithmetic, Expression, Function, Type, truth_words};
use crate::index::ParameterIndex;
use crate::money::Money;
use crate::policy::{Alternative, Expr, Item, Method, OnceOf, Policy, Span, Target};

/// A figure of the policy with its unit.
#[must_use]
pub fn figure(policy: &Policy, index: ParameterIndex) -> String {
    let parameter = &policy.parameters[index];
    match parameter.kind {
        // Larger than any amount: how a ceiling says that there is none.
        Type::Money if Money::yuan(parameter.value) >= Money::LARGEST => "不限".into(),
        Type::Money => format!("{} 元", amount_words(parameter.value)),
        Type::Share => format!("{}%", (parameter.value * rust_decimal::Decimal::ONE_HUNDRED).normalize()),
        _ => parameter.value.normalize().to_string(),
    }
}

/// How an item's amount is found, in words.
#[must_use]
pub fn method(policy: &Policy, item: &Item) -> String {
    let mut words = match &item.method {
        Method::Fixed { amount, quantity } => {
            let each = quantity.as_ref().map(|quantity| format!(" × {}", quantity.source)).unwrap_or_default();
            format!("{}{each}", quantity_words(policy, &amount.root))
        }
        Method::Rate { base, rate } => format!("{} × {}", base.source, quantity_words(policy, &rate.root)),
        Method::Tiers { amount, .. } => quantity_words(policy, &amount.root),
        Method::Entered { entered, floor, ceiling } => {
            let bound = |word: &str, bound: &Option<Expr>| {
                let words = bound.as_ref().map(|bound| quantity_words(policy, &bound.root));
                words.map(|words| format!("，{word} {words}")).unwrap_or_default()
            };
            format!("按{}{}{}", entered.source, bound("最低", floor), bound("最高", ceiling))
        }
    };
    for plus in &item.plus {
        let when = plus.when.as_ref().map(|when| format!("（{}）", when.source)).unwrap_or_default();
        words.push_str(&format!("；{}{when}另加 {}", plus.name, quantity_words(policy, &plus.amount.root)));
    }
    if let Some(most) = &item.plus_most {
        words.push_str(&format!("；另加的合计最高 {}", quantity_words(policy, &most.root)));
    }
    if let Some(less) = &item.less {
        words.push_str(&format!("；减 {}", quantity_words(policy, &less.root)));
    }
    words
}

/// A quantity in words: its figure, its table, its steps, or its formula.
#[must_use]
pub fn quantity_words(policy: &Policy, quantity: &Expression<Target>) -> String {
    match quantity {
        Expression::Name { target: Target::Parameter(parameter), .. } => figure(policy, *parameter),
        Expression::Choice(choice) => {
            let rows = choice.rows.iter().map(|(keys, figure)| {
                let keys: Vec<String> =
                    keys.iter().map(|key| key.as_ref().map_or_else(|| "任何".into(), key_words)).collect();
                format!("{} {}", keys.join("、"), quantity_words(policy, figure))
            });
            let otherwise = choice.otherwise.iter().map(|other| format!("其他 {}", quantity_words(policy, other)));
            rows.chain(otherwise).collect::<Vec<_>>().join("，")
        }
        Expression::Scale(scale) => {
            let steps = scale.steps.iter().map(|step| {
                let sign = if step.inclusive { "≥" } else { ">" };
                let from = quantity_words(policy, &step.from);
                format!("{sign}{from}：{}", step_words(policy, &step.gives))
            });
            let how = if scale.marginal { "分段累计" } else { "按所在档" };
            format!("{} {how}：{}", scale.by.written(), steps.collect::<Vec<_>>().join("，"))
        }
        // The rate of the policy, unless the record has its own.
        Expression::Call(Function::If, parts) => match parts.as_slice() {
            [Expression::Call(Function::IsBlank, of), figure, own] if of.first() == Some(own) => {
                format!("{}（有“{}”的按核定）", quantity_words(policy, figure), own.written())
            }
            _ => quantity.written(),
        },
        other => other.written(),
    }
}

/// What a step gives: the rate alone, where it is one of the base.
pub(super) fn step_words(policy: &Policy, gives: &Expression<Target>) -> String {
    match gives {
        Expression::Arithmetic(Arithmetic::Multiply, _, unit) => match **unit {
            Expression::Name { target: Target::Parameter(parameter), kind: Type::Money, .. } => {
                format!("每单位 {}", figure(policy, parameter))
            }
            _ => quantity_words(policy, unit),
        },
        other => quantity_words(policy, other),
    }
}

fn key_words(key: &Expression<Target>) -> String {
    match key {
        Expression::Text(_, text) => text.to_string(),
        Expression::Bool(truth) => truth_words(*truth).to_owned(),
        other => other.written(),
    }
}

pub(super) fn modifiers(policy: &Policy, item: &Item) -> String {
    let mut all: Vec<String> = Vec::new();
    for limit in &item.limits {
        let over = match limit.over {
            Span::Record => "每条",
            Span::Key => "每项",
            Span::KeyLife => "累计",
            Span::FirmYear => "每年",
            Span::FirmLife => "历年累计",
        };
        all.push(format!("{over}最高 {}", quantity_words(policy, &limit.amount.root)));
    }
    for shared in item.within.iter().map(|index| &policy.shared_limits[*index]) {
        let amount = quantity_words(policy, &shared.limit.amount.root);
        all.push(format!("{}最高 {amount}（{} 项合计）", shared.limit.name, shared.items.len()));
    }
    let joint = policy.joint_limits.iter().filter(|limit| limit.items.iter().any(|of| policy.items[*of].id == item.id));
    for (limit, amount) in joint.filter_map(|limit| Some((limit, limit.amount.as_ref()?))) {
        all.push(format!("{}最高 {}（几家企业合计）", limit.name, quantity_words(policy, &amount.root)));
    }
    if let Some(once) = &item.once {
        let what = match once.of {
            OnceOf::Record => "",
            OnceOf::Standing(_) => "同一身份",
            OnceOf::Firm => "每家企业",
        };
        let rule = match (once.years, once.times) {
            (None, 1) => "只奖一次".to_owned(),
            (None, times) => format!("最多奖 {times} 次"),
            (Some(years), 1) => format!("前 {years} 年奖过的不奖"),
            (Some(years), times) => format!("前 {years} 年奖过 {times} 次的不奖"),
        };
        all.push(format!("{what}{rule}"));
    }
    match item.one_per.as_ref().map(|one_per| one_per.keep) {
        None => {}
        Some(1) => all.push("每年一条".to_owned()),
        Some(keep) => all.push(format!("每年最多 {keep} 条")),
    }
    if let Some(quota) = &item.quota {
        all.push(format!("全部企业 {} 个名额", quota.places));
    }
    if let Some((_, name)) = &item.higher_by {
        all.push(format!("{name}就高"));
    }
    all.join("；")
}

/// What another reading changes in the policy file, one text a key.
#[must_use]
pub fn changes(alternative: &Alternative) -> Vec<String> {
    let plain = |value: &str| value.split_whitespace().collect::<Vec<_>>().join(" ");
    let one = |(path, value): &(Arc<str>, Option<Arc<str>>)| match value {
        Some(value) => format!("{path} = {}", plain(value)),
        None => format!("删去 {path}"),
    };
    alternative.changes.iter().map(one).collect()
}
