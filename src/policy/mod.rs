//! The policy: the file as written, with its places, becomes the checked policy ([`Policy`]) that the engine runs on.

mod advice;
mod aims;
mod alternatives;
mod around;
mod cap;
mod column_requirements;
mod edition;
mod example;
mod fact;
mod fault;
mod figures;
mod file;
mod form;
mod item;
mod joint;
mod keys;
mod live_length;
mod load;
mod load_aims;
mod load_around;
mod load_choice;
mod load_examples;
mod load_items;
mod load_limits;
mod load_methods;
mod load_payees;
mod load_quantity;
mod load_rules;
mod load_tables;
mod load_time;
mod loader;
mod names;
mod open;
mod owner;
mod patch;
mod reading;
mod rules;
mod table;
mod uses;
mod wanted;
mod written;

pub use aims::{Aim, Entered, Goal, List, Measure, Reported, Shown};
pub use around::{
    Accounts, Ban, Evaluation, History, Objections, OtherScheme, Payments, PersonAccounts, Publication, Reclaims,
    Returns, Succession,
};
pub use cap::{Cap, CapClass, Counted, Fund, Spread, Way};
pub use edition::EDITION;
pub use example::{Example, Expected, GivenTable};
pub use fact::{Condition, Continuity, Each, Fact, RecordCondition, Source, Standing};
pub use fault::{Advice, Fault, PolicyError};
pub use item::{
    Item, Limit, Members, Method, Once, OnceOf, OnePer, Payee, PayeePart, Provisional, Quota, Rival, SharedLimit, Span,
    Surcharge,
};
pub use joint::JointLimit;
pub use keys::{Key, Section, Shape};
pub use names::ROW_ORDER;
pub use reading::{Alternative, Reading, Variant};
pub use rules::{Rule, RuleKind};
pub use table::{Blank, Column, GUIDE_SHEET, Kind, KindDigits, ListValue, NIL_COLUMN, TEMPLATE_MARK, Table};

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use typed_index_collections::TiVec;

use crate::finding::Severity;
use crate::formula::{Formula, Type, figure};
use crate::index::{
    CapIndex, ColumnIndex, ConditionIndex, FactIndex, ItemIndex, ParameterIndex, RecordConditionIndex,
    SharedLimitIndex, StandingIndex, TableIndex,
};
use crate::money::Money;
use crate::numbering::Numbering;
use crate::texts::{Symbol, Texts};

/// What a name in a policy's formula stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A column of the record at hand (of the formula's own table).
    Column(ColumnIndex),
    /// A column of the firm's row in the register.
    Firm(ColumnIndex),
    /// A declared fact about the firm.
    Fact(FactIndex),
    /// A named figure of the policy.
    Parameter(ParameterIndex),
    /// The standing of the record at hand: first, continuous or again, in the words of this kind of certificate.
    Standing(StandingIndex),
    /// The rank of the record at hand among those of all firms.
    Rank,
    /// The award year.
    Year,
}

impl Target {
    /// Does what it means come from the workbooks? The policy's figures and the year are the same for all.
    #[must_use]
    pub const fn is_of_data(self) -> bool {
        !matches!(self, Self::Parameter(_) | Self::Year)
    }
}

/// A checked formula of the policy.
pub type Expr = Formula<Target>;

