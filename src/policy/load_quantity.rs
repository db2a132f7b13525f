//! Quantities: a figure, a formula, or a table by what some names hold or by steps. One loader for every place where a rule takes a
//! figure; each figure of it becomes a parameter under its owner's name.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;
use toml::Spanned;

use super::figure::{meant, plain};
use super::file::{Figure, OneOrMore, Quantity, QuantityStep, QuantityTable};
use super::keys::NOWHERE;
use super::load_choice::Lookup;
use super::loader::{Loader, Want};
use super::names::rank;
use super::wanted::{Node, RANK, Wanted};
use super::{Expr, Target};
use crate::formula::{Expression, Names as _, Scale, ScaleStep, Type};
use crate::index::{ParameterIndex, TableIndex};
use crate::money::Money;

/// How a quantity says that there is no bound.
const UNLIMITED: &str = "不限";

impl Loader<'_> {
    /// The checked quantity.
    pub(super) fn quantity(&mut self, raw: &Quantity, wanted: &Wanted<'_>) -> Option<Expr> {
        let root = match raw {
            Quantity::One(figure) => self.one(figure, "", wanted.clause, wanted)?,
            Quantity::Table(table) => self.table_quantity(table, wanted)?,
        };
        Some(Self::expr(root, wanted.kind).at(raw.span()))
    }

    /// A node as a formula of its own.
    pub(super) fn expr(root: Node, kind: Type) -> Expr {
        Expr { source: root.written().into(), root, kind, place: NOWHERE }
    }

    fn table_quantity(&mut self, raw: &Spanned<QuantityTable>, wanted: &Wanted<'_>) -> Option<Node> {
        let QuantityTable { by, values, rows, otherwise, steps, amount } = raw.get_ref();
        let tabled = !values.0.is_empty() || !rows.is_empty() || otherwise.is_some();
        // Each way is written by itself: of two one would be passed over.
        match (by, amount, tabled, steps.as_slice()) {
            (None, Some(amount), false, []) => self.one(amount, "", wanted.clause, wanted),
            (by, None, false, [_, ..]) if steps.iter().any(|step| step.from.is_some()) => {
                self.by_days(by.as_ref(), steps, wanted, raw.span())
            }
            (Some(by), None, false, [_, ..]) => self.by_steps(by, steps, wanted, raw.span()),
            (Some(by), None, _, []) => {
                let lookup = Lookup { by, values, rows, otherwise: otherwise.as_ref(), whole: raw.span() };
                self.lookup(&lookup, wanted)
            }
            _ => {
                self.fault("写一个数、一个公式，或者 by 加 values、rows、steps 之一".into(), raw.span());
                None
            }
        }
    }

    /// A figure, or a formula. `stem` says which of several it is.
    pub(super) fn one(&mut self, written: &Figure, stem: &str, clause: &str, wanted: &Wanted<'_>) -> Option<Node> {
        let text = &written.get_ref().0;
        let name = format!("{}_{stem}{}", wanted.owner, wanted.what);
        let parameter = if wanted.unlimited && text == UNLIMITED {
            // No amount is larger, so nothing is ever cut.
            self.add_parameter(&name, Money::LARGEST.as_yuan(), wanted.kind, clause, UNLIMITED, written.span())
        } else if self.is_figure(text, wanted.table) {
            let unit = if wanted.kind == Type::Money { "元" } else { "" };
            self.register_parameter(&name, written, wanted.kind, clause, unit)?
        } else {
            let want = match wanted.kind {
                Type::Money => Want::Money,
                Type::Share => Want::Share,
                _ => Want::Number,
            };
            return Some(self.formula(&Spanned::new(written.span(), text.clone()), wanted.table, want)?.root);
        };
        Some(self.named(parameter))
    }

    /// Is `text` a figure, well written or not, rather than a formula?
    fn is_figure(&mut self, text: &str, table: Option<TableIndex>) -> bool {
        const NUMERALS: &str = "零〇一二两三四五六七八九十百千万亿元点";
        if plain(text.strip_suffix('%').unwrap_or(text)).is_some() || meant(text).is_some() || text == UNLIMITED {
            return true;
        }
        // `1e6`, `一百万`: what no name is called and no formula looks like.
        let number =
            text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '_') || NUMERALS.contains(c));
        number && self.scope(table).find(text, false).is_none()
    }

    /// The parameter as a name in a formula.
    pub(super) fn named(&self, parameter: ParameterIndex) -> Node {
        let known = &self.parameters[parameter];
        Expression::Name { target: Target::Parameter(parameter), name: Arc::clone(&known.name), kind: known.kind }
    }

    fn by_steps(
        &mut self,
        by: &OneOrMore,
        steps: &[QuantityStep],
        wanted: &Wanted<'_>,
        whole: Range<usize>,
    ) -> Option<Node> {
        let [by] = by.0.as_slice() else {
            self.fault("steps 只按一个数分档".into(), whole);
            return None;
        };
        let ranked = by.get_ref() == RANK;
        let by = if ranked {
            if !wanted.ranked {
                self.fault("按名次取的项目要先写 quota：怎样排，几个名额".into(), by.span());
                return None;
            }
            Self::expr(rank(), Type::Number)
        } else {
            self.formula(by, wanted.table, Want::Number)?
        };
        let mut before = None;
        let numbered: Vec<_> = steps.iter().zip(1..).collect();
        let steps = self.all(&numbered, |loader, (step, number)| {
            let edge = (step.at_least.as_ref(), step.above.as_ref());
            let owner = format!("{}_{}", wanted.owner, wanted.what);
            let (from, inclusive) =
                loader.threshold(edge, *number, &owner, by.kind, wanted.clause, &mut before, &whole)?;
            if ranked {
                loader.is_rank(from, inclusive, *number == 1, edge.0.or(edge.1));
            }
            let gives = loader.one(&step.value, &format!("第{number}档"), wanted.clause, wanted)?;
            Some(ScaleStep { from: loader.named(from), inclusive, gives })
        })?;
        Some(Expression::Scale(Box::new(Scale { by: by.root, steps, marginal: false })))
    }

    /// A step of ranks starts at a whole one, the first at the first.
    fn is_rank(&mut self, from: ParameterIndex, inclusive: bool, first: bool, written: Option<&Figure>) {
        let value = self.parameters[from].value;
        let starts = if inclusive { value } else { value.saturating_add(Decimal::ONE) };
        if !value.is_integer() || starts < Decimal::ONE || (first && starts != Decimal::ONE) {
            let message = if first { "第一档从第 1 名起：at_least = 1" } else { "名次写整数，如 4" };
            self.fault(message.into(), written.map(Figure::span).unwrap_or_default());
        }
    }

    /// The threshold of a step: its parameter, and whether it belongs to the step. Each is above the one before.
    #[allow(clippy::too_many_arguments, reason = "the parts of one line of a table")]
    pub(super) fn threshold(
        &mut self,
        edge: (Option<&Figure>, Option<&Figure>),
        number: i32,
        owner: &str,
        kind: Type,
        clause: &str,
        before: &mut Option<Decimal>,
        whole: &Range<usize>,
    ) -> Option<(ParameterIndex, bool)> {
        let (figure, inclusive) = match edge {
            (Some(figure), None) => (figure, true),
            (None, Some(figure)) => (figure, false),
            (written, _) => {
                let span = written.map_or_else(|| whole.clone(), Figure::span);
                self.fault("每档写 at_least（含本数）或 above（不含）中的一个".into(), span);
                return None;
            }
        };
        let from = self.register_parameter(&format!("{owner}_第{number}档起点"), figure, kind, clause, "")?;
        let value = self.parameters[from].value;
        if before.is_some_and(|before| before >= value) {
            self.fault("各档起点要从小到大".into(), figure.span());
        }
        *before = Some(value);
        Some((from, inclusive))
    }
}
