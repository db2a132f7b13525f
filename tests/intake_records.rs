//! Records against each other and against the register; files that feed one table; what is not there.

#![allow(clippy::expect_used, reason = "a test that cannot read its inputs fails")]

mod common;

use common::workbook::{Cell, Sheet, save};
use jiangbu::intake::{Intake, Trouble, book::Bounds, read};
use jiangbu::policy::{BUILT_IN, Policy};

const A: &str = "91371581MAH9KBJD25";
const B: &str = "91371581MAJEGL6QXW";
const C: &str = "91371581MAUFDMQE6U";

/// Reads workbooks, each a name and its sheets as text tables.
fn read_books(books: &[(&str, &[(&str, String)])]) -> (Policy, Intake) {
    read_by(BUILT_IN, books)
}

/// The same by another policy.
fn read_by(policy: &str, books: &[(&str, &[(&str, String)])]) -> (Policy, Intake) {
    let policy = Policy::load(policy, "policy.toml").expect("a policy");
    let folder = tempfile::tempdir().expect("a folder");
    for (name, sheets) in books {
        let sheets: Vec<Sheet> = sheets.iter().map(|(name, table)| Sheet::of(name, table)).collect();
        save(&folder.path().join(name), &sheets);
    }
    save(&folder.path().join("零报告.xlsx"), &[nil_return()]);
    let mut reading = read(&[folder.path().to_owned()], &policy, &Bounds::default(), &|_| {}).expect("workbooks");
    jiangbu::check::records(&mut reading, &policy);
    for table in &reading.data.tables {
        assert_eq!(table.account.rows, table.len() as u64 + table.account.errors + table.account.skipped);
    }
    (policy, reading)
}

/// No bad record: its absence would be a warning of its own.
fn nil_return() -> Sheet {
    Sheet::of("不良记录", "统一社会信用代码|类别|等级|发生日期|状态|文号")
}

/// Errors and warnings as `E301 税务数据.xlsx › 税收地方财力 › A2`, but those for columns left out and for accounts, which are invented.
fn faults(reading: &Intake) -> Vec<String> {
    let mut found: Vec<_> = reading
        .findings
        .iter()
        .filter(|f| !f.code.starts_with('N') && !["W114", "W314", "P31"].contains(&&*f.code))
        .collect();
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    found.iter().map(|finding| format!("{} {}", finding.code, finding.place).trim_end().to_owned()).collect()
}

fn firms(rows: &[&str]) -> (&'static str, String) {
    let rows: String = rows.iter().map(|row| format!("\n{row}|是|@2020-01-01")).collect();
    ("企业基本情况", format!("统一社会信用代码|企业名称|轴承工业企业|成立{rows}"))
}

fn taxes(rows: &[&str]) -> (&'static str, String) {
    let rows: String = rows.iter().map(|code| format!("\n{code}|=2022|=5")).collect();
    ("税收地方财力", format!("统一社会信用代码|年度|新增地方财力{rows}"))
}

fn accounts(rows: &[&str]) -> (&'static str, String) {
    let rows: String = rows.iter().map(|row| format!("\n{row}|户|行|123")).collect();
    ("收款账户", format!("统一社会信用代码|企业名称|户名|开户行|账号{rows}"))
}

fn one_book(sheets: &[(&str, String)]) -> (Policy, Intake) {
    read_books(&[("数据.xlsx", sheets)])
}

#[test]
fn a_code_the_register_does_not_have_is_an_error_at_the_code() {
    let (policy, reading) =
        one_book(&[firms(&[&format!("{A}|甲公司")]), taxes(&[A, B]), accounts(&[&format!("{C}|丙")])]);
    assert_eq!(faults(&reading), ["E301 数据.xlsx › 收款账户 › A2", "E301 数据.xlsx › 税收地方财力 › A3"]);
    assert_eq!(reading.data.tables[policy.year_table].len(), 1);
    assert_eq!(reading.data.blocked.len(), 2);
}

