//! 目录: the first sheet. Its first page is the leader's: the sum, the items, what is to be done; the second says which run it was and
//! what each sheet tells, with links.

mod figures;
mod items;
mod readings;
mod tasks;

use super::{
    basis, clawback, council, disclosure, findings, lists, notice, objections, parameters, pending, performance,
    signoff, statistics, targets,
};
use crate::award::FirmStatus;
use crate::finding::Severity;
use crate::money::Money;
use crate::policy::Register;
use crate::report::book::{Book, body};
use crate::report::model::{
    Cached, Cell, Column, Columns, Flow, Highlight, Look, MOVED, Row, Rows, Sheet, Tone, quoted_sheet,
};
use crate::report::operands::letters;
use crate::report::order::Control;
use crate::report::{ReportError, columns, payments, totals};

pub(in crate::report) const NAME: &str = "目录";

/// How many narrow columns the page has, of so many characters each: figures and tables share it.
const GRID: u16 = 12;
const GRID_WIDTH: u16 = 8;

/// What a row of each sheet is, and what the sheet tells.
const TELLS: [(&str, &str, &str); 23] = [
    (columns::matrix::NAME, "一家企业", "每家企业各项实发多少，限额以后的数"),
    (columns::summary::NAME, "一家企业", "每家企业的合计、扣减、限额、应发金额、状态和原因"),
    (columns::lines::NAME, "一项奖励", "每项奖励从记录到净额：基数、标准、上限、就高扣减、状态、来源和计算式"),
    (columns::conditions::NAME, "一个条件", "每家企业对照每个条件：要求、实际、结果、来源单元格"),
    (columns::caps::NAME, "一家企业", "限额档次怎样确定，限额是多少，削减了多少"),
    (columns::joint::NAME, "一项奖励", "几家企业合计的上限：谁和谁合计，超过的怎样削减到各行"),
    (columns::overlaps::NAME, "一件事项", "同一事项不重复奖励：比较的两边、保留哪一边、为什么"),
    (pending::NAME, "一件缺项", "还缺什么、由谁提供、涉及多少金额"),
    (council::NAME, "—", "交会议审定的一页：合计、各条款、限额、资金、没有定的；括号里的由单位填写"),
    (clawback::NAME, "一笔已发奖励", "取消资格的企业需要追缴的以往奖励"),
    (notice::NAME, "—", "公示的正文；括号里的由单位填写"),
    (payments::DISCLOSED, "一个收款人", "可以直接打印张贴的公示名单"),
    (objections::NAME, "一条异议", "公示以后收到的异议，怎样处理，现在应发多少"),
    (payments::PAID, "一个收款人", "账户、金额和大写金额；没有账户的列在最后"),
    (columns::division::NAME, "一个收款人", "一项奖励分给几个收款人的，各占几成、分得多少"),
    (statistics::NAME, "一组数", "按项目、属地、档次、状态和年度的统计图"),
    (targets::NAME, "一个目标", "文件提出的目标完成到哪里，与时间进度比较"),
    (lists::NAME, "一家企业或者一个项目", "文件要求梳理的名单，怎样排、列入哪些"),
    (performance::NAME, "一个指标", "绩效自评要填的数：预算执行、各条款的产出、发展目标"),
    (signoff::NAME, "一张工作表", "每个部门交了什么、多少条、合计多少，请它核对签字"),
    (parameters::NAME, "一个参数", "政策里的每个数；改它，各表随之重算"),
    (findings::NAME, "一个问题", "数据里的错误、警告和提示，点开到原表单元格"),
    (basis::NAME, "—", "程序、政策、每个工作簿的校验值、行数核对、资金、理解口径"),
];

/// The sheet, for the sheets called `names`, of which some are controlled.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>, names: Vec<String>, controls: Vec<Control>) -> Sheet<'b> {
    let mut columns = Columns::default();
    for _ in 0..GRID {
        columns.add(Column::new("", GRID_WIDTH, Look::Text));
    }
    let write = body(move |rows| {
        let mut rows = Counted { rows, next: 0 };
        figures::write(book, &mut rows)?;
        blank(&mut rows)?;
        let first = rows.next;
        items::write(book, first, &mut rows)?;
        blank(&mut rows)?;
        tasks::write(book, &mut rows)?;
        identity(book, &mut rows)?;
        agreement(book, &controls, &mut rows)?;
        statuses(book, &mut rows)?;
        absent(book, &mut rows)?;
        readings::write(book, &mut rows)?;
        contents(&book.policy.register, &names, &mut rows)
    });
    let mut sheet = book.sheet(NAME.to_owned(), "奖励核算", columns.done(), write);
    let stage = if book.stage.is_draft() { String::new() } else { format!("　｜{}｜", book.stage.label()) };
    sheet.title = format!("{}\n{}{stage}", book.policy.title, sheet.title);
    (sheet.filter, sheet.frozen, sheet.portrait) = (false, 0, true);
    sheet.highlights = [(SAME, Tone::Good), (OTHER, Tone::Bad), (MOVED, Tone::Bad)]
        .map(|(word, tone)| Highlight { column: CONTENT, word, tone })
        .to_vec();
    sheet
}

