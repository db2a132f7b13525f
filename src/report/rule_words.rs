//! The rules of a policy in words: a figure with its unit, how an item's amount is found, what limits it.

use std::sync::Arc;

use super::text::amount_words;
use crate::formula::Type;
use crate::money::Money;
use crate::policy::{Alternative, Item, Lookup, Method, Policy, Span, TierPays};

/// A figure of the policy with its unit.
#[must_use]
pub fn figure(policy: &Policy, index: usize) -> String {
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
    match &item.method {
        Method::Fixed { amount, quantity } => {
            let each = quantity.as_ref().map(|quantity| format!(" × {}", quantity.source)).unwrap_or_default();
            format!("{}{each}", lookup(policy, item, amount))
        }
        Method::Rate { base, rate, column } => {
            let own = column.map(|column| &policy.tables[item.table].columns[column].name);
            let own = own.map(|name| format!("（有“{name}”的按核定）")).unwrap_or_default();
            format!("{} × {}{own}", base.source, figure(policy, *rate))
        }
        Method::Tiers { base, tiers, marginal } => {
            let steps = tiers.iter().map(|tier| {
                let from = if tier.inclusive { "≥" } else { ">" };
                let pays = match tier.pays {
                    TierPays::Amount(amount) => figure(policy, amount),
                    TierPays::Rate(rate) => figure(policy, rate),
                };
                format!("{from}{}：{pays}", figure(policy, tier.from))
            });
            let how = if *marginal { "分段累计" } else { "按所在档" };
            format!("{} {how}：{}", base.source, steps.collect::<Vec<_>>().join("，"))
        }
        Method::Entered { column, ceiling } => {
            let most = ceiling.as_ref().map(|ceiling| format!("，最高 {}", lookup(policy, item, ceiling)));
            format!("按{}{}", policy.tables[item.table].columns[*column].name, most.unwrap_or_default())
        }
    }
}

fn lookup(policy: &Policy, item: &Item, lookup: &Lookup) -> String {
    let pairs: Vec<(String, usize)> = match lookup {
        Lookup::One(parameter) => return figure(policy, *parameter),
        Lookup::ByColumn(_, values) => {
            values.iter().map(|(value, parameter)| (policy.texts.get(*value).to_owned(), *parameter)).collect()
        }
        Lookup::ByStanding(parameters) => {
            let labels = item.standing.map(|standing| policy.standings[standing].labels.clone()).unwrap_or_default();
            labels.iter().map(ToString::to_string).zip(*parameters).collect()
        }
    };
    pairs
        .into_iter()
        .map(|(value, parameter)| format!("{value} {}", figure(policy, parameter)))
        .collect::<Vec<_>>()
        .join("，")
}

pub(super) fn modifiers(policy: &Policy, item: &Item) -> String {
    let mut all: Vec<String> = Vec::new();
    for limit in &item.limits {
        let over = match limit.over {
            Span::Record => "每条",
            Span::Key => "每项",
            Span::KeyLife => "累计",
            Span::FirmYear => "每年",
        };
        all.push(format!("{over}最高 {}", figure(policy, limit.parameter)));
    }
    if let Some(once) = &item.once {
        all.push(once.years.map_or_else(|| "只奖一次".to_owned(), |years| format!("前 {years} 年奖过的不奖")));
    }
    if item.one_per.is_some() {
        all.push("每年一条".to_owned());
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
