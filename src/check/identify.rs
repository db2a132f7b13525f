//! Finds the canonical form of every text that names something, once the tables are complete.

use crate::identity::Identities;
use crate::index::{ColumnIndex, TableIndex};
use crate::policy::{Kind, Policy};
use crate::tables::{Dataset, Values};

/// Fills in the identities of `data`, unless that was done already.
pub fn identify(policy: &Policy, data: &mut Dataset) {
    if data.identities.is_some() {
        return;
    }
    let mut identities = Identities::default();
    // What formulas compare texts with.
    for symbol in data.texts.first(policy.texts.len()) {
        identities.add(symbol, &mut data.texts);
    }
    for (t, declared) in policy.tables.iter_enumerated() {
        for (c, column) in declared.columns.iter_enumerated() {
            let Values::Text(values) = &data.tables[t].columns[c] else { continue };
            let named = |table: TableIndex, column: ColumnIndex| (table, column) == (t, c);
            // A past award or another scheme may name a patent. In a patent's own column the numbers are read into one form.
            let may_be_patent = policy.history.as_ref().is_some_and(|history| named(history.table, history.record))
                || policy.other_scheme.as_ref().is_some_and(|scheme| named(scheme.table, scheme.record))
                || policy.returns.as_ref().is_some_and(|returns| named(returns.table, returns.record))
                || policy.disqualified.iter().filter_map(|ban| ban.reclaims.as_ref()).any(|r| r.record == Some(c));
            for symbol in values.iter().flatten() {
                if may_be_patent {
                    identities.add_patent(*symbol, &mut data.texts);
                } else if column.kind == Kind::Text {
                    identities.add(*symbol, &mut data.texts);
                }
            }
        }
    }
    data.identities = Some(identities);
}
