//! The functions a formula may use: how each is written, how many arguments it takes, what it gives.

use std::mem::discriminant;

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;

use super::tree::{Expression, Function, Span};

/// A function that a formula may use.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// Its arguments, for people.
    pub arguments: &'static str,
    /// What it gives, for people.
    pub meaning: &'static str,
    /// What it is in the tree.
    pub function: Function,
    /// The fewest arguments.
    pub least: usize,
    /// The most.
    pub most: usize,
}

const fn known_as(
    name: &'static str,
    arguments: &'static str,
    (least, most): (usize, usize),
    function: Function,
    meaning: &'static str,
) -> Known {
    Known { name, arguments, meaning, function, least, most }
}

/// All of them.
pub const FUNCTIONS: &[Known] = &[
    known_as("AND", "判断,…", (1, 64), Function::And, "都成立"),
    known_as("OR", "判断,…", (1, 64), Function::Or, "有一个成立"),
    known_as("NOT", "判断", (1, 1), Function::Not, "不成立"),
    known_as("IF", "判断,甲,乙", (3, 3), Function::If, "成立是甲，不成立是乙；只看取到的那一个"),
    known_as("ISBLANK", "列", (1, 1), Function::IsBlank, "是不是空白（不知道）"),
    known_as("YEAR", "日期", (1, 1), Function::Year, "日期的年度"),
    known_as("DATE", "年,月,日", (3, 3), Function::Date, "日期"),
    known_as("MAX", "数,…", (1, 64), Function::Max, "最大的；有一个空白就待定"),
    known_as("MIN", "数,…", (1, 64), Function::Min, "最小的；有一个空白就待定"),
    known_as("ABS", "数", (1, 1), Function::Abs, "绝对值"),
    known_as("INT", "数", (1, 1), Function::Int, "舍去小数；每满 n 的份数写 INT(数/n)"),
    known_as("ROUND", "数,位数", (2, 2), Function::Round, "四舍五入到几位小数；-4 是到万"),
    known_as("ROUNDDOWN", "数,位数", (2, 2), Function::RoundDown, "舍去尾数到几位小数；-4 是到万"),
    known_as("ROUNDUP", "数,位数", (2, 2), Function::RoundUp, "进位到几位小数；-4 是到万"),
    known_as("MONTH", "日期", (1, 1), Function::Month, "日期的月份"),
    known_as("DAY", "日期", (1, 1), Function::Day, "日期是几号"),
    known_as("EDATE", "日期,月数", (2, 2), Function::MonthsLater, "几个月以后的日期；那个月没有这一天的是月底"),
    known_as(
        "DATEDIF",
        "起,止,\"Y\"",
        (3, 3),
        Function::Elapsed(Span::Years),
        "满几年（\"Y\"）、几个月（\"M\"）、几天（\"D\"）；止早于起就待定",
    ),
    known_as("ATLEAST", "个数,判断,…", (2, 64), Function::AtLeast, "至少有几个成立，如三项有两项；不管别的是否空白"),
    known_as("UNIT", "金额列", (1, 1), Function::Unit, "这一列在交来的表里一个单位是多少元：1 或 10000；只在核对里用"),
];

impl Function {
    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        let own = |known: &&Known| discriminant(&known.function) == discriminant(&self);
        FUNCTIONS.iter().find(own).map_or("", |known| known.name)
    }
}

/// The function called `name`, in capitals or not.
pub(super) fn known(name: &str) -> Option<&'static Known> {
    FUNCTIONS.iter().find(|known| known.name.eq_ignore_ascii_case(name))
}

/// The names of all, for people.
pub(super) fn names() -> String {
    FUNCTIONS.iter().map(|known| known.name).collect::<Vec<_>>().join("、")
}

impl Known {
    /// What is said where it is given `found` arguments.
    pub(super) fn miscounted(&self, found: usize) -> String {
        let wanted = match (self.least, self.most) {
            (least, most) if least == most => format!("{least} 项"),
            (least, most) => format!("{least} 至 {most} 项"),
        };
        format!("{} 要写 {wanted}：{}({})，写了 {found} 项", self.name, self.name, self.arguments)
    }
}

/// What is written of a day is a month or a day that no calendar has: which part, and what to write. Day 0 is the last of the month before.
pub(super) fn no_such_day<R>(parts: &[Expression<R>]) -> Option<(usize, String)> {
    let written = |part: &Expression<R>| match part {
        // A spreadsheet drops what follows the point.
        Expression::Number { value, .. } => value.to_i32(),
        _ => None,
    };
    let [year, month, day] = [0, 1, 2].map(|at| parts.get(at).and_then(written));
    if month.is_some_and(|month| !(1..=12).contains(&month)) {
        return Some((1, "月份写 1 到 12".into()));
    }
    if day.is_some_and(|day| !(0..=31).contains(&day)) {
        return Some((2, "日写 1 到 31；上月的最后一天写 0".into()));
    }
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return None };
    let is_there = day == 0 || NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs()).is_some();
    (!is_there).then(|| (2, format!("{year} 年 {month} 月没有 {day} 日")))
}
