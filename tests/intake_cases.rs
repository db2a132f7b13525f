//! The golden data sets are read without an error, tidy or messy, and every row is accounted for.

#![allow(clippy::expect_used, reason = "a test that cannot read its inputs fails")]
use std::path::Path;

use jiangbu::finding::Severity;
use jiangbu::intake::{Intake, book::Bounds, read};
use jiangbu::policy::{BUILT_IN, Policy};

const CASES: [&str; 6] = ["caps", "clauses", "messy", "minimal", "overlaps", "year-2022"];

fn policy() -> Policy {
    Policy::load(BUILT_IN, "policy.toml").expect("the policy built in")
}

fn read_on(policy: &Policy, case: &str, threads: usize) -> Intake {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case).join("inputs");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let reading = pool.install(|| read(&[inputs], policy, &Bounds::default(), &|_| {}));
    let mut reading = reading.expect("workbooks");
    jiangbu::check::records(&mut reading, policy);
    reading
}

#[test]
fn no_case_has_an_error_and_all_rows_are_accounted_for() {
    let policy = policy();
    for case in CASES {
        let reading = read_on(&policy, case, 2);
        let errors: Vec<_> = reading.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{case}: {errors:#?}");
        assert!(!reading.data.tables[policy.register.table].is_empty(), "{case}");
        for (table, declared) in reading.data.tables.iter().zip(&policy.tables) {
            let account = table.account;
            assert_eq!(account.rows, table.len() as u64 + account.errors + account.skipped, "{case} {}", declared.name);
            assert!(
                table.columns.iter().all(|column| column_length(column) == table.len()),
                "{case} {}",
                declared.name
            );
        }
    }
}

fn column_length(column: &jiangbu::tables::Values) -> usize {
    use jiangbu::tables::Values;
    match column {
        Values::Money(values) => values.len(),
        Values::Number(values) => values.len(),
        Values::Year(values) => values.len(),
        Values::Date(values) => values.len(),
        Values::Text(values) => values.len(),
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let policy = policy();
    let shown = |reading: &Intake| {
        format!("{:?} {:?} {:?} {:?}", reading.findings, reading.data.inputs, reading.data.tables, reading.names)
    };
    for case in ["messy", "clauses"] {
        let one = shown(&read_on(&policy, case, 1));
        for threads in [2, 3, 8] {
            assert_eq!(shown(&read_on(&policy, case, threads)), one, "{case} on {threads}");
        }
    }
}
