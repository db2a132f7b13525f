//! What `policy check` remarks on a policy that loads: what is written and does nothing, or does what nobody meant. Each remark has
//! its place and how to mend it.

mod amounts;
mod around;
mod bounds;
mod figures;
mod methods;
mod pairs;
mod ratios;
mod readings;
mod reads;
mod satisfy;
mod tables;
mod truth;
mod worded;
mod years;

use std::collections::HashSet;
use std::sync::Arc;

use toml::Spanned;

use super::fault::{Fault, once};
use super::file;
use super::{Parameter, Policy};
use crate::formula::{NOWHERE, Type, percent_words};

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
    bounds::remarks(policy, &mut found);
    ratios::remarks(policy, &mut found);
    let figures = unnamed(raw, policy);
    for fault in &mut found {
        figures.iter().for_each(|(name, figure)| fault.message = fault.message.replace(&**name, figure));
    }
    once(found)
}

/// The figures that the file writes without a name, with the names that the program gave them, the longest first: nobody knows those.
fn unnamed(raw: &file::File, policy: &Policy) -> Vec<(Arc<str>, String)> {
    let named: HashSet<&str> = raw.parameter.iter().map(|parameter| parameter.name.get_ref().as_str()).collect();
    let given = policy.parameters.iter().filter(|parameter| !named.contains(&*parameter.name));
    let written = |parameter: &Parameter| match parameter.kind {
        Type::Share => percent_words(parameter.value),
        _ => parameter.value.to_string(),
    };
    let mut all: Vec<_> = given.map(|parameter| (Arc::clone(&parameter.name), written(parameter))).collect();
    all.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    all
}

/// A remark on `place`.
fn remark<T>(found: &mut Vec<Fault>, place: &Spanned<T>, message: impl Into<String>) {
    found.push(Fault::new(message.into(), place.span()));
}
