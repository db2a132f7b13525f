//! A table on a terminal: columns that line up, rows that fit its width.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::terminal_style::{self, HANG};

/// Columns that line up although a Chinese character is two cells wide.
pub struct Grid<const N: usize> {
    rows: Vec<[String; N]>,
    counts: bool,
}

impl<const N: usize> Grid<N> {
    /// A grid with a header.
    #[must_use]
    pub fn new(header: [&str; N]) -> Self {
        Self { rows: vec![header.map(str::to_owned)], counts: false }
    }

    /// Has it nothing but its header?
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.rows.len() <= 1
    }

    /// All columns but the first are counts, which stand to the right like amounts.
    #[must_use]
    pub const fn with_counts(mut self) -> Self {
        self.counts = true;
        self
    }

    /// One more row.
    pub fn row(&mut self, cells: [&str; N]) {
        // Further spaces are the data's, but those in front are the rank.
        let plain = |cell: &str| {
            let rank = cell.len() - cell.trim_start_matches(' ').len();
            format!("{}{}", " ".repeat(rank), cell.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        self.rows.push(cells.map(plain));
    }

    /// A line of its own, a heading or what explains the row above it, unless it is empty.
    pub fn note(&mut self, text: &str) {
        if !text.is_empty() {
            let mut cells = [""; N];
            cells[0] = text;
            self.row(cells);
        }
    }

    /// Writes all rows within `width` cells; the last column is not padded. Where rows are too wide for their names only, a long name stands
    /// above its row. What else does not fit beside each other goes on below the second column, every row in the same way; only the last
    /// column, a text, may itself be folded.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn write(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        let mut widths = [0; N];
        // A row of one cell is a heading, as wide as it is.
        for row in self.rows.iter().filter(|row| row.iter().skip(1).any(|cell| !cell.is_empty())) {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.width().max(*width);
            }
        }
        let names = width.saturating_sub(GAP + Self::beside(widths));
        if names >= NAME {
            widths[0] = widths[0].min(names);
        }
        let (breaks, indent) = Self::breaks(widths, width);
        for (number, row) in self.rows.iter().enumerate() {
            let mut line = " ".repeat(GAP);
            for (column, (cell, own)) in row.iter().zip(widths).enumerate() {
                if breaks[column] {
                    written(out, &line, number == 0)?;
                    line = " ".repeat(indent);
                }
                if column + 1 == N {
                    line.push(HANG);
                }
                let pad = " ".repeat(own.saturating_sub(cell.width()));
                let right = is_amount(cell) || (self.counts && column > 0);
                let (before, after) = if right { (&*pad, "") } else { ("", &*pad) };
                line.push_str(&format!("{before}{cell}{after}  "));
                if column == 0 && cell.width() > own {
                    written(out, &line, number == 0)?;
                    line = " ".repeat(GAP + own + GAP);
                }
            }
            written(out, &line, number == 0)?;
        }
        Ok(())
    }

    /// How many cells all columns want that stand beside the first, their gaps with them.
    fn beside(widths: [usize; N]) -> usize {
        widths.into_iter().enumerate().skip(1).map(|(column, own)| GAP + Self::least(column, own)).sum()
    }

    /// How many cells a column wants at least: the last one may be folded.
    fn least(column: usize, own: usize) -> usize {
        if column + 1 == N { own.min(TEXT) } else { own }
    }

    /// Before which columns a new line begins, and how far from the left that is. Lines are filled from the last one: what names the row
    /// stands alone rather than its last figure.
    fn breaks(widths: [usize; N], width: usize) -> ([bool; N], usize) {
        let first = GAP + widths[0] + GAP;
        let indent = if first > width / 2 { 3 * GAP } else { first };
        let (mut breaks, mut used) = ([false; N], 0);
        for (column, own) in widths.into_iter().enumerate().rev() {
            let own = GAP + Self::least(column, own);
            let left = if column == 0 { 0 } else { indent - GAP };
            if used > 0 && left + own + used > width {
                (breaks[column + 1], used) = (true, 0);
            }
            used += own;
        }
        (breaks, indent)
    }
}

/// Between two columns, and in front of the first.
const GAP: usize = 2;

/// A text that is folded wants at least so many cells.
const TEXT: usize = 20;

/// What names the rows gets at least so many, if it is to stand beside its figures.
const NAME: usize = 24;

/// One line of a grid, if there is anything on it.
fn written(out: &mut dyn Write, line: &str, header: bool) -> io::Result<()> {
    let line = line.trim_end_matches([' ', HANG]);
    match (line.is_empty(), header) {
        (true, _) => Ok(()),
        (_, true) => writeln!(out, "{}", terminal_style::heading(line)),
        (_, false) => writeln!(out, "{line}"),
    }
}

/// Amounts stand to the right, so that their digits line up.
fn is_amount(cell: &str) -> bool {
    cell.contains('.') && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-'))
}
