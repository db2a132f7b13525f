//! What bounds an item's lines: limits, what is awarded once, one of a group, places for all firms.

use typed_index_collections::{TiSlice, TiVec};

use super::file::{self, Over, SharedOver};
use super::load_quantity::Wanted;
use super::loader::{Loader, Want};
use super::owner::Owner;
use super::{Continuity, Item, Limit, Once, OnceOf, OnePer, Quota, SharedLimit, Span};
use crate::formula::Type;
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
        let places = self.register_count(&name, Some(&raw.places), owner.clause, "全部企业一共几个");
        let by = self.all(&raw.by, |loader, column| loader.column(owner.table, column));
        let order = self.formula(&raw.order, Some(owner.table), Want::Order);
        Some(Quota { places: places?, by: by?, order: order?, reason: raw.reason.as_str().into() })
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
        let date = owner.date.filter(|_| !of_firm);
        let wanted = Wanted { table, date, unlimited: true, ..owner.wants(&raw.name, Type::Money) };
        let amount = self.quantity(&raw.amount, &wanted)?;
        Some(Limit { amount, over, name: raw.name.as_str().into(), clause: owner.clause.into() })
    }

    /// A limit over several items.
    pub(super) fn shared_limit(&mut self, raw: &file::SharedLimit, declared: &[file::Item]) -> Option<SharedLimit> {
        self.at_home(raw.name.get_ref(), &raw.clause);
        let named = self.items_named(&raw.items)?;
        let all = (0..self.items.len()).map(ItemIndex::from);
        let mut items = if raw.items.is_empty() { all.collect() } else { named };
        items.sort_unstable();
        let over = match raw.over.get_ref() {
            SharedOver::FirmYear => Span::FirmYear,
            SharedOver::FirmLife => Span::FirmLife,
            SharedOver::Record => Span::Key,
        };
        for item in items.iter().filter(|item| over == Span::Key && declared[usize::from(**item)].record.is_none()) {
            let message = format!("按记录的上限，项目“{}”要先写 record", declared[usize::from(*item)].name.get_ref());
            self.fault(message, raw.over.span());
        }
        let wanted = Wanted {
            owner: raw.name.get_ref(),
            clause: &raw.clause,
            what: "金额",
            kind: Type::Money,
            table: None,
            standing: None,
            date: None,
            unlimited: true,
        };
        let amount = self.quantity(&raw.amount, &wanted)?;
        let limit = Limit { amount, over, name: raw.name.get_ref().as_str().into(), clause: (*raw.clause).into() };
        Some(SharedLimit { items, limit })
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

/// Tells each item which limits over several items it is within.
pub(super) fn within(items: Vec<Item>, shared: &TiSlice<SharedLimitIndex, SharedLimit>) -> TiVec<ItemIndex, Item> {
    let mut items = TiVec::from(items);
    for (index, item) in items.iter_mut_enumerated() {
        let within = shared.iter_enumerated().filter(|(_, shared)| shared.items.contains(&index));
        item.within = within.map(|(limit, _)| limit).collect();
    }
    items
}
