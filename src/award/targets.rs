//! The document's targets against what the same workbooks say of the town.

use std::iter::zip;

use rust_decimal::Decimal;
use typed_index_collections::TiSliceKeys;

use super::assessment::{Assessment, Reached};
use crate::check::Checked;
use crate::index::FirmIndex;
use crate::money::Overflow;
use crate::parallel::in_stretches;
use crate::policy::{Expr, Measure};
use crate::record::Record;

/// How far each of the policy's targets is reached. What cannot be judged is not counted, and said.
///
/// # Errors
/// [`Overflow`] if a sum leaves the range of a decimal.
pub fn targets(checked: &Checked<'_>, assessment: &Assessment) -> Result<Vec<Reached>, Overflow> {
    let goals = &checked.policy.targets;
    let none = || vec![Reached::default(); goals.len()];
    let mut totals = none();
    let measure = |firms: TiSliceKeys<FirmIndex>| {
        let mut totals = none();
        for firm in firms {
            let facts = assessment.facts_of(firm);
            let record = Record { facts: &facts, ..checked.firm(firm) };
            for (total, goal) in zip(&mut totals, goals) {
                total.add_firm(checked, record, &goal.measure)?;
            }
        }
        Ok(totals)
    };
    in_stretches(checked.firms().len(), measure, |part| {
        zip(&mut totals, part).try_for_each(|(total, part)| total.add(part))
    })?;
    for (total, goal) in zip(&mut totals, goals) {
        if let Measure::Sum(_, _, per) = &goal.measure {
            total.value = total.value.checked_div(*per).ok_or(Overflow)?;
        }
    }
    Ok(totals)
}

impl Reached {
    fn add(&mut self, part: Self) -> Result<(), Overflow> {
        self.value = self.value.checked_add(part.value).ok_or(Overflow)?;
        self.unknown += part.unknown;
        Ok(())
    }

    /// What the firm contributes; a sum in its own unit still.
    fn add_firm(&mut self, checked: &Checked<'_>, firm: Record<'_>, measure: &Measure) -> Result<(), Overflow> {
        let one = |_: &Record<'_>| Ok(Some(Decimal::ONE));
        match measure {
            Measure::Firms(holds) => self.count(&firm, holds, one),
            Measure::Sum(holds, of, _) => self.count(&firm, holds, |firm| of.number(firm)),
            Measure::Records(table, holds) => {
                let mut rows = checked.rows(*table, firm).iter();
                rows.try_for_each(|row| self.count(&firm.at(*table, *row), holds, one))
            }
        }
    }

    fn count(
        &mut self,
        record: &Record<'_>,
        holds: &Expr,
        of: impl Fn(&Record<'_>) -> Result<Option<Decimal>, Overflow>,
    ) -> Result<(), Overflow> {
        let term = match holds.truth(record)? {
            Some(false) => return Ok(()),
            Some(true) => of(record)?,
            None => None,
        };
        self.add(Self { value: term.unwrap_or_default(), unknown: u64::from(term.is_none()) })
    }
}
