//! A formula in words with its figures: `研发投入 12,300,000.00 ÷ 销售收入 180,000,000.00 = 6.83% ≥ 5%`.

use rust_decimal::Decimal;

use super::tree::{Arithmetic, Comparison, Expression, Formula, Function, Span, Type};
use super::value::{Env, Value};
use crate::money::{Rounding, group, round};
use crate::texts::Symbol;

/// How the names and texts of a formula are shown.
pub trait Vocabulary<R>: Env<R> {
    /// The text of `symbol`.
    fn text(&self, symbol: Symbol) -> &str;
    /// The same, of a value of `target`, as people know it there.
    fn text_of(&self, _target: R, symbol: Symbol) -> &str {
        self.text(symbol)
    }
    /// What went into the figure of `target`, in words, where it is made of several.
    fn parts(&self, _target: R) -> Option<String> {
        None
    }
    /// Is `target` a figure of the policy, shown by its value alone?
    fn is_figure(&self, target: R) -> bool;
}

/// `formula` with the figures it had for `env`. A comparison shows the relation that in fact holds.
#[must_use]
pub fn value_words<R: Copy>(formula: &Formula<R>, env: &impl Vocabulary<R>) -> String {
    node_words(&formula.root, env)
}

/// One node of a formula in words.
#[must_use]
pub fn node_words<R: Copy>(node: &Expression<R>, env: &impl Vocabulary<R>) -> String {
    match node {
        Expression::Number { value, percent } => {
            if *percent {
                percent_words(*value)
            } else {
                number_words(*value)
            }
        }
        Expression::Text(_, text) => format!("“{text}”"),
        Expression::Bool(value) => truth_words(*value).into(),
        Expression::Name { target, name, kind } => {
            let value = env.value(*target);
            let shown = match value {
                Value::Text(symbol) => env.text_of(*target, symbol).to_owned(),
                _ => shown(value, *kind, env),
            };
            if env.is_figure(*target) {
                shown
            } else if value == Value::Unknown {
                format!("{name}（空白）")
            } else {
                let parts = env.parts(*target).map(|parts| format!("（{parts}）")).unwrap_or_default();
                format!("{name} {shown}{parts}")
            }
        }
        Expression::Compare(op, left, right) => comparison_words(*op, left, right, env),
        Expression::Arithmetic(op, left, right) => {
            let sign = match op {
                Arithmetic::Add => "+",
                Arithmetic::Subtract => "−",
                Arithmetic::Multiply => "×",
                Arithmetic::Divide => "÷",
            };
            let tight = matches!(op, Arithmetic::Multiply | Arithmetic::Divide);
            format!(
                "{} {sign} {}",
                operand(left, env, tight),
                operand(right, env, tight || *op == Arithmetic::Subtract)
            )
        }
        Expression::Negate(inner) => format!("−{}", operand(inner, env, true)),
        Expression::Call(function, parts) => call_words(*function, parts, env),
        Expression::Choice(choice) => {
            let by: Vec<String> = choice.by.iter().map(|by| node_words(by, env)).collect();
            let figure = match choice.row(env) {
                Ok(Ok(number)) => node_words(&choice.rows[number].1, env),
                Ok(Err(true)) => choice.otherwise.as_ref().map_or_else(|| "0".into(), |other| node_words(other, env)),
                _ => return format!("{}（无法判断）", by.join("、")),
            };
            format!("{figure}（{}）", by.join("、"))
        }
        Expression::Scale(scale) => {
            let by = node_words(&scale.by, env);
            match scale.reached(env) {
                Ok(Some(0)) => format!("0（{by}，不到第1档）"),
                Ok(Some(number)) if scale.marginal => format!("分段累计（{by}，到第{number}档）"),
                Ok(Some(number)) => {
                    format!("{}（{by}，第{number}档）", node_words(&scale.steps[number - 1].gives, env))
                }
                _ => format!("{by}（无法分档）"),
            }
        }
    }
}

fn call_words<R: Copy>(function: Function, parts: &[Expression<R>], env: &impl Vocabulary<R>) -> String {
    let list = |sign: &str| parts.iter().map(|part| node_words(part, env)).collect::<Vec<_>>().join(sign);
    match function {
        Function::And => list("；"),
        Function::Or => {
            // What settles it is enough; else all that was tried.
            let holds = parts.iter().find(|part| part.value(env) == Ok(Value::Bool(true)));
            let mut tried: Vec<String> = parts.iter().map(|part| node_words(part, env)).collect();
            tried.dedup();
            holds.map_or_else(|| tried.join("，且"), |part| node_words(part, env))
        }
        // The facts themselves say it: “有不良记录 否”.
        Function::Not => list(""),
        Function::If => match parts[0].value(env).ok().and_then(Value::truth) {
            Some(true) => node_words(&parts[1], env),
            Some(false) => node_words(&parts[2], env),
            None => node_words(&parts[0], env),
        },
        Function::IsBlank => list(""),
        Function::Year => format!("{}的年度", list("")),
        Function::Date => {
            let value = Expression::Call(function, parts.to_vec()).value(env).unwrap_or_default();
            shown(value, Type::Date, env)
        }
        Function::Max => format!("取大（{}）", list("，")),
        Function::Min => format!("取小（{}）", list("，")),
        Function::Abs => format!("绝对值（{}）", list("")),
        Function::Int => format!("取整（{}）", list("")),
        Function::Round => format!("四舍五入（{}）", node_words(&parts[0], env)),
        Function::RoundDown => format!("舍尾（{}）", node_words(&parts[0], env)),
        Function::RoundUp => format!("进位（{}）", node_words(&parts[0], env)),
        Function::Month => format!("{}的月份", list("")),
        Function::Day => format!("{}的日", list("")),
        Function::MonthsLater => format!("{}后 {} 个月", node_words(&parts[0], env), node_words(&parts[1], env)),
        Function::Elapsed(span) => {
            let unit = match span {
                Span::Years => "年数",
                Span::Months => "月数",
                Span::Days => "天数",
            };
            format!("{}的{unit}", list("到"))
        }
        Function::AtLeast => {
            let holds = parts[1..].iter().filter(|part| part.value(env) == Ok(Value::Bool(true))).count();
            let tests: Vec<String> = parts[1..].iter().map(|part| node_words(part, env)).collect();
            format!("{}；{holds} 项成立，要 {} 项", tests.join("；"), node_words(&parts[0], env))
        }
        Function::Unit => format!("单位（{}）", list("")),
    }
}

