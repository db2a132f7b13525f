//! The unit of each money column: the header's own, else what is said of the whole sheet, else 元. Who says otherwise is reported.

use typed_index_collections::TiSlice;

use super::binding::Binding;
use super::book::Layout;
use super::unit::{Said, Unit};
use super::unit_statement::{OfSheet, together};
use super::unit_text::stated;
use crate::finding::{Finding, Place, catalogue};
use crate::index::ColumnIndex;
use crate::policy::Kind;

/// What a correct header says.
const EXPECTED: &str = "（元）或（万元）";

/// Gives every money column of `binding` its unit. `said` is what each column's own header says.
/// A column whose unit is unclear or disputed becomes unreadable.
pub fn settle(
    binding: &mut Binding<'_>,
    said: &TiSlice<ColumnIndex, Option<Said>>,
    layout: &Layout,
    sheet: &Place,
    findings: &mut Vec<Finding>,
) {
    let of_sheet = together(&binding.statements);
    let mut disputed = false;
    for (c, said) in said.iter_enumerated() {
        if !is_money(binding, c) || !binding.readable[c] {
            continue;
        }
        if said.is_none() {
            binding.silent.push(c);
        }
        match (said, &of_sheet) {
            (Some(Said::Money(unit)), _) | (None, OfSheet::Agreed(unit)) => binding.fields[c].unit = *unit,
            (None, OfSheet::Silent) => {
                binding.fields[c].unit = Unit::Yuan;
                binding.bare.push(c);
            }
            (None, OfSheet::Disputed(..)) => {
                binding.readable[c] = false;
                disputed = true;
            }
            (Some(_), _) => {
                binding.readable[c] = false;
                let (place, shown) = heading_of(binding, c, sheet);
                findings.push(Finding::new(&catalogue::UNIT_UNCLEAR, place, shown, EXPECTED));
            }
        }
    }
    // One dispute concerns many columns: one finding.
    if let (true, OfSheet::Disputed(witness, first)) = (disputed, of_sheet) {
        let finding = Finding::new(&catalogue::UNIT_UNCLEAR, witness.place, witness.text, "单位：元 或 单位：万元");
        let why = first.map(|first| format!("与 {} 不一致", first.shown().trim())).unwrap_or_default();
        findings.push(finding.because(why));
    }
    contradicting_notes(binding, layout, sheet, findings);
}

fn is_money(binding: &Binding<'_>, column: ColumnIndex) -> bool {
    binding.columns[column].is_some() && matches!(binding.fields[column].column.kind, Kind::Money { .. })
}

/// Columns with amounts to which nobody gives a unit, beside others in 万元: 元 is taken, but that may not be what was meant.
/// `filled` tells whether a column has amounts.
pub fn warn_of_bare(
    binding: &Binding<'_>,
    filled: impl Fn(ColumnIndex) -> bool,
    sheet: &Place,
    findings: &mut Vec<Finding>,
) {
    let in_wan = |said: Option<Said>| said == Some(Said::Money(Unit::Wan));
    let beside = binding.headings.iter().find(|heading| heading.forms.iter().any(|form| in_wan(form.unit)));
    let bare: Vec<ColumnIndex> = binding.bare.iter().copied().filter(|c| filled(*c)).collect();
    let (Some(&first), Some(beside)) = (bare.first(), beside) else { return };
    let (place, shown) = heading_of(binding, first, sheet);
    let mut why = format!("同表的“{}”是万元", beside.shown);
    if bare.len() > 1 {
        why.push_str(&format!("，这样没有写单位的共 {} 列", bare.len()));
    }
    findings.push(Finding::new(&catalogue::UNIT_BARE, place, shown, "").because(why));
}

/// Warns of a share whose header says % and of which no value is above one: 0.02 may be meant for 2 %. `tiny` tells of a column's values.
pub fn warn_of_tiny_shares(
    binding: &Binding<'_>,
    tiny: impl Fn(ColumnIndex) -> bool,
    sheet: &Place,
    findings: &mut Vec<Finding>,
) {
    for (c, _) in binding.fields.iter_enumerated().filter(|(c, field)| field.percent && tiny(*c)) {
        let (place, shown) = heading_of(binding, c, sheet);
        findings.push(Finding::new(&catalogue::SHARES_TINY, place, shown, ""));
    }
}

/// A note at a money column's header or cell that says another unit than the one taken.
fn contradicting_notes(binding: &mut Binding<'_>, layout: &Layout, sheet: &Place, findings: &mut Vec<Finding>) {
    for note in layout.notes.iter().filter(|note| note.row >= binding.top) {
        let Some(c) = binding.columns.position(|column| *column == Some(note.column)) else { continue };
        if !is_money(binding, c) || !binding.readable[c] {
            continue;
        }
        let unit = binding.fields[c].unit;
        if stated(&note.text).is_some_and(|said| said != Said::Money(unit)) {
            binding.readable[c] = false;
            let place = Place { row: Some(note.row), column: Some(note.column), ..sheet.clone() };
            let text: String = note.text.chars().take(40).collect();
            let finding = Finding::new(&catalogue::UNIT_UNCLEAR, place, text, EXPECTED);
            findings.push(finding.because(format!("批注与本列的单位（{}）不一致", unit.label())));
        }
    }
}

/// The header cell of a column, and what it shows.
fn heading_of(binding: &Binding<'_>, column: ColumnIndex, sheet: &Place) -> (Place, String) {
    let heading = binding.headings.iter().find(|heading| Some(heading.column) == binding.columns[column]);
    let place = Place { row: heading.map(|heading| heading.row), column: binding.columns[column], ..sheet.clone() };
    (place, heading.map(|heading| heading.shown.clone()).unwrap_or_default())
}
