//! How an item's amount is found: fixed, by a rate, by tiers, entered; with what is paid on top and taken off.

use std::sync::Arc;

use super::column_requirements;
use super::file::{self, Text};
use super::load_choice::Lookup;
use super::loader::{Loader, Want, whole};
use super::owner::Owner;
use super::wanted::{Node, Wanted};
use super::{Expr, Method, Surcharge, Target};
use crate::formula::{Arithmetic, Expression, Function, Scale, ScaleStep, Type};
use crate::index::{ColumnIndex, TableIndex};

fn arithmetic(op: Arithmetic, left: Node, right: Node) -> Node {
    Expression::Arithmetic(op, Box::new(left), Box::new(right))
}

impl Loader<'_> {
    pub(super) fn method(
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
    pub(super) fn column_name(&self, table: TableIndex, column: ColumnIndex) -> Node {
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

    pub(super) fn plus(&mut self, raw: &file::Plus, method: Option<&Method>, owner: &Owner<'_>) -> Option<Surcharge> {
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
        if raw.scale.is_some() && raw.marginal {
            self.fault("marginal 写在 [[scale]] 里，用它的项目不写".into(), raw.base.span());
        }
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
}

/// The whole amount of an item: what its method gives, within its bounds, with what is paid on top, less what is taken off.
pub(super) fn together(method: &Method, (plus, most): (&[Surcharge], Option<&Expr>), less: Option<&Expr>) -> Expr {
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
    let parts = plus.iter().map(|plus| {
        let amount = plus.amount.root.clone();
        let nothing = Expression::Number { value: rust_decimal::Decimal::ZERO, percent: false };
        match &plus.when {
            Some(when) => Expression::Call(Function::If, vec![when.root.clone(), amount, nothing]),
            None => amount,
        }
    });
    let sum = |left, right| arithmetic(Arithmetic::Add, left, right);
    let with = match most {
        None => parts.fold(own, sum),
        Some(most) => match parts.reduce(sum) {
            Some(parts) => sum(own, Expression::Call(Function::Min, vec![parts, most.root.clone()])),
            None => own,
        },
    };
    let root = match less {
        Some(less) => arithmetic(Arithmetic::Subtract, with, less.root.clone()),
        None => with,
    };
    Loader::expr(root, Type::Money)
}
