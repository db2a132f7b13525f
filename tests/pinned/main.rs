//! What the cookbook's policies give for their examples, and the built-in one for the data sets with known results, to the last word:
//! statuses, cuts, what is paid, what is told, and how each figure comes about. That the figures are right is shown elsewhere (`golden.rs`,
//! `workbook/cookbook.rs`); here every figure and word is pinned, and a change is looked at.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

#[path = "../common/dataset.rs"]
mod dataset;
#[path = "../common/examples.rs"]
mod examples;
#[path = "../common/outcome.rs"]
#[allow(dead_code, reason = "shared; every test file asks for its own part")]
mod outcome;
#[path = "../common/policy_texts.rs"]
mod policy_texts;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiangbu::finding::Finding;
use jiangbu::formula::Value;
use jiangbu::intake::{book::Bounds, read};
use jiangbu::money::Money;
use jiangbu::policy::{BUILT_IN, Example, Policy};
use jiangbu::report::derivation::{derive, write_text};
use jiangbu::report::{boundaries, policy_text};
use jiangbu::tables::Dataset;
use outcome::Outcome;
use policy_texts::{grain, listed, policies, slips};

/// Wide enough that little is folded.
const WIDTH: usize = 120;

/// How many firms of a large data set are derived.
const MOST: usize = 40;

/// All that is found in the data.
fn told(policy: &Policy, year: i32, data: Dataset) -> String {
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
    out.push_str(&findings(&found.award.findings));
    for firm in found.award.firms.keys().take(MOST) {
        let mut text = Vec::new();
        write_text(&mut text, &derive(&found.checked, &found.award, firm), WIDTH).expect("written");
        out.push_str(&plain(text));
    }
    out
}

fn findings(findings: &[Finding]) -> String {
    let told = |finding: &Finding| {
        let Finding { code, place, seen, why, expected, .. } = finding;
        format!("{code} {place} {seen}｜{expected}｜{why}").trim_end_matches('｜').to_owned() + "\n"
    };
    findings.iter().map(told).collect()
}

/// Without the marks of what a terminal shows in colours.
fn plain(text: Vec<u8>) -> String {
    String::from_utf8(text).expect("a text").chars().filter(|c| !('\u{fdd0}'..='\u{fdef}').contains(c)).collect()
}

fn amount(money: Option<Money>) -> String {
    money.map_or_else(|| "？".to_owned(), |money| money.to_string())
}

fn pinned(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn what_each_policy_of_the_cookbook_gives() {
    for (name, text) in policies("examples/policies") {
        let policy = Policy::load(&text, &name).expect("a policy that loads");
        let of = |year, examples: &[&Example]| {
            told(&policy, year, dataset::dataset(&policy, &examples::data(&policy, examples)))
        };
        let mut text = String::new();
        for example in &policy.examples {
            let _ = writeln!(text, "== {}（{}）\n{}", example.name, example.year, of(example.year, &[example]));
        }
        let year = policy.examples.first().map_or(*policy.years.start(), |example| example.year);
        let all: Vec<&Example> = policy.examples.iter().filter(|example| example.year == year).collect();
        let _ = writeln!(text, "== 合在一起（{year}）\n{}", of(year, &all));
        pinned(&name, &text);
    }
}

#[test]
fn what_the_built_in_policy_gives() {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy built in");
    for case in ["caps", "clauses", "messy", "minimal", "overlaps", "year-2022"] {
        let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case).join("inputs");
        let mut intake = read(&[inputs], &policy, &Bounds::default(), &|_| {}).expect("workbooks");
        jiangbu::check::records(&mut intake, &policy);
        let read = findings(&intake.findings);
        pinned(&format!("case-{case}"), &format!("{read}{}", told(&policy, 2022, intake.data)));
    }
}

/// Policies of the cookbook over what their examples do not show: a year without the record that was awarded, owners that nobody told, firms
/// that hold up a common amount.
#[test]
fn what_a_policy_gives_at_its_corners() {
    for (name, text) in [
        ("once-of", include_str!("corners/once-of.txt")),
        ("owner-limit", include_str!("corners/owner-limit.txt")),
        ("fund-in-order", include_str!("corners/fund-in-order.txt")),
    ] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/policies/{name}.toml"));
        let policy = Policy::load(&fs::read_to_string(&file).expect("a policy"), name).expect("a policy that loads");
        let parts = text.split("== ").skip(1).map(|part| part.split_once('\n').expect("a title"));
        let mut out = String::new();
        for (title, data) in parts {
            let _ = writeln!(out, "== {title}\n{}", told(&policy, 2030, dataset::dataset(&policy, data)));
        }
        pinned(&format!("corner-{name}"), &out);
    }
}

