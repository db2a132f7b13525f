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
        // A first line that names the sign: spreadsheets do not show it.
        let named = self.text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n'));
        let named = named.filter(|(sign, _)| sign.len() == 1 && sign.is_ascii());
        let (text, sign) =
            named.map_or_else(|| (&*self.text, delimiter(&self.text)), |(sign, text)| (text, sign.as_bytes()[0]));
        let mut reader = lines(text, sign);
        let paired = memchr::memchr_iter(b'"', text.as_bytes()).count().is_multiple_of(2);
        rows.layout(Layout { cut_by_sign: true, ..Layout::default() });
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
                let value = unwrapped(value);
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

/// The lines of a text, cut at a sign.
fn lines(text: &str, sign: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(sign).from_reader(text.as_bytes())
}

/// How many lines decide what stands between cells.
const LINES: usize = 200;

/// What stands between the cells: of semicolon, comma and tab the one that cuts the most lines into as many cells. A comma within
/// amounts cuts some lines and not others.
fn delimiter(text: &str) -> u8 {
    let even = |sign: u8| {
        let mut reader = lines(text, sign);
        let (mut record, mut widths) = (ByteRecord::new(), Vec::new());
        while widths.len() < LINES && reader.read_byte_record(&mut record).unwrap_or(false) {
            let filled = record.iter().rposition(|field| !field.trim_ascii().is_empty()).map_or(0, |last| last + 1);
            widths.push((record.len(), filled));
        }
        // The header is the first line of several cells. Lines that end in empty cells are as wide as they are filled.
        let header = widths.iter().map(|(_, filled)| *filled).find(|&filled| filled > 1).unwrap_or(1);
        let fitting = widths.iter().filter(|(width, filled)| (*filled..=*width).contains(&header)).count();
        (if header > 1 { fitting } else { 0 }, header)
    };
    // Of equals the last counts: tabs stand in no cell, and commas in more lines than semicolons.
    [b',', b';', b'\t'].into_iter().max_by_key(|&sign| even(sign)).unwrap_or(b',')
}

/// The text in `="…"`, by which programs keep a spreadsheet from taking a code for a number.
fn unwrapped(field: &str) -> &str {
    let inner = field.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::read_bytes;
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
    fn the_sign_between_cells_is_the_one_that_cuts_evenly() {
        for (text, expected) in [
            ("代码;金额\n9137;1,5\n9138;2,7\n", "A1=代码 B1=金额 | A2=9137 B2=1,5 | A3=9138 B3=2,7"),
            ("代码;名称;金额\n1;甲,乙,丙,丁;1,5\n", "A1=代码 B1=名称 C1=金额 | A2=1 B2=甲,乙,丙,丁 C2=1,5"),
            ("代码,金额\n1,甲;乙;丙;丁\n2,3\n", "A1=代码 B1=金额 | A2=1 B2=甲;乙;丙;丁 | A3=2 B3=3"),
            ("代码,金额\n91\t,300\t\n", "A1=代码 B1=金额 | A2=91\t B2=300\t"),
            ("代码,金额\n91,300,000\n92,400,000\n", "A1=代码 B1=金额 | A2=91 B2=300 C2=000 | A3=92 B3=400 C3=000"),
            ("2022年汇总表\n代码,金额,\n91,300,,\n", "A1=2022年汇总表 | A2=代码 B2=金额 | A3=91 B3=300"),
            ("sep=;\n代码;金额\n1;2,5", "A1=代码 B1=金额 | A2=1 B2=2,5"),
            ("sep=|\n代码|金额\n", "A1=代码 B1=金额"),
            ("代码,金额\n=\"0091\",\"=\"\"12\"\"\"\n", "A1=代码 B1=金额 | A2=0091 B2=12"),
            ("只有一列\n甲\n", "A1=只有一列 | A2=甲"),
        ] {
            assert_eq!(read_bytes("甲.csv", text.as_bytes()).unwrap(), format!("甲: {expected}"), "{text}");
        }
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
