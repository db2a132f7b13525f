//! The town of the tests: firms that meet every condition unless a test says otherwise.

use std::sync::LazyLock;

use jiangbu::policy::{BUILT_IN, Policy};

use crate::dataset::{Block, blocks, dataset, empty, fill};
pub use crate::outcome::{Outcome, same};

/// The built-in policy.
pub static POLICY: LazyLock<Policy> =
    LazyLock::new(|| Policy::load(BUILT_IN, "policy.toml").unwrap_or_else(|error| panic!("{error}")));

/// What the register says of a firm where a test says nothing: below the full class of the cap, inside every condition.
const GOOD: &[(&str, &str)] = &[
    ("企业名称", "甲轴承"),
    ("轴承工业企业", "是"),
    ("规模", "规上"),
    ("销售收入", "50000000"),
    ("研发投入", "5000000"),
    ("上年度亩均评价", "B"),
    ("产值", "60000000"),
    ("上年产值", "60000000"),
    ("利润总额", "1000000"),
    ("上年利润总额", "1000000"),
    ("单位能耗", "0.2"),
    ("上年单位能耗", "0.2"),
];

/// The award of 2022. Without 企业基本情况 in the text there is one good firm, A; a column that 企业基本情况 leaves out is good.
/// Without 税收地方财力 every firm has an increment that no award of the tests exceeds.
pub fn award(text: &str) -> Outcome<'static> {
    award_of(text, 2022)
}

/// The same, of another year.
pub fn award_of(text: &str, year: i32) -> Outcome<'static> {
    let policy = &*POLICY;
    let mut written = blocks(text);
    let at = written.iter().position(|block| block.table == "企业基本情况").unwrap_or_else(|| {
        written.push(Block {
            table: "企业基本情况".into(),
            header: vec!["统一社会信用代码".into()],
            rows: vec![vec!["A".into()]],
        });
        written.len() - 1
    });
    for (column, good) in GOOD {
        if !written[at].header.iter().any(|known| known == column) {
            written[at].header.push((*column).into());
            written[at].rows.iter_mut().for_each(|row| row.push((*good).into()));
        }
    }
    if !written.iter().any(|block| block.table == "税收地方财力") {
        let rows = written[at].rows.iter().map(|row| vec![row[0].clone(), year.to_string(), "9000000000".into()]);
        let header = ["统一社会信用代码", "年度", "新增地方财力"].map(Into::into).to_vec();
        let rows = rows.collect();
        written.push(Block { table: "税收地方财力".into(), header, rows });
    }
    let mut data = empty(policy);
    written.iter().for_each(|block| fill(policy, &mut data, block));
    Outcome::of(policy, data, year)
}

/// The award from exactly what is written.
pub fn award_bare(text: &str) -> Outcome<'static> {
    Outcome::of(&POLICY, dataset(&POLICY, text), 2022)
}

/// A patent that pays 5000 if the firm may receive: what makes conditions visible.
pub const PATENT: &str = "
授权专利
统一社会信用代码 | 专利号 | 专利类型 | 授权公告日 | 第一专利权人 | 取得方式 | 权属明确
A | ZL202010000001.1 | 发明 | 2022-06-01 | 是 | 自主研发 | 是
";
