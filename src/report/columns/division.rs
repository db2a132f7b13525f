//! Where 分配明细 has its columns: one row a payee of a line that several are paid.

use crate::award::{Assessment, Portion, portions};
use crate::check::Checked;
use crate::index::FirmIndex;
use crate::policy::Policy;
use crate::report::model::{Column, Columns, Look};

pub(in crate::report) const NAME: &str = "分配明细";

/// Where its columns stand.
pub(in crate::report) struct DivisionColumns {
    pub columns: Vec<Column>,
    /// What the line is paid.
    pub paid: u16,
    /// By what other sheets find a payee's rows.
    pub kind: u16,
    pub payee: u16,
    pub code: u16,
    /// The share of the part, and the payee's own of it.
    pub part: u16,
    pub own: u16,
    /// What the payee gets.
    pub amount: u16,
    /// Which line it is, which of its payees, and the share in whole fen.
    pub group: u16,
    pub order: u16,
    pub whole: u16,
}

impl DivisionColumns {
    pub fn new(policy: &Policy) -> Self {
        let mut columns = Columns::default();
        let [code, name] = policy.titles();
        columns.add(Column::new(name.to_string(), 20, Look::Wrapped));
        columns.add(Column::new("奖励项目", 13, Look::Wrapped));
        columns.add(Column::new("记录", 18, Look::Wrapped));
        let paid = columns.add(Column::money("限额后").noted("“奖励明细”这一行的实发"));
        let kind = columns.add(Column::new("类别", 7, Look::Centred));
        let payee = columns.add(Column::new("收款人", 17, Look::Wrapped));
        let part = columns.add(Column::new("这一份\n占", 9, Look::Percent).noted("取自“政策参数”"));
        let own = columns.add(Column::new("本人占\n这一份", 9, Look::Percent).noted("名单上的，或者平均"));
        let note = "各取到分，舍去零头；余下的归最前的一个，各行合计就是限额后";
        let amount = columns.add(Column::new("分得", 14, Look::Strong).totalled().noted(note));
        columns.add(Column::new("来源", 34, Look::Text).noted("工作簿 › 工作表 › 单元格").on_screen());
        let code = columns.add(Column::new(code.to_string(), 21, Look::Text).on_screen());
        let group = columns.add(Column::new("组", 7, Look::Whole).noted("同一项奖励的是一组").aside());
        let order = columns.add(Column::new("次序", 6, Look::Whole).aside());
        let whole = columns.add(Column::new("取到分", 13, Look::Money).noted("舍去零头").aside());
        Self { columns: columns.done(), paid, kind, payee, code, part, own, amount, group, order, whole }
    }
}

/// The lines of the firm that are divided, each with its payees.
pub(in crate::report) fn divided(
    checked: &Checked<'_>,
    assessment: &Assessment,
    firm: FirmIndex,
) -> Vec<(usize, Vec<Portion>)> {
    let lines = assessment.firms[firm].lines.clone().filter(|number| {
        let item = assessment.lines[*number].item;
        !checked.policy.items[item].payees.is_empty()
    });
    let with = |number: usize| {
        let line = &assessment.lines[number];
        Some((number, portions(checked, &checked.policy.items[line.item], firm, line.row).ok()?))
    };
    lines.filter_map(with).collect()
}
