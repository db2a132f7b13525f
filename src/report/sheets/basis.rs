//! 核算依据: what the result rests on: program, policy, inputs, rows, fund, the readings chosen and what auditors ask.

use crate::checksum::SOURCES;
use crate::finding::{Entry, catalogue};
use crate::formula::quoted as quoted_text;
use crate::index::ItemIndex;
use crate::money::{Money, group};
use crate::policy::Note;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{Cached, Cell, Column, Columns, Look, Row, Rows, Sheet};
use crate::report::operands::letters;
use crate::report::totals::{self, Sum};
use crate::tables::Account;

pub(in crate::report) const NAME: &str = "核算依据";

/// What stands before the name of a file of answers.
pub(crate) const ANSWERS: &str = "答复：";

/// What the row of the program's sources is called.
pub(crate) const PROGRAM: &str = "程序源码 SHA-256";

/// What stands before the checksum of a workbook's records.
pub(crate) const RECORDS: &str = "记录 SHA-256：";

/// What the row is called that says that other readings were priced; it is there only then.
pub(crate) const PRICED: &str = "别的读法";

/// What the rows are called that say how the sheets call the code and the name of a firm.
pub(crate) const CODE_TITLE: &str = "代码列";
pub(crate) const NAME_TITLE: &str = "名称列";

/// What the row is called that says how far the award has come.
pub(crate) const STAGE: &str = "稿别";

/// How many columns the sheet has.
const COLUMNS: u16 = 9;

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Sheet<'b> {
    let mut columns = Columns::default();
    columns.add(Column::new("项目", 18, Look::Wrapped));
    columns.add(Column::new("内容", 51, Look::Wrapped));
    columns.add(Column::new("说明", 36, Look::Wrapped));
    for title in ["读入行", "使用", "未使用", "其他年度", "有错误", "合计备注"] {
        columns.add(Column::new(title, 7, Look::Whole));
    }
    let mut sheet = book.sheet(NAME.to_owned(), "奖励核算依据", columns.done(), body(move |rows| write(book, rows)));
    (sheet.filter, sheet.frozen) = (false, 1);
    sheet
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    identity(book, rows)?;
    inputs(book, rows)?;
    passed_over(book, rows)?;
    answers(book, rows)?;
    accounts(book, rows)?;
    fund(book, rows)?;
    heading(rows, "文件没有写明的地方怎样理解")?;
    for reading in &book.policy.readings {
        let answered = match &*reading.answer {
            "" => reading.reason.to_string(),
            answer => format!("{}（书面答复：{answer}）", reading.reason),
        };
        let keys = reading.keys.iter().map(|key| &**key).collect::<Vec<_>>().join("、");
        let keys = if keys.is_empty() { keys } else { format!("\n政策文件里的项：{keys}") };
        plain(rows, &reading.clause, &reading.choice, &format!("{answered}{keys}"))?;
    }
    heading(rows, "审计人员会问的")?;
    for note in &book.policy.notes {
        let asked = note.asked();
        let mut row = row();
        row.text(&*note.clause).text(&*note.text);
        let says = match concerned(book, note)? {
            None => words(asked),
            Some((formula, words)) => {
                let asked = if asked.is_empty() { asked } else { format!("；{asked}") };
                let cached = Cached::Text(format!("{words}{asked}").into());
                Cell::Formula(format!("{formula}&{}", quoted_text(&asked)), cached)
            }
        };
        finish(rows, row, says)?;
    }
    for item in book.policy.items.iter().filter(|item| !item.note.is_empty()) {
        plain(rows, &item.clause, &item.note, &item.name)?;
    }
    Ok(())
}

