//! Where the columns and rows of 合计上限 stand: one row a line, limit by limit, the lines of firms that are limited together below
//! each other.

use std::collections::HashMap;
use std::ops::Range;

use crate::award::Assessment;
use crate::index::FirmIndex;
use crate::policy::Policy;
use crate::report::ReportError;
use crate::report::model::{Column, Columns, FIRST_ROW, Look, capacity};
use crate::report::operands::letters;

pub(in crate::report) const NAME: &str = "合计上限";

/// Where the columns and rows stand; none of either for a policy without joint limits.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct JointColumns {
    pub columns: Vec<Column>,
    pub before: u16,
    pub sum: u16,
    pub most: u16,
    pub after: u16,
    /// The most a line may yet be paid.
    pub at_most: u16,
    /// Whole fen and remainder; or what is due up to here, and at most.
    pub parts: (u16, u16),
    /// The line's place among equal remainders; or what is due before it.
    pub place: u16,
    /// What is due before it at most.
    pub ahead: u16,
    /// Of a group: is it open, the fen left over, the remainder that still gets one, and how many are above it.
    pub group: [u16; 4],
    /// The first row of each group, from 0, and one past the last.
    starts: Vec<usize>,
    /// A firm's rows in a group.
    of_firm: HashMap<(usize, FirmIndex), Range<usize>>,
    /// For each row, the one of the same line under an earlier limit.
    pub earlier: Vec<Option<usize>>,
    /// A line's row under the last limit it stands under.
    last: HashMap<usize, usize>,
}

impl JointColumns {
    pub fn new(policy: &Policy, assessment: &Assessment) -> Result<Self, ReportError> {
        if policy.joint_limits.is_empty() {
            return Ok(Self::default());
        }
        let mut columns = Columns::default();
        columns.add(Column::new("上限", 15, Look::Wrapped));
        columns.add(Column::new("合计对象", 16, Look::Wrapped).noted("同一对象的几家企业合起来计算；空白的单独计算"));
        columns.add(Column::new(policy.titles()[1].to_string(), 20, Look::Wrapped));
        columns.add(Column::new("奖励项目", 14, Look::Wrapped));
        columns.add(Column::new("记录", 15, Look::Wrapped));
        let money = |title: &'static str| Column::new(title, 14, Look::Money);
        let before = columns.add(money("上限前").noted("这一上限以前的数；企业待定的空着"));
        let sum = columns.add(money("对象合计"));
        let most = columns.add(money("上限金额"));
        let after = columns.add(Column::new("上限后", 14, Look::Strong).noted("定不下来的空着"));
        columns.add(money("削减").totalled());
        columns.add(Column::new(policy.titles()[0].to_string(), 21, Look::Text).on_screen());
        columns.add(Column::new("来源", 50, Look::Text).noted("合计对象、先后从哪里来").on_screen());
        let mut aside = |title: &'static str, note: &'static str| columns.add(money(title).noted(note).aside());
        let at_most = aside("至多", "企业待定的，最多可能是多少；没有底的写 1 万亿");
        let first = aside("整分\n或累计", "按比例的：整分；按先后的：到本行为止的合计");
        let second = aside("余数\n或至多累计", "按比例的：不足一分的部分；按先后的：到本行为止至多");
        let place = aside("同余数位次\n或在前合计", "按比例的：余数与门槛相同的第几个；按先后的：在前的合计");
        let ahead = aside("在前至多", "按先后的：在前的至多多少");
        let open = aside("定不下来", "1 是：有企业待定，合计可能超过上限");
        let left = aside("余下的分", "按比例的：舍去尾数以后余下几分");
        let edge = aside("余数门槛", "按比例的：余数大于它的多得一分");
        let above = aside("门槛以上", "按比例的：余数大于门槛的有几行");
        let mut plan = Self {
            columns: columns.done(),
            before,
            sum,
            most,
            after,
            at_most,
            parts: (first, second),
            place,
            ahead,
            group: [open, left, edge, above],
            starts: vec![0],
            ..Self::default()
        };
        for (number, joint) in assessment.joint.iter().enumerate() {
            for claim in &joint.claims {
                let row = plan.earlier.len();
                plan.of_firm.entry((number, claim.firm)).or_insert(row..row).end = row + 1;
                plan.earlier.push(plan.last.insert(claim.line, row));
            }
            plan.starts.push(plan.earlier.len());
        }
        if plan.earlier.len() > capacity() as usize {
            return Err(ReportError::SheetFull { sheet: NAME.to_owned() });
        }
        Ok(plan)
    }

    /// The rows of a group.
    pub fn rows(&self, group: usize) -> Range<usize> {
        self.starts[group]..self.starts[group + 1]
    }

    /// The rows of a firm in a group.
    pub fn of_firm(&self, group: usize, firm: FirmIndex) -> Range<usize> {
        self.of_firm.get(&(group, firm)).cloned().unwrap_or_default()
    }

    /// A cell of a row, on the sheet itself.
    pub fn at(&self, column: u16, row: usize) -> String {
        format!("{}{}", letters(column), FIRST_ROW as usize + row + 1)
    }

    /// A column of some rows, on the sheet itself.
    pub fn range(&self, column: u16, rows: &Range<usize>) -> String {
        format!("{}:{}", self.at(column, rows.start), self.at(column, rows.end.saturating_sub(1)))
    }

    /// The same, seen from another sheet, wherever the cell is moved there.
    pub fn range_elsewhere(&self, column: u16, rows: &Range<usize>) -> String {
        let (column, first) = (letters(column), FIRST_ROW as usize + 1);
        format!("{NAME}!${column}${}:${column}${}", first + rows.start, (first + rows.end).saturating_sub(1))
    }

    /// What the last limit that a line stands under leaves of it, seen from another sheet.
    pub fn left_of(&self, line: usize) -> Option<String> {
        self.last.get(&line).map(|row| format!("{NAME}!{}", self.at(self.after, *row)))
    }
}
