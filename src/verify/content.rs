//! A sheet of an award workbook, as far as it carries meaning: its cells' values and formulas, and what is hidden.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;

use super::canonical::canonical;
use crate::intake::book::{Book, BookFault, Cell, Formula, Layout, Rows, Value};

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Held {
    pub column: u32,
    /// The value, or the result stored with the formula.
    pub value: Scalar,
    /// The formula in its canonical form, and as it is written.
    pub formula: Option<(String, String)>,
}

/// A value by what it means, not by how a program stores it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    /// Nothing, or an empty text.
    Blank,
    /// A formula that stores no result.
    Uncalculated,
    /// A number by its 15 significant digits, as every spreadsheet program shows it.
    Number(String),
    Text(String),
}

/// A row that holds something.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub row: u32,
    pub cells: Vec<Held>,
}

/// A whole sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    pub lines: Vec<Line>,
    pub hidden: bool,
    pub hidden_rows: Vec<u32>,
    pub hidden_columns: Vec<u32>,
    shared: HashMap<u32, String>,
    formulas: HashMap<u32, (String, String)>,
}

/// Reads the sheet at `index`.
pub(super) fn read(book: &Book, index: usize) -> Result<Content, BookFault> {
    let mut content = Content::default();
    book.stream(index, &mut content)?;
    content.shared = HashMap::new();
    Ok(content)
}

impl Content {
    /// Does any formula store a result?
    pub fn has_results(&self) -> bool {
        let mut formulas = self.lines.iter().flat_map(|line| &line.cells).filter(|cell| cell.formula.is_some());
        formulas.any(|cell| cell.value != Scalar::Uncalculated)
    }
}

impl Rows for Content {
    fn layout(&mut self, layout: Layout) {
        self.hidden = layout.hidden;
        self.hidden_rows = layout.hidden_rows;
        self.hidden_columns = layout.hidden_columns;
    }

    fn wants_formulas(&self) -> bool {
        true
    }

    fn formula(&mut self, row: u32, column: u32, formula: Formula<'_>) {
        // The cells of a shared formula name the first, whose canonical form is theirs too.
        let known = formula.shared.and_then(|shared| self.shared.get(&shared).cloned());
        let canonical = match known {
            Some(known) if formula.text.is_empty() => known,
            _ => canonical(formula.text, row, column),
        };
        if let Some(shared) = formula.shared.filter(|_| !formula.text.is_empty()) {
            self.shared.insert(shared, canonical.clone());
        }
        self.formulas.insert(column, (canonical, formula.text.to_owned()));
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        let mut formulas = std::mem::take(&mut self.formulas);
        let mut held: Vec<Held> = cells
            .iter()
            .map(|cell| Held {
                column: cell.column,
                value: Scalar::of(cell.value),
                formula: formulas.remove(&cell.column),
            })
            .collect();
        held.extend(formulas.into_iter().map(|(column, formula)| Held {
            column,
            value: Scalar::Uncalculated,
            formula: Some(formula),
        }));
        held.retain(|held| held.formula.is_some() || held.value != Scalar::Blank);
        held.sort_by_key(|held| held.column);
        if !held.is_empty() {
            self.lines.push(Line { row, cells: held });
        }
        ControlFlow::Continue(())
    }
}

impl Scalar {
    fn of(value: Value<'_>) -> Self {
        match value {
            Value::Text("") => Self::Blank,
            Value::Text(text) | Value::Error(text) => Self::Text(text.replace("\r\n", "\n")),
            Value::Number { value, .. } => Self::number(value),
            Value::Bool(truth) => Self::Text(if truth { "TRUE" } else { "FALSE" }.to_owned()),
            Value::Moment(moment) => Self::Text(moment.format("%Y-%m-%d").to_string()),
            Value::Uncalculated => Self::Uncalculated,
        }
    }

    fn number(value: f64) -> Self {
        let shown = format!("{value:.14e}");
        let decimal = rust_decimal::Decimal::from_scientific(&shown).map(|decimal| decimal.normalize().to_string());
        Self::Number(decimal.unwrap_or(shown))
    }

    /// For people.
    pub fn shown(&self) -> String {
        match self {
            Self::Blank => "（空白）".to_owned(),
            Self::Uncalculated => "（没有结果）".to_owned(),
            Self::Number(text) | Self::Text(text) => text.clone(),
        }
    }
}

impl Line {
    /// Which row it is, wherever it stands and whatever its figures: the texts typed in, without those of formulas.
    pub fn identity(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for cell in self.cells.iter().filter(|cell| cell.formula.is_none()) {
            if let Scalar::Text(text) = &cell.value {
                (cell.column, text).hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    /// The first texts typed in, to recognise the row by.
    pub fn key(&self) -> String {
        let texts = self.cells.iter().filter_map(|cell| match (&cell.formula, &cell.value) {
            (None, Scalar::Text(text) | Scalar::Number(text)) => Some(text.as_str()),
            _ => None,
        });
        texts.take(3).collect::<Vec<_>>().join(" ")
    }
}
