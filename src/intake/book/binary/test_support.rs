//! .xls and .xlsb workbooks put together record by record, each with one thing to read or to refuse.

use std::io::{Cursor, Write};

use super::super::test_support::{looks as looks_of, notes, open_bytes, package, read_bytes};
use super::super::{BookFault, Bounds};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = kind.to_le_bytes().to_vec();
    record.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    record.extend(data);
    record
}

/// Whole numbers of two bytes each.
fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    streams(&[(name, stream)])
}

fn streams(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, stream) in streams {
        file.create_stream(name).unwrap().write_all(stream).unwrap();
    }
    file.into_inner().into_inner()
}

/// An .xls with one sheet `A` of these records; further records of the workbook before it.
fn xls(sheet: &[Vec<u8>], globals: &[Vec<u8>]) -> Vec<u8> {
    compound("Workbook", &records(sheet, globals, b""))
}

fn records(sheet: &[Vec<u8>], globals: &[Vec<u8>], behind: &[u8]) -> Vec<u8> {
    let begin = |sort: u16| record(0x0809, &words(&[0x0600, sort, 0, 0, 0, 0, 0, 0]));
    let style = |format: u16| record(0x00E0, &words(&[0, format, 0, 0, 0, 0, 0, 0, 0, 0]));
    let styles = [0, 14, 9, 31, 176].map(style).concat();
    let format = record(0x041E, b"\xB0\0\x08\0\0yyyy\"y\"m");
    let texts = record(0x00FC, b"\x02\0\0\0\x02\0\0\0\x02\0\x01\x32\x75\x59\x4E\0\0\0");
    let book = |start: u32| {
        let named = record(0x0085, &[&start.to_le_bytes()[..], b"\0\0\x01\0A"].concat());
        [begin(5), styles.clone(), format.clone(), texts.clone(), globals.concat(), named, record(0x000A, b"")].concat()
    };
    let start = u32::try_from(book(0).len()).unwrap();
    [&book(start)[..], &begin(0x10), &sheet.concat(), &record(0x000A, b""), behind].concat()
}

fn cell(kind: u16, row: u16, column: u16, style: u16, rest: &[u8]) -> Vec<u8> {
    record(kind, &[&words(&[row, column, style])[..], rest].concat())
}

#[test]
fn xls_cells_of_every_kind() {
    let number = |value: f64| value.to_le_bytes();
    let formula = |result: [u8; 8]| [&result[..], &[0; 8]].concat();
    let rk = |value: i32| (value << 2 | 2).to_le_bytes();
    let several = [words(&[0, 1, 0]), rk(5).to_vec(), words(&[2]), rk(6).to_vec(), words(&[2])].concat();
    let table = [
        (vec![cell(0x0203, 2, 1, 0, &number(12.5))], " B3=#12.5"),
        (vec![cell(0x027E, 0, 0, 1, &rk(44839))], " A1=@2022-10-05 00:00:00"),
        (
            vec![cell(0x027E, 0, 0, 3, &rk(44839)), cell(0x027E, 0, 1, 4, &rk(44839))],
            " A1=@2022-10-05 00:00:00 B1=@2022-10-05 00:00:00",
        ),
        (vec![record(0x00BD, &several)], " B1=#5 C1=#6%"),
        (vec![cell(0x00FD, 0, 0, 0, &[0; 4]), cell(0x00FD, 0, 1, 0, &[1, 0, 0, 0])], " A1=甲乙"),
        (vec![cell(0x0204, 0, 0, 0, b"\x02\0\0ab")], " A1=ab"),
        (vec![cell(0x0205, 0, 0, 0, &[1, 0]), cell(0x0205, 0, 1, 0, &[0x2A, 1])], " A1=true B1=!#N/A"),
        (vec![cell(0x0006, 0, 0, 0, &formula(number(7.0)))], " A1=#7"),
        (vec![cell(0x0006, 0, 0, 0, &formula([2, 0, 0x17, 0, 0, 0, 255, 255]))], " A1=!#REF!"),
        (vec![cell(0x0006, 0, 0, 0, &formula([3, 0, 0, 0, 0, 0, 255, 255]))], " A1=?"),
        (
            vec![
                cell(0x0006, 0, 0, 0, &formula([0, 0, 0, 0, 0, 0, 255, 255])),
                record(0x0207, b"\x03\0\0ab"),
                record(0x003C, b"\x01\x32\x75"),
            ],
            " A1=ab甲",
        ),
        // Rows in any order come out in order; a chart inside the sheet does not count.
        (
            vec![
                cell(0x027E, 9, 0, 0, &rk(2)),
                record(0x0809, &words(&[0x0600, 0x20])),
                cell(0x027E, 0, 0, 0, &rk(9)),
                record(0x000A, b""),
                cell(0x027E, 3, 0, 0, &rk(1)),
            ],
            " A4=#1 | A10=#2",
        ),
        (
            vec![
                record(0x0208, &words(&[4, 0, 0, 0, 0, 0, 0x20, 0])),
                record(0x007D, &words(&[2, 3, 900, 0, 1, 0])),
                record(0x00E5, &words(&[1, 0, 1, 0, 2])),
            ],
            " [[(0, 0, 1, 2)] false [4] [2, 3]]",
        ),
    ];
    for (records, expected) in table {
        assert_eq!(read_bytes("甲.et", &xls(&records, &[])).unwrap(), format!("A:{expected}"));
    }
}

