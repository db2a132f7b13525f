//! How the sections of a policy file are declared: each key once, with its type, what it means and an example. The same
//! declaration reads the file, tells unknown keys, and is the manual (`policy reference`) and the schema, so that none goes stale.
//!
//! ```text
//! keys! {
//!     /// A rule against paying twice.
//!     pub(in crate::policy) struct Once: "奖过的不再奖" {
//!         years: Option<Figure>, "此前几年内奖过的不再奖；不写就是永远", "2";
//!         reason: String, "写给人看的理由", "\"同一项目已经奖励过\"";
//!     }
//! }
//! ```
//! A key is required unless its type is `Option`, `Vec`, `Pairs`, `bool` or `Prose`. `kind as "type"` reads the key `type`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, quoted};
use crate::formula::nearest;

/// A section of a policy file: what it is for, and its keys in the order in which people write them.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// What it is for.
    pub meaning: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

/// One key of a section.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What its value is.
    pub shape: Shape,
    /// Must it be written?
    pub required: bool,
    /// What it means.
    pub meaning: &'static str,
    /// A value, as it is written.
    pub example: &'static str,
}

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text.
    Text,
    /// A number, or a text that holds one.
    Figure,
    /// A whole number.
    Whole,
    /// `true` or `false`.
    Flag,
    /// A day.
    Day,
    /// One of a few words, each with its meaning.
    Choice(&'static [(&'static str, &'static str)]),
    /// A list; how many values, if that is fixed.
    List(&'static Shape, Option<usize>),
    /// Names of the writer's own, each with a value.
    Pairs(&'static Shape),
    /// A section.
    Section(&'static Section),
    /// Anything: what may stand there is said elsewhere.
    Any,
    /// A figure, a formula, or a table as this section says.
    Quantity(&'static Section),
    /// A text, or a list of texts.
    OneOrMore,
}

/// A value as it stands in the file.
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// The place of what could not be read and has been told: a fault there would only repeat it.
pub(super) use crate::formula::NOWHERE;

/// A type that a value of the file is read into.
pub(super) trait Written: Sized {
    const SHAPE: Shape;
    /// Must the key be written?
    const REQUIRED: bool = true;

    /// What stands for a value that is not written, or cannot be read, so that the rest of the file is read all the same.
    fn absent() -> Self;

    /// The value, or [`Written::absent`] and a fault.
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self;
}

/// What is said where a value is of another kind.
pub(super) fn instead(wanted: &str, value: &Value<'_>, faults: &mut Vec<Fault>) {
    let found = match value.get_ref() {
        DeValue::String(_) => "文字（带引号）",
        DeValue::Integer(_) => "整数",
        DeValue::Float(_) => "小数",
        DeValue::Boolean(_) => "true 或 false",
        DeValue::Datetime(_) => "日期",
        DeValue::Array(_) => "列表 [ … ]",
        DeValue::Table(_) => "一组 { 名 = 值 }",
    };
    faults.push(Fault::new(format!("这里要写{wanted}，写的是{found}"), value.span()));
}

/// The entries of a table as they stand in the file.
pub(super) fn in_order(table: DeTable<'_>) -> Vec<(Spanned<String>, Value<'_>)> {
    let mut all: Vec<_> = table
        .into_iter()
        .map(|(name, value)| (Spanned::new(name.span(), name.into_inner().into_owned()), value))
        .collect();
    all.sort_by_key(|(name, _)| name.span().start);
    all
}

/// The entries of a section that are not read yet.
pub(super) struct Entries<'i> {
    span: Range<usize>,
    left: Vec<(Spanned<String>, Value<'i>)>,
    /// It was not a section at all, and that has been told.
    silent: bool,
}

impl<'i> Entries<'i> {
    /// The entries of `value`; those that are no key of `section` are told, and read as the key that was probably meant.
    pub fn of(value: Value<'i>, section: &Section, faults: &mut Vec<Fault>) -> Self {
        let span = value.span();
        if !value.get_ref().is_table() {
            let many = value.get_ref().as_array().is_some_and(|all| all.iter().all(|one| one.get_ref().is_table()));
            instead(if many { "一节，只写一次，节名用一层方括号：[…]" } else { "一组 { 名 = 值 }" }, &value, faults);
            return Self { span, left: Vec::new(), silent: true };
        }
        let DeValue::Table(table) = value.into_inner() else { return Self { span, left: Vec::new(), silent: true } };
        let known = || section.keys.iter().map(|key| key.name);
        let (mut left, unknown): (Vec<_>, Vec<_>) =
            in_order(table).into_iter().partition(|(name, _)| known().any(|key| key == name.get_ref()));
        for (name, value) in unknown {
            let free = known().filter(|key| left.iter().all(|(written, _)| written.get_ref() != key));
            let meant = nearest(name.get_ref(), free);
            let all = known().collect::<Vec<_>>().join("、");
            let message = format!("没有“{}”这一项，可以写的有：{all}", quoted(name.get_ref()));
            faults.push(Fault {
                suggestion: meant.clone().or_else(|| nearest(name.get_ref(), known())),
                ..Fault::new(message, name.span())
            });
            if let Some(meant) = meant {
                left.push((Spanned::new(name.span(), meant), value));
            } else if let (Some(meant), DeValue::Array(more)) = (nearest(name.get_ref(), known()), value.get_ref()) {
                // One `[[section]]` of several.
                let of_kind = left.iter_mut().find(|(written, _)| *written.get_ref() == meant);
                if let Some(DeValue::Array(all)) = of_kind.map(|(_, value)| value.get_mut()) {
                    more.iter().for_each(|one| all.push(one.clone()));
                }
            }
        }
        Self { span, left, silent: false }
    }

    /// The value of the key called `name`.
    pub fn take<T: Written>(&mut self, name: &str, faults: &mut Vec<Fault>) -> T {
        match self.left.iter().position(|(written, _)| written.get_ref() == name) {
            Some(at) => {
                let value = self.left.remove(at).1;
                fully_written(name, &value, T::SHAPE, T::REQUIRED, faults);
                T::read(value, faults)
            }
            None => {
                if T::REQUIRED && !self.silent {
                    faults.push(Fault::new(format!("缺少“{name}”"), self.span.clone()));
                }
                T::absent()
            }
        }
    }
}

/// What must be written must not be blank; names and the values of lists have no blanks around them, which nobody sees.
fn fully_written(name: &str, value: &Value<'_>, shape: Shape, required: bool, faults: &mut Vec<Fault>) {
    match (shape, value.get_ref()) {
        (Shape::Text, DeValue::String(text)) => {
            if required && text.trim().is_empty() {
                faults.push(Fault::new(format!("“{name}”不能空着"), value.span()));
            } else if matches!(name, "id" | "name") {
                unpadded(text, value, faults);
            }
        }
        (Shape::List(Shape::Text, _), DeValue::Array(all)) => {
            for one in all {
                match one.get_ref() {
                    DeValue::String(text) if text.trim().is_empty() => {
                        faults.push(Fault::new(format!("“{name}”里有一项是空的"), one.span()));
                    }
                    DeValue::String(text) => unpadded(text, one, faults),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn unpadded(text: &str, value: &Value<'_>, faults: &mut Vec<Fault>) {
    if text.trim() != text {
        faults.push(Fault {
            suggestion: Some(quoted(text.trim())),
            ..Fault::new("文字前后有空格，看不见也对不上，请删去".into(), value.span())
        });
    }
}

/// One of a few words: the fault for any other, with what may be written.
pub(super) fn no_choice(written: &Spanned<String>, known: &[(&str, &str)]) -> Fault {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    Fault {
        suggestion: nearest(written.get_ref(), names.iter().copied()),
        ..Fault::new(
            format!("没有“{}”这种写法，可以写的有：{}", quoted(written.get_ref()), names.join("、")),
            written.span(),
        )
    }
}

/// Declares a section: see the module.
macro_rules! keys {
    ($(
        $(#[$doc:meta])*
        $seen:vis struct $section:ident: $meaning:literal {
            $( $field:ident $(as $name:literal)?: $kind:ty, $says:literal, $example:literal; )*
        }
    )*) => { $(
        $(#[$doc])*
        #[derive(Clone)]
        $seen struct $section {
            $( pub $field: $kind, )*
        }

        impl $section {
            /// Its keys.
            pub const KEYS: $crate::policy::keys::Section = $crate::policy::keys::Section {
                meaning: $meaning,
                keys: &[ $( $crate::policy::keys::Key {
                    name: $crate::policy::keys::key_name!($field $($name)?),
                    shape: <$kind as $crate::policy::keys::Written>::SHAPE,
                    required: <$kind as $crate::policy::keys::Written>::REQUIRED,
                    meaning: $says,
                    example: $example,
                } ),* ],
            };
        }

        impl $crate::policy::keys::Written for $section {
            const SHAPE: $crate::policy::keys::Shape = $crate::policy::keys::Shape::Section(&Self::KEYS);

            fn absent() -> Self {
                Self { $( $field: <$kind as $crate::policy::keys::Written>::absent(), )* }
            }

            fn read(value: $crate::policy::keys::Value<'_>, faults: &mut Vec<$crate::policy::fault::Fault>) -> Self {
                let mut entries = $crate::policy::keys::Entries::of(value, &Self::KEYS, faults);
                Self { $( $field: entries.take($crate::policy::keys::key_name!($field $($name)?), faults), )* }
            }
        }
    )* };
}

/// A key's name: the field's, unless another is given.
macro_rules! key_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

/// Declares the words that may stand for a value, each with its meaning; the first stands in for one that cannot be read.
macro_rules! choices {
    ($(
        $(#[$doc:meta])*
        $seen:vis enum $choice:ident { $( $variant:ident = $word:literal, $says:literal; )* }
    )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each has its meaning beside it, for the manual")]
        $seen enum $choice { $( $variant, )* }

        impl $choice {
            const WORDS: &[(&str, &str)] = &[ $( ($word, $says) ),* ];
            const ALL: &[Self] = &[ $( Self::$variant ),* ];

            /// As it is written.
            #[allow(dead_code, reason = "not every choice is written back")]
            pub fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }
        }

        impl $crate::policy::keys::Written for $choice {
            const SHAPE: $crate::policy::keys::Shape = $crate::policy::keys::Shape::Choice(Self::WORDS);

            fn absent() -> Self {
                Self::ALL[0]
            }

            fn read(value: $crate::policy::keys::Value<'_>, faults: &mut Vec<$crate::policy::fault::Fault>) -> Self {
                let told = faults.len();
                let written: toml::Spanned<String> = $crate::policy::keys::Written::read(value, faults);
                match Self::WORDS.iter().position(|(word, _)| word == written.get_ref()) {
                    Some(at) => Self::ALL[at],
                    None => {
                        if faults.len() == told {
                            faults.push($crate::policy::keys::no_choice(&written, Self::WORDS));
                        }
                        Self::absent()
                    }
                }
            }
        }
    )* };
}

pub(super) use {choices, key_name, keys};
