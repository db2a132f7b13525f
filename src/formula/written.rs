//! A formula back as text, as a policy file would write it.

use rust_decimal::Decimal;

use super::tree::{Arithmetic, Comparison, Expression, Function, Span};

/// What a name stands for, written back.
pub trait Named {
    /// How `name` is written where it stands for this: a column that is called like something else stands in brackets.
    fn written(&self, name: &str) -> String;
}

impl<R: Named> Expression<R> {
    /// The node as it is written in a policy file.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Number { value, percent: false } => value.to_string(),
            Self::Number { value, percent: true } => format!("{}%", (*value * Decimal::ONE_HUNDRED).normalize()),
            Self::Text(_, text) => format!("\"{text}\""),
            Self::Bool(value) => if *value { "TRUE" } else { "FALSE" }.into(),
            Self::Name { target, name, .. } => target.written(name),
            Self::Compare(op, left, right) => format!("{}{}{}", left.written(), op.sign(), right.written()),
            Self::Arithmetic(op, left, right) => {
                let tight = matches!(op, Arithmetic::Multiply | Arithmetic::Divide);
                let loose = |node: &Self| matches!(node, Self::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, ..));
                let left_bracket = tight && loose(left);
                let right_bracket =
                    (tight && matches!(**right, Self::Arithmetic(..))) || (*op == Arithmetic::Subtract && loose(right));
                format!("{}{}{}", bracketed(left, left_bracket), op.sign(), bracketed(right, right_bracket))
            }
            Self::Negate(inner) => format!("-{}", bracketed(inner, matches!(**inner, Self::Arithmetic(..)))),
            Self::Call(function, parts) => {
                let parts: Vec<String> = parts.iter().map(Self::written).collect();
                match function {
                    Function::Elapsed(span) => format!("DATEDIF({},\"{}\")", parts.join(","), span.letter()),
                    _ => format!("{}({})", function.name(), parts.join(",")),
                }
            }
            Self::Choice(choice) => choice.by.iter().map(Self::written).collect::<Vec<_>>().join("、"),
            Self::Scale(scale) => scale.by.written(),
        }
    }
}

fn bracketed<R: Named>(node: &Expression<R>, brackets: bool) -> String {
    if brackets { format!("({})", node.written()) } else { node.written() }
}

impl Comparison {
    /// As it is written.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "<>",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

impl Arithmetic {
    /// As it is written.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '-',
            Self::Multiply => '*',
            Self::Divide => '/',
        }
    }
}

impl Span {
    /// As `DATEDIF` writes it.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Years => 'Y',
            Self::Months => 'M',
            Self::Days => 'D',
        }
    }
}
