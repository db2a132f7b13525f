//! What nothing reads: parameters, facts, standings, conditions, tables, columns, values of lists.

use std::collections::HashSet;

use super::remark;
use crate::formula::{Comparison, Expression};
use crate::index::{ColumnIndex, FactIndex, ParameterIndex, StandingIndex, TableIndex};
use crate::policy::fault::Fault;
use crate::policy::file::{self, ColumnKind};
use crate::policy::{Blank, Kind, Measure, Policy, Rule, Source, Target};
use crate::texts::Symbol;

/// What the policy reads.
#[derive(Default)]
struct Read {
    tables: HashSet<TableIndex>,
    columns: HashSet<(TableIndex, ColumnIndex)>,
    values: HashSet<(TableIndex, ColumnIndex, Symbol)>,
    /// Columns of which a rule names the values that do not count: the others do.
    by_the_others: HashSet<(TableIndex, ColumnIndex)>,
    facts: HashSet<FactIndex>,
    parameters: HashSet<ParameterIndex>,
    standings: HashSet<StandingIndex>,
}

impl Read {
    fn column(&mut self, table: TableIndex, column: ColumnIndex) {
        self.tables.insert(table);
        self.columns.insert((table, column));
    }

    fn columns(&mut self, table: TableIndex, columns: impl IntoIterator<Item = ColumnIndex>) {
        columns.into_iter().for_each(|column| self.column(table, column));
    }

    fn formula(&mut self, policy: &Policy, rule: &Rule<'_>) {
        let column = |target| match target {
            Target::Column(column) => rule.table.map(|table| (table, column)),
            Target::Firm(column) => Some((policy.register.table, column)),
            Target::Fact(fact) => match &policy.facts[fact].source {
                Source::Value { table, of, .. } => match of.root {
                    Expression::Name { target: Target::Column(column), .. } => Some((*table, column)),
                    _ => None,
                },
                _ => None,
            },
            Target::Parameter(_) | Target::Year | Target::Standing(_) | Target::Rank => None,
        };
        self.tables.extend(rule.table);
        rule.formula.root.visit(&mut |node| match node {
            Expression::Name { target, .. } => {
                match target {
                    Target::Fact(fact) => drop(self.facts.insert(*fact)),
                    Target::Parameter(parameter) => drop(self.parameters.insert(*parameter)),
                    _ => {}
                }
                if let (Some((table, column)), Target::Column(_) | Target::Firm(_)) = (column(*target), target) {
                    self.column(table, column);
                }
            }
            Expression::Compare(op, left, right) => {
                for (name, text) in [(left, right), (right, left)] {
                    if let (Expression::Name { target, .. }, Expression::Text(value, _)) = (&**name, &**text)
                        && let Some((table, column)) = column(*target)
                    {
                        self.values.insert((table, column, *value));
                        if *op == Comparison::Unequal {
                            self.by_the_others.insert((table, column));
                        }
                    }
                }
            }
            Expression::Choice(choice) => {
                for (by, key) in choice.rows.iter().flat_map(|(keys, _)| choice.by.iter().zip(keys)) {
                    if let (Expression::Name { target, .. }, Some(Expression::Text(value, _))) = (by, key)
                        && let Some((table, column)) = column(*target)
                    {
                        self.values.insert((table, column, *value));
                    }
                }
                if choice.otherwise.is_some() {
                    // The values that are not named get the other figure.
                    let names = choice.by.iter().filter_map(|by| match by {
                        Expression::Name { target, .. } => column(*target),
                        _ => None,
                    });
                    self.by_the_others.extend(names);
                }
            }
            _ => {}
        });
    }
}

