//! The policy: the file as written, with its places, becomes the checked policy ([`Policy`]) that the engine runs on.

mod fault;
mod file;
mod fits;
mod load;
mod load_items;
mod load_tables;
mod names;
mod table;

pub use fault::{Fault, PolicyError};
pub use table::{Blank, Column, GUIDE_SHEET, Kind, KindDigits, ListValue, TEMPLATE_MARK, Table};

use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::formula::{Formula, Type};
use crate::money::Money;
use crate::texts::{Symbol, Texts};

/// What a name in a policy's formula stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A column of the record at hand (of the formula's own table).
    Column(usize),
    /// A column of the firm's row in the register.
    Firm(usize),
    /// A declared fact about the firm.
    Fact(usize),
    /// A named figure of the policy.
    Parameter(usize),
    /// The award year.
    Year,
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
    pub tables: Vec<Table>,
    /// Who receives: the register of firms.
    pub register: Register,
    /// The table whose period tells the award year when none is given.
    pub year_table: usize,
    /// The workbooks of the template: who hands in which tables.
    pub workbooks: Vec<Workbook>,
    /// The figures of the policy: those named in it, then those of items, limits and cap classes.
    pub parameters: Vec<Parameter>,
    /// What is known of a firm beyond its row in the register, in the order declared; a fact may use earlier ones.
    pub facts: Vec<Fact>,
    /// Kinds of certificate whose records have a standing.
    pub standings: Vec<Standing>,
    /// The conditions, in the policy's order.
    pub conditions: Vec<Condition>,
    /// The award items, in the policy's order.
    pub items: Vec<Item>,
    /// Items that pay for the same matter: the higher total stays.
    pub rivals: Vec<Rival>,
    /// Awards of another scheme for the same matter.
    pub other_scheme: Option<OtherScheme>,
    /// Awards of past years.
    pub history: Option<History>,
    /// When a firm is disqualified and its past awards are reclaimed.
    pub disqualified: Option<Ban>,
    /// When a firm's capped lines are suspended.
    pub suspended: Option<Ban>,
    /// The cap.
    pub cap: Option<Cap>,
    /// The fund.
    pub fund: Option<Fund>,
    /// Accounts that awards are paid to.
    pub accounts: Option<Accounts>,
    /// The document's targets.
    pub targets: Vec<Goal>,
    /// Tests over the data beyond its form.
    pub checks: Vec<Check>,
    /// What an auditor expects to read beside the figures.
    pub notes: Vec<Note>,
    /// Where the document is silent or says two things: what was chosen, and why.
    pub readings: Vec<Reading>,
}

/// The register of firms.
#[derive(Clone, Debug)]
pub struct Register {
    /// The table.
    pub table: usize,
    /// The column of the firm's code.
    pub code: usize,
    /// The column of its name, which may stand in any table and is compared.
    pub name: usize,
    /// The column by which firms are grouped for people (镇街), if any.
    pub district: Option<usize>,
    /// Further columns shown in the summary.
    pub shown: Vec<usize>,
}

/// A workbook of the template.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// Its name, without the extension.
    pub name: Arc<str>,
    /// Who hands it in.
    pub bureau: Arc<str>,
    /// Its tables.
    pub tables: Vec<usize>,
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

/// Something known of a firm from another table, used like a column.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub name: Arc<str>,
    /// What it yields.
    pub kind: Type,
    /// The clause it serves.
    pub clause: Arc<str>,
    /// How it is found.
    pub source: Source,
}

/// How a fact is found among the firm's records.
#[derive(Clone, Debug)]
pub enum Source {
    /// Is there a record for which the formula holds? Three-valued over the records.
    Any {
        /// The table.
        table: usize,
        /// The test of a record.
        holds: Expr,
    },
    /// How many records the formula holds for; undetermined if it is for one of them.
    Count {
        /// The table.
        table: usize,
        /// The test of a record.
        holds: Expr,
    },
    /// The sum of a figure over the records the formula holds for.
    Sum {
        /// The table.
        table: usize,
        /// The test of a record.
        holds: Expr,
        /// The figure.
        of: Expr,
    },
    /// A figure or text of the record the formula holds for; of several, the one with the greatest `latest` (the first read, without it).
    Value {
        /// The table.
        table: usize,
        /// The test of a record.
        holds: Expr,
        /// What is taken from it.
        of: Expr,
        /// What orders several records.
        latest: Option<Expr>,
    },
    /// Has the firm a record that earns the given standing in the award year plus `offset`?
    Standing {
        /// Which kind of certificate.
        standing: usize,
        /// Years after the award year, mostly −1.
        offset: i32,
        /// Which standing.
        is: Place,
    },
    /// A formula over the firm's columns and earlier facts.
    Derived {
        /// The formula.
        of: Expr,
    },
}

