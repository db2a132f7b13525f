//! Blank workbooks: read without a word, filled in they calculate, and another policy gives others.
#![allow(clippy::expect_used, reason = "a test says what it lacks by failing")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use assert_cmd::Command;
use calamine::{Data, Reader as _, Xlsx};
use chrono::NaiveDate;
use jiangbu::index::TableIndex;
use jiangbu::intake::{self, book::Bounds};
use jiangbu::policy::{BUILT_IN, Kind, Policy};
use jiangbu::tables::{Dataset, Values};
use serde_json::Value;

/// A policy of elsewhere: other tables, a workbook of its own, one table in none, a list too long for a rule.
const OTHER: &str = r#"
[policy]
number = "甲政发〔2030〕1号"
title = "甲县茶园奖励办法"
years = [2030, 2030]
year_table = "茶园验收"

[register]
table = "茶农名册"
code = "信用代码"
name = "茶场名称"

[[workbook]]
name = "茶农"
bureau = "县农业农村局"
tables = ["茶农名册"]

[[table]]
name = "茶农名册"
required = true
columns = [
  { name = "信用代码", type = "credit-code", required = true, example = "91371581MAH9KBJD25" },
  { name = "茶场名称", type = "text", required = true },
  { name = "村", type = "list", values = LONG },
]

[[table]]
name = "茶园验收"
required = true
period = ["年度"]
columns = [
  { name = "信用代码", type = "credit-code", required = true },
  { name = "年度", type = "year", required = true },
  { name = "户数", type = "number", unit = "户" },
  { name = "投资额", type = "money", required = true, least = 1000, note = "'=以验收为准" },
  { name = "成活率", type = "percent", most = "100%" },
  { name = "验收日期", type = "date" },
  { name = "项目", type = "item" },
]

[[item]]
id = "garden"
name = "新建茶园"
clause = "第三条"
table = "茶园验收"
counts = "[@年度]=年度"
method = { rate = { rate = "10%", base = "投资额" } }
counts_toward_cap = false
"#;

/// Runs the program in `folder`: its status, its standard output and its messages.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    let output = command.current_dir(folder).args(arguments).output().expect("a run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("a status"), text(output.stdout), text(output.stderr))
}

fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().expect("a scratch folder")
}

/// Codes of the findings in a JSON of `check`.
fn codes(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let _ = fs::remove_file(folder.join("found.json"));
    let (status, out, err) = run(folder, &[&["check", "--json", "found.json"], arguments].concat());
    assert!(matches!(status, 0 | 1), "{out}{err}");
    let json: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("found.json")).expect("a file")).expect("JSON");
    let findings = json["findings"].as_array().expect("findings").iter();
    findings.map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
}

/// Sheets and their rows.
fn sheets(path: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let names = book.sheet_names();
    let rows = |name: &String, book: &mut Xlsx<_>| {
        let range = book.worksheet_range(name).expect("a sheet");
        range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
    };
    names.into_iter().map(|name| (name.clone(), rows(&name, &mut book))).collect()
}

#[test]
fn blank_workbooks_lack_nothing_but_what_must_be_filled_in() {
    let folder = scratch();
    let (status, out, _) = run(folder.path(), &["模板", "-o", "空表"]);
    assert_eq!(status, 0);
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy built in");
    for workbook in &policy.workbooks {
        assert!(out.contains(&*workbook.name) && out.contains(&*workbook.bureau), "{out}");
        let sheets = sheets(&folder.path().join(format!("空表/{}.xlsx", workbook.name)));
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        let tables: Vec<&str> = workbook.tables.iter().map(|table| &*policy.tables[*table].name).collect();
        assert_eq!(names, [&["填表说明"], tables.as_slice()].concat());
        for (name, rows) in &sheets[1..] {
            assert_eq!(rows.len(), 1, "{name} has rows below its header");
        }
    }
    // Nobody said that there is no bad record: a blank workbook is no nil return.
    assert_eq!(codes(folder.path(), &["空表", "-y", "2022"]), ["E136", "E136", "W309", "N139", "N310"]);
    // Nothing tells the year: worth a note, and no fault of a sheet.
    assert_eq!(codes(folder.path(), &["空表"]), ["E136", "E136", "W309", "N139", "N401", "N310"]);
    // An award of nobody is none.
    let (status, out, err) = run(folder.path(), &["calc", "空表", "-y", "2022"]);
    assert!(status == 1 && out.contains("企业基本情况") && err.contains("没有写奖励核算表"), "{out}{err}");
}

