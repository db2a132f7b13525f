//! The formulas of an item's lines: rendered once from the policy's checked expressions, filled in for each row.

use super::Plan;
use crate::award::{Contest, LineSteps, Step};
use crate::formula::{Formula, quoted};
use crate::policy::{Item, Lookup, Method, Policy, Span, Target, Tier, TierPays};
use crate::report::model::{Template, hole};
use crate::report::operands::{Operands, YEAR_NAME, letters, own, single_name};

/// Holes beyond the row: the firm's ban on the summary, the results of all its conditions, then of one each.
pub(super) const BAN: u32 = 1;
pub(super) const EVERY_CONDITION: u32 = 2;
pub(super) const CONDITIONS: u32 = 3;

/// How an item's lines are computed.
pub(super) struct ItemPlan {
    /// The figures to the right that its base and decisions use.
    pub operands: Operands,
    pub base: Base,
    pub standard: Standard,
    /// First, continuous or again, from what the standing rests on.
    pub standing: Option<Template>,
    pub amount: Template,
    pub status: Template,
}

/// Where a line's base comes from.
pub(super) enum Base {
    None,
    /// A figure as supplied.
    Input(Target),
    /// A formula over figures to the right.
    Formula(Template),
}

/// Where a line's rate or unit amount comes from.
pub(super) enum Standard {
    None,
    /// A rate, unless the record has its own.
    Rate(Template),
    /// One amount for all.
    One(Template),
    /// The amount of the record's value in a column; by index in the lookup.
    ByColumn(usize, Vec<(crate::texts::Symbol, Template)>),
    /// The amount of the record's standing.
    ByStanding(Template),
    /// Tiers: there is no single one.
    Tiers,
}

impl ItemPlan {
    pub fn new(policy: &Policy, plan: &Plan, item: &Item) -> Self {
        let mut operands = Operands { first: plan.first_operand, ..Operands::default() };
        let base_formula = match &item.method {
            Method::Rate { base, .. } | Method::Tiers { base, .. } => Some(base),
            Method::Fixed { quantity, .. } => quantity.as_ref(),
            Method::Entered { .. } => None,
        };
        let base = match (&item.method, base_formula) {
            (Method::Entered { column, .. }, _) => Base::Input(Target::Column(*column)),
            (_, None) => Base::None,
            (_, Some(formula)) => match single_name(formula) {
                Some(target) => Base::Input(target),
                None => Base::Formula(base_template(policy, &mut operands, formula)),
            },
        };
        let table = &policy.tables[item.table];
        let mut needed = Vec::new();
        for column in &item.needs {
            let target = Target::Column(*column);
            if let Base::Input(input) = &base
                && *input == target
            {
                continue;
            }
            operands.add(target, &table.columns[*column].name, table.columns[*column].kind.formula_type());
            needed.extend(operands.column(target).map(own));
        }
        let standing = item.standing.and_then(|standing| {
            let standing = &policy.standings[standing];
            let (held, dated) = plan.past.map(|(held, dated)| (own(held), own(dated)))?;
            let [first, continuous, again] = [0, 1, 2].map(|i: usize| quoted(&standing.labels[i]));
            let runs = &policy.parameters[standing.parameter].name;
            Some(Template::new(&format!(
                "IF({held}=\"无\",{first},IF(ISNUMBER({held}),IF({held}+{runs}>={dated},{continuous},{again}),{again}))"
            )))
        });
        let standard = standard(policy, plan, item);
        let amount = Template::new(&amount(policy, plan, item, &base, &standard, &needed));
        let status = Template::new(&status(policy, plan, item));
        Self { operands, base, standard, standing, amount, status }
    }
}

fn base_template(policy: &Policy, operands: &mut Operands, formula: &Formula<Target>) -> Template {
    operands.include(formula);
    Template::new(&operands.value(policy, formula))
}

