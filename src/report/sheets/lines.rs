//! 奖励明细: one row a line, from its record to its net; what its formulas use stands to the right.

use super::line_formulas::{BAN, Base, CONDITIONS, EVERY_CONDITION, ItemPlan, Standard, Steps};
use super::{conditions, matters, summary};
use crate::award::{Bar, Line, LineStatus, LineTrace, Record, Trace, trace};
use crate::formula::{Env as _, Value};
use crate::money::Money;
use crate::policy::{Item, Lookup, Method, Payee, Policy, Span, Target};
use crate::report::book::{Book, MOST_LINKED, body, statuses};
use crate::report::layout::Part;
use crate::report::model::{Cached, Cell, Column, Columns, Look, Row, Rows, Sheet, Template, push_number};
use crate::report::operands::{letters, own, value_cell};
use crate::report::{ReportError, sources, words};

pub(in crate::report) const NAME: &str = "奖励明细";

/// Where the columns stand, and how each item's lines are computed.
pub(in crate::report) struct Plan {
    columns: Vec<Column>,
    pub item: u16,
    pub level: u16,
    pub base: u16,
    pub standard: u16,
    pub amount: u16,
    pub limit_cut: u16,
    pub matter_cut: u16,
    pub other_cut: u16,
    pub net: u16,
    pub counts: u16,
    pub status: u16,
    /// The last history year of a record's standing, and the record's own year.
    pub past: Option<(u16, u16)>,
    /// The latest year the record was awarded in.
    pub awarded: Option<u16>,
    /// What past awards used up of a limit.
    pub used: Option<u16>,
    /// The amount as far as the line is payable, where limits or comparisons follow.
    pub pool: u16,
    /// Pairs of columns: cut and remainder, one pair a limit.
    record_steps: Vec<u16>,
    /// Triples: sum of the side, highest so far, cut.
    contests: Vec<u16>,
    year_steps: Vec<u16>,
    pub first_operand: u16,
    items: Vec<ItemPlan>,
    condition_column: String,
    ban_column: Option<String>,
}

