//! The award items: methods and modifiers, each figure registered as a parameter under the item's name. Every part is loaded
//! before the first that is wrong stops the item, so that all its faults are told.

use std::sync::Arc;

use typed_index_collections::{TiSlice, TiVec};

use super::column_requirements::{self, Fit};
use super::file::{self, Over, SharedOver, Text};
use super::load_quantity::{Lookup, Node, Wanted};
use super::loader::{Loader, Want};
use super::names::AWARD_YEAR;
use super::{
    Continuity, Expr, Fact, Item, Kind, Limit, Method, Once, OnceOf, OnePer, Payee, Provisional, Quota, SharedLimit,
    Source, Span, Surcharge, Target,
};
use crate::formula::{Arithmetic, Comparison, Expression, Function, Scale, ScaleStep, Type};
use crate::index::{
    ColumnIndex, ConditionIndex, ItemIndex, RecordConditionIndex, SharedLimitIndex, StandingIndex, TableIndex,
};

/// Whose figures are being loaded.
struct Owner<'a> {
    name: &'a str,
    clause: &'a str,
    table: TableIndex,
    /// The standing it names; `Some(None)` if that is at fault.
    standing: Option<Option<StandingIndex>>,
}

impl Owner<'_> {
    fn wants<'o>(&'o self, what: &'o str, kind: Type) -> Wanted<'o> {
        Wanted {
            owner: self.name,
            clause: self.clause,
            what,
            kind,
            table: Some(self.table),
            standing: self.standing,
            unlimited: false,
        }
    }
}

/// What the parts of the file that items refer to are called.
pub(super) struct Known<'a> {
    pub conditions: &'a [file::Condition],
    pub scales: &'a [file::SharedScale],
    pub defaults: Option<&'a file::Defaults>,
    /// Is there a cap?
    pub capped: bool,
}

fn arithmetic(op: Arithmetic, left: Node, right: Node) -> Node {
    Expression::Arithmetic(op, Box::new(left), Box::new(right))
}

