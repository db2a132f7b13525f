//! What a fact finds among the firm's records: of the firm, or for each record of a table by itself.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::Record;
use super::same::form;
use crate::formula::Value;
use crate::index::{FactIndex, RowIndex, TableIndex};
use crate::money::Overflow;
use crate::policy::{Expr, Fact, Kind, Source, Target};

/// A fact's value, and the row that decided it.
pub type Known = (Value, Option<RowIndex>);

impl Record<'_> {
    /// The fact, of the firm or of the record at hand. Of a figure that leaves the range of a decimal the award is told before
    /// ([`Record::try_each`]).
    pub(crate) fn known(&self, index: FactIndex) -> Known {
        match self.policy.facts[index].each {
            Some(_) => self.found(index).unwrap_or((Value::Unknown, None)),
            None => self.facts.get(index).copied().unwrap_or((Value::Unknown, None)),
        }
    }

    /// Works out every fact about a record by itself, for each of the firm's records: what fails, fails here.
    ///
    /// # Errors
    /// The fact and the record at which a figure leaves the range of a decimal.
    pub(crate) fn try_each(&self) -> Result<(), (FactIndex, RowIndex)> {
        for (index, fact) in self.policy.facts.iter_enumerated() {
            let Some(each) = &fact.each else { continue };
            for row in self.own_rows(each.table) {
                self.at(each.table, row).found(index).map_err(|Overflow| (index, row))?;
            }
        }
        Ok(())
    }

    /// The fact, looked up or worked out anew; not one by standing, which the award decides.
    ///
    /// # Errors
    /// [`Overflow`] if a figure leaves the range of a decimal.
    pub(crate) fn found(&self, index: FactIndex) -> Result<Known, Overflow> {
        if self.is_unreported(Target::Fact(index)) {
            // Nobody said that there is nothing.
            return Ok((Value::Unknown, None));
        }
        match &self.policy.facts[index].source {
            Source::Any { table, holds } => self.any(index, *table, holds),
            Source::Count { table, holds } => self.sum(index, *table, holds, None),
            Source::Sum { table, holds, of } => self.sum(index, *table, holds, Some(of)),
            Source::Value { table, holds, of, latest } => self.one(index, *table, holds, of, latest.as_ref()),
            Source::Derived { of } => Ok((of.value(self)?, None)),
            Source::Standing { .. } => Ok((Value::Unknown, None)),
        }
    }

    /// Does the record at `row` count for `fact`: does `holds` hold, and is it of the record at hand?
    pub(super) fn counts(
        &self,
        fact: &Fact,
        table: TableIndex,
        row: RowIndex,
        holds: &Expr,
    ) -> Result<Option<bool>, Overflow> {
        let of_record = self.is_of_record(fact, table, row);
        if of_record == Some(false) {
            return Ok(of_record);
        }
        let holds = holds.truth(&self.at(table, row))?;
        Ok(if holds == Some(false) { holds } else { holds.and(of_record) })
    }

    /// Has the record at `row` what the record at hand has, where the fact asks for it? A blank might be it.
    pub(super) fn is_of_record(&self, fact: &Fact, table: TableIndex, row: RowIndex) -> Option<bool> {
        let Some(each) = &fact.each else { return Some(true) };
        let (_, own_row) = self.record.filter(|(of, _)| *of == each.table)?;
        let mut same = Some(true);
        for (theirs, own) in &each.same {
            let patent = matches!(self.policy.tables[each.table].columns[*own].kind, Kind::Patent { .. });
            let theirs = form(self.data, (table, *theirs, row), patent);
            let own = form(self.data, (each.table, *own, own_row), patent);
            if theirs == Value::Unknown || own == Value::Unknown {
                same = None;
            } else if theirs != own {
                return Some(false);
            }
        }
        same
    }

    /// One record that holds settles it; else one that is undetermined leaves it open.
    fn any(&self, index: FactIndex, table: TableIndex, holds: &Expr) -> Result<Known, Overflow> {
        let (fact, mut open) = (&self.policy.facts[index], None);
        for &row in self.looked_at(index, table).iter() {
            match self.counts(fact, table, row, holds)? {
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

    fn sum(&self, index: FactIndex, table: TableIndex, holds: &Expr, of: Option<&Expr>) -> Result<Known, Overflow> {
        let fact = &self.policy.facts[index];
        let (mut total, mut last) = (Decimal::ZERO, None);
        for &row in self.looked_at(index, table).iter() {
            let term = match self.counts(fact, table, row, holds)? {
                Some(false) => continue,
                Some(true) => of.map_or(Ok(Some(Decimal::ONE)), |of| of.number(&self.at(table, row)))?,
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

    /// The value of the record that holds; of several, of the latest one, or without `latest` the first. Of several one whose
    /// `latest` is blank might be the latest.
    fn one(
        &self,
        index: FactIndex,
        table: TableIndex,
        holds: &Expr,
        of: &Expr,
        latest: Option<&Expr>,
    ) -> Result<Known, Overflow> {
        let mut best: Option<(Value, RowIndex)> = None;
        let (fact, mut blank, mut several) = (&self.policy.facts[index], None, false);
        for &row in self.looked_at(index, table).iter() {
            match self.counts(fact, table, row, holds)? {
                Some(true) => {}
                Some(false) => continue,
                // It may be the one.
                None => return Ok((Value::Unknown, Some(row))),
            }
            let Some(latest) = latest else {
                best = Some((Value::Unknown, row));
                break;
            };
            let key = latest.value(&self.at(table, row))?;
            blank = blank.or((key == Value::Unknown).then_some(row));
            several |= best.is_some();
            if best.is_none_or(|(so_far, _)| compare(key, so_far) == Ordering::Greater) {
                best = Some((key, row));
            }
        }
        Ok(match (best, blank) {
            (Some(_), Some(blank)) if several => (Value::Unknown, Some(blank)),
            (Some((_, row)), _) => (of.value(&self.at(table, row))?, Some(row)),
            (None, _) => (Value::Unknown, None),
        })
    }
}

/// Orders values of one type; an unknown comes before all.
pub(crate) fn compare(left: Value, right: Value) -> Ordering {
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
