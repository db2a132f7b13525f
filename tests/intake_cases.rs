//! The golden data sets are read without an error, tidy or messy, and every row is accounted for.

#![allow(clippy::expect_used, reason = "a test that cannot read its inputs fails")]
use std::path::Path;

use jiangbu::finding::Severity;
use jiangbu::intake::{Reading, book::Bounds, read};
use jiangbu::policy::{BUILT_IN, Policy};

const CASES: [&str; 6] = ["caps", "clauses", "messy", "minimal", "overlaps", "year-2022"];

fn policy() -> Policy {
    Policy::load(BUILT_IN, "policy.toml").expect("the policy built in")
}

fn read_on(policy: &Policy, case: &str, threads: usize) -> Reading {
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

fn column_length(column: &jiangbu::tables::Column) -> usize {
    use jiangbu::tables::Column;
    match column {
        Column::Money(values) => values.len(),
        Column::Number(values) => values.len(),
        Column::Year(values) => values.len(),
        Column::Date(values) => values.len(),
        Column::Text(values) => values.len(),
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let policy = policy();
    let shown = |reading: &Reading| {
        format!("{:?} {:?} {:?} {:?}", reading.findings, reading.data.inputs, reading.data.tables, reading.names)
    };
    for case in ["messy", "clauses"] {
        let one = shown(&read_on(&policy, case, 1));
        for threads in [2, 3, 8] {
            assert_eq!(shown(&read_on(&policy, case, threads)), one, "{case} on {threads}");
        }
    }
}
