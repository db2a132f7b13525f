//! Records against each other: codes the register does not have, records that stand twice, names that differ.

use std::borrow::Cow;
use std::cmp::Ordering;

use hashbrown::{HashMap, HashSet};
use typed_index_collections::TiVec;

use super::checked::registered_names;
use super::exclusive::{account_holders, exclusive};
use super::identify::identify;
use super::left_out::take_out;
use super::members::not_whole;
use super::reported::unmatched;
use super::succession;
use super::unregistered::Firms;
use super::whose::record_name;
use crate::canonical;
use crate::finding::{Finding, Place, catalogue};
use crate::index::{RowIndex, TableIndex};
use crate::intake::Intake;
use crate::policy::{Policy, Table};
use crate::tables::{Dataset, TableData, Values};
use crate::texts::Symbol;

/// More findings of one kind in one table are counted, not listed.
const MOST_FINDINGS: usize = 20_000;

/// Holds the records against each other and takes the faulty ones out of their tables: a code the register does not have, a record that
/// stands twice. A firm's name that differs from the register's is a warning. Findings are added to the reading's.
pub fn records(reading: &mut Intake, policy: &Policy) {
    succession::follow(reading, policy);
    identify(policy, &mut reading.data);
    let firms = Firms::of(reading, policy);
    let names = registered_names(policy, &reading.data);
    let mut told = HashSet::new();
    for t in policy.tables.keys() {
        let mut check =
            Check { reading, policy, t, keep: TiVec::new(), findings: Vec::new(), omitted: 0, told: &mut told };
        check.keep = vec![true; check.table().len()].into();
        if t != policy.register.table && policy.tables[t].is_of_firms() {
            check.unknown_firms(&firms);
            check.names(&names);
        }
        check.duplicates();
        check.finish();
    }
    let found = [
        exclusive(policy, &reading.data),
        account_holders(policy, &reading.data),
        unmatched(policy, &reading.data),
        not_whole(policy, &reading.data),
    ];
    reading.findings.extend(found.into_iter().flatten());
}

/// One table under examination.
struct Check<'c> {
    reading: &'c mut Intake,
    policy: &'c Policy,
    t: TableIndex,
    /// For each row, whether it stays.
    keep: TiVec<RowIndex, bool>,
    findings: Vec<Finding>,
    omitted: usize,
    /// Unknown codes that have been reported once for all their rows.
    told: &'c mut HashSet<Symbol>,
}