#[test]
fn a_faulty_row_of_the_register_is_one_error_not_one_for_each_record_of_the_firm() {
    let others = || [taxes(&[A, B]), accounts(&[&format!("{A}|甲公司"), &format!("{B}|乙公司")])];
    for (row, fault) in [
        // The code is there but something else is wrong.
        (format!("{B}|"), "E201 数据.xlsx › 企业基本情况 › B3"),
        // The code itself is wrong: by a slip, missing with the name left, stored as a number.
        ("91371581MAJEGL6QXY|乙公司".into(), "E213 数据.xlsx › 企业基本情况 › A3"),
        ("91371581MAJEGL6Q|乙公司".into(), "E213 数据.xlsx › 企业基本情况 › A3"),
        ("|乙公司".into(), "E307 数据.xlsx › 企业基本情况 › A3"),
        ("待补|乙".into(), "E213 数据.xlsx › 企业基本情况 › A3"),
    ] {
        let mut sheets = vec![firms(&[&format!("{A}|甲公司"), &row])];
        sheets.extend(others());
        let (_, reading) = one_book(&sheets);
        assert_eq!(faults(&reading), [fault], "{row}");
    }
    // A code that stands in one table only is not taken for the firm without one.
    let (_, reading) = one_book(&[firms(&[&format!("{A}|甲公司"), "|乙公司"]), taxes(&[A, C])]);
    assert_eq!(faults(&reading), ["E307 数据.xlsx › 企业基本情况 › A3", "E301 数据.xlsx › 税收地方财力 › A3"]);
}

#[test]
fn without_a_register_no_code_is_called_unknown() {
    let (_, reading) = one_book(&[taxes(&[A, B])]);
    assert_eq!(faults(&reading), ["E105"]);
    let broken = ("企业基本情况", format!("统一社会信用代码|企业名字|轴承工业企业\n{A}|甲公司|是"));
    let (_, reading) = one_book(&[broken, taxes(&[A, B])]);
    assert_eq!(faults(&reading), ["E106 数据.xlsx › 企业基本情况 › B1"]);
}

#[test]
fn a_record_that_stands_twice_is_an_error_at_the_second_wherever_it_stands() {
    let (policy, reading) = read_books(&[
        ("b.xlsx", &[taxes(&[B, A])]),
        ("a.xlsx", &[firms(&[&format!("{A}|甲公司"), &format!("{B}|乙公司"), &format!("{A}|甲公司")]), taxes(&[A])]),
    ]);
    assert_eq!(faults(&reading), ["E302 a.xlsx › 企业基本情况 › A4", "E302 b.xlsx › 税收地方财力 › A3"]);
    let firsts: Vec<_> = reading.findings.iter().filter(|f| &*f.code == "E302").map(|f| f.why.as_str()).collect();
    assert_eq!(firsts, ["第一条在 a.xlsx › 企业基本情况 › A2", "第一条在 a.xlsx › 税收地方财力 › A2"]);
    let years = &reading.data.tables[policy.year_table];
    assert_eq!((years.len(), years.account.rows, years.account.errors), (2, 3, 1));
}

#[test]
fn only_rows_that_must_be_unique_are_held_against_each_other() {
    let patents = |rows: &[(&str, &str, &str)]| {
        let rows: String = rows
            .iter()
            .map(|(code, number, first)| format!("\n{code}|{number}|发明|20220301|{first}|自主研发|是"))
            .collect();
        ("授权专利", format!("统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确{rows}"))
    };
    let register = || firms(&[&format!("{A}|甲公司"), &format!("{B}|乙公司")]);
    let number = "ZL202010000001.1";
    let (_, reading) =
        one_book(&[register(), taxes(&[A]), patents(&[(A, number, "是"), (B, number, "否"), (A, number, "否")])]);
    assert_eq!(faults(&reading), [""; 0]);
    // The same number in another form is the same number.
    let (_, reading) =
        one_book(&[register(), taxes(&[A]), patents(&[(A, number, "是"), (B, "CN 2020 1 00000011", "是")])]);
    assert_eq!(faults(&reading), ["E302 数据.xlsx › 授权专利 › B3"]);
}

