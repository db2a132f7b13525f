//! The fund the awards are paid from, and past awards to be reclaimed.

use super::assessment::{Assessment, Clawback, Firm, FirmStatus, FundBalance};
use super::exclusions::record_key;
use crate::check::Checked;
use crate::money::{Money, Overflow};
use crate::policy::{History, Source};
use crate::record::Record;
use crate::texts::Symbol;

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

/// Past awards of disqualified firms, all of them unless the ban concerns some only, in the order of firms, then rows.
pub(super) fn clawback(checked: &Checked<'_>, assessment: &Assessment) -> Result<Vec<Clawback>, Overflow> {
    let Some(history) = &checked.policy.history else {
        return Ok(Vec::new());
    };
    let disqualified = assessment.firms.iter().filter(|firm| firm.status == FirmStatus::Disqualified);
    disqualified
        .map(|firm| {
            let concerned = concerned(checked, assessment, firm)?;
            let rows = checked.rows_of(history.table, firm.row).iter().map(|row| *row as usize);
            let reclaimed = rows.filter(|row| concerned.reach(checked, history, *row));
            Ok::<_, Overflow>(reclaimed.map(|row| Clawback { firm: firm.row, row }).collect::<Vec<_>>())
        })
        .try_fold(Vec::new(), |mut all, more| {
            all.extend(more?);
            Ok(all)
        })
}

/// The past awards that a firm's ban concerns.
enum Concerned {
    All,
    /// Those of an item, or of one of its records.
    Some(Vec<(usize, Option<Symbol>)>),
}

impl Concerned {
    fn reach(&self, checked: &Checked<'_>, history: &History, row: usize) -> bool {
        let Self::Some(matters) = self else { return true };
        let item = checked.data.tables[history.table].text(history.item, row);
        let Some(item) = item.and_then(|item| checked.policy.item(item)) else { return false };
        let own = || record_key(checked, &checked.policy.items[item], history.table, Some(history.record), row);
        matters.iter().any(|(of, record)| *of == item && (record.is_none() || *record == own()))
    }
}

/// What the records behind the ban say; one that names no item concerns everything.
fn concerned(checked: &Checked<'_>, assessment: &Assessment, firm: &Firm) -> Result<Concerned, Overflow> {
    let Some(reclaims) = checked.policy.disqualified.as_ref().and_then(|ban| ban.reclaims.as_ref()) else {
        return Ok(Concerned::All);
    };
    let Source::Any { table, holds } = &checked.policy.facts[reclaims.fact].source else {
        return Ok(Concerned::All);
    };
    let facts = assessment.facts_of(firm.row);
    let at_hand = Record { facts: &facts, ..checked.firm(firm.row) };
    let mut matters = Vec::new();
    for &row in checked.rows_of(*table, firm.row) {
        let row = row as usize;
        if holds.truth(&at_hand.at(*table, row))? != Some(true) {
            continue;
        }
        let item = checked.data.tables[*table].text(reclaims.item, row);
        let Some(item) = item.and_then(|item| checked.policy.item(item)) else { return Ok(Concerned::All) };
        matters.push((item, record_key(checked, &checked.policy.items[item], *table, reclaims.record, row)));
    }
    Ok(if matters.is_empty() { Concerned::All } else { Concerned::Some(matters) })
}