#[test]
fn nothing_is_overwritten_and_the_same_policy_gives_the_same_bytes() {
    let folder = scratch();
    assert_eq!(run(folder.path(), &["template"]).0, 0);
    let path = folder.path().join("模板/人才.xlsx");
    let bytes = fs::read(&path).expect("a template");
    fs::write(&path, "填好的").expect("a filled-in workbook");
    fs::remove_file(folder.path().join("模板/企业名录.xlsx")).expect("a template");
    let (status, _, err) = run(folder.path(), &["template"]);
    assert_eq!(status, 2);
    assert!(err.contains("资质认定.xlsx 已经存在"), "{err}");
    assert_eq!(fs::read(&path).expect("a file"), "填好的".as_bytes());
    assert!(!folder.path().join("模板/企业名录.xlsx").exists(), "nothing is written if one file is in the way");
    assert_eq!(run(folder.path(), &["template", "--force"]).0, 0);
    assert_eq!(fs::read(&path).expect("a template"), bytes);
    let (status, _, err) = run(folder.path(), &["template", "-y", "2031", "-o", "2031"]);
    assert_eq!((status, folder.path().join("2031").exists()), (2, false));
    assert!(err.contains("2022–2024"), "{err}");
}

#[test]
fn another_policy_gives_other_templates() {
    let folder = scratch();
    let villages: Vec<String> = (1..=80).map(|number| format!("第{number}村")).collect();
    let other = OTHER.replace("LONG", &format!("{villages:?}"));
    fs::write(folder.path().join("policy.toml"), other).expect("a policy");
    let (status, out, err) = run(folder.path(), &["template", "-o", "."]);
    assert_eq!(status, 0, "{out}{err}");
    assert!(out.contains("县农业农村局") && out.contains("其他表.xlsx"), "{out}");
    let farmers = sheets(&folder.path().join("茶农.xlsx"));
    assert_eq!(farmers[1].1, [["*信用代码", "*茶场名称", "村"]]);
    let guide: Vec<&String> = farmers[0].1.iter().map(|row| &row[0]).collect();
    for text in ["《茶农》填表说明", "第1村", "第80村", "茶场名称"] {
        assert!(guide.iter().any(|cell| *cell == text), "{guide:?}");
    }
    let rest = sheets(&folder.path().join("其他表.xlsx"));
    assert_eq!(
        rest[1].1,
        [["*信用代码", "茶场名称", "*年度", "户数（户）", "*投资额（元）", "成活率（%）", "验收日期", "项目"]]
    );
    let all = format!("{farmers:?}{rest:?}");
    assert!(!all.contains("临清") && !all.contains("轴承") && all.contains("甲政发〔2030〕1号"), "{all}");
    assert_eq!(codes(folder.path(), &["茶农.xlsx", "其他表.xlsx", "-y", "2030"]), ["E136", "E136"]);
}

#[test]
fn a_guide_among_other_workbooks_is_listed_and_never_read() {
    let folder = scratch();
    assert_eq!(run(folder.path(), &["template", "-o", "."]).0, 0);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("填表说明").expect("a name");
    for (column, text) in (0..).zip(["统一社会信用代码", "户名", "开户行", "账号"]) {
        sheet.write_string(0, column, text).expect("a cell");
        sheet.write_string(1, column, "例").expect("a cell");
    }
    book.save(folder.path().join("说明.xlsx")).expect("a workbook");
    assert_eq!(codes(folder.path(), &[".", "-y", "2022"]), ["E136", "E136", "W309", "N139", "N310", "N108"]);
}