/// Where the content of a row of the second page begins.
const CONTENT: u16 = 3;

const SAME: &str = "一致";
const OTHER: &str = "不一致";

/// Do the sheets that are made from each other come to the same, and stand the rows where they must? What differs turns red.
fn agreement(book: &Book<'_>, controls: &[Control], rows: &mut dyn Rows) -> Result<(), ReportError> {
    if book.payments.all.is_empty() {
        return Ok(());
    }
    heading(rows, "各表的合计互相核对")?;
    let payable = totals::payable(book).formula;
    let lines = book.line_rows.whole_column(&letters(book.lines.paid));
    let listed = book.payments.sum(&book.payments.disclosed.order)?;
    let paid = Money::total(book.assessment.lines.iter().filter_map(|line| line.paid))?;
    let (disclosed, list) = (&book.payments.disclosed, &book.payments.paid);
    let sums = [
        ("公示表", "名单上的金额之和", disclosed.whole_sum(&letters(disclosure::amount_column(book))), listed),
        ("拨付表", "金额之和，等待绩效评价的也算", list.whole_sum(&letters(book.pay.amount)), listed),
        ("奖励明细", "“限额后”之和", format!("SUM({lines})"), paid),
    ];
    for (name, what, sum, known) in sums {
        let word = if known == book.assessment.fund.total { SAME } else { OTHER };
        let formula = format!("IF(ROUND({sum}-{payable},2)=0,\"{SAME}\",\"{OTHER}\")");
        let tells = format!("{name}{what}，与“核算汇总”的应发合计比较；改了参数以后不一致的，名单要重新核算");
        let content = (Look::Wrapped, Cell::Formula(formula, Cached::Text(word.into())));
        rows.row(&told(text(name), content, "", tells))?;
    }
    for Control { sheet, cell } in controls {
        let formula = format!("IF({cell}=\"\",\"{SAME}\",{cell})");
        let content = (Look::Wrapped, Cell::Formula(formula, Cached::Text(SAME.into())));
        let tells = "行与核算时的次序比较：公式按行引用这张表，行移动以后应发金额全部空着，撤销就恢复";
        rows.row(&told(text(sheet), content, "", tells.to_owned()))?;
    }
    Ok(())
}

/// Rows that are counted on their way, because formulas below refer to them.
struct Counted<'r> {
    rows: &'r mut dyn Rows,
    /// The number of the next, in the body.
    next: u32,
}

impl Rows for Counted<'_> {
    fn row(&mut self, row: &Row<'_>) -> Result<(), ReportError> {
        self.next += 1;
        self.rows.row(row)
    }
}

fn blank(rows: &mut dyn Rows) -> Result<(), ReportError> {
    let mut row = Row::with_capacity(1);
    row.push_as(Look::Note, Cell::Text("".into()));
    rows.row(&row)
}

fn heading(rows: &mut dyn Rows, text: &str) -> Result<(), ReportError> {
    rows.row(&heading_row(text))
}

fn heading_row(text: &str) -> Row<'_> {
    let mut row = Row::with_capacity(GRID.into());
    row.push_across(GRID, Look::Heading, Cell::Text(text.into()));
    row
}

/// A row of the second page: a name, a short text, a unit, an explanation.
fn told<'r>(cells: (Look, Cell<'r>), content: (Look, Cell<'r>), unit: &'r str, tells: String) -> Row<'r> {
    let mut row = Row::with_capacity(GRID.into());
    row.push_across(3, cells.0, cells.1);
    if unit.is_empty() {
        row.push_across(3, content.0, content.1);
    } else {
        row.push_across(2, content.0, content.1).push_across(1, Look::Centred, Cell::Text(unit.into()));
    }
    row.push_across(6, Look::Wrapped, Cell::Text(tells.into()));
    row
}

