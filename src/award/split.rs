//! What a line is paid, divided among several payees: each but the first gets its share in whole fen, rounded down; what does not come out
//! even is the first one's. So the parts are together what the line is paid, to the fen.

use rust_decimal::Decimal;

use super::payee_kind::PayeeKind;
use crate::check::Checked;
use crate::finding::Place;
use crate::formula::Value;
use crate::index::{ColumnIndex, FirmIndex, RowIndex, TableIndex};
use crate::money::{Money, Overflow, Rounding, round};
use crate::policy::{Item, Members, Payee, PayeePart, Policy};
use crate::texts::Symbol;

/// One of the payees of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// What it is.
    pub kind: PayeeKind,
    /// Its name; of a firm, the firm's.
    pub name: Option<Symbol>,
    /// Which of the item's payees it is, or is a member of.
    pub part: usize,
    /// Its own share of the part.
    pub own: Own,
    /// The record that names it.
    pub at: (TableIndex, RowIndex),
}

/// The share of one member of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// It has no other members.
    Whole,
    /// As its record says.
    Told(Decimal),
    /// One of so many equal ones.
    Equal(usize),
}

/// Why a line cannot be divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undivided {
    /// Where it is mended.
    pub place: Place,
    /// What is missing, in words.
    pub why: String,
}

impl Portion {
    /// Its share of `paid` in whole fen, rounded down: what it gets, unless it is the first.
    ///
    /// # Errors
    /// [`Overflow`] beyond the range of a decimal.
    pub fn floored(&self, policy: &Policy, item: &Item, paid: Money) -> Result<Money, Overflow> {
        let of_part = paid.times(share_of_part(policy, &item.payees[self.part]))?;
        let exact = match self.own {
            Own::Whole => of_part,
            Own::Told(own) => of_part.times(own)?,
            Own::Equal(count) => Money::yuan(of_part.as_yuan().checked_div(Decimal::from(count)).ok_or(Overflow)?),
        };
        // As spreadsheets do it, whose product may lie a hair below.
        Ok(Money::yuan(round(exact.as_yuan(), 6, Rounding::HalfUp)).rounded(Rounding::Down))
    }
}

fn share_of_part(policy: &Policy, part: &PayeePart) -> Decimal {
    part.share.map_or(Decimal::ONE, |share| policy.parameters[share].value)
}

/// Those among whom the record of `item` in `row` is divided, in the policy's order and then in that of their records; none for an item that
/// is paid to one alone. Whoever has no share is none of them.
///
/// # Errors
/// [`Undivided`] where a name, a share or all members are missing, or shares are not the whole together.
pub fn portions(checked: &Checked<'_>, item: &Item, firm: FirmIndex, row: RowIndex) -> Result<Vec<Portion>, Undivided> {
    let mut all = Vec::new();
    for (part, of) in item.payees.iter().enumerate() {
        if let Some(members) = &of.members {
            all.extend(shared(checked, item, (firm, row), members, (part, of.payee))?);
            continue;
        }
        let kind = PayeeKind::of(of.payee);
        let name = match of.payee.column() {
            Some(column) => Some(named(checked, item.table, column, row)?),
            None => checked.data.tables[checked.policy.register.table].text(checked.policy.register.name, firm.row()),
        };
        all.push(Portion { kind, name, part, own: Own::Whole, at: (item.table, row) });
    }
    Ok(all)
}

/// What each of `portions` gets of `paid`; together all of it.
///
/// # Errors
/// [`Overflow`] beyond the range of a decimal.
pub fn divide(policy: &Policy, item: &Item, portions: &[Portion], paid: Money) -> Result<Vec<Money>, Overflow> {
    let mut parts =
        portions.iter().map(|portion| portion.floored(policy, item, paid)).collect::<Result<Vec<_>, _>>()?;
    let others = Money::total(parts.iter().skip(1).copied())?;
    if let Some(first) = parts.first_mut() {
        *first = paid.minus(others)?;
    }
    Ok(parts)
}

/// The name in a cell that must not be blank.
fn named(checked: &Checked<'_>, table: TableIndex, column: ColumnIndex, row: RowIndex) -> Result<Symbol, Undivided> {
    checked.data.tables[table].text(column, row).ok_or_else(|| blank(checked, table, column, row))
}

fn blank(checked: &Checked<'_>, table: TableIndex, column: ColumnIndex, row: RowIndex) -> Undivided {
    let name = &checked.policy.tables[table].columns[column].name;
    Undivided { place: checked.data.place(table, column, row), why: format!("“{name}”空白") }
}

/// The members of a part: the firm's records that name the same record.
fn shared(
    checked: &Checked<'_>,
    item: &Item,
    (firm, row): (FirmIndex, RowIndex),
    members: &Members,
    (part, payee): (usize, Payee),
) -> Result<Vec<Portion>, Undivided> {
    let kind = PayeeKind::of(payee);
    let (Some(record), Some(column)) = (item.record, payee.column()) else { return Ok(Vec::new()) };
    let key = named(checked, item.table, record, row)?;
    let table = &checked.data.tables[members.table];
    let form = |text: Symbol| checked.data.form(text);
    let is_theirs = |row: &RowIndex| table.text(members.same, *row).map(form) == Some(form(key));
    let rows: Vec<RowIndex> = checked.rows_of(members.table, firm).iter().copied().filter(is_theirs).collect();
    let table_name = &checked.policy.tables[members.table].name;
    let place = || checked.data.place(item.table, record, row);
    if rows.is_empty() {
        let why = format!("“{table_name}”里没有“{}”的人", checked.data.texts.get(key));
        return Err(Undivided { place: place(), why });
    }
    let mut all = Vec::with_capacity(rows.len());
    let mut whole = Decimal::ZERO;
    for row in &rows {
        let own = match members.part {
            None => Own::Equal(rows.len()),
            Some(part) => {
                let Value::Number(share) = table.columns[part].value(*row) else {
                    return Err(blank(checked, members.table, part, *row));
                };
                whole = whole.saturating_add(share);
                Own::Told(share)
            }
        };
        let name = Some(named(checked, members.table, column, *row)?);
        if own != Own::Told(Decimal::ZERO) {
            all.push(Portion { kind, name, part, own, at: (members.table, *row) });
        }
    }
    match members.part {
        Some(share) if whole != Decimal::ONE => {
            let percent = crate::formula::percent_words(whole);
            let why = format!("“{table_name}”里“{}”的比例加起来是 {percent}", checked.data.texts.get(key));
            Err(Undivided { place: checked.data.place(members.table, share, rows[0]), why })
        }
        _ => Ok(all),
    }
}