/// A cell to be typed into a template.
enum Typed {
    Number(String),
    Text(String),
}

/// What a clerk would type for row `row` of `column`.
fn typed(policy: &Policy, data: &Dataset, kind: &Kind, column: &Values, row: usize) -> Option<Typed> {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
    let number = |text: String| Some(Typed::Number(text));
    match column {
        Values::Money(values) => number(values.raw[row]?.as_yuan().to_string()),
        Values::Number(values) => number(values.raw[row]?.to_string()),
        Values::Year(values) => number(values.raw[row]?.to_string()),
        Values::Date(values) => number((values.raw[row]? - epoch).num_days().to_string()),
        Values::Text(values) => {
            let symbol = values.raw[row]?;
            let item = policy.items.iter().find(|item| *kind == Kind::Item && item.symbol == symbol);
            let text = item.map_or_else(|| data.texts.get(symbol), |item| &item.name);
            Some(Typed::Text(text.to_owned()))
        }
    }
}

/// Does the template have a column of its own for the firm's name?
fn named(policy: &Policy, table: TableIndex) -> bool {
    let name = &policy.tables[policy.register.table].columns[policy.register.name].name;
    policy.tables[table].columns.iter().all(|column| column.name != *name)
}

/// The name, in the register, of the firm that row `row` of the table is about.
fn name_of(policy: &Policy, data: &Dataset, table: TableIndex, row: usize) -> Option<String> {
    let texts = |table: TableIndex, column| match &data.tables[table].columns[column] {
        Values::Text(values) => values.raw.clone(),
        _ => Vec::new(),
    };
    let register = policy.register.table;
    let code = texts(table, policy.tables[table].key)[row];
    let firm = texts(register, policy.register.code).iter().position(|known| *known == code)?;
    texts(register, policy.register.name)[firm].map(|name| data.texts.get(name).to_owned())
}

/// The rows of table `table` as XML, each cell in the template's own style for its column.
fn rows(policy: &Policy, data: &Dataset, table: TableIndex, sheet: &str) -> String {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\"")).expect("an attribute");
        rest.split('"').next().expect("its value").parse::<usize>().expect("a number")
    };
    // Neighbours of one look share a tag.
    let style = |column: usize| {
        let mut tags = sheet.split("<col ").skip(1);
        let own = tags.find(|tag| (attribute(tag, "min")..=attribute(tag, "max")).contains(&(column + 1)));
        attribute(own.expect("a formatted column"), "style")
    };
    let declared = &policy.tables[table].columns;
    let named = named(policy, table);
    let styles: Vec<usize> = (0..declared.len() + usize::from(named)).map(style).collect();
    let mut xml = String::new();
    for row in 0..data.tables[table].len() {
        let _ = write!(xml, "<row r=\"{}\">", row + 2);
        let own = data.tables[table].columns.iter_enumerated();
        let mut cells: Vec<(usize, Option<Typed>)> = own
            .map(|(c, column)| {
                let behind = named && c > policy.tables[table].key;
                (usize::from(c) + usize::from(behind), typed(policy, data, &declared[c].kind, column, row))
            })
            .collect();
        if named {
            let key = usize::from(policy.tables[table].key);
            cells.insert(key + 1, (key + 1, name_of(policy, data, table, row).map(Typed::Text)));
        }
        for (at, cell) in cells {
            let (letter, style) = (jiangbu::finding::column_letters(at as u32), &styles[at]);
            let place = format!("<c r=\"{letter}{}\" s=\"{style}\"", row + 2);
            let _ = match cell {
                Some(Typed::Number(number)) => write!(xml, "{place}><v>{number}</v></c>"),
                Some(Typed::Text(text)) => {
                    assert!(!text.contains(['<', '&']));
                    write!(xml, "{place} t=\"inlineStr\"><is><t>{text}</t></is></c>")
                }
                None => Ok(()),
            };
        }
        xml.push_str("</row>");
    }
    xml
}

