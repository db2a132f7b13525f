//! The award workbook on A4: letters of at least nine points, nothing wider than the page, and nothing that belongs together parted.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

use jiangbu::award::FirmStatus;
use jiangbu::money::{Money, Rounding, round};
use jiangbu::policy::Kind;

use crate::{award, built_in, case, dataset, load};

/// Body text, header and footer are ten points: at this percentage nine and a half, and nine where a program draws a little wider.
const SMALLEST: u32 = 95;

/// The pixels between the margins.
const UPRIGHT: u32 = 717;
const LYING: u32 = 1_045;

/// One sheet's part of the package.
struct Part {
    name: String,
    xml: String,
    /// How many columns are printed, and the last row.
    printed: (u32, u32),
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let from = text.find(before)? + before.len();
    Some(&text[from..from + text[from..].find(after)?])
}

fn text(path: &Path, name: &str) -> String {
    let mut package = zip::ZipArchive::new(std::fs::File::open(path).expect("the workbook")).expect("a package");
    let mut out = String::new();
    package.by_name(name).expect("a part").read_to_string(&mut out).expect("text");
    out
}

fn parts(path: &Path) -> Vec<Part> {
    let workbook = text(path, "xl/workbook.xml");
    let names: Vec<&str> =
        workbook.split("<sheet name=\"").skip(1).map(|rest| &rest[..rest.find('"').expect("a name")]).collect();
    (0..names.len())
        .map(|index| {
            let area = format!("_xlnm.Print_Area\" localSheetId=\"{index}\">");
            let area = between(&workbook, &area, "<").expect("a print area");
            let last = area.rsplit([':', '!']).next().expect("a corner").replace('$', "");
            let (letters, row) = last.split_at(last.find(|c: char| c.is_ascii_digit()).expect("a row"));
            let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
            Part {
                name: names[index].to_owned(),
                xml: text(path, &format!("xl/worksheets/sheet{}.xml", index + 1)),
                printed: (column, row.parse().expect("a row")),
            }
        })
        .collect()
}

/// The pixels that the printed columns take.
#[allow(clippy::float_arithmetic, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "widths on paper")]
fn width(part: &Part) -> u32 {
    let mut widths = vec![64; part.printed.0 as usize];
    for col in part.xml.split("<col ").skip(1) {
        let number =
            |name: &str| between(col, &format!("{name}=\""), "\"").expect(name).parse::<f64>().expect("a number");
        for at in number("min") as usize..=number("max") as usize {
            if let Some(width) = widths.get_mut(at - 1) {
                *width = (number("width") * 7.0) as u32;
            }
        }
    }
    widths.iter().sum()
}

fn readable(path: &Path) {
    for part in parts(path) {
        let page = if part.xml.contains("orientation=\"landscape\"") { LYING } else { UPRIGHT };
        assert!(part.xml.contains("paperSize=\"9\""), "{}: A4", part.name);
        let scale = page * 100 / width(&part);
        assert!(scale >= SMALLEST, "{}: printed at {scale} %, letters under nine points", part.name);
        // Else it is drawn as small as one page asks for, with its header and footer.
        assert!(part.xml.contains("fitToHeight=\"0\""), "{}: squeezed on one page", part.name);
        let notes = between(&part.xml, "<oddHeader>", "</oddFooter>").expect("a header and a footer");
        let size = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
        assert!(!notes.split("&amp;").skip(1).any(size), "{}: {notes}", part.name);
    }
    let package = zip::ZipArchive::new(std::fs::File::open(path).expect("the workbook")).expect("a package");
    let names: Vec<String> = package.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let sizes = |name: &str, before: &str| -> Vec<u32> {
        let xml = text(path, name);
        let sizes = xml.split(before).skip(1).map(|rest| &rest[..rest.find('"').expect("a size")]);
        sizes.map(|size| size.parse().expect("a number")).collect()
    };
    // One more font is the notes', which are not printed.
    let (fonts, styles) = (sizes("xl/styles.xml", "<sz val=\""), text(path, "xl/styles.xml"));
    let cells = between(&styles, "<cellXfs", "</cellXfs>").expect("the cells' formats");
    for font in cells.split("fontId=\"").skip(1).map(|rest| &rest[..rest.find('"').expect("a font")]) {
        assert!(fonts[font.parse::<usize>().expect("a number")] >= 10, "font {font}");
    }
    for chart in names.iter().filter(|name| name.starts_with("xl/charts/chart")) {
        let hundredths = sizes(chart, " sz=\"");
        assert!(!hundredths.is_empty() && hundredths.into_iter().all(|size| size >= 900), "{chart}");
    }
}

