//! The policy as a person reads it in a terminal.

use std::io::{self, Write};

use super::text::{Grid, amount_words};
use crate::formula::Type;
use crate::policy::{Item, Lookup, Method, Payee, Policy, Span, TierPays};

/// The whole policy, clause by clause.
///
/// # Errors
/// If `out` cannot be written.
pub fn show(out: &mut dyn Write, policy: &Policy, origin: &str) -> io::Result<()> {
    writeln!(out, "{}", policy.title)?;
    writeln!(out, "{}  {}  （{origin}）", policy.number, policy.issuer)?;
    writeln!(out, "适用年度 {}–{}  SHA-256 {}", policy.years.start(), policy.years.end(), policy.sha256)?;

    writeln!(out, "\n奖励条件")?;
    let mut grid = Grid::new(["条款", "代号", "条件", "要求", "判断"]);
    for condition in &policy.conditions {
        grid.row([&*condition.clause, &condition.id, &condition.name, &condition.requirement, &condition.test.source]);
    }
    grid.write(out)?;

    writeln!(out, "\n奖励项目")?;
    let mut grid = Grid::new(["条款", "代号", "项目", "奖励", "上限等", "占限额", "付给"]);
    for item in &policy.items {
        let payee = match item.payee {
            Payee::Firm => "企业",
            Payee::Person(_) => "个人",
            Payee::Carrier(_) => "载体",
        };
        let counts = if item.counts_toward_cap { "是" } else { "否" };
        grid.row([&*item.clause, &item.id, &item.name, &method(policy, item), &modifiers(policy, item), counts, payee]);
    }
    grid.write(out)?;

    if let Some(cap) = &policy.cap {
        writeln!(out, "\n限额（{} × 比例）", cap.increment.source)?;
        let mut grid = Grid::new(["条款", "档次", "比例", "适用（任一）"]);
        for class in &cap.classes {
            let ways = class.ways.iter().map(|way| &*way.name).collect::<Vec<_>>().join("；");
            let ways = if ways.is_empty() { "其余" } else { &ways };
            grid.row([&*class.clause, &class.name, &figure(policy, class.ratio), ways]);
        }
        grid.write(out)?;
    }

    writeln!(out, "\n参数")?;
    let mut grid = Grid::new(["条款", "名称", "值", "说明"]);
    for (index, parameter) in policy.parameters.iter().enumerate() {
        grid.row([&*parameter.clause, &parameter.name, &figure(policy, index), &parameter.note]);
    }
    grid.write(out)?;

    writeln!(out, "\n文件没有写明、需要选择的地方")?;
    for reading in &policy.readings {
        writeln!(out, "  {}  {}", reading.clause, reading.choice)?;
        writeln!(out, "      理由：{}", reading.reason)?;
    }
    Ok(())
}

/// A figure of the policy with its unit.
#[must_use]
pub fn figure(policy: &Policy, index: usize) -> String {
    let parameter = &policy.parameters[index];
    match parameter.kind {
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

fn modifiers(policy: &Policy, item: &Item) -> String {
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
