//! Rows that an error keeps out of their table.

use typed_index_collections::TiSlice;

use super::whose::record_name;
use crate::index::{RowIndex, TableIndex};
use crate::intake::Intake;
use crate::policy::Policy;
use crate::tables::retain;

/// Takes the rows of `t` that do not stay out of it: errors keep them out.
pub(super) fn take_out(reading: &mut Intake, policy: &Policy, t: TableIndex, keep: &TiSlice<RowIndex, bool>) {
    if keep.iter().all(|keep| *keep) {
        return;
    }
    let key = policy.tables[t].key;
    for row in keep.keys().filter(|row| !keep[*row]) {
        let record = record_name(policy, &reading.data, t, row);
        reading.data.blocked.push(reading.data.tables[t].block(t, key, row, record));
    }
    reading.data.tables[t].retain(keep);
    retain(&mut reading.names[t], keep);
}
