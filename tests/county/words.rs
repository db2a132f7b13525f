//! How an amount came about, in words: the tier that held, and facts with their value and cells.

use jiangbu::award::assess;
use jiangbu::check::Checked;
use jiangbu::policy::Policy;
use jiangbu::report::derivation::{Step, derive};

use crate::{TEA, dataset, load};

/// The first step of `item` in the derivation of the only firm.
fn step(policy: &Policy, text: &str, item: &str) -> Step {
    let register = "茶企名册\n代码|单位|类型|茶园面积|从业人数\nA|甲茶业|公司|10.5|10\n\n";
    let checked = Checked::new(policy, dataset::dataset(policy, &format!("{register}{text}")), 2030);
    let assessment = assess(&checked).expect("figures within range");
    let steps = derive(&checked, &assessment, 0).sections.into_iter().flat_map(|section| section.steps);
    steps.into_iter().find(|step| step.label.starts_with(item)).expect("the item")
}

#[test]
fn the_tier_that_held_is_named() {
    for (item, report, words) in [
        (
            "上台阶奖",
            "10000000||",
            "产值 10,000,000.00，第1档（10,000,000 元起，不满 50,000,000 元）100,000 元 = 100,000.00",
        ),
        (
            "上台阶奖",
            "100000000||",
            "产值 100,000,000.00，第2档（50,000,000 元起，至 100,000,000 元）500,000 元 = 500,000.00",
        ),
        ("上台阶奖", "5||", "产值 5.00，不到第1档（10,000,000 元起） = 0.00"),
        ("纳税奖", "3000000||100000", "纳税额 100,000.00，第2档（100,000 元起）× 8% = 8,000.00"),
        (
            "增产奖",
            "3000000|1000000|",
            "产值 3,000,000.00 − 上年产值 1,000,000.00，分段累计：第1档（超过 0 元，至 1,000,000 元）× 1%；\
             第2档（超过 1,000,000 元）× 2% = 30,000.00",
        ),
    ] {
        let text = format!("茶企年报\n代码|报告年度|产值|上年产值|纳税额\nA|2030|{report}\n");
        assert_eq!(step(&TEA, &text, item).how[0], words);
    }
}

/// A fact in a base is shown with its value, and the cells it was worked out from are named, also through another fact.
#[test]
fn facts_are_shown_with_their_value_and_cells() {
    let base = "base = \"纳税额\", steps = [{ at_least = 0, rate = \"5%\" }, { at_least = 100000, rate = \"8%\" }] }";
    let policy = include_str!("../policies/tea.toml").replacen(
        base,
        "base = \"纳税额*加成\", steps = [{ at_least = 0, rate = \"5%\" }] }",
        1,
    );
    let fact = "[[fact]]\nname = \"加成\"\nformula = 'IF(人均产值>30000,2,1)'\n\n[[standing]]";
    let policy = load(&policy.replacen("[[standing]]", fact, 1));
    let text = "茶企年报\n代码|报告年度|产值|上年产值|纳税额\nA|2030|3000000||1000\n";
    let step = step(&policy, text, "纳税奖");
    assert_eq!(step.how[0], "纳税额 1,000.00 × 加成 2，第1档（0 元起）× 5% = 100.00");
    assert_eq!(step.sources, ["数据.xlsx › 茶企名册 › F2", "数据.xlsx › 茶企年报 › B2、C2、E2"]);
}
