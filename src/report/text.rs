//! The result in a terminal: a short summary, and findings grouped by workbook and sheet.

use std::collections::BTreeMap;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::award::{Assessment, FirmStatus, LineStatus};
use crate::check::Checked;
use crate::finding::{Finding, Severity, catalogue};
use crate::money::{Money, Overflow};

/// How a run went, in a few lines.
///
/// # Errors
/// If `out` cannot be written.
pub fn summary(
    out: &mut dyn Write,
    checked: &Checked<'_>,
    assessment: &Assessment,
    findings: &[Finding],
) -> io::Result<()> {
    writeln!(out, "{} 年度奖励核算  {}", assessment.year, checked.policy.number)?;
    let by_status = FirmStatus::ALL.iter().rev().filter_map(|status| {
        let count = assessment.firms.iter().filter(|firm| firm.status == *status).count();
        (count > 0).then(|| format!("{} {count} 家", status.label()))
    });
    row(out, "企业", &by_status.collect::<Vec<_>>().join("，"))?;
    row(out, "应发合计", &format!("{} 元", assessment.fund.total.grouped()))?;
    // As the column of the summary sheet adds up.
    let cut = Money::total(assessment.firms.iter().filter_map(|firm| firm.cap.as_ref()?.cut));
    row(out, "限额削减", &format!("{} 元", sum(cut).grouped()))?;
    let pending = assessment.lines.iter().filter(|line| line.status == LineStatus::Pending).count();
    row(out, "待核定", &format!("{pending} 项"))?;
    if checked.policy.fund.is_some() {
        let fund = assessment.fund;
        row(out, "资金池", &format!("{} 元，缺口 {} 元", fund.pool.grouped(), fund.shortfall.grouped()))?;
    }
    if !assessment.clawback.is_empty() {
        row(out, "追缴", &format!("{} 笔", assessment.clawback.len()))?;
    }
    kinds(out, findings)
}

/// Every finding, grouped by workbook and sheet; of one kind on one sheet only the first few are shown.
///
/// # Errors
/// If `out` cannot be written.
pub fn findings(out: &mut dyn Write, findings: &[Finding]) -> io::Result<()> {
    const SHOWN: usize = 5;
    let mut groups: BTreeMap<(Option<&str>, Option<&str>), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let place = &finding.place;
        groups.entry((place.file.as_deref(), place.sheet.as_deref())).or_default().push(finding);
    }
    for ((file, sheet), group) in groups {
        writeln!(out, "{}", [file, sheet].into_iter().flatten().collect::<Vec<_>>().join(" › "))?;
        let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &group {
            let count = shown.entry(&finding.code).or_default();
            *count += 1;
            if *count <= SHOWN {
                let cell = finding.place.address().unwrap_or_default();
                writeln!(out, "  {} {} {cell:<6} {}", finding.severity.label(), finding.code, finding.message())?;
            }
        }
        for (code, count) in shown.into_iter().filter(|(_, count)| *count > SHOWN) {
            writeln!(out, "  …… {code} 另有 {} 处相同的问题，见问题清单", count - SHOWN)?;
        }
    }
    kinds(out, findings)
}

/// How many findings of each severity and kind.
fn kinds(out: &mut dyn Write, findings: &[Finding]) -> io::Result<()> {
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let mut by_code: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.severity == severity) {
            // Notes of the policy share a code, and each has its own text.
            let title = catalogue::find(&finding.code).map_or(&*finding.title, |entry| entry.title);
            by_code.entry(&finding.code).or_insert((0, title)).0 += 1;
        }
        let total: usize = by_code.values().map(|(count, _)| count).sum();
        if total == 0 {
            continue;
        }
        row(out, severity.label(), &format!("{total} 条"))?;
        for (code, (count, title)) in by_code {
            row(out, "", &format!("{code} {title}（{count}）"))?;
        }
    }
    Ok(())
}

fn row(out: &mut dyn Write, label: &str, value: &str) -> io::Result<()> {
    const LABEL: usize = 10;
    let pad = " ".repeat(LABEL.saturating_sub(label.width()));
    writeln!(out, "  {label}{pad}{value}")
}

fn sum(total: Result<Money, Overflow>) -> Money {
    // Each was computed from amounts in range; only their sum could leave it, far beyond any town's money.
    total.unwrap_or(Money::ZERO)
}

/// Columns that line up although a Chinese character is two cells wide.
pub struct Grid<const N: usize> {
    rows: Vec<[String; N]>,
}

impl<const N: usize> Grid<N> {
    /// A grid with a header.
    #[must_use]
    pub fn new(header: [&str; N]) -> Self {
        Self { rows: vec![header.map(str::to_owned)] }
    }

    /// One more row.
    pub fn row(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")));
    }

    /// Writes all rows; the last column is not padded.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut widths = [0; N];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.width().max(*width);
            }
        }
        for row in &self.rows {
            let mut line = String::from(" ");
            for (cell, width) in row.iter().zip(widths) {
                let pad = std::iter::repeat_n(' ', width - cell.width());
                line.push(' ');
                if is_amount(cell) {
                    line.extend(pad);
                    line.push_str(cell);
                } else {
                    line.push_str(cell);
                    line.extend(pad);
                }
                line.push(' ');
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Amounts stand to the right, so that their digits line up.
fn is_amount(cell: &str) -> bool {
    cell.contains('.') && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-'))
}

/// A number of yuan without needless decimals.
#[must_use]
pub fn amount_words(yuan: rust_decimal::Decimal) -> String {
    crate::money::group(&yuan.normalize().to_string())
}
