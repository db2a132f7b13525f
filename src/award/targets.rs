//! The document's targets against what the same workbooks say of the town.

use rust_decimal::Decimal;

use super::assessment::{Assessment, Reached};
use super::record::Record;
use crate::check::Checked;
use crate::money::Overflow;
use crate::policy::{Expr, Measure};

/// How far each target is reached. What cannot be judged is not counted, and said.
pub(super) fn reached(checked: &Checked<'_>, assessment: &Assessment) -> Result<Vec<Reached>, Overflow> {
    checked.policy.targets.iter().map(|goal| measure(checked, assessment, &goal.measure)).collect()
}

fn measure(checked: &Checked<'_>, assessment: &Assessment, measure: &Measure) -> Result<Reached, Overflow> {
    let one = |_: &Record<'_>| Ok(Some(Decimal::ONE));
    match measure {
        Measure::Firms(holds) => over_firms(checked, assessment, holds, one),
        Measure::Sum(holds, of, per) => {
            let sum = over_firms(checked, assessment, holds, |firm| of.number(firm))?;
            Ok(Reached { value: sum.value.checked_div(*per).ok_or(Overflow)?, ..sum })
        }
        Measure::Records(table, holds) => {
            let mut total = Reached::default();
            for firm in 0..checked.firms() {
                let facts = assessment.facts_of(firm);
                let record = Record { facts: &facts, ..checked.firm(firm) };
                let rows = checked.rows_of(*table, firm).iter();
                total.add(count(rows.map(|row| record.at(*table, *row as usize)), holds, one)?)?;
            }
            Ok(total)
        }
    }
}

fn over_firms(
    checked: &Checked<'_>,
    assessment: &Assessment,
    holds: &Expr,
    of: impl Fn(&Record<'_>) -> Result<Option<Decimal>, Overflow>,
) -> Result<Reached, Overflow> {
    let mut total = Reached::default();
    for firm in 0..checked.firms() {
        let facts = assessment.facts_of(firm);
        let record = Record { facts: &facts, ..checked.firm(firm) };
        let part = count(std::iter::once(record), holds, &of)?;
        total.add(part)?;
    }
    Ok(total)
}

impl Reached {
    fn add(&mut self, part: Self) -> Result<(), Overflow> {
        self.value = self.value.checked_add(part.value).ok_or(Overflow)?;
        self.unknown += part.unknown;
        Ok(())
    }
}

fn count<'a>(
    records: impl Iterator<Item = Record<'a>>,
    holds: &Expr,
    of: impl Fn(&Record<'_>) -> Result<Option<Decimal>, Overflow>,
) -> Result<Reached, Overflow> {
    let mut total = Reached::default();
    for record in records {
        match holds.truth(&record)? {
            Some(false) => {}
            Some(true) => match of(&record)? {
                Some(term) => total.value = total.value.checked_add(term).ok_or(Overflow)?,
                None => total.unknown += 1,
            },
            None => total.unknown += 1,
        }
    }
    Ok(total)
}
