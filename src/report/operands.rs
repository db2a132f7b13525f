//! The figures a formula of the policy uses, as cells of the row the formula stands in.

use std::sync::Arc;

use crate::finding::column_letters;
use crate::formula::{Cells, Env, Expression, Formula, Type, Value, live_figure, live_test, live_value};
use crate::policy::{Policy, Target};
use crate::record::Record;

use super::model::{Cell, Look, Row, Template, hole};

/// The award year's defined name.
pub(super) const YEAR_NAME: &str = "年度";

/// Figures that stand side by side from a column on.
#[derive(Clone, Debug, Default)]
pub(super) struct Operands {
    /// What stands where.
    pub list: Vec<(Target, Arc<str>, Type)>,
    /// The first column.
    pub first: u16,
    /// Figures that have a column of the row already.
    pub elsewhere: Vec<(Target, u16)>,
    /// What a column of the row holds as a whole.
    pub whole: Vec<(Expression<Target>, u16)>,
}

impl Operands {
    /// The figures of `formulas`, each once; parameters and the award year have cells of their own.
    pub fn of<'f>(formulas: impl IntoIterator<Item = &'f Formula<Target>>) -> Self {
        let mut operands = Self::default();
        for formula in formulas {
            operands.include(formula);
        }
        operands
    }

    pub fn include(&mut self, formula: &Formula<Target>) {
        for (target, name, kind) in formula.names() {
            self.add(target, name, kind);
        }
    }

    /// The same, without what stands only within parts that have a cell of their own.
    pub fn include_all_but_whole(&mut self, formula: &Formula<Target>) {
        let mut outside = Vec::new();
        self.outside(&formula.root, &mut outside);
        for (target, name, kind) in outside {
            self.add(target, &name, kind);
        }
    }

    fn outside(&self, node: &Expression<Target>, found: &mut Vec<(Target, Arc<str>, Type)>) {
        if self.whole.iter().any(|(known, _)| known == node) {
            return;
        }
        if let Expression::Name { target, name, kind } = node {
            found.push((*target, Arc::clone(name), *kind));
        }
        node.parts().into_iter().for_each(|part| self.outside(part, found));
    }

    pub fn add(&mut self, target: Target, name: &Arc<str>, kind: Type) {
        let shown = self.elsewhere.iter().any(|(known, _)| *known == target);
        if target.is_of_data() && !shown && self.list.iter().all(|(known, ..)| *known != target) {
            self.list.push((target, Arc::clone(name), kind));
        }
    }

    /// The column of `target`.
    pub fn column(&self, target: Target) -> Option<u16> {
        let elsewhere = self.elsewhere.iter().find(|(known, _)| *known == target).map(|(_, column)| *column);
        let own = || (self.first..).zip(&self.list).find(|(_, (known, ..))| *known == target);
        elsewhere.or_else(|| own().map(|(column, _)| column))
    }

    /// Fills in the figures of `record`.
    pub fn fill<'a>(&self, row: &mut Row<'a>, record: &Record<'a>) {
        for (target, _, kind) in &self.list {
            let value = record.value(*target);
            let item = match value {
                Value::Text(symbol) => record.item_name(*target, symbol),
                _ => None,
            };
            let (look, cell) = match item {
                Some(name) => (Look::Centred, Cell::Text(name.into())),
                None => value_cell(record, value, *kind),
            };
            row.push_as(look, cell);
        }
    }

    /// The test of `formula` as a template whose hole 0 is the row.
    pub fn test(&self, policy: &Policy, formula: &Formula<Target>) -> String {
        live_test(formula, &OperandCells { operands: self, policy })
    }

    /// The figure of `formula` as a template whose hole 0 is the row.
    pub fn value(&self, policy: &Policy, formula: &Formula<Target>) -> String {
        live_value(formula, &OperandCells { operands: self, policy })
    }

    /// The conditions under which the figure of `formula` is known, and the figure.
    pub fn figure(&self, policy: &Policy, formula: &Formula<Target>) -> (Vec<String>, String) {
        live_figure(formula, &OperandCells { operands: self, policy })
    }
}

/// What a limit comes to, from the formula of its amount: one that is worked out is never below nothing, and of whole fen.
pub(super) fn limit_of(amount: &Formula<Target>, figure: &str) -> String {
    match amount.root {
        Expression::Name { target: Target::Parameter(_), .. } => figure.to_owned(),
        _ => format!("MAX(0,ROUNDDOWN(ROUND({figure},6),2))"),
    }
}

/// A test yields 0, 0.5 or 1; this gives the words for them.
pub(super) fn verdict(test: &str, no: &str, open: &str, yes: &str) -> Template {
    Template::new(&format!("CHOOSE(2*{test}+1,\"{no}\",\"{open}\",\"{yes}\")"))
}

/// The only name in `formula`, if it is nothing but that name.
pub(super) fn single_name(formula: &Formula<Target>) -> Option<Target> {
    match formula.root {
        Expression::Name { target, .. } if target.is_of_data() => Some(target),
        _ => None,
    }
}

/// A column's letters.
pub(super) fn letters(column: u16) -> String {
    column_letters(column.into())
}

/// The cell of `column` in the row that a template is filled in for.
pub(super) fn own(column: u16) -> String {
    format!("{}{}", letters(column), hole(0))
}

/// A value as a cell.
pub(super) fn value_cell<'a>(record: &Record<'a>, value: Value, kind: Type) -> (Look, Cell<'a>) {
    let look = match kind {
        Type::Money => Look::Money,
        Type::Share => Look::Percent,
        Type::Year => Look::Whole,
        Type::Date => Look::Date,
        Type::Number => Look::Number,
        Type::Text | Type::Bool => Look::Centred,
    };
    let cell = match value {
        Value::Unknown => Cell::Blank,
        Value::Bool(truth) => Cell::Text(if truth { "是" } else { "否" }.into()),
        Value::Number(number) => Cell::Number(number),
        Value::Date(day) => Cell::Date(day),
        Value::Text(symbol) => Cell::Text(record.data.texts.get(symbol).into()),
    };
    (look, cell)
}

struct OperandCells<'o> {
    operands: &'o Operands,
    policy: &'o Policy,
}

impl Cells<Target> for OperandCells<'_> {
    fn cell(&self, target: Target) -> String {
        match target {
            Target::Parameter(parameter) => self.policy.parameters[parameter].name.to_string(),
            Target::Year => YEAR_NAME.to_owned(),
            // Every figure of the formula was included before it is rendered.
            _ => self.operands.column(target).map(own).unwrap_or_default(),
        }
    }

    fn may_be_blank(&self, target: Target) -> bool {
        target.is_of_data()
    }

    fn whole(&self, node: &Expression<Target>) -> Option<String> {
        self.operands.whole.iter().find(|(known, _)| known == node).map(|(_, column)| own(*column))
    }
}
