//! A workbook taken apart and put together again by hand.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// An award workbook as its parts.
pub struct Package {
    /// Name and content of each part.
    pub parts: BTreeMap<String, String>,
}

impl Package {
    /// Opens a workbook.
    pub fn open(path: &Path) -> Self {
        let mut zip = ZipArchive::new(File::open(path).expect("the workbook")).expect("a package");
        let mut parts = BTreeMap::new();
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).expect("an entry");
            let (name, mut text) = (entry.name().expect("a name").into_owned(), String::new());
            if entry.read_to_string(&mut text).is_ok() {
                parts.insert(name, text);
            }
        }
        Self { parts }
    }

    /// Writes it anew.
    pub fn save(&self, path: &Path) {
        let mut zip = ZipWriter::new(File::create(path).expect("a file"));
        for (name, text) in &self.parts {
            zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("an entry");
            zip.write_all(text.as_bytes()).expect("the entry's text");
        }
        zip.finish().expect("a whole package");
    }

    /// The sheet's part, by its name.
    pub fn sheet(&mut self, name: &str) -> &mut String {
        let workbook = &self.parts["xl/workbook.xml"];
        let names = workbook.split("<sheet ").skip(1).map(|sheet| between(sheet, "name=\"", "\""));
        let index = names.into_iter().position(|known| known == name).expect("the sheet") + 1;
        self.parts.get_mut(&format!("xl/worksheets/sheet{index}.xml")).expect("the sheet's part")
    }
}

/// The text between two others.
pub fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text.find(start).expect("the start") + start.len();
    let to = text[from..].find(end).expect("the end") + from;
    &text[from..to]
}
