//! What should belong to one firm alone: an account, a person in a programme. Two firms that have it are warned of.

use hashbrown::HashMap;

use super::checked::registered_names;
use crate::canonical;
use crate::finding::{Answer, Finding, Severity, catalogue};
use crate::formula::Value;
use crate::index::{ColumnIndex, RowIndex, TableIndex};
use crate::policy::{Exclusive, Policy};
use crate::tables::{Dataset, Values};
use crate::texts::Symbol;

/// A warning at each later firm's record, for every `[[exclusive]]` of the policy.
#[must_use]
pub fn exclusive(policy: &Policy, data: &Dataset) -> Vec<Finding> {
    policy.exclusives.iter().flat_map(|rule| shared(policy, data, rule)).collect()
}

fn shared(policy: &Policy, data: &Dataset, rule: &Exclusive) -> Vec<Finding> {
    let (table, key) = (&data.tables[rule.table], policy.tables[rule.table].key);
    let mut first: HashMap<Vec<Value>, RowIndex> = HashMap::new();
    let mut found = Vec::new();
    for row in table.rows() {
        let values: Vec<Value> = rule.columns.iter().map(|column| value(data, &table.columns[*column], row)).collect();
        if values.contains(&Value::Unknown) {
            continue;
        }
        let before = *first.entry(values).or_insert(row);
        if table.text(key, before) == table.text(key, row) {
            continue;
        }
        let column = rule.columns.first().copied().unwrap_or(key);
        let seen = rule.columns.iter().filter_map(|column| table.text(*column, row));
        let seen: Vec<&str> = seen.map(|text| data.texts.get(text)).collect();
        let other = data.place(rule.table, column, before);
        found.push(Finding {
            code: rule.code.clone(),
            severity: Severity::Warning,
            place: data.place(rule.table, column, row),
            title: rule.title.clone(),
            seen: seen.join(" "),
            why: format!("{} 也是", said(&other.to_string(), name(policy, data, table.text(key, before)))),
            expected: String::new(),
            clause: rule.clause.clone(),
            remedy: rule.remedy.clone(),
            answer: Answer::Reason,
            table: None,
            contents: String::new(),
        });
    }
    found
}

fn said(place: &str, firm: Option<&str>) -> String {
    firm.map_or_else(|| place.to_owned(), |firm| format!("{place}（{firm}）"))
}

/// The registered name of the firm with `code`.
fn name<'d>(policy: &Policy, data: &'d Dataset, code: Option<Symbol>) -> Option<&'d str> {
    let register = &data.tables[policy.register.table];
    let row = register.rows().find(|row| register.text(policy.register.code, *row) == code)?;
    register.text(policy.register.name, row).map(|name| data.texts.get(name))
}

/// A cell as it is compared.
fn value(data: &Dataset, column: &Values, row: RowIndex) -> Value {
    match column.value(row) {
        Value::Text(text) => Value::Text(data.form(text)),
        other => other,
    }
}

/// W314 for each account that is not held in the firm's own name, W434 for each person's that is not in theirs.
#[must_use]
pub fn account_holders(policy: &Policy, data: &Dataset) -> Vec<Finding> {
    let Some(accounts) = &policy.accounts else { return Vec::new() };
    let (table, key) = (&data.tables[accounts.table], policy.tables[accounts.table].key);
    let names = registered_names(policy, data);
    let differing = table.rows().filter_map(|row| {
        let (holder, code) = table.text(accounts.holder, row).zip(table.text(key, row))?;
        let (holder, name) = (data.texts.get(holder), data.texts.get(*names.get(&code)?));
        let place = data.place(accounts.table, accounts.holder, row);
        let finding =
            Finding::new(&catalogue::ACCOUNT_HOLDER, place, holder, "").because(format!("企业名称是“{name}”"));
        (!canonical::same(holder, name)).then_some(finding)
    });
    let numbers = account_numbers(data, accounts.table, accounts.number);
    let persons = accounts.persons.as_ref().map(|persons| account_numbers(data, persons.table, persons.number));
    differing.chain(numbers).chain(holders_of_persons(policy, data)).chain(persons.into_iter().flatten()).collect()
}

/// W339 for each account whose number is none: it goes to the bank as it is written.
fn account_numbers(data: &Dataset, table: TableIndex, number: ColumnIndex) -> Vec<Finding> {
    let rows = &data.tables[table];
    let odd = rows.rows().filter_map(|row| {
        let written = data.texts.get(rows.text(number, row)?);
        let is_number = written.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '-');
        (!is_number).then(|| Finding::new(&catalogue::ACCOUNT_NUMBER, data.place(table, number, row), written, ""))
    });
    odd.collect()
}

/// W434 for each person's account that is held in another name.
fn holders_of_persons(policy: &Policy, data: &Dataset) -> Vec<Finding> {
    let Some(persons) = policy.accounts.as_ref().and_then(|accounts| accounts.persons.as_ref()) else {
        return Vec::new();
    };
    let table = &data.tables[persons.table];
    let differing = table.rows().filter_map(|row| {
        let (holder, name) = table.text(persons.holder, row).zip(table.text(persons.name, row))?;
        let (holder, name) = (data.texts.get(holder), data.texts.get(name));
        let place = data.place(persons.table, persons.holder, row);
        let finding = Finding::new(&catalogue::ACCOUNT_OF_OTHER, place, holder, "");
        (!canonical::same(holder, name)).then(|| finding.because(format!("本人是“{name}”")))
    });
    differing.collect()
}
