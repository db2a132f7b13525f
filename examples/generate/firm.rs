//! A firm's own figures, from which the figures of its records follow.

use super::chance::Chance;
use super::words;

/// A firm; amounts in fen.
#[derive(Clone, Debug)]
pub struct Firm {
    /// 统一社会信用代码.
    pub code: String,
    /// 企业名称.
    pub name: String,
    /// 镇街.
    pub district: &'static str,
    /// 轴承工业企业?
    pub bearings: bool,
    /// 规上?
    pub above_scale: bool,
    /// 销售收入.
    pub sales: i64,
    /// 研发投入.
    pub research: i64,
    /// 上年度亩均评价; blank for some.
    pub rating: &'static str,
    /// 产值 of the year and of the year before.
    pub output: [i64; 2],
    /// 利润总额 of the year and of the year before.
    pub profit: [i64; 2],
    /// 单位能耗 of the year and of the year before, in thousandths.
    pub energy: [i64; 2],
}

impl Firm {
    /// Firm `number` of the town that `seed` stands for.
    pub fn of(seed: u64, number: u64) -> Self {
        let chance = &mut Chance::of(seed, number, 0);
        let above_scale = chance.permille(150);
        // Above scale means sales of 20 million yuan and more; a few firms reach hundreds of millions.
        let sales = if above_scale {
            let most = chance.weighted(&[(6_000_000, 70), (15_000_000, 24), (60_000_000, 6)]);
            chance.between(2_000_000, most) * 1_000
        } else {
            chance.between(60_000, 1_990_000) * 1_000
        };
        let output = sales / 1_000 * chance.between(960, 1_060);
        let profit = sales / 1_000 * chance.between(-20, 110);
        let energy = chance.between(90, 400);
        Self {
            code: super::numbers::credit_code(seed, number),
            name: words::firm(chance, number),
            district: chance.one(words::DISTRICTS),
            bearings: chance.permille(930),
            above_scale,
            sales,
            research: sales / 10_000 * chance.between(380, 950) + chance.between(0, 99),
            rating: chance.weighted(&[("A", 10), ("B", 45), ("C", 30), ("D", 8), ("未评价", 5), ("", 2)]),
            output: [output, output / 1_000 * chance.between(640, 1_150)],
            profit: [profit, profit / 1_000 * chance.between(640, 1_150)],
            energy: [energy, (energy * chance.between(900, 1_200) / 1_000).max(1)],
        }
    }
}
