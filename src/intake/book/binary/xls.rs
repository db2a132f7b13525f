//! Excel 97–2003 workbooks (.xls), also under the names of WPS (.et).
//!
//! A damaged sector shifts records without a word from any other reader: a record that is too long or of no kind, and a sheet whose
//! end is not followed by the next, are refused.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::number_format::Style;
use super::super::serial_date::Epoch;
use super::super::store::Bytes;
use super::super::{Layout, Merge, Note, Rows, SheetName, Value, page};
use super::fields::{Fields, error};
use super::grid::{Grid, Shared};
use super::strings::{self, Continued, Font};

/// The first bytes of a compound file, which an .xls is.
pub(in super::super) const SIGN: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The longest a record can be.
const LONGEST_RECORD: u16 = 8224;

/// More sheets than this no workbook has; each name takes a look at all others.
const MOST_SHEETS: usize = 10_000;

/// An opened workbook.
#[derive(Debug)]
pub(in super::super) struct Workbook {
    /// All records: the workbook's own, then each sheet's.
    stream: Vec<u8>,
    shared: Shared,
    sheets: Vec<SheetName>,
    /// Where in the stream each sheet starts.
    starts: Vec<usize>,
    /// Does it tell the program that saved it? Libraries that calculate nothing do not.
    saved_by_office: bool,
    /// Are texts without a mark of their letters Chinese ones of two bytes?
    chinese: bool,
    bounds: Bounds,
}

