//! From a formula's text to its checked tree: parsed by a formula parser, every name resolved, every type fitting.

use formualizer_parse::parser::parse;

use super::fault::{Fault, Names, fault};
use super::syntax;
use super::tree::{Expression, Formula, Function, NOWHERE, Type};
use super::typing::Checker;

/// Checks `source`, a formula without its leading `=`, which must yield a type that `wanted` accepts.
///
/// # Errors
/// Every [`Fault`] that can be told apart: syntax, unknown names and functions, types that do not fit.
pub fn check<R: Copy>(
    source: &str,
    names: &mut impl Names<R>,
    wanted: impl Fn(Type) -> bool,
    wanted_label: &str,
) -> Result<Formula<R>, Vec<Fault>> {
    let whole = 0..source.len();
    if source.len() > LONGEST || depth(source) > DEEPEST {
        return Err(vec![fault("公式太长或者括号套得太深，请分成几个事实来写".into(), whole)]);
    }
    let of_form = syntax::faults(source, |name| names.find(name, false).is_some());
    if !of_form.is_empty() {
        return Err(of_form);
    }
    // What the form lets pass and the parser does not.
    let unread = || vec![fault("公式写法不对，请看运算符、逗号和括号".into(), whole.clone())];
    let tree = parse(format!("={source}")).map_err(|_| unread())?;
    let mut checker = Checker { source, names, others: Vec::new() };
    let (root, kind) =
        checker.node(&tree).map_err(|first| [vec![first], std::mem::take(&mut checker.others)].concat())?;
    if !wanted(kind) {
        return Err(vec![fault(format!("这里需要{wanted_label}，公式得出的是{}", kind.label()), whole)]);
    }
    if nested(&root) > MOST_NESTED {
        return Err(vec![fault("判断里面又套判断，层数太多，请分成几个事实来写".into(), whole)]);
    }
    Ok(Formula { source: source.into(), root, kind, place: NOWHERE })
}

/// Bytes of a formula, and brackets within brackets, that a reader could still follow; the parser's stack holds far more.
const LONGEST: usize = 8_000;
const DEEPEST: usize = 32;

/// Tests within the conditions of IF, and compared with each other: each doubles the live formula.
const MOST_NESTED: usize = 5;

fn nested<R>(node: &Expression<R>) -> usize {
    let most = |parts: &mut dyn Iterator<Item = &Expression<R>>| parts.map(nested).max().unwrap_or(0);
    match node {
        Expression::Call(Function::If, parts) => (nested(&parts[0]) + 1).max(most(&mut parts[1..].iter())),
        Expression::Call(_, parts) => most(&mut parts.iter()),
        Expression::Compare(_, left, right) => {
            let tests =
                [left, right].iter().any(|side| matches!(***side, Expression::Compare(..) | Expression::Call(..)));
            most(&mut [&**left, &**right].into_iter()) + usize::from(tests)
        }
        Expression::Arithmetic(_, left, right) => most(&mut [&**left, &**right].into_iter()),
        Expression::Negate(inner) => nested(inner),
        // No formula that is written holds a table.
        _ => 0,
    }
}

/// How deep brackets stand within each other, and signs before signs.
fn depth(source: &str) -> usize {
    let (mut deep, mut deepest, mut signs) = (0usize, 0, 0usize);
    for c in source.chars().filter(|c| !c.is_whitespace()) {
        signs = if matches!(c, '+' | '-') { signs + 1 } else { 0 };
        match c {
            '(' | '{' | '[' => deep += 1,
            ')' | '}' | ']' => deep = deep.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(deep).max(signs);
    }
    deepest
}
