//! Who is paid: firms, and the persons and carriers whose awards pass through a firm. Together they get the fund's total, to the fen.

use super::assessment::{Assessment, Firm, Line};
use super::payee_kind::PayeeKind;
use super::split::{divide, portions};
use crate::check::Checked;
use crate::index::{ColumnIndex, FirmIndex, RowIndex, TableIndex};
use crate::money::{Money, Overflow};
use crate::policy::Item;
use crate::texts::Symbol;

/// One who is paid, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// What it is.
    pub kind: PayeeKind,
    /// The firm, by index; for others the one their records belong to.
    pub firm: FirmIndex,
    /// The name of a person or carrier; of a firm, its own.
    pub name: Option<Symbol>,
    /// The lines it is paid for, by index among all lines.
    pub lines: Vec<usize>,
    /// What it gets; never 0.
    pub amount: Money,
}

/// Everybody who is paid: firms, then persons, then carriers, each in the order of the register.
///
/// # Errors
/// [`Overflow`] beyond the range of a decimal.
pub fn payees(checked: &Checked<'_>, assessment: &Assessment) -> Result<Vec<Payee>, Overflow> {
    let mut all = Vec::new();
    for (index, firm) in assessment.firms.iter_enumerated() {
        of_firm(checked, assessment, index, firm, &mut all)?;
    }
    // Stable: within a kind the order of firms stays.
    all.sort_by_key(|payee: &Payee| payee.kind);
    Ok(all)
}

/// An account that can be paid to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Where it is given: table and row.
    pub at: (TableIndex, RowIndex),
    /// Is it the payee's own? Otherwise its firm hands the money on.
    pub own: bool,
    /// The account's holder.
    pub holder: Option<Symbol>,
    /// The bank.
    pub bank: Option<Symbol>,
    /// The number.
    pub number: Option<Symbol>,
}

/// The account that `payee` is paid to: a person's own where it is given, else the firm's first with a number.
#[must_use]
pub fn account(checked: &Checked<'_>, payee: &Payee) -> Option<Account> {
    let accounts = checked.policy.accounts.as_ref()?;
    let own = || persons_own(checked, payee.firm, payee.name).filter(|_| payee.kind == PayeeKind::Person);
    own().or_else(|| {
        let columns = [accounts.holder, accounts.bank, accounts.number];
        first(checked, payee.firm, accounts.table, columns, payee.kind == PayeeKind::Firm, |_| true)
    })
}

/// The account in a person's own name, as it is given beside the firm's code.
pub(super) fn persons_own(checked: &Checked<'_>, firm: FirmIndex, name: Option<Symbol>) -> Option<Account> {
    let persons = checked.policy.accounts.as_ref()?.persons.as_ref()?;
    let form = |name: Symbol| checked.data.form(name);
    let (cells, name) = (&checked.data.tables[persons.table], form(name?));
    let columns = [persons.holder, persons.bank, persons.number];
    let is_theirs = |row: RowIndex| cells.text(persons.name, row).map(form) == Some(name);
    first(checked, firm, persons.table, columns, true, is_theirs)
}

/// The account in the firm's first row that has a number, the last of `columns`: holder, bank, number.
fn first(
    checked: &Checked<'_>,
    firm: FirmIndex,
    table: TableIndex,
    columns: [ColumnIndex; 3],
    own: bool,
    fits: impl Fn(RowIndex) -> bool,
) -> Option<Account> {
    let cells = &checked.data.tables[table];
    let mut rows = checked.rows_of(table, firm).iter().copied();
    let row = rows.find(|row| cells.text(columns[2], *row).is_some() && fits(*row))?;
    let [holder, bank, number] = columns.map(|column| cells.text(column, row));
    Some(Account { at: (table, row), own, holder, bank, number })
}

/// What a line of a person or carrier is paid passes to them; the firm keeps the rest.
fn of_firm(
    checked: &Checked<'_>,
    assessment: &Assessment,
    index: FirmIndex,
    firm: &Firm,
    all: &mut Vec<Payee>,
) -> Result<(), Overflow> {
    let Some(payable) = firm.payable.filter(|payable| payable.is_positive()) else {
        return Ok(());
    };
    let mut own = Payee { kind: PayeeKind::Firm, firm: index, name: firm.name, lines: Vec::new(), amount: payable };
    let mut others: Vec<Payee> = Vec::new();
    for number in firm.lines.clone() {
        let line = &assessment.lines[number];
        let Some(paid) = line.paid.filter(|paid| paid.is_positive()) else { continue };
        let item = &checked.policy.items[line.item];
        for (kind, name, share) in recipients(checked, item, index, line, paid)? {
            if !share.is_positive() {
                continue;
            }
            if kind == PayeeKind::Firm {
                own.lines.push(number);
                continue;
            }
            own.amount = own.amount.minus(share)?;
            let form = |name: Option<Symbol>| name.map(|name| checked.data.form(name));
            let same = |one, other| form(one) == form(other);
            match others.iter_mut().find(|other| other.kind == kind && same(other.name, name)) {
                Some(known) => {
                    known.amount = known.amount.plus(share)?;
                    if known.lines.last() != Some(&number) {
                        known.lines.push(number);
                    }
                }
                None => others.push(Payee { kind, firm: index, name, lines: vec![number], amount: share }),
            }
        }
    }
    all.extend(Some(own).filter(|own| own.amount.is_positive()));
    all.extend(others);
    Ok(())
}

/// Who gets what of a line.
pub(super) fn recipients(
    checked: &Checked<'_>,
    item: &Item,
    firm: FirmIndex,
    line: &Line,
    paid: Money,
) -> Result<Vec<(PayeeKind, Option<Symbol>, Money)>, Overflow> {
    if item.payees.is_empty() {
        let name = item.payee.column().and_then(|column| checked.data.tables[item.table].text(column, line.row));
        return Ok(vec![(PayeeKind::of(item.payee), name, paid)]);
    }
    // A line that cannot be divided is open, and nothing is paid of it.
    let portions = portions(checked, item, firm, line.row).unwrap_or_default();
    let parts = divide(checked.policy, item, &portions, paid)?;
    Ok(portions.iter().zip(parts).map(|(portion, part)| (portion.kind, portion.name, part)).collect())
}
