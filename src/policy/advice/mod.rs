//! What `policy check` remarks on a policy that loads: what is written and does nothing, or does what nobody meant. Each remark has
//! its place and how to mend it.

mod amounts;
mod around;
mod bounds;
mod figures;
mod pairs;
mod readings;
mod reads;
mod satisfy;
mod tables;
mod truth;
mod years;

use crate::index::TableIndex;
use std::ops::Range;

use toml::Spanned;

use super::fault::{Fault, once};
use super::file::{self, Text};
use super::{Expr, Measure, Policy, Source};

/// A formula of the policy as it is written.
struct Written<'a> {
    /// What it belongs to, for people.
    owner: String,
    place: Range<usize>,
    /// The table whose records it is over; none: the firm.
    table: Option<TableIndex>,
    formula: &'a Expr,
}

/// All remarks, in the order of the file.
pub(super) fn of(raw: &file::File, policy: &Policy) -> Vec<Fault> {
    let formulas = formulas(raw, policy);
    let mut found = Vec::new();
    around::remarks(raw, policy, &mut found);
    truth::remarks(policy, &formulas, &mut found);
    reads::remarks(raw, policy, &formulas, &mut found);
    amounts::remarks(raw, policy, &formulas, &mut found);
    years::remarks(raw, policy, &mut found);
    tables::remarks(raw, policy, &mut found);
    pairs::remarks(raw, policy, &mut found);
    readings::remarks(raw, &mut found);
    figures::remarks(raw, policy, &mut found);
    bounds::remarks(raw, policy, &mut found);
    once(found)
}

