//! Which texts of a run name the same thing: each is looked up by its canonical form, found once when the tables are complete.

use hashbrown::HashMap;

use crate::canonical::canonical;
use crate::ids::PatentNumber;
use crate::texts::{Symbol, Texts};

/// The canonical forms of a run's texts, kept for those that are not canonical as typed.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    forms: HashMap<Symbol, Symbol>,
    patents: HashMap<Symbol, Symbol>,
}

impl Identities {
    /// Finds the form of a text that may name a record, a person, a carrier, a contract or a scheme.
    pub fn add(&mut self, symbol: Symbol, texts: &mut Texts) {
        if self.forms.contains_key(&symbol) {
            return;
        }
        let form = match canonical(texts.get(symbol)) {
            std::borrow::Cow::Borrowed(_) => return,
            std::borrow::Cow::Owned(form) => form,
        };
        if form != texts.get(symbol) {
            let form = texts.add(&form);
            self.forms.insert(symbol, form);
        }
    }

    /// The same for a text that may also be a patent's number, with or without prefix, dot and blanks.
    pub fn add_patent(&mut self, symbol: Symbol, texts: &mut Texts) {
        self.add(symbol, texts);
        let number = PatentNumber::parse(texts.get(self.form(symbol))).map(|number| number.as_str().to_owned());
        if let Some(number) = number.filter(|number| *number != texts.get(symbol)) {
            let number = texts.add(&number);
            self.patents.insert(symbol, number);
        }
    }

    /// The form by which `symbol` is compared.
    #[must_use]
    pub fn form(&self, symbol: Symbol) -> Symbol {
        self.forms.get(&symbol).copied().unwrap_or(symbol)
    }

    /// The same, as a patent's number.
    #[must_use]
    pub fn patent(&self, symbol: Symbol) -> Symbol {
        self.patents.get(&symbol).copied().unwrap_or_else(|| self.form(symbol))
    }

    /// Is every text canonical as typed? Then none differs from another in form only.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty() && self.patents.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_form_only_are_one() {
        let mut texts = Texts::default();
        let mut identities = Identities::default();
        let [typed, spaced, other] = ["韩栋", "韩　栋", "韩东"].map(|text| texts.add(text));
        [typed, spaced, other].iter().for_each(|symbol| identities.add(*symbol, &mut texts));
        assert_eq!(identities.form(spaced), typed);
        assert_eq!(identities.form(typed), typed);
        assert_ne!(identities.form(other), typed);
        let [plain, prefixed] = ["202010000001.1", "zl２０２０１００００００１１"].map(|text| texts.add(text));
        [plain, prefixed].iter().for_each(|symbol| identities.add_patent(*symbol, &mut texts));
        assert_eq!(identities.patent(plain), identities.patent(prefixed));
        assert_ne!(identities.form(plain), identities.form(prefixed));
    }
}
