//! No figure of the policy without a test.

use jiangbu::policy::{BUILT_IN, Policy};

use crate::{POLICIES, comparisons, figures};

/// The parameters that no generated test reaches.
fn untested(policy: &Policy) -> Vec<&str> {
    let reached = [comparisons::run(policy), figures::run(policy)];
    let all = policy.parameters.iter_enumerated();
    // How many a list takes changes no award; tests/county/aims.rs has it at its edge.
    let of_list = |index| policy.lists.iter().any(|list| list.most == Some(index));
    let left = all.filter(|(index, _)| !of_list(*index) && !reached.iter().any(|reached| reached.contains(index)));
    left.map(|(_, parameter)| &*parameter.name).collect()
}

#[test]
fn every_figure_of_the_policy_is_tried_at_its_edge() {
    for policy in &*POLICIES {
        assert_eq!(untested(policy), Vec::<&str>::new(), "{}", policy.number);
    }
}

/// A figure that nothing uses is not reached, and so noticed.
#[test]
fn a_figure_nothing_uses_is_noticed() {
    let text = format!("{BUILT_IN}\n[[parameter]]\nname = \"无人用的数\"\nvalue = 7\n");
    let policy = Policy::load(&text, "policy.toml").expect("a policy");
    assert_eq!(untested(&policy), ["无人用的数"]);
}

/// A new threshold in a new item is tried without a line of test being written.
#[test]
fn a_new_threshold_is_tried_by_itself() {
    let item = r#"
[[parameter]]
name = "展位下限"
value = "9.75"
note = "不低于，含本数"

[[table]]
name = "展销会"
columns = [{ name = "代码", type = "credit-code", required = true }, { name = "展位面积", type = "number" }]

[[item]]
id = "fair"
name = "参加展销会"
clause = "三(三)12"
table = "展销会"
counts = '展位面积>=展位下限'
any_year = true
method = { fixed = { amount = 500, quantity = "展位面积" } }
limits = [{ amount = 8000, over = "firm-year", name = "每年上限" }]
counts_toward_cap = false
"#;
    let policy = Policy::load(&format!("{BUILT_IN}{item}"), "policy.toml").unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(untested(&policy), Vec::<&str>::new());
}
