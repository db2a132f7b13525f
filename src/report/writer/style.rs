//! The styles of all workbooks, in one place. Colours differ in lightness too, so that they can be told apart without colour.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::report::model::{Group, Look, Tone};

const BODY_FONT: &str = "宋体";
const HEAD_FONT: &str = "黑体";
/// The font of official letters.
const LETTER_FONT: &str = "仿宋";
const BAR: Color = Color::RGB(0x1F_4E79);
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

/// An amount that is nothing when it is zero.
const SPARSE: &str = "#,##0.00;[Red]-#,##0.00;";

/// Large figures say their unit.
const FIGURE_WAN: &str = "#,##0.00\" 万元\"";
const FIGURE_YUAN: &str = "#,##0.00\" 元\"";

/// The format of cells that have none of their own.
pub(super) fn plain() -> Format {
    Format::new().set_font_name(BODY_FONT).set_font_size(10)
}

/// The format of `look`; `quoted` for a text that begins like a formula and must stay text when edited.
pub(super) fn format(look: Look, quoted: bool) -> Format {
    let body = |align| {
        Format::new()
            .set_font_name(BODY_FONT)
            .set_align(align)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_border_color(LINE)
    };
    let header =
        |fill| body(FormatAlign::Center).set_font_name(HEAD_FONT).set_bold().set_text_wrap().set_background_color(fill);
    let figure = || body(FormatAlign::Center).set_font_name(HEAD_FONT).set_bold().set_shrink();
    let letter = |align| {
        Format::new().set_font_name(LETTER_FONT).set_text_wrap().set_align(align).set_align(FormatAlign::VerticalCenter)
    };
    let format = match look {
        Look::Text => body(FormatAlign::Left).set_indent(1),
        Look::Wrapped => body(FormatAlign::Left).set_indent(1).set_text_wrap(),
        Look::Centred => body(FormatAlign::Center).set_shrink(),
        Look::Money => body(FormatAlign::Right).set_num_format(MONEY).set_shrink(),
        Look::Change => body(FormatAlign::Right).set_num_format(CHANGE).set_shrink(),
        Look::Wan => body(FormatAlign::Right).set_num_format(WAN).set_shrink(),
        Look::Percent => body(FormatAlign::Right).set_num_format("0.00##%"),
        Look::Number => body(FormatAlign::Right),
        Look::Rounded => body(FormatAlign::Right).set_num_format("#,##0.00").set_shrink(),
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
            .set_text_wrap()
            .set_align(FormatAlign::Left)
            .set_align(FormatAlign::VerticalCenter),
        Look::Title => Format::new()
            .set_font_name(HEAD_FONT)
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter),
        Look::Subtitle => Format::new()
            .set_font_name(BODY_FONT)
            .set_text_wrap()
            .set_align(FormatAlign::Left)
            .set_align(FormatAlign::VerticalCenter),
        Look::Header => header(HEADER_FILL),
        Look::SideHeader => header(SIDE_FILL),
        Look::Heading => body(FormatAlign::Left).set_bold().set_background_color(TOTAL_FILL),
        Look::FigureWan => figure().set_num_format(FIGURE_WAN),
        Look::FigureCount => figure().set_num_format("#,##0"),
        Look::FigureLabel => {
            body(FormatAlign::Center).set_font_name(HEAD_FONT).set_bold().set_background_color(HEADER_FILL)
        }
        Look::FigureYuan => body(FormatAlign::Center).set_num_format(FIGURE_YUAN).set_shrink(),
        Look::FigureNote => body(FormatAlign::Center).set_text_wrap(),
        Look::Bar => body(FormatAlign::Left).set_font_color(BAR),
        Look::Strong => body(FormatAlign::Right).set_num_format(MONEY).set_bold().set_shrink(),
        Look::Sparse => body(FormatAlign::Right).set_num_format(SPARSE).set_shrink(),
        Look::Letter | Look::Brief => letter(FormatAlign::Left),
        Look::LetterEnd => letter(FormatAlign::Right).set_indent(4),
        Look::LetterTitle => letter(FormatAlign::Center).set_font_name(HEAD_FONT).set_bold(),
        Look::Signed => letter(FormatAlign::Right).set_font_name(BODY_FONT),
    };
    let format = format.set_font_size(look.points());
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

/// The colour of a tab.
pub(super) const fn tab(group: Group) -> Color {
    Color::RGB(match group {
        Group::Decide => 0xC0_0000,
        Group::Publish => 0xED_7D31,
        Group::Check => 0x1F_4E79,
        Group::Report => 0x54_8235,
        Group::Basis => 0x7F_7F7F,
    })
}

/// A text that the row above shows already: there, but not seen.
pub(super) fn repeated() -> Format {
    Format::new().set_num_format(";;;")
}

/// The line where another begins.
pub(super) fn line_above() -> Format {
    Format::new().set_border_top(FormatBorder::Thin).set_border_top_color(Color::RGB(0x40_4040))
}

/// The height of a line of a letter's title, and what it needs besides, in points.
pub(super) const LETTER_TITLE_LINE: u16 = 34;
pub(super) const LETTER_TITLE_AIR: u16 = 20;

/// The least heights of the title and subtitle rows, of a further line of the title, and the least of the header row, in points.
pub(super) const TITLE_HEIGHT: u16 = 30;
pub(super) const TITLE_LINE: u16 = 24;
pub(super) const SUBTITLE_HEIGHT: u16 = 20;
pub(super) const HEADER_HEIGHT: u16 = 34;
