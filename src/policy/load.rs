//! From the file as written to the checked policy, in the order in which the parts build on each other. Every fault is collected.

use std::collections::HashSet;
use std::sync::Arc;

use crate::checksum::sha256;
use chrono::Datelike;
use rust_decimal::Decimal;
use typed_index_collections::TiVec;

use super::column_requirements;
use super::fault::{self, Fault};
use super::file::{self, ParameterKind, RivalOver, Text};
use super::form;
use super::keys::Written;
use super::load_items::Known;
use super::load_limits::within;
use super::loader::{Loader, whole};
use super::names::award_year;
use super::reading;
use super::{Kind, Policy, RecordCondition, Register};
use crate::formula::{Comparison, Expression, Function, Type, is_of_name};

/// The file as written, and checked; else everything that is wrong.
pub(super) fn read(form: &form::Form<'_>, text: &str) -> Result<(file::File, Policy), Vec<Fault>> {
    let mut faults = form.faults.clone();
    let of_form = faults.len();
    let mut raw = file::File::read(form.root.clone(), &mut faults);
    raw.imply_codes();
    if !form.whole {
        // What an open bracket swallowed is neither missing nor unknown.
        faults.truncate(of_form);
    }
    let mut loader = Loader::new(text, faults);
    let policy = if form.whole { loader.policy(&raw) } else { None };
    let mut faults = loader.faults;
    // Of two that are told of one place the one that knows what was wanted there is better.
    // But quotes of another keyboard are what is wrong, not the name in them.
    let quotes: HashSet<_> = faults
        .iter()
        .take(of_form)
        .filter(|fault| fault.message == form::WIDE_QUOTES)
        .map(|fault| fault.span.clone())
        .collect();
    let mut nth = 0;
    faults.retain(|fault| {
        nth += 1;
        nth <= of_form || !quotes.contains(&fault.span)
    });
    let spans: HashSet<_> = faults.iter().skip(of_form).map(|fault| (fault.span.start, fault.span.end)).collect();
    let mut nth = 0;
    faults.retain(|fault| {
        nth += 1;
        nth > of_form || !spans.contains(&(fault.span.start, fault.span.end))
    });
    whole_or(policy.map(|policy| (raw, policy)), fault::once(faults))
}

fn is_over_firm(rival: &file::Rival) -> bool {
    rival.over.as_ref().is_some_and(|over| *over.get_ref() == RivalOver::Firm)
}

/// What was loaded, if nothing is wrong.
pub(super) fn whole_or<T>(loaded: Option<T>, mut faults: Vec<Fault>) -> Result<T, Vec<Fault>> {
    match loaded {
        Some(loaded) if faults.is_empty() => Ok(loaded),
        _ => {
            if faults.is_empty() {
                // Never silent: something was refused although nothing was told.
                faults.push(Fault::new("读不懂这份政策".into(), 0..0));
            }
            Err(faults)
        }
    }
}