#[test]
fn another_name_for_the_same_code_is_a_warning_at_the_name() {
    let register = || firms(&[&format!("{A}|甲轴承（山东）公司")]);
    let (_, reading) = one_book(&[register(), taxes(&[A]), accounts(&[&format!("{A}|乙轴承公司")])]);
    assert_eq!(faults(&reading), ["W303 数据.xlsx › 收款账户 › B2"]);
    for same in ["甲轴承（山东）公司", "甲轴承(山东)公司", " 甲轴承 （山东）公司", "", "—"] {
        let (_, reading) = one_book(&[register(), taxes(&[A]), accounts(&[&format!("{A}|{same}")])]);
        assert_eq!(faults(&reading), [""; 0], "{same}");
    }
}

#[test]
fn one_table_may_come_from_many_sheets_and_workbooks_in_the_order_of_names() {
    let (policy, reading) = read_books(&[
        ("乙镇.xlsx", &[firms(&[&format!("{C}|丙公司")])]),
        ("丙镇.xlsx", &[("Sheet1", firms(&[&format!("{B}|乙公司")]).1), ("税务", taxes(&[A]).1)]),
        ("丁镇.xlsx", &[firms(&[&format!("{A}|甲公司")])]),
    ]);
    assert_eq!(faults(&reading), [""; 0]);
    let register = &reading.data.tables[policy.register.table];
    let codes: Vec<_> = register
        .rows()
        .filter_map(|row| register.text(policy.register.code, row))
        .map(|code| reading.data.texts.get(code))
        .collect();
    assert_eq!(codes, [A, B, C]);
    assert_eq!(
        reading.data.place(policy.register.table, policy.register.code, 2.into()).to_string(),
        "乙镇.xlsx › 企业基本情况 › A2"
    );
}

#[test]
fn what_is_absent_or_unreadable_is_said_once() {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy built in");
    let folder = tempfile::tempdir().expect("a folder");
    save(
        &folder.path().join("数据.xlsx"),
        &[Sheet::of("企业基本情况", &firms(&[&format!("{A}|甲公司")]).1), nil_return()],
    );
    let run = || {
        let mut reading = read(&[folder.path().to_owned()], &policy, &Bounds::default(), &|_| {}).expect("workbooks");
        jiangbu::check::records(&mut reading, &policy);
        reading
    };
    assert_eq!(faults(&run()), ["E105"]);
    // What a file that cannot be read may have held is not called missing.
    std::fs::write(folder.path().join("税务.xlsx"), "<html><table></table></html>").expect("a file");
    assert_eq!(faults(&run()), ["E101 税务.xlsx"]);
    assert!(matches!(
        read(&[folder.path().join("无")], &policy, &Bounds::default(), &|_| {}),
        Err(Trouble::NotFound { .. })
    ));
}

#[test]
fn a_firm_whose_own_row_was_not_read_is_told_once_with_the_sheet_it_stands_on() {
    let (_, reading) = read_books(&[
        ("名录.xlsx", &[firms(&[&format!("{A}|甲公司")]), ("第二批", format!("代码|名字\n{B}|乙公司"))]),
        ("税务.xlsx", &[taxes(&[A, B])]),
        ("账户.xlsx", &[accounts(&[&format!("{B}|乙公司")])]),
    ]);
    assert_eq!(faults(&reading), ["E116 名录.xlsx › 第二批", "E301 税务.xlsx › 税收地方财力 › A3"]);
    let unknown = reading.findings.iter().find(|finding| &*finding.code == "E301").expect("the unknown firm");
    assert!(unknown.message().contains("名录.xlsx › 第二批"), "{}", unknown.message());
}

#[test]
fn a_folder_below_is_read_and_a_file_that_is_no_table_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("税务")).expect("a folder");
    let sheets = [firms(&[&format!("{A}|甲公司")])].map(|(name, table)| Sheet::of(name, &table));
    save(&folder.path().join("名录.xlsx"), &sheets);
    save(&folder.path().join("零报告.xlsx"), &[nil_return()]);
    let sheets = [taxes(&[A])].map(|(name, table)| Sheet::of(name, &table));
    save(&folder.path().join("税务/税务.xlsx"), &sheets);
    std::fs::write(folder.path().join("专利.docx"), "x").expect("a file");
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy built in");
    let reading = read(&[folder.path().to_owned()], &policy, &Bounds::default(), &|_| {}).expect("workbooks");
    assert_eq!(reading.data.tables.iter().map(jiangbu::tables::TableData::len).sum::<usize>(), 2);
    assert_eq!(faults(&reading), ["W121 专利.docx"]);
}

