//! Adding an item to a policy file needs no code: text is added to the file, and the same program pays it.

use jiangbu::policy::{BUILT_IN, Policy};

use crate::dataset::dataset;
use crate::outcome::{Outcome, same};

const ITEM: &str = r#"
[[table]]
name = "展销会"
unique = ["统一社会信用代码", "展会名称"]
period = ["展会年度"]
columns = [
  { name = "统一社会信用代码", type = "credit-code", required = true },
  { name = "展会名称", type = "text", required = true },
  { name = "展会年度", type = "year", required = true },
  { name = "展位面积", type = "number", required = true },
]

[[item]]
id = "fair"
name = "参加展销会"
clause = "三(三)12"
table = "展销会"
record = "展会名称"
counts = '展会年度=年度'
method = { tiers = { base = "展位面积", marginal = true, steps = [{ above = 0, rate = "5000%" }, { above = 100, rate = "2000%" }] } }
limits = [{ amount = 8000, over = "firm-year", name = "每年上限" }]
requires = ["scope-industry"]
counts_toward_cap = false
"#;

fn paid(policy: &Policy, text: &str) -> String {
    let text = format!("企业基本情况\n统一社会信用代码|轴承工业企业\nA|是\n\n{text}");
    Outcome::of(policy, dataset(policy, &text), 2022).lines()
}

#[test]
fn a_new_item_with_its_table_is_only_text() {
    let policy = Policy::load(&format!("{BUILT_IN}{ITEM}"), "policy.toml").unwrap_or_else(|error| panic!("{error}"));
    same(
        &paid(
            &policy,
            "展销会\n统一社会信用代码|展会名称|展会年度|展位面积\nA|春|2022|120.5\nA|秋|2022|90\nA|冬|2021|90",
        ),
        "A fair 春 payable 5410.00 = 5410.00\nA fair 秋 payable 4500.00 年 1910.00 = 2590.00",
    );
}

#[test]
fn a_changed_figure_is_only_text() {
    let text =
        BUILT_IN.replacen(r#"rate = "30%", base = "在临劳动报酬""#, r#"rate = "31.5%", base = "在临劳动报酬""#, 1);
    assert_ne!(text, BUILT_IN);
    let policy = Policy::load(&text, "policy.toml").unwrap_or_else(|error| panic!("{error}"));
    let found = paid(&policy, "柔性引进人才\n统一社会信用代码|姓名|年度|在临劳动报酬\nA|赵|2022|100.10");
    same(&found, "A talent-flexible 赵 payable 31.53 = 31.53");
}
