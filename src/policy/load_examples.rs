//! Examples: small tables in text, whose tables, columns and items must be the policy's.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::fault::{Fault, quoted};
use super::figure::plain;
use super::file::{self, ConditionIs, Text};
use super::loader::Loader;
use super::{Example, Expected, GivenTable};
use crate::formula::nearest;
use crate::index::TableIndex;

/// A cell of a small table, with its place in the file.
struct Cell<'t> {
    text: &'t str,
    span: Range<usize>,
}

/// How an example says that something is not known.
const OPEN: &str = "待定";

/// The statuses of a line, by id and by the word of the award workbook.
const STATUSES: &[(&str, &str)] = &[
    ("payable", "计入"),
    ("pending", "待核定"),
    ("failed", "不符合"),
    ("undetermined", "待定"),
    ("barred", "不予奖励"),
];

/// The columns of the lines that are expected.
const COLUMNS: &[&str] = &["项目", "记录", "身份", "状态", "金额", "净额", "实发"];

impl Loader<'_> {
    pub(super) fn examples(
        &mut self,
        raw: &[file::Example],
        years: RangeInclusive<i32>,
        conditions: &[file::Condition],
        classes: Option<&Vec<Arc<str>>>,
    ) -> Vec<Example> {
        self.unique(raw.iter().map(|example| &example.name), "例子");
        for example in raw {
            if example.year.is_some_and(|year| !years.contains(&year)) {
                self.fault("例子的年度不在适用年度里".into(), example.name.span());
            }
        }
        let ids: Vec<Arc<str>> = conditions
            .iter()
            .filter(|c| c.table.is_none())
            .map(|condition| condition.id.get_ref().as_str().into())
            .collect();
        let load = |example: &file::Example| Example {
            name: example.name.get_ref().as_str().into(),
            clause: (*example.clause).into(),
            year: example.year.unwrap_or(*years.start()),
            given: self.given(&example.given),
            lines: example.lines.as_ref().map(|lines| self.lines(lines)),
            status: example.status.as_ref().map(|status| status.get_ref().word().into()),
            payable: example.payable.as_ref().and_then(|payable| match payable.get_ref().0.as_str() {
                OPEN => Some(None),
                _ => self.figure(payable).map(|(value, _)| Some(value)),
            }),
            conditions: example
                .conditions
                .iter()
                .filter_map(|(id, result)| {
                    let result = match result.get_ref() {
                        ConditionIs::Pass => Some(true),
                        ConditionIs::Fail => Some(false),
                        ConditionIs::Undetermined => None,
                    };
                    Some((self.known(id, &ids, "条件")?.into(), result))
                })
                .collect(),
            class: example.class.as_ref().and_then(|class| {
                let at = self.known(class, classes?, "限额档次")?;
                Some(Arc::clone(&classes?[at]))
            }),
            findings: example.findings.iter().map(|code| code.get_ref().as_str().into()).collect(),
        };
        raw.iter().map(load).collect()
    }

    /// The tables of `text`: a name, a header, records; an empty line between tables.
    fn given(&mut self, text: &Text) -> Vec<GivenTable> {
        let lines = self.cells(text);
        let mut sheets = Vec::new();
        for block in lines.split(Vec::is_empty).filter(|block| !block.is_empty()) {
            let name = &block[0][0];
            let tables: Vec<Arc<str>> = self.tables.iter().map(|table| Arc::clone(&table.name)).collect();
            let Some(table) = self.one_of(name, &tables, "表").map(TableIndex::from) else { continue };
            let Some(header) = block.get(1) else {
                self.fault("表名下面一行写列名".into(), name.span.clone());
                continue;
            };
            let columns: Vec<Arc<str>> =
                self.tables[table].columns.iter().map(|column| Arc::clone(&column.name)).collect();
            if sheets.iter().any(|sheet: &GivenTable| sheet.table == table) {
                self.fault(format!("表“{}”写了两次，请写在一起", name.text), name.span.clone());
            }
            // A firm's name may stand in any table.
            let firm_name = self.firm_name.clone().filter(|name| !columns.contains(name));
            let known: Vec<Arc<str>> = columns.into_iter().chain(firm_name).collect();
            for cell in header {
                let bare = cell.text.split(['（', '(']).next().unwrap_or_default();
                self.one_of(&Cell { text: bare, span: cell.span.clone() }, &known, "列");
            }
            for row in &block[2..] {
                if row.len() != header.len() {
                    let message = format!("这一行有 {} 格，列名有 {} 格；空格子也要写 |", row.len(), header.len());
                    self.fault(message, row[0].span.clone());
                }
            }
            let texts = |row: &Vec<Cell<'_>>| row.iter().map(|cell| cell.text.into()).collect();
            sheets.push(GivenTable { table, header: texts(header), rows: block[2..].iter().map(texts).collect() });
        }
        sheets
    }

    /// The lines that are expected.
    fn lines(&mut self, text: &Text) -> Vec<Expected> {
        let table: Vec<Vec<Cell<'_>>> = self.cells(text).into_iter().filter(|line| !line.is_empty()).collect();
        let Some((header, rows)) = table.split_first() else { return Vec::new() };
        let known: Vec<Arc<str>> = COLUMNS.iter().map(|column| (*column).into()).collect();
        let columns: Vec<Option<usize>> = header.iter().map(|cell| self.one_of(cell, &known, "列")).collect();
        if !columns.contains(&Some(0)) {
            self.fault("lines 要有“项目”一列".into(), header[0].span.clone());
            return Vec::new();
        }
        let names: Vec<Arc<str>> =
            self.items.iter().flat_map(|(id, name)| [Arc::clone(name), Arc::clone(id)]).collect();
        let mut all = Vec::new();
        for row in rows {
            if row.len() != header.len() {
                let message = format!("这一行有 {} 格，列名有 {} 格；空格子也要写 |", row.len(), header.len());
                self.fault(message, row[0].span.clone());
                continue;
            }
            let mut line = Expected::default();
            for (cell, column) in row.iter().zip(&columns) {
                match column {
                    Some(0) => line.item = self.one_of(cell, &names, "奖励项目").map_or(0, |at| at / 2).into(),
                    _ if cell.text.is_empty() => {}
                    Some(1) => line.record = Some(cell.text.into()),
                    Some(2) => line.standing = Some(cell.text.into()),
                    Some(3) => line.status = self.status(cell),
                    Some(4) if cell.text == OPEN => line.amount = Some(None),
                    Some(4) => line.amount = self.amount(cell).map(Some),
                    Some(5) => line.net = self.amount(cell),
                    Some(_) if cell.text == OPEN => line.paid = Some(None),
                    Some(_) => line.paid = self.amount(cell).map(Some),
                    None => {}
                }
            }
            all.push(line);
        }
        all
    }

    fn status(&mut self, cell: &Cell<'_>) -> Option<Arc<str>> {
        let words: Vec<Arc<str>> = STATUSES.iter().flat_map(|(id, label)| [(*label).into(), (*id).into()]).collect();
        self.one_of(cell, &words, "状态").map(|at| STATUSES[at / 2].0.into())
    }

    fn amount(&mut self, cell: &Cell<'_>) -> Option<Decimal> {
        let value = plain(&cell.text.replace(',', ""));
        if value.is_none() {
            self.fault(
                format!("“{}”不是数，写成 50000、0.5 这样，不知道的写“{OPEN}”", quoted(cell.text)),
                cell.span.clone(),
            );
        }
        value
    }

    /// The index of the cell's text among `known`.
    fn one_of(&mut self, cell: &Cell<'_>, known: &[Arc<str>], what: &str) -> Option<usize> {
        let found = known.iter().position(|candidate| **candidate == *cell.text);
        if found.is_none() {
            let all: Vec<&str> = known.iter().map(|candidate| &**candidate).collect();
            let message = format!("没有{what}“{}”，可以写的有：{}", quoted(cell.text), all.join("、"));
            self.tell(Fault {
                suggestion: nearest(cell.text, all.into_iter()),
                ..Fault::new(message, cell.span.clone())
            });
        }
        found
    }

    /// The cells of `text`, line by line; none for an empty line. Each has its place, if the text stands in the file as it is.
    fn cells<'t>(&self, text: &'t Text) -> Vec<Vec<Cell<'t>>> {
        let whole = text.span();
        let written = self.source.get(whole.clone()).unwrap_or_default();
        let begin = written.find(text.get_ref().as_str()).map(|quotes| whole.start + quotes);
        let mut at = 0;
        let mut lines = Vec::new();
        for line in text.get_ref().split('\n') {
            let mut cells = Vec::new();
            let mut from = at;
            for part in line.split('|').filter(|_| !line.trim().is_empty()) {
                let text = part.trim();
                let lead = part.len() - part.trim_start().len();
                let span = begin.map_or(whole.clone(), |begin| {
                    let start = begin + from + lead;
                    start..(start + text.len()).max(start)
                });
                cells.push(Cell { text, span });
                from += part.len() + 1;
            }
            lines.push(cells);
            at += line.len() + 1;
        }
        lines
    }
}
