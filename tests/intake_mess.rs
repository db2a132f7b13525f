//! The mess that bureaux make never changes what is read, and a fault planted in it is found at its cell.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot read its inputs fails")]

mod common;

use std::path::Path;

use chrono::NaiveDate;
use common::chance::Chance;
use common::mess::{Dressed, dress};
use common::workbook::{Cell, Run, Sheet, save};
use jiangbu::finding::{Finding, Severity};
use jiangbu::index::{ColumnIndex, TableIndex};
use jiangbu::intake::{Intake, book::Bounds, read};
use jiangbu::policy::{BUILT_IN, Kind, Policy};
use jiangbu::tables::{Dataset, Values};
use proptest::prelude::*;
use typed_index_collections::TiVec;

fn policy() -> Policy {
    Policy::load(BUILT_IN, "policy.toml").expect("the policy built in")
}

fn read_folder(folder: &Path, policy: &Policy) -> Intake {
    let mut reading = read(&[folder.to_owned()], policy, &Bounds::default(), &|_| {}).expect("workbooks");
    jiangbu::check::records(&mut reading, policy);
    reading
}

fn case(name: &str, policy: &Policy) -> Dataset {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name).join("inputs");
    read_folder(&folder, policy).data
}

/// Reads the sheets as one workbook.
fn read_dressed(dressed: &Dressed, policy: &Policy) -> Intake {
    let folder = tempfile::tempdir().expect("a folder");
    save(&folder.path().join("数据.xlsx"), &dressed.sheets);
    read_folder(folder.path(), policy)
}

/// All records as texts, table by table.
fn records(data: &Dataset) -> TiVec<TableIndex, Vec<String>> {
    let value = |column: &Values, row: usize| match column {
        Values::Money(values) => values.raw[row].map(|money| money.as_yuan().normalize().to_string()),
        Values::Number(values) => values.raw[row].map(|number| number.normalize().to_string()),
        Values::Year(values) => values.raw[row].map(|year| year.to_string()),
        Values::Date(values) => values.raw[row].map(|day| day.to_string()),
        Values::Text(values) => values.raw[row].map(|symbol| data.texts.get(symbol).to_owned()),
    };
    let table = |table: &jiangbu::tables::TableData| {
        let record = |row| {
            table.columns.iter().map(|column| value(column, row).unwrap_or_default()).collect::<Vec<_>>().join("|")
        };
        (0..table.len()).map(record).collect()
    };
    data.tables.iter().map(table).collect()
}

fn errors(reading: &Intake) -> Vec<&Finding> {
    reading.findings.iter().filter(|finding| finding.severity == Severity::Error).collect()
}

/// Few by default; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tolerated_mess_never_changes_what_is_read(seed: u64, name in prop::sample::select(&["clauses", "overlaps", "caps", "minimal"][..])) {
        let policy = policy();
        let tidy = case(name, &policy);
        let dressed = dress(&tidy, &policy, seed);
        let reading = read_dressed(&dressed, &policy);
        let faults: Vec<_> = reading.findings.iter().filter(|f| f.severity == Severity::Error || &*f.code == "W304").collect();
        prop_assert!(faults.is_empty(), "{faults:#?}");
        let (expected, read) = (records(&tidy), records(&reading.data));
        for (t, declared) in policy.tables.iter_enumerated() {
            prop_assert_eq!(&read[t], &expected[t], "{}", declared.name);
            let account = reading.data.tables[t].account;
            prop_assert_eq!(account.rows, read[t].len() as u64 + account.errors + account.skipped);
        }
    }

    #[test]
    fn what_is_struck_out_counts_and_is_said(seed: u64, name in prop::sample::select(&["clauses", "overlaps", "minimal"][..])) {
        let policy = policy();
        let tidy = case(name, &policy);
        let mut dressed = dress(&tidy, &policy, seed);
        let mut chance = Chance::new(!seed);
        let mut cells: Vec<_> = dressed.cells.keys().copied().collect();
        cells.sort_unstable();
        let mut struck = Vec::new();
        for _ in 0..3 {
            let (sheet, at, c) = dressed.cells[chance.of(&cells)];
            let cell = &mut dressed.sheets[sheet].rows[at as usize][c as usize];
            if matches!(cell, Cell::Number(_) | Cell::Day(..)) {
                *cell = Cell::Struck(Box::new(cell.clone()));
                struck.push((sheet, at, c));
            }
        }
        let reading = read_dressed(&dressed, &policy);
        prop_assert!(errors(&reading).is_empty(), "{:#?}", errors(&reading));
        prop_assert_eq!(records(&reading.data), records(&tidy));
        for (sheet, row, column) in struck {
            let name = &dressed.sheets[sheet].name;
            let said = reading.findings.iter().any(|finding| {
                let place = &finding.place;
                &*finding.code == "W227"
                    && place.sheet.as_deref() == Some(name)
                    && place.row == Some(row)
                    && place.column == Some(u32::from(column))
            });
            prop_assert!(said, "{name} row {row} column {column}");
        }
    }

    #[test]
    fn planted_faults_are_found_at_their_cells(seed: u64, name in prop::sample::select(&["clauses", "overlaps", "messy"][..])) {
        let policy = policy();
        let tidy = case(name, &policy);
        let mut dressed = dress(&tidy, &policy, seed);
        let mut chance = Chance::new(!seed);
        let mut cells: Vec<_> = dressed.cells.keys().copied().collect();
        cells.sort_unstable();
        let mut planted = Vec::new();
        for _ in 0..1 + chance.below(3) {
            let (t, column, row) = *chance.of(&cells);
            let (sheet, at, c) = dressed.cells[&(t, column, row)];
            // One fault a record: with the code gone, a row's other faults may belong to anybody.
            if planted.iter().any(|&(s, r, _, _)| (s, r) == (sheet, at)) {
                continue;
            }
            let fault = fault(&policy, t, column, dressed.units[&(sheet, c)], &mut chance);
            let Some((cell, code)) = fault else { continue };
            dressed.sheets[sheet].rows[at as usize][c as usize] = cell;
            planted.push((sheet, at, c, code));
        }
        let reading = read_dressed(&dressed, &policy);
        for (sheet, row, column, code) in &planted {
            let name = &dressed.sheets[*sheet].name;
            let here = |finding: &&Finding| {
                let place = &finding.place;
                place.sheet.as_deref() == Some(name) && place.row == Some(*row) && place.column == Some(u32::from(*column))
            };
            let found: Vec<_> = errors(&reading).into_iter().filter(here).map(|finding| finding.code.to_string()).collect();
            prop_assert_eq!(&found, &[*code], "{} row {} column {}: {:#?}", name, row, column, errors(&reading));
        }
        prop_assert_eq!(errors(&reading).len(), planted.len(), "{:#?}", errors(&reading));
    }
}

