//! Excel's binary workbooks (.xlsb): the package of an .xlsx, with records instead of XML in its larger parts.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::moment::Epoch;
use super::super::number_format::NumberFormat;
use super::super::package::Package;
use super::super::texts::Texts;
use super::super::xlsx::{LAST_COLUMN, LAST_ROW, main_part, relations};
use super::super::{Layout, Merge, Rows, SheetName, Value};
use super::fields::{Fields, error};
use super::grid::{Grid, Shared};

/// An opened workbook.
#[derive(Debug)]
pub(in super::super) struct Workbook {
    package: Package,
    shared: Shared,
    sheets: Vec<SheetName>,
    /// The part of each sheet.
    parts: Vec<String>,
}

impl Workbook {
    /// Is this package an .xlsb? By its parts, not its name.
    pub fn fits(package: &Package) -> bool {
        main_part(package).is_ok_and(|part| part.to_lowercase().ends_with(".bin"))
    }

    /// Reads all but the sheets.
    pub fn open(package: Package, bounds: &Bounds) -> Result<Self, BookFault> {
        let main = main_part(&package)?;
        let relations = relations(&package, &main)?;
        let mut shared = Shared::default();
        for relation in relations.values() {
            match relation.kind.as_str() {
                "sharedStrings" => shared.texts = texts(&part(&package, &relation.part)?, bounds)?,
                "styles" => shared.formats = formats(&part(&package, &relation.part)?)?,
                _ => {}
            }
        }
        let bytes = part(&package, &main)?;
        let (mut records, mut names) = (Records(Fields(&bytes)), HashSet::new());
        let mut book = Self { package, shared, sheets: Vec::new(), parts: Vec::new() };
        while let Some((kind, data)) = records.next()? {
            let mut fields = Fields(data);
            match kind {
                0x0099 if fields.u32()? & 1 != 0 => book.shared.epoch = Epoch::Y1904,
                0x009C => {
                    let state = fields.u32()?;
                    fields.u32()?;
                    let (relation, name) = (wide(&mut fields)?, wide(&mut fields)?);
                    if !names.insert(name.to_lowercase()) {
                        return Err(BookFault::damaged(format!("有两个工作表同名：{name}")));
                    }
                    let Some(relation) = relations.get(&relation).filter(|found| book.package.has(&found.part)) else {
                        return Err(BookFault::damaged(format!("工作表“{name}”没有内容部件")));
                    };
                    if book.parts.contains(&relation.part) {
                        return Err(BookFault::damaged(format!("工作表“{name}”的内容部件另有工作表用着")));
                    }
                    if relation.kind == "worksheet" {
                        book.sheets.push(SheetName { name: Arc::from(name), hidden: state != 0 });
                        book.parts.push(relation.part.clone());
                    }
                }
                _ => {}
            }
        }
        Ok(book)
    }

    /// The worksheets.
    pub fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// Streams a sheet.
    pub fn stream(&self, index: usize, rows: &mut dyn Rows) -> Result<(), BookFault> {
        let sheet = &self.sheets[index];
        self.read(&self.parts[index], sheet.hidden, rows).map_err(|fault| fault.on_sheet(&sheet.name))
    }

    fn read(&self, name: &str, hidden: bool, rows: &mut dyn Rows) -> Result<(), BookFault> {
        let bytes = part(&self.package, name)?;
        rows.layout(layout(&bytes, hidden)?);
        let mut records = Records(Fields(&bytes));
        let mut grid = Grid::new(&self.shared, u64::from(LAST_COLUMN));
        let (mut within, mut row) = (false, 0);
        while let Some((kind, data)) = records.next()? {
            let mut fields = Fields(data);
            match kind {
                0x0091 => within = true,
                0x0092 => return grid.hand_over(rows).map(drop),
                0x0000 if within => {
                    if grid.hand_over(rows)?.is_break() {
                        return Ok(());
                    }
                    row = fields.u32()?;
                    if row >= LAST_ROW {
                        return Err(BookFault::damaged("行号不对"));
                    }
                }
                0x0002..=0x000B if within => cell(kind, fields, row, &mut grid)?,
                _ => {}
            }
        }
        Err(BookFault::damaged("工作表的内容不完整"))
    }
}

