//! What is wrong with a policy file: line, column, a caret under the place, and what was probably meant.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// One thing wrong with a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// The bytes of the file it is about.
    pub span: Range<usize>,
    /// What was probably meant.
    pub suggestion: Option<String>,
    /// Where the same stands again: one slip in a name shows wherever the name is used.
    pub also: Vec<Range<usize>>,
}

impl Fault {
    /// The fault `message` at `span`.
    pub(super) fn new(mut message: String, span: Range<usize>) -> Self {
        // A file may hold a name of megabytes.
        const LONGEST: usize = 1_200;
        if let Some((end, _)) = message.char_indices().nth(LONGEST) {
            message.truncate(end);
            message.push('…');
        }
        Self { message, span, suggestion: None, also: Vec::new() }
    }
}

/// Faults that read the same become one with all its places, in the order of the file.
pub(super) fn once(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    let mut kept: Vec<Fault> = Vec::new();
    let mut known: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for fault in faults {
        match known.get(&fault.message) {
            Some(first) if kept[*first].span == fault.span || kept[*first].also.contains(&fault.span) => {}
            Some(first) => kept[*first].also.push(fault.span),
            None => {
                known.insert(fault.message.clone(), kept.len());
                kept.push(fault);
            }
        }
    }
    kept
}

/// A text of the file as a message quotes it: of a long one its beginning.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A policy file that cannot be used, with everything that is wrong with it.
#[derive(Clone, Debug)]
pub struct PolicyError {
    /// The file's name, as it was given.
    pub file: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// What is wrong, in the order of the file.
    pub faults: Vec<Fault>,
}

impl std::error::Error for PolicyError {}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        all(f, &self.file, &self.text, &self.faults)
    }
}

/// What is written in a policy that can be used, and does nothing, or does what nobody meant.
#[derive(Clone, Debug)]
pub struct Advice {
    /// The file's name, as it was given.
    pub file: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// The remarks, in the order of the file.
    pub remarks: Vec<Fault>,
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        all(f, &self.file, &self.text, &self.remarks)
    }
}

fn all(f: &mut fmt::Formatter<'_>, file: &str, text: &str, faults: &[Fault]) -> fmt::Result {
    const MOST: usize = 200;
    for (i, fault) in faults.iter().take(MOST).enumerate() {
        if i > 0 {
            writeln!(f)?;
        }
        write!(f, "{}", Shown { file, text, fault })?;
    }
    if faults.len() > MOST {
        writeln!(f, "\n还有 {} 处，改好以上再看。", faults.len() - MOST)?;
    }
    Ok(())
}

impl PolicyError {
    /// The line and column (in characters) of byte `at`, both from 1.
    #[must_use]
    pub fn position(&self, at: usize) -> (usize, usize) {
        position(&self.text, at)
    }
}

/// A fault as people see it.
pub(super) struct Shown<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub fault: &'a Fault,
}

/// What stands before byte `at`.
fn before(text: &str, at: usize) -> &str {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    &text[..at]
}

/// The line of byte `at`, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    position(text, at).0
}

fn position(text: &str, at: usize) -> (usize, usize) {
    let before = before(text, at);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, text, fault } = self;
        let (line, column) = position(text, fault.span.start);
        writeln!(f, "{file}:{line}:{column}：{}", fault.message)?;
        let number = line.to_string();
        let gutter = " ".repeat(number.len());
        let (shown, offset, marked) = self.window();
        writeln!(f, "{gutter} |")?;
        writeln!(f, "{number} | {shown}")?;
        writeln!(f, "{gutter} | {}{}", " ".repeat(offset), "^".repeat(marked))?;
        if let Some(suggestion) = &fault.suggestion {
            writeln!(f, "{gutter} = 是不是“{suggestion}”？")?;
        }
        const MOST: usize = 40;
        if !fault.also.is_empty() {
            let places = fault.also.iter().take(MOST).map(|span| position(text, span.start));
            let places: Vec<String> = places.map(|(line, column)| format!("{line}:{column}")).collect();
            let more = if fault.also.len() > MOST { " 等" } else { "" };
            writeln!(f, "{gutter} = 同样的还有 {} 处：{}{more}", fault.also.len(), places.join("、"))?;
        }
        Ok(())
    }
}

impl Shown<'_> {
    /// The line of the fault, of a long one the part around it; how many cells stand before the fault, and how wide it is.
    fn window(&self) -> (String, usize, usize) {
        const WIDEST: usize = 200;
        let before = before(self.text, self.fault.span.start);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text[line_start..].lines().next().unwrap_or_default();
        let lead = &before[line_start..];
        // A tab is one blank here, so that the caret stands below its place.
        let plain = |text: &str| text.chars().map(|c| if c == '\t' { ' ' } else { c }).collect::<String>();
        let end = self.fault.span.end.clamp(before.len(), line_start + line.len().max(lead.len()));
        let marked = self.text.get(before.len()..end).unwrap_or_default();
        if line.width() <= WIDEST {
            return (plain(line), lead.width(), marked.width().max(1));
        }
        let mut room = WIDEST / 2;
        let kept_lead = lead.char_indices().rev().take_while(|(_, c)| {
            let width = c.width().unwrap_or(0);
            let fits = width <= room;
            room = room.saturating_sub(width);
            fits
        });
        let from = kept_lead.last().map_or(lead.len(), |(at, _)| at);
        let dots = if from > 0 { "…" } else { "" };
        let rest: String =
            self.text[before.len()..].lines().next().unwrap_or_default().chars().take(WIDEST / 2).collect();
        let shown = format!("{dots}{}{}…", plain(&lead[from..]), plain(&rest));
        let offset = dots.width() + lead[from..].width();
        (shown, offset, marked.width().clamp(1, rest.width().max(1)))
    }
}
