//! When: figures that changed on a day, the days that the document is in force, what dates a record, what was paid in earlier years.

use std::ops::Range;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use toml::Spanned;
use typed_index_collections::TiSlice;

use super::column_requirements;
use super::file::{self, Grade, OneOrMore, QuantityStep};
use super::loader::{Loader, Want};
use super::names::award_year;
use super::owner::Owner;
use super::wanted::{Node, Wanted};
use super::written::Day;
use super::{Check, Each, Expr, Fact, Item, Kind, Source, Table, Target};
use crate::finding::Severity;
use crate::formula::{Comparison, Expression, Function, Type};
use crate::index::{ColumnIndex, TableIndex};

/// A day of the record against a day of the policy.
fn held_against(op: Comparison, left: Node, day: NaiveDate) -> Node {
    let number = |value: i64| Expression::Number { value: value.into(), percent: false };
    let parts = vec![number(day.year().into()), number(day.month().into()), number(day.day().into())];
    Expression::Compare(op, Box::new(left), Box::new(Expression::Call(Function::Date, parts)))
}

/// When the document is in force.
pub(super) struct Effect {
    clause: Arc<str>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    /// Records outside count and are told so, with this code; else they do not count.
    told: Option<(Severity, Arc<str>)>,
}

impl Effect {
    /// The tests that a day of the record must pass.
    fn tests(&self, date: &Node) -> Vec<Node> {
        let from = self.from.map(|day| held_against(Comparison::AtLeast, date.clone(), day));
        let until = self.until.map(|day| held_against(Comparison::AtMost, date.clone(), day));
        from.into_iter().chain(until).collect()
    }

    /// The checks of the data that tell of records outside: one for each column that dates records of items.
    pub fn checks(&self, items: &[Item], tables: &TiSlice<TableIndex, Table>) -> Vec<Check> {
        let Some((severity, code)) = &self.told else { return Vec::new() };
        let mut columns: Vec<(TableIndex, ColumnIndex)> = Vec::new();
        for item in items {
            let dated = item.date.filter(|date| tables[item.table].columns[*date].kind == Kind::Date);
            columns.extend(dated.map(|date| (item.table, date)).filter(|found| !columns.contains(found)));
        }
        let of_column = |(table, column): (TableIndex, ColumnIndex)| {
            let name = Arc::clone(&tables[table].columns[column].name);
            let date = Expression::Name { target: Target::Column(column), name, kind: Type::Date };
            let of_year = Expression::Compare(
                Comparison::Equal,
                Box::new(Expression::Call(Function::Year, vec![date.clone()])),
                Box::new(award_year()),
            );
            let outside = Expression::Call(Function::Not, vec![Loader::test(self.tests(&date)).root]);
            Check {
                code: Arc::clone(code),
                severity: *severity,
                title: "不在施行期内".into(),
                remedy: "请核对日期；确实不在施行期内的，请研判是否奖励。".into(),
                clause: Some(Arc::clone(&self.clause)).filter(|clause| !clause.is_empty()),
                table,
                column,
                fault: Loader::test(vec![of_year, outside]),
                expected: self.words().into(),
                needs_year: true,
            }
        };
        columns.into_iter().map(of_column).collect()
    }

    fn words(&self) -> String {
        match (self.from, self.until) {
            (Some(from), Some(until)) => format!("{from} 至 {until}"),
            (Some(from), None) => format!("{from} 起"),
            (None, Some(until)) => format!("{until} 以前，含当天"),
            (None, None) => String::new(),
        }
    }
}

