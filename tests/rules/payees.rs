//! Who is paid: firms, persons and carriers apart, and together the fund's total.

use jiangbu::award::{LineStatus, PayeeKind, payees};
use jiangbu::money::Money;
use jiangbu::policy::Policy;

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

/// The cookbook's policy of awards that several divide.
fn divided(cap: &str) -> Policy {
    let text = include_str!("../../examples/policies/payees.toml");
    let counts = if cap.is_empty() { "dated = true" } else { "dated = true\ncounts_toward_cap = true" };
    Policy::load(&format!("{}{cap}", text.replace("dated = true", counts)), "policy.toml").expect("a policy")
}

const WORKS: &str = "名录
代码|名称
A|甲所

成果
代码|编号|年度|类别|合同额|主持人
";

/// What each payee gets, kind and name; their sum is what is paid.
fn of_works(policy: &Policy, works: &str, members: &str) -> String {
    let text = format!("{WORKS}{works}\n\n成员\n代码|编号|姓名|比例\n{members}");
    paid(&Outcome::of(policy, dataset(policy, &text), 2030))
}

#[test]
fn parts_are_rounded_down_and_the_first_takes_the_rest() {
    let policy = divided("");
    // 30 % and 70 % of 5 % of the contract: 50.01, 0.01, 0.02, 0.10.
    for (contract, firm, person) in
        [("1000.20", "15.01", "35.00"), ("0.20", "0.01", ""), ("0.40", "0.01", "0.01"), ("2", "0.03", "0.07")]
    {
        let person = if person.is_empty() { String::new() } else { format!("person A 张三 {person} (1)") };
        let found = of_works(&policy, &format!("A|T1|2030|转化|{contract}|张三"), "");
        same(&found, &format!("firm A 甲所 {firm} (1)\n{person}"));
    }
    // Thirds of 80, and a fifth for the firm; a member without a share is no payee.
    same(
        &of_works(&policy, "A|C1|2030|竞赛||", "A|C1|张三|\nA|C1|李四|\nA|C1|王五|\nB|C1|赵六|"),
        "firm A 甲所 20.00 (1)\nperson A 张三 26.68 (1)\nperson A 李四 26.66 (1)\nperson A 王五 26.66 (1)",
    );
    same(
        &of_works(&policy, "A|P1|2030|论文||", "A|P1|张三|0\nA|P1|李四|0.3333\nA|p1|王五|0.6667"),
        "person A 李四 333.30 (1)\nperson A 王五 666.70 (1)",
    );
    // One person of two awards is one payee.
    same(
        &of_works(&policy, "A|P1|2030|论文||\nA|T1|2030|转化|200|张 三", "A|P1|张三|1"),
        "firm A 甲所 3.00 (1)\nperson A 张三 1007.00 (2)",
    );
}

#[test]
fn limits_and_the_cap_cut_the_line_and_the_parts_follow() {
    same(
        &of_works(&divided(""), "A|T1|2030|转化|2000000.20|张三", ""),
        "firm A 甲所 30000.00 (1)\nperson A 张三 70000.00 (1)",
    );
    let cap = "\n[[fact]]\nname = \"合同\"\ntable = \"成果\"\nsum = '合同额'\n\n[cap]\nincrement = '合同'\n\n\
        [[cap.class]]\nid = \"all\"\nname = \"全部\"\nclause = \"九\"\nratio = \"10%\"\n";
    let policy = divided(cap);
    // 10 % of 1000 are left of 1000 and 50: 95.24 and 4.76.
    same(
        &of_works(&policy, "A|P1|2030|论文|0|\nA|T1|2030|转化|1000|李四", "A|P1|张三|0.5\nA|P1|李四|0.5"),
        "firm A 甲所 1.43 (1)\nperson A 张三 47.62 (1)\nperson A 李四 50.95 (2)",
    );
}

#[test]
fn who_is_not_known_leaves_the_line_open() {
    let policy = divided("");
    for (works, members, why) in [
        ("A|P1|2030|论文||", "", "“成员”里没有“P1”的人"),
        ("A|P1|2030|论文||", "B|P1|张三|1", "“成员”里没有“P1”的人"),
        ("A|P1|2030|论文||", "A|P1|张三|0.5\nA|P1|李四|", "“比例”空白"),
        ("A|P1|2030|论文||", "A|P1|张三|0.5\nA|P1|李四|0.4999", "“成员”里“P1”的比例加起来是 99.99%"),
        ("A|P1|2030|论文||", "A|P1||1", "“姓名”空白"),
        ("A||2030|论文||", "A|P1|张三|1", "“编号”空白"),
        ("A|T1|2030|转化|1000|", "", "“主持人”空白"),
    ] {
        let text = format!("{WORKS}{works}\n\n成员\n代码|编号|姓名|比例\n{members}");
        let found = Outcome::of(&policy, dataset(&policy, &text), 2030);
        assert_eq!(found.award.lines[0].status, LineStatus::Undetermined, "{works} {members}");
        assert_eq!(found.award.firms.raw[0].payable, None);
        let open = found.award.findings.iter().find(|finding| &*finding.code == "W438").expect("the finding");
        assert_eq!(open.why, why);
        same(&paid(&found), "");
    }
    // Nothing to divide needs nobody.
    let found = Outcome::of(&policy, dataset(&policy, &format!("{WORKS}A|T1|2030|转化|0|")), 2030);
    assert_eq!(found.award.firms.raw[0].payable, Some(Money::ZERO));
}
