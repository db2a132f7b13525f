//! Each code of the catalogue, and each of the policy's own checks, with the smallest data that yields it: the finding's severity, its
//! place and its words, as the program tells them from outside.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it lacks by failing")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use assert_cmd::Command;
use common::answering::fill;
use common::workbook::{Cell, Run, Sheet, save};
use jiangbu::finding::{Severity, catalogue};
use jiangbu::policy::{BUILT_IN, Policy};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const A: &str = "91371581MAH9KBJD25";
const B: &str = "91371581MAJEGL6QXW";

const FIRMS: &str = "
统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价
{A}|甲轴承公司|是|规上|=100000000|=6000000|B";

const TAXES: &str = "
统一社会信用代码|年度|新增地方财力
{A}|=2022|=500000";

/// A nil return.
const NO_BAD_RECORD: &str = "
统一社会信用代码|类别|等级|发生日期|状态|文号";

const CERTIFICATE: &str = "
统一社会信用代码|类别|级别|证书编号|认定日期|有效期至|状态
{A}|高新技术企业|国家级|GR2022001|@2022-10-12|@2025-10-11|有效";

const AWARDED: &str = "
统一社会信用代码|项目编号|项目名称|计划类别|级别|立项日期|上级资助额度|首批资金到位日期
{A}|KJ2021-017|轴承|重点研发计划|省级|@2022-02-01|=500000|@2022-09-01";

const PATENT: &str = "
统一社会信用代码|专利号|专利类型|专利名称|授权公告日|第一专利权人|取得方式|权属明确
{A}|ZL202010000001.1|发明|一种轴承|@2022-03-04|是|自主研发|是";

