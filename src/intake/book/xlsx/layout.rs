//! What stands around the rows of an .xlsx sheet: merged cells, hidden rows and columns, the headers of printed pages.
//!
//! Merged cells stand behind the rows in the file but are needed before them, so the part is passed over once for its
//! layout alone. A byte search finds the few pieces that can hold any; only those are parsed.

use std::io::Read;

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};

use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::xml_chunks::Fragments;
use super::super::{Layout, Merge, page, xml};
use super::{LAST_ROW, address};

/// Reads the layout of a sheet part.
pub(super) fn read(part: &mut dyn Read, bounds: &Bounds) -> Result<Layout, BookFault> {
    let mut layout = Layout::default();
    let mut fragments = Fragments::new(part, "row", bounds.piece);
    let signs = Signs::new();
    while let Some(piece) = fragments.next()? {
        read_piece(piece, &signs, &mut layout)?;
    }
    Ok(layout)
}

/// Reads the layout of a part that is held whole.
pub(super) fn read_text(text: &str) -> Result<Layout, BookFault> {
    let mut layout = Layout::default();
    read_piece(text, &Signs::new(), &mut layout)?;
    Ok(layout)
}

/// Searches for what a piece of interest must contain.
struct Signs {
    hidden: memmem::Finder<'static>,
    others: [memmem::Finder<'static>; 3],
    page: memmem::Finder<'static>,
}

impl Signs {
    fn new() -> Self {
        let others = ["mergeCell ", " ht=\"0", " width=\"0"].map(memmem::Finder::new);
        Self { hidden: memmem::Finder::new("hidden="), others, page: memmem::Finder::new("headerFooter") }
    }

