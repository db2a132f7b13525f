//! Sheets written as .xlsx: the only place that knows the writing library. Rows go out in order and are not kept (constant memory);
//! sheets are prepared side by side and put together in their order, so the bytes do not depend on the number of cores.

use std::borrow::Cow;
use std::io::{Seek, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{Datelike, NaiveDate};
use rayon::prelude::*;
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, DataValidation, DocProperties,
    ExcelDateTime, FilterCondition, FilterCriteria, Format, Formula, IgnoreError, Note, Url, Workbook, Worksheet,
};

use super::links::ESCAPE;
use super::model::{
    Cached, Cell, Chart, Extent, FIRST_ROW, LINE_MARGIN, Look, MARGINS, Pages, ROW_HEIGHT, Sheet, Sink, Standing,
    address, render, text_lines,
};
use super::{ReportError, charts, escapes, style};
use crate::progress::{Event, Watch};

/// Fast, and little larger than the usual level: measured in `benches/`.
const COMPRESSION: u8 = 2;

/// A usual row and column, in pixels.
const USUAL_ROW: u32 = 20;
const USUAL_COLUMN: u32 = 64;

/// The most UTF-16 units a cell holds.
const LONGEST_TEXT: usize = 32_767;

/// Who and what a workbook is; the intake knows its own outputs by it.
pub(super) struct Identity<'a> {
    pub category: &'a str,
    pub title: String,
    pub draft: bool,
}

