//! 拨付表 and 追缴清单 where payments are made in parts: live, equal in another engine; and a policy that keeps no such records prints none.

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::recalculated::agrees;
use crate::{award, built_in, dataset, load};

const DATA: &str = "企业基本情况
统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价
A|甲厂|是|规上|100|5|A
B|乙厂|是|规上|100|5|A
C|丙厂|是|规上|100|5|A

税收地方财力
统一社会信用代码|年度|新增地方财力
A|2022|100000
B|2022|100000
C|2022|100000

研发加计扣除
统一社会信用代码|所属年度|加计扣除总额
A|2022|40000
C|2022|8000

柔性引进人才
统一社会信用代码|姓名|年度|在临劳动报酬
A|赵|2022|1000
A|钱|2022|2000

收款账户
统一社会信用代码|户名|开户行|账号
A|甲厂|农商行|6201
B|乙厂|农商行|6202

个人账户
统一社会信用代码|姓名|户名|开户行|账号
A|赵|赵某某|中行|7701

绩效评价
统一社会信用代码|年度|结论
A|2022|通过
B|2022|通过
C|2022|通过

不良记录
统一社会信用代码|类别|发生日期|状态
B|弄虚作假|2022-06-01|未解除

历年奖励
统一社会信用代码|年度|奖励项目|记录编号|金额
B|2021|hnte|G1|30000
B|2020|tech-import|H1|20000

拨付记录
统一社会信用代码|收款人|拨付日期|金额|批次|年度
A||2023-06-30|4000||
A||2023-09-30|3000||
A|钱|2023-09-30|700||
B||2023-09-30|50||

追缴记录
统一社会信用代码|年度|奖励项目|记录编号|缴回日期|缴回金额
B||||2023-07-31|25000
";

/// The rows of a sheet below its header, cells joined; numbers as they are.
pub fn rows(path: &std::path::Path, sheet: &str) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook(path).expect("the workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    let cell = |cell: &Data| cell.to_string().replace('\n', "");
    range.rows().skip(2).map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn payments_in_parts_and_the_ledger_of_claims() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let award = award(&policy, dataset::dataset(&policy, DATA), 2022, folder.path(), "parts");
    let paid = rows(&award.path, "拨付表");
    let expected = [
        "序号|收款人|户名|开户行|账号|应发（元）|已付（元）|本次（元）|金额大写|摘要|类别|代扣个税（元）|多付（元）",
        "一、有收款账户||||||||||||",
        "1|甲厂||农商行|6201|10000|7000|3000|人民币叁仟元整|2022年度轴承产业科技创新奖励第3批|企业||0",
        "2|赵|赵某某|中行|7701|300|0|300|人民币叁佰元整|2022年度轴承产业科技创新奖励第3批|个人||0",
        "3|钱|甲厂|农商行|6201|600|700|0|人民币零元整|2022年度轴承产业科技创新奖励第3批；由甲厂转付；多付 100.00 元，应追回|个人||100",
        "小计|3 个收款对象||||10900|7700|3300|人民币叁仟叁佰元整||||100",
        "二、没有收款账户，补齐以后才能拨付||||||||||||",
        "1|丙厂||||2000|0|2000|人民币贰仟元整|2022年度轴承产业科技创新奖励第3批|企业||0",
        "小计|1 家||||2000|0|2000|人民币贰仟元整||||0",
        "三、已经拨付而本年度没有应发的，查明后追回，没有计入合计||||||||||||",
        "1|乙厂||||0|50|0||本年度没有应发的奖励，查明后追回|||50",
        "小计|1 个收款对象||||0|50|0|人民币零元整||||50",
        "合计|4 个收款对象||||12900|7700|5300|人民币伍仟叁佰元整||||100",
    ];
    assert_eq!(&paid[..expected.len()], expected, "{paid:#?}");
    let claims = rows(&award.path, "追缴清单");
    assert!(claims[0].contains("追缴金额|已缴回|未缴回|依据"), "{claims:#?}");
    assert!(claims[1].contains("|2021|高新技术企业|G1|30000|5000|25000|"), "{claims:#?}");
    assert!(claims[2].contains("|2020|技术引进合作|H1|20000|20000|0|"), "{claims:#?}");
    agrees(&[&award.path], 100);
}

/// Without the tables the columns say that nothing is known; without the rules there are no such columns.
#[test]
fn what_is_not_recorded_or_not_asked_for_is_not_printed() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let mut data = dataset::dataset(&policy, DATA.split("拨付记录").next().expect("the first part"));
    data.absent = policy.tables.iter().map(|table| matches!(&*table.name, "拨付记录" | "追缴记录")).collect();
    let one = award(&policy, data, 2022, folder.path(), "none");
    let paid = rows(&one.path, "拨付表");
    assert_eq!(paid[2], "1|甲厂||农商行|6201|10000||10000|人民币壹万元整|2022年度轴承产业科技创新奖励第1批|企业||0");
    assert!(rows(&one.path, "追缴清单")[1].contains("|30000||30000|"));

    let text = jiangbu::policy::BUILT_IN;
    let rule = |start: &str, end: &str| {
        let (from, to) = (text.find(start).expect("the rule"), text.find(end).expect("what follows"));
        &text[from..to]
    };
    let bare = text.replace(rule("[payments]", "# 追缴以后"), "").replace(rule("[returns]", "# ———— 发展目标"), "");
    let bare = bare.lines().filter(|line| !line.starts_with("persons =")).collect::<Vec<_>>().join("\n");
    let bare = load(&bare);
    let other = award(&bare, dataset::dataset(&bare, DATA), 2022, folder.path(), "bare");
    let paid = rows(&other.path, "拨付表");
    assert_eq!(paid[0], "序号|收款人|户名|开户行|账号|应发（元）|金额大写|摘要|类别");
    assert_eq!(paid[2], "1|甲厂||农商行|6201|10000|人民币壹万元整||企业");
    assert!(!rows(&other.path, "追缴清单")[0].contains("缴回"));
    agrees(&[&one.path, &other.path], 100);
}