impl Workbook {
    /// Takes the records out of the compound file and reads all but the sheets.
    pub fn open(bytes: Bytes, bounds: &Bounds) -> Result<Self, BookFault> {
        let size = bytes.0.len() as u64;
        let damaged = |_| BookFault::damaged("文件的内部目录已损坏");
        let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
        if file.is_stream("/EncryptedPackage") {
            return Err(BookFault::Encrypted);
        }
        let mut stream = Vec::new();
        match ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)) {
            Some(name) => file.open_stream(name).map_err(damaged)?.take(size).read_to_end(&mut stream)?,
            None if file.is_stream("/WordDocument") => return Err(BookFault::Disguised("Word 文档")),
            None => return Err(BookFault::Unreadable("不是电子表格文件".into())),
        };
        let mut workbook = Self {
            stream: Vec::new(),
            shared: Shared::default(),
            sheets: Vec::new(),
            starts: Vec::new(),
            saved_by_office: file.is_stream("/\u{5}SummaryInformation"),
            chinese: false,
            bounds: *bounds,
        };
        workbook.globals(&stream)?;
        workbook.stream = stream;
        Ok(workbook)
    }

    fn globals(&mut self, stream: &[u8]) -> Result<(), BookFault> {
        let mut records = Records(Fields(stream));
        let (mut codes, mut styles, mut names) = (HashMap::new(), Vec::new(), HashSet::new());
        let mut fonts: Vec<Font> = Vec::new();
        let mut first = true;
        loop {
            let (kind, data) = records.next()?.ok_or_else(|| BookFault::damaged("工作簿的内容不完整"))?;
            let mut fields = Fields(data);
            if std::mem::take(&mut first) && (kind != 0x0809 || fields.u16()? != 0x0600) {
                return Err(BookFault::Unreadable("是 Excel 95 或更早的格式，请另存为 .xlsx".into()));
            }
            match kind {
                0x002F => return Err(BookFault::Encrypted),
                0x0022 if fields.u16()? == 1 => self.shared.epoch = Epoch::Y1904,
                0x041E => {
                    let number = fields.u16()?;
                    let code = strings::lenient(fields)?;
                    codes.insert(number, Style::of_code(u32::from(number), &code));
                }
                0x0042 => self.chinese = fields.u16()? == 936,
                0x0031 => {
                    fields.u16()?;
                    let set = fields.u16()?;
                    fields.take(4)?;
                    fonts.push(Font { struck: set & 8 != 0, raised: fields.u16()? != 0 });
                    // There is no font number 4.
                    if fonts.len() == 4 {
                        fonts.push(Font::default());
                    }
                }
                0x00E0 => {
                    let font = fields.u16()?;
                    styles.push((font, fields.u16()?));
                }
                0x0085 => {
                    let (start, state, sort) = (fields.u32()?, fields.u8()?, fields.u8()?);
                    let name = strings::short(&mut fields)?;
                    if !names.insert(name.to_lowercase()) {
                        return Err(BookFault::damaged(format!("有两个工作表同名：{name}")));
                    }
                    // Charts and macro sheets hold no cells for us.
                    if sort == 0 {
                        if self.starts.len() >= MOST_SHEETS || self.starts.contains(&(start as usize)) {
                            return Err(BookFault::damaged(format!("工作表“{name}”的内容另有工作表用着")));
                        }
                        self.sheets.push(SheetName { name: Arc::from(name), hidden: state & 3 != 0 });
                        self.starts.push(usize::try_from(start).unwrap_or(usize::MAX));
                    }
                }
                0x00FC => {
                    let mut record = Continued::new(data, records.continued()?);
                    self.shared.texts = strings::shared(&mut record, &fonts, &self.bounds)?;
                }
                0x000A => break,
                _ => {}
            }
        }
        records.followed_by_a_sheet()?;
        if self.sheets.is_empty() && names.is_empty() {
            return Err(BookFault::damaged("工作簿里没有工作表"));
        }
        let style = |(font, number): (u16, u16)| {
            let style = codes.get(&number).cloned().unwrap_or_else(|| Style::built_in(u32::from(number)));
            Style { struck: fonts.get(usize::from(font)).is_some_and(|font| font.struck), ..style }
        };
        self.shared.styles = styles.into_iter().map(style).collect();
        Ok(())
    }

    /// The worksheets.
    pub fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// Streams a sheet.
    pub fn stream(&self, index: usize, rows: &mut dyn Rows) -> Result<(), BookFault> {
        let sheet = &self.sheets[index];
        let mut layout = Layout { hidden: sheet.hidden, ..Layout::default() };
        // Half of what a spread may be: a gathered cell is larger.
        let mut grid = Grid::new(&self.shared, self.bounds.spread / 2);
        self.read(self.starts[index], &mut layout, &mut grid).map_err(|fault| fault.on_sheet(&sheet.name))?;
        layout.hidden_rows.sort_unstable();
        layout.notes.sort_by_key(|note| (note.row, note.column));
        rows.layout(layout);
        if !self.saved_by_office {
            rows.calculated(grid.formulas);
        }
        grid.hand_over(rows).map_err(|fault| fault.on_sheet(&sheet.name)).map(drop)
    }

    fn read(&self, start: usize, layout: &mut Layout, grid: &mut Grid<'_>) -> Result<(), BookFault> {
        // Up to the next sheet: records that several sheets claim would be read again and again.
        let end = self.starts.iter().copied().filter(|&other| other > start).min().unwrap_or(self.stream.len());
        let stream = self.stream.get(start..end).ok_or_else(|| BookFault::damaged("工作表的内容缺失"))?;
        let mut records = Records(Fields(stream));
        if records.next()?.is_none_or(|(kind, _)| kind != 0x0809) {
            return Err(BookFault::damaged("工作表的内容缺失"));
        }
        // A chart inside the sheet brings records of its own.
        let mut depth = 0_u32;
        // The cell of a formula whose text comes in a record of its own.
        let mut awaited = None;
        let mut notes = Notes::default();
        loop {
            let (kind, data) = records.next()?.ok_or_else(|| BookFault::damaged("工作表的内容不完整"))?;
            match kind {
                0x0809 => depth += 1,
                0x000A if depth == 0 => return records.followed_by_a_sheet(),
                0x000A => depth -= 1,
                _ if depth > 0 => {}
                0x0207 => {
                    let mut text = Continued::new(data, records.continued()?);
                    if let Some((row, column, style)) = awaited.take() {
                        grid.own_text(row, column, style, |buffer| text.text(buffer).map(drop))?;
                    }
                }
                0x0006 => awaited = formula(Fields(data), self.saved_by_office, grid)?,
                0x0208 | 0x007D | 0x00E5 | 0x0014 | 0x0015 | 0x089C => around(kind, Fields(data), layout)?,
                0x005D | 0x01B6 | 0x001C => {
                    let later = if kind == 0x01B6 { records.continued()? } else { Vec::new() };
                    notes.add(kind, Fields(data), later, layout)?;
                }
                _ => cell(kind, Fields(data), self.chinese, grid)?,
            }
        }
    }
}

