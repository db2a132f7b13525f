//! From the file as written to the checked policy, in the order in which the parts build on each other. Every fault is collected.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::checksum::sha256;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::fault::{self, Fault, PolicyError, plain};
use super::file::{self, Figure, Text};
use super::fits;
use super::names::Scope;
use super::{Expr, Fact, Fund, Note, Parameter, Policy, Reading, Register, Standing, Table};
use crate::formula::{self, Type, nearest};
use crate::texts::Texts;

/// Collects faults and what later parts build on.
pub(super) struct Loader<'a> {
    pub source: &'a str,
    pub faults: Vec<Fault>,
    pub texts: Texts,
    pub tables: Vec<Table>,
    pub register: usize,
    pub parameters: Vec<Parameter>,
    /// Where each parameter's figure is written.
    pub figures: Vec<Range<usize>>,
    pub facts: Vec<Fact>,
    pub standings: Vec<Standing>,
}

/// What a formula must yield.
#[derive(Clone, Copy)]
pub(super) enum Want {
    Test,
    Number,
    Money,
    Any,
}

impl Policy {
    /// Reads and checks the policy in `text`; `file` is what messages call it.
    ///
    /// # Errors
    /// [`PolicyError`] with everything that is wrong, each with line, column and a suggestion.
    pub fn load(text: &str, file: &str) -> Result<Self, PolicyError> {
        let failed = |faults| PolicyError { file: file.into(), text: text.into(), faults };
        let raw: file::File = toml::from_str(text).map_err(|error| failed(vec![syntax(&error, text)]))?;
        let mut loader = Loader {
            source: text,
            faults: Vec::new(),
            texts: Texts::default(),
            tables: Vec::new(),
            register: 0,
            parameters: Vec::new(),
            figures: Vec::new(),
            facts: Vec::new(),
            standings: Vec::new(),
        };
        let policy = loader.policy(raw);
        let mut faults = loader.faults;
        faults.sort_by_key(|fault| fault.span.start);
        let faults = fault::once(faults);
        match policy {
            Some(policy) if faults.is_empty() => Ok(policy),
            _ => Err(failed(faults)),
        }
    }
}

/// A fault of the file's form, in the clerk's language.
fn syntax(error: &toml::de::Error, text: &str) -> Fault {
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let span = error.span().unwrap_or(0..0);
    let (message, suggestion) = match quoted.split_first() {
        Some((unknown, known)) if message.starts_with("unknown field") || message.starts_with("unknown variant") => {
            let suggestion = nearest(unknown, known.iter().copied());
            (format!("没有“{unknown}”这一项，可以写的有：{}", known.join("、")), suggestion)
        }
        Some((missing, _)) if message.starts_with("missing field") => (format!("缺少“{missing}”"), None),
        Some((twice, _)) if message.starts_with("duplicate") => (format!("“{twice}”写了两次"), None),
        _ => {
            let figure = text.get(span.clone()).and_then(fault::figure);
            (figure.unwrap_or_else(|| fault::form(message)), None)
        }
    };
    Fault { message, span: span.start.min(text.len())..span.end.min(text.len()), suggestion }
}

