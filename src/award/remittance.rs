//! What has been paid of this year's awards so far, what is to be paid now, and what was paid too much.

use std::collections::BTreeSet;

use typed_index_collections::TiVec;

use super::assessment::Assessment;
use super::payee_kind::PayeeKind;
use super::payees::{Payee, payees};
use crate::check::Checked;
use crate::finding::{Finding, catalogue};
use crate::index::{ColumnIndex, FirmIndex, RowIndex};
use crate::money::{Money, Overflow};
use crate::policy::Payments;
use crate::record::Record;
use crate::texts::Symbol;

/// Payments held against what each payee gets.
#[derive(Clone, Debug, Default)]
pub struct Remittance {
    /// For each payee, its payments.
    pub paid: Vec<Paid>,
    /// Payments that no payee matches, one entry for each firm and name.
    pub strays: Vec<Stray>,
    /// How many batches there were.
    pub batches: usize,
    /// Payments of which it cannot be told which year's they are.
    open: Vec<RowIndex>,
}

/// What one payee was paid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paid {
    /// The rows of its payments.
    pub rows: Vec<RowIndex>,
    /// Their sum.
    pub sum: Money,
    /// What is still to be paid.
    pub due: Money,
    /// What was paid too much.
    pub excess: Money,
}

/// Payments to someone who gets nothing this year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// The firm, by index.
    pub firm: FirmIndex,
    /// Who was paid; none: the firm itself.
    pub name: Option<Symbol>,
    /// What was paid. Nothing is due; all is too much, unless the firm's award is open.
    pub paid: Paid,
    /// Is the firm's award still open?
    pub open: bool,
}

/// What was paid so far of what `payees` get; `None` where the policy keeps no such table, or nobody handed one in.
///
/// # Errors
/// [`Overflow`] beyond the range of a decimal.
pub fn remittance(
    checked: &Checked<'_>,
    assessment: &Assessment,
    payees: &[Payee],
) -> Result<Option<Remittance>, Overflow> {
    let Some(rule) = checked.policy.payments.as_ref().filter(|rule| !checked.data.is_absent(rule.table)) else {
        return Ok(None);
    };
    let mut found = Remittance { paid: vec![Paid::default(); payees.len()], ..Remittance::default() };
    let mut of_firm: TiVec<FirmIndex, Vec<usize>> = vec![Vec::new(); assessment.firms.len()].into();
    payees.iter().enumerate().for_each(|(index, payee)| of_firm[payee.firm].push(index));
    let mut batches = BTreeSet::new();
    for (firm, own) in of_firm.iter_enumerated() {
        let rows = checked.rows_of(rule.table, firm);
        if rows.is_empty() {
            continue;
        }
        let facts = assessment.facts_of(firm);
        let at_hand = Record { facts: &facts, ..checked.firm(firm) };
        for &row in rows {
            match rule.applies.truth(&at_hand.at(rule.table, row))? {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    found.open.push(row);
                    continue;
                }
            }
            batches.insert(batch(checked, rule, row));
            let to = recipient(checked, rule, payees, own, firm, row);
            found.add(checked, assessment, rule, firm, to, row)?;
        }
    }
    found.batches = batches.len();
    for (paid, payee) in found.paid.iter_mut().zip(payees) {
        paid.settle(payee.amount)?;
    }
    for stray in &mut found.strays {
        stray.paid.settle(Money::ZERO)?;
    }
    Ok(Some(found))
}

impl Paid {
    fn settle(&mut self, amount: Money) -> Result<(), Overflow> {
        self.due = amount.minus(self.sum)?.max(Money::ZERO);
        self.excess = self.sum.minus(amount)?.max(Money::ZERO);
        Ok(())
    }
}

