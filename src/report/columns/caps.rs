//! Where the columns of 限额测算 stand, and the formulas its rows share.

use super::links::LinkColumns;
use crate::formula::quoted as quoted_text;
use crate::index::CapIndex;
use crate::policy::{Cap, Policy};
use crate::report::ReportError;
use crate::report::layout::Blocks;
use crate::report::model::{Column, Columns, Look, Template};
use crate::report::operands::{Operands, own, single_name, verdict};

pub(in crate::report) const NAME: &str = "限额测算";

/// Where the columns stand, and the formulas all rows share.
pub(in crate::report) struct CapColumns {
    pub columns: Vec<Column>,
    /// Where the firms' rows stand.
    pub rows: Blocks,
    pub first_way: u16,
    pub ways: Vec<Template>,
    pub class: u16,
    pub class_formula: Template,
    pub increment: u16,
    /// None where the increment is a figure as supplied.
    pub increment_formula: Option<Template>,
    pub ratio: u16,
    pub ratio_formula: Template,
    pub amount: u16,
    pub amount_formula: Template,
    pub cut: u16,
    pub cut_formula: Template,
    pub after: u16,
    /// The firm's code, by which other sheets find its row.
    pub code: u16,
    pub after_formula: Template,
    /// What the firm adds to the fund, where the policy has one.
    pub pool: Option<(u16, Template)>,
    pub operands: Operands,
    pub links: LinkColumns,
}

impl CapColumns {
    /// `links`: the widest row's, and of how many rows.
    pub fn new(policy: &Policy, index: CapIndex, links: (usize, usize)) -> Result<Self, ReportError> {
        let cap = &policy.caps[index];
        let name = if cap.name.is_empty() { NAME.to_owned() } else { format!("{NAME}({})", cap.name) };
        let rows = Blocks::stack(&name, (0..links.1).map(|_| 1))?;
        let mut columns = Columns::default();
        columns.add(Column::new(policy.titles()[1].to_string(), 20, Look::Wrapped));
        let all_ways = || cap.classes.iter().flat_map(|class| &class.ways);
        let first_way = columns.count();
        for way in all_ways() {
            columns.add(Column::new(format!("{}\n{}", way.name, way.clause), 9, Look::Centred));
        }
        let sum = |title: &'static str| Column::new(title, 12, Look::Money).totalled();
        let class = columns.add(Column::new("限额\n档次", 7, Look::Centred));
        let increment = columns.add(sum(Cap::base_title(&cap.name)).noted(supplied(cap)));
        let ratio = columns.add(Column::new("比例", 8, Look::Percent));
        let amount = columns.add(sum("限额"));
        let before = columns.add(sum("限额前").noted("占限额各项的净额之和"));
        let cut = columns.add(sum("限额削减"));
        let after = columns.add(sum("限额后"));
        let code = columns.add(Column::new(policy.titles()[0].to_string(), 21, Look::Text).on_screen());
        columns.add(Column::new("测算依据", 60, Look::Text).noted("本次核算时的数，不随改动重算").on_screen());
        columns.add(Column::new("来源", 60, Look::Text).noted("工作簿 › 工作表 › 单元格").on_screen());
        let mut operands = Operands::of(all_ways().map(|way| &way.test));
        if single_name(&cap.increment).is_none() {
            operands.include(&cap.increment);
        }
        // The fund is formed by the first cap.
        let of_fund = policy.fund.as_ref().and_then(|fund| fund.of.as_ref()).filter(|_| index == CapIndex::default());
        of_fund.into_iter().for_each(|of| operands.include(of));
        let pool_column = of_fund.map(|_| columns.add(Column::money("计入资金池").totalled().aside()));
        operands.first = columns.count();
        for (_, name, kind) in &operands.list {
            let width = if *kind == crate::formula::Type::Money { 16 } else { 12 };
            let note = "本次读入的数；改了重算本行的限额，别的表里同样的数不跟着变";
            columns.add(Column::new(name.to_string(), width, Look::Number).noted(note).aside());
        }
        let ways = all_ways().map(|way| verdict(&operands.test(policy, &way.test), "否", "待定", "是")).collect();
        let (inc, rat) = (own(increment), own(ratio));
        let pool = pool_column.zip(of_fund).map(|(column, of)| {
            let test = operands.test(policy, of);
            (column, Template::new(&format!("IF(AND({test}=1,{inc}<>\"\"),{inc},0)")))
        });
        Ok(Self {
            rows,
            first_way,
            ways,
            class,
            class_formula: Template::new(&class_formula(cap, first_way)),
            increment,
            increment_formula: single_name(&cap.increment)
                .is_none()
                .then(|| Template::new(&operands.value(policy, &cap.increment))),
            ratio,
            ratio_formula: Template::new(&ratio_formula(policy, cap, &own(class))),
            amount,
            amount_formula: Template::new(&format!("IF({inc}=\"\",\"\",ROUNDDOWN(ROUND(MAX(0,{inc})*{rat},6),2))")),
            cut,
            cut_formula: Template::new(&format!(
                "IF({amount}=\"\",\"\",MAX(0,ROUND({before}-{amount},2)))",
                amount = own(amount),
                before = own(before)
            )),
            after,
            code,
            after_formula: Template::new(&format!(
                "IF({amount}=\"\",\"\",MIN({before},{amount}))",
                amount = own(amount),
                before = own(before)
            )),
            pool,
            operands,
            links: LinkColumns::add(&mut columns, links.0, links.1),
            columns: columns.done(),
        })
    }
}

/// The first class with a way that holds; the last is everybody's.
fn class_formula(cap: &Cap, first_way: u16) -> String {
    let mut way = first_way;
    let mut formula = String::new();
    let mut open = 0;
    for (number, class) in cap.classes.iter().enumerate() {
        let name = quoted_text(&class.name);
        if class.ways.is_empty() || number + 1 == cap.classes.len() {
            formula.push_str(&name);
            break;
        }
        let tests: Vec<String> =
            class.ways.iter().zip(way..).map(|(_, column)| format!("{}=\"是\"", own(column))).collect();
        way += u16::try_from(class.ways.len()).unwrap_or(0);
        formula.push_str(&format!("IF(OR({}),{name},", tests.join(",")));
        open += 1;
    }
    formula.push_str(&")".repeat(open));
    formula
}

fn ratio_formula(policy: &Policy, cap: &Cap, class: &str) -> String {
    let figure = |index: usize| &policy.parameters[cap.classes[index].ratio].name;
    let last = cap.classes.len().saturating_sub(1);
    let mut formula = figure(last).to_string();
    for index in (0..last).rev() {
        formula = format!("IF({class}={},{},{formula})", quoted_text(&cap.classes[index].name), figure(index));
    }
    formula
}

/// Who tells it.
fn supplied(cap: &Cap) -> &'static str {
    if cap.name.is_empty() {
        "由税务部门提供；小于零的按零计算限额"
    } else {
        "限额是它乘比例；小于零的按零计算"
    }
}
