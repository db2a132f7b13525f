//! The shape of a workbook: for each column of each sheet how many texts, numbers and formulas it holds, how long they are, and how many
//! of the texts differ. As text, one line a column:
//!
//! ```text
//! sheet column texts distinct text-length numbers formulas formula-length
//! ```

use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use anyhow::Context;
use calamine::{DataRef, Reader, Xlsx, open_workbook};

/// A sheet's columns, from the first to the last.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The columns.
    pub columns: Vec<Column>,
}

/// What a column holds.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Texts that are no formula's result.
    pub texts: u32,
    /// How many of them differ.
    pub distinct: u32,
    /// Their mean length in bytes.
    pub text_length: usize,
    /// Numbers, dates and truths that are no formula's result.
    pub numbers: u32,
    /// Formulas.
    pub formulas: u32,
    /// Their mean length in bytes.
    pub formula_length: usize,
}

impl Column {
    /// All cells that hold something.
    pub fn cells(&self) -> u32 {
        self.texts + self.numbers + self.formulas
    }
}

/// A column while it is counted: lengths are sums still.
#[derive(Default)]
struct Counting {
    column: Column,
    seen: HashSet<u64>,
}

/// The shape of the workbook at `path`.
pub fn count(path: &Path) -> anyhow::Result<String> {
    // Values and formulas come from two readers of the same cells, which advance together.
    let open = || open_workbook::<Xlsx<_>, _>(path).with_context(|| path.display().to_string());
    let (mut values_of, mut formulas_of) = (open()?, open()?);
    let hasher = RandomState::new();
    let mut out = String::new();
    for (sheet, name) in values_of.sheet_names().iter().enumerate() {
        let mut columns: BTreeMap<u32, Counting> = BTreeMap::new();
        let (mut values, mut formulas) =
            (values_of.worksheet_cells_reader(name)?, formulas_of.worksheet_cells_reader(name)?);
        let mut formula = formulas.next_formula()?;
        while let Some(cell) = values.next_cell()? {
            let here = cell.get_position();
            while formula.as_ref().is_some_and(|formula| formula.get_position() < here) {
                formula = formulas.next_formula()?;
            }
            let own = formula.as_ref().filter(|formula| formula.get_position() == here).map(calamine::Cell::get_value);
            let counting = columns.entry(here.1).or_default();
            let text = match cell.get_value() {
                DataRef::String(text) => Some(text.as_str()),
                DataRef::SharedString(text) => Some(*text),
                _ => None,
            };
            match (own.filter(|own| !own.is_empty()), text, cell.get_value()) {
                (Some(own), ..) => {
                    counting.column.formulas += 1;
                    counting.column.formula_length += own.len();
                }
                (None, Some(text), _) => {
                    counting.column.texts += 1;
                    counting.column.text_length += text.len();
                    counting.seen.insert(hasher.hash_one(text));
                }
                (None, None, DataRef::Empty) => {}
                (None, None, _) => counting.column.numbers += 1,
            }
        }
        for (at, Counting { column, seen }) in columns {
            let mean = |sum: usize, count: u32| sum / usize::try_from(count.max(1)).unwrap_or(1);
            let Column { texts, text_length, numbers, formulas, formula_length, .. } = column;
            let (text_length, formula_length) = (mean(text_length, texts), mean(formula_length, formulas));
            let distinct = seen.len();
            out.push_str(&format!(
                "{sheet} {at} {texts} {distinct} {text_length} {numbers} {formulas} {formula_length}\n"
            ));
        }
    }
    Ok(out)
}

/// Reads a shape back.
pub fn parse(text: &str) -> anyhow::Result<Vec<Sheet>> {
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in text.lines() {
        let figures: Vec<u32> = line.split(' ').map(str::parse).collect::<Result<_, _>>().context("a shape's line")?;
        let &[sheet, at, texts, distinct, text_length, numbers, formulas, formula_length] = figures.as_slice() else {
            anyhow::bail!("a shape's line has eight figures: {line}");
        };
        let (sheet, at) = (usize::try_from(sheet)?, usize::try_from(at)?);
        let (text_length, formula_length) = (usize::try_from(text_length)?, usize::try_from(formula_length)?);
        sheets.resize_with(sheets.len().max(sheet + 1), Sheet::default);
        let columns = &mut sheets[sheet].columns;
        columns.resize_with(columns.len().max(at + 1), Column::default);
        columns[at] = Column { texts, distinct, text_length, numbers, formulas, formula_length };
    }
    Ok(sheets)
}
