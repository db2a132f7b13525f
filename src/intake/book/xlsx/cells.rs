//! The cells of an .xlsx sheet, row by row as the XML streams by: no copy and no allocation per cell. What Excel itself
//! would call damaged, and what another reader could read differently, is refused with its cell.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::fault::BookFault;
use super::super::moment::{Epoch, shown};
use super::super::number_format::NumberFormat;
use super::super::texts::Texts;
use super::super::{Cell, Formula, Rows, Value, xml};
use super::{LAST_COLUMN, LAST_ROW, address};

/// What cells refer to in their workbook.
pub(super) struct Book<'b> {
    pub texts: &'b Texts,
    pub formats: &'b [NumberFormat],
    pub epoch: Epoch,
    /// Is a formula's zero the zero that writing libraries put where no value was calculated?
    pub zero_is_uncalculated: bool,
}

/// The reader's place in a sheet between two pieces of its part.
pub(super) struct Sheet<'b> {
    book: Book<'b>,
    wants_formulas: bool,
    stage: Stage,
    /// The least row that may come next.
    next_row: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Prologue,
    Before,
    Within,
    Behind,
}

/// The row being read.
#[derive(Default)]
struct Line<'p> {
    row: u32,
    next_column: u32,
    cells: Vec<Cell<'p>>,
    /// Texts that do not stand in the part as they are, with the place of their cell.
    scratch: String,
    rewritten: Vec<(usize, Range<usize>)>,
}

/// A cell's start tag.
struct Head {
    column: u32,
    format: NumberFormat,
    kind: Kind,
}

/// What a cell's value is written as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
    Unknown,
}

impl<'b> Sheet<'b> {
    pub fn new(book: Book<'b>, wants_formulas: bool) -> Self {
        Self { book, wants_formulas, stage: Stage::Prologue, next_row: 0 }
    }

