//! 限额测算: one row a firm: the ways into the cap's classes, the ratio, the increment, and the cap before → limit → after.

use crate::award::FirmCap;
use crate::formula::{quoted as quoted_text, value_words};
use crate::money::Money;
use crate::policy::{Cap, Policy};
use crate::report::book::{Book, MOST_LINKED, body};
use crate::report::layout::Part;
use crate::report::model::{Cached, Column, Columns, Highlight, Look, Row, Rows, Sheet, Template, Tone};
use crate::report::operands::{Operands, letters, own, single_name, verdict};
use crate::report::{ReportError, sources};
use rust_decimal::Decimal;

use super::summary;

pub(in crate::report) const NAME: &str = "限额测算";

/// Where the columns stand, and the formulas all rows share.
pub(in crate::report) struct Plan {
    columns: Vec<Column>,
    first_way: u16,
    ways: Vec<Template>,
    class: u16,
    class_formula: Template,
    increment: u16,
    /// None where the increment is a figure as supplied.
    increment_formula: Option<Template>,
    ratio: u16,
    ratio_formula: Template,
    amount: u16,
    amount_formula: Template,
    cut: u16,
    cut_formula: Template,
    after: u16,
    after_formula: Template,
    /// What the firm adds to the fund, where the policy has one.
    pub pool: Option<(u16, Template)>,
    operands: Operands,
}

impl Plan {
    pub fn new(policy: &Policy, cap: &Cap) -> Self {
        let mut columns = Columns::default();
        columns.add(Column::new("统一社会信用代码", 21, Look::Text));
        columns.add(Column::new("企业名称", 30, Look::Wrapped));
        let all_ways = || cap.classes.iter().flat_map(|class| &class.ways);
        let first_way = columns.count();
        for way in all_ways() {
            columns.add(Column::new(format!("{}\n{}", way.name, way.clause), 11, Look::Centred));
        }
        let class = columns.add(Column::new("限额\n档次", 8, Look::Centred));
        let increment =
            columns.add(Column::money("新增地方财力").totalled().noted("由税务部门提供；小于零的按零计算限额"));
        let ratio = columns.add(Column::new("比例", 9, Look::Percent));
        let amount = columns.add(Column::money("限额").totalled());
        let before = columns.add(Column::money("限额前").totalled().noted("占限额各项的净额之和"));
        let cut = columns.add(Column::money("限额削减").totalled());
        let after = columns.add(Column::money("限额后").totalled());
        columns.add(Column::new("测算依据", 60, Look::Text).noted("本次核算时的数，不随改动重算").on_screen());
        columns.add(Column::new("来源", 60, Look::Text).noted("工作簿 › 工作表 › 单元格").on_screen());
        let mut operands = Operands::of(all_ways().map(|way| &way.test));
        if single_name(&cap.increment).is_none() {
            operands.include(&cap.increment);
        }
        if let Some(fund) = &policy.fund {
            operands.include(&fund.of);
        }
        let pool_column = policy.fund.as_ref().map(|_| columns.add(Column::money("计入资金池").totalled().aside()));
        operands.first = columns.count();
        for (_, name, kind) in &operands.list {
            let width = if *kind == crate::formula::Type::Money { 16 } else { 12 };
            columns.add(Column::new(name.to_string(), width, Look::Number).aside());
        }
        let ways = all_ways().map(|way| verdict(&operands.test(policy, &way.test), "否", "待定", "是")).collect();
        let (inc, rat) = (own(increment), own(ratio));
        let pool = pool_column.zip(policy.fund.as_ref()).map(|(column, fund)| {
            let test = operands.test(policy, &fund.of);
            (column, Template::new(&format!("IF(AND({test}=1,{inc}<>\"\"),{inc},0)")))
        });
        Self {
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
            after_formula: Template::new(&format!(
                "IF({amount}=\"\",\"\",MIN({before},{amount}))",
                amount = own(amount),
                before = own(before)
            )),
            pool,
            operands,
            columns: columns.done(),
        }
    }