/// Writes `sheets` in their order, with `names` defined.
pub(super) fn write<W: Write + Seek + Send>(
    identity: &Identity<'_>,
    sheets: &[Sheet<'_>],
    names: &[(String, String)],
    watch: &Watch<'_>,
    out: W,
) -> Result<(), ReportError> {
    let mut workbook = Workbook::new();
    // Widths are counted in digits of this font: whoever lacks it has one as wide.
    workbook.set_default_format(&style::plain(), USUAL_ROW, USUAL_COLUMN)?;
    workbook.set_zip_compression_level(COMPRESSION);
    // A clock would make every copy differ.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_creation_datetime(&made)
        .set_author("jiangbu")
        .set_category(identity.category)
        .set_title(&identity.title);
    workbook.set_properties(&properties);
    let styles = Styles::new();
    for format in styles.formats.iter().flatten() {
        // Registered in a fixed order: sheets prepared side by side must not decide the numbering.
        workbook.register_format(format);
    }
    let new = |_: &Sheet<'_>| workbook.new_worksheet_with_constant_memory();
    let mut worksheets = sheets.iter().map(new).collect::<Result<Vec<_>, _>>()?;
    sheets.par_iter().zip(&mut worksheets).with_max_len(1).try_for_each(|(sheet, worksheet)| {
        watch(Event::Sheet { name: &sheet.name, of: sheets.len() });
        fill(sheet, worksheet, &styles, identity.draft)
    })?;
    watch(Event::Joining);
    for worksheet in worksheets {
        workbook.push_worksheet(worksheet);
    }
    for (name, place) in names {
        workbook.define_name(name, place)?;
    }
    if styles.escapes.load(Ordering::Relaxed) {
        escapes::restore(&mut workbook, out)
    } else {
        Ok(workbook.save_to_writer(out)?)
    }
}

/// All formats, made once.
struct Styles {
    formats: Vec<[Format; 2]>,
    /// Is there a link with an escape that the library does not know?
    escapes: AtomicBool,
}

impl Styles {
    fn new() -> Self {
        Self {
            escapes: AtomicBool::new(false),
            formats: Look::ALL.iter().map(|look| [false, true].map(|quoted| style::format(*look, quoted))).collect(),
        }
    }

    fn get(&self, look: Look, quoted: bool) -> &Format {
        &self.formats[look as usize][usize::from(quoted)]
    }
}

fn fill(sheet: &Sheet<'_>, worksheet: &mut Worksheet, styles: &Styles, draft: bool) -> Result<(), ReportError> {
    worksheet.set_name(&sheet.name)?;
    worksheet.set_tab_color(style::tab(sheet.group));
    // An unknown figure is an empty text, not 0.
    worksheet.set_formula_result_default("");
    let heads = head_heights(sheet);
    for (row, height) in (0..).zip(heads) {
        worksheet.set_row_height(row, height)?;
    }
    for (index, column) in (0u16..).zip(&sheet.columns) {
        worksheet.set_column_width(index, column.width)?;
        if !column.note.is_empty() {
            worksheet.insert_note(
                2,
                index,
                &Note::new(&*column.note).add_author_prefix(false).set_author("jiangbu").set_width(240),
            )?;
        }
    }
    for chart in &sheet.charts {
        charts::insert(chart, &sheet.name, worksheet)?;
    }
    let pages = Pages::new(sheet.paper(), sheet.scale(), repeated(sheet, heads));
    let (extent, pages) = body(sheet, worksheet, styles, pages)?;
    arrange(sheet, worksheet, extent)?;
    print_setup(sheet, worksheet, extent, draft)?;
    let breaks = pages.breaks();
    if let Some(column) = sheet.shown_once.filter(|_| extent.end > FIRST_ROW + 1) {
        shown_once(sheet, worksheet, column, (extent.end - 1, &breaks))?;
    }
    // A spreadsheet takes no more breaks than that, and nobody prints so many pages.
    const MOST_BREAKS: usize = 1_000;
    if sheet.paged && breaks.len() <= MOST_BREAKS {
        worksheet.set_page_breaks(&breaks)?;
    }
    Ok(())
}

/// The points of the rows on top of every page: there are none where there is no header.
fn repeated(sheet: &Sheet<'_>, heads: [u16; 3]) -> u32 {
    if sheet.is_headless() { 0 } else { heads.into_iter().map(u32::from).sum() }
}

/// The heights of the title, the line below it, and the header.
fn head_heights(sheet: &Sheet<'_>) -> [u16; 3] {
    let width = sheet.width();
    let line = Look::Text.line_height();
    let subtitle = line * text_lines(&sheet.subtitle, width) + LINE_MARGIN;
    if sheet.letter {
        let title = text_lines(&sheet.title, width * 10 / Look::LetterTitle.points());
        return [title * style::LETTER_TITLE_LINE + style::LETTER_TITLE_AIR, subtitle, LINE_MARGIN];
    }
    let title = text_lines(&sheet.title, width * 10 / Look::Title.points());
    let lines = sheet.columns.iter().map(|column| text_lines(&column.title, column.width)).max().unwrap_or(1);
    [
        style::TITLE_HEIGHT + style::TITLE_LINE * (title - 1),
        subtitle.max(style::SUBTITLE_HEIGHT),
        if sheet.is_headless() { LINE_MARGIN } else { style::HEADER_HEIGHT.max(line * lines + 6 * LINE_MARGIN) },
    ]
}

/// The cells. While they are written, each column carries the format of its cells, so that a cell need not look its format up, and
/// the usual height is that of the row at hand, so that heights need not be kept: the one was a fifth of all the time, the other a
/// quarter of all the memory. Afterwards columns and rows are plain again, for what they carry would run on below the table.
fn body(
    sheet: &Sheet<'_>,
    worksheet: &mut Worksheet,
    styles: &Styles,
    pages: Pages,
) -> Result<(Extent, Pages), ReportError> {
    let plain = style::plain();
    for (index, column) in (0u16..).zip(&sheet.columns) {
        worksheet.set_column_format(index, styles.get(column.look, false))?;
    }
    let mut writing = Writing { sheet, worksheet, styles, span: sheet.span(), height: None, across: 1, pages };
    let extent = render(sheet, &mut writing)?;
    let pages = writing.pages;
    if !extent.totals {
        // A row goes out, with its columns' formats and its height, when the next one begins.
        worksheet.write_blank(extent.end + 1, 0, styles.get(Look::Subtitle, false))?;
    }
    worksheet.set_default_row_height(ROW_HEIGHT);
    for (index, _) in (0u16..).zip(&sheet.columns) {
        worksheet.set_column_format(index, &plain)?;
    }
    Ok((extent, pages))
}

/// What helps on the screen.
fn arrange(sheet: &Sheet<'_>, worksheet: &mut Worksheet, extent: Extent) -> Result<(), ReportError> {
    let last = extent.end.max(FIRST_ROW + 1) - 1;
    if !sheet.is_headless() {
        worksheet.set_freeze_panes(FIRST_ROW, sheet.frozen)?;
    }
    if sheet.filter && extent.end > FIRST_ROW {
        worksheet.autofilter(2, 0, last, sheet.read() - 1)?;
        if let Some(filter) = sheet.without {
            let rest = FilterCondition::new().add_custom_filter(FilterCriteria::NotEqualTo, filter.without);
            // The rows were left out while they were written.
            worksheet.filter_automatic_off().filter_column(filter.column, &rest)?;
        }
    }
    // Codes of digits are texts, and neighbouring rows may follow different rules: no green corners for that.
    let first = FIRST_ROW;
    for (index, column) in (0u16..).zip(&sheet.columns) {
        let harmless = match column.look {
            Look::Text | Look::Wrapped => IgnoreError::NumberStoredAsText,
            _ => IgnoreError::FormulaDiffers,
        };
        worksheet.ignore_error_range(first, index, extent.end.max(first), index, harmless)?;
    }
    for highlight in &sheet.highlights {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(highlight.word))
            .set_format(style::highlight(highlight.tone));
        let column = highlight.column;
        worksheet.add_conditional_format(first, column, last, column, &rule)?;
    }
    for choice in &sheet.choices {
        let rule = DataValidation::new()
            .allow_list_formula(Formula::new(&choice.list))
            // A row that offers nothing takes nothing.
            .ignore_blank(false)
            .set_error_title("请从下拉选项里选")?
            .set_error_message("空着的不能答复：错误只能改正，提示不用答复。")?;
        worksheet.add_data_validation(first, choice.column, last, choice.column, &rule)?;
    }
    Ok(())
}

