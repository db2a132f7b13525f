//! The workbook of every policy of the cookbook, over the firms of its examples: each kind of rule has its live formula.

use std::path::Path;

use jiangbu::policy::{Example, Policy};

use crate::examples::data;
use crate::recalculated::agrees;
use crate::{Award, award, dataset, load, policy_texts};

/// The award over the firms of a policy's examples of one year.
pub fn award_of_examples<'p>(policy: &'p Policy, folder: &Path, name: &str) -> Award<'p> {
    let year = policy.examples.first().map_or(*policy.years.start(), |example| example.year);
    // Findings are not of interest here, only what is computed.
    let examples: Vec<&Example> =
        policy.examples.iter().filter(|example| example.year == year && example.findings.is_empty()).collect();
    let data = dataset::dataset(policy, &data(policy, &examples));
    award(policy, data, year, folder, name)
}

/// The policies of the cookbook by name.
pub fn policies() -> Vec<(String, Policy)> {
    policy_texts::policies("examples/policies").into_iter().map(|(name, text)| (name, load(&text))).collect()
}

#[test]
fn every_policy_of_the_cookbook() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let policies = policies();
    let awards: Vec<_> =
        policies.iter().map(|(name, policy)| award_of_examples(policy, scratch.path(), name)).collect();
    agrees(&awards.iter().map(|award| award.path.as_path()).collect::<Vec<_>>(), 2);
}
