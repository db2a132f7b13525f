//! What firms together may be paid, after each firm's own cap: the firms of one owner, or all from a fund that is short. Where a firm is
//! not decided, nobody's part is known that could depend on it.

use std::collections::HashMap;

use super::assessment::{Assessment, Line};
use super::facts::compare;
use super::limits::full;
use super::spread::in_proportion;
use super::status::{FirmStatus, LineStatus};
use super::together::{Claim, Joint, JointPart};
use crate::check::Checked;
use crate::finding::{Finding, Place, catalogue};
use crate::formula::Value;
use crate::index::FirmIndex;
use crate::money::{Money, Overflow};
use crate::policy::{JointLimit, Spread};
use crate::record::Record;
use crate::texts::Symbol;

/// What firms have in common, as it is written, and the firms.
type Together = (Option<Symbol>, Vec<FirmIndex>);

/// An amount that may grow without bound, by how many parts.
#[derive(Clone, Copy, Default)]
struct AtMost {
    known: Money,
    boundless: usize,
}

impl AtMost {
    fn of<'c>(claims: impl IntoIterator<Item = &'c Claim>) -> Result<Self, Overflow> {
        claims.into_iter().try_fold(Self::default(), |sum, claim| {
            let known = sum.known.plus(claim.at_most.unwrap_or_default())?;
            Ok(Self { known, boundless: sum.boundless + usize::from(claim.at_most.is_none()) })
        })
    }

    fn plus(self, other: Self) -> Result<Self, Overflow> {
        Ok(Self { known: self.known.plus(other.known)?, boundless: self.boundless + other.boundless })
    }

    fn minus(self, other: Self) -> Result<Self, Overflow> {
        Ok(Self { known: self.known.minus(other.known)?, boundless: self.boundless - other.boundless })
    }

    /// The sum, if it is bounded.
    fn bounded(self) -> Option<Money> {
        (self.boundless == 0).then_some(self.known)
    }
}

/// Applies the policy's joint limits in their order; `pool` is what the fund holds.
pub(super) fn settle(
    checked: &Checked<'_>,
    assessment: &mut Assessment,
    pool: Money,
) -> Result<Vec<Finding>, Overflow> {
    let mut findings = Vec::new();
    for (number, limit) in checked.policy.joint_limits.iter().enumerate() {
        // The amount is the same for all: any firm may ask for it.
        let most = match &limit.amount {
            Some(amount) => full(amount, &checked.firm(FirmIndex::default()))?,
            None => pool,
        };
        for (owner, firms) in groups(checked, assessment, limit, &mut findings)? {
            let claims = claims(checked, assessment, limit, &firms)?;
            let sum = Money::total(claims.iter().filter_map(|claim| claim.before))?;
            let mut joint = Joint { limit: number, owner, most, sum, claims };
            joint.share(limit)?;
            findings.extend(joint.tell(checked, assessment, limit));
            joint.apply(assessment, &firms)?;
            assessment.joint.push(joint);
        }
    }
    Ok(findings)
}

