//! The fund the awards are paid from.

use super::assessment::{Assessment, FundBalance};
use crate::check::Checked;
use crate::money::{Money, Overflow};
use crate::record::Record;

/// Pool, total and shortfall. A shortfall is reported, never scaled.
pub(super) fn balance(checked: &Checked<'_>, assessment: &Assessment) -> Result<FundBalance, Overflow> {
    let mut pool = Money::ZERO;
    if let Some(fund) = &checked.policy.fund {
        for firm in &assessment.firms {
            let facts = assessment.facts_of(firm.index);
            let increment = firm.cap.as_ref().and_then(|cap| cap.increment);
            if let Some(increment) = increment
                && fund.of.truth(&Record { facts: &facts, ..checked.firm(firm.index) })? == Some(true)
            {
                pool = pool.plus(increment)?;
            }
        }
    }
    let pool = pool.max(Money::ZERO);
    let total = Money::total(assessment.firms.iter().filter_map(|firm| firm.payable))?;
    Ok(FundBalance { pool, total, shortfall: total.minus(pool)?.max(Money::ZERO) })
}