impl Loader<'_> {
    /// All items; `None` if one of them is wrong (its faults are collected).
    pub(super) fn load_items(&mut self, raw: &[file::Item], known: &Known<'_>) -> Option<Vec<Item>> {
        let items: Vec<_> = raw.iter().map(|item| self.load_item(item, known)).collect();
        items.into_iter().collect()
    }

    fn load_item(&mut self, raw: &file::Item, known: &Known<'_>) -> Option<Item> {
        let ids: Vec<Arc<str>> = self.items.iter().map(|(id, _)| Arc::clone(id)).collect();
        for other in &raw.beside {
            self.known(other, &ids, "奖励项目");
        }
        self.at_home(raw.name.get_ref(), &raw.clause);
        let standing = raw.standing.as_ref().map(|standing| self.standing_named(standing));
        let table = self.table(&raw.table);
        let required = self.required(raw, known);
        let table = table?;
        let record = self.optional_column(table, raw.record.as_ref(), column_requirements::TEXT);
        let dated = known.defaults.is_some_and(|defaults| defaults.dated);
        let counts = self.counts(raw, table, dated);
        let owner = Owner { name: raw.name.get_ref(), clause: &raw.clause, table, standing };
        let method = self.method(&raw.method, known.scales, &owner);
        let plus = self.all(&raw.plus, |loader, plus| loader.plus(plus, method.as_ref(), &owner));
        let less = raw.less.as_ref().map(|less| self.quantity(less, &owner.wants("扣除", Type::Money)));
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
        let payee = self.payee(raw.payee.as_ref(), table);
        let needs = self.all(&raw.needs, |loader, column| loader.column(table, column));
        let (method, plus, less) = (method?, plus?, whole(less)?);
        let (requires, asks) = required?;
        let capped = self.capped(raw, known);
        let supplier = known.defaults.map(|defaults| &*defaults.supplier).filter(|_| raw.supplier.is_empty());
        let supplier = supplier.unwrap_or(&raw.supplier);
        Some(Item {
            id: raw.id.get_ref().as_str().into(),
            symbol: self.texts.add(raw.id.get_ref()),
            name: raw.name.get_ref().as_str().into(),
            clause: raw.clause.as_str().into(),
            table,
            counts: counts?,
            record: record?,
            standing: whole(standing)?,
            amount: together(&method, &plus, less.as_ref()),
            method,
            plus,
            less,
            needs: needs?,
            supplier: supplier.into(),
            limits: limits?,
            within: Vec::new(),
            once: whole(once)?,
            one_per: whole(one_per)?,
            quota: whole(quota)?,
            provisional: whole(provisional)?,
            higher_by: whole(higher_by)?,
            requires,
            asks,
            counts_toward_cap: capped?,
            payee: payee?,
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

    /// Does the item count toward the cap? Where there is none the question does not arise.
    fn capped(&mut self, raw: &file::Item, known: &Known<'_>) -> Option<bool> {
        let by_default = known.defaults.and_then(|defaults| defaults.counts_toward_cap.as_ref());
        let said = raw.counts_toward_cap.as_ref().or(by_default).map(|decided| decided.0);
        if said.is_none() && known.capped {
            self.fault("缺少“counts_toward_cap”：占不占限额；也可以写在 [defaults] 里".into(), raw.id.span());
            return None;
        }
        Some(said.unwrap_or(false))
    }

    /// Which records make a line: those the item says, of the award year where that is implied, and only the first ever if so.
    fn counts(&mut self, raw: &file::Item, table: TableIndex, dated: bool) -> Option<Expr> {
        let own = match &raw.counts {
            Some(counts) => Some(self.formula(counts, Some(table), Want::Test)?),
            None => None,
        };
        let says_year = own.iter().flat_map(|own| own.names()).any(|(target, ..)| target == Target::Year);
        if raw.first && says_year {
            self.fault("写了 first 的，counts 里不写年度：年度按表的 period 看".into(), raw.place());
            return None;
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
            let fact = Fact { name: Arc::clone(&name), kind: Type::Bool, clause, source };
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
    fn test(mut parts: Vec<Node>) -> Expr {
        let root = match parts.len() {
            0 => Expression::Bool(true),
            1 => parts.remove(0),
            _ => Expression::Call(Function::And, parts),
        };
        Self::expr(root, Type::Bool)
    }

    /// The record's year, by the only column that tells it, held against the award year.
    fn of_year(&mut self, raw: &file::Item, table: TableIndex, op: Comparison) -> Option<Node> {
        let [column] = *self.tables[table].period.as_slice() else {
            let message = "看不出记录的年度：给表写 period（刚好一列），或者在 counts 里写年度，或者写 any_year = true";
            self.fault(message.into(), raw.place());
            return None;
        };
        let own = self.column_name(table, column);
        let own = match self.tables[table].columns[column].kind {
            Kind::Date => Expression::Call(Function::Year, vec![own]),
            _ => own,
        };
        let year = Expression::Name { target: Target::Year, name: AWARD_YEAR.into(), kind: Type::Year };
        Some(Expression::Compare(op, Box::new(own), Box::new(year)))
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

    fn one_per(&mut self, raw: &file::OnePer, owner: &Owner<'_>) -> Option<OnePer> {
        let (table, keep) = (owner.table, format!("{}_条数", owner.name));
        let keep = self.register_count(&keep, raw.keep.as_ref(), owner.clause, "奖排在最前的几条");
        let by = self.all(&raw.by, |loader, column| loader.column(table, column));
        let order = self.formula(&raw.order, Some(table), Want::Order);
        Some(OnePer { by: by?, keep: keep?, order: order?, reason: raw.reason.as_str().into(), warn: raw.warn })
    }

    fn quota(&mut self, raw: &file::Quota, owner: &Owner<'_>) -> Option<Quota> {
        let name = format!("{}_名额", owner.name);
        let places = self.register_count(&name, Some(&raw.places), owner.clause, "全部企业一共几个");
        let by = self.all(&raw.by, |loader, column| loader.column(owner.table, column));
        let order = self.formula(&raw.order, Some(owner.table), Want::Order);
        Some(Quota { places: places?, by: by?, order: order?, reason: raw.reason.as_str().into() })
    }

    fn payee(&mut self, raw: Option<&toml::Spanned<file::Payee>>, table: TableIndex) -> Option<Payee> {
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

    fn optional_column(&mut self, table: TableIndex, name: Option<&Text>, fit: Fit) -> Option<Option<ColumnIndex>> {
        match name {
            Some(name) => self.column_for(table, name, fit).map(Some),
            None => Some(None),
        }
    }

    fn method(
        &mut self,
        raw: &toml::Spanned<file::Method>,
        scales: &[file::SharedScale],
        owner: &Owner<'_>,
    ) -> Option<Method> {
        let table = Some(owner.table);
        let written = raw.get_ref();
        match (&written.fixed, &written.rate, &written.tiers, &written.entered) {
            (Some(fixed), None, None, None) => self.fixed(fixed, owner, raw.span()),
            (None, Some(rate), None, None) => {
                let base = self.formula(&rate.base, table, Want::Money);
                if let Some(Expression::Name { target: Target::Column(_), kind: Type::Number, name }) =
                    base.as_ref().map(|base| &base.root)
                {
                    let message =
                        format!("“{name}”是数，不是金额；列的 type 写 money，或者按数量奖的写 fixed 加 quantity");
                    self.fault(message, rate.base.span());
                }
                let column = self.optional_column(owner.table, rate.column.as_ref(), column_requirements::PERCENT);
                let of_policy = self.quantity(&rate.rate, &owner.wants("比例", Type::Share));
                let (rate, column) = (of_policy?, column?);
                let rate = match column {
                    Some(column) => {
                        let own = self.column_name(owner.table, column);
                        let blank = Expression::Call(Function::IsBlank, vec![own.clone()]);
                        Self::expr(Expression::Call(Function::If, vec![blank, rate.root, own]), Type::Share)
                    }
                    None => rate,
                };
                Some(Method::Rate { base: base?, rate })
            }
            (None, None, Some(tiers), None) => self.tiers(tiers, scales, owner),
            (None, None, None, Some(entered)) => {
                let column = self.column_for(owner.table, &entered.column, column_requirements::MONEY);
                let mut bound = |raw: &Option<file::Quantity>, what: &str| {
                    let wanted = Wanted { unlimited: what == "上限", ..owner.wants(what, Type::Money) };
                    raw.as_ref().map(|raw| self.quantity(raw, &wanted))
                };
                let (floor, ceiling) = (bound(&entered.floor, "下限"), bound(&entered.ceiling, "上限"));
                let entered = Self::expr(self.column_name(owner.table, column?), Type::Money);
                Some(Method::Entered { entered, floor: whole(floor)?, ceiling: whole(ceiling)? })
            }
            _ => {
                self.fault("method 写 fixed、rate、tiers、entered 中的一种".into(), raw.span());
                None
            }
        }
    }

    /// A column of the record as a name in a formula.
    fn column_name(&self, table: TableIndex, column: ColumnIndex) -> Node {
        let declared = &self.tables[table].columns[column];
        let (name, kind) = (Arc::clone(&declared.name), declared.kind.formula_type());
        Expression::Name { target: Target::Column(column), name, kind }
    }

    fn fixed(&mut self, raw: &file::Fixed, owner: &Owner<'_>, whole_span: std::ops::Range<usize>) -> Option<Method> {
        let wanted = owner.wants("奖励额", Type::Money);
        let amount = match (&raw.amount, &raw.by) {
            (Some(amount), None) if raw.values.0.is_empty() && raw.rows.is_empty() => self.quantity(amount, &wanted),
            (None, Some(by)) => {
                let (values, rows, otherwise) = (&raw.values, raw.rows.as_slice(), raw.otherwise.as_ref());
                let lookup = Lookup { by, values, rows, otherwise, whole: whole_span };
                self.lookup(&lookup, &wanted).map(|root| Self::expr(root, Type::Money))
            }
            _ => {
                self.fault("写 amount，或者 by 加 values、rows 之一".into(), whole_span);
                None
            }
        };
        let quantity =
            raw.quantity.as_ref().map(|quantity| self.quantity(quantity, &owner.wants("数量", Type::Number)));
        let quantity = match (&raw.per, whole(quantity)?) {
            (Some(per), Some(quantity)) => {
                self.positive(per);
                let per = self.one(per, "", owner.clause, &owner.wants("每份", quantity.kind))?;
                let times = arithmetic(Arithmetic::Divide, quantity.root, per);
                Some(Self::expr(Expression::Call(Function::Int, vec![times]), Type::Number))
            }
            (Some(per), None) => {
                self.fault("per 只和 quantity 一起才起作用".into(), per.span());
                None
            }
            (None, quantity) => quantity,
        };
        Some(Method::Fixed { amount: amount?, quantity })
    }

    fn plus(&mut self, raw: &file::Plus, method: Option<&Method>, owner: &Owner<'_>) -> Option<Surcharge> {
        let clause: &str = if raw.clause.is_empty() { owner.clause } else { &raw.clause };
        let wants = |kind| Wanted { clause, ..owner.wants(&raw.name, kind) };
        let table = Some(owner.table);
        let when = raw.when.as_ref().map(|when| self.formula(when, table, Want::Test));
        let base = raw.base.as_ref().map(|base| self.formula(base, table, Want::Money));
        let amount = match (&raw.amount, &raw.rate) {
            (Some(amount), None) => {
                if let Some(base) = &raw.base {
                    self.fault("base 只和 rate 一起才起作用".into(), base.span());
                }
                self.quantity(amount, &wants(Type::Money))
            }
            (None, Some(rate)) => {
                let rate_of = self.quantity(rate, &wants(Type::Share));
                let base = whole(base)?.or_else(|| method?.base().cloned());
                if base.is_none() && method.is_some() {
                    self.fault("还要写 base：rate 乘什么".into(), rate.span());
                }
                Some(Self::expr(arithmetic(Arithmetic::Multiply, base?.root, rate_of?.root), Type::Money))
            }
            (written, _) => {
                let span = written.as_ref().map(file::Quantity::span).or_else(|| raw.when.as_ref().map(Text::span));
                self.fault("plus 写 amount 或 rate 中的一个".into(), span.unwrap_or(super::keys::NOWHERE));
                None
            }
        };
        Some(Surcharge { name: raw.name.as_str().into(), clause: clause.into(), when: whole(when)?, amount: amount? })
    }

    fn tiers(&mut self, raw: &file::Tiers, scales: &[file::SharedScale], owner: &Owner<'_>) -> Option<Method> {
        let base = self.formula(&raw.base, Some(owner.table), Want::Number);
        let on = raw.on.as_ref().map(|on| self.formula(on, Some(owner.table), Want::Number));
        let (name, clause, steps, marginal): (&str, &str, &[file::Step], bool) = match &raw.scale {
            Some(scale) if raw.steps.is_empty() => {
                let names: Vec<Arc<str>> = scales.iter().map(|scale| scale.name.get_ref().as_str().into()).collect();
                let shared = &scales[self.known(scale, &names, "分档表")?];
                (shared.name.get_ref(), &shared.clause, &shared.steps, shared.marginal)
            }
            None if !raw.steps.is_empty() => (owner.name, owner.clause, &raw.steps, raw.marginal),
            _ => {
                self.fault("写 steps 或者 scale 中的一个".into(), raw.base.span());
                return None;
            }
        };
        let (base, on) = (base?, whole(on)?);
        if base.kind == Type::Year {
            self.fault("年度不能用来分档，请写金额、数或者比例".into(), raw.base.span());
        }
        if marginal && let Some(written) = &raw.on {
            self.fault("分段累计的各段按 base 自己那一段算，不能写 on".into(), written.span());
        }
        let owner = Owner { name, clause, ..*owner };
        let paid_on = on.as_ref().unwrap_or(&base);
        let mut before = None;
        let numbered: Vec<_> = steps.iter().zip(1..).collect();
        let steps = self.all(&numbered, |loader, (step, number)| {
            let edge = (step.at_least.as_ref(), step.above.as_ref());
            let (from, inclusive) =
                loader.threshold(edge, *number, name, base.kind, clause, &mut before, &raw.base.span())?;
            let stem = format!("第{number}档");
            let times = |unit: Node| match marginal {
                true => unit,
                false => arithmetic(Arithmetic::Multiply, paid_on.root.clone(), unit),
            };
            let gives = match (&step.amount, &step.rate, &step.each) {
                (Some(amount), None, None) if !marginal => {
                    loader.one(amount, &stem, clause, &owner.wants("奖励额", Type::Money))?
                }
                (None, Some(rate), None) => {
                    times(loader.one(rate, &stem, clause, &owner.wants("比例", Type::Share))?)
                }
                (None, None, Some(each)) if paid_on.kind != Type::Money => {
                    times(loader.one(each, &stem, clause, &owner.wants("每单位", Type::Money))?)
                }
                _ => {
                    let span = edge.0.or(edge.1).map_or_else(|| raw.base.span(), file::Figure::span);
                    loader.fault(
                        "每档写 amount、rate、each 中的一个；marginal 不能用 amount，金额不能用 each".into(),
                        span,
                    );
                    return None;
                }
            };
            Some(ScaleStep { from: loader.named(from), inclusive, gives })
        })?;
        let amount = Expression::Scale(Box::new(Scale { by: base.root.clone(), steps, marginal }));
        Some(Method::Tiers { base: on.unwrap_or(base), amount: Self::expr(amount, Type::Money) })
    }

    fn limit(&mut self, raw: &file::Limit, has_record: bool, owner: &Owner<'_>) -> Option<Limit> {
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
        let wanted = Wanted { table, unlimited: true, ..owner.wants(&raw.name, Type::Money) };
        let amount = self.quantity(&raw.amount, &wanted)?;
        Some(Limit { amount, over, name: raw.name.as_str().into(), clause: owner.clause.into() })
    }

    /// A limit over several items.
    pub(super) fn shared_limit(
        &mut self,
        raw: &file::SharedLimit,
        ids: &[Arc<str>],
        declared: &[file::Item],
    ) -> Option<SharedLimit> {
        self.at_home(raw.name.get_ref(), &raw.clause);
        self.unique(raw.items.iter(), "奖励项目");
        let named = self.all(&raw.items, |loader, item| loader.known(item, ids, "奖励项目").map(ItemIndex::from))?;
        let mut items = if raw.items.is_empty() { (0..ids.len()).map(ItemIndex::from).collect() } else { named };
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
            unlimited: true,
        };
        let amount = self.quantity(&raw.amount, &wanted)?;
        let limit = Limit { amount, over, name: raw.name.get_ref().as_str().into(), clause: (*raw.clause).into() };
        Some(SharedLimit { items, limit })
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
}

impl Loader<'_> {
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

/// The whole amount of an item: what its method gives, within its bounds, with what is paid on top, less what is taken off.
fn together(method: &Method, plus: &[Surcharge], less: Option<&Expr>) -> Expr {
    let own = match method {
        Method::Fixed { amount, quantity: None } | Method::Tiers { amount, .. } => amount.root.clone(),
        Method::Fixed { amount, quantity: Some(quantity) } => {
            arithmetic(Arithmetic::Multiply, amount.root.clone(), quantity.root.clone())
        }
        Method::Rate { base, rate } => arithmetic(Arithmetic::Multiply, base.root.clone(), rate.root.clone()),
        Method::Entered { entered, floor, ceiling } => {
            let bounded = |function, bound: &Option<Expr>, of: Node| match bound {
                Some(bound) => Expression::Call(function, vec![of, bound.root.clone()]),
                None => of,
            };
            bounded(Function::Min, ceiling, bounded(Function::Max, floor, entered.root.clone()))
        }
    };
    let with = plus.iter().fold(own, |sum, plus| {
        let amount = plus.amount.root.clone();
        let nothing = Expression::Number { value: rust_decimal::Decimal::ZERO, percent: false };
        let part = match &plus.when {
            Some(when) => Expression::Call(Function::If, vec![when.root.clone(), amount, nothing]),
            None => amount,
        };
        arithmetic(Arithmetic::Add, sum, part)
    });
    let root = match less {
        Some(less) => arithmetic(Arithmetic::Subtract, with, less.root.clone()),
        None => with,
    };
    Expr { source: root.written().into(), root, kind: Type::Money }
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

/// A part that is absent is fine; one that is there must have loaded.
pub(super) fn whole<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        None => Some(None),
        Some(loaded) => loaded.map(Some),
    }
}
