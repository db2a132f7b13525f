//! 合计 and 小计 rows: no records, but their amounts are held against the rows. When in doubt, no warning.

use rust_decimal::Decimal;

use super::book::Value;
use super::cell::shown;
use super::decimal::{self, Tail};
use super::row_kind::RowKind;
use super::unit::Unit;
use crate::money::{Rounding, group, round};

/// Running sums of one money column, in yuan.
#[derive(Debug)]
pub struct Sums {
    unit: Unit,
    /// Over all rows.
    all: Decimal,
    /// Over the rows since the last total of any kind.
    since_any: Decimal,
    /// Over the rows since the last 合计.
    since_total: Decimal,
    /// Some row could not be added.
    spoilt: bool,
    /// Totals that agree with nothing above them; they may stand above their rows.
    open: Vec<Open>,
}

/// A total that agrees with nothing above it.
#[derive(Debug)]
struct Open {
    row: u32,
    shown: String,
    seen: Decimal,
    decimals: u32,
    all_before: Decimal,
    expected: Decimal,
}

/// A total that disagrees with the rows.
#[derive(Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// Its row.
    pub row: u32,
    /// The total as the user sees it.
    pub seen: String,
    /// What the rows come to, in the column's unit.
    pub expected: String,
}

impl Sums {
    /// Nothing added yet; `unit` is the column's.
    #[must_use]
    pub fn new(unit: Unit) -> Self {
        let zero = Decimal::ZERO;
        Self { unit, all: zero, since_any: zero, since_total: zero, spoilt: false, open: Vec::new() }
    }

    /// Adds a record's amount in yuan.
    pub fn add(&mut self, yuan: Decimal) {
        for sum in [&mut self.all, &mut self.since_any, &mut self.since_total] {
            match sum.checked_add(yuan) {
                Some(total) => *sum = total,
                None => self.spoilt = true,
            }
        }
    }

    /// A record's amount could not be read, or counts more than once: the totals cannot be checked.
    pub fn spoil(&mut self) {
        self.spoilt = true;
    }

    /// Is it the sum of at least some rows above?
    #[must_use]
    pub fn is_total(&self, value: Value<'_>) -> bool {
        let Some((seen, _)) = self.amount(value) else { return false };
        !seen.is_zero() && (seen == self.all || seen == self.since_any)
    }

    /// Holds the amount of a total row against the rows.
    pub fn check(&mut self, row: u32, line: RowKind, value: Option<Value<'_>>) {
        if let Some((seen, decimals)) = value.and_then(|value| self.amount(value)) {
            self.settle();
            let expected = if line == RowKind::Subtotal { self.since_any } else { self.all };
            let agrees =
                [self.all, self.since_any, self.since_total].into_iter().any(|sum| self.agree(sum, seen, decimals));
            if !agrees {
                let shown = value.map(shown).unwrap_or_default();
                self.open.push(Open { row, shown, seen, decimals, all_before: self.all, expected });
            }
        }
        self.since_any = Decimal::ZERO;
        if line == RowKind::Total {
            self.since_total = Decimal::ZERO;
        }
    }

    /// The totals that agree neither with the rows above nor with those below.
    #[must_use]
    pub fn finish(mut self) -> Vec<Disagreement> {
        self.settle();
        if self.spoilt {
            return Vec::new();
        }
        let all = self.all;
        let open = std::mem::take(&mut self.open).into_iter();
        let wrong = open.filter(|open| !self.agree(all, open.seen, open.decimals));
        wrong
            .map(|open| {
                let expected = (open.expected / self.unit.yuan()).normalize();
                Disagreement {
                    row: open.row,
                    seen: open.shown,
                    expected: format!("{} {}", group(&expected.to_string()), self.unit.label()),
                }
            })
            .collect()
    }

    /// Totals above the rows that have come since are no longer open.
    fn settle(&mut self) {
        let (all, open) = (self.all, std::mem::take(&mut self.open));
        self.open =
            open.into_iter().filter(|open| !self.agree(all - open.all_before, open.seen, open.decimals)).collect();
    }

    /// The amount in yuan, and how many decimals of a yuan it was written with.
    fn amount(&self, value: Value<'_>) -> Option<(Decimal, u32)> {
        let (number, unit) = match value {
            Value::Number { value, .. } => (decimal::from_binary(value)?, self.unit),
            Value::Text(text) => match decimal::from_text(text)? {
                (number, Tail::None) => (number, self.unit),
                (number, Tail::Yuan) => (number, Unit::Yuan),
                (number, Tail::Wan) => (number, Unit::Wan),
                (_, Tail::Percent) => return None,
            },
            _ => return None,
        };
        Some((number.checked_mul(unit.yuan())?, number.scale()))
    }

