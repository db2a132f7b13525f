//! 目标进度: the document's targets against what the same workbooks say of the town, and against the years that have gone.

use rust_decimal::Decimal;

use crate::award::{self, Lacking, Reached};
use crate::formula::quoted;
use crate::index::TableIndex;
use crate::money::{Rounding, round};
use crate::policy::{Aim, Goal, Measure};
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{
    Cached, Cell, Column, Columns, FIRST_ROW, Highlight, Look, Row, Rows, Sheet, Tone, address,
};
use crate::report::operands::{YEAR_NAME, letters};

pub(in crate::report) const NAME: &str = "目标进度";

/// Where the columns stand that formulas refer to.
const AIM: u16 = 1;
const VALUE: u16 = 2;
const SHARE: u16 = 4;
const TIME: u16 = 5;
const STATE: u16 = 6;

/// How far a target is, in a word.
const DONE: &str = "已完成";
const IN_TIME: &str = "跟上进度";
const BEHIND: &str = "落后进度";
const SHORT: &str = "未完成";
const NONE: &str = "没有数";
const STATES: [(&str, Tone); 5] =
    [(DONE, Tone::Good), (IN_TIME, Tone::Good), (BEHIND, Tone::Open), (SHORT, Tone::Open), (NONE, Tone::Bad)];
/// The word for a target without a figure to reach.
const COUNTED: &str = "只统计";

/// The sheet; none where the policy has no targets.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Option<Sheet<'b>> {
    if book.policy.targets.is_empty() {
        return None;
    }
    let mut columns = Columns::default();
    columns.add(Column::new("目标", 27, Look::Wrapped));
    columns.add(Column::new("目标值", 10, Look::Number));
    columns.add(
        Column::new("已达到", 11, Look::Number)
            .noted("由交来的表统计，本次核算时的数，不随改动重算；由部门报数的填在这里"),
    );
    columns.add(Column::new("单位", 6, Look::Centred));
    columns.add(Column::new("完成比例", 10, Look::Percent));
    columns.add(Column::new("时间进度", 10, Look::Percent).noted("政策的各年已经过去多少；按年考核的空着"));
    columns.add(Column::new("进度", 10, Look::Centred).noted("完成比例不低于时间进度的，是跟上进度"));
    columns.add(Column::new("说明", 54, Look::Wrapped).noted("本次核算时的说明，不随改动重算"));
    columns.add(Column::new("条款", 8, Look::Centred));
    columns.add(
        Column::new("无法判断", 11, Look::Whole)
            .noted("有空白、因而没有计入的家数或者件数；本次核算时的数，不随改动重算")
            .on_screen(),
    );
    columns.add(Column::new("精确数", 18, Look::Number).noted("“已达到”不舍入的数").on_screen());
    columns.add(Column::new("统计口径", 160, Look::Wrapped).noted("政策文件里的公式").on_screen());
    let mut sheet = book.sheet(NAME.to_owned(), "发展目标进度表", columns.done(), body(move |rows| write(book, rows)));
    sheet.subtitle = book.subtitle(&format!("截至{}年末", book.assessment.year));
    (sheet.filter, sheet.frozen) = (false, 1);
    sheet.highlights = STATES.map(|(word, tone)| Highlight { column: STATE, word, tone }).to_vec();
    Some(sheet)
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let reached = award::targets(book.checked, book.assessment)?;
    for (number, (goal, reached)) in (FIRST_ROW..).zip(book.policy.targets.iter().zip(reached)) {
        rows.row(&row(book, number, goal, &reached))?;
    }
    Ok(())
}

/// A target's figures, for another sheet.
pub(super) struct Target<'b> {
    /// With its clause.
    pub name: String,
    pub unit: &'b str,
    /// Figure to reach, figure reached and share: each with its cell.
    pub cells: [(String, Option<Decimal>); 3],
}

