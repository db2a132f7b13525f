//! 问题清单: one row a finding, linked to its cell; in the findings workbook also whose it is, and the place for an answer.

use crate::answers::{COLUMNS as ANSWER_COLUMNS, Settled, key, possible};
use crate::check::Whose;
use crate::finding::{Finding, gravest_first};
use crate::report::book::{Book, body};
use crate::report::findings_list::FindingsList;
use crate::report::model::{Cell, Choice, Column, Columns, Highlight, Look, Row, Rows, Sheet, Tone};
use crate::report::operands::letters;
use crate::report::stack::Stack;
use crate::report::{ReportError, sources};

pub(in crate::report) const NAME: &str = "问题清单";

const SEVERITY: u16 = 1;

/// What stands for the severity of a finding that was answered.
const ANSWERED: &str = "已答复";

/// A sheet takes 65 530 links; the rest is told in text.
const MOST_LINKS: usize = 60_000;

/// The sheets of the award workbook.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let stack = Stack::new(NAME, book.findings.len());
    let part = |(name, rows): (String, std::ops::Range<usize>)| {
        let (mut columns, before) = (Columns::default(), rows.start);
        shared(&mut columns, &book.policy.register.called);
        let findings = gravest_first(book.findings);
        let findings: Vec<&Finding> = findings[rows].to_vec();
        let produce = move |rows: &mut dyn Rows| -> Result<(), ReportError> {
            let whose = Whose::of(book.policy, &book.checked.data);
            for (index, finding) in findings.iter().enumerate() {
                let link = sources::link(&finding.place).filter(|_| index < MOST_LINKS);
                let whom = Whom { firm: whose.firm(finding), bureau: whose.bureau(finding) };
                rows.row(&told(before + index, finding, finding.severity.label(), &whom, link))?;
            }
            Ok(())
        };
        let mut sheet = book.sheet(name, "数据问题清单", columns.done(), body(produce));
        sheet.highlights = highlights();
        sheet
    };
    stack.parts().map(part).collect()
}

/// The sheets of the findings workbook.
pub(in crate::report) fn answer_sheets<'l>(list: &'l FindingsList<'_>, title: &str, subtitle: &str) -> Vec<Sheet<'l>> {
    let open = list.open.len();
    let stack = Stack::new(NAME, open + list.settled.len());
    let part = |(name, numbers): (String, std::ops::Range<usize>)| {
        let mut columns = Columns::default();
        shared(&mut columns, list.whose.called());
        let note = "空着的不能答复：错误只能改正，提示不用答复";
        let offered = columns.add(Column::new("可以答复", 10, Look::Centred).noted(note).on_screen());
        let answer = columns.add(Column::new(ANSWER_COLUMNS[6], 10, Look::Centred).noted("从下拉选项里选").on_screen());
        columns.add(Column::new(ANSWER_COLUMNS[7], 30, Look::Wrapped).noted("没有理由的答复不算数").on_screen());
        columns.add(Column::new(ANSWER_COLUMNS[8], 10, Look::Centred).on_screen());
        columns.add(Column::new(ANSWER_COLUMNS[9], 12, Look::Centred).on_screen());
        columns.add(
            Column::new(ANSWER_COLUMNS[0], 15, Look::Centred).noted("程序凭它认出答复的是哪一条，请勿改动").on_screen(),
        );
        let produce = move |rows: &mut dyn Rows| -> Result<(), ReportError> {
            for (index, number) in numbers.clone().enumerate() {
                let linked = |finding: &Finding| list.links.to(&finding.place).filter(|_| index < MOST_LINKS);
                match number.checked_sub(open) {
                    None => {
                        let finding = list.open[number];
                        let whom = Whom { firm: list.whose.firm(finding), bureau: list.whose.bureau(finding) };
                        let mut row = told(number, finding, finding.severity.label(), &whom, linked(finding));
                        row.text(possible(finding, &list.whose).word());
                        // To be filled in.
                        for look in [Look::Centred, Look::Wrapped, Look::Centred, Look::Centred] {
                            row.push_as(look, Cell::Blank);
                        }
                        row.text(key(finding, &list.whose));
                        rows.row(&row)?;
                    }
                    Some(settled) => rows.row(&answered(number, list.settled[settled], linked))?,
                }
            }
            Ok(())
        };
        let mut sheet = Sheet::new(name, title.to_owned(), subtitle.to_owned(), columns.done(), body(produce));
        sheet.highlights = highlights();
        sheet.choices = vec![
            Choice { column: DONE, list: "\"√\"".to_owned() },
            // The one answer that the row offers stands in the row itself.
            Choice { column: answer, list: format!("${}{}", letters(offered), crate::report::model::FIRST_ROW + 1) },
        ];
        sheet
    };
    stack.parts().map(part).collect()
}

