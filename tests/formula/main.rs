//! Formulas by themselves: values three-valued and exact, words with their figures, what the checker refuses.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

mod checks;
mod kleene;
mod live;
mod remedy;
mod syntax;
mod values;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use jiangbu::formula::{Env, Fault, Formula, Names, Type, Value, Vocabulary, check};
use jiangbu::texts::{Symbol, Texts};
use rust_decimal::Decimal;

/// A name in the tests: its place among [`NAMES`].
type Target = usize;

/// The names a formula of the tests may use.
const NAMES: &[(&str, Type)] = &[
    ("投入", Type::Money),
    ("收入", Type::Money),
    ("上年收入", Type::Money),
    ("能耗", Type::Number),
    ("占比", Type::Share),
    ("成立年", Type::Year),
    ("认定日", Type::Date),
    ("规模", Type::Text),
    ("合格", Type::Bool),
    ("达标", Type::Bool),
    ("下限", Type::Share),
];

/// The names and texts of the tests, with the values of this case; what is not written is blank.
#[derive(Default)]
struct Case {
    texts: Texts,
    values: BTreeMap<Target, Value>,
}

impl Names<Target> for Case {
    fn find(&self, name: &str, _column: bool) -> Option<(Target, Type)> {
        NAMES.iter().position(|(known, _)| *known == name).map(|index| (index, NAMES[index].1))
    }

    fn all(&self) -> Vec<Arc<str>> {
        NAMES.iter().map(|(name, _)| (*name).into()).collect()
    }

    fn text(&mut self, text: &str) -> Symbol {
        self.texts.add(text)
    }

    fn values(&self, target: Target) -> Option<Vec<(Arc<str>, Arc<str>)>> {
        (NAMES[target].0 == "规模").then(|| ["规上", "规下"].map(|value| (value.into(), value.into())).to_vec())
    }
}

impl Env<Target> for Case {
    fn value(&self, target: Target) -> Value {
        self.values.get(&target).copied().unwrap_or_default()
    }

    fn unit(&self, target: Target) -> Decimal {
        if NAMES[target].0 == "上年收入" { Decimal::from(10_000) } else { Decimal::ONE }
    }
}

impl Vocabulary<Target> for Case {
    fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol)
    }

    fn is_figure(&self, target: Target) -> bool {
        NAMES[target].0 == "下限"
    }
}

/// `投入=5,收入=` as values; a name left empty is blank.
fn case(given: &str) -> Case {
    let mut case = Case::default();
    for (name, value) in given.split(',').filter_map(|pair| pair.split_once('=')) {
        let target = NAMES.iter().position(|(known, _)| *known == name).expect("a name");
        let value = match NAMES[target].1 {
            _ if value.is_empty() => Value::Unknown,
            Type::Bool => Value::Bool(value == "是"),
            Type::Text => Value::Text(case.texts.add(value)),
            Type::Date => Value::Date(NaiveDate::parse_from_str(value, "%Y-%m-%d").expect("a day")),
            _ => Value::Number(Decimal::from_str_exact(value).expect("a number")),
        };
        case.values.insert(target, value);
    }
    case
}

fn parsed(source: &str, case: &mut Case) -> Formula<Target> {
    check(source, case, |_| true, "").unwrap_or_else(|fault| panic!("{source}: {fault:?}"))
}

/// The value of `source` for `given`, in words: `？` for unknown.
fn value(source: &str, given: &str) -> String {
    let mut case = case(given);
    let formula = parsed(source, &mut case);
    match formula.value(&case) {
        Err(_) => "overflow".into(),
        Ok(Value::Unknown) => "？".into(),
        Ok(Value::Bool(truth)) => if truth { "是" } else { "否" }.into(),
        Ok(Value::Number(number)) => number.normalize().to_string(),
        Ok(Value::Date(day)) => day.to_string(),
        Ok(Value::Text(symbol)) => case.texts.get(symbol).to_owned(),
    }
}

/// What the checker says of `source`, which must be a test.
fn fault(source: &str) -> Option<Fault> {
    faults(source).into_iter().next()
}

/// Everything wrong with `source`.
fn faults(source: &str) -> Vec<Fault> {
    check(source, &mut Case::default(), |kind| kind == Type::Bool, "一个判断").err().unwrap_or_default()
}
