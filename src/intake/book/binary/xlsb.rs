//! Excel's binary workbooks (.xlsb): the package of an .xlsx, with records instead of XML in its larger parts.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::number_format::Style;
use super::super::package::Package;
use super::super::serial_date::Epoch;
use super::super::texts::Texts;
use super::super::xlsx::{LAST_COLUMN, LAST_ROW, main_part, office, relations, relations_of};
use super::super::{Layout, Merge, Note, Rows, SheetName, Value, page};
use super::fields::{Fields, error};
use super::grid::{Grid, Shared};
use super::strings::{Font, marks};

/// An opened workbook.
#[derive(Debug)]
pub(in super::super) struct Workbook {
    package: Package,
    shared: Shared,
    sheets: Vec<SheetName>,
    /// The part of each sheet.
    parts: Vec<String>,
    /// Has a spreadsheet program saved it?
    saved_by_office: bool,
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
        let part_of = |kind: &str| relations.values().find(|relation| relation.kind == kind);
        let mut fonts = Vec::new();
        // Some programs name a part of styles they do not write.
        if let Some(bytes) = part_of("styles").map(|styles| package.whole(&styles.part)).transpose()?.flatten() {
            (shared.styles, fonts) = styles(&bytes)?;
        }
        if let Some(relation) = part_of("sharedStrings") {
            shared.texts = texts(&part(&package, &relation.part)?, &fonts, bounds)?;
        }
        let bytes = part(&package, &main)?;
        let (mut records, mut names) = (Records(Fields(&bytes)), HashSet::new());
        let saved_by_office = office(&package)?;
        let mut book = Self { package, shared, sheets: Vec::new(), parts: Vec::new(), saved_by_office };
        let mut declared = false;
        while let Some((kind, data)) = records.next()? {
            let mut fields = Fields(data);
            match kind {
                0x0099 if fields.u32()? & 1 != 0 => book.shared.epoch = Epoch::Y1904,
                0x009C => {
                    declared = true;
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
        if declared { Ok(book) } else { Err(BookFault::damaged("工作簿里没有工作表")) }
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
        let mut around = layout(&bytes, hidden)?;
        for relation in relations_of(&self.package, name)? {
            if relation.kind == "comments"
                && let Some(bytes) = self.package.whole(&relation.part)?
            {
                notes(&bytes, &mut around)?;
            }
        }
        rows.layout(around);
        let mut records = Records(Fields(&bytes));
        let mut grid = Grid::new(&self.shared, u64::from(LAST_COLUMN));
        let (mut within, mut row) = (false, 0);
        while let Some((kind, data)) = records.next()? {
            let mut fields = Fields(data);
            match kind {
                0x0091 => within = true,
                0x0092 => {
                    if !self.saved_by_office {
                        rows.calculated(grid.formulas);
                    }
                    return grid.hand_over(rows).map(drop);
                }
                0x0000 if within => {
                    if grid.hand_over(rows)?.is_break() {
                        return Ok(());
                    }
                    row = fields.u32()?;
                    if row >= LAST_ROW {
                        return Err(BookFault::damaged("行号不对"));
                    }
                }
                0x0002..=0x000B | 0x003E if within => cell(kind, fields, row, &mut grid)?,
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
    grid.formulas.others += u64::from(matches!(kind, 0x0008 | 0x000A | 0x000B));
    match kind {
        0x0002 => grid.number(row, column, style, fields.rk()?),
        0x0003 | 0x000B => grid.plain(row, column, style, Value::Error(error(fields.u8()?)?)),
        0x0004 | 0x000A => grid.plain(row, column, style, Value::Bool(fields.u8()? != 0)),
        0x0005 | 0x0009 => {
            let value = fields.f64()?;
            if kind == 0x0009 {
                grid.formulas.count(value);
            }
            grid.number(row, column, style, value)
        }
        0x0007 => grid.shared_text(row, column, style, fields.u32()?),
        _ => grid.own_text(row, column, style, |text| {
            // A text with changes of font begins with a mark.
            if kind == 0x003E {
                fields.u8()?;
            }
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
            0x01DF => {
                let differ = fields.u16()?;
                for shown in [true, true, differ & 1 != 0, differ & 1 != 0, differ & 2 != 0, differ & 2 != 0] {
                    let code = wide(&mut fields)?;
                    if shown {
                        page::add(&code, &mut layout.page_texts);
                    }
                }
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

/// The notes at cells: where each stands, then what it says.
fn notes(bytes: &[u8], layout: &mut Layout) -> Result<(), BookFault> {
    let (mut records, mut place) = (Records(Fields(bytes)), None);
    while let Some((kind, data)) = records.next()? {
        let mut fields = Fields(data);
        match kind {
            635 => {
                fields.u32()?;
                let row = fields.u32()?;
                fields.u32()?;
                place = Some((row, fields.u32()?));
            }
            637 => {
                fields.u8()?;
                let text = wide(&mut fields)?.trim().to_owned();
                if let Some((row, column)) = place.take() {
                    layout.note(Note { row, column, text })?;
                }
            }
            _ => {}
        }
    }
    layout.notes.sort_by_key(|note| (note.row, note.column));
    Ok(())
}

fn texts(bytes: &[u8], fonts: &[Font], bounds: &Bounds) -> Result<Texts, BookFault> {
    let (mut records, mut texts) = (Records(Fields(bytes)), Texts::default());
    while let Some((kind, data)) = records.next()? {
        if kind == 0x0013 {
            let mut fields = Fields(data);
            let flags = fields.u8()?;
            let text = wide(&mut fields)?;
            texts.push(&text, bounds)?;
            if flags & 1 != 0 {
                let mut changes = Vec::new();
                for _ in 0..fields.u32()? {
                    changes.push((fields.u16()?, fields.u16()?));
                }
                texts.mark(marks(&text, &changes, fonts));
            }
        }
    }
    texts.close();
    Ok(texts)
}

/// The cell styles, and the fonts.
fn styles(bytes: &[u8]) -> Result<(Vec<Style>, Vec<Font>), BookFault> {
    let (mut records, mut codes, mut styles) = (Records(Fields(bytes)), HashMap::new(), Vec::new());
    let (mut fonts, mut in_cells): (Vec<Font>, bool) = (Vec::new(), false);
    while let Some((kind, data)) = records.next()? {
        let mut fields = Fields(data);
        match kind {
            0x002C => {
                let number = fields.u16()?;
                codes.insert(number, Style::of_code(u32::from(number), &wide(&mut fields)?));
            }
            0x002B => {
                fields.u16()?;
                let set = fields.u16()?;
                fields.u16()?;
                super::super::xlsx::bounded_styles(fonts.len())?;
                fonts.push(Font { struck: set & 8 != 0, raised: fields.u16()? != 0 });
            }
            0x0269 => in_cells = true,
            0x026A => in_cells = false,
            0x002F if in_cells => {
                fields.u16()?;
                let (number, font) = (fields.u16()?, fields.u16()?);
                super::super::xlsx::bounded_styles(styles.len())?;
                let style = codes.get(&number).cloned().unwrap_or_else(|| Style::built_in(u32::from(number)));
                styles.push(Style { struck: fonts.get(usize::from(font)).is_some_and(|font| font.struck), ..style });
            }
            _ => {}
        }
    }
    Ok((styles, fonts))
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
