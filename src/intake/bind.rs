//! Resolving a header: which column of a sheet feeds which column of the table, in which unit; and what is wrong with it.

use std::sync::Arc;

use typed_index_collections::TiVec;

use super::binding::Binding;
use super::book::{Layout, Note};
use super::column_units;
use super::field::Field;
use super::header_buffer::BufferedRow;
use super::heading::Heading;
use super::nil_return;
use super::normalize::{Nearness, is_ordinary, nearest, squeeze};
use super::plan::Plan;
use super::qualifier::qualifier;
use super::recognise::Recognised;
use super::title::title;
use super::unit::{Said, Unit};
use super::unit_statement::{UnitStatement, around};
use crate::finding::{Finding, Place, catalogue, column_letters};
use crate::index::{ColumnIndex, TableIndex};
use crate::own_workbooks::CARRIED_COLUMN;
use crate::policy::Kind;

/// A heading that stands for a column of the table.
struct Match {
    heading: usize,
    column: ColumnIndex,
    unit: Option<Said>,
    rank: u8,
    /// The header without marks and unit.
    name: String,
}

/// Resolves the header of a recognised sheet; what is wrong with it goes to `findings`. `later` are the statements of the unit that stand
/// below the header, as far as they are known.
pub fn bind<'p>(
    plan: &'p Plan<'p>,
    recognised: Recognised,
    rows: &[BufferedRow],
    layout: &Layout,
    later: &[UnitStatement],
    sheet: &Place,
    findings: &mut Vec<Finding>,
) -> Binding<'p> {
    let Recognised { table, top, bottom, headings } = recognised;
    let columns = &plan.tables[table].columns;
    let cell = |heading: &Heading| Place { row: Some(heading.row), column: Some(heading.column), ..sheet.clone() };
    let matches = matches(plan, table, &headings);
    let mut binding = Binding {
        table,
        fields: columns.keys().map(|c| field(plan, table, c)).collect(),
        columns: vec![None; columns.len()].into(),
        readable: vec![true; columns.len()].into(),
        feeds: Vec::new(),
        firm_name: None,
        name_column: None,
        top,
        nil_column: None,
        bottom,
        silent: Vec::new(),
        bare: Vec::new(),
        statements: Vec::new(),
        title: title(sheet, rows, top),
        headings,
    };
    let headings = &binding.headings;
    let mut used = vec![false; headings.len()];
    let mut said = TiVec::from(vec![None; columns.len()]);
    for c in columns.keys() {
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
        binding.fields[c].percent = first.unit == Some(Said::Percent);
        said[c] = first.unit;
        if *first.name != *squeeze(&columns[c].name)
            && !first.name.ends_with(&format!("/{}", squeeze(&columns[c].name)))
        {
            let why = format!("按“{}”读", columns[c].name);
            findings.push(Finding::new(&catalogue::HEADER_SYNONYM, cell(heading), &heading.shown, "").because(why));
        }
    }
    for (c, column) in columns.iter_enumerated() {
        let heading = headings.iter().find(|heading| Some(heading.column) == binding.columns[c]);
        if let Some((heading, said)) =
            heading.and_then(|heading| Some((heading, qualifier(&heading.shown, &column.name, &plan.years)?)))
        {
            let why = format!("“{said}”，按“{}”读", column.name);
            findings.push(Finding::new(&catalogue::HEADER_QUALIFIED, cell(heading), &heading.shown, "").because(why));
        }
    }
    let own_name = columns.position(|column| plan.is_firm_name(&squeeze(&column.name)));
    for (i, heading) in headings.iter().enumerate().filter(|_| own_name.is_none()) {
        if !used[i] && binding.firm_name.is_none() && heading.forms.iter().any(|form| plan.is_firm_name(&form.name)) {
            binding.firm_name = Some(heading.column);
            used[i] = true;
        }
    }
    binding.name_column = binding.firm_name.or_else(|| own_name.and_then(|column| binding.columns[column]));
    for (i, heading) in binding.headings.iter().enumerate().filter(|(_, h)| nil_return::is_column(&h.shown)) {
        if !std::mem::replace(&mut used[i], true) {
            binding.nil_column = Some(heading.column);
        }
    }
    missing(plan, &mut binding, &mut used, sheet, top, findings);
    for (heading, used) in binding.headings.iter().zip(&mut used).filter(|(_, used)| !**used) {
        if heading.shown.starts_with(CARRIED_COLUMN) {
            *used = true;
            continue;
        }
        let ordinary = heading.forms.iter().any(|form| is_ordinary(&form.name));
        let entry = if ordinary { &catalogue::ORDINARY_COLUMNS } else { &catalogue::COLUMN_IGNORED };
        findings.push(Finding::new(entry, cell(heading), &heading.shown, ""));
    }
    let mut statements = around(sheet, layout, rows, top);
    // A header cell that says nothing but a unit, or a note at a cell outside the money columns, speaks of the whole sheet.
    let free = binding.headings.iter().zip(&used).filter(|(_, used)| !**used).map(|(heading, _)| heading);
    statements.extend(
        free.filter_map(|heading| UnitStatement::of(cell(heading), &heading.shown).filter(|_| heading.is_unit())),
    );
    let of_money = |note: &Note| {
        let column = binding.columns.position(|column| *column == Some(note.column));
        note.row >= top && column.is_some_and(|c| matches!(columns[c].kind, Kind::Money { .. }))
    };
    let elsewhere = layout.notes.iter().filter(|note| !of_money(note));
    statements.extend(elsewhere.filter_map(|note| {
        UnitStatement::of(Place { row: Some(note.row), column: Some(note.column), ..sheet.clone() }, &note.text)
    }));
    statements.extend_from_slice(later);
    binding.statements = statements;
    column_units::settle(&mut binding, &said, layout, sheet, findings);
    let widest = binding.columns.iter().flatten().max().map_or(0, |&column| column as usize + 1);
    binding.feeds = vec![None; widest];
    for (c, column) in binding.columns.iter_enumerated() {
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
    for (c, column) in plan.tables[binding.table].columns.iter_enumerated() {
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
            if column.optional {
                continue;
            }
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
fn field<'p>(plan: &'p Plan<'p>, table: TableIndex, column: ColumnIndex) -> Field<'p> {
    Field {
        column: &plan.tables[table].columns[column],
        choices: plan.choices(table, column),
        unit: Unit::Yuan,
        percent: false,
    }
}

/// For each heading, the column of the table it stands for by its most literal form.
fn matches(plan: &Plan<'_>, table: TableIndex, headings: &[Heading]) -> Vec<Match> {
    let of_table = |name: &str| plan.column_called(table, name);
    let matched = headings.iter().enumerate().filter_map(|(heading, h)| {
        let (column, form) = h.forms.iter().find_map(|form| Some((of_table(&form.name)?, form)))?;
        // With its parents or without is equally literal.
        Some(Match { heading, column, unit: form.unit, rank: form.rank.max(1), name: form.name.clone() })
    });
    matched.collect()
}
