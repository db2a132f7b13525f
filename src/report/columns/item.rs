//! The formulas of an item's lines: rendered once from the policy's checked expressions, filled in for each row.

use super::lines::LineColumns;
use crate::formula::{Formula, quoted};
use crate::policy::{Item, Lookup, Method, Policy, Target, Tier, TierPays};
use crate::report::model::{Template, hole};
use crate::report::operands::{Operands, YEAR_NAME, own, single_name};

/// Holes beyond the row: the firm's ban on the summary, the results of all its conditions, then of one each.
pub(in crate::report) const BAN: u32 = 1;
pub(in crate::report) const EVERY_CONDITION: u32 = 2;
pub(in crate::report) const CONDITIONS: u32 = 3;

/// How an item's lines are computed.
pub(in crate::report) struct ItemPlan {
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
pub(in crate::report) enum Base {
    None,
    /// A figure as supplied.
    Input(Target),
    /// A formula over figures to the right.
    Formula(Template),
}

/// Where a line's rate or unit amount comes from.
pub(in crate::report) enum Standard {
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
    pub fn new(policy: &Policy, plan: &LineColumns, item: &Item) -> Self {
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

fn standard(policy: &Policy, plan: &LineColumns, item: &Item) -> Standard {
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
fn amount(
    policy: &Policy,
    plan: &LineColumns,
    item: &Item,
    base: &Base,
    standard: &Standard,
    needed: &[String],
) -> String {
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
fn status(policy: &Policy, plan: &LineColumns, item: &Item) -> String {
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
