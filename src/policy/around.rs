//! What stands around the items: other schemes, past awards, bans, the evaluation, accounts and payments, objections, publication.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Expr;
use crate::canonical::canonical;
use crate::index::{ColumnIndex, FactIndex, ItemIndex, TableIndex};
use crate::money::Money;

/// Awards of another scheme for the same matter.
#[derive(Clone, Debug)]
pub struct OtherScheme {
    /// The table.
    pub table: TableIndex,
    /// Are the firm's totals compared, and not matter by matter?
    pub by_firm: bool,
    /// Is what the cap leaves compared, and not what comes before it?
    pub after_cap: bool,
    /// The column of the scheme's name.
    pub scheme: ColumnIndex,
    /// The schemes that the clause names; none: every scheme stands against this policy's awards.
    pub named: Vec<Arc<str>>,
    /// The column of the item.
    pub item: ColumnIndex,
    /// The column of the record.
    pub record: ColumnIndex,
    /// The column of the amount.
    pub amount: ColumnIndex,
    /// Which rows stand against this year's awards.
    pub applies: Expr,
    /// Has it been paid?
    pub paid: Expr,
    /// Its clause.
    pub clause: Arc<str>,
}

impl OtherScheme {
    /// The form in which names of schemes are compared: book-title marks say nothing.
    #[must_use]
    pub fn name_form(name: &str) -> String {
        canonical(name).trim_start_matches('《').trim_end_matches('》').to_owned()
    }
}

/// Awards of past years.
#[derive(Clone, Debug)]
pub struct History {
    /// The table.
    pub table: TableIndex,
    /// The column of the year.
    pub year: ColumnIndex,
    /// The column of the item.
    pub item: ColumnIndex,
    /// The column of the record.
    pub record: ColumnIndex,
    /// The column of the amount.
    pub amount: ColumnIndex,
    /// The first year whose awards bar a record or use up its limit; none: all years.
    pub since: Option<i32>,
}

/// Firms that were merged or renamed: whose the records under an old code are.
#[derive(Clone, Debug)]
pub struct Succession {
    /// The table; its firm is the one that goes on.
    pub table: TableIndex,
    /// The column of the old code.
    pub old: ColumnIndex,
    /// Its clause.
    pub clause: Arc<str>,
}

/// When a firm is disqualified or suspended.
#[derive(Clone, Debug)]
pub struct Ban {
    /// The test, over the firm; only a certain "yes" bans.
    pub when: Expr,
    /// Why, in words.
    pub reason: Arc<str>,
    /// Items that a suspension stops although they do not count toward the cap, by index.
    pub also: Vec<ItemIndex>,
    /// Which past awards are reclaimed; none: all of the firm.
    pub reclaims: Option<Reclaims>,
    /// Its clause.
    pub clause: Arc<str>,
}

/// What the records behind a ban say of the past awards they concern; where they say nothing, all are reclaimed.
#[derive(Clone, Debug)]
pub struct Reclaims {
    /// The fact whose records are asked.
    pub fact: FactIndex,
    /// The column of the item.
    pub item: ColumnIndex,
    /// The column of the record.
    pub record: Option<ColumnIndex>,
}

/// The evaluation that stands between the computation and the payment.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Which firms are evaluated, over the firm.
    pub concerns: Expr,
    /// Has the firm passed this year's evaluation?
    pub passed: Expr,
    /// Has this year's evaluation stopped it?
    pub stopped: Expr,
    /// Does payment wait for it?
    pub awaited: bool,
    /// Its clause.
    pub clause: Arc<str>,
}

/// Accounts that awards are paid to.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// The table.
    pub table: TableIndex,
    /// The column of the account's holder.
    pub holder: ColumnIndex,
    /// The column of the bank.
    pub bank: ColumnIndex,
    /// The column of the account's number.
    pub number: ColumnIndex,
    /// Persons' own accounts.
    pub persons: Option<PersonAccounts>,
}

