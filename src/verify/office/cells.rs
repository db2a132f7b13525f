//! The cells of a sheet, row by row: values, formulas in their one spelling, and which look each has.

use std::collections::HashMap;
use std::io::BufRead;

use super::fact::GONE;
use super::formula::{Stand, canonical};
use super::strings::Strings;
use super::style::{Font, Styles};
use super::text::Rich;
use super::tree::{Element, Space, Step, Xml, yes};
use crate::intake::book::BookFault;
use crate::verify::shift::{Edge, Shift};

/// A value by what it means, not by how a program stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::verify) enum Scalar {
    /// Nothing, or an empty text.
    Blank,
    /// A formula that stores no result.
    Uncalculated,
    /// A number by its 15 significant digits, as every spreadsheet program shows it.
    Number(String),
    Text(String),
    /// True, false or an error.
    Word(String),
}

impl Scalar {
    /// A number as it is stored.
    pub fn number(text: &str) -> Result<Self, BookFault> {
        let number: f64 = text.trim().parse().map_err(|_| BookFault::damaged(format!("不是数：{text}")))?;
        if !number.is_finite() {
            return Err(BookFault::damaged(format!("不是数：{text}")));
        }
        let shown = format!("{number:.14e}");
        let decimal = rust_decimal::Decimal::from_scientific(&shown).map(|decimal| decimal.normalize().to_string());
        Ok(Self::Number(decimal.unwrap_or(shown)))
    }

    /// Equal, or two numbers that binary arithmetic alone tells apart.
    pub fn same(&self, other: &Self) -> bool {
        let (Self::Number(ours), Self::Number(theirs)) = (self, other) else { return self == other };
        if ours == theirs {
            return true;
        }
        let (Ok(ours), Ok(theirs)) = (ours.parse::<rust_decimal::Decimal>(), theirs.parse::<rust_decimal::Decimal>())
        else {
            return false;
        };
        // Whole fen are exact; only shares of many digits may differ in the last.
        let fen = |number: rust_decimal::Decimal| number.round_dp(2) == number;
        let near = ours.abs().checked_mul(rust_decimal::Decimal::new(1, 13)).unwrap_or_default();
        !fen(ours) && ours.checked_sub(theirs).is_some_and(|apart| apart.abs() <= near)
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::verify) struct Held {
    pub column: u32,
    /// The value, or the result stored with the formula.
    pub value: Scalar,
    /// The formula in its one spelling, with its kind before it where it is not a plain one.
    pub formula: Option<String>,
    /// Its look, by its number in the workbook's styles.
    pub look: usize,
    /// What in its text looks unlike the cell.
    pub unlike: String,
}

/// A row that holds something.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::verify) struct Line {
    pub row: u32,
    pub cells: Vec<Held>,
    /// Its height where it has one of its own.
    pub height: Option<f32>,
    pub hidden: bool,
    pub outline: u8,
}

/// What reading cells needs to know of the workbook.
pub(in crate::verify) struct Around<'a> {
    pub sheet: &'a str,
    pub strings: &'a Strings,
    pub styles: &'a Styles,
    pub shift: &'a Shift,
}

/// Takes rows in their order; `false` ends the reading.
pub(in crate::verify) type Take<'t> = &'t mut dyn FnMut(Line) -> bool;

/// The cells of one sheet while they stream by.
pub(in crate::verify) struct Cells<'a> {
    around: Around<'a>,
    /// Shared formulas: text, place of the first cell, the range they are for.
    shared: HashMap<String, Shared>,
    next_row: u32,
}

/// A shared formula: its text, the cell that holds it, the range it is for.
struct Shared {
    text: String,
    cell: (u32, u32),
    range: Option<Range>,
}

/// First row and column, last row and column.
pub(in crate::verify) type Range = ((u32, u32), (u32, u32));

impl<'a> Cells<'a> {
    pub fn new(around: Around<'a>) -> Self {
        Self { around, shared: HashMap::new(), next_row: 0 }
    }

    /// Reads the rows of the `sheetData` just opened; `false` if the taker had enough.
    pub fn read<R: BufRead>(&mut self, xml: &mut Xml<R>, take: Take<'_>) -> Result<bool, BookFault> {
        let mut text = String::new();
        loop {
            match xml.step(&mut text)? {
                Step::Open(row) if row.name == "row" && row.space == Space::Sheet => {
                    let line = self.row(&row, xml)?;
                    let worth = line.cells.iter().any(|cell| cell.formula.is_some() || cell.value != Scalar::Blank);
                    let filled = line.cells.iter().any(|cell| !self.around.styles.looks[cell.look].fill.is_empty());
                    if (worth || filled) && !take(line) {
                        return Ok(false);
                    }
                }
                Step::Open(other) => return Err(unknown(&other)),
                Step::Close => return Ok(true),
            }
            text.clear();
        }
    }

