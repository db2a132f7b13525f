//! Sheets written as .xlsx: the only place that knows the writing library. The library makes everything but the rows, which are written
//! here and do not stay in memory; sheets are prepared and compressed side by side and put together in their order, so the bytes do not
//! depend on the number of cores.

mod cells;
mod formats;
mod hyperlinks;
mod package;
mod pieces;
mod style;

use std::cmp::Reverse;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, DataValidation, DocProperties,
    ExcelDateTime, FilterCondition, FilterCriteria, Formula, IgnoreError, Note, Workbook, Worksheet,
};

use super::model::{
    Cell, Chart, Extent, FIRST_ROW, LINE_MARGIN, Look, MARGINS, Pages, ROW_HEIGHT, Sheet, Sink, Standing, address,
    render, text_lines,
};
use super::{ReportError, charts, scratch};
use crate::progress::{Event, Watch};
use cells::Cells;
use formats::Formats;
use hyperlinks::Hyperlinks;
use pieces::Pieces;

pub(crate) use package::begins_as_ours;
pub(super) use pieces::Packing;

/// A usual row and column, in pixels.
const USUAL_ROW: u32 = 20;
const USUAL_COLUMN: u32 = 64;

/// Who and what a workbook is; the intake knows its own outputs by it.
pub(super) struct Identity<'a> {
    pub category: &'a str,
    pub title: String,
    pub draft: bool,
    pub packing: Packing,
}

impl<'a> Identity<'a> {
    /// Of a workbook that is kept, and no draft.
    pub const fn new(category: &'a str, title: String) -> Self {
        Self { category, title, draft: false, packing: Packing::Close }
    }
}

