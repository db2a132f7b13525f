//! What changed between two awards, firm by firm and line by line, and how the one total becomes the other.

use std::collections::{HashMap, HashSet};

use super::change::{Change, FirmChange, LineChange};
use super::reasons;
use super::snapshot::{FirmState, LineState, Objection, Snapshot};
use crate::money::{Money, Overflow};
use crate::stage::Stage;

/// Everything that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// What went into the runs and differs: inputs, figures, program.
    pub causes: Vec<Change>,
    /// Firms whose award differs, in the order of the new award, then those that are gone.
    pub firms: Vec<FirmChange>,
    /// The nets of each item, in both, where they differ.
    pub items: Vec<ItemChange>,
    /// What the new award calls the code and the name of a firm.
    pub titles: [String; 2],
    /// From the old total to the new one; the amounts add up exactly.
    pub bridge: Vec<Step>,
    /// The old total.
    pub old_total: Money,
    /// The new total.
    pub new_total: Money,
}

/// An item whose nets differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// Its name.
    pub item: String,
    /// The nets before.
    pub old: Money,
    /// The nets now.
    pub new: Money,
}

/// One step from the old total to the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is.
    pub name: String,
    /// What it adds.
    pub amount: Money,
}

impl Difference {
    /// Does anything differ?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.causes.is_empty() && self.firms.is_empty()
    }
}

/// Compares `old` with `new`.
///
/// # Errors
/// [`Overflow`] if a sum leaves the range of a decimal.
pub fn compare(old: &Snapshot, new: &Snapshot) -> Result<Difference, Overflow> {
    let before: HashMap<&str, &FirmState> = old.firms.iter().map(|firm| (&*firm.code, firm)).collect();
    let now: HashSet<&str> = new.firms.iter().map(|firm| &*firm.code).collect();
    let present = new.firms.iter().map(|firm| (before.get(&*firm.code).copied(), Some(firm)));
    let gone = old.firms.iter().filter(|firm| !now.contains(&*firm.code)).map(|firm| (Some(firm), None));
    let pairs: Vec<_> = present.chain(gone).collect();
    let causes = causes(old, new);
    let mut firms = Vec::new();
    for (before, now) in &pairs {
        let Some(mut change) = firm_change(*before, *now) else { continue };
        for line in &mut change.lines {
            line.reason = reasons::of_line(line, &causes);
        }
        change.reason = reasons::of_firm(&change, (*before, *now), (old, new))?;
        firms.push(change);
    }
    Ok(Difference {
        causes,
        titles: new.titles.clone(),
        firms,
        items: items(old, new)?,
        bridge: bridge(&pairs)?,
        old_total: total(&old.firms)?,
        new_total: total(&new.firms)?,
    })
}

fn total(firms: &[FirmState]) -> Result<Money, Overflow> {
    Money::total(firms.iter().filter_map(|firm| firm.payable))
}

fn causes(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let mut causes = Vec::new();
    let mut one = |kind, name: &str, old: String, new: String| {
        if old != new {
            causes.push(Change { kind, name: name.to_owned(), old, new });
        }
    };
    one("程序", "版本", old.version.clone(), new.version.clone());
    one("程序", "源码 SHA-256", old.sources.clone(), new.sources.clone());
    // What it may be used for is part of what a reader takes from it.
    let stage = |award: &Snapshot| award.stage.map_or("", Stage::label).to_owned();
    one("稿别", "稿别", stage(old), stage(new));
    one("年度", "奖励年度", old.year.to_string(), new.year.to_string());
    one("政策", "文号", old.policy.clone(), new.policy.clone());
    one("政策", "SHA-256", old.policy_sha256.clone(), new.policy_sha256.clone());
    // A workbook that was only saved anew is told from one whose records changed.
    let records = |name: &str| {
        let of =
            |all: &[(String, String)]| all.iter().find(|(known, _)| known == name).map(|(_, sha256)| sha256.clone());
        match (of(&old.records), of(&new.records)) {
            (Some(old), Some(new)) if old == new => "（读出的记录相同，文件另存过或者改了版式）",
            (Some(_), Some(_)) => "（读出的记录变了）",
            _ => "",
        }
    };
    for (kind, old_values, new_values) in
        [("参数", &old.parameters, &new.parameters), ("数据", &old.inputs, &new.inputs)]
    {
        for (name, value) in new_values {
            let before = old_values.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            let told = format!("{name}{}", if before.is_some() { records(name) } else { "" });
            one(kind, &told, before.unwrap_or_default(), value.clone());
        }
        for (name, value) in old_values.iter().filter(|(name, _)| new_values.iter().all(|(known, _)| known != name)) {
            one(kind, name, value.clone(), String::new());
        }
    }
    for (kind, old, new) in [("口径", &old.readings, &new.readings), ("答复", &old.answers, &new.answers)] {
        gone_and_come(kind, old, new, &mut causes);
    }
    let told = |award: &Snapshot| -> Vec<(String, String)> {
        let firm = |one: &Objection| award.firms.iter().find(|firm| firm.code == one.code);
        let name = |one: &Objection| firm(one).map_or_else(|| one.code.clone(), |firm| firm.name.clone());
        let told = |one: &Objection| (name(one), reasons::objection(one));
        award.objections.iter().map(told).collect()
    };
    gone_and_come("异议", &told(old), &told(new), &mut causes);
    causes
}

