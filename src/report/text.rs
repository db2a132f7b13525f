//! The result in a terminal: a short summary, and findings grouped by workbook and sheet.

use std::collections::BTreeMap;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::ReportError;
use super::grid::Grid;
use super::terminal_style::{self, HANG};
use crate::answers::Answers;
use crate::award::{Assessment, Firm, FirmStatus, LineStatus, Paid, payees, remittance};
use crate::check::{Checked, by_year};
use crate::finding::{Answer, Finding, Severity, catalogue};
use crate::money::Money;
use crate::policy::Policy;
use crate::readings::Price;
use crate::tables::{Account, Dataset};

/// How a run went, in a few lines.
///
/// # Errors
/// If `out` cannot be written, or a sum leaves the range of a decimal.
pub fn summary(
    out: &mut dyn Write,
    checked: &Checked<'_>,
    assessment: &Assessment,
    findings: &[Finding],
) -> Result<(), ReportError> {
    let title = format!("{} 年度奖励核算  {}", assessment.year, checked.policy.number);
    writeln!(out, "{}", terminal_style::heading(&title))?;
    let register = &checked.policy.register;
    let by_status = FirmStatus::ALL.iter().rev().filter_map(|status| {
        let count = assessment.firms.iter().filter(|firm| firm.status == *status).count();
        (count > 0).then(|| format!("{} {count} {}", status.label(), register.counter))
    });
    row(out, &register.called, &by_status.collect::<Vec<_>>().join("，"))?;
    row(out, "应发合计", &terminal_style::heading(&format!("{} 元", assessment.fund.total.grouped())))?;
    // As the column of the summary sheet adds up.
    let cut = Money::total(assessment.firms.iter().map(Firm::cap_cut))?;
    row(out, "限额削减", &format!("{} 元", cut.grouped()))?;
    let paid = assessment.paid_by_item(checked.policy)?;
    let items = checked.policy.items.iter().zip(paid).filter(|(_, paid)| paid.is_positive());
    for (item, paid) in items {
        row(out, "", &format!("{}（{}）{} 元", item.name, item.clause, paid.grouped()))?;
    }
    let (waiting, amount) = assessment.awaiting(checked.policy)?;
    if waiting > 0 {
        row(out, "待评价", &format!("{waiting} {}，{} 元，评价以后拨付", register.counter, amount.grouped()))?;
    }
    let pending = assessment.lines.iter().filter(|line| line.status == LineStatus::Pending).count();
    row(out, "待核定", &format!("{pending} 项"))?;
    if checked.policy.fund.is_some() {
        let fund = assessment.fund;
        let borne = checked.policy.fund_limit().is_some();
        let how = if borne && fund.shortfall.is_positive() {
            format!("，{}", checked.policy.shortfall_borne())
        } else {
            String::new()
        };
        row(out, "资金池", &format!("{} 元，缺口 {} 元{how}", fund.pool.grouped(), fund.shortfall.grouped()))?;
    }
    if !assessment.clawback.is_empty() {
        let open = Money::total(assessment.clawback.iter().map(|claim| claim.open))?;
        row(out, "追缴", &format!("{} 笔，未缴回 {} 元", assessment.clawback.len(), open.grouped()))?;
    }
    remitted(out, checked, assessment)?;
    Ok(kinds(out, findings)?)
}

/// What was paid so far, where that is recorded.
fn remitted(out: &mut dyn Write, checked: &Checked<'_>, assessment: &Assessment) -> Result<(), ReportError> {
    let payees = payees(checked, assessment)?;
    let Some(found) = remittance(checked, assessment, &payees)? else { return Ok(()) };
    let all = || found.paid.iter().chain(found.strays.iter().map(|stray| &stray.paid));
    let sum = |of: fn(&Paid) -> Money| Money::total(all().map(of));
    let (paid, due, excess) = (sum(|paid| paid.sum)?, sum(|paid| paid.due)?, sum(|paid| paid.excess)?);
    let (paid, due, excess) = (paid.grouped(), due.grouped(), excess.grouped());
    Ok(row(out, "拨付", &format!("已付 {paid} 元，还要付 {due} 元，多付 {excess} 元"))?)
}

