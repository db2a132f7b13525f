//! What a carried table tells of its rows beside what is read of them: it goes on with them into the next table.

use std::collections::{HashMap, VecDeque};

use super::history::PastAward;
use crate::compare::{Snapshot, sheet_columns};
use crate::intake::book::Book;
use crate::money::Money;
use crate::own_workbooks::CARRIED_COLUMN;

/// The headings of what is told, behind the mark that keeps them from being read as data.
pub const TOLD: [&str; 6] = ["企业名称", "核算额", "上限和就高扣减", "限额削减", "说明", "来自"];

/// What is told of rows of earlier tables, by code, year, item and record.
#[derive(Debug, Default)]
pub struct Kept(HashMap<[String; 4], VecDeque<Told>>);

#[derive(Debug)]
struct Told {
    name: String,
    amounts: [Option<Money>; 3],
    note: String,
    from: String,
}

impl Kept {
    /// Adds what the sheet `table` of `book` tells, if it is a carried table; `key` are its columns of code, year, item and record.
    pub fn add(&mut self, book: &Book, table: &str, key: [&str; 4]) {
        let told = TOLD.map(|name| format!("{CARRIED_COLUMN}{name}"));
        let wanted: Vec<&str> = key.into_iter().chain(told.iter().map(String::as_str)).collect();
        // A table that somebody typed has no such columns, and nothing to keep.
        for row in sheet_columns(book, table, &wanted).unwrap_or_default() {
            let text = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
            let amounts = [5, 6, 7].map(|at| Snapshot::money(row.get(at).and_then(Option::as_ref)));
            let told = Told { name: text(4), amounts, note: text(8), from: text(9) };
            self.0.entry([0, 1, 2, 3].map(text)).or_default().push_back(told);
        }
    }

    /// Gives an earlier row back what its table told of it.
    pub fn complete(&mut self, row: &mut PastAward) {
        let key = [row.code.clone(), row.year.to_string(), row.item.clone(), row.record.clone()];
        let Some(told) = self.0.get_mut(&key).and_then(VecDeque::pop_front) else { return };
        (row.name, row.note) = (told.name, told.note);
        [row.before, row.limits, row.cap] = told.amounts;
        if !told.from.is_empty() {
            row.from = told.from;
        }
    }
}