    /// Equal, or equal once the sum is rounded as the total was: to whole yuan, or to two decimals and more.
    fn agree(&self, sum: Decimal, seen: Decimal, decimals: u32) -> bool {
        let tolerated = decimals >= 2 || self.unit == Unit::Yuan;
        let rounded = || round(sum / self.unit.yuan(), decimals, Rounding::HalfUp) * self.unit.yuan();
        sum == seen || (tolerated && rounded() == seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows downwards: an amount, or a total with its amount. The rows at fault.
    fn wrong(unit: Unit, rows: &[(Option<RowKind>, &str)]) -> Vec<u32> {
        let mut sums = Sums::new(unit);
        for (row, (line, text)) in rows.iter().enumerate() {
            match line {
                Some(line) => sums.check(row as u32, *line, Some(Value::Text(text))),
                None => sums.add(Decimal::from_str_exact(text).expect("a decimal") * unit.yuan()),
            }
        }
        sums.finish().into_iter().map(|wrong| wrong.row).collect()
    }

    const T: Option<RowKind> = Some(RowKind::Total);
    const S: Option<RowKind> = Some(RowKind::Subtotal);

    #[test]
    fn honest_totals_pass_wherever_they_stand() {
        for rows in [
            &[(None, "1"), (None, "2.5"), (T, "3.5")][..],
            &[(T, "3.5"), (None, "1"), (None, "2.5")],
            &[(None, "1"), (S, "1"), (None, "2"), (None, "3"), (S, "5"), (T, "6")],
            &[(S, "1"), (None, "1"), (S, "5"), (None, "2"), (None, "3"), (T, "6")],
            &[(None, "1"), (T, "1"), (None, "2"), (T, "2")],
            &[(None, "1"), (T, "1"), (None, "2"), (T, "3")],
            // Of the rows since the last 合计, with 小计 between.
            &[(None, "1"), (T, "1"), (None, "2"), (S, "2"), (None, "3"), (S, "3"), (T, "5")],
            &[(None, "1"), (T, "")],
            &[(None, "1"), (T, "见附表")],
            &[(T, "0")],
        ] {
            assert_eq!(wrong(Unit::Wan, rows), [0; 0], "{rows:?}");
        }
        assert_eq!(wrong(Unit::Wan, &[(None, "1.234567"), (None, "1"), (T, "2.23")]), [0; 0]);
        assert_eq!(wrong(Unit::Wan, &[(None, "1.5"), (T, "15000元")]), [0; 0]);
        assert_eq!(wrong(Unit::Yuan, &[(None, "1.4"), (None, "1"), (T, "2")]), [0; 0]);
    }

    #[test]
    fn wrong_totals_are_found() {
        assert_eq!(wrong(Unit::Wan, &[(None, "1"), (None, "2"), (T, "4")]), [2]);
        assert_eq!(wrong(Unit::Yuan, &[(None, "1.00"), (None, "2.25"), (T, "3.26")]), [2]);
        assert_eq!(wrong(Unit::Yuan, &[(None, "1"), (S, "2"), (None, "5"), (T, "6")]), [1]);
        assert_eq!(wrong(Unit::Yuan, &[(T, "7"), (None, "1"), (None, "5")]), [0]);
        assert_eq!(wrong(Unit::Wan, &[(None, "1.234567"), (T, "1")]), [1]);
        let mut sums = Sums::new(Unit::Wan);
        sums.add(Decimal::from(12_345));
        sums.check(7, RowKind::Total, Some(Value::Text("2")));
        assert_eq!(sums.finish(), [Disagreement { row: 7, seen: "2".into(), expected: "1.2345 万元".into() }]);
    }

    #[test]
    fn a_row_may_be_a_total_of_all_or_of_the_last() {
        let mut sums = Sums::new(Unit::Yuan);
        sums.add(Decimal::ONE);
        sums.check(1, RowKind::Subtotal, Some(Value::Text("1")));
        sums.add(Decimal::TWO);
        for (text, is_total) in [("2", true), ("3", true), ("1", false), ("0", false), ("见附表", false)] {
            assert_eq!(sums.is_total(Value::Text(text)), is_total, "{text}");
        }
        // A subtotal is held against the rows since the last, a total against all.
        for (kind, expected) in [(RowKind::Subtotal, "2 元"), (RowKind::Total, "3 元")] {
            let mut sums = Sums::new(Unit::Yuan);
            sums.add(Decimal::ONE);
            sums.check(1, RowKind::Subtotal, Some(Value::Text("1")));
            sums.add(Decimal::TWO);
            sums.check(3, kind, Some(Value::Text("9")));
            assert_eq!(sums.finish(), [Disagreement { row: 3, seen: "9".into(), expected: expected.into() }]);
        }
    }

    #[test]
    fn an_unreadable_row_keeps_the_peace() {
        let mut sums = Sums::new(Unit::Yuan);
        sums.add(Decimal::ONE);
        sums.spoil();
        sums.check(2, RowKind::Total, Some(Value::Text("9")));
        assert_eq!(sums.finish(), []);
    }
}
