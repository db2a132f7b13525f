//! One copy of every text: cells, list values and the literals of the policy's formulas become small numbers, equal when the texts are.

use string_interner::backend::StringBackend;
use string_interner::symbol::SymbolU32;
use string_interner::{DefaultHashBuilder, StringInterner, Symbol as _};

/// A text held by a [`Texts`]. Equal symbols of one holder are equal texts; symbols say nothing about order.
pub type Symbol = SymbolU32;

/// The texts of one run. The policy's come first and keep their symbols in every copy, so that parallel readers agree on them.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    interner: StringInterner<StringBackend<Symbol>, DefaultHashBuilder>,
}

impl Texts {
    /// The symbol of `text`, held from now on.
    pub fn add(&mut self, text: &str) -> Symbol {
        self.interner.get_or_intern(text)
    }

    /// The symbol of `text`, if it is held.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.interner.get(text)
    }

    /// The text of `symbol`; empty for a symbol of another holder.
    #[must_use]
    pub fn get(&self, symbol: Symbol) -> &str {
        self.interner.resolve(symbol).unwrap_or_default()
    }

    /// How many texts are held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.interner.len()
    }

    /// No text at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.interner.is_empty()
    }

    /// Takes over the texts that `other` has beyond the first `common` and says what each of them is called here.
    /// Both must have started from the same `common` texts.
    pub fn absorb(&mut self, other: &Self, common: usize) -> Renaming {
        let renamed = (common..other.len())
            .filter_map(Symbol::try_from_usize)
            .map(|symbol| self.add(other.get(symbol)))
            .collect();
        Renaming { common, renamed }
    }
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
        old.to_usize().checked_sub(self.common).and_then(|i| self.renamed.get(i)).copied().unwrap_or(old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
