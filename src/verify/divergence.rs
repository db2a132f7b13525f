//! One difference between an award workbook and what it should be.

use std::fmt;

use crate::finding::column_letters;

/// What kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A sheet that should be there is not.
    SheetMissing,
    /// A sheet that should not be there is.
    SheetAdded,
    /// The sheets stand in another order.
    SheetMoved,
    /// A sheet was hidden, or shown.
    SheetHidden,
    /// Something beside the cells, such as what is printed: in the words an auditor reads.
    Setting(&'static str),
    /// A column was added.
    ColumnAdded,
    /// A column was removed.
    ColumnRemoved,
    /// Columns are too narrow to be read, or hidden.
    ColumnsHidden,
    /// Rows are too low to be read, or hidden.
    LinesHidden,
    /// A row was removed.
    RowRemoved,
    /// A row was added.
    RowAdded,
    /// A row stands elsewhere.
    RowMoved,
    /// A formula was replaced by a value.
    FormulaReplaced,
    /// A formula is another one.
    FormulaChanged,
    /// The result stored with a formula is not its result.
    ResultChanged,
    /// A value is another one.
    ValueChanged,
    /// A cell looks different in a way that changes what is read.
    LookChanged(&'static str),
}

impl Kind {
    /// The words an auditor reads.
    #[must_use]
    pub fn label(self) -> String {
        let label = match self {
            Self::SheetMissing => "工作表被删除",
            Self::SheetAdded => "多出工作表",
            Self::SheetMoved => "工作表次序改变",
            Self::SheetHidden => "工作表被隐藏",
            Self::Setting("名称") => "名称定义被改",
            Self::ColumnAdded => "多出一列",
            Self::ColumnRemoved => "列被删除",
            Self::ColumnsHidden => "行或列被隐藏",
            Self::LinesHidden => "行或列被隐藏",
            Self::RowRemoved => "行被删除",
            Self::RowAdded => "多出一行",
            Self::RowMoved => "行被移动",
            Self::FormulaReplaced => "公式换成了数",
            Self::FormulaChanged => "公式被改",
            Self::ResultChanged => "公式的结果被改",
            Self::ValueChanged => "内容被改",
            Self::Setting(what) | Self::LookChanged(what) => return format!("{what}不同"),
        };
        label.to_owned()
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// What kind.
    pub kind: Kind,
    /// The sheet; empty for the whole workbook.
    pub sheet: String,
    /// Cells in the given workbook (for what is missing: where it should be), a row, a name; empty where there is one only.
    pub at: String,
    /// The column's header and the firm, as far as there are any.
    pub about: String,
    /// What should be there.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl Divergence {
    pub(super) fn new(kind: Kind, sheet: &str, at: impl Into<String>) -> Self {
        let (about, expected, found) = (String::new(), String::new(), String::new());
        Self { kind, sheet: sheet.to_owned(), at: at.into(), about, expected, found }
    }

    pub(super) fn with(self, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { expected: expected.into(), found: found.into(), ..self }
    }

    pub(super) fn about(self, about: impl Into<String>) -> Self {
        Self { about: about.into(), ..self }
    }
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::Difference::from(self.clone()).fmt(f)
    }
}

/// A cell's address as people see it.
pub(super) fn cell(row: u32, column: u32) -> String {
    format!("{}{}", column_letters(column), row + 1)
}
