//! Every figure leads to its cells and its clause: what the award workbook cites and what `explain` cites is the same, and it is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use calamine::{Data, Range, Reader as _, Xlsx, open_workbook};
use jiangbu::money::Money;
use rust_decimal::Decimal;
use serde_json::Value;

/// An award with the derivations of all its firms.
struct Made {
    folder: tempfile::TempDir,
    data: PathBuf,
    firms: Vec<Value>,
}

fn made(data: &str) -> Made {
    let (data, folder) =
        (Path::new(env!("CARGO_MANIFEST_DIR")).join(data), tempfile::tempdir().expect("a scratch folder"));
    let run = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("jiangbu").expect("the program");
        let command = command.current_dir(folder.path()).arg(arguments[0]).arg(&data).args(&arguments[1..]);
        let output = command.args(["-y", "2022"]).output().expect("a run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["calc", "-o", "award.xlsx"]);
    run(&["explain", "--all", "-o", "firms.xlsx", "--json", "firms.json"]);
    let json = std::fs::read_to_string(folder.path().join("firms.json")).expect("a file");
    let firms = match serde_json::from_str(&json).expect("JSON") {
        Value::Array(firms) => firms,
        one => vec![one],
    };
    Made { folder, data, firms }
}

/// The rows of a sheet below its header, by the titles of its columns.
fn rows(book: &Path, sheet: &str, titles: &[&str]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(book).expect("the workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    let header: Vec<String> = range.rows().nth(2).expect("a header").iter().map(ToString::to_string).collect();
    let at: Vec<usize> = titles
        .iter()
        .map(|title| {
            header.iter().position(|cell| cell == title).unwrap_or_else(|| panic!("{sheet} {title}: {header:?}"))
        })
        .collect();
    let texts = |row: &[Data]| at.iter().map(|column| row[*column].to_string()).collect();
    range.rows().skip(3).map(texts).collect()
}

/// The steps of a section that have sources.
fn steps<'v>(firm: &'v Value, title: &str) -> Vec<&'v Value> {
    let sections = firm["sections"].as_array().expect("sections");
    let section = sections.iter().find(|section| section["title"] == title);
    section.map_or_else(Vec::new, |section| section["steps"].as_array().expect("steps").iter().collect())
}

fn sources(step: &Value) -> Vec<String> {
    let all = step["sources"].as_array().expect("sources");
    all.iter().map(|source| source.as_str().expect("a text").to_owned()).collect()
}

/// The cells that some sources cite: `workbook › sheet › cell`, with what is remarked of it.
fn cells<'s>(sources: impl IntoIterator<Item = &'s str>) -> BTreeMap<(String, String, String), String> {
    let mut found = BTreeMap::new();
    for source in sources {
        let [file, sheet, addresses] = source.split(" › ").collect::<Vec<_>>()[..] else { continue };
        if source.starts_with('查') {
            continue;
        }
        for piece in addresses.trim_end_matches("（看过，不计）").split('、') {
            let (address, remark) = piece.split_once('（').unwrap_or((piece, ""));
            for cell in spread(address) {
                let remark = remark.trim_end_matches('）').to_owned();
                found.insert((file.to_owned(), sheet.to_owned(), cell), remark);
            }
        }
    }
    found
}

/// `B2:B4` is three cells.
fn spread(address: &str) -> Vec<String> {
    let part = |text: &str| {
        let at = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        (text[..at].to_owned(), text[at..].parse::<u32>().unwrap_or_else(|_| panic!("{address}")))
    };
    let (from, to) = address.split_once(':').unwrap_or((address, address));
    let ((column, first), (_, last)) = (part(from), part(to));
    (first..=last).map(|row| format!("{column}{row}")).collect()
}

