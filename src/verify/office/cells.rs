//! The cells of a sheet, row by row: values, formulas in their one spelling, and which look each has.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{BufRead, Read};

use memchr::memmem::Finder;

use super::address::{Range, address, place_of, range};
use super::element::{Element, Space, certain, yes};
use super::formula::{Stand, canonical};
use super::scalar::Scalar;
use super::strings::Strings;
use super::style::{Font, Styles};
use super::text::{Rich, spoken};
use super::tree::{Step, Xml, measure};
use super::window::Window;
use super::written_row::{self, WrittenFormula, WrittenRow};
use crate::intake::book::BookFault;
use crate::verify::shift::Shift;

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
pub(in crate::verify) struct SheetRow {
    pub row: u32,
    pub cells: Vec<Held>,
    /// Its height where it has one of its own.
    pub height: Option<f32>,
    pub hidden: bool,
    pub outline: u8,
    /// The look that gives the row a ground where no cell is, by its number.
    pub ground: Option<usize>,
}

impl SheetRow {
    /// What is said of the row; `next` is the first it may be.
    fn attribute(&mut self, name: &str, value: &str, next: u32) -> Result<(), BookFault> {
        certain(name, value)?;
        match name {
            "r" => {
                let number = value.parse::<u32>().ok().and_then(|number| number.checked_sub(1));
                let number = number.filter(|number| *number >= next && *number < 1 << 20);
                self.row = number.ok_or_else(|| BookFault::damaged(format!("行号有错：{value}")))?;
            }
            "ht" => self.height = measure(name, value)?.parse().ok(),
            "hidden" => self.hidden = yes(value),
            "outlineLevel" => self.outline = value.trim().parse().unwrap_or(u8::MAX),
            "ph" if yes(value) => self.outline = u8::MAX,
            "s" => self.ground = measure(name, value)?.parse().ok(),
            _ => {}
        }
        Ok(())
    }
}

/// What a cell is made of, however it was written.
#[derive(Default)]
struct Content<'t> {
    place: Option<&'t str>,
    style: Option<&'t str>,
    kind: Option<&'t str>,
    value: Option<Cow<'t, str>>,
    formula: Option<String>,
    inline: Option<Rich>,
    phonetic: bool,
    /// What is said of it in a part beside the sheet.
    beside: Option<String>,
}

/// What reading cells needs to know of the workbook.
pub(in crate::verify) struct Around<'a> {
    pub sheet: &'a str,
    pub strings: &'a Strings,
    pub styles: &'a Styles,
    pub shift: &'a Shift,
}

impl<'a> Around<'a> {
    fn stand(&self, distance: (i64, i64)) -> Stand<'a> {
        Stand { sheet: self.sheet, shift: self.shift, distance }
    }
}

/// Takes rows in their order; `false` ends the reading.
pub(in crate::verify) type Take<'t> = &'t mut dyn FnMut(SheetRow) -> bool;

/// The cells of one sheet while they stream by.
pub(in crate::verify) struct Cells<'a> {
    around: Around<'a>,
    /// Shared formulas: text, place of the first cell, the range they are for.
    shared: HashMap<String, Shared>,
    next_row: u32,
    /// How many cells the last row had: the next one will have as many.
    width: usize,
}

/// A shared formula: its text, the cell that holds it, the range it is for.
struct Shared {
    text: String,
    cell: (u32, u32),
    range: Option<Range>,
}

impl<'a> Cells<'a> {
    pub fn new(around: Around<'a>) -> Self {
        Self { around, shared: HashMap::new(), next_row: 0, width: 0 }
    }

    /// Reads the rows of the `sheetData` just opened; `false` if the taker had enough.
    pub fn read<R: Read>(&mut self, xml: &mut Xml<Window<R>>, take: Take<'_>) -> Result<bool, BookFault> {
        let (unprefixed, row_end) = (xml.unprefixed(), Finder::new("</row"));
        let mut text = String::new();
        loop {
            match xml.step(&mut text)? {
                Step::Open(row) if row.name == "row" && row.space == Space::Sheet => {
                    let line = self.row(&row, xml)?;
                    if !self.give(line, take) {
                        return Ok(false);
                    }
                    // Where one row is, others may follow: most are written in one way.
                    while unprefixed == Space::Sheet
                        && let Some(line) = self.written(xml, &row_end)?
                    {
                        if !self.give(line, take) {
                            return Ok(false);
                        }
                    }
                }
                Step::Open(other) => return Err(unknown(&other)),
                Step::Close => return Ok(true),
            }
            text.clear();
        }
    }

