//! Answers as they stand in a findings workbook, also one that another program saved.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use rust_decimal::Decimal;

use crate::finding::Place;
use crate::intake::book::{self, Bounds, Cell, Layout, Rows, Value};
use crate::intake::plain;
use crate::tables::Input;

/// The columns of a findings workbook that an answer is read from: what it answers, and the answer.
pub const COLUMNS: [&str; 10] =
    ["识别码", "编号", "工作簿", "工作表", "单元格", "看到的", "答复", "理由", "答复人", "日期"];

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The row it stands in.
    pub place: Place,
    /// The mark of the finding it answers.
    pub key: String,
    /// The finding's code.
    pub code: String,
    /// The finding's place: file, sheet, address.
    pub at: [String; 3],
    /// What was seen.
    pub seen: String,
    /// The answer's word.
    pub word: String,
    /// Why.
    pub reason: String,
    /// Who answers.
    pub by: String,
    /// When.
    pub day: String,
}

/// The answers in the findings workbook at `path`, and what file that is.
///
/// # Errors
/// If it cannot be read, or is no findings workbook.
pub fn read(path: &Path) -> anyhow::Result<(Input, Vec<Given>)> {
    let named = || format!("读不出答复 {}", path.display());
    let book = book::open(path, &Bounds::of_file(path)).with_context(named)?;
    let label: Arc<str> = path.file_name().unwrap_or_default().to_string_lossy().into();
    let (mut given, mut found) = (Vec::new(), false);
    for (index, sheet) in book.sheets().iter().enumerate() {
        let mut lines = Lines { sheet: Place::sheet(&label, &sheet.name), columns: None, given: Vec::new() };
        book.stream(index, &mut lines).with_context(named)?;
        found |= lines.columns.is_some();
        given.extend(lines.given);
    }
    if !found {
        anyhow::bail!("{} 不是问题清单：没有“{}”这些列", path.display(), COLUMNS.join("”“"));
    }
    Ok((Input { file: label, bytes: book.bytes(), sha256: book.sha256() }, given))
}

/// A sheet while it streams by.
struct Lines {
    sheet: Place,
    columns: Option<[u32; COLUMNS.len()]>,
    given: Vec<Given>,
}

impl Rows for Lines {
    fn layout(&mut self, _layout: Layout) {}

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        let Some(columns) = self.columns else {
            let of =
                |title: &str| cells.iter().find(|cell| *plain(&text(cell.value)) == *title).map(|cell| cell.column);
            let found: Option<Vec<u32>> = COLUMNS.iter().map(|title| of(title)).collect();
            self.columns = found.and_then(|found| found.try_into().ok());
            return ControlFlow::Continue(());
        };
        let of = |column: u32| cells.iter().find(|cell| cell.column == column).map(|cell| text(cell.value));
        let [key, code, file, sheet, cell, seen, word, reason, by, day] =
            columns.map(|column| of(column).unwrap_or_default());
        if !word.is_empty() || !reason.is_empty() {
            let place = Place { row: Some(row), column: Some(columns[6]), ..self.sheet.clone() };
            self.given.push(Given { place, key, code, at: [file, sheet, cell], seen, word, reason, by, day });
        }
        ControlFlow::Continue(())
    }
}

/// A cell's text without blanks around it.
fn text(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.trim().to_owned(),
        Value::Number { value, .. } => Decimal::from_scientific(&format!("{value:.14e}"))
            .map_or_else(|_| String::new(), |number| number.normalize().to_string()),
        Value::DateTime(moment) => moment.format("%Y-%m-%d").to_string(),
        Value::Bool(truth) => if truth { "是" } else { "否" }.to_owned(),
        Value::Error(_) | Value::Uncalculated | Value::Picture => String::new(),
    }
}