#[test]
fn nothing_on_paper_is_smaller_than_nine_points() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    for name in ["minimal", "year-2022"] {
        readable(&award(&policy, case(&policy, name), 2022, folder.path(), name).path);
    }
}

#[test]
fn another_countys_papers_are_as_readable_and_carry_its_own_words() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies/tea.toml"));
    let policy = load(&text.expect("the policy"));
    let tea = award(&policy, dataset::dataset(&policy, crate::recalculated::TEA), 2025, folder.path(), "tea");
    readable(&tea.path);
    let all: String = parts(&tea.path).into_iter().map(|part| part.xml).collect();
    assert!(all.contains(&*policy.title) && all.contains(&format!("关于拟兑现2025年度\n{}", policy.title)));
    assert!(!all.contains("临清"));
    // What the policy does not have, its papers do not name.
    assert!(policy.fund.is_some() || !all.contains("资金池"));
}

/// What stands in the rows of a sheet below its header, cell beside cell.
fn body(path: &Path, sheet: &str) -> Vec<String> {
    crate::payments::rows(path, sheet).into_iter().skip(1).collect()
}

/// The papers for the meeting, the bureaus and the self-assessment hold the figures of the result itself, in the words of the policy at hand.
#[test]
fn the_papers_hold_the_figures_of_the_result() {
    let (folder, linqing) = (tempfile::tempdir().expect("a scratch folder"), built_in());
    let other = |name: &str| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies").join(name);
        load(&std::fs::read_to_string(file).expect("a policy"))
    };
    let tea = other("tea.toml");
    let grown = dataset::dataset(&tea, crate::recalculated::TEA);
    for (policy, data, year) in [(&linqing, case(&linqing, "year-2022"), 2022), (&tea, grown, 2030)] {
        let award = award(policy, data, year, folder.path(), &year.to_string());
        let result = &award.assessment;
        let firms = |status| result.firms.iter().filter(|firm| firm.status == status).count();
        let (paid, total) = (firms(FirmStatus::Payable), result.fund.total.grouped());
        let meeting = body(&award.path, "上会材料").join("\n");
        let mut said = vec![
            format!("《{}》（{}）{year}年度", policy.title, policy.number),
            format!("一、发放。拟向 {paid} 家企业发放奖励，共 {total} 元（人民币"),
            format!("缺少资料待定 {} 家", firms(FirmStatus::Undetermined)),
        ];
        let cuts: Vec<Money> = result.firms.iter().map(jiangbu::award::Firm::cap_cut).collect();
        let cut = Money::total(cuts.iter().copied()).expect("a sum").grouped();
        let bound = cuts.iter().filter(|cut| cut.is_positive()).count();
        said.extend(policy.caps.first().map(|_| format!("二、限额。限额削减 {bound} 家企业，共 {cut} 元。")));
        let (pool, lacks) = (result.fund.pool.grouped(), result.fund.shortfall.grouped());
        said.extend(policy.fund.as_ref().map(|_| format!("资金。资金池 {pool} 元，缺口 {lacks} 元。")));
        let open = policy.readings.iter().filter(|reading| reading.is_open()).count();
        let all = policy.readings.len();
        said.extend((all > 0).then(|| format!("一种理解核算的 {all} 条，其中 {open} 条没有书面答复")));
        assert_eq!(meeting.contains("；没有书面答复的口径"), open > 0, "{meeting}");
        let assessed = body(&award.path, "绩效自评");
        let by_item = result.paid_by_item(policy).expect("sums");
        for (index, item) in policy.items.iter_enumerated() {
            let lines: Vec<_> = result.lines.iter().filter(|line| line.item == index).collect();
            let firms: BTreeSet<_> =
                lines.iter().filter(|line| line.paid.is_some_and(Money::is_positive)).map(|line| line.firm).collect();
            let clause =
                format!("{}（{}） {} 家，{} 元", item.name, item.clause, firms.len(), by_item[index].grouped());
            let output = format!("产出指标|{}奖励的企业（{}）|家|〔填写〕|{}||", item.name, item.clause, firms.len());
            let row = assessed.iter().find(|row| row.starts_with(&output));
            if lines.is_empty() {
                assert!(!meeting.contains(&clause) && row.is_none(), "{clause}: nobody asked for it");
                continue;
            }
            said.push(clause);
            let amount = row.expect(&output)[output.len()..].split('|').next().unwrap_or_default();
            assert_eq!(amount, by_item[index].as_yuan().normalize().to_string(), "{output}");
        }
        for said in said {
            assert!(meeting.contains(&said), "{said}: {meeting}");
        }
        let (pool, total) = (result.fund.pool.as_yuan(), result.fund.total.as_yuan().normalize());
        let budget = match &policy.fund {
            Some(_) => {
                let rate = round(total.checked_div(pool).expect("a pool"), 4, Rounding::HalfUp).normalize();
                format!("预算执行|资金池，应发合计|元|{}|{total}|{rate}|", pool.normalize())
            }
            None => format!("预算执行|年初预算，应发合计|元|〔填写〕|{total}||"),
        };
        assert!(assessed[0].starts_with(&budget), "{budget}: {}", assessed[0]);
        let all = format!("产出指标|发放奖励的企业，一家只数一次|家|〔填写〕|{paid}||{total}|");
        assert!(assessed.iter().any(|row| row.starts_with(&all)), "{all}: {assessed:#?}");
        let targets = assessed.iter().filter(|row| row.starts_with("效益指标|")).count();
        assert_eq!(targets, policy.targets.len());
    }
}

