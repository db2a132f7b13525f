//! The lines of a firm: one for every record that counts, with its amount and status.

use super::amount;
use super::assessment::{Bar, Line};
use super::exclusions;
use super::firm_case::FirmCase;
use super::once;
use super::quota_rank::QuotaRank;
use super::split::portions;
use super::standing;
use super::status::LineStatus;
use crate::finding::{Finding, catalogue};
use crate::formula::Expression;
use crate::index::{ColumnIndex, ItemIndex, RowIndex};
use crate::money::{Money, Overflow};
use crate::policy::{Item, Target};
use crate::record::Record;

/// Every line of the firm, in the order of items and rows, none yet barred.
pub(super) fn collect(case: &mut FirmCase<'_, '_>) -> Result<Vec<Line>, Overflow> {
    let checked = case.checked;
    let mut lines = Vec::new();
    for (index, item) in checked.policy.items.iter_enumerated() {
        for &row in checked.rows(item.table, case.record()) {
            let record = case.record().at(item.table, row);
            let counts = item.counts.truth(&record)?;
            if counts == Some(false) {
                continue;
            }
            let standing = match item.standing {
                Some(standing) => standing::of_record(checked, case.record(), standing, row)?,
                None => None,
            };
            let quota_rank = item.quota.as_ref().and_then(|_| match case.places {
                Some(places) => places.get(&(index, row)).copied(),
                None => Some(QuotaRank::Within(1)),
            });
            let record = Record { standing, rank: quota_rank.and_then(QuotaRank::rank), ..record };
            let amount = amount::of_record(item, &record)?;
            if let Some(most) = amount.exceeded {
                let place = checked.data.place(item.table, entered_column(item), row);
                let seen = amount.base.map(|base| Money::yuan(base).grouped()).unwrap_or_default();
                let finding = Finding::new(&catalogue::CEILING_EXCEEDED, place, seen, "")
                    .because(format!("上限 {} 元", most.grouped()));
                case.findings.push(finding.with_clause(Some(item.clause.clone())));
            }
            lines.push(Line {
                item: index,
                firm: case.firm,
                row,
                standing,
                certain: counts == Some(true),
                asked: asked(case, item, &record)?,
                quota_rank,
                undivided: amount.amount.is_some_and(Money::is_positive)
                    && portions(checked, item, case.firm, row).is_err(),
                status: LineStatus::Payable,
                bar: None,
                base: amount.base,
                rate: amount.rate,
                amount: amount.amount,
                cuts: None,
                net: Money::ZERO,
                paid: None,
                alone: None,
            });
        }
    }
    Ok(lines)
}

/// The status of every line: barred, failed, undetermined, pending or payable, the first that holds.
pub(super) fn decide(case: &mut FirmCase<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    exclusions::one_per_group(case, lines)?;
    once::once(case, lines)?;
    for line in lines.iter_mut() {
        let item = &case.checked.policy.items[line.item];
        if case.disqualified {
            line.bar = Some(Bar::Disqualified);
        } else if case.suspended && is_stopped(case, line.item) {
            line.bar = Some(Bar::Suspended);
        } else if matches!(line.quota_rank, Some(QuotaRank::Beyond(_))) {
            line.bar = Some(Bar::Beyond);
        }
        line.status = status(case, item, line);
        match line.status {
            LineStatus::Pending => pending(case, item, line),
            LineStatus::Undetermined if !line.certain => undetermined(case, item, line.row),
            LineStatus::Undetermined => {
                if let Some(QuotaRank::Open(edge)) = line.quota_rank {
                    unplaced(case, item, line.row, edge);
                }
                if line.undivided {
                    undivided(case, item, line.row);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Does a suspension of the firm stop the item?
fn is_stopped(case: &FirmCase<'_, '_>, item: ItemIndex) -> bool {
    let policy = case.checked.policy;
    policy.items[item].counts_toward_cap || policy.suspended.as_ref().is_some_and(|ban| ban.also.contains(&item))
}

fn status(case: &FirmCase<'_, '_>, item: &Item, line: &Line) -> LineStatus {
    let of_firm = || item.requires.iter().map(|condition| case.conditions[*condition]);
    let conditions = || of_firm().chain(line.asked.iter().copied());
    if line.bar.is_some() {
        LineStatus::Barred
    } else if conditions().any(|passed| passed == Some(false)) {
        LineStatus::Failed
    } else if !line.certain
        || matches!(line.quota_rank, Some(QuotaRank::Open(_)))
        || conditions().any(|passed| passed.is_none())
    {
        LineStatus::Undetermined
    } else if line.amount.is_none() {
        LineStatus::Pending
    } else if line.undivided {
        LineStatus::Undetermined
    } else {
        LineStatus::Payable
    }
}

/// It cannot be told whether the record counts at all.
fn undetermined(case: &mut FirmCase<'_, '_>, item: &Item, row: RowIndex) {
    let lacking = case.record().at(item.table, row).lacking(&item.counts);
    let place = lacking.as_ref().map(|seen| seen.place.clone()).unwrap_or_default();
    let finding = Finding::new(&catalogue::RECORD_UNDETERMINED, place, "", "");
    let finding = finding.because(crate::record::lack(&item.name, lacking.as_ref()));
    case.findings.push(finding.with_clause(Some(item.clause.clone())));
}

/// It cannot be told whether the line has a place among those of all firms.
fn unplaced(case: &mut FirmCase<'_, '_>, item: &Item, row: RowIndex, edge: usize) {
    let shown = item.record.unwrap_or(case.checked.policy.tables[item.table].key);
    let place = case.checked.data.place(item.table, shown, row);
    let last = item.quota.as_ref().is_some_and(|quota| quota.places == edge);
    let finding = Finding::new(&catalogue::PLACE_OPEN, place, "", "");
    let finding = finding.because(format!(
        "“{}”{}",
        item.name,
        if last { format!("有 {edge} 个名额") } else { format!("前 {edge} 名") }
    ));
    case.findings.push(finding.with_clause(Some(item.clause.clone())));
}

/// It cannot be told among whom the line is divided, or by which shares.
fn undivided(case: &mut FirmCase<'_, '_>, item: &Item, row: RowIndex) {
    let Err(lack) = portions(case.checked, item, case.firm, row) else { return };
    let finding = Finding::new(&catalogue::PAYEES_OPEN, lack.place, "", "").because(lack.why);
    case.findings.push(finding.with_clause(Some(item.clause.clone())));
}

fn pending(case: &mut FirmCase<'_, '_>, item: &Item, line: &Line) {
    let row = line.row;
    let missing = amount::missing(item, &line.of(case.record()));
    let key = case.checked.policy.tables[item.table].key;
    let place = || case.checked.data.place(item.table, key, row);
    let (place, why) = match missing {
        Some(seen) => (seen.place, format!("没有“{}”", seen.name)),
        None => (place(), String::new()),
    };
    let finding = Finding::new(&catalogue::RECORD_PENDING, place, "", "").because(why);
    case.findings.push(finding.with_clause(Some(item.clause.clone())));
}

fn entered_column(item: &Item) -> ColumnIndex {
    let entered = item.method.base().map(|base| &base.root);
    match entered {
        Some(Expression::Name { target: Target::Column(column), .. }) => *column,
        _ => ColumnIndex::default(),
    }
}

/// What the conditions of the record come to.
fn asked(case: &FirmCase<'_, '_>, item: &Item, record: &Record<'_>) -> Result<Box<[Option<bool>]>, Overflow> {
    let conditions = &case.checked.policy.record_conditions;
    item.asks.iter().map(|index| conditions[*index].condition.test.truth(record)).collect()
}