/// Everything the policy reads of its tables.
fn read(policy: &Policy, rules: &[Rule<'_>]) -> Read {
    let mut read = Read::default();
    rules.iter().for_each(|rule| read.formula(policy, rule));
    let register = &policy.register;
    let own = [register.code, register.name].into_iter().chain(register.district).chain(register.shown.iter().copied());
    read.columns(register.table, own);
    for fact in &policy.facts {
        if let Source::Standing { standing, .. } = fact.source {
            read.standings.insert(standing);
        }
        if let (Some(each), Some(table)) = (&fact.each, fact.source.table(policy)) {
            read.columns(table, each.same.iter().map(|(theirs, _)| *theirs));
            read.columns(each.table, each.same.iter().map(|(_, own)| *own));
        }
    }
    for standing in &policy.standings {
        read.column(standing.table, standing.date);
    }
    for item in &policy.items {
        read.standings.extend(item.standing);
        let mut columns: Vec<ColumnIndex> = item.record.into_iter().chain(item.needs.iter().copied()).collect();
        columns.extend(item.higher_by.as_ref().map(|(column, _)| *column));
        columns.extend(item.one_per.iter().flat_map(|one_per| &one_per.by));
        columns.extend(item.quota.iter().flat_map(|quota| &quota.by));
        columns.extend(item.payee.column().filter(|_| item.payees.is_empty()));
        read.columns(item.table, columns);
        for part in &item.payees {
            let table = part.members.as_ref().map_or(item.table, |members| members.table);
            read.columns(table, part.payee.column());
            let shared = part.members.iter().flat_map(|members| [Some(members.same), members.part]);
            read.columns(table, shared.flatten());
        }
    }
    if let Some(other) = &policy.other_scheme {
        read.columns(other.table, [other.scheme, other.item, other.record, other.amount]);
    }
    if let Some(history) = &policy.history {
        read.columns(history.table, [history.year, history.item, history.record, history.amount]);
    }
    if let Some(succession) = &policy.succession {
        read.column(succession.table, succession.old);
    }
    if let Some(accounts) = &policy.accounts {
        read.columns(accounts.table, [accounts.holder, accounts.bank, accounts.number]);
        if let Some(persons) = &accounts.persons {
            read.columns(persons.table, [persons.name, persons.holder, persons.bank, persons.number]);
        }
    }
    if let Some(payments) = &policy.payments {
        read.columns(payments.table, [payments.payee, payments.day, payments.amount, payments.batch]);
    }
    if let Some(objections) = &policy.objections {
        [objections.day, objections.by, objections.content, objections.answer, objections.outcome]
            .iter()
            .for_each(|column| read.column(objections.table, *column));
    }
    if let Some(returns) = &policy.returns {
        read.columns(returns.table, [returns.year, returns.item, returns.record, returns.amount]);
    }
    if let Some(reported) = &policy.reported {
        read.columns(reported.table, [reported.target, reported.year, reported.value, reported.by]);
    }
    for target in &policy.targets {
        if let Measure::Yearly(table, _, date) = target.measure {
            read.column(table, date);
        }
    }
    read.parameters.extend(policy.lists.iter().filter_map(|list| list.most));
    policy.checks.iter().for_each(|check| read.column(check.table, check.column));
    for exclusive in &policy.exclusives {
        read.columns(exclusive.table, exclusive.columns.iter().copied());
    }
    if let Some(reclaims) = policy.disqualified.as_ref().and_then(|ban| ban.reclaims.as_ref())
        && let Some(table) = policy.facts[reclaims.fact].source.table(policy)
    {
        read.columns(table, [Some(reclaims.item), reclaims.record].into_iter().flatten());
    }
    for (index, table) in policy.tables.iter_enumerated() {
        // What names a record or its year serves, if the table does.
        let own = table.unique.iter().chain(&table.period).chain([&table.key]);
        read.columns.extend(own.map(|column| (index, *column)));
        if let Some((column, value)) = table.unique_among {
            read.columns.insert((index, column));
            read.values.insert((index, column, value));
        }
        for (column, declared) in table.columns.iter_enumerated() {
            if let Some(Blank::Text(value)) = declared.blank {
                read.values.insert((index, column, value));
            }
            if let Kind::Patent { agrees_with: Some((column, digits)) } = &declared.kind {
                read.columns.insert((index, *column));
                read.values.extend(digits.iter().map(|(value, _)| (index, *column, *value)));
            }
        }
    }
    read
}

pub(super) fn remarks(raw: &file::File, policy: &Policy, rules: &[Rule<'_>], found: &mut Vec<Fault>) {
    let read = read(policy, rules);
    // The named figures are the first.
    for ((index, declared), parameter) in policy.parameters.iter_enumerated().zip(raw.parameter.iter()) {
        if read.parameters.contains(&index) {
            continue;
        }
        let message = format!("参数“{}”没有公式用它，改了也不起作用；删去，或者用到公式里", declared.name);
        remark(found, &parameter.name, message);
    }
    for ((index, declared), fact) in policy.facts.iter_enumerated().zip(raw.fact.iter()) {
        if read.facts.contains(&index) {
            continue;
        }
        let message = format!("事实“{}”没有公式用它；删去，或者用到条件、项目里", declared.name);
        remark(found, &fact.name, message);
    }
    for ((index, declared), standing) in policy.standings.iter_enumerated().zip(raw.standing.iter()) {
        if read.standings.contains(&index) {
            continue;
        }
        let message = format!("资质“{}”没有项目或事实用它；删去，或者用到项目里", declared.name);
        remark(found, &standing.name, message);
    }
    let needs_none = |condition: &file::Condition| {
        format!("条件“{}”没有项目要它，不起作用；写进项目的 requires，或者删去", condition.name)
    };
    for (index, condition) in policy.conditions.keys().zip(raw.firm_conditions()) {
        if policy.items.iter().all(|item| !item.requires.contains(&index)) {
            remark(found, &condition.id, needs_none(condition));
        }
    }
    for (index, condition) in policy.record_conditions.keys().zip(raw.record_conditions()) {
        if policy.items.iter().all(|item| !item.asks.contains(&index)) {
            remark(found, &condition.id, needs_none(condition));
        }
    }
    for ((index, declared), table) in policy.tables.iter_enumerated().zip(raw.table.iter()) {
        if !read.tables.contains(&index) {
            let message = format!("表“{}”没有规则读它，交了也没有用；删去，或者用到规则里", declared.name);
            remark(found, &table.name, message);
            continue;
        }
        for (at, column) in declared.columns.keys().zip(table.columns.iter()) {
            unread_column(policy, &read, (index, at), column, found);
        }
    }
}

fn unread_column(
    policy: &Policy,
    read: &Read,
    (table, at): (TableIndex, ColumnIndex),
    column: &file::Column,
    found: &mut Vec<Fault>,
) {
    let declared = &policy.tables[table].columns[at];
    // The firm's name may stand in any table and is compared.
    let names_firm = declared.name == policy.tables[policy.register.table].columns[policy.register.name].name;
    if column.informative || names_firm {
        return;
    }
    if !read.columns.contains(&(table, at)) {
        let message =
            format!("列“{}”没有规则读它，填了也不起作用；删去，或者写 informative = true 表明只作参考", declared.name);
        remark(found, &column.name, message);
        return;
    }
    let (Kind::List(values), ColumnKind::List) = (&declared.kind, *column.kind.get_ref()) else { return };
    let mentioned = |value: &Symbol| read.values.contains(&(table, at, *value));
    // Of two values the one says the other.
    let plain = values.len() == 2 || read.by_the_others.contains(&(table, at));
    if plain || !values.iter().any(|value| mentioned(&value.symbol)) {
        return;
    }
    let left: Vec<&str> = values
        .iter()
        .filter(|value| !mentioned(&value.symbol) && !declared.informative_values.contains(&value.symbol))
        .map(|value| &*value.text)
        .collect();
    if !left.is_empty() {
        let list = left.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(", ");
        let message = format!(
            "“{}”的值 {} 没有规则提到，填了它什么也不会发生；如果本来如此，写 informative_values = [{list}]",
            declared.name,
            left.join("、")
        );
        remark(found, &column.name, message);
    }
}
