//! Every figure of the policy is a parameter, also one that stands inside a formula: it gets a name of its own, so that 政策参数, the
//! live formulas, comparisons of two policies and the tests at its edge reach it. Whoever writes the policy need not name it twice.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Target;
use super::loader::Loader;
use crate::formula::{Arithmetic, Comparison, Expression, Function, Type};

type Node = Expression<Target>;

/// A number of this size beside a year is a year.
const CALENDAR: u32 = 1_000;

impl Loader<'_> {
    /// Gives every figure in `node` a parameter.
    pub(super) fn name_figures(&mut self, node: &mut Node, span: &Range<usize>) {
        self.below(node, None, span);
    }

    /// The same, within a comparison or calculation that `note` describes.
    fn below(&mut self, node: &mut Node, note: Option<&str>, span: &Range<usize>) {
        let own = format!("公式里的 {}", node.written());
        match node {
            Expression::Compare(op, ..) => {
                let edge = match op {
                    Comparison::AtLeast | Comparison::AtMost => "；含本数",
                    Comparison::More | Comparison::Less => "；不含本数",
                    Comparison::Equal | Comparison::Unequal => "",
                };
                let note = format!("{own}{edge}");
                let Expression::Compare(_, left, right) = node else { return };
                let (of_left, of_right) = (kind(left), kind(right));
                self.figure_or_below(left, of_right, &note, span);
                self.figure_or_below(right, of_left, &note, span);
            }
            Expression::Arithmetic(op, ..) => {
                let alike = matches!(op, Arithmetic::Add | Arithmetic::Subtract);
                let note = note.map_or(own, str::to_owned);
                let Expression::Arithmetic(_, left, right) = node else { return };
                let (of_left, of_right) = if alike { (kind(left), kind(right)) } else { (Type::Number, Type::Number) };
                self.figure_or_below(left, of_right, &note, span);
                self.figure_or_below(right, of_left, &note, span);
            }
            Expression::Negate(inner) => self.below(inner, note, span),
            // The parts of a day are no figures of the policy.
            Expression::Call(Function::Date | Function::Unit, _) => {}
            // How many digits is no figure of the policy either.
            Expression::Call(Function::Round | Function::RoundDown | Function::RoundUp, _) => {
                let Expression::Call(_, parts) = node else { return };
                self.below(&mut parts[0], note, span);
            }
            Expression::Call(..) => {
                let note = note.map_or(own, str::to_owned);
                let Expression::Call(_, parts) = node else { return };
                let kind = parts.iter().map(kind).find(|kind| *kind == Type::Money).unwrap_or(Type::Number);
                parts.iter_mut().for_each(|part| self.figure_or_below(part, kind, &note, span));
            }
            Expression::Number { .. } => self.figure_or_below(node, Type::Number, note.unwrap_or("公式里的数"), span),
            // Tables are built from figures that have their names already.
            Expression::Name { .. }
            | Expression::Text(..)
            | Expression::Bool(_)
            | Expression::Choice(_)
            | Expression::Scale(_) => {}
        }
    }

    fn figure_or_below(&mut self, node: &mut Node, beside: Type, note: &str, span: &Range<usize>) {
        let Expression::Number { value, percent } = node else { return self.below(node, Some(note), span) };
        let whole = !*percent && (value.is_zero() || *value == Decimal::ONE);
        let year = beside == Type::Year && *value >= CALENDAR.into();
        if value.is_zero() || whole || year {
            return;
        }
        let kind = if *percent {
            Type::Share
        } else if beside == Type::Money {
            Type::Money
        } else {
            Type::Number
        };
        let taken = |loader: &Self, name: &str| loader.parameters.iter().any(|known| *known.name == *name);
        let stem: String = self.home.0.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
        let numbered = (2..).map(|number: u32| format!("{stem}_数{number}"));
        let mut names = std::iter::once(format!("{stem}_数")).chain(numbered);
        let Some(name) = names.find(|name| !taken(self, name)) else { return };
        let clause = self.home.1.clone();
        let parameter = self.add_parameter(&name, *value, kind, &clause, note, span.clone());
        *node = Expression::Name { target: Target::Parameter(parameter), name: name.into(), kind };
    }
}

/// What a node of a checked formula yields.
pub(super) fn kind(node: &Node) -> Type {
    match node {
        Expression::Number { percent: true, .. } => Type::Share,
        Expression::Number { .. } => Type::Number,
        Expression::Text(..) => Type::Text,
        Expression::Bool(_) | Expression::Compare(..) => Type::Bool,
        Expression::Name { kind, .. } => *kind,
        Expression::Negate(inner) => kind(inner),
        Expression::Arithmetic(op, left, right) => match (op, kind(left), kind(right)) {
            (Arithmetic::Divide, Type::Money, Type::Money) => Type::Share,
            (Arithmetic::Subtract, Type::Date, Type::Date) => Type::Number,
            (_, Type::Date, _) | (_, _, Type::Date) => Type::Date,
            (_, Type::Money, _) | (_, _, Type::Money) => Type::Money,
            (Arithmetic::Add | Arithmetic::Subtract, Type::Number, other) => other,
            (Arithmetic::Add | Arithmetic::Subtract, other, _) => other,
            _ => Type::Number,
        },
        Expression::Call(Function::If, parts) => kind(&parts[1]),
        Expression::Call(
            Function::Max
            | Function::Min
            | Function::Abs
            | Function::Round
            | Function::RoundDown
            | Function::RoundUp
            | Function::Int,
            parts,
        ) => kind(&parts[0]),
        Expression::Call(Function::Year, _) => Type::Year,
        Expression::Call(Function::Date | Function::MonthsLater, _) => Type::Date,
        Expression::Call(Function::Unit | Function::Month | Function::Day | Function::Elapsed(_), _) => Type::Number,
        Expression::Call(Function::And | Function::Or | Function::Not | Function::IsBlank | Function::AtLeast, _) => {
            Type::Bool
        }
        Expression::Choice(choice) => choice.rows.first().map_or(Type::Number, |(_, figure)| kind(figure)),
        Expression::Scale(scale) => match (scale.steps.first().map(|step| kind(&step.gives)), kind(&scale.by)) {
            (_, Type::Money) if scale.marginal => Type::Money,
            (gives, _) => gives.unwrap_or(Type::Number),
        },
    }
}