impl Plan {
    pub fn new(policy: &Policy, summary: &summary::Plan, conditions: &conditions::Plan) -> Self {
        let mut columns = Columns::default();
        columns.add(Column::new("统一社会信用代码", 21, Look::Text));
        columns.add(Column::new("企业名称", 30, Look::Text));
        columns.add(Column::new("条款", 9, Look::Centred));
        let item = columns.add(Column::new("奖励项目", 15, Look::Text));
        columns.add(Column::new("记录", 18, Look::Text).noted("证书编号、平台名称、专利号、合同编号、姓名等"));
        let level = columns.add(Column::new("身份\n级别", 10, Look::Centred));
        let base = columns.add(Column::money("计算基数").noted("奖励由它算出的数"));
        let standard =
            columns.add(Column::new("比例\n定额", 12, Look::Money).noted("比例、每件定额或者上限，取自“政策参数”"));
        let amount = columns.add(Column::new("核算额", 13, Look::Money).totalled());
        let limit_cut = columns.add(Column::new("上限\n扣减", 11, Look::Money).totalled());
        let matter_cut = columns.add(Column::new("就高扣减\n（本政策）", 12, Look::Money).totalled());
        let other_cut = columns.add(Column::new("就高扣减\n（其他政策）", 12, Look::Money).totalled());
        let net = columns.add(Column::new("净额", 13, Look::Money).totalled().noted("核算额减各项扣减；不计入的为零"));
        let counts = columns.add(Column::new("占\n限额", 6, Look::Centred));
        columns.add(Column::new("发给", 11, Look::Text).noted("企业，或者个人、载体的名称"));
        let status = columns.add(Column::new("状态", 9, Look::Centred));
        columns.add(Column::new("原因", 33, Look::Wrapped).noted("本次核算时的说明，不随改动重算"));
        columns.add(Column::new("计算式", 60, Look::Text).noted("本次核算时的数，不随改动重算").on_screen());
        columns.add(Column::new("来源", 50, Look::Text).noted("工作簿 › 工作表 › 单元格").on_screen());
        let past = policy.items.iter().any(|item| item.standing.is_some()).then(|| {
            let note = "往年同类记录中可以接续的最近一年；没有往年记录的写“无”";
            (
                columns.add(Column::new("往年最近\n一次", 11, Look::Whole).noted(note).aside()),
                columns.add(Column::new("本次年度", 9, Look::Whole).aside()),
            )
        });
        let once = policy.items.iter().any(|item| item.once.is_some());
        let awarded = once.then(|| columns.add(Column::new("最近已奖\n年度", 11, Look::Whole).aside()));
        let lives = policy.items.iter().any(|item| item.limits.iter().any(|limit| limit.over == Span::KeyLife));
        let used = lives.then(|| columns.add(Column::new("往年已奖\n金额", 14, Look::Money).aside()));
        let pool = columns.add(Column::new("参加扣减\n的金额", 14, Look::Money).aside());
        let limits = |yearly: bool| {
            let count = |item: &Item| item.limits.iter().filter(|l| (l.over == Span::FirmYear) == yearly).count();
            policy.items.iter().map(count).max().unwrap_or(0)
        };
        let mut pairs = |name: &str, count: usize| -> Vec<u16> {
            let numbers = 1..=count;
            numbers
                .map(|number| {
                    let number = if count > 1 { number.to_string() } else { String::new() };
                    let cut = columns.add(Column::new(format!("{name}{number}\n扣减"), 13, Look::Money).aside());
                    columns.add(Column::new(format!("{name}{number}\n余额"), 14, Look::Money).aside());
                    cut
                })
                .collect()
        };
        let record_steps = pairs("记录上限", limits(false));
        let year_steps = pairs("年度上限", limits(true));
        let contests = contest_names(policy)
            .into_iter()
            .map(|name| {
                let sum = columns.add(Column::new(format!("{name}\n本方合计"), 14, Look::Money).aside());
                columns.add(Column::new(format!("{name}\n至此最高"), 14, Look::Money).aside());
                columns.add(Column::new(format!("{name}\n扣减"), 13, Look::Money).aside());
                sum
            })
            .collect();
        let first_operand = columns.count();
        let mut plan = Self {
            columns: Vec::new(),
            item,
            level,
            base,
            standard,
            amount,
            limit_cut,
            matter_cut,
            other_cut,
            net,
            counts,
            status,
            past,
            awarded,
            used,
            pool,
            record_steps,
            contests,
            year_steps,
            first_operand,
            items: Vec::new(),
            condition_column: letters(conditions.value),
            ban_column: summary.ban.map(letters),
        };
        plan.items = policy.items.iter().map(|item| ItemPlan::new(policy, &plan, item)).collect();
        let widest = plan.items.iter().map(|item| item.operands.list.len()).max().unwrap_or(0);
        for number in 1..=widest {
            columns.add(Column::new(format!("数据{number}"), 14, Look::Money).noted("名称见计算式").aside());
        }
        plan.columns = columns.done();
        plan
    }
}

/// The comparisons of the policy: inside items, then its rivals.
fn contest_names(policy: &Policy) -> Vec<String> {
    let inside = policy.items.iter().find_map(|item| item.higher_by.as_ref()).map(|_| "同项就高".to_owned());
    let mut names: Vec<String> = inside.into_iter().collect();
    if names.is_empty() && !policy.rivals.is_empty() {
        // Stages are numbered from 0 even where no item compares its own lines.
        names.push("同项就高".to_owned());
    }
    names.extend(policy.rivals.iter().map(|rival| rival.name.to_string()));
    names
}

/// The sheets, one or, beyond a sheet's end, several.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts = book.line_rows.parts();
    parts
        .map(|part| {
            let columns = book.lines.columns.clone();
            let mut sheet =
                book.part(&book.line_rows, &part, "奖励明细表", columns, body(move |rows| write(book, part, rows)));
            sheet.highlights = statuses(book.lines.status);
            sheet
        })
        .collect()
}

fn write(book: &Book<'_>, part: Part, rows: &mut dyn Rows) -> Result<(), ReportError> {
    for index in part.first..part.end {
        let lines = book.assessment.firms[index].lines.clone();
        if lines.is_empty() {
            continue;
        }
        let facts = book.assessment.facts_of(index);
        let firm = book.record(index, &facts);
        let threads = trace(book.checked, book.assessment, index)?;
        for (offset, line) in book.assessment.lines[lines].iter().enumerate() {
            let one = One { book, index, offset, line, threads: &threads, linked: part.rows <= MOST_LINKED };
            rows.row(&one.row(&firm))?;
        }
    }
    Ok(())
}