/// Every formula of the policy with its place. What is written and what is loaded stand side by side, one for one.
fn formulas<'a>(raw: &'a file::File, policy: &'a Policy) -> Vec<Written<'a>> {
    let mut all = Vec::new();
    let mut add = |owner: String, text: Option<&'a Text>, table, formula: &'a Expr| {
        all.extend(text.map(|text| Written { owner, place: text.span(), table, formula }));
    };
    for (raw, condition) in raw.firm_conditions().zip(&policy.conditions) {
        add(format!("条件“{}”", condition.name), Some(&raw.test), None, &condition.test);
    }
    for (raw, asked) in raw.record_conditions().zip(&policy.record_conditions) {
        let condition = &asked.condition;
        add(format!("条件“{}”", condition.name), Some(&raw.test), Some(asked.table), &condition.test);
    }
    for (raw, fact) in raw.fact.iter().zip(&policy.facts) {
        let owner = || format!("事实“{}”", fact.name);
        match &fact.source {
            Source::Any { table, holds } => add(owner(), raw.any.as_ref(), Some(*table), holds),
            Source::Count { table, holds } => add(owner(), raw.count.as_ref(), Some(*table), holds),
            Source::Sum { table, holds, of } => {
                add(owner(), raw.filter.as_ref(), Some(*table), holds);
                add(owner(), raw.sum.as_ref(), Some(*table), of);
            }
            Source::Value { table, holds, of, latest } => {
                add(owner(), raw.filter.as_ref(), Some(*table), holds);
                add(owner(), raw.value.as_ref(), Some(*table), of);
                if let Some(latest) = latest {
                    add(owner(), raw.latest.as_ref(), Some(*table), latest);
                }
            }
            Source::Standing { .. } => {}
            Source::Derived { of } => {
                add(owner(), raw.formula.as_ref(), fact.each.as_ref().map(|each| each.table), of);
            }
        }
    }
    for (raw, standing) in raw.standing.iter().zip(&policy.standings) {
        let table = Some(standing.table);
        let owner = || format!("资质“{}”", standing.name);
        add(owner(), Some(&raw.records), table, &standing.records);
        add(owner(), Some(&raw.grants), table, &standing.grants);
        add(owner(), Some(&raw.history), table, &standing.history);
        add(owner(), Some(&raw.continues), table, &standing.continues);
    }
    for (raw, item) in raw.item.iter().zip(&policy.items) {
        let table = Some(item.table);
        let owner = || format!("项目“{}”", item.name);
        if let (Some(raw), Some(one_per)) = (&raw.one_per, &item.one_per) {
            add(owner(), Some(&raw.order), table, &one_per.order);
        }
        if let (Some(raw), Some(quota)) = (&raw.quota, &item.quota) {
            add(owner(), Some(&raw.order), table, &quota.order);
        }
        if let (Some(raw), Some(provisional)) = (&raw.provisional, &item.provisional) {
            add(owner(), Some(&raw.when), table, &provisional.when);
        }
    }
    if let (Some(raw), Some(cap)) = (&raw.cap, &policy.cap) {
        add("限额".into(), Some(&raw.increment), None, &cap.increment);
        let classes = raw.class.iter().zip(&cap.classes);
        for (raw, way) in classes.flat_map(|(raw, class)| raw.ways.iter().zip(&class.ways)) {
            add(format!("限额“{}”", way.name), Some(&raw.test), None, &way.test);
        }
    }
    for (raw, ban) in [(&raw.disqualified, &policy.disqualified), (&raw.suspended, &policy.suspended)] {
        if let (Some(raw), Some(ban)) = (raw, ban) {
            add(format!("“{}”", ban.reason), Some(&raw.when), None, &ban.when);
        }
    }
    if let (Some(raw), Some(scheme)) = (&raw.other_scheme, &policy.other_scheme) {
        add("[other_scheme]".into(), Some(&raw.applies), Some(scheme.table), &scheme.applies);
        add("[other_scheme]".into(), Some(&raw.paid), Some(scheme.table), &scheme.paid);
    }
    if let (Some(raw), Some(evaluation)) = (&raw.evaluation, &policy.evaluation) {
        add("[evaluation]".into(), Some(&raw.concerns), None, &evaluation.concerns);
        add("[evaluation]".into(), Some(&raw.passed), None, &evaluation.passed);
        add("[evaluation]".into(), Some(&raw.stopped), None, &evaluation.stopped);
    }
    if let (Some(raw), Some(payments)) = (&raw.payments, &policy.payments) {
        add("[payments]".into(), Some(&raw.applies), Some(payments.table), &payments.applies);
    }
    if let (Some(raw), Some(fund)) = (&raw.fund, &policy.fund) {
        let of = raw.of.as_ref().zip(fund.of.as_ref());
        of.into_iter().for_each(|(raw, of)| add("[fund]".into(), Some(raw), None, of));
    }
    for (raw, limit) in raw.owner_limits().zip(&policy.joint_limits) {
        if let Some(owner) = &limit.owner {
            add(format!("上限“{}”", limit.name), raw.owner.as_ref(), None, owner);
        }
    }
    if let (Some(raw), Some(order)) = (&raw.fund, policy.joint_limits.last().and_then(|limit| limit.order.as_ref())) {
        add("[fund]".into(), raw.order.as_ref(), None, order);
    }
    for (raw, target) in raw.target.iter().zip(&policy.targets) {
        let owner = || format!("目标“{}”", target.name);
        match &target.measure {
            Measure::Firms(firms) => add(owner(), raw.firms.as_ref(), None, firms),
            Measure::Records(table, records) | Measure::Yearly(table, records, _) => {
                add(owner(), raw.records.as_ref(), Some(*table), records);
            }
            Measure::Entered(_) => {}
            Measure::Sum(firms, sum, _) => {
                add(owner(), raw.firms.as_ref(), None, firms);
                add(owner(), raw.sum.as_ref(), None, sum);
            }
        }
    }
    for (raw, list) in raw.list.iter().zip(&policy.lists) {
        let owner = || format!("名单“{}”", list.name);
        add(owner(), raw.firms.as_ref().or(raw.records.as_ref()), list.table, &list.of);
        let raw = raw.rank.iter().chain(&raw.columns);
        for (raw, shown) in raw.zip(list.ranked.iter().chain(&list.columns)) {
            add(owner(), Some(&raw.of), list.table, &shown.of);
        }
    }
    for (raw, check) in raw.check.iter().zip(&policy.checks) {
        add(format!("核对 {}", check.code), Some(&raw.fault), Some(check.table), &check.fault);
    }
    for (raw, shared) in raw.shared_limits().zip(&policy.shared_limits) {
        let (owner, place) = (format!("上限“{}”", shared.limit.name), raw.amount.span());
        all.push(Written { owner, place, table: None, formula: &shared.limit.amount });
    }
    for (raw, limit) in raw.owner_limits().zip(&policy.joint_limits) {
        if let Some(amount) = &limit.amount {
            let (owner, place) = (format!("上限“{}”", limit.name), raw.amount.span());
            all.push(Written { owner, place, table: None, formula: amount });
        }
    }
    let of_fund = raw.fund.as_ref().and_then(|fund| fund.amount.as_ref());
    if let (Some(raw), Some(amount)) = (of_fund, policy.fund.as_ref().and_then(|fund| fund.amount.as_ref())) {
        all.push(Written { owner: "[fund]".into(), place: raw.span(), table: None, formula: amount });
    }
    for (raw, item) in raw.item.iter().zip(&policy.items) {
        let owner = || format!("项目“{}”", item.name);
        let table = Some(item.table);
        all.push(Written { owner: owner(), place: raw.place(), table, formula: &item.counts });
        all.push(Written { owner: owner(), place: raw.method.span(), table, formula: &item.amount });
        for (raw, limit) in raw.limits.iter().zip(&item.limits) {
            all.push(Written { owner: owner(), place: raw.amount.span(), table, formula: &limit.amount });
        }
    }
    all
}

/// A remark on `place`.
fn remark<T>(found: &mut Vec<Fault>, place: &Spanned<T>, message: impl Into<String>) {
    found.push(Fault::new(message.into(), place.span()));
}
