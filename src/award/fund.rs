//! The fund the awards are paid from, and past awards to be reclaimed.

use super::assessment::{Assessment, Clawback, Firm, FirmStatus, FundBalance};
use super::record::Record;
use crate::check::Checked;
use crate::money::{Money, Overflow};

/// Pool, total and shortfall. A shortfall is reported, never scaled.
pub(super) fn balance(checked: &Checked<'_>, assessment: &Assessment) -> Result<FundBalance, Overflow> {
    let mut pool = Money::ZERO;
    if let Some(fund) = &checked.policy.fund {
        for firm in &assessment.firms {
            let facts = assessment.facts_of(firm.row);
            let increment = firm.cap.as_ref().and_then(|cap| cap.increment);
            if let Some(increment) = increment
                && fund.of.truth(&Record { facts: &facts, ..checked.firm(firm.row) })? == Some(true)
            {
                pool = pool.plus(increment)?;
            }
        }
    }
    let pool = pool.max(Money::ZERO);
    let total = Money::total(assessment.firms.iter().filter_map(|firm| firm.payable))?;
    Ok(FundBalance { pool, total, shortfall: total.minus(pool)?.max(Money::ZERO) })
}

/// All past awards of disqualified firms, in the order of firms, then rows.
pub(super) fn clawback(checked: &Checked<'_>, firms: &[Firm]) -> Vec<Clawback> {
    let Some(history) = &checked.policy.history else {
        return Vec::new();
    };
    let disqualified = firms.iter().filter(|firm| firm.status == FirmStatus::Disqualified);
    disqualified
        .flat_map(|firm| {
            let rows = checked.rows_of(history.table, firm.row).iter();
            rows.map(|row| Clawback { firm: firm.row, row: *row as usize })
        })
        .collect()
}
