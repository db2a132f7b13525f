//! What the readers need of the policy, prepared once a run: which headers and names stand for which table and column, which words for
//! which list value.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use typed_index_collections::{TiSlice, TiVec};

use super::normalize::{Nearness, nearest, squeeze};
use super::skipped::Skipped;
use crate::index::{ColumnIndex, TableIndex};
use crate::policy::{Kind, Policy, Table};
use crate::texts::{Symbol, Texts};

/// The policy's tables, ready to be looked for and read.
#[derive(Debug)]
pub struct Plan<'p> {
    /// The tables.
    pub tables: &'p TiSlice<TableIndex, Table>,
    /// Which of them is the register of firms.
    pub register: TableIndex,
    /// The register's column of names.
    pub register_name: ColumnIndex,
    /// The years of the document.
    pub years: RangeInclusive<i32>,
    /// The policy's texts, from which each reader's texts start.
    pub texts: &'p Texts,
    /// For each table and column, the words its cells may hold.
    choices: TiVec<TableIndex, TiVec<ColumnIndex, Option<Choices>>>,
    /// What is passed over.
    pub skipped: Skipped,
    headers: HashMap<String, Vec<(TableIndex, ColumnIndex)>>,
    sheets: HashMap<String, TableIndex>,
    firm_names: Vec<String>,
    /// The editions of the policy's blank workbooks; none where they do not matter.
    pub editions: Vec<String>,
}

/// The words a cell may hold, and what each stands for.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Without blanks and full-width forms; values first, then their synonyms.
    words: Vec<(Box<str>, Symbol)>,
    /// The values as the policy writes them.
    values: Vec<Arc<str>>,
}

/// An item as cells name it: its id, its name, and the id's symbol.
#[derive(Clone, Debug)]
pub struct ItemWord {
    /// The id.
    pub id: Arc<str>,
    /// The name.
    pub name: Arc<str>,
    /// The id as data holds it.
    pub symbol: Symbol,
}

impl<'p> Plan<'p> {
    /// The plan of `policy`.
    #[must_use]
    pub fn of(policy: &'p Policy) -> Self {
        let items: Vec<_> = policy
            .items
            .iter()
            .map(|item| ItemWord { id: Arc::clone(&item.id), name: Arc::clone(&item.name), symbol: item.symbol })
            .collect();
        let editions = policy.blank_tables().iter().map(|tables| policy.edition(tables)).collect();
        let plan = Self::new(&policy.tables, &policy.texts, (policy.register.table, policy.register.name), &items);
        Self { editions, years: policy.years.clone(), ..plan }
    }

    /// The plan of these tables; `register` is the table of firms and its column of names.
    #[must_use]
    pub fn new(
        tables: &'p TiSlice<TableIndex, Table>,
        texts: &'p Texts,
        register: (TableIndex, ColumnIndex),
        items: &[ItemWord],
    ) -> Self {
        let item_choices = Choices::of_items(items);
        let choices = tables.iter().map(|table| {
            let of_column = |kind: &Kind| match kind {
                Kind::List(values) => Some(Choices::new(
                    values.iter().map(|value| (&value.text, value.symbol, value.synonyms.as_slice())),
                )),
                Kind::Item => Some(item_choices.clone()),
                _ => None,
            };
            table.columns.iter().map(|column| of_column(&column.kind)).collect()
        });
        let mut plan = Self {
            tables,
            register: register.0,
            register_name: register.1,
            years: i32::MIN..=i32::MAX,
            texts,
            choices: choices.collect(),
            skipped: Skipped::default(),
            headers: HashMap::new(),
            sheets: HashMap::new(),
            firm_names: Vec::new(),
            editions: Vec::new(),
        };
        for (t, table) in tables.iter_enumerated() {
            for name in std::iter::once(&table.name).chain(&table.aliases) {
                plan.sheets.entry(squeeze(name).into_owned()).or_insert(t);
            }
            for (c, column) in table.columns.iter_enumerated() {
                // The firm's code goes by the same names in every table.
                let of_register = tables.get(register.0).filter(|_| c == table.key && t != register.0);
                let of_register = of_register.map_or(&[][..], |register| &register.columns[register.key].aliases);
                for name in std::iter::once(&column.name).chain(&column.aliases).chain(of_register) {
                    let known = plan.headers.entry(squeeze(name).into_owned()).or_default();
                    if !known.contains(&(t, c)) {
                        known.push((t, c));
                    }
                }
            }
        }
        if let Some(column) = tables.get(register.0).and_then(|table| table.columns.get(register.1)) {
            let names = std::iter::once(&column.name).chain(&column.aliases);
            plan.firm_names = names.map(|name| squeeze(name).into_owned()).collect();
        }
        plan
    }

    /// The same, passing over what is `passed`.
    #[must_use]
    pub fn without(self, skipped: &Skipped) -> Self {
        Self { skipped: skipped.clone(), ..self }
    }

