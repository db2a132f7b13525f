//! 核算汇总: one row a firm, from the sum of its lines to what is paid.

use std::fmt::Write as _;

use crate::award::{FirmStatus, LineStatus};
use crate::formula::Env as _;
use crate::money::Money;
use crate::policy::Policy;
use crate::report::book::{Book, body, statuses};
use crate::report::layout::Part;
use crate::report::model::{Cached, Cell, Column, Columns, Look, Row, Rows, Sheet, Template};
use crate::report::operands::{Operands, letters, value_cell};
use crate::report::{ReportError, words};

pub(in crate::report) const NAME: &str = "核算汇总";

/// Where the columns stand.
pub(in crate::report) struct Plan {
    columns: Vec<Column>,
    /// The group of firms for people (镇街).
    pub district: Option<u16>,
    pub status: u16,
    pub counted: u16,
    pub uncounted: u16,
    pub cap: Option<CapColumns>,
    pub payable: u16,
    /// 2: disqualified, 1: suspended, 0: neither; where the policy knows either.
    pub ban: Option<u16>,
    ban_formula: Template,
    operands: Operands,
}

/// Where the cap's figures stand.
pub(in crate::report) struct CapColumns {
    pub class: u16,
    amount: u16,
    pub cut: u16,
}

impl Plan {
    pub fn new(policy: &Policy) -> Self {
        let register = &policy.register;
        let table = &policy.tables[register.table];
        let mut columns = Columns::default();
        columns.add(Column::new("统一社会信用代码", 21, Look::Text));
        columns.add(Column::new("企业名称", 30, Look::Wrapped));
        let district = register.district.map(|_| columns.count());
        let districts = register.district.iter().map(|column| (column, 11));
        for (column, width) in districts.chain(register.shown.iter().map(|column| (column, 9))) {
            columns.add(Column::new(table.columns[*column].name.to_string(), width, Look::Centred));
        }
        let status = columns.add(Column::new("状态", 9, Look::Centred));
        columns.add(Column::money("各项合计").totalled().noted("奖励明细中各行净额之和"));
        columns.add(Column::money("就高不重复\n扣减").totalled());
        let counted = columns.add(Column::money("占限额的\n合计").totalled());
        let uncounted = columns.add(Column::money("不占限额的\n合计").totalled());
        let cap = policy.cap.as_ref().map(|_| {
            columns.add(Column::money("新增地方\n财力").totalled());
            let class = columns.add(Column::new("限额\n档次", 8, Look::Centred));
            columns.add(Column::new("比例", 9, Look::Percent));
            let amount = columns.add(Column::money("限额"));
            let cut = columns.add(Column::money("限额削减").totalled());
            CapColumns { class, amount, cut }
        });
        let payable =
            columns.add(Column::money("应发金额").totalled().noted("占限额的合计与限额取小，加不占限额的合计"));
        columns.add(Column::new("说明", 33, Look::Wrapped).noted("本次核算时的说明，不随改动重算"));
        let bans = || policy.disqualified.iter().chain(&policy.suspended);
        let mut operands = Operands::of(bans().map(|ban| &ban.when));
        let mut ban = None;
        let mut ban_formula = Template::default();
        if bans().next().is_some() {
            let note = "2 取消资格，1 停止执行，0 都不是；由右边各列判断";
            let column = columns.add(Column::new("资格处理", 10, Look::Whole).noted(note).aside());
            operands.first = column + 1;
            for (_, name, _) in &operands.list {
                columns.add(Column::new(name.to_string(), 14, Look::Centred).aside());
            }
            let test = |ban: &Option<crate::policy::Ban>| {
                ban.as_ref().map_or_else(|| "0".to_owned(), |ban| operands.test(policy, &ban.when))
            };
            let (disqualified, suspended) = (test(&policy.disqualified), test(&policy.suspended));
            ban_formula = Template::new(&format!("IF({disqualified}=1,2,IF({suspended}=1,1,0))"));
            ban = Some(column);
        }
        let columns = columns.done();
        Self { columns, district, status, counted, uncounted, cap, payable, ban, ban_formula, operands }
    }

    /// The status of a firm with `lines` lines whose statuses stand in `window`.
    fn status_formula(&self, row: u32, lines: usize, window: &str) -> String {
        let at = |column: u16| format!("{}{}", letters(column), row + 1);
        let (counted, uncounted) = (at(self.counted), at(self.uncounted));
        let cap = self.cap.as_ref().map(|cap| at(cap.amount));
        let paid = match &cap {
            Some(cap) => format!("MIN({counted},{cap})+{uncounted}"),
            None => format!("{counted}+{uncounted}"),
        };
        let mut formula = format!("IF({paid}>0,\"发放\",\"无奖励\")");
        if lines > 0 {
            let open = match &cap {
                Some(cap) => format!("OR(COUNTIF({window},\"待定\")>0,AND({cap}=\"\",{counted}>0))"),
                None => format!("COUNTIF({window},\"待定\")>0"),
            };
            formula = format!("IF({open},\"待定\",IF(COUNTIF({window},\"不符合\")={lines},\"不符合\",{formula}))");
        }
        if let Some(ban) = self.ban {
            let ban = at(ban);
            formula = format!("IF({ban}=2,\"取消资格\",IF({ban}=1,\"停止执行\",{formula}))");
        }
        formula
    }

