//! What the names in a formula may stand for, and what can be wrong with it.

use std::ops::Range;
use std::sync::Arc;

use super::tree::Type;
use crate::texts::Symbol;

/// What the names in a formula may stand for.
pub trait Names<R> {
    /// What `name` stands for; `column` if it was written `[@name]`, which only ever means a column.
    fn find(&self, name: &str, column: bool) -> Option<(R, Type)>;
    /// Every name there is, for "did you mean".
    fn all(&self) -> Vec<Arc<str>>;
    /// The symbol of a text in the formula.
    fn text(&mut self, text: &str) -> Symbol;
    /// What may be written for the values of `target`, if they are a closed list: each way to write one, and the value.
    fn values(&self, target: R) -> Option<Vec<(Arc<str>, Arc<str>)>>;
}

/// What is wrong with a formula, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// The bytes of the formula's text it is about.
    pub span: Range<usize>,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

pub(super) fn fault(message: String, span: Range<usize>) -> Fault {
    Fault { message, span, suggestion: None }
}

/// The known word nearest to `word`, if it is near at all.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    const NEAR: f64 = 0.5;
    // No name is so long, and comparing takes the square of it.
    const LONGEST: usize = 100;
    if word.chars().nth(LONGEST).is_some() {
        return None;
    }
    known
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= NEAR)
        // Of equals the first: the policy's own order.
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|(_, candidate)| candidate.to_owned())
}
