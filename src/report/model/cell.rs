//! One cell, and the row it stands in.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::look::Look;
use super::template::{Live, Template};
use crate::money::Money;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Blank,
    /// A text; never a formula, whatever it begins with.
    Text(Cow<'a, str>),
    /// A number.
    Number(Decimal),
    /// Yuan.
    Money(Money),
    /// A day.
    Date(NaiveDate),
    /// A live formula, without the leading `=`, and the program's own result.
    Formula(String, Cached<'a>),
    /// The same of a formula that reads the same in each row but for the row's number; the row, from 0.
    RowFormula(&'a Template, u32, Cached<'a>),
    /// A text that leads somewhere: `internal:` to a cell of this workbook, `external:` to a file beside it.
    Link(String, Cow<'a, str>),
}

impl<'a> Cell<'a> {
    /// A formula with its result.
    #[must_use]
    pub fn live(formula: impl Into<Live<'a>>, cached: Cached<'a>) -> Self {
        match formula.into() {
            Live::Own(formula) => Self::Formula(formula, cached),
            Live::Same(template, row) => Self::RowFormula(template, row, cached),
        }
    }
}

/// The exact result of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Cached<'a> {
    /// A text; empty for "not known".
    Text(Cow<'a, str>),
    /// A number.
    Number(Decimal),
    /// Yuan.
    Money(Money),
}

impl Cached<'_> {
    /// Yuan, or nothing.
    #[must_use]
    pub fn money(money: Option<Money>) -> Self {
        money.map_or(Self::Text(Cow::Borrowed("")), Self::Money)
    }

    /// A number, or nothing.
    #[must_use]
    pub fn number(number: Option<Decimal>) -> Self {
        number.map_or(Self::Text(Cow::Borrowed("")), Self::Number)
    }
}

/// A cell with its look.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed<'a> {
    /// The cell.
    pub cell: Cell<'a>,
    /// Its look; none: the column's.
    pub look: Option<Look>,
    /// How many columns it takes; those it covers stand behind it, blank.
    pub across: u16,
}

/// Where a row may stand on paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// Where it comes.
    #[default]
    Free,
    /// On the page of the row before it.
    WithRowBefore,
    /// At the top of a page.
    NewPage,
}

/// A row while it is filled, from the first column on.
#[derive(Clone, Debug, Default)]
pub struct Row<'a> {
    cells: Vec<Placed<'a>>,
    /// Where it may stand on paper.
    pub flow: Flow,
    /// Left out by the sheet's filter.
    pub filtered_out: bool,
}

impl<'a> Row<'a> {
    /// An empty row with room for `columns` cells.
    #[must_use]
    pub fn with_capacity(columns: usize) -> Self {
        Self { cells: Vec::with_capacity(columns), ..Self::default() }
    }

    /// Adds a cell that looks as its column says.
    pub fn push(&mut self, cell: Cell<'a>) -> &mut Self {
        self.cells.push(Placed { cell, look: None, across: 1 });
        self
    }

    /// Adds a cell with a look of its own.
    pub fn push_as(&mut self, look: Look, cell: Cell<'a>) -> &mut Self {
        self.cells.push(Placed { cell, look: Some(look), across: 1 });
        self
    }

    /// Adds a cell over `columns` columns.
    pub fn push_across(&mut self, columns: u16, look: Look, cell: Cell<'a>) -> &mut Self {
        self.cells.push(Placed { cell, look: Some(look), across: columns.max(1) });
        for _ in 1..columns {
            self.cells.push(Placed { cell: Cell::Blank, look: Some(look), across: 0 });
        }
        self
    }

    /// Adds cells that look as their columns say.
    pub fn extend(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> &mut Self {
        cells.into_iter().for_each(|cell| {
            self.push(cell);
        });
        self
    }

    /// Adds a text; nothing where it is empty.
    pub fn text(&mut self, text: impl Into<Cow<'a, str>>) -> &mut Self {
        let text = text.into();
        self.push(if text.is_empty() { Cell::Blank } else { Cell::Text(text) })
    }

    /// Adds an amount, or nothing.
    pub fn money(&mut self, money: Option<Money>) -> &mut Self {
        self.push(money.map_or(Cell::Blank, Cell::Money))
    }

    /// Adds a number.
    pub fn number(&mut self, number: impl Into<Decimal>) -> &mut Self {
        self.push(Cell::Number(number.into()))
    }

    /// Adds a formula with its result.
    ///
    /// A formula longer than a cell takes gives way to its result.
    pub fn formula(&mut self, formula: impl Into<Live<'a>>, cached: Cached<'a>) -> &mut Self {
        const LONGEST: usize = 8_000;
        let formula = formula.into();
        let fits = match &formula {
            Live::Own(formula) => formula.len() <= LONGEST || formula.chars().count() <= LONGEST,
            Live::Same(template, _) => template.longest() <= LONGEST,
        };
        self.push(match cached {
            cached if fits => Cell::live(formula, cached),
            Cached::Text(text) if text.is_empty() => Cell::Blank,
            Cached::Text(text) => Cell::Text(text),
            Cached::Number(number) => Cell::Number(number),
            Cached::Money(money) => Cell::Money(money),
        })
    }

    /// Adds a formula with an amount, or with nothing where it is not known.
    pub fn formula_money(&mut self, formula: impl Into<Live<'a>>, money: Option<Money>) -> &mut Self {
        self.formula(formula, Cached::money(money))
    }

    /// Adds a formula with a text.
    pub fn formula_text(&mut self, formula: impl Into<Live<'a>>, text: impl Into<Cow<'a, str>>) -> &mut Self {
        self.formula(formula, Cached::Text(text.into()))
    }

    /// Adds `count` blank cells.
    pub fn blanks(&mut self, count: usize) -> &mut Self {
        for _ in 0..count {
            self.push(Cell::Blank);
        }
        self
    }

    /// Adds blank cells up to column `column`.
    pub fn blanks_to(&mut self, column: u16) -> &mut Self {
        self.blanks(usize::from(column).saturating_sub(self.cells.len()))
    }

    /// How many cells so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.cells.len()
    }

    /// The cells.
    #[must_use]
    pub fn cells(&self) -> &[Placed<'a>] {
        &self.cells
    }
}
