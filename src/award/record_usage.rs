//! What became of every record: used or not, of this year or another; and records of the year that make no line, with the reason.

use typed_index_collections::{TiSliceKeys, TiVec};

use super::assessment::{Assessment, TableUse};
use super::used_records;
use crate::check::{Checked, is_of_other_year};
use crate::finding::{Finding, catalogue};
use crate::formula::{Expression, Type, node_words};
use crate::index::{FirmIndex, RowIndex, TableIndex};
use crate::money::Overflow;
use crate::parallel::in_stretches;
use crate::policy::{Item, Source, Table, Target};
use crate::record::Record;
use crate::tables;

/// Counts each table's records by use and year, and reports those of the year that make no line although their table feeds items.
pub(super) fn account(checked: &Checked<'_>, assessment: &mut Assessment) -> Result<(), Overflow> {
    let policy = checked.policy;
    let used = used_records::of_award(checked, assessment)?;
    let mut paid: TiVec<TableIndex, TiVec<RowIndex, bool>> =
        checked.data.tables.iter().map(|table| vec![false; table.len()].into()).collect();
    for line in &assessment.lines {
        paid[policy.items[line.item].table][line.row] = true;
    }
    for ((index, declared), table) in policy.tables.iter_enumerated().zip(&checked.data.tables) {
        let items: Vec<&Item> = policy.items.iter().filter(|item| item.table == index).collect();
        let mut firm_of: TiVec<RowIndex, Option<FirmIndex>> = vec![None; table.len()].into();
        for firm in checked.firms() {
            checked.rows_of(index, firm).iter().for_each(|row| firm_of[*row] = Some(firm));
        }
        let count = |rows: TiSliceKeys<RowIndex>| {
            let (mut uses, mut findings) = (TableUse::default(), Vec::new());
            for row in rows {
                // A stand-in is counted among the errors already.
                if index == policy.register.table && checked.absent[FirmIndex::of(row)] {
                    continue;
                }
                let of_other_year = is_of_other_year(declared, table, row, checked.year);
                uses.used += u64::from(used[index][row]);
                uses.other_years += u64::from(!used[index][row] && of_other_year);
                uses.unused += u64::from(!used[index][row] && !of_other_year);
                if !of_other_year && !paid[index][row] && !items.is_empty() && is_dated(declared, table, row) {
                    let facts = firm_of[row].map(|firm| assessment.facts_of(firm)).unwrap_or_default();
                    let record = Record { firm: firm_of[row], facts: &facts, ..checked.firm(FirmIndex::default()) }
                        .at(index, row);
                    findings.extend(unused(checked, &items, record, (index, row))?);
                }
            }
            Ok((uses, findings))
        };
        let (mut uses, mut findings) = (TableUse::default(), Vec::new());
        in_stretches(table.len(), count, |(some, found)| {
            uses.used += some.used;
            uses.unused += some.unused;
            uses.other_years += some.other_years;
            findings.extend(found);
            Ok(())
        })?;
        assessment.findings.extend(findings);
        assessment.uses.push(uses);
    }
    Ok(())
}

fn is_dated(declared: &Table, table: &tables::TableData, row: RowIndex) -> bool {
    declared.period.iter().any(|column| table.year(*column, row).is_some())
}

/// Why no item used the record: the part of the nearest item's filter that does not hold. An item is the nearer the more of its
/// words hold (what kind of record it is), then its figures and days.
fn unused(
    checked: &Checked<'_>,
    items: &[&Item],
    record: Record<'_>,
    (table, row): (TableIndex, RowIndex),
) -> Result<Option<Finding>, Overflow> {
    if sets_class(checked, record, table)? {
        return Ok(None);
    }
    let mut nearest: Option<((usize, usize), &Item, String)> = None;
    for item in items {
        let (mut of_another_kind, mut wrong) = (0, Vec::new());
        for part in item.counts.conjuncts() {
            if part.value(&record)?.truth() != Some(true) {
                of_another_kind += usize::from(is_about_words(part));
                wrong.push(node_words(part, &record));
            }
        }
        let distance = (of_another_kind, wrong.len());
        if nearest.as_ref().is_none_or(|(least, ..)| distance < *least) {
            nearest = Some((distance, item, wrong.join("；")));
        }
    }
    let Some((_, item, why)) = nearest else { return Ok(None) };
    let column = item.record.unwrap_or(checked.policy.tables[table].key);
    let finding = Finding::new(&catalogue::RECORD_UNUSED, checked.data.place(table, column, row), "", "");
    // Where several items share a table, it must be said which one is meant.
    let why = if items.len() > 1 { format!("按“{}”，{why}", item.name) } else { why };
    Ok(Some(finding.because(why).with_clause(Some(item.clause.clone()))))
}

/// Does a part of a filter compare nothing but texts?
fn is_about_words(part: &Expression<Target>) -> bool {
    let (mut words, mut others) = (false, false);
    part.visit(&mut |node| match node {
        Expression::Text(..) => words = true,
        Expression::Name { kind: Type::Text, .. } | Expression::Compare(..) | Expression::Call(..) => {}
        _ => others = true,
    });
    words && !others
}

/// Is it a record by which its firm is in a higher class of the cap? Then it served.
fn sets_class(checked: &Checked<'_>, record: Record<'_>, table: TableIndex) -> Result<bool, Overflow> {
    let ways = checked.policy.caps.iter().flat_map(|cap| &cap.classes).flat_map(|class| &class.ways);
    for (target, ..) in ways.flat_map(|way| way.test.names()) {
        let Target::Fact(fact) = target else { continue };
        if let Source::Any { table: of, holds } = &checked.policy.facts[fact].source
            && *of == table
            && holds.truth(&record)? == Some(true)
        {
            return Ok(true);
        }
    }
    Ok(false)
}
