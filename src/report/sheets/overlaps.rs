//! 就高不重复: one row a matter: both amounts, who wins and why. What another scheme takes from several lines takes a row for each.

use rust_decimal::Decimal;

use crate::award::{DuplicatePayment, Ledger, Outside, ledger};
use crate::formula::quoted;
use crate::index::{ColumnIndex, FirmIndex};
use crate::money::Money;
use crate::policy::OtherScheme;
use crate::report::book::{Book, body};
use crate::report::layout::Part;
use crate::report::model::{Cached, Look, Row, Rows, Sheet, Template};
use crate::report::operands::{letters, own};
use crate::report::references::{before_others, share_row, side_cell};
use crate::report::{ReportError, sources, words};

/// The sheets, one or, beyond a sheet's end, several.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Vec<Sheet<'b>> {
    let parts = book.duplicate_rows.parts();
    parts
        .map(|part| {
            let columns = book.duplicates.columns.clone();
            let rows = body(move |rows| write(book, part, rows));
            let mut sheet = book.part(&book.duplicate_rows, &part, "就高不重复对照表", columns, rows);
            sheet.number_rows(part.rows);
            sheet
        })
        .collect()
}

fn write(book: &Book<'_>, part: Part, rows: &mut dyn Rows) -> Result<(), ReportError> {
    for index in part.firms() {
        let firm = &book.assessment.firms[index];
        let duplicates = &book.assessment.duplicates[firm.duplicates.clone()];
        if duplicates.is_empty() {
            continue;
        }
        let ledger = ledger(book.checked, book.assessment, index)?;
        let here = Here { book, index, ledger: &ledger };
        let inside = duplicates.iter().filter(|duplicate| matches!(duplicate, DuplicatePayment::Inside { .. }));
        let mut number = book.duplicate_rows.row(index);
        for duplicate in inside {
            rows.row(&here.inside(duplicate, number))?;
            number += 1;
        }
        if let Some(scheme) = &book.policy.other_scheme {
            for (claim, outside) in ledger.outside.iter().enumerate() {
                for share in 0..outside.shares.len().max(1) {
                    rows.row(&here.outside(scheme, outside, (claim, share), number)?)?;
                    number += 1;
                }
            }
        }
    }
    Ok(())
}

/// One firm's matters.
struct Here<'h> {
    book: &'h Book<'h>,
    index: FirmIndex,
    ledger: &'h Ledger,
}

impl<'h> Here<'h> {
    fn start(&self, kind: &'static str, matter: &'h str, subject: &'h str) -> Row<'h> {
        let mut row = Row::with_capacity(self.book.duplicates.columns.len());
        row.text(self.book.code(self.index)).text(self.book.name(self.index)).text(kind).text(matter).text(subject);
        row
    }

    /// Two sides inside this policy: the one that stays, and one that becomes nothing.
    fn inside(&self, duplicate: &'h DuplicatePayment, number: u32) -> Row<'h> {
        let DuplicatePayment::Inside { stage, name, subject, winner, won, loser, lost, .. } = duplicate else {
            return Row::default();
        };
        let (book, first) = (self.book, self.book.assessment.firms[self.index].lines.start);
        let plan = &book.duplicates;
        let mut row = self.start("本政策", name, subject.map_or("", |subject| book.text(subject)));
        let end = |side: &[usize]| side.last().map_or(0, |line| line - first);
        let (ours, theirs) = (end(winner), end(loser));
        let label = |line: usize| words::line_name(book.checked, &book.assessment.lines[first + line]);
        let (our_name, their_name) = (label(ours), label(theirs));
        let sum = |line: usize, row: &mut Row<'h>, money: Money| {
            row.formula_money(side_cell(book, self.index, line, *stage), Some(money));
        };
        let at = |column: u16| Template::new(&own(column)).at_row(number);
        let (a, b) = (at(plan.ours), at(plan.theirs));
        // A tie keeps the earlier.
        let stays = if ours < theirs { format!("{a}>={b}") } else { format!("{a}>{b}") };
        let verdict = format!("IF({stays},{},{})", quoted(&keeps(&our_name)), quoted(&keeps(&their_name)));
        let cached = keeps(&our_name);
        row.text(our_name);
        sum(ours, &mut row, *won);
        row.text(their_name);
        sum(theirs, &mut row, *lost);
        let difference = won.minus(*lost).unwrap_or_default();
        row.formula_text(verdict, cached).formula_money(format!("MIN({a},{b})"), Some(*lost));
        let cells = winner.iter().chain(loser).map(|line| {
            let line = &book.assessment.lines[*line];
            let item = &book.policy.items[line.item];
            let column = item.record.unwrap_or(book.policy.tables[item.table].key);
            book.checked.data.place(item.table, column, line.row)
        });
        let cited = sources::cited(cells);
        row.push_as(Look::Link, sources::cell(&sources::cells(&cited), &cited, true));
        row.formula_money(format!("ROUND(ABS({a}-{b}),2)"), Some(difference));
        plan.links.fill(&mut row, &cited);
        row
    }

    /// This policy against another scheme's award; further lines it is taken from follow below.
    fn outside(
        &self,
        scheme: &'h OtherScheme,
        outside: &'h Outside,
        (claim, share): (usize, usize),
        number: u32,
    ) -> Result<Row<'h>, ReportError> {
        let book = self.book;
        let plan = &book.duplicates;
        let data = &book.checked.data;
        let table = &data.tables[scheme.table];
        // Of several rows the first stands for the scheme's name, and for whether they are paid: that is the same of all.
        let first = outside.rows.first().copied().unwrap_or_default();
        let record = book.checked.firm(self.index).at(scheme.table, first);
        let text = |column: ColumnIndex| table.text(column, first).map_or("", |text| book.text(text));
        let (item, named) = if scheme.by_firm {
            (WHOLE_FIRM, "")
        } else {
            let item = table.text(scheme.item, first).and_then(|item| book.policy.item(item));
            (item.map_or("", |item| &*book.policy.items[item].name), text(scheme.record))
        };
        let mut row = self.start("其他政策", item, named);
        if share > 0 {
            row.text("（同上，逐行扣减）").blanks_to(plan.available - 1);
        } else {
            let paid = scheme.paid.truth(&record)?;
            row.text(item);
            self.compare(outside, paid == Some(true), text(scheme.scheme), number, &mut row);
            let cells = outside
                .rows
                .iter()
                .flat_map(|row| [scheme.record, scheme.amount].map(|column| data.place(scheme.table, column, *row)));
            let cited = sources::cited(cells);
            row.push_as(Look::Link, sources::cell(&sources::cells(&cited), &cited, true));
            let at = |column: u16| Template::new(&own(column)).at_row(number);
            let gap = outside.ours.minus(outside.other).unwrap_or_default();
            let gap = Money::yuan(gap.as_yuan().abs());
            row.formula_money(format!("ROUND(ABS({}-{}),2)", at(plan.ours), at(plan.theirs)), Some(gap));
            let value = match paid {
                Some(true) => Decimal::ONE,
                Some(false) => Decimal::ZERO,
                None => Decimal::new(5, 1),
            };
            row.formula(plan.paid_test.in_row(number), Cached::Number(value));
        }
        self.share(outside, (claim, share), number, &mut row);
        if share == 0 {
            row.blanks_to(plan.operands.first);
            plan.operands.fill(&mut row, &record);
        }
        Ok(row)
    }

