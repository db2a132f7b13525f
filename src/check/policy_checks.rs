//! The policy's own tests over the data: figures that contradict each other, ends before starts.

use std::convert::Infallible;
use std::sync::Arc;

use typed_index_collections::{TiSlice, TiSliceKeys, TiVec};

use super::checked::firms_by_code;
use super::whose::record_name;
use crate::finding::{Answer, Finding, Severity, catalogue};
use crate::formula::{Type, Value, Vocabulary};
use crate::index::{RowIndex, TableIndex};
use crate::money::Overflow;
use crate::parallel::in_stretches;
use crate::policy::{Check, Policy, Target};
use crate::record::Record;
use crate::tables::Dataset;

/// Runs every `[[check]]` of the policy; without an award year only those that need none. Rows with errors leave their tables.
#[must_use]
pub fn policy_tests(policy: &Policy, data: &mut Dataset, year: Option<i32>) -> Vec<Finding> {
    let mut faulty: TiVec<TableIndex, Vec<RowIndex>> = vec![Vec::new(); data.tables.len()].into();
    let findings = run(policy, data, year, &mut faulty);
    for (t, rows) in faulty.iter_enumerated().filter(|(_, rows)| !rows.is_empty()) {
        let mut keep = TiVec::from(vec![true; data.tables[t].len()]);
        for row in rows {
            if std::mem::replace(&mut keep[*row], false) {
                let record = record_name(policy, data, t, *row);
                data.blocked.push(data.tables[t].block(t, policy.tables[t].key, *row, record));
            }
        }
        data.tables[t].retain(&keep);
    }
    findings
}

fn run(
    policy: &Policy,
    data: &Dataset,
    year: Option<i32>,
    faulty: &mut TiSlice<TableIndex, Vec<RowIndex>>,
) -> Vec<Finding> {
    let firm_of = firms_by_code(policy, data);
    let record = |table: TableIndex, row: RowIndex| {
        let firm = data.tables[table].text(policy.tables[table].key, row).and_then(|code| firm_of.get(&code)).copied();
        Record {
            policy,
            data,
            rows: TiSlice::from_ref(&[]),
            same: TiSlice::from_ref(&[]),
            year: year.unwrap_or_default(),
            record: Some((table, row)),
            standing: None,
            rank: None,
            firm,
            facts: TiSlice::from_ref(&[]),
        }
    };
    let mut findings = Vec::new();
    for check in policy.checks.iter().filter(|check| year.is_some() || !check.needs_year) {
        let examine = |rows: TiSliceKeys<RowIndex>| {
            let found = |row| examine(check, &record(check.table, row), row);
            Ok::<Vec<_>, Infallible>(rows.filter_map(|row| Some((row, found(row)?))).collect())
        };
        let Ok(()) = in_stretches(data.tables[check.table].len(), examine, |found| {
            for (row, finding) in found {
                if finding.severity == Severity::Error {
                    faulty[check.table].push(row);
                }
                findings.push(finding);
            }
            Ok(())
        });
    }
    findings
}

/// What the check says of the record in `row`.
fn examine(check: &Check, record: &Record<'_>, row: RowIndex) -> Option<Finding> {
    match check.fault.truth(record) {
        Ok(Some(true)) => Some(found(check, record, row)),
        Ok(_) => None,
        Err(Overflow) => {
            let place = record.data.place(check.table, check.column, row);
            let why = format!("“{}”算不出来", check.title);
            Some(Finding::new(&catalogue::ARITHMETIC_RANGE, place, "", "").because(why))
        }
    }
}

fn found(check: &Check, record: &Record<'_>, row: RowIndex) -> Finding {
    let target = Target::Column(check.column);
    let value = crate::formula::Env::value(record, target);
    Finding {
        code: Arc::clone(&check.code),
        severity: check.severity,
        place: record.data.place(check.table, check.column, row),
        title: Arc::clone(&check.title),
        seen: shown(record, check, value),
        why: String::new(),
        expected: check.expected.to_string(),
        clause: check.clause.clone(),
        remedy: Arc::clone(&check.remedy),
        answer: match check.severity {
            Severity::Error => Answer::NotCounted,
            Severity::Warning => Answer::Reason,
            Severity::Note => Answer::None,
        },
        table: None,
        contents: String::new(),
    }
}

fn shown(record: &Record<'_>, check: &Check, value: Value) -> String {
    let kind = record.policy.tables[check.table].columns[check.column].kind.formula_type();
    match value {
        Value::Unknown => String::new(),
        Value::Text(symbol) => record.text(symbol).to_owned(),
        Value::Date(day) => day.format("%Y-%m-%d").to_string(),
        Value::Number(number) if kind == Type::Money => format!("{} 元", crate::money::Money::yuan(number).grouped()),
        Value::Number(number) => number.normalize().to_string(),
        Value::Bool(_) => String::new(),
    }
}