    /// The cap's figures on the firm's row of the summary.
    pub fn refer<'a>(&self, book: &'a Book<'_>, firm: usize, cap: &FirmCap, row: &mut Row<'a>) {
        let at = |column: u16| {
            let mut out = String::new();
            book.cap_rows.push_cell(&mut out, firm, &letters(column), 0);
            out
        };
        let increment = at(self.increment);
        row.formula_money(format!("IF({increment}=\"\",\"\",{increment})"), cap.increment)
            .formula_text(at(self.class), class_name(book.policy, cap))
            .formula(at(self.ratio), Cached::Number(cap.ratio))
            .formula_money(at(self.amount), cap.amount)
            .formula_money(at(self.cut), cap.cut);
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

fn class_name<'a>(policy: &'a Policy, cap: &FirmCap) -> &'a str {
    policy.cap.as_ref().map_or("", |declared| &declared.classes[cap.class].name)
}

/// The sheets; none for a policy without a cap.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let (Some(plan), Some(cap)) = (&book.caps, &book.policy.cap) else {
        return Vec::new();
    };
    let parts = book.cap_rows.parts();
    parts
        .map(|part| {
            let write = body(move |rows| write(book, plan, cap, part, rows));
            let mut sheet = book.part(&book.cap_rows, &part, "奖励限额测算表", plan.columns.clone(), write);
            let ways = (plan.first_way..).zip(&plan.ways).map(|(column, _)| column);
            sheet.highlights = ways
                .flat_map(|column| [("是", Tone::Good), ("待定", Tone::Open)].map(|(word, tone)| (column, word, tone)))
                .map(|(column, word, tone)| Highlight { column, word, tone })
                .collect();
            sheet
        })
        .collect()
}

fn write(book: &Book<'_>, plan: &Plan, declared: &Cap, part: Part, rows: &mut dyn Rows) -> Result<(), ReportError> {
    for index in part.first..part.end {
        let firm = &book.assessment.firms[index];
        let Some(cap) = &firm.cap else { continue };
        let facts = book.assessment.facts_of(index);
        let record = book.record(index, &facts);
        let number = book.cap_rows.row(index);
        let mut row = Row::with_capacity(plan.columns.len());
        row.text(book.code(index)).text(book.name(index));
        for (template, holds) in plan.ways.iter().zip(cap.ways.iter().flatten()) {
            let word = match holds {
                Some(true) => "是",
                Some(false) => "否",
                None => "待定",
            };
            row.formula_text(template.at_row(number), word);
        }
        row.formula_text(plan.class_formula.at_row(number), class_name(book.policy, cap));
        match &plan.increment_formula {
            Some(template) => row.formula_money(template.at_row(number), cap.increment),
            None => row.money(cap.increment),
        };
        let mut before = String::new();
        summary::cell(book, &mut before, index, book.summary.counted);
        let after = cap.amount.map(|amount| firm.counted.min(amount));
        row.formula(plan.ratio_formula.at_row(number), Cached::Number(cap.ratio))
            .formula_money(plan.amount_formula.at_row(number), cap.amount)
            .formula_money(before, Some(firm.counted))
            .formula_money(plan.cut_formula.at_row(number), cap.cut)
            .formula_money(plan.after_formula.at_row(number), after);
        let ways = declared.classes.iter().flat_map(|class| &class.ways);
        let words = ways.clone().map(|way| format!("{}：{}", way.name, value_words(&way.test, &record)));
        row.text(words.collect::<Vec<_>>().join("。"));
        let mut cells = sources::of_formula(&record, &declared.increment);
        ways.for_each(|way| cells.extend(sources::of_formula(&record, &way.test)));
        row.push_as(Look::Link, sources::cell(cells, part.rows <= MOST_LINKED));
        if let (Some((_, template)), Some(fund)) = (&plan.pool, &book.policy.fund) {
            let adds = fund.of.truth(&record)? == Some(true);
            let part = cap.increment.filter(|_| adds).map_or(Decimal::ZERO, Money::as_yuan);
            row.formula_money(template.at_row(number), Some(Money::yuan(part)));
        }
        debug_assert_eq!(row.count(), usize::from(plan.operands.first));
        plan.operands.fill(&mut row, &record);
        rows.row(&row)?;
    }
    Ok(())
}

/// The cell of what the cap leaves of the firm's counted lines, seen from another sheet.
pub(in crate::report) fn after_cell(book: &Book<'_>, out: &mut String, firm: usize) {
    if let Some(plan) = &book.caps {
        book.cap_rows.push_cell(out, firm, &letters(plan.after), 0);
    }
}

/// What all firms add to the fund, as the arguments of a sum.
pub(in crate::report) fn pool(book: &Book<'_>) -> Option<String> {
    let (column, _) = book.caps.as_ref()?.pool.as_ref()?;
    Some(book.cap_rows.whole_column(&letters(*column)))
}
