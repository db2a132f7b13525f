//! 统计图: native charts over a small block of live figures, in 万元 so that axes stay readable.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::award::{Firm, FirmStatus};
use crate::formula::{Env as _, quoted as quoted_text};
use crate::money::Money;
use crate::policy::Target;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{Cached, Cell, Chart, Column, Columns, Drawing, FIRST_ROW, Look, Row, Rows, Series, Sheet};
use crate::report::operands::letters;

pub(in crate::report) const NAME: &str = "统计图";

/// More names than this are listed, but not drawn: nobody could read them.
const MOST_BARS: usize = 18;

const WAN: &str = "#,##0.0";

/// One group of figures, and how it is drawn.
struct Block {
    title: String,
    /// The names of its one or two columns of figures.
    heads: Vec<&'static str>,
    look: Look,
    drawing: Drawing,
    unit: &'static str,
    rows: Vec<Figures>,
}

/// A name with its figures, each a formula, or a plain figure where none can be.
struct Figures {
    name: String,
    values: Vec<(Option<String>, Decimal)>,
}

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Result<Sheet<'b>, ReportError> {
    let mut columns = Columns::default();
    columns.add(Column::new("统计内容", 26, Look::Wrapped));
    columns.add(Column::new("数值", 15, Look::Money));
    columns.add(Column::new("数值", 15, Look::Money));
    let blocks = blocks(book)?;
    let charts = charts(&blocks);
    let mut sheet =
        book.sheet(NAME.to_owned(), "奖励资金统计图", columns.done(), body(move |rows| write(&blocks, rows)));
    sheet.subtitle = book.subtitle("金额单位：万元　　图随左边的数变化，数随各表变化");
    (sheet.filter, sheet.frozen, sheet.one_page) = (false, 0, true);
    sheet.charts = charts;
    Ok(sheet)
}

fn blocks(book: &Book<'_>) -> Result<Vec<Block>, ReportError> {
    let mut all = vec![by_item(book)?];
    all.extend(by_district(book)?);
    all.extend(by_class(book)?);
    all.push(by_status(book));
    all.extend(bound(book));
    all.extend(by_year(book)?);
    Ok(all)
}

/// `formula` for each sheet of several, added up; `columns` are the same columns on each.
fn over_parts(parts: &[Vec<String>], formula: impl Fn(&[&str]) -> String) -> String {
    let count = parts.first().map_or(0, Vec::len);
    let terms: Vec<String> = (0..count)
        .map(|part| formula(&parts.iter().map(|columns| columns[part].as_str()).collect::<Vec<_>>()))
        .collect();
    if terms.is_empty() { "0".to_owned() } else { terms.join("+") }
}

fn summary_columns(book: &Book<'_>, columns: &[u16]) -> Vec<Vec<String>> {
    columns.iter().map(|column| book.summary_rows.each_column(&letters(*column))).collect()
}

fn wan(formula: &str, money: Money) -> (Option<String>, Decimal) {
    (Some(format!("ROUND(({formula})/10000,6)")), money.as_wan())
}

/// What is paid by item.
fn by_item(book: &Book<'_>) -> Result<Block, ReportError> {
    let parts: Vec<Vec<String>> =
        [book.lines.item, book.lines.paid].map(|column| book.line_rows.each_column(&letters(column))).into();
    let rows = book.policy.items.iter().zip(book.assessment.paid_by_item(book.policy)?).map(|(item, paid)| {
        let name = quoted_text(&item.name);
        let formula = over_parts(&parts, |columns| format!("SUMIF({},{name},{})", columns[0], columns[1]));
        Figures { name: item.name.to_string(), values: vec![wan(&formula, paid)] }
    });
    Ok(Block {
        title: "各项目发放额（限额后）".to_owned(),
        heads: vec!["发放额"],
        look: Look::Money,
        drawing: Drawing::Bars,
        unit: "万元",
        rows: rows.collect(),
    })
}

