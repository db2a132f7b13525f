//! 绩效自评: what the money was for: budget, payment and rate, how many firms were paid by item, and the document's targets, in the form of the
//! self-assessment of spending (财预〔2020〕10号). What the data does not know is left to be filled in.

use rust_decimal::Decimal;

use super::targets;
use crate::award::FirmStatus;
use crate::money::{Money, Rounding, round};
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{Cached, Cell, Column, Columns, FIRST_ROW, Flow, Look, Row, Rows, Sheet, address};
use crate::report::totals::{self, Count, Sum};

pub(in crate::report) const NAME: &str = "绩效自评";

/// Where the target and what was reached stand.
const TARGET: u16 = 3;
const REACHED: u16 = 4;

/// So many rows stand on a page with the note below them.
const PAGE: usize = 23;

/// What the office fills in.
const TO_FILL: &str = "〔填写〕";

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Sheet<'b> {
    let mut columns = Columns::default();
    columns.add(Column::new("指标类别", 10, Look::Centred));
    columns.add(Column::new("指标（条款）", 40, Look::Wrapped));
    columns.add(Column::new("单位", 6, Look::Centred));
    columns.add(Column::new("年度目标值", 16, Look::Number).noted("预算执行的是年初预算；数据里没有的由单位填写"));
    columns.add(Column::new("实际完成值", 16, Look::Number));
    columns.add(Column::new("完成率", 10, Look::Percent).noted("预算执行的是执行率；填写目标值以后自动计算"));
    columns.add(Column::new("发放金额（元）", 16, Look::Money));
    columns.add(Column::new("偏差原因和改进", 24, Look::Wrapped));
    let what = "奖励资金绩效自评表";
    let mut sheet = book.sheet(NAME.to_owned(), what, columns.done(), body(move |rows| write(book, rows)));
    sheet.title = format!("{}\n{}", book.policy.title, sheet.title);
    (sheet.filter, sheet.frozen) = (false, 0);
    sheet
}

/// Rows, each with its number.
struct Numbered<'r> {
    rows: &'r mut dyn Rows,
    next: u32,
    /// Where the next row may stand on paper.
    flow: Flow,
}

/// A figure of the form with its own look.
type Figure<'b> = (Look, Cell<'b>);

impl Numbered<'_> {
    /// A row of the form; the rate follows from target and figure, unless it is given.
    fn row<'b>(
        &mut self,
        (kind, name, unit): (&'b str, String, &'b str),
        figures: [Figure<'b>; 2],
        (rate, exact): (Option<String>, Option<Decimal>),
        paid: Option<Sum>,
    ) -> Result<(), ReportError> {
        let [target, reached] = [TARGET, REACHED].map(|column| address(column, self.next));
        let own = || format!("IF(N({target})=0,\"\",ROUND({reached}/{target},4))");
        let mut row = Row::with_capacity(8);
        row.flow = std::mem::take(&mut self.flow);
        row.text(kind).text(name).text(unit);
        figures.into_iter().for_each(|(look, cell)| {
            row.push_as(look, cell);
        });
        row.formula(rate.unwrap_or_else(own), Cached::number(exact));
        row.push(paid.map_or(Cell::Blank, Sum::cell)).push(Cell::Blank);
        self.next += 1;
        self.rows.row(&row)
    }
}

fn to_fill<'b>() -> Figure<'b> {
    (Look::Centred, Cell::Text(TO_FILL.into()))
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let mut rows = Numbered { rows, next: FIRST_ROW, flow: Flow::Free };
    budget(book, &mut rows)?;
    let register = &book.policy.register;
    let mut output = |name: String, count: Count, paid: Sum| {
        rows.row(
            ("产出指标", name, &register.counter),
            [to_fill(), (Look::Whole, count.cell())],
            (None, None),
            Some(paid),
        )
    };
    for item in totals::items(book) {
        let declared = &book.policy.items[item];
        let name = format!("{}奖励的{}（{}）", declared.name, register.called, declared.clause);
        output(name, totals::firms_of(book, item), totals::paid_for(book, item)?)?;
    }
    let all = totals::firms(book, FirmStatus::Payable);
    output(register.worded("发放奖励的企业，一家只数一次").into_owned(), all, totals::payable(book))?;
    let goals = targets::figures(book)?;
    // Not a few of them alone on the next page.
    rows.flow = if goals.len() + (rows.next - FIRST_ROW) as usize > PAGE { Flow::NewPage } else { Flow::Free };
    for goal in goals {
        let [target, reached, (share, exact)] = goal.cells;
        let figures = [target, reached].map(|(cell, exact)| {
            let cached = exact.map_or(Cached::Text(TO_FILL.into()), Cached::Number);
            (targets::look(exact), Cell::Formula(format!("IF({cell}=\"\",\"{TO_FILL}\",{cell})"), cached))
        });
        let share = format!("IF({share}=\"\",\"\",{share})");
        rows.row(("效益指标", goal.name, goal.unit), figures, (Some(share), exact), None)?;
    }
    let mut note = Row::with_capacity(1);
    let says =
        "〔填写〕的由单位填；质量、时效、成本、满意度等没有数据的指标另填。效益指标取自文件的发展目标，见“目标进度”。";
    let says = says.split("效益").next().filter(|_| book.policy.targets.is_empty()).unwrap_or(says);
    note.push_as(Look::Note, Cell::Text(says.into()));
    note.flow = Flow::WithRowBefore;
    rows.rows.row(&note)
}

/// Budget, what is to be paid of it and, where that is recorded, what has been paid.
fn budget(book: &Book<'_>, rows: &mut Numbered<'_>) -> Result<(), ReportError> {
    let spent = [Some(("应发合计", totals::payable(book))), totals::remitted(book)?.map(|sum| ("已拨付", sum))];
    for (name, sum) in spent.into_iter().flatten() {
        let pool = totals::fund(book).map(|(pool, _)| pool);
        let (name, rate) = match &pool {
            Some(pool) => (format!("资金池，{name}"), rate(sum.exact, pool.exact)),
            None => (format!("年初预算，{name}"), None),
        };
        let target = pool.map_or_else(to_fill, |pool| (Look::Money, pool.cell()));
        rows.row(("预算执行", name, "元"), [target, (Look::Strong, sum.cell())], (None, rate), None)?;
    }
    Ok(())
}

fn rate(spent: Money, budget: Money) -> Option<Decimal> {
    let rate = spent.as_yuan().checked_div(budget.as_yuan());
    rate.map(|rate| round(rate, 4, Rounding::HalfUp))
}
