//! Facts about a firm, in the policy's order; those about each record by itself are found where a formula asks for them.

use typed_index_collections::TiVec;

use super::standing;
use crate::check::Checked;
use crate::formula::Value;
use crate::index::{FactIndex, FirmIndex};
use crate::money::Overflow;
use crate::policy::{Source, Target};
use crate::record::Record;

pub(super) use crate::record::{Known, compare};

/// The facts of the firm in row `firm` of the register, in the policy's order.
pub(super) fn of_firm(checked: &Checked<'_>, firm: FirmIndex) -> Result<TiVec<FactIndex, Known>, Overflow> {
    let mut facts: TiVec<FactIndex, Known> = TiVec::with_capacity(checked.policy.facts.len());
    for index in checked.policy.facts.keys() {
        let known = of_source(checked, Record { facts: &facts, ..checked.firm(firm) }, index)?;
        facts.push(known);
    }
    Ok(facts)
}

/// The policy's fact `index`; `firm` knows those before it.
pub(super) fn of_source(checked: &Checked<'_>, firm: Record<'_>, index: FactIndex) -> Result<Known, Overflow> {
    let fact = &checked.policy.facts[index];
    match &fact.source {
        _ if fact.each.is_some() => Ok((Value::Unknown, None)),
        Source::Standing { standing, offset, is } if !firm.is_unreported(Target::Fact(index)) => {
            let row = standing::record_with(checked, firm, *standing, checked.year + offset, *is)?;
            Ok((Value::Bool(row.is_some()), row))
        }
        _ => firm.found(index),
    }
}