/// The payables by district, the highest first.
fn by_district(book: &Book<'_>) -> Result<Option<Block>, ReportError> {
    let (Some(column), Some(shown)) = (book.policy.register.district, book.summary.district) else {
        return Ok(None);
    };
    let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
    for (index, firm) in book.assessment.firms.iter().enumerate() {
        let district = book.record(index, &[]).value(Target::Firm(column)).text();
        let sum = sums.entry(district.map_or("", |district| book.text(district))).or_default();
        *sum = sum.plus(firm.paid())?;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    let parts = summary_columns(book, &[shown, book.summary.payable]);
    let rows = sums.into_iter().map(|(district, sum)| {
        // A district is data: it must match as it stands, not as a pattern.
        let name = quoted_text(district);
        let formula =
            over_parts(&parts, |columns| format!("SUMPRODUCT(1*EXACT({},{name}),{})", columns[0], columns[1]));
        let name = if district.is_empty() { "（未填）" } else { district };
        Figures { name: name.to_owned(), values: vec![wan(&formula, sum)] }
    });
    let name = &book.policy.tables[book.policy.register.table].columns[column].name;
    Ok(Some(Block {
        title: format!("各{name}应发金额"),
        heads: vec!["应发金额"],
        look: Look::Money,
        drawing: Drawing::Bars,
        unit: "万元",
        rows: rows.collect(),
    }))
}

/// The firms that are paid, by class of the cap.
fn paid_of<'f>(book: &'f Book<'_>, class: usize) -> impl Iterator<Item = &'f Firm> {
    let paid = book.assessment.firms.iter().filter(|firm| firm.status == FirmStatus::Payable);
    paid.filter(move |firm| firm.cap.as_ref().is_some_and(|cap| cap.class == class))
}

/// What the cap covers, before and after it, by class.
fn by_class(book: &Book<'_>) -> Result<Option<Block>, ReportError> {
    let (Some(cap), Some(shown)) = (&book.policy.cap, &book.summary.cap) else {
        return Ok(None);
    };
    let plan = &book.summary;
    let parts = summary_columns(book, &[plan.counted, plan.status, shown.class, shown.cut]);
    let paid = quoted_text(FirmStatus::Payable.label());
    let mut rows = Vec::new();
    for (index, class) in cap.classes.iter().enumerate() {
        let before = Money::total(paid_of(book, index).map(|firm| firm.counted))?;
        let cuts = paid_of(book, index).filter_map(|firm| firm.cap.as_ref().and_then(|cap| cap.cut));
        let after = before.minus(Money::total(cuts)?)?;
        let name = quoted_text(&class.name);
        let sum = |columns: &[&str], of: usize| {
            format!("SUMIFS({},{},{paid},{},{name})", columns[of], columns[1], columns[2])
        };
        let values = vec![
            wan(&over_parts(&parts, |columns| sum(columns, 0)), before),
            wan(&over_parts(&parts, |columns| format!("{}-{}", sum(columns, 0), sum(columns, 3))), after),
        ];
        rows.push(Figures { name: class.name.to_string(), values });
    }
    Ok(Some(Block {
        title: "限额前后（占限额项目）".to_owned(),
        heads: vec!["限额前", "限额后"],
        look: Look::Money,
        drawing: Drawing::Columns,
        unit: "万元",
        rows,
    }))
}

fn count(number: usize) -> Decimal {
    Decimal::from(number)
}

fn by_status(book: &Book<'_>) -> Block {
    let parts = summary_columns(book, &[book.summary.status]);
    let rows = FirmStatus::ALL.iter().rev().map(|status| {
        let label = quoted_text(status.label());
        let formula = over_parts(&parts, |columns| format!("COUNTIF({},{label})", columns[0]));
        let firms = book.assessment.firms.iter().filter(|firm| firm.status == *status).count();
        Figures { name: status.label().to_owned(), values: vec![(Some(formula), count(firms))] }
    });
    Block {
        title: "企业按状态".to_owned(),
        heads: vec!["家数"],
        look: Look::Whole,
        drawing: Drawing::Bars,
        unit: "家",
        rows: rows.collect(),
    }
}

/// How many of the paid firms the cap cuts, by class.
fn bound(book: &Book<'_>) -> Option<Block> {
    let (cap, shown) = book.policy.cap.as_ref().zip(book.summary.cap.as_ref())?;
    let parts = summary_columns(book, &[book.summary.status, shown.class, shown.cut]);
    let paid = quoted_text(FirmStatus::Payable.label());
    let rows = cap.classes.iter().enumerate().map(|(index, class)| {
        let cut = |firm: &&Firm| firm.cap.as_ref().and_then(|cap| cap.cut).is_some_and(Money::is_positive);
        let (all, cut) = (paid_of(book, index).count(), paid_of(book, index).filter(cut).count());
        let name = quoted_text(&class.name);
        let of_class = |columns: &[&str]| format!("COUNTIFS({},{paid},{},{name})", columns[0], columns[1]);
        let of_cut =
            |columns: &[&str]| format!("COUNTIFS({},{paid},{},{name},{},\">0\")", columns[0], columns[1], columns[2]);
        let values = vec![
            (Some(over_parts(&parts, of_cut)), count(cut)),
            (
                Some(over_parts(&parts, |columns| format!("{}-{}", of_class(columns), of_cut(columns)))),
                count(all - cut),
            ),
        ];
        Figures { name: class.name.to_string(), values }
    });
    Some(Block {
        title: "限额约束了多少发放企业".to_owned(),
        heads: vec!["被限额削减", "未被削减"],
        look: Look::Whole,
        drawing: Drawing::Stacked,
        unit: "家",
        rows: rows.collect(),
    })
}

/// Past years as the history has them, and this year live; nothing where there is only this year.
fn by_year(book: &Book<'_>) -> Result<Option<Block>, ReportError> {
    let mut years: BTreeMap<i32, Money> = BTreeMap::new();
    if let Some(history) = &book.policy.history {
        let table = &book.checked.data.tables[history.table];
        for row in 0..table.len() {
            let of_row = table.year(history.year, row).zip(table.money(history.amount, row));
            if let Some((year, amount)) = of_row.filter(|(year, _)| *year < book.assessment.year) {
                let sum = years.entry(year).or_default();
                *sum = sum.plus(amount)?;
            }
        }
    }
    let past =
        years.into_iter().map(|(year, sum)| Figures { name: format!("{year}年"), values: vec![(None, sum.as_wan())] });
    let mut rows: Vec<Figures> = past.collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let paid = format!("SUM({})", book.summary_rows.whole_column(&letters(book.summary.payable)));
    let formula = if book.assessment.firms.is_empty() { "0".to_owned() } else { paid };
    rows.push(Figures {
        name: format!("{}年", book.assessment.year),
        values: vec![wan(&formula, book.assessment.fund.total)],
    });
    Ok(Some(Block {
        title: "本年与历年".to_owned(),
        heads: vec!["奖励金额"],
        look: Look::Money,
        drawing: Drawing::Columns,
        unit: "万元",
        rows,
    }))
}

/// Two charts side by side, to the right of the figures.
fn charts(blocks: &[Block]) -> Vec<Chart> {
    let mut row = FIRST_ROW;
    let mut charts = Vec::new();
    for (number, block) in (0u16..).zip(blocks) {
        let first = row + 1;
        let drawn = u32::try_from(block.rows.len().min(MOST_BARS)).unwrap_or(1).max(1);
        let series = (1..).zip(&block.heads).map(|(column, name)| Series { name: (*name).to_owned(), column });
        charts.push(Chart {
            title: block.title.clone(),
            drawing: block.drawing,
            rows: (first, first + drawn - 1),
            series: series.collect(),
            unit: block.unit.to_owned(),
            number_format: if block.look == Look::Whole { "#,##0" } else { WAN },
            at: (FIRST_ROW + u32::from(number / 2) * Chart::ROWS, 3 + number % 2 * Chart::COLUMNS),
        });
        row = first + u32::try_from(block.rows.len()).unwrap_or(0);
    }
    charts
}

fn write(blocks: &[Block], rows: &mut dyn Rows) -> Result<(), ReportError> {
    for block in blocks {
        let mut row = Row::with_capacity(3);
        row.push_as(Look::Heading, Cell::Text(block.title.clone().into()));
        for column in 0..2 {
            let head = block.heads.get(column).map_or(Cell::Blank, |head| Cell::Text((*head).into()));
            row.push_as(Look::TotalLabel, head);
        }
        rows.row(&row)?;
        for figures in &block.rows {
            let mut row = Row::with_capacity(3);
            row.text(figures.name.as_str());
            for (formula, value) in &figures.values {
                let cell = match formula {
                    Some(formula) => Cell::Formula(formula.clone(), Cached::Number(*value)),
                    None => Cell::Number(*value),
                };
                row.push_as(block.look, cell);
            }
            row.blanks_to(3);
            rows.row(&row)?;
        }
    }
    Ok(())
}
