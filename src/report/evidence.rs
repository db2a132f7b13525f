//! What conditions, the cap and lines rest on: found once, so that every report cites the same.

use crate::award::{self, Assessment, Bar, DuplicatePayment, Line, past_rows};
use crate::check::Checked;
use crate::finding::Place;
use crate::formula::Formula;
use crate::index::{ColumnIndex, FactIndex, RowIndex, TableIndex};
use crate::policy::{Cap, Source, Target};
use crate::record::{Record, Trail};

/// What a condition, a way into a class or another test of the firm rests on.
pub(super) fn of_formula(record: &Record<'_>, formula: &Formula<Target>) -> Trail {
    let mut trail = Trail::default();
    record.trail_of_all(formula, &mut trail);
    trail
}

/// What the cap rests on: the increment, and every way into its classes.
pub(super) fn of_cap(record: &Record<'_>, cap: &Cap) -> Trail {
    let mut trail = of_formula(record, &cap.increment);
    let ways = cap.classes.iter().flat_map(|class| &class.ways);
    ways.for_each(|way| record.trail_of_all(&way.test, &mut trail));
    trail
}

/// What a line rests on: that its record counts, its amount, its limits, the conditions of the record, its history, and what bars or
/// cuts it.
pub(super) fn of_line(checked: &Checked<'_>, assessment: &Assessment, record: &Record<'_>, line: &Line) -> Trail {
    let policy = checked.policy;
    let item = &policy.items[line.item];
    let mut trail = Trail::default();
    let cite = |table: TableIndex, column: ColumnIndex, row: RowIndex| record.cite(table, column, row, true);
    let columns = item.record.into_iter().chain(item.needs.iter().copied());
    let columns = columns.chain(item.payee.column().filter(|_| item.payees.is_empty()));
    trail.cells.extend(columns.map(|column| cite(item.table, column, line.row)));
    for portion in award::portions(checked, item, line.firm, line.row).unwrap_or_default() {
        let part = &item.payees[portion.part];
        let shared = part.members.as_ref().and_then(|members| members.part);
        let columns = part.payee.column().into_iter().chain(shared);
        trail.cells.extend(columns.map(|column| cite(portion.at.0, column, portion.at.1)));
    }
    record.trail_of_all(&item.counts, &mut trail);
    record.trail_of_used(&item.amount, &mut trail);
    policy.limits_of(item).for_each(|limit| record.trail_of_used(&limit.amount, &mut trail));
    for asked in &item.asks {
        record.trail_of_all(&policy.record_conditions[*asked].condition.test, &mut trail);
    }
    if let Some(quota) = &item.quota {
        trail.cells.extend(quota.by.iter().map(|column| cite(item.table, *column, line.row)));
        record.trail_of_all(&quota.order, &mut trail);
    }
    if let Some(standing) = item.standing {
        record.trail_of_standing(standing, line.row, &mut trail);
    }
    if let (Some(rows), Some(history)) = (past_rows(checked, *record, line), &policy.history) {
        let columns = [history.year, history.item, history.record, history.amount];
        let cells = rows.into_iter().flat_map(|row| columns.map(|column| cite(history.table, column, row)));
        trail.cells.extend(cells);
        record.looks_through(history.table, &mut trail);
    }
    if let Some(Bar::Another(other)) = line.bar {
        let column = item.record.unwrap_or(policy.tables[item.table].key);
        trail.cells.push(cite(item.table, column, assessment.lines[usize::from(other)].row));
    }
    let own = &assessment.firms[line.firm];
    for duplicate in &assessment.duplicates[own.duplicates.clone()] {
        if let (DuplicatePayment::Outside { rows, lines, .. }, Some(scheme)) = (duplicate, &policy.other_scheme)
            && lines.iter().any(|index| std::ptr::eq(&raw const assessment.lines[*index], line))
        {
            let columns = [scheme.scheme, scheme.item, scheme.record, scheme.amount];
            trail.cells.extend(rows.iter().flat_map(|row| columns.map(|column| cite(scheme.table, column, *row))));
        }
    }
    trail
}

/// The records that were looked at and did not count for what `formula` asks, each with the reason: `其他.xlsx › 不良记录 › 3：…`.
pub(super) fn not_counted(record: &Record<'_>, formula: &Formula<Target>) -> Vec<String> {
    let mut facts: Vec<FactIndex> = Vec::new();
    asked(record, formula, &mut facts);
    let mut all = Vec::new();
    for fact in facts {
        let Some(looked) = record.looked_through(fact) else { continue };
        let key = record.policy.tables[looked.table].key;
        all.extend(looked.others.iter().take(MOST_REASONS).map(|row| {
            let place = Place { column: None, ..record.data.place(looked.table, key, *row) };
            format!("不计 {place} 行：{}", record.why_not(fact, *row))
        }));
        if looked.others.len() > MOST_REASONS {
            all.push(format!("不计的共 {} 行", looked.others.len()));
        }
    }
    all
}

/// Records whose reasons are told.
const MOST_REASONS: usize = 5;

fn asked(record: &Record<'_>, formula: &Formula<Target>, facts: &mut Vec<FactIndex>) {
    for (target, ..) in formula.names() {
        if let Target::Fact(fact) = target {
            match &record.policy.facts[fact].source {
                Source::Derived { of } => asked(record, of, facts),
                _ if facts.contains(&fact) => {}
                _ => facts.push(fact),
            }
        }
    }
}
