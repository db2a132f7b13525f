//! The workbook of every policy of the cookbook, over the firms of its examples: each kind of rule has its live formula.

use std::fs;
use std::path::{Path, PathBuf};

use jiangbu::policy::{Example, Policy};

use crate::examples::data;
use crate::recalculated::agrees;
use crate::{Award, award, dataset, load};

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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/policies");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the cookbook").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let read = |file: &PathBuf| {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, load(&fs::read_to_string(file).expect("a policy")))
    };
    files.iter().map(read).collect()
}

#[test]
fn every_policy_of_the_cookbook() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let policies = policies();
    let awards: Vec<_> =
        policies.iter().map(|(name, policy)| award_of_examples(policy, scratch.path(), name)).collect();
    agrees(&awards.iter().map(|award| award.path.as_path()).collect::<Vec<_>>(), 2);
}
