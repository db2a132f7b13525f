//! A chart over cells of its own sheet.

/// How figures are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// Lying bars, for long names; the first on top.
    Bars,
    /// Standing columns, side by side.
    Columns,
    /// Standing columns, one series upon the other.
    Stacked,
}

/// One series: a column of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// The column its figures stand in.
    pub column: u16,
}

/// A chart; its names stand in the sheet's first column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its title.
    pub title: String,
    /// How it is drawn.
    pub drawing: Drawing,
    /// The first and the last row of its data, from 0.
    pub rows: (u32, u32),
    /// Its series.
    pub series: Vec<Series>,
    /// What the figures count; the title says it too.
    pub unit: String,
    /// The number format of figures.
    pub number_format: &'static str,
    /// The row and column its upper left corner stands in.
    pub at: (u32, u16),
}

impl Chart {
    /// How many columns of usual width a chart covers.
    pub const COLUMNS: u16 = 8;
    /// The characters such a column holds.
    pub const COLUMN_WIDTH: u16 = 8;
    /// How many rows of usual height it covers.
    pub const ROWS: u32 = 24;
}
