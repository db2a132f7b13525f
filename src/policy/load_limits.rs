//! What bounds an item's lines: limits, what is awarded once, one of a group, places for all firms.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use typed_index_collections::{TiSlice, TiVec};

use super::file::{self, Over, SharedOver, Short};
use super::loader::{Loader, Want};
use super::owner::Owner;
use super::wanted::Wanted;
use super::{
    Continuity, Expr, Fund, Item, JointLimit, Limit, Once, OnceOf, OnePer, Quota, SharedLimit, Span, Spread, Target,
};
use crate::formula::{Expression, Type};
use crate::index::{ItemIndex, SharedLimitIndex};

impl Loader<'_> {
    pub(super) fn one_per(&mut self, raw: &file::OnePer, owner: &Owner<'_>) -> Option<OnePer> {
        let (table, keep) = (owner.table, format!("{}_条数", owner.name));
        let keep = self.register_count(&keep, raw.keep.as_ref(), owner.clause, "奖排在最前的几条");
        let by = self.all(&raw.by, |loader, column| loader.column(table, column));
        let order = self.formula(&raw.order, Some(table), Want::Order);
        Some(OnePer { by: by?, keep: keep?, order: order?, reason: raw.reason.as_str().into(), warn: raw.warn })
    }

    pub(super) fn quota(&mut self, raw: &file::Quota, owner: &Owner<'_>) -> Option<Quota> {
        let name = format!("{}_名额", owner.name);
        let places = self.register_count(&name, Some(&raw.places), owner.clause, "一共几个，全部的记录一起排");
        let by = self.all(&raw.by, |loader, column| loader.column(owner.table, column));
        let order = self.formula(&raw.order, Some(owner.table), Want::Order);
        let places = places?;
        Some(Quota { places, edges: vec![places], by: by?, order: order?, reason: raw.reason.as_str().into() })
    }

    /// Tells a quota where `formulas`, which go by its ranks, change.
    pub(super) fn at_edges<'e>(
        &mut self,
        mut quota: Quota,
        formulas: impl Iterator<Item = &'e Expr>,
        raw: &file::Quota,
    ) -> Quota {
        let mut edges: Vec<usize> = Vec::new();
        for formula in formulas {
            formula.root.visit(&mut |node| {
                let Expression::Scale(scale) = node else { return };
                if !matches!(scale.by, Expression::Name { target: Target::Rank, .. }) {
                    return;
                }
                for step in &scale.steps {
                    let Expression::Name { target: Target::Parameter(from), .. } = step.from else { continue };
                    let from = self.parameters[from].value.to_usize();
                    edges.extend(from.map(|from| from.saturating_sub(usize::from(step.inclusive))));
                }
            });
        }
        edges.sort_unstable();
        edges.dedup();
        if edges.last().is_some_and(|last| *last >= quota.places) {
            self.fault("名额不够：steps 最后一档的名次在名额以外".into(), raw.places.span());
        }
        edges.retain(|edge| (1..quota.places).contains(edge));
        quota.edges.splice(0..0, edges);
        quota
    }

    pub(super) fn limit(&mut self, raw: &file::Limit, has_record: bool, owner: &Owner<'_>) -> Option<Limit> {
        let over = match raw.over.get_ref() {
            Over::Line => Span::Record,
            Over::Record => Span::Key,
            Over::RecordLife => Span::KeyLife,
            Over::FirmYear => Span::FirmYear,
            Over::FirmLife => Span::FirmLife,
        };
        if matches!(over, Span::Key | Span::KeyLife) && !has_record {
            self.fault("按记录的上限需要先写 record：认得出一条记录的列".into(), raw.over.span());
        }
        let of_firm = matches!(over, Span::FirmYear | Span::FirmLife);
        let table = (!of_firm).then_some(owner.table);
        let ranked = owner.ranked && !of_firm;
        let date = owner.date.filter(|_| !of_firm);
        let wanted = Wanted { table, date, ranked, unlimited: true, ..owner.wants(&raw.name, Type::Money) };
        let amount = self.quantity(&raw.amount, &wanted)?;
        Some(Limit { amount, over, name: raw.name.as_str().into(), clause: owner.clause.into() })
    }

    /// A limit over several items.
    pub(super) fn shared_limit(&mut self, raw: &file::SharedLimit, declared: &[file::Item]) -> Option<SharedLimit> {
        let items = self.items_within(raw)?;
        if let Some(owner) = &raw.owner {
            self.fault("owner 只和 over = \"owner\" 一起写".into(), owner.span());
        }
        let over = match raw.over.get_ref() {
            SharedOver::FirmYear | SharedOver::Owner => Span::FirmYear,
            SharedOver::FirmLife => Span::FirmLife,
            SharedOver::Record => Span::Key,
        };
        for item in items.iter().filter(|item| over == Span::Key && declared[usize::from(**item)].record.is_none()) {
            let message = format!("按记录的上限，项目“{}”要先写 record", declared[usize::from(*item)].name.get_ref());
            self.fault(message, raw.over.span());
        }
        let amount = self.quantity(&raw.amount, &over_firms(raw.name.get_ref(), &raw.clause))?;
        let limit = Limit { amount, over, name: raw.name.get_ref().as_str().into(), clause: (*raw.clause).into() };
        Some(SharedLimit { items, limit })
    }

    /// The items a limit is over: those it names, else all.
    fn items_within(&mut self, raw: &file::SharedLimit) -> Option<Vec<ItemIndex>> {
        self.at_home(raw.name.get_ref(), &raw.clause);
        let mut items = self.items_named(&raw.items)?;
        if items.is_empty() {
            items = self.every_item();
        }
        items.sort_unstable();
        Some(items)
    }

    fn every_item(&self) -> Vec<ItemIndex> {
        (0..self.items.len()).map(ItemIndex::from).collect()
    }

    /// A limit over the firms of one owner.
    pub(super) fn owner_limit(&mut self, raw: &file::SharedLimit, spread: Spread) -> Option<JointLimit> {
        let items = self.items_within(raw);
        let Some(owner) = &raw.owner else {
            self.fault("over = \"owner\" 要写 owner：怎样算同一家".into(), raw.over.span());
            return None;
        };
        let owner = self.formula(owner, None, Want::Any);
        let amount = self.of_parameters(&raw.amount, raw.name.get_ref(), &raw.clause);
        let (name, clause) = (raw.name.get_ref().as_str().into(), (*raw.clause).into());
        Some(JointLimit {
            name,
            clause,
            owner: Some(owner?),
            items: items?,
            amount: Some(amount?),
            order: None,
            spread,
        })
    }

    /// An amount that is the same for all firms.
    fn of_parameters(&mut self, raw: &file::Quantity, name: &str, clause: &str) -> Option<Expr> {
        let amount = self.quantity(raw, &over_firms(name, clause))?;
        if amount.root.refers(|target| target.is_of_data()) {
            self.fault("这个金额对几家企业是同一个数，只能用参数".into(), raw.span());
            return None;
        }
        Some(amount)
    }

    /// The fund, and the limit it is where it is short.
    pub(super) fn fund(&mut self, raw: &file::Fund, file: &file::File) -> Option<(Fund, Option<JointLimit>)> {
        const NAME: &str = "专项资金";
        self.at_home(NAME, &raw.clause);
        let (of, amount) = match (&raw.of, &raw.amount) {
            (Some(of), None) => (Some(self.formula(of, None, Want::Test)?), None),
            (None, Some(amount)) => (None, Some(self.of_parameters(amount, NAME, &raw.clause)?)),
            (of, amount) => {
                let span = of.as_ref().map(toml::Spanned::span).or_else(|| amount.as_ref().map(file::Quantity::span));
                let span = span.or_else(|| raw.short.as_ref().map(toml::Spanned::span));
                self.fault("[fund] 写 of、amount 之一：资金从哪里来，或者是多少".into(), span.unwrap_or(0..0));
                return None;
            }
        };
        let several = file.cap.is_none() && file.item_cap.len() > 1;
        if let (Some(of), true) = (&raw.of, several) {
            self.fault("有几个 [[item_cap]]，资金由哪一个的 increment 汇总说不清；写 amount".into(), of.span());
        }
        if let (Some(of), None) = (&raw.of, file.caps().next()) {
            self.fault("专项资金由 [cap] 的 increment 汇总，要先写 [cap]；是一个数的写 amount".into(), of.span());
        }
        let short = raw.short.as_ref().map(|short| (*short.get_ref(), short.span()));
        let order = match (&raw.order, &short) {
            (Some(order), Some((Short::InOrder, _))) => Some(self.formula(order, None, Want::Order)?),
            (Some(order), _) => {
                self.fault("order 只和 short = \"in-order\" 一起写".into(), order.span());
                None
            }
            (None, Some((Short::InOrder, span))) => {
                self.fault("short = \"in-order\" 要写 order：按什么排".into(), span.clone());
                None
            }
            (None, _) => None,
        };
        let limits = short.is_some_and(|(short, _)| short != Short::Told);
        let limit = limits.then(|| JointLimit {
            name: NAME.into(),
            clause: (*raw.clause).into(),
            owner: None,
            items: self.every_item(),
            amount: None,
            order,
            spread: Spread::InProportion,
        });
        Some((Fund { of, amount, clause: (*raw.clause).into() }, limit))
    }

    /// The levels that bear what is paid, each once, told to their items.
    pub(super) fn funders(
        &mut self,
        raw: &[file::Funder],
        items: Option<&mut TiVec<ItemIndex, Item>>,
    ) -> Option<Vec<Arc<str>>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        let mut written = Vec::new();
        for funder in raw {
            let name = funder.name.get_ref();
            let known = names.iter().position(|known| **known == **name);
            let at = known.unwrap_or(names.len());
            let stem = match (known, funder.items.first()) {
                (Some(_), Some(item)) => format!("{name}_{}_承担", item.get_ref()),
                _ => format!("{name}_承担"),
            };
            if known.is_none() {
                names.push(name.as_str().into());
            }
            let of = self.items_named(&funder.items);
            let share = self.register_parameter(&stem, &funder.share, Type::Share, &funder.clause, "承担的比例");
            written.push((at, of, share, funder));
        }
        let items = items?;
        for (at, of, share, funder) in written {
            let (of, share) = (of?, share?);
            for (index, item) in items.iter_mut_enumerated() {
                if !of.is_empty() && !of.contains(&index) {
                    continue;
                }
                if item.funders.iter().any(|(known, _)| *known == at) {
                    let message = format!("“{}”在项目“{}”写了两次", funder.name.get_ref(), item.name);
                    self.fault(message, funder.name.span());
                }
                if !item.payees.is_empty() {
                    let message = format!("项目“{}”分给几个收款人，不能再由几级分担：分两次就对不上分", item.name);
                    self.fault(message, funder.name.span());
                }
                item.funders.push((at, share));
            }
        }
        let borne = items.iter().filter(|item| !item.funders.is_empty()).map(|item| (item, shares(self, item)));
        if let Some((item, whole)) = borne.into_iter().find(|(_, whole)| *whole != Decimal::ONE) {
            let last = raw.last().map_or(0..0, |funder| funder.share.span());
            let percent = (whole * Decimal::ONE_HUNDRED).normalize();
            self.fault(format!("项目“{}”的各级加起来是 {percent}%，应当是 100%", item.name), last);
        }
        Some(names)
    }

    pub(super) fn once(&mut self, raw: &file::Once, owner: &Owner<'_>) -> Option<Once> {
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
        let times = format!("{}_次数", owner.name);
        let times = self.register_count(&times, raw.times.as_ref(), owner.clause, "一共可以奖几次")?;
        let (parameter, years) = parameter.unzip();
        let of = match raw.of.as_ref().map(toml::Spanned::get_ref) {
            None | Some(file::OnceOf::Record) => OnceOf::Record,
            Some(file::OnceOf::Firm) => OnceOf::Firm,
            Some(file::OnceOf::Standing) => OnceOf::Standing(self.standings_of(raw, owner)?),
        };
        if let (Some(only), false) = (raw.only.first(), matches!(of, OnceOf::Standing(_))) {
            self.fault("only 只和 of = \"standing\" 一起才起作用".into(), only.span());
        }
        Some(Once { years, times, parameter, of, reason: raw.reason.as_str().into(), clause: owner.clause.into() })
    }

    /// The standings that are awarded once; all, where none is named.
    fn standings_of(&mut self, raw: &file::Once, owner: &Owner<'_>) -> Option<Vec<Continuity>> {
        const ALL: [Continuity; 3] = [Continuity::First, Continuity::Continuous, Continuity::Again];
        let Some(standing) = owner.standing else {
            let span = raw.of.as_ref().map(toml::Spanned::span).unwrap_or_default();
            self.fault("按身份只奖一次的项目要先写 standing".into(), span);
            return None;
        };
        let labels = self.standings[standing?].labels.to_vec();
        let named = self.all(&raw.only, |loader, label| loader.known(label, &labels, "身份"))?;
        Some(if named.is_empty() { ALL.to_vec() } else { named.into_iter().map(|at| ALL[at]).collect() })
    }
}

/// What an item's funders bear together.
fn shares(loader: &Loader<'_>, item: &Item) -> Decimal {
    item.funders.iter().map(|(_, share)| loader.parameters[*share].value).sum()
}

/// A limit's amount, over the firm.
fn over_firms<'a>(owner: &'a str, clause: &'a str) -> Wanted<'a> {
    Wanted {
        owner,
        clause,
        what: "金额",
        kind: Type::Money,
        table: None,
        standing: None,
        date: None,
        ranked: false,
        unlimited: true,
    }
}

/// Tells each item which limits over several items it is within.
pub(super) fn within(items: Vec<Item>, shared: &TiSlice<SharedLimitIndex, SharedLimit>) -> TiVec<ItemIndex, Item> {
    let mut items = TiVec::from(items);
    for (index, item) in items.iter_mut_enumerated() {
        let within = shared.iter_enumerated().filter(|(_, shared)| shared.items.contains(&index));
        item.within = within.map(|(limit, _)| limit).collect();
    }
    items
}
