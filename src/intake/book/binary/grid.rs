//! Cells gathered from records, until their rows can be handed over in order.

use std::ops::{ControlFlow, Range};

use super::super::fault::BookFault;
use super::super::number_format::Style;
use super::super::serial_date::{Epoch, shown};
use super::super::texts::Texts;
use super::super::{Cell, Formulas, Marks, Rows, Value};

/// What cells refer to in their workbook.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub texts: Texts,
    pub styles: Vec<Style>,
    pub epoch: Epoch,
}

impl Shared {
    /// A cell's style.
    fn style(&self, style: usize) -> Result<&Style, BookFault> {
        match self.styles.get(style) {
            Some(style) => Ok(style),
            None if self.styles.is_empty() => Ok(Style::PLAIN),
            None => Err(BookFault::damaged("引用了不存在的样式")),
        }
    }
}

/// A filled cell.
#[derive(Clone)]
enum Item {
    Plain(Value<'static>),
    Shared(u32),
    Own(Range<u32>),
}

/// Cells in the order their records came.
pub(super) struct Grid<'b> {
    shared: &'b Shared,
    cells: Vec<(u32, u32, Item, &'b Style)>,
    /// The texts of cells that are not shared.
    own: String,
    next_row: u32,
    bound: u64,
    /// What formulas came to.
    pub formulas: Formulas,
}

impl<'b> Grid<'b> {
    pub fn new(shared: &'b Shared, bound: u64) -> Self {
        Self { shared, cells: Vec::new(), own: String::new(), next_row: 0, bound, formulas: Formulas::default() }
    }

    fn push(&mut self, row: u32, column: u32, style: usize, item: Item) -> Result<(), BookFault> {
        let style = self.shared.style(style).map_err(|fault| fault.at(row, column))?;
        if self.cells.len() as u64 >= self.bound {
            return Err(BookFault::TooLarge("单元格多得不合常情".into()));
        }
        self.cells.push((row, column, item, style));
        Ok(())
    }

    pub fn plain(&mut self, row: u32, column: u32, style: usize, value: Value<'static>) -> Result<(), BookFault> {
        self.push(row, column, style, Item::Plain(value))
    }

    pub fn number(&mut self, row: u32, column: u32, style: usize, number: f64) -> Result<(), BookFault> {
        if !number.is_finite() {
            return Err(BookFault::damaged("数值不是有限的数").at(row, column));
        }
        let format = self.shared.style(style).map_err(|fault| fault.at(row, column))?.format;
        self.plain(row, column, style, shown(number, format, self.shared.epoch))
    }

    pub fn shared_text(&mut self, row: u32, column: u32, style: usize, number: u32) -> Result<(), BookFault> {
        match self.shared.texts.get(number as usize) {
            Some("") => Ok(()),
            Some(_) => self.push(row, column, style, Item::Shared(number)),
            None => Err(BookFault::damaged("引用了不存在的共享文字").at(row, column)),
        }
    }

    /// A text of the cell's own, which `write` adds to a buffer.
    pub fn own_text(
        &mut self,
        row: u32,
        column: u32,
        style: usize,
        write: impl FnOnce(&mut String) -> Result<(), BookFault>,
    ) -> Result<(), BookFault> {
        let too_large = |_| BookFault::TooLarge("工作表里的文字多得不合常情".into());
        let start = u32::try_from(self.own.len()).map_err(too_large)?;
        write(&mut self.own).map_err(|fault| fault.at(row, column))?;
        let end = u32::try_from(self.own.len()).map_err(too_large)?;
        if end == start { Ok(()) } else { self.push(row, column, style, Item::Own(start..end)) }
    }

    /// Hands over the rows gathered so far, in order.
    pub fn hand_over(&mut self, rows: &mut dyn Rows) -> Result<ControlFlow<()>, BookFault> {
        let place = |(row, column, ..): &(u32, u32, Item, &Style)| (*row, *column);
        // Excel writes rows in order; others need not.
        if !self.cells.is_sorted_by_key(place) {
            self.cells.sort_by_key(place);
        }
        if let Some(pair) = self.cells.windows(2).find(|pair| place(&pair[0]) == place(&pair[1])) {
            return Err(BookFault::damaged("单元格出现两次").at(pair[0].0, pair[0].1));
        }
        for line in self.cells.chunk_by(|one, other| one.0 == other.0) {
            let row = line[0].0;
            if row < self.next_row {
                return Err(BookFault::damaged(format!("第 {} 行出现两次，或者行的次序错乱", u64::from(row) + 1)));
            }
            self.next_row = row + 1;
            let cells: Vec<Cell<'_>> =
                line.iter().map(|(_, column, item, style)| self.cell(*column, item, style)).collect();
            if rows.row(row, &cells).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        self.cells.clear();
        self.own.clear();
        Ok(ControlFlow::Continue(()))
    }

    fn cell<'c>(&'c self, column: u32, item: &Item, style: &'c Style) -> Cell<'c> {
        let (value, marks) = match item {
            Item::Plain(value) => (*value, Marks::NONE),
            Item::Shared(number) => {
                let number = *number as usize;
                (Value::Text(self.shared.texts.get(number).unwrap_or_default()), self.shared.texts.marks(number))
            }
            Item::Own(range) => (Value::Text(&self.own[range.start as usize..range.end as usize]), Marks::NONE),
        };
        Cell { column, value, look: style.look(marks) }
    }
}
