//! What the award comes to: every firm, line and matter with its figures and reasons, ready to be reported.

use std::ops::Range;

use rust_decimal::Decimal;
use typed_index_collections::TiVec;

use super::duplicate_payment::DuplicatePayment;
use super::quota_rank::QuotaRank;
use super::status::{EvaluationState, FirmStatus, LineStatus};
use super::together::{Joint, JointPart};
use crate::check::Checked;
use crate::finding::Finding;
use crate::formula::Value;
use crate::index::{
    CapIndex, ConditionIndex, FactIndex, FirmIndex, ItemIndex, LineIndex, RecordConditionIndex, RowIndex, TableIndex,
};
use crate::money::{Money, Overflow};
use crate::policy::{Continuity, Item, Policy};
use crate::record::Record;
use crate::texts::Symbol;

/// The whole result of a run.
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    /// The award year.
    pub year: i32,
    /// The firms, in the order of the register.
    pub firms: TiVec<FirmIndex, Firm>,
    /// The lines, by firm, then in the policy's order of items, then in the order read.
    pub lines: Vec<Line>,
    /// The same matter paid for twice, by firm.
    pub duplicates: Vec<DuplicatePayment>,
    /// What is known of the firms, by the policy's facts.
    pub facts: TiVec<FactIndex, Facts>,
    /// Past awards of disqualified firms.
    pub clawback: Vec<Clawback>,
    /// What firms together may be paid, limit by limit, by owner.
    pub joint: Vec<Joint>,
    /// The fund.
    pub fund: FundBalance,
    /// What became of each table's records.
    pub uses: TiVec<TableIndex, TableUse>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
}

/// The values of one fact, and the record that decided each.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// For each firm.
    pub values: TiVec<FirmIndex, Value>,
    /// For each firm, the row of the fact's table that decided it, where one did.
    pub rows: TiVec<FirmIndex, Option<RowIndex>>,
}

/// One firm.
#[derive(Clone, Debug)]
pub struct Firm {
    /// Its place among the firms, and in the register.
    pub index: FirmIndex,
    /// Its code.
    pub code: Symbol,
    /// Its name.
    pub name: Option<Symbol>,
    /// Its status.
    pub status: FirmStatus,
    /// The policy's conditions, in order; `None`: undetermined.
    pub conditions: TiVec<ConditionIndex, Option<bool>>,
    /// Its lines in [`Assessment::lines`].
    pub lines: Range<usize>,
    /// Its matters paid for twice in [`Assessment::duplicates`].
    pub duplicates: Range<usize>,
    /// The sum of the lines' nets that count toward the cap.
    pub counted: Money,
    /// The sum of the others.
    pub uncounted: Money,
    /// What the policy's caps come to for it.
    pub caps: TiVec<CapIndex, FirmCap>,
    /// What other schemes take of what the cap left, where the policy compares after the cap.
    pub taken_after_cap: Money,
    /// What is paid; `None`: undetermined.
    pub payable: Option<Money>,
    /// Its status and what is paid, were it not limited together with others.
    pub alone: (FirmStatus, Option<Money>),
    /// Its part in each joint limit that it stands under, in their order.
    pub joint: Vec<JointPart>,
    /// What this year's evaluation says of it.
    pub evaluation: EvaluationState,
}

/// A firm's cap.
#[derive(Clone, Debug)]
pub struct FirmCap {
    /// What its lines come to that count toward it: the sum of their nets.
    pub counted: Money,
    /// The class, by index.
    pub class: usize,
    /// The ways into the classes, class by class; `None`: undetermined.
    pub ways: Vec<Vec<Option<bool>>>,
    /// The ratio.
    pub ratio: Decimal,
    /// The increment as supplied, also below zero.
    pub increment: Option<Money>,
    /// The cap.
    pub amount: Option<Money>,
    /// By how much the counted lines exceed it.
    pub cut: Option<Money>,
}

impl FirmCap {
    /// What of its lines is within it.
    #[must_use]
    pub fn within(&self) -> Money {
        self.amount.map_or(self.counted, |amount| self.counted.min(amount))
    }

    /// Is there something to cap, and the cap is not known?
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.amount.is_none() && self.counted.is_positive()
    }
}

