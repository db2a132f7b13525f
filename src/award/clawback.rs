//! Past awards to be reclaimed, and what of them has been returned.

use super::assessment::{Assessment, Clawback, Firm};
use super::exclusions::record_key;
use super::status::FirmStatus;
use crate::check::Checked;
use crate::finding::{Finding, catalogue};
use crate::index::{FirmIndex, ItemIndex, RowIndex};
use crate::money::Overflow;
use crate::policy::{History, Returns, Source};
use crate::record::Record;
use crate::texts::Symbol;

/// Past awards of disqualified firms, all of them unless the ban concerns some only, in the order of firms, then rows.
pub(super) fn claims(checked: &Checked<'_>, assessment: &Assessment) -> Result<Vec<Clawback>, Overflow> {
    let Some(history) = &checked.policy.history else {
        return Ok(Vec::new());
    };
    let disqualified = assessment.firms.iter().filter(|firm| firm.status == FirmStatus::Disqualified);
    disqualified
        .map(|firm| {
            let concerned = concerned(checked, assessment, firm)?;
            let rows = checked.rows_of(history.table, firm.index).iter().copied();
            let reclaimed = rows.filter(|row| concerned.reach(checked, history, *row));
            Ok::<_, Overflow>(reclaimed.map(|row| claim(checked, history, firm.index, row)).collect::<Vec<_>>())
        })
        .try_fold(Vec::new(), |mut all, more| {
            all.extend(more?);
            Ok(all)
        })
}

/// A claim of which nothing has been returned yet.
fn claim(checked: &Checked<'_>, history: &History, firm: FirmIndex, row: RowIndex) -> Clawback {
    let claimed = checked.data.tables[history.table].money(history.amount, row).unwrap_or_default();
    Clawback { firm, row, returned: Vec::new(), open: claimed }
}

/// Holds what was returned against what is claimed: of the award that is named, else of the firm's earliest that is open. What is left over
/// is told.
pub(super) fn settle(checked: &Checked<'_>, assessment: &mut Assessment) -> Result<Vec<Finding>, Overflow> {
    let (Some(history), Some(returns)) = (&checked.policy.history, &checked.policy.returns) else {
        return Ok(Vec::new());
    };
    let table = &checked.data.tables[returns.table];
    let mut findings = Vec::new();
    for firm in &assessment.firms {
        // The claims stand in the order of the firms.
        let first = assessment.clawback.partition_point(|claim| claim.firm < firm.index);
        let end = assessment.clawback.partition_point(|claim| claim.firm <= firm.index);
        for &row in checked.rows_of(returns.table, firm.index) {
            let mut rest = table.money(returns.amount, row).unwrap_or_default();
            let own = assessment.clawback[first..end].iter_mut();
            let mut claims: Vec<&mut Clawback> =
                own.filter(|claim| is_of(checked, history, returns, claim.row, row)).collect();
            // The sort is stable: of one year the first row read comes first.
            claims.sort_by_key(|claim| checked.data.tables[history.table].year(history.year, claim.row));
            for claim in claims {
                let part = rest.min(claim.open);
                if part.is_positive() {
                    claim.returned.push((row, part));
                    claim.open = claim.open.minus(part)?;
                    rest = rest.minus(part)?;
                }
            }
            if rest.is_positive() {
                let place = checked.data.place(returns.table, returns.amount, row);
                let why = format!("其中 {} 元没有对应的追缴", rest.grouped());
                findings.push(Finding::new(&catalogue::RETURN_UNMATCHED, place, "", "").because(why));
            }
        }
    }
    Ok(findings)
}

/// Is the return in `row` one of the claim on the past award in `past`? A blank says nothing.
fn is_of(checked: &Checked<'_>, history: &History, returns: &Returns, past: RowIndex, row: RowIndex) -> bool {
    let (claims, returned) = (&checked.data.tables[history.table], &checked.data.tables[returns.table]);
    let year = returned.year(returns.year, row);
    if year.is_some_and(|year| claims.year(history.year, past) != Some(year)) {
        return false;
    }
    let Some(item) = returned.text(returns.item, row) else {
        // A number alone names the record of any item.
        let form =
            |table: &crate::tables::TableData, column, row| table.text(column, row).map(|text| checked.data.form(text));
        let record = form(returned, returns.record, row);
        return record.is_none() || record == form(claims, history.record, past);
    };
    if claims.text(history.item, past) != Some(item) {
        return false;
    }
    let Some(item) = checked.policy.item(item).map(|item| &checked.policy.items[item]) else { return false };
    let record = record_key(checked, item, returns.table, Some(returns.record), row);
    record.is_none() || record == record_key(checked, item, history.table, Some(history.record), past)
}

/// The past awards that a firm's ban concerns.
enum Concerned {
    All,
    /// Those of an item, or of one of its records.
    Some(Vec<(ItemIndex, Option<Symbol>)>),
}

impl Concerned {
    fn reach(&self, checked: &Checked<'_>, history: &History, row: RowIndex) -> bool {
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
    let facts = assessment.facts_of(firm.index);
    let at_hand = Record { facts: &facts, ..checked.firm(firm.index) };
    let mut matters = Vec::new();
    for &row in checked.rows_of(*table, firm.index) {
        if holds.truth(&at_hand.at(*table, row))? != Some(true) {
            continue;
        }
        let item = checked.data.tables[*table].text(reclaims.item, row);
        let Some(item) = item.and_then(|item| checked.policy.item(item)) else { return Ok(Concerned::All) };
        matters.push((item, record_key(checked, &checked.policy.items[item], *table, reclaims.record, row)));
    }
    Ok(if matters.is_empty() { Concerned::All } else { Concerned::Some(matters) })
}