    fn payable_formula(&self, row: u32) -> String {
        let at = |column: u16| format!("{}{}", letters(column), row + 1);
        let (status, counted, uncounted) = (at(self.status), at(self.counted), at(self.uncounted));
        let capped = match &self.cap {
            Some(cap) => format!("MIN({counted},{})", at(cap.amount)),
            None => counted,
        };
        format!(
            "IF({status}=\"待定\",\"\",IF({status}=\"取消资格\",0,IF({status}=\"停止执行\",{uncounted},ROUND({capped}+{uncounted},2))))"
        )
    }
}

/// The sheets, one or, beyond a sheet's end, several.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts = book.summary_rows.parts();
    parts
        .map(|part| {
            let mut sheet = book.part(
                &book.summary_rows,
                &part,
                "奖励核算汇总表",
                book.summary.columns.clone(),
                body(move |rows| write(book, part, rows)),
            );
            sheet.highlights = statuses(book.summary.status);
            sheet
        })
        .collect()
}

fn write(book: &Book<'_>, part: Part, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let plan = &book.summary;
    let register = &book.policy.register;
    for index in part.first..part.end {
        let firm = &book.assessment.firms[index];
        let facts = book.assessment.facts_of(index);
        let record = book.record(index, &facts);
        let number = book.summary_rows.row(index);
        let mut row = Row::with_capacity(plan.columns.len());
        row.text(book.code(index)).text(book.name(index));
        for column in register.district.iter().chain(&register.shown) {
            let kind = book.policy.tables[register.table].columns[*column].kind.formula_type();
            let (_, cell) = value_cell(&record, record.value(crate::policy::Target::Firm(*column)), kind);
            row.push(cell);
        }
        sums(book, index, number, &mut row);
        if let (Some(plan), Some(cap)) = (&book.caps, &firm.cap) {
            plan.refer(book, index, cap, &mut row);
        }
        match firm.status {
            FirmStatus::Withheld => row.push(Cell::Blank),
            _ => row.formula_money(plan.payable_formula(number), firm.payable),
        };
        row.text(why(book, index));
        if plan.ban.is_some() {
            let code = ban_code(book, &record)?;
            row.formula(plan.ban_formula.at_row(number), Cached::Number(code.into()));
            plan.operands.fill(&mut row, &record);
        }
        rows.row(&row)?;
    }
    Ok(())
}

/// Status and sums over the firm's lines.
fn sums<'a>(book: &'a Book<'_>, index: usize, number: u32, row: &mut Row<'a>) {
    let firm = &book.assessment.firms[index];
    let lines = &book.assessment.lines[firm.lines.clone()];
    let range = |column: u16| {
        let mut out = String::new();
        book.line_rows.push_range(&mut out, index, &letters(column), lines.len());
        out
    };
    let plan = &book.lines;
    match firm.status {
        FirmStatus::Withheld => row.text(FirmStatus::Withheld.label()),
        status => {
            row.formula_text(book.summary.status_formula(number, lines.len(), &range(plan.status)), status.label())
        }
    };
    if lines.is_empty() {
        for _ in 0..4 {
            row.money(Some(Money::ZERO));
        }
        return;
    }
    let (net, counts) = (range(plan.net), range(plan.counts));
    let ties = Money::total(lines.iter().flat_map(|line| [line.matter_cut, line.other_cut])).unwrap_or_default();
    row.formula_money(format!("ROUND(SUM({net}),2)"), Some(firm.lines_net()))
        .formula_money(format!("ROUND(SUM({},{}),2)", range(plan.matter_cut), range(plan.other_cut)), Some(ties))
        .formula_money(format!("ROUND(SUMIFS({net},{counts},\"是\"),2)"), Some(firm.counted))
        .formula_money(format!("ROUND(SUMIFS({net},{counts},\"否\"),2)"), Some(firm.uncounted));
}

fn ban_code(book: &Book<'_>, record: &crate::award::Record<'_>) -> Result<i32, ReportError> {
    let bans = |ban: &Option<crate::policy::Ban>| match ban {
        Some(ban) => ban.when.truth(record).map(|truth| truth == Some(true)),
        None => Ok(false),
    };
    Ok(if bans(&book.policy.disqualified)? { 2 } else { i32::from(bans(&book.policy.suspended)?) })
}

/// Why it came to this, in a sentence; and what else is to be said of its lines.
fn why(book: &Book<'_>, index: usize) -> String {
    let firm = &book.assessment.firms[index];
    let lines = &book.assessment.lines[firm.lines.clone()];
    let mut out = words::firm_reason(book.checked, book.assessment, firm);
    let count = |status: LineStatus| lines.iter().filter(|line| line.status == status).count();
    let counts =
        [(LineStatus::Pending, "项待核定"), (LineStatus::Failed, "项不符合条件"), (LineStatus::Barred, "项不予奖励")];
    if matches!(firm.status, FirmStatus::NoAward | FirmStatus::Payable) {
        for (status, what) in counts {
            let count = count(status);
            if count > 0 {
                let comma = if out.is_empty() { "" } else { "；" };
                // Writing to a string cannot fail.
                let _ = write!(out, "{comma}{count} {what}");
            }
        }
    }
    out
}

/// The reference of a cell of the firm's row, seen from another sheet.
pub(in crate::report) fn cell(book: &Book<'_>, out: &mut String, firm: usize, column: u16) {
    book.summary_rows.push_cell(out, firm, &letters(column), 0);
}
