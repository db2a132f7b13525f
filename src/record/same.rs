//! Facts about each record by itself: which records of the firm have the same as it, brought together once instead of searched for
//! every record anew.

use std::borrow::Cow;
use std::collections::HashMap;

use typed_index_collections::TiSlice;

use super::{Record, cell};
use crate::firm_rows::FirmRows;
use crate::formula::Value;
use crate::index::{ColumnIndex, FactIndex, FirmIndex, RowIndex, TableIndex};
use crate::policy::{Each, Fact, Kind, Policy};
use crate::tables::Dataset;

/// For the records that one fact is about, the records of the fact's table with the same firm and the same cells.
#[derive(Clone, Debug, Default)]
pub struct SameRows {
    /// By the first record of each group: its rows, in the order read.
    groups: Vec<Vec<RowIndex>>,
    /// The group of each record; none where a cell of its own is blank: it may be any.
    of: HashMap<RowIndex, usize>,
    /// Of each firm the rows with a blank: they may be of any record.
    blank: HashMap<FirmIndex, Vec<RowIndex>>,
}

impl SameRows {
    /// Brings together what `fact` looks for; nothing for a fact about the firm.
    #[must_use]
    pub fn of(policy: &Policy, data: &Dataset, rows: &TiSlice<TableIndex, FirmRows>, fact: &Fact) -> Self {
        let mut found = Self::default();
        let (Some(each), Some(table)) = (&fact.each, fact.source.table(policy)) else { return found };
        for firm in data.tables[policy.register.table].rows().map(FirmIndex::of) {
            let mut groups: HashMap<Vec<Value>, usize> = HashMap::new();
            for own in rows[each.table].of(firm) {
                let Some(key) = key((policy, data), each, (each.table, *own), true) else { continue };
                let next = found.groups.len();
                let group = *groups.entry(key).or_insert(next);
                if group == next {
                    found.groups.push(Vec::new());
                }
                found.of.insert(*own, group);
            }
            for row in rows[table].of(firm) {
                match key((policy, data), each, (table, *row), false) {
                    Some(key) => groups.get(&key).into_iter().for_each(|group| found.groups[*group].push(*row)),
                    None => found.blank.entry(firm).or_default().push(*row),
                }
            }
        }
        found
    }

    /// The rows that may be of the record in `own`, in the order read; none where any row of the firm may be.
    fn rows(&self, firm: FirmIndex, own: RowIndex) -> Option<Cow<'_, [RowIndex]>> {
        let rows = self.groups.get(*self.of.get(&own)?)?;
        Some(match self.blank.get(&firm) {
            None => rows.into(),
            Some(blank) => {
                let mut all = [rows.as_slice(), blank].concat();
                all.sort_unstable();
                all.into()
            }
        })
    }
}

/// The cells by which records are told apart, of the records the fact is about or of those it looks for; none where one is blank.
fn key(
    (policy, data): (&Policy, &Dataset),
    each: &Each,
    (table, row): (TableIndex, RowIndex),
    is_own: bool,
) -> Option<Vec<Value>> {
    let of = |(theirs, own): &(ColumnIndex, ColumnIndex)| {
        let patent = matches!(policy.tables[each.table].columns[*own].kind, Kind::Patent { .. });
        let form = form(data, (table, if is_own { *own } else { *theirs }, row), patent);
        (form != Value::Unknown).then_some(form)
    };
    each.same.iter().map(of).collect()
}

/// A cell as it is compared: a text by its form.
pub(super) fn form(data: &Dataset, (table, column, row): (TableIndex, ColumnIndex, RowIndex), patent: bool) -> Value {
    match cell(data, table, column, row) {
        Value::Text(symbol) if patent => Value::Text(data.patent_form(symbol)),
        Value::Text(symbol) => Value::Text(data.form(symbol)),
        other => other,
    }
}

impl<'a> Record<'a> {
    /// The records that the fact looks through, in the order read: the firm's, or those that may be of the record at hand.
    pub(crate) fn looked_at(&self, fact: FactIndex, table: TableIndex) -> Cow<'a, [RowIndex]> {
        let own = self.record.zip(self.firm).zip(self.same.get(fact));
        let same = own.and_then(|(((of, own), firm), same)| {
            same.rows(firm, own).filter(|_| self.policy.facts[fact].is_each_of(of))
        });
        same.unwrap_or_else(|| self.own_slice(table).into())
    }
}
