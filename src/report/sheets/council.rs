//! 上会材料: what is put before the government's meeting, on a page: the sum, each clause, the cap, the fund, what is open, how the document
//! was read. Its letters are those of a brief: a page has room for a dozen items, and is not drawn smaller.

use crate::award::FirmStatus;
use crate::formula::quoted as quoted_text;
use crate::policy::Reading;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::capitals::live;
use crate::report::model::{Cached, Cell, Column, Columns, Flow, Look, Row, Rows, Sheet};
use crate::report::payments::{DISCLOSED, UNPAYABLE, WAITING};
use crate::report::totals::{self, Count, Sum};

pub(in crate::report) const NAME: &str = "上会材料";

/// A letter's line has so many characters: two a Chinese sign.
const WIDTH: u16 = 92;

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Sheet<'b> {
    let mut columns = Columns::default();
    columns.add(Column::new("", WIDTH, Look::Brief));
    let what = "奖励资金兑现情况的汇报";
    let mut sheet = book.sheet(NAME.to_owned(), what, columns.done(), body(move |rows| write(book, rows)));
    let title = (book.assessment.year, &book.policy.title, book.draft_mark());
    sheet.title = format!("关于{}年度\n{}\n{what}{}", title.0, title.1, title.2);
    sheet.subtitle = book.mark().to_owned();
    (sheet.letter, sheet.portrait, sheet.filter, sheet.frozen) = (true, true, false, 0);
    sheet
}

/// A paragraph whose figures are live.
struct Paragraph {
    formula: Vec<String>,
    cached: String,
}

impl Paragraph {
    fn new(text: &str) -> Self {
        Self { formula: Vec::new(), cached: String::new() }.say(&format!("　　{text}"))
    }

    fn say(self, text: &str) -> Self {
        self.live(quoted_text(text), text)
    }

    fn live(mut self, formula: String, cached: &str) -> Self {
        self.formula.push(formula);
        self.cached.push_str(cached);
        self
    }

    fn count(self, count: &Count) -> Self {
        self.live(format!("({})", count.formula), &count.exact.to_string())
    }

    fn sum(self, sum: &Sum) -> Self {
        self.live(format!("TEXT({},\"#,##0.00\")", sum.formula), &sum.exact.grouped()).say(" 元")
    }

    fn write(self, rows: &mut dyn Rows) -> Result<(), ReportError> {
        say(Look::Brief, Cell::Formula(self.formula.join("&"), Cached::Text(self.cached.into())), rows)
    }
}

fn say(look: Look, cell: Cell<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let mut row = Row::with_capacity(1);
    // Nobody signs a page that says nothing.
    row.flow = if look == Look::Signed { Flow::WithRowBefore } else { Flow::Free };
    row.push_as(look, cell);
    rows.row(&row)
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let (policy, year) = (book.policy, book.assessment.year);
    let opening = format!("　　《{}》（{}）{year}年度奖励资金已经核算，汇报如下：", policy.title, policy.number);
    say(Look::Brief, Cell::Text(opening.into()), rows)?;
    let mut numbers = ["一", "二", "三", "四", "五", "六", "七"].into_iter();
    let mut part = |what: &str| Paragraph::new(&format!("{}、{what}", numbers.next().unwrap_or_default()));

    let items = totals::items(book);
    let total = totals::payable(book);
    let (capitals, written) = live(&total.formula, total.exact);
    let paid = part("发放。拟向 ")
        .count(&totals::firms(book, FirmStatus::Payable))
        .say(&policy.register.worded(" 家企业发放奖励，共 "));
    let paid = paid.sum(&total).say("（").live(capitals, &written);
    paid.say(if items.is_empty() { "）。" } else { "）。其中：" }).write(rows)?;
    for (place, item) in (1..).zip(&items) {
        let declared = &policy.items[*item];
        let end = if place == items.len() { "。" } else { "；" };
        let clause = Paragraph::new(&format!("{}（{}） ", declared.name, declared.clause));
        clause
            .count(&totals::firms_of(book, *item))
            .say(&policy.register.worded(" 家，"))
            .sum(&totals::paid_for(book, *item)?)
            .say(end)
            .write(rows)?;
    }

    if let Some((count, cut)) = totals::cap_cuts(book)? {
        part("限额。限额削减 ")
            .count(&count)
            .say(&policy.register.worded(" 家企业，共 "))
            .sum(&cut)
            .say("。")
            .write(rows)?;
    }
    if let Some(cut) = totals::joint_cuts(book)? {
        part(&policy.register.worded("合计上限。几家企业合起来的上限削减 ")).sum(&cut).say("。").write(rows)?;
    }
    if let Some((pool, lacks)) = totals::fund(book) {
        let borne = book.policy.fund_limit().map(|_| format!("，缺口{}。", book.policy.shortfall_borne()));
        let how = borne.unwrap_or_else(|| "。".to_owned());
        part("资金。资金池 ").sum(&pool).say("，缺口 ").sum(&lacks).say(&how).write(rows)?;
    }
    open(book, part("尚未确定。"))?.write(rows)?;
    readings(book).map_or(Ok(()), |text| part(&text).write(rows))?;
    let asked = if policy.readings.iter().any(Reading::is_open) { "；没有书面答复的口径" } else { "" };
    part(&format!("请审定：奖励的名单和金额（见“{DISCLOSED}”）{asked}。")).write(rows)?;
    say(Look::Signed, Cell::Text("〔汇报单位〕".into()), rows)?;
    say(Look::Signed, Cell::Text("〔　　　　年　　月　　日〕".into()), rows)
}

/// What waits: for data, for a decision, for the evaluation, for an account.
fn open(book: &Book<'_>, paragraph: Paragraph) -> Result<Paragraph, ReportError> {
    let undetermined = totals::firms(book, FirmStatus::Undetermined);
    let mut paragraph =
        paragraph.say("缺少资料待定 ").count(&undetermined).say(&book.policy.register.worded(" 家，涉及 "));
    paragraph = paragraph.sum(&totals::at_stake(book)?).say("（限额前）");
    paragraph = paragraph.say("；等待核定 ").count(&totals::pending(book)).say(" 项");
    for (section, what) in [(WAITING, "；等待绩效评价 "), (UNPAYABLE, "；没有收款账户 ")] {
        if let Some((count, sum)) = totals::section(book, section)? {
            paragraph = paragraph.say(what).count(&count).say(" 笔，").sum(&sum);
        }
    }
    Ok(paragraph.say("。"))
}

/// How many readings the result rests on, and those without a written answer by their clauses.
fn readings(book: &Book<'_>) -> Option<String> {
    let all = &book.policy.readings;
    let mut clauses: Vec<&str> = Vec::new();
    let open = all.iter().filter(|reading| reading.is_open());
    let open = open.inspect(|reading| {
        if !clauses.contains(&&*reading.clause) {
            clauses.push(&reading.clause);
        }
    });
    let open = open.count();
    let which = if open == 0 { String::new() } else { format!("（{}）", clauses.join("、")) };
    let text = format!(
        "口径。文件没有写明、按一种理解核算的 {} 条，其中 {open} 条没有书面答复{which}，见“核算依据”。",
        all.len()
    );
    (!all.is_empty()).then_some(text)
}
