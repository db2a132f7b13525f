//! What the names of one formula are worth, and the same as real data.

use std::collections::HashMap;

use jiangbu::formula::{Env, Value};
use jiangbu::index::{ColumnIndex, FactIndex, FirmIndex, RowIndex, TableIndex};
use jiangbu::money::Money;
use jiangbu::policy::{Policy, Target};
use jiangbu::record::Record;
use jiangbu::tables::{Dataset, Values};
use typed_index_collections::{TiSlice, TiVec};

use crate::{YEAR, dataset};

/// The values chosen so far for the names of a formula over `table`, or over the firm alone.
#[derive(Clone)]
pub struct World<'p> {
    pub policy: &'p Policy,
    pub table: Option<TableIndex>,
    chosen: HashMap<Target, Value>,
}

/// Is its value chosen, not the policy's?
const fn is_chosen(target: Target) -> bool {
    matches!(target, Target::Column(_) | Target::Firm(_) | Target::Fact(_))
}

impl<'p> World<'p> {
    pub fn new(policy: &'p Policy, table: Option<TableIndex>) -> Self {
        Self { policy, table, chosen: HashMap::new() }
    }

    /// Has `target` a value yet? Figures of the policy always have.
    pub fn knows(&self, target: Target) -> bool {
        !is_chosen(target) || self.chosen.contains_key(&target)
    }

    pub fn with(&self, target: Target, value: Value) -> Self {
        let mut other = self.clone();
        if is_chosen(target) {
            other.chosen.insert(target, value);
        }
        other
    }

    pub fn without(&self, target: Target) -> Self {
        let mut other = self.clone();
        other.chosen.remove(&target);
        other
    }

    /// One firm with one record that hold the chosen values; names without one are blank.
    pub fn data(&self) -> Dataset {
        let mut data = dataset::empty(self.policy);
        let register = self.policy.register.table;
        self.add(&mut data, register, |column| {
            let own = if self.table == Some(register) { self.chosen.get(&Target::Column(column)) } else { None };
            own.or_else(|| self.chosen.get(&Target::Firm(column))).copied()
        });
        if let Some(table) = self.table.filter(|table| *table != register) {
            self.add_record(&mut data, table);
        }
        data
    }

    /// The record once more.
    pub fn add_record(&self, data: &mut Dataset, table: TableIndex) {
        self.add(data, table, |column| self.chosen.get(&Target::Column(column)).copied());
    }

    fn add(&self, data: &mut Dataset, table: TableIndex, value: impl Fn(ColumnIndex) -> Option<Value>) {
        let code = data.texts.add("A");
        let declared = &self.policy.tables[table];
        let rows = &mut data.tables[table];
        for (index, column) in rows.columns.iter_mut_enumerated() {
            let value = if index == declared.key { Some(Value::Text(code)) } else { value(index) };
            match (column, value) {
                (Values::Money(values), value) => values.push(value.and_then(Value::number).map(Money::yuan)),
                (Values::Number(values), value) => values.push(value.and_then(Value::number)),
                (Values::Year(values), value) => {
                    values.push(value.and_then(Value::number).map(|year| year.to_string().parse().expect("a year")));
                }
                (Values::Date(values), Some(Value::Date(day))) => values.push(Some(day)),
                (Values::Date(values), _) => values.push(None),
                (Values::Text(values), value) => values.push(value.and_then(Value::text)),
            }
        }
        rows.sheet.push(usize::from(table).into());
        rows.row.push(u32::try_from(rows.row.len() + 1).expect("few rows"));
    }

    /// The facts as chosen.
    pub fn facts(&self) -> TiVec<FactIndex, (Value, Option<RowIndex>)> {
        self.policy
            .facts
            .keys()
            .map(|fact| (self.chosen.get(&Target::Fact(fact)).copied().unwrap_or_default(), None))
            .collect()
    }

    /// The record of `data`, as the engine sees it.
    pub fn record<'a>(
        &'a self,
        data: &'a Dataset,
        facts: &'a TiSlice<FactIndex, (Value, Option<RowIndex>)>,
    ) -> Record<'a> {
        let record = self.table.map(|table| (table, RowIndex::default()));
        Record {
            policy: self.policy,
            data,
            rows: TiSlice::from_ref(&[]),
            same: TiSlice::from_ref(&[]),
            year: YEAR,
            record,
            standing: None,
            rank: None,
            firm: Some(FirmIndex::default()),
            facts,
        }
    }
}

impl Env<Target> for World<'_> {
    fn value(&self, target: Target) -> Value {
        match target {
            Target::Parameter(parameter) => Value::Number(self.policy.parameters[parameter].value),
            Target::Year => Value::Number(YEAR.into()),
            _ => self.chosen.get(&target).copied().unwrap_or_default(),
        }
    }
}
