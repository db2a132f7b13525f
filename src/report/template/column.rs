//! A column of the policy in a clerk's words: its header, whether it must be filled, with what, an example.

use rust_decimal::Decimal;

use super::style::width;
use crate::money::group;
use crate::numbering::Numbering;
use crate::policy::{Blank, Column, Kind, Policy, Table};

/// The columns of a table as a clerk meets them: behind the firm's code its name, which no rule needs, but by which a slip in a code is seen.
pub(super) fn columns(policy: &Policy, table: &Table) -> Vec<Column> {
    let mut columns = table.columns.raw.clone();
    let register = &policy.tables[policy.register.table];
    let name = &register.columns[policy.register.name];
    let known = |column: &Column| std::iter::once(&name.name).chain(&name.aliases).any(|known| *known == column.name);
    if !columns.iter().any(known) {
        let note = format!("核对代码用，可以不填；与“{}”里的不同，检查时会提示", register.name);
        let name =
            Column { required: false, optional: true, blank: None, clause: None, note: note.into(), ..name.clone() };
        columns.insert(usize::from(table.key) + 1, name);
    }
    columns
}

/// The header of `column`. Intake takes the star and the unit off again.
pub(super) fn header(column: &Column) -> String {
    let star = if column.required { "*" } else { "" };
    let unit = match column.kind {
        Kind::Money { .. } => "（元）".to_owned(),
        Kind::Percent => "（%）".to_owned(),
        _ if column.unit.is_empty() => String::new(),
        _ => format!("（{}）", column.unit),
    };
    format!("{star}{}{unit}", column.name)
}

/// Must it be filled, and if not, what does a blank stand for?
pub(super) fn demand(policy: &Policy, column: &Column) -> String {
    match &column.blank {
        _ if column.required => "必填".into(),
        Some(Blank::Number(number)) => format!("可空\n空白即 {}", figure(column, *number)),
        Some(Blank::Text(value)) => format!("可空\n空白即“{}”", policy.texts.get(*value)),
        None => "可空".into(),
    }
}

/// What to fill in: the policy's words, else those of the column's kind.
pub(super) fn meaning(column: &Column) -> &str {
    if !column.note.is_empty() {
        return &column.note;
    }
    match column.kind {
        Kind::Money { .. } => "金额",
        Kind::Number => "数字",
        Kind::Percent => "百分比",
        Kind::Year => "年度",
        Kind::Date => "日期",
        Kind::Text => "照证件或文件上的写",
        Kind::List(_) | Kind::Item => "从下拉列表里选",
        Kind::Code(Numbering::CreditCode) => "营业执照上的统一社会信用代码",
        Kind::Code(Numbering::CitizenId) => "身份证上的公民身份号码",
        Kind::Code(Numbering::Plain) => "照名册上的编号写",
        Kind::Patent { .. } => "专利证书上的专利号",
    }
}

/// What the cells may hold.
pub(super) fn allowed(policy: &Policy, column: &Column) -> String {
    let mut out = match &column.kind {
        Kind::Money { signed } => {
            let sign = if *signed { "可以是负数" } else { "不能是负数" };
            format!("数字，单位元，最多两位小数，{sign}")
        }
        Kind::Number if !column.unit.is_empty() => format!("数字，单位{}", column.unit),
        Kind::Number => "数字".into(),
        Kind::Percent => "百分比，写成 5%".into(),
        Kind::Year => "四位年度".into(),
        Kind::Date => "日期，写成 2022-10-05".into(),
        Kind::Text => "文字".into(),
        Kind::List(_) | Kind::Item => choices(policy, column).join("、"),
        Kind::Code(Numbering::Plain) => "编号，文本格式".into(),
        Kind::Code(_) => "18 位代码，末位是校验码".into(),
        Kind::Patent { .. } => "专利号，带不带 ZL 和点都可以".into(),
    };
    match (column.least, column.most) {
        (Some(least), Some(most)) => out.push_str(&format!("，{} 至 {}", figure(column, least), figure(column, most))),
        (Some(least), None) => out.push_str(&format!("，不低于 {}", figure(column, least))),
        (None, Some(most)) => out.push_str(&format!("，不高于 {}", figure(column, most))),
        (None, None) => {}
    }
    out
}

/// The values of a drop-down list; none for a column that has no list.
pub(super) fn choices<'p>(policy: &'p Policy, column: &'p Column) -> Vec<&'p str> {
    match &column.kind {
        Kind::List(values) => values.iter().map(|value| &*value.text).collect(),
        Kind::Item => policy.items.iter().map(|item| &*item.name).collect(),
        _ => Vec::new(),
    }
}

/// An example, as it looks in its cell. The code of firms is the same column in every table, so one example serves all.
pub(super) fn example(policy: &Policy, column: &Column) -> String {
    match column.kind {
        Kind::Money { .. } if column.example.parse::<Decimal>().is_ok() => group(&column.example),
        Kind::Code(_) if column.example.is_empty() => {
            policy.tables[policy.register.table].columns[policy.register.code].example.to_string()
        }
        _ => column.example.to_string(),
    }
}

/// The number format of its cells. What is no figure is text: long numbers keep their digits.
pub(super) fn number_format(kind: &Kind) -> &'static str {
    match kind {
        Kind::Money { .. } => "#,##0.00",
        Kind::Number => "General",
        Kind::Percent => "0.00%",
        Kind::Year => "0",
        Kind::Date => "yyyy-mm-dd",
        Kind::Text | Kind::List(_) | Kind::Code(_) | Kind::Patent { .. } | Kind::Item => "@",
    }
}

/// How wide its cells are, in half-width characters: for what is typed, and for a header of at most two lines.
pub(super) fn cells_width(policy: &Policy, column: &Column) -> u32 {
    let typed = match &column.kind {
        // Ten billion yuan with separators and decimals.
        Kind::Money { .. } => 18,
        Kind::Number | Kind::Percent => 11,
        Kind::Year => 8,
        Kind::Date => 12,
        Kind::Code(_) => 21,
        Kind::Patent { .. } => 20,
        Kind::Text => (width(&column.example) + 4).clamp(14, 36),
        // Room for the arrow of the list.
        Kind::List(_) | Kind::Item => {
            choices(policy, column).into_iter().map(width).max().unwrap_or(0).saturating_add(4).clamp(9, 30)
        }
    };
    let header = width(&header(column));
    let cells = typed.max(header.div_ceil(2) + 3).max((header + 2).min(14));
    // A little more keeps a header on one line that would leave but a bracket for the second.
    if header + 2 <= cells + 4 { cells.max(header + 2) } else { cells }
}

/// One table in a line: must it be handed in, and what is a row?
pub(super) fn duty(table: &Table) -> String {
    let must = if table.required { "必交" } else { "有记录才填，没有的留空" };
    let unique: Vec<&str> = table.unique.iter().map(|column| &*table.columns[*column].name).collect();
    let once = match unique.as_slice() {
        [] => String::new(),
        [one] => format!("；“{one}”不能重复"),
        several => format!("；{}都相同的只能有一行", several.join("、")),
    };
    format!("{must}{once}。")
}

/// A figure as the clerk writes it.
fn figure(column: &Column, figure: Decimal) -> String {
    match column.kind {
        Kind::Percent => format!("{}%", (figure * Decimal::ONE_HUNDRED).normalize()),
        Kind::Money { .. } => format!("{} 元", group(&figure.normalize().to_string())),
        _ => figure.normalize().to_string(),
    }
}
