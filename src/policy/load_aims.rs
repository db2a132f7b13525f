//! Targets and lists.

use rust_decimal::Decimal;

use super::column_requirements;
use super::file;
use super::loader::{Loader, Want};
use super::{Aim, Entered, Goal, List, Measure, Reported, Shown};
use crate::formula::{Type, is_of_name};

/// UTF-16 units of a target's name: 绩效自评 finds it by a text within a formula, which takes 255 and some signs twice.
const LONGEST_NAME: usize = 120;

impl Loader<'_> {
    pub(super) fn goal(&mut self, raw: &file::Goal) -> Option<Goal> {
        self.at_home(raw.name.get_ref(), &raw.clause);
        let only = [
            ("per", raw.per.is_some() && raw.sum.is_none(), "sum"),
            ("date", raw.date.is_some() && raw.records.is_none(), "records"),
            ("base_year", raw.base_year.is_some() && raw.date.is_none(), "date"),
            ("each_year", raw.each_year && raw.date.is_some(), "不写 date 的目标"),
        ];
        for (key, _, with) in only.into_iter().filter(|(_, wrong, _)| *wrong) {
            self.fault(format!("{key} 只和 {with} 一起才起作用"), raw.name.span());
        }
        let name = raw.name.get_ref().as_str();
        if name.encode_utf16().count() > LONGEST_NAME {
            self.fault(format!("目标名太长，最长 {LONGEST_NAME} 个字"), raw.name.span());
        }
        Some(Goal {
            name: name.into(),
            aim: self.aim(raw)?,
            each_year: raw.each_year,
            unit: (*raw.unit).into(),
            clause: (*raw.clause).into(),
            measure: self.measure(raw)?,
        })
    }

    fn aim(&mut self, raw: &file::Goal) -> Option<Aim> {
        match (&raw.target, &raw.base_year, &raw.times) {
            (Some(figure), None, None) => Some(Aim::Figure(self.positive(figure)?)),
            (None, Some(year), Some(times)) => {
                Some(Aim::Multiple { year: *year.get_ref(), times: self.positive(times)? })
            }
            (None, None, None) => Some(Aim::Unnamed),
            _ => {
                self.fault("目标数写 target，或者 base_year 加 times，只写一种".into(), raw.name.span());
                None
            }
        }
    }

    fn measure(&mut self, raw: &file::Goal) -> Option<Measure> {
        match (&raw.firms, &raw.table, &raw.records, &raw.sum, &raw.entered) {
            (Some(firms), None, None, None, None) => Some(Measure::Firms(self.formula(firms, None, Want::Test)?)),
            (Some(firms), None, None, Some(sum), None) => {
                let per = match &raw.per {
                    Some(per) => self.positive(per)?,
                    None => Decimal::ONE,
                };
                let (firms, sum) = (self.formula(firms, None, Want::Test), self.formula(sum, None, Want::Number));
                Some(Measure::Sum(firms?, sum?, per))
            }
            (None, Some(table), Some(records), None, None) => {
                let table = self.table(table)?;
                let holds = self.formula(records, Some(table), Want::Test);
                Some(match &raw.date {
                    Some(date) => {
                        let date = self.column_for(table, date, column_requirements::PERIOD);
                        Measure::Yearly(table, holds?, date?)
                    }
                    None => Measure::Records(table, holds?),
                })
            }
            (None, None, None, None, Some(entered)) => {
                let told = entered.iter().map(|told| {
                    let (value, _) = self.figure(&told.value)?;
                    Some(Entered { year: *told.year.get_ref(), value, source: told.source.as_str().into() })
                });
                Some(Measure::Entered(told.collect::<Option<_>>()?))
            }
            _ => {
                self.fault("目标要写 firms（可加 sum），或者 table 加 records，或者 entered".into(), raw.name.span());
                None
            }
        }
    }

    pub(super) fn reported(&mut self, raw: &file::Reported) -> Option<Reported> {
        let table = self.any_table(&raw.table)?;
        let columns = [
            (&raw.target, column_requirements::FREE, true),
            (&raw.year, column_requirements::YEAR, true),
            (&raw.value, column_requirements::NUMBER, true),
            (&raw.by, column_requirements::FREE, false),
        ];
        let [target, year, value, by] = columns.map(|(name, fit, required)| {
            let column = self.column_for(table, name, fit)?;
            if required && !self.tables[table].columns[column].required {
                self.fault(format!("“{}”列要写 required = true", name.get_ref()), name.span());
            }
            Some(column)
        });
        let (target, year) = (target?, year?);
        if self.tables[table].unique != [target, year] {
            self.fault("一个目标一年只有一个数：这张表要写 unique，就是目标列和年度列".into(), raw.table.span());
        }
        Some(Reported { table, target, year, value: value?, by: by? })
    }

    /// What offices tell stands in their table or in the policy, never in both.
    pub(super) fn told_once(&mut self, raw: &file::File) {
        let Some(_) = raw.reported else { return };
        let told = |goal: &&file::Goal| goal.entered.as_ref().is_some_and(|entered| !entered.is_empty());
        for goal in raw.target.iter().filter(told) {
            self.fault("有了 [reported]，数就填在那张表里，entered 写 []".into(), goal.name.span());
        }
        if !raw.target.iter().any(|goal| goal.entered.is_some()) {
            let span = raw.reported.as_ref().map_or(0..0, |reported| reported.table.span());
            self.fault("没有目标写 entered，这张表没有用；给目标写 entered = []，或者删去 [reported]".into(), span);
        }
    }

    pub(super) fn drawn_up(&mut self, raw: &file::List) -> Option<List> {
        let name = raw.name.get_ref();
        self.at_home(name, &raw.clause);
        if !name.chars().all(is_of_name) || !(1..=20).contains(&name.encode_utf16().count()) {
            self.fault("名单的名称也是工作表名：1 至 20 个字，不用空格和符号".into(), raw.name.span());
        }
        let (table, of) = match (&raw.firms, &raw.table, &raw.records) {
            (Some(firms), None, None) => (None, self.formula(firms, None, Want::Test)),
            (None, Some(table), Some(records)) => {
                let table = self.table(table)?;
                (Some(table), self.formula(records, Some(table), Want::Test))
            }
            _ => {
                self.fault("名单要写 firms，或者 table 加 records".into(), raw.name.span());
                return None;
            }
        };
        if let (Some(most), true) = (&raw.most, raw.rank.is_empty()) {
            self.fault("most 只和 rank 一起才起作用".into(), most.span());
        }
        self.unique(raw.rank.iter().chain(&raw.columns).map(|shown| &shown.name), "列名");
        let shown = |loader: &mut Self, all: &[file::Shown], want: Want| {
            let each = all.iter().map(|one| {
                let of = loader.formula(&one.of, table, want)?;
                Some(Shown { name: one.name.get_ref().as_str().into(), of })
            });
            each.collect::<Option<Vec<_>>>()
        };
        let ranked = shown(self, &raw.rank, Want::Number);
        let columns = shown(self, &raw.columns, Want::Any);
        let most = match &raw.most {
            Some(most) => {
                self.positive(most)?;
                let known = format!("名单数_{name}");
                Some(self.register_parameter(&known, most, Type::Number, &raw.clause, "取前几名")?)
            }
            None => None,
        };
        Some(List {
            name: name.as_str().into(),
            clause: (*raw.clause).into(),
            purpose: (*raw.purpose).into(),
            table,
            of: of?,
            awarded: raw.awarded,
            ranked: ranked?,
            most,
            columns: columns?,
        })
    }
}
