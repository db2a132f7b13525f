//! 公示文: the text that is published before 公示表. What the office must fill in stands in brackets.

use crate::award::PayeeKind;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::capitals::live;
use crate::report::model::{Cached, Cell, Column, Columns, Look, Row, Rows, Sheet};
use crate::report::payments::DISCLOSED;
use crate::report::sheets::disclosure;

pub(in crate::report) const NAME: &str = "公示文";

/// A letter's line has so many characters: two a Chinese sign.
const WIDTH: u16 = 92;

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Sheet<'b> {
    let mut columns = Columns::default();
    columns.add(Column::new("", WIDTH, Look::Letter));
    let mut sheet = book.sheet(NAME.to_owned(), "奖励资金的公示", columns.done(), body(move |rows| write(book, rows)));
    sheet.title = title(book);
    sheet.subtitle = book.mark().to_owned();
    (sheet.letter, sheet.portrait, sheet.filter, sheet.frozen) = (true, true, false, 0);
    sheet
}

fn title(book: &Book<'_>) -> String {
    format!("关于拟兑现{}年度\n{}\n奖励资金的公示{}", book.assessment.year, book.policy.title, book.draft_mark())
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    let policy = book.policy;
    let mut say = |look: Look, cell: Cell<'_>| {
        let mut row = Row::with_capacity(1);
        row.push_as(look, cell);
        rows.row(&row)
    };
    let text = |text: String| Cell::Text(text.into());
    let by: Vec<&str> = {
        let all = policy.workbooks.iter().flat_map(|workbook| workbook.bureau.split('、'));
        let mut by: Vec<&str> = all.collect();
        let mut known = std::collections::HashSet::new();
        by.retain(|bureau| !bureau.is_empty() && known.insert(*bureau));
        by
    };
    let checked = if by.is_empty() { String::new() } else { format!("由{}提供并审核数据，", by.join("、")) };
    say(
        Look::Letter,
        text(format!(
            "　　根据《{}》（{}），{checked}经核算并报〔会议名称、日期〕研究，{}年度拟兑现奖励资金情况公示如下：",
            policy.title, policy.number, book.assessment.year
        )),
    )?;
    match disclosure::total(book)? {
        Some((cell, sum)) => {
            let words = counted(book);
            let apart = match disclosure::banded(book, &book.payments.disclosed.order) {
                0 => String::new(),
                banded => format!("（其中 {banded} 个只公示档次，不在下面的数里）"),
            };
            let (capitals, written) = live(&cell, sum);
            let before = format!("　　拟向{words}{apart}兑现奖励资金，共计 ");
            let formula = format!("\"{before}\"&TEXT({cell},\"#,##0.00\")&\" 元（\"&{capitals}&\"）。名单见附件。\"");
            let cached = format!("{before}{} 元（{written}）。名单见附件。", sum.grouped());
            say(Look::Letter, Cell::Formula(formula, Cached::Text(cached.into())))?;
        }
        None => say(Look::Letter, text("　　本年度没有拟兑现的奖励资金。".to_owned()))?,
    }
    say(Look::Letter, text("　　公示期：〔　年　月　日〕至〔　年　月　日〕，共〔　〕个工作日。".to_owned()))?;
    say(
        Look::Letter,
        text(
            "　　对公示内容有异议的，请在公示期内以书面形式实名向〔公示单位〕反映，写明异议的事项、理由和联系方式，并附证据。逾期不再受理。"
                .to_owned(),
        ),
    )?;
    say(Look::Letter, text("　　联系电话：〔填写〕　　监督电话：〔填写〕\n　　地址：〔填写〕".to_owned()))?;
    say(Look::Letter, text(format!("　　附件：{}年度拟兑现奖励{DISCLOSED}", book.assessment.year)))?;
    say(Look::Letter, text("　".to_owned()))?;
    say(Look::LetterEnd, text("〔公示单位，盖章〕".to_owned()))?;
    say(Look::LetterEnd, text("〔　　　　年　　月　　日〕".to_owned()))
}

/// How many firms, persons and carriers, as far as there are any.
fn counted(book: &Book<'_>) -> String {
    let count = |kind: PayeeKind| book.payments.all.iter().filter(|payee| payee.kind == kind).count();
    let firms = book.policy.register.holders();
    let kinds = [(PayeeKind::Firm, &*firms), (PayeeKind::Person, "名个人"), (PayeeKind::Carrier, "个载体")];
    let words = kinds.iter().map(|(kind, word)| (count(*kind), word)).filter(|(count, _)| *count > 0);
    words.map(|(count, word)| format!(" {count} {word}")).collect::<Vec<_>>().join("、")
}