    fn row<R: BufRead>(&mut self, row: &Element, xml: &mut Xml<R>) -> Result<Line, BookFault> {
        let mut line = Line { row: self.next_row, ..Line::default() };
        for attribute in row.attributes.iter().filter(|attribute| attribute.space == Space::Own) {
            let value = &*attribute.value;
            match &*attribute.name {
                "r" => {
                    let number = value.parse::<u32>().ok().and_then(|number| number.checked_sub(1));
                    let number = number.filter(|number| *number >= self.next_row && *number < 1 << 20);
                    line.row = number.ok_or_else(|| BookFault::damaged(format!("行号有错：{value}")))?;
                }
                "ht" => line.height = value.parse().ok(),
                "hidden" => line.hidden = yes(value),
                "outlineLevel" => line.outline = value.parse().unwrap_or(u8::MAX),
                "ph" if yes(value) => line.outline = u8::MAX,
                _ => {}
            }
        }
        self.next_row = line.row + 1;
        let (mut text, mut next) = (String::new(), 0);
        let remarks = xml.remarks;
        loop {
            match xml.step(&mut text)? {
                Step::Open(cell) if cell.name == "c" && cell.space == Space::Sheet => {
                    let held = self.cell(&cell, line.row, next, xml)?;
                    next = held.column + 1;
                    let fill = self.around.styles.looks.get(held.look).map(|look| !look.fill.is_empty());
                    let fill = fill.ok_or_else(|| BookFault::damaged("单元格的样式不存在"))?;
                    if held.formula.is_some() || held.value != Scalar::Blank || fill {
                        line.cells.push(held);
                    }
                }
                Step::Open(other) if other.name == "extLst" => xml.skip()?,
                Step::Open(other) => return Err(unknown(&other)),
                // In the middle of a value a comment makes two programs read two values.
                Step::Close if xml.remarks > remarks => return Err(BookFault::damaged("值里夹有 XML 注释")),
                Step::Close => return Ok(line),
            }
            text.clear();
        }
    }

    fn cell<R: BufRead>(&mut self, cell: &Element, row: u32, next: u32, xml: &mut Xml<R>) -> Result<Held, BookFault> {
        let column = match cell.get("r") {
            Some(text) => {
                let place = address(text).filter(|(r, c)| *r == row && *c >= next);
                place.ok_or_else(|| BookFault::damaged(format!("单元格的位置有错或重复：{text}")))?.1
            }
            None => next,
        };
        let look = cell.get("s").map_or(Some(0), |style| style.parse().ok()).unwrap_or(usize::MAX);
        let (mut value, mut inline, mut formula) = (None, None, None);
        let mut text = String::new();
        loop {
            match xml.step(&mut text)? {
                Step::Open(child) if child.space == Space::Sheet && &*child.name == "v" && value.is_none() => {
                    value = Some(xml.rest(child)?.text);
                }
                Step::Open(child) if child.space == Space::Sheet && &*child.name == "f" && formula.is_none() => {
                    let child = xml.rest(child)?;
                    formula = Some(self.formula(&child, row, column)?);
                }
                Step::Open(child) if child.space == Space::Sheet && &*child.name == "is" && inline.is_none() => {
                    inline = Some(Rich::of(&xml.rest(child)?, &self.around.styles.colors));
                }
                Step::Open(child) if child.name == "extLst" => xml.skip()?,
                Step::Open(other) => return Err(unknown(&other)),
                Step::Close => break,
            }
        }
        let plain = Font::default();
        let font = self.around.styles.looks.get(look).map_or(&plain, |look| &look.font);
        let mut unlike = String::new();
        let absent = if formula.is_some() { Scalar::Uncalculated } else { Scalar::Blank };
        let filled = |text: String| if text.is_empty() { Scalar::Blank } else { Scalar::Text(text) };
        let raw = value.as_deref();
        let value = match (cell.get("t").unwrap_or("n"), raw) {
            ("n", Some(number)) if !number.trim().is_empty() => Scalar::number(number)?,
            ("n", _) => absent,
            ("s", Some(index)) => {
                let found = index.trim().parse().ok().and_then(|index| self.around.strings.get(index));
                let (plain, rich) = found.ok_or_else(|| BookFault::damaged("单元格的共享文字不存在"))?;
                unlike = rich.map(|rich| rich.unlike(font)).unwrap_or_default();
                filled(plain.to_owned())
            }
            ("inlineStr", _) => {
                let rich = inline.take().unwrap_or_default();
                unlike = rich.unlike(font);
                filled(rich.plain)
            }
            ("str", Some(text)) => filled(super::text::spoken(text)),
            ("str", None) if formula.is_some() => Scalar::Uncalculated,
            ("b", Some(truth)) => Scalar::Word(if yes(truth) { "TRUE" } else { "FALSE" }.to_owned()),
            ("e", Some(error)) => Scalar::Word(error.to_owned()),
            ("d", Some(day)) => Scalar::Text(day.to_owned()),
            (_, None) => absent,
            (kind, _) => return Err(BookFault::damaged(format!("单元格的类型看不懂：{kind}"))),
        };
        // Which of two contents counts depends on the reader.
        if inline.is_some() || (cell.get("t") == Some("inlineStr") && raw.is_some_and(|raw| !raw.is_empty())) {
            unlike.push_str("另有看不见的内容");
        }
        if cell.flag("ph", false) {
            unlike.push_str("显示注音");
        }
        Ok(Held { column, value, formula, look, unlike })
    }

