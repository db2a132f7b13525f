//! The styles of all workbooks, in one place. Colours differ in lightness too, so that they can be told apart without colour.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::model::{Look, Tone};

const BODY_FONT: &str = "宋体";
const HEAD_FONT: &str = "黑体";
const LINE: Color = Color::RGB(0xBF_BFBF);
const HEADER_FILL: Color = Color::RGB(0xD9_E2F3);
const SIDE_FILL: Color = Color::RGB(0xED_EDED);
const TOTAL_FILL: Color = Color::RGB(0xF2_F2F2);

/// Yuan with thousands separators; negative in red with its sign.
const MONEY: &str = "#,##0.00;[Red]-#,##0.00";

/// The same for a change: what is more has its sign too.
const CHANGE: &str = "+#,##0.00;[Red]-#,##0.00;0.00";

/// 万元, always to the fen, so that the decimal points stand below each other.
const WAN: &str = "#,##0.000000;[Red]-#,##0.000000";

/// The format of `look`; `quoted` for a text that begins like a formula and must stay text when edited.
pub(super) fn format(look: Look, quoted: bool) -> Format {
    let body = |align| {
        Format::new()
            .set_font_name(BODY_FONT)
            .set_font_size(10)
            .set_align(align)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_border_color(LINE)
    };
    let header =
        |fill| body(FormatAlign::Center).set_font_name(HEAD_FONT).set_bold().set_text_wrap().set_background_color(fill);
    let format = match look {
        Look::Text => body(FormatAlign::Left).set_indent(1),
        Look::Wrapped => body(FormatAlign::Left).set_indent(1).set_text_wrap(),
        Look::Centred => body(FormatAlign::Center).set_shrink(),
        Look::Money => body(FormatAlign::Right).set_num_format(MONEY).set_shrink(),
        Look::Change => body(FormatAlign::Right).set_num_format(CHANGE).set_shrink(),
        Look::Wan => body(FormatAlign::Right).set_num_format(WAN).set_shrink(),
        Look::Percent => body(FormatAlign::Right).set_num_format("0.00##%"),
        Look::Number => body(FormatAlign::Right),
        Look::Whole => body(FormatAlign::Center).set_num_format("0"),
        Look::Date => body(FormatAlign::Center).set_num_format("yyyy-mm-dd"),
        Look::Link => body(FormatAlign::Left).set_indent(1).set_font_color(Color::RGB(0x05_63C1)),
        Look::TotalLabel => body(FormatAlign::Center).set_bold().set_background_color(TOTAL_FILL),
        Look::TotalMoney => {
            body(FormatAlign::Right).set_bold().set_background_color(TOTAL_FILL).set_num_format(MONEY).set_shrink()
        }
        Look::TotalWan => {
            body(FormatAlign::Right).set_bold().set_background_color(TOTAL_FILL).set_num_format(WAN).set_shrink()
        }
        Look::TotalText => {
            body(FormatAlign::Left).set_indent(1).set_bold().set_text_wrap().set_background_color(TOTAL_FILL)
        }
        Look::Empty => body(FormatAlign::Center),
        Look::Note => Format::new()
            .set_font_name(BODY_FONT)
            .set_font_size(10)
            .set_text_wrap()
            .set_align(FormatAlign::Left)
            .set_align(FormatAlign::VerticalCenter),
        Look::Title => Format::new()
            .set_font_name(HEAD_FONT)
            .set_font_size(16)
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter),
        Look::Subtitle => Format::new()
            .set_font_name(BODY_FONT)
            .set_font_size(10)
            .set_text_wrap()
            .set_align(FormatAlign::Left)
            .set_align(FormatAlign::VerticalCenter),
        Look::Header => header(HEADER_FILL),
        Look::SideHeader => header(SIDE_FILL),
        Look::Heading => body(FormatAlign::Left).set_bold().set_background_color(TOTAL_FILL),
    };
    if quoted { format.set_quote_prefix() } else { format }
}

/// The format of a highlighted word: fill and font, so that black-and-white print still shows a difference.
pub(super) fn highlight(tone: Tone) -> Format {
    let (fill, font) = match tone {
        Tone::Good => (0xE2_EFDA, 0x37_5623),
        Tone::Open => (0xFF_F2CC, 0x7F_6000),
        Tone::Bad => (0xF8_CBAD, 0x83_2C0E),
        Tone::Quiet => (0xED_EDED, 0x59_5959),
    };
    let format = Format::new().set_background_color(Color::RGB(fill)).set_font_color(Color::RGB(font));
    if tone == Tone::Bad { format.set_bold() } else { format }
}

/// The height of a row of one line of body text; of each line of several, and what such a row needs besides; in points.
pub(super) const ROW_HEIGHT: u16 = 15;
pub(super) const LINE_HEIGHT: u16 = 13;
pub(super) const LINE_MARGIN: u16 = 3;

/// The least heights of the title and subtitle rows, of a further line of the title, and the least of the header row, in points.
pub(super) const TITLE_HEIGHT: u16 = 30;
pub(super) const TITLE_LINE: u16 = 24;
pub(super) const SUBTITLE_HEIGHT: u16 = 20;
pub(super) const HEADER_HEIGHT: u16 = 34;

/// How much wider a character of the title is than one of the body, in tenths.
pub(super) const TITLE_TENTHS: u16 = 16;