fn text(text: &str) -> (Look, Cell<'_>) {
    (Look::Wrapped, Cell::Text(text.into()))
}

/// How many firms have each status, and how many findings there are.
fn statuses(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let register = &book.policy.register;
    heading(rows, &register.worded("企业按状态"))?;
    for (status, note) in STATUSES {
        let count = totals::firms(book, status).cell();
        rows.row(&told(text(status.label()), (Look::Whole, count), &register.counter, note.to_owned()))?;
    }
    let count = |severity: Severity| book.findings.iter().filter(|finding| finding.severity == severity).count();
    let content = format!("错误 {}　警告 {}", count(Severity::Error), count(Severity::Warning));
    let tells = format!("提示 {}；见“{}”", count(Severity::Note), findings::NAME);
    rows.row(&told(text("数据问题"), text(&content), "处", tells))
}

const STATUSES: [(FirmStatus, &str); 7] = [
    (FirmStatus::Payable, "应发金额已经确定"),
    (FirmStatus::Undetermined, "缺少资料，补齐后重新核算，见“待定事项”"),
    (FirmStatus::NoAward, "没有符合奖励项目的记录，或者应发为零"),
    (FirmStatus::Ineligible, "有记录，但不符合奖励条件"),
    (FirmStatus::Suspended, "绩效评价停止执行"),
    (FirmStatus::Disqualified, "弄虚作假等，不予奖励并追缴"),
    (FirmStatus::Withheld, "数据有错误，改正前不发放（只在草稿里）"),
];

fn identity(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let mut first = heading_row("本次核算");
    first.flow = Flow::NewPage;
    rows.row(&first)?;
    let policy = book.policy;
    let short: String = policy.sha256.chars().take(16).collect();
    let lines = [
        (basis::STAGE, book.stage.label().to_owned(), book.stage.note().to_owned()),
        ("奖励年度", format!("{}年", book.assessment.year), String::new()),
        ("政策", policy.number.to_string(), policy.issuer.to_string()),
        ("政策文件校验值", short, format!("SHA-256 前 16 位；全文见“{}”", basis::NAME)),
        ("程序", format!("jiangbu {}", book.run.version), "同样的数据、政策和程序，得到逐字节相同的工作簿".to_owned()),
        ("读入的工作簿", format!("{} 个", book.run.inputs.len()), format!("名称和校验值见“{}”", basis::NAME)),
    ];
    for (label, content, note) in lines {
        rows.row(&told(text(label), text(&content), "", note))?;
    }
    Ok(())
}

/// The tables that nobody handed in, and what they could change.
fn absent(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let policy = book.policy;
    let tables =
        policy.tables.keys().filter(|table| book.checked.data.is_absent(*table) && !policy.tables[*table].optional);
    let absent: Vec<_> =
        tables.map(|table| (table, policy.rests_on(table))).filter(|(_, rests)| !rests.is_empty()).collect();
    if absent.is_empty() {
        return Ok(());
    }
    heading(rows, "没有交的表（交了可能改变结果）")?;
    for (table, rests) in absent {
        let table = &policy.tables[table];
        let taken = if table.nil_return { "没有零报告，按不知道处理" } else { "按没有记录处理" };
        rows.row(&told(text(&table.name), text(taken), "", rests.join("；")))?;
    }
    Ok(())
}

fn contents(register: &Register, names: &[String], rows: &mut dyn Rows) -> Result<(), ReportError> {
    heading(rows, "各表（点名称打开；中列是每一行记什么）")?;
    for name in names {
        // `奖励明细(2)` tells what `奖励明细` tells.
        let base = name.split('(').next().unwrap_or(name);
        let known = TELLS.iter().find(|(sheet, ..)| *sheet == base);
        let (of_row, tells) = known.map_or(("", ""), |(_, row, tells)| (row, tells));
        let link = Cell::Link(format!("internal:{}!A1", quoted_sheet(name)), name.as_str().into());
        let [of_row, tells] = [of_row, tells].map(|words| register.worded(words));
        let mut row = Row::with_capacity(GRID.into());
        row.push_across(4, Look::Link, link).push_across(2, Look::Wrapped, Cell::Text(of_row));
        row.push_across(6, Look::Wrapped, Cell::Text(tells));
        rows.row(&row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_counted_once() {
        assert!(FirmStatus::ALL.iter().all(|status| STATUSES.iter().filter(|(known, _)| known == status).count() == 1));
    }
}
