//! Every formula of a policy, once, with the rule that it states: whoever asks what a policy reads or compares walks this one list, so
//! that a new rule cannot be left out of some of the answers.

use super::{Expr, Measure, Policy, Source, Target};
use crate::index::{FactIndex, ParameterIndex, TableIndex};

/// A formula of a policy, and the rule it states.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a> {
    /// What kind of rule.
    pub kind: RuleKind,
    /// The rule's name, in the policy's words; of a section without one, the section.
    pub name: &'a str,
    /// Its clause; may be empty.
    pub clause: &'a str,
    /// The table whose records it is over; none: the firm.
    pub table: Option<TableIndex>,
    /// The formula.
    pub formula: &'a Expr,
    /// Is it a live formula of the award workbook, so that it follows a changed figure there?
    pub live: bool,
}

/// What a formula says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// A condition that firms or records must pass.
    Condition,
    /// How a fact is found.
    Fact(FactIndex),
    /// Which records are of a kind of certificate, and how they continue each other.
    Standing,
    /// Which records an item counts, and what it pays for them.
    Item,
    /// A way into a class of the cap.
    CapWay,
    /// What the cap is a share of.
    Increment,
    /// When a firm is disqualified or suspended.
    Ban,
    /// The evaluation before payment.
    Evaluation,
    /// What stands around the awards: other schemes, payments, the fund.
    Section,
    /// A limit over several items or firms.
    Limit,
    /// How far a target is reached.
    Target,
    /// Who or what is on a list.
    List,
    /// A test over the data.
    Check,
}

impl RuleKind {
    /// What rules of this kind are called before their name; empty for those whose name says it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Condition => "条件",
            Self::Fact(_) => "事实",
            Self::Standing => "资质",
            Self::Item => "项目",
            Self::CapWay => "限额",
            Self::Limit => "上限",
            Self::Target => "目标",
            Self::List => "名单",
            Self::Check => "核对",
            Self::Increment | Self::Ban | Self::Evaluation | Self::Section => "",
        }
    }

    /// Does it take part in what is paid, rather than in what is only told?
    #[must_use]
    pub const fn is_of_award(self) -> bool {
        !matches!(self, Self::Fact(_) | Self::Standing | Self::Target | Self::List | Self::Check)
    }
}

impl Rule<'_> {
    /// Whose formula it is, for people.
    #[must_use]
    pub fn owner(&self) -> String {
        match self.kind {
            RuleKind::Increment | RuleKind::Evaluation | RuleKind::Section => self.name.to_owned(),
            RuleKind::Check => format!("核对 {}", self.name),
            kind => format!("{}“{}”", kind.word(), self.name),
        }
    }
}

/// A rule whose formulas follow.
#[derive(Clone, Copy)]
struct Head<'a>(RuleKind, &'a str, &'a str, Option<TableIndex>);

impl<'a> Head<'a> {
    /// A formula that the award workbook holds as a live one.
    const fn live(self, formula: &'a Expr) -> Rule<'a> {
        let Self(kind, name, clause, table) = self;
        Rule { kind, name, clause, table, formula, live: true }
    }

    /// A formula of which the award workbook only tells the result.
    const fn told(self, formula: &'a Expr) -> Rule<'a> {
        Rule { live: false, ..self.live(formula) }
    }
}

impl Policy {
    /// Every formula of the policy, kind by kind, each kind in the policy's order.
    #[must_use]
    pub fn rules(&self) -> Vec<Rule<'_>> {
        let mut all = Vec::new();
        self.rules_of_firms(&mut all);
        self.rules_of_items(&mut all);
        self.rules_of_limits(&mut all);
        self.rules_around(&mut all);
        all
    }

    fn rules_of_firms<'a>(&'a self, all: &mut Vec<Rule<'a>>) {
        let of_records = self.record_conditions.iter().map(|asked| (&asked.condition, Some(asked.table)));
        for (condition, table) in self.conditions.iter().map(|condition| (condition, None)).chain(of_records) {
            all.push(Head(RuleKind::Condition, &condition.name, &condition.clause, table).live(&condition.test));
        }
        for (index, fact) in self.facts.iter_enumerated() {
            let table = match &fact.source {
                Source::Derived { .. } => fact.each.as_ref().map(|each| each.table),
                source => source.table(self),
            };
            let head = Head(RuleKind::Fact(index), &fact.name, &fact.clause, table);
            all.extend(fact.source.formulas().into_iter().map(|formula| head.told(formula)));
        }
        for standing in &self.standings {
            let head = Head(RuleKind::Standing, &standing.name, "", Some(standing.table));
            let formulas = [&standing.records, &standing.grants, &standing.history, &standing.continues];
            all.extend(formulas.map(|formula| head.told(formula)));
        }
    }

