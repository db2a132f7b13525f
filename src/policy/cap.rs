//! The cap on what a firm is paid, and the fund it is paid from.

use std::sync::Arc;

use super::{Expr, Item, Policy};
use crate::index::{CapIndex, ParameterIndex};

/// How a firm's money after the cap is spread over its counted lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// In proportion to the nets, in whole fen by the largest remainder.
    #[default]
    InProportion,
    /// In line order: the last lines bear the cut.
    InLineOrder,
}

/// A cap on a firm's lines of some items; an item counts toward one at most.
#[derive(Clone, Debug)]
pub struct Cap {
    /// Its name for people; empty for the one that needs none, that of all items that count toward the cap and name no other.
    pub name: Arc<str>,
    /// The increment as supplied, over the firm.
    pub increment: Expr,
    /// Who supplies it.
    pub supplier: Arc<str>,
    /// How what remains is spread over the lines.
    pub spread: Spread,
    /// What a payment that equals the cap gives away; empty: nothing that matters.
    pub shows: Arc<str>,
    /// The classes; the first with a way that holds applies.
    pub classes: Vec<CapClass>,
}

/// One class of the cap.
#[derive(Clone, Debug)]
pub struct CapClass {
    /// Its permanent id.
    pub id: Arc<str>,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// The parameter that holds the ratio.
    pub ratio: ParameterIndex,
    /// The ways into it; none: everybody.
    pub ways: Vec<Way>,
}

/// One way into a class of the cap.
#[derive(Clone, Debug)]
pub struct Way {
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// The test, over the firm.
    pub test: Expr,
}

/// The fund: an amount, or the sum of the increments of the first cap.
#[derive(Clone, Debug)]
pub struct Fund {
    /// Whose increments form it; none: it is an amount.
    pub of: Option<Expr>,
    /// What it holds, by figures of the policy alone; none: the increments.
    pub amount: Option<Expr>,
    /// Its clause.
    pub clause: Arc<str>,
}

/// Lines of a firm that are added up and capped together.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'p> {
    /// Their cap; none in a policy without any.
    pub cap: Option<CapIndex>,
    /// What the cap is called; empty where one word is enough.
    pub name: &'p str,
}

impl<'p> Counted<'p> {
    /// `what` of this cap, on two lines where it has a name.
    #[must_use]
    pub fn titled(&self, what: &str) -> String {
        if self.name.is_empty() { what.to_owned() } else { format!("{}\n{what}", self.name) }
    }

    /// The word for a line that counts here.
    #[must_use]
    pub const fn word(&self) -> &'p str {
        if self.name.is_empty() { "是" } else { self.name }
    }
}

impl Cap {
    /// What the cap called `name` is a share of, in a word.
    #[must_use]
    pub const fn base_title(name: &str) -> &'static str {
        if name.is_empty() { "新增地方财力" } else { "限额基数" }
    }

    /// `what` of this cap, in words.
    #[must_use]
    pub fn says(&self, what: &str) -> String {
        if self.name.is_empty() { what.to_owned() } else { format!("{what}（{}）", self.name) }
    }
}

impl Policy {
    /// Has it more than one cap?
    #[must_use]
    pub fn has_several_caps(&self) -> bool {
        self.caps.len() > 1
    }

    /// What is capped together: the lines of each cap; of a policy without any, all that count.
    pub fn capped_together(&self) -> impl Iterator<Item = Counted<'_>> {
        let of = self.caps.iter_enumerated().map(|(index, cap)| Counted { cap: Some(index), name: &cap.name });
        of.chain(self.caps.is_empty().then_some(Counted { cap: None, name: "" }))
    }

    /// Does the item count toward a cap, and which: the word that 奖励明细 has for it.
    #[must_use]
    pub fn counted_word<'p>(&'p self, item: &Item) -> &'p str {
        let of = self.capped_together().find(|counted| item.counts_toward_cap && counted.cap == item.cap);
        of.map_or("否", |counted| counted.word())
    }
}
