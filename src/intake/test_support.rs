//! For tests: an invented policy's tables, and small text tables played as the rows of a sheet.
//!
//! Cells stand between `|`. Plain text is a text; `=5` a number, `%0.05` a number of percent format, `@2022-10-05` a moment, `!#REF!` an
//! error value, `?` a formula without a result; nothing is an empty cell. A line `---` is a row without any cell.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use typed_index_collections::{TiSlice, TiVec};

use super::book::{Cell, Layout, Merge, Rows, Value};
use super::plan::{ItemWord, Plan};
use super::sheet::{Finished, SheetOutcome, SheetReader};
use super::unit_statement::UnitStatement;
use crate::finding::{Finding, Place};
use crate::index::{ColumnIndex, TableIndex};
use crate::numbering::Numbering;
use crate::policy::{Blank, Column, Kind, ListValue, Table};
use crate::tables::{self, Account};
use crate::texts::Texts;

/// The tables of another county, and their texts.
pub struct County {
    /// The texts.
    pub texts: Texts,
    /// 名册, 专利, 奖励.
    pub tables: TiVec<TableIndex, Table>,
    items: Vec<ItemWord>,
}

impl County {
    /// 名册: 代码 户名 规模 收入 盈亏 占比 年度 成立日; 专利: 代码 专利号 类型 授权日; 奖励: 代码 项目 金额 备考.
    pub fn new() -> Self {
        let mut texts = Texts::default();
        let register = Table {
            unique: vec![0.into()],
            ..table(
                "名册",
                vec![
                    column("代码", Kind::Code(Numbering::CreditCode), true),
                    column("户名", Kind::Text, true),
                    column("规模", list(&mut texts, &[("大", &["大型"]), ("小", &[])]), false),
                    column("收入", Kind::Money { signed: false }, false),
                    column("盈亏", Kind::Money { signed: true }, false),
                    Column {
                        least: Some(Decimal::new(5, 1)),
                        most: Some(Decimal::ONE),
                        ..column("占比", Kind::Percent, false)
                    },
                    column("年度", Kind::Year, false),
                    Column { aliases: vec!["注册日期".into()], ..column("成立日", Kind::Date, true) },
                ],
            )
        };
        let kinds = list(&mut texts, &[("发明", &[]), ("新型", &[])]);
        let digits = vec![(texts.add("发明"), "1/8".into()), (texts.add("新型"), "2/9".into())];
        let patents = Table {
            aliases: vec!["授权".into()],
            required: false,
            ..table(
                "专利",
                vec![
                    column("代码", Kind::Code(Numbering::CreditCode), true),
                    column("专利号", Kind::Patent { agrees_with: Some((2.into(), digits)) }, true),
                    column("类型", kinds, true),
                    column("授权日", Kind::Date, true),
                ],
            )
        };
        let awards = Table {
            required: false,
            ..table(
                "奖励",
                vec![
                    column("代码", Kind::Code(Numbering::CreditCode), true),
                    column("项目", Kind::Item, true),
                    Column {
                        blank: Some(Blank::Number(Decimal::ZERO)),
                        ..column("金额", Kind::Money { signed: false }, false)
                    },
                    column("备考", Kind::Text, false),
                ],
            )
        };
        let items = [("high", "高新奖"), ("plain", "普通奖")];
        let items = items.map(|(id, name)| ItemWord { id: id.into(), name: name.into(), symbol: texts.add(id) }).into();
        Self { texts, tables: vec![register, patents, awards].into(), items }
    }

    /// Its plan.
    pub fn plan(&self) -> Plan<'_> {
        Plan::new(&self.tables, &self.texts, (0.into(), 1.into()), &self.items)
    }
}

fn table(name: &str, columns: Vec<Column>) -> Table {
    Table {
        reduces: false,
        name: name.into(),
        aliases: Vec::new(),
        required: true,
        nil_return: false,
        optional: false,
        may_have_left: false,
        columns: columns.into(),
        key: 0.into(),
        unique: Vec::new(),
        unique_among: None,
        period: Vec::new(),
        note: "".into(),
    }
}

fn column(name: &str, kind: Kind, required: bool) -> Column {
    Column {
        name: name.into(),
        aliases: Vec::new(),
        kind,
        required,
        optional: false,
        blank: None,
        least: None,
        most: None,
        informative: false,
        informative_values: Vec::new(),
        clause: None,
        unit: "".into(),
        note: "".into(),
        example: "".into(),
    }
}

fn list(texts: &mut Texts, values: &[(&str, &[&str])]) -> Kind {
    let value = |(text, synonyms): &(&str, &[&str])| ListValue {
        text: (*text).into(),
        symbol: texts.add(text),
        synonyms: synonyms.iter().map(|synonym| Arc::from(*synonym)).collect(),
    };
    Kind::List(values.iter().map(value).collect())
}