/// A word before the code, or in its place, makes no note of a row that is filled in: it is an error, never passed over.
#[test]
fn a_record_that_a_word_calls_a_note_is_an_error() {
    let header = "统一社会信用代码|类别|等级|发生日期|状态|文号";
    let bad = |code: &str| format!("{header}\n{code}|环境问题|较大|@2022-05-01|未解除|1号");
    let register = firms(&[&format!("{A}|甲")]);
    for code in [&*format!("注：{A}"), &format!("填表人：{A}"), "注", "其中", "合计", "小计"] {
        let (_, reading) = one_book(&[register.clone(), ("不良记录", bad(code))]);
        let found: Vec<String> = faults(&reading).into_iter().filter(|fault| fault.contains("不良记录")).collect();
        assert!(found.iter().any(|fault| fault.starts_with('E') && fault.ends_with("A2")), "{code}: {found:?}");
    }
    // Notes, totals and signatures stay what they are.
    for line in ["注：以上为全部", "合计||||5", "填表人：张三|||@2022-12-20", "其中：规上||||"] {
        let (_, reading) = one_book(&[register.clone(), ("不良记录", format!("{header}\n{line}"))]);
        let found: Vec<String> = faults(&reading).into_iter().filter(|fault| fault.starts_with('E')).collect();
        assert!(found.iter().all(|fault| !fault.contains("不良记录")), "{line}: {found:?}");
    }
}

#[test]
fn a_unit_in_a_box_over_the_cells_is_heard() {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("a policy");
    let read_with = |texts: &[&str]| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet().set_name("税收地方财力").expect("a name");
        for (column, header) in (0..).zip(["统一社会信用代码", "年度", "新增地方财力"]) {
            sheet.write(0, column, header).expect("a header");
        }
        sheet
            .write(1, 0, A)
            .and_then(|sheet| sheet.write(1, 1, 2022))
            .and_then(|sheet| sheet.write(1, 2, 5))
            .expect("a row");
        for (row, text) in (3..).step_by(9).zip(texts) {
            sheet.insert_shape(row, 4, &rust_xlsxwriter::Shape::textbox().set_text(*text)).expect("a box");
        }
        let folder = tempfile::tempdir().expect("a folder");
        book.save(folder.path().join("税收.xlsx")).expect("a workbook");
        let reading = read(&[folder.path().to_owned()], &policy, &Bounds::default(), &|_| {}).expect("workbooks");
        let (table, _) =
            policy.tables.iter_enumerated().find(|(_, table)| &*table.name == "税收地方财力").expect("the table");
        let units = reading.data.sheets.raw[0].units.iter().map(ToString::to_string).max();
        let unclear = reading.findings.iter().filter(|finding| &*finding.code == "E113").count();
        (reading.data.tables[table].len(), units.unwrap_or_default(), unclear)
    };
    assert_eq!(read_with(&[]), (1, "1".to_owned(), 0));
    assert_eq!(read_with(&["制表：张三", "单位：万元"]), (1, "10000".to_owned(), 0));
    assert_eq!(read_with(&["单位：万元", "单位：元"]), (0, "1".to_owned(), 1));
}

