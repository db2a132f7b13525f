//! The value of a formula: exact, and three-valued, because a blank is never zero and never false.

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::tree::{Arithmetic, Choice, Comparison, Expression, Formula, Function, Scale, Span};
use crate::money::{Overflow, Rounding, round};
use crate::texts::Symbol;

/// The years in which every spreadsheet program has the same days; to an earlier one some add 1900.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=9999;

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
            Self::Compare(op, left, right) => compare(*op, left.compared(env)?, right.compared(env)?),
            Self::Arithmetic(op, left, right) => match (left.value(env)?, right.value(env)?) {
                (Value::Number(left), Value::Number(right)) => calculate(*op, left, right)?,
                (Value::Date(left), Value::Date(right)) => Value::Number((left - right).num_days().into()),
                (Value::Date(day), Value::Number(days)) | (Value::Number(days), Value::Date(day)) => {
                    later(day, if *op == Arithmetic::Subtract { -days } else { days })
                }
                _ => Value::Unknown,
            },
            Self::Negate(inner) => inner.value(env)?.number().map_or(Value::Unknown, |number| Value::Number(-number)),
            Self::Call(function, parts) => call(*function, parts, env)?,
            Self::Choice(choice) => choice.value(env)?,
            Self::Scale(scale) => scale.value(env)?,
        })
    }

    /// The value as it is compared: a text by its form.
    fn compared(&self, env: &impl Env<R>) -> Result<Value, Overflow> {
        Ok(match self.value(env)? {
            Value::Text(symbol) => Value::Text(env.form(symbol)),
            other => other,
        })
    }
}

impl<R: Copy> Choice<R> {
    /// The row that holds, by index; `Ok(Err(known))` if none does: whether that is known.
    ///
    /// # Errors
    /// [`Overflow`] if a figure leaves the range of a decimal.
    pub fn row(&self, env: &impl Env<R>) -> Result<Result<usize, bool>, Overflow> {
        let by = self.by.iter().map(|by| by.compared(env)).collect::<Result<Vec<_>, _>>()?;
        for (number, (keys, _)) in self.rows.iter().enumerate() {
            let mut holds = Some(true);
            for (value, key) in by.iter().zip(keys) {
                let Some(key) = key else { continue };
                match compare(Comparison::Equal, *value, key.compared(env)?).truth() {
                    Some(true) => {}
                    Some(false) => {
                        holds = Some(false);
                        break;
                    }
                    None => holds = None,
                }
            }
            match holds {
                Some(true) => return Ok(Ok(number)),
                Some(false) => {}
                None => return Ok(Err(false)),
            }
        }
        Ok(Err(true))
    }

    /// The figure for `env`; nothing for what the table leaves out, unknown for a blank.
    fn value(&self, env: &impl Env<R>) -> Result<Value, Overflow> {
        match (self.row(env)?, &self.otherwise) {
            (Ok(number), _) => self.rows[number].1.value(env),
            (Err(true), Some(otherwise)) => otherwise.value(env),
            (Err(true), None) => Ok(Value::Number(Decimal::ZERO)),
            (Err(false), _) => Ok(Value::Unknown),
        }
    }
}

impl<R: Copy> Scale<R> {
    /// How many steps are reached; `None` if that is not known.
    ///
    /// # Errors
    /// [`Overflow`] if a figure leaves the range of a decimal.
    pub fn reached(&self, env: &impl Env<R>) -> Result<Option<usize>, Overflow> {
        match self.by.value(env)?.number() {
            Some(by) => self.reached_by(env, by),
            None => Ok(None),
        }
    }

    /// The same for a figure of `by`; nothing if it is not known or out of range.
    #[must_use]
    pub fn reached_at(&self, env: &impl Env<R>, by: Decimal) -> Option<usize> {
        self.reached_by(env, by).ok().flatten()
    }

    fn reached_by(&self, env: &impl Env<R>, by: Decimal) -> Result<Option<usize>, Overflow> {
        for (number, step) in self.steps.iter().enumerate() {
            let Some(from) = step.from.value(env)?.number() else { return Ok(None) };
            if by < from || (by == from && !step.inclusive) {
                return Ok(Some(number));
            }
        }
        Ok(Some(self.steps.len()))
    }

    fn value(&self, env: &impl Env<R>) -> Result<Value, Overflow> {
        let Some(reached) = self.reached(env)? else { return Ok(Value::Unknown) };
        if !self.marginal {
            let last = reached.checked_sub(1).map(|last| self.steps[last].gives.value(env));
            return last.unwrap_or(Ok(Value::Number(Decimal::ZERO)));
        }
        let Some(by) = self.by.value(env)?.number() else { return Ok(Value::Unknown) };
        let mut total = Decimal::ZERO;
        for (number, step) in self.steps[..reached].iter().enumerate() {
            // A figure at the threshold has nothing beyond it, so inclusive or not makes no difference.
            let end = match self.steps.get(number + 1) {
                Some(next) => next.from.value(env)?.number().map(|next| by.min(next)),
                None => Some(by),
            };
            let parts = (step.from.value(env)?.number(), end, step.gives.value(env)?.number());
            let (Some(from), Some(end), Some(gives)) = parts else { return Ok(Value::Unknown) };
            let part = end.checked_sub(from).ok_or(Overflow)?.max(Decimal::ZERO).checked_mul(gives).ok_or(Overflow)?;
            total = total.checked_add(part).ok_or(Overflow)?;
        }
        Ok(Value::Number(total))
    }
}

