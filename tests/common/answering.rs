//! A findings workbook filled in as a clerk does: in the file itself, so that all else stays as the program wrote it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A row of a findings workbook: its cells by their headers.
pub type Row = BTreeMap<String, String>;

/// The rows of the findings workbook at `path`, and the sheet's row of each.
pub fn rows(path: &Path) -> Vec<(usize, Row)> {
    let mut book: Xlsx<_> = open_workbook(path).expect("the findings workbook");
    let range = book.worksheet_range("问题清单").expect("its sheet");
    let mut lines = range.rows().map(|cells| cells.iter().map(Data::to_string).collect::<Vec<_>>()).skip(2);
    let header = lines.next().expect("the header");
    let row = |cells: Vec<String>| header.iter().cloned().zip(cells).collect();
    lines.enumerate().map(|(index, cells)| (index + 4, row(cells))).collect()
}

/// Writes texts into the columns of the rows that `answer` has some for.
pub fn fill(path: &Path, answer: impl Fn(&Row) -> Vec<(&'static str, String)>) {
    let header: Vec<&str> = vec![
        "序号",
        "程度",
        "企业",
        "责任单位",
        "工作表",
        "单元格",
        "问题",
        "看到的",
        "怎样改",
        "已处理",
        "编号",
        "工作簿",
        "应当是",
        "条款",
        "可以答复",
        "答复",
        "理由",
        "答复人",
        "日期",
        "识别码",
    ];
    let mut texts = BTreeMap::new();
    for (number, row) in rows(path) {
        for (column, text) in answer(&row) {
            let column = header.iter().position(|title| *title == column).expect("a column");
            texts.insert(format!("{}{number}", char::from(b'A' + column as u8)), text);
        }
    }
    assert!(!texts.is_empty(), "nothing to answer");
    edit(path, "xl/worksheets/sheet1.xml", |sheet| {
        for (cell, text) in &texts {
            let start = sheet.find(&format!("<c r=\"{cell}\"")).expect("the cell");
            let end = start + sheet[start..].find("/>").expect("an empty cell") + 2;
            assert!(!sheet[start..end - 2].contains('>'), "{cell} is filled");
            let open = sheet[start..end - 2].to_owned();
            sheet.replace_range(start..end, &format!("{open} t=\"inlineStr\"><is><t>{text}</t></is></c>"));
        }
    });
}

/// Changes a part of a package.
pub fn edit(path: &Path, part: &str, change: impl FnOnce(&mut String)) {
    let mut package = ZipArchive::new(Cursor::new(fs::read(path).expect("the file"))).expect("a package");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut change = Some(change);
    for index in 0..package.len() {
        let mut entry = package.by_index(index).expect("a part");
        let name = entry.name().expect("a name").into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("its content");
        if name == part {
            let mut text = String::from_utf8(content).expect("a text");
            change.take().expect("one part")(&mut text);
            content = text.into_bytes();
        }
        writer.start_file(name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(&content).expect("its content");
    }
    assert!(change.is_none(), "{part} is not there");
    fs::write(path, writer.finish().expect("a package").into_inner()).expect("the file");
}
