//! Who is paid: firms, and the persons and carriers whose awards pass through a firm. Together they get the fund's total, to the fen.

use super::assessment::{Assessment, Firm};
use crate::check::Checked;
use crate::money::{Money, Overflow};
use crate::policy::Payee as Paid;
use crate::texts::Symbol;

/// What kind of payee; lists keep them apart, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PayeeKind {
    /// A firm.
    Firm,
    /// A person.
    Person,
    /// A carrier (incubator).
    Carrier,
}

/// One who is paid, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
    /// What it is.
    pub kind: PayeeKind,
    /// The firm, by index; for others the one their records belong to.
    pub firm: usize,
    /// The name of a person or carrier; of a firm, its own.
    pub name: Option<Symbol>,
    /// The lines it is paid for, by index among all lines.
    pub lines: Vec<usize>,
    /// What it gets; never 0.
    pub amount: Money,
}

impl PayeeKind {
    /// All, in their order.
    pub const ALL: [Self; 3] = [Self::Firm, Self::Person, Self::Carrier];
}

/// Everybody who is paid: firms, then persons, then carriers, each in the order of the register.
///
/// # Errors
/// [`Overflow`] beyond the range of a decimal.
pub fn payees(checked: &Checked<'_>, assessment: &Assessment) -> Result<Vec<Payee>, Overflow> {
    let mut all = Vec::new();
    for (index, firm) in assessment.firms.iter().enumerate() {
        of_firm(checked, assessment, index, firm, &mut all)?;
    }
    // Stable: within a kind the order of firms stays.
    all.sort_by_key(|payee: &Payee| payee.kind);
    Ok(all)
}

/// The row of the firm's account that can be paid to: the first with a number.
#[must_use]
pub fn account(checked: &Checked<'_>, firm: usize) -> Option<usize> {
    let accounts = checked.policy.accounts.as_ref()?;
    let table = &checked.data.tables[accounts.table];
    let rows = checked.rows_of(accounts.table, firm).iter().map(|row| *row as usize);
    rows.into_iter().find(|row| table.text(accounts.number, *row).is_some())
}

/// What a line of a person or carrier is paid passes to them; the firm keeps the rest.
fn of_firm(
    checked: &Checked<'_>,
    assessment: &Assessment,
    index: usize,
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
        let Some(share) = line.paid.filter(|paid| paid.is_positive()) else { continue };
        let item = &checked.policy.items[line.item];
        let (kind, column) = match item.payee {
            Paid::Firm => {
                own.lines.push(number);
                continue;
            }
            Paid::Person(column) => (PayeeKind::Person, column),
            Paid::Carrier(column) => (PayeeKind::Carrier, column),
        };
        own.amount = own.amount.minus(share)?;
        let name = checked.data.tables[item.table].text(column, line.row);
        let form = |name: Option<Symbol>| name.map(|name| checked.data.form(name));
        let same = |one, other| form(one) == form(other);
        match others.iter_mut().find(|other| other.kind == kind && same(other.name, name)) {
            Some(known) => {
                known.amount = known.amount.plus(share)?;
                known.lines.push(number);
            }
            None => others.push(Payee { kind, firm: index, name, lines: vec![number], amount: share }),
        }
    }
    all.extend(Some(own).filter(|own| own.amount.is_positive()));
    all.extend(others);
    Ok(())
}
