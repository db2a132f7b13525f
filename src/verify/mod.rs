//! An award workbook against the one that the same data and policy give: everything that changes what a reader, a printer or another
//! program gets, however the copy was saved. Both are read in the same way into what they do, and that is compared; what is not
//! understood is named, and denies the better verdicts.

mod align;
mod cells;
mod charts;
mod covered;
mod divergence;
mod legible;
mod office;
mod scan;
mod settings;
mod sheets;
mod shift;
mod words;
mod working_paper;

pub use divergence::{Divergence, Kind};
pub use working_paper::{Cause, Difference, PolicyUsed, ProgramUsed, Remark, SecondOpinion, Stamp, WorkingPaper};

use office::OfficeBook;

use crate::intake::book::store::Store;
use crate::intake::book::{Book, BookFault};

/// What is never compared: it changes nothing that is read.
pub const LEFT_OUT: &str = "字体的名称（不是写字用的除外）、边框的粗细和颜色、窗口的位置和大小、选中的单元格、打开时先看到哪张表、\
    打印机自己的设置、单元格角上的绿色标记、图表的线条和阴影（盖住内容的除外）、文件的作者和修改时间";

/// How an award workbook stands to the one that the program writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The very bytes.
    Identical,
    /// Another file that says and shows the same.
    Same,
    /// Something differs, or could not be compared.
    Different,
}

impl Verdict {
    /// The words an auditor reads.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Identical => "逐字节相同",
            Self::Same => "内容相同，另存过",
            Self::Different => "不一致",
        }
    }
}

/// All that a comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Are both files the same bytes?
    pub identical: bool,
    /// Every difference, in the order of the expected workbook.
    pub divergences: Vec<Divergence>,
    /// What is in the given file and could not be compared.
    pub not_compared: Vec<String>,
    /// What the program that saved the copy changed without changing what is read.
    pub notes: Vec<String>,
    /// How many sheets, rows and cells were compared.
    pub sheets: usize,
    /// Rows with content.
    pub rows: usize,
    /// What it took, on any machine: cells read and signs of rows looked at. It grows with the workbooks.
    pub work: usize,
}

impl Comparison {
    /// That of a file with the very same bytes.
    #[must_use]
    pub fn identical() -> Self {
        Self { identical: true, ..Self::default() }
    }

    /// What it comes to.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.identical {
            Verdict::Identical
        } else if self.divergences.is_empty() && self.not_compared.is_empty() {
            Verdict::Same
        } else {
            Verdict::Different
        }
    }
}

/// Compares `given` with `expected`.
///
/// # Errors
/// If a workbook cannot be read.
pub fn compare(given: &Book, expected: &Book) -> Result<Comparison, BookFault> {
    if given.sha256() == expected.sha256() {
        return Ok(Comparison::identical());
    }
    compare_stored(&Store::Held(given.raw()), &Store::Held(expected.raw()))
}

/// The same of files that are known to differ, wherever their bytes are, without holding what else is read of them.
///
/// # Errors
/// If a workbook cannot be read.
pub(crate) fn compare_stored(given: &Store, expected: &Store) -> Result<Comparison, BookFault> {
    sheets::compare(&OfficeBook::open(given)?, &OfficeBook::open(expected)?)
}
