//! The cells of an .ods sheet, row by row. Rows and cells said to be repeated are spread only where they are filled, and
//! only so far.

use std::collections::HashMap;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::number_format::Style;
use super::super::runs::Runs;
use super::super::xlsx::{LAST_COLUMN, LAST_ROW};
use super::super::{Cell, Marks, Rows, Value, xml};
use super::styles::Styles;
use super::{named, repeated};

/// A sheet while it is read.
pub(super) struct SheetReader<'s> {
    reader: Reader<&'s [u8]>,
    /// How many further copies of repeated cells may follow.
    spread: u64,
    /// The longest a row's texts may be together.
    piece: usize,
    looks: &'s Styles,
    /// The style of a column's cells that name none, up to which column.
    columns: Vec<(u32, Option<String>)>,
    /// The row being read.
    cells: Vec<Filled>,
    texts: String,
    /// How the runs of the text being read are set.
    runs: Runs,
    /// Styles of money that is not yuan, as the cells themselves say.
    foreign: HashMap<String, Arc<Style>>,
}

/// A filled cell of the row being read.
struct Filled {
    column: u32,
    /// How often it stands there.
    count: u32,
    content: Content,
    style: Arc<Style>,
    marks: Marks,
}

/// A filled cell; texts stand in the row's buffer.
#[derive(Clone)]
enum Content {
    Plain(Value<'static>),
    Text(Range<usize>),
    Error(Range<usize>),
}

impl<'s> SheetReader<'s> {
    pub fn new(text: &'s str, looks: &'s Styles, bounds: &Bounds) -> Self {
        let Bounds { spread, piece, .. } = *bounds;
        Self {
            reader: xml::fragment(text),
            spread,
            piece,
            looks,
            columns: Vec::new(),
            cells: Vec::new(),
            texts: String::new(),
            runs: Runs::default(),
            foreign: HashMap::new(),
        }
    }

    pub fn stream(&mut self, rows: &mut dyn Rows) -> Result<(), BookFault> {
        let mut row = 0_u32;
        loop {
            match self.reader.read_event()? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "table:table-row" => {
                        let count = repeated(&tag, "table:number-rows-repeated")?;
                        let style = named(&tag, "table:default-cell-style-name")?;
                        self.row(row, style.as_deref())?;
                        if self.hand_over(row, count, rows)?.is_break() {
                            return Ok(());
                        }
                        row = row.saturating_add(count);
                    }
                    "table:table-column" => self.column(&tag)?,
                    // Drawings and forms can hold tables of their own.
                    "table:shapes" | "office:forms" => {
                        self.reader.read_to_end(tag.name())?;
                    }
                    _ => {}
                },
                Event::Empty(tag) if tag.name().as_ref() == "table:table-column" => self.column(&tag)?,
                Event::Empty(tag) if tag.name().as_ref() == "table:table-row" => {
                    row = row.saturating_add(repeated(&tag, "table:number-rows-repeated")?);
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn column(&mut self, tag: &BytesStart<'_>) -> Result<(), BookFault> {
        let start = self.columns.last().map_or(0, |(end, _)| *end);
        let end = start.saturating_add(repeated(tag, "table:number-columns-repeated")?);
        self.columns.push((end, named(tag, "table:default-cell-style-name")?));
        Ok(())
    }

    /// The style of a cell: its own, its row's or its column's.
    fn style(&mut self, tag: &BytesStart<'_>, column: u32, row: Option<&str>) -> Result<Arc<Style>, BookFault> {
        let own = named(tag, "table:style-name")?;
        let at = self.columns.partition_point(|(end, _)| *end <= column);
        let name = own.as_deref().or(row).or_else(|| self.columns.get(at)?.1.as_deref());
        let style = self.looks.cell(name);
        let currency = named(tag, "office:currency")?.unwrap_or_default();
        if matches!(&*currency, "" | "CNY" | "RMB") || style.drawing.is_some() {
            return Ok(Arc::clone(style));
        }
        let foreign =
            || Arc::new(Style { struck: style.struck, ..Style::of_code(0, &format!("[${currency}]General")) });
        Ok(Arc::clone(self.foreign.entry(currency.clone()).or_insert_with(foreign)))
    }

    /// Gives the row as often as it is repeated.
    fn hand_over(&mut self, row: u32, count: u32, rows: &mut dyn Rows) -> Result<ControlFlow<()>, BookFault> {
        let width: u64 = self.cells.iter().map(|cell| u64::from(cell.count)).sum();
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
        for Filled { column, count, content, style, marks } in &self.cells {
            let value = match content {
                Content::Plain(value) => *value,
                Content::Text(range) => Value::Text(&self.texts[range.clone()]),
                Content::Error(range) => Value::Error(&self.texts[range.clone()]),
            };
            cells.extend((0..*count).map(|step| Cell { column: column + step, value, look: style.look(*marks) }));
        }
        for row in row..row + count {
            if rows.row(row, &cells).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Reads a row up to its end.
    fn row(&mut self, row: u32, style_of_row: Option<&str>) -> Result<(), BookFault> {
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
            self.runs = Runs::default();
            if !empty {
                self.paragraphs(tag).map_err(|fault| fault.at(row, column))?;
            }
            let content = self.content(tag, start).map_err(|fault| fault.at(row, column))?;
            let next = column.saturating_add(count);
            if let Some(content) = content {
                if next > LAST_COLUMN {
                    return Err(BookFault::damaged(format!("第 {} 行的单元格太多", u64::from(row) + 1)));
                }
                let style = self.style(tag, column, style_of_row)?;
                self.cells.push(Filled { column, count, content, style, marks: self.runs.marks() });
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
            Some("date") => Value::DateTime(date(&named(tag, "office:date-value")?.unwrap_or_default())?),
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
                Event::Start(tag) if matches!(tag.name().as_ref(), "text:p" | "text:h") => {
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

    /// A paragraph, with the text in whatever stands in its lines but notes, drawings and hints how a word is spoken.
    fn paragraph(&mut self) -> Result<(), BookFault> {
        // For each open element, whether it strikes out and whether it raises.
        let mut open = vec![(false, false)];
        let mut run = String::new();
        while let Some(&(struck, raised)) = open.last() {
            // A thousand blanks take twenty bytes to write down.
            if self.texts.len() > self.piece || open.len() > 1000 {
                return Err(BookFault::TooLarge("有一行的文字长得不合常情".into()));
            }
            match self.reader.read_event()? {
                Event::Start(tag) => {
                    let name = tag.name();
                    let name = name.as_ref();
                    if matches!(name, "text:ruby-text" | "text:note" | "office:annotation") || name.starts_with("draw:")
                    {
                        self.reader.read_to_end(tag.name())?;
                    } else {
                        let own = self.looks.run(named(&tag, "text:style-name")?.as_deref());
                        open.push((struck || own.0, raised || own.1));
                    }
                }
                Event::Empty(tag) => match tag.name().as_ref() {
                    "text:s" => {
                        let count = repeated(&tag, "text:c")?.min(1000);
                        self.texts.extend((0..count).map(|_| ' '));
                    }
                    "text:tab" => self.texts.push('\t'),
                    "text:line-break" => self.texts.push('\n'),
                    _ => {}
                },
                Event::End(_) => {
                    open.pop();
                }
                Event::Eof => return Err(BookFault::damaged("单元格的内容不完整")),
                Event::Comment(_) => return Err(BookFault::damaged("值里夹有 XML 注释")),
                event => {
                    run.clear();
                    xml::add_text(&event, &mut run)?;
                    self.runs.add(&run, struck, raised);
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
