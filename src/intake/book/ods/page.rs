//! The headers and footers of printed .ods pages: they stand in the styles, by the name of a page that a sheet's style names.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::super::fault::BookFault;
use super::super::xml;
use super::{named, said};

/// What printed pages say.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// The page that a sheet's style names.
    by_style: HashMap<String, String>,
    /// What each page says.
    texts: HashMap<String, Vec<String>>,
}

impl Pages {
    /// Takes down which page a style names.
    pub fn style(&mut self, style: &str, page: String) {
        self.by_style.insert(style.to_owned(), page);
    }

    /// What the pages of a sheet of this style say.
    pub fn of(&self, style: &str) -> Vec<String> {
        // A sheet that names none is printed on the usual one.
        let page = self.by_style.get(style).map_or("Default", |page| page);
        self.texts.get(page).cloned().unwrap_or_default()
    }

    /// Reads the pages of `styles.xml`.
    pub fn read(&mut self, text: &str) -> Result<(), BookFault> {
        let mut reader = xml::document(text);
        reader.config_mut().expand_empty_elements = false;
        let mut page = None;
        loop {
            match reader.read_event()? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "style:master-page" => page = named(&tag, "style:name")?,
                    "style:header" | "style:footer" | "style:header-left" | "style:footer-left"
                    | "style:header-first" | "style:footer-first" => {
                        let name = tag.name().as_ref().to_owned();
                        let shown = named(&tag, "style:display")?.as_deref() != Some("false");
                        let text = said(&mut reader, &name)?;
                        if let Some(page) = page.as_ref().filter(|_| shown && !text.is_empty()) {
                            let lines = text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
                            self.texts.entry(page.clone()).or_default().extend(lines);
                        }
                    }
                    _ => {}
                },
                Event::End(tag) if tag.name().as_ref() == "style:master-page" => page = None,
                Event::DocType(_) => return Err(BookFault::damaged("内容里有 DOCTYPE 声明")),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}
