//! Which marks of risk a firm has when firms are drawn for an audit, and which are drawn for certain.

use std::collections::BTreeSet;

use jiangbu::award::sample;
use jiangbu::index::FirmIndex;

use crate::outcome::Outcome;
use crate::town::{POLICY, award, same};

const FIRMS: &str = "企业基本情况\n统一社会信用代码\nA\nB\nC\nD\nE\n";
const PLATFORM: &str = "\n创新平台\n统一社会信用代码|平台名称|级别|认定日期|核定金额\n";
const PEOPLE: &str = "\n\n柔性引进人才\n统一社会信用代码|姓名|年度|在临劳动报酬\n";

/// `A 必 重 1000` for each firm drawn: for certain or by its point, its marks, what it weighs in fen.
fn drawn(found: &Outcome<'_>, warned: &[usize], count: usize) -> String {
    let warned: BTreeSet<FirmIndex> = warned.iter().map(|firm| FirmIndex::from(*firm)).collect();
    let all = sample(&POLICY, &found.award, &warned, count, "种子").expect("small amounts");
    let one = |drawn: &jiangbu::award::Drawn| {
        let certain = if drawn.point.is_none() { "必" } else { "点" };
        let risks: Vec<&str> = drawn.risks.iter().map(|risk| risk.label()).collect();
        format!("{} {certain} {} {}\n", found.code(drawn.firm), risks.join("、"), drawn.weight)
    };
    all.drawn.iter().map(one).collect()
}

#[test]
fn each_mark_is_one_weight_more() {
    let platforms =
        "A|中心|市级|2022-03-01|100\nA|中心|省级|2022-06-01|300\nB|院|省级|2022-03-01|\nD|所|市级|2022-03-01|500";
    let found = award(&format!("{FIRMS}{PLATFORM}{platforms}{PEOPLE}C|赵|2022|1000"));
    same(
        &drawn(&found, &[3], 5),
        "A 必 同一事项有两项 60000
         B 必 有待定、待核定 200
         C 必 发给个人或载体 60000
         D 必 有警告 100000
         E 必  100",
    );
}

#[test]
fn firms_that_weigh_as_much_as_the_interval_are_certain() {
    let platforms = "A|甲|市级|2022-03-01|500\nB|乙|市级|2022-03-01|500\nC|丙|市级|2022-03-01|500\nD|丁|市级|2022-03-01|500\nE|戊|市级|2022-03-01|500";
    let found = award(&format!("{FIRMS}{PLATFORM}{platforms}"));
    same(&drawn(&found, &[], 5), "A 必  50000\nB 必  50000\nC 必  50000\nD 必  50000\nE 必  50000");
    assert_eq!(drawn(&found, &[], 2).lines().filter(|line| line.contains('点')).count(), 2);
    assert_eq!(drawn(&found, &[], 0), "");
}
