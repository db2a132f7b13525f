//! Where the columns of 资格审核 stand, and each condition's test.

use super::links::LinkColumns;
use crate::policy::Policy;
use crate::report::model::{Column, Columns, Look, Template};
use crate::report::operands::{Operands, own, verdict};

pub(in crate::report) const NAME: &str = "资格审核";

/// Where the columns stand, and each condition's test.
pub(in crate::report) struct ConditionColumns {
    pub columns: Vec<Column>,
    pub result: u16,
    /// 1 passed, 0 failed, 0.5 undetermined.
    pub value: u16,
    pub result_formula: Template,
    pub tests: Vec<(Operands, Template)>,
    pub links: LinkColumns,
}

impl ConditionColumns {
    /// `links`: the widest row's, and of how many rows.
    pub fn new(policy: &Policy, links: (usize, usize)) -> Self {
        let mut columns = Columns::default();
        columns.add(Column::new(policy.titles()[1].to_string(), 22, Look::Wrapped));
        columns.add(Column::new("条款", 8, Look::Centred));
        columns.add(Column::new("条件", 13, Look::Wrapped));
        columns.add(Column::new("要求", 32, Look::Wrapped));
        columns.add(Column::new("审核内容", 36, Look::Wrapped).noted("本次核算时的数，不随改动重算"));
        let result = columns.add(Column::new("结果", 8, Look::Centred));
        columns.add(Column::new("来源", 30, Look::Wrapped).noted("工作簿 › 工作表 › 单元格"));
        columns.add(Column::new(policy.titles()[0].to_string(), 21, Look::Text).on_screen());
        // A link's text is not broken over lines everywhere, so it stands beside the text that is printed.
        columns.add(
            Column::new("打开", 8, Look::Link)
                .noted("到来源中的第一行，其余的在右边；原表须与本表放在同一个文件夹")
                .on_screen(),
        );
        let note = "1 通过，0 不通过，0.5 待定；由右边的数据判断";
        let value = columns.add(Column::new("判定值", 8, Look::Number).noted(note).aside());
        columns.add(Column::new("数据名称", 30, Look::Text).noted("右边各列依次是什么").aside());
        let mut tests = Vec::new();
        let mut widest = 0;
        for condition in &policy.conditions {
            let mut operands = Operands::of([&condition.test]);
            operands.first = columns.count();
            widest = widest.max(operands.list.len());
            let test = Template::new(&operands.test(policy, &condition.test));
            tests.push((operands, test));
        }
        for number in 1..=widest {
            let note = "本次读入的数；改了重算本行的结果，别的表里同样的数不跟着变";
            columns.add(Column::new(format!("数据{number}"), 16, Look::Centred).noted(note).aside());
        }
        let links = LinkColumns::add(&mut columns, links.0, links.1);
        let result_formula = verdict(&own(value), "不通过", "待定", "通过");
        Self { columns: columns.done(), result, value, result_formula, tests, links }
    }
}
