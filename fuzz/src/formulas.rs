//! The policy's formulas: checked, computed for blanks and for odd figures, put into words and into a cell.

use std::sync::Arc;

use chrono::NaiveDate;
use jiangbu::formula::{Cells, Env, Names, Type, Value, Vocabulary, check, live_test, live_value, value_words};
use jiangbu::texts::{Symbol, Texts};
use rust_decimal::Decimal;

const NAMES: [(&str, Type); 8] = [
    ("投入", Type::Money),
    ("收入", Type::Money),
    ("能耗", Type::Number),
    ("占比", Type::Share),
    ("年份", Type::Year),
    ("认定日", Type::Date),
    ("规模", Type::Text),
    ("合格", Type::Bool),
];

struct World {
    texts: Texts,
    figure: Option<Decimal>,
    text: Symbol,
}

impl Names<usize> for World {
    fn find(&self, name: &str, _: bool) -> Option<(usize, Type)> {
        NAMES.iter().position(|(known, _)| *known == name).map(|index| (index, NAMES[index].1))
    }

    fn all(&self) -> Vec<Arc<str>> {
        NAMES.iter().map(|(name, _)| (*name).into()).collect()
    }

    fn text(&mut self, text: &str) -> Symbol {
        self.texts.add(text)
    }

    fn values(&self, target: usize) -> Option<Vec<(Arc<str>, Arc<str>)>> {
        (NAMES[target].0 == "规模").then(|| ["规上", "规下"].map(|value| (value.into(), value.into())).to_vec())
    }
}

impl Env<usize> for World {
    fn value(&self, target: usize) -> Value {
        let Some(figure) = self.figure else { return Value::Unknown };
        match NAMES[target].1 {
            Type::Date => Value::Date(NaiveDate::from_ymd_opt(2022, 2, 28).expect("a day")),
            Type::Text => Value::Text(self.text),
            Type::Bool => Value::Bool(true),
            Type::Year => Value::Number(Decimal::from(2022)),
            _ => Value::Number(figure),
        }
    }
}

impl Vocabulary<usize> for World {
    fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol)
    }

    fn is_figure(&self, target: usize) -> bool {
        target == 3
    }
}

impl Cells<usize> for World {
    fn cell(&self, target: usize) -> String {
        format!("A{}", target + 1)
    }

    fn may_be_blank(&self, target: usize) -> bool {
        target % 2 == 0
    }
}

/// The bytes as a formula.
pub fn formula(bytes: &[u8]) {
    let Ok(source) = std::str::from_utf8(bytes) else { return };
    let mut texts = Texts::default();
    let text = texts.add("规上");
    let mut world = World { texts, figure: None, text };
    let formula = match check(source, &mut world, |_| true, "什么都行") {
        Ok(formula) => formula,
        Err(faults) => {
            assert!(!faults.is_empty(), "refused without a word");
            for fault in faults {
                assert!(!fault.message.is_empty() && source.get(fault.span).is_some(), "a fault stands in the formula");
            }
            return;
        }
    };
    for figure in [None, Some(Decimal::ZERO), Some(Decimal::new(-15, 1)), Some(Decimal::MAX), Some(Decimal::new(1, 28))] {
        world.figure = figure;
        // A figure may leave the range; it says so.
        let _ = formula.value(&world);
        let words = value_words(&formula, &world);
        assert!(!words.is_empty(), "a formula without words");
    }
    let live = [live_test(&formula, &world), live_value(&formula, &world)];
    assert!(live.iter().all(|live| live.matches('(').count() == live.matches(')').count() || live.contains('"')));
}