/// Writes `sheets` in their order, with `names` defined.
pub(super) fn write<W: Write>(
    identity: &Identity<'_>,
    sheets: &[Sheet<'_>],
    names: &[(String, String)],
    watch: &Watch<'_>,
    out: W,
) -> Result<(), ReportError> {
    // The library keeps what it writes of a sheet in temporary files, and panics where the disk does not take them.
    let written = catch_unwind(AssertUnwindSafe(|| write_book(identity, sheets, names, watch, out)));
    written.unwrap_or_else(|panic| match scratch::refused(&*panic) {
        Some(error) => Err(ReportError::Scratch { folder: std::env::temp_dir(), error }),
        None => resume_unwind(panic),
    })
}

fn write_book<W: Write>(
    identity: &Identity<'_>,
    sheets: &[Sheet<'_>],
    names: &[(String, String)],
    watch: &Watch<'_>,
    out: W,
) -> Result<(), ReportError> {
    let mut workbook = Workbook::new();
    // Widths are counted in digits of this font: whoever lacks it has one as wide.
    workbook.set_default_format(&style::plain(), USUAL_ROW, USUAL_COLUMN)?;
    // A clock would make every copy differ.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_creation_datetime(&made)
        .set_author("jiangbu")
        .set_category(identity.category)
        .set_title(&identity.title);
    workbook.set_properties(&properties);
    let formats = Formats::register(&mut workbook);
    // Sheets of this kind number their formats as the workbook does.
    let frame = |_: &Sheet<'_>| workbook.new_worksheet_with_constant_memory();
    let mut frames = sheets.iter().map(frame).collect::<Result<Vec<_>, _>>()?;
    let pieces = Pieces::new(sheets.len(), identity.packing)?;
    let mut links: Vec<Hyperlinks> = sheets.iter().map(|_| Hyperlinks::default()).collect();
    // Long sheets first, or one core would end alone with the last of them.
    let mut order: Vec<_> = sheets.iter().zip(&mut frames).zip(&mut links).enumerate().collect();
    order.sort_by_key(|(_, ((sheet, _), _))| Reverse(u64::from(sheet.rows) * u64::from(sheet.count())));
    rayon::scope_fifo(|scope| {
        for (index, ((sheet, frame), links)) in order {
            let (pieces, formats) = (&pieces, &formats);
            scope.spawn_fifo(move |scope| {
                watch(Event::Sheet { name: &sheet.name, of: sheets.len() });
                let mut take = |piece| {
                    pieces.add(scope, index, piece);
                    !pieces.has_failed()
                };
                if let Err(error) = fill(sheet, (frame, links), formats, identity.draft, &mut take) {
                    pieces.fail(error);
                }
            });
        }
    });
    let rows = pieces.finish()?;
    watch(Event::Joining);
    for frame in frames {
        workbook.push_worksheet(frame);
    }
    for (name, place) in names {
        workbook.define_name(name, place)?;
    }
    package::put_together(&mut workbook, rows, &links, identity.packing, out)
}

/// Everything of a sheet; its rows go to `take` in pieces, as long as it says that more are wanted.
fn fill(
    sheet: &Sheet<'_>,
    (worksheet, links): (&mut Worksheet, &mut Hyperlinks),
    formats: &Formats,
    draft: bool,
    take: &mut dyn FnMut(Vec<u8>) -> bool,
) -> Result<(), ReportError> {
    worksheet.set_name(&sheet.name)?;
    worksheet.set_tab_color(style::tab(sheet.group));
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
    let cells = Cells::new(formats);
    let mut rows = Rows { sheet, heads, worksheet, links, formats, cells, take, height: None, across: 1, pages };
    let extent = render(sheet, &mut rows)?;
    let Rows { cells, pages, .. } = rows;
    let (rest, last) = cells.finish();
    take(rest);
    // The library has seen none of the cells: by its last one it knows how far they go.
    worksheet.write_blank(last.0, last.1, formats.get(Look::Text))?;
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
    let title = text_lines(&sheet.title_lines(), width * 10 / sheet.title_look().points());
    if sheet.letter {
        let subtitle = subtitle.max(Look::Signed.line_height() + LINE_MARGIN);
        return [title * style::LETTER_TITLE_LINE + style::LETTER_TITLE_AIR, subtitle, LINE_MARGIN];
    }
    let lines = sheet.columns.iter().map(|column| text_lines(&column.title, column.width)).max().unwrap_or(1);
    [
        style::TITLE_HEIGHT + style::TITLE_LINE * (title - 1),
        subtitle.max(style::SUBTITLE_HEIGHT),
        if sheet.is_headless() { LINE_MARGIN } else { style::HEADER_HEIGHT.max(line * lines + 6 * LINE_MARGIN) },
    ]
}

/// What helps on the screen.
fn arrange(sheet: &Sheet<'_>, worksheet: &mut Worksheet, extent: Extent) -> Result<(), ReportError> {
    let last = extent.end.max(FIRST_ROW + 1) - 1;
    if !sheet.is_headless() {
        worksheet.set_freeze_panes(FIRST_ROW, sheet.frozen)?;
    }
    if sheet.filter && extent.end > FIRST_ROW {
        // Who sorts by its buttons moves these columns and no others: all that a row's formulas use must come along.
        worksheet.autofilter(2, 0, last, sheet.count() - 1)?;
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

/// What helps on paper: A4, one page wide, headers on every page, pages numbered.
fn print_setup(sheet: &Sheet<'_>, worksheet: &mut Worksheet, extent: Extent, draft: bool) -> Result<(), ReportError> {
    const A4: u8 = 9;
    worksheet.set_paper_size(A4);
    if !sheet.portrait {
        worksheet.set_landscape();
    }
    let (sides, ends, notes) = MARGINS;
    worksheet.set_margins(sides, sides, ends, ends, notes, notes);
    // One page wide; breaks of ours hold on pages as high as they come.
    worksheet.set_print_fit_to_pages(1, 0);
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

/// The rows, as cells and as what the library must know of them.
struct Rows<'w, 's> {
    sheet: &'w Sheet<'s>,
    /// The heights of the rows above the body, in points.
    heads: [u16; 3],
    worksheet: &'w mut Worksheet,
    links: &'w mut Hyperlinks,
    formats: &'w Formats,
    cells: Cells<'w>,
    take: &'w mut dyn FnMut(Vec<u8>) -> bool,
    /// The height of the row whose first cell comes next, and whether it is left out.
    height: Option<(u16, bool)>,
    /// How many columns the cell that comes next takes.
    across: u16,
    /// What goes on which page.
    pages: Pages,
}

impl Sink for Rows<'_, '_> {
    fn row(&mut self, place: Standing) -> Result<(), ReportError> {
        let mut height = place.height;
        if place.filtered_out {
            self.worksheet.set_row_hidden(place.row)?;
        } else if !self.pages.row(place.row, place.without_repeated.into(), place.flow) {
            height = place.without_repeated;
        } else {
            self.pages.higher(u32::from(place.height) - u32::from(place.without_repeated));
        }
        self.height = Some((height, place.filtered_out));
        Ok(())
    }

    fn across(&mut self, columns: u16) {
        self.across = columns;
    }

    fn cell(&mut self, row: u32, column: u16, cell: &Cell<'_>, look: Look) -> Result<(), ReportError> {
        if self.cells.begins(row) {
            let above = self.heads.get(row as usize).copied().unwrap_or(ROW_HEIGHT);
            let (height, hidden) = self.height.take().unwrap_or((above, false));
            if let Some(piece) = self.cells.begin(row, height, hidden)
                && !(self.take)(piece)
            {
                // Why is known already.
                return Err(std::io::Error::from(std::io::ErrorKind::Interrupted).into());
            }
        }
        let across = if look.is_wide() { self.sheet.span() - column } else { self.across };
        self.across = 1;
        if across > 1 {
            self.worksheet.merge_range(row, column, row, column + across - 1, "", self.formats.get(look))?;
        }
        if let Cell::Link(to, _) = cell {
            self.links.add(row, column, to);
        }
        self.cells.cell(column, cell, look)?;
        (column + 1..column + across).for_each(|covered| self.cells.blank(covered, look));
        Ok(())
    }
}
