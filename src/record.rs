//! A firm, and where there is one a record of it, as a formula of the policy sees them.

mod counted;
mod found;
mod same;
mod trail;

use rust_decimal::Decimal;
use typed_index_collections::TiSlice;

pub use found::Known;
pub(crate) use found::compare;
pub use same::SameRows;
pub use trail::{Cited, Looked, Trail};

use crate::finding::Place;
use crate::firm_rows::FirmRows;
use crate::formula::{Arithmetic, Env, Expression, Formula, Function, Type, Value, Vocabulary};
use crate::index::{ColumnIndex, FactIndex, FirmIndex, RowIndex, TableIndex};
use crate::policy::{Continuity, Policy, Source, Target};
use crate::tables::Dataset;
use crate::texts::Symbol;

/// What the names of a formula stand for in one record of one firm.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The data.
    pub data: &'a Dataset,
    /// The firms' rows of each table, where they are grouped already.
    pub rows: &'a TiSlice<TableIndex, FirmRows>,
    /// For facts about each record by itself, which records are of which, where that is brought together already.
    pub same: &'a TiSlice<FactIndex, SameRows>,
    /// The award year.
    pub year: i32,
    /// The record: its table and row.
    pub record: Option<(TableIndex, RowIndex)>,
    /// The record's standing, for items that ask for it.
    pub standing: Option<Continuity>,
    /// The record's rank among those of all firms, for items that have places.
    pub rank: Option<usize>,
    /// The firm's row in the register.
    pub firm: Option<FirmIndex>,
    /// The firm's facts, as many as are known so far.
    pub facts: &'a TiSlice<FactIndex, (Value, Option<RowIndex>)>,
}

/// One name of a formula with its value and the cell it came from.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What the name stands for.
    pub target: Target,
    /// The name.
    pub name: std::sync::Arc<str>,
    /// Its type.
    pub kind: Type,
    /// Its value.
    pub value: Value,
    /// The cell; empty for figures of the policy and facts no record decides.
    pub place: Place,
}

/// Why `name` cannot be told: its figure that is blank, or not above zero.
pub(crate) fn lack(name: &str, lacking: Option<&Seen>) -> String {
    match lacking {
        Some(seen) if seen.value == Value::Unknown => format!("“{name}”缺“{}”", seen.name),
        Some(seen) => format!("“{name}”里的“{}”不大于零", seen.name),
        None => format!("“{name}”"),
    }
}

impl<'a> Record<'a> {
    /// The same firm with the record at `row` of `table`.
    #[must_use]
    pub const fn at(self, table: TableIndex, row: RowIndex) -> Self {
        Self { record: Some((table, row)), standing: None, rank: None, ..self }
    }

    /// A name of a formula with its value and cell.
    #[must_use]
    pub fn of_name(&self, target: Target, name: &std::sync::Arc<str>, kind: Type) -> Seen {
        Seen { target, name: name.clone(), kind, value: self.value(target), place: self.place(target) }
    }

    /// A column of the record at hand, with its value and cell.
    #[must_use]
    pub fn column(&self, table: TableIndex, column: ColumnIndex) -> Seen {
        let target = Target::Column(column);
        let declared = &self.policy.tables[table].columns[column];
        let (name, kind) = (declared.name.clone(), declared.kind.formula_type());
        Seen { target, name, kind, value: self.value(target), place: self.place(target) }
    }

    /// The names of `formula` with what they are worth here; each name once.
    #[must_use]
    pub fn seen(&self, formula: &Formula<Target>) -> Vec<Seen> {
        let mut all: Vec<Seen> = Vec::new();
        for (target, name, kind) in formula.names() {
            if all.iter().all(|seen| seen.target != target) {
                all.push(self.of_name(target, name, kind));
            }
        }
        all
    }