/// What a note's items are paid in this award, live and as it is.
fn concerned(book: &Book<'_>, note: &Note) -> Result<Option<(String, String)>, ReportError> {
    if note.items.is_empty() {
        return Ok(None);
    }
    let name = |item: &ItemIndex| &*book.policy.items[*item].name;
    let before = format!("涉及{}，实发 ", note.items.iter().map(name).collect::<Vec<_>>().join("、"));
    let columns = [book.lines.item, book.lines.paid].map(letters);
    let parts = book.line_rows.fixed_columns(columns.each_ref().map(String::as_str));
    let sums = note.items.iter().flat_map(|item| {
        let own = quoted_text(name(item));
        parts.iter().map(move |[items, paid]| format!("SUMIF({items},{own},{paid})"))
    });
    let sums = std::iter::once("0".to_owned()).chain(sums).collect::<Vec<_>>().join("+");
    let of_note = book.assessment.lines.iter().filter(|line| note.items.contains(&line.item));
    let sum = Money::total(of_note.filter_map(|line| line.paid))?;
    let formula = format!("{}&TEXT(ROUND({sums},2),\"#,##0.00\")&\" 元\"", quoted_text(&before));
    Ok(Some((formula, format!("{before}{} 元", sum.grouped()))))
}

fn identity(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let policy = book.policy;
    heading(rows, "程序与政策")?;
    plain(rows, "程序版本", &format!("jiangbu {}", book.run.version), "")?;
    let note = "由程序的全部源码算出，每台机器、每个系统上都一样；程序文件自己的 SHA-256 在复核记录里";
    plain(rows, PROGRAM, SOURCES, note)?;
    plain(rows, "命令", &command(book), "工作簿按名称排列，不带文件夹")?;
    plain(rows, "政策文号", &policy.number, &policy.issuer)?;
    plain(rows, "政策名称", &policy.title, "")?;
    let built_in = if policy.is_built_in() {
        "程序内置的政策"
    } else {
        "不是程序内置的政策：用的是另一份政策文件"
    };
    plain(rows, "政策文件 SHA-256", &policy.sha256, built_in)?;
    let mut row = row();
    row.text("奖励年度").push_as(Look::Text, Cell::Number(book.assessment.year.into()));
    finish(rows, row, Cell::Blank)?;
    let [code, name] = policy.titles();
    plain(rows, CODE_TITLE, code, "各表里认得出是谁的一列，照政策文件的名录")?;
    plain(rows, NAME_TITLE, name, "")?;
    if book.run.prices.is_some() {
        plain(rows, PRICED, "已计价", "没有书面答复的口径，别的读法各要发多少，见“目录”")?;
    }
    plain(rows, STAGE, book.stage.label(), book.stage.note())
}

/// The command that gives this workbook. Folders are private, and neither they nor the order of files change the result.
fn command(book: &Book<'_>) -> String {
    let mut command = "jiangbu 核算".to_owned();
    for input in book.run.inputs {
        command.push(' ');
        command.push_str(&input.file);
    }
    command.push_str(&format!(" -y {}", book.assessment.year));
    for file in &book.run.answers.files {
        command.push_str(&format!(" --answers {}", file.file));
    }
    if book.run.draft {
        command.push_str(" --draft");
    }
    if book.run.declared_final {
        command.push_str(" --final");
    }
    if book.run.prices.is_some() {
        command.push_str(" --readings");
    }
    command
}

fn inputs(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    heading(rows, "读入的工作簿（内容为 SHA-256；记录的 SHA-256 只看读出的数，文件另存、改版式不变）")?;
    for (input, records) in book.run.inputs.iter().zip(book.checked.data.records_sha256()) {
        let note = format!("{} 字节；{RECORDS}{records}", group(&input.bytes.to_string()));
        plain(rows, &input.file, &input.sha256, &note)?;
    }
    Ok(())
}

/// What of the data was not read: files and folders passed over, sheets and rows left out. What belongs to the system or to this program
/// itself comes and goes, and is not told.
fn passed_over(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    const KINDS: [&Entry; 4] =
        [&catalogue::FILE_PASSED_OVER, &catalogue::FOLDER_UNREADABLE, &catalogue::PASSED_OVER, &catalogue::LEFT_OUT];
    heading(rows, "没有读的文件和文件夹（系统文件、隐藏文件和本程序写出的工作簿不列）")?;
    let told = book.findings.iter().filter(|finding| KINDS.iter().any(|entry| *finding.code == *entry.code));
    let mut any = false;
    for finding in told {
        any = true;
        let why = if finding.why.is_empty() { &*finding.title } else { &*finding.why };
        plain(rows, &finding.place.to_string(), why, &finding.code)?;
    }
    if any { Ok(()) } else { plain(rows, "（没有）", "", "") }
}

