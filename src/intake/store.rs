//! Typed columns as they grow: rows pushed while a sheet streams by, sheets appended when workbooks come together.

use typed_index_collections::TiVec;

use super::field::Parsed;
use super::records::Records;
use crate::index::{ColumnIndex, RowIndex};
use crate::policy::{Kind, Table as Declared};
use crate::tables::Values;
use crate::texts::Renaming;

/// Empty columns for a declared table.
#[must_use]
pub fn columns(table: &Declared) -> TiVec<ColumnIndex, Values> {
    let empty = |kind: &Kind| match kind {
        Kind::Money { .. } => Values::Money(TiVec::new()),
        Kind::Number | Kind::Percent => Values::Number(TiVec::new()),
        Kind::Year => Values::Year(TiVec::new()),
        Kind::Date => Values::Date(TiVec::new()),
        Kind::Text | Kind::List(_) | Kind::Code(_) | Kind::Patent { .. } | Kind::Item => Values::Text(TiVec::new()),
    };
    table.columns.iter().map(|column| empty(&column.kind)).collect()
}

/// Adds a value to the end of a column of its type. The types come from one declaration; another type would add "not known".
pub fn push(column: &mut Values, value: Parsed) {
    match (column, value) {
        (Values::Money(values), Parsed::Money(value)) => values.push(value),
        (Values::Number(values), Parsed::Number(value)) => values.push(value),
        (Values::Year(values), Parsed::Year(value)) => values.push(value),
        (Values::Date(values), Parsed::Date(value)) => values.push(value),
        (Values::Text(values), Parsed::Text(value)) => values.push(value),
        (Values::Money(values), _) => values.push(None),
        (Values::Number(values), _) => values.push(None),
        (Values::Year(values), _) => values.push(None),
        (Values::Date(values), _) => values.push(None),
        (Values::Text(values), _) => values.push(None),
    }
}

/// The texts of a sheet's records take the names they have among the texts of all sheets.
pub fn rename(records: &mut Records, renaming: &Renaming) {
    let texts = records.columns.iter_mut().filter_map(|column| match column {
        Values::Text(values) => Some(values),
        Values::Money(_) | Values::Number(_) | Values::Year(_) | Values::Date(_) => None,
    });
    let lost = records.lost.iter_mut().flat_map(|lost| [&mut lost.firm, &mut lost.name]);
    for symbol in texts.chain([&mut records.names]).flatten().chain(lost).flatten() {
        *symbol = renaming.apply(*symbol);
    }
}

/// Puts `more` behind `column`.
pub fn append(column: &mut Values, more: Values) {
    match (column, more) {
        (Values::Money(values), Values::Money(more)) => extend(values, more),
        (Values::Number(values), Values::Number(more)) => extend(values, more),
        (Values::Year(values), Values::Year(more)) => extend(values, more),
        (Values::Date(values), Values::Date(more)) => extend(values, more),
        (Values::Text(values), Values::Text(more)) => extend(values, more),
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
