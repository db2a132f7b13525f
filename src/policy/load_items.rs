//! The award items: methods and modifiers, each figure registered as a parameter under the item's name. Every part is loaded
//! before the first that is wrong stops the item, so that all its faults are told.

use std::sync::Arc;

use super::column_requirements::{self, Fit};
use super::file::{self, Text};
use super::load_methods::together;
use super::load_time::Effect;
use super::loader::{Loader, Want, whole};
use super::names::award_year;
use super::owner::Owner;
use super::wanted::Node;
use super::{Expr, Fact, Item, Kind, Once, OnceOf, Provisional, Source, Target};
use crate::formula::{Comparison, Expression, Function, Type};
use crate::index::{CapIndex, ColumnIndex, ConditionIndex, RecordConditionIndex, TableIndex};

/// What the parts of the file that items refer to are called.
pub(super) struct Known<'a> {
    pub conditions: &'a [file::Condition],
    pub scales: &'a [file::SharedScale],
    pub defaults: Option<&'a file::Defaults>,
    pub history: Option<&'a file::History>,
    /// When the document is in force.
    pub effect: Option<&'a Effect>,
    /// Is there a cap of all items?
    pub capped: bool,
    /// The caps of some.
    pub item_caps: &'a [file::ItemCap],
}

impl Loader<'_> {
    /// All items; `None` if one of them is wrong (its faults are collected).
    pub(super) fn load_items(&mut self, raw: &[file::Item], known: &Known<'_>) -> Option<Vec<Item>> {
        let items: Vec<_> = raw.iter().map(|item| self.load_item(item, known)).collect();
        items.into_iter().collect()
    }

    fn load_item(&mut self, raw: &file::Item, known: &Known<'_>) -> Option<Item> {
        self.items_known(&raw.beside);
        self.at_home(raw.name.get_ref(), &raw.clause);
        let standing = raw.standing.as_ref().map(|standing| self.standing_named(standing));
        let table = self.table(&raw.table);
        let required = self.required(raw, known);
        let table = table?;
        let record = self.optional_column(table, raw.record.as_ref(), column_requirements::TEXT);
        let dated = raw.date.is_some() || known.defaults.is_some_and(|defaults| defaults.dated);
        let counts = self.counts(raw, table, dated);
        let date = self.known_date(raw, table, counts.as_ref());
        let counts = counts.and_then(|counts| self.in_force(raw, known.effect, table, date, counts));
        let owner =
            Owner { name: raw.name.get_ref(), clause: &raw.clause, table, standing, date, ranked: raw.quota.is_some() };
        let method = self.method(&raw.method, known.scales, &owner);
        let plus = self.all(&raw.plus, |loader, plus| loader.plus(plus, method.as_ref(), &owner));
        let plus_most = raw.plus_most.as_ref().map(|most| self.quantity(most, &owner.wants("加成上限", Type::Money)));
        if let Some(most) = raw.plus_most.as_ref().filter(|_| raw.plus.is_empty()) {
            self.fault("plus_most 只和 plus 一起才起作用".into(), most.span());
        }
        let less = match &raw.upgrade {
            Some(upgrade) => Some(self.paid_before(upgrade, raw, known.history, &owner)),
            None => raw.less.as_ref().map(|less| self.quantity(less, &owner.wants("扣除", Type::Money))),
        };
        let limits = self.all(&raw.limits, |loader, limit| loader.limit(limit, raw.record.is_some(), &owner));
        let once = raw.once.as_ref().map(|once| self.once(once, &owner));
        let by_record = |of: &Once| of.of == OnceOf::Record;
        if once.iter().flatten().any(by_record) && raw.record.is_none() {
            self.fault("once 需要先写 record：认得出一条记录的列".into(), raw.id.span());
        }
        let one_per = raw.one_per.as_ref().map(|one_per| self.one_per(one_per, &owner));
        let quota = raw.quota.as_ref().map(|quota| self.quota(quota, &owner));
        let provisional = raw.provisional.as_ref().map(|provisional| {
            let when = self.formula(&provisional.when, Some(table), Want::Test)?;
            Some(Provisional { when, reason: provisional.reason.as_str().into() })
        });
        let higher_by = raw.higher_by.as_ref().map(|higher| {
            Some((self.column_for(table, &higher.column, column_requirements::TEXT)?, higher.name.as_str().into()))
        });
        let paid = self.payees(raw, &owner);
        let needs = self.all(&raw.needs, |loader, column| loader.column(table, column));
        let (method, plus, plus_most, less) = (method?, plus?, whole(plus_most)?, whole(less)?);
        let (requires, asks) = required?;
        let (payee, payees) = paid?;
        let capped = self.capped(raw, known);
        let amount = together(&method, (&plus, plus_most.as_ref()), less.as_ref()).at(raw.method.span());
        let limits = limits?;
        let quota = match (whole(quota)?, &raw.quota) {
            (Some(quota), Some(raw)) => {
                let over = limits.iter().map(|limit| &limit.amount);
                Some(self.at_edges(quota, std::iter::once(&amount).chain(over), raw))
            }
            _ => None,
        };
        let supplier = known.defaults.map(|defaults| &*defaults.supplier).filter(|_| raw.supplier.is_empty());
        let supplier = supplier.unwrap_or(&raw.supplier);
        Some(Item {
            id: raw.id.get_ref().as_str().into(),
            symbol: self.texts.add(raw.id.get_ref()),
            name: raw.name.get_ref().as_str().into(),
            clause: raw.clause.as_str().into(),
            table,
            counts: counts?.at(raw.place()),
            date,
            record: record?,
            standing: whole(standing)?,
            amount,
            method,
            plus,
            plus_most,
            less,
            needs: needs?,
            supplier: supplier.into(),
            limits,
            within: Vec::new(),
            funders: Vec::new(),
            once: whole(once)?,
            one_per: whole(one_per)?,
            quota,
            provisional: whole(provisional)?,
            higher_by: whole(higher_by)?,
            requires,
            asks,
            counts_toward_cap: capped.is_some_and(|(counts, _)| counts),
            cap: capped?.1,
            payee,
            payees,
            note: (*raw.note).into(),
        })
    }

    /// The conditions an item requires: of the firm, and of the record.
    fn required(
        &mut self,
        raw: &file::Item,
        known: &Known<'_>,
    ) -> Option<(Vec<ConditionIndex>, Vec<RecordConditionIndex>)> {
        let conditions = known.conditions;
        let by_default = known.defaults.map(|defaults| defaults.requires.as_slice()).unwrap_or_default();
        let written = raw.requires.as_deref().unwrap_or(by_default);
        let ids: Vec<Arc<str>> = conditions.iter().map(|condition| condition.id.get_ref().as_str().into()).collect();
        let found = self.all(written, |loader, id| loader.known(id, &ids, "条件"))?;
        let (mut requires, mut asks) = (Vec::new(), Vec::new());
        for (index, written) in found.into_iter().zip(written) {
            let of_kind = |record: bool| conditions[..index].iter().filter(|c| c.table.is_some() == record).count();
            match &conditions[index].table {
                None => requires.push(of_kind(false).into()),
                Some(table) if table.get_ref() == raw.table.get_ref() => asks.push(of_kind(true).into()),
                // What all items follow concerns those whose records it judges.
                Some(_) if raw.requires.is_none() => {}
                Some(table) => {
                    let message = format!("这个条件判断的是“{}”表的记录，本项目的记录不在那张表", table.get_ref());
                    self.fault(message, written.span());
                }
            }
        }
        Some((requires, asks))
    }

    /// Does the item count toward a cap, and which? Where there is none the question does not arise.
    fn capped(&mut self, raw: &file::Item, known: &Known<'_>) -> Option<(bool, Option<CapIndex>)> {
        let lists = |cap: &file::ItemCap| cap.items.iter().any(|item| item.get_ref() == raw.id.get_ref());
        let own: Vec<usize> = (0..known.item_caps.len()).filter(|at| lists(&known.item_caps[*at])).collect();
        if let Some(first) = own.first() {
            if own.len() > 1 || raw.counts_toward_cap.is_some() {
                let message = if own.len() > 1 {
                    "写进了两个 [[item_cap]]：一个项目只占一个限额"
                } else {
                    "写进了 [[item_cap]] 的项目，不再写 counts_toward_cap"
                };
                self.fault(message.into(), raw.id.span());
                return None;
            }
            return Some((true, Some(CapIndex::from(first + usize::from(known.capped)))));
        }
        let by_default = known.defaults.and_then(|defaults| defaults.counts_toward_cap.as_ref());
        let said = raw.counts_toward_cap.as_ref().or(by_default).map(|decided| decided.0);
        if said.is_none() && known.capped {
            self.fault("缺少“counts_toward_cap”：占不占限额；也可以写在 [defaults] 里".into(), raw.id.span());
            return None;
        }
        let counts = said.unwrap_or(false);
        if counts && !known.capped && !known.item_caps.is_empty() {
            self.fault("占限额，但没有 [cap]：写 [cap]，或者写进一个 [[item_cap]] 的 items".into(), raw.id.span());
            return None;
        }
        Some((counts, (counts && known.capped).then(CapIndex::default)))
    }

    /// Which records make a line: those the item says, of the award year where that is implied, and only the first ever if so.
    fn counts(&mut self, raw: &file::Item, table: TableIndex, dated: bool) -> Option<Expr> {
        let own = match &raw.counts {
            Some(counts) => Some(self.formula(counts, Some(table), Want::Test)?),
            None => None,
        };
        let says_year = own.iter().any(|own| own.root.refers(|target| *target == Target::Year));
        if raw.first && says_year {
            self.fault("写了 first 的，counts 里不写年度：年度按表的 period 看".into(), raw.place());
            return None;
        }
        if let Some(date) = raw.date.as_ref().filter(|_| says_year || raw.any_year) {
            self.fault("date 已经说明看哪一年，counts 里不再写年度，也不写 any_year".into(), date.span());
        }
        let implied = raw.first || (dated && !says_year && !raw.any_year);
        let mut parts: Vec<Node> = Vec::new();
        if implied {
            parts.push(self.of_year(raw, table, Comparison::Equal)?);
        }
        parts.extend(own.iter().flat_map(|own| own.conjuncts()).cloned());
        if raw.first {
            let mut before = vec![self.of_year(raw, table, Comparison::Less)?];
            before.extend(parts[1..].iter().cloned());
            let holds = Self::test(before);
            let name: Arc<str> = format!("以前已有{}", raw.name.get_ref()).into();
            let clause = raw.clause.as_str().into();
            let source = Source::Any { table, holds };
            let fact = Fact { name: Arc::clone(&name), kind: Type::Bool, clause, source, each: None };
            let target = Target::Fact(self.facts.push_and_get_key(fact));
            let known = Expression::Name { target, name, kind: Type::Bool };
            parts.push(Expression::Call(Function::Not, vec![known]));
        }
        match own {
            Some(own) if !implied => Some(own),
            _ => Some(Self::test(parts)),
        }
    }

    /// All of `parts` together.
    pub(super) fn test(mut parts: Vec<Node>) -> Expr {
        let root = match parts.len() {
            0 => Expression::Bool(true),
            1 => parts.remove(0),
            _ => Expression::Call(Function::And, parts),
        };
        Self::expr(root, Type::Bool)
    }

    /// The column that dates the item's records, where its filter says no year.
    fn date_of(&mut self, raw: &file::Item, table: TableIndex) -> Option<ColumnIndex> {
        let known = self.known_date(raw, table, None);
        if known.is_none() && raw.date.is_none() {
            let message = "看不出记录的年度：写 date = \"日期列\"，或者给表写 period（刚好一列），或者在 counts 里写年度，或者写 any_year = true";
            self.fault(message.into(), raw.place());
        }
        known
    }

    /// The record's year held against the award year.
    fn of_year(&mut self, raw: &file::Item, table: TableIndex, op: Comparison) -> Option<Node> {
        let column = self.date_of(raw, table)?;
        let own = self.year_of(table, column);
        Some(Expression::Compare(op, Box::new(own), Box::new(award_year())))
    }

    /// The year that a column tells.
    pub(super) fn year_of(&self, table: TableIndex, column: ColumnIndex) -> Node {
        let own = self.column_name(table, column);
        match self.tables[table].columns[column].kind {
            Kind::Date => Expression::Call(Function::Year, vec![own]),
            _ => own,
        }
    }

    pub(super) fn optional_column(
        &mut self,
        table: TableIndex,
        name: Option<&Text>,
        fit: Fit,
    ) -> Option<Option<ColumnIndex>> {
        match name {
            Some(name) => self.column_for(table, name, fit).map(Some),
            None => Some(None),
        }
    }
}
