//! Codes that the register does not have. A code that only seems unknown, because the register's own row is faulty, is not reported
//! again: the faulty row is.

use hashbrown::{HashMap, HashSet};

use crate::index::TableIndex;
use crate::intake::{Intake, Lost};
use crate::policy::Policy;
use crate::texts::Symbol;

/// How many faulty rows and unknown codes are compared with each other at most; beyond that the register itself is the problem.
const MOST_COMPARED: usize = 200_000;

/// What is known of the codes in the data.
#[derive(Debug)]
pub struct Firms {
    /// Codes of the register, also those of rows kept out by another error.
    registered: HashSet<Symbol>,
    /// Codes that belong to a row of the register whose code cannot be read.
    explained: HashSet<Symbol>,
    /// Can firms be missing because some of the register could not be read?
    incomplete: bool,
}

/// How often an unknown code stands in the data.
#[derive(Clone, Copy, Debug)]
struct Use {
    /// The order in which codes were met.
    order: usize,
    /// In how many rows.
    rows: usize,
    /// In how many tables.
    tables: usize,
    /// The table counted last.
    last: Option<TableIndex>,
}

impl Firms {
    /// Looks through the register and all other tables.
    #[must_use]
    pub fn of(reading: &Intake, policy: &Policy) -> Self {
        let register = policy.register.table;
        let table = &reading.data.tables[register];
        let codes = table.rows().filter_map(|row| table.text(policy.register.code, row));
        let lost = &reading.lost[register];
        let registered: HashSet<Symbol> = codes.chain(lost.iter().filter_map(|lost| lost.firm)).collect();
        let mut firms = Self { registered, explained: HashSet::new(), incomplete: reading.incomplete[register] };
        if !firms.incomplete {
            firms.explained = firms.explain(reading, policy);
        }
        firms
    }

    /// Is `code` one that no row of the register, faulty or not, can be meant by?
    #[must_use]
    pub fn is_unknown(&self, code: Symbol) -> bool {
        !self.incomplete && !self.registered.contains(&code) && !self.explained.contains(&code)
    }

    /// Does `code` belong to a row of the register whose code cannot be read?
    #[must_use]
    pub fn is_explained(&self, code: Symbol) -> bool {
        self.explained.contains(&code)
    }

    /// For each row of the register whose code cannot be read, the unknown code it must have meant.
    fn explain(&self, reading: &Intake, policy: &Policy) -> HashSet<Symbol> {
        let mut explained = HashSet::new();
        let nameless: Vec<&Lost> =
            reading.lost[policy.register.table].iter().filter(|lost| lost.firm.is_none()).collect();
        if nameless.is_empty() {
            return explained;
        }
        let mut unknown: Vec<(Symbol, Use)> = self.unknown(reading, policy).into_iter().collect();
        unknown.sort_unstable_by_key(|(_, used)| used.order);
        if nameless.len().saturating_mul(unknown.len()) > MOST_COMPARED {
            return explained;
        }
        let names = names(reading, policy, &unknown);
        // The surest evidence first: the code itself, then the firm's name, then that several tables know it.
        let mut open = Vec::new();
        for lost in nameless {
            let alike = |code: &Symbol| {
                lost.garbled.as_deref().is_some_and(|text| is_alike(text, reading.data.texts.get(*code)))
            };
            let namesake = |code: &Symbol| lost.name.is_some_and(|name| names.get(code) == Some(&name));
            let free: Vec<Symbol> =
                unknown.iter().map(|(code, _)| *code).filter(|code| !explained.contains(code)).collect();
            match free.iter().find(|code| alike(code)).or_else(|| free.iter().find(|code| namesake(code))) {
                Some(code) => {
                    explained.insert(*code);
                }
                None => open.push(lost),
            }
        }
        for _ in open {
            let free = unknown.iter().filter(|(code, used)| used.tables > 1 && !explained.contains(code));
            // Of equally frequent codes the first met.
            if let Some((code, _)) = free.max_by_key(|(_, used)| (used.rows, std::cmp::Reverse(used.order))) {
                explained.insert(*code);
            }
        }
        explained
    }

    /// The codes outside the register, and how often they stand where.
    fn unknown(&self, reading: &Intake, policy: &Policy) -> HashMap<Symbol, Use> {
        let mut unknown: HashMap<Symbol, Use> = HashMap::new();
        let of_firms = |t: &TableIndex| policy.tables[*t].is_of_firms();
        for (t, table) in reading.data.tables.iter_enumerated().filter(|(t, _)| of_firms(t)) {
            let key = policy.tables[t].key;
            for code in table.rows().filter_map(|row| table.text(key, row)) {
                if self.registered.contains(&code) {
                    continue;
                }
                let order = unknown.len();
                let used = unknown.entry(code).or_insert(Use { order, rows: 0, tables: 0, last: None });
                used.rows += 1;
                if used.last != Some(t) {
                    (used.last, used.tables) = (Some(t), used.tables + 1);
                }
            }
        }
        unknown
    }
}

/// The names that go with the unknown codes, as far as sheets give them.
fn names(reading: &Intake, policy: &Policy, unknown: &[(Symbol, Use)]) -> HashMap<Symbol, Symbol> {
    let unknown: HashSet<Symbol> = unknown.iter().map(|(code, _)| *code).collect();
    let mut found = HashMap::new();
    for (t, names) in reading.names.iter_enumerated() {
        let (table, key) = (&reading.data.tables[t], policy.tables[t].key);
        for (row, name) in names.iter_enumerated() {
            if let (Some(code), Some(name)) = (table.text(key, row), name)
                && unknown.contains(&code)
            {
                found.entry(code).or_insert(*name);
            }
        }
    }
    found
}

/// Is a code that cannot be read a slip of this one? One or two characters off, or a number that kept its first 15 digits.
fn is_alike(garbled: &str, code: &str) -> bool {
    let plain = crate::intake::plain(garbled).to_ascii_uppercase();
    if let Some((mantissa, _)) = plain.split_once('E').filter(|(mantissa, _)| mantissa.contains('.')) {
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        let kept = digits.trim_end_matches('0');
        return kept.len() >= 8 && code.starts_with(kept.get(..kept.len().min(14)).unwrap_or(kept));
    }
    plain.len().abs_diff(code.len()) <= 2 && strsim::damerau_levenshtein(&plain, code) <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_a_code_is_recognised() {
        let code = "91371581MAH9KBJD25";
        for garbled in [
            "91371581MAH9KBJD26",
            "91371581MAH9KBJD2",
            "91371581MAH9KBJD52",
            "9137 1581 mah9kbjd2S",
            "91371581MAH9KBJO25",
        ] {
            assert!(is_alike(garbled, code), "{garbled}");
        }
        for garbled in ["", "91371581MAJEGL6QXW", "待补"] {
            assert!(!is_alike(garbled, code), "{garbled}");
        }
        assert!(is_alike("9.13715811234568e17", "913715811234567890"));
        assert!(!is_alike("9.13715811234568e17", "913715819934567890"));
    }
}
