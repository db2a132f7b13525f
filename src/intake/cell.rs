//! One cell becomes one typed value, or a remark that says what is wrong with it and what was expected.

use chrono::{Datelike, NaiveDate, Timelike};
use rust_decimal::Decimal;

use super::amount;
use super::book::Value;
use super::day;
use super::exact;
use super::plan::Choices;
use super::unit::Unit;
use super::wording::{means_blank, squeeze, trim};
use crate::finding::{Entry, catalogue};
use crate::ids::{CreditCode, PatentNumber};
use crate::money::{Money, group};
use crate::policy::{Blank, Column, Kind};
use crate::texts::{Symbol, Texts};

/// A column of a sheet: what the policy says of it, and what the sheet's header does.
#[derive(Clone, Copy, Debug)]
pub struct Field<'p> {
    /// The policy's column.
    pub column: &'p Column,
    /// The words its cells may hold.
    pub choices: Option<&'p Choices>,
    /// The unit of its amounts.
    pub unit: Unit,
    /// Does the header say (%)?
    pub percent: bool,
}

/// A typed value; `None` is "not known".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// Yuan.
    Money(Option<Money>),
    /// A number or a share.
    Number(Option<Decimal>),
    /// A calendar year.
    Year(Option<i32>),
    /// A calendar day.
    Date(Option<NaiveDate>),
    /// A text, a list value, a code, an item's id.
    Text(Option<Symbol>),
}

/// What is to be said about a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The kind of finding.
    pub entry: &'static Entry,
    /// What was expected, in Chinese.
    pub expected: String,
}

/// A cell that has been read, with what is to be warned of; or why it is an error.
pub type Read = Result<(Parsed, Option<Remark>), Remark>;