/// A cell that is no formula.
fn cell(kind: u16, mut fields: Fields<'_>, chinese: bool, grid: &mut Grid<'_>) -> Result<(), BookFault> {
    if !matches!(kind, 0x0203 | 0x027E | 0x00BD | 0x00FD | 0x0204 | 0x00D6 | 0x0205) {
        return Ok(());
    }
    let (row, column) = (u32::from(fields.u16()?), u32::from(fields.u16()?));
    if kind == 0x00BD {
        // Several numbers, and the last column behind them.
        for column in column.. {
            if fields.0.len() < 6 {
                return Ok(());
            }
            let style = usize::from(fields.u16()?);
            grid.number(row, column, style, fields.rk()?)?;
        }
    }
    let style = usize::from(fields.u16()?);
    match kind {
        0x0203 => grid.number(row, column, style, fields.f64()?),
        0x027E => grid.number(row, column, style, fields.rk()?),
        0x00FD => grid.shared_text(row, column, style, fields.u32()?),
        0x0205 => {
            let (value, is_error) = (fields.u8()?, fields.u8()? != 0);
            let value = if is_error { Value::Error(error(value)?) } else { Value::Bool(value != 0) };
            grid.plain(row, column, style, value)
        }
        _ => grid.own_text(row, column, style, |text| strings::label(fields, chinese, text)),
    }
}

/// A formula's cached value; the cell's place if its text is to come.
fn formula(
    mut fields: Fields<'_>,
    saved_by_office: bool,
    grid: &mut Grid<'_>,
) -> Result<Option<(u32, u32, usize)>, BookFault> {
    let (row, column) = (u32::from(fields.u16()?), u32::from(fields.u16()?));
    let style = usize::from(fields.u16()?);
    let mut value = Fields(fields.take(8)?);
    if value.0.ends_with(&[0xFF, 0xFF]) {
        let (sort, _, code) = (value.u8()?, value.u8()?, value.u8()?);
        grid.formulas.others += u64::from(sort < 3);
        match sort {
            0 => return Ok(Some((row, column, style))),
            1 => grid.plain(row, column, style, Value::Bool(code != 0))?,
            2 => grid.plain(row, column, style, Value::Error(error(code)?))?,
            // An empty text; or what a library leaves that calculates nothing.
            3 if saved_by_office => {}
            3 => grid.plain(row, column, style, Value::Uncalculated)?,
            _ => return Err(BookFault::damaged("公式的结果不认识").at(row, column)),
        }
        return Ok(None);
    }
    let value = value.f64()?;
    grid.formulas.count(value);
    grid.number(row, column, style, value).map(|()| None)
}

/// The notes of a sheet: the text stands with a drawn object, whose number the note names.
#[derive(Default)]
struct Notes {
    object: Option<u16>,
    texts: HashMap<u16, String>,
}

