//! The records that a count or a sum took in, in words.

use super::{Record, cell};
use crate::formula::{Env, Expression, Value, shown, value_words};
use crate::index::{ColumnIndex, FactIndex, RowIndex, TableIndex};
use crate::policy::{Expr, Source, Target};

/// Records that are named one by one; of more, how many there are.
const MOST: usize = 5;

impl Record<'_> {
    /// What went into a count or a sum, in words: the records' names, or their figures.
    pub(super) fn counted_words(&self, fact: FactIndex) -> Option<String> {
        let (table, holds, of) = self.takes_in(fact)?;
        if self.value(Target::Fact(fact)) == Value::Unknown {
            return None;
        }
        let rows = self.counted(fact, table, holds);
        let plain = of.is_none_or(|of| matches!(of.root, Expression::Name { .. }));
        if rows.is_empty() || (plain && of.is_some() && rows.len() == 1) {
            return None;
        }
        let of_row = |row: &RowIndex| match of {
            Some(of) if plain => Some(shown(of.value(&self.at(table, *row)).ok()?, of.kind, self)),
            Some(of) => Some(value_words(of, &self.at(table, *row))),
            None => match cell(self.data, table, self.naming(table)?, *row) {
                Value::Text(name) => Some(self.data.texts.get(name).to_owned()),
                _ => None,
            },
        };
        let named: Option<Vec<String>> = rows.iter().take(MOST).map(of_row).collect();
        let sign = if of.is_some() { " + " } else { "、" };
        let more = if rows.len() > MOST { format!("{sign}…，共 {} 条", rows.len()) } else { String::new() };
        Some(format!("{}{more}", named?.join(sign)))
    }

    /// The table, test and, of a sum, the figure of a fact that takes in several records.
    fn takes_in(&self, fact: FactIndex) -> Option<(TableIndex, &Expr, Option<&Expr>)> {
        match &self.policy.facts[fact].source {
            Source::Count { table, holds } => Some((*table, holds, None)),
            Source::Sum { table, holds, of } => Some((*table, holds, Some(of))),
            _ => None,
        }
    }

    /// The firm's rows of `table` that count for `fact`.
    fn counted(&self, fact: FactIndex, table: TableIndex, holds: &Expr) -> Vec<RowIndex> {
        let rows = self.looked_at(fact, table);
        let fact = &self.policy.facts[fact];
        rows.iter().copied().filter(|row| self.counts(fact, table, *row, holds) == Ok(Some(true))).collect()
    }

    /// The column that names a record of `table`: that of an item over it, else what tells its records apart.
    fn naming(&self, table: TableIndex) -> Option<ColumnIndex> {
        let declared = &self.policy.tables[table];
        let of_item = self.policy.items.iter().filter(|item| item.table == table).find_map(|item| item.record);
        of_item.or_else(|| declared.unique.iter().copied().find(|column| *column != declared.key))
    }
}
