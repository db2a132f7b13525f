//! What would make a test hold that does not.

use jiangbu::formula::remedy;

use crate::{case, parsed};

/// formula ｜ what is given ⇒ what it takes
const REMEDIES: &str = "
投入>5 ｜ 投入=6 ⇒ 
投入>=5 ｜ 投入=3 ⇒ 投入须达到 5.00 元，现为 3.00，相差 2.00 元
投入>5 ｜ 投入=5 ⇒ 投入须超过 5.00 元，现为 5.00
投入<5 ｜ 投入=6 ⇒ 投入须低于 5.00 元，现为 6.00，相差 1.00 元
投入<=5 ｜ 投入=6 ⇒ 投入须降到 5.00 元，现为 6.00，相差 1.00 元
投入=5 ｜ 投入=6 ⇒ 投入须为 5，现为 6.00
投入>5 ｜ ⇒ 补上“投入”
投入+投入>收入 ｜ ⇒ 补上“投入”“收入”
投入/收入>=50% ｜ 投入=3,收入=10 ⇒ 投入须达到 5.00 元，现为 3.00，相差 2.00 元
投入/收入>=50% ｜ 投入=3,收入=0 ⇒ 收入 0.00 须大于零
投入/收入>=50% ｜ 投入=3,收入=-1 ⇒ 收入 -1.00 须大于零
规模=\"规上\" ｜ 规模=规下 ⇒ 规模须为 “规上”，现为 规下
合格 ｜ ⇒ 补上“合格”所需的数据
合格 ｜ 合格=否 ⇒ 有“合格”这一情形
NOT(合格) ｜ 合格=是 ⇒ 没有“合格”这一情形
NOT(投入>5) ｜ 投入=6 ⇒ 不再有：投入 6.00 > 5
AND(合格,达标) ｜ 合格=是,达标=否 ⇒ 有“达标”这一情形
AND(合格,达标) ｜ ⇒ 补上“合格”所需的数据，并且补上“达标”所需的数据
OR(合格,达标) ｜ 合格=否,达标=否 ⇒ 有“合格”这一情形；或者有“达标”这一情形
OR(合格,达标) ｜ 合格=是,达标=否 ⇒ 
ATLEAST(1,合格) ｜ 合格=否 ⇒ 
";

#[test]
fn what_a_test_lacks_is_named_with_its_figures() {
    let mut wrong = Vec::new();
    for line in REMEDIES.lines().filter(|line| !line.is_empty()) {
        let (left, expected) = line.split_once(" ⇒ ").expect("what it takes");
        let (source, given) = left.split_once('｜').expect("what is given");
        let mut case = case(given.trim());
        let formula = parsed(source.trim(), &mut case);
        let found = remedy(&formula, &case).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{left} ⇒ {found}"));
        }
    }
    assert!(wrong.is_empty(), "found:\n{}", wrong.join("\n"));
}
