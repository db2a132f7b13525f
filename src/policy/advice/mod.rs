//! What `policy check` remarks on a policy that loads: what is written and does nothing, or does what nobody meant. Each remark has
//! its place and how to mend it.

mod amounts;
mod around;
mod bounds;
mod figures;
mod methods;
mod pairs;
mod readings;
mod reads;
mod satisfy;
mod tables;
mod truth;
mod years;

use toml::Spanned;

use super::Policy;
use super::fault::{Fault, once};
use super::file;
use crate::formula::NOWHERE;

/// All remarks, in the order of the file.
pub(super) fn of(raw: &file::File, policy: &Policy) -> Vec<Fault> {
    // What the file does not say is nobody's slip.
    let rules: Vec<_> = policy.rules().into_iter().filter(|rule| rule.formula.place != NOWHERE).collect();
    let mut found = Vec::new();
    around::remarks(raw, policy, &mut found);
    truth::remarks(policy, &rules, &mut found);
    reads::remarks(raw, policy, &rules, &mut found);
    methods::remarks(raw, policy, &mut found);
    amounts::remarks(raw, policy, &rules, &mut found);
    years::remarks(raw, policy, &mut found);
    tables::remarks(raw, policy, &mut found);
    pairs::remarks(raw, policy, &mut found);
    readings::remarks(raw, &mut found);
    figures::remarks(raw, policy, &mut found);
    bounds::remarks(raw, policy, &mut found);
    once(found)
}

/// A remark on `place`.
fn remark<T>(found: &mut Vec<Fault>, place: &Spanned<T>, message: impl Into<String>) {
    found.push(Fault::new(message.into(), place.span()));
}