    /// Hands a row over if anything is in it; `false` if that was enough.
    fn give(&self, mut line: SheetRow, take: Take<'_>) -> bool {
        let looks = &self.around.styles.looks;
        let worth =
            |cell: &Held| cell.formula.is_some() || cell.value != Scalar::Blank || !looks[cell.look].fill.is_empty();
        line.ground = line.ground.filter(|look| looks.get(*look).is_some_and(|look| !look.fill.is_empty()));
        !(line.ground.is_some() || line.cells.iter().any(worth)) || take(line)
    }

    /// The next row, if it is written in the common way.
    fn written<R: Read>(
        &mut self,
        xml: &mut Xml<Window<R>>,
        row_end: &Finder<'_>,
    ) -> Result<Option<SheetRow>, BookFault> {
        let read = xml.passing(row_end, |text| {
            let (row, length) = written_row::take(text, self.width)?;
            self.width = row.cells.len();
            Some((self.line(row), length))
        })?;
        let line = read.transpose()?;
        self.next_row = line.as_ref().map_or(self.next_row, |line| line.row + 1);
        Ok(line)
    }

    fn line(&mut self, row: WrittenRow<'_>) -> Result<SheetRow, BookFault> {
        let mut line = SheetRow { row: self.next_row, ..SheetRow::default() };
        for (name, value) in row.attributes {
            line.attribute(name, value, self.next_row)?;
        }
        line.cells.reserve_exact(row.cells.len());
        let mut next = 0;
        for cell in row.cells {
            let column = cell.place.and_then(address).map_or(next, |(_, column)| column);
            let formula = match cell.formula {
                Some(WrittenFormula { text, shared: Some(id), range }) => {
                    Some(self.shared(Some(id), &text, range, (line.row, column))?)
                }
                Some(plain) => Some(canonical(&plain.text, self.around.stand((0, 0)))),
                None => None,
            };
            let content = Content {
                place: cell.place,
                style: cell.style,
                kind: cell.kind,
                value: cell.value,
                formula,
                inline: cell.inline.map(|text| Rich { plain: spoken(&text), ..Rich::default() }),
                ..Content::default()
            };
            self.add(&mut line, content, &mut next)?;
        }
        Ok(line)
    }

    fn row<R: BufRead>(&mut self, row: &Element, xml: &mut Xml<R>) -> Result<SheetRow, BookFault> {
        let mut line = SheetRow { row: self.next_row, ..SheetRow::default() };
        for attribute in row.attributes.iter().filter(|attribute| attribute.space == Space::Own) {
            line.attribute(&attribute.name, &attribute.value, self.next_row)?;
        }
        self.next_row = line.row + 1;
        let (mut text, mut next) = (String::new(), 0);
        let remarks = xml.remarks;
        loop {
            match xml.step(&mut text)? {
                Step::Open(cell) if cell.name == "c" && cell.space == Space::Sheet => {
                    self.cell(&cell, &mut line, &mut next, xml)?;
                }
                Step::Open(other) => return Err(unknown(&other)),
                // In the middle of a value a comment makes two programs read two values.
                Step::Close if xml.remarks > remarks => return Err(BookFault::damaged("值里夹有 XML 注释")),
                Step::Close => return Ok(line),
            }
            text.clear();
        }
    }

    fn cell<R: BufRead>(
        &mut self,
        cell: &Element,
        line: &mut SheetRow,
        next: &mut u32,
        xml: &mut Xml<R>,
    ) -> Result<(), BookFault> {
        let mut content = Content {
            place: cell.get("r"),
            style: cell.get("s"),
            kind: cell.get("t"),
            phonetic: cell.flag("ph", false),
            ..Content::default()
        };
        let column = content.place.and_then(address).map_or(*next, |(_, column)| column);
        let mut text = String::new();
        loop {
            match xml.step(&mut text)? {
                Step::Open(child) if child.space == Space::Sheet && &*child.name == "v" && content.value.is_none() => {
                    content.value = Some(Cow::Owned(xml.rest(child)?.text));
                }
                Step::Open(child)
                    if child.space == Space::Sheet && &*child.name == "f" && content.formula.is_none() =>
                {
                    let child = xml.rest(child)?;
                    content.formula = Some(self.formula(&child, line.row, column)?);
                }
                Step::Open(child)
                    if child.space == Space::Sheet && &*child.name == "is" && content.inline.is_none() =>
                {
                    content.inline = Some(Rich::of(&xml.rest(child)?, &self.around.styles.colors));
                }
                Step::Open(other) => return Err(unknown(&other)),
                Step::Close => break,
            }
        }
        // What a part beside the sheet says of the cell: how its formula spills, of what kind its value is.
        for attribute in cell.attributes.iter().filter(|attribute| matches!(&*attribute.name, "cm" | "vm")) {
            content.beside = Some(format!("{}={}", attribute.name, attribute.value));
        }
        self.add(line, content, next)
    }