    /// Reads a piece, which holds whole rows.
    pub fn feed<'p>(&mut self, piece: &'p str, rows: &mut dyn Rows) -> Result<ControlFlow<()>, BookFault>
    where
        'b: 'p,
    {
        let mut reader = xml::fragment(piece);
        let mut line = Line::default();
        loop {
            match reader.read_event()? {
                Event::Start(tag) if self.stage == Stage::Within => {
                    if tag.local_name().as_ref() != "row" {
                        return Err(BookFault::damaged("行与行之间夹有别的内容"));
                    }
                    self.begin_row(&tag, &mut line)?;
                    self.cells(&mut reader, &mut line, rows)?;
                    if line.hand_over(rows).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                Event::Start(tag) => self.enter(&tag)?,
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" if self.stage == Stage::Within => self.begin_row(&tag, &mut line)?,
                    "sheetData" if self.stage == Stage::Before => self.stage = Stage::Behind,
                    _ => {}
                },
                Event::End(tag) if self.stage == Stage::Within && tag.local_name().as_ref() == "sheetData" => {
                    self.stage = Stage::Behind;
                }
                Event::DocType(_) => return Err(BookFault::damaged("内容里有 DOCTYPE 声明")),
                Event::Eof => return Ok(ControlFlow::Continue(())),
                _ => {}
            }
        }
    }

    fn enter(&mut self, tag: &BytesStart<'_>) -> Result<(), BookFault> {
        match (self.stage, tag.local_name().as_ref()) {
            (Stage::Prologue, "worksheet") => self.stage = Stage::Before,
            (Stage::Prologue, _) => return Err(BookFault::damaged("工作表的内容部件不是工作表")),
            (Stage::Before, "sheetData") => self.stage = Stage::Within,
            (Stage::Behind, "sheetData") => return Err(BookFault::damaged("工作表有两份内容")),
            _ => {}
        }
        Ok(())
    }

    /// The part has ended: was it whole?
    pub fn end(&self) -> Result<(), BookFault> {
        match self.stage {
            Stage::Behind => Ok(()),
            Stage::Prologue | Stage::Before => Err(BookFault::damaged("工作表的内容部件不是工作表")),
            Stage::Within => Err(BookFault::damaged("工作表的内容不完整")),
        }
    }

    fn begin_row(&mut self, tag: &BytesStart<'_>, line: &mut Line<'_>) -> Result<(), BookFault> {
        let row = match tag.attributes().with_checks(false).flatten().find(|found| found.key.as_ref() == "r") {
            Some(found) => found.value.trim().parse::<u32>().ok().and_then(|row| row.checked_sub(1)),
            None => Some(self.next_row),
        };
        let row = row.filter(|&row| row < LAST_ROW).ok_or_else(|| BookFault::damaged("行号不对"))?;
        if row < self.next_row {
            return Err(BookFault::damaged(format!("第 {} 行出现两次，或者行的次序错乱", row + 1)));
        }
        self.next_row = row + 1;
        line.begin(row);
        Ok(())
    }

    /// The cells of a row, up to its end.
    fn cells<'p>(
        &self,
        reader: &mut Reader<&'p [u8]>,
        line: &mut Line<'p>,
        rows: &mut dyn Rows,
    ) -> Result<(), BookFault>
    where
        'b: 'p,
    {
        loop {
            match reader.read_event()? {
                Event::Start(tag) if tag.local_name().as_ref() == "c" => {
                    let head = self.head(&tag, line)?;
                    self.cell(reader, &head, line, rows).map_err(|fault| line.blame(fault, head.column))?;
                }
                Event::Empty(tag) if tag.local_name().as_ref() == "c" => {
                    self.head(&tag, line)?;
                }
                Event::Start(tag) => {
                    reader.read_to_end(tag.name())?;
                }
                Event::End(tag) if tag.local_name().as_ref() == "row" => return Ok(()),
                Event::End(_) | Event::Eof => return Err(BookFault::damaged("工作表的内容不完整")),
                _ => {}
            }
        }
    }

    /// A cell's start tag. Cells rise by column; two cells of one address, and which one counts depends on the reader.
    fn head(&self, tag: &BytesStart<'_>, line: &mut Line<'_>) -> Result<Head, BookFault> {
        let mut head = Head { column: line.next_column, format: NumberFormat::Plain, kind: Kind::Number };
        let mut style = 0;
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute?;
            let value = &*attribute.value;
            match attribute.key.as_ref() {
                "r" => match address(value.as_bytes()) {
                    Some((row, column)) if row == line.row => head.column = column,
                    _ => return Err(BookFault::damaged(format!("单元格的地址 {value} 与所在的行不符"))),
                },
                "s" => style = value.parse().map_err(|_| line.blame("样式编号不对", head.column))?,
                "t" => head.kind = Kind::of(value),
                _ => {}
            }
        }
        if head.column < line.next_column {
            return Err(line.blame("单元格出现两次，或者次序错乱", head.column));
        }
        if head.column >= LAST_COLUMN {
            return Err(BookFault::damaged(format!("第 {} 行的单元格太多", line.row + 1)));
        }
        line.next_column = head.column + 1;
        head.format = match self.book.formats.get(style) {
            Some(format) => *format,
            None if self.book.formats.is_empty() => NumberFormat::Plain,
            None => return Err(line.blame("引用了不存在的样式", head.column)),
        };
        Ok(head)
    }

    /// What stands in a cell, up to its end.
    fn cell<'p>(
        &self,
        reader: &mut Reader<&'p [u8]>,
        head: &Head,
        line: &mut Line<'p>,
        rows: &mut dyn Rows,
    ) -> Result<(), BookFault>
    where
        'b: 'p,
    {
        let mut written = None;
        let mut formula = false;
        loop {
            match reader.read_event()? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "v" | "is" if written.is_some() => return Err(BookFault::damaged("单元格有两个值")),
                    "v" => written = Some(content(reader, "v")?),
                    "is" => written = Some(inline(reader)?),
                    "f" => {
                        formula = true;
                        let text = content(reader, "f")?;
                        if self.wants_formulas {
                            let shared = xml::number(&tag, "si")?;
                            rows.formula(line.row, head.column, Formula { text: &text, shared });
                        }
                    }
                    _ => {
                        reader.read_to_end(tag.name())?;
                    }
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "v" | "is" if written.is_some() => return Err(BookFault::damaged("单元格有两个值")),
                    "v" | "is" => written = Some(Cow::Borrowed("")),
                    "f" => {
                        formula = true;
                        if self.wants_formulas {
                            let shared = xml::number(&tag, "si")?;
                            rows.formula(line.row, head.column, Formula { text: "", shared });
                        }
                    }
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "c" => break,
                Event::End(_) | Event::Eof => return Err(BookFault::damaged("单元格的内容不完整")),
                Event::Comment(_) => return Err(BookFault::damaged("单元格里夹有 XML 注释")),
                Event::Text(text) if !text.trim().is_empty() => {
                    return Err(BookFault::damaged("单元格里有不在值里的文字"));
                }
                _ => {}
            }
        }
        self.value(head, written, formula, line)
    }

    fn value<'p>(
        &self,
        head: &Head,
        written: Option<Cow<'p, str>>,
        formula: bool,
        line: &mut Line<'p>,
    ) -> Result<(), BookFault>
    where
        'b: 'p,
    {
        // An empty text is a formula's value too, if it is written down.
        let absent = match (&written, head.kind) {
            (None, _) => true,
            (Some(_), Kind::Text) => false,
            (Some(written), _) => written.trim().is_empty(),
        };
        let Some(written) = written.filter(|_| !absent) else {
            if formula {
                line.push(head.column, Value::Uncalculated);
            }
            return Ok(());
        };
        let value = match head.kind {
            Kind::Text => {
                line.push_text(head.column, written);
                return Ok(());
            }
            Kind::Shared => {
                let text = written.trim().parse().ok().and_then(|number| self.book.texts.get(number));
                let text = text.ok_or_else(|| BookFault::damaged("引用了不存在的共享文字"))?;
                if text.is_empty() {
                    return Ok(());
                }
                Value::Text(text)
            }
            Kind::Number => {
                let number = number(&written)?;
                // The bits of +0: what libraries write is "0".
                if formula && self.book.zero_is_uncalculated && number.to_bits() == 0 {
                    Value::Uncalculated
                } else {
                    shown(number, head.format, self.book.epoch)
                }
            }
            Kind::Bool => match written.trim() {
                "1" | "true" => Value::Bool(true),
                "0" | "false" => Value::Bool(false),
                other => return Err(BookFault::damaged(format!("真假值写作 {other}"))),
            },
            Kind::Error => match written {
                Cow::Borrowed(text) => Value::Error(text),
                Cow::Owned(_) => return Err(BookFault::damaged("错误值写得不对")),
            },
            Kind::Date => Value::Moment(date(written.trim())?),
            Kind::Unknown => return Err(BookFault::damaged("单元格的类型不认识")),
        };
        line.push(head.column, value);
        Ok(())
    }
}

