//! What stands beside, above and over the cells of a table, and what formats make of them: told where it may change what is meant.

#![allow(clippy::expect_used, reason = "a test that cannot write its inputs fails")]

use jiangbu::intake::{book::Bounds, read};
use jiangbu::policy::{BUILT_IN, Policy};
use rust_xlsxwriter::{Format, Note, Workbook, Worksheet};

const A: &str = "91371581MAH9KBJD25";

/// A cell: a text, a number, either with a format.
#[derive(Clone, Copy)]
enum C<'t> {
    T(&'t str),
    N(f64),
    Nf(f64, &'t str),
    Tf(&'t str, &'t str),
}
use C::{N, Nf, T, Tf};

/// Reads one sheet of these rows after `more` was done to it: codes and cells of what is found, and the years of titles.
fn found(name: &str, rows: &[&[C<'_>]], more: impl Fn(&mut Worksheet)) -> (Vec<String>, Vec<i32>) {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy built in");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(name).expect("a name");
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            let format = |code: &str| Format::new().set_num_format(code);
            match cell {
                T("") => Ok(&mut *sheet),
                T(text) => sheet.write(row, column, *text),
                N(number) => sheet.write(row, column, *number),
                Nf(number, code) => sheet.write_with_format(row, column, *number, &format(code)),
                Tf(text, code) => sheet.write_with_format(row, column, *text, &format(code)),
            }
            .expect("a cell");
        }
    }
    more(sheet);
    let folder = tempfile::tempdir().expect("a folder");
    book.save(folder.path().join("数据.xlsx")).expect("a workbook");
    let reading = read(&[folder.path().to_owned()], &policy, &Bounds::default(), &|_| {}).expect("workbooks");
    let told = reading.findings.iter().filter(|finding| finding.place.row.is_some() && &*finding.code != "W114");
    let told = told.map(|finding| format!("{} {}", finding.code, finding.place.address().unwrap_or_default()));
    let years = reading.data.sheets.iter().filter_map(|sheet| sheet.title.as_ref().map(|title| title.year));
    (told.collect(), years.collect())
}

const PLATFORM: &[C<'_>] = &[T("统一社会信用代码"), T("平台名称"), T("级别"), T("认定日期"), T("核定金额")];

fn platform<'t>(name: &'t str, amount: C<'t>) -> [C<'t>; 5] {
    [T(A), T(name), T("市级"), Nf(44_682.0, "yyyy-mm-dd"), amount]
}

#[test]
fn notes_at_the_cells_of_records_may_take_them_back() {
    let (first, second) = (platform("甲", N(100_000.0)), platform("乙", N(100_000.0)));
    let rows: [&[C<'_>]; 3] = [PLATFORM, &first, &second];
    for (notes, expected) in [
        (&[][..], ""),
        (&[(1, 1, "暂缓")], "W236 B2"),
        (&[(2, 4, "暂缓")], "W236 E3"),
        (&[(1, 1, "暂缓"), (2, 0, "作废")], "W236 B2；W236 A3"),
        (&[(1, 1, "已核"), (2, 0, "作废")], "W236 A3"),
        // At the header and below the table no record is meant.
        (&[(0, 1, "暂缓"), (3, 1, "暂缓")], ""),
    ] {
        let (told, _) = found("创新平台", &rows, |sheet| {
            for (row, column, text) in notes {
                sheet.insert_note(*row, *column, &Note::new(*text)).expect("a note");
            }
        });
        assert_eq!(told.join("；"), expected, "{notes:?}");
    }
}

#[test]
fn titles_stand_above_the_header_or_in_names() {
    let record = platform("甲", N(100_000.0));
    let title = |name: &str, above: &[&str], below: &[&str]| {
        let above: Vec<[C<'_>; 1]> = above.iter().map(|text| [T(text)]).collect();
        let below: Vec<[C<'_>; 1]> = below.iter().map(|text| [T(text)]).collect();
        let mut rows: Vec<&[C<'_>]> = above.iter().map(|row| &row[..]).collect();
        rows.extend([PLATFORM, &record]);
        rows.extend(below.iter().map(|row| &row[..]));
        found(name, &rows, |_| ()).1
    };
    assert!(title("创新平台", &[], &[]).is_empty());
    assert_eq!(title("创新平台", &["2021年度创新平台"], &[]), [2021]);
    assert_eq!(title("创新平台", &["临清市", "2020年度创新平台", "2021年"], &[]), [2020]);
    assert!(title("创新平台", &[], &["注：2021年以前的不算"]).is_empty());
    assert_eq!(title("创新平台2021", &[], &[]), [2021]);
    assert_eq!(title("创新平台2021", &["2022年度创新平台"], &[]), [2022]);
}

#[test]
fn a_row_with_a_code_that_calls_itself_a_total_is_an_error() {
    let other = platform("乙", N(50_000.0));
    for (label, expected) in [
        ("小计", "E234 A2"),
        ("合 计", "E234 A2"),
        ("本页小计", "E234 A2"),
        ("小计甲乙丙", ""),
        ("小计（两家）", ""),
        ("甲平台", ""),
    ] {
        let row = platform(label, N(100_000.0));
        let (told, _) = found("创新平台", &[PLATFORM, &row, &other], |_| ());
        let told: Vec<String> = told.into_iter().filter(|told| told.starts_with("E234")).collect();
        assert_eq!(told.len(), usize::from(!expected.is_empty()), "{label}: {told:?}");
    }
}

#[test]
fn what_a_format_shows_of_amounts() {
    for (cell, is_told) in [
        (Nf(1234.0, "#,##0"), false),
        (Nf(1234.5, "0"), false),
        (Nf(1234.5, "0.0"), false),
        (Nf(1234.0, "0.0,"), true),
        (Nf(1234.0, "0\"万元\""), true),
        (Nf(1234.0, "0\"%\""), true),
        (Nf(1234.0, "\"-\"0"), true),
        (Nf(0.0, "\"-\"0"), false),
        (Nf(1234.0, "0\"元\""), false),
        (Nf(0.0, "\"-\""), false),
        (Nf(1234.0, "\"-\""), true),
        (Tf("1234", "@"), false),
        (Tf("1234", "@\" \""), false),
        (Tf("1234", "@\".0\""), false),
        (Tf("1234", "@\"0\""), true),
        (Tf("1234", "0;0;0;\"9\""), true),
    ] {
        let row = platform("甲", cell);
        let (told, _) = found("创新平台", &[PLATFORM, &row], |_| ());
        let what = match cell {
            T(text) => text.to_owned(),
            N(number) => number.to_string(),
            Nf(number, code) => format!("{number} {code}"),
            Tf(text, code) => format!("{text} {code}"),
        };
        assert_eq!(told.iter().any(|told| told.starts_with("E221")), is_told, "{what}: {told:?}");
    }
}

#[test]
fn what_a_format_shows_of_shares() {
    let header = |share: &'static str| {
        [T("统一社会信用代码"), T("合同登记编号"), T("合同类型"), T("认定日期"), T("技术交易额"), T(share)]
    };
    for (share, cell, expected) in [
        ("核定比例", Nf(0.02, "0%"), ""),
        ("核定比例", Nf(0.02, "0.0%"), ""),
        ("核定比例", Nf(0.0149, "0%"), ""),
        ("核定比例", Nf(0.02, "0.00"), ""),
        ("核定比例", Nf(0.02, "0.00\"%\""), "E221"),
        ("核定比例", Nf(0.02, "0.00\"‰\""), "E221"),
        ("核定比例", Nf(0.02, "0.00\"元\""), "E221"),
        ("核定比例（%）", Nf(2.0, "0"), ""),
        ("核定比例（%）", Nf(2.0, "0\"%\""), ""),
        ("核定比例（%）", Nf(1.5, "0.0"), ""),
        ("核定比例（%）", Nf(0.02, "0%"), ""),
        ("核定比例（%）", Nf(2.0, "0\"‰\""), "E221"),
        ("核定比例（%）", Nf(2.0, "0.0,"), "E221"),
        ("核定比例（%）", N(0.02), "W235"),
        ("核定比例（%）", N(0.0), ""),
        ("核定比例（%）", N(1.0), ""),
    ] {
        let header = header(share);
        let row = [T(A), T("1"), T("技术开发"), Nf(44_682.0, "yyyy-mm-dd"), N(100.0), cell];
        let (told, _) = found("技术合同", &[&header, &row], |_| ());
        let told: Vec<&str> = told
            .iter()
            .filter_map(|told| told.split(' ').next())
            .filter(|code| ["E221", "W235"].contains(code))
            .collect();
        assert_eq!(told.join(" "), expected, "{share} {told:?}");
    }
}
