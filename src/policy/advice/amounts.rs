//! Amounts, rates and limits that are written as figures and pay nothing, never cut, or were probably meant in another unit.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::formula::{Arithmetic, Expression, Formula, Function, Type, figure::plain, percent_words};
use crate::policy::fault::Fault;
use crate::policy::file::{self, Figure, Over, Quantity};
use crate::policy::{Policy, Rule, Target};

/// A limit below this many yuan was probably meant in ten thousands.
const SMALL: i64 = 100;

pub(super) fn remarks(raw: &file::File, policy: &Policy, rules: &[Rule<'_>], found: &mut Vec<Fault>) {
    for item in raw.item.iter() {
        method(item, found);
        limits(item, found);
    }
    for (cap, (index, own)) in raw.caps().zip(policy.caps.iter_enumerated()) {
        classes(&cap, found);
        if counted(&own.increment) {
            tell(found, &cap.increment.span(), "increment 是一个数，不是金额（元）；请核对列名，或者那一列的 type");
        }
        if policy.items.iter().all(|item| item.cap != Some(index)) {
            tell(found, &cap.increment.span(), "没有一个项目占限额，[cap] 不起作用；项目里写 counts_toward_cap = true");
        }
    }
    for rule in rules {
        falling(rule, found);
    }
}

fn tell(found: &mut Vec<Fault>, place: &Range<usize>, message: impl Into<String>) {
    found.push(Fault::new(message.into(), place.clone()));
}

/// The figure, if it is a plain one.
fn value(figure: &Figure) -> Option<Decimal> {
    let text = &figure.get_ref().0;
    match text.strip_suffix('%') {
        Some(percent) => plain(percent)?.checked_mul(Decimal::new(1, 2)),
        None => plain(text),
    }
}

/// The one figure of a quantity that is no formula and no table.
fn one(quantity: &Quantity) -> Option<&Figure> {
    match quantity {
        Quantity::One(figure) => Some(figure),
        Quantity::Table(table) if table.get_ref().by.is_none() => table.get_ref().amount.as_ref(),
        Quantity::Table(_) => None,
    }
}

fn method(item: &file::Item, found: &mut Vec<Fault>) {
    let method = item.method.get_ref();
    let name = item.name.get_ref();
    let ceiling = method.entered.as_ref().and_then(|entered| entered.ceiling.as_ref()).and_then(one);
    if let Some(ceiling) = ceiling.filter(|ceiling| value(ceiling).is_some_and(|value| value.is_zero())) {
        tell(found, &ceiling.span(), format!("“{name}”的上限是 0，永远不奖；没有上限的，不写 ceiling"));
    }
    if let Some(amount) = method.fixed.as_ref().and_then(|fixed| fixed.amount.as_ref()).and_then(one)
        && value(amount).is_some_and(|value| value.is_zero())
    {
        tell(found, &amount.span(), format!("“{name}”的金额是 0，永远不奖；请核对原文"));
    }
    if let Some(fixed) = method.fixed.as_ref().filter(|fixed| fixed.quantity.is_none()) {
        fixed.amount.as_ref().and_then(one).into_iter().for_each(|amount| whole_fen(name, "金额", amount, found));
    }
    let rates = method.rate.iter().filter_map(|rate| one(&rate.rate));
    let of_steps = method.tiers.iter().flat_map(|tiers| tiers.steps.iter()).filter_map(|step| step.rate.as_ref());
    for rate in rates.clone().chain(of_steps) {
        if let Some(share) = value(rate).filter(|share| *share > Decimal::ONE) {
            tell(found, &rate.span(), format!("“{name}”的比例是 {}，比基数还多；请核对原文", percent_words(share)));
        }
    }
    for rate in rates.filter(|rate| value(rate).is_some_and(|share| share.is_zero())) {
        tell(found, &rate.span(), format!("“{name}”的比例是 0，永远不奖；请核对原文"));
    }
    if let Some(tiers) = &method.tiers {
        steps(name, tiers, found);
    }
}

/// What is paid as it stands has no more than fen.
fn whole_fen(item: &str, what: &str, amount: &Figure, found: &mut Vec<Fault>) {
    if let Some(amount_in_yuan) = value(amount).filter(|amount| amount.round_dp(2) != *amount) {
        tell(found, &amount.span(), format!("“{item}”的{what}是 {amount_in_yuan} 元，不是整分；请核对原文"));
    }
}

/// Steps that pay less than the one below, the same, or more than the figure they begin at.
fn steps(item: &str, tiers: &file::Tiers, found: &mut Vec<Fault>) {
    let mut below: Option<(Option<Decimal>, Option<Decimal>)> = None;
    for (number, step) in (1..).zip(tiers.steps.iter()) {
        let (amount, rate) = (step.amount.as_ref().and_then(value), step.rate.as_ref().and_then(value));
        let pays = step.amount.as_ref().or(step.rate.as_ref());
        let from = step.at_least.as_ref().or(step.above.as_ref()).and_then(value);
        let Some(place) = pays.map(Figure::span) else { continue };
        step.amount.iter().for_each(|amount| whole_fen(item, &format!("第{number}档"), amount, found));
        if let (Some(amount), Some(from)) = (amount, from)
            && from > Decimal::ZERO
            && amount > from
            && item_is_in_yuan(tiers)
        {
            let message = format!(
                "“{item}”第{number}档从 {from} 起，给 {amount} 元，比起点还多；金额都按元写，请核对是不是少写了万"
            );
            tell(found, &place, message);
        }
        if let Some((amount_below, rate_below)) = below.filter(|_| !tiers.marginal) {
            let order = [(amount, amount_below), (rate, rate_below)];
            let order = order.iter().find_map(|(one, other)| Some(one.as_ref()?.cmp(other.as_ref()?)));
            match order {
                Some(std::cmp::Ordering::Less) => {
                    tell(found, &place, format!("“{item}”第{number}档给得比前一档少，数大了反而少；请核对原文"));
                }
                Some(std::cmp::Ordering::Equal) => {
                    tell(found, &place, format!("“{item}”第{number}档给得与前一档一样，分开写没有区别；请核对原文"));
                }
                _ => {}
            }
        }
        below = Some((amount, rate));
    }
}

/// Is the figure that is graded an amount? By the size of its steps: ten yuan is no step, ten persons are.
fn item_is_in_yuan(tiers: &file::Tiers) -> bool {
    let from = |step: &file::Step| step.at_least.as_ref().or(step.above.as_ref()).and_then(value);
    let largest = tiers.steps.iter().filter_map(from).max();
    largest.is_some_and(|largest| largest >= Decimal::from(1_000_000))
}

fn limits(item: &file::Item, found: &mut Vec<Fault>) {
    let name = item.name.get_ref();
    let of_year = item.limits.iter().find(|limit| *limit.over.get_ref() == Over::FirmYear);
    for limit in &item.limits {
        let Some(figure) = one(&limit.amount) else { continue };
        let Some(amount) = value(figure) else { continue };
        whole_fen(name, &limit.name, figure, found);
        let place = limit.amount.span();
        if amount.is_zero() {
            tell(found, &place, format!("“{name}”的{}是 0，永远不奖；请核对原文", limit.name));
        } else if amount < Decimal::from(SMALL) {
            let message = format!("“{name}”的{}只有 {amount} 元；金额都按元写，请核对是不是少写了万", limit.name);
            tell(found, &place, message);
        }
        if let Some(year) = of_year
            && matches!(limit.over.get_ref(), Over::Line | Over::Record)
            && one(&year.amount).and_then(value).is_some_and(|year| amount >= year)
        {
            let message = format!("“{name}”的{}不低于{}，永远用不到；请核对原文，改数或者删去", limit.name, year.name);
            tell(found, &place, message);
        }
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

/// Last year's figure less this year's, where a growth is meant; and the lesser of nought and something.
fn falling(rule: &Rule<'_>, found: &mut Vec<Fault>) {
    rule.formula.root.visit(&mut |node| match node {
        Expression::Arithmetic(Arithmetic::Subtract, left, right) => {
            if let (Expression::Name { name: last, .. }, Expression::Name { name: this, .. }) = (&**left, &**right)
                && ["上年度", "上年", "去年"].iter().any(|before| last.strip_prefix(before) == Some(without_year(this)))
            {
                let message = format!(
                    "{}的公式里，{} 是上年减本年，下降时才是正数；增长写 {this}-{last}",
                    rule.owner(),
                    node.written()
                );
                tell(found, &rule.formula.place, message);
            }
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

/// Is it a number of the data, and no amount?
fn counted(formula: &Formula<Target>) -> bool {
    let of_data = |target| !matches!(target, Target::Parameter(_) | Target::Year);
    formula.kind == Type::Number && formula.names().iter().any(|(target, ..)| of_data(*target))
}

/// Is it a test rather than a figure?
fn compared(formula: &Formula<Target>) -> bool {
    formula.kind == Type::Bool
}

fn without_year(name: &str) -> &str {
    ["本年度", "本年", "当年", "今年"].iter().find_map(|this| name.strip_prefix(this)).unwrap_or(name)
}