/// One line on its way into a row.
struct One<'o> {
    book: &'o Book<'o>,
    /// The firm.
    index: usize,
    /// Its place among the firm's lines.
    offset: usize,
    line: &'o Line,
    threads: &'o Trace,
    /// Do its sources lead to their cells?
    linked: bool,
}

impl<'o> One<'o> {
    fn item(&self) -> &'o Item {
        &self.book.policy.items[self.line.item]
    }

    fn trace(&self) -> &'o LineTrace {
        &self.threads.lines[self.offset]
    }

    fn number(&self) -> u32 {
        self.book.line_rows.row(self.index) + u32::try_from(self.offset).unwrap_or(0)
    }

    fn row(&self, firm: &Record<'o>) -> Row<'o> {
        let (book, item, line) = (self.book, self.item(), self.line);
        let plan = &book.lines.items[line.item];
        let record = firm.at(item.table, line.row);
        let mut row = Row::with_capacity(book.lines.columns.len());
        row.text(book.code(self.index)).text(book.name(self.index)).text(&*item.clause).text(&*item.name);
        row.text(words::record_name(book.checked, line));
        self.level(plan, &mut row);
        match &plan.base {
            Base::None => row.push(Cell::Blank),
            Base::Input(target) => {
                let (_, cell) = value_cell(&record, record.value(*target), crate::formula::Type::Money);
                row.push_as(self.base_look(), cell)
            }
            Base::Formula(template) => {
                let (formula, cached) = (template.at_row(self.number()), Cached::number(line.base));
                row.push_as(self.base_look(), Cell::Formula(formula, cached))
            }
        };
        self.standard(&record, plan, &mut row);
        row.formula_money(plan.amount.at_row(self.number()), line.amount);
        self.cuts(&mut row);
        row.text(if item.counts_toward_cap { "是" } else { "否" });
        row.text(payee(&record, item));
        self.status(plan, &mut row);
        row.text(words::reason(book.checked, book.assessment, line)).text(self.words());
        row.push_as(Look::Link, sources::cell(sources::of_line(book, &record, line), self.linked));
        self.threads(&mut row);
        plan.operands.fill(&mut row, &record);
        row
    }

    /// How the amount and the net came about.
    fn words(&self) -> String {
        let (book, line) = (self.book, self.line);
        let mut words = words::computation(book.checked, line);
        let cuts =
            words::cuts(book.checked, book.assessment, book.assessment.firms[self.index].lines.start + self.offset);
        if !cuts.is_empty() {
            words.push_str(&cuts);
            words.push_str(" = ");
            words.push_str(&line.net.grouped());
        }
        words
    }

    fn base_look(&self) -> Look {
        use crate::formula::Type;
        let kind = match &self.item().method {
            Method::Rate { base, .. } | Method::Tiers { base, .. } => base.kind,
            Method::Fixed { quantity: Some(quantity), .. } => quantity.kind,
            Method::Fixed { quantity: None, .. } | Method::Entered { .. } => Type::Money,
        };
        if kind == Type::Money { Look::Money } else { Look::Number }
    }

    /// The standing, or the value that decides the amount.
    fn level(&self, plan: &ItemPlan, row: &mut Row<'o>) {
        let policy = self.book.policy;
        if let (Some(template), Some(place), Some(standing)) =
            (&plan.standing, self.line.standing, self.item().standing)
        {
            let label = &*policy.standings[standing].labels[place as usize];
            row.formula_text(template.at_row(self.number()), label);
            return;
        }
        row.text(words::level(self.book.checked, self.line));
    }

    fn standard(&self, record: &Record<'o>, plan: &ItemPlan, row: &mut Row<'o>) {
        let (policy, line, item) = (self.book.policy, self.line, self.item());
        let figure = |parameter: usize| Cached::Number(policy.parameters[parameter].value);
        let lookup = match &item.method {
            Method::Fixed { amount, .. } => Some(amount),
            Method::Entered { ceiling, .. } => ceiling.as_ref(),
            Method::Rate { .. } | Method::Tiers { .. } => None,
        };
        match (&plan.standard, lookup) {
            (Standard::Rate(template), _) => {
                let own = match &item.method {
                    Method::Rate { column: Some(column), .. } => record.value(Target::Column(*column)).number(),
                    _ => None,
                };
                match own {
                    Some(own) => row.push_as(Look::Percent, Cell::Number(own)),
                    None => {
                        let cached = Cached::number(line.rate);
                        row.push_as(Look::Percent, Cell::Formula(template.at_row(0), cached))
                    }
                }
            }
            (Standard::One(template), Some(Lookup::One(parameter))) => {
                row.formula(template.at_row(0), figure(*parameter))
            }
            (Standard::ByColumn(column, values), Some(Lookup::ByColumn(_, parameters))) => {
                let value = record.value(Target::Column(*column)).text();
                let found = values.iter().zip(parameters).find(|((listed, _), _)| Some(*listed) == value);
                match (found, value) {
                    (Some(((_, template), (_, parameter))), _) => row.formula(template.at_row(0), figure(*parameter)),
                    // A value that the policy's table leaves out pays nothing.
                    (None, Some(_)) => row.money(Some(Money::ZERO)),
                    (None, None) => row.push(Cell::Blank),
                }
            }
            (Standard::ByStanding(template), Some(Lookup::ByStanding(parameters))) => {
                match line.standing.map(|place| policy.parameters[parameters[place as usize]].value) {
                    Some(figure) => row.formula(template.at_row(self.number()), Cached::Number(figure)),
                    None => row.push(Cell::Blank),
                }
            }
            _ => row.push(Cell::Blank),
        };
    }

    /// The cuts, and what remains.
    fn cuts(&self, row: &mut Row<'o>) {
        let (plan, line, trace) = (&self.book.lines, self.line, self.trace());
        let at = |column: u16| Template::new(&own(column)).at_row(self.number());
        let sum = |columns: Vec<u16>| match columns.as_slice() {
            [one] => at(*one),
            many => format!("ROUND({},2)", many.iter().map(|column| at(*column)).collect::<Vec<_>>().join("+")),
        };
        let steps = plan.record_steps.iter().zip(&trace.record).chain(plan.year_steps.iter().zip(&trace.year));
        let steps: Vec<u16> = steps.map(|(column, _)| *column).collect();
        let contests: Vec<u16> = trace.contests.iter().map(|contest| plan.contests[contest.stage] + 2).collect();
        let mut taken = Vec::new();
        if steps.is_empty() {
            row.push(Cell::Blank);
        } else {
            row.formula_money(sum(steps), Some(line.limit_cut()));
            taken.push(plan.limit_cut);
        }
        if contests.is_empty() {
            row.push(Cell::Blank);
        } else {
            row.formula_money(sum(contests), Some(line.matter_cut));
            taken.push(plan.matter_cut);
        }
        match trace.other {
            None => row.push(Cell::Blank),
            Some(share) => {
                taken.push(plan.other_cut);
                let cell = matters::share_cell(self.book, self.index, self.threads, share);
                row.formula_money(cell, Some(line.other_cut))
            }
        };
        let net = if taken.is_empty() {
            format!("IF({}=\"计入\",{},0)", at(plan.status), at(plan.amount))
        } else {
            let taken: Vec<String> = taken.into_iter().map(at).collect();
            format!("ROUND({}-{},2)", at(plan.pool), taken.join("-"))
        };
        row.formula_money(net, Some(line.net));
    }

    fn status(&self, plan: &ItemPlan, row: &mut Row<'o>) {
        let (book, line) = (self.book, self.line);
        if matches!(line.bar, Some(Bar::Another(_))) {
            // Which record of a group stays is not a matter of figures.
            row.text(LineStatus::Barred.label());
            return;
        }
        let lines = &book.lines;
        let formula = plan.status.fill(|hole, out| match hole {
            0 => push_number(out, self.number() + 1),
            BAN => book.summary_rows.push_cell(out, self.index, lines.ban_column.as_deref().unwrap_or_default(), 0),
            EVERY_CONDITION => {
                let count = book.policy.conditions.len();
                book.condition_rows.push_range(out, self.index, &lines.condition_column, count);
            }
            condition => {
                let offset = (condition - CONDITIONS) as usize;
                book.condition_rows.push_cell(out, self.index, &lines.condition_column, offset);
            }
        });
        row.formula_text(formula, line.status.label());
    }

    /// What the formulas use: history, limits step by step, comparisons step by step.
    fn threads(&self, row: &mut Row<'o>) {
        let (plan, line, trace) = (&self.book.lines, self.line, self.trace());
        let year = |year: Option<i32>| year.map_or(Cell::Blank, |year| Cell::Number(year.into()));
        if plan.past.is_some() {
            match &trace.past {
                None => row.blanks(2),
                Some(past) => {
                    let held = match (past.any, past.last) {
                        (false, _) => Cell::Text("无".into()),
                        (true, None) => Cell::Text("已撤销".into()),
                        (true, last) => year(last),
                    };
                    row.push(held).push(year(Some(past.year)))
                }
            };
        }
        if plan.awarded.is_some() {
            row.push(year(trace.awarded));
        }
        if plan.used.is_some() {
            row.money(trace.used);
        }
        let steps =
            Steps { policy: self.book.policy, plan, item: self.item(), first_row: self.book.line_rows.row(self.index) };
        let any = !(trace.record.is_empty() && trace.year.is_empty() && trace.contests.is_empty());
        if any || trace.other.is_some() {
            let at = |column: u16| Template::new(&own(column)).at_row(self.number());
            let pool = if line.status == LineStatus::Payable { line.amount } else { None };
            let formula = format!("IF({}=\"计入\",{},0)", at(plan.status), at(plan.amount));
            row.formula_money(formula, Some(pool.unwrap_or_default()));
        }
        let mut taken = Vec::new();
        for (cut, step) in plan.record_steps.iter().zip(&trace.record) {
            row.blanks_to(*cut);
            let (cut_formula, left_formula) = steps.limit(self.offset, trace, step, *cut, &taken);
            row.formula_money(cut_formula, Some(step.cut)).formula_money(left_formula, Some(step.left));
            taken.push(*cut);
        }
        let mut contests = Vec::new();
        let before_contests = taken.clone();
        taken.extend(trace.contests.iter().map(|contest| plan.contests[contest.stage] + 2));
        for (cut, step) in plan.year_steps.iter().zip(&trace.year) {
            row.blanks_to(*cut);
            let (cut_formula, left_formula) = steps.limit(self.offset, trace, step, *cut, &taken);
            row.formula_money(cut_formula, Some(step.cut)).formula_money(left_formula, Some(step.left));
            taken.push(*cut);
        }
        contests.extend(before_contests);
        for contest in &trace.contests {
            let sum = plan.contests[contest.stage];
            row.blanks_to(sum);
            let (sum_formula, best_formula, cut_formula) = steps.contest(self.offset, contest, sum, &contests);
            row.formula_money(sum_formula, Some(contest.sum));
            match best_formula {
                Some(formula) => row.formula_money(formula, contest.best),
                None => row.push(Cell::Blank),
            };
            row.formula_money(cut_formula, Some(contest.cut));
            contests.push(sum + 2);
        }
        if !self.book.lines.items[line.item].operands.list.is_empty() {
            row.blanks_to(plan.first_operand);
        }
    }
}

