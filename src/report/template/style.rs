//! How the blank workbooks look: fonts, colours, widths that fit Chinese, and the paper. The award workbook has looks of its own: there
//! every cell is written, here a whole column waits for the clerk.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet};
use unicode_width::UnicodeWidthStr;

use crate::report::model::text_lines;

/// A font that every Chinese office has.
const FONT: &str = "宋体";
/// Points a line of text takes.
const LINE: u32 = 17;
/// Excel's number for A4.
const A4: u8 = 9;

/// The formats of a workbook.
pub(super) struct Styles {
    /// The header of a column that must be filled.
    pub required: Format,
    /// The header of a column that may stay blank.
    pub optional: Format,
    /// A required cell left blank in a row that was begun.
    pub missing: Format,
    /// A row that was begun.
    pub begun: Format,
    /// The guide's title.
    pub title: Format,
    /// Lines under the title.
    pub subtitle: Format,
    /// The heading of a part of the guide.
    pub part: Format,
    /// A table's name in the guide.
    pub table: Format,
    /// Running text.
    pub prose: Format,
    /// The header of a list of columns.
    pub head: Format,
    /// A cell of such a list.
    pub cell: Format,
    /// The same, centred.
    pub centred: Format,
    /// The same, for a column that must be filled.
    pub must: Format,
}

impl Styles {
    /// The formats.
    pub fn new() -> Self {
        let plain = || Format::new().set_font_name(FONT).set_font_size(11);
        let boxed = || plain().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00A6_A6A6));
        let header = |fill| {
            let centred = boxed().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
            centred.set_text_wrap().set_background_color(Color::RGB(fill))
        };
        let cell = || boxed().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let wide = || plain().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        Self {
            required: header(0x00FF_D966),
            optional: header(0x00DD_EBF7),
            missing: Format::new().set_background_color(Color::RGB(0x00F8_CBAD)),
            begun: Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00BF_BFBF)),
            title: wide().set_bold().set_font_size(18).set_align(FormatAlign::Center),
            subtitle: wide().set_align(FormatAlign::Center),
            part: wide().set_bold().set_font_size(13),
            table: wide().set_bold().set_font_color(Color::RGB(0x001F_4E78)),
            prose: wide(),
            head: header(0x00D9_D9D9),
            cell: cell().set_indent(1),
            centred: cell().set_align(FormatAlign::Center),
            must: cell().set_align(FormatAlign::Center).set_bold().set_background_color(Color::RGB(0x00FF_F2CC)),
        }
    }

    /// What a cell of a data sheet looks like; `number` is its number format, and what is short and of one length is `centred`.
    pub fn entry(number: &str, centred: bool) -> Format {
        let plain = Format::new().set_font_name(FONT).set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let plain = plain.set_num_format(number).set_unlocked();
        if centred { plain.set_align(FormatAlign::Center) } else { plain }
    }
}

/// Half-width characters that `text` takes in its widest line.
pub(super) fn width(text: &str) -> u32 {
    u32::try_from(text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)).unwrap_or(u32::MAX)
}

/// Lines that `text` takes in a column `columns` half-width characters wide.
pub(super) fn lines(text: &str, columns: u32) -> u32 {
    // Letters of 11 points are a little wider than the unit columns are measured in.
    u32::from(text_lines(text, u16::try_from(columns - columns / 16).unwrap_or(u16::MAX)))
}

/// The height, in points, of a row with so many lines.
pub(super) fn points(lines: u32) -> u32 {
    // Excel's tallest row.
    const TALLEST: u32 = 409;
    lines.saturating_mul(LINE).saturating_add(4).min(TALLEST)
}

/// A4 landscape with narrow margins, fitted to the width of so many pages: no font of another office may push a column off the paper.
pub(super) fn paper(sheet: &mut Worksheet, across: u16) {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(across, 0);
    sheet.set_margins(0.5, 0.5, 0.75, 0.75, 0.3, 0.3).set_print_center_horizontally(true);
}

/// How many pages across columns of `widths` half-width characters take at nine points, if the first `repeated` of them stand on each.
pub(super) fn across(widths: &[u32], repeated: u16) -> u16 {
    // Letters have eleven points; between the margins are so many pixels, at nine points where a program draws columns wider.
    const ROOM: u32 = 1_027 * 110 / 93;
    let pixels = |widths: &[u32]| widths.iter().map(|width| width * 7 + 5).sum::<u32>();
    let repeated = pixels(widths.get(..repeated.into()).unwrap_or_default());
    let rest = pixels(widths).saturating_sub(repeated);
    u16::try_from(rest.div_ceil(ROOM.saturating_sub(repeated).max(1))).unwrap_or(1).max(1)
}

/// `text` inside a printed header or footer, where `&` begins a command; long ones are cut.
pub(super) fn printed(text: &str) -> String {
    text.chars().take(60).collect::<String>().replace('&', "&&")
}

/// The first `most` characters as Excel counts them.
pub(super) fn clipped(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut left = most - 1;
    let fits = |c: &char| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns_and_wraps() {
        assert_eq!(width("统一社会信用代码"), 16);
        assert_eq!(width("甲乙\nabc"), 4);
        assert_eq!(lines("甲乙丙丁", 12), 1);
        assert_eq!(lines("甲乙丙丁戊己", 12), 2);
        assert_eq!(lines("甲\n乙", 12), 2);
        assert_eq!(lines("", 12), 1);
    }

    #[test]
    fn a_wide_table_takes_several_pages_across() {
        // 1 214 pixels of room: seventeen columns of 68, or sixteen and the repeated one on each page.
        assert_eq!(across(&[67 / 7; 17], 0), 1);
        assert_eq!(across(&[67 / 7; 18], 0), 2);
        assert_eq!(across(&[67 / 7; 34], 1), 2);
        assert_eq!(across(&[67 / 7; 35], 1), 3);
        assert_eq!(across(&[], 1), 1);
    }

    #[test]
    fn texts_are_cut_where_excel_would_refuse_them() {
        assert_eq!(clipped("甲乙丙", 3), "甲乙丙");
        assert_eq!(clipped("甲乙丙丁", 3), "甲乙…");
        assert_eq!(clipped("𠮷𠮷", 3), "𠮷…");
        assert_eq!(printed("研发&税务"), "研发&&税务");
    }
}
