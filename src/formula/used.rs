//! What a formula rests on for one record: the names of the branch taken, not those of branches that the record never asks.

use std::sync::Arc;

use super::tree::{Expression, Function, Type};
use super::value::{Env, Value};

/// The names that `node` uses for `env`, in the order written. Where it cannot be told which branch is taken, the names of all.
/// A blank that is only asked whether it is one is not used.
#[must_use]
pub fn used<'e, R: Copy>(node: &'e Expression<R>, env: &impl Env<R>) -> Vec<(R, &'e Arc<str>, Type)> {
    let mut found = Vec::new();
    walk(node, env, &mut found);
    found
}

fn walk<'e, R: Copy>(node: &'e Expression<R>, env: &impl Env<R>, found: &mut Vec<(R, &'e Arc<str>, Type)>) {
    let mut all = |parts: &mut dyn Iterator<Item = &'e Expression<R>>| parts.for_each(|part| walk(part, env, found));
    match node {
        Expression::Name { target, name, kind } => found.push((*target, name, *kind)),
        Expression::Compare(_, left, right) | Expression::Arithmetic(_, left, right) => {
            all(&mut [&**left, &**right].into_iter());
        }
        Expression::Negate(inner) => walk(inner, env, found),
        Expression::Call(Function::IsBlank, parts) => {
            if parts[0].value(env) != Ok(Value::Unknown) {
                walk(&parts[0], env, found);
            }
        }
        Expression::Call(Function::If, parts) => {
            let test = parts[0].value(env).ok().and_then(Value::truth);
            let taken = [(0, true), (1, test != Some(false)), (2, test != Some(true))];
            all(&mut taken.into_iter().filter(|(_, taken)| *taken).map(|(part, _)| &parts[part]));
        }
        Expression::Call(_, parts) => all(&mut parts.iter()),
        Expression::Choice(choice) => {
            all(&mut choice.by.iter());
            match choice.row(env) {
                Ok(Ok(row)) => walk(&choice.rows[row].1, env, found),
                Ok(Err(true)) => choice.otherwise.iter().for_each(|otherwise| walk(otherwise, env, found)),
                _ => choice.rows.iter().for_each(|(_, figure)| walk(figure, env, found)),
            }
        }
        Expression::Scale(scale) => {
            walk(&scale.by, env, found);
            let reached = scale.reached(env).ok().flatten().unwrap_or(scale.steps.len());
            let first = if scale.marginal { 0 } else { reached.saturating_sub(1) };
            for step in &scale.steps[first..reached] {
                walk(&step.from, env, found);
                walk(&step.gives, env, found);
            }
        }
        Expression::Number { .. } | Expression::Text(..) | Expression::Bool(_) => {}
    }
}
