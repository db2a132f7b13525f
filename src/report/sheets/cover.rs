//! 目录: the first sheet: what the award comes to, which run it was, and what each sheet tells, with links.

use std::collections::BTreeSet;

use super::{basis, clawback, findings, parameters, pending, statistics, targets};
use crate::award::FirmStatus;
use crate::finding::Severity;
use crate::formula::quoted as quoted_text;
use crate::money::Money;
use crate::report::book::{Book, body};
use crate::report::model::{Cached, Cell, Column, Columns, Look, Row, Rows, Sheet, quoted_sheet};
use crate::report::operands::letters;
use crate::report::{ReportError, columns, payments, references};

pub(in crate::report) const NAME: &str = "目录";

/// What a row of each sheet is, and what the sheet tells.
const TELLS: [(&str, &str, &str); 14] = [
    (columns::summary::NAME, "一家企业", "每家企业的合计、扣减、限额、应发金额、状态和原因"),
    (columns::lines::NAME, "一项奖励", "每项奖励从记录到净额：基数、标准、上限、就高扣减、状态、来源和计算式"),
    (columns::conditions::NAME, "一个条件", "每家企业对照每个条件：要求、实际、结果、来源单元格"),
    (columns::caps::NAME, "一家企业", "限额档次怎样确定，限额是多少，削减了多少"),
    (columns::overlaps::NAME, "一件事项", "同一事项不重复奖励：比较的两边、保留哪一边、为什么"),
    (pending::NAME, "一件缺项", "还缺什么、由谁提供、涉及多少金额"),
    (clawback::NAME, "一笔已发奖励", "取消资格的企业需要追缴的以往奖励"),
    (payments::DISCLOSED, "一个收款人", "可以直接打印张贴的公示名单"),
    (payments::PAID, "一个收款人", "账户、金额和大写金额；没有账户的列在最后"),
    (statistics::NAME, "一组数", "按项目、属地、档次、状态和年度的统计图"),
    (targets::NAME, "一个目标", "文件提出的目标完成到哪里"),
    (parameters::NAME, "一个参数", "政策里的每个数；改它，各表随之重算"),
    (findings::NAME, "一个问题", "数据里的错误、警告和提示，点开到原表单元格"),
    (basis::NAME, "—", "程序、政策、每个工作簿的校验值、行数核对、资金、理解口径"),
];

/// The sheet, for the sheets called `names`.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>, names: Vec<String>) -> Sheet<'b> {
    let mut columns = Columns::default();
    columns.add(Column::new("项目", 22, Look::Text));
    columns.add(Column::new("内容", 24, Look::Wrapped));
    columns.add(Column::new("单位", 8, Look::Centred));
    columns.add(Column::new("说明", 72, Look::Wrapped));
    let write = body(move |rows| {
        totals(book, rows)?;
        identity(book, rows)?;
        by_item(book, rows)?;
        absent(book, rows)?;
        contents(&names, rows)
    });
    let mut sheet = book.sheet(NAME.to_owned(), "奖励核算", columns.done(), write);
    sheet.title = format!("{}\n{}", book.policy.title, sheet.title);
    (sheet.filter, sheet.frozen, sheet.one_page) = (false, 0, true);
    sheet
}

fn heading(rows: &mut dyn Rows, text: &'static str) -> Result<(), ReportError> {
    let mut row = Row::with_capacity(4);
    row.push_as(Look::Heading, Cell::Text(text.into()));
    for _ in 1..4 {
        row.push_as(Look::Heading, Cell::Blank);
    }
    rows.row(&row)
}