    /// The cell that `target` comes from; for a fact, the cell of the record that decided it.
    #[must_use]
    pub fn place(&self, target: Target) -> Place {
        match target {
            Target::Column(column) => self.record.map(|(table, row)| self.data.place(table, column, row)),
            Target::Firm(column) => {
                self.firm.map(|firm| self.data.place(self.policy.register.table, column, firm.row()))
            }
            Target::Fact(fact) => self.fact_place(fact),
            Target::Standing(standing) => {
                let date = self.policy.standings[standing].date;
                self.record.map(|(table, row)| self.data.place(table, date, row))
            }
            Target::Rank | Target::Parameter(_) | Target::Year => None,
        }
        .unwrap_or_default()
    }

    /// The first cell whose value `formula` lacks: a blank one, or a denominator that is not positive; else the first it uses.
    #[must_use]
    pub fn lacking(&self, formula: &Formula<Target>) -> Option<Seen> {
        let seen = self.seen(formula);
        let open = self.open_part(&formula.root);
        let mut names = Vec::new();
        open.visit(&mut |part| {
            if let Expression::Name { target, .. } = part {
                names.push(*target);
            }
        });
        let unknown = |seen: &&Seen| seen.value == Value::Unknown;
        // A blank beside the point explains nothing.
        let lacking = seen.iter().filter(unknown).find(|seen| names.contains(&seen.target));
        let lacking = lacking.or_else(|| seen.iter().find(unknown));
        // Nothing blank: a denominator is not positive.
        let nought = || {
            let target = self.not_positive(formula)?;
            seen.iter().find(|seen| seen.target == target)
        };
        lacking.or_else(nought).or_else(|| seen.first()).cloned()
    }

    /// The part that leaves a test open: the first of its conditions that cannot be told, and so on down.
    fn open_part<'e>(&self, node: &'e Expression<Target>) -> &'e Expression<Target> {
        let Expression::Call(Function::And | Function::Or | Function::Not, parts) = node else { return node };
        let open = parts.iter().find(|part| part.value(self).is_ok_and(|value| value == Value::Unknown));
        open.map_or(node, |part| self.open_part(part))
    }

    /// The first name in a denominator of `formula` that is not above zero.
    fn not_positive(&self, formula: &Formula<Target>) -> Option<Target> {
        let mut found = None;
        formula.root.visit(&mut |node| {
            if let Expression::Arithmetic(Arithmetic::Divide, _, below) = node
                && below.value(self).is_ok_and(|value| value.number().is_some_and(|n| n <= Decimal::ZERO))
            {
                below.visit(&mut |part| {
                    if let Expression::Name { target, .. } = part {
                        found = found.or(Some(*target));
                    }
                });
            }
        });
        found
    }

    /// The name of the item that `symbol` is, if the values of `target` are items.
    #[must_use]
    pub fn item_name(&self, target: Target, symbol: Symbol) -> Option<&'a str> {
        let table = self.record.map(|(table, _)| table);
        let item = self.policy.item(symbol).filter(|_| self.policy.holds_items(target, table));
        item.map(|item| &*self.policy.items[item].name)
    }

    /// Does `target` rest on a table of which even "nothing to report" has to be said, and nobody said it?
    #[must_use]
    pub fn is_unreported(&self, target: Target) -> bool {
        let Target::Fact(fact) = target else { return false };
        let table = self.policy.facts[fact].source.table(self.policy);
        table.is_some_and(|table| self.policy.tables[table].nil_return && self.data.is_absent(table))
    }

    fn fact_place(&self, fact: FactIndex) -> Option<Place> {
        let row = self.known(fact).1?;
        let (table, column) = match &self.policy.facts[fact].source {
            Source::Any { table, holds } | Source::Count { table, holds } => (*table, first_column(holds)),
            Source::Sum { table, of, .. } | Source::Value { table, of, .. } => (*table, first_column(of)),
            Source::Standing { standing, .. } => {
                let standing = &self.policy.standings[*standing];
                (standing.table, Some(standing.date))
            }
            Source::Derived { .. } => return None,
        };
        let key = self.policy.tables[table].key;
        let column = self.blank_column(fact, table, row).or(column).unwrap_or(key);
        Some(self.data.place(table, column, row))
    }

    /// In the record that leaves a fact open, the blank column it lacks.
    fn blank_column(&self, fact: FactIndex, table: TableIndex, row: RowIndex) -> Option<ColumnIndex> {
        if self.known(fact).0 != Value::Unknown {
            return None;
        }
        let same = self.policy.facts[fact].each.iter().flat_map(|each| &each.same).map(|(theirs, _)| *theirs);
        let blank = |column: &ColumnIndex| cell(self.data, table, *column, row) == Value::Unknown;
        if let Some(blank) = same.into_iter().find(blank) {
            return Some(blank);
        }
        let formula = match &self.policy.facts[fact].source {
            Source::Any { holds, .. } | Source::Count { holds, .. } => holds,
            Source::Sum { of, .. } | Source::Value { of, .. } => of,
            Source::Standing { .. } | Source::Derived { .. } => return None,
        };
        let record = self.at(table, row);
        formula.names().into_iter().find_map(|(target, ..)| match target {
            Target::Column(column) if record.value(target) == Value::Unknown => Some(column),
            _ => None,
        })
    }
}