/// The firms that stand under the limit together, in the order of the register. A firm of no known owner stands alone, which is told.
fn groups(
    checked: &Checked<'_>,
    assessment: &Assessment,
    limit: &JointLimit,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Together>, Overflow> {
    let claims = |firm: FirmIndex| {
        let lines = &assessment.lines[assessment.firms[firm].lines.clone()];
        lines.iter().any(|line| limit.items.contains(&line.item))
    };
    let with_lines = assessment.firms.keys().filter(|firm| claims(*firm));
    let Some(owner) = &limit.owner else {
        return Ok(vec![(None, with_lines.collect())]);
    };
    let mut known: HashMap<Value, usize> = HashMap::new();
    let mut all: Vec<Together> = Vec::new();
    for firm in with_lines {
        let facts = assessment.facts_of(firm);
        let record = Record { facts: &facts, ..checked.firm(firm) };
        let value = owner.value(&record)?;
        let (key, shown) = match value {
            Value::Text(text) => (Value::Text(checked.data.form(text)), Some(text)),
            other => (other, None),
        };
        let next = all.len();
        let at = if key == Value::Unknown { next } else { *known.entry(key).or_insert(next) };
        if at == next {
            all.push((shown, Vec::new()));
        }
        all[at].1.push(firm);
        if key == Value::Unknown && assessment.firms[firm].payable != Some(Money::ZERO) {
            let place = record.lacking(owner).map(|seen| seen.place).unwrap_or_default();
            let finding = Finding::new(&catalogue::OWNER_BLANK, place, "", "");
            let why = format!("“{}”按“{}”合计，“{}”没有填", limit.name, owner.source, name(checked, assessment, firm));
            findings.push(finding.because(why).with_clause(Some(limit.clause.clone())));
        }
    }
    Ok(all)
}

fn name<'a>(checked: &'a Checked<'_>, assessment: &Assessment, firm: FirmIndex) -> &'a str {
    checked.data.texts.get(assessment.firms[firm].called())
}

/// The lines of `firms` in the order in which they are served.
fn claims(
    checked: &Checked<'_>,
    assessment: &Assessment,
    limit: &JointLimit,
    firms: &[FirmIndex],
) -> Result<Vec<Claim>, Overflow> {
    let claims = turns(checked, assessment, limit, firms)?.into_iter().flat_map(|(firm, turn)| {
        let lines = assessment.firms[firm].lines.clone();
        lines.filter(|line| limit.items.contains(&assessment.lines[*line].item)).map(move |number| {
            let line = &assessment.lines[number];
            Claim { line: number, firm, turn, before: line.paid, at_most: at_most(line), after: None }
        })
    });
    Ok(claims.collect())
}

/// What a line may be paid at most: what it is, or in a firm that is not decided, its amount.
fn at_most(line: &Line) -> Option<Money> {
    let open = || match line.status {
        LineStatus::Payable | LineStatus::Undetermined => line.amount,
        LineStatus::Barred | LineStatus::Failed | LineStatus::Pending => Some(Money::ZERO),
    };
    line.paid.or_else(open)
}

/// Whose turn is when: by the order that is asked, equals together, those of no known order last and without a turn; else one by one.
fn turns(
    checked: &Checked<'_>,
    assessment: &Assessment,
    limit: &JointLimit,
    firms: &[FirmIndex],
) -> Result<Vec<(FirmIndex, Option<usize>)>, Overflow> {
    let Some(order) = &limit.order else {
        return Ok(firms.iter().enumerate().map(|(turn, firm)| (*firm, Some(turn))).collect());
    };
    let mut ordered = Vec::with_capacity(firms.len());
    for &firm in firms {
        let facts = assessment.facts_of(firm);
        ordered.push((order.value(&Record { facts: &facts, ..checked.firm(firm) })?, firm));
    }
    ordered.sort_by(|one, other| {
        let blank = |value: Value| value == Value::Unknown;
        blank(one.0).cmp(&blank(other.0)).then_with(|| compare(one.0, other.0))
    });
    let mut turn = 0;
    let mut before: Option<Value> = None;
    let numbered = ordered.into_iter().map(|(value, firm)| {
        turn += usize::from(before.is_some_and(|before| before != value));
        before = Some(value);
        (firm, (value != Value::Unknown).then_some(turn))
    });
    Ok(numbered.collect())
}

impl Joint {
    /// What the limit leaves of each line.
    fn share(&mut self, limit: &JointLimit) -> Result<(), Overflow> {
        if limit.order.is_some() || limit.spread == Spread::InLineOrder { self.in_turn() } else { self.alike() }
    }

    /// All lines are treated alike: in proportion to what they would be paid.
    fn alike(&mut self) -> Result<(), Overflow> {
        let fits = AtMost::of(&self.claims)?.bounded().is_some_and(|sum| sum <= self.most);
        let open = self.claims.iter().any(|claim| claim.before.is_none());
        if !open && !fits {
            let before: Vec<Money> = self.claims.iter().map(|claim| claim.before.unwrap_or_default()).collect();
            for (claim, share) in self.claims.iter_mut().zip(in_proportion(self.most, &before)?) {
                claim.after = Some(share);
            }
            return Ok(());
        }
        for claim in &mut self.claims {
            claim.after = claim.before.filter(|before| fits || *before == Money::ZERO);
        }
        Ok(())
    }

    /// Each is paid as far as those before it leave something: known where it comes to the same whatever is open before it.
    fn in_turn(&mut self) -> Result<(), Overflow> {
        let whole = AtMost::of(&self.claims)?;
        let without_turn = AtMost::of(self.claims.iter().filter(|claim| claim.turn.is_none()))?;
        let (mut earlier, mut earlier_at_most) = (Money::ZERO, AtMost::default());
        let most = self.most;
        for equals in self.claims.chunk_by_mut(|one, other| one.turn == other.turn) {
            let (known, of_equals) =
                (Money::total(equals.iter().filter_map(|claim| claim.before))?, AtMost::of(&*equals)?);
            let turn = equals.first().and_then(|claim| claim.turn);
            for own in equals.chunk_by_mut(|one, other| one.firm == other.firm) {
                let of_own = AtMost::of(&*own)?;
                let (least, others) = match turn {
                    Some(_) => (earlier, earlier_at_most.plus(of_equals)?.plus(without_turn)?.minus(of_own)?),
                    None => (Money::ZERO, whole.minus(of_own)?),
                };
                let mut own_before = Money::ZERO;
                for claim in own {
                    let Some(before) = claim.before else { continue };
                    let paid = |ahead: Money| Ok(before.min(most.minus(ahead.plus(own_before)?)?.max(Money::ZERO)));
                    let (best, worst) = (paid(least)?, others.bounded().map_or(Ok(Money::ZERO), paid)?);
                    claim.after = (best == worst).then_some(best);
                    own_before = own_before.plus(before)?;
                }
            }
            earlier = earlier.plus(known)?;
            earlier_at_most = earlier_at_most.plus(of_equals)?;
        }
        Ok(())
    }

    /// What is to be said where a part cannot be told.
    fn tell(&self, checked: &Checked<'_>, assessment: &Assessment, limit: &JointLimit) -> Option<Finding> {
        let mut stopped: Vec<FirmIndex> = Vec::new();
        let mut open: Vec<FirmIndex> = Vec::new();
        for claim in &self.claims {
            let list = if claim.before.is_none() { &mut open } else { &mut stopped };
            if (claim.before.is_none() || claim.after.is_none()) && list.last() != Some(&claim.firm) {
                list.push(claim.firm);
            }
        }
        let first = stopped.first()?;
        let register = &checked.policy.register;
        let place = |firm: FirmIndex| checked.data.place(register.table, register.code, firm.row());
        let name = |firm: &FirmIndex| format!("“{}”", name(checked, assessment, *firm));
        let why = if open.is_empty() {
            "排名并列，或者排名的数空白".to_owned()
        } else {
            let more = if open.len() > MOST_NAMED { format!("等 {} 家", open.len()) } else { String::new() };
            format!("{}{more}还没有确定", open.iter().take(MOST_NAMED).map(name).collect::<Vec<_>>().join("、"))
        };
        let place: Place = place(open.first().copied().unwrap_or(*first));
        let finding = Finding::new(&catalogue::JOINT_OPEN, place, "", "");
        let why =
            format!("“{}”一共 {} 元，{why}，{} 家企业能分多少定不下来", limit.name, self.most.grouped(), stopped.len());
        Some(finding.because(why).with_clause(Some(limit.clause.clone())))
    }

    /// Writes what is left into the lines and their firms.
    fn apply(&self, assessment: &mut Assessment, firms: &[FirmIndex]) -> Result<(), Overflow> {
        let group = assessment.joint.len();
        for own in self.claims.chunk_by(|one, other| one.firm == other.firm) {
            let Some(firm) = own.first().map(|claim| &mut assessment.firms[claim.firm]) else { continue };
            let sum = |of: fn(&Claim) -> Option<Money>| {
                let all: Option<Vec<Money>> = own.iter().map(of).collect();
                all.map(Money::total).transpose()
            };
            let (before, after) = (sum(|claim| claim.before)?, sum(|claim| claim.after)?);
            firm.joint.push(JointPart { group, before, after });
            let Some(before) = before else { continue };
            firm.payable = match (firm.payable, after) {
                (Some(payable), Some(after)) => Some(payable.minus(before)?.plus(after)?),
                _ => None,
            };
            if firm.status == FirmStatus::Payable {
                firm.status = match firm.payable {
                    None => FirmStatus::Undetermined,
                    Some(payable) if payable == Money::ZERO => FirmStatus::NoAward,
                    Some(_) => FirmStatus::Payable,
                };
            }
            own.iter().for_each(|claim| assessment.lines[claim.line].paid = claim.after);
        }
        for firm in firms.iter().map(|firm| &assessment.firms[*firm]).filter(|firm| firm.payable.is_none()) {
            assessment.lines[firm.lines.clone()].iter_mut().for_each(|line| line.paid = None);
        }
        Ok(())
    }
}

/// Firms that a finding names.
const MOST_NAMED: usize = 3;