/// Whom a finding concerns.
struct Whom<'w> {
    firm: &'w str,
    bureau: &'w str,
}

/// The columns that both workbooks have.
fn shared(columns: &mut Columns, called: &str) {
    columns.add(Column::new("序号", 5, Look::Whole));
    columns.add(Column::new("程度", 7, Look::Centred));
    columns.add(Column::new(called.to_owned(), 20, Look::Wrapped));
    columns.add(Column::new("责任单位", 13, Look::Wrapped).noted("按政策文件，谁交这张表"));
    columns.add(Column::new(ANSWER_COLUMNS[3], 12, Look::Wrapped));
    columns.add(Column::new(ANSWER_COLUMNS[4], 8, Look::Centred).noted("点开到原表的这一格"));
    columns.add(Column::new("问题", 26, Look::Wrapped));
    columns.add(Column::new(ANSWER_COLUMNS[5], 22, Look::Wrapped));
    columns.add(Column::new("怎样改", 26, Look::Wrapped));
    columns.add(Column::new("已处理", 8, Look::Centred).noted("改好、转出的打勾，只供自己看"));
    columns.add(Column::new(ANSWER_COLUMNS[1], 8, Look::Centred).on_screen());
    columns.add(Column::new(ANSWER_COLUMNS[2], 18, Look::Wrapped).on_screen());
    columns.add(Column::new("应当是", 30, Look::Wrapped).on_screen());
    columns.add(Column::new("条款", 10, Look::Centred).on_screen());
}

/// The column that is ticked.
const DONE: u16 = 9;

/// Grave ones stand out.
fn highlights() -> Vec<Highlight> {
    [("错误", Tone::Bad), ("警告", Tone::Open), ("提示", Tone::Quiet), (ANSWERED, Tone::Good)]
        .map(|(word, tone)| Highlight { column: SEVERITY, word, tone })
        .to_vec()
}

/// What a finding tells, up to how it is mended.
fn told<'r>(
    number: usize,
    finding: &'r Finding,
    standing: &'static str,
    whom: &Whom<'r>,
    link: Option<String>,
) -> Row<'r> {
    let place = &finding.place;
    let mut row = Row::with_capacity(20);
    row.number(i64::try_from(number + 1).unwrap_or(i64::MAX)).text(standing).text(whom.firm).text(whom.bureau);
    row.text(place.sheet.as_deref().unwrap_or_default());
    match (place.address(), link) {
        (Some(address), Some(link)) => row.push_as(Look::Link, Cell::Link(link, address.into())),
        (Some(address), None) => row.text(address),
        (None, _) => row.push(Cell::Blank),
    };
    let beside = finding.expected.is_empty() && !finding.seen.is_empty();
    row.text(&*finding.title).text(finding.observed()).text(&*finding.remedy).push(Cell::Blank);
    row.text(&*finding.code)
        .text(place.file.as_deref().unwrap_or_default())
        .text(if beside { &*finding.why } else { &*finding.expected })
        .text(finding.clause.as_deref().unwrap_or_default());
    row
}

/// A finding that was answered, with its answer as it was written: the workbook can be given again.
fn answered<'r>(number: usize, settled: &'r Settled, link: impl Fn(&Finding) -> Option<String>) -> Row<'r> {
    let whom = Whom { firm: &settled.firm, bureau: &settled.bureau };
    let mut row = told(number, &settled.finding, ANSWERED, &whom, link(&settled.finding));
    let given = &settled.given;
    row.text(settled.answer.word()).text(&*given.word).text(&*given.reason);
    row.text(&*given.by).text(&*given.day).text(&*given.key);
    row
}
