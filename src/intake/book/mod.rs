//! A spreadsheet file of any format, opened within bounds and streamed row by row.
//!
//! The format is known by its content, never by its name. What cannot be read exactly is refused with a [`BookFault`]:
//! a wrong number is worse than none.

mod binary;
mod bounds;
mod cell;
mod csv;
mod drawing;
mod fault;
mod file_type;
mod layout;
mod number_format;
mod ods;
pub(crate) mod package;
mod page;
mod runs;
mod second;
mod serial_date;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod test_support;
mod texts;
mod xlsx;
pub(crate) mod xml;
mod xml_chunks;
mod xml_tokens;

use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

pub use bounds::Bounds;
pub use cell::{Cell, Look, Marks, Value, ValueOf};
pub use drawing::{Drawing, Drawn};
pub use fault::{BookFault, Spot};
pub use layout::{Layout, Merge, Note};
use package::Package;
pub use second::{Disagreement, SecondReading, Wanted, read_again};
use store::{Bytes, Store};

use crate::plain_file;

/// What takes the rows of a sheet as they stream by.
pub trait Rows {
    /// Called once, before the first row.
    fn layout(&mut self, layout: Layout);
    /// One row with at least one filled cell; rows rise, cells rise by column. `Break` stops the sheet.
    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()>;
    /// What the formulas of the rows read came to, where no spreadsheet program has saved the workbook.
    fn calculated(&mut self, _formulas: Formulas) {}
}

/// What the formulas of a sheet came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Formulas {
    /// How many came to nought.
    pub zeros: u64,
    /// How many came to something else.
    pub others: u64,
}

impl Formulas {
    /// Counts one more.
    fn count(&mut self, value: f64) {
        // The bits of +0 and of -0.
        if value.abs().to_bits() == 0 {
            self.zeros += 1;
        } else {
            self.others += 1;
        }
    }
}

/// A worksheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetName {
    /// Its name.
    pub name: Arc<str>,
    /// Is it hidden?
    pub hidden: bool,
}

/// An opened workbook.
#[derive(Debug)]
pub struct Book {
    bytes: Bytes,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Xlsx(Box<xlsx::Workbook>),
    Xlsb(Box<binary::xlsb::Workbook>),
    Xls(Box<binary::xls::Workbook>),
    Ods(Box<ods::Document>),
    Csv(csv::Table),
}

/// Opens a file: reads it once, knows its format by its content, and compares what it claims with `bounds`.
///
/// # Errors
/// A [`BookFault`] if the file cannot be opened, is no spreadsheet, asks for a password, is too large or is damaged.
pub fn open(path: &Path, bounds: &Bounds) -> Result<Book, BookFault> {
    let bytes = Bytes(Arc::new(read(path, bounds)?));
    let content = content(&bytes, path, bounds)?;
    Ok(Book { bytes, content })
}

/// Knows the format by the first bytes, and a package by its parts.
fn content(bytes: &Bytes, path: &Path, bounds: &Bounds) -> Result<Content, BookFault> {
    let start = bytes.0.as_slice();
    if start.starts_with(b"PK\x03\x04") {
        let package = Package::open(&Store::Held(bytes.clone()), bounds)?;
        return if xlsx::Workbook::fits(&package) {
            Ok(Content::Xlsx(Box::new(xlsx::Workbook::open(package, bounds)?)))
        } else if binary::xlsb::Workbook::fits(&package) {
            Ok(Content::Xlsb(Box::new(binary::xlsb::Workbook::open(package, bounds)?)))
        } else if ods::Document::fits(&package) {
            Ok(Content::Ods(Box::new(ods::Document::open(&package, bounds)?)))
        } else if let Some(other) = file_type::package(&package) {
            Err(BookFault::Disguised(other))
        } else {
            Err(BookFault::Unreadable("压缩包里没有工作簿".into()))
        };
    }
    if start.starts_with(binary::xls::SIGN) {
        return Ok(Content::Xls(Box::new(binary::xls::Workbook::open(bytes.clone(), bounds)?)));
    }
    if let Some(other) = file_type::start(start) {
        return Err(BookFault::Disguised(other));
    }
    let Some(table) = csv::Table::decode(start, path) else {
        return Err(BookFault::Unreadable("不是电子表格文件".into()));
    };
    if let Some(other) = file_type::text(table.text()) {
        return Err(BookFault::Disguised(other));
    }
    if path.extension().is_some_and(|extension| file_type::promises_workbook(&extension.to_string_lossy())) {
        return Err(BookFault::Disguised("文字表格（CSV）"));
    }
    Ok(Content::Csv(table))
}