/// The smallest data that yields a finding, and the finding.
struct Reproducer {
    code: &'static str,
    /// 数据.xlsx.
    sheets: Vec<Sheet>,
    /// Other files beside it.
    files: Vec<(&'static str, Vec<u8>)>,
    /// Links beside it that lead nowhere.
    links: Vec<&'static str>,
    /// Another policy than the one built in.
    policy: Option<String>,
    arguments: Vec<&'static str>,
    /// Answers to a finding, a findings workbook each: code, word, reason.
    answers: Vec<[&'static str; 3]>,
    /// 数据.xlsx after the answers, if it changes.
    later: Option<Vec<Sheet>>,
    /// As people read it.
    place: &'static str,
}

/// A reproducer on the tables that every data set has; those in `sheets` take their place or come behind them.
fn given(code: &'static str, sheets: &[(&str, &str)], place: &'static str) -> Reproducer {
    let base = [("企业基本情况", FIRMS), ("税收地方财力", TAXES), ("不良记录", NO_BAD_RECORD)];
    let others = sheets.iter().filter(|(name, _)| base.iter().all(|(known, _)| known != name));
    let of_base = base.iter().map(|table| sheets.iter().find(|(name, _)| *name == table.0).unwrap_or(table));
    let sheet = |(name, table): &(&str, &str)| Sheet::of(name, &table.replace("{A}", A).replace("{B}", B));
    Reproducer {
        code,
        sheets: of_base.chain(others).filter(|(_, table)| !table.is_empty()).map(sheet).collect(),
        files: Vec::new(),
        links: Vec::new(),
        policy: None,
        arguments: vec!["check"],
        answers: Vec::new(),
        later: None,
        place,
    }
}

impl Reproducer {
    /// The cell of a column in the first row below a header.
    fn cell(&mut self, sheet: &str, column: usize) -> &mut Cell {
        let sheet = self.sheets.iter_mut().find(|other| other.name == sheet).expect("the sheet");
        &mut sheet.rows[1][column]
    }

    fn file(mut self, name: &'static str, content: impl Into<Vec<u8>>) -> Self {
        self.files.push((name, content.into()));
        self
    }

    fn arguments(mut self, arguments: &[&'static str]) -> Self {
        self.arguments = arguments.to_vec();
        self
    }

    fn answered(mut self, code: &'static str, word: &'static str, reason: &'static str) -> Self {
        self.answers.push([code, word, reason]);
        self
    }

    fn later(mut self, sheets: &[(&str, &str)]) -> Self {
        self.later = Some(given("", sheets, "").sheets);
        self
    }

    fn policy(mut self, more: &str) -> Self {
        self.policy = Some(format!("{BUILT_IN}\n{more}"));
        self
    }
}

/// The cell below `column` in the first row of a table of one row.
fn with(table: &str, column: &str, cell: &str) -> String {
    let mut lines: Vec<Vec<&str>> = table.trim().lines().map(|line| line.split('|').collect()).collect();
    match lines[0].iter().position(|name| *name == column) {
        Some(at) => lines[1][at] = cell,
        None => {
            lines[0].push(column);
            lines[1].push(cell);
        }
    }
    lines.iter().map(|line| line.join("|")).collect::<Vec<_>>().join("\n")
}

fn twice(table: &str) -> String {
    format!("{table}\n{}", table.trim().lines().last().expect("a row"))
}

fn firms(column: &str, cell: &str) -> String {
    with(FIRMS, column, cell)
}

fn import(share: &str) -> String {
    format!(
        "统一社会信用代码|合同编号|合作方式|支付年度|实际支付金额|落地见效|核定比例\n{{A}}|JS1|技术引进|=2022|=100|是|{share}"
    )
}

fn platform(amount: &str) -> String {
    format!("统一社会信用代码|平台名称|级别|认定日期|核定金额\n{{A}}|技术中心|市级|@2022-05-01|{amount}")
}

fn scheme(item: &str, record: &str, paid: &str) -> String {
    format!(
        "统一社会信用代码|政策名称|奖励项目|记录编号|年度|金额|兑付状态\n{{A}}|{SCHEME}|{item}|{record}|=2022|=30000|{paid}"
    )
}

/// The scheme that the clause names.
const SCHEME: &str = "《临清市关于支持轴承产业创新发展实施方案(试行)》";

fn past(record: &str) -> String {
    format!("统一社会信用代码|年度|奖励项目|记录编号|金额\n{{A}}|=2021|科技项目|{record}|=100000")
}

fn vice(until: &str) -> String {
    format!("统一社会信用代码|姓名|认定文号|聘期起|聘期止|费用年度\n{{A}}|张三|1号|@2022-01-01|{until}|=2022")
}

/// An .xlsx whose only cell refers to a shared text that is not there.
fn damaged() -> Vec<u8> {
    let cell = r#"<c r="B3" t="s"><v>9</v></c>"#;
    package("资质认定", &format!(r#"<worksheet><sheetData><row r="3">{cell}</row></sheetData></worksheet>"#))
}

/// An .xlsx of one sheet, put together by hand.
fn package(name: &str, sheet: &str) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        r#"<workbook xmlns:r="{relations}"><sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/workbook.xml", &book),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(content.as_bytes()).expect("its content");
    }
    writer.finish().expect("a package").into_inner()
}

/// An .xlsx that no spreadsheet program has saved, with three formulas that came to nought.
fn never_calculated() -> Vec<u8> {
    let text = |cell: &str, text: &str| format!(r#"<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let header = [text("A1", "统一社会信用代码"), text("B1", "所属年度"), text("C1", "加计扣除总额")].concat();
    let row = |row: u32| {
        let year = 2017 + row;
        let number = format!(r#"<c r="B{row}"><v>{year}</v></c><c r="C{row}"><f>1+1</f><v>0</v></c>"#);
        format!(r#"<row r="{row}">{}{number}</row>"#, text(&format!("A{row}"), A))
    };
    let sheet = format!(
        r#"<worksheet><sheetData><row r="1">{header}</row>{}</sheetData></worksheet>"#,
        [2, 3, 4].map(row).concat()
    );
    package("研发加计扣除", &sheet)
}

/// What Excel writes for a workbook with a password.
fn encrypted() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    file.create_stream("/EncryptedPackage").and_then(|mut stream| stream.write_all(b"secret")).expect("a stream");
    file.into_inner().into_inner()
}

const PAST_FILE: &str = "统一社会信用代码,年度,奖励项目,记录编号,金额\n91371581MAH9KBJD25,2021,授权专利,1,5000\n";

const PROJECT: &str = "
统一社会信用代码|项目编号|计划类别|级别|立项日期|上级资助额度|首批资金到位日期
{A}|X1|重点研发计划|省级|@2022-02-01|=50|@2022-09-01";

const PAST: &str = "
统一社会信用代码|年度|奖励项目|记录编号|金额
{A}|=2021|授权专利|ZL202010000001.1|=5000";

/// 10 001 rows of two faults each.
fn hopeless() -> String {
    let row = format!("{A},某年,多少\n");
    format!("统一社会信用代码,年度,新增地方财力\n{}", row.repeat(10_001))
}

fn hidden_row() -> Reproducer {
    let mut reproducer = given("W109", &[], "数据.xlsx › 企业基本情况 › 2");
    reproducer.sheets[0].hidden_rows = vec![1];
    reproducer
}

fn files_and_sheets() -> Vec<Reproducer> {
    vec![
        given("E101", &[], "税务.xls").file("税务.xls", "<html><table></table></html>"),
        given("E102", &[], "税务.xlsx").file("税务.xlsx", encrypted()),
        given("E103", &[], "收款账户.csv").file("收款账户.csv", "甲".repeat(400_000)).arguments(&[
            "check",
            "--max-size",
            "1",
        ]),
        given("E104", &[], "资质.xlsx › 资质认定 › B3").file("资质.xlsx", damaged()),
        given("E105", &[("税收地方财力", "")], ""),
        given("E136", &[("税收地方财力", "统一社会信用代码|年度|新增地方财力")], "数据.xlsx › 税收地方财力"),
        given("E106", &[("企业基本情况", &FIRMS.replace("研发投入", "研发费"))], "数据.xlsx › 企业基本情况 › F1"),
        given("E107", &[("企业基本情况", &firms("销售收入（万元）", "=10000"))], "数据.xlsx › 企业基本情况 › H1"),
        given("N108", &[("填表说明", "请于12月25日前报送")], "数据.xlsx › 填表说明"),
        hidden_row(),
        given("N110", &[("企业基本情况", &firms("开业情况", "正常"))], "数据.xlsx › 企业基本情况 › H1"),
        given("N111", &[], ""),
        given("N112", &[], "~$数据.xlsx").file("~$数据.xlsx", "张三"),
        given(
            "E113",
            &[("企业基本情况", &FIRMS.replace("销售收入", "销售收入（千元）"))],
            "数据.xlsx › 企业基本情况 › E1",
        ),
        given("W114", &[], "数据.xlsx › 企业基本情况 › 1"),
        given(
            "E116",
            &[(
                "安全生产处罚",
                "统一社会信用代码|违法类型|处罚日期|处罚文号\n{A}|安全责任事故（较大）|@2022-05-05|1号",
            )],
            "数据.xlsx › 安全生产处罚",
        ),
        given(
            "E117",
            &[("税收地方财力", "{A}|=2022|=1\n统一社会信用代码|年度|新增地方财力\n{A}|=2022|=500000")],
            "数据.xlsx › 税收地方财力 › A1",
        ),
        given(
            "E118",
            &[("税收地方财力", &format!("{TAXES}\n统一社会信用代码|所属年度|申报类型|加计扣除总额\n{{A}}|=2022||=1"))],
            "数据.xlsx › 税收地方财力 › 3",
        ),
        given("W119", &[("处罚通报", "甲轴承公司|事故")], "数据.xlsx › 处罚通报"),
        given(
            "W120",
            &[("企业基本情况", &with(&firms("产值（万元）", "=9000"), "上年产值", "=8500"))],
            "数据.xlsx › 企业基本情况 › E1",
        ),
        given(
            "W129",
            &[("企业基本情况", &FIRMS.replace("销售收入", "销售收入（上年）"))],
            "数据.xlsx › 企业基本情况 › E1",
        ),
        given("N139", &[("科技项目", PROJECT.lines().nth(1).expect("a header"))], ""),
        given("W121", &[], "授权专利.docx").file("授权专利.docx", "x"),
        given("W122", &[], "历年奖励.csv").file("历年奖励.csv", PAST_FILE).file("历年奖励 - 副本.csv", PAST_FILE),
        given("W123", &[("历年奖励", &twice(PAST))], "数据.xlsx › 历年奖励 › A3"),
        given(
            "N124",
            &[("企业基本情况", &FIRMS.replace("统一社会信用代码", "纳税人识别号"))],
            "数据.xlsx › 企业基本情况 › A1",
        ),
        given("N125", &[("税收地方财力", &format!("{TAXES}\n|第二批"))], "数据.xlsx › 税收地方财力 › 3"),
        given("W126", &[("企业基本情况", &format!("{FIRMS}\n|某某精密轴承"))], "数据.xlsx › 企业基本情况 › B3"),
        Reproducer { links: vec!["断了.xlsx"], ..given("E127", &[], "断了.xlsx") },
        given("W128", &[("填表说明", "模板版本：临政字〔2021〕9号　表式 00000000")], "数据.xlsx › 填表说明 › A1"),
        given("W140", &[], "加计.xlsx").file("加计.xlsx", never_calculated()),
        given("E141", &[("税收地方财力", "")], "税收地方财力.csv › 税收地方财力 › D2")
            .file("税收地方财力.csv", format!("统一社会信用代码,年度,新增地方财力\n{A},2022,300,000\n")),
        given("N115", &[("税收地方财力", "")], "税收地方财力.csv › 税收地方财力").file("税收地方财力.csv", hopeless()),
    ]
}

fn cells() -> Vec<Reproducer> {
    let firm = |code, column: &str, cell: &str, place| given(code, &[("企业基本情况", &firms(column, cell))], place);
    let patent =
        |code, column: &str, cell: &str, place| given(code, &[("授权专利", &with(PATENT, column, cell))], place);
    let account = "统一社会信用代码|户名|开户行|账号\n{A}|甲轴承公司|农商银行|=6200000000000000001";
    let two = format!("{TAXES}\n{{B}}|=2022|");
    let mut merged =
        given("W220", &[("企业基本情况", &two_firms()), ("税收地方财力", &two)], "数据.xlsx › 税收地方财力 › C3");
    merged.sheets[1].merges = vec![(1, 2, 2, 2)];
    let mut across = given("E233", &[], "数据.xlsx › 企业基本情况 › E2");
    across.sheets[0].merges = vec![(1, 4, 1, 5)];
    vec![
        merged,
        across,
        given("E234", &[("科技项目", &PROJECT.replace("X1", "小 计"))], "数据.xlsx › 科技项目 › B2"),
        firm("E201", "企业名称", "", "数据.xlsx › 企业基本情况 › B2"),
        firm("E202", "销售收入", "!#N/A", "数据.xlsx › 企业基本情况 › E2"),
        firm("E203", "销售收入", "?", "数据.xlsx › 企业基本情况 › E2"),
        firm("E204", "销售收入", "约12万", "数据.xlsx › 企业基本情况 › E2"),
        firm("E205", "销售收入", "=12.345", "数据.xlsx › 企业基本情况 › E2"),
        firm("E206", "销售收入", "=100000000000", "数据.xlsx › 企业基本情况 › E2"),
        firm("E207", "销售收入", "=-5000", "数据.xlsx › 企业基本情况 › E2"),
        given("E208", &[("技术引进合作", &import("=5"))], "数据.xlsx › 技术引进合作 › G2"),
        given("E209", &[("技术引进合作", &import("40%"))], "数据.xlsx › 技术引进合作 › G2"),
        patent("E210", "授权公告日", "2022.13.5", "数据.xlsx › 授权专利 › E2"),
        given("E211", &[("税收地方财力", &with(TAXES, "年度", "二〇二二"))], "数据.xlsx › 税收地方财力 › B2"),
        firm("E212", "规模", "规模上", "数据.xlsx › 企业基本情况 › D2"),
        firm("E213", "统一社会信用代码", "91371581MAH9KBJD26", "数据.xlsx › 企业基本情况 › A2"),
        given("E214", &[("收款账户", account)], "数据.xlsx › 收款账户 › D2"),
        patent("E215", "专利号", "ZL2020100", "数据.xlsx › 授权专利 › B2"),
        patent("W216", "专利号", "ZL202010000001.2", "数据.xlsx › 授权专利 › B2"),
        patent("E217", "专利类型", "实用新型", "数据.xlsx › 授权专利 › B2"),
        firm("W218", "销售收入", "12.5万元", "数据.xlsx › 企业基本情况 › E2"),
        given("W236", &[("资质认定", &with(CERTIFICATE, "备注", "证书已撤销"))], "数据.xlsx › 资质认定 › H2"),
        given(
            "W235",
            &[(
                "技术合同",
                "统一社会信用代码|合同登记编号|合同类型|认定日期|技术交易额|核定比例（%）\n{A}|1|技术开发|@2022-05-01|=100|=0.02",
            )],
            "数据.xlsx › 技术合同 › F1",
        ),
        given("E219", &[("其他政策补助", &scheme("高新企业", "GR2022001", "已兑付"))], "数据.xlsx › 其他政策补助 › C2"),
    ]
}

/// Cells that do not say what they show.
fn looks() -> Vec<Reproducer> {
    let taxes = |code, cell: Cell| {
        let mut given = given(code, &[], "数据.xlsx › 税收地方财力 › C2");
        *given.cell("税收地方财力", 2) = cell;
        given
    };
    let run = |text: &str, run| (text.to_owned(), run);
    let mut account = given(
        "E224",
        &[("收款账户", "统一社会信用代码|户名|开户行|账号\n{A}|甲轴承公司|农商银行|6200")],
        "数据.xlsx › 收款账户 › D2",
    );
    *account.cell("收款账户", 3) = Cell::text("6200\n6201");
    let mut platform = given("W225", &[("创新平台", &platform("=1"))], "数据.xlsx › 创新平台 › E2");
    *platform.cell("创新平台", 4) = Cell::Picture;
    let mut certificate = given("E226", &[("资质认定", CERTIFICATE)], "数据.xlsx › 资质认定 › E2");
    *certificate.cell("资质认定", 4) = Cell::Picture;
    let patent =
        |code, column: &str, cell: &str, place| given(code, &[("授权专利", &with(PATENT, column, cell))], place);
    let near = "2022-03-04 23:59:17";
    vec![
        taxes("E221", Cell::Shown(900_000.0, "0!.0000")),
        taxes("E222", Cell::Shown(100_000.0, "\"$\"#,##0.00")),
        taxes("E223", Cell::Runs(vec![run("30", Run::Plain), run("1", Run::Raised)])),
        account,
        platform,
        certificate,
        taxes("W227", Cell::Struck(Box::new(Cell::Number(500_000.0)))),
        patent("E228", "授权公告日", "1922-03-04", "数据.xlsx › 授权专利 › E2"),
        given("E229", &[("税收地方财力", &with(TAXES, "年度", "@1905-07-14"))], "数据.xlsx › 税收地方财力 › B2"),
        patent("W230", "授权公告日", near, "数据.xlsx › 授权专利 › E2"),
        given(
            "E231",
            &[("企业基本情况", &with(FIRMS, "统一社会信用代码", "91371581\u{41c}AH9KBJD25"))],
            "数据.xlsx › 企业基本情况 › A2",
        ),
        patent("W232", "专利名称", "一种轴承\u{412}", "数据.xlsx › 授权专利 › D2"),
    ]
}

fn records() -> Vec<Reproducer> {
    let account = "统一社会信用代码|企业名称|户名|开户行|账号\n{A}|乙轴承公司|甲|农商银行|6200";
    vec![
        given("E301", &[("税收地方财力", &with(TAXES, "统一社会信用代码", B))], "数据.xlsx › 税收地方财力 › A2"),
        given("E302", &[("税收地方财力", &twice(TAXES))], "数据.xlsx › 税收地方财力 › A3"),
        given("W303", &[("收款账户", account)], "数据.xlsx › 收款账户 › B2"),
        given("W304", &[("税收地方财力", &format!("{TAXES}\n合计||=600000"))], "数据.xlsx › 税收地方财力 › C3"),
        given("W305", &[("授权专利", &with(PATENT, "授权公告日", "@2023-03-01"))], "数据.xlsx › 授权专利 › E2"),
        given("W306", &[("授权专利", &with(PATENT, "权属明确", "否"))], "数据.xlsx › 授权专利 › B2"),
        given("E307", &[("税收地方财力", &with(TAXES, "统一社会信用代码", ""))], "数据.xlsx › 税收地方财力 › A2"),
        given("N308", &[("企业基本情况", &with(FIRMS, "统一社会信用代码", "91371581MAH9KBJD26"))], ""),
        given("W309", &[("不良记录", "")], ""),
        given("N310", &[("不良记录", &format!("{NO_BAD_RECORD}|零报告"))], "数据.xlsx › 不良记录"),
        given("N311", &[("科技项目", AWARDED), ("历年奖励", &past("kj２０２１—０１７"))], "数据.xlsx › 历年奖励 › D2")
            .arguments(&["calc"]),
        given("N312", &[("历年奖励", &past("KJ2019-003").replace("{A}", B))], ""),
        given("W339", &[("收款账户", &account.replace("6200", "见附件"))], "数据.xlsx › 收款账户 › E2"),
        given(
            "W343",
            &[("不良记录", "统一社会信用代码|类别|等级|发生日期|状态|文号\n暂未统计")],
            "数据.xlsx › 不良记录 › A2",
        ),
        given("W130", &[("资质认定", &format!("{CERTIFICATE}\n注：{{A}} 严重失信"))], "数据.xlsx › 资质认定 › A3"),
        given(
            "W344",
            &[("历年奖励", "统一社会信用代码|年度|奖励项目|金额\n{A}|=2022|科技项目|=1000")],
            "数据.xlsx › 历年奖励 › B2",
        ),
        given("W341", &[("资质认定", &CERTIFICATE.replace("GR2022001", "待定"))], "数据.xlsx › 资质认定 › D2"),
        given("W342", &[("收款账户（作废）", account)], "数据.xlsx › 收款账户（作废）"),
        given("W340", &[("收款账户", &format!("2021年度收款账户名单\n{account}"))], "数据.xlsx › 收款账户 › A1"),
        given("W314", &[("收款账户", account)], "数据.xlsx › 收款账户 › C2"),
        given("E315", &[("代码沿革", "统一社会信用代码|原代码\n{A}|{A}")], "数据.xlsx › 代码沿革 › B2")
            .policy(SUCCESSION),
        given(
            "E317",
            &[("资质认定", CERTIFICATE), ("团队", "统一社会信用代码|编号|姓名|比例\n{A}|GR2022001|张三|90%")],
            "数据.xlsx › 团队 › D2",
        )
        .policy(TEAM),
        given(
            "W438",
            &[("资质认定", CERTIFICATE), ("团队", "统一社会信用代码|编号|姓名|比例")],
            "数据.xlsx › 资质认定 › D2",
        )
        .policy(TEAM),
        given(
            "N316",
            &[("历年奖励", &past("KJ2019-003").replace("{A}", B)), ("代码沿革", "统一社会信用代码|原代码\n{A}|{B}")],
            "",
        )
        .policy(SUCCESSION),
        given(
            "W434",
            &[("个人账户", "统一社会信用代码|姓名|户名|开户行|账号\n{A}|张三|李四|中行|6200")],
            "数据.xlsx › 个人账户 › C2",
        ),
    ]
}

/// Old codes of firms.
const SUCCESSION: &str = r#"[[table]]
name = "代码沿革"
columns = [
  { name = "统一社会信用代码", type = "credit-code", required = true },
  { name = "原代码", type = "credit-code", required = true },
]

[succession]
table = "代码沿革"
old = "原代码"
"#;

/// An award that a team divides.
const TEAM: &str = r#"[[table]]
name = "团队"
columns = [
  { name = "编号", type = "text", required = true },
  { name = "姓名", type = "text", required = true },
  { name = "比例", type = "percent" },
]

[[item]]
id = "team"
name = "团队奖"
clause = "三(三)2"
table = "资质认定"
record = "证书编号"
counts = 'AND(类别="高新技术企业",YEAR(认定日期)=年度,状态="有效")'
method = { fixed = { amount = 1000 } }
payees = [{ table = "团队", same = "编号", person = "姓名", part = "比例" }]
requires = []
counts_toward_cap = false
beside = ["hnte"]
"#;

/// A payment.
fn payment(to: &str, day: &str) -> String {
    format!("统一社会信用代码|收款人|拨付日期|金额|批次\n{{A}}|{to}|{day}|=8000|")
}

/// Money returned of nothing that is claimed.
const RETURNED: &str = "统一社会信用代码|年度|奖励项目|记录编号|缴回日期|缴回金额\n{A}|=2021|||@2023-07-31|=5000";

/// A figure for a target that there is not.
const TOLD: &str = "目标名称|填报年度|填报数值|填报来源\n市场销售额|=2022|=215.6|市商务局";

/// A deduction that is only prepaid.
const PREPAID: &str = "统一社会信用代码|所属年度|申报类型|加计扣除总额\n{A}|=2022|预缴|=1000000";

/// A limit over the firms of one town.
const TOWN: &str = r#"
[[limit]]
name = "同一镇街"
clause = "三(五)"
over = "owner"
owner = "镇街"
amount = 150000
"#;

/// A cap of one item alone.
const LAST_YEAR: &str = r#"
[[fact]]
name = "上年财力"
table = "税收地方财力"
value = '上年地方财力'
where = '[@年度]=年度'

[[item_cap]]
name = "高企限额"
items = ["hnte"]
increment = "上年财力"

[[item_cap.class]]
id = "last-year"
name = "全部企业"
clause = "三(三)2"
ratio = "50%"
"#;

/// The register with another firm.
fn two_firms() -> String {
    format!("{FIRMS}\n{{B}}|乙轴承公司|是|规上|=100000000|=6000000|B")
}

fn award() -> Vec<Reproducer> {
    let certificate = ("资质认定", CERTIFICATE);
    let second = format!("{CERTIFICATE}\n{{A}}|高新技术企业|国家级|GR2022002|@2022-11-12|@2025-11-11|有效");
    let carrier =
        "统一社会信用代码|载体名称|载体类型|级别|年度评价|评价公布日期|备案日期\n{A}|甲孵化器|众创空间|省级|A||";
    let of_scheme = scheme("高新技术企业", "GR2022001", "已兑付");
    let nearly = of_scheme.replace(SCHEME, "临清市关于支持轴承产业创新发展实施方案");
    let other = of_scheme.replace(SCHEME, "山东省高新技术企业补助");
    let two_years = format!("{TAXES}\n{{A}}|=2021|=400000");
    let two_certificates = format!("{CERTIFICATE}\n{{B}}|高新技术企业|国家级|GR2022002|@2022-11-12|@2025-11-11|有效");
    let one_town = format!("{}\n{{B}}|乙轴承公司|是|规上|=100000000||B|潘庄镇", firms("镇街", "潘庄镇"));
    let output = with(&firms("产值", "=50000000"), "上年产值", "");
    let other_account = "统一社会信用代码|企业名称|户名|开户行|账号\n{B}|乙轴承公司|乙|农商银行|6200";
    vec![
        given("N401", &[("税收地方财力", &two_years)], ""),
        given("W402", &[("税收地方财力", &with(TAXES, "年度", "=2023"))], ""),
        given("W403", &[("资质认定", &second)], "数据.xlsx › 资质认定 › D3"),
        given("W404", &[("创新平台", &platform("=500000"))], "数据.xlsx › 创新平台 › E2"),
        given("W405", &[certificate, ("企业基本情况", &output)], "数据.xlsx › 企业基本情况 › I2"),
        given(
            "W406",
            &[certificate, ("其他政策补助", &scheme("高新技术企业", "GR9999", "已兑付"))],
            "数据.xlsx › 其他政策补助 › D2",
        ),
        given(
            "W407",
            &[certificate, ("其他政策补助", &scheme("高新技术企业", "GR2022001", "未兑付"))],
            "数据.xlsx › 其他政策补助 › F2",
        ),
        given("W415", &[("孵化载体", carrier)], "数据.xlsx › 孵化载体 › F2").arguments(&["calc"]),
        given("W416", &[("科技项目", AWARDED), ("历年奖励", &past(""))], "数据.xlsx › 历年奖励 › D2"),
        given("W417", &[("科技项目", AWARDED), ("历年奖励", &past("KJ2O21-017"))], "数据.xlsx › 历年奖励 › D2"),
        given("W418", &[certificate, ("其他政策补助", &nearly)], "数据.xlsx › 其他政策补助 › B2"),
        given("N419", &[certificate, ("其他政策补助", &other)], "数据.xlsx › 其他政策补助 › B2"),
        given("W420", &[certificate], "数据.xlsx › 资质认定"),
        given("W432", &[("拨付记录", &payment("张三", "@2023-06-30"))], "数据.xlsx › 拨付记录 › D2"),
        given(
            "W433",
            &[certificate, ("拨付记录", &payment("", "@2023-06-30").replace("=8000", "=100000.01"))],
            "数据.xlsx › 拨付记录 › D2",
        ),
        given("W437", &[("目标填报", TOLD)], "数据.xlsx › 目标填报 › A2"),
        given("W435", &[("追缴记录", RETURNED)], "数据.xlsx › 追缴记录 › F2"),
        given("N436", &[certificate, ("税收地方财力", &with(TAXES, "新增地方财力", "=50000"))], ""),
        given("W431", &[("研发加计扣除", PREPAID)], "数据.xlsx › 研发加计扣除 › C2"),
        given("W422", &[("资质认定", &second.replace("@2025-11-11", ""))], "数据.xlsx › 资质认定 › D2").policy(
            r#"[[item]]
id = "first"
name = "头名奖"
clause = "三(三)2"
table = "资质认定"
record = "证书编号"
counts = 'AND(类别="高新技术企业",YEAR(认定日期)=年度,状态="有效")'
method = { fixed = { amount = 1000 } }
needs = ["有效期至"]
supplier = "市科技局"
quota = { places = 1, order = "DATE(2030,1,1)-认定日期", reason = "只有一个名额" }
beside = ["hnte"]
counts_toward_cap = false
requires = []
"#,
        ),
        given(
            "W421",
            &[certificate, ("历年奖励", "统一社会信用代码|年度|奖励项目|金额\n{A}|=2021|续奖|=1000")],
            "数据.xlsx › 历年奖励 › B2",
        )
        .policy(
            r#"[[item]]
id = "again"
name = "续奖"
clause = "三(三)2"
table = "资质认定"
record = "证书编号"
counts = 'AND(类别="高新技术企业",YEAR(认定日期)=年度,状态="有效")'
standing = "高新技术企业"
method = { fixed = { amount = 1000 } }
once = { of = "standing", reason = "同一身份只奖一次" }
beside = ["hnte"]
counts_toward_cap = false
requires = []
"#,
        ),
        given("W423", &[certificate, ("企业基本情况", &firms("镇街", ""))], "数据.xlsx › 企业基本情况 › H2")
            .policy(TOWN),
        given("W424", &[("资质认定", &two_certificates), ("企业基本情况", &one_town)], "数据.xlsx › 企业基本情况 › A3")
            .policy(TOWN),
        given("W408", &[certificate, ("企业基本情况", &firms("研发投入", ""))], "数据.xlsx › 企业基本情况 › F2"),
        given(
            "W409",
            &[certificate, ("税收地方财力", &with(TAXES, "新增地方财力", ""))],
            "数据.xlsx › 税收地方财力 › C2",
        ),
        given(
            "W440",
            &[certificate, ("税收地方财力", "统一社会信用代码|年度|新增地方财力|上年地方财力\n{A}|=2022|=500000|")],
            "数据.xlsx › 税收地方财力 › D2",
        )
        .policy(LAST_YEAR),
        given(
            "W410",
            &[certificate, ("企业基本情况", &two_firms()), ("收款账户", other_account)],
            "数据.xlsx › 企业基本情况 › A2",
        ),
        given("W411", &[("创新平台", &platform(""))], "数据.xlsx › 创新平台 › E2"),
        given("N412", &[], "").arguments(&["calc"]),
        given("W414", &[], "").arguments(&["check", "-y", "2023"]),
        given("E413", &[("企业基本情况", &firms("单位能耗", "=200000000000000"))], "数据.xlsx › 企业基本情况 › H2")
            .policy(
                r#"[[check]]
code = "P99"
severity = "warning"
table = "企业基本情况"
column = "单位能耗"
fault = '单位能耗*单位能耗*单位能耗>1'
title = "单位能耗太大"
expected = "小一些的数"
remedy = "请核对。"
"#,
            ),
    ]
}

fn of_the_policy() -> Vec<Reproducer> {
    let accounts = "统一社会信用代码|户名|开户行|账号\n{A}|甲轴承公司|农商银行|6200\n{B}|乙轴承公司|农商银行|6200";
    let people = "统一社会信用代码|姓名|工程名称|级别|培养方式|入选日期\n\
        {A}|韩栋|泰山|省部级|引进|@2022-07-01\n{B}|韩　栋|泰山|省部级|引进|@2022-07-01";
    let carriers = "统一社会信用代码|载体名称|载体类型|级别|年度评价|评价公布日期|备案日期\n\
        {A}|轴承孵化器|众创空间|省级|B|@2022-07-01|\n{B}|轴承孵化器|众创空间|省级|B|@2022-07-01|";
    let deduction = "统一社会信用代码|所属年度|加计扣除总额\n{A}|=2022|=7000000";
    let taxes = "统一社会信用代码|年度|本年地方财力|上年地方财力|新增地方财力\n{A}|=2022|=30|=20|=11";
    vec![
        given("P01", &[("研发加计扣除", deduction)], "数据.xlsx › 研发加计扣除 › C2"),
        given("P02", &[("税收地方财力", taxes)], "数据.xlsx › 税收地方财力 › E2"),
        given("P03", &[("企业基本情况", &firms("规模", "规下"))], "数据.xlsx › 企业基本情况 › D2"),
        given("P04", &[("资质认定", &with(CERTIFICATE, "有效期至", "@2022-10-01"))], "数据.xlsx › 资质认定 › F2"),
        given("P06", &[("企业基本情况", &firms("销售收入", "=200000"))], "数据.xlsx › 企业基本情况 › E2"),
        given("P05", &[("科技副总", &vice("@2021-12-31"))], "数据.xlsx › 科技副总 › E2"),
        given("P07", &[("税收地方财力", &with(TAXES, "新增地方财力", "=210"))], "数据.xlsx › 税收地方财力 › C2"),
        given("P08", &[("研发加计扣除", &deduction.replace("7000000", "700"))], "数据.xlsx › 研发加计扣除 › C2"),
        given("P09", &[("税收地方财力", &with(TAXES, "新增地方财力", "=500000000"))], "数据.xlsx › 税收地方财力 › C2"),
        given("P10", &[("科技项目", PROJECT)], "数据.xlsx › 科技项目 › F2"),
        given("P11", &[("技术引进合作", &import("50%").replace("=100|", "=30|"))], "数据.xlsx › 技术引进合作 › E2"),
        given(
            "P12",
            &[(
                "技术合同",
                "统一社会信用代码|合同登记编号|合同类型|认定日期|技术交易额\n{A}|1|技术开发|@2022-08-01|=100",
            )],
            "数据.xlsx › 技术合同 › E2",
        ),
        given(
            "P13",
            &[("柔性引进人才", "统一社会信用代码|姓名|年度|在临劳动报酬\n{A}|张三|=2022|=20")],
            "数据.xlsx › 柔性引进人才 › D2",
        ),
        given("P14", &[("创新平台", &platform("=20"))], "数据.xlsx › 创新平台 › E2"),
        given(
            "P15",
            &[("顶尖人才", "统一社会信用代码|姓名|议定日期|议定文号|核定金额\n{A}|张三|@2022-04-01|1号|=80")],
            "数据.xlsx › 顶尖人才 › E2",
        ),
        given("P34", &[("企业基本情况", &with(FIRMS, "年度", "=2021"))], "数据.xlsx › 企业基本情况 › H2"),
        given("P31", &[("企业基本情况", &two_firms()), ("收款账户", accounts)], "数据.xlsx › 收款账户 › D3"),
        given("P32", &[("企业基本情况", &two_firms()), ("人才入选", people)], "数据.xlsx › 人才入选 › B3"),
        given("P33", &[("企业基本情况", &two_firms()), ("孵化载体", carriers)], "数据.xlsx › 孵化载体 › B3"),
    ]
}

/// What becomes of answers.
fn answers() -> Vec<Reproducer> {
    let account = |name: &str| format!("统一社会信用代码|企业名称|户名|开户行|账号\n{{A}}|{name}|甲|农商银行|6200");
    let (other, right) = (account("乙轴承公司"), account("甲轴承公司"));
    let bad = "统一社会信用代码|类别|等级|发生日期|状态\n{A}|环境问题|较大|去年|未解除";
    let renamed = |code, place| given(code, &[("收款账户", &other)], place);
    vec![
        given("N330", &[("企业基本情况", &with(&firms("联系人", "张三"), "备注", "无"))], ""),
        renamed("W331", "问题清单1.xlsx › 问题清单 › P4")
            .answered("W303", "已核实", "更名")
            .later(&[("收款账户", &account("丙轴承公司"))]),
        renamed("W332", "问题清单1.xlsx › 问题清单 › P4")
            .answered("W303", "已核实", "更名")
            .later(&[("收款账户", &right)]),
        renamed("W333", "问题清单1.xlsx › 问题清单 › P4").answered("W303", "已核实", ""),
        given("W334", &[("不良记录", bad)], "问题清单1.xlsx › 问题清单 › P4").answered("E210", "不计", "查无此事"),
        renamed("W335", "问题清单1.xlsx › 问题清单 › P4").answered("W303", "不计", "更名"),
        renamed("W336", "问题清单1.xlsx › 问题清单 › P4").answered("W303", "已核实", "更名").answered(
            "W303",
            "已核实",
            "抄错",
        ),
        given("N337", &[("资质认定", "各类企业数\n高企|=3")], "数据.xlsx › 资质认定").answered(
            "E106",
            "不读",
            "统计表",
        ),
        given("N338", &[("授权专利", &twice(PATENT))], "数据.xlsx › 授权专利 › B3").answered(
            "E302",
            "不计",
            "重复登记",
        ),
    ]
}

fn all() -> Vec<Reproducer> {
    [files_and_sheets(), cells(), looks(), records(), answers(), award(), of_the_policy()]
        .into_iter()
        .flatten()
        .collect()
}

/// Code and severity of everything the program and its policy may say.
fn known() -> BTreeMap<String, Severity> {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy built in");
    let own = policy.checks.iter().map(|check| (check.code.to_string(), check.severity));
    let exclusive = policy.exclusives.iter().map(|exclusive| (exclusive.code.to_string(), Severity::Warning));
    let of_policy = own.chain(exclusive);
    catalogue::ALL.iter().map(|entry| (entry.code.to_owned(), entry.severity)).chain(of_policy).collect()
}

/// The words of each finding.
const WORDS: &[(&str, &str)] = &[
    (
        "E116",
        "工作表没有读，里面却有名录里的代码：有 1 个名录里的代码（A2 起）；像“不良记录”，列这样对应：违法类型→类别、处罚日期→发生日期、处罚文号→文号。请按模板改正表名和表头；确实不是数据的，请删去这张工作表，或者在问题清单里答复“不读”。",
    ),
    (
        "E117",
        "表里有没有读到的行或格，写着名录里的代码：“91371581MAH9KBJD25”，第 1 行在表头以上。一张工作表只放一张表，表头在最上面；请把另外的内容移到另一张工作表。",
    ),
    (
        "E118",
        "表中间又有一个不同的表头：这里是“研发加计扣除”的表头，以下各行没有读。请把它移到另一张工作表，或者改成与上面一样的列。",
    ),
    (
        "W119",
        "工作表没有读，里面有名录里的企业名称：A1“甲轴承公司”等 1 处。如果它应当是数据表，请按模板补上代码和表头。",
    ),
    (
        "W120",
        "这一列没有写单位，按元计算：“销售收入”，同表的“产值（万元）”是万元，这样没有写单位的共 3 列。请在表头写明（元）或（万元）。",
    ),
    ("W121", "这个文件不是电子表格，没有读：.docx 文件。如果里面有数据，请按模板填成电子表格；没有的请移到别处。"),
    ("W122", "两个文件一模一样，各算一次：与“历年奖励 - 副本.csv”相同。请删去多余的一个。"),
    ("W123", "两行一模一样，各算一次：“91371581MAH9KBJD25”，与第 2 行相同。如果是重复登记，请删去一行。"),
    ("N124", "列名不同，按同义的列读：“纳税人识别号”，按“统一社会信用代码”读。不需要处理；不是一回事的，请改列名。"),
    ("N125", "这些行看不出是记录，没有读：第 3 行。如果应当是记录，请补上代码。"),
    ("W126", "这一行有名称，没有代码，没有读：“某某精密轴承”。如果是企业，请补上代码；是标题的不需要处理。"),
    (
        "W128",
        "工作簿是用另一版模板填的：“临政字〔2021〕9号　表式 00000000”，模板是照“临政字〔2021〕9号”做的，现在用的政策是“临政字〔2022〕37号”。请核对列名和可填的内容；有变化的，用“jiangbu 模板”另做一份，把数据贴过去。",
    ),
    ("E127", "文件夹或链接打不开：链接指向的文件不在了。请检查权限，或者删去失效的链接。"),
    (
        "P07",
        "规上企业的新增地方财力只有几百元：“210.00 元”，应为与企业规模相称的数（三(四)）。请税务部门核对单位是元还是万元。",
    ),
    (
        "P08",
        "加计扣除总额不到研发投入的千分之一：“700.00 元”，应为与研发投入相称的数（三(三)4）。请税务部门核对单位是元还是万元。",
    ),
    (
        "P09",
        "新增地方财力比销售收入还大：“500,000,000.00 元”，应为不大于销售收入（三(四)）。请税务部门核对单位是元还是万元。",
    ),
    ("P10", "上级资助额度只有几百元：“50.00 元”，应为与项目相称的数（三(三)6）。请核对单位是元还是万元。"),
    ("P11", "实际支付金额只有几百元：“30.00 元”，应为与合同相称的数（三(三)7）。请核对单位是元还是万元。"),
    ("P12", "技术交易额只有几百元：“100.00 元”，应为与合同相称的数（三(三)9）。请核对单位是元还是万元。"),
    ("P13", "在临劳动报酬只有几百元：“20.00 元”，应为全年的劳动报酬（三(三)11）。请核对单位是元还是万元。"),
    ("P14", "核定金额只有几百元：“20.00 元”，应为主管部门核定的奖励额（三(三)3）。请核对单位是元还是万元。"),
    ("P15", "核定金额只有几百元：“80.00 元”，应为议定的奖励额（三(三)11）。请核对单位是元还是万元。"),
    ("E101", "文件打不开：名为电子表格，其实是网页（HTML）。请用表格软件打开后另存为 .xlsx，再交给本程序。"),
    ("E102", "文件有打开密码。请在表格软件中取消打开密码后重新保存。"),
    (
        "E103",
        "文件超出可读的规模：文件有 2 MiB，超过 1 MiB。请删去与本表无关的内容后重新保存；确属大表的，用 --max-size 放宽。",
    ),
    ("E104", "文件内容有损坏：引用了不存在的共享文字。请用表格软件打开，核对后另存为 .xlsx。"),
    ("E136", "必需的表里没有记录。请填好这张表；填在别的工作簿里的，把那一本一起交给程序。"),
    (
        "W129",
        "列名里的话可能改变意思：“销售收入（上年）”，“上年”，按“销售收入”读。请核对是不是这一列要的数；是的，请把列名改成与模板一样。",
    ),
    ("N139", "这些表里没有记录：“科技项目”。如果本年度有这类记录，请填上。"),
    ("E233", "一个格横着合并，盖住了别的列：“100000000”，盖住了“研发投入”（三(二)1）。请取消合并，每列各填自己的。"),
    (
        "E234",
        "这一行写着小计、合计，却填了代码：“小 计”。是合计的，请删去这一行，或者清空它的代码；确实是一条记录的，请改正名称。",
    ),
    ("W236", "备注里的话可能是说这一行不算：“证书已撤销”，有“撤销”。请核对；不算的请删去这一行，算的写明理由。"),
    ("W235", "写着（%）的列，数都不到 1：“核定比例（%）”。请核对：百分之二填 2；本来就这么小的不需要处理。"),
    (
        "W344",
        "历年奖励的年度不在奖励年度以前：“2022”，应为 2022 以前的年度。请填奖励的年度，不是付款的年度；确实是以后的，写明理由。",
    ),
    ("W343", "写的不是零报告：“暂未统计”。请补上记录；确实没有的，写“无”。"),
    (
        "W130",
        "表外的话提到名录里的代码，没有读：“注：91371581MAH9KBJD25 严重失信”。请核对；应当是记录的，另起一行按列填写。",
    ),
    ("W341", "这一格写的是还没有定的话：“待定”。请填实际的内容；还没有的，清空这一格或者删去这一行。"),
    ("W342", "名称像是不用的表，也读入了：“作废”。不用的请删去，或者移出数据的文件夹；要用的请改名。"),
    (
        "W340",
        "标题写的是以前的年度：“2021年度收款账户名单”，奖励年度是 2022。请核对是不是交了往年的表；是今年的，请改标题。",
    ),
    ("W339", "账号里有数字以外的字：“见附件”。请只填一个账号，备注另写一列。"),
    ("E105", "缺少必需的表：“税收地方财力”。请补上这张表；表名或表头须与模板一致。"),
    ("E106", "找不到需要的列：“研发费”，应为“研发投入”（三(二)1）。请补上这一列，或者把相近的列名改正。"),
    ("E107", "同一列出现两次：“销售收入（万元）”，E1 已是“销售收入”。请删去或改名其中一列。"),
    ("N108", "不是数据表，未读。如果它应当是数据表，请按模板改正表名或表头。"),
    ("W109", "隐藏的工作表、行或列也读入了：第 2 行。请取消隐藏后核对；不应计入的请删除。"),
    ("N110", "这一列没有用到：“开业情况”。如果它应当参加核算，请按模板改正列名。"),
    ("N111", "没有这张表：“资质认定”。如果本年度有这类记录，请补上这张表。"),
    ("N112", "这个文件没有读：锁文件。不需要处理。"),
    (
        "E113",
        "金额单位不明：“销售收入（千元）”，应为（元）或（万元）。请在表头写明（元）或（万元）；千元、亿元的数请先换算：千元乘以 1000 是元，亿元乘以 10000 是万元。",
    ),
    ("W114", "表里没有这一列：“镇街”。请补上这一列；确实没有数据的不需要处理。"),
    ("N115", "问题太多，其余没有列出：还有 2 处。请先改正列出的问题，再检查一遍。"),
    ("E201", "必填的单元格是空白，应为“企业名称”的内容。请填写；确实不知道的，先向提供单位核实。"),
    ("E202", "单元格是公式错误值：“#N/A”，应为不小于零的金额，以元为单位（三(二)1）。请改正公式，或者改填数值。"),
    ("E203", "公式没有计算结果，应为不小于零的金额，以元为单位（三(二)1）。请用表格软件打开，重新计算后保存。"),
    ("E204", "不是规范的数字：“约12万”，应为不小于零的金额，以元为单位（三(二)1）。请只填数字。"),
    (
        "E205",
        "金额的小数位太多：“12.345”，应为精确到分的金额，以元为单位（三(二)1）。请核对原始数据，四舍五入到分后填写。",
    ),
    (
        "E206",
        "金额大得不合常情：“100000000000”，应为正负一百亿元以内的金额，以元为单位（三(二)1）。请核对单位是元还是万元。",
    ),
    ("E207", "金额不能是负数：“-5000”，应为不小于零的金额，以元为单位（三(二)1）。请核对后改正。"),
    ("E208", "不是规范的百分比：“5”，应为百分比，如 5%（三(三)7）。请写成“5%”，或者把单元格设为百分比格式。"),
    ("E209", "超出规定的范围：“40%”，应为 50% 至 100%（三(三)7）。请核对后改正。"),
    ("E210", "不是规范的日期：“2022.13.5”，应为日期，如 2022-10-05。请写成 2022-10-05 这样的日期。"),
    ("E211", "不是规范的年度：“二〇二二”，应为年度，如 2022。请写成 2022 这样的四位年度。"),
    ("E212", "不在可填的内容之内：“规模上”，应为规上、规下之一，可能是“规上”（三(一)）。请改成规定的写法。"),
    (
        "E213",
        "代码不对：“91371581MAH9KBJD26”，应为校验码相符的代码（前 17 位无误时末位是“5”）。请对照营业执照、身份证改正。",
    ),
    (
        "E214",
        "号码存成了数字，末几位已经丢失：“6.2E+18”，应为文本格式的完整号码。请先把单元格设为文本格式，再重新填写号码。",
    ),
    ("E215", "专利号不对：“ZL2020100”，应为专利号，如 ZL202010000001.1（三(三)5）。请对照专利证书改正。"),
    ("W216", "专利号校验码不符：“ZL202010000001.2”，应为校验码为 1 的专利号（三(三)5）。请对照专利证书核对。"),
    (
        "E217",
        "专利号与专利类型不一致：“ZL202010000001.1”，应为实用新型的专利号，种类位 2 或 9，现为 1（三(三)5）。请对照专利证书改正专利号或专利类型。",
    ),
    (
        "W218",
        "单元格自带单位，与本列单位不同：“12.5万元”，应为以元为单位的数字（三(二)1）。请改成本列的单位，只填数字。",
    ),
    (
        "E219",
        "奖励项目不认识：“高新企业”，应为科技型中小企业、高新技术企业、创新平台、研发加计扣除、授权专利、科技项目、技术引进合作、孵化载体年度评价、专业化众创空间、技术合同、科技副总、人才入选、顶尖人才、柔性引进人才之一，可能是“高新技术企业”（三(四)）。请改成规定的名称。",
    ),
    ("W140", "公式的结果全是 0，可能没有计算过：3 个公式都是 0。请用表格软件打开，重新计算后保存。"),
    ("E141", "这一行的单元格比表头多：“000”。请去掉数字里的逗号，或者给这一格加上引号。"),
    (
        "E221",
        "单元格显示的与存的不一致：“900000”，格式“0!.0000”使它显示成“90.0000”，应为金额，以元为单位（三(四)）。请把数字格式改成“常规”，对照原始材料核对后重新填写。",
    ),
    (
        "E222",
        "金额不是人民币：“100000”，格式“\"$\"#,##0.00”写的是美元等外币 $，应为金额，以元为单位（三(四)）。请折算成人民币填写；本来就是人民币的，请把数字格式改成“常规”。",
    ),
    (
        "E223",
        "数字旁边有划掉的或上下标的字：“301”，有上标或下标的字，应为金额，以元为单位（三(四)）。请删去划掉的字和注号，只留要填的内容。",
    ),
    ("E224", "一个单元格里有两行内容：“62006201”，应为“账号”的内容。请只留一个，其余的另起一行记录。"),
    (
        "W225",
        "单元格里是图片，按空白处理：“（图片）”，应为不小于零的金额，以元为单位（三(三)3）。请把图片里的内容打成文字或数字。",
    ),
    ("E226", "单元格里是图片，读不出内容：“（图片）”，应为日期，如 2022-10-05。请把图片里的内容打成文字或数字。"),
    ("W227", "划掉的内容也读入了：“500000”。不应计入的请删除；应当计入的请取消删除线。"),
    ("E228", "日期或年度不合常情：“1922-03-04”，应为日期，如 2022-10-05。请核对后改正。"),
    (
        "E229",
        "日期格式的单元格里填了年份：“1905-07-14”，日期格式的单元格里填的是 2022，显示成了 1905 年，应为年度，如 2022。请把单元格的格式改成“常规”，再填四位年度。",
    ),
    ("W230", "日期带着接近零点的时刻：“2022-03-04 23:59:17”，离次日零点不到两分钟。请核对是哪一天，只填日期。"),
    (
        "E231",
        "混入了看起来一样的外文字母：“91371581МAH9KBJD25”，其中“М”（U+041C）不是“M”，只是看起来像，应为 18 位代码。请删去这个字，用键盘重新输入。",
    ),
    (
        "W232",
        "文字里有看起来一样的外文字母：“一种轴承В”，其中“В”（U+0412）不是“B”，只是看起来像。请核对；不是有意的，请用键盘重新输入。",
    ),
    ("E301", "企业不在名录里：“91371581MAJEGL6QXW”，应为“企业基本情况”表里有的代码。请改正代码，或者把企业补进名录。"),
    ("N308", "名录里的代码有误，这些记录对不上：“税收地方财力”有 1 行。改正名录里的代码就对上了，不用逐行改。"),
    (
        "W220",
        "合并的金额格，每一行各算一次：“500000”，应为每行各自的金额（三(四)）。如果不是各有一笔，请取消合并，每行填自己的金额。",
    ),
    (
        "W414",
        "数据里没有这个奖励年度：“2023”，“税收地方财力”表里是 2022 年度。请核对 -y 后面的年度，或者补上这一年的数据。",
    ),
    ("E302", "重复的记录：“91371581MAH9KBJD25 2022”，第一条在 数据.xlsx › 税收地方财力 › A2。请核对后删去一条。"),
    ("W303", "企业名称与名录不一致：“乙轴承公司”，名录里是“甲轴承公司”。请核对是不是更名或者抄错了代码。"),
    ("W304", "合计数与各行之和不符：“600000”，应为 500,000 元。请核对是不是漏了行或者数字有误。"),
    ("W305", "日期在奖励年度之后：“2023-03-01”，应为 2022-12-31 以前的日期。请核对日期。"),
    ("N330", "常用的附加列没有读：联系人、备注。不需要处理。"),
    ("W331", "答复已经失效：W303 数据.xlsx › 收款账户 › B2。请核对现在的内容，在新的问题清单里重新答复。"),
    ("W332", "答复没有用到：W303 数据.xlsx › 收款账户 › B2。请核对；不再需要的，从问题清单里删去这一行。"),
    ("W333", "答复没有写理由：W303 数据.xlsx › 收款账户 › B2。请在“理由”一列写明依据。"),
    ("W334", "这个问题不能答复：E210 数据.xlsx › 不良记录 › D2，“不良记录”的记录会减少或者取消奖励。请改正数据。"),
    ("W335", "答复写得不对：W303 数据.xlsx › 收款账户 › B2，写的是“不计”，这里只能答复“已核实”。请从下拉选项里选。"),
    (
        "W336",
        "同一个问题有两种答复：W303 数据.xlsx › 收款账户 › B2，另一条在 问题清单2.xlsx › 问题清单 › P4。请只留一条。",
    ),
    ("N337", "按答复没有读：统计表（没有写答复人）。不需要处理。"),
    ("N338", "按答复没有计这一行：重复登记（没有写答复人）。不需要处理。"),
    ("W306", "本年度的记录没有奖励项目用到：权属明确 否 ≠ “是”（三(三)5）。请核对原因；确实不符合的不需要处理。"),
    ("E307", "这一行没有代码，应为 18 位代码。请填写代码；如果这一行是说明文字，请移到表外。"),
    (
        "N401",
        "奖励年度定不下来，与年度有关的检查没有做：“税收地方财力”表里有多个年度：2021、2022。请用 -y 指定年度，例如 -y 2022。",
    ),
    ("W402", "奖励年度超出试行期：“2023”，试行到 2023-10-14。请附上延期文件。"),
    (
        "W403",
        "同一年度的第二条记录不奖励：“GR2022002”，已按 数据.xlsx › 资质认定 › D2 的一条奖励（三(三)2）。请核对是不是重复登记。",
    ),
    ("W404", "核定金额超过上限，按上限计算：“500,000.00”，上限 200,000.00 元（三(三)3）。请核对核定金额。"),
    (
        "W405",
        "限额档次有一项无法判断，按较低档计算：“产值、利润增幅超过且能耗下降”缺“上年产值”（三(四)3(2)）。补上数据后重新核算。",
    ),
    ("W406", "其他政策补助对不上本年度的奖励：“GR9999”（三(四)）。请核对奖励项目和记录编号。"),
    ("W407", "本政策较高，另一项补助不得再兑付：“30,000.00”（三(四)）。请通知另一项补助的主管单位不再兑付。"),
    ("W408", "条件无法判断：“研发投入占比”缺“研发投入”（三(二)1）。补上数据后重新核算。"),
    (
        "W409",
        "没有新增地方财力，限额无法判断：甲轴承公司。请税务部门补上；新成立的企业没有上年数的，上年地方财力填 0。",
    ),
    ("W440", "限额的基数不明，限额无法判断：“高企限额”：甲轴承公司。请补上这个数；确实没有的填 0。"),
    ("W410", "没有收款账户：“收款账户”表里没有“甲轴承公司”。请补上收款账户。"),
    ("W309", "这张表没有交，也没有零报告：“不良记录”。请补上这张表；确实没有记录的，在“零报告”一栏或者第一行填“无”。"),
    (
        "E315",
        "代码沿革不对：“91371581MAH9KBJD25”，原代码还在名录里，企业没有并入别家。请核对代码沿革表的原代码和新代码。",
    ),
    (
        "E317",
        "同一记录的分配比例加起来不是 100%：“GR2022001”加起来是 90%，应为 100%。请改正各人的比例，加起来正好 100%。",
    ),
    (
        "W438",
        "看不出分给谁、各分多少：“团队”里没有“GR2022001”的人（三(三)2）。请补齐名单、姓名和比例；同一记录的比例加起来是 100%。",
    ),
    ("N316", "按代码沿革归到现在的企业：“历年奖励”有 1 行。不需要处理；不应归它的，请改代码沿革表。"),
    ("N312", "企业已经不在名录里，这些记录没有用到：“历年奖励”有 1 家。不需要处理；代码抄错的，请改正。"),
    (
        "W432",
        "拨付记录对不上本年度应发的奖励：“甲轴承公司”本年度没有应发给“张三”的奖励，已付 8,000.00 元。请核对代码、收款人和年度；确实多付的请追回。",
    ),
    (
        "W433",
        "已付的超过应发的：“甲轴承公司”应发 100,000.00 元，已付 100,000.01 元，多付 0.01 元。请核对拨付记录；多付的请追回。",
    ),
    ("W434", "户名不是本人：“李四”，本人是“张三”。请核对账户。"),
    ("W435", "缴回的对不上应追缴的：其中 5,000.00 元没有对应的追缴。请核对企业、项目和编号。"),
    ("W437", "报的数对不上哪一个目标：“市场销售额”，应为轴承市场销售额。请照目标的名称填写。"),
    ("N436", "实发正好等于限额：1 家，从公示的金额就能算出新增地方财力。公示以前请知道；不影响金额。"),
    (
        "W431",
        "只有暂时的数，先按它计算：“研发加计扣除”只有预缴，没有年度汇算，按它发放 250,000.00 元（三(三)4）。请催交最后的数；确实只有这一条的，写明理由。",
    ),
    ("N310", "模板里的这张表没有填，按没有交处理。确实没有记录的，在“零报告”一栏或者第一行填“无”。"),
    (
        "N311",
        "写法不同，按同一个处理：“kj２０２１—０１７”，与 数据.xlsx › 科技项目 › B2 的“KJ2021-017”只是写法不同。不需要处理；如果不是同一个，请改成不同的写法。",
    ),
    ("W314", "户名不是企业名称：“甲”，企业名称是“甲轴承公司”。请核对账户；企业更名的，请让银行同时更名。"),
    ("W415", "这条记录算不算，无法判断：“孵化载体年度评价”缺“评价公布日期”（三(三)8）。请补上这一格后重新核算。"),
    (
        "W416",
        "历年奖励没有写记录编号：2021 年度的“科技项目”没有写编号，分不清奖的是哪一条（三(三)6）。请补上当年奖励的证书、项目、合同编号或者载体名称。",
    ),
    (
        "W417",
        "历年奖励的记录编号与本年度的相近而不相同：“KJ2O21-017”，本年度的“科技项目”有一条“KJ2021-017”（三(三)6）。请核对两个编号；是同一条的改成一样。",
    ),
    (
        "W418",
        "政策名称与条文写的相近而不相同，没有扣减：“临清市关于支持轴承产业创新发展实施方案”，条文写的是“临清市关于支持轴承产业创新发展实施方案（试行）”（三(四)）。请核对；就是这个政策的，改成一样的名称。",
    ),
    ("N419", "其他政策的补助不扣减：“山东省高新技术企业补助”（三(四)）。不需要处理。"),
    ("W420", "没有往年的记录，每家企业都按首次计算：“高新技术企业”只有 2022 年的记录。请把往年的记录一并交来。"),
    (
        "W422",
        "分不出有没有名额：“头名奖”有 1 个名额（三(三)2）。请补齐缺的数；并列的，由主管部门定先后，写进排名用的列。",
    ),
    (
        "W423",
        "看不出和谁合计，这家企业单独计算：“同一镇街”按“镇街”合计，“甲轴承公司”没有填（三(五)）。请补齐；确实不和别家合计的，写明理由。",
    ),
    (
        "W424",
        "几家企业合计的上限里，金额定不下来：“同一镇街”一共 150,000.00 元，“乙轴承公司”还没有确定，1 家企业能分多少定不下来（三(五)）。请先把没有确定的企业补齐；并列的，由主管部门定先后，写进排名用的列。",
    ),
    (
        "W421",
        "历年奖励的年度没有对应的记录：“资质认定”里没有 2021 年度的“续奖”，分不清奖的是哪种身份（三(三)2）。请补上当年的记录。",
    ),
    ("P34", "企业基本情况不是奖励年度的：“2021”，应为奖励年度。请换成奖励年度的数，或者用 -y 指定年度。"),
    ("P31", "两家企业用同一个账号：“6200”，数据.xlsx › 收款账户 › D2（甲轴承公司） 也是。请核对账号。"),
    (
        "P32",
        "同一人同一工程在两家企业申报：“韩　栋 泰山”，数据.xlsx › 人才入选 › B2（甲轴承公司） 也是（三(三)11）。请核对这个人在哪家企业，只留一条。",
    ),
    (
        "P33",
        "同一载体在两家企业申报：“轴承孵化器”，数据.xlsx › 孵化载体 › B2（甲轴承公司） 也是（三(三)8）。请核对载体的运营单位，只留一条。",
    ),
    ("W411", "等待核定：没有“核定金额”（三(三)3）。核定后补上再核算。"),
    (
        "N412",
        "国知发保字〔2021〕1号：取消对专利申请的资助，对授权的资助逐步减少，2025 年以前全部取消。本表按政策原文计算，执行前请研判（三(三)5）。",
    ),
    ("E413", "数值超出可计算的范围：“单位能耗太大”算不出来。请核对这一行的数据和政策里的数。"),
    (
        "P01",
        "加计扣除总额大于本企业的研发投入：“7,000,000.00 元”，应为不大于研发投入（三(三)4）。请税务部门与填报企业核对。",
    ),
    (
        "P02",
        "新增地方财力与本年减上年不符：“11.00 元”，应为本年地方财力减上年地方财力（三(四)）。请税务部门核对这三个数。",
    ),
    (
        "P03",
        "规下企业的销售收入达到规上标准：“规下”，应为规上，或者销售收入不到 2000 万元（三(一)）。请核对规模和销售收入。",
    ),
    ("P04", "有效期在认定日期之前：“2022-10-01”，应为认定日期以后的日期。请对照证书改正。"),
    (
        "P06",
        "规上企业的销售收入不超过规上标准的百分之一：“200,000.00 元”，应为与规模相称的销售收入（三(一)）。请核对规模，以及金额的单位是元还是万元。",
    ),
    ("P05", "聘期结束早于开始：“2021-12-31”，应为聘期起以后的日期。请对照聘用协议改正。"),
];

fn words(code: &str) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == code).map(|(_, words)| *words).unwrap_or_default()
}

struct Found {
    severity: String,
    place: String,
    message: String,
}

/// In which row of a findings workbook an answer stands depends on all the other findings: here it is always the first.
fn rowless(text: &str) -> String {
    let Some((before, after)) = text.split_once("问题清单 › P") else { return text.to_owned() };
    format!("{before}问题清单 › P4{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Runs the program on the reproducer's data: its findings of the code, its exit status and what it printed.
fn run(reproducer: &Reproducer, folder: &Path) -> (Vec<Found>, i32, String) {
    let data = folder.join("数据");
    fs::create_dir(&data).expect("a folder");
    save(&data.join("数据.xlsx"), &reproducer.sheets);
    for (name, content) in &reproducer.files {
        fs::write(data.join(name), content).expect("a file");
    }
    for link in &reproducer.links {
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.join("没有"), data.join(link)).expect("a link");
    }
    if let Some(policy) = &reproducer.policy {
        fs::write(folder.join("policy.toml"), policy).expect("a policy");
    }
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    command.current_dir(folder).args(&reproducer.arguments).args(["数据", "--json", "findings.json"]);
    for (number, [code, word, reason]) in (1..).zip(&reproducer.answers) {
        let list = format!("问题清单{number}.xlsx");
        let mut check = Command::cargo_bin("jiangbu").expect("the program");
        check.current_dir(folder).args(["check", "数据", "-o", &list]).output().expect("a run");
        fill(&folder.join(&list), |row| {
            let answer = [("答复", *word), ("理由", *reason)].map(|(column, text)| (column, text.to_owned()));
            answer.into_iter().filter(|(_, text)| row["编号"] == *code && !text.is_empty()).collect()
        });
        command.args(["--answers", &list]);
    }
    if let Some(later) = &reproducer.later {
        save(&data.join("数据.xlsx"), later);
    }
    let output = command.output().expect("a run");
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let json = fs::read(folder.join("findings.json"))
        .unwrap_or_else(|_| panic!("{}: {}", reproducer.code, String::from_utf8_lossy(&output.stderr)));
    let json: Value = serde_json::from_slice(&json).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = json["findings"].as_array().expect("findings").iter();
    let found = findings.filter(|finding| finding["code"] == reproducer.code).map(|finding| {
        let place = ["file", "sheet", "cell"].map(|part| text(&finding[part]));
        let place: Vec<_> = place.into_iter().filter(|part| !part.is_empty()).collect();
        let [place, message] = [place.join(" › "), text(&finding["message"])].map(|text| rowless(&text));
        Found { severity: text(&finding["severity"]), place, message }
    });
    (found.collect(), output.status.code().unwrap_or(-1), out)
}

#[test]
fn every_code_has_a_reproducer_and_every_reproducer_a_code() {
    let known: Vec<String> = known().into_keys().collect();
    let mut reproduced: Vec<&str> = all().iter().map(|reproducer| reproducer.code).collect();
    reproduced.sort_unstable();
    assert_eq!(reproduced, known);
}

#[test]
fn every_code_is_found_where_it_is_and_in_these_words() {
    let known = known();
    let mut wrong = Vec::new();
    for reproducer in all() {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let (found, status, out) = run(&reproducer, folder.path());
        let severity = known[reproducer.code];
        let expected = (format!("{severity:?}").to_lowercase(), reproducer.place, words(reproducer.code));
        let code = reproducer.code;
        if !found.iter().any(|found| (found.severity.clone(), &*found.place, &*found.message) == expected) {
            let list: Vec<_> =
                found.iter().map(|f| format!("\n  {} [{}] {}", f.severity, f.place, f.message)).collect();
            wrong.push(format!(
                "{code}: expected [{}] {}; found{}",
                reproducer.place,
                words(reproducer.code),
                list.concat()
            ));
        }
        // Columns and tables that are not there come in numbers.
        if found.len() != 1 && !["W114", "N111", "N412", "W336"].contains(&code) {
            wrong.push(format!("{code}: found {} times", found.len()));
        }
        if severity == Severity::Error && status != 1
            || severity != Severity::Error && status != 0 && !["N115", "N308", "W334"].contains(&code)
        {
            wrong.push(format!("{code}: status {status}"));
        }
        if !out.contains(code) {
            wrong.push(format!("{code}: not in the terminal: {out}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is nearly a finding and none: as often as a slip is told, what is right must not be.
#[test]
fn what_is_just_right_is_not_told() {
    let account = "统一社会信用代码|企业名称|户名|开户行|账号\n{A}|甲轴承公司|甲轴承公司|农商银行|6200";
    let titled = |title: &str, table: &str| format!("{title}\n{}", table.trim());
    let shares = |share: &str| {
        let header = "统一社会信用代码|合同登记编号|合同类型|认定日期|技术交易额|核定比例（%）";
        format!("{header}\n{{A}}|1|技术开发|@2022-05-01|=100|=0.5\n{{A}}|2|技术开发|@2022-05-01|=100|{share}")
    };
    for (code, sheet, table) in [
        ("W340", "收款账户", titled("2022年度收款账户名单", account)),
        ("W340", "收款账户", titled("2021-2022年收款账户名单", account)),
        ("W340", "收款账户", titled("2023年收款账户名单", account)),
        ("W340", "收款账户", titled("填报日期：2021年12月", account)),
        // The rows say their year themselves.
        ("W340", "资质认定", titled("2021年资质认定", CERTIFICATE)),
        ("W341", "资质认定", CERTIFICATE.replace("GR2022001", "待定轴承01")),
        ("W341", "资质认定", CERTIFICATE.to_owned()),
        ("W341", "历年奖励", past("启航孵化器")),
        ("W344", "历年奖励", "统一社会信用代码|年度|奖励项目|金额\n{A}|=2021|科技项目|=1000".to_owned()),
        ("W342", "收款账户（正本）", account.to_owned()),
        ("W343", "不良记录", "统一社会信用代码|类别|等级|发生日期|状态|文号\n填表人：张三".to_owned()),
        ("W343", "不良记录", "统一社会信用代码|类别|等级|发生日期|状态|文号\n无".to_owned()),
        ("W130", "资质认定", format!("{CERTIFICATE}\n注：以上为全部企业")),
        ("W236", "资质认定", with(CERTIFICATE, "备注", "未撤销")),
        ("W236", "资质认定", with(CERTIFICATE, "备注", "已核")),
        ("W235", "技术合同", shares("=1")),
        ("W235", "技术合同", shares("=2")),
        ("W235", "技术合同", shares("2%")),
    ] {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let (found, ..) = run(&given(code, &[(sheet, &table)], ""), folder.path());
        let told: Vec<&str> = found.iter().map(|found| &*found.message).collect();
        assert!(told.is_empty(), "{code} {table}: {told:?}");
    }
}

#[test]
fn the_list_goes_by_severity_and_place_folds_repeats_and_accounts_for_rows() {
    let amounts = |cell: &str| (2..14).map(|_| format!("\n{{A}}|=2022|{cell}")).collect::<String>();
    let taxes = format!("统一社会信用代码|年度|新增地方财力{}\n合计||=1", amounts("约1万"));
    let reproducer = given("E204", &[("税收地方财力", &taxes)], "");
    let folder = tempfile::tempdir().expect("a scratch folder");
    let (found, status, out) = run(&reproducer, folder.path());
    let places: Vec<_> = found.iter().map(|found| found.place.clone()).collect();
    let downwards: Vec<_> = (2..14).map(|row| format!("数据.xlsx › 税收地方财力 › C{row}")).collect();
    assert_eq!((places, status), (downwards, 1));
    let lines: Vec<&str> = out.lines().filter(|line| line.contains("错误 E204")).collect();
    assert_eq!(lines.len(), 6, "{out}");
    assert!(lines[0].starts_with("  错误 E204 C2   不是规范的数字：“约1万”，应为"), "{out}");
    assert_eq!(lines[5], "  错误 E204 同样的问题另有 7 处：C7、C8、C9、C10、C11、C12、C13");
    let listed: Vec<&str> = out.lines().take_while(|line| *line != "读入的行").collect();
    let words = |word: &str| listed.iter().positions_of(&format!("  {word} "));
    let (errors, warnings, notes) = (words("错误"), words("警告"), words("提示"));
    assert!(errors.end < warnings.start && warnings.end < notes.start, "{out}");
    for row in ["表 读入 可用 其他年度 有错误 合计备注", "企业基本情况 1 1 0 0 0", "税收地方财力 13 0 0 12 1"]
    {
        let tight = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.lines().any(|line| tight(line) == row), "{row}: {out}");
    }
    let end = "  错误      12 条\n            E204 不是规范的数字（12）：先看 数据.xlsx › 税收地方财力 › C2\n";
    assert!(out.ends_with(end), "errors are the last that is seen: {out}");
}

trait Positions {
    /// From the first to the last line that begins so.
    fn positions_of(self, beginning: &str) -> std::ops::Range<usize>;
}

impl<'l, I: Iterator<Item = &'l &'l str>> Positions for I {
    fn positions_of(self, beginning: &str) -> std::ops::Range<usize> {
        let all: Vec<usize> =
            self.enumerate().filter(|(_, line)| line.starts_with(beginning)).map(|(at, _)| at).collect();
        *all.first().expect("a line")..*all.last().expect("a line")
    }
}

/// The fault at the root comes before those it causes, whatever the sheets are called.
#[test]
fn the_register_comes_before_the_sheets_its_faults_break() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let certificate = with(CERTIFICATE, "认定日期", "约十月");
    let reproducer = given(
        "E210",
        &[
            ("企业基本情况", &format!("{FIRMS}\n{{B}}||是|规上|=1|=1|B")),
            ("A表", &certificate),
            ("研发加计扣除", "统一社会信用代码|所属年度|加计扣除总额\n91371581MA3QGWK58C|=2022|=1"),
        ],
        "",
    );
    let (_, _, out) = run(&reproducer, folder.path());
    let heads: Vec<&str> = out.lines().filter(|line| line.starts_with("数据.xlsx › ")).collect();
    assert_eq!(heads[..3], ["数据.xlsx › 企业基本情况", "数据.xlsx › A表", "数据.xlsx › 研发加计扣除"], "{out}");
}

#[test]
fn with_an_output_the_screen_shows_the_summary_and_the_list_links_to_cells_wherever_it_is() {
    let odd = "数 据%20#1'\"[甲].csv";
    let reproducer = given("E204", &[("税收地方财力", &with(TAXES, "新增地方财力", "约1万"))], "")
        .file(odd, "统一社会信用代码,户名,开户行,账号\n,甲,乙,6200\n")
        .arguments(&["check", "-o", "结果/问题.xlsx"]);
    let folder = tempfile::tempdir().expect("a scratch folder");
    fs::create_dir(folder.path().join("结果")).expect("a folder");
    let (_, status, out) = run(&reproducer, folder.path());
    assert_eq!(status, 1, "{out}");
    assert!(!out.contains("约1万") && out.contains("E204 不是规范的数字（1）：数据.xlsx › 税收地方财力 › C2"), "{out}");
    assert!(out.starts_with("问题清单：结果/问题.xlsx\n"), "{out}");
    let book = fs::read(folder.path().join("结果/问题.xlsx")).expect("the findings workbook");
    let mut book = ZipArchive::new(Cursor::new(book)).expect("a package");
    let mut part = |name: &str| {
        let mut text = String::new();
        book.by_name(name).expect("a part").read_to_string(&mut text).expect("a text");
        text
    };
    let links = part("xl/worksheets/_rels/sheet1.xml.rels");
    // Nine columns that are not there and an amount, in one file.
    let file = "Id=\"link2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" \
        Target=\"../数据/数据.xlsx\" TargetMode=\"External\"";
    assert_eq!(links.matches(file).count(), 1, "{links}");
    assert_eq!(part("xl/worksheets/sheet1.xml").matches("r:id=\"link2\"").count(), 10);
    let escaped = "Target=\"../数据/数%20据%2520%231'%22%5b甲%5d.csv\"";
    assert!(links.contains(escaped), "{links}");
    assert!(part("xl/worksheets/sheet1.xml").contains("location=\"'税收地方财力'!C2\""), "no link to C2");
}

#[test]
fn every_code_is_explained() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let explain = |code: &[&str]| {
        let mut command = Command::cargo_bin("jiangbu").expect("the program");
        let output =
            command.current_dir(folder.path()).args(["check", "--explain"]).args(code).output().expect("a run");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let list = explain(&[]);
    for code in known().keys() {
        assert!(list.lines().any(|line| line.starts_with(&format!("{code}  "))), "{code}: {list}");
        let one = explain(&[&code.to_lowercase()]);
        assert!(["  含义：", "  例子：", "  改法："].iter().all(|part| one.contains(part)), "{code}: {one}");
    }
}