impl Notes {
    fn add(
        &mut self,
        kind: u16,
        mut fields: Fields<'_>,
        later: Vec<&[u8]>,
        layout: &mut Layout,
    ) -> Result<(), BookFault> {
        match kind {
            0x005D if fields.0.len() >= 8 => {
                fields.take(4)?;
                let sort = fields.u16()?;
                self.object = (sort == 0x19).then_some(fields.u16()?);
            }
            0x01B6 if fields.0.len() >= 12 => {
                fields.take(10)?;
                let count = usize::from(fields.u16()?);
                if let Some(object) = self.object.take().filter(|_| count > 0) {
                    let mut text = String::new();
                    Continued::new(&[], later).letters_flagged(count, &mut text)?;
                    self.texts.insert(object, text);
                }
            }
            0x001C if fields.0.len() >= 8 => {
                let (row, column) = (u32::from(fields.u16()?), u32::from(fields.u16()?));
                fields.u16()?;
                if let Some(text) = self.texts.remove(&fields.u16()?) {
                    layout.note(Note { row, column, text: text.trim().to_owned() })?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Hidden rows and columns, merged cells, and what printed pages say.
fn around(kind: u16, mut fields: Fields<'_>, layout: &mut Layout) -> Result<(), BookFault> {
    match kind {
        0x0208 => {
            let row = fields.u16()?;
            fields.take(10)?;
            if fields.u16()? & 0x20 != 0 {
                layout.hide_rows(u32::from(row)..u32::from(row) + 1)?;
            }
        }
        0x007D => {
            let (first, last, width) = (fields.u16()?, fields.u16()?, fields.u16()?);
            fields.u16()?;
            if fields.u16()? & 1 != 0 || width == 0 {
                layout.hide_columns(u32::from(first)..u32::from(last) + 1)?;
            }
        }
        0x0014 | 0x0015 => {
            if !fields.0.is_empty() {
                page::add(&strings::lenient(fields)?, &mut layout.page_texts);
            }
        }
        0x089C => {
            fields.take(28)?;
            let differ = fields.u16()?;
            // Even header and footer, then those of the first page.
            let counts = [fields.u16()?, fields.u16()?, fields.u16()?, fields.u16()?];
            let mut texts = Continued::new(fields.0, Vec::new());
            for (at, _) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let mut code = String::new();
                texts.text(&mut code)?;
                if differ & if at < 2 { 1 } else { 2 } != 0 {
                    page::add(&code, &mut layout.page_texts);
                }
            }
        }
        _ => {
            for _ in 0..fields.u16()? {
                let mut next = || fields.u16().map(u32::from);
                let (top, bottom, left, right) = (next()?, next()?, next()?, next()?);
                layout.merge(Merge { top, bottom, left, right })?;
            }
        }
    }
    Ok(())
}

/// The records of a stream.
struct Records<'s>(Fields<'s>);

impl<'s> Records<'s> {
    fn next(&mut self) -> Result<Option<(u16, &'s [u8])>, BookFault> {
        if self.0.0.len() < 4 {
            return Ok(None);
        }
        let (kind, length) = (self.0.u16()?, self.0.u16()?);
        if kind == 0 || length > LONGEST_RECORD {
            return Err(BookFault::damaged("记录的次序已经错乱"));
        }
        Ok(Some((kind, self.0.take(usize::from(length))?)))
    }

    /// Behind the end of a sheet the next one begins, or there is nothing.
    fn followed_by_a_sheet(&self) -> Result<(), BookFault> {
        let rest = self.0.0;
        if rest.starts_with(&[0x09, 0x08]) || rest.iter().all(|&byte| byte == 0) {
            return Ok(());
        }
        Err(BookFault::damaged("记录的次序已经错乱"))
    }

    /// The records that continue the last one.
    fn continued(&mut self) -> Result<Vec<&'s [u8]>, BookFault> {
        let mut parts = Vec::new();
        while self.0.0.starts_with(&[0x3C, 0]) {
            parts.extend(self.next()?.map(|(_, data)| data));
        }
        Ok(parts)
    }
}