    fn any(&self, piece: &[u8]) -> bool {
        // LibreOffice writes hidden="false" on every row.
        let said = |at: usize| matches!(piece.get(at + 8), Some(b'1' | b't' | b'o'));
        self.hidden.find_iter(piece).any(said) || self.others.iter().any(|sign| sign.find(piece).is_some())
    }
}

/// Adds what one piece of the part says.
fn read_piece(piece: &str, signs: &Signs, layout: &mut Layout) -> Result<(), BookFault> {
    // It stands behind all rows: nothing before it is looked at.
    if let Some(at) = signs.page.find(piece.as_bytes()) {
        page_texts(&piece[piece[..at].rfind('<').unwrap_or(at)..], layout)?;
    }
    if !signs.any(piece.as_bytes()) {
        return Ok(());
    }
    let mut reader = xml::fragment(piece);
    loop {
        match reader.read_event()? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "row" if is_hidden(&tag, "ht")? => {
                    if let Some(row @ 1..=LAST_ROW) = xml::number::<u32>(&tag, "r")? {
                        layout.hide_rows(row - 1..row)?;
                    }
                }
                "col" if is_hidden(&tag, "width")? => {
                    let (first, last) = (xml::number::<u32>(&tag, "min")?, xml::number::<u32>(&tag, "max")?);
                    if let (Some(first @ 1..), Some(last)) = (first, last) {
                        layout.hide_columns(first - 1..last)?;
                    }
                }
                "mergeCell" => {
                    if let Some(merge) = merge(&tag)? {
                        layout.merge(merge)?;
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The headers and footers that are printed: those of even pages and of the first only where these differ.
fn page_texts(piece: &str, layout: &mut Layout) -> Result<(), BookFault> {
    let mut reader = xml::fragment(piece);
    let (mut even, mut first, mut said) = (false, false, None);
    loop {
        match reader.read_event()? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "headerFooter" => {
                    (even, first) = (xml::flag(&tag, "differentOddEven")?, xml::flag(&tag, "differentFirst")?);
                }
                "oddHeader" | "oddFooter" => said = Some(String::new()),
                "evenHeader" | "evenFooter" if even => said = Some(String::new()),
                "firstHeader" | "firstFooter" if first => said = Some(String::new()),
                _ => said = None,
            },
            Event::End(tag) => {
                if let Some(code) = said.take() {
                    page::add(&code, &mut layout.page_texts);
                }
                if tag.local_name().as_ref() == "headerFooter" {
                    return Ok(());
                }
            }
            Event::Eof => return Ok(()),
            event => {
                if let Some(said) = &mut said {
                    xml::add_text(&event, said)?;
                }
            }
        }
    }
}

/// Hidden by name, or by having no height or width.
fn is_hidden(tag: &BytesStart<'_>, size: &str) -> Result<bool, BookFault> {
    let zero = |value: &str| !value.is_empty() && value.trim_matches(['0', '.']).is_empty();
    Ok(xml::flag(tag, "hidden")? || xml::attribute(tag, size)?.is_some_and(|value| zero(&value)))
}

fn merge(tag: &BytesStart<'_>) -> Result<Option<Merge>, BookFault> {
    let Some(range) = xml::attribute(tag, "ref")? else {
        return Ok(None);
    };
    let (from, to) = range.split_once(':').unwrap_or((&range, &range));
    // A:A is a whole column, 1:1 a whole row.
    let corner = |text: &str, row: String, column: String| {
        let letters = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        address(text.as_bytes()).or_else(|| address(if letters { row } else { column }.as_bytes()))
    };
    let first = corner(from, format!("{from}1"), format!("A{from}"));
    let corners = first.zip(corner(to, format!("{to}{LAST_ROW}"), format!("XFD{to}")));
    let ((top, left), (bottom, right)) =
        corners.ok_or_else(|| BookFault::damaged(format!("合并单元格的范围不对：{range}")))?;
    Ok(Some(Merge { top: top.min(bottom), bottom: top.max(bottom), left: left.min(right), right: left.max(right) }))
}

#[cfg(test)]
mod tests {
    use super::super::LAST_COLUMN;
    use super::*;

    #[test]
    fn merges_and_hidden_rows_and_columns() {
        let text = r#"<worksheet><cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/>
            <col min="6" max="6" width="0.5"/></cols><sheetData><row r="2" hidden="true"/><row r="3" ht="0"/>
            <row r="4" hidden="0"/><row r="9" ht="0.75"/></sheetData>
            <mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="B4:B2"/></mergeCells></worksheet>"#;
        let layout = read(&mut text.as_bytes(), &Bounds::default()).unwrap();
        assert_eq!(layout.hidden_columns, [1, 2, 4]);
        assert_eq!(layout.hidden_rows, [1, 2]);
        let merges = [Merge { top: 0, bottom: 0, left: 0, right: 2 }, Merge { top: 1, bottom: 3, left: 1, right: 1 }];
        assert_eq!(layout.merges, merges);
    }

    #[test]
    fn merges_of_whole_columns_and_rows() {
        let text = r#"<mergeCells><mergeCell ref="A:A"/><mergeCell ref="2:3"/><mergeCell ref="$B:C"/></mergeCells>"#;
        assert!(read_text(text).is_err());
        let layout = read_text(&text.replace("$B", "B")).unwrap();
        let (last_row, last_column) = (LAST_ROW - 1, LAST_COLUMN - 1);
        let whole = [
            Merge { top: 0, bottom: last_row, left: 0, right: 0 },
            Merge { top: 1, bottom: 2, left: 0, right: last_column },
            Merge { top: 0, bottom: last_row, left: 1, right: 2 },
        ];
        assert_eq!(layout.merges, whole);
    }

    #[test]
    fn headers_of_printed_pages() {
        let page = "<oddHeader>&amp;R单位：&#19975;元</oddHeader><oddFooter/><evenHeader>双页</evenHeader>\
            <firstFooter>&amp;C首页</firstFooter>";
        for (attributes, seen) in [
            ("", &["单位：万元"][..]),
            (" differentOddEven=\"1\"", &["单位：万元", "双页"]),
            (" differentFirst=\"true\" differentOddEven=\"0\"", &["单位：万元", "首页"]),
        ] {
            let text = format!("<sheetData/><x:headerFooter{attributes}>{page}</x:headerFooter><drawing/></worksheet>");
            assert_eq!(read_text(&text).unwrap().page_texts, seen, "{attributes}");
        }
        assert!(read_text("<sheetData/><headerFooter/><pageSetup/>").unwrap().page_texts.is_empty());
    }

    #[test]
    fn a_range_that_is_none_is_refused() {
        let text = r#"<mergeCells><mergeCell ref="A0:ZZZZ9"/></mergeCells>"#;
        assert!(read(&mut text.as_bytes(), &Bounds::default()).is_err());
    }
}
