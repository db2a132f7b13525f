//! A formula as a live formula of the award workbook, over the cells that hold its figures. It uses only functions that every
//! Excel, WPS and LibreOffice knows, and stays three-valued: a test yields 1, 0, or 0.5 for undetermined, a figure yields "" for unknown.
//!
//! Kleene's logic is then arithmetic: AND is MIN, OR is MAX, NOT is 1 − x.

use super::tree::{Arithmetic, Choice, Expression, Formula, Function, Scale, Span, Type};

/// Where the figures of a formula stand in the award workbook.
pub trait Cells<R> {
    /// The reference of the cell (or the defined name) that holds `target`.
    fn cell(&self, target: R) -> String;
    /// May the cell be empty? Parameters and the award year never are.
    fn may_be_blank(&self, target: R) -> bool;
    /// The cell that holds what `node` yields as a whole (empty if it is unknown), if there is one.
    fn whole(&self, _node: &Expression<R>) -> Option<String> {
        None
    }
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

/// The conditions under which the figure is known, each a formula that yields TRUE or FALSE, and the figure where they hold.
#[must_use]
pub fn live_figure<R: Copy>(formula: &Formula<R>, cells: &impl Cells<R>) -> (Vec<String>, String) {
    (known(&formula.root, cells), figure(&formula.root, cells))
}

/// `then` where all of `known` hold, else `""`.
#[must_use]
pub fn where_known(known: Vec<String>, then: &str) -> String {
    if_known(known, then, "\"\"")
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
            let sign = op.sign();
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
        Expression::Call(Function::AtLeast, parts) => {
            let tests: Vec<String> = parts[1..].iter().map(|part| test(part, cells)).collect();
            let count = |sign| tests.iter().map(|test| format!("({test}{sign})")).collect::<Vec<_>>().join("+");
            let wanted = figure(&parts[0], cells);
            let holds = format!("IF({}>={wanted},1,IF({}>={wanted},0.5,0))", count("=1"), count(">0"));
            if_known(known(&parts[0], cells), &holds, "0.5")
        }
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
    let parts = known_parts(node, cells);
    match cells.whole(node).filter(|_| !parts.is_empty()) {
        Some(cell) => vec![format!("{cell}<>\"\"")],
        None => parts,
    }
}

fn known_parts<R: Copy>(node: &Expression<R>, cells: &impl Cells<R>) -> Vec<String> {
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
        Expression::Call(Function::AtLeast, _) => vec![format!("{}<>0.5", test(node, cells))],
        Expression::Call(function, parts) => {
            let mut all: Vec<String> = parts.iter().flat_map(|part| known(part, cells)).collect();
            if let Function::Elapsed(_) = function {
                all.push(format!("{}>={}", figure(&parts[1], cells), figure(&parts[0], cells)));
            }
            all
        }
        Expression::Choice(choice) => choice_known(choice, cells),
        Expression::Scale(scale) => scale_known(scale, cells),
        Expression::Compare(..) => vec![format!("{}<>0.5", test(node, cells))],
    }
}

/// The figure of `node`, given that it is known.
fn figure<R: Copy>(node: &Expression<R>, cells: &impl Cells<R>) -> String {
    if let Some(cell) = cells.whole(node) {
        return cell;
    }
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
            let tight = matches!(op, Arithmetic::Multiply | Arithmetic::Divide);
            let right_tight = tight || *op == Arithmetic::Subtract;
            format!("{}{}{}", operand(left, cells, tight), op.sign(), operand(right, cells, right_tight))
        }
        Expression::Negate(inner) => format!("-{}", operand(inner, cells, true)),
        Expression::Call(Function::If, parts) => {
            format!("IF({}=1,{},{})", test(&parts[0], cells), figure(&parts[1], cells), figure(&parts[2], cells))
        }
        // Binary arithmetic may leave a whole number a trifle short.
        Expression::Call(Function::Int, parts) => format!("INT(ROUND({},10))", figure(&parts[0], cells)),
        Expression::Call(function @ (Function::Round | Function::RoundDown | Function::RoundUp), parts) => {
            format!("{}(ROUND({},10),{})", function.name(), figure(&parts[0], cells), figure(&parts[1], cells))
        }
        Expression::Call(Function::Elapsed(Span::Days), parts) => {
            format!("({}-{})", operand(&parts[1], cells, true), operand(&parts[0], cells, true))
        }
        Expression::Call(Function::Elapsed(span), parts) => format!("DATEDIF({},\"{}\")", list(parts), span.letter()),
        Expression::Choice(choice) => choice_figure(choice, cells),
        Expression::Scale(scale) => scale_figure(scale, cells),
        Expression::Call(
            function @ (Function::Year
            | Function::Date
            | Function::Max
            | Function::Min
            | Function::Abs
            | Function::Month
            | Function::Day
            | Function::MonthsLater),
            parts,
        ) => format!("{}({})", function.name(), list(parts)),
        // Tests; and UNIT, which only checks of the data use.
        Expression::Call(..) => test(node, cells),
        Expression::Compare(..) => format!("({}=1)", test(node, cells)),
    }
}

