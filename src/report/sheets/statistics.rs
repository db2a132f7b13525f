//! 统计图: native charts over a small block of live figures, in 万元 so that axes stay readable. A chart's title says what it shows;
//! the figures are sorted, what is nothing is left out, and what would flatten all the rest is told beside the chart instead of drawn.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::award::{FirmCap, FirmStatus};
use crate::formula::{Env as _, quoted as quoted_text};
use crate::index::CapIndex;
use crate::money::{Money, Rounding, group, round};
use crate::policy::Target;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{
    Cached, Cell, Chart, Column, Columns, Drawing, FIRST_ROW, Flow, Look, Row, Rows, Series, Sheet,
};
use crate::report::operands::letters;

pub(in crate::report) const NAME: &str = "统计图";

/// More names than this are listed, but not drawn: nobody could read them.
const MOST_BARS: usize = 18;

const WAN: &str = "#,##0.0";

/// A first figure so many times the second is not drawn: the others could not be seen.
const OUTSIZED: i64 = 5;

/// The page's narrow columns, and how many of them a name and a figure take.
const GRID: u16 = 16;
const NAME_ACROSS: u16 = 5;
const FIGURE_ACROSS: u16 = 2;

/// One group of figures, and how it is drawn.
struct Block {
    /// What the figures are.
    title: String,
    /// What they show, as of this award.
    finding: String,
    /// The names of its one or two columns of figures.
    heads: Vec<String>,
    look: Look,
    drawing: Drawing,
    unit: String,
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
    for _ in 0..GRID {
        columns.add(Column::new("", Chart::COLUMN_WIDTH, Look::Wrapped));
    }
    let blocks = blocks(book)?;
    let charts = charts(&blocks);
    let mut sheet =
        book.sheet(NAME.to_owned(), "奖励资金统计图", columns.done(), body(move |rows| write(&blocks, rows)));
    sheet.subtitle = book.subtitle("金额单位：万元　　图随下面的数变化，数随各表变化；图上的话是本次核算时的");
    (sheet.filter, sheet.frozen) = (false, 0);
    sheet.charts = charts;
    Ok(sheet)
}

fn blocks(book: &Book<'_>) -> Result<Vec<Block>, ReportError> {
    let mut all = vec![by_item(book)?];
    all.extend(by_district(book)?);
    for cap in book.policy.caps.keys() {
        all.extend(by_class(book, cap)?);
    }
    all.push(by_status(book));
    all.extend(book.policy.caps.keys().filter_map(|cap| bound(book, cap)));
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
    let mut sums: Vec<_> = book.policy.items.iter().zip(book.assessment.paid_by_item(book.policy)?).collect();
    sums.retain(|(_, paid)| *paid != Money::ZERO);
    sums.sort_by_key(|(_, paid)| std::cmp::Reverse(*paid));
    let finding = largest(sums.first().map(|(item, paid)| (&*item.name, *paid)), book.assessment.fund.total, "项目");
    let rows = sums.into_iter().map(|(item, paid)| {
        let name = quoted_text(&item.name);
        let formula = over_parts(&parts, |columns| format!("SUMIF({},{name},{})", columns[0], columns[1]));
        Figures { name: item.name.to_string(), values: vec![wan(&formula, paid)] }
    });
    Ok(Block {
        title: "各项目发放额（限额后）".to_owned(),
        finding,
        heads: vec!["发放额".to_owned()],
        look: Look::Money,
        drawing: Drawing::Bars,
        unit: "万元".to_owned(),
        rows: rows.collect(),
    })
}

