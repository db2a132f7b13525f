//! What judging one firm comes to, and how it joins the others.

use typed_index_collections::TiVec;

use super::assessment::{Assessment, Bar, Firm, Line};
use super::duplicate_payment::DuplicatePayment;
use super::facts::Known;
use crate::finding::Finding;
use crate::index::{FactIndex, LineIndex};

/// One firm judged; indices are within the firm.
pub(super) struct FirmOutcome {
    pub firm: Firm,
    pub lines: Vec<Line>,
    pub duplicates: Vec<DuplicatePayment>,
    pub facts: TiVec<FactIndex, Known>,
    pub findings: Vec<Finding>,
}

impl Assessment {
    /// Adds the next firm; its indices become those among all.
    pub(super) fn add(&mut self, mut outcome: FirmOutcome) {
        let (lines, duplicates) = (self.lines.len(), self.duplicates.len());
        outcome.duplicates.iter_mut().for_each(|duplicate| duplicate.shift(lines));
        for line in &mut outcome.lines {
            if let Some(Bar::Another(stays)) = &mut line.bar {
                *stays = LineIndex::from(usize::from(*stays) + lines);
            }
        }
        outcome.firm.lines = lines..lines + outcome.lines.len();
        outcome.firm.duplicates = duplicates..duplicates + outcome.duplicates.len();
        for (facts, (value, row)) in self.facts.iter_mut().zip(outcome.facts) {
            facts.values.push(value);
            facts.rows.push(row);
        }
        self.lines.extend(outcome.lines);
        self.duplicates.extend(outcome.duplicates);
        self.findings.extend(outcome.findings);
        self.firms.push(outcome.firm);
    }
}