fn cell(kind: u32, mut fields: Fields<'_>, row: u32, grid: &mut Grid<'_>) -> Result<(), BookFault> {
    let column = fields.u32()?;
    if column >= LAST_COLUMN {
        return Err(BookFault::damaged(format!("第 {} 行的单元格太多", row + 1)));
    }
    // The style, and a flag in the highest byte.
    let style = usize::try_from(fields.u32()? & 0x00FF_FFFF).unwrap_or(usize::MAX);
    match kind {
        0x0002 => grid.number(row, column, style, fields.rk()?),
        0x0003 | 0x000B => grid.plain(row, column, Value::Error(error(fields.u8()?)?)),
        0x0004 | 0x000A => grid.plain(row, column, Value::Bool(fields.u8()? != 0)),
        0x0005 | 0x0009 => grid.number(row, column, style, fields.f64()?),
        0x0007 => grid.shared_text(row, column, fields.u32()?),
        _ => grid.own_text(row, column, |text| {
            let count = fields.u32()?;
            fields.utf16(usize::try_from(count).unwrap_or(usize::MAX), text)
        }),
    }
}

/// Merged cells and hidden rows and columns, which stand around and among the cells.
fn layout(bytes: &[u8], hidden: bool) -> Result<Layout, BookFault> {
    let mut layout = Layout { hidden, ..Layout::default() };
    let mut records = Records(Fields(bytes));
    while let Some((kind, data)) = records.next()? {
        let mut fields = Fields(data);
        match kind {
            0x0000 if data.len() > 11 && data[11] & 0x10 != 0 => {
                let row = fields.u32()?;
                layout.hide_rows(row..row.saturating_add(1))?;
            }
            0x003C => {
                let (first, last, width) = (fields.u32()?, fields.u32()?, fields.u32()?);
                fields.u32()?;
                if fields.u16()? & 1 != 0 || width == 0 {
                    layout.hide_columns(first..last.saturating_add(1))?;
                }
            }
            0x00B0 => {
                let (top, bottom) = (fields.u32()?, fields.u32()?);
                let (left, right) = (fields.u32()?, fields.u32()?);
                layout.merge(Merge {
                    top,
                    bottom: bottom.min(LAST_ROW - 1),
                    left,
                    right: right.min(LAST_COLUMN - 1),
                })?;
            }
            _ => {}
        }
    }
    Ok(layout)
}

fn part(package: &Package, name: &str) -> Result<Vec<u8>, BookFault> {
    package.whole(name)?.ok_or_else(|| BookFault::damaged("缺少工作簿的部件"))
}

fn texts(bytes: &[u8], bounds: &Bounds) -> Result<Texts, BookFault> {
    let (mut records, mut texts) = (Records(Fields(bytes)), Texts::default());
    while let Some((kind, data)) = records.next()? {
        if kind == 0x0013 {
            let mut fields = Fields(data);
            fields.u8()?;
            texts.push(&wide(&mut fields)?, bounds)?;
        }
    }
    texts.close();
    Ok(texts)
}

/// The number format of each cell style.
fn formats(bytes: &[u8]) -> Result<Vec<NumberFormat>, BookFault> {
    let (mut records, mut codes, mut formats) = (Records(Fields(bytes)), HashMap::new(), Vec::new());
    let mut in_cells = false;
    while let Some((kind, data)) = records.next()? {
        let mut fields = Fields(data);
        match kind {
            0x002C => {
                let number = fields.u16()?;
                codes.insert(number, NumberFormat::of_code(&wide(&mut fields)?));
            }
            0x0269 => in_cells = true,
            0x026A => in_cells = false,
            0x002F if in_cells => {
                fields.u16()?;
                let number = fields.u16()?;
                let built_in = || NumberFormat::built_in(u32::from(number));
                super::super::xlsx::bounded_styles(formats.len())?;
                formats.push(codes.get(&number).copied().unwrap_or_else(built_in));
            }
            _ => {}
        }
    }
    Ok(formats)
}

/// A text with its length before it; the length of none is the largest.
fn wide(fields: &mut Fields<'_>) -> Result<String, BookFault> {
    let mut text = String::new();
    match fields.u32()? {
        u32::MAX => {}
        count => fields.utf16(usize::try_from(count).unwrap_or(usize::MAX), &mut text)?,
    }
    Ok(text)
}

/// The records of a part.
struct Records<'s>(Fields<'s>);

impl<'s> Records<'s> {
    fn next(&mut self) -> Result<Option<(u32, &'s [u8])>, BookFault> {
        if self.0.0.is_empty() {
            return Ok(None);
        }
        let kind = match self.0.u8()? {
            low @ 0..0x80 => u32::from(low),
            low => u32::from(low) & 0x7F | u32::from(self.0.u8()? & 0x7F) << 7,
        };
        // Seven bits a byte, the lowest first, four bytes at most.
        let mut length = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.0.u8()?;
            length |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(Some((kind, self.0.take(length)?)))
    }
}