/// The template's bytes with the data typed in below its headers.
fn filled(policy: &Policy, data: &Dataset, tables: &[TableIndex], template: &[u8]) -> Vec<u8> {
    let mut package = zip::ZipArchive::new(Cursor::new(template)).expect("a package");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut parts = BTreeMap::new();
    for index in 0..package.len() {
        let mut part = package.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        parts.insert(part.name().expect("a name").into_owned(), bytes);
    }
    for (name, bytes) in &mut parts {
        // Sheet 1 is the guide.
        let number = name.strip_prefix("xl/worksheets/sheet").and_then(|rest| rest.strip_suffix(".xml"));
        let table = number.and_then(|number| tables.get(number.parse::<usize>().ok()?.checked_sub(2)?));
        if let Some(table) = table {
            let sheet = String::from_utf8(std::mem::take(bytes)).expect("text");
            let (head, tail) = sheet.split_once("</sheetData>").expect("cells");
            *bytes = format!("{head}{}</sheetData>{tail}", rows(policy, data, *table, head)).into_bytes();
        }
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(bytes).expect("its bytes");
    }
    out.finish().expect("a package").into_inner()
}

#[test]
fn filled_in_they_calculate() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/year-2022");
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy built in");
    let reading = intake::read(&[case.join("inputs")], &policy, &Bounds::default(), &|_| {}).expect("data");
    let folder = scratch();
    assert_eq!(run(folder.path(), &["template"]).0, 0);
    for workbook in &policy.workbooks {
        let path = folder.path().join(format!("模板/{}.xlsx", workbook.name));
        let template = fs::read(&path).expect("a template");
        fs::write(&path, filled(&policy, &reading.data, &workbook.tables, &template)).expect("a workbook");
    }
    let (status, out, err) = run(folder.path(), &["calc", "模板", "--json", "found.json"]);
    assert_eq!(status, 0, "{out}{err}");
    // Nobody handed in what was paid: a blank sheet is no 0.
    assert!(!out.contains("已付"), "{out}");
    let read =
        |path: &Path| -> Value { serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON") };
    let (expected, found) = (read(&case.join("expected.json")), read(&folder.path().join("found.json")));
    compare(&expected, &found, "");
    // What a template gives rise to is said of the data, never of a sheet or a header; but which stayed blank is told.
    let findings = found["findings"].as_array().expect("findings").iter();
    let of_sheet = |code: &str| code[1..].starts_with('1') && code != "N139";
    let of_sheets: Vec<_> = findings.filter(|finding| finding["code"].as_str().is_some_and(of_sheet)).collect();
    assert!(of_sheets.is_empty(), "{of_sheets:?}");
}

