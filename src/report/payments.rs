//! Where each payee stands on 公示表 and 拨付表, decided before either is written, because they refer to each other.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::ReportError;
use super::model::Flow;
use super::stack::Stack;
use crate::award::{Account, Assessment, Paid, Payee, PayeeKind, Remittance, account, payees, remittance};
use crate::check::Checked;
use crate::index::FirmIndex;
use crate::money::{Money, Overflow};

/// The list for objections, and how many lines of text follow its total.
pub(super) const DISCLOSED: &str = "公示表";
const DISCLOSED_LINES: usize = 4;

/// The list for paying, and how many lines of text follow its total.
pub(super) const PAID: &str = "拨付表";
const PAID_LINES: usize = 1;

/// The section of those without an account.
pub(super) const UNPAYABLE: usize = 1;

/// The section of those whose evaluation payment waits for; the total leaves it out.
pub(super) const WAITING: usize = 2;

/// The section of payments to those who get nothing this year.
pub(super) const STRAY: usize = 3;

/// The payees, and their lists.
#[derive(Clone, Debug)]
pub(super) struct Payments {
    /// Firms, then persons, then carriers.
    pub all: Vec<Payee>,
    /// The payees on the list for objections.
    pub disclosed: List,
    /// The payees on the list for paying; behind them, by number, who was paid without being one.
    pub paid: List,
    /// For each payee, the account it is paid to.
    pub accounts: Vec<Option<Account>>,
    /// What was paid so far, where that is recorded.
    pub remittance: Option<Remittance>,
    /// The firms some of whose money goes to persons or carriers.
    handing_on: HashSet<FirmIndex>,
    /// The word by which firms are counted.
    counter: Arc<str>,
}

/// A list in sections; then the total and some lines of text. Where there are several sections, each has a heading and a subtotal.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub stack: Stack,
    /// The payees in the order of the list.
    pub order: Vec<usize>,
    /// The sections that are not empty: which of the list's, and its part of `order`.
    pub sections: Vec<(usize, Range<usize>)>,
    /// How many rows stand before the payees of a section, and as many after them.
    frame: usize,
    /// How many of `sections` the total adds; the others are listed behind it in thought only.
    totalled: usize,
}

