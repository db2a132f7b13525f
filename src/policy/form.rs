//! The form of a policy file: its TOML with every place. A slip of the form is told by what stands at its place; what can be read
//! all the same is read, so that the other faults come with it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Fault;

/// The file's tree; the faults of its form; and whether they leave the tree whole.
pub(super) struct Form<'i> {
    pub root: Spanned<DeValue<'i>>,
    pub faults: Vec<Fault>,
    /// No bracket is open: every section that is written is in the tree.
    pub whole: bool,
}

pub(super) fn read(text: &str) -> Form<'_> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut faults: Vec<Fault> = Vec::new();
    let mut whole = true;
    let mut told = 0..0;
    let mut spans: Vec<Range<usize>> = errors.iter().map(|error| clamp(error.span(), text)).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    for span in spans.into_iter().take(MOST) {
        let line = line(text, span.start);
        // One slip upsets the rest of its line.
        if !faults.is_empty() && line == told {
            continue;
        }
        told = line.clone();
        let (message, gentle) = slip(text, &span, line);
        faults.push(Fault::new(message, span));
        if !gentle {
            // What follows an open bracket is read as what it is not.
            whole = false;
            break;
        }
    }
    let span = root.span();
    Form { root: Spanned::new(span, DeValue::Table(root.into_inner())), faults, whole }
}

fn clamp(span: Option<Range<usize>>, text: &str) -> Range<usize> {
    let span = span.unwrap_or(0..0);
    span.start.min(text.len())..span.end.min(text.len()).max(span.start.min(text.len()))
}

/// The bytes of the line in which `at` stands.
fn line(text: &str, at: usize) -> Range<usize> {
    let start = text.as_bytes()[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let end = text.as_bytes()[at..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |newline| at + newline);
    start..end
}

/// What is said of quotes that are not a keyboard's plain ones.
pub(super) const WIDE_QUOTES: &str = "引号要用半角的";

/// Slips of form that are looked at: a file with more of them is no policy.
const MOST: usize = 200;

/// Signs that stand between values.
const SIGNS: [char; 6] = ['=', ',', '[', ']', '{', '}'];

/// What is wrong at `span`, and whether the rest of the file can be read all the same.
fn slip(text: &str, span: &Range<usize>, line: Range<usize>) -> (String, bool) {
    let marked = text.get(span.clone()).unwrap_or_default();
    let line = text.get(line).unwrap_or_default().trim();
    let quotes = |sign: char| line.matches(sign).count() % 2 == 1;
    let balance = |open: char, close: char| line.matches(open).count() == line.matches(close).count();
    let balanced = balance('[', ']') && balance('{', '}');
    let after = text.get(span.end..).unwrap_or_default().trim_start_matches([' ', '\t']);
    let key =
        !marked.is_empty() && (after.starts_with(['=', '.']) || (line.starts_with('[') && after.starts_with(']')));
    let bare = marked.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    let said = if marked.contains(['“', '”', '‘', '’']) {
        WIDE_QUOTES
    } else if key && (bare || marked.starts_with(['"', '\''])) {
        "同一项写了两次"
    } else if key {
        "名里有汉字的，要写在一对引号里"
    } else if quotes('"') || quotes('\'') || !(marked.is_empty() || marked.starts_with(SIGNS)) {
        "引号没有配对，文字要写在一对引号里"
    } else if !balanced || open(text, span.start) || marked.starts_with(&SIGNS[1..]) {
        return ("括号或逗号没有写对".into(), false);
    } else if !line.contains('=') {
        // What follows is lost to the parser.
        return ("少了等号和值".into(), false);
    } else {
        "这一行的写法不对，请看引号、括号、等号和逗号"
    };
    (said.into(), balanced)
}

/// Is a bracket still open before `at`? Texts and comments are passed over.
fn open(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let (mut deep, mut at) = (0usize, 0);
    while let Some(c) = before[at..].chars().next() {
        let rest = &before[at..];
        let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| rest.starts_with(quotes));
        if let Some(quotes) = quotes {
            let inner = &rest[quotes.len()..];
            at += quotes.len() + inner.find(quotes).map_or(inner.len(), |end| end + quotes.len());
            continue;
        }
        match c {
            '#' => {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            '[' | '{' => deep += 1,
            ']' | '}' => deep = deep.saturating_sub(1),
            _ => {}
        }
        at += c.len_utf8();
    }
    deep > 0
}
