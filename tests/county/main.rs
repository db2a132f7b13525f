//! Another county's policy, which the program has never seen: all four methods, all modifiers, another cap.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

#[path = "../common/dataset.rs"]
mod dataset;
#[path = "../common/outcome.rs"]
#[allow(dead_code, reason = "shared; every test file asks for its own part")]
mod outcome;

mod aims;
mod facts;
mod methods;
mod modifiers;
mod new_item;
mod words;

use std::sync::LazyLock;

use jiangbu::policy::Policy;
use outcome::Outcome;

/// The invented policy.
static TEA: LazyLock<Policy> = LazyLock::new(|| load(include_str!("../policies/tea.toml")));

fn load(text: &str) -> Policy {
    Policy::load(text, "tea.toml").unwrap_or_else(|error| panic!("{error}"))
}

/// The award of 2030. Without 茶企名册 there is one company, A, that meets every condition with an output of 3 000 000.
fn award(text: &str) -> Outcome<'static> {
    award_by(&TEA, text)
}

fn award_by<'p>(policy: &'p Policy, text: &str) -> Outcome<'p> {
    let register = "茶企名册\n代码|单位|类型|茶园面积|从业人数\nA|甲茶业|公司|10.5|10\n\n";
    let report = "茶企年报\n代码|报告年度|产值\nA|2030|3000000\n\n";
    let mut all = text.to_owned();
    for (table, block) in [("茶企名册\n", register), ("茶企年报\n", report)] {
        if !text.contains(table) {
            all = format!("{block}{all}");
        }
    }
    Outcome::of(policy, dataset::dataset(policy, &all), 2030)
}

/// The lines of one item.
fn lines(item: &str, text: &str) -> String {
    let all = award(text).lines();
    all.lines().filter(|line| line.split(' ').nth(1) == Some(item)).map(|line| format!("{line}\n")).collect()
}