fn standard(policy: &Policy, plan: &Plan, item: &Item) -> Standard {
    let name = |parameter: usize| Template::new(&policy.parameters[parameter].name);
    let lookup = match &item.method {
        Method::Rate { rate, .. } => return Standard::Rate(name(*rate)),
        Method::Tiers { .. } => return Standard::Tiers,
        Method::Fixed { amount, .. } => amount,
        Method::Entered { ceiling: Some(ceiling), .. } => ceiling,
        Method::Entered { ceiling: None, .. } => return Standard::None,
    };
    match lookup {
        Lookup::One(parameter) => Standard::One(name(*parameter)),
        Lookup::ByColumn(column, values) => {
            Standard::ByColumn(*column, values.iter().map(|(value, parameter)| (*value, name(*parameter))).collect())
        }
        Lookup::ByStanding(parameters) => {
            let [first, continuous, again] = parameters.map(|parameter| &policy.parameters[parameter].name);
            let label = |i: usize| item.standing.map_or_else(String::new, |s| quoted(&policy.standings[s].labels[i]));
            let level = own(plan.level);
            Standard::ByStanding(Template::new(&format!(
                "IF({level}={},{first},IF({level}={},{continuous},{again}))",
                label(0),
                label(1)
            )))
        }
    }
}

/// What the rule gives, rounded half-up to whole fen, never below nothing. The inner rounding takes away what binary arithmetic adds to a tie.
fn amount(policy: &Policy, plan: &Plan, item: &Item, base: &Base, standard: &Standard, needed: &[String]) -> String {
    let (base_cell, standard_cell) = (own(plan.base), own(plan.standard));
    let mut unknown: Vec<String> = needed.iter().map(|cell| format!("{cell}=\"\"")).collect();
    if !matches!(base, Base::None) {
        unknown.push(format!("{base_cell}=\"\""));
    }
    if matches!(standard, Standard::ByColumn(..) | Standard::ByStanding(_)) {
        unknown.push(format!("{standard_cell}=\"\""));
    }
    let exact = match &item.method {
        Method::Rate { .. } | Method::Fixed { quantity: Some(_), .. } => {
            format!("MAX(0,ROUND(ROUND({base_cell}*{standard_cell},6),2))")
        }
        Method::Fixed { quantity: None, .. } => format!("ROUND({standard_cell},2)"),
        Method::Tiers { tiers, marginal, .. } => {
            format!("MAX(0,ROUND(ROUND({},6),2))", tiered(policy, tiers, *marginal, &base_cell))
        }
        Method::Entered { ceiling: Some(_), .. } => format!("MAX(0,ROUND(MIN({base_cell},{standard_cell}),2))"),
        Method::Entered { ceiling: None, .. } => format!("MAX(0,ROUND({base_cell},2))"),
    };
    match unknown.as_slice() {
        [] => exact,
        [one] => format!("IF({one},\"\",{exact})"),
        many => format!("IF(OR({}),\"\",{exact})", many.join(",")),
    }
}

fn tiered(policy: &Policy, tiers: &[Tier], marginal: bool, base: &str) -> String {
    let figure = |parameter: usize| &policy.parameters[parameter].name;
    if marginal {
        let parts = tiers.iter().enumerate().filter_map(|(i, tier)| {
            let TierPays::Rate(rate) = tier.pays else { return None };
            let until =
                tiers.get(i + 1).map_or_else(|| base.to_owned(), |next| format!("MIN({base},{})", figure(next.from)));
            Some(format!("MAX(0,{until}-{})*{}", figure(tier.from), figure(rate)))
        });
        return parts.collect::<Vec<_>>().join("+");
    }
    tiers.iter().fold("0".to_owned(), |below, tier| {
        let sign = if tier.inclusive { ">=" } else { ">" };
        let pays = match tier.pays {
            TierPays::Amount(amount) => figure(amount).to_string(),
            TierPays::Rate(rate) => format!("{base}*{}", figure(rate)),
        };
        format!("IF({base}{sign}{},{pays},{below})", figure(tier.from))
    })
}

/// The results of the conditions an item requires; all of them are one range.
fn required(policy: &Policy, item: &Item) -> String {
    let every = (0..policy.conditions.len()).all(|condition| item.requires.contains(&condition));
    if every {
        return hole(EVERY_CONDITION).to_string();
    }
    let number = |condition: &usize| u32::try_from(*condition).unwrap_or(0);
    let cells = item.requires.iter().map(|condition| hole(CONDITIONS + number(condition)).to_string());
    cells.collect::<Vec<_>>().join(",")
}