impl Check<'_> {
    fn table(&self) -> &TableData {
        &self.reading.data.tables[self.t]
    }

    fn declared(&self) -> &Table {
        &self.policy.tables[self.t]
    }

    /// E301: at the code's cell; N308 for records whose firm's own row is at fault.
    fn unknown_firms(&mut self, firms: &Firms) {
        let key = self.declared().key;
        let register = &self.policy.tables[self.policy.register.table].name;
        let expected = format!("“{register}”表里有的代码");
        let (mut stranded, mut left) = (0, HashSet::new());
        for row in self.keep.keys() {
            let Some(code) = self.table().text(key, row) else {
                continue;
            };
            if firms.is_unknown(code) && self.declared().may_have_left && !self.reading.elsewhere.contains_key(&code) {
                left.insert(code);
            } else if firms.is_unknown(code) {
                self.keep[row] = false;
                let elsewhere = self.reading.elsewhere.get(&code).cloned();
                // Its own row of the register was not read: once a firm is enough, and where it may stand.
                if elsewhere.is_some() && !self.told.insert(code) {
                    continue;
                }
                let place = self.reading.data.place(self.t, key, row);
                let seen = self.reading.data.texts.get(code);
                let why = elsewhere.map(|sheet| format!("这个代码在没有读的“{sheet}”里")).unwrap_or_default();
                self.report(Finding::new(&catalogue::FIRM_UNKNOWN, place, seen, &*expected).because(why));
            } else if firms.is_explained(code) {
                self.keep[row] = false;
                stranded += 1;
            }
        }
        if !left.is_empty() {
            let why = format!("“{}”有 {} 家", self.declared().name, left.len());
            self.report(Finding::new(&catalogue::FIRM_LEFT, Place::default(), "", "").because(why));
        }
        if stranded > 0 {
            let why = format!("“{}”有 {stranded} 行", self.declared().name);
            self.report(Finding::new(&catalogue::RECORD_STRANDED, Place::default(), "", "").because(why));
        }
    }

    /// W303: at the name's cell.
    fn names(&mut self, registered: &HashMap<Symbol, Symbol>) {
        let key = self.declared().key;
        for row in self.keep.keys() {
            let Some(name) = self.reading.names[self.t].get(row).copied().flatten() else {
                continue;
            };
            let Some(&expected) = self.table().text(key, row).and_then(|code| registered.get(&code)) else {
                continue;
            };
            if name == expected {
                continue;
            }
            let (seen, expected) = (self.reading.data.texts.get(name), self.reading.data.texts.get(expected));
            if canonical::same(seen, expected) {
                continue;
            }
            let column = self.reading.name_columns[self.table().sheet[row]];
            let place = Place { column, ..self.reading.data.place(self.t, key, row) };
            let why = format!("名录里是“{expected}”");
            self.report(Finding::new(&catalogue::NAME_DIFFERS, place, seen, "").because(why));
        }
    }

    /// E302: at the first column of the later row that names the record; the first row stays.
    fn duplicates(&mut self) {
        let declared = self.declared();
        let Some(&shown) = declared.unique.first() else { return };
        let (table, unique) = (self.table(), &declared.unique);
        let among = |row: &RowIndex| match declared.unique_among {
            Some((column, value)) => table.text(column, *row) == Some(value),
            None => true,
        };
        let data = &self.reading.data;
        let columns: Vec<_> = unique.iter().map(|&column| in_forms(data, &table.columns[column])).collect();
        let same =
            |a: RowIndex, b: RowIndex| columns.iter().map(|column| compare(column, a, b)).find(|order| order.is_ne());
        let mut rows: Vec<RowIndex> = self.keep.keys().filter(|row| self.keep[*row]).filter(among).collect();
        // Equal records come to stand side by side, in the order read.
        rows.sort_unstable_by(|&a, &b| same(a, b).unwrap_or_else(|| a.cmp(&b)));
        let mut first = None;
        let mut twice = Vec::new();
        for row in rows {
            match first {
                Some(first) if same(first, row).is_none() => twice.push((row, first)),
                _ => first = Some(row),
            }
        }
        twice.sort_unstable();
        for (row, first) in twice {
            self.keep[row] = false;
            let data = &self.reading.data;
            let place = data.place(self.t, shown, row);
            let stands = data.place(self.t, shown, first);
            let seen = record_name(self.policy, data, self.t, row);
            self.report(Finding::new(&catalogue::RECORD_TWICE, place, seen, "").because(format!("第一条在 {stands}")));
        }
    }

    fn report(&mut self, finding: Finding) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding);
        } else {
            self.omitted += 1;
        }
    }

    /// Takes out the rows that do not stay.
    fn finish(self) {
        let Self { reading, policy, t, keep, findings, omitted, .. } = self;
        reading.findings.extend(findings);
        if omitted > 0 {
            let seen = format!("“{}”还有 {omitted} 处", policy.tables[t].name);
            reading.findings.push(Finding::new(&catalogue::FINDINGS_OMITTED, Place::default(), "", "").because(seen));
        }
        take_out(reading, policy, t, &keep);
    }
}

/// A column as its records are compared: each text in its form, looked up once.
pub(super) fn in_forms<'d>(data: &Dataset, column: &'d Values) -> Cow<'d, Values> {
    match column {
        Values::Text(values) => {
            let form = |symbol: Symbol| data.patent_form(symbol);
            Cow::Owned(Values::Text(values.iter().map(|value| value.map(form)).collect()))
        }
        other => Cow::Borrowed(other),
    }
}

/// The order of two rows by one column; blanks come first and are equal to each other.
pub(super) fn compare(column: &Values, a: RowIndex, b: RowIndex) -> Ordering {
    match column {
        Values::Money(values) => values[a].cmp(&values[b]),
        Values::Number(values) => values[a].cmp(&values[b]),
        Values::Year(values) => values[a].cmp(&values[b]),
        Values::Date(values) => values[a].cmp(&values[b]),
        Values::Text(values) => values[a].cmp(&values[b]),
    }
}
