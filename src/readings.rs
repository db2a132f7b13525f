//! What another reading of the document would pay: the award under it, held against the award as the policy reads.

use std::collections::HashMap;

use crate::award::{Assessment, FirmStatus};
use crate::check::Checked;
use crate::index::FirmIndex;
use crate::money::{Money, Overflow};

/// What one alternative comes to.
#[derive(Clone, Debug)]
pub struct Price {
    /// The reading, by index in the policy's.
    pub reading: usize,
    /// The alternative, by index in the reading's.
    pub alternative: usize,
    /// What it changes; `None`: read under it, the data has errors.
    pub shift: Option<Shift>,
}

/// What differs between two awards of the same firms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// The new total of what is payable.
    pub total: Money,
    /// By how much it exceeds the old one; below zero: less is paid.
    pub change: Money,
    /// The firms whose status or payable differs, in the order of the register.
    pub firms: Vec<FirmShift>,
    /// The items that differ in what is paid, in the policy's order.
    pub items: Vec<ItemShift>,
    /// How many firms are undetermined, before and now: their money is in no total.
    pub open: (usize, usize),
}

/// A firm that another reading concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirmShift {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Status and payable before.
    pub old: (FirmStatus, Option<Money>),
    /// Status and payable now.
    pub new: (FirmStatus, Option<Money>),
}

/// An item that another reading concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemShift {
    /// Its name.
    pub name: String,
    /// What is paid for it before, after the cap.
    pub old: Money,
    /// The same now.
    pub new: Money,
}

impl FirmShift {
    /// By how much more it is paid now, as far as that is known.
    ///
    /// # Errors
    /// [`Overflow`] beyond the range of a decimal.
    pub fn change(&self) -> Result<Money, Overflow> {
        self.new.1.unwrap_or_default().minus(self.old.1.unwrap_or_default())
    }
}

/// One award with what it was made from.
pub type Award<'a> = (&'a Checked<'a>, &'a Assessment);

/// What differs in `new` from `old`.
///
/// # Errors
/// [`Overflow`] if a sum leaves the range of a decimal.
pub fn shift(old: Award<'_>, new: Award<'_>) -> Result<Shift, Overflow> {
    let total = new.1.fund.total;
    Ok(Shift {
        total,
        change: total.minus(old.1.fund.total)?,
        firms: firms(old, new),
        items: items(old, new)?,
        open: (open(old.1), open(new.1)),
    })
}

fn open(assessment: &Assessment) -> usize {
    assessment.firms.iter().filter(|firm| firm.payable.is_none()).count()
}

fn firms(old: Award<'_>, new: Award<'_>) -> Vec<FirmShift> {
    let code = |award: Award<'_>, firm: FirmIndex| award.0.data.texts.get(award.1.firms[firm].code).to_owned();
    let state = |award: Award<'_>, firm: FirmIndex| (award.1.firms[firm].status, award.1.firms[firm].payable);
    // The same register in the same order, unless it was read anew.
    let alike = |firm: FirmIndex| old.1.firms.get(firm).is_some() && code(old, firm) == code(new, firm);
    let by_code: HashMap<String, FirmIndex> = if new.1.firms.keys().all(alike) {
        HashMap::new()
    } else {
        old.1.firms.keys().map(|firm| (code(old, firm), firm)).collect()
    };
    let shifted = new.1.firms.keys().filter_map(|firm| {
        let code = code(new, firm);
        let before = if by_code.is_empty() { Some(firm) } else { by_code.get(&code).copied() };
        let none = (FirmStatus::NoAward, Some(Money::ZERO));
        let (old, now) = (before.map_or(none, |before| state(old, before)), state(new, firm));
        let name = new.1.firms[firm].name.map(|name| new.0.data.texts.get(name).to_owned()).unwrap_or_default();
        (old != now).then_some(FirmShift { code, name, old, new: now })
    });
    shifted.collect()
}

fn items(old: Award<'_>, new: Award<'_>) -> Result<Vec<ItemShift>, Overflow> {
    let (before, now) = (old.1.paid_by_item(old.0.policy)?, new.1.paid_by_item(new.0.policy)?);
    let known: HashMap<&str, Money> =
        old.0.policy.items.iter().map(|item| &*item.id).zip(before.iter().copied()).collect();
    let mut shifted = Vec::new();
    for (item, new) in new.0.policy.items.iter().zip(now) {
        let old = known.get(&*item.id).copied().unwrap_or_default();
        if old != new {
            shifted.push(ItemShift { name: item.name.to_string(), old, new });
        }
    }
    let still = |id: &str| new.0.policy.items.iter().any(|item| *item.id == *id);
    let gone = old.0.policy.items.iter().zip(before).filter(|(item, paid)| !still(&item.id) && *paid != Money::ZERO);
    shifted.extend(gone.map(|(item, old)| ItemShift { name: item.name.to_string(), old, new: Money::ZERO }));
    Ok(shifted)
}
