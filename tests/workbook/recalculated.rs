//! Every formula of the award workbook gives, computed anew, what is cached with it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use jiangbu::finding::column_letters;
use jiangbu::policy::{BUILT_IN, Policy, Variant};

use crate::chance::Chance;
use crate::engine::{Grid, recomputed};
use crate::{award, built_in, case, dataset, load};

/// The formulas whose recomputed result is another, and error values anywhere; how many formulas there are.
fn differences(path: &Path, recomputed: &BTreeMap<String, Grid>) -> (Vec<String>, usize) {
    let mut book: Xlsx<_> = open_workbook(path).expect("the workbook");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for sheet in book.sheet_names() {
        let (values, formulas) =
            (book.worksheet_range(&sheet).expect("values"), book.worksheet_formula(&sheet).expect("formulas"));
        let grid = recomputed.get(&sheet).unwrap_or_else(|| panic!("{sheet} was not recomputed"));
        for (row, fields) in grid.iter().enumerate() {
            for (column, field) in fields.iter().enumerate().filter(|(_, field)| is_error(field)) {
                wrong.push(format!("{sheet}!{}{}: {field}", letters(column), row + 1));
            }
        }
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, column, formula) in formulas.used_cells().filter(|(.., formula)| !formula.is_empty()) {
            count += 1;
            let (row, column) = (row + top as usize, column + left as usize);
            let cached = values.get_value((row as u32, column as u32)).unwrap_or(&Data::Empty);
            let fresh = grid.get(row).and_then(|fields| fields.get(column)).map_or("", String::as_str);
            if !agree(cached, fresh) {
                wrong.push(format!("{sheet}!{}{}: {cached} ≠ {fresh} ={formula}", letters(column), row + 1));
            }
        }
    }
    (wrong, count)
}

fn letters(column: usize) -> String {
    column_letters(u32::try_from(column).expect("a column"))
}

fn is_error(field: &str) -> bool {
    ["#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!"].contains(&field) || field.starts_with("Err:")
}

/// To the fen; shares and counts far closer.
#[allow(clippy::float_arithmetic, reason = "two engines' results are compared, not computed with")]
fn agree(cached: &Data, fresh: &str) -> bool {
    let number = |text: &str| match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok().map(|percent| percent / 100.0),
        None => text.parse::<f64>().ok(),
    };
    match cached {
        Data::Float(cached) => number(fresh).is_some_and(|fresh| (cached - fresh).abs() < 0.000_01),
        Data::String(cached) => cached == fresh,
        Data::Empty => fresh.is_empty(),
        _ => false,
    }
}

pub fn agrees(paths: &[&Path], at_least: usize) {
    let Some(all) = recomputed(paths) else { return };
    for (path, sheets) in paths.iter().zip(&all) {
        let (wrong, count) = differences(path, sheets);
        let shown = wrong[..wrong.len().min(20)].join("\n");
        assert!(wrong.is_empty(), "{}: {} of {count} formulas differ:\n{shown}", path.display(), wrong.len());
        assert!(count >= at_least, "{}: only {count} formulas", path.display());
    }
}

#[test]
fn the_golden_cases() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let cases = ["caps", "clauses", "overlaps", "year-2022"];
    let awards = cases.map(|name| award(&policy, case(&policy, name), 2022, folder.path(), name));
    agrees(&awards.each_ref().map(|award| award.path.as_path()), 1_000);
}

/// Under other readings the formulas take other ways: one item a firm, totals against totals, what the cap left against another scheme.
#[test]
fn other_readings() {
    let (_, variants) = Policy::load_variants(BUILT_IN, "policy.toml").expect("the policy");
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut awards = Vec::new();
    for (name, cases) in [
        ("按企业合计比：两个文件各自的合计，给较高的", ["overlaps", "year-2022"].as_slice()),
        ("限额以后再比", &["overlaps", "year-2022"]),
        ("每家企业只给最高的一个项目", &["overlaps", "year-2022"]),
        ("连续通过认定的只奖一次", &["clauses"]),
        ("按运营单位：每家三年内只奖一次", &["clauses"]),
        ("人才的奖励也停", &["clauses"]),
        ("评价通过是奖励的条件：没有评价的待定", &["year-2022"]),
    ] {
        let called = |variant: &&Variant| {
            let reading = &variant.policy.readings[variant.reading];
            &*reading.alternatives[variant.alternative].name == name
        };
        let policy = &variants.iter().find(called).expect("the alternative").policy;
        for of in cases {
            let file = format!("{}-{of}", awards.len());
            awards.push(award(policy, case(policy, of), 2022, folder.path(), &file));
        }
    }
    agrees(&awards.iter().map(|award| award.path.as_path()).collect::<Vec<_>>(), 500);
}