/// First, continuous, or again after a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// No history at all.
    First,
    /// The last record still ran.
    Continuous,
    /// There was a break.
    Again,
}

/// A kind of certificate whose records have a standing.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its name.
    pub name: Arc<str>,
    /// The table of the records.
    pub table: usize,
    /// Which records are of this kind.
    pub records: Expr,
    /// The day that dates a record.
    pub date: usize,
    /// Which of them earn a standing of their own.
    pub grants: Expr,
    /// Which of them count as history.
    pub history: Expr,
    /// Which of the history can be continued.
    pub continues: Expr,
    /// For how many years after its own a record runs.
    pub valid_years: Decimal,
    /// The parameter that holds `valid_years`.
    pub parameter: usize,
    /// The words for first, continuous and again.
    pub labels: [Arc<str>; 3],
}

/// A condition: passed, failed or undetermined.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its permanent id.
    pub id: Arc<str>,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// The requirement in words.
    pub requirement: Arc<str>,
    /// The test, over the firm.
    pub test: Expr,
    /// Who supplies what is missing.
    pub supplier: Arc<str>,
}

/// An award item.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its permanent id.
    pub id: Arc<str>,
    /// The id as data holds it.
    pub symbol: Symbol,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// The table of its records.
    pub table: usize,
    /// Which records make a line.
    pub counts: Expr,
    /// The column that names a record.
    pub record: Option<usize>,
    /// Whose standing its records have.
    pub standing: Option<usize>,
    /// How its amount is found.
    pub method: Method,
    /// Columns that a decision has to fill; blank: pending.
    pub needs: Vec<usize>,
    /// Who fills them.
    pub supplier: Arc<str>,
    /// Limits over records or over the firm's year.
    pub limits: Vec<Limit>,
    /// Barred if the record was awarded before.
    pub once: Option<Once>,
    /// Of the lines that agree in `by`, only the first by `order` stays.
    pub one_per: Option<OnePer>,
    /// Lines of one matter inside the item: the higher stays. The column that names the matter.
    pub higher_by: Option<(usize, Arc<str>)>,
    /// Conditions that must pass, by index.
    pub requires: Vec<usize>,
    /// Does it count toward the cap?
    pub counts_toward_cap: bool,
    /// Who is paid.
    pub payee: Payee,
    /// What an auditor should know.
    pub note: Arc<str>,
}

/// How an amount is found.
#[derive(Clone, Debug)]
pub enum Method {
    /// A constant, or one looked up, times a quantity.
    Fixed {
        /// The amount, or the table of amounts.
        amount: Lookup,
        /// How many; one where absent.
        quantity: Option<Expr>,
    },
    /// A rate times a base.
    Rate {
        /// The base, in yuan.
        base: Expr,
        /// The rate's parameter.
        rate: usize,
        /// A column of the record that overrides the rate where it is filled.
        column: Option<usize>,
    },
    /// A table over one figure.
    Tiers {
        /// The figure.
        base: Expr,
        /// The tiers, by rising threshold.
        tiers: Vec<Tier>,
        /// Does each tier apply to its own part of the base only?
        marginal: bool,
    },
    /// An amount decided elsewhere, within bounds.
    Entered {
        /// The column that holds it.
        column: usize,
        /// The most that is paid.
        ceiling: Option<Lookup>,
    },
}

/// A figure, or a table of figures.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// One parameter.
    One(usize),
    /// By the value of a column of the record: the value and its parameter.
    ByColumn(usize, Vec<(Symbol, usize)>),
    /// By the record's standing: first, continuous, again.
    ByStanding([usize; 3]),
}

/// One step of a [`Method::Tiers`].
#[derive(Clone, Debug)]
pub struct Tier {
    /// The parameter of the threshold.
    pub from: usize,
    /// Is the threshold itself in the tier?
    pub inclusive: bool,
    /// What the tier pays.
    pub pays: TierPays,
}

/// What a tier pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierPays {
    /// A parameter holding an amount.
    Amount(usize),
    /// A parameter holding a rate of the base.
    Rate(usize),
}

/// A limit over several lines, used up in line order.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The parameter that holds the amount.
    pub parameter: usize,
    /// What it is a limit over.
    pub over: Span,
    /// Its name for people, such as `每份合同累计`.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
}

/// What a limit is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Each line by itself.
    Record,
    /// All lines of this year that name the same record.
    Key,
    /// The same, and past awards of the record use it up.
    KeyLife,
    /// All lines of the item for the firm in the award year.
    FirmYear,
}

