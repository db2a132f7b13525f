//! A finding: something in the data that a person must mend or know, with its place.

pub mod catalogue;

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

pub use catalogue::{Answer, Entry};

/// How grave a finding is. Any [`Severity::Error`] keeps the award workbook from being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 错误: must be mended.
    Error,
    /// 警告: should be looked at; the figures stand.
    Warning,
    /// 提示: worth knowing.
    Note,
}

impl Severity {
    /// The word a clerk reads.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Error => "错误",
            Self::Warning => "警告",
            Self::Note => "提示",
        }
    }
}

/// Where a finding stands: workbook › sheet › cell, as far as known. `row` and `column` are counted from 0; people see `D17`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The workbook's file name, without its folder.
    pub file: Option<Arc<str>>,
    /// The sheet's name.
    pub sheet: Option<Arc<str>>,
    /// The row, from 0.
    pub row: Option<u32>,
    /// The column, from 0.
    pub column: Option<u32>,
}

impl Place {
    /// The names that may speak of all that stands here: the sheet's, and the file's without its ending.
    #[must_use]
    pub fn names(&self) -> [&str; 2] {
        let file = self.file.as_deref().unwrap_or_default();
        [self.sheet.as_deref().unwrap_or_default(), file.rsplit_once('.').map_or(file, |(stem, _)| stem)]
    }

    /// A whole workbook.
    #[must_use]
    pub fn file(file: &Arc<str>) -> Self {
        Self { file: Some(Arc::clone(file)), ..Self::default() }
    }

    /// A whole sheet.
    #[must_use]
    pub fn sheet(file: &Arc<str>, sheet: &Arc<str>) -> Self {
        Self { sheet: Some(Arc::clone(sheet)), ..Self::file(file) }
    }

    /// One cell; `row` and `column` from 0.
    #[must_use]
    pub fn cell(file: &Arc<str>, sheet: &Arc<str>, row: u32, column: u32) -> Self {
        Self { row: Some(row), column: Some(column), ..Self::sheet(file, sheet) }
    }

    /// The cell's address as the user sees it, `D17`; a row alone gives `17`.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        match (self.row, self.column) {
            (Some(row), Some(column)) => Some(format!("{}{}", column_letters(column), row + 1)),
            (Some(row), None) => Some((row + 1).to_string()),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.address();
        let parts = [self.file.as_deref(), self.sheet.as_deref(), address.as_deref()];
        let mut parts = parts.into_iter().flatten();
        if let Some(first) = parts.next() {
            f.write_str(first)?;
        }
        parts.try_for_each(|part| write!(f, " › {part}"))
    }
}

/// `0` → `A`, `26` → `AA`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = String::with_capacity(3);
    push_column_letters(&mut letters, column);
    letters
}

/// Appends them.
pub fn push_column_letters(out: &mut String, column: u32) {
    if let Some(before) = (column / 26).checked_sub(1) {
        push_column_letters(out, before);
    }
    out.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
}

/// One finding. `seen`, `why` and `expected` belong to this case; meaning and remedy to its kind, so the same fault always reads the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The permanent code, such as `E201`.
    pub code: Arc<str>,
    /// How grave.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What is wrong, in a few words, the same for each case of this kind.
    pub title: Arc<str>,
    /// The value seen, as the user sees it; empty where there is none.
    pub seen: String,
    /// What else this case has to tell, in words of the program: what is missing, where the first of two stands.
    pub why: String,
    /// What was expected.
    pub expected: String,
    /// The clause it rests on, such as `三(二)1`.
    pub clause: Option<Arc<str>>,
    /// How to mend it.
    pub remedy: Arc<str>,
    /// How it can be answered instead.
    pub answer: Answer,
    /// The table it concerns, by name, where the place does not tell.
    pub table: Option<Arc<str>>,
    /// A mark of all that the sheet or the file holds, where an answer may pass it over.
    pub contents: String,
}

impl Finding {
    /// A finding of a kind the program knows.
    #[must_use]
    pub fn new(entry: &'static Entry, place: Place, seen: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            code: entry.code.into(),
            severity: entry.severity,
            place,
            title: entry.title.into(),
            seen: seen.into(),
            why: String::new(),
            expected: expected.into(),
            clause: None,
            remedy: entry.remedy.into(),
            answer: entry.answer,
            table: None,
            contents: String::new(),
        }
    }

    /// The same, with what else this case has to tell.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    /// The same, resting on `clause`.
    #[must_use]
    pub fn with_clause(mut self, clause: Option<Arc<str>>) -> Self {
        self.clause = clause;
        self
    }

    /// The same, concerning the table called `table`.
    #[must_use]
    pub fn about(mut self, table: &Arc<str>) -> Self {
        self.table = Some(Arc::clone(table));
        self
    }

    /// What was seen: the value, or what the case has to tell where there is none.
    #[must_use]
    pub fn observed(&self) -> &str {
        if self.seen.is_empty() { &self.why } else { &self.seen }
    }

    /// One sentence for terminal, workbook and JSON.
    #[must_use]
    pub fn message(&self) -> String {
        let mut out = self.title.to_string();
        if !self.seen.is_empty() {
            out.push_str(&format!("：“{}”", printable(&self.seen, LONGEST_SEEN)));
        }
        if !self.why.is_empty() {
            out.push_str(if self.seen.is_empty() { "：" } else { "，" });
            out.push_str(&printable(&self.why, LONGEST_SAID));
        }
        if !self.expected.is_empty() {
            // Chinese stands apart from letters and digits.
            let gap = if self.expected.starts_with(|c: char| c.is_ascii_alphanumeric()) { " " } else { "" };
            out.push_str(&format!("，应为{gap}{}", printable(&self.expected, LONGEST_SAID)));
        }
        if let Some(clause) = &self.clause {
            out.push_str(&format!("（{clause}）"));
        }
        out.push('。');
        out.push_str(&self.remedy);
        out
    }

    /// The order of findings by place, errors first at one place, then by code.
    #[must_use]
    pub fn order(&self) -> (&Place, Severity, &str) {
        (&self.place, self.severity, &self.code)
    }
}

/// How much of what a cell holds is repeated.
const LONGEST_SEEN: usize = 80;

/// How much of what the program says: a list of what may be filled in has its end.
const LONGEST_SAID: usize = 240;

/// Without control characters, which would reach a terminal or break a sheet, and not endlessly long.
fn printable(text: &str, longest: usize) -> String {
    let mut out: String = text.chars().filter(|c| !c.is_control()).take(longest).collect();
    if text.chars().count() > longest {
        out.push('…');
    }
    out
}

/// The findings in their order, errors before warnings before notes.
#[must_use]
pub fn gravest_first(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_the_user_sees_it() {
        let (file, sheet): (Arc<str>, Arc<str>) = ("税务数据.xlsx".into(), "税收地方财力".into());
        assert_eq!(Place::cell(&file, &sheet, 16, 3).to_string(), "税务数据.xlsx › 税收地方财力 › D17");
        assert_eq!(Place::file(&file).to_string(), "税务数据.xlsx");
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
