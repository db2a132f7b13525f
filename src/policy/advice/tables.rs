//! Tables that the blank workbooks leave out, firms that may stand twice, and records that bar an award and may be passed over.

use super::remark;
use crate::formula::Formula;
use crate::index::TableIndex;
use crate::policy::fault::Fault;
use crate::policy::file;
use crate::policy::{Policy, Source, Target};

pub(super) fn remarks(raw: &file::File, policy: &Policy, found: &mut Vec<Fault>) {
    let register = &policy.tables[policy.register.table];
    if let Some(written) =
        raw.table.get(usize::from(policy.register.table)).filter(|_| register.unique != [policy.register.code])
    {
        let code = &register.columns[policy.register.code].name;
        let message = format!("名录一家企业一行；请写 unique = [\"{code}\"]，重复登记的才会报出来");
        remark(found, &written.name, message);
    }
    for (index, written) in policy.tables.keys().zip(raw.table.iter()) {
        if !policy.workbooks.is_empty() && policy.workbooks.iter().all(|book| !book.tables.contains(&index)) {
            let message = format!(
                "表“{}”不在任何一本工作簿里，不知道由哪个部门交；写进 [[workbook]] 的 tables",
                policy.tables[index].name
            );
            remark(found, &written.name, message);
        }
    }
    let bans = [(&raw.disqualified, &policy.disqualified), (&raw.suspended, &policy.suspended)];
    for (written, ban) in bans {
        let (Some(written), Some(ban)) = (written, ban) else { continue };
        for (table, by_absence) in tables_of(policy, &ban.when) {
            let declared = &policy.tables[table];
            if !policy.reduces(table) {
                let message = format!(
                    "表“{}”的记录决定“{}”，错误不能答复“不读”“不计”；请给表写 reduces = true",
                    declared.name, ban.reason
                );
                remark(found, &written.when, message);
            }
            if by_absence && !declared.nil_return && !declared.required {
                let message = format!(
                    "表“{}”的记录决定“{}”，没有交就当作没有；没有记录也要报的，给表写 nil_return = true，非交不可的写 required = true",
                    declared.name, ban.reason
                );
                remark(found, &written.when, message);
            }
        }
    }
}

/// The tables whose records the facts of `formula` look at; is there nothing to tell where no table was handed in?
fn tables_of(policy: &Policy, formula: &Formula<Target>) -> Vec<(TableIndex, bool)> {
    let mut tables = Vec::new();
    for (target, ..) in formula.names() {
        let Target::Fact(fact) = target else { continue };
        let source = &policy.facts[fact].source;
        let of_fact = match source {
            Source::Derived { of } => tables_of(policy, of),
            other => {
                let by_absence = matches!(other, Source::Any { .. } | Source::Count { .. });
                other.table(policy).map(|table| (table, by_absence)).into_iter().collect()
            }
        };
        tables.extend(of_fact);
    }
    tables.sort_unstable();
    tables.dedup();
    tables
}
