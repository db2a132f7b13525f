//! One copy of every text: cells, list values and the literals of the policy's formulas become small numbers, equal when the texts are.

use std::hash::BuildHasher;
use std::num::NonZero;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

/// A text held by a [`Texts`]. Equal symbols of one holder are equal texts; symbols say nothing about order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(NonZero<u32>);

/// The texts of one run. The policy's come first and keep their symbols in every copy, so that parallel readers agree on them.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// All texts, one behind the other, and where each ends.
    buffer: String,
    ends: Vec<usize>,
    slots: HashTable<Slot>,
    hasher: DefaultHashBuilder,
}

/// A text's place in the table. Its hash stands beside it: a million texts are rarely in the cache, so none is looked at in vain, neither
/// for comparing nor when the table grows.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    symbol: Symbol,
}

impl Symbol {
    /// The symbol of the text at `index`.
    fn at(index: usize) -> Self {
        // Memory ends long before the numbers do.
        Self(
            u32::try_from(index)
                .ok()
                .and_then(|index| NonZero::<u32>::MIN.checked_add(index))
                .unwrap_or(NonZero::<u32>::MAX),
        )
    }

    /// Its text's index.
    const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl Slot {
    /// The table takes its place from the low bits and its tag from the high ones.
    fn spread(hash: u32) -> u64 {
        u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl Texts {
    /// The symbol of `text`, held from now on.
    pub fn add(&mut self, text: &str) -> Symbol {
        let hash = self.hash(text);
        let Self { buffer, ends, slots, .. } = self;
        let same = |slot: &Slot| slot.hash == hash && held(buffer, ends, slot.symbol) == text;
        match slots.entry(Slot::spread(hash), same, |slot| Slot::spread(slot.hash)) {
            Entry::Occupied(slot) => slot.get().symbol,
            Entry::Vacant(slot) => {
                let symbol = Symbol::at(ends.len());
                slot.insert(Slot { hash, symbol });
                buffer.push_str(text);
                ends.push(buffer.len());
                symbol
            }
        }
    }

    /// The symbol of `text`, if it is held.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Symbol> {
        let hash = self.hash(text);
        let same = |slot: &Slot| slot.hash == hash && self.get(slot.symbol) == text;
        self.slots.find(Slot::spread(hash), same).map(|slot| slot.symbol)
    }

    /// The text of `symbol`; empty for a symbol of another holder.
    #[must_use]
    pub fn get(&self, symbol: Symbol) -> &str {
        held(&self.buffer, &self.ends, symbol)
    }

    /// The symbols of the first `count` texts held.
    pub fn first(&self, count: usize) -> impl Iterator<Item = Symbol> + use<> {
        (0..count.min(self.len())).map(Symbol::at)
    }

    /// How many texts are held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// No text at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Half of a hash is a hash.
    fn hash(&self, text: &str) -> u32 {
        self.hasher.hash_one(text) as u32
    }

    /// Takes over the texts that `other` has beyond the first `common` and says what each of them is called here.
    /// Both must have started from the same `common` texts.
    pub fn absorb(&mut self, other: &Self, common: usize) -> Renaming {
        let renamed = (common..other.len()).map(|index| self.add(other.get(Symbol::at(index)))).collect();
        Renaming { common, renamed }
    }
}

/// The text of `symbol` in `buffer`.
fn held<'b>(buffer: &'b str, ends: &[usize], symbol: Symbol) -> &'b str {
    let index = symbol.index();
    let start = index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(index).and_then(|end| buffer.get(start..*end)).unwrap_or_default()
}

/// What the texts of a merged [`Texts`] are called in the one that took them over.
#[derive(Debug)]
pub struct Renaming {
    common: usize,
    renamed: Vec<Symbol>,
}

impl Renaming {
    /// The new symbol of `old`.
    #[must_use]
    pub fn apply(&self, old: Symbol) -> Symbol {
        old.index().checked_sub(self.common).and_then(|i| self.renamed.get(i)).copied().unwrap_or(old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_held_once() {
        let mut texts = Texts::default();
        let spell = |i: usize| format!("{i}号");
        let symbols: Vec<Symbol> = (0..5_000).map(|i| texts.add(&spell(i))).collect();
        for (i, symbol) in symbols.iter().enumerate() {
            assert_eq!((texts.get(*symbol), texts.find(&spell(i))), (&*spell(i), Some(*symbol)));
            assert_eq!(texts.add(&spell(i)), *symbol);
        }
        assert_eq!((texts.len(), texts.find("五")), (5_000, None));
        let empty = texts.add("");
        assert_eq!((texts.get(empty), texts.find("")), ("", Some(empty)));
        assert_eq!(Texts::default().get(empty), "");
    }

    #[test]
    fn merged_texts_keep_their_meaning() {
        let mut base = Texts::default();
        let yes = base.add("是");
        let (mut left, mut right) = (base.clone(), base.clone());
        left.add("甲");
        let (second, first) = (right.add("乙"), right.add("甲"));
        let renaming = left.absorb(&right, base.len());
        assert_eq!(renaming.apply(yes), yes);
        assert_eq!(left.get(renaming.apply(first)), "甲");
        assert_eq!(left.get(renaming.apply(second)), "乙");
        assert_eq!(left.len(), 3);
    }
}
