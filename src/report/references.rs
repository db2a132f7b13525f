//! How one sheet refers to the cells of another.

use super::book::Book;
use super::columns::caps::CapColumns;
use super::columns::links::MOST_LINKED;
use super::layout::Blocks;
use super::model::Template;
use super::operands::{Operands, letters, limit_of, own};
use super::words;
use crate::award::{DuplicatePayment, Ledger, LineSteps, Payee, PayeeKind, portions};
use crate::formula::quoted as quoted_text;
use crate::index::FirmIndex;
use crate::policy::Expr;
use crate::texts::Symbol;

/// Two columns of the firm's lines, seen from a sheet whose rows may be sorted.
pub(super) fn firm_lines(book: &Book<'_>, firm: FirmIndex, columns: (u16, u16)) -> (String, String) {
    let count = book.assessment.firms[firm].lines.len();
    let range = |column: u16| book.line_rows.fixed_range(firm, &letters(column), count);
    (range(columns.0), range(columns.1))
}

/// A firm's figure on 核算汇总, found by its code: the row it was written in as long as it stands there, else wherever it was sorted to.
pub(super) fn summary_of(book: &Book<'_>, firm: FirmIndex, column: u16) -> String {
    let (code, figure) = (letters(book.summary.code), letters(column));
    let key = quoted_text(book.code(firm));
    let at = |column: &str| book.summary_rows.fixed_cell(firm, column, 0);
    let parts = book.summary_rows.fixed_columns([&code, &figure]);
    let found = parts.iter().map(|[codes, sums]| format!("SUMPRODUCT(1*EXACT({codes},{key}),{sums})"));
    let found = found.collect::<Vec<_>>().join("+");
    format!("IF(EXACT({},{key}),N({}),{found})", at(&code), at(&figure))
}

/// A cell of the firm's row among `rows`, seen from a row whose cell `own` has its code: the one it was written in as long as the firm stands
/// there, else wherever it was sorted to. `columns`: that of the codes, and the one wanted.
fn found(rows: &Blocks, firm: FirmIndex, columns: (u16, u16), own: &str) -> String {
    let (code, column) = (letters(columns.0), letters(columns.1));
    let at = |column: &str| rows.fixed_cell(firm, column, 0);
    match rows.fixed_columns([&code, &column]).as_slice() {
        [[codes, values]] => {
            format!("IF(EXACT({},{own}),{},INDEX({values},MATCH({own},{codes},0)))", at(&code), at(&column))
        }
        // Of so many firms nobody sorts a sheet.
        _ => at(&column),
    }
}

/// A cell of the firm's row on 限额测算, seen from its row on 核算汇总.
pub(super) fn cap_of(book: &Book<'_>, plan: &CapColumns, firm: FirmIndex, column: u16) -> String {
    let own = Template::new(&own(book.summary.code)).at_row(book.summary_rows.row(firm));
    found(&plan.rows, firm, (plan.code, column), &own)
}

/// A cell of the firm's row on 核算汇总, seen from its line in row `line`.
pub(super) fn summary_of_line(book: &Book<'_>, firm: FirmIndex, column: u16, line: u32) -> String {
    of_line(book, (&book.summary_rows, book.summary.code), firm, column, line)
}

/// The cell of what a cap leaves of the firm's lines that count toward it, seen from its line in row `line`.
pub(super) fn after_cap_of_line(book: &Book<'_>, plan: &CapColumns, firm: FirmIndex, line: u32) -> String {
    of_line(book, (&plan.rows, plan.code), firm, plan.after, line)
}

/// Do lines find their firm's figures by where they stand, and not by its code?
pub(super) fn is_found_by_place(book: &Book<'_>) -> bool {
    book.assessment.lines.len() > MOST_LINKED as usize
}

/// By the code on sheets that are short enough to be sorted by anybody; on longer ones it would make them a third larger.
fn of_line(book: &Book<'_>, (rows, code): (&Blocks, u16), firm: FirmIndex, column: u16, line: u32) -> String {
    if is_found_by_place(book) {
        let mut out = String::new();
        rows.push_cell(&mut out, firm, &letters(column), 0);
        return out;
    }
    found(rows, firm, (code, column), &Template::new(&own(book.lines.code)).at_row(line))
}