/// One award line.
#[derive(Clone, Debug)]
pub struct Line {
    /// The item, by index.
    pub item: ItemIndex,
    /// The firm, by index.
    pub firm: FirmIndex,
    /// The record's row in the item's table.
    pub row: RowIndex,
    /// The record's standing, for items that have one.
    pub standing: Option<Continuity>,
    /// What the conditions of the record that its item asks come to, in the item's order; `None`: undetermined.
    pub asked: Box<[Option<bool>]>,
    /// Is it certain that the record counts? Else a blank leaves it open.
    pub certain: bool,
    /// Where it stands among the lines of all firms; nothing for one that needs no place, or could have none.
    pub quota_rank: Option<QuotaRank>,
    /// Is it not known among whom it is divided?
    pub undivided: bool,
    /// Its status.
    pub status: LineStatus,
    /// Why it is barred.
    pub bar: Option<Bar>,
    /// What the amount is computed from: yuan, or for a fixed amount with a quantity, the quantity.
    pub base: Option<Decimal>,
    /// The rate, where there is one.
    pub rate: Option<Decimal>,
    /// What the rule gives, before limits and cuts; `None`: a decision is missing.
    pub amount: Option<Money>,
    /// What was cut, where something was: most lines keep all, and there may be half a million.
    pub(super) cuts: Option<Box<Cuts>>,
    /// What remains; 0 unless payable.
    pub net: Money,
    /// What the line is paid after the cap; `None` in a firm whose payable is not known.
    pub paid: Option<Money>,
    /// The same, were its firm not limited together with others.
    pub alone: Option<Money>,
}

/// What is taken from a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// By limits over the record or the key's life.
    pub record: Money,
    /// Because the same matter is paid by another line.
    pub matter: Money,
    /// By the limit over the firm's year.
    pub year: Money,
    /// Because of another scheme.
    pub other: Money,
}

impl Cuts {
    /// One by one, in the order in which they are made.
    #[must_use]
    pub const fn each(self) -> [Money; 4] {
        [self.record, self.matter, self.year, self.other]
    }
}

/// Why a line is barred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// Another line of the group stays; its index among all lines.
    Another(LineIndex),
    /// A past award of the record; its row in the history.
    Past(RowIndex),
    /// Beyond the places that there are for all firms.
    Beyond,
    /// The firm is disqualified.
    Disqualified,
    /// The firm's capped lines are suspended.
    Suspended,
}

/// A past award to be reclaimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clawback {
    /// The firm, by index.
    pub firm: FirmIndex,
    /// The row in the history.
    pub row: RowIndex,
    /// What was returned of it: the row of each return, and how much of that.
    pub returned: Vec<(RowIndex, Money)>,
    /// What is still to be returned.
    pub open: Money,
}

/// The fund.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FundBalance {
    /// The sum of increments, not below 0.
    pub pool: Money,
    /// The sum of payables that are known.
    pub total: Money,
    /// By how much the pool is exceeded by the total, or by what it would be if a short fund were not cut.
    pub shortfall: Money,
}

/// How far a target is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// The figure reached, in the target's unit; none where nothing can tell it.
    pub value: Option<Decimal>,
    /// The figure to reach.
    pub aim: Option<Decimal>,
    /// What the figure to reach is a multiple of.
    pub base: Option<Decimal>,
    /// Who told the figure reached, and where that stands; empty where it is counted.
    pub source: String,
    /// How many firms or records could not be judged.
    pub unknown: u64,
    /// Why there is no figure.
    pub lacking: Option<Lacking>,
}

/// Why a target has no figure, reached or to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// The table was not handed in.
    Table(TableIndex),
    /// The data has no record of the year that the figure is a multiple of.
    BaseYear(i32),
    /// No office has told it for the award year.
    Told,
}

/// What became of a table's records: together with the intake's account, every row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableUse {
    /// Records that the award used, of any year.
    pub used: u64,
    /// Records of the award year, or of no year, that it did not use.
    pub unused: u64,
    /// Records of other years that it did not use.
    pub other_years: u64,
}

impl Assessment {
    /// Nothing judged yet.
    pub(super) fn of(checked: &Checked<'_>) -> Self {
        let facts = checked.policy.facts.iter().map(|_| Facts::default()).collect();
        Self { year: checked.year, facts, ..Self::default() }
    }

    /// What is paid by item, in the policy's order; together the fund's total.
    ///
    /// # Errors
    /// [`Overflow`] beyond the range of a decimal.
    pub fn paid_by_item(&self, policy: &Policy) -> Result<TiVec<ItemIndex, Money>, Overflow> {
        let mut sums = TiVec::from(vec![Money::ZERO; policy.items.len()]);
        for line in &self.lines {
            sums[line.item] = sums[line.item].plus(line.paid.unwrap_or_default())?;
        }
        Ok(sums)
    }

    /// Is the firm's payment waiting for its evaluation?
    #[must_use]
    pub fn awaits_evaluation(&self, policy: &Policy, firm: FirmIndex) -> bool {
        policy.evaluation.as_ref().is_some_and(|evaluation| evaluation.awaited)
            && self.firms[firm].evaluation == EvaluationState::Missing
    }

