//! A snapshot read back from an award workbook, by its sheets' headers.

use std::collections::HashMap;
use std::ops::ControlFlow;

use rust_decimal::Decimal;

use super::reasons::cuts;
use super::snapshot::{FirmState, LineState, Objection, Snapshot, cap_titles};
use crate::intake::book::{Book, BookFault, Cell, Layout, Rows, Value};
use crate::money::Money;
use crate::own_workbooks::DRAFT;
use crate::stage::Stage;

/// What is read of a line of 奖励明细.
const LINE: [&str; 10] =
    ["奖励项目", "记录", "状态", "核算额", "净额", "身份级别", "计算基数", "比例定额", "原因", "计算式"];

/// What awards of earlier versions call the code and the name of a firm: they do not say so.
const UNSTATED: [&str; 2] = ["统一社会信用代码", "企业名称"];

/// What is read of an objection.
const OBJECTION: [&str; 5] = ["日期", "提出人", "异议内容", "答复", "处理"];

/// Why an award workbook cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum AwardFileError {
    /// It cannot be read.
    #[error("{0}")]
    Book(#[from] BookFault),
    /// It lacks what an award workbook has.
    #[error("不是奖励核算表：“{sheet}”里没有“{column}”")]
    NoAward {
        /// The sheet.
        sheet: String,
        /// The column.
        column: String,
    },
    /// Its formulas have no results.
    #[error("“{sheet}”第 {row} 行的公式没有计算结果，请用表格软件打开后保存")]
    Uncalculated {
        /// The sheet.
        sheet: String,
        /// The row as the user sees it.
        row: u32,
    },
}

/// The wanted columns of the sheets of one kind, row by row.
struct Table<'a> {
    sheet: &'a str,
    wanted: &'a [&'a str],
    columns: Vec<u32>,
    rows: Vec<Vec<Option<String>>>,
    uncalculated: Option<u32>,
}

impl Rows for Table<'_> {
    fn layout(&mut self, _layout: Layout) {}

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        if self.columns.is_empty() {
            let title = |wanted: &str| cells.iter().find(|cell| text(cell.value).is_some_and(|t| plain(&t) == wanted));
            let found: Option<Vec<u32>> =
                self.wanted.iter().map(|wanted| title(wanted).map(|cell| cell.column)).collect();
            self.columns = found.unwrap_or_default();
            return ControlFlow::Continue(());
        }
        let mut of = |column: &u32| {
            let cell = cells.iter().find(|cell| cell.column == *column)?;
            if cell.value == Value::Uncalculated {
                self.uncalculated = self.uncalculated.or(Some(row + 1));
            }
            text(cell.value)
        };
        let values = self.columns.iter().map(&mut of).collect();
        self.rows.push(values);
        ControlFlow::Continue(())
    }
}

/// Reads the columns `wanted` of `sheet` and its continuations.
///
/// # Errors
/// [`AwardFileError`] if there is no such sheet or column, or a formula without a result.
pub(crate) fn sheet_columns(
    book: &Book,
    sheet: &str,
    wanted: &[&str],
) -> Result<Vec<Vec<Option<String>>>, AwardFileError> {
    let mut rows = Vec::new();
    let continued = format!("{sheet}(");
    for (index, name) in book.sheets().iter().enumerate() {
        if *name.name == *sheet || name.name.starts_with(&continued) {
            let mut table = Table { sheet, wanted, columns: Vec::new(), rows: Vec::new(), uncalculated: None };
            book.stream(index, &mut table)?;
            if let Some(row) = table.uncalculated {
                return Err(AwardFileError::Uncalculated { sheet: table.sheet.to_owned(), row });
            }
            if !table.columns.is_empty() {
                rows.push(table.rows);
            }
        }
    }
    if rows.is_empty() {
        return Err(AwardFileError::NoAward { sheet: sheet.to_owned(), column: wanted.join("”“") });
    }
    Ok(rows.into_iter().flatten().collect())
}