/// The targets' figures, in the order of the sheet.
pub(super) fn figures<'b>(book: &'b Book<'_>) -> Result<Vec<Target<'b>>, ReportError> {
    let reached = award::targets(book.checked, book.assessment)?;
    // Found by its name: whoever sorts that sheet moves no figure to another target.
    let last = FIRST_ROW + u32::try_from(reached.len()).unwrap_or(0).saturating_sub(1);
    let all = |column| format!("{NAME}!${0}${1}:${0}${2}", letters(column), FIRST_ROW + 1, last + 1);
    let target = book.policy.targets.iter().zip(reached).map(|(goal, reached)| {
        // What a spreadsheet takes for any letters means itself after ~.
        let escaped = |c: char| matches!(c, '~' | '*' | '?').then_some('~').into_iter().chain([c]);
        let sought = quoted(&goal.name.chars().flat_map(escaped).collect::<String>());
        let found = |column| format!("INDEX({},MATCH({sought},{},0))", all(column), all(0));
        let share = Figures::of(book, goal, &reached).share;
        let cells = [(AIM, reached.aim), (VALUE, reached.value), (SHARE, share)];
        Target {
            name: match &*goal.clause {
                "" => goal.name.to_string(),
                clause => format!("{}（{clause}）", goal.name),
            },
            unit: &goal.unit,
            cells: cells.map(|(column, exact)| (found(column), exact)),
        }
    });
    Ok(target.collect())
}

fn row<'b>(book: &'b Book<'_>, number: u32, goal: &'b Goal, reached: &Reached) -> Row<'b> {
    let [aim, value, share, time] = [AIM, VALUE, SHARE, TIME].map(|column| address(column, number));
    let figures = Figures::of(book, goal, reached);
    let mut row = Row::with_capacity(12);
    row.text(&*goal.name);
    match (goal.aim, reached.base) {
        (Aim::Multiple { times, .. }, Some(base)) => {
            row.formula(format!("{}*{base}", times.normalize()), Cached::number(reached.aim));
        }
        _ => {
            row.push(reached.aim.map_or(Cell::Blank, Cell::Number));
        }
    }
    row.push_as(look(reached.value), reached.value.map_or(Cell::Blank, Cell::Number))
        .text(&*goal.unit)
        .formula(format!("IF(OR(N({aim})=0,{value}=\"\"),\"\",ROUND({value}/{aim},4))"), Cached::number(figures.share));
    match figures.time {
        Some(time) => {
            let (before, covered) = (book.policy.years.start() - 1, book.policy.years_covered());
            row.formula(format!("ROUND(({YEAR_NAME}-{before})/{covered},4)"), Cached::Number(time));
        }
        None => {
            row.blanks(1);
        }
    }
    let aimed = format!(
        "IF({value}>={aim},\"{DONE}\",IF({time}=\"\",\"{SHORT}\",IF({share}>={time},\"{IN_TIME}\",\"{BEHIND}\")))"
    );
    let unaimed = if matches!(goal.aim, Aim::Unnamed) { COUNTED } else { NONE };
    row.formula_text(format!("IF({value}=\"\",\"{NONE}\",IF({aim}=\"\",\"{unaimed}\",{aimed}))"), figures.state)
        .text(words(book, goal, reached, &figures))
        .text(&*goal.clause)
        .push(Cell::Number(Decimal::from(reached.unknown)))
        .formula(format!("IF({value}=\"\",\"\",{value})"), Cached::number(reached.value))
        .text(rule(book, goal));
    row
}

/// How a figure looks: a count as it is, of another two decimals.
pub(super) fn look(figure: Option<Decimal>) -> Look {
    if figure.is_some_and(|figure| !figure.fract().is_zero()) { Look::Rounded } else { Look::Number }
}

/// A figure as one says it: with two decimals at most, unless they would say nothing.
fn shown(figure: Decimal) -> String {
    let rounded = round(figure, 2, Rounding::HalfUp);
    if rounded.is_zero() { figure } else { rounded }.normalize().to_string()
}

/// What follows from the figure reached and the figure to reach.
struct Figures {
    share: Option<Decimal>,
    /// The share of the document's years that has gone, where the target is one for its end.
    time: Option<Decimal>,
    state: &'static str,
}

impl Figures {
    fn of(book: &Book<'_>, goal: &Goal, reached: &Reached) -> Self {
        let part = |of: Decimal, whole: Decimal| of.checked_div(whole).map(|share| round(share, 4, Rounding::HalfUp));
        let (gone, covered) = (book.policy.years_gone(book.assessment.year), book.policy.years_covered());
        let time = part(Decimal::from(gone), Decimal::from(covered)).filter(|_| !goal.is_yearly());
        let share = reached.value.zip(reached.aim).and_then(|(value, aim)| part(value, aim));
        let state = match (reached.value, reached.aim) {
            (None, _) => NONE,
            (_, None) if matches!(goal.aim, Aim::Unnamed) => COUNTED,
            (_, None) => NONE,
            (Some(value), Some(aim)) if value >= aim => DONE,
            _ if time.is_none() => SHORT,
            _ if share >= time => IN_TIME,
            _ => BEHIND,
        };
        Self { share, time, state }
    }
}

