//! Rules that lean on a section that is not there, and items that pay every year anew.

use super::remark;
use crate::formula::Formula;
use crate::policy::fault::Fault;
use crate::policy::file;
use crate::policy::{Policy, Source, Target};

pub(super) fn remarks(raw: &file::File, policy: &Policy, found: &mut Vec<Fault>) {
    out_of_years(raw, policy, found);
    for (written, item) in raw.item.iter().zip(&policy.items) {
        let for_ever = item.once.as_ref().is_some_and(|once| once.years.is_none() && once.times == 1);
        if !for_ever && !written.any_year && !names_year(policy, &item.counts) {
            let message = format!(
                "“{}”的 counts 没有写年度，往年的记录每年都会再算一次；按年度取，如 YEAR(日期列)=年度 或 [@年度]=年度，\
                 只奖一次的写 once",
                item.name
            );
            found.push(Fault::new(message, written.place()));
        }
        if policy.history.is_none() {
            let life = item.limits.iter().zip(&written.limits).find(|(limit, _)| limit.over.remembers());
            if let Some((_, limit)) = life {
                remark(
                    found,
                    &limit.over,
                    format!("“{}”的累计上限要看往年奖励，没有 [history] 就只管当年；请写 [history]", item.name),
                );
            }
            if item.once.is_some() {
                remark(
                    found,
                    &written.id,
                    format!("“{}”的 once 要看往年奖励，没有 [history] 就只管当年；请写 [history]", item.name),
                );
            }
        }
        if item.counts_toward_cap && policy.caps.is_empty() {
            remark(
                found,
                &written.id,
                format!(
                    "“{}”写了占限额，但没有 [cap]，不会削减；请写 [cap]，或者 counts_toward_cap = false",
                    item.name
                ),
            );
        }
    }
    for (written, shared) in raw.shared_limits().zip(&policy.shared_limits) {
        if shared.limit.over.remembers() && policy.history.is_none() {
            let message = format!("“{}”要看往年奖励，没有 [history] 就只管当年；请写 [history]", shared.limit.name);
            remark(found, &written.over, message);
        }
    }
    for (written, fact) in raw.fact.iter().zip(&policy.facts) {
        if let Source::Value { table, latest: None, .. } = &fact.source
            && policy.tables[*table].unique.is_empty()
        {
            let message = format!(
                "表“{}”里可以有几条这样的记录，事实“{}”只取最先读到的一条；给表写 unique，或者写 latest 说明取哪一条",
                policy.tables[*table].name, fact.name
            );
            remark(found, &written.name, message);
        }
    }
    if let (Some(suspended), true) = (&raw.suspended, policy.caps.is_empty()) {
        remark(found, &suspended.when, "[suspended] 停发的是占限额的项目，没有 [cap] 就不起作用；请写 [cap]");
    }
    if let (Some(history), true) = (&raw.history, policy.items.iter().all(|item| item.record.is_none())) {
        remark(found, &history.table, "没有一个项目写了 record，[history] 的记录对不上任何一项；请给项目写 record");
    }
}

/// Does the formula, or a fact in it, speak of the award year?
pub(super) fn names_year(policy: &Policy, formula: &Formula<Target>) -> bool {
    formula.root.refers(|target| match target {
        Target::Year => true,
        Target::Fact(fact) => source_names_year(policy, &policy.facts[*fact].source),
        _ => false,
    })
}

/// Does what a fact is found by speak of the award year?
pub(super) fn source_names_year(policy: &Policy, source: &Source) -> bool {
    let any = |formulas: &[&Formula<Target>]| formulas.iter().any(|formula| names_year(policy, formula));
    match source {
        Source::Any { holds, .. } | Source::Count { holds, .. } => any(&[holds]),
        Source::Sum { holds, of, .. } => any(&[holds, of]),
        Source::Value { holds, of, latest, .. } => any(&[holds, of]) || latest.as_ref().is_some_and(|by| any(&[by])),
        Source::Standing { .. } => true,
        Source::Derived { of } => any(&[of]),
    }
}

/// A time that lies outside all years of the document: what it bounds never counts, or always.
fn out_of_years(raw: &file::File, policy: &Policy, found: &mut Vec<Fault>) {
    let years = &policy.years;
    let said = format!("{}–{}", years.start(), years.end());
    if let Some(effect) = raw.effect.as_ref().map(toml::Spanned::get_ref) {
        for (day, is_from) in [(&effect.from, true), (&effect.until, false)] {
            let Some(day) = day else { continue };
            let year = day.get_ref().0.get(..4).and_then(|year| year.parse::<i32>().ok());
            let beyond = |year: i32| if is_from { year > *years.end() } else { year < *years.start() };
            if year.is_some_and(beyond) {
                let message = format!("施行期在适用年度（{said}）以外，有日期的记录都不算；请核对");
                remark(found, day, message);
            }
        }
    }
    if let (Some(history), Some(since)) = (&raw.history, policy.history.as_ref().and_then(|history| history.since))
        && since > *years.end()
    {
        remark(found, &history.table, format!("since = {since} 晚于适用年度（{said}），往年发过的一条也不看；请核对"));
    }
    if let Some(evaluation) = policy.evaluation.as_ref()
        && evaluation.passed.root.written() == evaluation.stopped.root.written()
    {
        let message = "[evaluation] 的 passed 和 stopped 是同一个条件，通过的同时也被停；请核对原文";
        found.push(Fault::new(message.into(), evaluation.stopped.place.clone()));
    }
}
