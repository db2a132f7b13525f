//! A sheet: what it is called, its columns, and how its rows come about.

use std::borrow::Cow;

use super::cell::Row;
use super::chart::Chart;
use super::look::{Group, Look, Tone};
use super::pages::{Paper, scale};
use super::title::balanced;
use crate::report::ReportError;

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its header.
    pub title: Cow<'static, str>,
    /// Its width in characters; a Chinese character takes two.
    pub width: u16,
    /// How its cells look unless they say otherwise.
    pub look: Look,
    /// What the header's note says; empty: none.
    pub note: Cow<'static, str>,
    /// Is it totalled?
    pub total: bool,
    /// Where it belongs.
    pub zone: Zone,
}

/// Where a column belongs. Columns stand in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// The table proper, which is printed.
    Table,
    /// For the screen only: long texts.
    Screen,
    /// For calculating only: what the formulas use.
    Calculation,
}

impl Column {
    /// A column of `width` characters.
    #[must_use]
    pub fn new(title: impl Into<Cow<'static, str>>, width: u16, look: Look) -> Self {
        Self { title: title.into(), width, look, note: Cow::Borrowed(""), total: false, zone: Zone::Table }
    }

    /// An amount.
    #[must_use]
    pub fn money(title: impl Into<Cow<'static, str>>) -> Self {
        Self::new(title, 14, Look::Money)
    }

    /// The same with a note at the header.
    #[must_use]
    pub fn noted(self, note: impl Into<Cow<'static, str>>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// The same, totalled.
    #[must_use]
    pub fn totalled(self) -> Self {
        Self { total: true, ..self }
    }

    /// The same, for the screen only.
    #[must_use]
    pub fn on_screen(self) -> Self {
        Self { zone: Zone::Screen, ..self }
    }

    /// The same, for calculating only.
    #[must_use]
    pub fn aside(self) -> Self {
        Self { zone: Zone::Calculation, ..self }
    }
}

/// The columns of a sheet while they are declared.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    all: Vec<Column>,
}

impl Columns {
    /// Adds `column` and says where it stands.
    pub fn add(&mut self, column: Column) -> u16 {
        self.all.push(column);
        self.count() - 1
    }

    /// How many so far.
    #[must_use]
    pub fn count(&self) -> u16 {
        u16::try_from(self.all.len()).unwrap_or(u16::MAX)
    }

    /// All of them.
    #[must_use]
    pub fn done(&self) -> Vec<Column> {
        self.all.clone()
    }
}

/// A word in a column that stands out.
#[derive(Clone, Copy, Debug)]
pub struct Highlight {
    /// The column.
    pub column: u16,
    /// The word.
    pub word: &'static str,
    /// Its colour.
    pub tone: Tone,
}

/// What the rows are filtered by from the start: all but one word of a column.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// The column.
    pub column: u16,
    /// The word whose rows are left out.
    pub without: &'static str,
}

/// A column whose cells are chosen from a list.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The column.
    pub column: u16,
    /// The list as a spreadsheet writes it: words in quotes with commas between, or a reference as from the first row.
    pub list: String,
}

/// Takes a sheet's rows in order.
pub trait Rows {
    /// The next row.
    ///
    /// # Errors
    /// Whatever the sink meets.
    fn row(&mut self, row: &Row<'_>) -> Result<(), ReportError>;
}

/// Produces a sheet's rows, as often as asked.
pub type Body<'a> = Box<dyn Fn(&mut dyn Rows) -> Result<(), ReportError> + Send + Sync + 'a>;

/// One sheet.
pub struct Sheet<'a> {
    /// Its name.
    pub name: String,
    /// Its title, above the table.
    pub title: String,
    /// The line below the title.
    pub subtitle: String,
    /// Its columns, in the order of their zones.
    pub columns: Vec<Column>,
    /// How many columns stay in view when scrolling to the right.
    pub frozen: u16,
    /// Can its rows be filtered?
    pub filter: bool,
    /// Formulas find its rows by where they stand: how many there are, each with its number in the last column.
    pub numbered: Option<u32>,
    /// How many rows it has, where that is known before they are written; long sheets are begun first.
    pub rows: u32,
    /// What it is for.
    pub group: Group,
    /// Rows left out from the start.
    pub without: Option<Filter>,
    /// The column whose text is shown once for neighbouring rows that have the same; the cells stay filled.
    pub shown_once: Option<u16>,
    /// A letter: a title and text, no table.
    pub letter: bool,
    /// Upright paper instead of landscape?
    pub portrait: bool,
    /// Are pages broken where rows belong together? Otherwise each program breaks them where it likes.
    pub paged: bool,
    /// Words that stand out.
    pub highlights: Vec<Highlight>,
    /// Columns whose cells are chosen from a list.
    pub choices: Vec<Choice>,
    /// Charts over its cells.
    pub charts: Vec<Chart>,
    /// Its rows.
    pub body: Body<'a>,
}

