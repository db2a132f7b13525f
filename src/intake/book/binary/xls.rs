//! Excel 97–2003 workbooks (.xls), also under the names of WPS (.et).

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::moment::Epoch;
use super::super::number_format::NumberFormat;
use super::super::package::Bytes;
use super::super::{Layout, Merge, Rows, SheetName, Value};
use super::fields::{Fields, error};
use super::grid::{Grid, Shared};
use super::strings::{self, Continued};

/// The first bytes of a compound file, which an .xls is.
pub(in super::super) const SIGN: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

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
        let shared = Shared::default();
        let mut workbook = Self { stream: Vec::new(), shared, sheets: Vec::new(), starts: Vec::new(), bounds: *bounds };
        workbook.globals(&stream)?;
        workbook.stream = stream;
        Ok(workbook)
    }

    fn globals(&mut self, stream: &[u8]) -> Result<(), BookFault> {
        let mut records = Records(Fields(stream));
        let (mut codes, mut styles, mut names) = (HashMap::new(), Vec::new(), HashSet::new());
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
                    let mut code = String::new();
                    Continued::new(fields.0, Vec::new()).text(&mut code)?;
                    codes.insert(number, NumberFormat::of_code(&code));
                }
                0x00E0 => {
                    fields.u16()?;
                    styles.push(fields.u16()?);
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
                    self.shared.texts = strings::shared(&mut record, &self.bounds)?;
                }
                0x000A => break,
                _ => {}
            }
        }
        let format = |number| codes.get(&number).copied().unwrap_or_else(|| NumberFormat::built_in(u32::from(number)));
        self.shared.formats = styles.into_iter().map(format).collect();
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
        rows.layout(layout);
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
        loop {
            let (kind, data) = records.next()?.ok_or_else(|| BookFault::damaged("工作表的内容不完整"))?;
            match kind {
                0x0809 => depth += 1,
                0x000A if depth == 0 => return Ok(()),
                0x000A => depth -= 1,
                _ if depth > 0 => {}
                0x0207 => {
                    let mut text = Continued::new(data, records.continued()?);
                    if let Some((row, column)) = awaited.take() {
                        grid.own_text(row, column, |buffer| text.text(buffer))?;
                    }
                }
                0x0006 => awaited = formula(Fields(data), grid)?,
                0x0208 | 0x007D | 0x00E5 => around(kind, Fields(data), layout)?,
                _ => cell(kind, Fields(data), grid)?,
            }
        }
    }
}

/// A cell that is no formula.
fn cell(kind: u16, mut fields: Fields<'_>, grid: &mut Grid<'_>) -> Result<(), BookFault> {
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
        0x00FD => grid.shared_text(row, column, fields.u32()?),
        0x0205 => {
            let (value, is_error) = (fields.u8()?, fields.u8()? != 0);
            let value = if is_error { Value::Error(error(value)?) } else { Value::Bool(value != 0) };
            grid.plain(row, column, value)
        }
        _ => grid.own_text(row, column, |text| Continued::new(fields.0, Vec::new()).text(text)),
    }
}

/// A formula's cached value; the cell's place if its text is to come.
fn formula(mut fields: Fields<'_>, grid: &mut Grid<'_>) -> Result<Option<(u32, u32)>, BookFault> {
    let (row, column) = (u32::from(fields.u16()?), u32::from(fields.u16()?));
    let style = usize::from(fields.u16()?);
    let mut value = Fields(fields.take(8)?);
    if value.0.ends_with(&[0xFF, 0xFF]) {
        let (sort, _, code) = (value.u8()?, value.u8()?, value.u8()?);
        match sort {
            0 => return Ok(Some((row, column))),
            1 => grid.plain(row, column, Value::Bool(code != 0))?,
            2 => grid.plain(row, column, Value::Error(error(code)?))?,
            // An empty text.
            3 => {}
            _ => return Err(BookFault::damaged("公式的结果不认识").at(row, column)),
        }
        return Ok(None);
    }
    grid.number(row, column, style, value.f64()?).map(|()| None)
}

/// Hidden rows and columns, and merged cells.
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
        Ok(Some((kind, self.0.take(usize::from(length))?)))
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