/// Where the target stands, as one says it.
fn words(book: &Book<'_>, goal: &Goal, reached: &Reached, figures: &Figures) -> String {
    let (policy, year, unit) = (book.policy, book.assessment.year, &goal.unit);
    let (first, last) = (policy.years.start(), policy.years.end());
    let percent = |share: Option<Decimal>| {
        share.map(|share| format!("{}%", shown(share * Decimal::ONE_HUNDRED))).unwrap_or_default()
    };
    let mut words = match reached.value {
        None => String::new(),
        Some(value) if matches!(goal.measure, Measure::Yearly(..)) => {
            let span = if *first == year { format!("{year}年") } else { format!("{first}至{year}年平均每年") };
            format!("{span}新增 {} {unit}", shown(value))
        }
        Some(value) if goal.each_year => format!("{year}年 {} {unit}", shown(value)),
        Some(value) => format!("到{year}年末 {} {unit}", shown(value)),
    };
    if !reached.source.is_empty() {
        words.push_str(&format!("（报数：{}）", reached.source));
    }
    if let Some(aim) = reached.aim {
        let by = if goal.is_yearly() { "每年".to_owned() } else { format!("到{last}年") };
        let from = match (goal.aim, reached.base) {
            (Aim::Multiple { year, times }, Some(base)) => {
                format!("（{year}年 {} {unit}的 {} 倍）", shown(base), shown(times))
            }
            _ => String::new(),
        };
        let comma = if words.is_empty() { "" } else { "，" };
        words.push_str(&format!("{comma}目标{by} {} {unit}{from}", shown(aim)));
        if let Some(short) =
            reached.value.and_then(|value| aim.checked_sub(value)).filter(|short| *short > Decimal::ZERO)
        {
            words.push_str(&format!("，还差 {} {unit}", shown(short)));
        }
    } else if matches!(goal.aim, Aim::Unnamed) && reached.value.is_some() {
        words.push_str("；文件没有定数");
    }
    if let (Some(time), IN_TIME | BEHIND) = (figures.time, figures.state) {
        let covered = policy.years_covered();
        let gone = policy.years_gone(year);
        let (share, time) = (percent(figures.share), percent(Some(time)));
        words.push_str(&format!("；完成 {share}，{covered} 年过去 {gone} 年（{time}），{}", figures.state));
    }
    let lacking = match reached.lacking {
        None => String::new(),
        Some(Lacking::Table(table)) => format!("没有交“{}”，数不出来", policy.tables[table].name),
        Some(Lacking::BaseYear(base)) => format!("交来的表没有{base}年的记录，目标是它的几倍算不出来"),
        Some(Lacking::Told) => match &policy.reported {
            Some(reported) => format!("由主管部门报数，填在“{}”表里", policy.tables[reported.table].name),
            None => "由主管部门报数，填在“已达到”里".to_owned(),
        },
    };
    let unknown = match reached.unknown {
        0 => String::new(),
        unknown => format!("另有 {unknown} {unit}有空白，没有计入"),
    };
    [words, lacking, unknown].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；")
}

/// The formulas that count.
fn rule(book: &Book<'_>, goal: &Goal) -> String {
    let table = |table: TableIndex| &book.policy.tables[table];
    match &goal.measure {
        Measure::Firms(holds) => holds.source.to_string(),
        Measure::Records(over, holds) => format!("{}：{}", table(*over).name, holds.source),
        Measure::Yearly(over, holds, date) => {
            let (over, date) = (&table(*over).name, &table(*over).columns[*date].name);
            format!("{over}：{}，按{date}平均每年", holds.source)
        }
        Measure::Sum(holds, of, _) => format!("{} 之和，{}", of.source, holds.source),
        Measure::Entered(_) => "部门报数".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_of_many_decimals_is_said_with_two() {
        for (exact, said, looks) in [
            ("87.570721", "87.57", Look::Rounded),
            ("87.5", "87.5", Look::Rounded),
            ("0.004", "0.004", Look::Rounded),
            ("72.00", "72", Look::Number),
            ("0", "0", Look::Number),
        ] {
            let figure: Decimal = exact.parse().unwrap();
            assert_eq!((&*shown(figure), look(Some(figure))), (said, looks), "{exact}");
        }
    }
}
