//! From a formula's text to its checked tree: parsed by a formula parser, every name resolved, every type fitting.

use std::ops::Range;
use std::sync::Arc;

use formualizer_parse::parser::parse;
use formualizer_parse::tokenizer::Tokenizer;

use super::tree::{Formula, Type};
use super::typing::Checker;
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
    if let Some((at, wide, narrow)) = full_width(source) {
        return Err(vec![Fault {
            message: format!("公式里的符号要用半角，“{wide}”是全角的"),
            span: at..at + wide.len_utf8(),
            suggestion: Some(narrow.to_owned()),
        }]);
    }
    let tree = parse(format!("={source}")).map_err(|error| {
        vec![Fault {
            message: syntax(&error.message),
            // Only the tokenizer counts in bytes of the text; the parser counts tokens.
            span: match (error.position, Tokenizer::new(&format!("={source}"))) {
                (Some(at), Err(_)) => from(source, at.saturating_sub(1)),
                _ => whole.clone(),
            },
            suggestion: None,
        }]
    })?;
    let mut checker = Checker { source, names, others: Vec::new() };
    let (root, kind) =
        checker.node(&tree).map_err(|first| [vec![first], std::mem::take(&mut checker.others)].concat())?;
    if !wanted(kind) {
        return Err(vec![fault(format!("这里需要{wanted_label}，公式得出的是{}", kind.label()), whole)]);
    }
    Ok(Formula { source: source.into(), root, kind })
}

/// The first full-width sign outside quotes and column brackets: a Chinese keyboard writes them by itself.
fn full_width(source: &str) -> Option<(usize, char, &'static str)> {
    const SIGNS: &[(char, &str)] = &[
        ('，', ","),
        ('（', "("),
        ('）', ")"),
        ('“', "\""),
        ('”', "\""),
        ('＝', "="),
        ('＞', ">"),
        ('＜', "<"),
        ('≥', ">="),
        ('≤', "<="),
        ('≠', "<>"),
        ('＋', "+"),
        ('－', "-"),
        ('×', "*"),
        ('÷', "/"),
        ('％', "%"),
    ];
    let mut quoted = false;
    let mut bracketed = false;
    for (at, c) in source.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if quoted || bracketed => {}
            _ => {
                if let Some((wide, narrow)) = SIGNS.iter().find(|(wide, _)| *wide == c) {
                    return Some((at, *wide, narrow));
                }
            }
        }
    }
    None
}

/// From the character at byte `at` to the end; the last character if there is none.
fn from(source: &str, at: usize) -> Range<usize> {
    let starts = source.char_indices().map(|(start, _)| start);
    starts.take_while(|start| *start <= at).last().unwrap_or(0)..source.len()
}

/// What the parser says of a formula's form, in the clerk's language.
fn syntax(message: &str) -> String {
    let says = |words: &[&str]| words.iter().any(|word| message.to_lowercase().contains(word));
    let what = if says(&["opener", "closer", "paren", "bracket", "unclosed", "unmatched"]) {
        "括号没有配对"
    } else if says(&["string", "quote", "literal"]) {
        "引号没有配对"
    } else {
        "请看括号、逗号和运算符"
    };
    format!("公式写法不对：{what}")
}

/// Bytes of a formula, and brackets within brackets, that a reader could still follow; the parser's stack holds far more.
const LONGEST: usize = 8_000;
const DEEPEST: usize = 32;

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

pub(super) fn fault(message: String, span: Range<usize>) -> Fault {
    Fault { message, span, suggestion: None }
}

/// The known word nearest to `word`, if it is near at all.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    const NEAR: f64 = 0.5;
    known
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= NEAR)
        // Of equals the first: the policy's own order.
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|(_, candidate)| candidate.to_owned())
}