/// Who is paid: the firm, or a person or carrier by name.
pub(in crate::report) fn payee<'r>(record: &Record<'r>, item: &Item) -> &'r str {
    match item.payee {
        Payee::Firm => "企业",
        Payee::Person(column) | Payee::Carrier(column) => match record.value(Target::Column(column)) {
            Value::Text(name) => record.data.texts.get(name),
            _ => "",
        },
    }
}

/// What is left of a line before other schemes, seen from another sheet.
pub(super) fn before_others(book: &Book<'_>, firm: usize, offset: usize, trace: &LineTrace) -> String {
    let plan = &book.lines;
    let cell = |column: u16| {
        let mut out = String::new();
        book.line_rows.push_cell(&mut out, firm, &letters(column), offset);
        out
    };
    let mut formula = cell(plan.pool);
    let limited = !(trace.record.is_empty() && trace.year.is_empty());
    let taken = [(limited, plan.limit_cut), (!trace.contests.is_empty(), plan.matter_cut)];
    let taken: Vec<String> = taken.into_iter().filter(|(any, _)| *any).map(|(_, column)| cell(column)).collect();
    if !taken.is_empty() {
        formula = format!("ROUND({formula}-{},2)", taken.join("-"));
    }
    formula
}

/// The cell of a side's sum in a comparison, seen from another sheet.
pub(super) fn side_cell(book: &Book<'_>, firm: usize, offset: usize, stage: usize) -> String {
    let mut out = String::new();
    book.line_rows.push_cell(&mut out, firm, &letters(book.lines.contests[stage]), offset);
    out
}
