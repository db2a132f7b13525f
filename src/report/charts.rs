//! Abstract charts drawn as the spreadsheet's own. Colours differ in lightness, and figures stand beside the bars, so that a
//! black-and-white print tells as much.

use rust_xlsxwriter::{
    Chart as Drawn, ChartAxis, ChartAxisCrossing, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartSolidFill, ChartType, Color, Worksheet,
};

use super::ReportError;
use super::model::{Chart, Drawing};

/// Dark blue and light orange: apart for every kind of sight, and in grey.
const COLOURS: [u32; 2] = [0x1F_4E79, 0xF4_B183];

const GRID: u32 = 0xD9_D9D9;

const FONT: &str = "宋体";

/// The usual width of a column and height of a row, in pixels.
const COLUMN_PIXELS: u32 = 61;
const ROW_PIXELS: u32 = 20;

/// Puts `chart` on the sheet called `name`.
pub(super) fn insert(chart: &Chart, name: &str, worksheet: &mut Worksheet) -> Result<(), ReportError> {
    let mut drawn = Drawn::new(match chart.drawing {
        Drawing::Bars => ChartType::Bar,
        Drawing::Columns => ChartType::Column,
        Drawing::Stacked => ChartType::ColumnStacked,
    });
    let (first, last) = chart.rows;
    for (series, colour) in chart.series.iter().zip(COLOURS.into_iter().cycle()) {
        let stacked = chart.drawing == Drawing::Stacked;
        let mut label = ChartDataLabel::new();
        // Of a series that is nothing, the stack shows nothing.
        let figures = format!("{}{}", chart.number_format, if stacked { ";;" } else { "" });
        label.show_value().set_num_format(figures).set_font(&font(9));
        let mut format = ChartFormat::new();
        format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(colour)));
        if stacked {
            // Within a dark bar a label needs the light ground of the figure's own box.
            label.set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::White)));
        }
        drawn
            .add_series()
            .set_name(&*series.name)
            .set_categories((name, first, 0, last, 0))
            .set_values((name, first, series.column, last, series.column))
            .set_format(&mut format)
            .set_data_label(&label)
            .set_gap(60);
    }
    let title = format!("{}（{}）", chart.title, chart.unit);
    drawn.title().set_name(title.as_str()).set_font(font(11).set_bold());
    figures_and_names(&mut drawn, chart);
    if chart.series.len() > 1 {
        drawn.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9));
    } else {
        drawn.legend().set_hidden();
    }
    // A little air between neighbours; some programs draw columns narrower, and none may cut the last chart at the edge of the paper.
    drawn.set_width(u32::from(Chart::COLUMNS) * COLUMN_PIXELS * 91 / 100).set_height(Chart::ROWS * ROW_PIXELS - 8);
    drawn.set_alt_text(format!("{}（{}）", chart.title, chart.unit));
    worksheet.insert_chart_with_offset(chart.at.0, chart.at.1, &drawn, 6, 4)?;
    Ok(())
}

/// The axis of figures and that of names; where bars lie, x is the former.
fn figures_and_names(drawn: &mut Drawn, chart: &Chart) {
    let grid = ChartLine::new().set_color(Color::RGB(GRID)).clone();
    let lying = chart.drawing == Drawing::Bars;
    let figures: &mut ChartAxis = if lying { drawn.x_axis() } else { drawn.y_axis() };
    figures
        .set_num_format(chart.number_format)
        // Bars that begin elsewhere make little of much.
        .set_min(0)
        .set_font(&font(9))
        .set_major_gridlines(true)
        .set_major_gridlines_line(&grid);
    let names = if lying { drawn.y_axis() } else { drawn.x_axis() };
    names.set_font(&font(9)).set_label_interval(1).set_major_gridlines(false);
    if lying {
        // The first name on top, the figures below all the same.
        names.set_reverse().set_crossing(ChartAxisCrossing::Max);
    }
}

fn font(size: u8) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(size);
    font
}