/// Every finding in its order, those of one sheet together; of one kind on one sheet only the first few are shown, of the others the places.
///
/// # Errors
/// If `out` cannot be written.
pub fn findings(out: &mut dyn Write, findings: &[Finding]) -> io::Result<()> {
    let sheet = |finding: &Finding| (finding.severity, finding.place.file.clone(), finding.place.sheet.clone());
    for group in findings.chunk_by(|a, b| sheet(a) == sheet(b)) {
        let (_, file, sheet) = sheet(&group[0]);
        let place = [file.as_deref(), sheet.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" › ");
        writeln!(out, "{}", terminal_style::heading(if place.is_empty() { "全部数据" } else { &place }))?;
        let address = |finding: &Finding| finding.place.address().unwrap_or_default();
        let width = group.iter().map(|finding| address(finding).width()).max().unwrap_or(0);
        let mut folded: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in group {
            folded.entry(&finding.code).or_default().push(finding);
        }
        for finding in group {
            let alike = &folded[&*finding.code];
            // One more is shown rather than told of.
            let shown = if alike.len() <= SHOWN + 1 { alike.len() } else { SHOWN };
            if alike[..shown].iter().any(|shown| std::ptr::eq(*shown, finding)) {
                let (word, code, cell) = (terminal_style::severity(finding.severity), &finding.code, address(finding));
                writeln!(out, "  {word} {code} {cell:<width$}  {HANG}{}", finding.message())?;
            }
        }
        for (code, alike) in folded.iter().filter(|(_, alike)| alike.len() > SHOWN + 1) {
            let rest = &alike[SHOWN..];
            let mut places: Vec<String> = rest.iter().take(LISTED).map(|finding| spot(finding)).collect();
            places.retain(|place| !place.is_empty());
            let etc = if rest.len() > LISTED { "等" } else { "" };
            let places = if places.is_empty() { String::new() } else { format!("：{}{etc}", places.join("、")) };
            let word = terminal_style::severity(rest[0].severity);
            writeln!(out, "  {word} {code} {HANG}同样的问题另有 {} 处{places}", rest.len())?;
        }
    }
    Ok(())
}

/// How many findings there are, and every error, last.
///
/// # Errors
/// If `out` cannot be written.
pub fn errors(out: &mut dyn Write, all: &[Finding]) -> io::Result<()> {
    kinds(out, all)?;
    let errors: Vec<Finding> = all.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
    findings(out, &errors)
}

/// Names the files that were passed over, each with its reason.
///
/// # Errors
/// If `out` cannot be written.
pub fn passed_over(out: &mut dyn Write, findings: &[Finding]) -> io::Result<()> {
    for finding in findings {
        writeln!(out, "  没有读    {HANG}{}（{}）", finding.place, finding.why)?;
    }
    Ok(())
}

/// What was answered, in a line.
///
/// # Errors
/// If `out` cannot be written.
pub fn answers(out: &mut dyn Write, answers: &Answers) -> io::Result<()> {
    if answers.files.is_empty() {
        return Ok(());
    }
    let of = |answer: Answer| format!("{} {} 处", answer.word(), answers.count(answer));
    row(out, "答复", &[Answer::Reason, Answer::NotData, Answer::NotCounted].map(of).join("，"))
}

/// Of one kind on one sheet, so many are shown in full.
const SHOWN: usize = 5;

/// Of the rest, the places of so many.
const LISTED: usize = 12;

/// Where a folded finding stands; without a cell, what it says.
fn spot(finding: &Finding) -> String {
    match finding.place.address() {
        Some(address) if finding.place.column.is_some() || finding.why.is_empty() => address,
        _ => finding.why.clone(),
    }
}

/// What became of the rows of each table that has any.
///
/// # Errors
/// If `out` cannot be written.
pub fn accounts(
    out: &mut dyn Write,
    policy: &Policy,
    data: &Dataset,
    year: Option<i32>,
    width: usize,
) -> io::Result<()> {
    let of_year = year.map_or("可用".to_owned(), |year| format!("{year} 年度"));
    let mut grid = Grid::new(["表", "读入", &of_year, "其他年度", "有错误", "合计备注"]).with_counts();
    for (declared, table) in policy.tables.iter().zip(&data.tables).filter(|(_, table)| table.account.rows > 0) {
        let (used, other_years) = by_year(declared, table, year);
        let Account { rows, errors, skipped, .. } = table.account;
        let counts = [rows, used, other_years, errors, skipped].map(|count| count.to_string());
        let [rows, used, other_years, errors, skipped] = counts.each_ref().map(String::as_str);
        grid.row([&declared.name, rows, used, other_years, errors, skipped]);
    }
    if !grid.is_bare() {
        writeln!(out, "{}", terminal_style::heading("读入的行"))?;
        grid.write(out, width)?;
    }
    Ok(())
}

