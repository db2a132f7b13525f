//! Caps and the fund that leave nothing, and calculations that were probably meant the other way or in percent.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::methods::{CHECK, figures, little, tell, value};
use crate::formula::{Arithmetic, Expression, Formula, Function, Type, percent_words};
use crate::policy::fault::Fault;
use crate::policy::figures::kind;
use crate::policy::file;
use crate::policy::{Policy, Rule, RuleKind, Target};

/// No rule asks for so many times last year's amount.
const SUSPICIOUS: RangeInclusive<Decimal> = Decimal::from_parts(50, 0, 0, false, 0)..=Decimal::ONE_THOUSAND;

/// How many yuan 1 万元 are.
const TEN_THOUSAND: i64 = 10_000;

pub(super) fn remarks(raw: &file::File, policy: &Policy, rules: &[Rule<'_>], found: &mut Vec<Fault>) {
    for (cap, (index, own)) in raw.caps().zip(policy.caps.iter_enumerated()) {
        classes(&cap, found);
        if counted(&own.increment) {
            tell(found, &cap.increment.span(), "increment 是一个数，不是金额（元）；请核对列名，或者那一列的 type");
        }
        if policy.items.iter().all(|item| item.cap != Some(index)) {
            tell(found, &cap.increment.span(), "没有一个项目占限额，[cap] 不起作用；项目里写 counts_toward_cap = true");
        }
    }
    if let Some(amount) = raw.fund.as_ref().and_then(|fund| fund.amount.as_ref()) {
        little("资金", &figures(amount), CHECK, found);
    }
    for rule in rules {
        falling(rule, found);
        manifold(policy, rule, found);
    }
}

/// Classes are tried from the top: a firm that fits two gets the first.
fn classes(cap: &file::Cap, found: &mut Vec<Fault>) {
    for (above, class) in cap.class.iter().zip(cap.class.iter().skip(1)) {
        let (Some(higher), Some(ratio)) = (value(&above.ratio), value(&class.ratio)) else { continue };
        if higher == ratio {
            let message = format!("限额“{}”与“{}”的比例一样，分开写没有区别；请核对原文", above.name, class.name);
            tell(found, &class.ratio.span(), message);
        } else if higher < ratio {
            let message =
                format!("限额“{}”在前面，比例却比“{}”低，两档都符合的企业按低的；高的写在前面", above.name, class.name);
            tell(found, &above.ratio.span(), message);
        }
    }
    for class in cap.class.iter() {
        if let Some(share) = value(&class.ratio).filter(|share| *share > Decimal::ONE) {
            let message = format!("限额“{}”的比例是 {}，超过全部；请核对原文", class.name, percent_words(share));
            tell(found, &class.ratio.span(), message);
        }
        if value(&class.ratio).is_some_and(|share| share.is_zero()) {
            let message = format!("限额“{}”的比例是 0，这一档的企业什么也得不到；请核对原文", class.name);
            tell(found, &class.ratio.span(), message);
        }
    }
}

/// Last year's figure less this year's or added to it, where a growth is meant; and the lesser of nought and something.
fn falling(rule: &Rule<'_>, found: &mut Vec<Fault>) {
    if let (RuleKind::Increment, Expression::Negate(inner)) = (rule.kind, &rule.formula.root) {
        let message = format!("{}的公式前面有负号，{} 越多限额反而越低；请核对原文", rule.owner(), inner.written());
        tell(found, &rule.formula.place, message);
    }
    rule.formula.root.visit(&mut |node| match node {
        Expression::Arithmetic(Arithmetic::Subtract, left, right) if left == right => {
            tell(found, &rule.formula.place, format!("{}的公式里，{} 总是 0", rule.owner(), node.written()));
        }
        Expression::Arithmetic(Arithmetic::Subtract, left, right) => {
            if let Some(this) = of_two_years(left, right) {
                let message = format!(
                    "{}的公式里，{} 是上年减本年，下降时才是正数；增长写 {this}-{}",
                    rule.owner(),
                    node.written(),
                    left.written()
                );
                tell(found, &rule.formula.place, message);
            }
        }
        Expression::Arithmetic(Arithmetic::Add, left, right)
            if speaks_of_growth(rule)
                && [(left, right), (right, left)].iter().any(|(a, b)| of_two_years(a, b).is_some()) =>
        {
            let message = format!("{}的公式里，{} 是两年之和；增长是两年之差", rule.owner(), node.written());
            tell(found, &rule.formula.place, message);
        }
        Expression::Call(Function::Min, parts) if !compared(rule.formula) => {
            let at_most_nought =
                |part: &Expression<Target>| matches!(part, Expression::Number { value, .. } if *value <= Decimal::ZERO);
            if parts.iter().any(at_most_nought) {
                let message = format!("{}的公式里，{} 不会大于零；不小于零写 MAX(0,…)", rule.owner(), node.written());
                tell(found, &rule.formula.place, message);
            }
        }
        _ => {}
    });
}

/// Is the first the same figure as the second, of the year before? Then the second's name.
fn of_two_years<'e>(last: &'e Expression<Target>, this: &'e Expression<Target>) -> Option<&'e str> {
    let (Expression::Name { name: last, .. }, Expression::Name { name: this, .. }) = (last, this) else { return None };
    let before = ["上年度", "上年", "去年"];
    before.iter().any(|before| last.strip_prefix(before) == Some(without_year(this))).then_some(&**this)
}

/// Is it about what has come on top?
fn speaks_of_growth(rule: &Rule<'_>) -> bool {
    rule.kind == RuleKind::Increment || ["新增", "增长", "增量", "增加"].iter().any(|word| rule.name.contains(word))
}

/// An amount of the data?
const fn is_amount(node: &Expression<Target>) -> bool {
    matches!(node, Expression::Name { kind: Type::Money, target, .. } if !matches!(target, Target::Parameter(_)))
}

/// An amount times a plain number.
fn multiple<'e>(policy: &Policy, node: &'e Expression<Target>) -> Option<(&'e Expression<Target>, Decimal)> {
    let Expression::Arithmetic(Arithmetic::Multiply, left, right) = node else { return None };
    let times = |node: &Expression<Target>| match node {
        Expression::Number { value, percent: false } => Some(*value),
        Expression::Name { target: Target::Parameter(parameter), .. } if kind(node) == Type::Number => {
            Some(policy.parameters[*parameter].value)
        }
        _ => None,
    };
    [(left, right), (right, left)].into_iter().find_map(|(of, by)| Some((&**of, times(by)?)).filter(|_| is_amount(of)))
}

