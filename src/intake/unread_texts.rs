//! What stands where nothing is read: on a sheet that is no table, above a header, in rows set aside, beside the table. Kept until the
//! register is known, so that no firm's record drops out unsaid.

use super::book::{Cell, Value};
use super::cell::shown;
use super::normalize::trim;

/// More texts of one sheet are not kept: by then enough are.
const MOST: usize = 200_000;
/// Longer texts are prose.
const LONGEST: usize = 120;

/// Where on a sheet a stray text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// The sheet is no table.
    Sheet,
    /// Above the header.
    Above,
    /// In a row set aside.
    Aside,
    /// In a column without a header.
    Beside,
}

/// A text that nothing has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadText {
    /// Where on the sheet.
    pub region: Region,
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// The text, trimmed.
    pub text: Box<str>,
}

/// The stray texts of a sheet.
#[derive(Clone, Debug, Default)]
pub struct UnreadTexts(pub Vec<UnreadText>);

impl UnreadTexts {
    /// Keeps the texts of `cells`, and numbers that may be codes.
    pub fn add<'a>(&mut self, region: Region, row: u32, cells: impl IntoIterator<Item = &'a Cell<'a>>) {
        for cell in cells {
            if self.0.len() >= MOST {
                return;
            }
            let text: Box<str> = match cell.value {
                Value::Text(text) if text.len() <= LONGEST && !trim(text).is_empty() => trim(text).into(),
                Value::Number { percent: false, .. } if region == Region::Sheet => shown(cell.value).into(),
                _ => continue,
            };
            self.0.push(UnreadText { region, row, column: cell.column, text });
        }
    }
}