/// The text of a column is shown once on a page for neighbours that have the same, and a line stands above. A row whose neighbour is
/// filtered out shows it all the same.
fn shown_once(
    sheet: &Sheet<'_>,
    worksheet: &mut Worksheet,
    column: u16,
    (last, breaks): (u32, &[u32]),
) -> Result<(), ReportError> {
    let second = FIRST_ROW + 1;
    let (above, own) = (address(column, FIRST_ROW), address(column, second));
    let starts = std::iter::once(FIRST_ROW).chain(breaks.iter().copied()).map(|row| row + 1);
    let ends = breaks.iter().copied().chain([last + 1]);
    let pages = starts.zip(ends).filter(|(start, end)| start < end);
    let ranges = pages.map(|(start, end)| format!("{}:{}", address(column, start), address(column, end - 1)));
    let repeated = format!("AND(${own}=${above},SUBTOTAL(103,${above})=1)");
    let hidden = ConditionalFormatFormula::new().set_rule(repeated.as_str()).set_format(style::repeated());
    let hidden = hidden.set_multi_range(ranges.collect::<Vec<_>>().join(" "));
    worksheet.add_conditional_format(second, column, last, column, &hidden)?;
    let other = ConditionalFormatFormula::new().set_rule(format!("${own}<>${above}").as_str());
    let other = other.set_format(style::line_above());
    // Not every program shows two formats in one cell.
    let mut first = 0;
    for end in sheet.highlights.iter().map(|highlight| highlight.column).chain([sheet.printed()]) {
        if first < end {
            worksheet.add_conditional_format(second, first, last, end - 1, &other)?;
        }
        first = first.max(end + 1);
    }
    Ok(())
}

/// What helps on paper: A4, one page wide or one page in all, headers on every page, pages numbered.
fn print_setup(sheet: &Sheet<'_>, worksheet: &mut Worksheet, extent: Extent, draft: bool) -> Result<(), ReportError> {
    const A4: u8 = 9;
    worksheet.set_paper_size(A4);
    if !sheet.portrait {
        worksheet.set_landscape();
    }
    let (sides, ends, notes) = MARGINS;
    worksheet.set_margins(sides, sides, ends, ends, notes, notes);
    // Breaks of ours hold on pages as high as they come.
    worksheet.set_print_fit_to_pages(1, u16::from(sheet.one_page));
    worksheet.set_print_center_horizontally(true);
    if !sheet.is_headless() {
        worksheet.set_repeat_rows(0, 2)?;
    }
    let under_charts = sheet.charts.iter().map(|chart| chart.at.0 + Chart::ROWS).max().unwrap_or(0);
    let end = if extent.totals { extent.end } else { extent.end.max(FIRST_ROW + 1) - 1 };
    worksheet.set_print_area(0, 0, end.max(under_charts), sheet.span() - 1)?;
    let mark = if draft { "&L草稿，不得作为发放依据" } else { "" };
    worksheet.set_header(format!("{mark}&R{}", sheet.name.replace('&', "&&")));
    worksheet.set_footer("&C第 &P 页 共 &N 页");
    Ok(())
}

struct Writing<'w, 's> {
    sheet: &'w Sheet<'s>,
    worksheet: &'w mut Worksheet,
    styles: &'w Styles,
    /// How many columns a text over the whole width takes.
    span: u16,
    /// The height of the row whose first cell comes next.
    height: Option<u16>,
    /// How many columns the cell that comes next takes.
    across: u16,
    /// What goes on which page.
    pages: Pages,
}

/// The format of a cell: its own, or that of its column, which it need not name.
type Own<'f> = Option<&'f Format>;

impl Sink for Writing<'_, '_> {
    fn row(&mut self, place: Standing) -> Result<(), ReportError> {
        self.height = Some(place.height);
        if place.filtered_out {
            self.worksheet.set_row_hidden(place.row)?;
        } else if !self.pages.row(place.row, place.without_repeated.into(), place.flow) {
            self.height = Some(place.without_repeated);
        } else {
            self.pages.higher(u32::from(place.height) - u32::from(place.without_repeated));
        }
        Ok(())
    }

