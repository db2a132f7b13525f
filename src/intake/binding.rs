//! Which column of a sheet feeds which column of the table, in which unit; and what is wrong with the header.

use std::sync::Arc;

use super::cell::Field;
use super::heading::Heading;
use super::held::HeldRow;
use super::plan::Plan;
use super::recognise::Recognised;
use super::unit::{Said, Unit, in_title};
use super::wording::{Nearness, is_ordinary, nearest, squeeze};
use crate::finding::{Finding, Place, catalogue, column_letters};
use crate::policy::Kind;

/// A sheet's header, resolved.
#[derive(Debug)]
pub struct Binding<'p> {
    /// The policy's table.
    pub table: usize,
    /// For each column of the table, how its cells are read.
    pub fields: Vec<Field<'p>>,
    /// For each column of the table, the sheet's column.
    pub columns: Vec<Option<u32>>,
    /// For each column of the table: can its cells be read at all? If not, a finding at the header says why.
    pub readable: Vec<bool>,
    /// For each column of the sheet, the column of the table it feeds.
    pub feeds: Vec<Option<usize>>,
    /// The sheet's column of the firm's name, where the table itself has none.
    pub firm_name: Option<u32>,
    /// The sheet's column of the firm's name, in the table or beside it.
    pub name_column: Option<u32>,
    /// The last row of the header.
    pub bottom: u32,
    /// The headings, for telling a header that is repeated further down.
    pub headings: Vec<Heading>,
}

impl Binding<'_> {
    /// Can no row be kept, because a needed column is missing or unclear?
    #[must_use]
    pub fn blocks_rows(&self) -> bool {
        self.readable.contains(&false)
    }
}

/// A heading that stands for a column of the table.
struct Match {
    heading: usize,
    column: usize,
    unit: Option<Said>,
    rank: u8,
}

/// Resolves the header of a recognised sheet; what is wrong with it goes to `findings`.
pub fn bind<'p>(
    plan: &'p Plan<'p>,
    recognised: Recognised,
    rows: &[HeldRow],
    sheet: &Place,
    findings: &mut Vec<Finding>,
) -> Binding<'p> {
    let Recognised { table, top, bottom, headings } = recognised;
    let columns = &plan.tables[table].columns;
    let cell = |heading: &Heading| Place { row: Some(heading.row), column: Some(heading.column), ..sheet.clone() };
    let matches = matches(plan, table, &headings);
    let mut binding = Binding {
        table,
        fields: (0..columns.len()).map(|c| field(plan, table, c)).collect(),
        columns: vec![None; columns.len()],
        readable: vec![true; columns.len()],
        feeds: Vec::new(),
        firm_name: None,
        name_column: None,
        bottom,
        headings,
    };
    let headings = &binding.headings;
    let mut used = vec![false; headings.len()];
    let above = unit_above(rows, top);
    let mut blamed_above = false;
    for (c, column) in columns.iter().enumerate() {
        let best = matches.iter().filter(|m| m.column == c).map(|m| m.rank).min();
        let mut of_column = matches.iter().filter(|m| m.column == c && Some(m.rank) == best);
        let Some(first) = of_column.next() else { continue };
        let heading = &headings[first.heading];
        used[first.heading] = true;
        binding.columns[c] = Some(heading.column);
        for second in of_column {
            used[second.heading] = true;
            binding.readable[c] = false;
            let second = &headings[second.heading];
            let first = format!("{}{} 已是“{}”", column_letters(heading.column), heading.row + 1, heading.shown);
            findings.push(Finding::new(&catalogue::COLUMN_TWICE, cell(second), &second.shown, "").because(first));
        }
        let field = &mut binding.fields[c];
        field.percent = first.unit == Some(Said::Percent);
        if !matches!(column.kind, Kind::Money { .. }) || !binding.readable[c] {
            continue;
        }
        match (&first.unit, &above) {
            (Some(Said::Money(unit)), _) | (None, Some((_, _, Said::Money(unit)))) => field.unit = *unit,
            (None, None) => field.unit = Unit::Yuan,
            (Some(_), _) => {
                binding.readable[c] = false;
                findings.push(Finding::new(
                    &catalogue::UNIT_UNCLEAR,
                    cell(heading),
                    &heading.shown,
                    "（元）或（万元）",
                ));
            }
            (None, Some((place, text, _))) => {
                binding.readable[c] = false;
                // One unit row serves many columns: one finding.
                if !std::mem::replace(&mut blamed_above, true) {
                    let place = Place { row: Some(place.0), column: Some(place.1), ..sheet.clone() };
                    findings.push(Finding::new(&catalogue::UNIT_UNCLEAR, place, text, "单位：元 或 单位：万元"));
                }
            }
        }
    }
    let own_name = columns.iter().position(|column| plan.is_firm_name(&squeeze(&column.name)));
    for (i, heading) in headings.iter().enumerate().filter(|_| own_name.is_none()) {
        if !used[i] && binding.firm_name.is_none() && heading.forms.iter().any(|form| plan.is_firm_name(&form.name)) {
            binding.firm_name = Some(heading.column);
            used[i] = true;
        }
    }
    binding.name_column = binding.firm_name.or_else(|| own_name.and_then(|column| binding.columns[column]));
    missing(plan, &mut binding, &mut used, sheet, top, findings);
    for (heading, _) in binding.headings.iter().zip(&used).filter(|(_, used)| !**used) {
        let ordinary = heading.forms.iter().any(|form| is_ordinary(&form.name));
        let entry = if ordinary { &catalogue::ORDINARY_COLUMNS } else { &catalogue::COLUMN_IGNORED };
        findings.push(Finding::new(entry, cell(heading), &heading.shown, ""));
    }
    let widest = binding.columns.iter().flatten().max().map_or(0, |&column| column as usize + 1);
    binding.feeds = vec![None; widest];
    for (c, column) in binding.columns.iter().enumerate() {
        if let (Some(column), true) = (column, binding.readable[c]) {
            binding.feeds[*column as usize] = Some(c);
        }
    }
    binding
}