/// Lines, conditions and caps: the workbook and `explain` say the same of each, whatever the data.
#[test]
fn workbook_and_explain_cite_the_same() {
    let cases = ["caps", "clauses", "messy", "minimal", "overlaps", "year-2022"];
    let cases = cases.map(|case| format!("tests/cases/{case}/inputs"));
    let (mut lines, mut searched, mut aside) = (0, 0, 0);
    for data in cases.iter().map(String::as_str).chain(["examples/2022"]) {
        let made = made(data);
        let award = made.folder.path().join("award.xlsx");
        for (sheet, title) in [("奖励明细", "奖励项目"), ("资格审核", "奖励条件")] {
            let mut stated: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for row in rows(&award, sheet, &["统一社会信用代码", "来源"]).into_iter().filter(|row| !row[0].is_empty())
            {
                stated.entry(row[0].clone()).or_default().push(row[1].clone());
            }
            for firm in &made.firms {
                let code = firm["code"].as_str().expect("a code");
                let derived: Vec<String> =
                    steps(firm, title).into_iter().map(|step| sources(step).join("；")).collect();
                assert!(derived.iter().all(|sources| !sources.is_empty()), "{data} {code}: {title} without a source");
                assert_eq!(derived, stated.remove(code).unwrap_or_default(), "{data} {code} {title}");
                lines += derived.len();
                searched += derived.iter().filter(|sources| sources.contains('查')).count();
                aside += derived.iter().filter(|sources| sources.contains("（看过，不计）")).count();
            }
            assert!(stated.is_empty(), "{data}: {stated:?}");
        }
        for row in rows(&award, "限额测算", &["统一社会信用代码", "来源"]) {
            let Some(firm) = made.firms.iter().find(|firm| firm["code"] == *row[0]) else { continue };
            let derived: Vec<String> = steps(firm, "限额").into_iter().flat_map(sources).collect();
            let stated = cells(row[1].split('；'));
            assert_eq!(cells(derived.iter().map(String::as_str)), stated, "{data} {}", row[0]);
        }
    }
    assert!(lines > 2_000 && searched > 500 && aside > 50, "{lines} {searched} {aside}");
}

/// Twenty amounts of 公示表, down to the cells and clauses they rest on, and from those cells back to the same lines.
#[test]
fn twenty_amounts_lead_to_their_cells_and_back() {
    let made = made("examples/2022");
    let award = made.folder.path().join("award.xlsx");
    let money = |text: &str| Money::yuan(text.parse::<Decimal>().unwrap_or_default());
    let columns =
        ["企业名称", "条款", "奖励项目", "记录", "限额后", "发给", "计算基数", "统一社会信用代码", "来源", "计算式"];
    let lines: Vec<Vec<String>> =
        rows(&award, "奖励明细", &columns).into_iter().filter(|row| !row[7].is_empty()).collect();
    let public: Vec<Vec<String>> = rows(&award, "公示表", &["序号", "单位或个人", "奖励事项（条款）", "金额（元）"])
        .into_iter()
        .filter(|row| row[0].parse::<f64>().is_ok() && !row[1].is_empty())
        .collect();
    let policy =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("policy.toml")).expect("the policy");
    let mut books: BTreeMap<String, Xlsx<_>> = BTreeMap::new();
    let mut sheets: BTreeMap<(String, String), Range<Data>> = BTreeMap::new();
    let mut followed = 0;
    let step = (public.len() / 20).max(1);
    for paid in public.iter().step_by(step).take(20) {
        // The payee's lines add up to what is published.
        let own = |line: &&Vec<String>| {
            if line[5] == "企业" { line[0] == paid[1] } else { paid[1].starts_with(&line[5]) }
        };
        let own: Vec<_> = lines.iter().filter(own).filter(|line| money(&line[4]).is_positive()).collect();
        let sum = Money::total(own.iter().map(|line| money(&line[4]))).expect("a sum");
        assert_eq!(sum, money(&paid[3]), "{paid:?}");
        for line in own {
            assert!(paid[2].contains(&*line[2]) && policy.contains(&format!("clause = \"{}\"", line[1])), "{line:?}");
            let mut figures = Vec::new();
            let cited = cells(line[8].split('；'));
            assert!(!cited.is_empty(), "{line:?}");
            for ((file, sheet, address), remark) in &cited {
                let key = (file.clone(), sheet.clone());
                if !sheets.contains_key(&key) {
                    let book = books
                        .entry(file.clone())
                        .or_insert_with(|| open_workbook(made.data.join(file)).expect("the bureau's workbook"));
                    sheets.insert(key.clone(), book.worksheet_range(sheet).expect("its sheet"));
                }
                let value = at(&sheets[&key], address);
                assert_eq!(remark.contains("空白"), value == Data::Empty, "{file} {sheet} {address}: {value}");
                if let Data::Float(number) = value {
                    let unit = if remark == "万元" { 10_000 } else { 1 };
                    figures.push(Decimal::from_f64_retain(number).expect("a number").round_dp(6) * Decimal::from(unit));
                }
            }
            // What the amount is computed from is one of them, or the sum of some.
            let base: Decimal = line[6].parse().unwrap_or_default();
            let sums = figures.iter().fold(vec![Decimal::ZERO], |mut sums, figure| {
                sums.extend(sums.clone().into_iter().map(|sum| sum + figure));
                sums
            });
            assert!(sums.contains(&base), "{line:?}: {figures:?}");
        }
        followed += 1;
    }
    assert_eq!(followed, 20);

    // Back: of every cell, the lines that cite it are the same in the workbook and in `explain`.
    let mut in_workbook: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for line in &lines {
        for cell in cells(line[8].split('；')).into_keys() {
            in_workbook.entry(cell).or_default().insert(format!("{} {} {}", line[7], line[2], line[3]));
        }
    }
    let mut explained: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for firm in &made.firms {
        for step in steps(firm, "奖励项目") {
            let label = step["label"].as_str().expect("a label");
            let (item, rest) = label.split_once('（').expect("item and clause");
            // `授权专利（三(三)5）ZL2020…`; a standing follows the record.
            let record = rest.split_once('）').map_or("", |(_, record)| record);
            let record =
                ["，首次", "，连续", "，中断后再次"].iter().fold(record, |text, word| text.trim_end_matches(word));
            let own = format!("{} {item} {record}", firm["code"].as_str().expect("a code"));
            for cell in cells(sources(step).iter().map(String::as_str)).into_keys() {
                explained.entry(cell).or_default().insert(own.clone());
            }
        }
    }
    assert_eq!(in_workbook, explained);
}

