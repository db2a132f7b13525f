//! Which records the award used: those that make a line, and those that decided a fact, a standing, a bar, a limit, a cut by another
//! scheme, a claim, an account or a payment. What was only looked at is not used.

use typed_index_collections::{TiSliceKeys, TiVec};

use super::assessment::Assessment;
use super::background::past_rows;
use super::duplicate_payment::DuplicatePayment;
use super::payees::{account, payees};
use super::remittance::remittance;
use super::split::portions;
use super::targets::reported_row;
use crate::check::Checked;
use crate::index::{FactIndex, FirmIndex, RowIndex, TableIndex};
use crate::money::Overflow;
use crate::parallel::in_stretches;
use crate::policy::Measure;
use crate::record::Record;

/// For each table, for each of its records: was it used?
pub(super) fn of_award(
    checked: &Checked<'_>,
    assessment: &Assessment,
) -> Result<TiVec<TableIndex, TiVec<RowIndex, bool>>, Overflow> {
    let policy = checked.policy;
    let mut used: TiVec<TableIndex, TiVec<RowIndex, bool>> =
        checked.data.tables.iter().map(|table| vec![false; table.len()].into()).collect();
    used[policy.register.table].fill(true);
    let asked = policy.facts_of_rules();
    let of_firms = |firms: TiSliceKeys<FirmIndex>| {
        let mut rows = Vec::new();
        firms.for_each(|firm| of_firm(checked, assessment, &asked, firm, &mut rows));
        Ok(rows)
    };
    in_stretches(checked.firms().len(), of_firms, |rows| {
        rows.into_iter().for_each(|(table, row): (TableIndex, RowIndex)| used[table][row] = true);
        Ok(())
    })?;
    let mut mark = |table: TableIndex, row: RowIndex| used[table][row] = true;
    if let (Some(scheme), duplicates) = (&policy.other_scheme, &assessment.duplicates) {
        for duplicate in duplicates {
            if let DuplicatePayment::Outside { rows, .. } = duplicate {
                rows.iter().for_each(|row| mark(scheme.table, *row));
            }
        }
    }
    for claim in &assessment.clawback {
        policy.history.iter().for_each(|history| mark(history.table, claim.row));
        let returns = policy.returns.iter().map(|returns| returns.table);
        returns.for_each(|table| claim.returned.iter().for_each(|(row, _)| mark(table, *row)));
    }
    for goal in policy.targets.iter().filter(|goal| matches!(goal.measure, Measure::Entered(_))) {
        let told = policy.reported.iter().zip(reported_row(checked, assessment.year, goal));
        told.for_each(|(reported, row)| mark(reported.table, row));
    }
    let payees = payees(checked, assessment)?;
    payees.iter().filter_map(|payee| account(checked, payee)).for_each(|account| mark(account.at.0, account.at.1));
    if let (Some(rule), Some(paid)) = (&policy.payments, remittance(checked, assessment, &payees)?) {
        let all = paid.paid.iter().chain(paid.strays.iter().map(|stray| &stray.paid));
        all.flat_map(|paid| &paid.rows).for_each(|row| mark(rule.table, *row));
    }
    Ok(used)
}

/// The rows that the firm's facts and lines rest on.
fn of_firm(
    checked: &Checked<'_>,
    assessment: &Assessment,
    asked: &[FactIndex],
    firm: FirmIndex,
    rows: &mut Vec<(TableIndex, RowIndex)>,
) {
    let policy = checked.policy;
    let facts = assessment.facts_of(firm);
    let record = Record { facts: &facts, ..checked.firm(firm) };
    let of_firm = asked.iter().filter(|fact| policy.facts[**fact].each.is_none());
    for looked in of_firm.filter_map(|fact| record.looked_through(*fact)) {
        rows.extend(looked.counted.into_iter().map(|row| (looked.table, row)));
    }
    let lines = assessment.firms.get(firm).map_or_else(Default::default, |firm| firm.lines.clone());
    for line in &assessment.lines[lines] {
        let item = &policy.items[line.item];
        rows.push((item.table, line.row));
        let divided = portions(checked, item, firm, line.row).unwrap_or_default();
        rows.extend(divided.into_iter().map(|portion| portion.at));
        let of_record = asked.iter().filter(|fact| policy.facts[**fact].is_each_of(item.table));
        let looked = of_record.filter_map(|fact| line.of(record).looked_through(*fact));
        rows.extend(looked.flat_map(|looked| looked.counted.into_iter().map(move |row| (looked.table, row))));
        if let Some(standing) = item.standing {
            let (history, _) = record.history(standing, line.row).unwrap_or_default();
            rows.extend(history.into_iter().map(|row| (policy.standings[standing].table, row)));
        }
        let history = policy.history.iter().map(|history| history.table);
        history.for_each(|table| {
            rows.extend(past_rows(checked, record, line).into_iter().flatten().map(|row| (table, row)));
        });
    }
}
