//! A workbook taken apart and put together again by hand.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// An award workbook as its parts.
#[derive(Clone)]
pub struct Package {
    /// Name and content of each part.
    pub parts: BTreeMap<String, String>,
}

impl Package {
    /// Opens a workbook; formulas that rows share are written out in each, so that one cell can be changed by itself.
    pub fn open(path: &Path) -> Self {
        let mut package = Self::as_written(path);
        let sheets = package.parts.iter_mut().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
        sheets.for_each(|(_, part)| *part = written_out(part));
        package
    }

    /// Opens a workbook as it is.
    pub fn as_written(path: &Path) -> Self {
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

/// A sheet whose shared formulas stand in each cell that shares them. They refer to their own row only.
fn written_out(part: &str) -> String {
    let mut shared: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    let (mut out, mut rest) = (String::new(), part);
    while let Some(at) = rest.find("<f t=\"shared\"") {
        let cell = rest[..at].rfind("<c r=\"").expect("a cell") + 6;
        let address = &rest[cell..cell + rest[cell..].find('"').expect("an address")];
        let row = address.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let (tag, behind) = rest[at..].split_once('>').expect("a tag");
        let number = between(tag, "si=\"", "\"");
        out.push_str(&rest[..at]);
        rest = if tag.ends_with('/') {
            let (first, formula) = shared[number];
            out.push_str(&format!("<f>{}</f>", moved(formula, first, row)));
            behind
        } else {
            let (formula, behind) = behind.split_once("</f>").expect("the end");
            shared.insert(number, (row, formula));
            out.push_str(&format!("<f>{formula}</f>"));
            behind
        };
    }
    out + rest
}

/// `formula` of row `first` as it reads in `row`.
fn moved(formula: &str, first: &str, row: &str) -> String {
    let (mut out, mut quoted, mut at) = (String::new(), false, 0);
    while let Some(c) = formula[at..].chars().next() {
        quoted ^= c == '"';
        let behind = formula[at..].strip_prefix(first);
        let whole = behind.is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_digit()));
        if !quoted && whole && out.ends_with(|c: char| c.is_ascii_uppercase()) {
            out.push_str(row);
            at += first.len();
        } else {
            out.push(c);
            at += c.len_utf8();
        }
    }
    out
}

/// The text between two others.
pub fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let from = text.find(start).expect("the start") + start.len();
    let to = text[from..].find(end).expect("the end") + from;
    &text[from..to]
}