/// The heading of section `number`, from 0.
pub(super) fn heading(number: usize, text: &str) -> String {
    const NUMERALS: [&str; 4] = ["一", "二", "三", "四"];
    format!("{}、{text}", NUMERALS[number])
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A section's heading: its number on the list, from 0, and which of the list's it is.
    Heading(usize, usize),
    /// A payee, by number, and its number within the section, from 1.
    Payee(usize, usize),
    /// A subtotal or the total: what it is called, and the sections it adds, by number.
    Sum(&'static str, Range<usize>),
    /// A line of text.
    Line(usize),
}

impl Payments {
    pub fn new(checked: &Checked<'_>, assessment: &Assessment) -> Result<Self, ReportError> {
        let all = payees(checked, assessment)?;
        let kind = |payee: usize| PayeeKind::ALL.iter().position(|kind| *kind == all[payee].kind).unwrap_or(0);
        let kinds = PayeeKind::ALL.len();
        let disclosed = List::new(DISCLOSED, all.len(), (kinds, kinds), DISCLOSED_LINES, kind);
        let accounts: Vec<Option<Account>> = all.iter().map(|payee| account(checked, payee)).collect();
        let remittance = remittance(checked, assessment, &all)?;
        let section = |payee: usize| match (all.get(payee), accounts.get(payee)) {
            (Some(payee), _) if assessment.awaits_evaluation(checked.policy, payee.firm) => WAITING,
            (Some(_), Some(Some(_))) => 0,
            (Some(_), _) => UNPAYABLE,
            (None, _) => STRAY,
        };
        let strays = remittance.as_ref().map_or(0, |remittance| remittance.strays.len());
        let paid = List::new(PAID, all.len() + strays, (STRAY + 1, WAITING), PAID_LINES, section);
        let others = all.iter().filter(|payee| payee.kind != PayeeKind::Firm);
        let divided = assessment.lines.iter().filter(|line| !checked.policy.items[line.item].payees.is_empty());
        let handing_on = others.map(|payee| payee.firm).chain(divided.map(|line| line.firm)).collect();
        let counter = Arc::clone(&checked.policy.register.counter);
        Ok(Self { all, disclosed, paid, accounts, remittance, handing_on, counter })
    }

    /// What was paid so far to the payee or, behind the payees, the stray of this number; `None` where nothing is recorded.
    pub fn paid_to(&self, number: usize) -> Option<&Paid> {
        let remittance = self.remittance.as_ref()?;
        let stray = || Some(&remittance.strays.get(number.checked_sub(self.all.len())?)?.paid);
        remittance.paid.get(number).or_else(stray)
    }

    /// How many `payees` there are, with the measure word of their kind if they are of one.
    pub fn counted(&self, payees: &[usize]) -> String {
        let kind = |payee: &usize| self.all.get(*payee).map(|payee| payee.kind);
        let first =
            payees.first().and_then(kind).filter(|first| payees.iter().all(|payee| kind(payee) == Some(*first)));
        let word = match first {
            Some(PayeeKind::Firm) => &*self.counter,
            Some(PayeeKind::Person) => "人",
            Some(PayeeKind::Carrier) => "个",
            None => "个收款对象",
        };
        format!("{} {word}", payees.len())
    }

    /// What `payees` are paid.
    pub fn sum(&self, payees: &[usize]) -> Result<Money, Overflow> {
        Money::total(payees.iter().filter_map(|payee| self.all.get(*payee)).map(|payee| payee.amount))
    }

    /// Does some of the firm's money go to persons or carriers?
    pub fn hands_on(&self, firm: FirmIndex) -> bool {
        self.handing_on.contains(&firm)
    }
}

impl List {
    fn new(
        name: &'static str,
        count: usize,
        (sections, totalled): (usize, usize),
        lines: usize,
        section: impl Fn(usize) -> usize,
    ) -> Self {
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_cached_key(|payee| section(*payee));
        let mut found = Vec::new();
        let mut first = 0;
        for number in 0..sections {
            let members = (0..count).filter(|payee| section(*payee) == number).count();
            if members > 0 {
                found.push((number, first..first + members));
            }
            first += members;
        }
        let totalled = found.iter().filter(|(section, _)| *section < totalled).count();
        // What is not in the total must not look as if it were.
        let frame = usize::from(found.len() > 1 || totalled < found.len());
        let total = order.len() + 2 * frame * found.len();
        let stack = Stack::new(name, if count == 0 { 0 } else { total + 1 + lines });
        Self { stack, order, sections: found, frame, totalled }
    }

    /// The payees of some sections.
    pub fn members(&self, sections: &Range<usize>) -> &[usize] {
        let ranges = &self.sections[sections.clone()];
        let start = ranges.first().map_or(0, |(_, range)| range.start);
        &self.order[start..ranges.last().map_or(start, |(_, range)| range.end)]
    }

    /// The sum of column `column` over some sections, seen from row `from`.
    pub fn sum_formula(&self, from: usize, sections: Range<usize>, column: &str) -> String {
        if sections.is_empty() {
            return "0".to_owned();
        }
        let ranges = sections.map(|place| self.stack.range(Some(from), self.section_rows(place), column));
        format!("ROUND(SUM({}),2)", ranges.collect::<Vec<_>>().join(","))
    }

    /// The sum of column `column` over all sections, those too that the total leaves out, seen from another sheet.
    pub fn whole_sum(&self, column: &str) -> String {
        let ranges = (0..self.sections.len()).map(|place| self.stack.range(None, self.section_rows(place), column));
        format!("SUM({})", ranges.collect::<Vec<_>>().join(","))
    }

    /// The rows of the payees of section `place`.
    fn section_rows(&self, place: usize) -> Range<usize> {
        let (_, range) = &self.sections[place];
        let before = (2 * place + 1) * self.frame;
        range.start + before..range.end + before
    }

    /// The row of the total, unless the list is empty.
    pub fn total_row(&self) -> Option<usize> {
        let before = self.order.len() + 2 * self.frame * self.sections.len();
        (!self.order.is_empty()).then_some(before)
    }

    /// Where row `number` may stand on paper: a heading with what it heads, sums and all below them with payees.
    pub fn flow(&self, number: usize) -> Flow {
        let alone = |number: usize| match self.entry(number) {
            Entry::Payee(_, place) => place == 1 && self.frame > 0,
            Entry::Heading(..) => false,
            Entry::Sum(..) | Entry::Line(_) => true,
        };
        // The payee before a sum brings another along.
        let is_payee = |number: usize| matches!(self.entry(number), Entry::Payee(_, place) if place > 1);
        let last =
            is_payee(number) && number + 1 < self.stack.len() && matches!(self.entry(number + 1), Entry::Sum(..));
        if alone(number) || last { Flow::WithRowBefore } else { Flow::Free }
    }

    /// The rows and the payees of one of the list's sections, unless it is empty.
    pub fn section(&self, section: usize) -> Option<(Range<usize>, &[usize])> {
        let place = self.sections.iter().position(|(known, _)| *known == section)?;
        Some((self.section_rows(place), self.members(&(place..place + 1))))
    }

    /// What stands in row `number` of the stack.
    pub fn entry(&self, number: usize) -> Entry {
        for (place, (section, range)) in self.sections.iter().enumerate() {
            let rows = self.section_rows(place);
            if number < rows.start {
                return Entry::Heading(place, *section);
            }
            if number < rows.end {
                let offset = number - rows.start;
                return Entry::Payee(self.order[range.start + offset], offset + 1);
            }
            if number < rows.end + self.frame {
                return Entry::Sum("小计", place..place + 1);
            }
        }
        match number - self.total_row().unwrap_or(0) {
            0 => Entry::Sum("合计", 0..self.totalled),
            line => Entry::Line(line - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_a_list_is_found_again() {
        let list = List::new("表", 5, (3, 3), 2, |payee| if payee % 2 == 1 { 2 } else { 0 });
        let entries: Vec<Entry> = (0..12).map(|row| list.entry(row)).collect();
        use Entry::{Heading, Line, Payee as One, Sum};
        let expected = [
            Heading(0, 0),
            One(0, 1),
            One(2, 2),
            One(4, 3),
            Sum("小计", 0..1),
            Heading(1, 2),
            One(1, 1),
            One(3, 2),
            Sum("小计", 1..2),
            Sum("合计", 0..2),
            Line(0),
            Line(1),
        ];
        assert_eq!(entries, expected);
        assert_eq!(list.stack.parts().map(|(_, rows)| rows.len()).sum::<usize>(), 12);
        assert_eq!(list.members(&(1..2)), [1, 3]);
        assert_eq!(list.sum_formula(9, 0..2, "D"), "ROUND(SUM(D5:D7,D10:D11),2)");

        let alone = List::new("表", 5, (3, 3), 0, |_| 1);
        let entries: Vec<Entry> = (0..6).map(|row| alone.entry(row)).collect();
        let payees = (0..5).map(|payee| One(payee, payee + 1));
        assert_eq!(entries, payees.chain([Sum("合计", 0..1)]).collect::<Vec<_>>());

        // A section that the total leaves out has its heading even when it is the only one.
        let waiting = List::new("表", 5, (3, 2), 0, |_| 2);
        assert_eq!((waiting.entry(0), waiting.entry(7)), (Heading(0, 2), Sum("合计", 0..0)));
        assert_eq!((waiting.sum_formula(7, 0..0, "D"), waiting.members(&(0..0))), ("0".to_owned(), &[][..]));
    }
}