/// A text with a run behind it that is struck out or raised.
fn runs(text: &str, more: &str, chance: &mut Chance) -> Cell {
    let set = chance.pick(&[Run::Struck, Run::Raised]);
    Cell::Runs(vec![(text.into(), Run::Plain), (more.into(), set)])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// What does not belong to the one table of a sheet is never passed over in silence.
    #[test]
    fn what_stands_beside_above_or_below_a_table_is_told(seed: u64, name in prop::sample::select(&["clauses", "overlaps"][..])) {
        let policy = policy();
        let tidy = case(name, &policy);
        let mut dressed = dress(&tidy, &policy, seed);
        let mut chance = Chance::new(!seed);
        let register = &tidy.tables[policy.register.table];
        let code = register.text(policy.register.code, 0.into()).map(|code| tidy.texts.get(code).to_owned()).expect("a firm");
        let texts = |texts: &[&str]| texts.iter().map(|text| Cell::text(*text)).collect::<Vec<_>>();
        let sheets: Vec<usize> = (0..dressed.sheets.len()).filter(|s| dressed.cells.values().any(|cell| cell.0 == *s)).collect();
        let at = *chance.of(&sheets);
        let sheet = &mut dressed.sheets[at];
        let expected = match chance.below(4) {
            0 => {
                // A block beside, with codes of firms, below no header.
                let wide = sheet.rows.iter().map(Vec::len).max().unwrap_or(0) + 2;
                let row = dressed.cells.values().filter(|cell| cell.0 == at).map(|cell| cell.1).min().expect("a record");
                let row = &mut sheet.rows[row as usize];
                row.resize(wide, Cell::Empty);
                row.push(Cell::text(&*code));
                "E117"
            }
            1 => {
                // Another table below.
                sheet.rows.push(texts(&["统一社会信用代码", "户名", "开户行", "账号"]));
                sheet.rows.push(texts(&[&code, "甲", "乙", "62"]));
                "E118"
            }
            2 => {
                dressed.sheets.push(Sheet::of("台账", &format!("信用号|事由\n{code}|某事")));
                "E116"
            }
            _ => {
                dressed.sheets.push(Sheet::of("来文", &format!("关于{code}的函")));
                "E116"
            }
        };
        let reading = read_dressed(&dressed, &policy);
        let found: Vec<_> = errors(&reading).iter().map(|finding| finding.code.to_string()).collect();
        // The table of accounts itself has those columns: there they are its header once more, or the one that all else stands above.
        let other = |code: &str| expected == "E118" && ["E302", "E117"].contains(&code);
        prop_assert!(found.iter().any(|code| code == expected || other(code)), "{expected}: {:#?}", errors(&reading));
    }
}