    fn across(&mut self, columns: u16) {
        self.across = columns;
    }

    fn cell(&mut self, row: u32, column: u16, cell: &Cell<'_>, look: Look) -> Result<(), ReportError> {
        self.write(row, column, cell, look)?;
        // The row before went out with this row's first cell; what is usual from here on is the height of this one.
        if let Some(height) = self.height.take() {
            self.worksheet.set_default_row_height(height);
        }
        Ok(())
    }
}

impl Writing<'_, '_> {
    fn write(&mut self, row: u32, column: u16, cell: &Cell<'_>, look: Look) -> Result<(), ReportError> {
        let styles = self.styles;
        let usual = self.sheet.columns.get(usize::from(column)).is_some_and(|column| column.look == look);
        let own = (!usual).then(|| styles.get(look, false));
        let across = if look.is_wide() { self.span - column } else { std::mem::replace(&mut self.across, 1) };
        self.across = 1;
        let sheet = &mut *self.worksheet;
        if across > 1 {
            // What stands in it goes into its first cell afterwards.
            sheet.merge_range(row, column, row, column + across - 1, "", styles.get(look, false))?;
        }
        let own = if across > 1 { Some(styles.get(look, false)) } else { own };
        match cell {
            Cell::Blank => {
                sheet.write_blank(row, column, styles.get(look, false))?;
            }
            Cell::Text(text) => {
                let text = clean(text);
                let formula_like = text.starts_with(['=', '+', '-', '@']);
                string(sheet, row, column, text, if formula_like { Some(styles.get(look, true)) } else { own })?;
            }
            Cell::Number(decimal) => number(sheet, row, column, &decimal.normalize().to_string(), own)?,
            Cell::Money(money) => number(sheet, row, column, &money.to_string(), own)?,
            Cell::Date(day) => match excel_day(*day) {
                Some(date) => {
                    sheet.write_datetime_with_format(row, column, &date, styles.get(look, false))?;
                }
                // Before 1900 there are no dates in a spreadsheet.
                None => string(sheet, row, column, day.to_string().into(), own)?,
            },
            Cell::Formula(text, cached) => {
                let live = Formula::new(text).set_result(match cached {
                    Cached::Text(text) => text.to_string(),
                    Cached::Number(number) => number.normalize().to_string(),
                    Cached::Money(money) => money.to_string(),
                });
                match own {
                    Some(format) => sheet.write_formula_with_format(row, column, live, format)?,
                    None => sheet.write_formula(row, column, live)?,
                };
            }
            Cell::Link(to, text) => {
                // A spreadsheet takes no more than 65 530 links and 2 080 characters of one.
                styles.escapes.fetch_or(to.contains(ESCAPE), Ordering::Relaxed);
                let url = Url::new(to).set_text(clean(text));
                if sheet.write_url_with_format(row, column, url, styles.get(look, false)).is_err() {
                    string(sheet, row, column, clean(text), own)?;
                }
            }
        }
        Ok(())
    }
}

fn string(sheet: &mut Worksheet, row: u32, column: u16, text: Cow<'_, str>, own: Own<'_>) -> Result<(), ReportError> {
    match own {
        Some(format) => sheet.write_string_with_format(row, column, text, format)?,
        None => sheet.write_string(row, column, text)?,
    };
    Ok(())
}

/// The number nearest to the decimal's digits, which shows as those digits again.
fn number(sheet: &mut Worksheet, row: u32, column: u16, digits: &str, own: Own<'_>) -> Result<(), ReportError> {
    let number: f64 = digits.parse().map_err(|_| ReportError::Number(digits.to_owned()))?;
    match own {
        Some(format) => sheet.write_number_with_format(row, column, number, format)?,
        None => sheet.write_number(row, column, number)?,
    };
    Ok(())
}

fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let (year, month, day) = (day.year().try_into().ok()?, day.month().try_into().ok()?, day.day().try_into().ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// Without control characters, and no longer than a cell holds.
fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let text =
        if text.contains(bad) { Cow::Owned(text.chars().filter(|c| !bad(*c)).collect()) } else { Cow::Borrowed(text) };
    // A character takes at most as many UTF-16 units as bytes.
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let mut units = 0;
    let cut = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units >= LONGEST_TEXT
    });
    match cut {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_lose_control_characters_and_excess() {
        assert_eq!(clean("甲\u{1b}[31m乙\u{0}\n丙"), "甲[31m乙\n丙");
        let long = "长".repeat(40_000);
        let cut = clean(&long);
        assert!(cut.encode_utf16().count() <= LONGEST_TEXT);
        assert!(cut.ends_with('…'));
        let exact = "a".repeat(LONGEST_TEXT);
        assert_eq!(clean(&exact), exact);
    }
}