    fn rules_of_items<'a>(&'a self, all: &mut Vec<Rule<'a>>) {
        for item in &self.items {
            let head = Head(RuleKind::Item, &item.name, &item.clause, Some(item.table));
            all.extend([head.told(&item.counts), head.live(&item.amount)]);
            all.extend(item.limits.iter().map(|limit| head.live(&limit.amount)));
            all.extend(item.one_per.iter().map(|one_per| head.told(&one_per.order)));
            all.extend(item.quota.iter().map(|quota| head.told(&quota.order)));
            all.extend(item.provisional.iter().map(|provisional| head.told(&provisional.when)));
        }
    }

    fn rules_of_limits<'a>(&'a self, all: &mut Vec<Rule<'a>>) {
        for cap in &self.caps {
            let name = if cap.name.is_empty() { "限额" } else { &cap.name };
            all.push(Head(RuleKind::Increment, name, "", None).live(&cap.increment));
            let ways = cap.classes.iter().flat_map(|class| &class.ways);
            all.extend(ways.map(|way| Head(RuleKind::CapWay, &way.name, &way.clause, None).live(&way.test)));
        }
        for ban in self.disqualified.iter().chain(&self.suspended) {
            all.push(Head(RuleKind::Ban, &ban.reason, &ban.clause, None).live(&ban.when));
        }
        for limit in self.shared_limits.iter().map(|shared| &shared.limit) {
            all.push(Head(RuleKind::Limit, &limit.name, &limit.clause, None).live(&limit.amount));
        }
        for joint in &self.joint_limits {
            let head = Head(RuleKind::Limit, &joint.name, &joint.clause, None);
            all.extend(joint.owner.iter().chain(&joint.order).map(|formula| head.told(formula)));
            all.extend(joint.amount.iter().map(|amount| head.live(amount)));
        }
        if let Some(fund) = &self.fund {
            let head = Head(RuleKind::Section, "[fund]", &fund.clause, None);
            all.extend(fund.of.iter().chain(&fund.amount).map(|formula| head.live(formula)));
        }
    }

    fn rules_around<'a>(&'a self, all: &mut Vec<Rule<'a>>) {
        if let Some(scheme) = &self.other_scheme {
            let head = Head(RuleKind::Section, "[other_scheme]", &scheme.clause, Some(scheme.table));
            all.extend([head.told(&scheme.applies), head.live(&scheme.paid)]);
        }
        if let Some(evaluation) = &self.evaluation {
            let head = Head(RuleKind::Evaluation, "[evaluation]", &evaluation.clause, None);
            let formulas = [&evaluation.concerns, &evaluation.passed, &evaluation.stopped];
            all.extend(formulas.map(|formula| head.told(formula)));
        }
        if let Some(payments) = &self.payments {
            all.push(Head(RuleKind::Section, "[payments]", "", Some(payments.table)).told(&payments.applies));
        }
        for target in &self.targets {
            let (table, formulas) = match &target.measure {
                Measure::Firms(firms) => (None, vec![firms]),
                Measure::Records(table, records) | Measure::Yearly(table, records, _) => (Some(*table), vec![records]),
                Measure::Sum(firms, sum, _) => (None, vec![firms, sum]),
                Measure::Entered(_) => (None, Vec::new()),
            };
            let head = Head(RuleKind::Target, &target.name, &target.clause, table);
            all.extend(formulas.into_iter().map(|formula| head.told(formula)));
        }
        for list in &self.lists {
            let head = Head(RuleKind::List, &list.name, &list.clause, list.table);
            let shown = list.ranked.iter().chain(&list.columns).map(|shown| &shown.of);
            all.extend([&list.of].into_iter().chain(shown).map(|formula| head.told(formula)));
        }
        for check in &self.checks {
            let clause = check.clause.as_deref().unwrap_or_default();
            all.push(Head(RuleKind::Check, &check.code, clause, Some(check.table)).told(&check.fault));
        }
    }
}

impl Expr {
    /// The facts it names, with repetitions.
    pub fn facts(&self) -> impl Iterator<Item = FactIndex> {
        self.names().into_iter().filter_map(|(target, ..)| match target {
            Target::Fact(fact) => Some(fact),
            _ => None,
        })
    }

    /// The figures of the policy it names, with repetitions.
    pub fn parameters(&self) -> impl Iterator<Item = ParameterIndex> {
        self.names().into_iter().filter_map(|(target, ..)| match target {
            Target::Parameter(parameter) => Some(parameter),
            _ => None,
        })
    }
}
