//! One thing that differs between two awards: what went in, a firm, a line; each with why.

use super::snapshot::LineState;
use crate::money::Money;

/// Something that went into the runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is: 数据, 参数, 政策, 程序, 稿别, 年度, 口径, 答复, 异议.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What it was; empty if it was not there.
    pub old: String,
    /// What it is; empty if it is gone.
    pub new: String,
}

/// A firm whose award differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirmChange {
    /// Its code.
    pub code: String,
    /// Its name, the new one if there is one.
    pub name: String,
    /// Status and payable before; `None`: it was not there.
    pub old: Option<(String, Option<Money>)>,
    /// Status and payable now; `None`: it is gone.
    pub new: Option<(String, Option<Money>)>,
    /// Its lines that differ.
    pub lines: Vec<LineChange>,
    /// The cut by the cap, before and now.
    pub cap_cut: (Money, Money),
    /// Why, in words.
    pub reason: String,
}

/// A line that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// The item's name.
    pub item: String,
    /// The record's name.
    pub record: String,
    /// The line before; `None`: it was not there.
    pub old: Option<LineState>,
    /// The line now; `None`: it is gone.
    pub new: Option<LineState>,
    /// Why, in words.
    pub reason: String,
}

impl FirmChange {
    /// Does it change what the firm gets or where it stands, and not only amounts that are not paid anyway?
    #[must_use]
    pub fn is_felt(&self) -> bool {
        self.old != self.new || self.cap_cut.0 != self.cap_cut.1 || self.lines.iter().any(LineChange::is_felt)
    }
}

impl LineChange {
    /// Do the line's status or its net differ?
    #[must_use]
    pub fn is_felt(&self) -> bool {
        let state = |line: &Option<LineState>| line.as_ref().map(|line| (line.status.clone(), line.net));
        state(&self.old) != state(&self.new)
    }
}