pub(crate) fn first_column(formula: &Formula<Target>) -> Option<ColumnIndex> {
    formula.names().into_iter().find_map(|(target, ..)| match target {
        Target::Column(column) => Some(column),
        _ => None,
    })
}

/// The value of a cell as a formula sees it.
pub(crate) fn cell(data: &Dataset, table: TableIndex, column: ColumnIndex, row: RowIndex) -> Value {
    data.tables[table].columns.get(column).map_or(Value::Unknown, |column| column.value(row))
}

impl Env<Target> for Record<'_> {
    fn value(&self, target: Target) -> Value {
        match target {
            Target::Column(column) => {
                self.record.map_or(Value::Unknown, |(table, row)| cell(self.data, table, column, row))
            }
            Target::Firm(column) => {
                self.firm.map_or(Value::Unknown, |firm| cell(self.data, self.policy.register.table, column, firm.row()))
            }
            Target::Fact(fact) => self.known(fact).0,
            Target::Parameter(parameter) => Value::Number(self.policy.parameters[parameter].value),
            Target::Year => Value::Number(self.year.into()),
            Target::Rank => self.rank.map_or(Value::Unknown, |rank| Value::Number(rank.into())),
            Target::Standing(standing) => self
                .standing
                .map_or(Value::Unknown, |place| Value::Text(self.policy.standings[standing].symbols[place as usize])),
        }
    }

    fn form(&self, symbol: Symbol) -> Symbol {
        self.data.form(symbol)
    }

    fn unit(&self, target: Target) -> Decimal {
        let (table, row, column) = match (target, self.record, self.firm) {
            (Target::Column(column), Some((table, row)), _) => (table, row, column),
            (Target::Firm(column), _, Some(firm)) => (self.policy.register.table, firm.row(), column),
            _ => return Decimal::ONE,
        };
        let sheet = self.data.tables[table].sheet.get(row).and_then(|sheet| self.data.sheets.get(*sheet));
        sheet.and_then(|sheet| sheet.units.get(column)).copied().unwrap_or(Decimal::ONE)
    }
}

impl Vocabulary<Target> for Record<'_> {
    fn text(&self, symbol: Symbol) -> &str {
        self.data.texts.get(symbol)
    }

    fn text_of(&self, target: Target, symbol: Symbol) -> &str {
        self.item_name(target, symbol).unwrap_or_else(|| self.text(symbol))
    }

    fn parts(&self, target: Target) -> Option<String> {
        match target {
            Target::Fact(fact) => self.counted_words(fact),
            _ => None,
        }
    }

    fn is_figure(&self, target: Target) -> bool {
        !target.is_of_data()
    }
}