/// 会签 names every bureau, what it handed in with its hash, how many records and what they come to, and what rests on it.
#[test]
fn every_bureau_signs_for_what_it_supplied() {
    let (folder, policy) = (tempfile::tempdir().expect("a scratch folder"), built_in());
    let award = award(&policy, case(&policy, "minimal"), 2022, folder.path(), "minimal");
    let data = &award.checked.data;
    let signed = body(&award.path, "会签");
    let bureaus: BTreeSet<&str> = policy.workbooks.iter().map(|workbook| &*workbook.bureau).collect();
    for bureau in bureaus.iter().filter(|bureau| !bureau.is_empty()) {
        assert!(signed.iter().any(|row| row.starts_with(&format!("{bureau}|"))), "{bureau}: {signed:#?}");
    }
    let places = signed.iter().filter(|row| row.contains("负责人：＿＿")).count();
    assert!(places >= bureaus.len(), "{signed:#?}");
    assert!(!data.inputs.is_empty() && data.sheets.len() >= data.inputs.len());
    for input in &data.inputs {
        let row = format!("{}　　SHA-256：{}|", input.file, input.sha256);
        assert!(signed.iter().any(|signed| signed.starts_with(&row)), "{row}: {signed:#?}");
    }
    for (index, sheet) in data.sheets.iter_enumerated() {
        let (declared, table) = (&policy.tables[sheet.table], &data.tables[sheet.table]);
        let rows: Vec<_> = table.rows().filter(|row| table.sheet[*row] == index).collect();
        let sums = declared.columns.iter_enumerated().filter(|(column, _)| sheet.columns[*column].is_some());
        let sums = sums.filter(|(_, column)| matches!(column.kind, Kind::Money { .. })).map(|(column, of)| {
            let sum = Money::total(rows.iter().filter_map(|row| table.money(column, *row))).expect("a sum");
            format!("{} {} 元", of.name, sum.grouped())
        });
        let rests = policy.rests_on(sheet.table).join("；");
        let row = format!("{}|{}|{}|{rests}", sheet.name, rows.len(), sums.collect::<Vec<_>>().join("；"));
        // Once: nobody signs for what another supplied.
        assert_eq!(signed.iter().filter(|signed| **signed == row).count(), 1, "{row}: {signed:#?}");
    }
}