/// Reads a file whole, unless it is over the bound.
fn read(path: &Path, bounds: &Bounds) -> Result<Vec<u8>, BookFault> {
    let unreadable = |error: std::io::Error| BookFault::Unreadable(format!("读不出文件：{error}"));
    let (file, about) = plain_file::open(path).map_err(unreadable)?;
    bounds.file(about.len())?;
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    (&file).take(bounds.file + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    // It may have grown meanwhile.
    bounds.file(bytes.len() as u64)?;
    plain_file::unchanged(&file, &about).map_err(unreadable)?;
    if bytes.is_empty() {
        return Err(BookFault::Unreadable("文件是空的".into()));
    }
    Ok(bytes)
}

impl Book {
    /// The worksheets, in the workbook's order. Charts and dialogs are none.
    #[must_use]
    pub fn sheets(&self) -> &[SheetName] {
        match &self.content {
            Content::Xlsx(book) => book.sheets(),
            Content::Xlsb(book) => book.sheets(),
            Content::Xls(book) => book.sheets(),
            Content::Ods(book) => book.sheets(),
            Content::Csv(book) => book.sheets(),
        }
    }

    /// Streams a worksheet by its place in [`Book::sheets`]: its layout, then its rows. Sheets may be streamed side by
    /// side from several threads.
    ///
    /// # Errors
    /// A [`BookFault`] if the sheet is damaged or too large; rows handed over before it was met do not count.
    pub fn stream(&self, sheet: usize, rows: &mut dyn Rows) -> Result<(), BookFault> {
        if sheet >= self.sheets().len() {
            return Err(BookFault::damaged("没有这个工作表"));
        }
        match &self.content {
            Content::Xlsx(book) => book.stream(sheet, rows),
            Content::Xlsb(book) => book.stream(sheet, rows),
            Content::Xls(book) => book.stream(sheet, rows),
            Content::Ods(book) => book.stream(sheet, rows),
            Content::Csv(book) => book.stream(rows),
        }
    }

    /// The workbook's defined names and what each refers to; only .xlsx workbooks tell them.
    ///
    /// # Errors
    /// A [`BookFault`] if the file is damaged.
    pub fn defined_names(&self) -> Result<Vec<(String, String)>, BookFault> {
        match &self.content {
            Content::Xlsx(book) => book.defined_names(),
            _ => Ok(Vec::new()),
        }
    }

    /// Is it an .xlsx, by its content?
    #[must_use]
    pub fn is_xlsx(&self) -> bool {
        matches!(self.content, Content::Xlsx(_))
    }

    /// The file's bytes.
    pub(crate) fn raw(&self) -> store::Bytes {
        self.bytes.clone()
    }

    /// The file's SHA-256, in lower-case hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> String {
        self.bytes.sha256()
    }

    /// The file's size in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.0.len() as u64
    }

    /// The kind of this program's own output, such as `jiangbu-award`, if the workbook is one: its document properties
    /// name `jiangbu` as creator and the kind as category.
    #[must_use]
    pub fn own_output(&self) -> Option<&str> {
        match &self.content {
            Content::Xlsx(book) => book.mark(),
            _ => None,
        }
    }
}
