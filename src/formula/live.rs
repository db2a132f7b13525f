//! A formula as a live formula of the award workbook, over the cells that hold its figures. It uses only functions that every
//! Excel, WPS and LibreOffice knows, and stays three-valued: a test yields 1, 0, or 0.5 for undetermined, a figure yields "" for unknown.
//!
//! Kleene's logic is then arithmetic: AND is MIN, OR is MAX, NOT is 1 − x.

use super::tree::{Arithmetic, Comparison, Expression, Formula, Function, Type};

/// Where the figures of a formula stand in the award workbook.
pub trait Cells<R> {
    /// The reference of the cell (or the defined name) that holds `target`.
    fn cell(&self, target: R) -> String;
    /// May the cell be empty? Parameters and the award year never are.
    fn may_be_blank(&self, target: R) -> bool;
}

/// The test as a formula that yields 1 (holds), 0 (does not) or 0.5 (undetermined); without the leading `=`.
#[must_use]
pub fn live_test<R: Copy>(formula: &Formula<R>, cells: &impl Cells<R>) -> String {
    test(&formula.root, cells)
}

/// The figure as a formula that yields the number, or "" if it is unknown; without the leading `=`.
#[must_use]
pub fn live_value<R: Copy>(formula: &Formula<R>, cells: &impl Cells<R>) -> String {
    if_known(known(&formula.root, cells), &figure(&formula.root, cells), "\"\"")
}

fn test<R: Copy>(node: &Expression<R>, cells: &impl Cells<R>) -> String {
    let list = |parts: &[Expression<R>]| parts.iter().map(|part| test(part, cells)).collect::<Vec<_>>().join(",");
    match node {
        Expression::Bool(value) => if *value { "1" } else { "0" }.into(),
        Expression::Name { target, .. } => {
            let cell = cells.cell(*target);
            format!("IF({cell}=\"\",0.5,IF({cell}=\"是\",1,0))")
        }
        Expression::Compare(op, left, right) => {
            let sign = match op {
                Comparison::Equal => "=",
                Comparison::Unequal => "<>",
                Comparison::Less => "<",
                Comparison::AtMost => "<=",
                Comparison::More => ">",
                Comparison::AtLeast => ">=",
            };
            if left.kind_is_bool() || right.kind_is_bool() {
                let (left, right) = (test(left, cells), test(right, cells));
                return format!("IF(OR({left}=0.5,{right}=0.5),0.5,IF({left}{sign}{right},1,0))");
            }
            let holds = format!("IF({}{sign}{},1,0)", compared(left, cells), compared(right, cells));
            let mut known_sides = known(left, cells);
            known_sides.extend(known(right, cells));
            if_known(known_sides, &holds, "0.5")
        }
        Expression::Call(Function::And, parts) => format!("MIN({})", list(parts)),
        Expression::Call(Function::Or, parts) => format!("MAX({})", list(parts)),
        Expression::Call(Function::Not, parts) => format!("(1-{})", test(&parts[0], cells)),
        Expression::Call(Function::IsBlank, parts) => if_known(known(&parts[0], cells), "0", "1"),
        Expression::Call(Function::If, parts) => {
            let condition = test(&parts[0], cells);
            format!("IF({condition}=1,{},IF({condition}=0,{},0.5))", test(&parts[1], cells), test(&parts[2], cells))
        }
        // The checker lets nothing else be a test.
        _ => "0.5".into(),
    }
}

/// A side of a comparison: a quotient is rounded where binary arithmetic would blur it, far below what amounts can differ by.
fn compared<R: Copy>(node: &Expression<R>, cells: &impl Cells<R>) -> String {
    let mut divides = false;
    node.visit(&mut |inner| divides |= matches!(inner, Expression::Arithmetic(..)));
    let figure = figure(node, cells);
    if divides { format!("ROUND({figure},14)") } else { figure }
}

