//! What is wrong with a policy file: line, column, a caret under the place, and what was probably meant.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;
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

/// Of faults that read the same only the first, with how many there are: one slip in a name shows wherever the name is used.
pub(super) fn once(faults: Vec<Fault>) -> Vec<Fault> {
    let mut kept: Vec<(Fault, usize)> = Vec::new();
    for fault in faults {
        match kept.iter_mut().find(|(known, _)| known.message == fault.message) {
            Some((_, count)) => *count += 1,
            None => kept.push((fault, 1)),
        }
    }
    let said = kept.into_iter().map(|(mut fault, count)| {
        if count > 1 {
            fault.message.push_str(&format!("（这样的共 {count} 处）"));
        }
        fault
    });
    said.collect()
}

/// What a parser says of the file's form, in the clerk's language.
pub(super) fn form(message: &str) -> String {
    if let Some((found, wanted)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("这里要写{}，写的是{}", kind(wanted), kind(found));
    }
    if let Some(rest) = message.strip_prefix("invalid length ") {
        let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
        let (found, wanted) = (numbers.next().unwrap_or("0"), numbers.next().unwrap_or("别的个数"));
        return format!("列表里应有 {wanted} 项，现有 {found} 项");
    }
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if says(&["duplicate key"]) {
        "同一项写了两次".into()
    } else if says(&["string", "quote"]) {
        "引号没有配对，文字要写在一对引号里".into()
    } else if says(&["array", "inline table", "table header", "unclosed"]) {
        "括号或逗号没有写对".into()
    } else if says(&["key with no value", "missing assignment", "expected `=`"]) {
        "少了等号和值".into()
    } else {
        "这一行的写法不对，请看引号、括号、等号和逗号".into()
    }
}

/// A figure that is written as people write it, and how a policy file writes it: `15万` is `150000`.
pub(super) fn figure(written: &str) -> Option<String> {
    if plain(written).is_some() {
        return None;
    }
    let digits: String =
        written.trim_end_matches('元').chars().filter(|c| !matches!(c, ',' | '，' | '_' | ' ')).collect();
    let (digits, unit) = match digits.strip_suffix('万') {
        Some(digits) => (digits, 10_000),
        None => digits.strip_suffix('亿').map_or((&*digits, 1), |digits| (digits, 100_000_000)),
    };
    let value = plain(digits)?.checked_mul(Decimal::from(unit))?.normalize();
    let meant = if value.is_integer() { value.to_string() } else { format!("\"{value}\"") };
    (!value.is_sign_negative()).then(|| format!("“{written}”不是数，写 {meant}"))
}

/// A plain decimal: digits, at most one point, a sign. Nothing a float or a programmer would write.
pub(super) fn plain(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (all_digits(whole) && all_digits(fraction)).then(|| Decimal::from_str_exact(text).ok()).flatten()
}

/// What a parser calls a value, as a clerk would.
fn kind(word: &str) -> &'static str {
    const KINDS: &[(&str, &str)] = &[
        ("boolean", "true 或 false"),
        ("float", "小数"),
        ("integer", "整数"),
        ("i32", "整数"),
        ("string", "文字（带引号）"),
        ("array", "列表 [ … ]"),
        ("sequence", "列表 [ … ]"),
        ("map", "一组 { 名 = 值 }"),
        ("table", "一组 { 名 = 值 }"),
        ("struct", "一组 { 名 = 值 }"),
        ("enum", "一组 { 名 = 值 }"),
        ("date", "日期"),
    ];
    KINDS.iter().find(|(known, _)| word.contains(known)).map_or("别的内容", |(_, kind)| kind)
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
