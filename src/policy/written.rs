//! The types that values of a policy file are read into: texts, figures, days, lists, pairs.

use std::ops::Deref;

use toml::Spanned;
use toml::de::DeValue;

use super::fault::Fault;
use super::keys::{NOWHERE, Shape, Value, Written, in_order, instead};

/// Words for people that may be left out.
#[derive(Clone, Default)]
pub(super) struct Prose(String);

impl Deref for Prose {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

/// A number as it is written: `50000`, `0.5`, `"25%"`. Its digits are kept, so that no float is ever asked.
#[derive(Clone, Default)]
pub(super) struct Digits(pub String);

/// A day as it is written: `"2023-10-14"`, with or without quotes.
#[derive(Clone, Default)]
pub(super) struct Day(pub String);

/// A value whose kind its place decides; whoever needs it takes it from the tree.
#[derive(Clone)]
pub(super) struct Anything;

/// A list of at least one.
#[derive(Clone)]
pub(super) struct Many<T>(pub Vec<T>);

/// Names of the writer's own with their values, in the order written.
#[derive(Clone)]
pub(super) struct Pairs<T>(pub Vec<(Spanned<String>, T)>);

impl Written for Anything {
    const SHAPE: Shape = Shape::Any;
    fn absent() -> Self {
        Self
    }
    fn read(_: Value<'_>, _: &mut Vec<Fault>) -> Self {
        Self
    }
}

impl Written for String {
    const SHAPE: Shape = Shape::Text;
    fn absent() -> Self {
        Self::new()
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        if let DeValue::String(text) = value.get_ref() {
            return text.clone().into_owned();
        }
        instead("文字（带引号）", &value, faults);
        Self::new()
    }
}

impl Written for Prose {
    const SHAPE: Shape = Shape::Text;
    const REQUIRED: bool = false;
    fn absent() -> Self {
        Self::default()
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        Self(String::read(value, faults))
    }
}

impl Written for bool {
    const SHAPE: Shape = Shape::Flag;
    const REQUIRED: bool = false;
    fn absent() -> Self {
        false
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        if let DeValue::Boolean(truth) = value.get_ref() {
            return *truth;
        }
        instead("true 或 false", &value, faults);
        false
    }
}

/// `true` or `false`, and one of them must be written.
#[derive(Clone)]
pub(super) struct Decided(pub bool);

impl Written for Decided {
    const SHAPE: Shape = Shape::Flag;
    fn absent() -> Self {
        Self(false)
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        Self(bool::read(value, faults))
    }
}

impl Written for i32 {
    const SHAPE: Shape = Shape::Whole;
    fn absent() -> Self {
        0
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        let whole = value.get_ref().as_integer().filter(|digits| digits.radix() == 10);
        if let Some(number) = whole.and_then(|digits| digits.as_str().parse().ok()) {
            return number;
        }
        instead("整数", &value, faults);
        0
    }
}

impl Written for Digits {
    const SHAPE: Shape = Shape::Figure;
    fn absent() -> Self {
        Self::default()
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        match value.get_ref() {
            DeValue::String(text) => Self(text.clone().into_owned()),
            DeValue::Integer(digits) if digits.radix() == 10 => Self(digits.as_str().to_owned()),
            DeValue::Float(digits) => Self(digits.as_str().to_owned()),
            _ => {
                instead("数，如 50000、0.5、\"25%\"", &value, faults);
                Self::default()
            }
        }
    }
}

impl Written for Day {
    const SHAPE: Shape = Shape::Day;
    fn absent() -> Self {
        Self::default()
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        match value.get_ref() {
            DeValue::String(text) => Self(text.clone().into_owned()),
            DeValue::Datetime(day) => Self(day.to_string()),
            _ => {
                instead("日期，如 \"2023-10-14\"", &value, faults);
                Self::default()
            }
        }
    }
}

impl<T: Written> Written for Spanned<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = T::REQUIRED;
    fn absent() -> Self {
        Self::new(NOWHERE, T::absent())
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        let (span, told) = (value.span(), faults.len());
        let inner = T::read(value, faults);
        let of_parts = matches!(T::SHAPE, Shape::Section(_) | Shape::Pairs(_));
        Self::new(if of_parts || faults.len() == told { span } else { NOWHERE }, inner)
    }
}

impl<T: Written> Written for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = false;
    fn absent() -> Self {
        None
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        Some(T::read(value, faults))
    }
}

impl<T: Written> Written for Box<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = T::REQUIRED;
    fn absent() -> Self {
        Self::new(T::absent())
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        Self::new(T::read(value, faults))
    }
}

impl<T: Written> Written for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE, None);
    const REQUIRED: bool = false;
    fn absent() -> Self {
        Self::new()
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        let is_list = value.get_ref().is_array();
        if !is_list {
            // `[item]` for `[[item]]`.
            let single = value.get_ref().is_table() && matches!(T::SHAPE, Shape::Section(_));
            instead(if single { "列表，节名用两层方括号：[[…]]" } else { "列表 [ … ]" }, &value, faults);
            return Self::new();
        }
        match value.into_inner() {
            DeValue::Array(values) => values.into_iter().map(|value| T::read(value, faults)).collect(),
            _ => Self::new(),
        }
    }
}

impl<T: Written> Written for Many<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE, None);
    fn absent() -> Self {
        Self(Vec::new())
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        let (span, told) = (value.span(), faults.len());
        let all = Vec::read(value, faults);
        if all.is_empty() && faults.len() == told {
            faults.push(Fault::new("至少要写一项".into(), span));
        }
        Self(all)
    }
}

impl<T> Deref for Many<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Written, const N: usize> Written for [T; N] {
    const SHAPE: Shape = Shape::List(&T::SHAPE, Some(N));
    fn absent() -> Self {
        std::array::from_fn(|_| T::absent())
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        let (span, told) = (value.span(), faults.len());
        let all: Vec<T> = Vec::read(value, faults);
        let found = all.len();
        all.try_into().unwrap_or_else(|_| {
            if faults.len() == told {
                faults.push(Fault::new(format!("列表里应有 {N} 项，现有 {found} 项"), span));
            }
            Self::absent()
        })
    }
}

impl<T: Written> Written for Pairs<T> {
    const SHAPE: Shape = Shape::Pairs(&T::SHAPE);
    const REQUIRED: bool = false;
    fn absent() -> Self {
        Self(Vec::new())
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        if !value.get_ref().is_table() {
            instead("一组 { 名 = 值 }", &value, faults);
            return Self::absent();
        }
        let DeValue::Table(table) = value.into_inner() else { return Self::absent() };
        let pairs = in_order(table).into_iter();
        Self(pairs.map(|(name, value)| (name, T::read(value, faults))).collect())
    }
}

impl<T> Pairs<T> {
    /// The pairs, in the order written.
    pub fn iter(&self) -> std::slice::Iter<'_, (Spanned<String>, T)> {
        self.0.iter()
    }
}
