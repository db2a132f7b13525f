//! What of the policy reads a table: what its absence could change.

use typed_index_collections::TiVec;

use super::{Expr, Kind, Policy, Rule, RuleKind, Source, Target};
use crate::formula::Expression;
use crate::index::{ColumnIndex, FactIndex, TableIndex};

impl Policy {
    /// What rests on the records of `table`, in words, in the policy's order.
    #[must_use]
    pub fn rests_on(&self, table: TableIndex) -> Vec<String> {
        let mut all = Vec::new();
        let facts = self.facts_over(table);
        let rules = self.rules();
        let asks = |rule: &&Rule<'_>| rule.formula.facts().any(|fact| facts.contains(&fact));
        let of_kind = |kind: RuleKind| rules.iter().filter(move |rule| rule.kind == kind);
        let items = self.items.iter().filter(|item| item.table == table).map(|item| &*item.name);
        all.extend(quoted("奖励：", items));
        let standings = self.standings.iter().filter(|standing| standing.table == table);
        all.extend(quoted("往年记录的判断：", standings.map(|standing| &*standing.name)));
        for (word, kind) in [("条件：", RuleKind::Condition), ("限额档次：", RuleKind::CapWay)] {
            all.extend(quoted(word, of_kind(kind).filter(asks).map(|rule| rule.name)));
        }
        if of_kind(RuleKind::Increment).any(|rule| asks(&rule)) {
            all.push("限额".to_owned());
        }
        all.extend(of_kind(RuleKind::Ban).filter(asks).map(|rule| rule.name.to_owned()));
        if of_kind(RuleKind::Evaluation).any(|rule| asks(&rule)) {
            all.push("评价以后才兑付".to_owned());
        }
        if self.history.as_ref().is_some_and(|history| history.table == table) {
            let past = self.items.iter().filter(|item| item.rests_on_past()).map(|item| &*item.name);
            all.extend(quoted("不重复奖励、累计上限：", past));
            all.push("追缴".to_owned());
        }
        if self.other_scheme.as_ref().is_some_and(|scheme| scheme.table == table) {
            all.push("与别的政策就高不重复".to_owned());
        }
        if self.succession.as_ref().is_some_and(|succession| succession.table == table) {
            all.push("合并、更名以后记录归谁".to_owned());
        }
        if self.accounts.as_ref().is_some_and(|accounts| accounts.table == table) {
            all.push("拨付的账户".to_owned());
        }
        for (word, kind) in [("目标：", RuleKind::Target), ("名单：", RuleKind::List)] {
            let named = of_kind(kind).filter(|rule| rule.table == Some(table) || asks(rule)).map(|rule| rule.name);
            all.extend(quoted(word, named));
        }
        all
    }

    /// The facts that a rule of the award asks, also through other facts, in the policy's order.
    #[must_use]
    pub fn facts_of_rules(&self) -> Vec<FactIndex> {
        let mut asked: TiVec<FactIndex, bool> = self.facts.iter().map(|_| false).collect();
        // A fact knows only those before it.
        let rules = self.rules();
        for rule in rules.iter().filter(|rule| rule.kind.is_of_award()) {
            rule.formula.facts().for_each(|fact| asked[fact] = true);
        }
        for (index, fact) in self.facts.iter_enumerated().rev() {
            if asked[index] {
                fact.source.formulas().into_iter().flat_map(Expr::facts).for_each(|fact| asked[fact] = true);
            }
        }
        self.facts.keys().filter(|fact| asked[*fact]).collect()
    }

    /// Are the values of `target` items of the policy? In a formula over the records of `table`.
    #[must_use]
    pub fn holds_items(&self, target: Target, table: Option<TableIndex>) -> bool {
        let column = |table: TableIndex, column: ColumnIndex| self.tables[table].columns[column].kind == Kind::Item;
        let named = |formula: &Expr, table| match formula.root {
            Expression::Name { target, .. } => self.holds_items(target, table),
            _ => false,
        };
        match target {
            Target::Column(at) => table.is_some_and(|table| column(table, at)),
            Target::Firm(at) => column(self.register.table, at),
            Target::Fact(fact) => match &self.facts[fact].source {
                Source::Value { table, of, .. } => named(of, Some(*table)),
                Source::Derived { of } => named(of, None),
                _ => false,
            },
            _ => false,
        }
    }

    /// The facts found in `table`, also through other facts.
    fn facts_over(&self, table: TableIndex) -> Vec<FactIndex> {
        let mut facts = Vec::new();
        for (index, fact) in self.facts.iter_enumerated() {
            let mut named = fact.source.formulas().into_iter().flat_map(Expr::facts);
            if fact.source.table(self) == Some(table) || named.any(|fact| facts.contains(&fact)) {
                facts.push(index);
            }
        }
        facts
    }
}

fn quoted<'n>(what: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut names: Vec<&str> = names.collect();
    names.dedup();
    (!names.is_empty()).then(|| format!("{what}{}", names.join("、")))
}
