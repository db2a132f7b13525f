//! One firm from its facts to its payable, in the order of operations of the policy; and all firms.

use std::convert::Infallible;

use typed_index_collections::{TiSliceKeys, TiVec};

use super::assessment::{Firm, Line};
use super::firm_case::FirmCase;
use super::outcome::FirmOutcome;
use super::payee_kind::PayeeKind;
use super::quota_rank::QuotaRanks;
use super::status::{EvaluationState, FirmStatus, LineStatus};
use super::walk::{after_cap, walk};
use super::{cap, facts, lines, other_scheme, out_of_range, overlaps, past, payees, provisional, spelling, spread};
use crate::check::Checked;
use crate::finding::{Finding, catalogue};
use crate::index::{ConditionIndex, FirmIndex};
use crate::money::{Money, Overflow};
use crate::parallel::in_stretches;
use crate::record::Record;

/// Gives `take` all firms in the order of the register, some at a time.
pub(super) fn judge_all(checked: &Checked<'_>, places: Option<&QuotaRanks>, mut take: impl FnMut(Vec<FirmOutcome>)) {
    let judge = |firm| judge(checked, places, firm).unwrap_or_else(|Overflow| out_of_range::outcome(checked, firm));
    let judge_some = |firms: TiSliceKeys<FirmIndex>| Ok::<Vec<_>, Infallible>(firms.map(judge).collect());
    let Ok(()) = in_stretches(checked.firms().len(), judge_some, |outcomes| {
        take(outcomes);
        Ok(())
    });
}

fn judge(checked: &Checked<'_>, places: Option<&QuotaRanks>, firm: FirmIndex) -> Result<FirmOutcome, Overflow> {
    let policy = checked.policy;
    let facts = facts::of_firm(checked, firm)?;
    let at_hand = Record { facts: &facts, ..checked.firm(firm) };
    at_hand.try_each().map_err(|_| Overflow)?;
    let conditions =
        policy.conditions.iter().map(|condition| condition.test.truth(&at_hand)).collect::<Result<_, _>>()?;
    let bans = |ban: &Option<crate::policy::Ban>| match ban {
        Some(ban) => ban.when.truth(&at_hand).map(|truth| truth == Some(true)),
        None => Ok(false),
    };
    let (disqualified, suspended) = (bans(&policy.disqualified)?, bans(&policy.suspended)?);
    let mut case = FirmCase {
        checked,
        places,
        firm,
        facts: &facts,
        conditions,
        disqualified,
        suspended,
        duplicates: Vec::new(),
        findings: Vec::new(),
    };

    let mut lines = lines::collect(&mut case)?;
    lines::decide(&mut case, &mut lines)?;
    past::unclear(&mut case, &lines);
    spelling::notes(&mut case, &lines);
    let ledger = walk(checked, at_hand, &lines)?;
    ledger.sum_up(&mut lines)?;
    let nets = |counts: bool| {
        let of_kind = lines.iter().filter(|line| policy.items[line.item].counts_toward_cap == counts);
        Money::total(of_kind.map(|line| line.net))
    };
    let (counted, uncounted) = (nets(true)?, nets(false)?);
    // Whatever reports add up of a firm's lines (amounts, nets, cuts) is a part of this; none of it can leave the range unseen.
    Money::total(lines.iter().filter_map(|line| line.amount))?;
    let mut caps = TiVec::with_capacity(policy.caps.len());
    for (index, cap) in policy.caps.iter_enumerated() {
        let own = lines.iter().filter(|line| policy.items[line.item].cap == Some(index)).map(|line| line.net);
        caps.push(cap::of_firm(&mut case, cap, Money::total(own)?)?);
    }
    let conditions = std::mem::take(&mut case.conditions);
    let (lines_of, evaluation) = (0..lines.len(), evaluation(&at_hand)?);
    let own = Firm::of(checked, firm);
    let mut firm = Firm { conditions, lines: lines_of, counted, uncounted, caps, evaluation, ..own };
    let ledger = after_cap(checked, at_hand, &firm, &lines, ledger)?;
    firm.taken_after_cap = ledger.take_after_cap(policy, &mut lines)?;
    case.duplicates = overlaps::duplicates(&ledger, &lines, firm.index);
    other_scheme::tell(&mut case, &ledger, &lines)?;
    firm.duplicates = 0..case.duplicates.len();
    (firm.status, firm.payable) = status(&case, &firm, &lines)?;
    spread::over_lines(policy, &firm, &mut lines)?;
    firm.alone = (firm.status, firm.payable);
    provisional::warn(&mut case, &lines)?;
    if firm.status == FirmStatus::Withheld {
        // Its errors are listed; what else it lacks would only repeat them.
        case.findings.clear();
    }
    if firm.status == FirmStatus::Undetermined {
        open_conditions(&mut case, &firm, &lines);
    }
    if firm.paid().is_positive() && !goes_to_persons(&case, &firm, &lines) {
        account_missing(&mut case);
    }
    let FirmCase { duplicates, findings, .. } = case;
    Ok(FirmOutcome { firm, lines, duplicates, facts, findings })
}

