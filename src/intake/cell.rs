//! One cell becomes one typed value, or an issue that says what is wrong with it and what was expected.

use chrono::{Datelike, NaiveDate, Timelike};
use rust_decimal::Decimal;

use super::amount;
use super::book::{Cell, Value};
use super::day::{self, Written};
use super::decimal;
use super::field::{CellIssue, Field, Parsed, Read};
use super::normalize::{means_blank, squeeze, trim};
use super::shown_value;
use super::unit::Unit;
use crate::canonical::look_alike;
use crate::finding::{Entry, catalogue};
use crate::ids::PatentNumber;
use crate::money::{Money, group};
use crate::numbering::Numbering;
use crate::policy::{Blank, Kind};
use crate::texts::{Symbol, Texts};

impl Field<'_> {
    /// Reads `cell`; `None` is an empty one. A warning may come with a value.
    ///
    /// # Errors
    /// The [`CellIssue`] to report at the cell.
    pub fn read(&self, cell: Option<Cell<'_>>, texts: &mut Texts) -> Read {
        let Some(cell) = cell else { return self.blank() };
        let value = cell.value;
        match value {
            Value::Error(_) => return Err(self.issue(&catalogue::CELL_ERROR)),
            Value::Uncalculated => return Err(self.issue(&catalogue::CELL_UNCALCULATED)),
            Value::Picture => return self.picture(),
            // Pasted as values, or out of a text file: an error all the same, a picture all the same.
            Value::Text(text) if is_error_value(text) => return Err(self.issue(&catalogue::CELL_ERROR)),
            Value::Text(text) if is_picture(text) => return self.picture(),
            _ if self.is_blank(Some(value)) => return self.blank(),
            _ => {}
        }
        if let Some(issue) = shown_value::fault(self, &cell) {
            return Err(issue);
        }
        let parsed = match self.column.kind {
            Kind::Money { signed } => {
                let money = amount::money(value, self.unit, signed);
                let (money, own) = money.map_err(|entry| self.blame(entry, value))?;
                self.within(money.as_yuan())?;
                let issue = own.map(|_| self.issue(&catalogue::UNIT_IN_CELL));
                return Ok((Parsed::Money(Some(money)), issue));
            }
            Kind::Number => Parsed::Number(Some(self.bounded(value, amount::number(value))?)),
            Kind::Percent => Parsed::Number(Some(self.bounded(value, amount::share(value, self.percent))?)),
            Kind::Year => return self.year(value),
            Kind::Date => return self.date(value),
            Kind::List(_) => Parsed::Text(Some(self.listed(value, &catalogue::VALUE_NOT_LISTED)?)),
            Kind::Item => Parsed::Text(Some(self.listed(value, &catalogue::ITEM_UNKNOWN)?)),
            Kind::Text => return self.text(&cell, texts),
            Kind::Code(numbering) => Parsed::Text(Some(self.code(numbering, &cell, texts)?)),
            Kind::Patent { .. } => return self.patent(&cell, texts),
        };
        Ok((parsed, None))
    }

    /// Is a cell of this column that holds `value` as good as empty?
    #[must_use]
    pub fn is_blank(&self, value: Option<Value<'_>>) -> bool {
        match value {
            // A mark such as 无 is a value only where the list has it.
            Some(Value::Text(text)) => means_blank(text) && self.choices.is_none_or(|list| list.find(text).is_none()),
            other => other.is_none(),
        }
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

    /// An issue of this kind about a cell of this column.
    #[must_use]
    pub fn issue(&self, entry: &'static Entry) -> CellIssue {
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
        CellIssue::new(entry, expected)
    }

    /// What is wrong with a cell that cannot be read: a letter of another alphabet, if there is one, else `entry`.
    fn blame(&self, entry: &'static Entry, value: Value<'_>) -> CellIssue {
        let found = if let Value::Text(text) = value { look_alike(text) } else { None };
        match found {
            Some(found) => self.issue(&catalogue::LETTER_STRANGE).because(named(found)),
            None => self.issue(entry),
        }
    }

    /// A picture says nothing to a program: blank, and said so.
    fn picture(&self) -> Read {
        match self.blank() {
            Ok((value, _)) => Ok((value, Some(self.issue(&catalogue::PICTURE_BLANK)))),
            Err(_) => Err(self.issue(&catalogue::PICTURE_REQUIRED)),
        }
    }

    /// A blank cell: what the policy says it stands for, "not known", or an error.
    fn blank(&self) -> Read {
        let value = match (&self.column.blank, self.nothing()) {
            (Some(Blank::Number(number)), Parsed::Money(_)) => Parsed::Money(Some(Money::yuan(*number))),
            (Some(Blank::Number(number)), Parsed::Number(_)) => Parsed::Number(Some(*number)),
            (Some(Blank::Text(symbol)), Parsed::Text(_)) => Parsed::Text(Some(*symbol)),
            (_, nothing) if !self.column.required => nothing,
            _ => return Err(self.issue(&catalogue::CELL_BLANK)),
        };
        Ok((value, None))
    }

    fn bounded(&self, value: Value<'_>, number: Result<Decimal, &'static Entry>) -> Result<Decimal, CellIssue> {
        let number = number.map_err(|entry| self.blame(entry, value))?;
        let is_share = matches!(self.column.kind, Kind::Percent);
        if is_share && number.is_sign_negative() && !number.is_zero() && self.column.least.is_none() {
            return Err(self.issue(&catalogue::PERCENT_MALFORMED));
        }
        self.within(number)?;
        Ok(number)
    }

    /// Is the figure within the column's own bounds?
    fn within(&self, number: Decimal) -> Result<(), CellIssue> {
        let (least, most) = (self.column.least, self.column.most);
        if least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most) {
            return Ok(());
        }
        let expected = match (least, most) {
            (Some(least), Some(most)) => format!("{} 至 {}", self.figure(least), self.figure(most)),
            (Some(least), None) => format!("不低于 {}", self.figure(least)),
            (None, most) => format!("不高于 {}", self.figure(most.unwrap_or_default())),
        };
        Err(CellIssue::new(&catalogue::VALUE_OUT_OF_BOUNDS, expected))
    }

    /// A bound as the clerk writes it.
    fn figure(&self, bound: Decimal) -> String {
        match self.column.kind {
            Kind::Percent => format!("{}%", (bound * Decimal::ONE_HUNDRED).normalize()),
            Kind::Money { .. } => format!("{} 元", group(&bound.normalize().to_string())),
            _ => bound.normalize().to_string(),
        }
    }

    fn listed(&self, value: Value<'_>, entry: &'static Entry) -> Result<Symbol, CellIssue> {
        let found = |text: &str| self.choices.and_then(|choices| choices.find(text));
        match value {
            Value::Text(text) => found(text).ok_or_else(|| match look_alike(text) {
                Some(letter) => {
                    CellIssue::new(&catalogue::LETTER_STRANGE, self.expected(Some(text))).because(named(letter))
                }
                None => CellIssue::new(entry, self.expected(Some(text))),
            }),
            other => found(&shown(other)).ok_or_else(|| self.issue(entry)),
        }
    }

    /// A text, trimmed; a number counts by its digits.
    fn text(&self, cell: &Cell<'_>, texts: &mut Texts) -> Read {
        if has_lost_digits(cell.value) {
            return Err(CellIssue::new(&catalogue::CODE_TRUNCATED, "文本格式的完整号码"));
        }
        let Value::Text(text) = cell.value else {
            return Ok((Parsed::Text(Some(texts.add(&digits(cell)))), None));
        };
        let text = trim(text);
        let issue = look_alike(text).map(|letter| (shown_value::is_number_of_something(text), named(letter)));
        match issue {
            Some((true, why)) => Err(self.issue(&catalogue::LETTER_STRANGE).because(why)),
            Some((false, why)) => {
                let issue = CellIssue::new(&catalogue::LETTER_DOUBTFUL, "").because(why);
                Ok((Parsed::Text(Some(texts.add(text))), Some(issue)))
            }
            None => Ok((Parsed::Text(Some(texts.add(text))), None)),
        }
    }

    /// The number that the register is keyed by. One that holds nothing but digits may be stored as a number, as long as all of them are there.
    fn code(&self, numbering: Numbering, cell: &Cell<'_>, texts: &mut Texts) -> Result<Symbol, CellIssue> {
        if has_lost_digits(cell.value) {
            let expected = format!("文本格式的{}", whole_code(numbering));
            return Err(CellIssue::new(&catalogue::CODE_TRUNCATED, expected));
        }
        let written = match cell.value {
            Value::Text(text) => squeeze(text),
            Value::Number { value, percent: false } if decimal::whole(value).is_some() => digits(cell).into(),
            _ => return Err(self.issue(&catalogue::CODE_MALFORMED)),
        };
        match numbering.read(&written) {
            Ok(code) => Ok(texts.add(&code)),
            Err(fault) => {
                let issue = self.blame(&catalogue::CODE_MALFORMED, cell.value);
                let malformed = issue.entry == &catalogue::CODE_MALFORMED;
                Err(if malformed { CellIssue { expected: fault.to_string(), ..issue } } else { issue })
            }
        }
    }

    /// A patent number; a wrong check digit is only a warning.
    fn patent(&self, cell: &Cell<'_>, texts: &mut Texts) -> Read {
        let number = match cell.value {
            Value::Text(text) => PatentNumber::parse(&squeeze(text)),
            Value::Number { value, .. } => decimal::whole(value).and_then(|_| PatentNumber::parse(&digits(cell))),
            _ => None,
        };
        let number = match number {
            Some(number) => number,
            None if has_lost_digits(cell.value) => {
                return Err(CellIssue::new(&catalogue::CODE_TRUNCATED, "文本格式的完整专利号"));
            }
            None => return Err(self.blame(&catalogue::PATENT_MALFORMED, cell.value)),
        };
        let issue = (!number.check_digit_holds()).then(|| {
            CellIssue::new(&catalogue::PATENT_CHECK_DIGIT, format!("校验码为 {} 的专利号", number.check_digit()))
        });
        Ok((Parsed::Text(Some(texts.add(number.as_str()))), issue))
    }

    /// A day. A clock that went wrong by seconds may have made it the day before.
    fn date(&self, value: Value<'_>) -> Read {
        let written = match value {
            Value::DateTime(moment) => {
                Some(Written { day: moment.date(), seconds: moment.num_seconds_from_midnight() })
            }
            Value::Text(text) => day::from_text(text),
            Value::Number { value, percent: false } => day::from_number(value),
            _ => None,
        };
        let written = written.ok_or_else(|| self.blame(&catalogue::DATE_MALFORMED, value))?;
        self.in_our_time(written.day)?;
        Ok((Parsed::Date(Some(written.day)), near_midnight(written)))
    }

    fn year(&self, value: Value<'_>) -> Read {
        let mut issue = None;
        let year = match value {
            Value::DateTime(moment) => {
                self.in_our_time(moment.date())?;
                issue = near_midnight(Written { day: moment.date(), seconds: moment.num_seconds_from_midnight() });
                Some(moment.year())
            }
            Value::Text(text) => day::year_from_text(text),
            Value::Number { value, percent: false } => day::year_from_number(value),
            _ => None,
        };
        let year = year.ok_or_else(|| self.blame(&catalogue::YEAR_MALFORMED, value))?;
        if day::YEARS.contains(&year) {
            return Ok((Parsed::Year(Some(year)), issue));
        }
        Err(self.issue(&catalogue::DATE_FAR))
    }

    /// No bureau's record is older than 1980; most that seem to be are numbers typed into a cell that shows dates.
    fn in_our_time(&self, day: NaiveDate) -> Result<(), CellIssue> {
        if day::YEARS.contains(&day.year()) {
            return Ok(());
        }
        Err(match day::typed_as_a_year(day) {
            Some(typed) => {
                let why = format!("日期格式的单元格里填的是 {typed}，显示成了 {} 年", day.year());
                self.issue(&catalogue::YEAR_AS_DATE).because(why)
            }
            None => self.issue(&catalogue::DATE_FAR),
        })
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
            Kind::Code(numbering) => whole_code(*numbering),
            Kind::Patent { .. } => "专利号，如 ZL202010000001.1".into(),
        }
    }
}

