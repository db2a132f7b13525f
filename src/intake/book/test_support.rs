//! For tests: packages put together by hand, and a sheet written down as text.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;
use std::path::PathBuf;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Book, BookFault, Bounds, Cell, Layout, Rows, Value, open};
use crate::finding::Place;

/// A zip package of named parts.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of an .xlsx with one sheet `甲`; the content of any part can be replaced, or further parts added.
pub(super) fn xlsx(sheet: &str, others: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet>{sheet}</worksheet>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        (
            "_rels/.rels",
            br#"<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
                <Relationship Id="r2" Type="x/styles" Target="styles.xml"/>
                <Relationship Id="r3" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".as_bytes(),
        ),
        (
            "xl/styles.xml",
            br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="31"/></cellXfs>
                </styleSheet>"#,
        ),
        ("xl/sharedStrings.xml", "<sst><si><t>甲方</t></si><si><t/></si></sst>".as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    for (name, content) in others {
        parts.retain(|(other, _)| other != name);
        parts.push((name, content));
    }
    package(&parts)
}

/// Opens `bytes` from a file named `name`.
pub(super) fn open_bytes(name: &str, bytes: &[u8], bounds: &Bounds) -> Result<Book, BookFault> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    open(&path, bounds)
}

/// All sheets as text: `甲: A1=甲方 B1=12 | A3=…`, layouts in brackets where there is anything to say.
pub(super) fn written(book: &Book) -> Result<String, BookFault> {
    let mut all = Vec::new();
    for (index, sheet) in book.sheets().iter().enumerate() {
        let mut sink = Written::default();
        book.stream(index, &mut sink)?;
        all.push(format!("{}:{}{}", sheet.name, sink.around, sink.rows.join(" |")));
    }
    Ok(all.join("\n"))
}

/// What [`open_bytes`] and [`written`] give.
pub(super) fn read_bytes(name: &str, bytes: &[u8]) -> Result<String, BookFault> {
    written(&open_bytes(name, bytes, &Bounds::default())?)
}

/// What stands in the headers of printed pages and in notes, sheet by sheet: `单位：万元`, `B2 以元计`.
pub(super) fn notes(book: &Book) -> Vec<String> {
    struct Notes(Vec<String>);
    impl Rows for Notes {
        fn layout(&mut self, layout: Layout) {
            self.0.extend(layout.page_texts);
            self.0.extend(layout.notes.into_iter().map(|note| {
                let place = Place { row: Some(note.row), column: Some(note.column), ..Place::default() };
                format!("{} {}", place.address().unwrap(), note.text)
            }));
        }

        fn row(&mut self, _row: u32, _cells: &[Cell<'_>]) -> ControlFlow<()> {
            ControlFlow::Continue(())
        }
    }
    let mut all = Notes(Vec::new());
    for sheet in 0..book.sheets().len() {
        book.stream(sheet, &mut all).unwrap();
    }
    all.0
}

/// How the cells look, sheet by sheet: `A1 struck raised 0.00"元"`.
pub(super) fn looks(book: &Book) -> Vec<String> {
    struct Looks(Vec<String>);
    impl Rows for Looks {
        fn layout(&mut self, _layout: Layout) {}

        fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
            self.0.extend(cells.iter().map(|cell| {
                let place = Place { row: Some(row), column: Some(cell.column), ..Place::default() };
                let marks = cell.look.marks;
                let mut words = vec![place.address().unwrap()];
                let set = [(marks.struck, "struck"), (marks.partly_struck, "partly"), (marks.raised, "raised")];
                words.extend(set.into_iter().filter(|(set, _)| *set).map(|(_, word)| word.to_owned()));
                words.extend(cell.look.drawing.map(|drawing| drawing.code().to_owned()));
                words.join(" ")
            }));
            ControlFlow::Continue(())
        }
    }
    let mut all = Looks(Vec::new());
    for sheet in 0..book.sheets().len() {
        book.stream(sheet, &mut all).unwrap();
    }
    all.0
}

#[derive(Default)]
struct Written {
    around: String,
    rows: Vec<String>,
    last: Option<u32>,
}

impl Rows for Written {
    fn layout(&mut self, layout: Layout) {
        assert!(self.rows.is_empty() && self.around.is_empty());
        // See `notes` for the rest.
        let layout = Layout { page_texts: Vec::new(), notes: Vec::new(), cut_by_sign: false, ..layout };
        if layout != Layout::default() {
            let Layout { merges, hidden, hidden_rows, hidden_columns, .. } = layout;
            let merges: Vec<_> =
                merges.iter().map(|merge| (merge.top, merge.left, merge.bottom, merge.right)).collect();
            self.around = format!(" [{merges:?} {hidden} {hidden_rows:?} {hidden_columns:?}]");
        }
    }

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        assert!(self.last < Some(row) && !cells.is_empty(), "rows rise and are filled");
        assert!(cells.windows(2).all(|pair| pair[0].column < pair[1].column), "cells rise");
        self.last = Some(row);
        let mut text = String::new();
        for cell in cells {
            let place = Place { row: Some(row), column: Some(cell.column), ..Place::default() };
            write!(text, " {}=", place.address().unwrap()).unwrap();
            match cell.value {
                Value::Text(value) => write!(text, "{value}"),
                Value::Number { value, percent } => write!(text, "#{value}{}", if percent { "%" } else { "" }),
                Value::DateTime(value) => write!(text, "@{value}"),
                Value::Bool(value) => write!(text, "{value}"),
                Value::Error(value) => write!(text, "!{value}"),
                Value::Uncalculated => write!(text, "?"),
                Value::Picture => write!(text, "图"),
            }
            .unwrap();
        }
        self.rows.push(text);
        ControlFlow::Continue(())
    }
}