fn totals(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    heading(rows, "结果")?;
    let fund = book.assessment.fund;
    let mut figure =
        |label: &'static str, formula: String, cached: Cached<'_>, unit: &'static str, note: &'static str| {
            let look = if unit == "元" { Look::Money } else { Look::Number };
            let mut row = Row::with_capacity(4);
            row.text(label).push_as(look, Cell::Formula(formula, cached)).text(unit).text(note);
            rows.row(&row)
        };
    let sum = |column: u16| {
        let cells = book.summary_rows.whole_column(&letters(column));
        if cells.is_empty() { "0".to_owned() } else { format!("ROUND(SUM({cells}),2)") }
    };
    let total = sum(book.summary.payable);
    figure("应发合计", total.clone(), Cached::Money(fund.total), "元", "待定、暂缓的企业没有计入")?;
    if let Some(cap) = &book.summary.cap {
        let cuts = book.assessment.firms.iter().filter_map(|firm| firm.cap.as_ref().and_then(|cap| cap.cut));
        figure(
            "限额削减合计",
            sum(cap.cut),
            Cached::Money(Money::total(cuts)?),
            "元",
            "怎样分到各项，见“奖励明细”的“限额后”",
        )?;
    }
    if let Some(pool) = references::pool(book).filter(|cells| !cells.is_empty() && book.policy.fund.is_some()) {
        let pool = format!("MAX(0,ROUND(SUM({pool}),2))");
        let shortfall = format!("MAX(0,ROUND({total}-{pool},2))");
        figure("资金池", pool, Cached::Money(fund.pool), "元", "纳入范围的企业新增地方财力之和，合计小于零的按零")?;
        figure("缺口", shortfall, Cached::Money(fund.shortfall), "元", "应发合计超出资金池的部分，只列明")?;
    }
    for (status, note) in STATUSES {
        let firms = book.assessment.firms.iter().filter(|firm| firm.status == status).count();
        let parts = book.summary_rows.each_column(&letters(book.summary.status));
        let label = quoted_text(status.label());
        let counts: Vec<String> = parts.iter().map(|column| format!("COUNTIF({column},{label})")).collect();
        let formula = if counts.is_empty() { "0".to_owned() } else { counts.join("+") };
        figure(status.label(), formula, Cached::Number(firms.into()), "家", note)?;
    }
    let (waiting, amount) = book.assessment.awaiting(book.policy)?;
    if book.policy.evaluation.as_ref().is_some_and(|evaluation| evaluation.awaited) {
        let mut row = Row::with_capacity(4);
        row.text("待绩效评价").push_as(Look::Number, Cell::Number(waiting.into())).text("家");
        row.text(format!("应发 {} 元，评价通过以后才能拨付", amount.grouped()));
        rows.row(&row)?;
    }
    let count = |severity: Severity| book.findings.iter().filter(|finding| finding.severity == severity).count();
    let mut row = Row::with_capacity(4);
    row.text("数据问题").text(format!("错误 {}　警告 {}", count(Severity::Error), count(Severity::Warning)));
    row.text("处").text(format!("提示 {}；见“{}”", count(Severity::Note), findings::NAME));
    rows.row(&row)
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
    heading(rows, "本次核算")?;
    let policy = book.policy;
    let draft = if book.run.draft { "草稿，不得作为发放依据" } else { "" };
    let short: String = policy.sha256.chars().take(16).collect();
    let lines = [
        ("奖励年度", format!("{}年", book.assessment.year), draft.to_owned()),
        ("政策", policy.number.to_string(), policy.issuer.to_string()),
        ("政策文件校验值", short, format!("SHA-256 前 16 位；全文见“{}”", basis::NAME)),
        ("程序", format!("jiangbu {}", book.run.version), "同样的数据、政策和程序，得到逐字节相同的工作簿".to_owned()),
        ("读入的工作簿", format!("{} 个", book.run.inputs.len()), format!("名称和校验值见“{}”", basis::NAME)),
    ];
    for (label, content, note) in lines {
        let mut row = Row::with_capacity(4);
        row.text(label).text(content).text("").text(note);
        rows.row(&row)?;
    }
    Ok(())
}

/// What is paid by item.
fn by_item(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    heading(rows, "各项目发放额（限额后）")?;
    let cells = |column: u16| book.line_rows.each_column(&letters(column));
    let (items, paid) = (cells(book.lines.item), cells(book.lines.paid));
    for (number, (item, sum)) in book.policy.items.iter().zip(book.assessment.paid_by_item(book.policy)?).enumerate() {
        let lines = book.assessment.lines.iter();
        // An item that nobody has a record of would only fill the page.
        if lines.clone().all(|line| line.item != number) {
            continue;
        }
        let firms: BTreeSet<usize> = lines
            .filter(|line| line.item == number && line.paid.is_some_and(Money::is_positive))
            .map(|line| line.firm)
            .collect();
        let name = quoted_text(&item.name);
        let terms: Vec<String> =
            items.iter().zip(&paid).map(|(of, paid)| format!("SUMIF({of},{name},{paid})")).collect();
        let formula = if terms.is_empty() { "0".to_owned() } else { format!("ROUND({},2)", terms.join("+")) };
        let mut row = Row::with_capacity(4);
        row.text(&*item.name).push_as(Look::Money, Cell::Formula(formula, Cached::Money(sum)));
        row.text("元").text(format!("{}　{} 家企业", item.clause, firms.len()));
        rows.row(&row)?;
    }
    Ok(())
}

/// The tables that nobody handed in, and what they could change.
fn absent(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let policy = book.policy;
    let tables = (0..policy.tables.len()).filter(|table| book.checked.data.is_absent(*table));
    let absent: Vec<_> =
        tables.map(|table| (table, policy.rests_on(table))).filter(|(_, rests)| !rests.is_empty()).collect();
    if absent.is_empty() {
        return Ok(());
    }
    heading(rows, "没有交的表（交了可能改变结果）")?;
    for (table, rests) in absent {
        let table = &policy.tables[table];
        let taken = if table.nil_return { "没有零报告，按不知道处理" } else { "按没有记录处理" };
        let mut row = Row::with_capacity(4);
        row.text(&*table.name).text(taken).text("").text(rests.join("；"));
        rows.row(&row)?;
    }
    Ok(())
}

fn contents(names: &[String], rows: &mut dyn Rows) -> Result<(), ReportError> {
    heading(rows, "各表（点名称打开；中列是每一行记什么）")?;
    for name in names {
        // `奖励明细(2)` tells what `奖励明细` tells.
        let base = name.split('(').next().unwrap_or(name);
        let known = TELLS.iter().find(|(sheet, ..)| *sheet == base);
        let mut row = Row::with_capacity(4);
        row.push_as(Look::Link, Cell::Link(format!("internal:{}!A1", quoted_sheet(name)), name.as_str().into()));
        row.text(known.map_or("", |(_, row, _)| row)).text("").text(known.map_or("", |(.., tells)| tells));
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