/// So many whole days later.
fn later(day: NaiveDate, days: Decimal) -> Value {
    let count = days.abs().floor().to_u64().map(Days::new);
    let moved =
        count.and_then(
            |count| {
                if days.is_sign_negative() { day.checked_sub_days(count) } else { day.checked_add_days(count) }
            },
        );
    moved.map_or(Value::Unknown, Value::Date)
}

/// So many whole months later; a month that is too short gives its last day.
fn months_later(day: NaiveDate, months: Decimal) -> Value {
    let count = months.abs().floor().to_u32().map(Months::new);
    let moved = count.and_then(|count| {
        if months.is_sign_negative() { day.checked_sub_months(count) } else { day.checked_add_months(count) }
    });
    moved.map_or(Value::Unknown, Value::Date)
}

/// Full years, months or days from the one day to the other, which is not earlier.
fn elapsed(from: NaiveDate, to: NaiveDate, span: Span) -> Value {
    if to < from {
        return Value::Unknown;
    }
    let months = || {
        let months = (to.year() - from.year()) * 12 + i32::try_from(to.month()).unwrap_or(0)
            - i32::try_from(from.month()).unwrap_or(0);
        months - i32::from(to.day() < from.day())
    };
    Value::Number(match span {
        Span::Days => (to - from).num_days().into(),
        Span::Months => months().into(),
        Span::Years => (months() / 12).into(),
    })
}

/// To so many digits behind the point, or before it where `digits` is below zero.
fn to_digits(value: Decimal, digits: Decimal, rounding: Rounding) -> Result<Value, Overflow> {
    let Some(digits) = digits.floor().to_i32().filter(|digits| (-12..=12).contains(digits)) else {
        return Ok(Value::Unknown);
    };
    if let Ok(digits) = u32::try_from(digits) {
        return Ok(Value::Number(round(value, digits, rounding)));
    }
    let unit = (0..digits.unsigned_abs()).fold(Decimal::ONE, |unit, _| unit * Decimal::TEN);
    let rounded = round(value / unit, 0, rounding).checked_mul(unit).ok_or(Overflow)?;
    Ok(Value::Number(rounded))
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
    Value::Bool(op.holds(order))
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
        Function::Int => numbers()?.map_or(Value::Unknown, |n| Value::Number(n[0].floor())),
        Function::Round | Function::RoundDown | Function::RoundUp => {
            let rounding = match function {
                Function::Round => Rounding::HalfUp,
                Function::RoundDown => Rounding::Down,
                _ => Rounding::Up,
            };
            match numbers()?.as_deref() {
                Some([value, digits]) => to_digits(*value, *digits, rounding)?,
                _ => Value::Unknown,
            }
        }
        Function::Month => match parts[0].value(env)? {
            Value::Date(day) => Value::Number(day.month().into()),
            _ => Value::Unknown,
        },
        Function::Day => match parts[0].value(env)? {
            Value::Date(day) => Value::Number(day.day().into()),
            _ => Value::Unknown,
        },
        Function::MonthsLater => match (parts[0].value(env)?, parts[1].value(env)?) {
            (Value::Date(day), Value::Number(months)) => months_later(day, months),
            _ => Value::Unknown,
        },
        Function::Elapsed(span) => match (parts[0].value(env)?, parts[1].value(env)?) {
            (Value::Date(from), Value::Date(to)) => elapsed(from, to, span),
            _ => Value::Unknown,
        },
        Function::AtLeast => {
            let Some(wanted) = parts[0].value(env)?.number() else { return Ok(Value::Unknown) };
            let truths =
                parts[1..].iter().map(|part| part.value(env).map(Value::truth)).collect::<Result<Vec<_>, _>>()?;
            let count = |open: bool| Decimal::from(truths.iter().filter(|truth| truth.unwrap_or(open)).count());
            match (count(false) >= wanted, count(true) >= wanted) {
                (true, _) => Value::Bool(true),
                (_, false) => Value::Bool(false),
                _ => Value::Unknown,
            }
        }
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

/// The day that a spreadsheet makes of year, month and day: a 13th month is the next year's first, day 0 the last of the month before.
fn day(parts: &[Decimal]) -> Value {
    let whole = |part: &Decimal| part.to_i32();
    let [Some(year), Some(month), Some(day)] = parts.iter().map(whole).collect::<Vec<_>>()[..] else {
        return Value::Unknown;
    };
    let months = || year.checked_mul(12)?.checked_add(month.checked_sub(1)?);
    let first =
        |months: i32| NaiveDate::from_ymd_opt(months.div_euclid(12), months.rem_euclid(12).unsigned_abs() + 1, 1);
    let moved = |first: NaiveDate| first.checked_add_signed(TimeDelta::try_days(i64::from(day) - 1)?);
    let found = months().and_then(first).and_then(moved);
    found.filter(|day| YEARS.contains(&day.year())).map_or(Value::Unknown, Value::Date)
}
