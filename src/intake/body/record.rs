//! A record: all its cells are read, and what is wrong with them is reported at each.

use std::sync::Arc;

use crate::finding::{Finding, Place, Severity, catalogue};
use crate::ids::PatentNumber;
use crate::index::ColumnIndex;
use crate::intake::book::{Cell, Value};
use crate::intake::cell::shown;
use crate::intake::field::{CellIssue, Field, Parsed, Read};
use crate::intake::normalize::{means_blank, trim};
use crate::intake::records::Lost;
use crate::intake::row_kind;
use crate::intake::sheet_context::SheetContext;
use crate::intake::store;
use crate::intake::strikethrough;
use crate::policy::{Kind, KindDigits};
use crate::texts::{Symbol, Texts};

use super::Body;

impl Body<'_> {
    /// A record: all its cells are read, so that all its faults are found at once. The one of the key has been read.
    pub(super) fn record(&mut self, row: u32, cells: &[Cell<'_>], key: Read, context: &mut SheetContext<'_>) {
        if self.too_long(row, cells, &key, context) {
            return;
        }
        strikethrough::report(row, cells, &self.binding, context);
        let mut key = Some(key);
        let mut faulty = false;
        self.parsed.clear();
        for c in self.binding.fields.keys() {
            let field = self.binding.fields[c];
            if !self.binding.readable[c] {
                faulty = true;
                self.parsed.push(field.nothing());
                continue;
            }
            let cell = self.at[c].map(|i| cells[i]);
            let value = cell.map(|cell| cell.value);
            let read = key.take_if(|_| c == self.table.key).unwrap_or_else(|| field.read(cell, context.texts));
            let (parsed, issue) = match read {
                Ok((parsed, issue)) => (Some(parsed), issue),
                Err(issue) => (None, Some(issue)),
            };
            if let Some(issue) = issue {
                faulty |= issue.entry.severity == Severity::Error;
                let issue = if c == self.table.key && issue.entry == &catalogue::CELL_BLANK {
                    CellIssue { entry: &catalogue::ROW_UNKEYED, ..issue }
                } else {
                    issue
                };
                self.report(row, c, value, issue, context);
            }
            self.parsed.push(parsed.unwrap_or_else(|| field.nothing()));
            if let Ok(at) = self.sums.binary_search_by_key(&c, |(c, _)| *c) {
                match parsed {
                    Some(Parsed::Money(Some(money))) if value.is_some() => self.sums[at].1.add(money.as_yuan()),
                    Some(_) => {}
                    None => self.sums[at].1.spoil(),
                }
            }
        }
        faulty |= self.is_merged_across(row, cells, context);
        faulty |= self.is_labelled_total(row, cells, context);
        faulty |= self.patents_disagree(row, cells, context);
        faulty |= self.listening.contradicts(&self.binding, &self.at);
        let name = self.name(cells, context.texts);
        if self.is_left_out(row) {
            self.records.account.skipped += 1;
            self.records.account.left_out += 1;
            return;
        }
        if faulty {
            self.lose(row, cells, name);
            return;
        }
        for (column, value) in self.records.columns.iter_mut().zip(&self.parsed) {
            store::push(column, *value);
        }
        for (c, field) in self.binding.fields.iter_enumerated() {
            if field.column.blank.is_some() && field.is_blank(self.at[c].map(|i| cells[i].value)) {
                self.records.blanks.add(row, c);
            }
        }
        self.records.rows.push(row);
        if self.binding.firm_name.is_some() {
            self.records.names.push(name);
        }
    }

    /// Is a cell filled behind the last column, because a comma cut another in two? Then none behind that is where it belongs.
    pub(super) fn too_long(
        &mut self,
        row: u32,
        cells: &[Cell<'_>],
        key: &Read,
        context: &mut SheetContext<'_>,
    ) -> bool {
        let Some(last) = self.last_column else { return false };
        let behind = |cell: &&Cell<'_>| cell.column > last && !super::is_empty(cell);
        let Some(cell) = cells.iter().find(behind) else { return false };
        let place = Place { row: Some(row), column: Some(cell.column), ..context.sheet.clone() };
        context.findings.push(Finding::new(&catalogue::ROW_TOO_LONG, place, shown(cell.value), ""));
        self.sums.iter_mut().for_each(|(_, sums)| sums.spoil());
        let nothing = self.binding.fields.iter().map(Field::nothing);
        self.parsed.clear();
        self.parsed.extend(nothing);
        if let Ok((key, _)) = key {
            self.parsed[self.table.key] = *key;
        }
        let name = self.name(cells, context.texts);
        self.lose(row, cells, name);
        true
    }

    /// Does a cell cover that of another column, which is blank for it? Two texts that belong together lose nothing by it.
    fn is_merged_across(&mut self, row: u32, cells: &[Cell<'_>], context: &mut SheetContext<'_>) -> bool {
        let mut found = Vec::new();
        for columns in self.across.over(row) {
            let of_merge = |column: &Option<u32>| column.is_some_and(|column| columns.contains(&column));
            let mut covered: Vec<ColumnIndex> =
                self.binding.columns.iter_enumerated().filter(|(_, column)| of_merge(column)).map(|(c, _)| c).collect();
            covered.sort_by_key(|c| self.binding.columns[*c]);
            let is_text = |c: &ColumnIndex| matches!(self.binding.fields[*c].column.kind, Kind::Text);
            if let [first, others @ ..] = covered.as_slice()
                && !others.iter().all(is_text)
            {
                let name = |c: &ColumnIndex| format!("“{}”", self.binding.fields[*c].column.name);
                found.push((*first, others.iter().map(name).collect::<Vec<_>>().join("、")));
            }
        }
        for (first, others) in &found {
            let issue = CellIssue::new(&catalogue::MERGED_ACROSS, String::new()).because(format!("盖住了{others}"));
            self.report(row, *first, self.at[*first].map(|i| cells[i].value), issue, context);
        }
        !found.is_empty()
    }

    /// Does the row have a code, and a text that calls it a total? Then it may be the sum of the rows above it.
    fn is_labelled_total(&mut self, row: u32, cells: &[Cell<'_>], context: &mut SheetContext<'_>) -> bool {
        let is_text = |c: ColumnIndex| {
            c != self.table.key && self.binding.readable[c] && matches!(self.binding.fields[c].column.kind, Kind::Text)
        };
        let calls = |c: &ColumnIndex| {
            let cell = self.at[*c].map(|i| cells[i].value);
            is_text(*c) && matches!(cell, Some(Value::Text(text)) if row_kind::is_total_alone(text))
        };
        let Some(column) = self.binding.fields.keys().find(calls) else { return false };
        let issue = CellIssue::new(&catalogue::TOTAL_WITH_CODE, String::new());
        self.report(row, column, self.at[column].map(|i| cells[i].value), issue, context);
        true
    }

    /// Does a patent number tell another kind than the list column beside it? Reported at the number.
    pub(super) fn patents_disagree(&mut self, row: u32, cells: &[Cell<'_>], context: &mut SheetContext<'_>) -> bool {
        let mut found = false;
        for c in self.binding.fields.keys() {
            let Kind::Patent { agrees_with: Some((other, digits)) } = &self.binding.fields[c].column.kind else {
                continue;
            };
            let (Parsed::Text(Some(number)), Some(Parsed::Text(Some(kind)))) =
                (self.parsed[c], self.parsed.get(*other).copied())
            else {
                continue;
            };
            let Some(digit) = PatentNumber::parse(context.texts.get(number)).map(|number| number.kind_digit()) else {
                continue;
            };
            let Some(expected) = disagreement(digits, kind, digit) else {
                continue;
            };
            found = true;
            let expected = format!("{}的专利号，{expected}", context.texts.get(kind));
            let issue = CellIssue::new(&catalogue::PATENT_KIND, expected);
            self.report(row, c, self.at[c].map(|i| cells[i].value), issue, context);
        }
        found
    }

    /// Takes down a row that an error keeps out.
    pub(super) fn lose(&mut self, row: u32, cells: &[Cell<'_>], name: Option<Symbol>) {
        self.records.account.errors += 1;
        let key = self.table.key;
        let firm = match self.parsed.get(key) {
            Some(Parsed::Text(firm)) => *firm,
            _ => None,
        };
        let garbled = self.at[key].filter(|_| firm.is_none()).map(|i| shown(cells[i].value).into_boxed_str());
        let every: Vec<ColumnIndex> = self.table.columns.keys().collect();
        let named = if self.table.unique.is_empty() { &every } else { &self.table.unique };
        let record = named.iter().filter_map(|column| Some(shown(cells[self.at[*column]?].value)));
        let record = record.collect::<Vec<_>>().join(" ").into_boxed_str();
        self.records.lost.push(Lost { firm, garbled, name, row, record });
    }

    /// The firm's name that the row gives, in the table or beside it.
    pub(super) fn name(&self, cells: &[Cell<'_>], texts: &mut Texts) -> Option<Symbol> {
        let column = self.binding.name_column?;
        match cells.iter().find(|cell| cell.column == column)?.value {
            Value::Text(text) if !means_blank(text) => Some(texts.add(trim(text))),
            _ => None,
        }
    }

    pub(super) fn is_left_out(&self, row: u32) -> bool {
        self.left_out.binary_search(&row).is_ok()
    }

    /// Takes note of one more finding; is it one too many?
    pub(super) fn omits(&mut self) -> bool {
        if self.listed >= super::MOST_FINDINGS {
            self.omitted += 1;
            return true;
        }
        self.listed += 1;
        false
    }

    pub(super) fn report(
        &mut self,
        row: u32,
        column: ColumnIndex,
        value: Option<Value<'_>>,
        issue: CellIssue,
        context: &mut SheetContext<'_>,
    ) {
        if self.is_left_out(row) || self.omits() {
            return;
        }
        let place = Place { row: Some(row), column: self.binding.columns[column], ..context.sheet.clone() };
        let seen = value.map(shown).unwrap_or_default();
        let clause = self.binding.fields[column].column.clause.as_ref().map(Arc::clone);
        context
            .findings
            .push(Finding::new(issue.entry, place, seen, issue.expected).because(issue.why).with_clause(clause));
    }

    /// An amount merged down over rows counts for each of them: that may not be what was meant.
    pub(super) fn amounts_carried(&mut self, row: u32, carried: &[Cell<'_>], context: &mut SheetContext<'_>) {
        for cell in carried {
            let column = self.binding.feeds.get(cell.column as usize).copied().flatten();
            let is_money =
                |column: &ColumnIndex| matches!(self.binding.fields[*column].column.kind, Kind::Money { .. });
            if let Some(column) = column.filter(is_money) {
                let issue = CellIssue::new(&catalogue::AMOUNT_MERGED, "每行各自的金额");
                self.report(row, column, Some(cell.value), issue, context);
            }
        }
    }
}

/// The kind digits that `kind` allows, if `digit` is none of them.
fn disagreement(allowed: &KindDigits, kind: Symbol, digit: char) -> Option<String> {
    let (_, digits) = allowed.iter().find(|(value, _)| *value == kind)?;
    if digits.contains(digit) {
        return None;
    }
    let list: Vec<String> = digits.chars().filter(char::is_ascii_digit).map(String::from).collect();
    Some(format!("种类位 {}，现为 {digit}", list.join(" 或 ")))
}