/// Given that what chooses is known: does it hold what the row asks?
fn row_test<R: Copy>(choice: &Choice<R>, keys: &[Option<Expression<R>>], cells: &impl Cells<R>) -> String {
    let tests = choice.by.iter().zip(keys).filter_map(|(by, key)| {
        Some(match key.as_ref()? {
            Expression::Bool(truth) => format!("{}={}", test(by, cells), u8::from(*truth)),
            key => format!("{}={}", figure(by, cells), figure(key, cells)),
        })
    });
    conjunction(tests.collect())
}

/// The rows of a table as conditions within each other; the innermost is `last`.
fn rows<R: Copy>(
    choice: &Choice<R>,
    cells: &impl Cells<R>,
    gives: impl Fn(&Expression<R>) -> String,
    last: String,
) -> String {
    choice
        .rows
        .iter()
        .rev()
        .fold(last, |below, (keys, of_row)| format!("IF({},{},{below})", row_test(choice, keys, cells), gives(of_row)))
}

fn choice_figure<R: Copy>(choice: &Choice<R>, cells: &impl Cells<R>) -> String {
    let otherwise = choice.otherwise.as_ref().map_or_else(|| "0".to_owned(), |otherwise| figure(otherwise, cells));
    rows(choice, cells, |of_row| figure(of_row, cells), otherwise)
}

fn choice_known<R: Copy>(choice: &Choice<R>, cells: &impl Cells<R>) -> Vec<String> {
    let of = |figure: &Expression<R>| conjunction(known(figure, cells));
    let plain =
        choice.rows.iter().map(|(_, figure)| figure).chain(&choice.otherwise).all(|f| known(f, cells).is_empty());
    if let [by] = choice.by.as_slice() {
        let mut all = known(by, cells);
        if !plain {
            let otherwise = choice.otherwise.as_ref().map_or_else(|| "TRUE".to_owned(), of);
            all.push(rows(choice, cells, of, otherwise));
        }
        return all;
    }
    // A blank matters only where another name has not settled the row already.
    let otherwise = choice.otherwise.as_ref().map_or_else(|| "TRUE".to_owned(), of);
    let nested = choice.rows.iter().rev().fold(otherwise, |below, (keys, of_row)| {
        let tests = choice.by.iter().zip(keys).filter_map(|(by, key)| {
            let key = key.as_ref()?;
            let holds = match key {
                Expression::Bool(truth) => {
                    return Some(if *truth { test(by, cells) } else { format!("(1-{})", test(by, cells)) });
                }
                key => format!("IF({}={},1,0)", figure(by, cells), figure(key, cells)),
            };
            Some(if_known(known(by, cells), &holds, "0.5"))
        });
        let tests: Vec<String> = tests.collect();
        if tests.is_empty() {
            return of(of_row);
        }
        let truth = format!("MIN({})", tests.join(","));
        format!("IF({truth}=1,{},IF({truth}=0,{below},FALSE))", of(of_row))
    });
    vec![nested]
}

fn scale_known<R: Copy>(scale: &Scale<R>, cells: &impl Cells<R>) -> Vec<String> {
    let mut all = known(&scale.by, cells);
    all.extend(scale.steps.iter().flat_map(|step| known(&step.from, cells)));
    let by = compared(&scale.by, cells);
    let reached = |number: usize| {
        let step = &scale.steps[number];
        format!("{by}{}{}", if step.inclusive { ">=" } else { ">" }, figure(&step.from, cells))
    };
    for (number, step) in scale.steps.iter().enumerate() {
        let own = known(&step.gives, cells);
        if own.is_empty() {
            continue;
        }
        let mut unless = vec![format!("NOT({})", reached(number)), conjunction(own)];
        if !scale.marginal && number + 1 < scale.steps.len() {
            unless.push(reached(number + 1));
        }
        all.push(format!("OR({})", unless.join(",")));
    }
    all
}

fn scale_figure<R: Copy>(scale: &Scale<R>, cells: &impl Cells<R>) -> String {
    if scale.marginal {
        let by = figure(&scale.by, cells);
        let parts = scale.steps.iter().enumerate().map(|(number, step)| {
            let until = match scale.steps.get(number + 1) {
                Some(next) => format!("MIN({by},{})", figure(&next.from, cells)),
                None => by.clone(),
            };
            format!("MAX(0,{until}-{})*{}", operand(&step.from, cells, true), operand(&step.gives, cells, true))
        });
        return parts.collect::<Vec<_>>().join("+");
    }
    let by = compared(&scale.by, cells);
    scale.steps.iter().fold("0".to_owned(), |below, step| {
        let sign = if step.inclusive { ">=" } else { ">" };
        format!("IF({by}{sign}{},{},{below})", figure(&step.from, cells), figure(&step.gives, cells))
    })
}

fn operand<R: Copy>(node: &Expression<R>, cells: &impl Cells<R>, tight: bool) -> String {
    let inner = figure(node, cells);
    let loose = match node {
        Expression::Arithmetic(..) => cells.whole(node).is_none(),
        Expression::Scale(scale) => scale.marginal && cells.whole(node).is_none(),
        _ => false,
    };
    if tight && loose { format!("({inner})") } else { inner }
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
                matches!(function, Function::And | Function::Or | Function::Not | Function::IsBlank | Function::AtLeast)
            }
            _ => false,
        }
    }
}
