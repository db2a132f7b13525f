//! What would make a test hold that does not: the figure that is missing, or by how much one falls short.

use rust_decimal::Decimal;

use super::tree::{Arithmetic, Comparison, Expression, Formula, Function, Type};
use super::value::Value;
use super::words::{Vocabulary, node_words, shown};

/// What would have to change for `formula` to hold for `env`; `None` if it holds.
#[must_use]
pub fn remedy<R: Copy + PartialEq>(formula: &Formula<R>, env: &impl Vocabulary<R>) -> Option<String> {
    of(&formula.root, env)
}

fn of<R: Copy + PartialEq>(node: &Expression<R>, env: &impl Vocabulary<R>) -> Option<String> {
    if node.value(env) == Ok(Value::Bool(true)) {
        return None;
    }
    let parts = |parts: &[Expression<R>], sign| {
        let mut all: Vec<String> = parts.iter().filter_map(|part| of(part, env)).collect();
        all.dedup();
        (!all.is_empty()).then(|| all.join(sign))
    };
    match node {
        Expression::Call(Function::And, all) => parts(all, "，并且"),
        Expression::Call(Function::Or, any) => parts(any, "；或者"),
        Expression::Call(Function::Not, inner) => Some(match &inner[0] {
            Expression::Name { name, .. } => format!("没有“{name}”这一情形"),
            other => format!("不再有：{}", node_words(other, env)),
        }),
        Expression::Name { target, name, .. } if env.value(*target) == Value::Unknown => {
            Some(format!("补上“{name}”所需的数据"))
        }
        Expression::Name { name, .. } => Some(format!("有“{name}”这一情形")),
        Expression::Compare(op, left, right) => Some(comparison(*op, left, right, env)),
        _ => None,
    }
}

fn comparison<R: Copy + PartialEq>(
    op: Comparison,
    left: &Expression<R>,
    right: &Expression<R>,
    env: &impl Vocabulary<R>,
) -> String {
    let mut blanks: Vec<String> = Vec::new();
    for side in [left, right] {
        side.visit(&mut |node| {
            if let Expression::Name { target, name, .. } = node
                && env.value(*target) == Value::Unknown
                && blanks.iter().all(|known| **known != **name)
            {
                blanks.push(name.to_string());
            }
        });
    }
    if !blanks.is_empty() {
        return format!("补上“{}”", blanks.join("”“"));
    }
    let bound = right.value(env).unwrap_or_default();
    if let Some(needed) = needed_figure(op, left, bound, env) {
        return needed;
    }
    let sign = match op {
        Comparison::Equal => "为",
        Comparison::Unequal => "不为",
        Comparison::Less => "小于",
        Comparison::AtMost => "不超过",
        Comparison::More => "超过",
        Comparison::AtLeast => "达到",
    };
    let bound = node_words(right, env);
    match left {
        Expression::Name { target, name, kind } => {
            let now = match env.value(*target) {
                Value::Text(symbol) => env.text_of(*target, symbol).to_owned(),
                other => shown(other, *kind, env),
            };
            format!("{name}须{sign} {bound}，现为 {now}")
        }
        _ => format!("{} 须{sign} {bound}", node_words(left, env)),
    }
}

/// For `figure ≥ bound` and `figure / base ≥ bound`: which figure it takes, and how much is missing.
fn needed_figure<R: Copy + PartialEq>(
    op: Comparison,
    left: &Expression<R>,
    bound: Value,
    env: &impl Vocabulary<R>,
) -> Option<String> {
    let (figure, base) = match left {
        Expression::Arithmetic(Arithmetic::Divide, figure, base) => (&**figure, Some(&**base)),
        other => (other, None),
    };
    let Expression::Name { target, name, kind } = figure else { return None };
    let has = env.value(*target).number()?;
    let base_value = match base {
        Some(base) => base.value(env).ok()?.number()?,
        None => Decimal::ONE,
    };
    if base_value <= Decimal::ZERO {
        return base.map(|base| format!("{} 须大于零", node_words(base, env)));
    }
    let needs = bound.number()?.checked_mul(base_value)?;
    let verb = match op {
        Comparison::AtLeast => "达到",
        Comparison::More => "超过",
        Comparison::AtMost => "降到",
        Comparison::Less => "低于",
        Comparison::Equal | Comparison::Unequal => return None,
    };
    let words = |value| shown(Value::Number(value), *kind, env);
    let gap = (needs - has).abs();
    let unit = if *kind == Type::Money { " 元" } else { "" };
    // On the bound itself no difference can be named.
    let short = if gap.is_zero() { String::new() } else { format!("，相差 {}{unit}", words(gap)) };
    Some(format!("{name}须{verb} {}{unit}，现为 {}{short}", words(needs), words(has)))
}
