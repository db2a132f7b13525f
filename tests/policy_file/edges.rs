//! At the edge of what is a slip: what is just right passes without a word, what is just beyond is told at its place.

use crate::policy_texts::{grain, slips_of};
use crate::slips::{each_is_told, said};

#[test]
fn just_right_passes_and_just_beyond_is_told() {
    each_is_told(slips_of(include_str!("edges.txt"), grain()), said);
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