impl Remittance {
    fn add(
        &mut self,
        checked: &Checked<'_>,
        assessment: &Assessment,
        rule: &Payments,
        firm: FirmIndex,
        to: Option<usize>,
        row: RowIndex,
    ) -> Result<(), Overflow> {
        let table = &checked.data.tables[rule.table];
        let amount = table.money(rule.amount, row).unwrap_or_default();
        let name = table.text(rule.payee, row);
        let paid = if let Some(payee) = to {
            &mut self.paid[payee]
        } else {
            let form = |name: Option<Symbol>| name.map(|name| checked.data.form(name));
            // Firms are gone through in their order: those of this one stand last.
            let first = self.strays.partition_point(|stray| stray.firm < firm);
            let known = self.strays[first..].iter().position(|stray| form(stray.name) == form(name));
            let at = known.map_or(self.strays.len(), |at| first + at);
            if known.is_none() {
                let open = assessment.firms[firm].payable.is_none();
                self.strays.push(Stray { firm, name, paid: Paid::default(), open });
            }
            &mut self.strays[at].paid
        };
        paid.rows.push(row);
        paid.sum = paid.sum.plus(amount)?;
        Ok(())
    }
}

/// Which of the firm's payees was paid: the one of that name, the firm itself where none is written.
fn recipient(
    checked: &Checked<'_>,
    rule: &Payments,
    payees: &[Payee],
    own: &[usize],
    firm: FirmIndex,
    row: RowIndex,
) -> Option<usize> {
    let form = |name: Symbol| checked.data.form(name);
    let named = checked.data.tables[rule.table].text(rule.payee, row);
    let register = &checked.policy.register;
    let firm_name = checked.data.tables[register.table].text(register.name, firm.row());
    let is_firm = named.is_none() || named.map(form) == firm_name.map(form);
    own.iter().copied().find(|index| match payees[*index].kind {
        PayeeKind::Firm => is_firm,
        PayeeKind::Person | PayeeKind::Carrier => {
            named.is_some_and(|named| payees[*index].name.map(form) == Some(form(named)))
        }
    })
}

/// What tells the batch of a payment: its own word, else its day.
fn batch(checked: &Checked<'_>, rule: &Payments, row: RowIndex) -> String {
    let table = &checked.data.tables[rule.table];
    match table.text(rule.batch, row) {
        Some(batch) => format!("批 {}", checked.data.texts.get(checked.data.form(batch))),
        None => table.date(rule.day, row).map(|day| day.to_string()).unwrap_or_default(),
    }
}

/// What is to be said of the payments so far: those nobody is owed, those that exceed what is owed, those of no certain year.
pub(super) fn tell(checked: &Checked<'_>, assessment: &Assessment) -> Result<Vec<Finding>, Overflow> {
    let all = payees(checked, assessment)?;
    let (Some(rule), Some(found)) = (&checked.policy.payments, remittance(checked, assessment, &all)?) else {
        return Ok(Vec::new());
    };
    let text = |symbol: Option<Symbol>| symbol.map_or("", |symbol| checked.data.texts.get(symbol));
    let place = |column: ColumnIndex, row: RowIndex| checked.data.place(rule.table, column, row);
    let mut findings = Vec::new();
    for stray in &found.strays {
        let Some(last) = stray.paid.rows.last() else { continue };
        let firm = &assessment.firms[stray.firm];
        let to = stray.name.map_or_else(
            || checked.policy.register.called.to_string(),
            |name| format!("“{}”", checked.data.texts.get(name)),
        );
        let why = if stray.open {
            format!("“{}”待定，应发多少还不知道，已付给{to} {} 元", text(firm.name), stray.paid.sum.grouped())
        } else {
            format!("“{}”本年度没有应发给{to}的奖励，已付 {} 元", text(firm.name), stray.paid.sum.grouped())
        };
        findings.push(Finding::new(&catalogue::PAYMENT_UNMATCHED, place(rule.amount, *last), "", "").because(why));
    }
    for (paid, payee) in found.paid.iter().zip(&all).filter(|(paid, _)| paid.excess.is_positive()) {
        let Some(last) = paid.rows.last() else { continue };
        let why = format!(
            "“{}”应发 {} 元，已付 {} 元，多付 {} 元",
            text(payee.name),
            payee.amount.grouped(),
            paid.sum.grouped(),
            paid.excess.grouped()
        );
        findings.push(Finding::new(&catalogue::PAID_TOO_MUCH, place(rule.amount, *last), "", "").because(why));
    }
    for row in &found.open {
        let finding = Finding::new(&catalogue::PAYMENT_UNMATCHED, place(rule.amount, *row), "", "");
        findings.push(finding.because("看不出是不是本年度的"));
    }
    Ok(findings)
}