/// Accounts of persons, found by their firm and name.
#[derive(Clone, Debug)]
pub struct PersonAccounts {
    /// The table.
    pub table: TableIndex,
    /// The column of the person's name.
    pub name: ColumnIndex,
    /// The column of the account's holder.
    pub holder: ColumnIndex,
    /// The column of the bank.
    pub bank: ColumnIndex,
    /// The column of the account's number.
    pub number: ColumnIndex,
}

/// What has been paid so far of the awards.
#[derive(Clone, Debug)]
pub struct Payments {
    /// The table.
    pub table: TableIndex,
    /// The column of the payee; blank: the firm itself.
    pub payee: ColumnIndex,
    /// The column of the day.
    pub day: ColumnIndex,
    /// The column of the amount.
    pub amount: ColumnIndex,
    /// The column of the batch; blank: a day is a batch.
    pub batch: ColumnIndex,
    /// Which payments are of this year's awards, over the record.
    pub applies: Expr,
    /// What the money is called in a remittance.
    pub summary: Arc<str>,
}

/// Objections to a published award.
#[derive(Clone, Debug)]
pub struct Objections {
    /// The table.
    pub table: TableIndex,
    /// The column of the day.
    pub day: ColumnIndex,
    /// The column of who objects.
    pub by: ColumnIndex,
    /// The column of what is objected.
    pub content: ColumnIndex,
    /// The column of the answer.
    pub answer: ColumnIndex,
    /// The column of what came of it; blank: it is open.
    pub outcome: ColumnIndex,
}

/// What is published of awards whose amount would tell what a person earns.
#[derive(Clone, Debug)]
pub struct Publication {
    /// The items of which only the band is published.
    pub banded: Vec<ItemIndex>,
    /// Where the bands meet, rising.
    pub bands: Vec<Money>,
}

impl Publication {
    /// The band of `amount`, in words; a figure where two bands meet is in the higher.
    #[must_use]
    pub fn band(&self, amount: Money) -> String {
        let words = |money: &Money| {
            let (yuan, wan) = (money.as_yuan().normalize(), Decimal::from(10_000));
            let whole = yuan.checked_div(wan).filter(|wan| wan.is_integer() && !wan.is_zero());
            whole.map_or_else(|| format!("{yuan}元"), |wan| format!("{}万元", wan.normalize()))
        };
        let at = self.bands.partition_point(|bound| *bound <= amount);
        let (lower, upper) = (at.checked_sub(1).and_then(|at| self.bands.get(at)), self.bands.get(at));
        let parts =
            [lower.map(|lower| format!("{}以上", words(lower))), upper.map(|upper| format!("不满{}", words(upper)))];
        parts.into_iter().flatten().collect::<Vec<_>>().join("、")
    }
}

/// What of reclaimed awards was returned.
#[derive(Clone, Debug)]
pub struct Returns {
    /// The table.
    pub table: TableIndex,
    /// The column of the year the award was of; blank: any, the earliest first.
    pub year: ColumnIndex,
    /// The column of the item; blank: any.
    pub item: ColumnIndex,
    /// The column of the record; blank: any.
    pub record: ColumnIndex,
    /// The column of the amount.
    pub amount: ColumnIndex,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_said_in_the_larger_unit_where_it_is_whole() {
        let bands = [1_000, 15_000, 100_000].map(|yuan: i64| Money::yuan(yuan.into())).to_vec();
        let rule = Publication { banded: Vec::new(), bands };
        let band = |yuan: &str| rule.band(Money::yuan(yuan.parse().expect("a figure")));
        assert_eq!(band("999.99"), "不满1000元");
        assert_eq!(band("1000.00"), "1000元以上、不满15000元");
        assert_eq!(band("99999.99"), "15000元以上、不满10万元");
        assert_eq!(band("100000"), "10万元以上");
    }
}