impl Loader<'_> {
    /// A figure that was changed on certain days.
    pub(super) fn by_days(
        &mut self,
        by: Option<&OneOrMore>,
        steps: &[QuantityStep],
        wanted: &Wanted<'_>,
        whole: Range<usize>,
    ) -> Option<Node> {
        let by = match (by.map(|by| by.0.as_slice()), wanted.table.zip(wanted.date)) {
            (None, Some((table, date))) => self.column_name(table, date),
            (Some([by]), _) => self.formula(by, wanted.table, Want::Any)?.root,
            _ => {
                self.fault("要写 by：按哪个日期；看不出记录的日期".into(), whole);
                return None;
            }
        };
        if super::figures::kind(&by) != Type::Date {
            self.fault("写了 from 的，by 要是日期；按年度分档的写 at_least".into(), whole);
            return None;
        }
        let mut now = Expression::Number { value: rust_decimal::Decimal::ZERO, percent: false };
        let mut before = None;
        for (number, step) in steps.iter().enumerate() {
            if let Some(edge) = step.at_least.as_ref().or(step.above.as_ref()) {
                self.fault("各档都写 from，不写 at_least、above".into(), edge.span());
                return None;
            }
            let day = match &step.from {
                Some(from) => Some(self.day(from)?),
                None if number == 0 => None,
                None => {
                    self.fault("只有第一档可以不写 from".into(), step.value.span());
                    return None;
                }
            };
            if let (Some(day), Some(from)) = (day, &step.from)
                && before.replace(day).is_some_and(|before| before >= day)
            {
                self.fault("各档的 from 要从早到晚".into(), from.span());
            }
            let stem = day.map_or_else(|| "以前".to_owned(), |day| format!("{}起", day.format("%Y年%-m月%-d日")));
            let figure = self.one(&step.value, &stem, wanted.clause, wanted)?;
            now = match day {
                Some(day) => {
                    let reached = held_against(Comparison::AtLeast, by.clone(), day);
                    Expression::Call(Function::If, vec![reached, figure, now])
                }
                None => figure,
            };
        }
        Some(now)
    }

    /// A day as it is written.
    pub(super) fn day(&mut self, written: &Spanned<Day>) -> Option<NaiveDate> {
        let day = NaiveDate::parse_from_str(&written.get_ref().0, "%Y-%m-%d").ok();
        if day.is_none() {
            self.fault("日期要写成 2023-10-14 这样".into(), written.span());
        }
        day
    }

    pub(super) fn effect(&mut self, section: &Spanned<file::Effect>) -> Option<Effect> {
        let raw = section.get_ref();
        let from = raw.from.as_ref().map(|day| self.day(day));
        let until = raw.until.as_ref().map(|day| self.day(day));
        let Some(place) = raw.until.as_ref().or(raw.from.as_ref()).map(Spanned::span) else {
            self.fault("写 from、until 之一，或者都写".into(), section.span());
            return None;
        };
        if let (Some(Some(from)), Some(Some(until))) = (from, until)
            && from > until
        {
            self.fault("until 早于 from".into(), place);
        }
        let told = match (&raw.outside, &raw.code) {
            (None, None) => None,
            (Some(outside), Some(code)) => {
                let severity = match outside.get_ref() {
                    Grade::Error => Severity::Error,
                    Grade::Warning => Severity::Warning,
                    Grade::Note => Severity::Note,
                };
                Some((severity, code.get_ref().as_str().into()))
            }
            _ => {
                self.fault("outside 和 code 要一起写".into(), section.span());
                return None;
            }
        };
        Some(Effect { clause: (*raw.clause).into(), from: from.flatten(), until: until.flatten(), told })
    }

    /// The column that dates an item's records, where it can be told: what it names, the only one of the table's period, or of several
    /// the only one that its filter holds against the year.
    pub(super) fn known_date(
        &mut self,
        raw: &file::Item,
        table: TableIndex,
        counts: Option<&Expr>,
    ) -> Option<ColumnIndex> {
        if let Some(date) = &raw.date {
            return self.column_for(table, date, column_requirements::PERIOD);
        }
        let period = &self.tables[table].period;
        if let [column] = *period.as_slice() {
            return Some(column);
        }
        let named = counts.into_iter().flat_map(Expr::names).filter_map(|(target, ..)| match target {
            Target::Column(column) if period.contains(&column) => Some(column),
            _ => None,
        });
        let mut named: Vec<ColumnIndex> = named.collect();
        named.dedup();
        match *named.as_slice() {
            [column] => Some(column),
            _ => None,
        }
    }

    /// What counts while the document is in force.
    pub(super) fn in_force(
        &mut self,
        raw: &file::Item,
        effect: Option<&Effect>,
        table: TableIndex,
        date: Option<ColumnIndex>,
        counts: Expr,
    ) -> Option<Expr> {
        let Some(effect) = effect else { return Some(counts) };
        let Some(date) = date else {
            if self.tables[table].columns.iter().any(|column| column.kind == Kind::Date) {
                let message =
                    "写了施行期，看不出这一项的记录是哪一天的：写 date = \"日期列\"，或者给表写 period（刚好一列）";
                self.fault(message.into(), raw.place());
                return None;
            }
            return Some(counts);
        };
        if effect.told.is_some() || self.tables[table].columns[date].kind != Kind::Date {
            return Some(counts);
        }
        let mut parts: Vec<Node> = counts.conjuncts().into_iter().cloned().collect();
        parts.extend(effect.tests(&self.column_name(table, date)));
        Some(Self::test(parts))
    }

    /// What the history says was paid for the item before: for the same record, or to the firm.
    pub(super) fn paid_before(
        &mut self,
        upgrade: &Spanned<file::Upgrade>,
        raw: &file::Item,
        history: Option<&file::History>,
        owner: &Owner<'_>,
    ) -> Option<Expr> {
        let Some(history) = history else {
            self.fault("upgrade 要看往年奖励，请写 [history]".into(), upgrade.span());
            return None;
        };
        if raw.less.is_some() {
            self.fault("写了 upgrade，就不再写 less".into(), upgrade.span());
        }
        let table = self.table(&history.table)?;
        let [year, item, amount, record] =
            [&history.year, &history.item, &history.amount, &history.record].map(|column| self.column(table, column));
        let (item, year) = (self.column_name(table, item?), self.year_of(table, year?));
        let id = raw.id.get_ref().as_str();
        let this = Expression::Text(self.texts.add(id), id.into());
        let compare = |op, left: Node, right: Node| Expression::Compare(op, Box::new(left), Box::new(right));
        let mut parts =
            vec![compare(Comparison::Equal, item, this), compare(Comparison::Less, year.clone(), award_year())];
        if let Some(since) = history.since {
            let since = Expression::Number { value: since.into(), percent: false };
            parts.push(compare(Comparison::AtLeast, year, since));
        }
        let each = match upgrade.get_ref() {
            file::Upgrade::Firm => None,
            file::Upgrade::Record => {
                let Some(own) = &raw.record else {
                    self.fault("按记录的 upgrade 要先写 record：认得出一条记录的列".into(), upgrade.span());
                    return None;
                };
                let own = self.column(owner.table, own)?;
                Some(Each { table: owner.table, same: vec![(record?, own)] })
            }
        };
        let of = Self::expr(self.column_name(table, amount?), Type::Money);
        let name: Arc<str> = format!("{}以前已得", raw.name.get_ref()).into();
        let source = Source::Sum { table, holds: Self::test(parts), of };
        let fact = Fact { name: Arc::clone(&name), kind: Type::Money, clause: owner.clause.into(), source, each };
        let target = Target::Fact(self.facts.push_and_get_key(fact));
        Some(Self::expr(Expression::Name { target, name, kind: Type::Money }, Type::Money))
    }
}
