//! The value of a formula: exact, and three-valued, because a blank is never zero and never false.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::tree::{Arithmetic, Comparison, Expression, Formula, Function};
use crate::money::Overflow;
use crate::texts::Symbol;

/// What a formula yields for one record or firm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Value {
    /// Not known: a needed cell is blank, or a denominator is not positive.
    #[default]
    Unknown,
    /// True or false.
    Bool(bool),
    /// A number, a share, a year, or yuan.
    Number(Decimal),
    /// A text.
    Text(Symbol),
    /// A day.
    Date(NaiveDate),
}

impl Value {
    /// The truth value; `None` if unknown.
    #[must_use]
    pub const fn truth(self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number; `None` if unknown.
    #[must_use]
    pub const fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(value) => Some(value),
            _ => None,
        }
    }

    /// The text; `None` if unknown.
    #[must_use]
    pub const fn text(self) -> Option<Symbol> {
        match self {
            Self::Text(value) => Some(value),
            _ => None,
        }
    }

    fn from_truth(truth: Option<bool>) -> Self {
        truth.map_or(Self::Unknown, Self::Bool)
    }
}

/// What the names of a formula are worth for the record or firm at hand.
pub trait Env<R> {
    /// The value of `target`.
    fn value(&self, target: R) -> Value;
    /// The form by which a text is compared.
    fn form(&self, symbol: Symbol) -> Symbol {
        symbol
    }
    /// How many yuan one unit of the column `target` is in the sheet at hand.
    fn unit(&self, _target: R) -> Decimal {
        Decimal::ONE
    }
}

impl<R: Copy> Formula<R> {
    /// The value for `env`.
    ///
    /// # Errors
    /// [`Overflow`] if a figure leaves the range of a decimal.
    pub fn value(&self, env: &impl Env<R>) -> Result<Value, Overflow> {
        self.root.value(env)
    }

    /// The truth for `env`: `None` if undetermined.
    ///
    /// # Errors
    /// [`Overflow`] if a figure leaves the range of a decimal.
    pub fn truth(&self, env: &impl Env<R>) -> Result<Option<bool>, Overflow> {
        self.value(env).map(Value::truth)
    }

    /// The number for `env`: `None` if undetermined.
    ///
    /// # Errors
    /// [`Overflow`] if a figure leaves the range of a decimal.
    pub fn number(&self, env: &impl Env<R>) -> Result<Option<Decimal>, Overflow> {
        self.value(env).map(Value::number)
    }
}

impl<R: Copy> Expression<R> {
    /// The value of this node for `env`.
    ///
    /// # Errors
    /// [`Overflow`] if a figure leaves the range of a decimal.
    pub fn value(&self, env: &impl Env<R>) -> Result<Value, Overflow> {
        Ok(match self {
            Self::Number { value, .. } => Value::Number(*value),
            Self::Text(symbol, _) => Value::Text(*symbol),
            Self::Bool(value) => Value::Bool(*value),
            Self::Name { target, .. } => env.value(*target),
            Self::Compare(op, left, right) => {
                let compared = |side: &Self| {
                    Ok(match side.value(env)? {
                        Value::Text(symbol) => Value::Text(env.form(symbol)),
                        other => other,
                    })
                };
                compare(*op, compared(left)?, compared(right)?)
            }
            Self::Arithmetic(op, left, right) => match (left.value(env)?, right.value(env)?) {
                (Value::Number(left), Value::Number(right)) => calculate(*op, left, right)?,
                _ => Value::Unknown,
            },
            Self::Negate(inner) => inner.value(env)?.number().map_or(Value::Unknown, |number| Value::Number(-number)),
            Self::Call(function, parts) => call(*function, parts, env)?,
        })
    }
}

fn compare(op: Comparison, left: Value, right: Value) -> Value {
    let order = match (left, right) {
        (Value::Unknown, _) | (_, Value::Unknown) => return Value::Unknown,
        (Value::Number(left), Value::Number(right)) => left.cmp(&right),
        (Value::Date(left), Value::Date(right)) => left.cmp(&right),
        // Texts and truths are only ever compared for equality; the checker sees to it.
        (left, right) if left == right => std::cmp::Ordering::Equal,
        _ => std::cmp::Ordering::Less,
    };
    Value::Bool(match op {
        Comparison::Equal => order.is_eq(),
        Comparison::Unequal => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::More => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
    })
}

fn calculate(op: Arithmetic, left: Decimal, right: Decimal) -> Result<Value, Overflow> {
    let result = match op {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        // 28 digits: any two amounts below 10¹⁰ yuan that differ from a threshold's ratio differ from it in the first 16.
        Arithmetic::Divide if right > Decimal::ZERO => left.checked_div(right),
        Arithmetic::Divide => return Ok(Value::Unknown),
    };
    result.map(Value::Number).ok_or(Overflow)
}

fn call<R: Copy>(function: Function, parts: &[Expression<R>], env: &impl Env<R>) -> Result<Value, Overflow> {
    let numbers = || parts.iter().map(|part| part.value(env).map(Value::number)).collect::<Result<Option<Vec<_>>, _>>();
    Ok(match function {
        Function::And => Value::from_truth(all(parts, env, false)?),
        Function::Or => Value::from_truth(all(parts, env, true)?.map(|none| !none)),
        Function::Not => Value::from_truth(parts[0].value(env)?.truth().map(|truth| !truth)),
        Function::If => match parts[0].value(env)?.truth() {
            Some(true) => parts[1].value(env)?,
            Some(false) => parts[2].value(env)?,
            None => Value::Unknown,
        },
        Function::IsBlank => Value::Bool(parts[0].value(env)? == Value::Unknown),
        Function::Year => match parts[0].value(env)? {
            Value::Date(day) => Value::Number(day.year().into()),
            _ => Value::Unknown,
        },
        Function::Date => numbers()?.map_or(Value::Unknown, |parts| day(&parts)),
        Function::Max => numbers()?.and_then(|n| n.into_iter().max()).map_or(Value::Unknown, Value::Number),
        Function::Min => numbers()?.and_then(|n| n.into_iter().min()).map_or(Value::Unknown, Value::Number),
        Function::Abs => numbers()?.map_or(Value::Unknown, |n| Value::Number(n[0].abs())),
        Function::Unit => match &parts[0] {
            Expression::Name { target, .. } => Value::Number(env.unit(*target)),
            _ => Value::Unknown,
        },
    })
}

/// Kleene's conjunction of the parts (negated each, if `negated`): one "no" settles it, else one unknown leaves it open.
fn all<R: Copy>(parts: &[Expression<R>], env: &impl Env<R>, negated: bool) -> Result<Option<bool>, Overflow> {
    let mut result = Some(true);
    for part in parts {
        match part.value(env)?.truth() {
            Some(truth) if truth == negated => return Ok(Some(false)),
            Some(_) => {}
            None => result = None,
        }
    }
    Ok(result)
}

fn day(parts: &[Decimal]) -> Value {
    let [year, month, day] = parts else {
        return Value::Unknown;
    };
    let day = (year.to_i32(), month.to_u32(), day.to_u32());
    let (Some(year), Some(month), Some(day)) = day else {
        return Value::Unknown;
    };
    NaiveDate::from_ymd_opt(year, month, day).map_or(Value::Unknown, Value::Date)
}
