//! The functions a formula may use: how each is written, how many arguments it takes, what it gives.

use super::tree::Function;

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
    known_as("UNIT", "金额列", (1, 1), Function::Unit, "这一列在交来的表里一个单位是多少元：1 或 10000；只在核对里用"),
];

/// The function called `name`, in capitals or not.
pub(super) fn known(name: &str) -> Option<&'static Known> {
    FUNCTIONS.iter().find(|known| known.name.eq_ignore_ascii_case(name))
}
