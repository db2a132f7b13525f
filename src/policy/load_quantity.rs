//! Quantities: a figure, a formula, or a table by what some names hold or by steps. One loader for every place where a rule takes a
//! figure; each figure of it becomes a parameter under its owner's name.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;
use toml::Spanned;

use super::figure::{meant, plain};
use super::file::{Figure, OneOrMore, Quantity, QuantityStep, QuantityTable, Text};
use super::keys::NOWHERE;
use super::loader::{Loader, Want};
use super::names::{AWARD_YEAR, rank};
use super::written::Pairs;
use super::{Expr, Target};
use crate::formula::{Choice, Expression, Names as _, Row, Scale, ScaleStep, Type};
use crate::index::{ColumnIndex, ParameterIndex, StandingIndex, TableIndex};
use crate::money::Money;

/// How a quantity says that there is no bound.
const UNLIMITED: &str = "不限";
/// How steps say that they go by the rank among all firms.
const RANK: &str = "rank";
/// How a row says that any value will do.
const ANY: &str = "*";

/// A node of a checked formula of the policy.
pub(super) type Node = Expression<Target>;

/// Whose quantity it is, and what it must be.
pub(super) struct Wanted<'a> {
    pub owner: &'a str,
    pub clause: &'a str,
    /// What it is called in its parameters' names, such as `奖励额`.
    pub what: &'a str,
    pub kind: Type,
    /// The table of the records it is over; none: the firm.
    pub table: Option<TableIndex>,
    /// The standing of the records; `Some(None)` if that is at fault.
    pub standing: Option<Option<StandingIndex>>,
    /// The column that dates the records.
    pub date: Option<ColumnIndex>,
    /// Are the records ranked among those of all firms?
    pub ranked: bool,
    /// May it be without bound? Else what a value without a figure writes.
    pub unlimited: bool,
}

/// What a table goes by.
struct By {
    node: Node,
    /// What may be written for each of its values, where they are a closed list: the ways, and the value.
    ways: Option<Vec<(Arc<str>, Node)>>,
    kind: Type,
}