/// What a sheet gave, in plain texts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// The table's name, if it is one.
    pub table: Option<String>,
    /// The records, cells joined by `|`; `·` is "not known".
    pub records: Vec<String>,
    /// Findings: code, address, value seen.
    pub findings: Vec<String>,
    /// What became of the rows: read, errors, skipped.
    pub account: (u64, u64, u64),
}

impl Played {
    /// The errors and warnings only.
    pub fn faults(&self) -> Vec<&str> {
        self.findings.iter().map(String::as_str).filter(|finding| !finding.starts_with('N')).collect()
    }
}

/// Plays `sheet` as the sheet called `name`.
pub fn play(name: &str, sheet: &str) -> Played {
    play_with(name, sheet, Layout::default())
}

/// The same with merged or hidden cells.
pub fn play_with(name: &str, sheet: &str, layout: Layout) -> Played {
    let county = County::new();
    let plan = county.plan();
    let mut texts = county.texts.clone();
    let place = Place::sheet(&"数据.xlsx".into(), &name.into());
    let mut finished = stream(&plan, &place, &mut texts, sheet, layout.clone(), &[]);
    if let Some(later) = finished.later.take() {
        texts = county.texts.clone();
        finished = stream(&plan, &place, &mut texts, sheet, layout, &later);
    }
    let (outcome, mut findings) = (finished.outcome, finished.findings);
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let findings = findings.iter().map(brief).collect();
    match outcome {
        SheetOutcome::Records(binding, records) => {
            let Account { rows, errors, skipped, .. } = records.account;
            assert_eq!(rows, records.rows.len() as u64 + errors + skipped, "every row is accounted for");
            Played {
                table: Some(county.tables[binding.table].name.to_string()),
                records: (0..records.rows.len()).map(|row| record(&records.columns, row, &texts)).collect(),
                findings,
                account: (rows, errors, skipped),
            }
        }
        SheetOutcome::Headless(table) => {
            Played { table: Some(county.tables[table].name.to_string()), findings, ..Played::default() }
        }
        SheetOutcome::Other => Played { findings, ..Played::default() },
    }
}

fn stream<'p>(
    plan: &'p Plan<'p>,
    place: &Place,
    texts: &mut Texts,
    sheet: &str,
    layout: Layout,
    later: &[UnitStatement],
) -> Finished<'p> {
    let mut reader = SheetReader::new(plan, place.clone(), texts, later);
    reader.layout(layout);
    for (row, line) in sheet.trim_matches('\n').lines().enumerate() {
        let cells: Vec<&str> = line.split('|').map(|cell| cell.trim_matches(' ')).collect();
        let cells = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty() && line.trim() != "---");
        let cells: Vec<Cell<'_>> = cells.map(|(column, cell)| Cell::new(column as u32, value(cell))).collect();
        if !cells.is_empty() && matches!(reader.row(row as u32, &cells), ControlFlow::Break(())) {
            break;
        }
    }
    reader.finish()
}

/// `E204 D3 约12万`.
fn brief(finding: &Finding) -> String {
    let address = finding.place.address().unwrap_or_else(|| "-".into());
    format!("{} {address} {}", finding.code, if finding.seen.is_empty() { &finding.why } else { &finding.seen })
        .trim_end()
        .to_owned()
}

fn value(cell: &str) -> Value<'_> {
    let number = |text: &str| text.parse().expect("a number");
    match cell.chars().next() {
        Some('=') => Value::Number { value: number(&cell[1..]), percent: false },
        Some('%') => Value::Number { value: number(&cell[1..]), percent: true },
        Some('@') => {
            let day = NaiveDate::parse_from_str(&cell[1..], "%Y-%m-%d").expect("a day");
            Value::DateTime(day.and_hms_opt(0, 0, 0).expect("midnight"))
        }
        Some('!') => Value::Error(&cell[1..]),
        Some('?') => Value::Uncalculated,
        _ => Value::Text(cell),
    }
}

fn record(columns: &TiSlice<ColumnIndex, tables::Values>, row: usize, texts: &Texts) -> String {
    let shown = |column: &tables::Values| match column {
        tables::Values::Money(values) => values.raw[row].map(|money| money.as_yuan().to_string()),
        tables::Values::Number(values) => values.raw[row].map(|number| number.to_string()),
        tables::Values::Year(values) => values.raw[row].map(|year| year.to_string()),
        tables::Values::Date(values) => values.raw[row].map(|day| day.to_string()),
        tables::Values::Text(values) => values.raw[row].map(|symbol| texts.get(symbol).to_owned()),
    };
    columns.iter().map(|column| shown(column).unwrap_or_else(|| "·".into())).collect::<Vec<_>>().join("|")
}

/// A merged rectangle.
pub fn merge(top: u32, bottom: u32, left: u32, right: u32) -> Merge {
    Merge { top, bottom, left, right }
}
