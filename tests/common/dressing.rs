//! One value in one of the ways people write it.

use chrono::NaiveDate;
use jiangbu::index::{ColumnIndex, TableIndex};
use jiangbu::policy::{Kind, Policy};
use jiangbu::tables::{Dataset, Values};
use rust_decimal::Decimal;

use super::chance::Chance;
use super::workbook::Cell;

/// How a column of a sheet is written.
#[derive(Clone, Copy)]
pub struct Style {
    /// Yuan for one unit.
    pub unit: i64,
    /// Does the header say (%)?
    pub percent: bool,
}

/// Is the value not known?
pub fn is_blank(column: &Values, row: usize) -> bool {
    match column {
        Values::Money(values) => values.raw[row].is_none(),
        Values::Number(values) => values.raw[row].is_none(),
        Values::Year(values) => values.raw[row].is_none(),
        Values::Date(values) => values.raw[row].is_none(),
        Values::Text(values) => values.raw[row].is_none(),
    }
}

/// For a cell of a workbook, which holds floats.
pub fn float(number: Decimal) -> f64 {
    number.to_string().parse().expect("a number")
}

/// One value in one of the ways people write it.
pub fn cell(
    data: &Dataset,
    policy: &Policy,
    (t, column, row): (TableIndex, ColumnIndex, usize),
    style: Style,
    chance: &mut Chance,
) -> Cell {
    let declared = &policy.tables[t].columns[column];
    match &data.tables[t].columns[column] {
        Values::Money(values) => {
            values.raw[row].map(|money| amount(money.as_yuan() / Decimal::from(style.unit), style.unit, chance))
        }
        Values::Number(values) => values.raw[row].map(|number| match declared.kind {
            Kind::Percent => share(number, style.percent, chance),
            _ => chance.of(&[Cell::Number(float(number)), Cell::Text(number.to_string())]).clone(),
        }),
        Values::Year(values) => values.raw[row].map(|year| year_cell(year, chance)),
        Values::Date(values) => values.raw[row].map(|day| day_cell(day, chance)),
        Values::Text(values) => values.raw[row].map(|symbol| {
            let text = data.texts.get(symbol);
            match &declared.kind {
                Kind::List(values) => {
                    let value = values.iter().find(|value| value.symbol == symbol).expect("a value of the list");
                    let text = if chance.once_in(4) && !value.synonyms.is_empty() {
                        &**chance.of(&value.synonyms)
                    } else {
                        &*value.text
                    };
                    Cell::Text(blanks(text, chance))
                }
                Kind::Patent { .. } => patent(text, chance),
                Kind::Code(_) => {
                    let text = if chance.once_in(6) { unseen(text, chance) } else { text.to_owned() };
                    Cell::Text(format!("{}{text}{}", chance.pick(&["", "", " "]), chance.pick(&["", "", "　"])))
                }
                _ => Cell::Text(format!("{text}{}", chance.pick(&["", "", " ", "　"]))),
            }
        }),
    }
    .unwrap_or_else(|| match declared.kind {
        // A mark may be a value of the list.
        Kind::List(_) => Cell::Empty,
        _ => chance
            .of(&[Cell::Empty, Cell::Empty, Cell::text("—"), Cell::text("/"), Cell::text("无"), Cell::text("暂无")])
            .clone(),
    })
}

/// Number formats that draw the number as it is, in a column of 元 and in one of 万元.
const FORMATS: [&str; 8] = [
    "0.00_);[Red](0.00)",
    "#,##0.00####",
    "_ * #,##0.00####_ ;_ * -#,##0.00####_ ;_ * \"-\"??_ ;_ @_ ",
    "[$¥-804]#,##0.00####",
    "¥#,##0.00####;¥-#,##0.00####",
    "[蓝色]0.00####",
    "0.00####;-0.00####;;@",
    "General",
];

fn amount(number: Decimal, unit: i64, chance: &mut Chance) -> Cell {
    let plain = number.normalize().to_string();
    match chance.below(11) {
        8 => Cell::Shown(float(number), chance.pick(&FORMATS)),
        9 => Cell::Shown(float(number), if unit == 1 { "#,##0.00####\"元\"" } else { "0.00####\"万元\"" }),
        10 => Cell::Text(unseen(&plain, chance)),
        0 => Cell::Text(plain),
        1 => Cell::Text(full_width(&plain)),
        2 if !number.is_sign_negative() => Cell::Text(format!("¥{plain}")),
        3 => Cell::Text(format!(" {plain}　")),
        4 => Cell::Text(jiangbu::money::group(&plain)),
        // A result of nought looks like a formula that was never calculated.
        5 if !number.is_zero() => Cell::Formula(float(number)),
        _ => Cell::Number(float(number)),
    }
}

