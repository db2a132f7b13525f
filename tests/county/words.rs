//! How an amount came about, in words: the tier that held, and facts with their value and cells.

use jiangbu::award::assess;
use jiangbu::check::Checked;
use jiangbu::policy::Policy;
use jiangbu::report::derivation::{Step, derive};

use crate::{TEA, dataset, load};

/// The first step of `item` in the derivation of the only firm.
fn step(policy: &Policy, text: &str, item: &str) -> Step {
    let register = "茶企名册\n代码|单位|类型|茶园面积|从业人数\nA|甲茶业|公司|10.5|10\n\n";
    let checked = Checked::new(policy, dataset::dataset(policy, &format!("{register}{text}")), 2030);
    let assessment = assess(&checked).expect("figures within range");
    let steps = derive(&checked, &assessment, 0.into()).sections.into_iter().flat_map(|section| section.steps);
    steps.into_iter().find(|step| step.label.starts_with(item)).expect("the item")
}

#[test]
fn the_tier_that_held_is_named() {
    for (item, report, words) in [
        (
            "上台阶奖",
            "10000000||",
            "产值 10,000,000.00，第1档（10,000,000 元起，不满 50,000,000 元）100,000 元 = 100,000.00",
        ),
        (
            "上台阶奖",
            "100000000||",
            "产值 100,000,000.00，第2档（50,000,000 元起，至 100,000,000 元）500,000 元 = 500,000.00",
        ),
        ("上台阶奖", "5||", "产值 5.00，不到第1档（10,000,000 元起） = 0.00"),
        ("纳税奖", "3000000||100000", "纳税额 100,000.00，第2档（100,000 元起）× 8% = 8,000.00"),
        (
            "增产奖",
            "3000000|1000000|",
            "产值 3,000,000.00 − 上年产值 1,000,000.00，分段累计：第1档（超过 0 元，至 1,000,000 元）× 1%；\
             第2档（超过 1,000,000 元）× 2% = 30,000.00",
        ),
    ] {
        let text = format!("茶企年报\n代码|报告年度|产值|上年产值|纳税额\nA|2030|{report}\n");
        assert_eq!(step(&TEA, &text, item).how[0], words);
    }
}

/// A fact in a base is shown with its value, and the cells it was worked out from are named, also through another fact.
#[test]
fn facts_are_shown_with_their_value_and_cells() {
    let base = "base = \"纳税额\", steps = [{ at_least = 0, rate = \"5%\" }, { at_least = 100000, rate = \"8%\" }] }";
    let policy = include_str!("../policies/tea.toml").replacen(
        base,
        "base = \"纳税额*加成\", steps = [{ at_least = 0, rate = \"5%\" }] }",
        1,
    );
    let fact = "[[fact]]\nname = \"加成\"\nformula = 'IF(人均产值>30000,2,1)'\n\n[[standing]]";
    let policy = load(&policy.replacen("[[standing]]", fact, 1));
    let text = "茶企年报\n代码|报告年度|产值|上年产值|纳税额\nA|2030|3000000||1000\n";
    let step = step(&policy, text, "纳税奖");
    assert_eq!(step.how[0], "纳税额 1,000.00 × 加成 2，第1档（0 元起）× 5% = 100.00");
    assert_eq!(
        step.sources,
        [
            "数据.xlsx › 茶企年报 › B2、C2、E2",
            "数据.xlsx › 茶企名册 › F2",
            "查“茶企年报”1 行（数据.xlsx › 茶企年报），本企业 1 行"
        ]
    );
}

/// The names and cells of every record that a count took in, the figures and cells of a sum; of many, the first and how many.
#[test]
fn what_a_count_or_a_sum_took_in_is_named() {
    let text = include_str!("../policies/tea.toml").replacen(
        "[[condition]]\nid = \"area\"",
        "[[condition]]\nid = \"organic\"\nname = \"有机证\"\nclause = \"第三条\"\nrequirement = \"两张以上\"\ntest = \
         'AND(在用有机证数>=2,本年设备款>0,本年单价合计>0)'\n\n[[condition]]\nid = \"area\"",
        1,
    );
    let text = text.replacen(
        "[[standing]]",
        "[[fact]]\nname = \"本年单价合计\"\ntable = \"设备购置\"\nsum = '单价'\nwhere = 'YEAR(购置日期)=年度'\n\n[[standing]]",
        1,
    );
    let policy = load(&text);
    let machine = |count: usize| {
        let rows: String = (1..=count).map(|n| format!("A|S{n}|2030-05-01|普通|{n}|100\n")).collect();
        format!("设备购置\n代码|设备编号|购置日期|档次|台数|单价\nA|S0|2029-05-01|普通|9|100\n{rows}")
    };
    let certificates = "绿色证书\n代码|证号|类别|发证日期|状态\nA|Z1|有机|2029-01-01|在用\nA|Z2|绿色|2029-01-01|在用\n\
                        A|Z3|有机|2030-01-01|在用\n";
    let few = step(&policy, &format!("{certificates}\n{}", machine(2)), "有机证");
    assert_eq!(
        few.how[1],
        "实际：在用有机证数 2（Z1、Z3） ≥ 2；本年设备款 300.00（台数 1 × 单价 100.00 + 台数 2 × 单价 100.00） > 0；\
         本年单价合计 200.00（100.00 + 100.00） > 0"
    );
    assert_eq!(
        few.sources,
        [
            "数据.xlsx › 绿色证书 › C2、E2、C4、E4",
            "数据.xlsx › 设备购置 › C3、E3、F3、C4、E4、F4",
            "数据.xlsx › 绿色证书 › C3（看过，不计）",
            "数据.xlsx › 设备购置 › C2（看过，不计）",
            "查“绿色证书”3 行（数据.xlsx › 绿色证书），本企业 3 行",
            "查“设备购置”3 行（数据.xlsx › 设备购置），本企业 3 行",
        ]
    );
    let aside = "不计 数据.xlsx › 绿色证书 › 3 行：类别 绿色 ≠ “有机”";
    assert!(few.how.iter().any(|line| line == aside), "{:?}", few.how);
    let many = step(&policy, &format!("{certificates}\n{}", machine(20)), "有机证");
    assert!(
        many.how[1].ends_with("本年单价合计 2,000.00（100.00 + 100.00 + 100.00 + 100.00 + 100.00 + …，共 20 条） > 0")
    );
    assert_eq!(many.sources[1], "数据.xlsx › 设备购置 › C3:C22、E3:E22、F3:F22");
}

/// An item is called by its name, also where the formula has its id.
#[test]
fn an_item_is_called_by_its_name() {
    for written in ["fair", "参展补助"] {
        let fact = format!(
            "[[fact]]\nname = \"上次项目\"\ntable = \"往年扶持\"\nvalue = '项目'\nlatest = '发放年度'\n\n[[condition]]\n\
             id = \"before\"\nname = \"没有参展\"\nclause = \"一\"\nrequirement = \"没有参展\"\n\
             test = '上次项目<>\"{written}\"'\n\n[[condition]]\nid = \"area\""
        );
        let policy = load(&include_str!("../policies/tea.toml").replacen("[[condition]]\nid = \"area\"", &fact, 1));
        for (id, words) in
            [("tax", "实际：上次项目 纳税奖 ≠ “参展补助”"), ("fair", "实际：上次项目 参展补助 = “参展补助”")]
        {
            let data = format!("往年扶持\n代码|发放年度|项目|编号|发放金额\nA|2029|{id}|x|5\n");
            assert_eq!(step(&policy, &data, "没有参展").how[1], words);
        }
    }
}