    /// The firms that would be paid but for their evaluation: how many, and how much.
    ///
    /// # Errors
    /// [`Overflow`] beyond the range of a decimal.
    pub fn awaiting(&self, policy: &Policy) -> Result<(usize, Money), Overflow> {
        let firms = self.firms.iter_enumerated().filter(|(index, _)| self.awaits_evaluation(policy, *index));
        let paid: Vec<Money> = firms.map(|(_, firm)| firm.paid()).filter(|paid| paid.is_positive()).collect();
        Ok((paid.len(), Money::total(paid)?))
    }

    /// What is known of the firm, as its formulas see it.
    #[must_use]
    pub fn facts_of(&self, firm: FirmIndex) -> TiVec<FactIndex, (Value, Option<RowIndex>)> {
        self.facts.iter().map(|facts| (facts.values[firm], facts.rows[firm])).collect()
    }
}

impl Firm {
    /// What it is called: its name, or its code where the register names none.
    #[must_use]
    pub fn called(&self) -> Symbol {
        self.name.unwrap_or(self.code)
    }

    /// The firm with nothing judged yet.
    pub(super) fn of(checked: &Checked<'_>, index: FirmIndex) -> Self {
        let policy = checked.policy;
        let text = |column| checked.data.tables[policy.register.table].text(column, index.row());
        Self {
            index,
            code: text(policy.register.code).unwrap_or_else(|| policy.items[ItemIndex::default()].symbol),
            name: text(policy.register.name),
            status: FirmStatus::Payable,
            conditions: vec![None; policy.conditions.len()].into(),
            lines: 0..0,
            duplicates: 0..0,
            counted: Money::ZERO,
            uncounted: Money::ZERO,
            caps: TiVec::new(),
            taken_after_cap: Money::ZERO,
            payable: None,
            alone: (FirmStatus::Payable, None),
            joint: Vec::new(),
            evaluation: EvaluationState::NotNeeded,
        }
    }

    /// The sum of all nets.
    #[must_use]
    pub fn lines_net(&self) -> Money {
        // Parts of a sum that judging has seen to work out.
        self.counted.plus(self.uncounted).unwrap_or(self.counted)
    }

    /// What of the counted lines is within the caps.
    #[must_use]
    pub fn within_caps(&self) -> Money {
        self.counted.minus(self.cap_cut()).unwrap_or(self.counted)
    }

    /// What the caps take, as far as that is known.
    #[must_use]
    pub fn cap_cut(&self) -> Money {
        // Parts of a sum that judging has seen to work out.
        Money::total(self.caps.iter().filter_map(|cap| cap.cut)).unwrap_or_default()
    }

    /// Is there something to cap, and the cap is not known?
    #[must_use]
    pub fn is_cap_open(&self) -> bool {
        self.caps.iter().any(FirmCap::is_open)
    }

    /// What joint limits take from it, as far as that is known.
    #[must_use]
    pub fn joint_cut(&self) -> Money {
        // Parts of sums that judging has seen to work out.
        let cut = |part: &JointPart| part.before?.minus(part.after?).ok();
        Money::total(self.joint.iter().filter_map(cut)).unwrap_or_default()
    }

    /// What is paid as far as it is known.
    #[must_use]
    pub fn paid(&self) -> Money {
        self.payable.unwrap_or(Money::ZERO)
    }
}

impl Line {
    /// Its record, with its standing, as formulas see it; `firm` is its firm's.
    #[must_use]
    pub fn of<'a>(&self, firm: Record<'a>) -> Record<'a> {
        let table = firm.policy.items[self.item].table;
        Record {
            record: Some((table, self.row)),
            standing: self.standing,
            rank: self.quota_rank.and_then(QuotaRank::rank),
            ..firm
        }
    }

    /// The record's conditions that `item`, its own, asks, with what each came to.
    pub fn asked_of<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = (RecordConditionIndex, Option<bool>)> + 'a {
        item.asks.iter().copied().zip(self.asked.iter().copied())
    }

    /// What is taken from it.
    #[must_use]
    pub fn cuts(&self) -> Cuts {
        self.cuts.as_deref().copied().unwrap_or_default()
    }

    /// Says what is taken from it.
    pub(super) fn cut(&mut self, cuts: Cuts) {
        self.cuts = (cuts != Cuts::default()).then(|| Box::new(cuts));
    }

    /// What limits take.
    #[must_use]
    pub fn limit_cut(&self) -> Money {
        let Cuts { record, year, .. } = self.cuts();
        record.plus(year).unwrap_or(record)
    }

    /// Is it paid, before the cap?
    #[must_use]
    pub fn is_payable(&self) -> bool {
        self.status == LineStatus::Payable
    }
}
