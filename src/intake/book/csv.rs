//! Text tables (.csv, .tsv) in the encodings Chinese programs write: one sheet, named by the file; every cell is a text.

use std::path::Path;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, GB18030, UTF_8};

use super::fault::BookFault;
use super::xlsx::{LAST_COLUMN, LAST_ROW};
use super::{Cell, Layout, Rows, SheetName, Value};

/// A text file that holds a table.
#[derive(Debug)]
pub(super) struct Table {
    text: String,
    sheets: [SheetName; 1],
}

impl Table {
    /// Decodes the text; `None` if the bytes are no text in any of the encodings.
    pub fn decode(bytes: &[u8], path: &Path) -> Option<Self> {
        let text = decode(bytes)?;
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Some(Self { text, sheets: [SheetName { name: Arc::from(name), hidden: false }] })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The one sheet.
    pub fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// Streams the one sheet.
    pub fn stream(&self, rows: &mut dyn Rows) -> Result<(), BookFault> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(&self.text))
            .from_reader(self.text.as_bytes());
        let paired = memchr::memchr_iter(b'"', self.text.as_bytes()).count().is_multiple_of(2);
        rows.layout(Layout::default());
        let mut record = ByteRecord::new();
        let (mut next_row, mut line) = (0, reader.position().line());
        while reader.read_byte_record(&mut record).map_err(|_| BookFault::damaged("文字表格读不通"))? {
            // The reader skips blank lines, which are rows to the eye; line breaks within a cell are not.
            let broken = record.iter().map(|field| memchr::memchr_iter(b'\n', field).count() as u64).sum::<u64>();
            if broken > 0 && !paired {
                return Err(BookFault::damaged("引号不成对，分不清单元格的界线").at(next_row, 0));
            }
            let lines = reader.position().line() - std::mem::replace(&mut line, reader.position().line());
            let blank = u32::try_from(lines.saturating_sub(broken + 1)).unwrap_or(LAST_ROW);
            let row = u32::saturating_add(next_row, blank);
            next_row = row.saturating_add(1);
            if row >= LAST_ROW || record.len() > LAST_COLUMN as usize {
                return Err(BookFault::TooLarge("行数或列数超出工作表的范围".into()));
            }
            let mut cells = Vec::with_capacity(record.len());
            for (column, field) in (0..).zip(&record) {
                let value = std::str::from_utf8(field).map_err(|_| BookFault::damaged("文字表格读不通"))?;
                if !value.is_empty() {
                    cells.push(Cell::new(column, Value::Text(value)));
                }
            }
            if !cells.is_empty() && rows.row(row, &cells).is_break() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The text in UTF-8 or UTF-16 by its mark, else in UTF-8 or GB18030, whichever it is without a fault.
fn decode(bytes: &[u8]) -> Option<String> {
    let marked = Encoding::for_bom(bytes);
    let encodings = if let Some((encoding, _)) = marked { vec![encoding] } else { vec![UTF_8, GB18030] };
    let content = &bytes[marked.map_or(0, |(_, length)| length)..];
    let decoded = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(content);
    let mut text = encodings.into_iter().find_map(decoded)?.into_owned();
    if text.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\r' | b'\n')) {
        return None;
    }
    // Every line ends, the last too, and with one character: rows are counted by line ends.
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Some(text)
}

/// What stands between the cells: of tab, comma and semicolon the one the first lines have most of.
fn delimiter(text: &str) -> u8 {
    let start = text.bytes().take(4096);
    let count = |delimiter: u8| start.clone().filter(|&byte| byte == delimiter).count();
    // Of equals the last counts: tabs stand in no cell.
    [b';', b',', b'\t'].into_iter().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::super::samples::read_bytes;
    use encoding_rs::GB18030;

    #[test]
    fn encodings_and_delimiters() {
        let text = "代码,金额（元）\r\n9137,\"1,200\"\r\n\r\n甲,\"两\n行\"\r\n乙,";
        let expected = "税收: A1=代码 B1=金额（元） | A2=9137 B2=1,200 | A4=甲 B4=两\n行 | A5=乙";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect();
        let table: [Vec<u8>; 5] = [
            text.into(),
            format!("\u{feff}{text}").into(),
            GB18030.encode(text).0.into_owned(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ];
        for bytes in table {
            assert_eq!(read_bytes("税收.csv", &bytes).unwrap(), expected);
        }
        assert_eq!(read_bytes("甲.tsv", "一\t二,三\n".as_bytes()).unwrap(), "甲: A1=一 B1=二,三");
        assert_eq!(read_bytes("甲.csv", "\n\n一;二".as_bytes()).unwrap(), "甲: A3=一 B3=二");
    }

    #[test]
    fn what_is_no_table_of_text() {
        assert!(read_bytes("甲.csv", b"a\0b").is_err());
        assert!(read_bytes("甲.csv", b"\xff\xff\xff").is_err());
        let fault = read_bytes("甲.csv", "一,\"二\n三,四\n".as_bytes()).unwrap_err();
        assert_eq!(fault.to_string(), "引号不成对，分不清单元格的界线");
        // A stray mark that breaks no line is a text.
        assert_eq!(read_bytes("甲.csv", "一,5\" 管\n".as_bytes()).unwrap(), "甲: A1=一 B1=5\" 管");
        assert!(read_bytes("甲.xlsx", "一,二".as_bytes()).unwrap_err().to_string().contains("CSV"));
    }
}
