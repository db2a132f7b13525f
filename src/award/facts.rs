//! Facts about a firm, each found among the firm's records in its own way.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use typed_index_collections::TiVec;

use super::standing;
use crate::check::Checked;
use crate::formula::Value;
use crate::index::{FactIndex, FirmIndex, RowIndex, TableIndex};
use crate::money::Overflow;
use crate::policy::{Expr, Source, Target};
use crate::record::Record;

/// A fact's value, and the row that decided it.
pub(super) type Known = (Value, Option<RowIndex>);

/// The facts of the firm in row `firm` of the register, in the policy's order.
pub(super) fn of_firm(checked: &Checked<'_>, firm: FirmIndex) -> Result<TiVec<FactIndex, Known>, Overflow> {
    let mut facts: TiVec<FactIndex, Known> = TiVec::with_capacity(checked.policy.facts.len());
    for index in checked.policy.facts.keys() {
        let known = of_source(checked, Record { facts: &facts, ..checked.firm(firm) }, index)?;
        facts.push(known);
    }
    Ok(facts)
}

/// The policy's fact `index`; `firm` knows those before it.
pub(super) fn of_source(checked: &Checked<'_>, firm: Record<'_>, index: FactIndex) -> Result<Known, Overflow> {
    if firm.is_unreported(Target::Fact(index)) {
        // Nobody said that there is nothing.
        return Ok((Value::Unknown, None));
    }
    match &checked.policy.facts[index].source {
        Source::Any { table, holds } => any(checked, firm, *table, holds),
        Source::Count { table, holds } => sum(checked, firm, *table, holds, None),
        Source::Sum { table, holds, of } => sum(checked, firm, *table, holds, Some(of)),
        Source::Value { table, holds, of, latest } => value(checked, firm, *table, holds, of, latest.as_ref()),
        Source::Standing { standing, offset, is } => {
            let row = standing::record_with(checked, firm, *standing, checked.year + offset, *is)?;
            Ok((Value::Bool(row.is_some()), row))
        }
        Source::Derived { of } => Ok((of.value(&firm)?, None)),
    }
}

/// One record that holds settles it; else one that is undetermined leaves it open.
fn any(checked: &Checked<'_>, firm: Record<'_>, table: TableIndex, holds: &Expr) -> Result<Known, Overflow> {
    let mut open = None;
    for &row in checked.rows(table, firm) {
        match holds.truth(&firm.at(table, row))? {
            Some(true) => return Ok((Value::Bool(true), Some(row))),
            Some(false) => {}
            None => open = open.or(Some(row)),
        }
    }
    Ok(match open {
        None => (Value::Bool(false), None),
        some => (Value::Unknown, some),
    })
}

fn sum(
    checked: &Checked<'_>,
    firm: Record<'_>,
    table: TableIndex,
    holds: &Expr,
    of: Option<&Expr>,
) -> Result<Known, Overflow> {
    let (mut total, mut last) = (Decimal::ZERO, None);
    for &row in checked.rows(table, firm) {
        let record = firm.at(table, row);
        let term = match holds.truth(&record)? {
            Some(false) => continue,
            Some(true) => of.map_or(Ok(Some(Decimal::ONE)), |of| of.number(&record))?,
            None => None,
        };
        let Some(term) = term else {
            return Ok((Value::Unknown, Some(row)));
        };
        total = total.checked_add(term).ok_or(Overflow)?;
        last = Some(row);
    }
    Ok((Value::Number(total), last))
}

/// The value of the record that holds; of several, of the latest one, or without `latest` the first.
fn value(
    checked: &Checked<'_>,
    firm: Record<'_>,
    table: TableIndex,
    holds: &Expr,
    of: &Expr,
    latest: Option<&Expr>,
) -> Result<Known, Overflow> {
    let mut best: Option<(Value, RowIndex)> = None;
    for &row in checked.rows(table, firm) {
        let record = firm.at(table, row);
        match holds.truth(&record)? {
            Some(true) => {}
            Some(false) => continue,
            // It may be the one.
            None => return Ok((Value::Unknown, Some(row))),
        }
        let Some(latest) = latest else {
            best = Some((Value::Unknown, row));
            break;
        };
        let key = latest.value(&record)?;
        if best.is_none_or(|(so_far, _)| compare(key, so_far) == Ordering::Greater) {
            best = Some((key, row));
        }
    }
    match best {
        Some((_, row)) => Ok((of.value(&firm.at(table, row))?, Some(row))),
        None => Ok((Value::Unknown, None)),
    }
}

/// Orders values of one type; an unknown comes before all.
pub(super) fn compare(left: Value, right: Value) -> Ordering {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(&right),
        (Value::Date(left), Value::Date(right)) => left.cmp(&right),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(&right),
        (Value::Unknown, Value::Unknown) => Ordering::Equal,
        (Value::Unknown, _) => Ordering::Less,
        (_, Value::Unknown) => Ordering::Greater,
        _ => Ordering::Equal,
    }
}