impl<'p> Line<'p> {
    fn begin(&mut self, row: u32) {
        self.row = row;
        self.next_column = 0;
        self.cells.clear();
        self.scratch.clear();
        self.rewritten.clear();
    }

    fn push(&mut self, column: u32, value: Value<'p>) {
        self.cells.push(Cell { column, value });
    }

    fn push_text(&mut self, column: u32, text: Cow<'p, str>) {
        match text {
            Cow::Borrowed(text) if !text.contains("_x") => {
                if !text.is_empty() {
                    self.push(column, Value::Text(text));
                }
            }
            text => {
                let start = self.scratch.len();
                self.scratch.push_str(&xml::plain(&text));
                if self.scratch.len() > start {
                    self.rewritten.push((self.cells.len(), start..self.scratch.len()));
                    self.push(column, Value::Text(""));
                }
            }
        }
    }

    fn hand_over(&self, rows: &mut dyn Rows) -> ControlFlow<()> {
        if self.cells.is_empty() {
            return ControlFlow::Continue(());
        }
        if self.rewritten.is_empty() {
            return rows.row(self.row, &self.cells);
        }
        let mut cells: Vec<Cell<'_>> = self.cells.clone();
        for (at, range) in &self.rewritten {
            cells[*at].value = Value::Text(&self.scratch[range.clone()]);
        }
        rows.row(self.row, &cells)
    }

    fn blame(&self, fault: impl Into<BookFault>, column: u32) -> BookFault {
        fault.into().at(self.row, column)
    }
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "n" => Self::Number,
            "s" => Self::Shared,
            "str" | "inlineStr" => Self::Text,
            "b" => Self::Bool,
            "e" => Self::Error,
            "d" => Self::Date,
            _ => Self::Unknown,
        }
    }
}

/// The text of an element that holds nothing but text.
fn content<'p>(reader: &mut Reader<&'p [u8]>, name: &str) -> Result<Cow<'p, str>, BookFault> {
    let mut content = Cow::Borrowed("");
    loop {
        match reader.read_event()? {
            Event::Text(text) if content.is_empty() => content = text.into_inner(),
            event @ (Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) => {
                xml::add_text(&event, content.to_mut())?;
            }
            Event::End(tag) if tag.local_name().as_ref() == name => return Ok(content),
            Event::Comment(_) => return Err(BookFault::damaged("值里夹有 XML 注释")),
            _ => return Err(BookFault::damaged("单元格的内容不完整")),
        }
    }
}

/// The text of an inline string: its runs without formatting and phonetic hints.
fn inline<'p>(reader: &mut Reader<&'p [u8]>) -> Result<Cow<'p, str>, BookFault> {
    let mut whole: Option<Cow<'p, str>> = None;
    loop {
        match reader.read_event()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => {
                    let run = content(reader, "t")?;
                    match &mut whole {
                        None => whole = Some(run),
                        Some(whole) => whole.to_mut().push_str(&run),
                    }
                }
                "r" => {}
                _ => {
                    reader.read_to_end(tag.name())?;
                }
            },
            Event::End(tag) if tag.local_name().as_ref() == "is" => return Ok(whole.unwrap_or_default()),
            Event::Comment(_) => return Err(BookFault::damaged("值里夹有 XML 注释")),
            Event::Eof => return Err(BookFault::damaged("单元格的内容不完整")),
            _ => {}
        }
    }
}

/// A finite number, written as XML Schema does.
fn number(written: &str) -> Result<f64, BookFault> {
    let written = written.trim();
    let plain = written.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    let number = written.parse::<f64>().ok().filter(|number| plain && number.is_finite());
    number.ok_or_else(|| BookFault::damaged(format!("数值写得不对：{}", written.chars().take(30).collect::<String>())))
}

/// A date as ISO 8601 writes it.
fn date(written: &str) -> Result<NaiveDateTime, BookFault> {
    let written = written.trim_end_matches('Z');
    written
        .parse::<NaiveDateTime>()
        .or_else(|_| written.parse::<NaiveDate>().map(|date| date.and_time(NaiveTime::MIN)))
        .map_err(|_| BookFault::damaged(format!("日期写得不对：{}", written.chars().take(30).collect::<String>())))
}
