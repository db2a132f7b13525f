//! Defined names: what a formula's parameters point to. Read on demand; data is never read through them.

use quick_xml::events::Event;

use super::super::fault::BookFault;
use super::super::xml;
use super::super::xml_chunks::utf8;
use super::{Workbook, main_part};

impl Workbook {
    /// The workbook's defined names and what each refers to, as the file holds them.
    pub fn defined_names(&self) -> Result<Vec<(String, String)>, BookFault> {
        let part = self.package.whole(&main_part(&self.package)?)?;
        let part = part.ok_or_else(|| BookFault::damaged("缺少工作簿的主部件"))?;
        let mut reader = xml::document(utf8(&part)?);
        let mut names: Vec<(String, String)> = Vec::new();
        let mut inside = false;
        loop {
            match reader.read_event()? {
                Event::Start(tag) if tag.local_name().as_ref() == "definedName" => {
                    let name = xml::attribute(&tag, "name")?.unwrap_or_default().into_owned();
                    names.push((name, String::new()));
                    inside = true;
                }
                Event::End(tag) if tag.local_name().as_ref() == "definedName" => inside = false,
                Event::Eof => return Ok(names),
                event if inside => {
                    if let Some((_, text)) = names.last_mut() {
                        xml::add_text(&event, text)?;
                    }
                }
                _ => {}
            }
        }
    }
}