#[test]
fn xls_looks_notes_and_printed_pages() {
    let rk = |value: i32| (value << 2 | 2).to_le_bytes();
    let font = |set: u16, raised: u16| record(0x0031, &words(&[200, set, 0, 400, raised, 0, 0]));
    let style = |font: u16, format: u16| record(0x00E0, &words(&[font, format, 0, 0, 0, 0, 0, 0, 0, 0]));
    let code = record(0x041E, b"\xB1\0\x05\0\x000\"W\".");
    // The fonts 0 to 3, and 5: there is none numbered 4.
    let globals =
        [font(0, 0), font(8, 0), font(0, 1), font(0, 0), font(8, 0), style(1, 0), style(5, 177), style(0, 5), code];
    let note = [
        record(0x005D, &words(&[0x15, 0x12, 0x19, 7, 0, 0])),
        record(0x01B6, &words(&[0, 0, 0, 0, 0, 2, 0, 0, 0])),
        record(0x003C, b"\x01\x07\x4E\x43\x51"),
        record(0x003C, &[0; 8]),
        record(0x001C, &words(&[3, 2, 0, 7, 0])),
    ];
    let page = record(0x0014, b"\x06\0\x01&\0R\0\x55\x53\x4D\x4F\x1A\xFF\x43\x51");
    let cells = [cell(0x027E, 0, 0, 5, &rk(1)), cell(0x027E, 0, 1, 6, &rk(2)), cell(0x027E, 0, 2, 7, &rk(3))];
    let bytes = xls(&[&cells[..], &note, &[page]].concat(), &globals);
    let book = open_bytes("甲.xls", &bytes, &Bounds::default()).unwrap();
    assert_eq!(notes(&book), ["单位：元", "C4 万元"]);
    assert_eq!(looks_of(&book), ["A1 struck", "B1 struck 0\"W\".", "C1"]);
}

#[test]
fn xls_whose_records_have_shifted() {
    let begin = record(0x0809, &words(&[0x0600, 0x10, 0, 0, 0, 0, 0, 0]));
    for (sheet, behind, expected) in [
        (vec![record(0, b"")], &b""[..], "记录的次序已经错乱"),
        (vec![record(0x0233, &[0; 8225])], b"", "记录的次序已经错乱"),
        (Vec::new(), b"\x0A\0\0\0", "记录的次序已经错乱"),
    ] {
        let bytes = compound("Workbook", &records(&sheet, &[], behind));
        assert_eq!(read_bytes("甲.xls", &bytes).unwrap_err().to_string(), expected);
    }
    // What may stand there: nothing, another sheet, or what fills up a sector.
    for behind in [&b""[..], &begin, &[0; 512]] {
        let bytes = compound("Workbook", &records(&[record(0x0233, &[0; 8224])], &[], behind));
        assert_eq!(read_bytes("甲.xls", &bytes).unwrap(), "A:");
    }
    // A formula's empty text is one where a spreadsheet program has saved it.
    let formula = cell(0x0006, 0, 0, 0, &[&[3, 0, 0, 0, 0, 0, 255, 255][..], &[0; 8]].concat());
    let records = records(&[formula], &[], b"");
    let saved = streams(&[("Workbook", &records), ("\u{5}SummaryInformation", b"x")]);
    assert_eq!(read_bytes("甲.xls", &saved).unwrap(), "A:");
}

