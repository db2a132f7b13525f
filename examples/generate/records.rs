//! The records that every firm has: its row in the register, its account, two certificates, a deduction, a tax row, three patents.

use super::cell::{Cell, Row, row};
use super::chance::Chance;
use super::firm::Firm;
use super::{many_items, numbers, occasional, words};

/// The made-up town.
#[derive(Clone, Copy, Debug)]
pub struct Town {
    /// How many firms it has.
    pub firms: u64,
    /// What chance starts from.
    pub seed: u64,
    /// The award year.
    pub year: i32,
    /// How many patents each firm has.
    pub patents: u64,
    /// How many items the policy has, where it is one of very many.
    pub items: u64,
}

impl Town {
    /// The rows of firm `number` in the table `name`, the `place`-th of the policy.
    pub fn rows(&self, number: u64, place: usize, name: &str) -> Vec<Row> {
        let firm = Firm::of(self.seed, number);
        let chance = &mut Chance::of(self.seed, number, place as u64 + 1);
        match name {
            "企业基本情况" => vec![register(&firm)],
            "收款账户" => {
                vec![row![firm.code, firm.name, "临清农商银行", format!("62{number:017}")]]
            }
            "资质认定" => vec![self.listing(&firm, number, chance), self.certificate(&firm, number, chance)],
            "研发加计扣除" => {
                let deduction = firm.research / 1_000 * chance.between(500, 980);
                vec![row![firm.code, Cell::Whole(self.year.into()), "年度汇算", Cell::Fen(deduction)]]
            }
            "税收地方财力" => vec![self.revenue(&firm, chance)],
            "授权专利" => {
                (0..self.patents).map(|nth| self.patent(&firm, number * self.patents + nth, chance)).collect()
            }
            many_items::REGISTER => vec![row![firm.code, firm.name]],
            many_items::RECORDS => (1..=self.items).map(|item| many_items::row(self, &firm, item)).collect(),
            _ => occasional::row(self, &firm, number, name, chance).into_iter().collect(),
        }
    }

    /// A day `years` after the award year.
    pub fn day(&self, chance: &mut Chance, years: i32) -> Cell {
        Cell::Day(self.year + years, chance.between(1, 12), chance.between(1, 28))
    }

    /// The yearly listing as 科技型中小企业: this year's, or only last year's.
    fn listing(&self, firm: &Firm, number: u64, chance: &mut Chance) -> Row {
        let years = if chance.permille(800) { 0 } else { -1 };
        let day = self.day(chance, years);
        let id = format!("{}37158100A{number:06}", self.year + years);
        row![firm.code.as_str(), "科技型中小企业", "", id, day, Cell::Blank, "有效"]
    }

    /// A second certificate: a 高新技术企业 of the last four years, a listing of the year before last, or a title.
    fn certificate(&self, firm: &Firm, number: u64, chance: &mut Chance) -> Row {
        let kind = chance.weighted(&[("高新技术企业", 45), ("科技型中小企业", 45), ("专精特新", 9), ("瞪羚企业", 1)]);
        let (years, valid, level) = match kind {
            "科技型中小企业" => (-2, 1, ""),
            "高新技术企业" => (chance.weighted(&[(0, 25), (-1, 25), (-2, 25), (-3, 25)]), 3, "国家级"),
            _ => (chance.weighted(&[(0, 50), (-1, 50)]), 3, chance.weighted(&[("市级", 70), ("省级", 30)])),
        };
        let (month, day) = (chance.between(1, 12), chance.between(2, 28));
        let (from, to) =
            (Cell::Day(self.year + years, month, day), Cell::Day(self.year + years + valid, month, day - 1));
        let status = chance.weighted(&[("有效", 980), ("撤销", 10), ("更名换发", 10)]);
        row![firm.code.as_str(), kind, level, format!("GR{}37{number:06}", self.year + years), from, to, status]
    }

    /// 地方财力 of the year and the year before; the increment is left blank by some.
    fn revenue(&self, firm: &Firm, chance: &mut Chance) -> Row {
        let this = firm.sales / 1_000 * chance.between(8, 25);
        let last = this / 1_000 * chance.between(700, 1_120);
        let increment = if chance.permille(970) { Cell::Fen(this - last) } else { Cell::Blank };
        row![firm.code.as_str(), Cell::Whole(self.year.into()), Cell::Fen(this), Cell::Fen(last), increment]
    }

    fn patent(&self, firm: &Firm, serial: u64, chance: &mut Chance) -> Row {
        let (kind, digit) = chance.weighted(&[(("发明", 1), 17), (("实用新型", 2), 78), (("外观设计", 3), 5)]);
        let granted = self.day(chance, 0);
        row![
            firm.code.as_str(),
            numbers::patent(self.year - 1, digit, serial),
            kind,
            words::invention(chance),
            granted,
            if chance.permille(980) { "是" } else { "否" },
            chance.weighted(&[("自主研发", 95), ("受让", 4), ("其他", 1)]),
            if chance.permille(995) { "是" } else { "否" },
        ]
    }
}

fn register(firm: &Firm) -> Row {
    row![
        firm.code.as_str(),
        firm.name.as_str(),
        firm.district,
        if firm.bearings { "是" } else { "否" },
        if firm.above_scale { "规上" } else { "规下" },
        Cell::Fen(firm.sales),
        Cell::Fen(firm.research),
        firm.rating,
        Cell::Fen(firm.output[0]),
        Cell::Fen(firm.output[1]),
        Cell::Fen(firm.profit[0]),
        Cell::Fen(firm.profit[1]),
        Cell::Thousandths(firm.energy[0]),
        Cell::Thousandths(firm.energy[1]),
    ]
}