    fn formula(&mut self, element: &Element, row: u32, column: u32) -> Result<String, BookFault> {
        let Around { sheet, shift, .. } = self.around;
        let stand = |distance| Stand { sheet, shift, distance };
        let kind = element.get("t").unwrap_or("normal");
        if kind == "shared" {
            let id = element.get("si").ok_or_else(|| BookFault::damaged("共享公式没有编号"))?;
            if element.text.trim().is_empty() {
                let Shared { text, cell: (top, left), range } =
                    self.shared.get(id).ok_or_else(|| BookFault::damaged(format!("共享公式 {id} 没有内容")))?;
                let inside = |((top, left), (bottom, right)): Range| {
                    (top..=bottom).contains(&row) && (left..=right).contains(&column)
                };
                if range.is_some_and(|range| !inside(range)) {
                    return Err(BookFault::damaged(format!("共享公式 {id} 用在它的范围以外")));
                }
                let away = (i64::from(row) - i64::from(*top), i64::from(column) - i64::from(*left));
                return Ok(canonical(text, stand(away)));
            }
            let range = element.get("ref").and_then(range);
            if self
                .shared
                .insert(id.to_owned(), Shared { text: element.text.clone(), cell: (row, column), range })
                .is_some()
            {
                return Err(BookFault::damaged(format!("共享公式 {id} 有两个")));
            }
            return Ok(canonical(&element.text, stand((0, 0))));
        }
        let text = canonical(&element.text, stand((0, 0)));
        if kind == "normal" {
            return Ok(text);
        }
        let mut kind = if kind == "array" { "数组公式".to_owned() } else { format!("{kind} 公式") };
        for attribute in &element.attributes {
            if !matches!(&*attribute.name, "t" | "ca" | "aca" | "ref") {
                kind.push_str(&format!(" {}={}", attribute.name, super::plain::value(&attribute.value)));
            }
        }
        if let Some(place) = element.get("ref") {
            kind.push_str(&format!(" {}", place_of(place, sheet, shift)));
        }
        Ok(format!("〔{kind}〕{text}"))
    }
}

fn unknown(element: &Element) -> BookFault {
    BookFault::damaged(format!("工作表里有看不懂的部分：{}", element.name))
}

/// `C12` → row 11, column 2.
pub(in crate::verify) fn address(text: &str) -> Option<(u32, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(letters);
    if !(1..=3).contains(&letters.len()) || !(1..=7).contains(&digits.len()) {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = digits.bytes().all(|d| d.is_ascii_digit()).then(|| digits.parse().ok())??;
    ((1..=1 << 20).contains(&row) && column <= 1 << 14).then(|| (row - 1, column - 1))
}

/// `A1:C3` or `A1`.
pub(in crate::verify) fn range(text: &str) -> Option<Range> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some((address(&first.replace('$', ""))?, address(&last.replace('$', ""))?))
}

/// Ranges in one spelling and order, each followed to where its rows and columns are now.
pub(in crate::verify) fn place_of(text: &str, sheet: &str, shift: &Shift) -> String {
    let name = |row: u32, column: u32| format!("{}{}", crate::finding::column_letters(column), row + 1);
    let follow = |text: &str| {
        let Some((first, last)) = range(text) else { return text.to_owned() };
        if first == last {
            let row = shift.row(sheet, first.0, Edge::Alone);
            let column = shift.column(sheet, first.1, Edge::Alone);
            return row.zip(column).map_or_else(|| GONE.to_owned(), |(row, column)| name(row, column));
        }
        let corner = |(row, column), edge| shift.row(sheet, row, edge).zip(shift.column(sheet, column, edge));
        match (corner(first, Edge::First), corner(last, Edge::Last)) {
            (Some(first), Some(last)) => format!("{}:{}", name(first.0, first.1), name(last.0, last.1)),
            _ => GONE.to_owned(),
        }
    };
    let mut places: Vec<String> = text.split_whitespace().map(follow).collect();
    places.sort_unstable();
    places.join(" ")
}