/// What each policy says of itself: the page a person reads, and the cases at its edges.
#[test]
fn what_a_policy_says_of_itself() {
    let own = ("policy".to_owned(), BUILT_IN.to_owned());
    for (name, text) in ["examples/policies", "tests/policies"].into_iter().flat_map(policies).chain([own]) {
        let policy = Policy::load(&text, &name).expect("a policy that loads");
        let mut page = Vec::new();
        policy_text::show(&mut page, &policy, &name, WIDTH).expect("written");
        let edges = boundaries::text(&boundaries::boundaries(&policy));
        pinned(&format!("policy-{name}"), &format!("{}\n{edges}", plain(page)));
    }
}

/// How a fault of a policy file is shown: its line, a long one in part, others of its kind, and no more than a person reads.
#[test]
fn how_faults_are_shown() {
    let rules = grain();
    let mut out = String::new();
    let mut show = |title: &str, text: &str| {
        let told = match Policy::load_advised(text, "policy.toml") {
            Ok((_, advice)) => advice.to_string(),
            Err(error) => error.to_string(),
        };
        let _ = writeln!(out, "== {title}\n{told}");
    };
    for slip in slips() {
        show(slip.block.lines().next().unwrap_or_default(), &slip.text);
    }
    for count in [1, 2, 40, 41, 42, 199, 200, 201, 202] {
        show(
            &format!("{count} keys that nobody knows"),
            &format!("{}{rules}", (0..count).map(|n| format!("k{n} = 1\n")).collect::<String>()),
        );
    }
    for width in [50, 90, 100, 101, 150, 199, 200, 201, 250, 400] {
        let words = "字".repeat(width / 2);
        show(&format!("a line of {width} cells"), &format!("k = \"{words}\"\n{rules}"));
        show(&format!("a fault behind {width} cells"), &format!("[policy]\ntitle = \"{words}\" ,\tx = 1\n"));
    }
    pinned("faults", &out);
}

/// Files as offices have met them, each read by itself: what is said, and what each row holds.
#[test]
fn what_is_read_of_odd_files() {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy built in");
    for folder in ["field", "damaged"] {
        let mut text = String::new();
        for case in listed(&format!("tests/cases/{folder}")).into_iter().filter(|case| case.is_dir()) {
            let name = case.file_name().expect("a name").to_string_lossy().into_owned();
            let mut intake = match read(&[case], &policy, &Bounds::default(), &|_| {}) {
                Ok(intake) => intake,
                Err(error) => {
                    let error = error.to_string().replace(env!("CARGO_MANIFEST_DIR"), "");
                    let _ = writeln!(text, "== {name}\n{error}\n");
                    continue;
                }
            };
            jiangbu::check::records(&mut intake, &policy);
            let _ = writeln!(text, "== {name}\n{}{}", findings(&intake.findings), rows(&policy, &intake.data));
        }
        pinned(&format!("read-{folder}"), &text);
    }
}

/// What each row holds, table by table.
fn rows(policy: &Policy, data: &Dataset) -> String {
    let mut out = String::new();
    let read = data.tables.iter().zip(&policy.tables).filter(|(table, _)| table.account.rows > 0);
    for (table, declared) in read {
        let _ = writeln!(out, "{} {:?}", declared.name, table.account);
        for row in table.rows() {
            let values = table.columns.iter().map(|values| match values.value(row) {
                Value::Unknown => String::new(),
                Value::Bool(truth) => truth.to_string(),
                Value::Number(number) => number.normalize().to_string(),
                Value::Text(text) => data.texts.get(text).to_owned(),
                Value::Date(day) => day.to_string(),
            });
            let _ = writeln!(out, "  {}", values.collect::<Vec<_>>().join("|").trim_end_matches('|'));
        }
    }
    out
}