/// The conditions under which `node` is known, each a formula that yields TRUE or FALSE.
fn known<R: Copy>(node: &Expression<R>, cells: &impl Cells<R>) -> Vec<String> {
    match node {
        Expression::Number { .. } | Expression::Text(..) | Expression::Bool(_) => Vec::new(),
        Expression::Name { target, .. } if cells.may_be_blank(*target) => {
            vec![format!("{}<>\"\"", cells.cell(*target))]
        }
        Expression::Name { .. } => Vec::new(),
        Expression::Arithmetic(op, left, right) => {
            let mut all = known(left, cells);
            all.extend(known(right, cells));
            if *op == Arithmetic::Divide && !matches!(**right, Expression::Number { .. }) {
                all.push(format!("{}>0", figure(right, cells)));
            }
            all
        }
        Expression::Negate(inner) => known(inner, cells),
        Expression::Call(Function::If, parts) => {
            let condition = test(&parts[0], cells);
            let (yes, no) = (conjunction(known(&parts[1], cells)), conjunction(known(&parts[2], cells)));
            vec![format!("IF({condition}=1,{yes},IF({condition}=0,{no},FALSE))")]
        }
        Expression::Call(Function::Unit | Function::IsBlank, _) => Vec::new(),
        Expression::Call(_, parts) => parts.iter().flat_map(|part| known(part, cells)).collect(),
        Expression::Compare(..) => vec![format!("{}<>0.5", test(node, cells))],
    }
}

/// The figure of `node`, given that it is known.
fn figure<R: Copy>(node: &Expression<R>, cells: &impl Cells<R>) -> String {
    let list = |parts: &[Expression<R>]| parts.iter().map(|part| figure(part, cells)).collect::<Vec<_>>().join(",");
    match node {
        Expression::Number { value, percent: false } => value.to_string(),
        Expression::Number { value, percent: true } => {
            format!("{}%", (*value * rust_decimal::Decimal::ONE_HUNDRED).normalize())
        }
        Expression::Text(_, text) => quoted(text),
        Expression::Bool(value) => if *value { "TRUE" } else { "FALSE" }.into(),
        Expression::Name { target, .. } => cells.cell(*target),
        Expression::Arithmetic(op, left, right) => {
            let sign = match op {
                Arithmetic::Add => '+',
                Arithmetic::Subtract => '-',
                Arithmetic::Multiply => '*',
                Arithmetic::Divide => '/',
            };
            let tight = matches!(op, Arithmetic::Multiply | Arithmetic::Divide);
            let right_tight = tight || *op == Arithmetic::Subtract;
            format!("{}{sign}{}", operand(left, cells, tight), operand(right, cells, right_tight))
        }
        Expression::Negate(inner) => format!("-{}", operand(inner, cells, true)),
        Expression::Call(Function::If, parts) => {
            format!("IF({}=1,{},{})", test(&parts[0], cells), figure(&parts[1], cells), figure(&parts[2], cells))
        }
        Expression::Call(function, parts) => {
            let name = match function {
                Function::Year => "YEAR",
                Function::Date => "DATE",
                Function::Max => "MAX",
                Function::Min => "MIN",
                Function::Abs => "ABS",
                // Tests, and UNIT, which only checks of the data use.
                Function::And | Function::Or | Function::Not | Function::IsBlank | Function::If | Function::Unit => {
                    return test(node, cells);
                }
            };
            format!("{name}({})", list(parts))
        }
        Expression::Compare(..) => format!("({}=1)", test(node, cells)),
    }
}

fn operand<R: Copy>(node: &Expression<R>, cells: &impl Cells<R>, tight: bool) -> String {
    let inner = figure(node, cells);
    if tight && matches!(node, Expression::Arithmetic(..)) { format!("({inner})") } else { inner }
}

fn if_known(known: Vec<String>, then: &str, otherwise: &str) -> String {
    if known.is_empty() { then.to_owned() } else { format!("IF({},{then},{otherwise})", conjunction(known)) }
}

fn conjunction(mut all: Vec<String>) -> String {
    let mut seen = std::collections::HashSet::new();
    all.retain(|one| seen.insert(one.clone()));
    match all.as_slice() {
        [] => "TRUE".into(),
        [one] => one.clone(),
        many => format!("AND({})", many.join(",")),
    }
}

/// A text as a formula writes it.
#[must_use]
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

impl<R> Expression<R> {
    fn kind_is_bool(&self) -> bool {
        match self {
            Self::Bool(_) | Self::Compare(..) => true,
            Self::Name { kind, .. } => *kind == Type::Bool,
            Self::Call(function, _) => {
                matches!(function, Function::And | Function::Or | Function::Not | Function::IsBlank)
            }
            _ => false,
        }
    }
}
