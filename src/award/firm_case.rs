//! A firm while it is judged.

use typed_index_collections::{TiSlice, TiVec};

use super::duplicate_payment::DuplicatePayment;
use super::facts::Known;
use super::quota_rank::QuotaRanks;
use crate::check::Checked;
use crate::finding::Finding;
use crate::index::{ConditionIndex, FactIndex, FirmIndex};
use crate::record::Record;

/// What is known of a firm, and what case it has come to so far.
pub(super) struct FirmCase<'c, 'p> {
    pub checked: &'c Checked<'p>,
    /// Who stands where among all firms; none: not ranked yet, each is taken for the first.
    pub places: Option<&'c QuotaRanks>,
    /// Its row in the register, and its index.
    pub firm: FirmIndex,
    pub facts: &'c TiSlice<FactIndex, Known>,
    pub conditions: TiVec<ConditionIndex, Option<bool>>,
    pub disqualified: bool,
    pub suspended: bool,
    pub duplicates: Vec<DuplicatePayment>,
    pub findings: Vec<Finding>,
}

impl<'c> FirmCase<'c, '_> {
    /// The firm's name; its code where it has none.
    pub fn name(&self) -> &str {
        let register = &self.checked.policy.register;
        let table = &self.checked.data.tables[register.table];
        let name = table.text(register.name, self.firm.row()).or_else(|| table.text(register.code, self.firm.row()));
        name.map_or("", |name| self.checked.data.texts.get(name))
    }

    /// The firm with all its facts.
    pub fn record(&self) -> Record<'c> {
        Record { facts: self.facts, ..self.checked.firm(self.firm) }
    }
}
