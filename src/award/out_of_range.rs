//! A firm whose figures leave the range of a decimal: it is withheld, and the first place that does not work out is named.

use typed_index_collections::TiVec;

use super::amount;
use super::assessment::Firm;
use super::facts;
use super::outcome::FirmOutcome;
use super::standing;
use super::status::FirmStatus;
use crate::check::Checked;
use crate::finding::{Finding, Place, catalogue};
use crate::formula::Value;
use crate::index::{FactIndex, FirmIndex, RowIndex, TableIndex};
use crate::policy::{Expr, Method, Source};
use crate::record::{Record, first_column};

/// What such a firm comes to: nothing, and an error.
pub(super) fn outcome(checked: &Checked<'_>, firm: FirmIndex) -> FirmOutcome {
    let policy = checked.policy;
    let (place, name) = locate(checked, firm).unwrap_or_else(|| {
        // Each figure works out by itself, their sums do not.
        (checked.data.place(policy.register.table, policy.register.code, firm.row()), "应发金额".to_owned())
    });
    let finding = Finding::new(&catalogue::ARITHMETIC_RANGE, place, "", "").because(format!("“{name}”算不出来"));
    let firm = Firm { status: FirmStatus::Withheld, ..Firm::of(checked, firm) };
    let facts = vec![(Value::Unknown, None); policy.facts.len()].into();
    FirmOutcome { firm, lines: Vec::new(), duplicates: Vec::new(), facts, findings: vec![finding] }
}

/// The first cell whose figure leaves the range, in the order of judging, and what it is a figure of.
fn locate(checked: &Checked<'_>, index: FirmIndex) -> Option<(Place, String)> {
    let policy = checked.policy;
    let register = policy.register.table;
    let mut known = TiVec::new();
    for fact in &policy.facts {
        let firm = Record { facts: &known, ..checked.firm(index) };
        match facts::of_source(checked, firm, known.next_key()) {
            Ok(fact) => known.push(fact),
            Err(_) => return Some((in_fact(checked, firm, known.next_key()), fact.name.to_string())),
        }
    }
    let firm = Record { facts: &known, ..checked.firm(index) };
    let at = |table: TableIndex, row: RowIndex, formula: Option<&Expr>| {
        let column = formula.and_then(first_column).unwrap_or(policy.tables[table].key);
        checked.data.place(table, column, row)
    };
    if let Err((fact, row)) = firm.try_each() {
        let about = policy.facts[fact].each.as_ref().map_or(register, |each| each.table);
        return Some((in_fact(checked, firm.at(about, row), fact), policy.facts[fact].name.to_string()));
    }
    for condition in &policy.conditions {
        if condition.test.truth(&firm).is_err() {
            return Some((at(register, index.row(), None), condition.name.to_string()));
        }
    }
    for item in &policy.items {
        for &record in checked.rows_of(item.table, index) {
            let at_hand = Record { rank: item.quota.as_ref().map(|_| 1), ..firm.at(item.table, record) };
            let standing =
                item.standing.map(|standing| standing::of_record(checked, firm, standing, record).ok().flatten());
            if item.counts.truth(&at_hand).is_err() {
                return Some((at(item.table, record, Some(&item.counts)), item.name.to_string()));
            }
            for asked in item.asks.iter().map(|asked| &policy.record_conditions[*asked].condition) {
                if asked.test.truth(&at_hand).is_err() {
                    return Some((at(item.table, record, Some(&asked.test)), asked.name.to_string()));
                }
            }
            if amount::of_record(item, &Record { standing: standing.flatten(), ..at_hand }).is_err() {
                return Some((at(item.table, record, base(&item.method)), item.name.to_string()));
            }
        }
    }
    None
}

fn base(method: &Method) -> Option<&Expr> {
    match method {
        Method::Rate { base, .. } | Method::Tiers { base, .. } => Some(base),
        Method::Fixed { quantity, .. } => quantity.as_ref(),
        Method::Entered { .. } => None,
    }
}

/// The record at which a fact's figure leaves the range; of a sum, the last that was added. `firm` is the firm, or its record at hand.
fn in_fact(checked: &Checked<'_>, firm: Record<'_>, fact: FactIndex) -> Place {
    let (table, formulas): (TableIndex, Vec<&Expr>) = match &checked.policy.facts[fact].source {
        Source::Any { table, holds } | Source::Count { table, holds } => (*table, vec![holds]),
        Source::Sum { table, holds, of } => (*table, vec![holds, of]),
        Source::Value { table, holds, of, latest } => {
            (*table, [holds, of].into_iter().chain(latest.as_ref()).collect())
        }
        Source::Derived { of } if firm.record.is_some() => {
            let (table, row) = firm.record.unwrap_or_default();
            return checked.data.place(table, first_column(of).unwrap_or(checked.policy.tables[table].key), row);
        }
        Source::Standing { .. } | Source::Derived { .. } => {
            let register = &checked.policy.register;
            return checked.data.place(register.table, register.code, firm.firm.unwrap_or_default().row());
        }
    };
    let rows = firm.looked_at(fact, table);
    let fails = |row: RowIndex| formulas.iter().copied().find(|of| of.value(&firm.at(table, row)).is_err());
    let (row, formula) = rows
        .iter()
        .find_map(|row| Some((*row, fails(*row)?)))
        .or_else(|| Some((*rows.last()?, *formulas.last()?)))
        .map_or((RowIndex::default(), None), |(row, formula)| (row, Some(formula)));
    let column = formula.and_then(first_column).unwrap_or(checked.policy.tables[table].key);
    checked.data.place(table, column, row)
}
