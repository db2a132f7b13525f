//! Checked tables: what the award may be computed from.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use typed_index_collections::{TiSlice, TiSliceKeys, TiVec};

use super::identify::identify;
use crate::firm_rows::FirmRows;
use crate::index::{FactIndex, FirmIndex, RowIndex, TableIndex};
use crate::policy::Policy;
use crate::record::{Record, SameRows};
use crate::tables::Dataset;
use crate::texts::Symbol;

/// A data set whose records were checked, with each firm's records at hand, for one award year.
#[derive(Clone, Debug)]
pub struct Checked<'p> {
    /// The policy it was checked by.
    pub policy: &'p Policy,
    /// The data; rows with errors are out of it.
    pub data: Arc<Dataset>,
    /// The award year.
    pub year: i32,
    /// The firms, by row of the register, that an error touches.
    pub withheld: TiVec<FirmIndex, bool>,
    /// The firms whose own row in the register an error kept out: nothing but code and name is known of them.
    pub absent: TiVec<FirmIndex, bool>,
    by_firm: Arc<TiVec<TableIndex, FirmRows>>,
    same: TiVec<FactIndex, SameRows>,
}

impl<'p> Checked<'p> {
    /// Brings each firm's records together. Rows of unknown firms must be out of `data` already; any left over belong to nobody.
    #[must_use]
    pub fn new(policy: &'p Policy, mut data: Dataset, year: i32) -> Self {
        let absent = stand_in(policy, &mut data);
        identify(policy, &mut data);
        let register = &data.tables[policy.register.table];
        let firm_of = firms_by_code(policy, &data);
        let mut withheld = TiVec::from(vec![false; register.len()]);
        let blocked = data.blocked.iter().filter_map(|blocked| blocked.firm).chain(data.unread.iter().copied());
        for firm in blocked.filter_map(|firm| firm_of.get(&firm)) {
            withheld[*firm] = true;
        }
        let by_firm = policy.tables.iter().zip(&data.tables).map(|(declared, table)| {
            let firms = table.rows().map(|row| firm_of.get(&table.text(declared.key, row)?).copied());
            FirmRows::group(firms, register.len())
        });
        let by_firm: Arc<TiVec<TableIndex, FirmRows>> = Arc::new(by_firm.collect());
        let same = same(policy, &data, &by_firm);
        Self { policy, year, withheld, absent, by_firm, same, data: Arc::new(data) }
    }

    /// The same data to be judged by `policy`, which must read and check it alike ([`crate::policy::Variant::reads_alike`]).
    #[must_use]
    pub fn under<'q>(&self, policy: &'q Policy) -> Checked<'q> {
        let (data, by_firm) = (Arc::clone(&self.data), Arc::clone(&self.by_firm));
        let (year, same) = (self.year, same(policy, &data, &by_firm));
        Checked { policy, data, by_firm, same, year, withheld: self.withheld.clone(), absent: self.absent.clone() }
    }

    /// The firm in `row` of the register, with nothing known of it yet.
    #[must_use]
    pub fn firm(&self, firm: FirmIndex) -> Record<'_> {
        Record {
            policy: self.policy,
            data: &self.data,
            rows: &self.by_firm,
            same: &self.same,
            year: self.year,
            record: None,
            standing: None,
            rank: None,
            firm: Some(firm),
            facts: TiSlice::from_ref(&[]),
        }
    }

    /// The rows of `table` that belong to `firm`, in the order read.
    #[must_use]
    pub fn rows(&self, table: TableIndex, firm: Record<'_>) -> &[RowIndex] {
        firm.firm.map_or(&[], |firm| self.rows_of(table, firm))
    }

    /// The same, by the firm's row in the register.
    #[must_use]
    pub fn rows_of(&self, table: TableIndex, firm: FirmIndex) -> &[RowIndex] {
        self.by_firm[table].of(firm)
    }

    /// The firms, in the order of the register.
    pub fn firms(&self) -> TiSliceKeys<FirmIndex> {
        self.withheld.keys()
    }
}

/// What the facts about each record by itself look for, record by record.
fn same(policy: &Policy, data: &Dataset, rows: &TiSlice<TableIndex, FirmRows>) -> TiVec<FactIndex, SameRows> {
    policy.facts.iter().map(|fact| SameRows::of(policy, data, rows, fact)).collect()
}

/// The firms of the register by their codes.
pub(super) fn firms_by_code(policy: &Policy, data: &Dataset) -> HashMap<Symbol, FirmIndex> {
    let register = &data.tables[policy.register.table];
    register.rows().filter_map(|row| Some((register.text(policy.register.code, row)?, FirmIndex::of(row)))).collect()
}

/// The firms' names by their codes; of a code that stands twice the first.
pub(super) fn registered_names(policy: &Policy, data: &Dataset) -> HashMap<Symbol, Symbol> {
    let register = &policy.register;
    let table = &data.tables[register.table];
    let name = |row| table.text(register.code, row).zip(table.text(register.name, row));
    table.rows().rev().filter_map(name).collect()
}

/// A firm whose own row an error kept out is still a firm of the register: a row of blanks stands in for it, where it was read. Says for
/// each row of the register whether it is such a one.
fn stand_in(policy: &Policy, data: &mut Dataset) -> TiVec<FirmIndex, bool> {
    let register = &policy.register;
    let table = &mut data.tables[register.table];
    let mut known: HashSet<Symbol> = table.rows().filter_map(|row| table.text(register.code, row)).collect();
    let of_register = data.blocked.iter().filter(|blocked| blocked.table == register.table);
    let missing: Vec<_> = of_register.filter(|blocked| blocked.firm.is_some_and(|firm| known.insert(firm))).collect();
    let stand_ins = table.insert_blanks(missing);
    let mut absent = TiVec::from(vec![false; table.len()]);
    for (row, blocked) in stand_ins {
        table.set_text(register.code, row, blocked.firm);
        table.set_text(register.name, row, blocked.name);
        absent[FirmIndex::of(row)] = true;
    }
    absent
}
