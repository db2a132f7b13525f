//! From a formula's text to its checked tree: parsed by a formula parser, every name resolved, every type fitting.

use std::ops::Range;

use formualizer_parse::parser::parse;
use formualizer_parse::tokenizer::Tokenizer;

use super::fault::{Fault, Names, fault};
use super::tree::{Formula, Type};
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
