//! The award items: methods and modifiers, each figure registered as a parameter under the item's name.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::file::{self, Figure, Text};
use super::fits::{self, Fit};
use super::load::{Loader, Want};
use super::{Item, Kind, Limit, Lookup, Method, Once, OnePer, Payee, Span, Tier, TierPays};
use crate::formula::Type;
use crate::texts::Symbol;

/// Whose figures are being loaded.
struct Owner<'a> {
    name: &'a str,
    clause: &'a str,
    table: usize,
    standing: Option<usize>,
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
        let table = self.table(&raw.table)?;
        let record = self.optional_column(table, raw.record.as_ref(), fits::TEXT)?;
        let counts = self.formula(&raw.counts, Some(table), Want::Test);
        let standing = match &raw.standing {
            Some(standing) => Some(self.standing_named(standing)?),
            None => None,
        };
        let owner = Owner { name: raw.name.get_ref(), clause: &raw.clause, table, standing };
        let method = self.method(&raw.method, &owner)?;
        let limits = raw.limits.iter().map(|limit| self.limit(limit, record, &owner)).collect::<Option<Vec<_>>>()?;
        let once = match &raw.once {
            Some(once) => Some(self.once(once, &owner)?),
            None => None,
        };
        if (once.is_some() || !limits_are_free_of_keys(&limits)) && record.is_none() {
            self.fault("once 和按记录的上限需要先写 record".into(), raw.id.span());
        }
        let one_per = match &raw.one_per {
            Some(one_per) => Some(OnePer {
                by: one_per.by.iter().map(|column| self.column(table, column)).collect::<Option<_>>()?,
                order: self.formula(&one_per.order, Some(table), Want::Any)?,
                reason: one_per.reason.as_str().into(),
                warn: one_per.warn,
            }),
            None => None,
        };
        let higher_by = match &raw.higher_by {
            Some(higher) => Some((self.column_for(table, &higher.column, fits::TEXT)?, higher.name.as_str().into())),
            None => None,
        };
        let payee = match &raw.payee {
            None => Payee::Firm,
            Some(file::Payee::Person(column)) => Payee::Person(self.column_for(table, column, fits::TEXT)?),
            Some(file::Payee::Carrier(column)) => Payee::Carrier(self.column_for(table, column, fits::TEXT)?),
        };
        Some(Item {
            id: raw.id.get_ref().as_str().into(),
            symbol: self.texts.add(raw.id.get_ref()),
            name: raw.name.get_ref().as_str().into(),
            clause: raw.clause.as_str().into(),
            table,
            counts: counts?,
            record,
            standing,
            method,
            needs: raw.needs.iter().map(|column| self.column(table, column)).collect::<Option<_>>()?,
            supplier: raw.supplier.as_str().into(),
            limits,
            once,
            one_per,
            higher_by,
            requires: raw.requires.iter().map(|id| self.known(id, conditions, "条件")).collect::<Option<_>>()?,
            counts_toward_cap: raw.counts_toward_cap,
            payee,
            note: raw.note.as_str().into(),
        })
    }

    fn optional_column(&mut self, table: usize, name: Option<&Text>, fit: Fit) -> Option<Option<usize>> {
        match name {
            Some(name) => self.column_for(table, name, fit).map(Some),
            None => Some(None),
        }
    }

    fn method(&mut self, raw: &toml::Spanned<file::Method>, owner: &Owner<'_>) -> Option<Method> {
        let table = Some(owner.table);
        match raw.get_ref() {
            file::Method { fixed: Some(fixed), rate: None, tiers: None, entered: None } => {
                let amount =
                    self.lookup("奖励额", fixed.amount.as_ref(), fixed.by.as_ref(), &fixed.values, owner, raw)?;
                let quantity = match &fixed.quantity {
                    Some(quantity) => Some(self.formula(quantity, table, Want::Number)?),
                    None => None,
                };
                Some(Method::Fixed { amount, quantity })
            }
            file::Method { fixed: None, rate: Some(rate), tiers: None, entered: None } => {
                let base = self.formula(&rate.base, table, Want::Money)?;
                let column = self.optional_column(owner.table, rate.column.as_ref(), fits::PERCENT)?;
                let name = format!("{}_比例", owner.name);
                let rate = self.register_parameter(&name, &rate.rate, Type::Share, owner.clause, "")?;
                Some(Method::Rate { base, rate, column })
            }
            file::Method { fixed: None, rate: None, tiers: Some(tiers), entered: None } => self.tiers(tiers, owner),
            file::Method { fixed: None, rate: None, tiers: None, entered: Some(entered) } => {
                let column = self.column_for(owner.table, &entered.column, fits::MONEY)?;
                let ceiling = match &entered.ceiling {
                    Some(c) => Some(self.lookup("上限", c.amount.as_ref(), c.by.as_ref(), &c.values, owner, raw)?),
                    None => None,
                };
                Some(Method::Entered { column, ceiling })
            }
            file::Method { .. } => {
                self.fault("method 写 fixed、rate、tiers、entered 中的一种".into(), raw.span());
                None
            }
        }
    }

    /// One amount, or a table of amounts by a column of the record or by its standing.
    fn lookup(
        &mut self,
        what: &str,
        amount: Option<&Figure>,
        by: Option<&Text>,
        values: &BTreeMap<Text, Figure>,
        owner: &Owner<'_>,
        raw: &toml::Spanned<file::Method>,
    ) -> Option<Lookup> {
        let mut written: Vec<_> = values.iter().collect();
        written.sort_by_key(|(key, _)| key.span().start);
        let one = |loader: &mut Self, key: &str, figure: &Figure| {
            let name =
                if key.is_empty() { format!("{}_{what}", owner.name) } else { format!("{}_{key}{what}", owner.name) };
            loader.register_parameter(&name, figure, Type::Money, owner.clause, "元")
        };
        match (amount, by) {
            (Some(amount), None) if values.is_empty() => Some(Lookup::One(one(self, "", amount)?)),
            (None, Some(by)) if by.get_ref() == "standing" => {
                let Some(standing) = owner.standing else {
                    self.fault("按 standing 定额的项目要先写 standing".into(), by.span());
                    return None;
                };
                let labels = self.standings[standing].labels.to_vec();
                let mut found = [None; 3];
                if written.len() < found.len() {
                    self.fault(format!("要写全 {}", labels.join("、")), by.span());
                }
                for (key, figure) in written {
                    let place = self.known(key, &labels, "身份")?;
                    found[place] = one(self, key.get_ref(), figure);
                }
                let [first, continuous, again] = found;
                Some(Lookup::ByStanding([first?, continuous?, again?]))
            }
            (None, Some(by)) => {
                let column = self.column_for(owner.table, by, fits::TEXT)?;
                if written.is_empty() {
                    self.fault("values 里至少写一个值和它的数".into(), by.span());
                }
                let known: Option<Vec<Arc<str>>> = match &self.tables[owner.table].columns[column].kind {
                    Kind::List(list) => Some(list.iter().map(|value| Arc::clone(&value.text)).collect()),
                    _ => None,
                };
                let mut found: Vec<(Symbol, usize)> = Vec::new();
                for (key, figure) in written {
                    if let Some(known) = &known {
                        self.known(key, known, "这个值")?;
                    }
                    let parameter = one(self, key.get_ref(), figure)?;
                    found.push((self.texts.add(key.get_ref()), parameter));
                }
                Some(Lookup::ByColumn(column, found))
            }
            _ => {
                self.fault("写 amount，或者 by 加 values".into(), raw.span());
                None
            }
        }
    }

    fn tiers(&mut self, raw: &file::Tiers, owner: &Owner<'_>) -> Option<Method> {
        let base = self.formula(&raw.base, Some(owner.table), Want::Number)?;
        let mut tiers: Vec<Tier> = Vec::new();
        let mut before: Option<Decimal> = None;
        if raw.steps.is_empty() {
            self.fault("steps 里至少写一档".into(), raw.base.span());
        }
        for (i, step) in raw.steps.iter().enumerate() {
            let (figure, inclusive) = match (&step.at_least, &step.above) {
                (Some(figure), None) => (figure, true),
                (None, Some(figure)) => (figure, false),
                (written, _) => {
                    let span = written.as_ref().map_or_else(|| raw.base.span(), Figure::span);
                    self.fault("每档写 at_least（含本数）或 above（不含）中的一个".into(), span);
                    return None;
                }
            };
            let number = i + 1;
            let name = format!("{}_第{number}档起点", owner.name);
            let from = self.register_parameter(&name, figure, base.kind, owner.clause, "")?;
            if before.is_some_and(|before| before >= self.parameters[from].value) {
                self.fault("各档起点要从小到大".into(), figure.span());
            }
            before = Some(self.parameters[from].value);
            let pays = match (&step.amount, &step.rate) {
                (Some(amount), None) if !raw.marginal => {
                    let name = format!("{}_第{number}档奖励额", owner.name);
                    TierPays::Amount(self.register_parameter(&name, amount, Type::Money, owner.clause, "元")?)
                }
                (None, Some(rate)) => {
                    let name = format!("{}_第{number}档比例", owner.name);
                    TierPays::Rate(self.register_parameter(&name, rate, Type::Share, owner.clause, "")?)
                }
                _ => {
                    self.fault("每档写 amount 或 rate；marginal 只能用 rate".into(), figure.span());
                    return None;
                }
            };
            tiers.push(Tier { from, inclusive, pays });
        }
        Some(Method::Tiers { base, tiers, marginal: raw.marginal })
    }

    fn limit(&mut self, raw: &file::Limit, record: Option<usize>, owner: &Owner<'_>) -> Option<Limit> {
        let over = match raw.over.get_ref().as_str() {
            "line" => Span::Record,
            "record" => Span::Key,
            "record-life" => Span::KeyLife,
            "firm-year" => Span::FirmYear,
            _ => {
                let known = ["line", "record", "record-life", "firm-year"].map(Into::into);
                self.known(&raw.over, &known, "上限范围");
                return None;
            }
        };
        if matches!(over, Span::Key | Span::KeyLife) && record.is_none() {
            self.fault("按记录的上限需要先写 record".into(), raw.over.span());
        }
        let name = format!("{}_{}", owner.name, raw.name);
        let parameter = self.register_parameter(&name, &raw.amount, Type::Money, owner.clause, "元")?;
        Some(Limit { parameter, over, name: raw.name.as_str().into(), clause: owner.clause.into() })
    }

    fn once(&mut self, raw: &file::Once, owner: &Owner<'_>) -> Option<Once> {
        let parameter = match &raw.years {
            Some(years) => {
                let name = format!("{}_间隔年数", owner.name);
                Some(self.register_years(&name, years, owner.clause, "此前几年内奖过的不再奖")?)
            }
            None => None,
        };
        let (parameter, years) = parameter.unzip();
        Some(Once { years, parameter, reason: raw.reason.as_str().into(), clause: owner.clause.into() })
    }
}

fn limits_are_free_of_keys(limits: &[Limit]) -> bool {
    limits.iter().all(|limit| !matches!(limit.over, Span::Key | Span::KeyLife))
}
