//! At the edge of what is a slip: what is just right passes without a word, what is just beyond is told at its place.

use crate::policy_texts::grain;
use crate::slips::said;

#[test]
fn just_right_passes_and_just_beyond_is_told() {
    let mut wrong = Vec::new();
    for block in include_str!("edges.txt").split("\n\n").filter(|block| block.starts_with("- ")) {
        let line = |sign: &str| {
            let line = block.lines().find_map(|line| line.strip_prefix(sign)).unwrap_or_default();
            line.replace('⏎', "\n")
        };
        let right = line("- ");
        assert!(grain().contains(&right), "the policy no longer says: {right}");
        let expected: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("! ")).collect();
        let found = said(&grain().replacen(&right, &line("+ "), 1));
        if found != expected {
            wrong
                .push(format!("{block}\nfound:\n{}", found.iter().map(|one| format!("! {one}\n")).collect::<String>()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A table's name is a sheet's name.
#[test]
fn what_a_sheet_may_be_called() {
    let named = |name: &str| said(&grain().replace("\"仓房\"", &format!("\"{name}\"")));
    for name in ["仓", &"仓".repeat(31), "仓'房", "仓房（高标准）"] {
        assert_eq!(named(name), Vec::<String>::new(), "{name}");
    }
    for name in ["", &"仓".repeat(32), "'仓", "仓'", "仓[", "仓]", "仓:", "仓*", "仓?", "仓/"] {
        let told = named(name).iter().any(|told| told.contains("表名也是工作表的名称：1 至 31 个字"));
        assert!(told, "{name}: {:?}", named(name));
    }
}