impl Loader<'_> {
    pub(super) fn policy(&mut self, raw: &file::File) -> Option<Policy> {
        // Items are named by data columns, so their ids must be known before the tables' columns are.
        let named =
            raw.item.iter().map(|item| (item.id.get_ref().as_str().into(), item.name.get_ref().as_str().into()));
        self.items = named.collect();
        self.unique(raw.item.iter().map(|item| &item.id), "奖励项目代号");
        self.unique(raw.item.iter().map(|item| &item.name), "奖励项目名称");
        self.unique(raw.table.iter().map(|table| &table.name), "表名");
        self.unique(raw.workbook.iter().map(|workbook| &workbook.name), "工作簿名");
        self.unique(raw.condition.iter().map(|condition| &condition.id), "条件代号");
        self.unique(raw.condition.iter().map(|condition| &condition.name), "条件名称");
        self.unique(raw.workbook.iter().flat_map(|workbook| &workbook.tables), "两本工作簿里的表");
        self.unique(
            raw.fact.iter().map(|fact| &fact.name).chain(raw.parameter.iter().map(|p| &p.name)),
            "事实或参数名",
        );
        let codes = raw.check.iter().map(|check| &check.code);
        let codes = codes.chain(raw.effect.iter().filter_map(|effect| effect.get_ref().code.as_ref()));
        self.unique(codes.chain(raw.exclusive.iter().map(|exclusive| &exclusive.code)), "核对代号");
        self.unique(raw.standing.iter().map(|standing| &standing.name), "资质名");
        if raw.table.is_empty() {
            return None;
        }
        self.overlapping(raw);
        self.load_tables(raw);
        self.firm_name = Some(raw.register.name.get_ref().as_str().into());
        let register = self.register(&raw.register);
        for parameter in &raw.parameter {
            self.parameter(parameter);
        }
        for parameter in &raw.parameter {
            self.changes(parameter);
        }
        for standing in &raw.standing {
            match self.standing(standing) {
                Some(standing) => self.standings.push(standing),
                None => drop(self.broken.insert(standing.name.get_ref().clone())),
            }
        }
        for fact in &raw.fact {
            if !fact.name.get_ref().chars().all(is_of_name) {
                self.fault("事实名不用空格和符号，公式里才写得出来".into(), fact.name.span());
            }
            match self.fact(fact) {
                Some(fact) => self.facts.push(fact),
                // Whatever uses the fact would only repeat the fault.
                None => drop(self.broken.insert(fact.name.get_ref().clone())),
            }
        }
        let (mut conditions, mut record_conditions) = (TiVec::new(), TiVec::new());
        for condition in &raw.condition {
            let table = condition.table.as_ref().map(|table| self.table(table));
            match table {
                None => conditions.extend(self.condition(condition, None)),
                Some(table) => record_conditions.extend(table.and_then(|table| {
                    Some(RecordCondition { condition: self.condition(condition, Some(table))?, table })
                })),
            }
        }
        self.unique(raw.scale.iter().map(|scale| &scale.name), "分档表名");
        let effect = raw.effect.as_ref().and_then(|effect| self.effect(effect));
        let items = self.load_items(
            &raw.item,
            &Known {
                conditions: &raw.condition,
                scales: &raw.scale,
                defaults: raw.defaults.as_ref(),
                history: raw.history.as_ref(),
                effect: effect.as_ref(),
                capped: raw.cap.is_some(),
                item_caps: &raw.item_cap,
            },
        );
        let shared_limits: TiVec<_, _> =
            raw.shared_limits().filter_map(|limit| self.shared_limit(limit, &raw.item)).collect();
        let rivals = raw.rival.iter().filter_map(|rival| self.rival(rival, &raw.item)).collect();
        let other_scheme = raw.other_scheme.as_ref().map(|other| self.other_scheme(other));
        let succession = raw.succession.as_ref().map(|succession| self.succession(succession));
        let history = raw.history.as_ref().map(|history| self.history(history));
        if let Some(also) = raw.disqualified.as_ref().and_then(|ban| ban.also.first()) {
            self.fault("取消资格的，全部项目都不奖，不用写 also".into(), also.span());
        }
        let late = raw.rival.iter().skip_while(|rival| !is_over_firm(rival));
        for early in late.filter(|rival| !is_over_firm(rival)) {
            let span = early.items.first().map_or(0..0, Text::span);
            self.fault("按企业比的 [[rival]] 写在最后".into(), span);
        }
        let disqualified = raw.disqualified.as_ref().map(|ban| self.ban(ban));
        let suspended = raw.suspended.as_ref().map(|ban| self.ban(ban));
        let evaluation = raw.evaluation.as_ref().map(|evaluation| self.evaluation(evaluation));
        let caps = self.caps(raw);
        let spread = caps.iter().flatten().map(|cap| cap.spread).next().unwrap_or_default();
        let owners: Vec<_> = raw.owner_limits().filter_map(|limit| self.owner_limit(limit, spread)).collect();
        let fund = raw.fund.as_ref().map(|fund| self.fund(fund, raw));
        let mut items = items.map(|items| within(items, &shared_limits));
        let funders = self.funders(&raw.funder, items.as_mut());
        let accounts = raw.accounts.as_ref().map(|accounts| self.accounts(accounts));
        let objections = raw.objections.as_ref().map(|objections| self.objections(objections));
        let payments = raw.payments.as_ref().map(|payments| self.payments(payments));
        let returns = raw.returns.as_ref().map(|returns| self.returns(returns));
        let publication = raw.publication.as_ref().map(|publication| self.publication(publication));
        let notes = raw.note.iter().filter_map(|note| self.note(note)).collect();
        let reported = raw.reported.as_ref().map(|reported| self.reported(reported));
        self.told_once(raw);
        let targets = raw.target.iter().filter_map(|goal| self.goal(goal)).collect();
        self.unique(raw.list.iter().map(|list| &list.name), "名单名");
        self.unique(raw.target.iter().map(|goal| &goal.name), "目标名");
        let lists = raw.list.iter().filter_map(|list| self.drawn_up(list)).collect();
        let mut checks: Vec<_> = raw.check.iter().filter_map(|check| self.check(check)).collect();
        if let (Some(effect), Some(items)) = (&effect, &items) {
            checks.extend(effect.checks(&items.raw, &self.tables));
        }
        let exclusives = raw.exclusive.iter().filter_map(|exclusive| self.exclusive(exclusive)).collect();
        let workbooks = raw.workbook.iter().filter_map(|workbook| self.workbook(workbook)).collect();
        let year_table = self.table(&raw.policy.year_table);
        if year_table.is_some_and(|table| raw.table[usize::from(table)].period.is_empty()) {
            self.fault("这张表没有声明 period，看不出年度".into(), raw.policy.year_table.span());
        }
        let years = raw.policy.years.get_ref();
        if years[0] > years[1] {
            self.fault("起始年度大于结束年度".into(), raw.policy.years.span());
        }
        let four_digits = 1950..=2100;
        if let Some(year) = years.iter().find(|year| !four_digits.contains(*year)) {
            self.fault(format!("年度写四位数，如 2022，写的是 {year}"), raw.policy.years.span());
        }
        let trial_until = raw.policy.trial_until.as_ref().and_then(|day| self.day(day));
        if let (Some(until), Some(written)) = (trial_until, &raw.policy.trial_until)
            && until.year() < years[0].min(years[1])
        {
            self.fault("试行在适用年度以前就结束了，请核对".into(), written.span());
        }
        let classes: Vec<Arc<str>> =
            raw.caps().flat_map(|cap| cap.class.0).map(|class| class.id.get_ref().as_str().into()).collect();
        // Of a cap that cannot be read no class is known.
        let readable = raw.caps().next().is_none() || !classes.is_empty();
        let examples = self.examples(&raw.example, years[0]..=years[1], &raw.condition, readable.then_some(&classes));
        self.defined_names();
        let (fund, of_fund) = whole(fund)?.unzip();
        Some(Policy {
            fund,
            joint_limits: owners.into_iter().chain(of_fund.flatten()).collect(),
            number: raw.policy.number.as_str().into(),
            title: raw.policy.title.as_str().into(),
            issuer: (*raw.policy.issuer).into(),
            sha256: sha256(self.source.as_bytes()),
            years: years[0]..=years[1],
            trial_until,
            register: register?,
            year_table: year_table?,
            workbooks,
            conditions,
            record_conditions,
            items: items?,
            funders: funders?,
            shared_limits,
            rivals,
            other_scheme: whole(other_scheme)?,
            history: whole(history)?,
            succession: whole(succession)?,
            disqualified: whole(disqualified)?,
            suspended: whole(suspended)?,
            evaluation: whole(evaluation)?,
            caps: caps?,
            accounts: whole(accounts)?,
            payments: whole(payments)?,
            objections: whole(objections)?,
            returns: whole(returns)?,
            reported: whole(reported)?,
            targets,
            lists,
            checks,
            exclusives,
            notes,
            publication: whole(publication)?,
            examples,
            readings: raw.reading.iter().map(|reading| reading::of(reading, &raw.policy, self.source)).collect(),
            texts: std::mem::take(&mut self.texts),
            tables: std::mem::take(&mut self.tables),
            parameters: std::mem::take(&mut self.parameters),
            facts: std::mem::take(&mut self.facts),
            standings: std::mem::take(&mut self.standings),
        })
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
        let code = self.column_for(table, &raw.code, column_requirements::CODE)?;
        let Kind::Code(numbering) = self.tables[table].columns[code].kind else { return None };
        let (called, counter) = numbering.holder();
        Some(Register {
            table,
            code,
            numbering,
            called: raw.called.as_deref().unwrap_or(called).into(),
            counter: raw.counter.as_deref().unwrap_or(counter).into(),
            name: self.column_for(table, &raw.name, column_requirements::TEXT)?,
            district: match &raw.district {
                Some(district) => Some(self.column_for(table, district, column_requirements::TEXT)?),
                None => None,
            },
            shown: raw.shown.iter().filter_map(|column| self.column(table, column)).collect(),
        })
    }

    /// What a figure is from which award year on: its name stands for the one of the year.
    fn changes(&mut self, raw: &file::Parameter) {
        let Some(known) = self.parameters.position(|known| *known.name == **raw.name.get_ref()) else { return };
        let (name, clause, note) = (raw.name.get_ref(), &*raw.clause, &*raw.note);
        let (own, kind) = (self.named(known), self.parameters[known].kind);
        let (mut now, mut before) = (own.clone(), 0);
        for (from, figure) in raw.years.iter() {
            let year = from.get_ref().parse().ok().filter(|year| (1950..=2100).contains(year));
            let Some(year) = year.filter(|year| *year > before) else {
                self.fault("写四位数的年度，从早到晚".into(), from.span());
                continue;
            };
            before = year;
            let Some(later) = self.register_parameter(&format!("{name}_{year}年起"), figure, kind, clause, note)
            else {
                continue;
            };
            let from = Expression::Number { value: year.into(), percent: false };
            let reached = Expression::Compare(Comparison::AtLeast, Box::new(award_year()), Box::new(from));
            now = Expression::Call(Function::If, vec![reached, self.named(later), now]);
        }
        if now != own {
            self.changing.push((own, now));
        }
    }

    fn parameter(&mut self, raw: &file::Parameter) {
        let kind = match raw.kind.as_ref().map(|kind| *kind.get_ref()) {
            None if raw.value.get_ref().0.ends_with('%') => Type::Share,
            None | Some(ParameterKind::Number) => Type::Number,
            Some(ParameterKind::Money) => Type::Money,
            Some(ParameterKind::Share) => Type::Share,
        };
        let (name, clause, note) = (raw.name.get_ref(), &*raw.clause, &*raw.note);
        if !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            self.fault("参数名只用汉字、字母、数字和 _，公式里才写得出来".into(), raw.name.span());
            self.broken.insert(name.clone());
        }
        if self.register_parameter(name, &raw.value, kind, clause, note).is_none() {
            // Go on, so that its uses do not repeat the fault.
            self.add_parameter(name, Decimal::ONE, kind, clause, note, raw.value.span());
        }
    }
}
