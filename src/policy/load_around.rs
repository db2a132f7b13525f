//! What stands around the items: other schemes, past awards, bans, the evaluation, accounts and payments, objections, publication, notes.

use std::sync::Arc;

use super::column_requirements;
use super::file::{self, CompareBy, Figure, Text};
use super::loader::{Loader, Want};
use super::{
    Accounts, Ban, Evaluation, History, Note, Objections, OtherScheme, Payments, PersonAccounts, Publication, Reclaims,
    Returns, Source, Succession,
};
use crate::index::FactIndex;
use crate::money::Money;

impl Loader<'_> {
    pub(super) fn other_scheme(&mut self, raw: &file::OtherScheme) -> Option<OtherScheme> {
        self.at_home("别的政策", &raw.clause);
        let table = self.table(&raw.table)?;
        let scheme = self.column_for(table, &raw.scheme, column_requirements::TEXT);
        let item = self.column_for(table, &raw.item, column_requirements::ITEM);
        let record = self.column_for(table, &raw.record, column_requirements::TEXT);
        let amount = self.column_for(table, &raw.amount, column_requirements::MONEY);
        let applies = self.formula(&raw.applies, Some(table), Want::Test);
        let paid = self.formula(&raw.paid, Some(table), Want::Test);
        Some(OtherScheme {
            table,
            by_firm: raw.by.as_ref().is_some_and(|by| *by.get_ref() == CompareBy::Firm),
            after_cap: raw.after_cap,
            scheme: scheme?,
            named: raw.named.iter().map(|name| name.get_ref().as_str().into()).collect(),
            item: item?,
            record: record?,
            amount: amount?,
            applies: applies?,
            paid: paid?,
            clause: (*raw.clause).into(),
        })
    }

    pub(super) fn history(&mut self, raw: &file::History) -> Option<History> {
        let table = self.table(&raw.table)?;
        let year = self.column_for(table, &raw.year, column_requirements::PERIOD);
        let item = self.column_for(table, &raw.item, column_requirements::ITEM);
        let record = self.column_for(table, &raw.record, column_requirements::TEXT);
        let amount = self.column_for(table, &raw.amount, column_requirements::MONEY);
        Some(History { table, year: year?, item: item?, record: record?, amount: amount?, since: raw.since })
    }

    pub(super) fn succession(&mut self, raw: &file::Succession) -> Option<Succession> {
        self.at_home("代码沿革", &raw.clause);
        let table = self.table(&raw.table)?;
        let old = self.column_for(table, &raw.old, column_requirements::CODE)?;
        if old == self.tables[table].key {
            self.fault("原代码要另写一列，写在现在的代码后面".into(), raw.old.span());
        } else if !self.tables[table].columns[old].required {
            self.fault("原代码列要写 required = true".into(), raw.old.span());
        }
        if table == self.register {
            self.fault("代码沿革要另有一张表，不能用企业名录".into(), raw.table.span());
        }
        Some(Succession { table, old, clause: (*raw.clause).into() })
    }

    pub(super) fn ban(&mut self, raw: &file::Ban) -> Option<Ban> {
        self.at_home(&raw.reason, &raw.clause);
        let when = self.formula(&raw.when, None, Want::Test)?;
        let reclaims = match &raw.reclaims {
            Some(reclaims) => Some(self.reclaims(reclaims)?),
            None => None,
        };
        let also = self.items_known(&raw.also)?;
        Some(Ban { when, reason: raw.reason.as_str().into(), also, reclaims, clause: (*raw.clause).into() })
    }

    fn reclaims(&mut self, raw: &file::Reclaims) -> Option<Reclaims> {
        let names: Vec<_> = self.facts.iter().map(|fact| Arc::clone(&fact.name)).collect();
        let fact = self.known(&raw.fact, &names, "事实").map(FactIndex::from)?;
        let Source::Any { table, .. } = self.facts[fact].source else {
            self.fault("这里要写一个用 any 判断记录的事实".into(), raw.fact.span());
            return None;
        };
        let item = self.column_for(table, &raw.item, column_requirements::ITEM);
        let record = match &raw.record {
            Some(record) => Some(self.column_for(table, record, column_requirements::TEXT)?),
            None => None,
        };
        Some(Reclaims { fact, item: item?, record })
    }

    pub(super) fn evaluation(&mut self, raw: &file::Evaluation) -> Option<Evaluation> {
        let concerns = self.formula(&raw.concerns, None, Want::Test);
        let passed = self.formula(&raw.passed, None, Want::Test);
        let stopped = self.formula(&raw.stopped, None, Want::Test);
        Some(Evaluation {
            concerns: concerns?,
            passed: passed?,
            stopped: stopped?,
            awaited: raw.awaited,
            clause: (*raw.clause).into(),
        })
    }

    pub(super) fn accounts(&mut self, raw: &file::Accounts) -> Option<Accounts> {
        let table = self.table(&raw.table)?;
        let holder = self.column_for(table, &raw.holder, column_requirements::TEXT);
        let bank = self.column_for(table, &raw.bank, column_requirements::TEXT);
        let number = self.column_for(table, &raw.number, column_requirements::TEXT);
        let persons = match &raw.persons {
            Some(persons) => Some(self.person_accounts(persons)?),
            None => None,
        };
        Some(Accounts { table, holder: holder?, bank: bank?, number: number?, persons })
    }

    fn person_accounts(&mut self, raw: &file::PersonAccounts) -> Option<PersonAccounts> {
        let table = self.table(&raw.table)?;
        let columns = [&raw.name, &raw.holder, &raw.bank, &raw.number];
        let [name, holder, bank, number] =
            columns.map(|column| self.column_for(table, column, column_requirements::TEXT));
        Some(PersonAccounts { table, name: name?, holder: holder?, bank: bank?, number: number? })
    }

    pub(super) fn payments(&mut self, raw: &file::Payments) -> Option<Payments> {
        let table = self.table(&raw.table)?;
        let payee = self.column_for(table, &raw.payee, column_requirements::TEXT);
        let day = self.column_for(table, &raw.day, column_requirements::DATE);
        let amount = self.column_for(table, &raw.amount, column_requirements::MONEY);
        let batch = self.column_for(table, &raw.batch, column_requirements::TEXT);
        let applies = self.formula(&raw.applies, Some(table), Want::Test);
        let summary = (*raw.summary).into();
        let (payee, day, amount) = (payee?, day?, amount?);
        Some(Payments { table, payee, day, amount, batch: batch?, applies: applies?, summary })
    }

    pub(super) fn objections(&mut self, raw: &file::Objections) -> Option<Objections> {
        let table = self.table(&raw.table)?;
        let day = self.column_for(table, &raw.day, column_requirements::DATE);
        let [by, content, answer, outcome] = [&raw.by, &raw.content, &raw.answer, &raw.outcome]
            .map(|column| self.column_for(table, column, column_requirements::TEXT));
        Some(Objections { table, day: day?, by: by?, content: content?, answer: answer?, outcome: outcome? })
    }

    pub(super) fn publication(&mut self, raw: &file::Publication) -> Option<Publication> {
        let banded = self.items_named(&raw.banded);
        let bands = self.all(&raw.bands, |loader, figure| loader.positive(figure).map(Money::yuan));
        let (banded, bands) = (banded?, bands?);
        if banded.is_empty() != bands.is_empty() || !bands.is_sorted_by(|one, next| one < next) {
            let place = raw.bands.first().map(Figure::span).or_else(|| raw.banded.first().map(Text::span));
            self.fault("banded 和 bands 要一起写，bands 从小到大".into(), place.unwrap_or(0..0));
            return None;
        }
        Some(Publication { banded, bands })
    }

    pub(super) fn note(&mut self, raw: &file::Note) -> Option<Note> {
        Some(Note {
            clause: raw.clause.as_str().into(),
            text: raw.text.as_str().into(),
            items: self.items_named(&raw.items)?,
            ask: (*raw.ask).into(),
            answer: (*raw.answer).into(),
        })
    }

    pub(super) fn returns(&mut self, raw: &file::Returns) -> Option<Returns> {
        let table = self.table(&raw.table)?;
        let year = self.column_for(table, &raw.year, column_requirements::PERIOD);
        let item = self.column_for(table, &raw.item, column_requirements::ITEM);
        let record = self.column_for(table, &raw.record, column_requirements::TEXT);
        let amount = self.column_for(table, &raw.amount, column_requirements::MONEY);
        Some(Returns { table, year: year?, item: item?, record: record?, amount: amount? })
    }
}
