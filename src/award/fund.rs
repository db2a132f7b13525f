//! The fund the awards are paid from.

use super::assessment::{Assessment, FundBalance};
use super::limits::full;
use crate::check::Checked;
use crate::index::FirmIndex;
use crate::money::{Money, Overflow};
use crate::record::Record;

/// What the fund holds: its amount, or the increments of its firms, not below nothing.
pub(super) fn pool(checked: &Checked<'_>, assessment: &Assessment) -> Result<Money, Overflow> {
    let Some(fund) = &checked.policy.fund else { return Ok(Money::ZERO) };
    if let Some(amount) = &fund.amount {
        // The amount is the same for all: any firm may ask for it.
        return full(amount, &checked.firm(FirmIndex::default()));
    }
    let mut pool = Money::ZERO;
    for firm in &assessment.firms {
        let facts = assessment.facts_of(firm.index);
        let increment = firm.caps.first().and_then(|cap| cap.increment);
        if let (Some(increment), Some(of)) = (increment, &fund.of)
            && of.truth(&Record { facts: &facts, ..checked.firm(firm.index) })? == Some(true)
        {
            pool = pool.plus(increment)?;
        }
    }
    Ok(pool.max(Money::ZERO))
}

/// Pool, total and shortfall. A shortfall is only reported, unless the policy says how it is borne: then it is what there was before.
pub(super) fn balance(checked: &Checked<'_>, assessment: &Assessment, pool: Money) -> Result<FundBalance, Overflow> {
    let total = Money::total(assessment.firms.iter().filter_map(|firm| firm.payable))?;
    let limit = checked.policy.fund_limit();
    let borne = assessment.joint.iter().find(|joint| Some(joint.limit) == limit);
    let claimed = borne.map_or(total, |joint| joint.sum);
    Ok(FundBalance { pool, total, shortfall: claimed.minus(pool)?.max(Money::ZERO) })
}
