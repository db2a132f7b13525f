//! A figure by what some names hold: `values` of one name, `rows` of several. Every value has its figure: one that is left out would
//! silently pay nothing.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;

use super::Target;
use super::file::{Figure, OneOrMore, Text};
use super::loader::{Loader, Want};
use super::names::AWARD_YEAR;
use super::wanted::{Node, RANK, Wanted};
use super::written::Pairs;
use crate::formula::{Choice, Expression, Names as _, Row, Type};

/// How a row says that any value will do.
const ANY: &str = "*";

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
        for (number, (keys, _)) in rows.iter().enumerate() {
            let covers = |(before, _): &&Row<Target>| {
                before.iter().zip(keys).all(|(before, key)| before.is_none() || before == key)
            };
            if let (Some(_), Some(written)) = (rows[..number].iter().find(covers), raw.rows.get(number)) {
                let span = written.first().map_or_else(|| place.clone(), Figure::span);
                self.fault("前面的一行已经包括这一行，轮不到它；更细的行写在前面".into(), span);
            }
        }
        if raw.otherwise.is_none()
            && let Some(left) = left_out(by, &rows)
        {
            self.fault(format!("rows 没有写全，还缺 {left}；没有列出的写 else = 0"), place);
        }
        Some(rows)
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
