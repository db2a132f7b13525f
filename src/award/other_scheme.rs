//! The same matter under another scheme (三(四), last paragraph): the two together come to the higher.

use super::assessment::{Line, LineStatus, Matter, Verdict};
use super::bars::record_key;
use super::firm::Judging;
use crate::finding::{Finding, Place, catalogue};
use crate::money::{Money, Overflow};

/// Deducts for each row of the other scheme in the order read, each against what the earlier left.
pub(super) fn settle(judging: &mut Judging<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    let checked = judging.checked;
    let Some(scheme) = &checked.policy.other_scheme else {
        return Ok(());
    };
    let table = &checked.data.tables[scheme.table];
    for &row in checked.rows(scheme.table, judging.record()) {
        let row = row as usize;
        let record = judging.record().at(scheme.table, row);
        if scheme.applies.truth(&record)? != Some(true) {
            continue;
        }
        let (Some(other), Some(item)) =
            (table.money(scheme.amount, row), table.text(scheme.item, row).and_then(|item| checked.policy.item(item)))
        else {
            continue;
        };
        let key = record_key(judging, &checked.policy.items[item], scheme.table, Some(scheme.record), row);
        let names_record = table.text(scheme.record, row).is_some();
        let matched: Vec<usize> = (0..lines.len())
            .filter(|i| lines[*i].item == item && lines[*i].status == LineStatus::Payable)
            .filter(|i| {
                let item = &checked.policy.items[item];
                !names_record || record_key(judging, item, item.table, item.record, lines[*i].row) == key
            })
            .collect();
        let ours = Money::total(matched.iter().map(|i| lines[*i].left()))?;
        let (verdict, deduct) = match scheme.paid.truth(&record)? {
            _ if matched.is_empty() => (Verdict::Unmatched, Money::ZERO),
            Some(true) => (Verdict::Paid, other.min(ours)),
            _ if other > ours => (Verdict::OtherPays, ours),
            _ => (Verdict::OtherMustNot, Money::ZERO),
        };
        let mut left = deduct;
        for &i in &matched {
            let part = lines[i].left().min(left);
            lines[i].other_cut = lines[i].other_cut.plus(part)?;
            left = left.minus(part)?;
        }
        let place = |column| checked.data.place(scheme.table, column, row);
        match verdict {
            Verdict::Unmatched if names_record => {
                let seen = key.unwrap_or_default();
                judging.findings.push(warning(&catalogue::OTHER_UNMATCHED, place(scheme.record), seen, scheme));
            }
            Verdict::OtherMustNot => {
                judging.findings.push(warning(
                    &catalogue::OTHER_NOT_TO_PAY,
                    place(scheme.amount),
                    other.grouped(),
                    scheme,
                ));
            }
            _ => {}
        }
        judging.matters.push(Matter::Outside {
            firm: judging.firm,
            row,
            lines: matched,
            ours,
            other,
            verdict,
            deducted: deduct,
        });
    }
    Ok(())
}

fn warning(
    entry: &'static catalogue::Entry,
    place: Place,
    seen: String,
    scheme: &crate::policy::OtherScheme,
) -> Finding {
    Finding::new(entry, place, seen, "").with_clause(Some(scheme.clause.clone()))
}
