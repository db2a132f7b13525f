//! What is wrong with a policy file: line, column, a caret under the place, and what was probably meant.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use unicode_width::UnicodeWidthStr;

/// One thing wrong with a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// The bytes of the file it is about.
    pub span: Range<usize>,
    /// What was probably meant.
    pub suggestion: Option<String>,
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
        for (i, fault) in self.faults.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            self.one(f, fault)?;
        }
        Ok(())
    }
}

impl PolicyError {
    /// The line and column (in characters) of byte `at`, both from 1.
    #[must_use]
    pub fn position(&self, at: usize) -> (usize, usize) {
        let before = self.before(at);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    fn before(&self, at: usize) -> &str {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        &self.text[..at]
    }

    fn one(&self, f: &mut fmt::Formatter<'_>, fault: &Fault) -> fmt::Result {
        let (line, column) = self.position(fault.span.start);
        writeln!(f, "{}:{line}:{column}：{}", self.file, fault.message)?;
        let before = self.before(fault.span.start);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let shown = self.text[line_start..].lines().next().unwrap_or_default();
        let number = line.to_string();
        let gutter = " ".repeat(number.len());
        writeln!(f, "{gutter} |")?;
        writeln!(f, "{number} | {shown}")?;
        let within = self.before(fault.span.end.min(line_start + shown.len()));
        let marked = within.get(before.len()..).unwrap_or_default();
        let carets = "^".repeat(marked.width().max(1));
        writeln!(f, "{gutter} | {}{carets}", " ".repeat(before[line_start..].width()))?;
        if let Some(suggestion) = &fault.suggestion {
            writeln!(f, "{gutter} = 是不是“{suggestion}”？")?;
        }
        Ok(())
    }
}
