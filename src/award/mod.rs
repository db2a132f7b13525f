//! The award, in the law's order: facts, conditions, lines, limits, overlaps, other schemes, cap, status, what each line is paid; then what concerns the town:
//! what firms together may be paid, fund, clawback; and apart from all pay, targets. Pure: checked tables and a policy in, an [`Assessment`] out.

mod amount;
mod assessment;
mod background;
mod cap;
mod clawback;
mod duplicate_payment;
mod exclusions;
mod facts;
mod firm;
mod firm_case;
mod fund;
mod funders;
mod joint;
mod ledger;
mod limits;
mod lines;
mod lists;
mod once;
mod other_scheme;
mod out_of_range;
mod outcome;
mod overlaps;
mod past;
mod payee_kind;
mod payees;
mod provisional;
mod quota;
mod quota_rank;
mod record_usage;
mod remittance;
mod sample;
mod similar;
mod spelling;
mod split;
mod spread;
mod standing;
mod status;
mod targets;
mod together;
mod used_records;
mod walk;

pub use amount::missing;
pub use assessment::{
    Assessment, Bar, Clawback, Cuts, Facts, Firm, FirmCap, FundBalance, Lacking, Line, Reached, TableUse,
};
pub use background::{past_of, past_rows};
pub use duplicate_payment::{DuplicatePayment, Verdict};
pub use funders::{borne, borne_of};
pub use ledger::{Contest, Ledger, LineSteps, OneLimit, Outside, Overlap, Share, Step};
pub use lists::{COMPARED_PLACES, Entry, Listed, lists};
pub use payee_kind::PayeeKind;
pub use payees::{Account, Payee, account, payees};
pub use quota_rank::QuotaRank;
pub use remittance::{Paid, Remittance, Stray, remittance};
pub use sample::{Drawn, Risk, Sample, sample};
pub use split::{Own, Portion, Undivided, divide, portions};
pub use spread::{share_parts, shares};
pub use standing::Past;
pub use status::{EvaluationState, FirmStatus, LineStatus};
pub use targets::targets;
pub use together::{Claim, Joint, JointPart};
pub use walk::ledger;

use crate::check::Checked;
use crate::money::Overflow;
use crate::progress::{Event, Watch};

/// Judges every firm of `checked` by its policy, on all cores; how many there are makes no difference to the result.
///
/// # Errors
/// [`Overflow`] if what concerns more than one firm leaves the range of a decimal; a firm that does so by itself is withheld, and an
/// error among the findings says where.
pub fn assess(checked: &Checked<'_>) -> Result<Assessment, Overflow> {
    assess_watched(checked, &|_| {})
}

/// The same, watched.
///
/// # Errors
/// [`Overflow`] as with [`assess`].
pub fn assess_watched(checked: &Checked<'_>, watch: &Watch<'_>) -> Result<Assessment, Overflow> {
    let mut assessment = Assessment::of(checked);
    let places = places(checked)?;
    firm::judge_all(checked, Some(&places), |outcomes| {
        watch(Event::Firms(outcomes.len() as u64));
        outcomes.into_iter().for_each(|outcome| assessment.add(outcome));
    });
    assessment.findings.extend(standing::missing_past(checked)?);
    let pool = fund::pool(checked, &assessment)?;
    let joint = joint::settle(checked, &mut assessment, pool)?;
    assessment.findings.extend(joint);
    assessment.fund = fund::balance(checked, &assessment, pool)?;
    assessment.clawback = clawback::claims(checked, &assessment)?;
    let unmatched = clawback::settle(checked, &mut assessment)?;
    assessment.findings.extend(unmatched);
    let payments = remittance::tell(checked, &assessment)?;
    assessment.findings.extend(payments);
    let shown = cap::shown_by_payments(checked, &assessment)?;
    assessment.findings.extend(shown);
    record_usage::account(checked, &mut assessment)?;
    Ok(assessment)
}

/// Who stands where among the lines of all firms, as far as the policy counts places: every firm is judged once without them.
fn places(checked: &Checked<'_>) -> Result<quota_rank::QuotaRanks, Overflow> {
    if checked.policy.items.iter().all(|item| item.quota.is_none()) {
        return Ok(quota_rank::QuotaRanks::new());
    }
    let mut without = Assessment::of(checked);
    firm::judge_all(checked, None, |outcomes| {
        outcomes.into_iter().for_each(|outcome| without.add(outcome));
    });
    quota::places(checked, &without)
}