#[test]
fn xls_that_cannot_be_relied_on() {
    let rk = |value: i32| (value << 2 | 2).to_le_bytes();
    let one = |record: Vec<u8>| xls(&[record], &[]);
    let table = [
        (one(cell(0x00FD, 0, 0, 0, &[9, 0, 0, 0])), "引用了不存在的共享文字"),
        (one(cell(0x027E, 0, 0, 9, &rk(1))), "引用了不存在的样式"),
        (one(cell(0x0203, 0, 0, 0, &f64::INFINITY.to_le_bytes())), "数值不是有限的数"),
        (one(cell(0x0203, 0, 0, 0, &[0; 3])), "有记录不完整"),
        (xls(&[cell(0x027E, 0, 0, 0, &rk(1)), cell(0x027E, 0, 0, 0, &rk(2))], &[]), "单元格出现两次"),
        (xls(&[], &[record(0x002F, &[0; 6])]), "文件设置了打开密码"),
        (compound("EncryptedPackage", b"x"), "文件设置了打开密码"),
        (compound("WordDocument", b"x"), "名为电子表格，其实是Word 文档"),
        (compound("Other", b"x"), "不是电子表格文件"),
        (compound("Book", &record(0x0809, &words(&[0x0500, 5]))), "是 Excel 95 或更早的格式，请另存为 .xlsx"),
        (compound("Workbook", &record(0x0809, &words(&[0x0600, 5]))), "工作簿的内容不完整"),
    ];
    for (bytes, expected) in table {
        assert_eq!(read_bytes("甲.xls", &bytes).unwrap_err().to_string(), expected);
    }
    let few = Bounds { spread: 4, ..Bounds::default() };
    let many = xls(&[0, 1, 2].map(|row| cell(0x027E, row, 0, 0, &rk(1))), &[]);
    let book = open_bytes("甲.xls", &many, &few).unwrap();
    assert!(matches!(super::super::test_support::written(&book), Err(BookFault::TooLarge(_))));
}

/// A record of an .xlsb.
fn binary(kind: u16, data: &[u8]) -> Vec<u8> {
    let seven = |value: usize| u8::try_from(value & 0x7F).unwrap();
    let kind = usize::from(kind);
    let mut record = if kind < 0x80 { vec![seven(kind)] } else { vec![seven(kind) | 0x80, seven(kind >> 7)] };
    record.extend([seven(data.len()) | 0x80, seven(data.len() >> 7)]);
    record.extend(data);
    record
}

fn longs(longs: &[u32]) -> Vec<u8> {
    longs.iter().flat_map(|long| long.to_le_bytes()).collect()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [longs(&[u32::try_from(units.len()).unwrap()]), words(&units)].concat()
}

fn xlsb(records: &[Vec<u8>]) -> Vec<u8> {
    xlsb_with(records, &[], &[0], &[])
}

/// The same with fonts and styles behind its own, how its shared text is set, and further parts.
fn xlsb_with(records: &[Vec<u8>], looks: &[Vec<u8>], text: &[u8], others: &[(&str, &[u8])]) -> Vec<u8> {
    let book = [binary(0x0099, &[0; 8]), binary(0x009C, &[longs(&[0, 1]), wide("r1"), wide("甲")].concat())].concat();
    let style = |format: u16| binary(0x002F, &words(&[0, format, 0, 0]));
    let (fonts, cells) = looks.split_at(looks.len() / 2);
    let styles = [
        fonts.concat(),
        binary(0x002C, &[words(&[176]), wide("0.0%")].concat()),
        style(9),
        binary(0x0269, &[0; 4]),
        style(0),
        style(31),
        style(176),
        cells.concat(),
        binary(0x026A, b""),
    ];
    let (flags, changes) = text.split_at(1);
    let texts = binary(0x0013, &[flags.to_vec(), wide("甲方"), changes.to_vec()].concat());
    let sheet = [vec![binary(0x0091, b"")], records.to_vec(), vec![binary(0x0092, b"")]].concat().concat();
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"x/{kind}\" Target=\"{target}\"/>")
    };
    let main = format!("<R>{}</R>", relation("a", "officeDocument", "xl/workbook.bin"));
    let parts = format!(
        "<R>{}{}{}</R>",
        relation("r1", "worksheet", "worksheets/sheet1.bin"),
        relation("r2", "styles", "styles.bin"),
        relation("r3", "sharedStrings", "sharedStrings.bin")
    );
    let styles = styles.concat();
    let own: [(&str, &[u8]); 7] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", main.as_bytes()),
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", parts.as_bytes()),
        ("xl/styles.bin", &styles),
        ("xl/sharedStrings.bin", &texts),
        ("xl/worksheets/sheet1.bin", &sheet),
    ];
    package(&[&own[..], others].concat())
}