/// Who waits for the evaluation is computed, stands apart and is in no sum; where a policy asks for none, nobody waits and no paper says so.
#[test]
fn who_waits_for_the_evaluation_stands_apart_unless_no_policy_asks_for_one() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let data = DATA.replace("C|2022|通过\n", "");
    let award_of = |policy, name| award(policy, dataset::dataset(policy, &data), 2022, folder.path(), name);
    let one = award_of(&policy, "waits");
    let paid = rows(&one.path, "拨付表");
    let heading = paid.iter().position(|row| row.contains("等待绩效评价，通过以后才能拨付，没有计入合计"));
    let heading = heading.expect("the section");
    assert!(paid[heading + 1].starts_with("1|丙厂||||2000|0|2000|"), "{paid:#?}");
    assert!(paid.iter().any(|row| row.starts_with("合计|3 个收款对象||||10900|7700|3300|")), "{paid:#?}");
    agrees(&[&one.path], 100);

    let text = jiangbu::policy::BUILT_IN;
    let at_once = load(&text.replace("awaited = true", "awaited = false"));
    let all = rows(&award_of(&at_once, "at once").path, "拨付表");
    assert!(all.iter().any(|row| row.starts_with("合计|4 个收款对象||||12900|7700|5300|")), "{all:#?}");
    let rule =
        &text[text.find("[evaluation]").expect("the rule")..text.find("# ———— 限额 ————").expect("what follows")];
    let bare = load(&text.replace(rule, ""));
    let other = award_of(&bare, "nobody");
    assert!(rows(&other.path, "拨付表").iter().any(|row| row.starts_with("合计|4 个收款对象||||12900|")));
    let mut book: Xlsx<_> = open_workbook(&other.path).expect("the workbook");
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).expect("the sheet");
        for cell in range.used_cells().map(|(_, _, cell)| cell.to_string()) {
            assert!(!cell.contains("评价前测算") && !cell.contains("待评价"), "{sheet}: {cell}");
        }
    }
}

/// A register of objections under other names: each with what its firm is paid now, live, in the order of the firms; open ones are counted on the cover.
#[test]
fn another_countys_objections_are_registered_with_what_is_paid_now() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let plain = include_str!("../policies/tea.toml");
    let register = r#"
[[table]]
name = "申诉"
optional = true
columns = [
  { name = "代码", type = "credit-code", required = true },
  { name = "收到日", type = "date", required = true },
  { name = "申诉人", type = "text" },
  { name = "诉求", type = "text", required = true },
  { name = "回复", type = "text" },
  { name = "结论", type = "list", values = ["成立", "不成立"] },
]

[objections]
table = "申诉"
day = "收到日"
by = "申诉人"
content = "诉求"
answer = "回复"
outcome = "结论"
"#;
    let made = "
申诉
代码|收到日|申诉人|诉求|回复|结论
B|2031-03-02|李|机器数错了|=已核实|成立
A|2031-03-01||产值应为 1300 万元||
A|2031-03-05|赵|参展补助少算|没有少算|不成立
";
    let policy = load(&format!("{plain}{register}"));
    let text = format!("{}{made}", crate::recalculated::TEA);
    let one = award(&policy, dataset::dataset(&policy, &text), 2030, folder.path(), "objections");
    let paid = |code: &str| {
        let firm = one.assessment.firms.iter().find(|firm| one.checked.data.texts.get(firm.code) == code);
        let paid = firm.expect("the firm").payable;
        paid.map(|paid| paid.as_yuan().normalize().to_string()).unwrap_or_default()
    };
    assert!(paid("A") != paid("B") && paid("A").len() > 1, "{} {}", paid("A"), paid("B"));
    let found = rows(&one.path, "异议登记");
    let expected = [
        format!("1|47908|甲茶业||产值应为 1300 万元|||{}|A|", paid("A")),
        format!("2|47912|甲茶业|赵|参展补助少算|没有少算|不成立|{}|A|", paid("A")),
        format!("3|47909|乙茶业|李|机器数错了|=已核实|成立|{}|B|", paid("B")),
    ];
    assert_eq!(found.len(), 4, "{found:#?}");
    for (found, expected) in found[1..].iter().zip(&expected) {
        assert!(found.starts_with(expected.as_str()), "{expected}\n{found}");
    }
    let cover = rows(&one.path, "目录").join("\n");
    assert!(cover.lines().any(|row| row.starts_with("没有处理的异议|") && row.contains("|1|条|")), "{cover}");
    // Kept by the policy, handed in by nobody; and a policy that keeps none.
    let none = award(&policy, dataset::dataset(&policy, crate::recalculated::TEA), 2030, folder.path(), "none");
    let keeps_none = load(plain);
    let plain =
        award(&keeps_none, dataset::dataset(&keeps_none, crate::recalculated::TEA), 2030, folder.path(), "plain");
    let has = |path: &std::path::Path| {
        let book: Xlsx<_> = open_workbook(path).expect("the workbook");
        book.sheet_names().iter().any(|name| name == "异议登记")
    };
    assert!(has(&one.path) && !has(&plain.path));
    assert_eq!(has(&none.path), !none.checked.data.is_absent(policy.objections.as_ref().expect("a register").table));
    agrees(&[&one.path], 200);
}