/// The firm's status, the first that holds, and what is paid.
fn status(case: &FirmCase<'_, '_>, firm: &Firm, lines: &[Line]) -> Result<(FirmStatus, Option<Money>), Overflow> {
    let payable = firm.within_caps().plus(firm.uncounted)?.minus(firm.taken_after_cap)?;
    Ok(if case.checked.withheld[case.firm] {
        (FirmStatus::Withheld, None)
    } else if case.disqualified {
        (FirmStatus::Disqualified, Some(Money::ZERO))
    } else if case.suspended {
        (FirmStatus::Suspended, Some(firm.uncounted.minus(firm.taken_after_cap)?))
    } else if firm.is_cap_open() || lines.iter().any(|line| line.status == LineStatus::Undetermined) {
        (FirmStatus::Undetermined, None)
    } else if !lines.is_empty() && lines.iter().all(|line| line.status == LineStatus::Failed) {
        (FirmStatus::Ineligible, Some(payable))
    } else if payable.is_positive() {
        (FirmStatus::Payable, Some(payable))
    } else {
        (FirmStatus::NoAward, Some(payable))
    })
}

/// What this year's evaluation says of the firm.
fn evaluation(firm: &Record<'_>) -> Result<EvaluationState, Overflow> {
    let Some(evaluation) = &firm.policy.evaluation else {
        return Ok(EvaluationState::NotNeeded);
    };
    Ok(if evaluation.concerns.truth(firm)? == Some(false) {
        EvaluationState::NotNeeded
    } else if evaluation.stopped.truth(firm)? == Some(true) {
        EvaluationState::Stopped
    } else if evaluation.passed.truth(firm)? == Some(true) {
        EvaluationState::Passed
    } else {
        EvaluationState::Missing
    })
}

/// For each condition that leaves lines open, the cell that is missing.
fn open_conditions(case: &mut FirmCase<'_, '_>, firm: &Firm, lines: &[Line]) {
    let policy = case.checked.policy;
    let mut needed: Vec<ConditionIndex> = lines
        .iter()
        .filter(|line| line.status == LineStatus::Undetermined)
        .flat_map(|line| policy.items[line.item].requires.iter().copied())
        .filter(|condition| firm.conditions[*condition].is_none())
        .collect();
    needed.sort_unstable();
    needed.dedup();
    let of_firm = needed.into_iter().map(|condition| (case.record(), &policy.conditions[condition]));
    let open = lines.iter().filter(|line| line.status == LineStatus::Undetermined);
    let of_records = open.flat_map(|line| {
        let asked = line.asked_of(&policy.items[line.item]).filter(|(_, passed)| passed.is_none());
        asked.map(|(asked, _)| (line.of(case.record()), &policy.record_conditions[asked].condition)).collect::<Vec<_>>()
    });
    let all: Vec<_> = of_firm.chain(of_records).collect();
    for (record, condition) in all {
        let lacking = record.lacking(&condition.test);
        if lacking.as_ref().is_some_and(|seen| record.is_unreported(seen.target)) {
            // One finding about the table says it for all firms.
            continue;
        }
        let place = lacking.as_ref().map(|seen| seen.place.clone()).unwrap_or_default();
        let why = crate::record::lack(&condition.name, lacking.as_ref());
        let finding = Finding::new(&catalogue::CONDITION_UNDETERMINED, place, "", "").because(why);
        case.findings.push(finding.with_clause(Some(condition.clause.clone())));
    }
}

/// Is all that the firm is paid for its persons, who have accounts of their own?
fn goes_to_persons(case: &FirmCase<'_, '_>, firm: &Firm, lines: &[Line]) -> bool {
    let checked = case.checked;
    let own = |line: &&Line| {
        let (item, paid) = (&checked.policy.items[line.item], line.paid.unwrap_or_default());
        let to = payees::recipients(checked, item, case.firm, line, paid).unwrap_or_default();
        let has_own = |name| payees::persons_own(checked, case.firm, name).is_some();
        to.into_iter().all(|(kind, name, _)| kind == PayeeKind::Person && has_own(name))
    };
    let handed = Money::total(lines.iter().filter(own).filter_map(|line| line.paid));
    handed.is_ok_and(|handed| handed == firm.paid())
}

fn account_missing(case: &mut FirmCase<'_, '_>) {
    let checked = case.checked;
    let Some(accounts) = &checked.policy.accounts else {
        return;
    };
    let register = &checked.policy.register;
    if checked.rows_of(accounts.table, case.firm).is_empty() && !checked.data.tables[accounts.table].is_empty() {
        let place = checked.data.place(register.table, register.code, case.firm.row());
        let table = &checked.policy.tables[accounts.table].name;
        let finding = Finding::new(&catalogue::ACCOUNT_MISSING, place, "", "");
        case.findings.push(finding.because(format!("“{table}”表里没有“{}”", case.name())));
    }
}