/// What is only in one of two lists. Of one name, what is gone stands beside what came in its place.
fn gone_and_come(kind: &'static str, old: &[(String, String)], new: &[(String, String)], causes: &mut Vec<Change>) {
    let only = |one: &[(String, String)], other: &[(String, String)]| {
        one.iter().filter(|entry| !other.contains(entry)).cloned().collect::<Vec<_>>()
    };
    let mut gone = only(old, new);
    for (name, come) in only(new, old) {
        let before = gone.iter().position(|(known, _)| *known == name).map(|at| gone.remove(at).1);
        causes.push(Change { kind, name, old: before.unwrap_or_default(), new: come });
    }
    causes.extend(gone.into_iter().map(|(name, old)| Change { kind, name, old, new: String::new() }));
}

fn firm_change(old: Option<&FirmState>, new: Option<&FirmState>) -> Option<FirmChange> {
    if let (Some(old), Some(new)) = (old, new)
        && old.is_like(new)
    {
        return None;
    }
    let either = new.or(old)?;
    let state = |firm: &FirmState| (firm.status.clone(), firm.payable);
    let cut = |firm: Option<&FirmState>| firm.map(|firm| firm.cap_cut).unwrap_or_default();
    let none = Vec::new();
    let lines = line_changes(old.map_or(&none, |firm| &firm.lines), new.map_or(&none, |firm| &firm.lines));
    Some(FirmChange {
        code: either.code.clone(),
        name: either.name.clone(),
        old: old.map(state),
        new: new.map(state),
        lines,
        cap_cut: (cut(old), cut(new)),
        reason: String::new(),
    })
}

/// Lines are the same if item and record are; of several that are, the first with the first.
fn line_changes(old: &[LineState], new: &[LineState]) -> Vec<LineChange> {
    let mut left: Vec<&LineState> = old.iter().collect();
    let mut changes = Vec::new();
    let mut change = |old: Option<&LineState>, new: Option<&LineState>| {
        if let Some(line) = new.or(old).filter(|_| old.map(LineState::result) != new.map(LineState::result)) {
            let (item, record) = (line.item.clone(), line.record.clone());
            changes.push(LineChange { item, record, old: old.cloned(), new: new.cloned(), reason: String::new() });
        }
    };
    for line in new {
        let before = left.iter().position(|old| old.item == line.item && old.record == line.record);
        change(before.map(|at| left.remove(at)), Some(line));
    }
    for line in left {
        change(Some(line), None);
    }
    changes
}

fn items(old: &Snapshot, new: &Snapshot) -> Result<Vec<ItemChange>, Overflow> {
    let mut items: Vec<ItemChange> = Vec::new();
    for (snapshot, is_new) in [(new, true), (old, false)] {
        for line in snapshot.firms.iter().flat_map(|firm| &firm.lines) {
            let known = items.iter().position(|item| item.item == line.item).unwrap_or_else(|| {
                items.push(ItemChange { item: line.item.clone(), old: Money::ZERO, new: Money::ZERO });
                items.len() - 1
            });
            let side = if is_new { &mut items[known].new } else { &mut items[known].old };
            *side = side.plus(line.net)?;
        }
    }
    items.retain(|item| item.old != item.new);
    Ok(items)
}

/// New firms, firms that are gone, then for the others: each item's nets, the cap's cut, and what a status takes or gives.
fn bridge(pairs: &[(Option<&FirmState>, Option<&FirmState>)]) -> Result<Vec<Step>, Overflow> {
    let paid = |firm: &FirmState| firm.payable.unwrap_or_default();
    let (mut come, mut gone, mut cap, mut status) = (Money::ZERO, Money::ZERO, Money::ZERO, Money::ZERO);
    let mut by_item: Vec<Step> = Vec::new();
    for pair in pairs {
        let (old, new) = match pair {
            (None, Some(new)) => {
                come = come.plus(paid(new))?;
                continue;
            }
            (Some(old), None) => {
                gone = gone.minus(paid(old))?;
                continue;
            }
            (Some(old), Some(new)) if !old.is_like(new) => (old, new),
            _ => continue,
        };
        let mut explained = Money::ZERO;
        for (firm, is_new) in [(new, true), (old, false)] {
            for line in &firm.lines {
                let known = by_item.iter().position(|step| step.name == line.item).unwrap_or_else(|| {
                    by_item.push(Step { name: line.item.clone(), amount: Money::ZERO });
                    by_item.len() - 1
                });
                let step = &mut by_item[known].amount;
                (*step, explained) = if is_new {
                    (step.plus(line.net)?, explained.plus(line.net)?)
                } else {
                    (step.minus(line.net)?, explained.minus(line.net)?)
                };
            }
        }
        let cut = old.cap_cut.minus(new.cap_cut)?;
        cap = cap.plus(cut)?;
        let change = paid(new).minus(paid(old))?;
        status = status.plus(change.minus(explained.plus(cut)?)?)?;
    }
    let named = |name: &str, amount| Step { name: name.to_owned(), amount };
    let mut steps = vec![named("新增企业", come), named("减少企业", gone)];
    steps.extend(by_item.into_iter().map(|step| Step { name: format!("{}净额变化", step.name), ..step }));
    steps.push(named("限额削减变化", cap));
    steps.push(named("企业状态变化（待定、停止、取消）", status));
    steps.retain(|step| step.amount != Money::ZERO);
    Ok(steps)
}