fn operand<R: Copy>(node: &Expression<R>, env: &impl Vocabulary<R>, tight: bool) -> String {
    let words = node_words(node, env);
    let loose = matches!(node, Expression::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, ..));
    if tight && loose { format!("（{words}）") } else { words }
}

fn comparison_words<R: Copy>(
    op: Comparison,
    left: &Expression<R>,
    right: &Expression<R>,
    env: &impl Vocabulary<R>,
) -> String {
    let (l, r) = (left.value(env).unwrap_or_default(), right.value(env).unwrap_or_default());
    let mut out = node_words(left, env);
    if let (Value::Number(result), Value::Number(bound)) = (l, r)
        && !matches!(left, Expression::Name { .. } | Expression::Number { .. } | Expression::Call(Function::Year, _))
    {
        let is_share = matches!(left, Expression::Arithmetic(Arithmetic::Divide, ..));
        out.push_str(" = ");
        out.push_str(&if is_share {
            share_beside(result, bound)
        } else if is_year(left) {
            result.normalize().to_string()
        } else {
            number_words(result)
        });
    }
    let holds =
        Expression::Compare(op, Box::new(left.clone()), Box::new(right.clone())).value(env).ok().and_then(Value::truth);
    let sign = match (op, holds) {
        (_, None) => return format!("{out}，无法判断"),
        (Comparison::Equal, Some(true)) | (Comparison::Unequal, Some(false)) => "=",
        (Comparison::Equal, Some(false)) | (Comparison::Unequal, Some(true)) => "≠",
        (Comparison::Less, Some(true)) | (Comparison::AtLeast, Some(false)) => "<",
        (Comparison::AtMost, Some(true)) | (Comparison::More, Some(false)) => "≤",
        (Comparison::More, Some(true)) | (Comparison::AtMost, Some(false)) => ">",
        (Comparison::AtLeast, Some(true)) | (Comparison::Less, Some(false)) => "≥",
    };
    // “规模 规上” already says what "= 规上" would repeat.
    if holds == Some(true) && op == Comparison::Equal && matches!(right, Expression::Text(..)) {
        return out;
    }
    // 2022, not 2,022, beside a year.
    let bound = match right {
        Expression::Number { value, percent: false } if is_year(left) => value.to_string(),
        _ => node_words(right, env),
    };
    format!("{out} {sign} {bound}")
}

/// Does `node` yield a calendar year?
fn is_year<R>(node: &Expression<R>) -> bool {
    match node {
        Expression::Name { kind, .. } => *kind == Type::Year,
        Expression::Call(Function::Year, _) => true,
        Expression::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, left, right) => is_year(left) != is_year(right),
        _ => false,
    }
}

/// A value as people read it.
pub(crate) fn shown<R>(value: Value, kind: Type, env: &impl Vocabulary<R>) -> String {
    match value {
        Value::Unknown => "空白".into(),
        Value::Bool(truth) => truth_words(truth).into(),
        Value::Text(symbol) => env.text(symbol).to_owned(),
        Value::Date(day) => day.format("%Y-%m-%d").to_string(),
        Value::Number(number) => match kind {
            Type::Money => group(&format!("{:.2}", round(number, 2, Rounding::HalfUp))),
            Type::Share => percent_words(number),
            Type::Year => number.normalize().to_string(),
            _ => number_words(number),
        },
    }
}

/// 是 or 否.
#[must_use]
pub(crate) const fn truth_words(truth: bool) -> &'static str {
    if truth { "是" } else { "否" }
}

/// As it was written, up to what a spreadsheet shows; what a division leaves is cut short.
fn number_words(value: Decimal) -> String {
    let value = value.normalize();
    let shown = if value.scale() > 15 { round(value, 8, Rounding::HalfUp).normalize() } else { value };
    group(&shown.to_string())
}

/// `0.05` → `5%`.
#[must_use]
pub fn percent_words(share: Decimal) -> String {
    let percent = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share);
    format!("{}%", group(&round(percent, 10, Rounding::HalfUp).normalize().to_string()))
}

/// A share to two decimals of a percent, or as many as it takes not to look like the bound it is not; a multiple as such.
fn share_beside(share: Decimal, bound: Decimal) -> String {
    if share >= Decimal::TEN && bound < Decimal::TEN {
        return format!("{} 倍", group(&round(share, 2, Rounding::HalfUp).normalize().to_string()));
    }
    let digits =
        (4..=20).find(|digits| (round(share, *digits, Rounding::HalfUp) == bound) == (share == bound)).unwrap_or(20);
    percent_words(round(share, digits, Rounding::HalfUp))
}