/// The line's status: barred, failed, undetermined, pending or payable, the first that holds.
fn status(policy: &Policy, plan: &Plan, item: &Item) -> String {
    let mut formula = format!("IF({}=\"\",\"待核定\",\"计入\")", own(plan.amount));
    if !item.requires.is_empty() {
        formula = format!("CHOOSE(2*MIN({})+1,\"不符合\",\"待定\",{formula})", required(policy, item));
    }
    if let (Some(once), Some(awarded)) = (&item.once, plan.awarded.map(own)) {
        let again = match once.parameter {
            Some(years) => {
                format!("AND(ISNUMBER({awarded}),{awarded}>={YEAR_NAME}-{})", policy.parameters[years].name)
            }
            None => format!("ISNUMBER({awarded})"),
        };
        formula = format!("IF({again},\"不予奖励\",{formula})");
    }
    if policy.disqualified.is_some() || policy.suspended.is_some() {
        // Suspension (1) stops what counts toward the cap, disqualification (2) everything.
        let from = if item.counts_toward_cap { 1 } else { 2 };
        formula = format!("IF({}>={from},\"不予奖励\",{formula})", hole(BAN));
    }
    formula
}

/// The steps of a line through limits and comparisons. `rows` gives the row of a line of the same firm, from 0.
pub(super) struct Steps<'s> {
    pub policy: &'s Policy,
    pub plan: &'s Plan,
    pub item: &'s Item,
    pub first_row: u32,
}

impl Steps<'_> {
    fn at(&self, column: u16, line: usize) -> String {
        format!("{}{}", letters(column), self.first_row as usize + line + 1)
    }

    /// What the line still has after the columns in `taken`.
    pub fn left(&self, line: usize, taken: &[u16]) -> String {
        let pool = self.at(self.plan.pool, line);
        if taken.is_empty() {
            return pool;
        }
        let taken: Vec<String> = taken.iter().map(|column| self.at(*column, line)).collect();
        format!("ROUND({pool}-{},2)", taken.join("-"))
    }

    /// The cut of a limit, and what then remains of it.
    pub fn limit(&self, line: usize, entry: &LineSteps, step: &Step, cut: u16, taken: &[u16]) -> (String, String) {
        let limit = &self.policy.parameters[self.item.limits[step.limit].parameter].name;
        let span = self.item.limits[step.limit].over;
        let remaining = cut + 1;
        let before = match (step.after, span, self.plan.used) {
            (Some(before), ..) => self.at(remaining, before),
            (None, Span::KeyLife, Some(used)) if entry.used.is_some() => {
                format!("MAX(0,ROUND({limit}-{},2))", self.at(used, line))
            }
            _ => limit.to_string(),
        };
        let own = self.left(line, taken);
        let cut_formula = format!("MAX(0,ROUND({own}-{before},2))");
        let left_formula = format!("ROUND({before}-({own}-{}),2)", self.at(cut, line));
        (cut_formula, left_formula)
    }

    /// The sum of a side so far, the highest side so far, and the cut.
    pub fn contest(&self, line: usize, contest: &Contest, sum: u16, taken: &[u16]) -> (String, Option<String>, String) {
        let best = sum + 1;
        let own = self.left(line, taken);
        let sum_formula = match contest.before {
            Some(before) => format!("ROUND({}+{own},2)", self.at(sum, before)),
            None => own.clone(),
        };
        let side = self.at(sum, contest.side);
        let highest = self.at(best, contest.end);
        let best_formula = (contest.side == line).then(|| match contest.rival {
            Some(rival) => format!("MAX({},{side})", self.at(best, rival)),
            None => side.clone(),
        });
        let loses = match contest.rival {
            // A tie keeps the earlier side.
            Some(rival) => format!("OR({side}<{highest},{}>={side})", self.at(best, rival)),
            None => format!("{side}<{highest}"),
        };
        (sum_formula, best_formula, format!("IF({loses},{own},0)"))
    }
}
