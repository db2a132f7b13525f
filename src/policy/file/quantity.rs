//! A quantity as it is written, wherever a rule takes a figure: a figure, a formula, or a table.

use toml::Spanned;
use toml::de::DeValue;

use super::{Figure, Text};
use crate::policy::fault::Fault;
use crate::policy::keys::{Shape, Value, Written, keys};
use crate::policy::written::{Day, Pairs};

/// A figure or a formula as one value; a table as a section.
#[derive(Clone)]
pub(in crate::policy) enum Quantity {
    /// `50000`, `"25%"`, `'投资额-补助额'`.
    One(Figure),
    /// `{ by = …, values = … }`.
    Table(Spanned<Table>),
}

keys! {
    /// A figure looked up.
    pub(in crate::policy) struct Table: "凡是写数的地方（金额、比例、上限、下限、数量）都可以写一个数、一个公式，或者这样一张表：by 加 values，by 加 rows，或者 by 加 steps" {
        by: Option<OneOrMore>, "按哪一列取；几列写成 [\"甲\", \"乙\"]；也可以是事实、公式；\"standing\" 是按身份；\"rank\" 是按全部企业里的名次，和 steps 一起写，项目要有 quota", "\"档次\"";
        values: Pairs<Figure>, "每个值取多少，一个数或公式；list 的每个值都要写", "{ \"高端\" = 500000, \"普通\" = 200000, \"二手\" = 0 }";
        rows: Vec<Vec<Figure>>, "按几列取的：每行依次写各列的值（\"*\" 是任何值）和取多少，最后可以加条款；取第一行符合的", "[[\"高端\", \"自产\", 500000], [\"高端\", \"*\", 300000]]";
        otherwise as "else": Option<Figure>, "没有列出的值取多少", "0";
        steps: Vec<QuantityStep>, "按 by 这个数（或日期）分档取，从小到大；不到第一档的取 0", "[{ at_least = 1, value = \"80%\" }, { at_least = 3, value = \"50%\" }]";
        amount: Option<Figure>, "只有一个数时也可以写成 { amount = … }", "1000000";
    }

    /// One step of a figure.
    pub(in crate::policy) struct QuantityStep: "一档" {
        at_least: Option<Figure>, "从这个数起，含本数", "3";
        above: Option<Figure>, "超过这个数，不含本数", "3";
        from: Option<Spanned<Day>>, "从这一天起，含当天：标准改过的；by 写日期列，不写 by 就是记录的日期（项目的 date 或者表的 period）。第一档不写 from，就是改以前的", "\"2031-07-01\"";
        value: Figure, "取多少，一个数或公式", "\"50%\"";
    }
}

/// One name, or a list of names.
#[derive(Clone)]
pub(in crate::policy) struct OneOrMore(pub Vec<Text>);

impl Quantity {
    /// Where it is written.
    pub fn span(&self) -> std::ops::Range<usize> {
        match self {
            Self::One(figure) => figure.span(),
            Self::Table(table) => table.span(),
        }
    }
}

impl Written for Quantity {
    const SHAPE: Shape = Shape::Quantity(&Table::KEYS);
    fn absent() -> Self {
        Self::One(Figure::absent())
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        if value.get_ref().is_table() {
            return Self::Table(Spanned::<Table>::read(value, faults));
        }
        Self::One(Figure::read(value, faults))
    }
}

impl Written for OneOrMore {
    const SHAPE: Shape = Shape::OneOrMore;
    fn absent() -> Self {
        Self(Vec::new())
    }
    fn read(value: Value<'_>, faults: &mut Vec<Fault>) -> Self {
        match value.get_ref() {
            DeValue::Array(_) => Self(Vec::<Text>::read(value, faults)),
            _ => Self(vec![Text::read(value, faults)]),
        }
    }
}