/// A whole number of the kind, in a few words.
fn whole_code(numbering: Numbering) -> String {
    match numbering {
        Numbering::CreditCode => "18 位代码".into(),
        Numbering::CitizenId => "18 位公民身份号码".into(),
        Numbering::Plain => "完整编号".into(),
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
        Value::Number { value, .. } => value.abs() >= decimal::FIRST_LOSSY,
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

/// A warning if a time stands that near to midnight that another day may be meant.
fn near_midnight(written: Written) -> Option<CellIssue> {
    written.is_near_midnight().then(|| {
        let hint = if written.seconds > 43_200 { "离次日零点" } else { "离当日零点" };
        CellIssue::new(&catalogue::DATE_NEAR_MIDNIGHT, "").because(format!("{hint}不到两分钟"))
    })
}

/// Is it a picture that WPS put into the cell, its formula kept as a text?
fn is_picture(text: &str) -> bool {
    text.starts_with('=') && text.contains("DISPIMG(")
}

/// The digits of a code that is stored as a number, with the leading zeros that its format shows.
fn digits(cell: &Cell<'_>) -> String {
    let text = shown(cell.value);
    match (cell.value, cell.look.drawing.and_then(|drawing| drawing.zeros())) {
        (Value::Number { value, .. }, Some(zeros)) if decimal::whole(value).is_some_and(|whole| whole >= 0) => {
            format!("{text:0>zeros$}")
        }
        _ => text,
    }
}

/// A letter of another alphabet, with its code point and what it looks like.
fn named((letter, like): (char, char)) -> String {
    let like = match like {
        'l' => " I、l 或 1".to_owned(),
        'O' => " O 或 0".to_owned(),
        like => format!("“{like}”"),
    };
    format!("其中“{letter}”（U+{:04X}）不是{like}，只是看起来像", u32::from(letter))
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
        Value::Number { value, percent } => match decimal::from_binary(value) {
            Some(number) if percent => {
                let hundredfold = number.checked_mul(Decimal::ONE_HUNDRED);
                hundredfold.map_or_else(|| value.to_string(), |number| format!("{}%", number.normalize()))
            }
            Some(number) if value.abs() < decimal::FIRST_LOSSY => number.to_string(),
            _ => scientific(value),
        },
        // What Excel makes of the number 0.
        Value::DateTime(moment) if moment.date() == day::ZERO => "1900-01-00".into(),
        Value::DateTime(moment) if moment.num_seconds_from_midnight() == 0 => moment.date().to_string(),
        Value::DateTime(moment) => moment.to_string(),
        Value::Bool(true) => "TRUE".into(),
        Value::Bool(false) => "FALSE".into(),
        Value::Picture => "（图片）".into(),
        // There is a formula, but nothing to be seen.
        Value::Uncalculated => String::new(),
    }
}