    /// Adds a cell to its row if there is anything to it. `next` is the first column it may stand in.
    fn add(&self, line: &mut SheetRow, content: Content<'_>, next: &mut u32) -> Result<(), BookFault> {
        let column = match content.place {
            Some(text) => {
                let place = address(text).filter(|(row, column)| *row == line.row && *column >= *next);
                place.ok_or_else(|| BookFault::damaged(format!("单元格的位置有错或重复：{text}")))?.1
            }
            None => *next,
        };
        *next = column + 1;
        let look = content.style.map_or(Some(0), |style| style.parse().ok()).unwrap_or(usize::MAX);
        let looks = self.around.styles.looks.get(look).ok_or_else(|| BookFault::damaged("单元格的样式不存在"))?;
        let (value, unlike) = self.value(&content, &looks.font)?;
        if content.formula.is_some() || value != Scalar::Blank || !looks.fill.is_empty() {
            line.cells.push(Held { column, value, formula: content.formula, look, unlike });
        }
        Ok(())
    }

    /// The value, and what in it looks unlike the cell, whose font is `font`.
    fn value(&self, content: &Content<'_>, font: &Font) -> Result<(Scalar, String), BookFault> {
        let mut unlike = String::new();
        let absent = if content.formula.is_some() { Scalar::Uncalculated } else { Scalar::Blank };
        let filled = |text: String| if text.is_empty() { Scalar::Blank } else { Scalar::Text(text) };
        let raw = content.value.as_deref();
        let inline = content.kind == Some("inlineStr");
        let value = match (content.kind.unwrap_or("n"), raw) {
            ("n", Some(number)) if !number.trim().is_empty() => Scalar::number(number)?,
            ("n", _) => absent,
            ("s", Some(index)) => {
                let found = index.trim().parse().ok().and_then(|index| self.around.strings.get(index));
                let (plain, rich) = found.ok_or_else(|| BookFault::damaged("单元格的共享文字不存在"))?;
                unlike = rich.map(|rich| rich.unlike(font)).unwrap_or_default();
                filled(plain.to_owned())
            }
            ("inlineStr", _) => content.inline.as_ref().map_or(Scalar::Blank, |rich| {
                unlike = rich.unlike(font);
                filled(rich.plain.clone())
            }),
            ("str", Some(text)) => filled(spoken(text)),
            ("b", Some(truth)) => Scalar::Word(if yes(truth) { "TRUE" } else { "FALSE" }.to_owned()),
            ("e", Some(error)) => Scalar::Word(error.to_owned()),
            ("d", Some(day)) => Scalar::Text(day.to_owned()),
            (_, None) => absent,
            (kind, _) => return Err(BookFault::damaged(format!("单元格的类型看不懂：{kind}"))),
        };
        // Which of two contents counts depends on the reader.
        if (content.inline.is_some() && !inline) || (inline && raw.is_some_and(|raw| !raw.is_empty())) {
            unlike.push_str("另有看不见的内容");
        }
        if content.phonetic {
            unlike.push_str("显示注音");
        }
        if let Some(beside) = &content.beside {
            unlike.push_str(&format!("另有说明 {beside}"));
        }
        Ok((value, unlike))
    }

    /// The formula of the cell at `cell` that shares it under the number `id`: the first has the text, the others are at a distance.
    fn shared(
        &mut self,
        id: Option<&str>,
        text: &str,
        place: Option<&str>,
        cell: (u32, u32),
    ) -> Result<String, BookFault> {
        let id = id.ok_or_else(|| BookFault::damaged("共享公式没有编号"))?;
        let (row, column) = cell;
        if text.trim().is_empty() {
            let Shared { text, cell: (top, left), range } =
                self.shared.get(id).ok_or_else(|| BookFault::damaged(format!("共享公式 {id} 没有内容")))?;
            let inside = |((top, left), (bottom, right)): Range| {
                (top..=bottom).contains(&row) && (left..=right).contains(&column)
            };
            if range.is_some_and(|range| !inside(range)) {
                return Err(BookFault::damaged(format!("共享公式 {id} 用在它的范围以外")));
            }
            let away = (i64::from(row) - i64::from(*top), i64::from(column) - i64::from(*left));
            return Ok(canonical(text, self.around.stand(away)));
        }
        let shared = Shared { text: text.to_owned(), cell, range: place.and_then(range) };
        if self.shared.insert(id.to_owned(), shared).is_some() {
            return Err(BookFault::damaged(format!("共享公式 {id} 有两个")));
        }
        Ok(canonical(text, self.around.stand((0, 0))))
    }

    fn formula(&mut self, element: &Element, row: u32, column: u32) -> Result<String, BookFault> {
        let Around { sheet, shift, .. } = self.around;
        let kind = element.get("t").unwrap_or("normal");
        if kind == "shared" {
            return self.shared(element.get("si"), &element.text, element.get("ref"), (row, column));
        }
        let text = canonical(&element.text, self.around.stand((0, 0)));
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

#[cfg(test)]
mod tests;