/// What was answered, why and by whom: the award rests on it as on the data.
fn answers(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let answers = book.run.answers;
    if answers.files.is_empty() {
        return Ok(());
    }
    heading(rows, "答复问题的清单（内容为 SHA-256）")?;
    for file in &answers.files {
        plain(
            rows,
            &format!("{ANSWERS}{}", file.file),
            &file.sha256,
            &format!("{} 字节", group(&file.bytes.to_string())),
        )?;
    }
    heading(rows, "答复了的问题")?;
    for settled in &answers.settled {
        let (finding, given) = (&settled.finding, &settled.given);
        let what = format!("{} {}：{}", finding.code, finding.place, finding.message());
        plain(rows, settled.answer.word(), &what, &format!("{}（{}）", given.reason, settled.who()))?;
    }
    if answers.settled.is_empty() {
        plain(rows, "（没有）", "", "")?;
    }
    Ok(())
}

/// Read = used + unused + other years + errors + totals and notes, for every table.
fn accounts(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let title = "各表的行：读入 = 使用 + 未使用 + 其他年度 + 有错误 + 合计备注（使用：有奖励行，或者决定了条件、身份、限额、追缴、拨付）";
    heading(rows, title)?;
    let tables = book.policy.tables.iter_enumerated().zip(&book.checked.data.tables);
    for ((index, declared), table) in tables {
        let account = table.account;
        let uses = book.assessment.uses.get(index).copied().unwrap_or_default();
        let mut row = row();
        let note = match account {
            Account { rows: 0, .. } => "没有这张表，或者没有记录".to_owned(),
            Account { left_out: 0, .. } => String::new(),
            Account { left_out, .. } => format!("合计备注里有 {left_out} 行是按答复不计的"),
        };
        row.text(&*declared.name).text("").text(note);
        for count in [account.rows, uses.used, uses.unused, uses.other_years, account.errors, account.skipped] {
            row.number(count);
        }
        rows.row(&row)?;
    }
    Ok(())
}

fn fund(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    heading(rows, "资金")?;
    let mut amount = |label: &str, sum: Sum, note: &str| {
        let mut row = row();
        row.text(label.to_owned()).push_as(Look::Money, sum.cell());
        finish(rows, row, words(note.to_owned()))
    };
    let (pool, lacks) = totals::fund(book).unzip();
    if let Some(pool) = pool {
        let declared = book.policy.fund.as_ref().and_then(|fund| fund.amount.as_ref());
        let of = declared.map_or("纳入范围的企业新增地方财力之和，合计小于零的按零", |_| "政策写明的数");
        amount("资金池", pool, of)?;
    }
    amount("应发合计", totals::payable(book), &book.policy.register.worded("待定、暂缓的企业没有计入"))?;
    if let Some(lacks) = lacks {
        amount("缺口", lacks, book.policy.shortfall_borne())?;
    }
    for (number, funder) in (0..).zip(&book.policy.funders) {
        amount(&format!("其中{funder}承担"), totals::funder(book, number)?, "各级的比例见“政策参数”")?;
    }
    Ok(())
}

fn row<'r>() -> Row<'r> {
    Row::with_capacity(COLUMNS.into())
}

fn words<'w>(text: String) -> Cell<'w> {
    if text.is_empty() { Cell::Blank } else { Cell::Text(text.into()) }
}

/// The row with what is said of it, over the columns of figures too.
fn finish<'r>(rows: &mut dyn Rows, mut row: Row<'r>, says: Cell<'r>) -> Result<(), ReportError> {
    row.push_across(COLUMNS - 2, Look::Wrapped, says);
    rows.row(&row)
}

fn plain(rows: &mut dyn Rows, label: &str, content: &str, note: &str) -> Result<(), ReportError> {
    let mut row = row();
    row.text(label).text(content);
    finish(rows, row, words(note.to_owned()))
}

fn heading(rows: &mut dyn Rows, text: &str) -> Result<(), ReportError> {
    let mut row = row();
    row.push_as(Look::Heading, Cell::Text(text.into()));
    for _ in 1..COLUMNS {
        row.push_as(Look::Heading, Cell::Blank);
    }
    rows.row(&row)
}
