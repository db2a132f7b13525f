//! The tables a policy asks for: what the bureaux hand in, column by column.

use std::sync::Arc;

use rust_decimal::Decimal;
use typed_index_collections::TiVec;

use crate::index::ColumnIndex;
use crate::numbering::Numbering;
use crate::texts::Symbol;

/// The sheet of a blank workbook that tells clerks how to fill in the others. It holds no records, so no table may be called so
/// and no reader takes a sheet of this name for one.
pub const GUIDE_SHEET: &str = "填表说明";

/// The category, in the document properties, of the workbooks that are handed out blank: filled in, they are data.
pub const TEMPLATE_MARK: &str = "jiangbu-template";

/// The column of a blank workbook in which a bureau says that there is nothing to report.
pub const NIL_COLUMN: &str = "零报告";

/// One table of the policy, found in the workbooks by its sheet's name or by its headers.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name, which is also the sheet's.
    pub name: Arc<str>,
    /// Other names a sheet of this table may carry.
    pub aliases: Vec<Arc<str>>,
    /// Must it be handed in?
    pub required: bool,
    /// Must it be handed in even if there is nothing to report? Its absence then leaves what rests on it undetermined.
    pub nil_return: bool,
    /// May it be absent without a word?
    pub optional: bool,
    /// May its firms have left the register? Then their rows stay, and concern nobody.
    pub may_have_left: bool,
    /// Its columns. The column of the firm's code is one of them.
    pub columns: TiVec<ColumnIndex, Column>,
    /// The column that holds the firm's code; of a table that is no firm's, what its rows are about.
    pub key: ColumnIndex,
    /// The columns that together name a record; empty where records may repeat.
    pub unique: Vec<ColumnIndex>,
    /// Only rows in which this column has this value are held against `unique`, such as the first owner's patents.
    pub unique_among: Option<(ColumnIndex, Symbol)>,
    /// The columns that say which year a row belongs to (a year or a date); none: every row belongs to every year.
    pub period: Vec<ColumnIndex>,
    /// Do its records reduce or bar an award, so that none may be passed over by an answer?
    pub reduces: bool,
    /// What the clerk reads in the template's instructions.
    pub note: Arc<str>,
}

/// One column of a [`Table`].
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name, the header's text without a unit.
    pub name: Arc<str>,
    /// Other headers it is known by.
    pub aliases: Vec<Arc<str>>,
    /// What its cells hold.
    pub kind: Kind,
    /// Is a blank cell an error? Otherwise a blank means "not known" and is never zero.
    pub required: bool,
    /// May the whole column be absent without a word?
    pub optional: bool,
    /// What a blank stands for, where the policy says so.
    pub blank: Option<Blank>,
    /// The least a cell may hold, included: yuan for money, a share for percent (5 % is 0.05), else the number.
    pub least: Option<Decimal>,
    /// The most a cell may hold, included.
    pub most: Option<Decimal>,
    /// Is it there for people only, so that no rule has to read it?
    pub informative: bool,
    /// The values of its list that no rule has to mention.
    pub informative_values: Vec<Symbol>,
    /// The clause the column serves.
    pub clause: Option<Arc<str>>,
    /// What its numbers count, such as 台, for the template; empty where nothing is said, and where the kind says it.
    pub unit: Arc<str>,
    /// What to fill in, for the template.
    pub note: Arc<str>,
    /// An example, for the template.
    pub example: Arc<str>,
}

/// For each value of a list column, the kind digits of a patent number that it allows.
pub type KindDigits = Vec<(Symbol, Arc<str>)>;

/// What the cells of a column hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An amount in yuan; the header says 元 or 万元. Negative only if `signed`.
    Money {
        /// May it be negative?
        signed: bool,
    },
    /// A plain number that is not money.
    Number,
    /// A share: 5 % is 0.05.
    Percent,
    /// A calendar year.
    Year,
    /// A calendar day.
    Date,
    /// Any text, trimmed.
    Text,
    /// One of a list, each with the synonyms that are accepted without a word.
    List(Vec<ListValue>),
    /// The number of a firm or of a person, by its kind.
    Code(Numbering),
    /// 专利号, ZC 0006-2003, in its canonical form `ZL202010000001.1`. `agrees_with` names a list column of the same table and
    /// the kind digits each of its values allows.
    Patent {
        /// The list column that must agree, and which kind digits each of its values stands for.
        agrees_with: Option<(ColumnIndex, KindDigits)>,
    },
    /// An item of this policy, by id or name; held as the item's id.
    Item,
}

/// A value of a [`Kind::List`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListValue {
    /// The value as the policy writes it.
    pub text: Arc<str>,
    /// The same, as the formulas compare it.
    pub symbol: Symbol,
    /// Other ways to write it.
    pub synonyms: Vec<Arc<str>>,
}

/// What a blank cell stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blank {
    /// A number, such as 0 yuan.
    Number(Decimal),
    /// A value of the column's list.
    Text(Symbol),
}

impl Table {
    /// Are its records firms' records?
    #[must_use]
    pub fn is_of_firms(&self) -> bool {
        self.columns.get(self.key).is_some_and(|key| matches!(key.kind, Kind::Code(_)))
    }

    /// The index of the column called `name`.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<ColumnIndex> {
        self.columns.position(|column| &*column.name == name)
    }
}