impl Field<'_> {
    /// Reads `value`; `None` is an empty cell. A warning may come with a value.
    ///
    /// # Errors
    /// The [`Remark`] to report at the cell.
    pub fn read(&self, value: Option<Value<'_>>, texts: &mut Texts) -> Read {
        let Some(value) = value else { return self.blank() };
        match value {
            Value::Error(_) => return Err(self.remark(&catalogue::CELL_ERROR)),
            Value::Uncalculated => return Err(self.remark(&catalogue::CELL_UNCALCULATED)),
            // Pasted as values, or out of a text file: an error all the same.
            Value::Text(text) if is_error_value(text) => return Err(self.remark(&catalogue::CELL_ERROR)),
            // A mark such as 无 is a value only where the list has it.
            Value::Text(text) if means_blank(text) && self.choices.is_none_or(|list| list.find(text).is_none()) => {
                return self.blank();
            }
            _ => {}
        }
        let parsed = match self.column.kind {
            Kind::Money { signed } => {
                let (money, own) = amount::money(value, self.unit, signed).map_err(|entry| self.remark(entry))?;
                self.within(money.as_yuan())?;
                let remark = own.map(|_| self.remark(&catalogue::UNIT_IN_CELL));
                return Ok((Parsed::Money(Some(money)), remark));
            }
            Kind::Number => Parsed::Number(Some(self.bounded(amount::number(value))?)),
            Kind::Percent => Parsed::Number(Some(self.bounded(amount::share(value, self.percent))?)),
            Kind::Year => Parsed::Year(Some(year(value).ok_or_else(|| self.remark(&catalogue::YEAR_MALFORMED))?)),
            Kind::Date => Parsed::Date(Some(date(value).ok_or_else(|| self.remark(&catalogue::DATE_MALFORMED))?)),
            Kind::List(_) => Parsed::Text(Some(self.listed(value, &catalogue::VALUE_NOT_LISTED)?)),
            Kind::Item => Parsed::Text(Some(self.listed(value, &catalogue::ITEM_UNKNOWN)?)),
            Kind::Text => Parsed::Text(Some(self.text(value, texts)?)),
            Kind::CreditCode => Parsed::Text(Some(self.credit_code(value, texts)?)),
            Kind::Patent { .. } => return self.patent(value, texts),
        };
        Ok((parsed, None))
    }

    /// The empty value of this column's type.
    #[must_use]
    pub fn nothing(&self) -> Parsed {
        match self.column.kind {
            Kind::Money { .. } => Parsed::Money(None),
            Kind::Number | Kind::Percent => Parsed::Number(None),
            Kind::Year => Parsed::Year(None),
            Kind::Date => Parsed::Date(None),
            _ => Parsed::Text(None),
        }
    }

    /// A remark of this kind about a cell of this column.
    #[must_use]
    pub fn remark(&self, entry: &'static Entry) -> Remark {
        let expected = match entry.code {
            code if code == catalogue::AMOUNT_TOO_PRECISE.code => match self.unit {
                Unit::Yuan => "精确到分的金额，以元为单位".into(),
                Unit::Wan => "最多六位小数的金额，以万元为单位".into(),
            },
            code if code == catalogue::AMOUNT_OUT_OF_RANGE.code => {
                format!("正负一百亿元以内的金额，以{}为单位", self.unit.label())
            }
            code if code == catalogue::UNIT_IN_CELL.code => format!("以{}为单位的数字", self.unit.label()),
            _ => self.expected(None),
        };
        Remark { entry, expected }
    }

    /// A blank cell: what the policy says it stands for, "not known", or an error.
    fn blank(&self) -> Read {
        let value = match (&self.column.blank, self.nothing()) {
            (Some(Blank::Number(number)), Parsed::Money(_)) => Parsed::Money(Some(Money::yuan(*number))),
            (Some(Blank::Number(number)), Parsed::Number(_)) => Parsed::Number(Some(*number)),
            (Some(Blank::Text(symbol)), Parsed::Text(_)) => Parsed::Text(Some(*symbol)),
            (_, nothing) if !self.column.required => nothing,
            _ => return Err(self.remark(&catalogue::CELL_BLANK)),
        };
        Ok((value, None))
    }

    fn bounded(&self, number: Result<Decimal, &'static Entry>) -> Result<Decimal, Remark> {
        let number = number.map_err(|entry| self.remark(entry))?;
        let is_share = matches!(self.column.kind, Kind::Percent);
        if is_share && number.is_sign_negative() && !number.is_zero() && self.column.least.is_none() {
            return Err(self.remark(&catalogue::PERCENT_MALFORMED));
        }
        self.within(number)?;
        Ok(number)
    }

    /// Is the figure within the column's own bounds?
    fn within(&self, number: Decimal) -> Result<(), Remark> {
        let (least, most) = (self.column.least, self.column.most);
        if least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most) {
            return Ok(());
        }
        let expected = match (least, most) {
            (Some(least), Some(most)) => format!("{} 至 {}", self.figure(least), self.figure(most)),
            (Some(least), None) => format!("不低于 {}", self.figure(least)),
            (None, most) => format!("不高于 {}", self.figure(most.unwrap_or_default())),
        };
        Err(Remark { entry: &catalogue::VALUE_OUT_OF_BOUNDS, expected })
    }

    /// A bound as the clerk writes it.
    fn figure(&self, bound: Decimal) -> String {
        match self.column.kind {
            Kind::Percent => format!("{}%", (bound * Decimal::ONE_HUNDRED).normalize()),
            Kind::Money { .. } => format!("{} 元", group(&bound.normalize().to_string())),
            _ => bound.normalize().to_string(),
        }
    }

    fn listed(&self, value: Value<'_>, entry: &'static Entry) -> Result<Symbol, Remark> {
        let found = |text: &str| self.choices.and_then(|choices| choices.find(text));
        match value {
            Value::Text(text) => found(text).ok_or_else(|| Remark { entry, expected: self.expected(Some(text)) }),
            other => found(&shown(other)).ok_or_else(|| self.remark(entry)),
        }
    }

    /// A text, trimmed; a number counts by its digits.
    fn text(&self, value: Value<'_>, texts: &mut Texts) -> Result<Symbol, Remark> {
        match value {
            value if has_lost_digits(value) => {
                Err(Remark { entry: &catalogue::CODE_TRUNCATED, expected: "文本格式的完整号码".into() })
            }
            Value::Text(text) => Ok(texts.add(trim(text))),
            other => Ok(texts.add(&shown(other))),
        }
    }

    fn credit_code(&self, value: Value<'_>, texts: &mut Texts) -> Result<Symbol, Remark> {
        let code = match value {
            Value::Text(text) => CreditCode::parse(&squeeze(text)),
            other => CreditCode::parse(&shown(other)),
        };
        match code {
            Ok(code) => Ok(texts.add(code.as_str())),
            Err(_) if has_lost_digits(value) => {
                Err(Remark { entry: &catalogue::CODE_TRUNCATED, expected: "文本格式的 18 位代码".into() })
            }
            Err(fault) => Err(Remark { entry: &catalogue::CODE_MALFORMED, expected: fault.to_string() }),
        }
    }

    /// A patent number; a wrong check digit is only a warning.
    fn patent(&self, value: Value<'_>, texts: &mut Texts) -> Read {
        let number = match value {
            Value::Text(text) => PatentNumber::parse(&squeeze(text)),
            Value::Number { value, .. } => {
                exact::whole(value).and_then(|digits| PatentNumber::parse(&digits.to_string()))
            }
            _ => None,
        };
        let number = match number {
            Some(number) => number,
            None if has_lost_digits(value) => {
                return Err(Remark {
                    entry: &catalogue::CODE_TRUNCATED, expected: "文本格式的完整专利号".into()
                });
            }
            None => return Err(self.remark(&catalogue::PATENT_MALFORMED)),
        };
        let remark = (!number.check_digit_holds()).then(|| Remark {
            entry: &catalogue::PATENT_CHECK_DIGIT,
            expected: format!("校验码为 {} 的专利号", number.check_digit()),
        });
        Ok((Parsed::Text(Some(texts.add(number.as_str()))), remark))
    }

    /// What a cell of this column should hold, in a few words.
    fn expected(&self, seen: Option<&str>) -> String {
        match &self.column.kind {
            Kind::Money { signed: false } => format!("不小于零的金额，以{}为单位", self.unit.label()),
            Kind::Money { signed: true } => format!("金额，以{}为单位", self.unit.label()),
            Kind::Number => "数字".into(),
            Kind::Percent => "百分比，如 5%".into(),
            Kind::Year => "年度，如 2022".into(),
            Kind::Date => "日期，如 2022-10-05".into(),
            Kind::Text => format!("“{}”的内容", self.column.name),
            Kind::List(_) | Kind::Item => self.choices.map(|choices| choices.describe(seen)).unwrap_or_default(),
            Kind::CreditCode => "18 位代码".into(),
            Kind::Patent { .. } => "专利号，如 ZL202010000001.1".into(),
        }
    }
}

