//! 奖励明细: one row a line, from its record to its net; what its formulas use stands to the right.

mod row;
mod share;
mod steps;

use row::One;

use crate::award::{ledger, past_of, shares};
use crate::report::ReportError;
use crate::report::book::{Book, body, statuses};
use crate::report::columns::links::MOST_LINKED;
use crate::report::layout::Part;
use crate::report::model::{Rows, Sheet};

/// The sheets, one or, beyond a sheet's end, several.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts = book.line_rows.parts();
    parts
        .map(|part| {
            let columns = book.lines.columns.done();
            let mut sheet =
                book.part(&book.line_rows, &part, "奖励明细表", columns, body(move |rows| write(book, part, rows)));
            sheet.highlights = statuses(book.lines.status);
            (sheet.frozen, sheet.shown_once) = (1, Some(0));
            sheet.number_rows(part.rows);
            sheet
        })
        .collect()
}

fn write(book: &Book<'_>, part: Part, rows: &mut dyn Rows) -> Result<(), ReportError> {
    for index in part.firms() {
        let lines = book.assessment.firms[index].lines.clone();
        if lines.is_empty() {
            continue;
        }
        let facts = book.assessment.facts_of(index);
        let firm = book.record(index, &facts);
        let ledger = ledger(book.checked, book.assessment, index)?;
        let capped = match book.lines.capped {
            Some(_) => shares(book.policy, &book.assessment.firms[index], &book.assessment.lines[lines.clone()])?,
            None => Vec::new(),
        };
        for (offset, line) in book.assessment.lines[lines].iter().enumerate() {
            let past = past_of(book.checked, firm, line)?;
            let one = One {
                book,
                index,
                offset,
                line,
                ledger: &ledger,
                capped: capped.get(offset).copied(),
                past,
                linked: part.rows <= MOST_LINKED,
            };
            rows.row(&one.row(&firm)?)?;
        }
    }
    Ok(())
}
