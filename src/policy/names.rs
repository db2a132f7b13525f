//! What the names in a policy's formulas may stand for: columns of the record, the award year, facts, figures, columns of the firm.

use std::sync::Arc;

use typed_index_collections::TiSlice;

use super::{Fact, Kind, Parameter, Source, Table, Target};
use crate::formula::{Expression, Function, Named, Names, Type, is_of_name};
use crate::index::{ColumnIndex, FactIndex, ParameterIndex, TableIndex};
use crate::texts::{Symbol, Texts};

/// The award year's name in every formula; a column that is called so is written `[@年度]`.
pub(super) const AWARD_YEAR: &str = "年度";

/// The award workbook's own name for the order of its rows.
pub const ROW_ORDER: &str = "行的次序";

/// The award year in a formula that the loader writes.
pub(super) fn award_year() -> Expression<Target> {
    Expression::Name { target: Target::Year, name: AWARD_YEAR.into(), kind: Type::Year }
}

/// The names a formula may use: over the records of `table`, or over the firm alone.
pub(super) struct Scope<'a> {
    pub table: Option<TableIndex>,
    pub register: TableIndex,
    pub tables: &'a TiSlice<TableIndex, Table>,
    pub facts: &'a TiSlice<FactIndex, Fact>,
    pub parameters: &'a TiSlice<ParameterIndex, Parameter>,
    /// The items' ids and names.
    pub items: &'a [(Arc<str>, Arc<str>)],
    pub texts: &'a mut Texts,
}

/// A rank in a formula that the loader writes.
pub(super) fn rank() -> Expression<Target> {
    Expression::Name { target: Target::Rank, name: "名次".into(), kind: Type::Number }
}

impl Kind {
    /// What a formula sees in a column of this kind.
    #[must_use]
    pub const fn formula_type(&self) -> Type {
        match self {
            Self::Money { .. } => Type::Money,
            Self::Number => Type::Number,
            Self::Percent => Type::Share,
            Self::Year => Type::Year,
            Self::Date => Type::Date,
            Self::Text | Self::List(_) | Self::Code(_) | Self::Patent { .. } | Self::Item => Type::Text,
        }
    }
}

impl Named for Target {
    fn written(&self, name: &str) -> String {
        let is_column = matches!(self, Self::Column(_) | Self::Firm(_));
        if is_column && (name == AWARD_YEAR || !name.chars().all(is_of_name)) {
            format!("[@{name}]")
        } else {
            name.to_owned()
        }
    }
}

impl Scope<'_> {
    fn column(&self, table: TableIndex, name: &str) -> Option<(ColumnIndex, Type)> {
        let index = self.tables[table].column(name)?;
        Some((index, self.tables[table].columns[index].kind.formula_type()))
    }

    /// Is the fact one of the firm, or of the records at hand?
    fn reaches(&self, fact: &Fact) -> bool {
        fact.each.as_ref().is_none_or(|each| self.table == Some(each.table))
    }

    /// What may be written for a value of the column, and the value: an item goes by its id and by its name.
    fn list(&self, table: TableIndex, column: ColumnIndex) -> Option<Vec<(Arc<str>, Arc<str>)>> {
        match &self.tables[table].columns[column].kind {
            Kind::List(values) => {
                Some(values.iter().map(|value| (Arc::clone(&value.text), Arc::clone(&value.text))).collect())
            }
            Kind::Item => {
                let ways = self.items.iter().flat_map(|(id, name)| [(name, id), (id, id)]);
                Some(ways.map(|(way, id)| (Arc::clone(way), Arc::clone(id))).collect())
            }
            _ => None,
        }
    }

    /// What `formula`, over the records of `table`, can be.
    fn possible(&self, node: &Expression<Target>, table: Option<TableIndex>) -> Option<Vec<(Arc<str>, Arc<str>)>> {
        match node {
            Expression::Name { target: Target::Column(column), .. } => self.list(table?, *column),
            Expression::Name { target, .. } => self.values(*target),
            Expression::Text(_, text) => Some(vec![(Arc::clone(text), Arc::clone(text))]),
            Expression::Call(Function::If, parts) => {
                let mut all = self.possible(&parts[1], table)?;
                all.extend(self.possible(&parts[2], table)?);
                Some(all)
            }
            _ => None,
        }
    }
}

impl Names<Target> for Scope<'_> {
    fn find(&self, name: &str, column: bool) -> Option<(Target, Type)> {
        let own = || self.table.and_then(|table| self.column(table, name)).map(|(i, kind)| (Target::Column(i), kind));
        let firm = || self.column(self.register, name).map(|(i, kind)| (Target::Firm(i), kind));
        if column {
            return own().or_else(firm);
        }
        if name == AWARD_YEAR {
            return Some((Target::Year, Type::Year));
        }
        let known = |fact: &Fact| &*fact.name == name && self.reaches(fact);
        let fact = || self.facts.position(known).map(|i| (Target::Fact(i), self.facts[i].kind));
        let figure = || {
            let i = self.parameters.position(|parameter| &*parameter.name == name)?;
            Some((Target::Parameter(i), self.parameters[i].kind))
        };
        own().or_else(fact).or_else(figure).or_else(firm)
    }

    fn all(&self) -> Vec<Arc<str>> {
        let tables = [self.table, Some(self.register)].into_iter().flatten();
        let columns = tables.flat_map(|table| self.tables[table].columns.iter().map(|column| Arc::clone(&column.name)));
        let facts = self.facts.iter().filter(|fact| self.reaches(fact)).map(|fact| Arc::clone(&fact.name));
        let figures = self.parameters.iter().map(|parameter| Arc::clone(&parameter.name));
        columns.chain(facts).chain(figures).chain([AWARD_YEAR.into()]).collect()
    }

    fn text(&mut self, text: &str) -> Symbol {
        self.texts.add(text)
    }

    fn values(&self, target: Target) -> Option<Vec<(Arc<str>, Arc<str>)>> {
        match target {
            Target::Column(column) => self.list(self.table?, column),
            Target::Firm(column) => self.list(self.register, column),
            Target::Fact(fact) => match &self.facts[fact].source {
                Source::Value { table, of, .. } => self.possible(&of.root, Some(*table)),
                Source::Derived { of } => self.possible(&of.root, None),
                _ => None,
            },
            Target::Parameter(_) | Target::Year | Target::Standing(_) | Target::Rank => None,
        }
    }
}
