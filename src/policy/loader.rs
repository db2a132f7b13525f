//! What every part of the loader has at hand: the faults so far, what is loaded already, names, formulas and figures.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use typed_index_collections::TiVec;

use super::fault::{Fault, quoted};
use super::figure::{self, meant, plain};
use super::file::{Figure, Text};
use super::keys::NOWHERE;
use super::live_length::{LONGEST_LIVE, live_length};
use super::names::Scope;
use super::{Expr, Fact, Parameter, Standing, Table, Target};
use crate::formula::{self, Expression, Type, nearest};
use crate::index::{ColumnIndex, FactIndex, ParameterIndex, StandingIndex, TableIndex};
use crate::texts::Texts;

/// Collects faults and what later parts build on.
pub(super) struct Loader<'a> {
    pub source: &'a str,
    pub faults: Vec<Fault>,
    pub texts: Texts,
    pub tables: TiVec<TableIndex, Table>,
    pub register: TableIndex,
    /// The table that is no firm's.
    pub told: Option<TableIndex>,
    pub parameters: TiVec<ParameterIndex, Parameter>,
    /// Where each parameter's figure is written.
    pub figures: TiVec<ParameterIndex, Range<usize>>,
    pub facts: TiVec<FactIndex, Fact>,
    pub standings: TiVec<StandingIndex, Standing>,
    /// The items' ids and names.
    pub items: Vec<(Arc<str>, Arc<str>)>,
    /// The column of the register that holds a firm's name.
    pub firm_name: Option<Arc<str>>,
    /// The name and the clause of what is being loaded: its formulas' figures are named after it.
    pub home: (String, String),
    /// Names whose own declaration is at fault: what uses them is not told again.
    pub broken: HashSet<String>,
    /// Figures that change from an award year on: the name of each, and what it stands for.
    pub changing: Vec<(Expression<Target>, Expression<Target>)>,
}

/// What a formula must yield.
#[derive(Clone, Copy)]
pub(super) enum Want {
    Test,
    Number,
    Money,
    Share,
    /// What has an order: a text has none that people would agree on.
    Order,
    Any,
}

impl<'a> Loader<'a> {
    pub fn new(source: &'a str, faults: Vec<Fault>) -> Self {
        Self {
            source,
            faults,
            texts: Texts::default(),
            tables: TiVec::new(),
            register: TableIndex::default(),
            parameters: TiVec::new(),
            figures: TiVec::new(),
            facts: TiVec::new(),
            standings: TiVec::new(),
            items: Vec::new(),
            firm_name: None,
            home: (String::new(), String::new()),
            told: None,
            broken: HashSet::new(),
            changing: Vec::new(),
        }
    }

    /// Tells a fault; not of what could not even be read.
    pub fn tell(&mut self, fault: Fault) {
        if fault.span != NOWHERE {
            self.faults.push(fault);
        }
    }

    pub fn fault(&mut self, message: String, span: Range<usize>) {
        self.tell(Fault::new(message, span));
    }

    /// What follows belongs to `name`.
    pub fn at_home(&mut self, name: &str, clause: &str) {
        self.home = (name.to_owned(), clause.to_owned());
    }

