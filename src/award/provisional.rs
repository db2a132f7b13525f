//! Lines that rest on a record which is only provisional: they pay, and it is said what.

use super::assessment::Line;
use super::firm_case::FirmCase;
use super::status::LineStatus;
use crate::finding::{Finding, catalogue};
use crate::money::Overflow;
use crate::policy::Target;

/// Warns of each line that would stay if nothing better came: with what it is paid, or with its amount where that is still open.
pub(super) fn warn(case: &mut FirmCase<'_, '_>, lines: &[Line]) -> Result<(), Overflow> {
    let checked = case.checked;
    let mut found = Vec::new();
    for line in lines {
        let item = &checked.policy.items[line.item];
        let Some(rule) = &item.provisional else { continue };
        let record = case.record().at(item.table, line.row);
        let stays = !matches!(line.status, LineStatus::Barred | LineStatus::Failed);
        if !stays || rule.when.truth(&record)? != Some(true) {
            continue;
        }
        // What firms together may be paid comes later.
        let alone = checked.policy.joint_limits.is_empty();
        let pays = match (line.status, line.paid, line.amount) {
            (LineStatus::Payable, Some(_), _) if !alone => format!("按它核算 {} 元", line.net.grouped()),
            (LineStatus::Payable, Some(paid), _) if paid == line.net => format!("按它发放 {} 元", paid.grouped()),
            (LineStatus::Payable, Some(paid), _) => {
                format!("按它核算 {} 元，限额后发放 {} 元", line.net.grouped(), paid.grouped())
            }
            (_, _, Some(amount)) => format!("按它核算 {} 元，尚待确定", amount.grouped()),
            (_, _, None) => "金额尚待核定".to_owned(),
        };
        let column = rule.when.names().into_iter().find_map(|(target, ..)| match target {
            Target::Column(column) => Some(column),
            _ => None,
        });
        let shown = column.or(item.record).unwrap_or(checked.policy.tables[item.table].key);
        let place = checked.data.place(item.table, shown, line.row);
        let finding = Finding::new(&catalogue::RECORD_PROVISIONAL, place, "", "");
        let finding = finding.because(format!("“{}”{}，{pays}", item.name, rule.reason));
        found.push(finding.with_clause(Some(item.clause.clone())));
    }
    case.findings.extend(found);
    Ok(())
}