impl Snapshot {
    /// What the award in `book` states of itself: program, policy, year, inputs, figures. Its firms are left out.
    ///
    /// # Errors
    /// [`AwardFileError`] if it is no award workbook.
    pub fn stated(book: &Book) -> Result<Self, AwardFileError> {
        let mut snapshot = basis(book)?;
        for row in sheet_columns(book, "政策参数", &["参数", "数值", "单位"])? {
            if let [Some(name), Some(value), unit] = row.as_slice() {
                let value = figure(value, unit.as_deref());
                snapshot.parameters.push((name.clone(), value));
            }
        }
        Ok(snapshot)
    }

    /// The amount in a cell read as text.
    pub(crate) fn money(text: Option<&String>) -> Option<Money> {
        Decimal::from_str_exact(text?).ok().map(Money::yuan)
    }

    /// The award in `book`.
    ///
    /// # Errors
    /// [`AwardFileError`] if it is no award workbook, or was never calculated.
    pub fn read(book: &Book) -> Result<Self, AwardFileError> {
        let mut snapshot = Self::stated(book)?;
        let mut at: HashMap<String, usize> = HashMap::new();
        let titles = snapshot.titles.clone();
        let [code, name] = titles.each_ref().map(String::as_str);
        let mut caps = caps(book, code);
        for row in sheet_columns(book, "核算汇总", &[code, name, "状态", "应发金额"])? {
            // The row of totals has neither.
            let (Some(code), Some(_)) = (row[0].clone(), &row[2]) else { continue };
            at.insert(code.clone(), snapshot.firms.len());
            let (cap, cuts) = caps.remove(&code).unwrap_or_default();
            snapshot.firms.push(FirmState {
                cap,
                cap_cut: Money::total(cuts).unwrap_or_default(),
                code,
                name: row[1].clone().unwrap_or_default(),
                status: row[2].clone().unwrap_or_default(),
                payable: Self::money(row[3].as_ref()),
                lines: Vec::new(),
            });
        }
        for row in sheet_columns(book, "奖励明细", &[&[code], &LINE[..]].concat())? {
            let firm = row[0].as_ref().and_then(|code| at.get(code)).and_then(|at| snapshot.firms.get_mut(*at));
            let Some(firm) = firm else { continue };
            let text = |at: usize| row[at].clone().unwrap_or_default();
            firm.lines.push(LineState {
                item: text(1),
                record: text(2),
                status: text(3),
                amount: Self::money(row[4].as_ref()),
                net: Self::money(row[5].as_ref()).unwrap_or_default(),
                level: text(6),
                base: text(7),
                standard: text(8),
                reason: text(9),
                cuts: cuts(&text(10)),
            });
        }
        // There is no such sheet where the policy keeps no register, or nobody handed one in.
        for row in sheet_columns(book, "异议登记", &[&[code], &OBJECTION[..]].concat()).unwrap_or_default() {
            let text = |at: usize| row[at].clone().unwrap_or_default();
            let Some(code) = row[0].clone().filter(|code| at.contains_key(code)) else { continue };
            let (day, by, content) = (text(1), text(2), text(3));
            snapshot.objections.push(Objection { code, day, by, content, answer: text(4), outcome: text(5) });
        }
        Ok(snapshot)
    }
}

/// What the caps of a firm rest on, and what each takes.
type Capped = (Vec<(String, String)>, Vec<Money>);