impl Loader<'_> {
    fn policy(&mut self, raw: file::File) -> Option<Policy> {
        // Items are named by data columns, so their ids must be known before the tables' columns are.
        let item_ids: Vec<Arc<str>> = raw.item.iter().map(|item| item.id.get_ref().as_str().into()).collect();
        self.unique(raw.item.iter().map(|item| &item.id), "奖励项目代号");
        self.unique(raw.item.iter().map(|item| &item.name), "奖励项目名称");
        self.unique(raw.table.iter().map(|table| &table.name), "表名");
        self.unique(raw.workbook.iter().map(|workbook| &workbook.name), "工作簿名");
        self.unique(raw.condition.iter().map(|condition| &condition.id), "条件代号");
        self.unique(
            raw.fact.iter().map(|fact| &fact.name).chain(raw.parameter.iter().map(|p| &p.name)),
            "事实或参数名",
        );
        self.unique(raw.check.iter().map(|check| &check.code), "核对代号");
        self.unique(raw.standing.iter().map(|standing| &standing.name), "资质名");
        if raw.table.is_empty() || raw.item.is_empty() {
            self.fault("至少要有一张表（[[table]]）和一个奖励项目（[[item]]）".into(), 0..0);
            return None;
        }
        self.overlapping(&raw);
        self.load_tables(&raw.table, &raw.register);
        let register = self.register(&raw.register)?;
        for parameter in &raw.parameter {
            self.parameter(parameter);
        }
        for standing in &raw.standing {
            let loaded = self.standing(standing);
            self.standings.extend(loaded);
        }
        if self.standings.len() < raw.standing.len() {
            return None;
        }
        for fact in &raw.fact {
            if let Some(fact) = self.fact(fact) {
                self.facts.push(fact);
            } else {
                // Whatever uses the fact would only repeat the fault.
                return None;
            }
        }
        let conditions: Vec<_> = raw.condition.iter().filter_map(|condition| self.condition(condition)).collect();
        let items = self.load_items(&raw.item, &raw.condition);
        let rivals = raw.rival.iter().filter_map(|rival| self.rival(rival, &item_ids, &raw.item)).collect();
        let other_scheme = raw.other_scheme.as_ref().map(|other| self.other_scheme(other));
        let history = raw.history.as_ref().map(|history| self.history(history));
        let disqualified = raw.disqualified.as_ref().map(|ban| self.ban(ban));
        let suspended = raw.suspended.as_ref().map(|ban| self.ban(ban));
        let cap = raw.cap.as_ref().map(|cap| self.cap(cap));
        if let (Some(fund), None) = (&raw.fund, &raw.cap) {
            self.fault("专项资金由 [cap] 的 increment 汇总，要先写 [cap]".into(), fund.of.span());
        }
        let fund = raw.fund.as_ref().map(|fund| {
            let of = self.formula(&fund.of, None, Want::Test)?;
            Some(Fund { of, clause: fund.clause.as_str().into() })
        });
        let accounts = raw.accounts.as_ref().map(|accounts| self.accounts(accounts));
        let targets = raw.target.iter().filter_map(|goal| self.goal(goal)).collect();
        let checks = raw.check.iter().filter_map(|check| self.check(check)).collect();
        let workbooks = raw.workbook.iter().filter_map(|workbook| self.workbook(workbook)).collect();
        let year_table = self.table(&raw.policy.year_table)?;
        if self.tables[year_table].period.is_empty() {
            self.fault("这张表没有声明 period，看不出年度".into(), raw.policy.year_table.span());
        }
        let years = raw.policy.years.get_ref();
        if years[0] > years[1] {
            self.fault("起始年度大于结束年度".into(), raw.policy.years.span());
        }
        let trial_until = raw.policy.trial_until.as_ref().and_then(|day| {
            let parsed = NaiveDate::parse_from_str(day.get_ref(), "%Y-%m-%d").ok();
            if parsed.is_none() {
                self.fault("日期要写成 2023-10-14 这样".into(), day.span());
            }
            parsed
        });
        self.defined_names();
        Some(Policy {
            number: raw.policy.number.into(),
            title: raw.policy.title.into(),
            issuer: raw.policy.issuer.into(),
            sha256: sha256(self.source.as_bytes()),
            years: years[0]..=years[1],
            trial_until,
            register,
            year_table,
            workbooks,
            conditions,
            items: items?,
            rivals,
            other_scheme: flat(other_scheme)?,
            history: flat(history)?,
            disqualified: flat(disqualified)?,
            suspended: flat(suspended)?,
            cap: flat(cap)?,
            fund: flat(fund)?,
            accounts: flat(accounts)?,
            targets,
            checks,
            notes: raw.note.into_iter().map(|n| Note { clause: n.clause.into(), text: n.text.into() }).collect(),
            readings: raw
                .reading
                .into_iter()
                .map(|r| Reading { clause: r.clause.into(), choice: r.choice.into(), reason: r.reason.into() })
                .collect(),
            texts: std::mem::take(&mut self.texts),
            tables: std::mem::take(&mut self.tables),
            parameters: std::mem::take(&mut self.parameters),
            facts: std::mem::take(&mut self.facts),
            standings: std::mem::take(&mut self.standings),
        })
    }

    pub(super) fn fault(&mut self, message: String, span: Range<usize>) {
        self.faults.push(Fault { message, span, suggestion: None });
    }

    /// Names that must differ.
    pub(super) fn unique<'t>(&mut self, names: impl Iterator<Item = &'t Text>, what: &str) {
        let mut seen = HashSet::new();
        for name in names {
            if !seen.insert(name.get_ref()) {
                self.fault(format!("{what}“{}”重复", name.get_ref()), name.span());
            }
        }
    }

    /// The index of `name` among `known`.
    pub(super) fn known(&mut self, name: &Text, known: &[Arc<str>], what: &str) -> Option<usize> {
        let found = known.iter().position(|candidate| **candidate == **name.get_ref());
        if found.is_none() {
            self.faults.push(Fault {
                message: format!("没有{what}“{}”", name.get_ref()),
                span: name.span(),
                suggestion: nearest(name.get_ref(), known.iter().map(|candidate| &**candidate)),
            });
        }
        found
    }

    /// A figure above zero.
    pub(super) fn positive(&mut self, figure: &Figure) -> Option<Decimal> {
        let (value, _) = self.figure(figure)?;
        if value <= Decimal::ZERO {
            self.fault("这里要大于零".into(), figure.span());
        }
        (value > Decimal::ZERO).then_some(value)
    }

    pub(super) fn table(&mut self, name: &Text) -> Option<usize> {
        let tables: Vec<_> = self.tables.iter().map(|table| Arc::clone(&table.name)).collect();
        self.known(name, &tables, "表")
    }

    pub(super) fn column(&mut self, table: usize, name: &Text) -> Option<usize> {
        let table = &self.tables[table];
        let columns: Vec<_> = table.columns.iter().map(|column| Arc::clone(&column.name)).collect();
        let what = format!("“{}”表的列", table.name);
        self.known(name, &columns, &what)
    }

    /// The checked formula `text`, over the records of `table` or over the firm.
    pub(super) fn formula(&mut self, text: &Text, table: Option<usize>, want: Want) -> Option<Expr> {
        let mut scope = Scope {
            table,
            register: self.register,
            tables: &self.tables,
            facts: &self.facts,
            parameters: &self.parameters,
            texts: &mut self.texts,
        };
        let (wanted, label): (fn(Type) -> bool, _) = match want {
            Want::Test => (|kind| kind == Type::Bool, "一个判断（真或假）"),
            Want::Number => (Type::is_numeric, "数字"),
            Want::Money => (|kind| matches!(kind, Type::Money | Type::Number), "金额"),
            Want::Any => (|_| true, ""),
        };
        match formula::check(text.get_ref(), &mut scope, wanted, label) {
            Ok(formula) => Some(formula),
            Err(fault) => {
                let span = text.span();
                // Where the formula itself begins within its quotes.
                let written = self.source.get(span.clone()).unwrap_or_default();
                let span = match written.find(text.get_ref().as_str()) {
                    Some(quotes) => span.start + quotes + fault.span.start..span.start + quotes + fault.span.end,
                    None => span,
                };
                self.faults.push(Fault { message: fault.message, span, suggestion: fault.suggestion });
                None
            }
        }
    }

    /// The exact figure and what it is: `50000`, `"25%"`, `"0.18"`. Never a TOML float, which is binary.
    pub(super) fn figure(&mut self, figure: &Figure) -> Option<(Decimal, Type)> {
        let parsed = match figure.get_ref() {
            toml::Value::Integer(number) => Some((Decimal::from(*number), Type::Number)),
            toml::Value::String(text) => match text.strip_suffix('%') {
                Some(percent) => plain(percent)
                    .and_then(|value| value.checked_mul(Decimal::new(1, 2)))
                    .map(|value| (value.normalize(), Type::Share)),
                None => plain(text).map(|value| (value.normalize(), Type::Number)),
            },
            _ => None,
        };
        if parsed.is_none() {
            let meant = figure.get_ref().as_str().and_then(fault::figure);
            let general = || "数字写成整数，或者带引号的小数、百分数，如 50000、\"0.5\"、\"25%\"".to_owned();
            self.fault(meant.unwrap_or_else(general), figure.span());
        }
        parsed
    }

    /// Registers a figure that the award workbook's formulas point to.
    pub(super) fn register_parameter(
        &mut self,
        name: &str,
        figure: &Figure,
        kind: Type,
        clause: &str,
        note: &str,
    ) -> Option<usize> {
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
        let name: String = name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
        self.parameters.push(Parameter { name: name.into(), value, kind, clause: clause.into(), note: note.into() });
        self.figures.push(figure.span());
        Some(self.parameters.len() - 1)
    }

    /// The same for a number of years.
    pub(super) fn register_years(
        &mut self,
        name: &str,
        figure: &Figure,
        clause: &str,
        note: &str,
    ) -> Option<(usize, i32)> {
        let parameter = self.register_parameter(name, figure, Type::Number, clause, note)?;
        let value = self.parameters[parameter].value;
        let years = value.is_integer().then(|| value.to_i32()).flatten().filter(|years| *years <= 1000);
        if years.is_none() {
            self.fault("年数写成整数，如 3".into(), figure.span());
        }
        Some((parameter, years?))
    }

    /// Every parameter becomes a defined name of the award workbook, so the names must differ and not read as cells.
    fn defined_names(&mut self) {
        let mut seen = HashSet::new();
        let mut wrong = Vec::new();
        for (parameter, span) in self.parameters.iter().zip(&self.figures) {
            let name = &parameter.name;
            let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
            let cell =
                letters.len() < name.len() && letters.len() <= 3 && letters.chars().all(|c| c.is_ascii_alphabetic());
            let starts = name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
            // R and C, alone or with numbers, are addresses in the other notation.
            let other = name.to_uppercase().chars().all(|c| c.is_ascii_digit() || c == 'R' || c == 'C');
            if cell || other || !starts {
                wrong.push((format!("“{name}”在表格里像一个单元格地址，请换一个名称"), span.clone()));
            } else if !seen.insert(name.to_lowercase()) {
                wrong.push((format!("这个数的名称“{name}”与前面的重复，请改项目名、档次名或上限名"), span.clone()));
            }
        }
        for (message, span) in wrong {
            self.fault(message, span);
        }
    }

    fn register(&mut self, raw: &file::Register) -> Option<Register> {
        let table = self.register;
        Some(Register {
            table,
            code: self.column_for(table, &raw.code, fits::CODE)?,
            name: self.column_for(table, &raw.name, fits::TEXT)?,
            district: match &raw.district {
                Some(district) => Some(self.column_for(table, district, fits::TEXT)?),
                None => None,
            },
            shown: raw.shown.iter().filter_map(|column| self.column(table, column)).collect(),
        })
    }

    fn parameter(&mut self, raw: &file::Parameter) {
        let kind = match raw.kind.as_ref().map(|kind| (kind, kind.get_ref().as_str())) {
            None => match raw.value.get_ref() {
                toml::Value::String(text) if text.ends_with('%') => Type::Share,
                _ => Type::Number,
            },
            Some((_, "money")) => Type::Money,
            Some((_, "number")) => Type::Number,
            Some((_, "percent")) => Type::Share,
            Some((kind, _)) => {
                self.fault("参数的 type 是 money、number 或 percent".into(), kind.span());
                // Go on, so that its uses do not repeat the fault.
                Type::Number
            }
        };
        if self.register_parameter(raw.name.get_ref(), &raw.value, kind, &raw.clause, &raw.note).is_none() {
            // Likewise.
            let (name, clause, note) = (raw.name.get_ref(), raw.clause.as_str(), raw.note.as_str());
            let value = Decimal::ONE;
            self.parameters.push(Parameter {
                name: name.as_str().into(),
                value,
                kind,
                clause: clause.into(),
                note: note.into(),
            });
            self.figures.push(raw.value.span());
        }
    }
}

/// A part that is absent is fine; one that is there must have loaded.
fn flat<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(loaded) => loaded.map(Some),
    }
}
