//! The cells of an .ods sheet, row by row. Rows and cells said to be repeated are spread only where they are filled, and
//! only so far.

use std::ops::{ControlFlow, Range};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::xlsx::{LAST_COLUMN, LAST_ROW};
use super::super::{Cell, Rows, Value, xml};
use super::{named, repeated};

/// A sheet while it is read.
pub(super) struct Sheet<'s> {
    reader: Reader<&'s [u8]>,
    /// How many further copies of repeated cells may follow.
    spread: u64,
    /// The longest a row's texts may be together.
    piece: usize,
    /// The row being read: first column, how often, what.
    cells: Vec<(u32, u32, Content)>,
    texts: String,
}

/// A filled cell; texts stand in the row's buffer.
#[derive(Clone)]
enum Content {
    Plain(Value<'static>),
    Text(Range<usize>),
    Error(Range<usize>),
}

impl<'s> Sheet<'s> {
    pub fn new(text: &'s str, bounds: &Bounds) -> Self {
        let Bounds { spread, piece, .. } = *bounds;
        Self { reader: xml::fragment(text), spread, piece, cells: Vec::new(), texts: String::new() }
    }

    pub fn stream(&mut self, rows: &mut dyn Rows) -> Result<(), BookFault> {
        let mut row = 0_u32;
        loop {
            match self.reader.read_event()? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "table:table-row" => {
                        let count = repeated(&tag, "table:number-rows-repeated")?;
                        self.row(row)?;
                        if self.hand_over(row, count, rows)?.is_break() {
                            return Ok(());
                        }
                        row = row.saturating_add(count);
                    }
                    // Drawings and forms can hold tables of their own.
                    "table:shapes" | "office:forms" => {
                        self.reader.read_to_end(tag.name())?;
                    }
                    _ => {}
                },
                Event::Empty(tag) if tag.name().as_ref() == "table:table-row" => {
                    row = row.saturating_add(repeated(&tag, "table:number-rows-repeated")?);
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Gives the row as often as it is repeated.
    fn hand_over(&mut self, row: u32, count: u32, rows: &mut dyn Rows) -> Result<ControlFlow<()>, BookFault> {
        let width: u64 = self.cells.iter().map(|(_, count, _)| u64::from(*count)).sum();
        if width == 0 {
            return Ok(ControlFlow::Continue(()));
        }
        if row.saturating_add(count) > LAST_ROW {
            return Err(BookFault::damaged("行数超出工作表的范围"));
        }
        let copies = width.saturating_mul(u64::from(count)) - self.cells.len() as u64;
        self.spread = self
            .spread
            .checked_sub(copies)
            .ok_or_else(|| BookFault::TooLarge("重复填充的单元格多得不合常情".into()))?;
        let mut cells = Vec::with_capacity(self.cells.len());
        for (column, count, content) in &self.cells {
            let value = match content {
                Content::Plain(value) => *value,
                Content::Text(range) => Value::Text(&self.texts[range.clone()]),
                Content::Error(range) => Value::Error(&self.texts[range.clone()]),
            };
            cells.extend((0..*count).map(|step| Cell::new(column + step, value)));
        }
        for row in row..row + count {
            if rows.row(row, &cells).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Reads a row up to its end.
    fn row(&mut self, row: u32) -> Result<(), BookFault> {
        self.cells.clear();
        self.texts.clear();
        let mut column = 0_u32;
        loop {
            let event = self.reader.read_event()?;
            let (tag, empty) = match &event {
                Event::Start(tag) => (tag, false),
                Event::Empty(tag) => (tag, true),
                Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(()),
                Event::Eof => return Err(BookFault::damaged("工作表的内容不完整")),
                _ => continue,
            };
            if !matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell") {
                if !empty {
                    self.reader.read_to_end(tag.name())?;
                }
                continue;
            }
            let count = repeated(tag, "table:number-columns-repeated")?;
            let start = self.texts.len();
            if !empty {
                self.paragraphs(tag).map_err(|fault| fault.at(row, column))?;
            }
            let content = self.content(tag, start).map_err(|fault| fault.at(row, column))?;
            let next = column.saturating_add(count);
            if let Some(content) = content {
                if next > LAST_COLUMN {
                    return Err(BookFault::damaged(format!("第 {} 行的单元格太多", u64::from(row) + 1)));
                }
                self.cells.push((column, count, content));
            }
            column = next;
        }
    }

    /// What a cell holds, its text standing in the buffer from `start` on.
    fn content(&mut self, tag: &BytesStart<'_>, start: usize) -> Result<Option<Content>, BookFault> {
        let formula = named(tag, "table:formula")?.is_some();
        let kind = named(tag, "office:value-type")?;
        let shown = &self.texts[start..];
        let is_error = shown.starts_with("Err:") || (shown.starts_with('#') && !shown.trim_matches('#').is_empty());
        if named(tag, "calcext:value-type")?.as_deref() == Some("error") || (formula && is_error) {
            return Ok(Some(Content::Error(start..self.texts.len())));
        }
        let value = match kind.as_deref() {
            None | Some("void") => return Ok(formula.then_some(Content::Plain(Value::Uncalculated))),
            Some("string") => {
                // The value counts where it differs from what is shown.
                if let Some(value) = named(tag, "office:string-value")? {
                    self.texts.truncate(start);
                    self.texts.push_str(&value);
                }
                let end = self.texts.len();
                return Ok((end > start).then_some(Content::Text(start..end)));
            }
            // A duration: what is shown says more than PT12H30M.
            Some("time") => return Ok(Some(Content::Text(start..self.texts.len()))),
            Some(kind @ ("float" | "currency" | "percentage")) => {
                let written = named(tag, "office:value")?.unwrap_or_default();
                let value = written.parse::<f64>().ok().filter(|value| value.is_finite());
                let value = value.ok_or_else(|| BookFault::damaged(format!("数值写得不对：{written}")))?;
                Value::Number { value, percent: kind == "percentage" }
            }
            Some("date") => Value::Moment(date(&named(tag, "office:date-value")?.unwrap_or_default())?),
            Some("boolean") => match named(tag, "office:boolean-value")?.as_deref() {
                Some("true") => Value::Bool(true),
                Some("false") => Value::Bool(false),
                _ => return Err(BookFault::damaged("真假值写得不对")),
            },
            Some(other) => return Err(BookFault::damaged(format!("单元格的类型 {other} 不认识"))),
        };
        self.texts.truncate(start);
        Ok(Some(Content::Plain(value)))
    }

    /// Adds a cell's paragraphs to the buffer, up to the cell's end; notes and drawings are left out.
    fn paragraphs(&mut self, cell: &BytesStart<'_>) -> Result<(), BookFault> {
        let mut first = true;
        loop {
            match self.reader.read_event()? {
                Event::Start(tag) if tag.name().as_ref() == "text:p" => {
                    if !std::mem::take(&mut first) {
                        self.texts.push('\n');
                    }
                    self.paragraph()?;
                }
                Event::Start(tag) => {
                    self.reader.read_to_end(tag.name())?;
                }
                Event::End(tag) if tag.name() == cell.name() => return Ok(()),
                Event::End(_) | Event::Eof => return Err(BookFault::damaged("单元格的内容不完整")),
                Event::Comment(_) => return Err(BookFault::damaged("单元格里夹有 XML 注释")),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self) -> Result<(), BookFault> {
        let mut depth = 1_u32;
        let mut run = String::new();
        while depth > 0 {
            // A thousand blanks take twenty bytes to write down.
            if self.texts.len() > self.piece {
                return Err(BookFault::TooLarge("有一行的文字长得不合常情".into()));
            }
            match self.reader.read_event()? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "text:span" | "text:a" => depth += 1,
                    _ => {
                        self.reader.read_to_end(tag.name())?;
                    }
                },
                Event::Empty(tag) => match tag.name().as_ref() {
                    "text:s" => {
                        let count = repeated(&tag, "text:c")?.min(1000);
                        self.texts.extend((0..count).map(|_| ' '));
                    }
                    "text:tab" => self.texts.push('\t'),
                    "text:line-break" => self.texts.push('\n'),
                    _ => {}
                },
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(BookFault::damaged("单元格的内容不完整")),
                Event::Comment(_) => return Err(BookFault::damaged("值里夹有 XML 注释")),
                event => {
                    run.clear();
                    xml::add_text(&event, &mut run)?;
                    self.texts.push_str(&run.replace(['\n', '\r', '\t'], " "));
                }
            }
        }
        Ok(())
    }
}

/// A date or a date with its time, as ISO 8601 writes it.
fn date(written: &str) -> Result<NaiveDateTime, BookFault> {
    written
        .parse::<NaiveDateTime>()
        .or_else(|_| written.parse::<NaiveDate>().map(|date| date.and_time(NaiveTime::MIN)))
        .map_err(|_| BookFault::damaged(format!("日期写得不对：{written}")))
}