/// Amounts whose exact product ends on half a fen, where binary arithmetic falls to the wrong side.
#[test]
fn rounding_ties() {
    let policy = built_in();
    let mut chance = Chance::new(22);
    let mut fen = |most: usize| {
        let fen = chance.below(most);
        format!("{}.{:02}", fen / 100, fen % 100)
    };
    let (mut firms, mut deductions, mut contracts, mut pay, mut increments) =
        (String::new(), String::new(), String::new(), String::new(), String::new());
    for firm in 0..150 {
        let size = 10usize.pow(3 + firm % 8);
        let _ = writeln!(firms, "F{firm}|厂{firm}|是|规下|100|5|A");
        // A quarter of 0.02 + 0.04 n ends on half a fen; so does 2 % of 0.25 + 0.50 n.
        let _ = writeln!(deductions, "F{firm}|2022|{}", fen(size));
        let _ = writeln!(contracts, "F{firm}|H{firm}|技术开发|2022-05-01|{}|{}", fen(size), fen(100));
        let _ = writeln!(pay, "F{firm}|人{firm}|2022|{}", fen(size));
        let _ = writeln!(increments, "F{firm}|2022|{}", fen(size / 2 + 1));
    }
    let text = format!(
        "企业基本情况\n统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价\n{firms}\n\
         资质认定\n统一社会信用代码|类别|认定日期\n{}\n\
         研发加计扣除\n统一社会信用代码|所属年度|加计扣除总额\n{deductions}\n\
         技术合同\n统一社会信用代码|合同登记编号|合同类型|认定日期|技术交易额|前次转让金额\n{contracts}\n\
         柔性引进人才\n统一社会信用代码|姓名|年度|在临劳动报酬\n{pay}\n\
         税收地方财力\n统一社会信用代码|年度|新增地方财力\n{increments}",
        (0..150).map(|firm| format!("F{firm}|科技型中小企业|2022-03-01\n")).collect::<String>()
    );
    let folder = tempfile::tempdir().expect("a scratch folder");
    let award = award(&policy, dataset::dataset(&policy, &text), 2022, folder.path(), "ties");
    assert!(award.assessment.lines.len() >= 600);
    agrees(&[&award.path], 2_000);
}

/// Five tea makers: every method, limits one within the other, rivals, blanks and names that look like formulas.
pub const TEA: &str = "茶企名册
代码|单位|类型|茶园面积|从业人数
A|甲茶业|公司|10.5|10
B|乙茶业|公司|10.4|10
C|丙茶业|家庭农场||10
D|丁茶业|合作社|20|0
E|=戊茶业|公司|30|7

茶企年报
代码|报告年度|产值|上年产值|纳税额
A|2030|12000000.07|5999999.5|100000.07
B|2030|10000000|9999999.5|99999.99
C|2030|50000000|40000000|
D|2030|100000000.01|100000000.01|0
E|2030|100000000||5

设备购置
代码|设备编号|购置日期|档次|台数
A|M1|2030-01-01|高端|7
A|M1|2030-01-02|高端|7
A|M2|2030-01-03|高端|7
A|M3|2030-01-04|高端|7
A|+M4|2030-01-05|二手|5
A||2030-01-06|普通|2.5
A||2030-01-07||1
B|M5|2030-01-01|高端|1
C|M6|2030-01-01|普通|

参展
代码|展会|参展年度|届次|支出|补助比例
A|春|2030|11|100|0.3
A|秋|2030|11|300.01|
A|冬|2030|12|100|
B|春|2030|11|100|
B|夏|2030|12||

绿色证书
代码|证号|类别|发证日期|状态
A|C1|有机|2028-12-31|
A|C9|有机|2030-01-01|
B|C2|有机|2027-12-31|
B|C8|有机|2030-01-01|
C|C3|有机|2029-12-31|注销
C|C7|有机|2030-01-01|
D|C6|有机|2030-01-01|

一事一议
代码|事项|议定年度|受益人|级别|议定金额
A|M1|2030|张|县|3000
A|路|2030|王|县|7
A|桥|2030|王|县|9
A|塔|2030|王|乡|60000
B|渠|2030|李||5
B|坝|2030|李|县|

往年扶持
代码|发放年度|项目|编号|发放金额
A|2029|参展补助|冬|50
B|2028|参展补助|春|50
";

/// Another county's policy: tiers, quantities, limits one within the other, rivals, its own standing and cap.
#[test]
fn another_countys_policy() {
    let policy = load(include_str!("../policies/tea.toml"));
    let folder = tempfile::tempdir().expect("a scratch folder");
    let award = award(&policy, dataset::dataset(&policy, TEA), 2030, folder.path(), "tea");
    agrees(&[&award.path], 200);
}
