//! 目标进度 and 培育名单: live, equal in another engine, in words; and a policy without targets and lists prints neither.

use crate::payments::rows;
use crate::recalculated::agrees;
use crate::{award, built_in, dataset, load};

use calamine::{Reader, Xlsx, open_workbook};

const DATA: &str = "企业基本情况
统一社会信用代码|企业名称|镇街|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价|产值|上年产值
A|甲厂|东镇|是|规下|1000|50|A|120|100
B|乙厂|西镇|是|规下|3000|100|A|100|100
C|丙厂|西镇|是|规下|1000|40|A||100
D|丁厂|西镇|是|规上|100000000|5000000|A|100|100

税收地方财力
统一社会信用代码|年度|新增地方财力
A|2022|100000
B|2022|0
C|2022|
D|2022|-5

资质认定
统一社会信用代码|类别|证书编号|认定日期
A|科技型中小企业|K1|2022-06-01
B|科技型中小企业|K2|2022-06-01
C|科技型中小企业|K3|2022-06-01
C|科技型中小企业|K0|2021-06-01
D|高新技术企业|G1|2021-06-01

柔性引进人才
统一社会信用代码|姓名|年度|在临劳动报酬
B|赵|2022|1000
D|钱|2022|2000

技改项目
统一社会信用代码|项目名称|年度|投资额
A|磨床|2022|300
B|车床|2022|500
B|旧线|2021|900

目标填报
目标名称|填报年度|填报数值|填报来源
轴承市场销售额|2022|96.5|市商务局
轴承市场销售额|2021|90|市商务局
";

#[test]
fn lists_and_targets_are_live_and_said_in_words() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let text = jiangbu::policy::BUILT_IN.replace("most = 15", "most = 1");
    let told = load(&text);
    let one = award(&told, dataset::dataset(&told, DATA), 2022, folder.path(), "told");
    let reserve = rows(&one.path, "培育名单(高新技术企业后备库)");
    assert_eq!(
        reserve[..4],
        [
            "名次|企业名称|镇街|销售收入|研发投入|研发强度|产值增长|研发强度名次|产值增长名次|名次之和|列入|统一社会信用代码|产值|上年产值",
            "1|甲厂|东镇|1000|50|0.05|0.2|1|1|2|列入|A|120|100",
            "2|乙厂|西镇|3000|100|0.033333|0|3|2|5|备选|B|100|100",
            "2|丙厂|西镇|1000|40|0.04||2|3|5|备选|C||100",
        ],
        "{reserve:#?}"
    );
    let projects = rows(&one.path, "培育名单(重点技改项目)");
    assert!(projects[1].starts_with("1|乙厂|西镇|车床|500|列入|"), "{projects:#?}");
    assert!(projects[2].starts_with("2|甲厂|东镇|磨床|300|列入|"), "{projects:#?}");
    let first = rows(&one.path, "培育名单(优先评价企业)");
    assert!(first[1].starts_with("1|乙厂|西镇|0|300|300|"), "{first:#?}");
    assert!(first[2].starts_with("2|丁厂|西镇|-5|600|600|"), "{first:#?}");

    let targets = rows(&one.path, "目标进度");
    let target = |name: &str| targets.iter().find(|row| row.starts_with(name)).expect("the target").as_str();
    for (name, starts) in [
        (
            "规模以上轴承企业|",
            "规模以上轴承企业|100|1|家|0.01|0.3333|落后进度|到2022年末 1 家，目标到2024年 100 家，还差 99 家；完成 1%，3 年过去 1 年（33.33%），落后进度|",
        ),
        (
            "轴承市场销售额|",
            "轴承市场销售额|300|96.5|亿元|0.3217|0.3333|落后进度|到2022年末 96.5 亿元（报数：市商务局，数据.xlsx › 目标填报 › C2），目标到2024年 300 亿元，还差 203.5 亿元；",
        ),
        (
            "新认定科技型中小企业",
            "新认定科技型中小企业，年均|2|3|家|1.5||已完成|2022年新增 3 家，目标每年 2 家（2021年 1 家的 2 倍）|",
        ),
        (
            "新认定高新技术企业",
            "新认定高新技术企业，年均|2|0|家|0||未完成|2022年新增 0 家，目标每年 2 家（2021年 1 家的 2 倍），还差 2 家|",
        ),
        ("成长为", "成长为科技型中小企业|20|2|家|0.1||未完成|2022年 2 家，目标每年 20 家，还差 18 家|"),
        ("重点技改", "重点技改项目|10|2|个|0.2||未完成|"),
        ("单项冠军", "单项冠军企业||0|家||0.3333|只统计|到2022年末 0 家；文件没有定数|"),
    ] {
        assert!(target(name).starts_with(starts), "{}", target(name));
    }

    // Nobody has told the market's sales, and nobody handed in the projects.
    let mut data = dataset::dataset(&policy, DATA.split("技改项目").next().expect("the first part"));
    data.absent = policy.tables.iter().map(|table| matches!(&*table.name, "技改项目" | "目标填报")).collect();
    let two = award(&policy, data, 2022, folder.path(), "untold");
    let targets = rows(&two.path, "目标进度");
    let target = |name: &str| targets.iter().find(|row| row.starts_with(name)).expect("the target").as_str();
    assert!(target("轴承市场").starts_with(
        "轴承市场销售额|300||亿元||0.3333|没有数|目标到2024年 300 亿元；由主管部门报数，填在“目标填报”表里|"
    ));
    assert!(target("重点技改").starts_with("重点技改项目|10||个|||没有数|目标每年 10 个；没有交“技改项目”，数不出来|"));
    let mut book: Xlsx<_> = open_workbook(&two.path).expect("the workbook");
    let sheet = book.worksheet_range("培育名单(重点技改项目)").expect("the sheet");
    assert!(sheet.get_value((1, 0)).is_some_and(|cell| cell.to_string().contains("没有交“技改项目”，名单列不出来")));
    agrees(&[&one.path, &two.path], 100);
}

#[test]
fn a_policy_without_targets_and_lists_prints_neither() {
    let text = jiangbu::policy::BUILT_IN;
    let (from, to) = (text.find("# ———— 发展目标").expect("targets"), text.find("# ———— 数据之间").expect("checks"));
    let bare = load(&text.replace(&text[from..to], ""));
    let folder = tempfile::tempdir().expect("a scratch folder");
    let award = award(&bare, dataset::dataset(&bare, DATA), 2022, folder.path(), "bare");
    let book: Xlsx<_> = open_workbook(&award.path).expect("the workbook");
    let names = book.sheet_names();
    assert!(names.iter().all(|name| !name.starts_with("目标进度") && !name.starts_with("培育名单")), "{names:?}");
}
