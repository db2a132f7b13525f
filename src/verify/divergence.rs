//! One difference between an award workbook and what it should be.

use std::sync::Arc;

use crate::finding::Place;

/// What kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A sheet that should be there is not.
    SheetMissing,
    /// A sheet that should not be there is.
    SheetAdded,
    /// The sheets stand in another order.
    SheetMoved,
    /// A sheet was hidden.
    SheetHidden,
    /// Rows or columns were hidden.
    LinesHidden,
    /// A defined name points elsewhere, is missing or was added.
    NameChanged,
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
}

impl Kind {
    /// The words an auditor reads.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::SheetMissing => "工作表被删除",
            Self::SheetAdded => "多出工作表",
            Self::SheetMoved => "工作表次序改变",
            Self::SheetHidden => "工作表被隐藏",
            Self::LinesHidden => "行或列被隐藏",
            Self::NameChanged => "名称定义被改",
            Self::RowRemoved => "行被删除",
            Self::RowAdded => "多出一行",
            Self::RowMoved => "行被移动",
            Self::FormulaReplaced => "公式换成了数",
            Self::FormulaChanged => "公式被改",
            Self::ResultChanged => "公式的结果被改",
            Self::ValueChanged => "内容被改",
        }
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// What kind.
    pub kind: Kind,
    /// Where, in the given workbook (for what is missing: where it should be).
    pub place: Place,
    /// What should be there.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl Divergence {
    pub(super) fn on_sheet(kind: Kind, sheet: &Arc<str>) -> Self {
        let place = Place { sheet: Some(Arc::clone(sheet)), ..Place::default() };
        Self { kind, place, expected: String::new(), found: String::new() }
    }

    pub(super) fn with(self, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { expected: expected.into(), found: found.into(), ..self }
    }

    pub(super) fn at(mut self, row: u32, column: Option<u32>) -> Self {
        (self.place.row, self.place.column) = (Some(row), column);
        self
    }
}