/// A quantity's table as it is written, whatever section it stands in.
pub(super) struct Lookup<'a> {
    pub by: &'a OneOrMore,
    pub values: &'a Pairs<Figure>,
    pub rows: &'a [Vec<Figure>],
    pub otherwise: Option<&'a Figure>,
    pub whole: Range<usize>,
}

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
        match (by, amount) {
            (None, Some(amount)) if values.0.is_empty() && rows.is_empty() && steps.is_empty() => {
                self.one(amount, "", wanted.clause, wanted)
            }
            (by, None) if steps.iter().any(|step| step.from.is_some()) && values.0.is_empty() && rows.is_empty() => {
                self.by_days(by.as_ref(), steps, wanted, raw.span())
            }
            (Some(by), None) if !steps.is_empty() && values.0.is_empty() && rows.is_empty() => {
                self.by_steps(by, steps, wanted, raw.span())
            }
            (Some(by), None) => {
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

    /// A figure by what some names hold. Every value has its figure: one that is left out would silently pay nothing.
    pub(super) fn lookup(&mut self, raw: &Lookup<'_>, wanted: &Wanted<'_>) -> Option<Node> {
        let by: Vec<Option<By>> = raw.by.0.iter().map(|name| self.by(name, wanted)).collect();
        let by = by.into_iter().collect::<Option<Vec<By>>>()?;
        let (values, rows) = (!raw.values.0.is_empty(), !raw.rows.is_empty());
        if (values && rows) || (by.len() != 1 && !rows) {
            let message =
                if by.len() > 1 { "按几列取的写 rows" } else { "by 要和 values 或者 rows 一起写" };
            self.fault(message.into(), raw.whole.clone());
            return None;
        }
        let place = raw.by.0.first().map_or_else(|| raw.whole.clone(), Text::span);
        let rows = match by.as_slice() {
            [by] if raw.rows.is_empty() => self.values(raw, by, place, wanted)?,
            by => self.rows(raw, by, place, wanted)?,
        };
        let otherwise = match raw.otherwise {
            Some(otherwise) => Some(self.one(otherwise, "其余", wanted.clause, wanted)?),
            None => None,
        };
        Some(Expression::Choice(Box::new(Choice { by: by.into_iter().map(|by| by.node).collect(), rows, otherwise })))
    }

    /// What the table goes by: the standing, a column, or what a formula yields.
    fn by(&mut self, name: &Text, wanted: &Wanted<'_>) -> Option<By> {
        if name.get_ref() == "standing" {
            let Some(standing) = wanted.standing else {
                self.fault("按 standing 定额的项目要先写 standing".into(), name.span());
                return None;
            };
            let standing = standing?;
            let of = &self.standings[standing];
            let labels = of.labels.iter().zip(of.symbols);
            let ways = labels.map(|(label, symbol)| (Arc::clone(label), Expression::Text(symbol, Arc::clone(label))));
            let node = Expression::Name { target: Target::Standing(standing), name: "身份".into(), kind: Type::Text };
            return Some(By { node, ways: Some(ways.collect()), kind: Type::Text });
        }
        if name.get_ref() == RANK {
            self.fault("按名次取的写 steps：{ at_least = 1, value = … } 是第 1 名起".into(), name.span());
            return None;
        }
        let column = wanted.table.and_then(|table| {
            let index = self.tables[table].column(name.get_ref()).filter(|_| name.get_ref() != AWARD_YEAR)?;
            Some((Target::Column(index), &self.tables[table].columns[index]))
        });
        let node = match column {
            Some((target, column)) => {
                Expression::Name { target, name: Arc::clone(&column.name), kind: column.kind.formula_type() }
            }
            None => self.formula(name, wanted.table, Want::Any)?.root,
        };
        let kind = super::figures::kind(&node);
        let ways = match (&node, kind) {
            (_, Type::Bool) => {
                Some([("是", true), ("否", false)].map(|(way, truth)| (way.into(), Expression::Bool(truth))).to_vec())
            }
            (Expression::Name { target, .. }, Type::Text) => {
                let values = self.scope(wanted.table).values(*target);
                values.map(|ways| {
                    ways.into_iter()
                        .map(|(way, value)| (way, Expression::Text(self.texts.add(&value), value)))
                        .collect()
                })
            }
            (_, Type::Date) => {
                self.fault("不能按日期取，写 YEAR(日期)".into(), name.span());
                return None;
            }
            _ => None,
        };
        Some(By { node, ways, kind })
    }

    /// What `written` stands for among the values of `by`.
    fn key(&mut self, by: &By, written: &Spanned<String>) -> Option<Node> {
        if let Some(ways) = &by.ways {
            let known: Vec<Arc<str>> = ways.iter().map(|(way, _)| Arc::clone(way)).collect();
            let what = if matches!(by.node, Expression::Name { target: Target::Standing(_), .. }) {
                "身份"
            } else {
                "这个值"
            };
            return self.known(written, &known, what).map(|at| ways[at].1.clone());
        }
        if by.kind == Type::Text {
            let text = written.get_ref();
            return Some(Expression::Text(self.texts.add(text), text.as_str().into()));
        }
        let figure = Spanned::new(written.span(), super::written::Digits(written.get_ref().clone()));
        let (value, _) = self.figure(&figure)?;
        Some(Expression::Number { value, percent: false })
    }

    fn values(
        &mut self,
        raw: &Lookup<'_>,
        by: &By,
        place: Range<usize>,
        wanted: &Wanted<'_>,
    ) -> Option<Vec<Row<Target>>> {
        self.unique(raw.values.iter().map(|(value, _)| value), "值");
        let mut slips = 0;
        let mut rows = Vec::new();
        for (value, figure) in raw.values.iter() {
            let key = self.key(by, value);
            slips += usize::from(key.is_none());
            let figure = self.one(figure, value.get_ref(), wanted.clause, wanted);
            rows.extend(key.map(|key| (key, figure)));
        }
        let named: Vec<Node> = rows.iter().map(|(key, _)| key.clone()).collect();
        self.told_all(by, &named, slips, raw.otherwise.is_some(), place, wanted);
        if let Some(ways) = &by.ways {
            // In the order of the list, which people know.
            rows.sort_by_key(|(key, _)| ways.iter().position(|(_, value)| value == key));
        }
        rows.into_iter().map(|(key, figure)| Some((vec![Some(key)], figure?))).collect()
    }

    /// Of a closed list every value must be named; of an open one nobody can name all.
    fn told_all(
        &mut self,
        by: &By,
        named: &[Node],
        slips: usize,
        otherwise: bool,
        place: Range<usize>,
        wanted: &Wanted<'_>,
    ) {
        if otherwise {
            return;
        }
        let Some(ways) = &by.ways else {
            self.fault(format!("“{}”的值列不完，要写 else：没有列出的值取多少", by.node.written()), place);
            return;
        };
        let mut left: Vec<&str> = Vec::new();
        let mut seen: Vec<&Node> = Vec::new();
        for (way, value) in ways {
            if !seen.contains(&value) && !named.contains(value) {
                left.push(way);
            }
            seen.push(value);
        }
        // A slip in a value's name is told already.
        if left.len() > slips {
            let none = if wanted.unlimited { "没有上限的写 \"不限\"" } else { "不奖的写 0" };
            self.fault(format!("values 要写全，还缺 {}；{none}", left.join("、")), place);
        }
    }

    fn rows(
        &mut self,
        raw: &Lookup<'_>,
        by: &[By],
        place: Range<usize>,
        wanted: &Wanted<'_>,
    ) -> Option<Vec<Row<Target>>> {
        let rows = self.all(raw.rows, |loader, row| {
            let (keys, rest) = row.split_at(by.len().min(row.len()));
            let (figure, clause) = match rest {
                [figure] => (figure, wanted.clause),
                [figure, clause] => (figure, clause.get_ref().0.as_str()),
                _ => {
                    let span = row.first().map_or_else(|| place.clone(), Figure::span);
                    let message = format!("每行写 {} 个值和一个数，最后可以加条款", by.len());
                    loader.fault(message, span);
                    return None;
                }
            };
            let written: Vec<&str> = keys.iter().map(|key| key.get_ref().0.as_str()).collect();
            let stem = written.iter().map(|key| if *key == ANY { "任何" } else { *key }).collect::<Vec<_>>().join("_");
            let keys: Vec<Option<Option<Node>>> = keys
                .iter()
                .zip(by)
                .map(|(key, by)| match key.get_ref().0.as_str() {
                    ANY => Some(None),
                    text => loader.key(by, &Spanned::new(key.span(), text.to_owned())).map(Some),
                })
                .collect();
            let figure = loader.one(figure, &stem, clause, wanted);
            Some((keys.into_iter().collect::<Option<Vec<_>>>()?, figure?))
        })?;
        if raw.otherwise.is_none()
            && let Some(left) = left_out(by, &rows)
        {
            self.fault(format!("rows 没有写全，还缺 {left}；没有列出的写 else = 0"), place);
        }
        Some(rows)
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

/// The first combination of values that no row names. Of an open list anything may come that no row names.
fn left_out(by: &[By], rows: &[Row<Target>]) -> Option<String> {
    const MOST: usize = 4_000;
    let mut combinations: Vec<(Vec<Option<&Node>>, Vec<&str>)> = vec![(Vec::new(), Vec::new())];
    for by in by {
        let values: Vec<(Option<&Node>, &str)> = match &by.ways {
            Some(ways) => ways.iter().map(|(way, value)| (Some(value), &**way)).collect(),
            None => vec![(None, "别的值")],
        };
        let mut longer = Vec::new();
        for (before, words) in &combinations {
            for (value, way) in &values {
                longer.push(([&before[..], &[*value]].concat(), [&words[..], &[*way]].concat()));
            }
        }
        combinations = longer;
        if combinations.len() > MOST {
            return None;
        }
    }
    let covered = |values: &[Option<&Node>]| {
        let fits = |(key, value): (&Option<Node>, &Option<&Node>)| key.is_none() || key.as_ref() == *value;
        rows.iter().any(|(keys, _)| keys.iter().zip(values).all(fits))
    };
    combinations.iter().find(|(values, _)| !covered(values)).map(|(_, words)| words.join("、"))
}