/// One part of a package as text.
fn part(path: &Path, name: &str) -> String {
    let mut package = zip::ZipArchive::new(fs::File::open(path).expect("a workbook")).expect("a package");
    let mut text = String::new();
    package.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

/// The workbook with one text put in another's place.
fn edited(path: &Path, from: &str, to: &str) {
    let mut package = zip::ZipArchive::new(Cursor::new(fs::read(path).expect("a workbook"))).expect("a package");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut part = package.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        if name == "xl/sharedStrings.xml" {
            let text = String::from_utf8(bytes).expect("text");
            assert!(text.contains(from), "{text}");
            bytes = text.replace(from, to).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(&bytes).expect("its bytes");
    }
    fs::write(path, out.finish().expect("a package").into_inner()).expect("a workbook");
}

/// A workbook filled in on the template of another document, or of tables that have been changed since, is told; the same tables with other
/// explanations are the same edition, and a template from before there were editions is read without a word.
#[test]
fn another_edition_of_a_template_is_told() {
    let folder = scratch();
    let policy = OTHER.replace("LONG", r#"["东村", "西村"]"#);
    let save = |text: &str| fs::write(folder.path().join("policy.toml"), text).expect("a policy");
    let arguments = ["check", "茶农.xlsx", "其他表.xlsx", "-y", "2030"];
    save(&policy);
    assert_eq!(run(folder.path(), &["template", "-o", "."]).0, 0);
    let told = |text: &str| {
        save(text);
        // Blank as they are, there is more to be said of them, of which other tests tell.
        let (_, out, _) = run(folder.path(), &[&arguments[..], &["--json", "-"]].concat());
        let json: Value = serde_json::from_str(&out).expect("JSON");
        let findings = json["findings"].as_array().expect("findings").iter();
        let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let told = findings.map(|f| [text(f, "code"), text(f, "file"), text(f, "message")].join(" "));
        told.filter(|told| told.starts_with("W128 ")).collect::<Vec<_>>()
    };
    assert_eq!(told(&policy), [""; 0]);
    assert_eq!(told(&policy.replace("以验收为准", "以县里的验收为准").replace("least = 1000", "least = 1")), [""; 0]);
    // Another document: both workbooks. Other values to choose from, another unit: the workbook they stand in.
    let found = told(&policy.replace("〔2030〕1号", "〔2030〕2号"));
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found.iter().all(|f| f.starts_with("W128 ") && f.contains("“甲政发〔2030〕1号”") && f.contains("〔2030〕2号"))
    );
    for (from, to, file) in [("西村", "北村", "茶农.xlsx"), ("unit = \"户\"", "unit = \"人\"", "其他表.xlsx")]
    {
        let found = told(&policy.replace(from, to));
        assert!(found.len() == 1 && found[0].starts_with(&format!("W128 {file} ")), "{found:#?}");
        assert!(found[0].contains("模板做好以后，政策文件里的列或者可填的内容改过"), "{found:#?}");
    }
    for file in ["茶农.xlsx", "其他表.xlsx"] {
        edited(&folder.path().join(file), "模板版本：", "");
    }
    assert_eq!(told(&policy.replace("〔2030〕1号", "〔2030〕2号")), [""; 0]);
}

/// The headers are locked; every cell below them and beside the table's columns is open.
#[test]
fn headers_are_locked_and_data_cells_are_open() {
    let folder = scratch();
    assert_eq!(run(folder.path(), &["template", "-o", "."]).0, 0);
    let path = folder.path().join("企业名录.xlsx");
    let styles = part(&path, "xl/styles.xml");
    let (_, formats) = styles.split_once("<cellXfs").expect("formats");
    let formats: Vec<&str> = formats.split("</cellXfs>").next().unwrap_or_default().split("<xf ").skip(1).collect();
    let open = |style: &str| formats[style.parse::<usize>().expect("a style")].contains("locked=\"0\"");
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\"")).expect(name);
        rest.split('"').next().expect("a value").to_owned()
    };
    let (sheet, mut next) = (part(&path, "xl/worksheets/sheet2.xml"), 1);
    assert!(sheet.contains("<sheetProtection sheet=\"1\"") && !sheet.contains("password"), "{sheet}");
    for col in sheet.split("<col").skip(1).filter(|tag| tag.starts_with(' ')) {
        assert_eq!(attribute(col, "min").parse(), Ok(next), "{col}");
        next = attribute(col, "max").parse::<u32>().expect("a column") + 1;
        assert!(open(&attribute(col, "style")), "{col}");
    }
    assert_eq!(next, 16_385);
    let header: Vec<&str> = sheet.split("<c ").skip(1).map(|cell| cell.split('>').next().unwrap_or_default()).collect();
    assert!(header.len() > 5 && header.iter().all(|cell| !open(&attribute(&format!(" {cell}"), "s"))), "{header:?}");
}

/// Everything expected is there and equal.
fn compare(expected: &Value, found: &Value, at: &str) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                compare(value, found.get(key).unwrap_or(&Value::Null), &format!("{at}.{key}"));
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            assert_eq!(expected.len(), found.len(), "{at}");
            for (i, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(expected, found, &format!("{at}[{i}]"));
            }
        }
        _ => assert_eq!(expected, found, "{at}"),
    }
}
