//! The styles of an .ods document's cells and runs: whether they strike out or raise, and what their number formats draw.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::fault::BookFault;
use super::super::number_format::Style;
use super::super::xml;
use super::formats::Formats;
use super::named;

/// The styles by their names.
#[derive(Debug, Default)]
pub(super) struct Styles {
    cells: HashMap<String, Arc<Style>>,
    runs: HashMap<String, (bool, bool)>,
    plain: Arc<Style>,
    formats: Formats,
    /// Styles as written, until the formats of both parts are known.
    written: Vec<Written>,
}

/// A style as the file writes it.
#[derive(Debug, Default)]
struct Written {
    name: String,
    family: String,
    parent: Option<String>,
    format: Option<String>,
    struck: Option<bool>,
    raised: Option<bool>,
}

impl Styles {
    /// The style of a cell.
    pub fn cell(&self, name: Option<&str>) -> &Arc<Style> {
        name.and_then(|name| self.cells.get(name)).unwrap_or(&self.plain)
    }

    /// Is a run of this style struck out, is it raised?
    pub fn run(&self, name: Option<&str>) -> (bool, bool) {
        name.and_then(|name| self.runs.get(name)).copied().unwrap_or_default()
    }

    /// Reads the styles of a part.
    pub fn read(&mut self, text: &str) -> Result<(), BookFault> {
        let mut reader = xml::document(text);
        reader.config_mut().expand_empty_elements = false;
        loop {
            match reader.read_event()? {
                // Behind all styles; the cells' own are not looked at.
                Event::Start(tag) if tag.name().as_ref() == "office:body" => return Ok(()),
                Event::Start(tag) if tag.name().as_ref() == "style:style" => {
                    let written = Written::of(&tag)?;
                    self.written.push(written);
                    self.properties(&mut reader)?;
                }
                Event::Empty(tag) if tag.name().as_ref() == "style:style" => self.written.push(Written::of(&tag)?),
                Event::Start(tag) => self.formats.read(&tag, &mut reader)?,
                Event::DocType(_) => return Err(BookFault::damaged("内容里有 DOCTYPE 声明")),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// What the style just opened says of its letters.
    fn properties(&mut self, reader: &mut Reader<&[u8]>) -> Result<(), BookFault> {
        let Some(style) = self.written.last_mut() else { return Ok(()) };
        loop {
            match reader.read_event()? {
                Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "style:text-properties" => {
                    for name in ["style:text-line-through-style", "style:text-line-through-type"] {
                        if let Some(line) = named(&tag, name)? {
                            style.struck = Some(line != "none");
                        }
                    }
                    if let Some(position) = named(&tag, "style:text-position")? {
                        style.raised = Some(!position.starts_with("0%"));
                    }
                }
                Event::End(tag) if tag.name().as_ref() == "style:style" => return Ok(()),
                Event::Eof => return Err(BookFault::damaged("样式不完整")),
                _ => {}
            }
        }
    }

    /// All parts have been read: styles get what they take from their parents, and their formats.
    pub fn close(&mut self) {
        let written: HashMap<&str, &Written> =
            self.written.iter().map(|written| (written.name.as_str(), written)).collect();
        for style in &self.written {
            let (mut struck, mut raised, mut format) = (style.struck, style.raised, style.format.clone());
            let mut parent = style.parent.as_deref();
            // No style has many ancestors, and none is its own.
            for _ in 0..20 {
                let Some(above) = parent.and_then(|name| written.get(name)) else { break };
                struck = struck.or(above.struck);
                raised = raised.or(above.raised);
                format = format.or_else(|| above.format.clone());
                parent = above.parent.as_deref();
            }
            let (struck, raised) = (struck.unwrap_or_default(), raised.unwrap_or_default());
            match &*style.family {
                "table-cell" => {
                    let code = format.and_then(|format| self.formats.code(&format));
                    let look = code.map_or_else(Style::default, |code| Style::of_code(0, &code));
                    self.cells.insert(style.name.clone(), Arc::new(Style { struck, ..look }));
                }
                "text" => {
                    self.runs.insert(style.name.clone(), (struck, raised));
                }
                _ => {}
            }
        }
        self.written.clear();
    }
}

impl Written {
    fn of(tag: &BytesStart<'_>) -> Result<Self, BookFault> {
        Ok(Self {
            name: named(tag, "style:name")?.unwrap_or_default(),
            family: named(tag, "style:family")?.unwrap_or_default(),
            parent: named(tag, "style:parent-style-name")?,
            format: named(tag, "style:data-style-name")?,
            struck: None,
            raised: None,
        })
    }
}
