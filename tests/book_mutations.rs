//! Damaged workbooks: whatever the bytes, reading ends with the cells or with a sentence, and soon.

#![allow(clippy::unwrap_used, reason = "a test that cannot build its file has failed")]

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use jiangbu::intake::book::{BookFault, Bounds, Cell, Layout, Rows, open};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Deterministic, so that a failure can be met again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }

    fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len());
            let end = (at + 1 + self.below(60)).min(bytes.len());
            match self.below(6) {
                0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                1 => bytes.truncate(at),
                2 if at < end => drop(bytes.drain(at..end)),
                3 if at < end => {
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
                4 => bytes.splice(at..at, *b"999999999").for_each(drop),
                _ if at < end => bytes[at..end].fill(0xFF),
                _ => {}
            }
        }
    }
}

struct Count(usize);

impl Rows for Count {
    fn layout(&mut self, _: Layout) {}

    fn row(&mut self, _: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        self.0 += cells.len();
        ControlFlow::Continue(())
    }
}

fn read(bytes: &[u8]) -> Result<usize, BookFault> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("甲.xlsx");
    std::fs::write(&path, bytes).unwrap();
    let book = open(&path, &Bounds::default())?;
    let mut count = Count(0);
    for sheet in 0..book.sheets().len() {
        book.stream(sheet, &mut count)?;
    }
    Ok(count.0)
}

fn xlsx() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet.merge_range(0, 0, 0, 3, "税收地方财力", &Format::new()).unwrap();
    for row in 1..30 {
        sheet.write(row, 0, format!("9137158100000{row}")).unwrap();
        sheet.write(row, 1, f64::from(row)).unwrap();
        sheet.write_with_format(row, 2, ExcelDateTime::from_ymd(2022, 10, 5).unwrap(), &date).unwrap();
        sheet.write_formula(row, 3, "B2*2").unwrap();
    }
    sheet.set_row_hidden(3).unwrap();
    workbook.save_to_buffer().unwrap()
}

fn ods() -> Vec<u8> {
    let row = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>甲</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"1.5\" table:number-columns-repeated=\"3\"/></table:table-row>";
    let content = format!(
        "<office:document-content xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\">\
         <table:table table:name=\"甲\">{}</table:table></office:document-content>",
        row.repeat(20)
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_str())]
    {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The package with one of its parts damaged and its checksums right: damage that the zip itself does not give away.
fn damaged_inside(package: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let victim = dice.below(archive.len());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if index == victim {
            dice.damage(&mut content);
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn damaged_workbooks_end_with_cells_or_a_sentence() {
    let mut dice = Dice(20_221_015);
    for (original, cells) in [(xlsx(), 1 + 29 * 4), (ods(), 20 * 4)] {
        assert_eq!(read(&original), Ok(cells));
        let mut refused = 0;
        for round in 0..200 {
            let bytes = if round % 4 == 0 {
                let mut bytes = original.clone();
                dice.damage(&mut bytes);
                bytes
            } else {
                damaged_inside(&original, &mut dice)
            };
            let start = Instant::now();
            let result = read(&bytes);
            assert!(start.elapsed() < Duration::from_secs(10), "round {round}");
            if let Err(fault) = result {
                assert!(!fault.detail().is_empty(), "round {round}");
                refused += 1;
            }
        }
        assert!(refused > 50, "damage that is never met tests nothing");
    }
}
