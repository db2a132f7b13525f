//! Tests made from the policy itself: every comparison and every figure at its edge, just below and just above.
//!
//! No threshold is written here. A figure added to `policy.toml` is tested from then on, and one that no test reaches fails
//! [`coverage::every_figure_of_the_policy_is_tried_at_its_edge`].

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

#[path = "../common/dataset.rs"]
#[allow(dead_code, reason = "shared; every test file asks for its own part")]
mod dataset;

mod comparisons;
mod coverage;
mod figures;
mod solve;
mod world;

use std::sync::LazyLock;

use jiangbu::policy::{BUILT_IN, Policy};

/// The award year of these tests.
const YEAR: i32 = 2023;

/// The built-in policy and the invented one.
static POLICIES: LazyLock<[Policy; 2]> = LazyLock::new(|| {
    [BUILT_IN, include_str!("../policies/tea.toml")]
        .map(|text| Policy::load(text, "policy.toml").unwrap_or_else(|error| panic!("{error}")))
});