/// Does a text spell one of the spreadsheet's error values?
fn is_error_value(text: &str) -> bool {
    text.trim_start().starts_with('#')
        && matches!(
            trim(text),
            "#REF!" | "#N/A" | "#VALUE!" | "#DIV/0!" | "#NAME?" | "#NUM!" | "#NULL!" | "#SPILL!" | "#CALC!"
        )
}

/// Is it a long number whose last digits are gone: stored as a number, or `6.2E+18` left over from one?
fn has_lost_digits(value: Value<'_>) -> bool {
    match value {
        Value::Number { value, .. } => value.abs() >= exact::FIRST_LOSSY,
        Value::Text(text) if text.len() < 30 && text.as_bytes().contains(&b'+') => {
            let Some((mantissa, exponent)) = trim(text).split_once("E+").or_else(|| trim(text).split_once("e+")) else {
                return false;
            };
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            digits(exponent)
                && mantissa.split_once('.').map_or(digits(mantissa), |(whole, rest)| digits(whole) && digits(rest))
        }
        _ => false,
    }
}

fn date(value: Value<'_>) -> Option<NaiveDate> {
    match value {
        Value::Moment(moment) => Some(moment.date()),
        Value::Text(text) => day::from_text(text),
        Value::Number { value, percent: false } => day::from_number(value),
        _ => None,
    }
}

fn year(value: Value<'_>) -> Option<i32> {
    match value {
        Value::Moment(moment) => Some(moment.year()),
        Value::Text(text) => day::year_from_text(text),
        Value::Number { value, percent: false } => day::year_from_number(value),
        _ => None,
    }
}

/// A number as spreadsheets write those that are too long: `6.2E+18`.
fn scientific(value: f64) -> String {
    let text = format!("{value:.14e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    format!("{}E{sign}{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'))
}

/// A cell as the user sees it.
#[must_use]
pub fn shown(value: Value<'_>) -> String {
    match value {
        Value::Text(text) | Value::Error(text) => trim(text).to_owned(),
        Value::Number { value, percent } => match exact::from_binary(value) {
            Some(number) if percent => {
                let hundredfold = number.checked_mul(Decimal::ONE_HUNDRED);
                hundredfold.map_or_else(|| value.to_string(), |number| format!("{}%", number.normalize()))
            }
            Some(number) if value.abs() < exact::FIRST_LOSSY => number.to_string(),
            _ => scientific(value),
        },
        Value::Moment(moment) if moment.num_seconds_from_midnight() == 0 => moment.date().to_string(),
        Value::Moment(moment) => moment.to_string(),
        Value::Bool(true) => "TRUE".into(),
        Value::Bool(false) => "FALSE".into(),
        // There is a formula, but nothing to be seen.
        Value::Uncalculated => String::new(),
    }
}