/// A policy that has been checked: every name resolved, every reference an index.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The document's number, such as `临政字〔2022〕37号`.
    pub number: Arc<str>,
    /// The document's title.
    pub title: Arc<str>,
    /// Who issued it.
    pub issuer: Arc<str>,
    /// SHA-256 of the policy file, lower-case hexadecimal.
    pub sha256: String,
    /// The award years the title covers.
    pub years: RangeInclusive<i32>,
    /// Award years that end after this day need a basis for extension.
    pub trial_until: Option<NaiveDate>,
    /// The texts of the policy, which the data's texts join.
    pub texts: Texts,
    /// The tables the bureaux hand in.
    pub tables: TiVec<TableIndex, Table>,
    /// Who receives: the register of firms.
    pub register: Register,
    /// The table whose period tells the award year when none is given.
    pub year_table: TableIndex,
    /// The workbooks of the template: who hands in which tables.
    pub workbooks: Vec<TemplateWorkbook>,
    /// The figures of the policy: those named in it, then those of items, limits and cap classes.
    pub parameters: TiVec<ParameterIndex, Parameter>,
    /// What is known of a firm beyond its row in the register, in the order declared; a fact may use earlier ones.
    pub facts: TiVec<FactIndex, Fact>,
    /// Kinds of certificate whose records have a standing.
    pub standings: TiVec<StandingIndex, Standing>,
    /// The conditions, in the policy's order.
    pub conditions: TiVec<ConditionIndex, Condition>,
    /// The conditions of a record, each over the records of its table.
    pub record_conditions: TiVec<RecordConditionIndex, RecordCondition>,
    /// The award items, in the policy's order.
    pub items: TiVec<ItemIndex, Item>,
    /// Limits over several items; they follow the items' own.
    pub shared_limits: TiVec<SharedLimitIndex, SharedLimit>,
    /// Limits over what several firms are paid, in the order in which they apply; the fund's is the last.
    pub joint_limits: Vec<JointLimit>,
    /// Items that pay for the same matter: the higher total stays.
    pub rivals: Vec<Rival>,
    /// Awards of another scheme for the same matter.
    pub other_scheme: Option<OtherScheme>,
    /// Awards of past years.
    pub history: Option<History>,
    /// Firms that were merged or renamed.
    pub succession: Option<Succession>,
    /// When a firm is disqualified and its past awards are reclaimed.
    pub disqualified: Option<Ban>,
    /// When a firm's capped lines are suspended.
    pub suspended: Option<Ban>,
    /// The evaluation before payment.
    pub evaluation: Option<Evaluation>,
    /// The caps, that of all items that count and name no other first.
    pub caps: TiVec<CapIndex, Cap>,
    /// The fund.
    pub fund: Option<Fund>,
    /// The levels that bear what is paid.
    pub funders: Vec<Arc<str>>,
    /// Accounts that awards are paid to.
    pub accounts: Option<Accounts>,
    /// What has been paid so far.
    pub payments: Option<Payments>,
    /// Objections to a published award.
    pub objections: Option<Objections>,
    /// What of reclaimed awards was returned.
    pub returns: Option<Returns>,
    /// What is published.
    pub publication: Option<Publication>,
    /// The table of what offices tell.
    pub reported: Option<Reported>,
    /// The document's targets.
    pub targets: Vec<Goal>,
    /// The lists the document wants drawn up.
    pub lists: Vec<List>,
    /// Tests over the data beyond its form.
    pub checks: Vec<Check>,
    /// What should belong to one firm alone.
    pub exclusives: Vec<Exclusive>,
    /// What an auditor expects to read beside the figures.
    pub notes: Vec<Note>,
    /// Invented records, and what the policy must make of them.
    pub examples: Vec<Example>,
    /// Where the document is silent or says two things: what was chosen, and why.
    pub readings: Vec<Reading>,
}

/// The register of firms.
#[derive(Clone, Debug)]
pub struct Register {
    /// The table.
    pub table: TableIndex,
    /// The column of the firm's code.
    pub code: ColumnIndex,
    /// What kind of number the code is.
    pub numbering: Numbering,
    /// Who stands in it, in the policy's word: 企业.
    pub called: Arc<str>,
    /// The word by which they are counted: 家.
    pub counter: Arc<str>,
    /// The column of its name, which may stand in any table and is compared.
    pub name: ColumnIndex,
    /// The column by which firms are grouped for people (镇街), if any.
    pub district: Option<ColumnIndex>,
    /// Further columns shown in the summary.
    pub shown: Vec<ColumnIndex>,
}

impl Register {
    /// Words of the engine's own, written of firms, in the policy's words. No text out of data or of the policy goes through it.
    #[must_use]
    pub fn worded<'w>(&self, words: &'w str) -> Cow<'w, str> {
        if (&*self.called, &*self.counter) == Numbering::CreditCode.holder() {
            return words.into();
        }
        let counted = words.replace("家企业", &self.holders()).replace("企业", &self.called);
        counted.replace('家', &self.counter).into()
    }

    /// What follows a count of those it holds: `家企业`; a word that is also theirs is said once: `个人`.
    #[must_use]
    pub fn holders(&self) -> String {
        match self.called.ends_with(&*self.counter) {
            true => self.called.to_string(),
            false => format!("{}{}", self.counter, self.called),
        }
    }
}

/// A workbook of the template.
#[derive(Clone, Debug)]
pub struct TemplateWorkbook {
    /// Its name, without the extension.
    pub name: Arc<str>,
    /// Who hands it in.
    pub bureau: Arc<str>,
    /// Its tables.
    pub tables: Vec<TableIndex>,
}

/// A figure of the policy that a formula of the award workbook points to.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name, unique, fit for a defined name in Excel.
    pub name: Arc<str>,
    /// The exact figure: yuan, a share, or a number.
    pub value: Decimal,
    /// What it is.
    pub kind: Type,
    /// The clause it comes from.
    pub clause: Arc<str>,
    /// A line for people.
    pub note: Arc<str>,
}

