//! The award items: methods and modifiers, each figure registered as a parameter under the item's name. Every part is loaded
//! before the first that is wrong stops the item, so that all its faults are told.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::column_requirements::{self, Fit};
use super::file::{self, Figure, Over, Text};
use super::loader::{Loader, Want};
use super::written::Pairs;
use super::{Item, Kind, Limit, Lookup, Method, Once, OnePer, Payee, Span, Tier, TierPays};
use crate::formula::Type;
use crate::money::Money;
use crate::texts::Symbol;

/// How a ceiling says that there is none.
const UNLIMITED: &str = "不限";

/// Whose figures are being loaded.
struct Owner<'a> {
    name: &'a str,
    clause: &'a str,
    table: usize,
    /// The standing it names; `Some(None)` if that is at fault.
    standing: Option<Option<usize>>,
}

/// A table of amounts, as written: for an award, or for a ceiling.
struct Amounts<'a> {
    what: &'a str,
    amount: Option<&'a Figure>,
    by: Option<&'a Text>,
    values: &'a Pairs<Figure>,
    /// A value without an amount: what to write, and the figure that stands for it.
    none: (&'a str, Option<Decimal>),
    whole: std::ops::Range<usize>,
}

impl Loader<'_> {
    /// All items; `None` if one of them is wrong (its faults are collected).
    pub(super) fn load_items(&mut self, raw: &[file::Item], conditions: &[file::Condition]) -> Option<Vec<Item>> {
        let conditions: Vec<Arc<str>> =
            conditions.iter().map(|condition| condition.id.get_ref().as_str().into()).collect();
        let items: Vec<_> = raw.iter().map(|item| self.load_item(item, &conditions)).collect();
        items.into_iter().collect()
    }

    fn load_item(&mut self, raw: &file::Item, conditions: &[Arc<str>]) -> Option<Item> {
        let ids: Vec<Arc<str>> = self.items.iter().map(|(id, _)| Arc::clone(id)).collect();
        for other in &raw.beside {
            self.known(other, &ids, "奖励项目");
        }
        self.at_home(raw.name.get_ref(), &raw.clause);
        let requires = self.all(&raw.requires, |loader, id| loader.known(id, conditions, "条件"));
        let standing = raw.standing.as_ref().map(|standing| self.standing_named(standing));
        let table = self.table(&raw.table)?;
        let record = self.optional_column(table, raw.record.as_ref(), column_requirements::TEXT);
        let counts = self.formula(&raw.counts, Some(table), Want::Test);
        let owner = Owner { name: raw.name.get_ref(), clause: &raw.clause, table, standing };
        let method = self.method(&raw.method, &owner);
        let limits = self.all(&raw.limits, |loader, limit| loader.limit(limit, raw.record.is_some(), &owner));
        let once = raw.once.as_ref().map(|once| self.once(once, &owner));
        if raw.once.is_some() && raw.record.is_none() {
            self.fault("once 需要先写 record：认得出一条记录的列".into(), raw.id.span());
        }
        let one_per = raw.one_per.as_ref().map(|one_per| self.one_per(one_per, table));
        let higher_by = raw.higher_by.as_ref().map(|higher| {
            Some((self.column_for(table, &higher.column, column_requirements::TEXT)?, higher.name.as_str().into()))
        });
        let payee = self.payee(raw.payee.as_ref(), table);
        let needs = self.all(&raw.needs, |loader, column| loader.column(table, column));
        Some(Item {
            id: raw.id.get_ref().as_str().into(),
            symbol: self.texts.add(raw.id.get_ref()),
            name: raw.name.get_ref().as_str().into(),
            clause: raw.clause.as_str().into(),
            table,
            counts: counts?,
            record: record?,
            standing: whole(standing)?,
            method: method?,
            needs: needs?,
            supplier: (*raw.supplier).into(),
            limits: limits?,
            once: whole(once)?,
            one_per: whole(one_per)?,
            higher_by: whole(higher_by)?,
            requires: requires?,
            counts_toward_cap: raw.counts_toward_cap.0,
            payee: payee?,
            note: (*raw.note).into(),
        })
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

    fn one_per(&mut self, raw: &file::OnePer, table: usize) -> Option<OnePer> {
        let by = self.all(&raw.by, |loader, column| loader.column(table, column));
        let order = self.formula(&raw.order, Some(table), Want::Any);
        Some(OnePer { by: by?, order: order?, reason: raw.reason.as_str().into(), warn: raw.warn })
    }

    fn payee(&mut self, raw: Option<&toml::Spanned<file::Payee>>, table: usize) -> Option<Payee> {
        let Some(raw) = raw else { return Some(Payee::Firm) };
        match raw.get_ref() {
            file::Payee { person: Some(column), carrier: None } => {
                self.column_for(table, column, column_requirements::TEXT).map(Payee::Person)
            }
            file::Payee { person: None, carrier: Some(column) } => {
                self.column_for(table, column, column_requirements::TEXT).map(Payee::Carrier)
            }
            file::Payee { .. } => {
                self.fault("payee 写 person、carrier 中的一种".into(), raw.span());
                None
            }
        }
    }

    fn optional_column(&mut self, table: usize, name: Option<&Text>, fit: Fit) -> Option<Option<usize>> {
        match name {
            Some(name) => self.column_for(table, name, fit).map(Some),
            None => Some(None),
        }
    }

    fn method(&mut self, raw: &toml::Spanned<file::Method>, owner: &Owner<'_>) -> Option<Method> {
        let table = Some(owner.table);
        let written = raw.get_ref();
        match (&written.fixed, &written.rate, &written.tiers, &written.entered) {
            (Some(fixed), None, None, None) => {
                let amount = self.lookup(
                    &Amounts {
                        what: "奖励额",
                        amount: fixed.amount.as_ref(),
                        by: fixed.by.as_ref(),
                        values: &fixed.values,
                        none: ("不奖的写 0", None),
                        whole: raw.span(),
                    },
                    owner,
                );
                let quantity = fixed.quantity.as_ref().map(|quantity| self.formula(quantity, table, Want::Number));
                Some(Method::Fixed { amount: amount?, quantity: whole(quantity)? })
            }
            (None, Some(rate), None, None) => {
                let base = self.formula(&rate.base, table, Want::Money);
                let column = self.optional_column(owner.table, rate.column.as_ref(), column_requirements::PERCENT);
                let name = format!("{}_比例", owner.name);
                let rate = self.register_parameter(&name, &rate.rate, Type::Share, owner.clause, "");
                Some(Method::Rate { base: base?, rate: rate?, column: column? })
            }
            (None, None, Some(tiers), None) => self.tiers(tiers, owner),
            (None, None, None, Some(entered)) => {
                let column = self.column_for(owner.table, &entered.column, column_requirements::MONEY);
                let ceiling = entered.ceiling.as_ref().map(|ceiling| self.ceiling(ceiling, owner, raw.span()));
                Some(Method::Entered { column: column?, ceiling: whole(ceiling)? })
            }
            _ => {
                self.fault("method 写 fixed、rate、tiers、entered 中的一种".into(), raw.span());
                None
            }
        }
    }

    fn ceiling(&mut self, raw: &file::Ceiling, owner: &Owner<'_>, whole: std::ops::Range<usize>) -> Option<Lookup> {
        let amounts = Amounts {
            what: "上限",
            amount: raw.amount.as_ref(),
            by: raw.by.as_ref(),
            values: &raw.values,
            // No amount is larger, so nothing is ever cut.
            none: ("没有上限的写 \"不限\"", Some(Money::LARGEST.as_yuan())),
            whole,
        };
        self.lookup(&amounts, owner)
    }

    /// One amount, or a table of amounts by a list column of the record or by its standing. Every value has its amount: one that
    /// is left out would silently pay nothing.
    fn lookup(&mut self, raw: &Amounts<'_>, owner: &Owner<'_>) -> Option<Lookup> {
        match (raw.amount, raw.by) {
            (Some(amount), None) if raw.values.0.is_empty() => {
                let name = format!("{}_{}", owner.name, raw.what);
                self.register_parameter(&name, amount, Type::Money, owner.clause, "元").map(Lookup::One)
            }
            (None, Some(by)) if by.get_ref() == "standing" => {
                let Some(standing) = owner.standing else {
                    self.fault("按 standing 定额的项目要先写 standing".into(), by.span());
                    return None;
                };
                let labels = self.standings[standing?].labels.to_vec();
                let found = self.amounts(raw, by, &labels, "身份", owner)?;
                let [first, continuous, again] = found[..] else { return None };
                Some(Lookup::ByStanding([first, continuous, again]))
            }
            (None, Some(by)) => {
                let column = self.column_for(owner.table, by, column_requirements::LIST)?;
                let Kind::List(list) = &self.tables[owner.table].columns[column].kind else { return None };
                let (known, symbols): (Vec<Arc<str>>, Vec<Symbol>) =
                    list.iter().map(|value| (Arc::clone(&value.text), value.symbol)).unzip();
                let found = self.amounts(raw, by, &known, "这个值", owner)?;
                Some(Lookup::ByColumn(column, symbols.into_iter().zip(found).collect()))
            }
            _ => {
                self.fault("写 amount，或者 by 加 values".into(), raw.whole.clone());
                None
            }
        }
    }

    /// The parameters of the amounts, one for each of `known`.
    fn amounts(
        &mut self,
        raw: &Amounts<'_>,
        by: &Text,
        known: &[Arc<str>],
        what: &str,
        owner: &Owner<'_>,
    ) -> Option<Vec<usize>> {
        self.unique(raw.values.iter().map(|(value, _)| value), "值");
        let mut found = vec![None; known.len()];
        let mut named = vec![false; known.len()];
        let mut slips = 0;
        for (value, figure) in raw.values.iter() {
            let Some(at) = self.known(value, known, what) else {
                slips += 1;
                continue;
            };
            named[at] = true;
            let name = format!("{}_{}{}", owner.name, value.get_ref(), raw.what);
            found[at] = match raw.none.1 {
                Some(unlimited) if figure.get_ref().0 == UNLIMITED => {
                    Some(self.add_parameter(&name, unlimited, Type::Money, owner.clause, UNLIMITED, figure.span()))
                }
                _ => self.register_parameter(&name, figure, Type::Money, owner.clause, "元"),
            };
        }
        let left: Vec<&str> =
            known.iter().zip(&named).filter(|(_, named)| !**named).map(|(value, _)| &**value).collect();
        // A slip in a value's name is told already.
        if left.len() > slips {
            self.fault(format!("values 要写全，还缺 {}；{}", left.join("、"), raw.none.0), by.span());
        }
        found.into_iter().collect()
    }

    fn tiers(&mut self, raw: &file::Tiers, owner: &Owner<'_>) -> Option<Method> {
        let base = self.formula(&raw.base, Some(owner.table), Want::Number);
        let kind = base.as_ref().map_or(Type::Number, |base| base.kind);
        let mut before: Option<Decimal> = None;
        let steps: Vec<_> = raw.steps.iter().zip(1..).collect();
        let tiers = self.all(&steps, |loader, (step, number)| {
            let (figure, inclusive) = match (&step.at_least, &step.above) {
                (Some(figure), None) => (figure, true),
                (None, Some(figure)) => (figure, false),
                (written, _) => {
                    let span = written.as_ref().map_or_else(|| raw.base.span(), Figure::span);
                    loader.fault("每档写 at_least（含本数）或 above（不含）中的一个".into(), span);
                    return None;
                }
            };
            let name = format!("{}_第{number}档起点", owner.name);
            let from = loader.register_parameter(&name, figure, kind, owner.clause, "")?;
            let value = loader.parameters[from].value;
            if before.is_some_and(|before| before >= value) {
                loader.fault("各档起点要从小到大".into(), figure.span());
            }
            before = Some(value);
            let pays = match (&step.amount, &step.rate) {
                (Some(amount), None) if !raw.marginal => {
                    let name = format!("{}_第{number}档奖励额", owner.name);
                    TierPays::Amount(loader.register_parameter(&name, amount, Type::Money, owner.clause, "元")?)
                }
                (None, Some(rate)) => {
                    let name = format!("{}_第{number}档比例", owner.name);
                    TierPays::Rate(loader.register_parameter(&name, rate, Type::Share, owner.clause, "")?)
                }
                _ => {
                    loader.fault("每档写 amount 或 rate；marginal 只能用 rate".into(), figure.span());
                    return None;
                }
            };
            Some(Tier { from, inclusive, pays })
        });
        Some(Method::Tiers { base: base?, tiers: tiers?, marginal: raw.marginal })
    }

    fn limit(&mut self, raw: &file::Limit, has_record: bool, owner: &Owner<'_>) -> Option<Limit> {
        let over = match raw.over.get_ref() {
            Over::Line => Span::Record,
            Over::Record => Span::Key,
            Over::RecordLife => Span::KeyLife,
            Over::FirmYear => Span::FirmYear,
        };
        if matches!(over, Span::Key | Span::KeyLife) && !has_record {
            self.fault("按记录的上限需要先写 record：认得出一条记录的列".into(), raw.over.span());
        }
        let name = format!("{}_{}", owner.name, raw.name);
        let parameter = self.register_parameter(&name, &raw.amount, Type::Money, owner.clause, "元")?;
        Some(Limit { parameter, over, name: raw.name.as_str().into(), clause: owner.clause.into() })
    }

    fn once(&mut self, raw: &file::Once, owner: &Owner<'_>) -> Option<Once> {
        let parameter = match &raw.years {
            Some(years) => {
                let name = format!("{}_间隔年数", owner.name);
                let (parameter, count) = self.register_years(&name, years, owner.clause, "此前几年内奖过的不再奖")?;
                if count == 0 {
                    self.fault("0 年等于没有写；永远只奖一次的，不写 years".into(), years.span());
                }
                Some((parameter, count))
            }
            None => None,
        };
        let (parameter, years) = parameter.unzip();
        Some(Once { years, parameter, reason: raw.reason.as_str().into(), clause: owner.clause.into() })
    }
}

/// A part that is absent is fine; one that is there must have loaded.
pub(super) fn whole<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(loaded) => loaded.map(Some),
    }
}
