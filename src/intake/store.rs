//! Typed columns as they grow: rows pushed while a sheet streams by, sheets appended when workbooks come together.

use typed_index_collections::TiVec;

use super::field::Parsed;
use super::records::Records;
use crate::index::{ColumnIndex, RowIndex};
use crate::policy::{Kind, Table as Declared};
use crate::tables::Column;
use crate::texts::Renaming;

/// Empty columns for a declared table.
#[must_use]
pub fn columns(table: &Declared) -> TiVec<ColumnIndex, Column> {
    let empty = |kind: &Kind| match kind {
        Kind::Money { .. } => Column::Money(TiVec::new()),
        Kind::Number | Kind::Percent => Column::Number(TiVec::new()),
        Kind::Year => Column::Year(TiVec::new()),
        Kind::Date => Column::Date(TiVec::new()),
        Kind::Text | Kind::List(_) | Kind::Code(_) | Kind::Patent { .. } | Kind::Item => Column::Text(TiVec::new()),
    };
    table.columns.iter().map(|column| empty(&column.kind)).collect()
}

/// Adds a value to the end of a column of its type. The types come from one declaration; another type would add "not known".
pub fn push(column: &mut Column, value: Parsed) {
    match (column, value) {
        (Column::Money(values), Parsed::Money(value)) => values.push(value),
        (Column::Number(values), Parsed::Number(value)) => values.push(value),
        (Column::Year(values), Parsed::Year(value)) => values.push(value),
        (Column::Date(values), Parsed::Date(value)) => values.push(value),
        (Column::Text(values), Parsed::Text(value)) => values.push(value),
        (Column::Money(values), _) => values.push(None),
        (Column::Number(values), _) => values.push(None),
        (Column::Year(values), _) => values.push(None),
        (Column::Date(values), _) => values.push(None),
        (Column::Text(values), _) => values.push(None),
    }
}

/// The texts of a sheet's records take the names they have among the texts of all sheets.
pub fn rename(records: &mut Records, renaming: &Renaming) {
    let texts = records.columns.iter_mut().filter_map(|column| match column {
        Column::Text(values) => Some(values),
        Column::Money(_) | Column::Number(_) | Column::Year(_) | Column::Date(_) => None,
    });
    let lost = records.lost.iter_mut().flat_map(|lost| [&mut lost.firm, &mut lost.name]);
    for symbol in texts.chain([&mut records.names]).flatten().chain(lost).flatten() {
        *symbol = renaming.apply(*symbol);
    }
}

/// Puts `more` behind `column`.
pub fn append(column: &mut Column, more: Column) {
    match (column, more) {
        (Column::Money(values), Column::Money(more)) => extend(values, more),
        (Column::Number(values), Column::Number(more)) => extend(values, more),
        (Column::Year(values), Column::Year(more)) => extend(values, more),
        (Column::Date(values), Column::Date(more)) => extend(values, more),
        (Column::Text(values), Column::Text(more)) => extend(values, more),
        // One declaration made both: their types agree.
        _ => {}
    }
}

/// The first sheet's column is taken over as it is: most tables have one sheet.
fn extend<T>(values: &mut TiVec<RowIndex, T>, mut more: TiVec<RowIndex, T>) {
    if values.is_empty() {
        *values = more;
    } else {
        values.append(&mut more);
    }
}