/// A test over the data beyond its form.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its permanent code.
    pub code: Arc<str>,
    /// How grave.
    pub severity: Severity,
    /// What is wrong.
    pub title: Arc<str>,
    /// How to mend it.
    pub remedy: Arc<str>,
    /// Its clause.
    pub clause: Option<Arc<str>>,
    /// The table.
    pub table: TableIndex,
    /// The column whose cell is named.
    pub column: ColumnIndex,
    /// True for a faulty record.
    pub fault: Expr,
    /// What was expected, in words.
    pub expected: Arc<str>,
    /// Does the test need the award year?
    pub needs_year: bool,
}

/// Columns whose values together should belong to one firm alone.
#[derive(Clone, Debug)]
pub struct Exclusive {
    /// Its permanent code.
    pub code: Arc<str>,
    /// The table.
    pub table: TableIndex,
    /// The columns.
    pub columns: Vec<ColumnIndex>,
    /// What is wrong.
    pub title: Arc<str>,
    /// How to mend it.
    pub remedy: Arc<str>,
    /// Its clause.
    pub clause: Option<Arc<str>>,
}

/// A note beside the figures.
#[derive(Clone, Debug)]
pub struct Note {
    /// The clause it belongs to.
    pub clause: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    /// The items it concerns; none: the policy as a whole.
    pub items: Vec<ItemIndex>,
    /// What must be at hand before the award is paid; empty: nothing.
    pub ask: Arc<str>,
    /// Its number; empty: not at hand.
    pub answer: Arc<str>,
}

impl Note {
    /// What must be at hand, and its number or that it is to be filled in.
    #[must_use]
    pub fn asked(&self) -> String {
        match (&*self.ask, &*self.answer) {
            ("", _) => String::new(),
            (ask, "") => format!("{ask}：〔待填〕"),
            (ask, answer) => format!("{ask}：{answer}"),
        }
    }
}

/// The policy built into the program: 临政字〔2022〕37号.
pub const BUILT_IN: &str = include_str!("../../policy.toml");

/// Every section and key of a policy file.
pub const KEYS: Section = file::File::KEYS;

impl Policy {
    /// What the register calls the numbers of those it holds, and their names: what every list calls them too.
    #[must_use]
    pub fn titles(&self) -> [&Arc<str>; 2] {
        [self.register.code, self.register.name].map(|column| &self.tables[self.register.table].columns[column].name)
    }

    /// `count` of those that the register holds, in the policy's words: `3 家企业`.
    #[must_use]
    pub fn counted(&self, count: usize) -> String {
        format!("{count} {}", self.register.holders())
    }

    /// How many of the document's years have gone by at the end of `year`.
    #[must_use]
    pub fn years_gone(&self, year: i32) -> i32 {
        year.clamp(*self.years.start(), *self.years.end()) - self.years.start() + 1
    }

    /// How many years the document covers.
    #[must_use]
    pub fn years_covered(&self) -> i32 {
        self.years.end() - self.years.start() + 1
    }

    /// The amount in parameter `index`, as money.
    #[must_use]
    pub fn amount(&self, index: ParameterIndex) -> Money {
        Money::yuan(self.parameters[index].value)
    }

    /// Every limit that a line of `item` comes under: its own, then those over several items.
    pub fn limits_of<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Limit> + 'a {
        item.limits.iter().chain(item.within.iter().map(|shared| &self.shared_limits[*shared].limit))
    }

    /// Is it the policy built into the program, to the letter?
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        self.sha256 == crate::checksum::sha256(BUILT_IN.as_bytes())
    }

    /// How many limits of its own an item has at most, over the firm or not: those over several items stand behind them.
    #[must_use]
    pub fn most_own_limits(&self, of_firm: bool) -> usize {
        let count = |item: &Item| item.limits.iter().filter(|limit| limit.over.is_of_firm() == of_firm).count();
        self.items.iter().map(count).max().unwrap_or(0)
    }

    /// The limits over several items, over the firm or not, by index.
    pub fn shared_limits_over(&self, of_firm: bool) -> impl Iterator<Item = SharedLimitIndex> + '_ {
        let all = self.shared_limits.iter_enumerated();
        all.filter(move |(_, shared)| shared.limit.over.is_of_firm() == of_firm).map(|(index, _)| index)
    }

    /// Do the records of this table reduce or bar an award? What bars by its role need not say so.
    #[must_use]
    pub fn reduces(&self, table: TableIndex) -> bool {
        let by_role = self.history.as_ref().map(|history| history.table).into_iter();
        let mut by_role = by_role.chain(self.other_scheme.as_ref().map(|other| other.table));
        self.tables[table].reduces || by_role.any(|known| known == table)
    }

    /// The item with this id (as data holds it).
    #[must_use]
    pub fn item(&self, symbol: Symbol) -> Option<ItemIndex> {
        self.items.position(|item| item.symbol == symbol)
    }
}
