//! Slips in the policy of an invented county: none passes without a word, whether the file loads or not.

use jiangbu::policy::{Fault, Policy};

use crate::policy_texts::{Slip, grain, slips};

const GRAIN: &str = include_str!("../policies/grain.toml");

/// What is marked ｜ what is said → what was probably meant: the faults of a file, or the remarks on one that loads.
pub fn said(text: &str) -> Vec<String> {
    let (_, told) = match Policy::load_advised(text, "policy.toml") {
        Ok((_, advice)) => (true, advice.remarks),
        Err(error) => (false, error.faults),
    };
    in_rows(text, &told)
}

/// Faults of `text`, a row each.
pub fn in_rows(text: &str, faults: &[Fault]) -> Vec<String> {
    let one = |fault: &Fault| {
        let marked = text.get(fault.span.clone()).expect("whole characters").replace('\n', "⏎");
        let meant = fault.suggestion.as_ref().map(|meant| format!("→{meant}")).unwrap_or_default();
        let also = if fault.also.is_empty() { String::new() } else { format!("（还有 {} 处）", fault.also.len()) };
        format!("{marked}｜{}{also}{meant}", fault.message)
    };
    faults.iter().map(one).collect()
}

#[test]
fn no_slip_passes_without_a_word() {
    assert_eq!(said(grain()), Vec::<String>::new());
    assert!(slips().all(|slip| slip.block.contains("\n! ")), "a slip that passes");
    each_is_told(slips(), said);
}

/// Of each slip is told what stands behind `! `, and nothing else.
pub fn each_is_told(slips: impl Iterator<Item = Slip>, said: impl Fn(&str) -> Vec<String>) {
    let mut wrong = Vec::new();
    for slip in slips {
        let expected: Vec<&str> = slip.block.lines().filter_map(|line| line.strip_prefix("! ")).collect();
        let found = said(&slip.text);
        if found != expected {
            let found: String = found.iter().map(|one| format!("! {one}\n")).collect();
            wrong.push(format!("{}\nfound:\n{found}", slip.block));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// At the very edge of what would be a slip nothing is said.
#[test]
fn what_is_just_no_slip_passes() {
    for (says, instead) in [
        ("rate = \"10%\", column", "rate = \"100%\", column"),
        ("{ at_least = 20000000, amount = 50000 }", "{ at_least = 1000000, amount = 50000 }"),
        // Ten persons are a step, and ten yuan for them are no slip; as much as a step begins at neither.
        ("{ at_least = 20000000, amount = 50000 }", "{ at_least = 50000, amount = 50000 }"),
    ] {
        assert!(grain().contains(says), "the policy no longer says: {says}");
        assert_eq!(said(&grain().replacen(says, instead, 1)), Vec::<String>::new(), "{instead}");
    }
}

/// A table's end, a mark at the beginning and blanks of another kind change nothing.
#[test]
fn line_ends_tabs_and_a_mark_change_nothing() {
    let plain = Policy::load(GRAIN, "policy.toml").expect("the policy");
    for other in [GRAIN.replace('\n', "\r\n"), GRAIN.replace("  {", "\t{"), format!("\u{feff}{GRAIN}")] {
        let policy = Policy::load(&other, "policy.toml").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(policy.parameters.len(), plain.parameters.len());
        let given = |policy: &Policy| policy.examples.iter().flat_map(|example| example.given.clone()).count();
        assert_eq!(given(&policy), given(&plain));
    }
}