#[test]
fn a_format_of_zeros_gives_codes_their_leading_zeros() {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy built in");
    let folder = tempfile::tempdir().expect("a folder");
    let (register, account) = (firms(&[&format!("{A}|甲")]), accounts(&[&format!("{A}|甲")]));
    let mut sheets = [Sheet::of(register.0, &register.1), Sheet::of(account.0, &account.1)];
    for (format, number, expected) in [
        ("0000000000", 62_284_804.0, "0062284804"),
        ("0000", 62_284_804.0, "62284804"),
        // Nothing else of a format counts in a code.
        ("0\"-\"00", 62_284_804.0, "62284804"),
        ("#,##0", 62_284_804.0, "62284804"),
        ("0.00,", 62_284_804.0, "62284804"),
    ] {
        sheets[1].rows[1][4] = Cell::Shown(number, format);
        save(&folder.path().join("数据.xlsx"), &sheets);
        let reading = read(&[folder.path().to_owned()], &policy, &Bounds::default(), &|_| {}).expect("workbooks");
        let table = policy.tables.position(|table| &*table.name == account.0).expect("the table");
        let column = policy.tables[table].columns.position(|column| &*column.name == "账号").expect("the column");
        let symbol = reading.data.tables[table].text(column, 0.into()).expect("an account");
        assert_eq!(reading.data.texts.get(symbol), expected, "{format}");
    }
}

/// Old codes, in a policy that knows them.
fn followed(pairs: &[(&str, &str)], past: &str) -> (Policy, Intake) {
    let policy = format!(
        "{BUILT_IN}
[[table]]
name = \"代码沿革\"
columns = [
  {{ name = \"统一社会信用代码\", type = \"credit-code\", required = true }},
  {{ name = \"原代码\", type = \"credit-code\", required = true }},
]

[succession]
table = \"代码沿革\"
old = \"原代码\"
"
    );
    let pairs: String = pairs.iter().map(|(new, old)| format!("\n{new}|{old}")).collect();
    let codes = ("代码沿革", format!("统一社会信用代码|原代码{pairs}"));
    let past = ("历年奖励", format!("统一社会信用代码|年度|奖励项目|记录编号|金额\n{past}"));
    read_by(&policy, &[("数据.xlsx", &[firms(&[&format!("{A}|甲公司")]), taxes(&[A]), codes, past])])
}

#[test]
fn what_stands_under_an_old_code_follows_to_the_last_firm() {
    // C went into B, and B into A. A record that an error keeps out is the last firm's too.
    let past = format!("{C}|=2020|hnte|1|=5\n{B}|=2021|hnte|2|=6\n{C}|=2021|hnte|3|约5");
    let (policy, reading) = followed(&[(A, B), (B, C)], &past);
    let history = policy.history.as_ref().expect("the rule").table;
    let (table, key) = (&reading.data.tables[history], policy.tables[history].key);
    let code = |symbol| reading.data.texts.get(symbol);
    let codes: Vec<&str> = table.rows().filter_map(|row| table.text(key, row).map(code)).collect();
    assert_eq!(codes, [A, A]);
    assert_eq!(reading.data.blocked.iter().filter_map(|blocked| blocked.firm.map(code)).collect::<Vec<_>>(), [A]);
}

#[test]
fn old_codes_that_contradict_each_other_are_errors() {
    let past = format!("{A}|=2021|hnte|2|=6");
    for (pairs, at) in [(vec![(A, C), (B, C)], ["B2", "B3"]), (vec![(B, C), (C, B)], ["B2", "B3"])] {
        let (_, reading) = followed(&pairs, &past);
        let found = faults(&reading);
        let of_codes: Vec<&String> = found.iter().filter(|fault| fault.starts_with("E315")).collect();
        assert_eq!(
            of_codes,
            [&format!("E315 数据.xlsx › 代码沿革 › {}", at[0]), &format!("E315 数据.xlsx › 代码沿革 › {}", at[1])]
        );
    }
}

/// A target's name is no firm's code: a sheet that mentions it is a sheet like any other.
#[test]
fn what_names_a_figure_of_no_firm_is_no_code() {
    let told = ("目标填报", "目标名称|填报年度|填报数值|填报来源\n轴承市场销售额|=2022|=215.6|市商务局".to_owned());
    let notes = ("会议", "议题|内容\n轴承市场销售额|听取汇报".to_owned());
    let (_, reading) = one_book(&[firms(&[&format!("{A}|甲公司")]), taxes(&[A]), told, notes]);
    assert_eq!(faults(&reading), [""; 0]);
}