#[test]
fn xlsb_looks_notes_and_printed_pages() {
    let font = |set: u16, raised: u16| binary(0x002B, &words(&[200, set, 400, raised, 0]));
    let style = |format: u16, font: u16| binary(0x002F, &words(&[0, format, font, 0]));
    // The styles 3 to 5.
    let looks = [font(0, 0), font(8, 0), font(0, 1), style(0, 1), style(0, 2), style(0, 0)];
    // From its second letter on the shared text is raised.
    let text = [&[1][..], &longs(&[1]), &words(&[1, 2])].concat();
    let cell = |column: u32, style: u32| binary(2, &[longs(&[column, style]), longs(&[6])].concat());
    let shared = binary(7, &longs(&[2, 0, 0]));
    let page = [words(&[1]), wide("&R单位：元"), wide(""), wide("双页"), wide(""), wide("首页"), wide("")].concat();
    let row = binary(0, &[longs(&[0, 0]), vec![0; 5]].concat());
    let records = [row, cell(0, 3), cell(1, 4), shared, binary(0x01DF, &page)];
    let relations = br#"<R><Relationship Id="a" Type="x/comments" Target="../comments1.bin"/></R>"#;
    let note = [binary(635, &longs(&[0, 4, 4, 1, 1])), binary(637, &[vec![0], wide("以万元计 ")].concat())].concat();
    let others: [(&str, &[u8]); 2] = [("xl/worksheets/_rels/sheet1.bin.rels", relations), ("xl/comments1.bin", &note)];
    let bytes = xlsb_with(&records, &looks, &text, &others);
    let book = open_bytes("甲.xlsb", &bytes, &Bounds::default()).unwrap();
    assert_eq!(looks_of(&book), ["A1 struck", "B1", "C1 raised"]);
    assert_eq!(notes(&book), ["单位：元", "双页", "B5 以万元计"]);
}

#[test]
fn xlsb_cells_of_every_kind() {
    let row = |row: u32, flags: u8| binary(0, &[longs(&[row, 0]), vec![0, 0, 0, flags, 0]].concat());
    let cell = |kind: u16, column: u32, style: u32, rest: &[u8]| {
        binary(kind, &[longs(&[column, style]), rest.to_vec()].concat())
    };
    let number = |value: f64| value.to_le_bytes();
    let records = [
        binary(0x003C, &[longs(&[1, 2, 900, 0]), words(&[1])].concat()),
        row(1, 0x10),
        cell(1, 0, 0, b""),
        cell(2, 1, 0, &(7_i32 << 2 | 2).to_le_bytes()),
        cell(3, 2, 0, &[0x2A]),
        cell(4, 3, 0, &[1]),
        cell(5, 4, 1, &number(44839.0)),
        cell(6, 5, 0, &wide("乙")),
        cell(7, 6, 0, &[0; 4]),
        row(4, 0),
        cell(8, 0, 0, &wide("丙")),
        cell(9, 1, 2, &number(0.5)),
        cell(10, 2, 0, &[0]),
        cell(11, 3, 0, &[0x07]),
        binary(0x00B0, &longs(&[1, 4, 0, 0])),
    ];
    let expected = "甲: [[(1, 0, 4, 0)] false [1] [1, 2]] B2=#7 C2=!#N/A D2=true E2=@2022-10-05 00:00:00 F2=乙 G2=甲方 | \
                    A5=丙 B5=#0.5% C5=false D5=!#DIV/0!";
    assert_eq!(read_bytes("甲.xlsx", &xlsb(&records)).unwrap(), expected);
    for (records, expected) in [
        (vec![row(1, 0), row(1, 0), cell(7, 0, 0, &[9, 0, 0, 0])], "引用了不存在的共享文字"),
        (vec![row(3, 0), cell(10, 0, 0, &[0]), row(2, 0), cell(10, 0, 0, &[0])], "第 3 行出现两次，或者行的次序错乱"),
        (vec![row(3, 0), cell(10, 0, 0, &[0]), cell(10, 0, 0, &[0])], "单元格出现两次"),
        (vec![row(u32::MAX, 0)], "行号不对"),
        (vec![row(0, 0), cell(10, 20000, 0, &[0])], "第 1 行的单元格太多"),
        (vec![vec![7, 0xFF, 0xFF, 0xFF, 0x7F]], "有记录不完整"),
    ] {
        assert_eq!(read_bytes("甲.xlsb", &xlsb(&records)).unwrap_err().to_string(), expected);
    }
}