/// Something wrong for a cell of this column, and the code of the finding it must give.
fn fault(
    policy: &Policy,
    t: TableIndex,
    column: ColumnIndex,
    unit: i64,
    chance: &mut Chance,
) -> Option<(Cell, &'static str)> {
    let declared = &policy.tables[t].columns[column];
    let key = policy.tables[t].key == column;
    let day = Cell::Day(NaiveDate::from_ymd_opt(2022, 10, 5).expect("a day"), "yyyy-mm-dd");
    let mut faults = vec![(Cell::Error("#REF!".into()), "E202"), (Cell::Uncalculated, "E203")];
    if declared.required && declared.blank.is_none() {
        faults.push((Cell::Picture, "E226"));
        faults.push((Cell::Empty, if key { "E307" } else { "E201" }));
        faults.push((Cell::text("暂无"), if key { "E307" } else { "E201" }));
    }
    let texts = |texts: &[&str], code| texts.iter().map(|text| (Cell::text(*text), code)).collect::<Vec<_>>();
    match &declared.kind {
        Kind::Money { signed } => {
            faults.extend(texts(&["约12万", "1e5", "1,23", "12.5千元", "5%", "一百"], "E204"));
            faults.push((day, "E204"));
            let scaled = [
                "0.00,",
                "0!.0000",
                "0\\.0,",
                "0.00\"千元\"",
                "0.00\"亿元\"",
                ";;;\"保密\"",
                "[>0]0.0,;0",
                "0\"%\"",
                "0\"000\"",
            ];
            faults.push((Cell::Shown(125.0, chance.pick(&scaled)), "E221"));
            faults.push((Cell::Shown(125.0, if unit == 1 { "0.00\"万元\"" } else { "0.00\"元\"" }), "E221"));
            let foreign = ["\"$\"#,##0.00", "[$€-407]0.00", "[$$-409]0.00", "[$¥-411]0", "0.00\"美元\"", "[$HKD] 0.00"];
            faults.push((Cell::Shown(125.0, chance.pick(&foreign)), "E222"));
            faults.push((runs("12", "1", chance), "E223"));
            faults.push((Cell::text("12\n15"), "E224"));
            faults.push((Cell::text("1\u{41e}0"), "E231"));
            faults.push((Cell::Streamed, "E203"));
            faults.push((Cell::Number(if unit == 1 { 12.345 } else { 12.345_678_9 }), "E205"));
            faults.push((Cell::Number(20_000_000_000.0), "E206"));
            if !signed {
                faults.push((Cell::Number(-5.0), "E207"));
            }
        }
        Kind::Number => faults.extend(texts(&["约0.2", "1e5"], "E204")),
        Kind::Percent => {
            faults.extend(texts(&["一半", "5元"], "E208"));
            if unit != 0 {
                // Below a header in percent it says what the header says.
                faults.push((Cell::Shown(0.6, "0.00\"%\""), "E221"));
            }
            faults.push((Cell::Shown(0.6, ";;;"), "E221"));
        }
        Kind::Year => faults.extend(texts(&["二〇二二", "22", "2022-13-01"], "E211")),
        Kind::Date => {
            faults.extend(texts(&["2022.13.5", "2022-2-30", "2022年", "去年", "2022-10-05 13:00"], "E210"));
            faults.push((Cell::Shown(0.0, "yyyy-mm-dd"), "E228"));
            faults.push((Cell::text("2101-01-01"), "E228"));
            faults.push((Cell::text("2022-10-05\n2022-11-05"), "E224"));
            faults.push((Cell::Number(2022.0), "E210"));
        }
        Kind::Text => return faults.into_iter().nth(chance.below(2)),
        Kind::List(_) => faults.extend(texts(&["此项未列", "有"], "E212")),
        Kind::Item => faults.extend(texts(&["高企奖"], "E219")),
        Kind::Code(_) => {
            faults.extend(texts(&["91371581MAH9KBJD2", "91371581MAH9KBJD26", "91371581MAH9KBJDO5", "待补"], "E213"));
            faults.push((Cell::Number(913_715_810_000_000_000.0), "E214"));
            faults.push((Cell::text("91371581\u{41c}AH9KBJD25"), "E231"));
            faults.push((Cell::text("91371581\nMAH9KBJD25"), "E224"));
            faults.push((runs("91371581MAH9KBJD25", "1", chance), "E223"));
            if t != policy.register.table {
                faults.extend(texts(&["91370000MA3TEXT1XR"], "E301"));
            }
        }
        Kind::Patent { .. } => {
            faults.extend(texts(&["ZL2020100", "实用新型", "ZL202040000001.1"], "E215"));
            faults.push((Cell::text("ZL202010000001.1\nZL202010000002.X"), "E224"));
        }
    }
    Some(chance.of(&faults).clone())
}