/// How many findings of each severity and kind; the errors last, where they are seen, each kind with its first place.
///
/// # Errors
/// If `out` cannot be written.
pub fn kinds(out: &mut dyn Write, findings: &[Finding]) -> io::Result<()> {
    for severity in [Severity::Note, Severity::Warning, Severity::Error] {
        let mut by_code: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.severity == severity) {
            by_code.entry(&finding.code).or_default().push(finding);
        }
        let total: usize = by_code.values().map(Vec::len).sum();
        if total == 0 {
            continue;
        }
        row(out, &terminal_style::severity(severity), &format!("{total} 条"))?;
        for (code, alike) in by_code {
            // Notes of the policy share a code, and each has its own text.
            let title = catalogue::find(code).map_or(&*alike[0].title, |entry| entry.title);
            let place = alike[0].place.to_string();
            let place = match severity {
                Severity::Error if !place.is_empty() => {
                    format!("：{}{place}", if alike.len() > 1 { "先看 " } else { "" })
                }
                _ => String::new(),
            };
            row(out, "", &format!("{code} {title}（{}）{place}", alike.len()))?;
        }
    }
    Ok(())
}

/// What every other reading would pay, against `assessment`.
///
/// # Errors
/// If `out` cannot be written.
pub fn readings(
    out: &mut dyn Write,
    checked: &Checked<'_>,
    assessment: &Assessment,
    prices: &[Price],
    width: usize,
) -> io::Result<()> {
    const NAMED: usize = 3;
    let total = assessment.fund.total.grouped();
    let title = format!("{} 年度各种读法的应发合计（现行读法 {total} 元）", assessment.year);
    writeln!(out, "{}", terminal_style::heading(&title))?;
    let mut grid = Grid::new(["条款、另一种读法", "应发合计", "增减", &checked.policy.register.called, "待定"]);
    for price in prices {
        let reading = &checked.policy.readings[price.reading];
        let name = format!("{} {}", reading.clause, reading.alternatives[price.alternative].name);
        let Some(shift) = &price.shift else {
            grid.note(&format!("{name}：数据有错误"));
            continue;
        };
        let mut items: Vec<(&str, Money)> =
            shift.items.iter().map(|item| (&*item.name, item.new.minus(item.old).unwrap_or_default())).collect();
        // The largest change first; of equal ones the earlier item.
        items.sort_by_key(|(_, change)| std::cmp::Reverse(change.as_yuan().abs()));
        let mut named: Vec<String> =
            items.iter().take(NAMED).map(|(name, change)| format!("{name} {}", signed(*change))).collect();
        if items.len() > NAMED {
            named.push(format!("等 {} 项", items.len()));
        }
        let firms = format!("{} {}", shift.firms.len(), checked.policy.register.counter);
        let open =
            if shift.open.0 == shift.open.1 { String::new() } else { format!("{} → {}", shift.open.0, shift.open.1) };
        let (total, change) = (shift.total.grouped(), signed(shift.change));
        grid.row([&name, &total, &change, &firms, &open]);
        grid.note(&if named.is_empty() { String::new() } else { format!("  {}", named.join("，")) });
    }
    grid.write(out, width)
}

/// A change with its sign.
#[must_use]
pub fn signed(change: Money) -> String {
    if change.is_positive() { format!("+{}", change.grouped()) } else { change.grouped() }
}

fn row(out: &mut dyn Write, label: &str, value: &str) -> io::Result<()> {
    const LABEL: usize = 10;
    let pad = " ".repeat(LABEL.saturating_sub(terminal_style::bare(label).width()));
    writeln!(out, "  {label}{pad}{HANG}{value}")
}

/// A number of yuan without needless decimals.
#[must_use]
pub fn amount_words(yuan: rust_decimal::Decimal) -> String {
    crate::money::group(&yuan.normalize().to_string())
}
