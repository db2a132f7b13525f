//! What goes on which page of A4: breaks are set where rows belong together, not left to each program.

use super::cell::Flow;

/// Inches of margin: left and right, above and below, of header and footer.
pub const MARGINS: (f64, f64, f64) = (0.4, 0.6, 0.3);

/// A page of A4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Upright.
    Portrait,
    /// Lying.
    Landscape,
}

impl Paper {
    /// The pixels between the margins, 96 an inch.
    #[must_use]
    pub const fn width(self) -> u32 {
        match self {
            Self::Portrait => 717,
            Self::Landscape => 1_045,
        }
    }

    /// The points between the margins.
    const fn height(self) -> u32 {
        match self {
            Self::Portrait => 755,
            Self::Landscape => 509,
        }
    }
}

/// The percentage at which columns of `widths` characters fill the width of a page, never more than 100.
#[must_use]
pub fn scale(widths: impl Iterator<Item = u16>, paper: Paper) -> u16 {
    // A column has a little room beside its characters.
    let pixels: u32 = widths.map(|width| u32::from(width) * 7 + 5).sum();
    // Programs differ a little in how wide they draw.
    u16::try_from((paper.width() * 98 / pixels.max(1)).min(100)).unwrap_or(100).max(10)
}

/// Pages while rows are put on them.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The points a page has for rows.
    room: u32,
    /// The points used on this page.
    used: u32,
    /// The rows since the last that may begin a page: the first, and their points.
    block: (u32, u32),
    /// Is there anything on this page before the block?
    any: bool,
    breaks: Vec<u32>,
}

impl Pages {
    /// Pages of `paper` at `scale` percent, each with `repeated` points of rows on top.
    #[must_use]
    pub fn new(paper: Paper, scale: u16, repeated: u32) -> Self {
        // A program that draws columns narrower draws all of it larger; and rows come out a little taller here and there.
        let largest = (u32::from(scale.max(1)) * 105 / 100).clamp(1, 100);
        let room = (paper.height() * 95 / largest).saturating_sub(repeated).max(1);
        Self { room, used: 0, block: (0, 0), any: false, breaks: Vec::new() }
    }

    /// The next row, `points` high. Says whether it begins a page.
    pub fn row(&mut self, row: u32, points: u32, flow: Flow) -> bool {
        if flow == Flow::NewPage && (self.any || self.block.1 > 0) {
            self.breaks.push(row);
            (self.used, self.any, self.block) = (0, false, (row, 0));
        }
        if flow != Flow::WithRowBefore || self.block.1 == 0 {
            self.any |= self.block.1 > 0;
            self.block = (row, 0);
        }
        self.block.1 += points;
        self.used += points;
        if self.used > self.room && self.any {
            self.breaks.push(self.block.0);
            (self.used, self.any) = (self.block.1, false);
        }
        self.breaks.last() == Some(&row)
    }

    /// The last row is so much higher.
    pub const fn higher(&mut self, points: u32) {
        self.used += points;
        self.block.1 += points;
    }

    /// The rows at the top of a page, but for the first.
    #[must_use]
    pub fn breaks(self) -> Vec<u32> {
        self.breaks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaks(rows: &[Flow]) -> Vec<u32> {
        let mut pages = Pages { room: 30, used: 0, block: (0, 0), any: false, breaks: Vec::new() };
        for (row, flow) in (0u32..).zip(rows) {
            pages.row(row, 10, *flow);
        }
        pages.breaks()
    }

    #[test]
    fn rows_that_belong_together_are_not_parted() {
        use Flow::{Free, NewPage, WithRowBefore as With};
        assert_eq!(breaks(&[Free; 7]), [3, 6]);
        // The third row takes the fourth along; the last two stay with the one before them.
        assert_eq!(breaks(&[Free, Free, Free, With, Free]), [2]);
        assert_eq!(breaks(&[Free, NewPage, Free, Free, Free]), [1, 4]);
        // More than a page holds cannot be kept together.
        assert_eq!(breaks(&[Free, With, With, With, Free]), [4]);
        assert_eq!(breaks(&[NewPage, Free]), [0; 0]);
    }

    #[test]
    fn wide_tables_are_drawn_smaller() {
        assert_eq!(scale([10, 10].into_iter(), Paper::Portrait), 100);
        assert_eq!(scale([100, 100].into_iter(), Paper::Landscape), 72);
    }
}