    /// The tables and columns that a header without blanks, full-width forms and unit stands for.
    #[must_use]
    pub fn columns_called(&self, header: &str) -> &[(TableIndex, ColumnIndex)] {
        self.headers.get(header).map_or(&[], Vec::as_slice)
    }

    /// The column of `table` that such a header stands for.
    #[must_use]
    pub fn column_called(&self, table: TableIndex, header: &str) -> Option<ColumnIndex> {
        self.columns_called(header).iter().find(|(t, _)| *t == table).map(|(_, column)| *column)
    }

    /// Is it the header of the firm's name, which may stand in any table?
    #[must_use]
    pub fn is_firm_name(&self, header: &str) -> bool {
        self.firm_names.iter().any(|name| name == header)
    }

    /// The table whose name or alias `sheet` is.
    #[must_use]
    pub fn table_called(&self, sheet: &str) -> Option<TableIndex> {
        self.sheets.get(&*squeeze(sheet)).copied()
    }

    /// Does `text`, such as a title or a sheet's name, contain the name of table `table`?
    #[must_use]
    pub fn mentions(&self, text: &str, table: TableIndex) -> bool {
        let text = squeeze(text);
        let table = &self.tables[table];
        std::iter::once(&table.name).chain(&table.aliases).any(|name| text.contains(&*squeeze(name)))
    }

    /// The words a cell of this column may hold, for lists and items.
    #[must_use]
    pub fn choices(&self, table: TableIndex, column: ColumnIndex) -> Option<&Choices> {
        self.choices.get(table)?.get(column)?.as_ref()
    }
}

impl Choices {
    /// From values, their symbols and their synonyms.
    fn new<'v>(values: impl Iterator<Item = (&'v Arc<str>, Symbol, &'v [Arc<str>])> + Clone) -> Self {
        let plain = |text: &str| Box::<str>::from(&*squeeze(text));
        let own = values.clone().map(|(text, symbol, _)| (plain(text), symbol));
        let others =
            values.clone().flat_map(|(_, symbol, others)| others.iter().map(move |other| (plain(other), symbol)));
        Self { words: own.chain(others).collect(), values: values.map(|(text, ..)| Arc::clone(text)).collect() }
    }

    /// Items may be named by name or id.
    fn of_items(items: &[ItemWord]) -> Self {
        Self::new(items.iter().map(|item| (&item.name, item.symbol, std::slice::from_ref(&item.id))))
    }

    /// The value that `text` stands for; blanks and full-width forms do not matter.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Symbol> {
        let exactly = |text: &str| self.words.iter().find(|(word, _)| **word == *text).map(|(_, symbol)| *symbol);
        exactly(text).or_else(|| exactly(&squeeze(text)))
    }

    /// Does `text` have one of the values in it? Those of one character say too little.
    #[must_use]
    pub fn within(&self, text: &str) -> bool {
        let text = squeeze(text);
        self.words.iter().any(|(word, _)| word.chars().count() > 1 && text.contains(&**word))
    }

    /// The values in a row, and the one that `seen` is nearest to.
    #[must_use]
    pub fn describe(&self, seen: Option<&str>) -> String {
        let mut out = self.values.join("、");
        if self.values.len() > 1 {
            out.push_str("之一");
        }
        let seen = seen.map(|seen| squeeze(seen).into_owned()).unwrap_or_default();
        let near = nearest(&seen, self.values.iter().map(|value| &**value), Nearness::LOOSE);
        if let Some(near) = near.filter(|near| is_meant(&seen, near)) {
            out.push_str(&format!("，可能是“{near}”"));
        }
        out
    }
}

/// May `near` be what was meant by `seen`? 不通过 and 拟通过 are not nearly 通过, and 解除 is the opposite of 未解除.
fn is_meant(seen: &str, near: &str) -> bool {
    const TURNS: [char; 10] = ['不', '未', '无', '非', '失', '免', '拟', '待', '将', '否'];
    let begins = |text: &str| text.chars().next().filter(|c| TURNS.contains(c));
    begins(seen) == begins(near) && !seen.starts_with("部分") && !seen.contains(['/', '、'])
}

#[cfg(test)]
mod tests {
    use super::is_meant;

    #[test]
    fn what_turns_a_word_is_no_slip() {
        for (seen, near) in [("通过了", "通过"), ("未解", "未解除"), ("规上企业", "规上"), ("部级", "省部级")]
        {
            assert!(is_meant(seen, near), "{seen} {near}");
        }
        for (seen, near) in [
            ("不通过", "通过"),
            ("解除", "未解除"),
            ("拟兑付", "已兑付"),
            ("部分兑付", "已兑付"),
            ("是/否", "是"),
            ("否", "是"),
        ] {
            assert!(!is_meant(seen, near), "{seen} {near}");
        }
    }
}