/// What a person's or carrier's lines are paid, found by the firm's code, the name and the item.
pub(super) fn paid_to(book: &Book<'_>, payee: &Payee) -> String {
    match (lines_of(book, payee, book.lines.paid), divided_to(book, payee)) {
        (Some(lines), None) => lines,
        (lines, Some(divided)) => {
            format!("ROUND({},2)", lines.into_iter().chain([divided]).collect::<Vec<_>>().join("+"))
        }
        (None, None) => "0".to_owned(),
    }
}

/// What a payee gets of lines that are divided, found by the firm's code and the names; nothing where there are none.
pub(super) fn divided_to(book: &Book<'_>, payee: &Payee) -> Option<String> {
    let (plan, form) = (&book.division, |name: Symbol| book.checked.data.form(name));
    let mut names: Vec<&str> = Vec::new();
    for line in payee.lines.iter().map(|number| &book.assessment.lines[*number]) {
        let item = &book.policy.items[line.item];
        let all = portions(book.checked, item, line.firm, line.row).unwrap_or_default();
        let own = all.iter().filter(|portion| portion.kind == payee.kind);
        let own = own.filter(|portion| portion.name.map(form) == payee.name.map(form));
        names.extend(own.map(|portion| portion.name.map_or(words::UNNAMED, |name| book.text(name))));
    }
    names.sort_unstable();
    names.dedup();
    let key = quoted_text(book.code(payee.firm));
    let kind = quoted_text(words::payee_kind(book.policy, payee.kind));
    let columns = [plan.code, plan.kind, plan.payee, plan.amount].map(letters);
    let parts = book.division_rows.fixed_columns(columns.each_ref().map(String::as_str));
    let sums = parts.iter().flat_map(|[codes, kinds, payees, amounts]| {
        names
            .iter()
            .map(|name| {
                let name = quoted_text(name);
                format!("SUMPRODUCT(1*EXACT({codes},{key}),1*EXACT({kinds},{kind}),1*EXACT({payees},{name}),{amounts})")
            })
            .collect::<Vec<_>>()
    });
    let sums: Vec<String> = sums.collect();
    (!sums.is_empty()).then(|| sums.join("+"))
}

/// What a funder bears of what a payee gets: its column of 奖励明细 over the payee's lines.
pub(super) fn funded(book: &Book<'_>, payee: &Payee, column: u16) -> String {
    if payee.kind != PayeeKind::Firm {
        return lines_of(book, payee, column).unwrap_or_else(|| "0".to_owned());
    }
    let own = quoted_text(&book.policy.register.called);
    lines_sum(book, payee.firm, column, |[_, names, _, paid]| vec![format!("1*EXACT({names},{own}),{paid}")])
}

/// The sum of a column of 奖励明细 over the lines that a person or carrier alone is paid; nothing where there are none.
fn lines_of(book: &Book<'_>, payee: &Payee, column: u16) -> Option<String> {
    let mut picks = Vec::new();
    for number in &payee.lines {
        let line = &book.assessment.lines[*number];
        let item = &book.policy.items[line.item];
        if !item.payees.is_empty() {
            continue;
        }
        let name = words::payee(&book.checked.firm(line.firm).at(item.table, line.row), item);
        let pick = (quoted_text(name), quoted_text(&item.name));
        if !picks.contains(&pick) {
            picks.push(pick);
        }
    }
    let of_lines = !picks.is_empty();
    of_lines.then(|| {
        lines_sum(book, payee.firm, column, |[_, names, items, paid]| {
            let pick =
                |(name, item): &(String, String)| format!("1*EXACT({names},{name}),1*EXACT({items},{item}),{paid}");
            picks.iter().map(pick).collect()
        })
    })
}

/// What the firm's lines for persons and carriers are paid.
pub(super) fn handed_on(book: &Book<'_>, firm: FirmIndex) -> String {
    let own = quoted_text(&book.policy.register.called);
    lines_sum(book, firm, book.lines.paid, |[_, names, _, paid]| vec![format!("1-EXACT({names},{own}),{paid}")])
}

/// Sums over the firm's lines: over its own rows as long as all of them stand there, else over the rows with its code, wherever they were sorted
/// to. `picks` makes of the columns code, payee, item and `summed` the arguments of each sum.
fn lines_sum(book: &Book<'_>, firm: FirmIndex, summed: u16, picks: impl Fn(&[String; 4]) -> Vec<String>) -> String {
    let plan = &book.lines;
    let columns = [plan.code, plan.payee, plan.item, summed].map(letters);
    let key = quoted_text(book.code(firm));
    let count = book.assessment.firms[firm].lines.len();
    let here = columns.each_ref().map(|column| book.line_rows.fixed_range(firm, column, count));
    let near = picks(&here).into_iter().map(|pick| format!("SUMPRODUCT({pick})"));
    let near = near.collect::<Vec<_>>().join("+");
    let everywhere = book.line_rows.fixed_columns(columns.each_ref().map(String::as_str));
    let far = everywhere.iter().flat_map(|part| {
        let of = |pick: String| format!("SUMPRODUCT(1*EXACT({},{key}),{pick})", part[0]);
        picks(part).into_iter().map(of).collect::<Vec<_>>()
    });
    let far = far.collect::<Vec<_>>().join("+");
    format!("ROUND(IF(SUMPRODUCT(1*EXACT({},{key}))={count},{near},{far}),2)", here[0])
}