/// Reports the columns that are not there, each with the nearest heading that stands for nothing.
fn missing(
    plan: &Plan<'_>,
    binding: &mut Binding<'_>,
    used: &mut [bool],
    sheet: &Place,
    top: u32,
    findings: &mut Vec<Finding>,
) {
    for (c, column) in plan.tables[binding.table].columns.iter().enumerate() {
        if binding.columns[c].is_some() {
            continue;
        }
        let free = |i: &usize| !used[*i];
        let names = std::iter::once(&column.name).chain(&column.aliases).map(|name| squeeze(name));
        let least = if column.required { Nearness::LOOSE } else { Nearness::CLOSE };
        let near = names.filter_map(|name| {
            let free = (0..binding.headings.len()).filter(free);
            let seen = |i: usize| binding.headings[i].forms.iter().rev().map(move |form| (form.name.as_str(), i));
            let free: Vec<_> = free.flat_map(seen).collect();
            let nearest = nearest(&name, free.iter().map(|(name, _)| *name), least)?;
            let heading = free.iter().find(|(name, _)| *name == nearest)?.1;
            Some((Nearness::of(&name, nearest), heading))
        });
        let near = near.max_by_key(|(nearness, _)| *nearness).map(|(_, heading)| heading);
        let name = format!("“{}”", column.name);
        let finding = if let Some(near) = near {
            used[near] = true;
            let heading = &binding.headings[near];
            let place = Place { row: Some(heading.row), column: Some(heading.column), ..sheet.clone() };
            Finding::new(&catalogue::COLUMN_MISSING, place, &heading.shown, name)
        } else {
            let place = Place { row: Some(top), ..sheet.clone() };
            if column.required {
                Finding::new(&catalogue::COLUMN_MISSING, place, "", "").because(name)
            } else {
                Finding::new(&catalogue::COLUMN_ABSENT, place, "", "").because(name)
            }
        };
        binding.readable[c] = finding.severity != crate::finding::Severity::Error;
        findings.push(finding.with_clause(column.clause.as_ref().map(Arc::clone)));
    }
}

/// How the cells of a column are read, before the header is known.
fn field<'p>(plan: &'p Plan<'p>, table: usize, column: usize) -> Field<'p> {
    Field {
        column: &plan.tables[table].columns[column],
        choices: plan.choices(table, column),
        unit: Unit::Yuan,
        percent: false,
    }
}

/// For each heading, the column of the table it stands for by its most literal form.
fn matches(plan: &Plan<'_>, table: usize, headings: &[Heading]) -> Vec<Match> {
    let of_table = |name: &str| plan.columns_called(name).iter().find(|(t, _)| *t == table).map(|(_, column)| *column);
    let matched = headings.iter().enumerate().filter_map(|(heading, h)| {
        let (column, form) = h.forms.iter().find_map(|form| Some((of_table(&form.name)?, form)))?;
        // With its parents or without is equally literal.
        Some(Match { heading, column, unit: form.unit, rank: form.rank.max(1) })
    });
    matched.collect()
}

/// What the rows above the header say about the unit: the cell (the last of several), its text, and the unit.
fn unit_above(rows: &[HeldRow], top: u32) -> Option<((u32, u32), String, Said)> {
    let cells =
        rows.iter().take_while(|row| row.row < top).flat_map(|row| row.cells.iter().map(|cell| (row.row, cell)));
    let said = cells.filter_map(|(row, cell)| {
        let text = cell.text()?;
        Some(((row, cell.column), text.to_owned(), in_title(text)?))
    });
    said.reduce(|before, (place, text, said)| (place, text, before.2.and(said)))
}
