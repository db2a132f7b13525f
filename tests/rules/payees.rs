//! Who is paid: firms, persons and carriers apart, and together the fund's total.

use jiangbu::award::{PayeeKind, payees};
use jiangbu::money::Money;

use crate::dataset::dataset;
use crate::outcome::Outcome;
use crate::town::{PATENT, POLICY, award, same};

/// `kind name amount (lines)` for each payee; their sum must be the fund's total.
fn paid(found: &Outcome<'_>) -> String {
    let all = payees(&found.checked, &found.award).expect("small amounts");
    let sum = Money::total(all.iter().map(|payee| payee.amount)).expect("small amounts");
    assert_eq!(sum, found.award.fund.total);
    assert!(all.iter().all(|payee| payee.amount.is_positive()));
    let kind = |kind| match kind {
        PayeeKind::Firm => "firm",
        PayeeKind::Person => "person",
        PayeeKind::Carrier => "carrier",
    };
    let name =
        |payee: &jiangbu::award::Payee| payee.name.map_or("", |name| found.checked.data.texts.get(name)).to_owned();
    let lines = all.iter().map(|payee| {
        format!(
            "{} {} {} {} ({})",
            kind(payee.kind),
            found.code(payee.firm),
            name(payee),
            payee.amount,
            payee.lines.len()
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

const PEOPLE: &str = "
柔性引进人才
统一社会信用代码|姓名|年度|在临劳动报酬
A|赵|2022|1000
A|钱|2022|2000
A|赵|2022|500

孵化载体
统一社会信用代码|载体名称|载体类型|级别|备案日期|年度评价|评价公布日期
A|众创|专业化众创空间|国家级|2022-03-01||
";

const TAX: &str = "\n税收地方财力\n统一社会信用代码|年度|新增地方财力\n";

#[test]
fn persons_and_carriers_get_their_own() {
    same(
        &paid(&award(&format!("{PATENT}{PEOPLE}"))),
        "firm A 甲轴承 5000.00 (1)
         person A 赵 450.00 (2)
         person A 钱 600.00 (1)
         carrier A 众创 1000000.00 (1)",
    );
}

#[test]
fn a_firm_that_only_hands_on_gets_nothing_itself() {
    same(
        &paid(&award(&format!("{PATENT}{PEOPLE}{TAX}A|2022|0"))),
        "person A 赵 450.00 (2)
         person A 钱 600.00 (1)
         carrier A 众创 1000000.00 (1)",
    );
}

#[test]
fn the_cut_is_spread_over_persons_too() {
    let mut policy = POLICY.clone();
    let item = policy.items.iter_mut().find(|item| &*item.id == "talent-flexible").expect("an item of the policy");
    item.counts_toward_cap = true;
    item.cap = Some(jiangbu::index::CapIndex::default());
    let good = "企业基本情况\n统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价\nA|甲轴承|是|规上|50000000|5000000|B\n";
    let with = |increment: &str| {
        let text = format!("{good}{PATENT}{PEOPLE}{TAX}A|2022|{increment}");
        paid(&Outcome::of(&policy, dataset(&policy, &text), 2022))
    };
    let carrier = "carrier A 众创 1000000.00 (1)";
    same(
        &with("2500"),
        // 2000 over 5000, 300, 150 and 600.
        &format!("firm A 甲轴承 1652.89 (1)\nperson A 赵 148.76 (2)\nperson A 钱 198.35 (1)\n{carrier}"),
    );
    same(&with("1000"), &format!("firm A 甲轴承 661.16 (1)\nperson A 赵 59.50 (2)\nperson A 钱 79.34 (1)\n{carrier}"));
}

#[test]
fn open_firms_are_not_on_the_list() {
    same(&paid(&award(&format!("企业基本情况\n统一社会信用代码|研发投入\nA|\n{PATENT}{PEOPLE}"))), "");
}
