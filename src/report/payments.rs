//! Where each payee stands on 公示表 and 拨付表, decided before either is written, because they refer to each other.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::ReportError;
use super::sheets::{disclosure, payment};
use super::stack::Stack;
use crate::award::{Assessment, Payee, PayeeKind, payees};
use crate::check::Checked;
use crate::texts::Symbol;

/// The payees, and their lists.
#[derive(Clone, Debug)]
pub(super) struct Payments {
    /// Firms, then persons, then carriers.
    pub all: Vec<Payee>,
    /// The payees on the list for objections.
    pub disclosed: List,
    /// The payees on the list for paying.
    pub paid: List,
    /// For each firm that hands on, its persons and carriers, as ranges of `all`.
    handed_on: HashMap<usize, Vec<Range<usize>>>,
    /// Names of persons and carriers that more than one firm brings.
    shared: HashSet<(PayeeKind, Option<Symbol>)>,
}

/// A list in sections, each with a heading and a subtotal; then the total and some lines of text.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub stack: Stack,
    /// The payees in the order of the list.
    pub order: Vec<usize>,
    /// The sections that are not empty: which of the list's, and its part of `order`.
    pub sections: Vec<(usize, Range<usize>)>,
    /// For each payee, its row in the stack.
    rows: Vec<usize>,
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A section's heading.
    Heading(usize),
    /// A payee, by number, and its number within the section, from 1.
    Payee(usize, usize),
    /// The subtotal of a section and the rows it adds.
    Subtotal(usize, Range<usize>),
    /// The total and the rows of the subtotals.
    Total(Vec<usize>),
    /// A line of text.
    Line(usize),
}

impl Payments {
    pub fn new(checked: &Checked<'_>, assessment: &Assessment) -> Result<Self, ReportError> {
        let all = payees(checked, assessment)?;
        let kind = |payee: &Payee| PayeeKind::ALL.iter().position(|kind| *kind == payee.kind).unwrap_or(0);
        let disclosed = List::new(disclosure::NAME, &all, PayeeKind::ALL.len(), disclosure::LINES, kind);
        let without = |payee: &Payee| usize::from(payment::account(checked, payee.firm).is_none());
        let paid = List::new(payment::NAME, &all, 2, payment::LINES, without);
        let mut handed_on: HashMap<usize, Vec<Range<usize>>> = HashMap::new();
        let mut first = 0;
        for same in all.chunk_by(|a, b| (a.kind, a.firm) == (b.kind, b.firm)) {
            let end = first + same.len();
            if same[0].kind != PayeeKind::Firm {
                handed_on.entry(same[0].firm).or_default().push(first..end);
            }
            first = end;
        }
        let mut known = HashSet::new();
        let others = all.iter().filter(|payee| payee.kind != PayeeKind::Firm);
        let shared = others.map(|payee| (payee.kind, payee.name)).filter(|name| !known.insert(*name)).collect();
        Ok(Self { all, disclosed, paid, handed_on, shared })
    }

    /// Does another payee have the same name?
    pub fn is_shared(&self, payee: &Payee) -> bool {
        self.shared.contains(&(payee.kind, payee.name))
    }

    /// The persons and carriers that the firm hands on to, as ranges of all payees.
    pub fn handed_on(&self, firm: usize) -> &[Range<usize>] {
        self.handed_on.get(&firm).map_or(&[], Vec::as_slice)
    }
}

impl List {
    fn new(
        name: &'static str,
        all: &[Payee],
        sections: usize,
        lines: usize,
        section: impl Fn(&Payee) -> usize,
    ) -> Self {
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_cached_key(|payee| section(&all[*payee]));
        let mut found = Vec::new();
        let mut first = 0;
        for number in 0..sections {
            let count = all.iter().filter(|payee| section(payee) == number).count();
            if count > 0 {
                found.push((number, first..first + count));
            }
            first += count;
        }
        let mut rows = vec![0; all.len()];
        for (before, (_, range)) in found.iter().enumerate() {
            for place in range.clone() {
                rows[order[place]] = place + 2 * before + 1;
            }
        }
        let total = order.len() + 2 * found.len();
        let stack = Stack::new(name, if all.is_empty() { 0 } else { total + 1 + lines });
        Self { stack, order, sections: found, rows }
    }

    /// The row of a payee, in the stack.
    pub fn row(&self, payee: usize) -> usize {
        self.rows[payee]
    }

    /// What stands in row `number` of the stack.
    pub fn entry(&self, number: usize) -> Entry {
        let mut subtotals = Vec::new();
        for (before, (section, range)) in self.sections.iter().enumerate() {
            let heading = range.start + 2 * before;
            let subtotal = heading + range.len() + 1;
            if number == heading {
                return Entry::Heading(*section);
            }
            if number < subtotal {
                let place = number - heading;
                return Entry::Payee(self.order[range.start + place - 1], place);
            }
            if number == subtotal {
                return Entry::Subtotal(*section, heading + 1..subtotal);
            }
            subtotals.push(subtotal);
        }
        match number - self.order.len() - 2 * self.sections.len() {
            0 => Entry::Total(subtotals),
            line => Entry::Line(line - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;

    #[test]
    fn every_row_of_a_list_is_found_again() {
        let payee = |firm| Payee { kind: PayeeKind::Firm, firm, name: None, lines: Vec::new(), amount: Money::ZERO };
        let all: Vec<Payee> = (0..5).map(payee).collect();
        let list = List::new("表", &all, 3, 2, |payee| if payee.firm % 2 == 1 { 2 } else { 0 });
        let entries: Vec<Entry> = (0..12).map(|row| list.entry(row)).collect();
        use Entry::{Heading, Line, Payee as One, Subtotal, Total};
        let expected = [
            Heading(0),
            One(0, 1),
            One(2, 2),
            One(4, 3),
            Subtotal(0, 1..4),
            Heading(2),
            One(1, 1),
            One(3, 2),
            Subtotal(2, 6..8),
            Total(vec![4, 8]),
            Line(0),
            Line(1),
        ];
        assert_eq!(entries, expected);
        assert_eq!((0..5).map(|payee| list.row(payee)).collect::<Vec<_>>(), [1, 6, 2, 7, 3]);
        assert_eq!(list.stack.parts().map(|(_, rows)| rows.len()).sum::<usize>(), 12);
    }
}