/// A rule against paying for one record again.
#[derive(Clone, Debug)]
pub struct Once {
    /// How many past years count; `None`: for ever.
    pub years: Option<i32>,
    /// The parameter that holds `years`.
    pub parameter: Option<usize>,
    /// Its name for people.
    pub reason: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
}

/// Only the first line of a group stays.
#[derive(Clone, Debug)]
pub struct OnePer {
    /// The columns that form the group; none: the firm's whole year.
    pub by: Vec<usize>,
    /// What orders the group, least first; ties: the order read.
    pub order: Expr,
    /// Why the others are barred.
    pub reason: Arc<str>,
    /// Is each barred line also a warning?
    pub warn: bool,
}

/// Who is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payee {
    /// The firm.
    Firm,
    /// A person named in a column of the record.
    Person(usize),
    /// A carrier (incubator) named in a column of the record.
    Carrier(usize),
}

/// Two or more items that may pay for the same record.
#[derive(Clone, Debug)]
pub struct Rival {
    /// The items, in the policy's order.
    pub items: Vec<usize>,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
}

/// Awards of another scheme for the same matter.
#[derive(Clone, Debug)]
pub struct OtherScheme {
    /// The table.
    pub table: usize,
    /// The column of the scheme's name.
    pub scheme: usize,
    /// The column of the item.
    pub item: usize,
    /// The column of the record.
    pub record: usize,
    /// The column of the amount.
    pub amount: usize,
    /// Which rows stand against this year's awards.
    pub applies: Expr,
    /// Has it been paid?
    pub paid: Expr,
    /// Its clause.
    pub clause: Arc<str>,
}

/// Awards of past years.
#[derive(Clone, Debug)]
pub struct History {
    /// The table.
    pub table: usize,
    /// The column of the year.
    pub year: usize,
    /// The column of the item.
    pub item: usize,
    /// The column of the record.
    pub record: usize,
    /// The column of the amount.
    pub amount: usize,
}

/// When a firm is disqualified or suspended.
#[derive(Clone, Debug)]
pub struct Ban {
    /// The test, over the firm; only a certain "yes" bans.
    pub when: Expr,
    /// Why, in words.
    pub reason: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
}

/// The cap on a firm's counted lines.
#[derive(Clone, Debug)]
pub struct Cap {
    /// The increment as supplied, over the firm.
    pub increment: Expr,
    /// Who supplies it.
    pub supplier: Arc<str>,
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
    pub ratio: usize,
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

/// The fund: the sum of increments.
#[derive(Clone, Debug)]
pub struct Fund {
    /// Whose increments form it.
    pub of: Expr,
    /// Its clause.
    pub clause: Arc<str>,
}

/// Accounts that awards are paid to.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// The table.
    pub table: usize,
    /// The column of the account's holder.
    pub holder: usize,
    /// The column of the bank.
    pub bank: usize,
    /// The column of the account's number.
    pub number: usize,
}

/// A target of the document.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Its name.
    pub name: Arc<str>,
    /// The figure to reach.
    pub target: Decimal,
    /// Its unit.
    pub unit: Arc<str>,
    /// Its clause.
    pub clause: Arc<str>,
    /// How far the town is.
    pub measure: Measure,
}

/// How a target is measured.
#[derive(Clone, Debug)]
pub enum Measure {
    /// Firms for which the formula holds.
    Firms(Expr),
    /// Records of a table for which the formula holds.
    Records(usize, Expr),
    /// The sum of a figure over the firms for which the first formula holds, in units of the last.
    Sum(Expr, Expr, Decimal),
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
    pub table: usize,
    /// The column whose cell is named.
    pub column: usize,
    /// True for a faulty record.
    pub fault: Expr,
    /// What was expected, in words.
    pub expected: Arc<str>,
    /// Does the test need the award year?
    pub needs_year: bool,
}

/// A note beside the figures.
#[derive(Clone, Debug)]
pub struct Note {
    /// The clause it belongs to.
    pub clause: Arc<str>,
    /// The text.
    pub text: Arc<str>,
}

/// A choice between readings of the document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The clause.
    pub clause: Arc<str>,
    /// What was chosen.
    pub choice: Arc<str>,
    /// Why.
    pub reason: Arc<str>,
}

/// The policy built into the program: 临政字〔2022〕37号.
pub const BUILT_IN: &str = include_str!("../../policy.toml");

impl Policy {
    /// The amount in parameter `index`, as money.
    #[must_use]
    pub fn amount(&self, index: usize) -> Money {
        Money::yuan(self.parameters[index].value)
    }

    /// The item with this id (as data holds it).
    #[must_use]
    pub fn item(&self, symbol: Symbol) -> Option<usize> {
        self.items.iter().position(|item| item.symbol == symbol)
    }
}