/// The rows at the top of a page, but for the first.
fn breaks(part: &Part) -> Vec<u32> {
    let breaks = part.xml.split("<brk id=\"").skip(1).map(|rest| &rest[..rest.find('"').expect("a row")]);
    breaks.map(|row| row.parse::<u32>().expect("a row") + 1).collect()
}

#[test]
fn totals_and_signatures_stand_with_rows_of_the_table() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let award = award(&policy, case(&policy, "year-2022"), 2022, folder.path(), "year");
    let all = parts(&award.path);
    let first = |sheet: &str| {
        let part = all.iter().find(|part| part.name == sheet).expect("the sheet");
        let row = breaks(part).first().map(|row| *row as usize - 4);
        row.map(|row| body(&award.path, sheet).get(row).cloned().unwrap_or_default())
    };
    // Eleven items go on one page; what a second page begins with is a part of its own.
    assert_eq!(first("上会材料"), None);
    let goals = first("绩效自评").expect("a second page");
    assert!(goals.starts_with("效益指标|规模以上轴承企业（"), "{goals}");
    let broken: usize = all.iter().map(whole_pages).sum();
    assert!(broken > 5, "only {broken} breaks");
}

/// How many pages begin within the part; none of them with a total, or below the table.
fn whole_pages(part: &Part) -> usize {
    let breaks = breaks(part);
    for first in &breaks {
        assert!(*first <= part.printed.1, "{}: a page begins below the table", part.name);
        let row = between(&part.xml, &format!("<row r=\"{first}\""), "</row>").unwrap_or_default();
        let alone = ["<t>合计</t>", "<t>小计</t>", "<t>制表："].into_iter().find(|text| row.contains(text));
        assert_eq!(alone, None, "{} › {first}", part.name);
    }
    breaks.len()
}

#[test]
fn the_total_of_what_is_paid_out_brings_a_payee_along_however_many_there_are() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let mut broken = 0;
    for firms in 10..26 {
        let rows = |row: fn(usize) -> String| (0..firms).map(row).collect::<Vec<_>>().join("\n");
        let data = format!(
            "企业基本情况\n统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价\n{}\n
税收地方财力\n统一社会信用代码|年度|新增地方财力\n{}\n
研发加计扣除\n统一社会信用代码|所属年度|加计扣除总额\n{}\n
收款账户\n统一社会信用代码|户名|开户行|账号\n{}\n
不良记录\n统一社会信用代码|类别|发生日期",
            rows(|n| format!("F{n}|第{n}厂|是|规上|100|5|A")),
            rows(|n| format!("F{n}|2022|100000")),
            rows(|n| format!("F{n}|2022|123456.78")),
            rows(|n| format!("F{n}|第{n}厂|农商行|62{n}")),
        );
        let award = award(&policy, dataset::dataset(&policy, &data), 2022, folder.path(), "many");
        let paid = parts(&award.path).into_iter().find(|part| part.name == "拨付表").expect("the sheet");
        broken += whole_pages(&paid);
    }
    assert!(broken > 5, "only {broken} breaks");
}

#[test]
fn what_each_policy_of_the_cookbook_prints_is_readable() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    for (name, policy) in crate::cookbook::policies() {
        readable(&crate::cookbook::award_of_examples(&policy, scratch.path(), &name).path);
    }
}