impl<'a> Sheet<'a> {
    /// A sheet as most are: landscape, rows to be filtered, two columns that stay in view.
    #[must_use]
    pub fn new(name: String, title: String, subtitle: String, columns: Vec<Column>, body: Body<'a>) -> Self {
        Self {
            name,
            title,
            subtitle,
            columns,
            frozen: 2,
            filter: true,
            numbered: None,
            rows: 0,
            group: Group::Decide,
            without: None,
            shown_once: None,
            letter: false,
            portrait: false,
            paged: true,
            highlights: Vec::new(),
            choices: Vec::new(),
            charts: Vec::new(),
            body,
        }
    }

    /// Formulas find its `rows` rows by where they stand: they are numbered, so that it is seen when they were moved.
    pub fn number_rows(&mut self, rows: u32) {
        if rows > 1 {
            let note = "这张表的公式按行引用：可以筛选，不要排序；行移动了，应发金额全部空着，直到撤销";
            self.columns.push(Column::new("行号", 8, Look::Whole).noted(note).aside());
            self.numbered = Some(rows);
        }
    }

    /// How many columns are printed.
    #[must_use]
    pub fn printed(&self) -> u16 {
        u16::try_from(self.columns.iter().filter(|column| column.zone == Zone::Table).count()).unwrap_or(u16::MAX)
    }

    /// Has it no header?
    #[must_use]
    pub fn is_headless(&self) -> bool {
        self.columns.iter().all(|column| column.title.is_empty())
    }

    /// How many columns there are.
    #[must_use]
    pub fn count(&self) -> u16 {
        u16::try_from(self.columns.len()).unwrap_or(u16::MAX)
    }

    /// How many columns titles and paper span: those printed, and those under charts.
    #[must_use]
    pub fn span(&self) -> u16 {
        self.charts.iter().map(|chart| chart.at.1 + Chart::COLUMNS).fold(self.printed(), u16::max)
    }

    /// The paper it is printed on.
    #[must_use]
    pub const fn paper(&self) -> Paper {
        if self.portrait { Paper::Portrait } else { Paper::Landscape }
    }

    /// The percentage at which it fills the width of its paper.
    #[must_use]
    pub fn scale(&self) -> u16 {
        let printed = usize::from(self.printed());
        let beside = usize::from(self.span()) - printed;
        let columns = self.columns.iter().take(printed).map(|column| column.width);
        scale(columns.chain(std::iter::repeat_n(Chart::COLUMN_WIDTH, beside)), self.paper())
    }

    /// How its title looks.
    #[must_use]
    pub const fn title_look(&self) -> Look {
        if self.letter { Look::LetterTitle } else { Look::Title }
    }

    /// The lines of its title.
    #[must_use]
    pub fn title_lines(&self) -> String {
        // A line is seldom filled to its end.
        let room = self.width() * 10 / self.title_look().points();
        balanced(&self.title, usize::from(room.saturating_sub(2)))
    }

    /// How many characters a text over the whole width has on a line.
    #[must_use]
    pub fn width(&self) -> u16 {
        let printed = self.columns.iter().take(usize::from(self.printed())).map(|column| column.width).sum::<u16>();
        printed + (self.span() - self.printed()) * Chart::COLUMN_WIDTH
    }
}