/// The value at an address.
fn at(range: &Range<Data>, address: &str) -> Data {
    let letters: String = address.chars().take_while(char::is_ascii_alphabetic).collect();
    let column = letters.bytes().fold(0_u32, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1) - 1;
    let row: u32 = address[letters.len()..].parse().expect("a row");
    range.get_value((row - 1, column)).cloned().unwrap_or(Data::Empty)
}

/// The same seed draws the same firms, another others; what weighs most is always among them, and the draw is told.
#[test]
fn a_sample_is_drawn_again_from_its_seed() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/2022");
    let draw = |seed: &str, count: &str| {
        let mut command = Command::cargo_bin("jiangbu").expect("the program");
        let command =
            command.current_dir(folder.path()).arg("说明").arg(&data).args(["--sample", count, "--seed", seed]);
        let output = command.args(["-o", "单.xlsx", "--force", "--json", "firms.json"]).output().expect("a run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let json = std::fs::read_to_string(folder.path().join("firms.json")).expect("a file");
        let firms: Value = serde_json::from_str(&json).expect("JSON");
        let firms = firms.as_array().cloned().unwrap_or_else(|| vec![firms]);
        let codes: Vec<String> = firms.iter().map(|firm| firm["code"].as_str().expect("a code").to_owned()).collect();
        (codes, String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (one, said) = draw("甲", "12");
    assert_eq!(one.len(), 12, "{said}");
    for words in ["从 120 家企业里抽 12 家，种子“甲”", "其余重新算间隔", "点 "] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(draw("甲", "12").0, one);
    let (other, _) = draw("乙", "12");
    assert_ne!(other, one);
    // What weighs most is taken whatever the seed.
    let (forty, _) = draw("乙", "40");
    let mut book: Xlsx<_> = open_workbook(folder.path().join("单.xlsx")).expect("the workbook");
    let drawn = book.worksheet_range("抽样").expect("the sheet");
    let codes = |row: &[Data]| (row[5] == Data::String("必抽".into())).then(|| row[0].to_string());
    let certain: Vec<String> = drawn.rows().skip(3).filter_map(codes).collect();
    assert_eq!((forty.len(), drawn.rows().count()), (40, 43));
    let (others, _) = draw("丙", "40");
    assert!(!certain.is_empty() && certain.iter().all(|code| others.contains(code)), "{certain:?}");
    assert_eq!(draw("丙", "500").0.len(), 120);
}
