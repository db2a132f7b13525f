//! Copies of an award workbook as they come back: saved by another program, or altered by hand.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::Path;

use anyhow::Context;
use memchr::memmem;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What is done to a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// Texts moved into the shared table and every part compressed anew, as spreadsheet programs save.
    Resaved,
    /// One number of the largest sheet is another.
    OneCell,
    /// Every firm's code is another, on every sheet.
    EveryCode,
}

/// Writes such a copy of `award` to `to`.
pub fn make(copy: Copy, award: &Path, to: &Path) -> anyhow::Result<()> {
    let mut package = ZipArchive::new(BufReader::new(File::open(award)?))?;
    let mut out = ZipWriter::new(BufWriter::new(File::create(to)?));
    let options = SimpleFileOptions::default();
    let sizes = (0..package.len()).map(|at| Ok((package.by_index(at)?.size(), at)));
    let (_, largest) = sizes.collect::<anyhow::Result<Vec<_>>>()?.into_iter().max().context("an empty package")?;
    let mut texts = Texts::default();
    for at in 0..package.len() {
        let mut part = package.by_index(at)?;
        let (name, mut content) = (part.name()?.into_owned(), Vec::new());
        part.read_to_end(&mut content)?;
        let sheet = name.starts_with("xl/worksheets/sheet");
        let content = match copy {
            Copy::Resaved if sheet => texts.moved(&content),
            Copy::Resaved => named(&name, &content),
            Copy::OneCell if at == largest => replaced(&content, b"<v>", b"<v>9", content.len() / 2),
            Copy::EveryCode if sheet => replaced_all(&content, b"<t>91371581MA", b"<t>91371582MA"),
            _ => content,
        };
        out.start_file(name, options)?;
        out.write_all(&content)?;
    }
    if copy == Copy::Resaved {
        out.start_file("xl/sharedStrings.xml", options)?;
        out.write_all(&texts.part())?;
    }
    out.finish()?.flush()?;
    Ok(())
}

/// Each text once, in the order met.
#[derive(Default)]
struct Texts(HashMap<Vec<u8>, usize>);

impl Texts {
    /// The sheet with numbers where texts stood.
    fn moved(&mut self, sheet: &[u8]) -> Vec<u8> {
        const START: &[u8] = b" t=\"inlineStr\"><is>";
        const END: &[u8] = b"</is>";
        let (mut out, mut from) = (Vec::with_capacity(sheet.len()), 0);
        for at in memmem::find_iter(sheet, START) {
            let text = at + START.len();
            let Some(length) = memmem::find(&sheet[text..], END) else { continue };
            let next = self.0.len();
            let number = *self.0.entry(sheet[text..text + length].to_owned()).or_insert(next);
            out.extend_from_slice(&sheet[from..at]);
            out.extend_from_slice(format!(" t=\"s\"><v>{number}</v>").as_bytes());
            from = text + length + END.len();
        }
        out.extend_from_slice(&sheet[from..]);
        out
    }

    fn part(&self) -> Vec<u8> {
        let mut all: Vec<(&usize, &Vec<u8>)> = self.0.iter().map(|(text, number)| (number, text)).collect();
        all.sort_unstable();
        let mut out = b"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">".to_vec();
        for (_, text) in all {
            out.extend_from_slice(b"<si>");
            out.extend_from_slice(text);
            out.extend_from_slice(b"</si>");
        }
        out.extend_from_slice(b"</sst>");
        out
    }
}

/// The part with the table of texts where the package lists its parts.
fn named(name: &str, content: &[u8]) -> Vec<u8> {
    let kind = "openxmlformats-officedocument.spreadsheetml.sharedStrings+xml";
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings";
    let (end, entry) = match name {
        "[Content_Types].xml" => (
            "</Types>",
            format!("<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.{kind}\"/>"),
        ),
        "xl/_rels/workbook.xml.rels" => (
            "</Relationships>",
            format!("<Relationship Id=\"texts\" Type=\"{relation}\" Target=\"sharedStrings.xml\"/>"),
        ),
        _ => return content.to_owned(),
    };
    replaced_all(content, end.as_bytes(), format!("{entry}{end}").as_bytes())
}

/// `content` with the first `find` behind `from` replaced.
fn replaced(content: &[u8], find: &[u8], put: &[u8], from: usize) -> Vec<u8> {
    let Some(at) = memmem::find(&content[from..], find).map(|at| from + at) else { return content.to_owned() };
    [&content[..at], put, &content[at + find.len()..]].concat()
}

fn replaced_all(content: &[u8], find: &[u8], put: &[u8]) -> Vec<u8> {
    let (mut out, mut from) = (Vec::with_capacity(content.len()), 0);
    for at in memmem::find_iter(content, find) {
        out.extend_from_slice(&content[from..at]);
        out.extend_from_slice(put);
        from = at + find.len();
    }
    out.extend_from_slice(&content[from..]);
    out
}
