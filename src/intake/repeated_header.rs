//! A header further down: the same once more, as printed on each page, or another, from which on the columns mean something else.

use super::binding::Binding;
use super::book::{Cell, Value};
use super::first_best::first_best;
use super::heading::{Form, forms};
use super::plan::Plan;
use super::unit::Said;
use crate::index::{ColumnIndex, TableIndex};
use crate::policy::Kind;

/// What a row below the header turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// No header.
    None,
    /// The header above, in other words.
    Same,
    /// Another header; what is different.
    Other(String),
}

/// Is the row a header: has it the names of at least three columns of one table, or two with the code's, and little else?
#[must_use]
pub fn repeated_header(plan: &Plan<'_>, binding: &Binding<'_>, cells: &[Cell<'_>]) -> Repeated {
    let named: Vec<(u32, Vec<Form>)> = cells
        .iter()
        .filter_map(|cell| match cell.value {
            Value::Text(text) if text.len() <= 120 => Some((cell.column, forms(text))),
            _ => None,
        })
        .collect();
    let matched = |table: TableIndex| -> Vec<(u32, ColumnIndex, &Form)> {
        let of = |forms: &'_ [Form]| forms.iter().position(|form| plan.column_called(table, &form.name).is_some());
        named
            .iter()
            .filter_map(|(column, forms)| Some((*column, &forms[of(forms)?])))
            .filter_map(|(column, form)| Some((column, plan.column_called(table, &form.name)?, form)))
            .collect()
    };
    // The table at hand first, so that it wins where another has as many.
    let tables = std::iter::once(binding.table).chain(plan.tables.keys().filter(|table| *table != binding.table));
    let best = first_best(tables.map(|table| (table, matched(table))), |(_, found)| found.len());
    let Some((table, found)) = best else { return Repeated::None };
    let keyed = found.iter().any(|(_, column, _)| *column == plan.tables[table].key);
    if found.len() * 2 < cells.len() || (found.len() < 3 && !(keyed && found.len() == 2)) {
        return Repeated::None;
    }
    let name = &plan.tables[table].name;
    if table != binding.table {
        return Repeated::Other(format!("这里是“{name}”的表头，以下各行没有读"));
    }
    for (at, column, form) in found {
        let field = &binding.fields[column];
        if binding.feeds.get(at as usize).copied().flatten() != Some(column) {
            let heading = &plan.tables[table].columns[column].name;
            return Repeated::Other(format!("“{heading}”不在原来的列，以下各行没有读"));
        }
        let other = form.unit.filter(|unit| *unit != Said::Money(field.unit));
        if matches!(field.column.kind, Kind::Money { .. }) && other.is_some() {
            let heading = &plan.tables[table].columns[column].name;
            return Repeated::Other(format!("“{heading}”的单位与上面的（{}）不同，以下各行没有读", field.unit.label()));
        }
    }
    Repeated::Same
}
