//! The records that only some firms have, each table in its own proportion.

use super::cell::{Cell, Row, row};
use super::chance::Chance;
use super::firm::Firm;
use super::records::Town;
use super::words;

/// Ten thousand yuan in fen.
const WAN: i64 = 1_000_000;

/// Of a thousand firms, how many have a record in the table.
fn share(table: &str) -> i64 {
    match table {
        "历年奖励" => 300,
        "绩效评价" => 200,
        "科技项目" => 150,
        "技术合同" => 120,
        "技术引进合作" => 80,
        "科技副总" => 60,
        "创新平台" | "其他政策补助" => 50,
        "柔性引进人才" => 40,
        "人才入选" | "不良记录" => 30,
        "孵化载体" => 10,
        "顶尖人才" => 5,
        _ => 0,
    }
}

/// The record of firm `number` in `table`, if it has one.
pub fn row(town: &Town, firm: &Firm, number: u64, table: &str, chance: &mut Chance) -> Option<Row> {
    if !chance.permille(share(table)) {
        return None;
    }
    let (code, year) = (firm.code.as_str(), town.year);
    let this_year = || Cell::Whole(year.into());
    let mut wan = |least, most| Cell::Fen(chance.between(least, most) * WAN);
    Some(match table {
        "历年奖励" => {
            let amount = wan(1, 30);
            row![code, Cell::Whole((year - 1).into()), "研发加计扣除", Cell::Blank, amount]
        }
        "绩效评价" => row![code, this_year(), chance.weighted(&[("通过", 97), ("停止执行", 3)])],
        "科技项目" => {
            let (id, grant) = (format!("{year}CXGC{number:07}"), wan(10, 300));
            let plan = chance.weighted(&[("重点研发计划", 6), ("科技重大专项", 2), ("其他", 2)]);
            let level = chance.weighted(&[("省级", 4), ("市级", 4), ("国家级", 1), ("县级", 1)]);
            let begun = Cell::Day(year, chance.between(1, 3), chance.between(1, 28));
            let paid = Cell::Day(year, chance.between(4, 12), chance.between(1, 28));
            row![code, id, words::invention(chance), plan, level, begun, grant, paid]
        }
        "技术合同" => {
            let amount = wan(5, 900);
            let kind = chance.weighted(&[("技术开发", 6), ("技术转让", 3), ("技术服务", 1)]);
            let rate = if chance.permille(200) { Cell::Permille(15) } else { Cell::Blank };
            let name = words::invention(chance);
            row![code, format!("{year}3715{number:08}"), name, kind, town.day(chance, 0), amount, Cell::Blank, rate]
        }
        "技术引进合作" => {
            let paid = wan(5, 180);
            let way = chance.one(&["技术引进", "合作开发", "委托研发"]);
            let rate = if chance.permille(200) { Cell::Permille(600) } else { Cell::Blank };
            let works = if chance.permille(900) { "是" } else { "否" };
            row![code, format!("JS{year}-{number:06}"), words::invention(chance), way, this_year(), paid, works, rate]
        }
        "科技副总" => {
            let (advice, travel) = (wan(2, 15), Cell::Fen(chance.between(0, 90) * WAN / 100));
            let (from, to) = (Cell::Day(year, 1, 1), Cell::Day(year + 1, 12, 31));
            row![code, words::person(chance), "鲁科字〔2021〕66号", from, to, this_year(), advice, travel, Cell::Blank]
        }
        "创新平台" => {
            let (level, ceiling) = chance.weighted(&[(("市级", 20), 80), (("省级", 100), 17), (("国家级", 500), 3)]);
            let decided = if chance.permille(850) { Cell::Fen(chance.between(5, ceiling) * WAN) } else { Cell::Blank };
            let name = format!("{}技术中心", firm.name);
            row![code, name, level, town.day(chance, 0), format!("聊科字〔{year}〕8号"), decided]
        }
        "其他政策补助" => {
            let amount = wan(1, 8);
            let paid = chance.one(&["已兑付", "未兑付"]);
            row![code, "支持轴承产业创新发展实施方案", "研发加计扣除", Cell::Blank, this_year(), amount, paid]
        }
        "柔性引进人才" => {
            let earned = wan(5, 60);
            row![code, words::person(chance), this_year(), earned]
        }
        "人才入选" => {
            let level = chance.weighted(&[("省部级", 9), ("国家级", 1)]);
            row![code, words::person(chance), "泰山产业领军人才", level, "自主培养", town.day(chance, 0)]
        }
        "不良记录" => {
            let kind = chance.weighted(&[("安全责任事故", 40), ("环境问题", 40), ("严重失信", 17), ("弄虚作假", 3)]);
            let (degree, day) = (chance.weighted(&[("一般", 7), ("较大", 3)]), town.day(chance, 0));
            row![code, kind, degree, day, chance.one(&["未解除", "已解除"]), format!("临罚〔{year}〕{number}号")]
        }
        "孵化载体" => {
            let kind = chance.one(&["科技企业孵化器", "众创空间", "专业化众创空间"]);
            let (level, rating) = (chance.one(&["市级", "省级", "国家级"]), chance.one(&["A", "B", "C"]));
            let name = format!("{}{number}号{kind}", firm.district);
            row![code, name, kind, level, rating, town.day(chance, 0), town.day(chance, -2)]
        }
        "顶尖人才" => {
            let decided = wan(20, 200);
            row![code, words::person(chance), town.day(chance, 0), format!("临人才〔{year}〕{number}号"), decided]
        }
        _ => return None,
    })
}
