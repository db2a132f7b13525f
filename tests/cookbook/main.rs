//! What every policy of the cookbook gives for its examples, to the last word: statuses, cuts, what is paid, what is told, and how each
//! figure comes about. Another program recomputes the same awards in `tests/workbook/cookbook.rs`; here each figure and word is pinned.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

#[path = "../common/dataset.rs"]
mod dataset;
#[path = "../common/examples.rs"]
mod examples;
#[path = "../common/outcome.rs"]
#[allow(dead_code, reason = "shared; every test file asks for its own part")]
mod outcome;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiangbu::money::Money;
use jiangbu::policy::{Example, Policy};
use jiangbu::report::derivation::{derive, write_text};
use outcome::Outcome;

/// Wide enough that little is folded.
const WIDTH: usize = 120;

/// All that is found of these examples together.
fn told(policy: &Policy, year: i32, examples: &[&Example]) -> String {
    let data = dataset::dataset(policy, &examples::data(policy, examples));
    let found = Outcome::of(policy, data, year);
    let mut out = format!("{}{}付 {}\n", found.firms(), found.lines(), found.paid());
    out.push_str(&found.matters());
    for joint in &found.award.joint {
        let limit = &policy.joint_limits[joint.limit].name;
        let claims = joint.claims.iter().map(|claim| format!("{}→{}", amount(claim.before), amount(claim.after)));
        let _ = writeln!(out, "{limit} {} {} {}", joint.most, joint.sum, claims.collect::<Vec<_>>().join(" "));
    }
    let _ = writeln!(out, "资金 {}", found.fund());
    for claim in &found.award.clawback {
        let _ = writeln!(out, "追缴 {} {}", found.code(claim.firm), claim.open);
    }
    for finding in &found.award.findings {
        let _ = writeln!(out, "{} {} {} {}", finding.code, finding.place, finding.seen, finding.why);
    }
    for firm in found.award.firms.keys() {
        let mut text = Vec::new();
        write_text(&mut text, &derive(&found.checked, &found.award, firm), WIDTH).expect("written");
        // Marks of what a terminal shows in colours.
        out.extend(String::from_utf8(text).expect("a text").chars().filter(|c| !('\u{fdd0}'..='\u{fdef}').contains(c)));
    }
    out
}

fn amount(money: Option<Money>) -> String {
    money.map_or_else(|| "？".to_owned(), |money| money.to_string())
}

#[test]
fn each_figure_and_word_is_as_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/policies");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the cookbook").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    for file in files {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let policy = Policy::load(&fs::read_to_string(&file).expect("a policy"), &name).expect("a policy that loads");
        let mut text = String::new();
        for example in &policy.examples {
            let _ =
                writeln!(text, "== {}（{}）\n{}", example.name, example.year, told(&policy, example.year, &[example]));
        }
        let year = policy.examples.first().map_or(*policy.years.start(), |example| example.year);
        let all: Vec<&Example> = policy.examples.iter().filter(|example| example.year == year).collect();
        let _ = writeln!(text, "== 合在一起（{year}）\n{}", told(&policy, year, &all));
        insta::assert_snapshot!(name, text);
    }
}
