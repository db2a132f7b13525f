//! Whose figures are being loaded.

use super::wanted::Wanted;
use crate::formula::Type;
use crate::index::{ColumnIndex, StandingIndex, TableIndex};

/// An item, or a scale it shares.
pub(super) struct Owner<'a> {
    pub name: &'a str,
    pub clause: &'a str,
    pub table: TableIndex,
    /// The standing it names; `Some(None)` if that is at fault.
    pub standing: Option<Option<StandingIndex>>,
    /// The column that dates its records, where one does.
    pub date: Option<ColumnIndex>,
    /// Are its records ranked among those of all firms?
    pub ranked: bool,
}

impl Owner<'_> {
    pub fn wants<'o>(&'o self, what: &'o str, kind: Type) -> Wanted<'o> {
        Wanted {
            owner: self.name,
            clause: self.clause,
            what,
            kind,
            table: Some(self.table),
            standing: self.standing,
            date: self.date,
            ranked: self.ranked,
            unlimited: false,
        }
    }
}