/// One amount held against a hundredfold of another (`>上年营业收入*110`, where a growth of ten percent is meant), and amounts turned
/// into yuan once more.
fn manifold(policy: &Policy, rule: &Rule<'_>, found: &mut Vec<Fault>) {
    rule.formula.root.visit(&mut |node| {
        if let Some((base, by)) = multiple(policy, node).filter(|(_, by)| *by == Decimal::from(TEN_THOUSAND)) {
            let message = format!(
                "{}的公式里，{} 乘了 {by}；金额一律是元，表里写万元的已经换算，不要再乘",
                rule.owner(),
                base.written()
            );
            tell(found, &rule.formula.place, message);
        }
        let Expression::Compare(_, left, right) = node else { return };
        for other in
            [(left, right), (right, left)].into_iter().filter_map(|(one, other)| is_amount(one).then_some(other))
        {
            if let Some((base, by)) = multiple(policy, other).filter(|(_, by)| SUSPICIOUS.contains(by)) {
                let message =
                    format!("{}的公式里，{} 乘了 {by} 倍；如果是百分之几，写 {by}%", rule.owner(), base.written());
                tell(found, &rule.formula.place, message);
            }
        }
    });
}

/// Is it a number of the data, and no amount?
fn counted(formula: &Formula<Target>) -> bool {
    formula.kind == Type::Number && formula.root.refers(|target| target.is_of_data())
}

/// Is it a test rather than a figure?
fn compared(formula: &Formula<Target>) -> bool {
    formula.kind == Type::Bool
}

fn without_year(name: &str) -> &str {
    ["本年度", "本年", "当年", "今年"].iter().find_map(|this| name.strip_prefix(this)).unwrap_or(name)
}