    /// Names that must differ.
    pub fn unique<'t>(&mut self, names: impl Iterator<Item = &'t Text>, what: &str) {
        let mut seen = HashSet::new();
        for name in names {
            if !seen.insert(name.get_ref()) {
                self.fault(format!("{what}“{}”重复", quoted(name.get_ref())), name.span());
            }
        }
    }

    /// The index of `name` among `known`.
    pub fn known(&mut self, name: &Text, known: &[Arc<str>], what: &str) -> Option<usize> {
        let found = known.iter().position(|candidate| **candidate == **name.get_ref());
        if found.is_none() && !self.broken.contains(name.get_ref()) {
            const MOST: usize = 20;
            let all = known.iter().take(MOST).map(|candidate| quoted(candidate)).collect::<Vec<_>>().join("、");
            let more = if known.len() > MOST { "等" } else { "" };
            let choices = if known.is_empty() { String::new() } else { format!("，可以写的有：{all}{more}") };
            self.tell(Fault {
                suggestion: nearest(name.get_ref(), known.iter().map(|candidate| &**candidate)),
                ..Fault::new(format!("没有{what}“{}”{choices}", quoted(name.get_ref())), name.span())
            });
        }
        found
    }

    /// The table called `name`, of which rules read each firm's records.
    pub fn table(&mut self, name: &Text) -> Option<TableIndex> {
        let table = self.any_table(name)?;
        if self.told != Some(table) {
            return Some(table);
        }
        let message = format!("“{}”不是哪一家企业的表，只有 [reported] 能读它", quoted(name.get_ref()));
        self.fault(message, name.span());
        None
    }

    /// The table called `name`.
    pub fn any_table(&mut self, name: &Text) -> Option<TableIndex> {
        let tables: Vec<_> = self.tables.iter().map(|table| Arc::clone(&table.name)).collect();
        self.known(name, &tables, "表").map(TableIndex::from)
    }

    pub fn column(&mut self, table: TableIndex, name: &Text) -> Option<ColumnIndex> {
        let table = &self.tables[table];
        let columns: Vec<_> = table.columns.iter().map(|column| Arc::clone(&column.name)).collect();
        let what = format!("“{}”表的列", table.name);
        self.known(name, &columns, &what).map(ColumnIndex::from)
    }

    /// The names a formula may use, over the records of `table` or over the firm.
    pub fn scope(&mut self, table: Option<TableIndex>) -> Scope<'_> {
        Scope {
            table,
            register: self.register,
            tables: &self.tables,
            facts: &self.facts,
            parameters: &self.parameters,
            items: &self.items,
            texts: &mut self.texts,
        }
    }

    /// The checked formula `text`, over the records of `table` or over the firm.
    pub fn formula(&mut self, text: &Text, table: Option<TableIndex>, want: Want) -> Option<Expr> {
        if text.span() == NOWHERE {
            return None;
        }
        let mut scope = self.scope(table);
        let (wanted, label): (fn(Type) -> bool, _) = match want {
            Want::Test => (|kind| kind == Type::Bool, "一个判断（真或假）"),
            Want::Number => (Type::is_numeric, "数字"),
            Want::Money => (|kind| matches!(kind, Type::Money | Type::Number), "金额"),
            Want::Share => (|kind| matches!(kind, Type::Share | Type::Number), "比例"),
            Want::Order => (|kind| kind.is_numeric() || kind == Type::Date, "能比先后的数、年度或日期"),
            Want::Any => (|_| true, ""),
        };
        match formula::check(text.get_ref(), &mut scope, wanted, label) {
            Ok(mut formula) => {
                self.name_figures(&mut formula.root, &text.span());
                for (name, figure) in &self.changing {
                    formula.root = formula.root.with(name, figure);
                }
                let length = live_length(&formula);
                if length > LONGEST_LIVE {
                    let message = format!(
                        "这个公式写进核算表有 {length} 个字，表格的一个公式最多约 {LONGEST_LIVE} 个；请分成几个事实来写"
                    );
                    self.fault(message, text.span());
                    return None;
                }
                Some(formula.at(text.span()))
            }
            Err(faults) => {
                let span = text.span();
                // Where the formula itself begins within its quotes.
                let written = self.source.get(span.clone()).unwrap_or_default();
                let quotes = written.find(text.get_ref().as_str());
                for fault in faults {
                    // A name whose own declaration is at fault.
                    if text.get_ref().get(fault.span.clone()).is_some_and(|name| self.broken.contains(name)) {
                        continue;
                    }
                    let span = match quotes {
                        Some(quotes) => span.start + quotes + fault.span.start..span.start + quotes + fault.span.end,
                        None => span.clone(),
                    };
                    self.tell(Fault { suggestion: fault.suggestion, ..Fault::new(fault.message, span) });
                }
                None
            }
        }
    }

    /// A figure above zero.
    pub fn positive(&mut self, figure: &Figure) -> Option<Decimal> {
        let (value, _) = self.figure(figure)?;
        if value <= Decimal::ZERO {
            self.fault("这里要大于零".into(), figure.span());
        }
        (value > Decimal::ZERO).then_some(value)
    }

    /// The exact figure and what it is: `50000`, `0.18`, `"25%"`. Its digits are read, so that no float is ever asked.
    pub fn figure(&mut self, figure: &Figure) -> Option<(Decimal, Type)> {
        let text = &figure.get_ref().0;
        let parsed = match text.strip_suffix('%') {
            Some(percent) => plain(percent)
                .and_then(|value| value.checked_mul(Decimal::new(1, 2)))
                .map(|value| (value.normalize(), Type::Share)),
            None => plain(text).map(|value| (value.normalize(), Type::Number)),
        };
        if parsed.is_some_and(|(value, _)| value.abs() > figure::LARGEST) {
            self.fault("这个数太大，请核对单位".into(), figure.span());
            return None;
        }
        if parsed.is_none() {
            let general = || "数字写成 50000、0.5 这样，百分数带引号，如 \"25%\"".to_owned();
            self.fault(meant(text).unwrap_or_else(general), figure.span());
        }
        parsed
    }

    /// Registers a figure that the award workbook's formulas point to.
    pub fn register_parameter(
        &mut self,
        name: &str,
        figure: &Figure,
        kind: Type,
        clause: &str,
        note: &str,
    ) -> Option<ParameterIndex> {
        let (value, written) = self.figure(figure)?;
        if kind == Type::Money && written == Type::Share {
            self.fault("这里需要金额，不是百分数".into(), figure.span());
            return None;
        }
        if kind == Type::Share && written == Type::Number && value > Decimal::ONE {
            self.fault("比例写成百分数，如 \"25%\"".into(), figure.span());
            return None;
        }
        if value.is_sign_negative() {
            self.fault("这里不能是负数".into(), figure.span());
            return None;
        }
        Some(self.add_parameter(name, value, kind, clause, note, figure.span()))
    }

    /// The same for a figure that is known already.
    pub fn add_parameter(
        &mut self,
        name: &str,
        value: Decimal,
        kind: Type,
        clause: &str,
        note: &str,
        span: Range<usize>,
    ) -> ParameterIndex {
        let mut name: String = name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
        // `2 张以上有机证`: a name of a spreadsheet begins with a letter.
        if name.starts_with(|c: char| c.is_numeric()) {
            name.insert(0, '_');
        }
        // A figure that several items share is one parameter.
        let shared = self.figures.position(|known| *known == span && span != NOWHERE);
        if let Some(shared) = shared.filter(|shared| *self.parameters[*shared].name == *name) {
            return shared;
        }
        self.figures.push(span);
        self.parameters.push_and_get_key(Parameter {
            name: name.into(),
            value,
            kind,
            clause: clause.into(),
            note: note.into(),
        })
    }

    /// The same for a number of years.
    pub fn register_years(
        &mut self,
        name: &str,
        figure: &Figure,
        clause: &str,
        note: &str,
    ) -> Option<(ParameterIndex, i32)> {
        let parameter = self.register_parameter(name, figure, Type::Number, clause, note)?;
        let value = self.parameters[parameter].value;
        let years = value.is_integer().then(|| value.to_i32()).flatten().filter(|years| *years <= 1000);
        if years.is_none() {
            self.fault("年数写成整数，如 3".into(), figure.span());
        }
        Some((parameter, years?))
    }

    /// How often or how many; one where nothing is written.
    pub fn register_count(&mut self, name: &str, figure: Option<&Figure>, clause: &str, note: &str) -> Option<usize> {
        let Some(figure) = figure else { return Some(1) };
        let parameter = self.register_parameter(name, figure, Type::Number, clause, note)?;
        let value = self.parameters[parameter].value;
        let count =
            value.is_integer().then(|| value.to_usize()).flatten().filter(|count| (1..=1_000_000).contains(count));
        if count.is_none() {
            self.fault("写成不小于 1 的整数，如 3".into(), figure.span());
        }
        count
    }

    /// Each of `written` loaded; none of them if one is wrong.
    pub(super) fn all<W, T>(
        &mut self,
        written: &[W],
        mut load: impl FnMut(&mut Self, &W) -> Option<T>,
    ) -> Option<Vec<T>> {
        let loaded: Vec<Option<T>> = written.iter().map(|one| load(self, one)).collect();
        loaded.into_iter().collect()
    }
}

/// A part that is absent is fine; one that is there must have loaded.
pub(super) fn whole<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(loaded) => loaded.map(Some),
    }
}
