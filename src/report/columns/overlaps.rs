//! Where the columns of 就高不重复 stand.

use super::links::LinkColumns;
use crate::policy::Policy;
use crate::report::model::{Column, Columns, Look, Template};
use crate::report::operands::Operands;

pub(in crate::report) const NAME: &str = "就高不重复";

/// Where the columns stand.
pub(in crate::report) struct OverlapColumns {
    pub columns: Vec<Column>,
    pub ours: u16,
    pub theirs: u16,
    pub deducted: u16,
    pub paid: u16,
    pub available: u16,
    pub taken: u16,
    pub rest: u16,
    pub total: u16,
    /// Has the other scheme paid? 1, 0 or 0.5.
    pub paid_test: Template,
    pub operands: Operands,
    pub links: LinkColumns,
}

impl OverlapColumns {
    /// `links`: the widest row's, and of how many rows.
    pub fn new(policy: &Policy, links: (usize, usize)) -> Self {
        let mut columns = Columns::default();
        columns.add(Column::new(policy.titles()[0].to_string(), 22, Look::Text));
        columns.add(Column::new(policy.titles()[1].to_string(), 18, Look::Wrapped));
        columns.add(Column::new("比较", 8, Look::Centred).noted("本政策之内，或者与其他政策之间"));
        columns.add(Column::new("事项", 12, Look::Wrapped));
        columns.add(Column::new("对象", 11, Look::Wrapped).noted("平台、合同、人员等"));
        columns.add(Column::new("甲方\n（本政策）", 12, Look::Wrapped));
        let ours = columns.add(Column::new("甲方金额", 11, Look::Money));
        columns.add(Column::new("乙方", 18, Look::Wrapped));
        let theirs = columns.add(Column::new("乙方金额", 11, Look::Money));
        columns.add(Column::new("结论", 13, Look::Wrapped));
        let deducted = columns.add(Column::new("扣减", 11, Look::Money).totalled());
        columns.add(Column::new("来源", 50, Look::Text).noted("工作簿 › 工作表 › 单元格").on_screen());
        columns.add(Column::money("差额").on_screen());
        let paid = columns.add(Column::new("已兑付", 9, Look::Number).noted("1 是，0 否，0.5 不明").aside());
        columns.add(Column::new("明细行", 12, Look::Text).noted("奖励明细中的行").aside());
        let available = columns.add(Column::money("该行可扣").aside());
        let taken = columns.add(Column::money("该行扣减").aside());
        let rest = columns.add(Column::money("待扣余额").aside());
        let total = columns.add(Column::money("该行累计扣减").aside());
        let mut operands = Operands::of(policy.other_scheme.iter().map(|scheme| &scheme.paid));
        operands.first = columns.count();
        for (_, name, _) in &operands.list {
            columns.add(Column::new(name.to_string(), 12, Look::Centred).aside());
        }
        let links = LinkColumns::add(&mut columns, links.0, links.1);
        let test = policy.other_scheme.as_ref().map(|scheme| operands.test(policy, &scheme.paid)).unwrap_or_default();
        Self {
            columns: columns.done(),
            ours,
            theirs,
            deducted,
            paid,
            available,
            taken,
            rest,
            total,
            paid_test: Template::new(&test),
            operands,
            links,
        }
    }
}