/// The payables by district, the highest first.
fn by_district(book: &Book<'_>) -> Result<Option<Block>, ReportError> {
    let (Some(column), Some(shown)) = (book.policy.register.district, book.summary.district) else {
        return Ok(None);
    };
    let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
    for (index, firm) in book.assessment.firms.iter_enumerated() {
        let district = book.checked.firm(index).value(Target::Firm(column)).text();
        let sum = sums.entry(district.map_or("", |district| book.text(district))).or_default();
        *sum = sum.plus(firm.paid())?;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.retain(|(_, sum)| *sum != Money::ZERO);
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    let name = &book.policy.tables[book.policy.register.table].columns[column].name;
    let finding = largest(sums.first().copied(), book.assessment.fund.total, name);
    let parts = summary_columns(book, &[shown, book.summary.payable]);
    let rows = sums.into_iter().map(|(district, sum)| {
        // A district is data: it must match as it stands, not as a pattern.
        let name = quoted_text(district);
        let formula =
            over_parts(&parts, |columns| format!("SUMPRODUCT(1*EXACT({},{name}),{})", columns[0], columns[1]));
        let name = if district.is_empty() { "（未填）" } else { district };
        Figures { name: name.to_owned(), values: vec![wan(&formula, sum)] }
    });
    Ok(Some(Block {
        title: format!("各{name}应发金额"),
        finding,
        heads: vec!["应发金额".to_owned()],
        look: Look::Money,
        drawing: Drawing::Bars,
        unit: "万元".to_owned(),
        rows: rows.collect(),
    }))
}

/// What a cap comes to for the firms that are paid, by its class.
fn paid_of<'f>(book: &'f Book<'_>, cap: CapIndex, class: usize) -> impl Iterator<Item = &'f FirmCap> {
    let paid = book.assessment.firms.iter().filter(|firm| firm.status == FirmStatus::Payable);
    paid.map(move |firm| &firm.caps[cap]).filter(move |cap| cap.class == class)
}

/// What the cap covers, before and after it, by class.
fn by_class(book: &Book<'_>, of: CapIndex) -> Result<Option<Block>, ReportError> {
    let (cap, counted) = (&book.policy.caps[of], book.summary.counted[usize::from(of)]);
    let Some(shown) = counted.cap else { return Ok(None) };
    let parts = summary_columns(book, &[counted.sum, book.summary.status, shown.class, shown.cut]);
    let paid = quoted_text(FirmStatus::Payable.label());
    let (mut rows, mut all_before, mut all_after) = (Vec::new(), Money::ZERO, Money::ZERO);
    for (index, class) in cap.classes.iter().enumerate() {
        let before = Money::total(paid_of(book, of, index).map(|cap| cap.counted))?;
        let cuts = paid_of(book, of, index).filter_map(|cap| cap.cut);
        let after = before.minus(Money::total(cuts)?)?;
        if before == Money::ZERO && after == Money::ZERO {
            continue;
        }
        (all_before, all_after) = (all_before.plus(before)?, all_after.plus(after)?);
        let name = quoted_text(&class.name);
        let sum = |columns: &[&str], at: usize| {
            format!("SUMIFS({},{},{paid},{},{name})", columns[at], columns[1], columns[2])
        };
        let values = vec![
            wan(&over_parts(&parts, |columns| sum(columns, 0)), before),
            wan(&over_parts(&parts, |columns| format!("{}-{}", sum(columns, 0), sum(columns, 3))), after),
        ];
        rows.push(Figures { name: class.name.to_string(), values });
    }
    Ok(Some(Block {
        title: if cap.name.is_empty() {
            "限额前后（占限额项目）".to_owned()
        } else {
            cap.says("限额前后")
        },
        finding: match share(all_before.minus(all_after)?, all_before) {
            Some(share) if all_after < all_before => format!("限额削减了发放企业限额前金额的 {share}"),
            _ => book.policy.register.worded("限额没有削减发放企业的金额").into_owned(),
        },
        heads: vec!["限额前".to_owned(), "限额后".to_owned()],
        look: Look::Money,
        drawing: Drawing::Columns,
        unit: "万元".to_owned(),
        rows,
    }))
}

fn count(number: usize) -> Decimal {
    Decimal::from(number)
}

fn by_status(book: &Book<'_>) -> Block {
    let parts = summary_columns(book, &[book.summary.status]);
    let all = &book.assessment.firms;
    let of = |status: FirmStatus| all.iter().filter(|firm| firm.status == status).count();
    let mut statuses: Vec<FirmStatus> = FirmStatus::ALL.into_iter().filter(|status| of(*status) > 0).collect();
    statuses.sort_by_key(|status| std::cmp::Reverse(of(*status)));
    let finding = format!(
        "{}中 {} {}发放",
        book.policy.counted(all.len()),
        of(FirmStatus::Payable),
        book.policy.register.counter
    );
    let rows = statuses.into_iter().map(|status| {
        let label = quoted_text(status.label());
        let formula = over_parts(&parts, |columns| format!("COUNTIF({},{label})", columns[0]));
        Figures { name: status.label().to_owned(), values: vec![(Some(formula), count(of(status)))] }
    });
    Block {
        title: book.policy.register.worded("企业按状态").into_owned(),
        finding,
        heads: vec![book.policy.register.worded("家数").into_owned()],
        look: Look::Whole,
        drawing: Drawing::Bars,
        unit: book.policy.register.counter.to_string(),
        rows: rows.collect(),
    }
}

/// How many of the paid firms the cap cuts, by class.
fn bound(book: &Book<'_>, of: CapIndex) -> Option<Block> {
    let (cap, shown) = (&book.policy.caps[of], book.summary.counted[usize::from(of)].cap?);
    let parts = summary_columns(book, &[book.summary.status, shown.class, shown.cut]);
    let paid = quoted_text(FirmStatus::Payable.label());
    let cut = |cap: &&FirmCap| cap.cut.is_some_and(Money::is_positive);
    let classes = || (0..cap.classes.len()).filter(|class| paid_of(book, of, *class).count() > 0);
    let (all, bound) = classes().fold((0, 0), |(all, bound), class| {
        (all + paid_of(book, of, class).count(), bound + paid_of(book, of, class).filter(cut).count())
    });
    let rows = classes().map(|index| {
        let class = &cap.classes[index];
        let (all, cut) = (paid_of(book, of, index).count(), paid_of(book, of, index).filter(cut).count());
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
        title: cap.says(&book.policy.register.worded("限额约束了多少发放企业")),
        finding: {
            let register = &book.policy.register;
            let all = format!("{all} {}发放{}", register.counter, register.called);
            format!("{all}中 {bound} {}被限额削减", register.counter)
        },
        heads: vec!["被限额削减".to_owned(), "未被削减".to_owned()],
        look: Look::Whole,
        drawing: Drawing::Stacked,
        unit: book.policy.register.counter.to_string(),
        rows: rows.collect(),
    })
}

/// Past years as the history has them, and this year live; nothing where there is only this year.
fn by_year(book: &Book<'_>) -> Result<Option<Block>, ReportError> {
    let mut years: BTreeMap<i32, Money> = BTreeMap::new();
    if let Some(history) = &book.policy.history {
        let table = &book.checked.data.tables[history.table];
        for row in table.rows() {
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
    let total = book.assessment.fund.total;
    let finding = match rows.last().map(|last| total.as_wan() - last.values[0].1) {
        Some(change) if !change.is_zero() => {
            let word = if change.is_sign_negative() { "减少" } else { "增加" };
            format!("比上一次{word} {} 万元", figure(change.abs()))
        }
        _ => "与上一次相同".to_owned(),
    };
    rows.push(Figures { name: format!("{}年", book.assessment.year), values: vec![wan(&formula, total)] });
    Ok(Some(Block {
        title: "本年与历年".to_owned(),
        finding,
        heads: vec!["奖励金额".to_owned()],
        look: Look::Money,
        drawing: Drawing::Columns,
        unit: "万元".to_owned(),
        rows,
    }))
}

/// A share of `whole` in words; none of nothing.
fn share(part: Money, whole: Money) -> Option<String> {
    let share = part.as_yuan().checked_div(whole.as_yuan())?;
    Some(format!("{}%", round(share * Decimal::ONE_HUNDRED, 1, Rounding::HalfUp).normalize()))
}

/// What the largest of them has of the whole.
fn largest(first: Option<(&str, Money)>, whole: Money, of: &str) -> String {
    match first.and_then(|(name, sum)| Some((name, share(sum, whole)?))) {
        Some(("", share)) => format!("没有填{of}的占 {share}"),
        Some((name, share)) => format!("{name}占 {share}"),
        None => "没有发放".to_owned(),
    }
}

/// A figure as charts show it.
fn figure(value: Decimal) -> String {
    group(&format!("{:.1}", round(value, 1, Rounding::HalfUp)))
}

impl Block {
    /// Is the first figure so large that the others could not be seen beside it?
    fn is_outsized(&self) -> bool {
        let value = |row: usize| self.rows.get(row).and_then(|figures| figures.values.first()).map(|(_, value)| *value);
        let sorted = self.drawing == Drawing::Bars && self.look == Look::Money;
        let pair = value(0).zip(value(1)).filter(|(_, second)| sorted && second.is_sign_positive());
        pair.is_some_and(|(first, second)| second.checked_mul(OUTSIZED.into()).is_some_and(|most| first > most))
    }

    /// What stands above the chart.
    fn headline(&self) -> String {
        let apart = self.rows.first().filter(|_| self.is_outsized()).map(|figures| {
            let value = figures.values.first().map_or(Decimal::ZERO, |(_, value)| *value);
            format!("\n{} {} {}，另列，不在图中", figures.name, figure(value), self.unit)
        });
        format!("{}：{}{}", self.title, self.finding, apart.unwrap_or_default())
    }
}

/// How many rows two charts side by side take, for all of them.
fn chart_rows(blocks: &[Block]) -> u32 {
    u32::try_from(blocks.len().div_ceil(2)).unwrap_or(0) * Chart::ROWS
}

/// Two charts side by side, above the figures.
fn charts(blocks: &[Block]) -> Vec<Chart> {
    let mut row = FIRST_ROW + chart_rows(blocks);
    let mut charts = Vec::new();
    for block in blocks {
        let first = row + 1;
        row = first + u32::try_from(block.rows.len()).unwrap_or(0);
        let apart = u32::from(block.is_outsized());
        let drawn = u32::try_from(block.rows.len().min(MOST_BARS)).unwrap_or(0);
        if drawn <= apart {
            continue;
        }
        let columns = (NAME_ACROSS..).step_by(usize::from(FIGURE_ACROSS));
        let series = columns.zip(&block.heads).map(|(column, name)| Series { name: (*name).to_owned(), column });
        let number = u16::try_from(charts.len()).unwrap_or(0);
        charts.push(Chart {
            title: block.headline(),
            drawing: block.drawing,
            rows: (first + apart, first + drawn - 1),
            series: series.collect(),
            unit: block.unit.clone(),
            number_format: if block.look == Look::Whole { "#,##0" } else { WAN },
            at: (FIRST_ROW + u32::from(number / 2) * Chart::ROWS, number % 2 * Chart::COLUMNS),
        });
    }
    charts
}

fn write(blocks: &[Block], rows: &mut dyn Rows) -> Result<(), ReportError> {
    for number in 0..chart_rows(blocks) {
        // Two charts side by side fill a page.
        let flow = match number % Chart::ROWS {
            0 => Flow::NewPage,
            _ => Flow::WithRowBefore,
        };
        let mut row = Row::with_capacity(0);
        row.flow = flow;
        rows.row(&row)?;
    }
    for block in blocks {
        let mut row = Row::with_capacity(GRID.into());
        row.push_across(NAME_ACROSS, Look::Heading, Cell::Text(block.title.clone().into()));
        for column in 0..2 {
            let head = block.heads.get(column).map_or(Cell::Blank, |head| Cell::Text(head.clone().into()));
            row.push_across(FIGURE_ACROSS, Look::TotalLabel, head);
        }
        row.push_across(
            GRID - NAME_ACROSS - 2 * FIGURE_ACROSS,
            Look::Heading,
            Cell::Text(block.finding.clone().into()),
        );
        rows.row(&row)?;
        for figures in &block.rows {
            let mut row = Row::with_capacity(GRID.into());
            row.flow = Flow::WithRowBefore;
            row.push_across(NAME_ACROSS, Look::Wrapped, Cell::Text(figures.name.as_str().into()));
            for (formula, value) in &figures.values {
                let cell = match formula {
                    Some(formula) => Cell::Formula(formula.clone(), Cached::Number(*value)),
                    None => Cell::Number(*value),
                };
                row.push_across(FIGURE_ACROSS, block.look, cell);
            }
            rows.row(&row)?;
        }
    }
    Ok(())
}
