//! What of the policy reads a table: what its absence could change.

use typed_index_collections::TiVec;

use super::{Expr, Kind, Measure, Policy, Source, Target};
use crate::formula::Expression;
use crate::index::{ColumnIndex, FactIndex, StandingIndex, TableIndex};

impl Policy {
    /// What rests on the records of `table`, in words, in the policy's order.
    #[must_use]
    pub fn rests_on(&self, table: TableIndex) -> Vec<String> {
        let mut all = Vec::new();
        let facts = self.facts_over(table);
        let asks = |formula: &Expr| {
            formula.names().iter().any(|(target, ..)| matches!(target, Target::Fact(fact) if facts.contains(fact)))
        };
        let standings: Vec<StandingIndex> =
            self.standings.keys().filter(|s| self.standings[*s].table == table).collect();
        let items = self.items.iter().filter(|item| item.table == table).map(|item| &*item.name);
        all.extend(quoted("奖励：", items));
        all.extend(quoted("往年记录的判断：", standings.iter().map(|standing| &*self.standings[*standing].name)));
        let conditions = self.conditions.iter().filter(|condition| asks(&condition.test));
        all.extend(quoted("条件：", conditions.map(|condition| &*condition.name)));
        let ways = self.cap.iter().flat_map(|cap| &cap.classes).flat_map(|class| &class.ways);
        all.extend(quoted("限额档次：", ways.filter(|way| asks(&way.test)).map(|way| &*way.name)));
        if self.cap.as_ref().is_some_and(|cap| asks(&cap.increment)) {
            all.push("限额".to_owned());
        }
        for ban in self.disqualified.iter().chain(&self.suspended).filter(|ban| asks(&ban.when)) {
            all.push(ban.reason.to_string());
        }
        if self.evaluation.as_ref().is_some_and(|evaluation| asks(&evaluation.passed)) {
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
            all.push("合并、更名企业的记录归谁".to_owned());
        }
        if self.accounts.as_ref().is_some_and(|accounts| accounts.table == table) {
            all.push("拨付的账户".to_owned());
        }
        let targets = self.targets.iter().filter(|target| match &target.measure {
            Measure::Firms(of) | Measure::Sum(of, ..) => asks(of),
            Measure::Records(over, of) | Measure::Yearly(over, of, _) => *over == table || asks(of),
            Measure::Entered(_) => false,
        });
        all.extend(quoted("目标：", targets.map(|target| &*target.name)));
        let lists = self.lists.iter().filter(|list| list.table == Some(table) || asks(&list.of));
        all.extend(quoted("名单：", lists.map(|list| &*list.name)));
        all
    }

    /// The facts that a rule of the award asks, also through other facts, in the policy's order.
    #[must_use]
    pub fn facts_of_rules(&self) -> Vec<FactIndex> {
        let conditions = self.conditions.iter().map(|condition| &condition.test);
        let of_records = self.record_conditions.iter().map(|asked| &asked.condition.test);
        let limits = self.items.iter().flat_map(|item| &item.limits);
        let limits = limits.chain(self.shared_limits.iter().map(|shared| &shared.limit)).map(|limit| &limit.amount);
        let ways = self.cap.iter().flat_map(|cap| &cap.classes).flat_map(|class| &class.ways).map(|way| &way.test);
        let mut formulas: Vec<&Expr> = conditions.chain(of_records).chain(limits).chain(ways).collect();
        formulas.extend(self.items.iter().flat_map(|item| [&item.counts, &item.amount]));
        formulas.extend(self.items.iter().filter_map(|item| Some(&item.provisional.as_ref()?.when)));
        formulas.extend(self.disqualified.iter().chain(&self.suspended).map(|ban| &ban.when));
        formulas.extend(self.evaluation.iter().flat_map(|rule| [&rule.concerns, &rule.passed, &rule.stopped]));
        formulas.extend(
            self.cap.iter().map(|cap| &cap.increment).chain(self.fund.iter().filter_map(|fund| fund.of.as_ref())),
        );
        formulas.extend(self.joint_limits.iter().flat_map(|joint| joint.owner.iter().chain(&joint.order)));
        formulas.extend(self.other_scheme.iter().flat_map(|scheme| [&scheme.applies, &scheme.paid]));
        formulas.extend(self.payments.iter().map(|payments| &payments.applies));
        let mut asked: TiVec<FactIndex, bool> = self.facts.iter().map(|_| false).collect();
        let ask = |formulas: &[&Expr], asked: &mut TiVec<FactIndex, bool>| {
            for (target, ..) in formulas.iter().flat_map(|formula| formula.names()) {
                if let Target::Fact(fact) = target {
                    asked[fact] = true;
                }
            }
        };
        ask(&formulas, &mut asked);
        // A fact knows only those before it.
        for fact in self.facts.keys().rev() {
            if !asked[fact] {
                continue;
            }
            match &self.facts[fact].source {
                Source::Any { holds, .. } | Source::Count { holds, .. } => ask(&[holds], &mut asked),
                Source::Sum { holds, of, .. } => ask(&[holds, of], &mut asked),
                Source::Value { holds, of, latest, .. } => {
                    ask(&[holds, of].into_iter().chain(latest).collect::<Vec<_>>(), &mut asked);
                }
                Source::Derived { of } => ask(&[of], &mut asked),
                Source::Standing { .. } => {}
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
            let derived = match &fact.source {
                Source::Derived { of } => {
                    of.names().iter().any(|(target, ..)| matches!(target, Target::Fact(fact) if facts.contains(fact)))
                }
                other => other.table(self) == Some(table),
            };
            if derived {
                facts.push(index);
            }
        }
        facts
    }
}

fn quoted<'n>(what: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| format!("{what}{}", names.join("、")))
}
