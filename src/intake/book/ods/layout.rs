//! Merged cells, hidden rows and columns, and notes of an .ods sheet. They stand among the rows but are needed before them.

use std::ops::Range;

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};

use super::super::fault::BookFault;
use super::super::xlsx::{LAST_COLUMN, LAST_ROW};
use super::super::{Layout, Merge, Note, xml};
use super::{named, repeated, said};

/// Reads the layout of a sheet's text.
pub(super) fn read(text: &str) -> Result<Layout, BookFault> {
    let mut layout = Layout::default();
    let signs = ["-spanned=", "table:visibility=", "<office:annotation", "<draw:"];
    if !signs.iter().any(|sign| memmem::find(text.as_bytes(), sign.as_bytes()).is_some()) {
        return Ok(layout);
    }
    let mut reader = xml::fragment(text);
    let (mut next_row, mut row, mut column, mut next_column) = (0_u32, 0_u32, 0_u32, 0_u32);
    // The cell being read.
    let mut at = 0;
    loop {
        match reader.read_event()? {
            Event::Start(tag) if tag.name().as_ref() == "office:annotation" => {
                let text = said(&mut reader, tag.name().as_ref())?;
                if !text.is_empty() {
                    layout.note(Note { row, column: at, text })?;
                }
            }
            // Drawings and forms can hold tables of their own.
            Event::Start(tag) if tag.name().as_ref() == "table:shapes" || tag.name().as_ref().starts_with("draw:") => {
                let text = said(&mut reader, tag.name().as_ref())?;
                if !text.is_empty() {
                    layout.page_texts.push(text);
                }
            }
            Event::Start(tag) if tag.name().as_ref() == "office:forms" => {
                reader.read_to_end(tag.name())?;
            }
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "table:table-row" => {
                    row = next_row;
                    column = 0;
                    next_row = row.saturating_add(repeated(&tag, "table:number-rows-repeated")?);
                    layout.hide_rows(hidden(&tag, row..next_row)?)?;
                }
                "table:table-column" => {
                    let start = next_column;
                    next_column = start.saturating_add(repeated(&tag, "table:number-columns-repeated")?);
                    layout.hide_columns(hidden(&tag, start..next_column)?)?;
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    if let Some(merge) = merge(&tag, row, column)? {
                        layout.merge(merge)?;
                    }
                    at = column;
                    column = column.saturating_add(repeated(&tag, "table:number-columns-repeated")?);
                }
                _ => {}
            },
            Event::Eof => return Ok(layout),
            _ => {}
        }
    }
}

/// The range, if the tag hides it; an empty one if not.
fn hidden(tag: &BytesStart<'_>, range: Range<u32>) -> Result<Range<u32>, BookFault> {
    let visibility = named(tag, "table:visibility")?;
    Ok(if visibility.is_some_and(|visibility| visibility != "visible") { range } else { 0..0 })
}

fn merge(tag: &BytesStart<'_>, row: u32, column: u32) -> Result<Option<Merge>, BookFault> {
    let rows = repeated(tag, "table:number-rows-spanned")?;
    let columns = repeated(tag, "table:number-columns-spanned")?;
    let bottom = row.saturating_add(rows - 1).min(LAST_ROW - 1);
    let right = column.saturating_add(columns - 1).min(LAST_COLUMN - 1);
    Ok((rows > 1 || columns > 1).then_some(Merge { top: row, bottom, left: column, right }))
}
