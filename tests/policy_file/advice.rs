//! What is written in a policy that loads and does nothing, or does what nobody meant: each remark with its reproducer.

use jiangbu::policy::{BUILT_IN, Fault, Policy};

use crate::edited;

const REMARKS: &str = include_str!("advice.txt");

/// What is marked ｜ what is said, a row a remark.
fn said(text: &str) -> Vec<String> {
    let (_, advice) = Policy::load_advised(text, "policy.toml").expect("a policy that loads");
    let one = |remark: &Fault| {
        let marked = text.get(remark.span.clone()).expect("whole characters").replace('\n', "⏎");
        let also =
            if remark.also.is_empty() { String::new() } else { format!("（还有 {} 处）", remark.also.len()) };
        format!("{marked}｜{}{also}", remark.message)
    };
    advice.remarks.iter().map(one).collect()
}

#[test]
fn every_remark_is_made_at_its_place() {
    let mut wrong = Vec::new();
    for case in REMARKS.split("\n\n").filter(|case| case.starts_with("- ")) {
        let line = |sign: &str| {
            let line = case.lines().find_map(|line| line.strip_prefix(sign)).unwrap_or_default();
            line.replace('⏎', "\n")
        };
        let expected: Vec<&str> = case.lines().filter_map(|line| line.strip_prefix("! ")).collect();
        let found = said(&edited(&line("- "), &line("+ ")));
        if found != expected || found.is_empty() {
            wrong.push(format!("{case}\nfound:\n! {}", found.join("\n! ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The built-in policy gives no cause for one.
#[test]
fn the_built_in_policy_needs_no_advice() {
    assert_eq!(said(BUILT_IN), Vec::<String>::new());
}

/// Rules that lean on a cap or a history that is not there.
#[test]
fn what_leans_on_an_absent_section_is_told() {
    let cut = |text: &str, from: &str, to: &str| {
        let (start, end) = (text.find(from).expect("the section"), text.find(to).expect("the next"));
        format!("{}{}", &text[..start], &text[end..])
    };
    let (rules, _) = BUILT_IN.split_once("# ———— 例子").expect("the examples");
    // Readings about the cap would point nowhere.
    let rules = cut(rules, "# ———— 文件没有写明", "# ———— 各部门交的表");
    let no_cap = cut(&rules, "[cap]\n", "[accounts]");
    let told = said(&no_cap);
    assert!(told.iter().any(|told| told.contains("停发的是占限额的项目")), "{}", told.join("\n"));
    assert_eq!(told.iter().filter(|told| told.contains("写了占限额，但没有 [cap]")).count(), 9);
}

/// Figures inside formulas are parameters, with a name, a clause and what they are there for.
#[test]
fn figures_in_formulas_are_parameters() {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the built-in policy");
    let found = |name: &str| policy.parameters.iter().find(|parameter| &*parameter.name == name).expect("a parameter");
    let falling = found("产值_利润增幅超过且能耗下降_数");
    assert_eq!((falling.value.to_string().as_str(), &*falling.clause), ("1", "三(四)3(2)"));
    assert_eq!(&*falling.note, "公式里的 单位能耗/上年单位能耗<100%；不含本数");
    assert_eq!(&*found("年销售额过亿元企业_数").note, "公式里的 销售收入>100000000；不含本数");
    // Neither a calendar year nor the parts of a day.
    assert!(policy.parameters.iter().all(|parameter| parameter.value != 2022.into() && parameter.value != 12.into()));
}
