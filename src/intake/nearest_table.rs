//! Which table a sheet that is none comes nearest to, so that the clerk is told how to mend it.

use super::book::Layout;
use super::first_best::first_best;
use super::header_buffer::BufferedRow;
use super::heading::{Form, Heading, forms, headings};
use super::normalize::{Nearness, nearest, squeeze};
use super::plan::Plan;
use crate::index::{ColumnIndex, TableIndex};

/// How many rows are looked at as a header, and how many below it for what they hold.
const ROWS: usize = 30;
/// Columns that may hold labels, in a form whose labels stand one below the other.
const LABEL_COLUMNS: u32 = 4;

/// The nearest table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearestTable {
    /// The policy's table.
    pub table: TableIndex,
    /// Headers that would fit, each with the table's column.
    pub pairs: Vec<(String, ColumnIndex)>,
    /// The column in which the labels stand one below the other, where it is a form.
    pub upright: Option<u32>,
}

impl NearestTable {
    /// In words: `像“不良记录”，列这样对应：违法类型→类别；还缺“发生日期”`.
    #[must_use]
    pub fn words(&self, plan: &Plan<'_>) -> String {
        let table = &plan.tables[self.table];
        let name = &table.name;
        if let Some(column) = self.upright {
            let letters = crate::finding::column_letters(column);
            return format!("像“{name}”，但项目名竖着写在 {letters} 列，应改成横排的表头，一条记录一行");
        }
        let renamed = self.pairs.iter().filter(|(shown, c)| squeeze(shown) != squeeze(&table.columns[*c].name));
        let renamed: Vec<String> =
            renamed.map(|(shown, c)| format!("{}→{}", shown.replace('\n', ""), table.columns[*c].name)).collect();
        let found = |c: &ColumnIndex| self.pairs.iter().any(|(_, column)| column == c);
        let missing = table.columns.keys().filter(|c| table.columns[*c].required && !found(c));
        let missing: Vec<String> = missing.map(|c| format!("“{}”", table.columns[c].name)).collect();
        let mut out = format!("像“{name}”");
        if !renamed.is_empty() {
            out.push_str(&format!("，列这样对应：{}", renamed.join("、")));
        }
        if !missing.is_empty() {
            out.push_str(&format!("，还缺 {}", missing.join("、")));
        }
        out
    }
}

/// The table that the sheet whose first rows are these comes nearest to, if it has anything of one.
#[must_use]
pub fn nearest_table(plan: &Plan<'_>, rows: &[BufferedRow], layout: &Layout) -> Option<NearestTable> {
    let flat = rows.iter().take(ROWS).enumerate().flat_map(|(i, row)| {
        let headings = headings(rows, layout, row.row, row.row);
        let below = &rows[i + 1..rows.len().min(i + 1 + ROWS)];
        plan.tables.keys().map(move |table| pairs(plan, table, &headings, below)).collect::<Vec<_>>()
    });
    let best = first_best(flat, |table| table.pairs.len());
    let upright = upright(plan, rows);
    let count = |table: &Option<NearestTable>| table.as_ref().map_or(0, |table| table.pairs.len());
    if count(&upright) > count(&best) { upright } else { best.filter(|best| best.pairs.len() > 1) }
}

/// The table whose columns' names stand one below the other, where at least three do.
#[must_use]
pub fn upright(plan: &Plan<'_>, rows: &[BufferedRow]) -> Option<NearestTable> {
    let found = (0..LABEL_COLUMNS).flat_map(|column| {
        let labels: Vec<&str> = rows.iter().filter_map(|row| row.text(column)).collect();
        plan.tables.keys().map(move |table| (column, table, labelled(plan, table, &labels))).collect::<Vec<_>>()
    });
    let best = first_best(found.filter(|(.., pairs)| pairs.len() >= 3), |(.., pairs)| pairs.len());
    best.map(|(column, table, pairs)| NearestTable { table, pairs, upright: Some(column) })
}

/// Labels that are names of the table's columns.
fn labelled(plan: &Plan<'_>, table: TableIndex, labels: &[&str]) -> Vec<(String, ColumnIndex)> {
    let mut pairs: Vec<(String, ColumnIndex)> = Vec::new();
    for label in labels {
        let known = forms(label).into_iter().find_map(|form| plan.column_called(table, &form.name));
        if let Some(column) = known.filter(|column| pairs.iter().all(|(_, known)| known != column)) {
            pairs.push(((*label).to_owned(), column));
        }
    }
    pairs
}

/// Headings that are, or are nearly, a column of the table's name, or whose cells hold its list's values.
fn pairs(plan: &Plan<'_>, table: TableIndex, headings: &[Heading], below: &[BufferedRow]) -> NearestTable {
    let columns = &plan.tables[table].columns;
    let mut of: Vec<Option<ColumnIndex>> = headings
        .iter()
        .map(|heading| heading.forms.iter().find_map(|form| plan.column_called(table, &form.name)))
        .collect();
    let any_exact = of.iter().any(Option::is_some);
    for (i, heading) in headings.iter().enumerate().filter(|_| any_exact) {
        let taken = |c: &ColumnIndex, of: &[Option<ColumnIndex>]| of.contains(&Some(*c));
        if of[i].is_none() {
            let free: Vec<ColumnIndex> = columns.keys().filter(|c| !taken(c, &of)).collect();
            let names = |least| {
                let near = |form: &Form| {
                    let among = free.iter().map(|&c| &*columns[c].name);
                    nearest(&form.name, among, least).map(str::to_owned)
                };
                let name = heading.forms.iter().find_map(near)?;
                free.iter().copied().find(|&c| *columns[c].name == *name)
            };
            of[i] = names(Nearness::CLOSE).or_else(|| {
                free.iter().copied().find(|&c| {
                    let texts = below.iter().filter_map(|row| row.text(heading.column));
                    plan.choices(table, c).is_some_and(|choices| texts.clone().any(|text| choices.within(text)))
                })
            });
        }
    }
    let named = headings.iter().zip(of).filter_map(|(heading, column)| Some((heading.shown.clone(), column?)));
    NearestTable { table, pairs: named.collect(), upright: None }
}