/// An amount that is the same for all firms.
pub(super) fn joint_amount(book: &Book<'_>, amount: &Expr) -> String {
    limit_of(amount, &Operands::default().value(book.policy, amount))
}

/// What the fund holds: its amount, or what all firms add to it, not below nothing.
pub(super) fn pool(book: &Book<'_>) -> Option<String> {
    if let Some(amount) = &book.policy.fund.as_ref()?.amount {
        return Some(joint_amount(book, amount));
    }
    let plan = book.caps.first()?;
    let (column, _) = plan.pool.as_ref()?;
    let cells = plan.rows.whole_column(&letters(*column));
    Some(if cells.is_empty() { "0".to_owned() } else { format!("MAX(0,ROUND(SUM({cells}),2))") })
}

/// By how much the fund is exceeded: by what is paid, or where a short fund is cut, by what it was before.
pub(super) fn shortfall(book: &Book<'_>, pool: &str, total: &str) -> String {
    let limit = book.policy.fund_limit();
    let group = book.assessment.joint.iter().position(|joint| Some(joint.limit) == limit);
    let claimed = match group.map(|group| book.joint.rows(group)).filter(|rows| !rows.is_empty()) {
        Some(rows) => format!("SUM({})", book.joint.range_elsewhere(book.joint.before, &rows)),
        None => total.to_owned(),
    };
    format!("MAX(0,ROUND({claimed}-{pool},2))")
}

/// What is left of a line before other schemes, seen from another sheet.
pub(super) fn before_others(book: &Book<'_>, firm: FirmIndex, offset: usize, steps: &LineSteps) -> String {
    let plan = &book.lines;
    let cell = |column: u16| {
        let mut out = String::new();
        book.line_rows.push_cell(&mut out, firm, &letters(column), offset);
        out
    };
    if let Some(capped) = plan.capped {
        // The comparison is with what the cap left.
        return cell(capped);
    }
    let mut formula = cell(plan.pool);
    let limited = !(steps.record.is_empty() && steps.year.is_empty());
    let taken = [(limited, plan.limit_cut), (!steps.contests.is_empty(), plan.matter_cut)];
    let taken: Vec<String> = taken.into_iter().filter(|(any, _)| *any).map(|(_, column)| cell(column)).collect();
    if !taken.is_empty() {
        formula = format!("ROUND({formula}-{},2)", taken.join("-"));
    }
    formula
}

/// The cell of a side's sum in a comparison, seen from another sheet.
pub(super) fn side_cell(book: &Book<'_>, firm: FirmIndex, offset: usize, stage: usize) -> String {
    let mut out = String::new();
    book.line_rows.push_cell(&mut out, firm, &letters(book.lines.contests[stage]), offset);
    out
}

/// The row of a share, from 0.
pub(super) fn share_row(book: &Book<'_>, firm: FirmIndex, ledger: &Ledger, (claim, share): (usize, usize)) -> u32 {
    let duplicates = &book.assessment.duplicates[book.assessment.firms[firm].duplicates.clone()];
    let inside = duplicates.iter().filter(|duplicate| matches!(duplicate, DuplicatePayment::Inside { .. })).count();
    let before: usize = ledger.outside[..claim].iter().map(|outside| outside.shares.len().max(1)).sum();
    book.duplicate_rows.row(firm) + u32::try_from(inside + before + share).unwrap_or(0)
}

/// What all other schemes took from a line: the running total at its last share, seen from another sheet.
pub(super) fn share_cell(book: &Book<'_>, firm: FirmIndex, ledger: &Ledger, share: (usize, usize)) -> String {
    let offset = share_row(book, firm, ledger, share) - book.duplicate_rows.row(firm);
    let mut out = String::new();
    book.duplicate_rows.push_cell(&mut out, firm, &letters(book.duplicates.total), offset as usize);
    out
}