fn share(number: Decimal, percent_header: bool, chance: &mut Chance) -> Cell {
    let hundredfold = (number * Decimal::ONE_HUNDRED).normalize();
    match chance.below(3) {
        0 => Cell::Text(format!("{hundredfold}%")),
        1 => Cell::Percent(float(number)),
        _ if percent_header => Cell::Number(float(hundredfold)),
        _ if number <= Decimal::ONE => Cell::Number(float(number)),
        _ => Cell::Text(full_width(&format!("{hundredfold}%"))),
    }
}

fn year_cell(year: i32, chance: &mut Chance) -> Cell {
    match chance.below(5) {
        0 => Cell::Text(year.to_string()),
        1 => Cell::Text(format!("{year}年")),
        2 => Cell::Day(NaiveDate::from_ymd_opt(year, 8, 15).expect("a day"), "yyyy\"年\""),
        3 => Cell::Text(full_width(&year.to_string())),
        _ => Cell::Number(f64::from(year)),
    }
}

fn day_cell(day: NaiveDate, chance: &mut Chance) -> Cell {
    let formats = ["yyyy-mm-dd", "yyyy/m/d", "m/d/yy", "yyyy\"年\"m\"月\"d\"日\""];
    let texts = ["%Y-%m-%d", "%Y/%-m/%-d", "%Y.%-m.%-d", "%Y年%-m月%-d日", "%Y%m%d", "%Y-%-m-%-d"];
    let midnights = [" 0:00", " 00:00:00", "  0:00:00", " 00:00:00.0", "T00:00:00Z"];
    match chance.below(5) {
        4 => Cell::Text(format!("{}{}", day.format(chance.pick(&texts)), chance.pick(&midnights))),
        0 => Cell::Text(day.format(chance.pick(&texts)).to_string()),
        1 => Cell::Text(full_width(&day.format(chance.pick(&texts)).to_string())),
        _ => Cell::Day(day, chance.pick(&formats)),
    }
}

fn patent(canonical: &str, chance: &mut Chance) -> Cell {
    let bare = canonical.trim_start_matches("ZL");
    let digits = bare.replace('.', "");
    match chance.below(6) {
        0 => Cell::Text(format!("CN{bare}")),
        1 => Cell::Text(digits),
        2 => Cell::Text(format!("ZL {} {} {}", &bare[..4], &bare[4..5], &bare[5..])),
        3 => Cell::Text(canonical.to_lowercase()),
        4 if !digits.ends_with('X') => Cell::Number(digits.parse().expect("digits")),
        _ => Cell::Text(canonical.into()),
    }
}

/// A blank somewhere in a text.
fn blanks(text: &str, chance: &mut Chance) -> String {
    if !chance.once_in(4) {
        return text.into();
    }
    let mut characters: Vec<char> = text.chars().collect();
    let at = chance.below(characters.len() + 1);
    characters.insert(at, chance.pick(&[' ', '\u{3000}', '\u{a0}', '\u{200e}', '\u{ad}']));
    // A radical in place of the character it looks like, as texts out of PDF files have.
    let radicals = [('高', '⾼'), ('人', '⼈'), ('一', '⼀'), ('工', '⼯'), ('小', '⼩'), ('目', '⽬')];
    let radical = |c: char| radicals.iter().find(|(usual, _)| *usual == c).map_or(c, |(_, radical)| *radical);
    characters.into_iter().map(radical).collect()
}

/// A character that cannot be seen somewhere in a text.
fn unseen(text: &str, chance: &mut Chance) -> String {
    let at = chance.below(text.len() + 1);
    let (before, behind) = text.split_at(at);
    let unseen = chance.pick(&['\u{200b}', '\u{200e}', '\u{ad}', '\u{feff}', '\u{2060}']);
    format!("{before}{unseen}{behind}")
}

fn full_width(text: &str) -> String {
    let wide = |c: char| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c };
    text.chars().map(wide).collect()
}
