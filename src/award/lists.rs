//! The lists the document wants drawn up: who is on each, in which order, and who of them is taken.

use std::iter::zip;

use rust_decimal::Decimal;
use typed_index_collections::TiSliceKeys;

use super::assessment::Assessment;
use super::status::LineStatus;
use crate::check::Checked;
use crate::index::{FirmIndex, RowIndex};
use crate::money::{Overflow, Rounding, round};
use crate::parallel::in_stretches;
use crate::policy::List;
use crate::record::Record;

/// How many places after the point two figures are compared at. A spreadsheet's binary figures agree that far.
pub const COMPARED_PLACES: u32 = 6;

/// One list.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// What is on it: by place, then in the order read.
    pub entries: Vec<Entry>,
    /// How many firms or records could not be judged.
    pub unknown: u64,
}

/// A firm or a record on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The firm, by index.
    pub firm: FirmIndex,
    /// The row of the record.
    pub row: Option<RowIndex>,
    /// What it is ranked by, compared at [`COMPARED_PLACES`]; none: not known, behind all others.
    pub figures: Vec<Option<Decimal>>,
    /// Its place by each figure, from 1; equals share a place.
    pub places: Vec<usize>,
    /// Its place on the list, by the sum of its places; equals share a place.
    pub place: usize,
    /// Is it among those taken?
    pub taken: bool,
}

/// The policy's lists.
///
/// # Errors
/// [`Overflow`] beyond the range of a decimal.
pub fn lists(checked: &Checked<'_>, assessment: &Assessment) -> Result<Vec<Listed>, Overflow> {
    let lists = &checked.policy.lists;
    let none = || vec![Listed::default(); lists.len()];
    let mut all = none();
    let find = |firms: TiSliceKeys<FirmIndex>| {
        let mut found = none();
        for firm in firms {
            let facts = assessment.facts_of(firm);
            let record = Record { facts: &facts, ..checked.firm(firm) };
            for (found, list) in zip(&mut found, lists) {
                if !list.awarded || is_awarded(assessment, firm) {
                    found.add_firm(checked, record, firm, list)?;
                }
            }
        }
        Ok(found)
    };
    in_stretches(checked.firms().len(), find, |part: Vec<Listed>| {
        for (list, part) in zip(&mut all, part) {
            list.entries.extend(part.entries);
            list.unknown += part.unknown;
        }
        Ok(())
    })?;
    for (listed, list) in zip(&mut all, lists) {
        listed.rank(list.ranked.len());
        let most = list.most.map(|parameter| checked.policy.parameters[parameter].value);
        listed.entries.iter_mut().for_each(|entry| {
            entry.taken = most.is_none_or(|most| Decimal::from(entry.place) <= most);
        });
    }
    Ok(all)
}

/// Does the award give the firm anything before its cap?
fn is_awarded(assessment: &Assessment, firm: FirmIndex) -> bool {
    let lines = &assessment.lines[assessment.firms[firm].lines.clone()];
    lines.iter().any(|line| line.status == LineStatus::Payable && line.net.is_positive())
}

impl Listed {
    fn add_firm(
        &mut self,
        checked: &Checked<'_>,
        firm: Record<'_>,
        index: FirmIndex,
        list: &List,
    ) -> Result<(), Overflow> {
        match list.table {
            None => self.add(&firm, index, None, list),
            Some(table) => {
                let mut rows = checked.rows(table, firm).iter().copied();
                rows.try_for_each(|row| self.add(&firm.at(table, row), index, Some(row), list))
            }
        }
    }

    fn add(
        &mut self,
        record: &Record<'_>,
        firm: FirmIndex,
        row: Option<RowIndex>,
        list: &List,
    ) -> Result<(), Overflow> {
        match list.of.truth(record)? {
            Some(false) => {}
            None => self.unknown += 1,
            Some(true) => {
                let figure = |figure: Decimal| round(figure, COMPARED_PLACES, Rounding::HalfUp);
                let figures = list.ranked.iter().map(|ranked| Ok(ranked.of.number(record)?.map(figure)));
                let figures = figures.collect::<Result<Vec<_>, Overflow>>()?;
                self.entries.push(Entry { firm, row, figures, places: Vec::new(), place: 0, taken: false });
            }
        }
        Ok(())
    }

    /// Gives each entry its places and sorts them by place.
    fn rank(&mut self, criteria: usize) {
        for criterion in 0..criteria {
            let mut known: Vec<Decimal> = self.entries.iter().filter_map(|entry| entry.figures[criterion]).collect();
            known.sort_unstable_by(|a, b| b.cmp(a));
            for entry in &mut self.entries {
                // What is not known stands behind all that is.
                let before =
                    entry.figures[criterion].map_or(known.len(), |own| known.partition_point(|one| *one > own));
                entry.places.push(before + 1);
            }
        }
        let sum = |entry: &Entry| entry.places.iter().sum::<usize>();
        let mut sums: Vec<usize> = self.entries.iter().map(sum).collect();
        sums.sort_unstable();
        for (number, entry) in self.entries.iter_mut().enumerate() {
            entry.place = if criteria == 0 { number } else { sums.partition_point(|one| *one < sum(entry)) } + 1;
        }
        self.entries.sort_by_key(|entry| entry.place);
    }
}
