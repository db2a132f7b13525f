//! What the loader says of a policy file that is wrong: every slip a clerk can make, with its place and what was meant.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod advice;
mod edges;
mod examples;
mod faults;
mod guide;
mod manual;
mod model;
mod never_panics;
#[path = "../common/policy_texts.rs"]
mod policy_texts;
mod slips;

use jiangbu::policy::{BUILT_IN, Policy};

/// The built-in policy with the first `from` replaced by `to`; without its readings, whose alternatives rest on what is edited.
fn edited(from: &str, to: &str) -> String {
    let (head, rest) = BUILT_IN.split_once("# ———— 文件没有写明").expect("the readings");
    let (_, rules) = rest.split_once("# ———— 各部门交的表").expect("the tables");
    let text = format!("{head}# ———— 各部门交的表{rules}");
    assert!(text.contains(from), "the policy no longer says: {from}");
    text.replacen(from, to, 1)
}

/// What the loader says of `text`.
fn complaint(text: &str) -> String {
    match Policy::load(text, "政策.toml") {
        Ok(_) => "no fault\n".into(),
        Err(error) => error.to_string(),
    }
}