    /// Both amounts, who pays, and what is deducted here.
    fn compare(&self, outside: &'h Outside, paid: bool, scheme: &'h str, number: u32, row: &mut Row<'h>) {
        const NONE: &str = "本政策没有可比的金额";
        const PAID: &str = "对方已兑付，从本政策扣减";
        const OTHER: &str = "由对方兑付，从本政策扣减";
        const OURS: &str = "由本政策兑付，对方不得兑付";
        let plan = &self.book.duplicates;
        let at = |column: u16| Template::new(&own(column)).at_row(number);
        let (ours, theirs, paid_cell) = (at(plan.ours), at(plan.theirs), at(plan.paid));
        if outside.shares.is_empty() {
            row.money(Some(Money::ZERO));
        } else {
            let column = letters(plan.available);
            let last = number as usize + outside.shares.len();
            let sum = format!("ROUND(SUM({column}{}:{column}{last}),2)", number + 1);
            row.formula_money(sum, Some(outside.ours));
        }
        let verdict = match () {
            () if outside.ours == Money::ZERO => NONE,
            () if paid => PAID,
            () if outside.other > outside.ours => OTHER,
            () => OURS,
        };
        row.text(scheme)
            .money(Some(outside.other))
            .formula_text(
                format!(
                    "IF({ours}=0,\"{NONE}\",IF({paid_cell}=1,\"{PAID}\",IF({theirs}>{ours},\"{OTHER}\",\"{OURS}\")))"
                ),
                verdict,
            )
            .formula_money(
                format!("IF({paid_cell}=1,MIN({theirs},{ours}),IF({theirs}>{ours},{ours},0))"),
                Some(outside.deducted),
            );
    }

    /// What is taken from one line.
    fn share(&self, outside: &Outside, (claim, share): (usize, usize), number: u32, row: &mut Row<'h>) {
        let Some(this) = outside.shares.get(share) else {
            return;
        };
        let book = self.book;
        let plan = &book.duplicates;
        let at = |column: u16, number: u32| Template::new(&own(column)).at_row(number);
        let available = match this.earlier {
            None => before_others(book, self.index, this.line, &self.ledger.lines[this.line]),
            Some(earlier) => {
                let before = share_row(book, self.index, self.ledger, earlier);
                format!("ROUND({}-{},2)", at(plan.available, before), at(plan.taken, before))
            }
        };
        let to_take = if share == 0 { at(plan.deducted, number) } else { at(plan.rest, number - 1) };
        let total = match this.earlier {
            None => at(plan.taken, number),
            Some(earlier) => {
                let before = share_row(book, self.index, self.ledger, earlier);
                format!("ROUND({}+{},2)", at(plan.total, before), at(plan.taken, number))
            }
        };
        debug_assert!(claim < self.ledger.outside.len());
        row.blanks_to(plan.available - 1);
        row.text(format!("第 {} 行", book.line_rows.row(self.index) as usize + this.line + 1))
            .formula_money(available, Some(this.available))
            .formula_money(format!("MIN({},{to_take})", at(plan.available, number)), Some(this.taken))
            .formula_money(format!("ROUND({to_take}-{},2)", at(plan.taken, number)), Some(this.rest))
            .formula_money(total, Some(this.total));
    }
}

/// What the firm's totals are called where they are compared.
const WHOLE_FIRM: &str = "企业合计";

fn keeps(name: &str) -> String {
    format!("采用“{name}”")
}
