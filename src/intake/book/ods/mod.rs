//! OpenDocument spreadsheets (.ods). Calamine spreads repeated cells over dense tables and can loop for ever in a cut
//! file, so they are read by a thin reader of our own too, which also tells percent formats and what is hidden.

mod cells;
mod formats;
mod layout;
mod page;
mod styles;
#[cfg(test)]
mod test_support;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::bounds::Bounds;
use super::fault::BookFault;
use super::package::Package;
use super::xml_chunks::utf8;
use super::{Rows, SheetName, xml};
use page::Pages;
use styles::Styles;

const CONTENT: &str = "content.xml";
const MIMETYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// An opened document.
#[derive(Debug)]
pub(super) struct Document {
    /// The whole content part: all sheets stand in one.
    content: String,
    sheets: Vec<SheetName>,
    /// Where in `content` each sheet stands.
    places: Vec<Range<usize>>,
    /// The style of each sheet.
    styles: Vec<String>,
    /// The styles of cells and runs.
    looks: Styles,
    /// What its printed pages say, by the style of a sheet.
    pages: Pages,
    bounds: Bounds,
}

impl Document {
    /// Is this package an .ods? By its parts, not its name.
    pub fn fits(package: &Package) -> bool {
        let kind = package.whole("mimetype").ok().flatten();
        package.has(CONTENT) && kind.is_some_and(|kind| kind.trim_ascii().starts_with(MIMETYPE))
    }

    /// Unpacks the content and finds the sheets in it.
    pub fn open(package: &Package, bounds: &Bounds) -> Result<Self, BookFault> {
        if let Some(manifest) = package.whole("META-INF/manifest.xml")?
            && memchr::memmem::find(&manifest, b"encryption-data").is_some()
        {
            return Err(BookFault::Encrypted);
        }
        let content = package.whole(CONTENT)?.unwrap_or_default();
        utf8(&content)?;
        let content = String::from_utf8(content).unwrap_or_default();
        // Names are compared with their usual prefixes.
        if !content.contains("xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"") {
            return Err(BookFault::damaged("内容部件不是电子表格"));
        }
        let mut document = Self {
            content: String::new(),
            sheets: Vec::new(),
            places: Vec::new(),
            styles: Vec::new(),
            looks: Styles::default(),
            pages: Pages::default(),
            bounds: *bounds,
        };
        document.find_sheets(&content)?;
        if document.sheets.is_empty() {
            return Err(BookFault::damaged("工作簿里没有工作表"));
        }
        document.looks.read(&content)?;
        if let Some(styles) = package.whole("styles.xml")? {
            document.pages.read(utf8(&styles)?)?;
            document.looks.read(utf8(&styles)?)?;
        }
        document.looks.close();
        document.content = content;
        Ok(document)
    }

    fn find_sheets(&mut self, content: &str) -> Result<(), BookFault> {
        let mut reader = xml::document(content);
        reader.config_mut().expand_empty_elements = false;
        let (mut style, mut hidden_styles, mut names) = (String::new(), HashSet::new(), HashSet::new());
        loop {
            match reader.read_event()? {
                Event::Start(tag) if tag.name().as_ref() == "table:table" => {
                    let name = named(&tag, "table:name")?.unwrap_or_default();
                    if !names.insert(name.to_lowercase()) {
                        return Err(BookFault::damaged(format!("有两个工作表同名：{name}")));
                    }
                    let of_sheet = named(&tag, "table:style-name")?.unwrap_or_default();
                    let span = reader.read_to_end(tag.name())?;
                    let (start, end) = (usize::try_from(span.start), usize::try_from(span.end));
                    let (Ok(start), Ok(end)) = (start, end) else { continue };
                    self.sheets.push(SheetName { name: Arc::from(name), hidden: hidden_styles.contains(&of_sheet) });
                    self.places.push(start..end);
                    self.styles.push(of_sheet);
                }
                // A sheet without a single row.
                Event::Empty(tag) if tag.name().as_ref() == "table:table" => {
                    let name = named(&tag, "table:name")?.unwrap_or_default();
                    self.sheets.push(SheetName { name: Arc::from(name), hidden: false });
                    self.places.push(0..0);
                    self.styles.push(String::new());
                }
                Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                    "style:style" => {
                        style = named(&tag, "style:name")?.unwrap_or_default();
                        if let Some(page) = named(&tag, "style:master-page-name")? {
                            self.pages.style(&style, page);
                        }
                    }
                    "style:table-properties" if named(&tag, "table:display")?.as_deref() == Some("false") => {
                        hidden_styles.insert(style.clone());
                    }
                    "table:tracked-changes" => {
                        // Deleted cells.
                        reader.read_to_end(tag.name())?;
                    }
                    _ => {}
                },
                Event::DocType(_) => return Err(BookFault::damaged("内容里有 DOCTYPE 声明")),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// The sheets.
    pub fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// Streams a sheet.
    pub fn stream(&self, index: usize, rows: &mut dyn Rows) -> Result<(), BookFault> {
        let sheet = &self.sheets[index];
        let text = self.content.get(self.places[index].clone()).unwrap_or_default();
        let mut stream = || {
            let mut layout = layout::read(text)?;
            layout.hidden = sheet.hidden;
            layout.page_texts.extend(self.pages.of(&self.styles[index]));
            rows.layout(layout);
            cells::SheetReader::new(text, &self.looks, &self.bounds).stream(rows)
        };
        stream().map_err(|fault: BookFault| fault.on_sheet(&sheet.name))
    }
}

/// What the paragraphs of the element just opened say, one a line, up to its end.
fn said(reader: &mut Reader<&[u8]>, name: &str) -> Result<String, BookFault> {
    let (mut text, mut within) = (String::new(), 0_u32);
    loop {
        match reader.read_event()? {
            Event::Start(tag) if matches!(tag.name().as_ref(), "text:p" | "text:h") => {
                within += 1;
                if !text.is_empty() {
                    text.push('\n');
                }
            }
            Event::End(tag) if matches!(tag.name().as_ref(), "text:p" | "text:h") => within = within.saturating_sub(1),
            Event::Start(tag) if tag.name().as_ref() == "text:ruby-text" => {
                reader.read_to_end(tag.name())?;
            }
            Event::Empty(tag) if matches!(tag.name().as_ref(), "text:s" | "text:tab") && within > 0 => text.push(' '),
            Event::End(tag) if tag.name().as_ref() == name => return Ok(text.trim().to_owned()),
            Event::Eof => return Err(BookFault::damaged("单元格的内容不完整")),
            event if within > 0 => xml::add_text(&event, &mut text)?,
            _ => {}
        }
    }
}

/// The attribute with this full name.
fn named(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, BookFault> {
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute?;
        if attribute.key.as_ref() == name {
            return Ok(Some(quick_xml::escape::unescape(&attribute.value)?.into_owned()));
        }
    }
    Ok(None)
}

/// How often something is repeated; once, unless said otherwise.
fn repeated(tag: &BytesStart<'_>, name: &str) -> Result<u32, BookFault> {
    let count = named(tag, name)?.map(|count| count.parse::<u32>());
    match count {
        None => Ok(1),
        Some(Ok(count @ 1..)) => Ok(count),
        Some(_) => Err(BookFault::damaged("重复次数写得不对")),
    }
}
