//! What a column must hold to serve where it is named, and names that would be taken for each other.

use crate::index::{ColumnIndex, TableIndex};
use std::collections::{HashMap, HashSet};

use super::Kind;
use super::file::{self, Text};
use super::loader::Loader;
use super::names::{AWARD_YEAR, ROW_ORDER};

/// A need of a column: the test of its kind, and what people call it.
pub(super) type Fit = (fn(&Kind) -> bool, &'static str);

/// Names something: a record, a person, an account.
pub(super) const TEXT: Fit = (
    |kind| matches!(kind, Kind::Text | Kind::List(_) | Kind::Code(_) | Kind::Patent { .. } | Kind::Item),
    "文字（text、list 等）",
);
/// Names a firm.
pub(super) const CODE: Fit = (|kind| matches!(kind, Kind::Code(_)), "代码（credit-code、citizen-id、code）");
/// Names an item of the policy.
pub(super) const ITEM: Fit = (|kind| *kind == Kind::Item, "奖励项目（item）");
/// An amount.
pub(super) const MONEY: Fit = (|kind| matches!(kind, Kind::Money { .. }), "金额（money）");
/// A day.
pub(super) const DATE: Fit = (|kind| *kind == Kind::Date, "日期（date）");
/// A day or a year.
pub(super) const PERIOD: Fit = (|kind| matches!(kind, Kind::Date | Kind::Year), "日期或年度（date、year）");
/// Says anything.
pub(super) const FREE: Fit = (|kind| *kind == Kind::Text, "文字（text）");
/// A year.
pub(super) const YEAR: Fit = (|kind| *kind == Kind::Year, "年度（year）");
/// A number that is no money.
pub(super) const NUMBER: Fit = (|kind| *kind == Kind::Number, "数（number）");
/// A share.
pub(super) const PERCENT: Fit = (|kind| *kind == Kind::Percent, "百分数（percent）");

impl Loader<'_> {
    /// The column called `name`, which must hold what it is needed for: of another kind it would silently never match.
    pub(super) fn column_for(&mut self, table: TableIndex, name: &Text, (fits, label): Fit) -> Option<ColumnIndex> {
        let column = self.column(table, name)?;
        if !fits(&self.tables[table].columns[column].kind) {
            self.fault(format!("这里需要一列{label}，“{}”不是", name.get_ref()), name.span());
        }
        Some(column)
    }

    /// Names that a reader or a formula could take for each other.
    pub(super) fn overlapping(&mut self, raw: &file::File) {
        self.overlapping_tables(&raw.table);
        let mut columns = HashMap::new();
        for table in raw.table.iter() {
            for column in table.columns.iter() {
                columns.entry(column.name.get_ref().as_str()).or_insert(table.name.get_ref().as_str());
            }
        }
        let facts = raw.fact.iter().map(|fact| &fact.name);
        for name in facts.chain(raw.parameter.iter().map(|parameter| &parameter.name)) {
            if name.get_ref() == AWARD_YEAR {
                self.fault(format!("“{AWARD_YEAR}”是奖励年度的名称，请换一个名称"), name.span());
            } else if name.get_ref() == ROW_ORDER {
                self.fault(format!("“{ROW_ORDER}”是奖励核算表自己用的名称，请换一个名称"), name.span());
            } else if let Some(table) = columns.get(name.get_ref().as_str()) {
                let message = format!("“{}”已经是“{table}”表的列名，公式里分不清，请换一个名称", name.get_ref());
                self.fault(message, name.span());
            }
        }
        for item in raw.item.iter() {
            let taken = |other: &file::Item| other.name.get_ref() == item.id.get_ref() && other.id != item.id;
            if raw.item.iter().any(taken) {
                self.fault(format!("“{}”已经是另一个奖励项目的名称", item.id.get_ref()), item.id.span());
            }
        }
    }

    fn overlapping_tables(&mut self, tables: &[file::Table]) {
        let mut known: HashSet<&str> = tables.iter().map(|table| table.name.get_ref().as_str()).collect();
        for table in tables {
            for alias in table.aliases.iter().filter(|alias| alias.as_str() != table.name.get_ref()) {
                if !known.insert(alias) {
                    self.fault(format!("别名“{alias}”已经是另一张表的名称"), table.name.span());
                }
            }
            let mut titles: HashSet<&str> = table.columns.iter().map(|column| column.name.get_ref().as_str()).collect();
            for column in table.columns.iter() {
                for alias in column.aliases.iter().filter(|alias| alias.as_str() != column.name.get_ref()) {
                    if !titles.insert(alias) {
                        self.fault(format!("别名“{alias}”已经是本表另一列的名称"), column.name.span());
                    }
                }
            }
        }
    }
}