/// The caps' figures of each firm, by its code: of the cap of all items, and of those that have a sheet of their own.
fn caps(book: &Book, code: &str) -> HashMap<String, Capped> {
    let named = |sheet: &str| {
        let name = sheet.strip_prefix("限额测算(")?.split(')').next()?;
        name.parse::<u16>().is_err().then(|| name.to_owned())
    };
    let mut names: Vec<String> = std::iter::once(String::new()).collect();
    names.extend(book.sheets().iter().filter_map(|sheet| named(&sheet.name)));
    names.dedup();
    let mut found: HashMap<String, Capped> = HashMap::new();
    for name in names {
        let (titles, cut) = (cap_titles(&name), format!("{name}限额削减"));
        let mut wanted = vec![code, &*cut];
        wanted.extend(titles.iter().map(String::as_str));
        for row in sheet_columns(book, "核算汇总", &wanted).unwrap_or_default() {
            let Some(code) = row[0].clone() else { continue };
            let (cap, cuts) = found.entry(code).or_default();
            cuts.extend(Snapshot::money(row[1].as_ref()));
            cap.extend(titles.iter().cloned().zip(row.into_iter().skip(2).map(Option::unwrap_or_default)));
        }
    }
    found
}

/// Does the award workbook say of itself that it is a draft?
#[must_use]
pub fn says_draft(book: &Book) -> bool {
    let mut title = Title(false);
    let index = book.sheets().iter().position(|sheet| &*sheet.name == "核算汇总");
    index.is_some_and(|index| book.stream(index, &mut title).is_ok() && title.0)
}

/// Does the first row call the workbook a draft?
struct Title(bool);

impl Rows for Title {
    fn layout(&mut self, _layout: Layout) {}

    fn row(&mut self, _row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        self.0 = cells.iter().any(|cell| matches!(cell.value, Value::Text(text) if text.ends_with(DRAFT)));
        ControlFlow::Break(())
    }
}

/// Program, policy, year and inputs, from the sheet that states them.
fn basis(book: &Book) -> Result<Snapshot, AwardFileError> {
    let mut snapshot = Snapshot { titles: UNSTATED.map(str::to_owned), ..Snapshot::default() };
    let mut section = String::new();
    for row in sheet_columns(book, "核算依据", &["项目", "内容", "说明"])? {
        let [Some(label), content, note] = row.as_slice() else { continue };
        let Some(content) = content.clone() else {
            section.clone_from(label);
            continue;
        };
        match &*section {
            "答复了的问题" => snapshot.answers.push((label.clone(), content.clone())),
            "文件没有写明的地方怎样理解" => snapshot.readings.push((label.clone(), content.clone())),
            _ => {}
        }
        match label.as_str() {
            "程序版本" => snapshot.version = content.trim_start_matches("jiangbu ").to_owned(),
            "程序源码 SHA-256" => snapshot.sources = content,
            "政策文号" => snapshot.policy = content,
            "政策文件 SHA-256" => snapshot.policy_sha256 = content,
            "稿别" => snapshot.stage = Stage::called(&content),
            "代码列" => snapshot.titles[0] = content,
            "名称列" => snapshot.titles[1] = content,
            "别的读法" => snapshot.priced = true,
            "奖励年度" => snapshot.year = content.parse().unwrap_or_default(),
            file if content.len() == 64 && content.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                let records = note.as_ref().and_then(|note| Some(note.split_once("记录 SHA-256：")?.1.to_owned()));
                snapshot.records.extend(records.map(|records| (file.to_owned(), records)));
                snapshot.inputs.push((file.to_owned(), content));
            }
            _ => {}
        }
    }
    Ok(snapshot)
}

/// A figure as [`crate::report::rule_words::figure`] shows it.
fn figure(value: &str, unit: Option<&str>) -> String {
    let Ok(number) = Decimal::from_str_exact(value) else { return value.to_owned() };
    match unit {
        Some("元") => format!("{} 元", crate::money::group(&number.normalize().to_string())),
        _ => number.normalize().to_string(),
    }
}

fn text(value: Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_owned()).filter(|text| !text.is_empty()),
        Value::Number { value, percent } => {
            let decimal = Decimal::from_scientific(&format!("{value:.14e}")).ok()?;
            Some(if percent { crate::formula::percent_words(decimal) } else { decimal.normalize().to_string() })
        }
        Value::DateTime(moment) => Some(moment.format("%Y-%m-%d").to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Error(error) => Some(error.to_owned()),
        Value::Uncalculated | Value::Picture => None,
    }
}

/// A header's text, which may be broken over lines.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
