//! The formulas of an item's lines: rendered once from the policy's checked expressions, filled in for each row.

use super::lines::LineColumns;
use crate::formula::{Expression, Type, quoted, where_known};
use crate::index::ConditionIndex;
use crate::policy::{Item, Policy, Target};
use crate::report::model::{Template, hole};
use crate::report::operands::{Operands, YEAR_NAME, limit_of, own, single_name};

/// Holes beyond the row: the firm's ban on the summary, the results of all its conditions, then of one each.
pub(in crate::report) const BAN: u32 = 1;
pub(in crate::report) const EVERY_CONDITION: u32 = 2;
pub(in crate::report) const CONDITIONS: u32 = 3;

/// How an item's lines are computed.
pub(in crate::report) struct ItemPlan {
    /// The figures to the right that its rules use.
    pub operands: Operands,
    pub base: Base,
    /// The rate, the amount for one, or the ceiling.
    pub standard: Option<Template>,
    /// First, continuous or again, from what the standing rests on.
    pub standing: Option<Template>,
    pub amount: Template,
    /// The limits its lines come under: its own, in its order, then those over several items that it is within.
    pub limits: Vec<Template>,
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

impl ItemPlan {
    pub fn new(policy: &Policy, plan: &LineColumns, item: &Item) -> Self {
        let mut operands =
            Operands { first: plan.first_operand, elsewhere: chosen_by(item, plan.level), ..Operands::default() };
        let input = item.method.base().map(single_name);
        if let (Some(None), Some(formula)) = (input, item.method.base()) {
            operands.include(formula);
        }
        let table = &policy.tables[item.table];
        let mut unknown = Vec::new();
        for column in item.needs.iter().filter(|column| input.flatten() != Some(Target::Column(**column))) {
            let target = Target::Column(*column);
            operands.add(target, &table.columns[*column].name, table.columns[*column].kind.formula_type());
            unknown.extend(operands.column(target).map(|column| format!("{}<>\"\"", own(column))));
        }
        let standard = item.method.standard().map(|standard| {
            operands.include(standard);
            Template::new(&operands.value(policy, standard))
        });
        let base = match (input, item.method.base()) {
            (Some(Some(target)), _) => Base::Input(target),
            (Some(None), Some(formula)) => Base::Formula(Template::new(&operands.value(policy, formula))),
            _ => Base::None,
        };
        // From here on a cell of the row stands for the base, and one for the rate or amount.
        operands.whole.extend(item.method.base().map(|base| (base.root.clone(), plan.base)));
        operands.whole.extend(item.method.standard().map(|standard| (standard.root.clone(), plan.standard)));
        operands.include_all_but_whole(&item.amount);
        policy.limits_of(item).for_each(|limit| operands.include(&limit.amount));
        let asks = item.asks.iter().map(|index| &policy.record_conditions[*index].condition.test);
        asks.clone().for_each(|test| operands.include(test));
        let limits: Vec<(Vec<String>, String)> =
            policy.limits_of(item).map(|limit| operands.figure(policy, &limit.amount)).collect();
        unknown.extend(limits.iter().flat_map(|(known, _)| known.iter().cloned()));
        let (mut known, exact) = operands.figure(policy, &item.amount);
        known.extend(unknown);
        // Never below nothing; the inner rounding takes away what binary arithmetic adds to a tie.
        let amount = where_known(known, &format!("MAX(0,ROUND(ROUND({exact},6),2))"));
        let asked: Vec<String> = asks.map(|test| operands.test(policy, test)).collect();
        let standing = item.standing.and_then(|standing| {
            let standing = &policy.standings[standing];
            let (held, dated) = plan.past.map(|(held, dated)| (own(held), own(dated)))?;
            let [first, continuous, again] = [0, 1, 2].map(|i: usize| quoted(&standing.labels[i]));
            let runs = &policy.parameters[standing.parameter].name;
            Some(Template::new(&format!(
                "IF({held}=\"无\",{first},IF(ISNUMBER({held}),IF({held}+{runs}>={dated},{continuous},{again}),{again}))"
            )))
        });
        Self {
            base,
            standard,
            standing,
            amount: Template::new(&amount),
            limits: policy
                .limits_of(item)
                .zip(&limits)
                .map(|(limit, (_, figure))| Template::new(&limit_of(&limit.amount, figure)))
                .collect(),
            status: Template::new(&status(policy, plan, item, &asked)),
            operands,
        }
    }
}

/// What stands in the column of levels already: the standing, or the one text that chooses the amount.
fn chosen_by(item: &Item, level: u16) -> Vec<(Target, u16)> {
    if let Some(standing) = item.standing {
        return vec![(Target::Standing(standing), level)];
    }
    let chosen = item.method.standard().and_then(|standard| match &standard.root {
        Expression::Choice(choice) => match choice.by.as_slice() {
            [Expression::Name { target: target @ Target::Column(_), kind: Type::Text, .. }] => Some(*target),
            _ => None,
        },
        _ => None,
    });
    chosen.map(|target| (target, level)).into_iter().collect()
}

/// The results of the conditions an item requires; all of them are one range.
fn required(policy: &Policy, item: &Item) -> String {
    let every = policy.conditions.keys().all(|condition| item.requires.contains(&condition));
    if every {
        return hole(EVERY_CONDITION).to_string();
    }
    let number = |condition: &ConditionIndex| u32::try_from(usize::from(*condition)).unwrap_or(0);
    let cells = item.requires.iter().map(|condition| hole(CONDITIONS + number(condition)).to_string());
    cells.collect::<Vec<_>>().join(",")
}

/// The line's status: barred, failed, undetermined, pending or payable, the first that holds. `asked` are the tests of the record.
fn status(policy: &Policy, plan: &LineColumns, item: &Item, asked: &[String]) -> String {
    let mut formula = format!("IF({}=\"\",\"待核定\",\"计入\")", own(plan.amount));
    let of_firm = (!item.requires.is_empty()).then(|| required(policy, item));
    let all: Vec<String> = of_firm.into_iter().chain(asked.iter().cloned()).collect();
    if !all.is_empty() {
        formula = format!("CHOOSE(2*MIN({})+1,\"不符合\",\"待定\",{formula})", all.join(","));
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
        // Suspension (1) stops what counts toward the cap and what the policy names, disqualification (2) everything.
        let also =
            policy.suspended.as_ref().is_some_and(|ban| ban.also.iter().any(|at| policy.items[*at].id == item.id));
        let from = if item.counts_toward_cap || also { 1 } else { 2 };
        formula = format!("IF({}>={from},\"不予奖励\",{formula})", hole(BAN));
    }
    formula
}
