//! .xlsx workbooks put together by hand, each with one thing to read or to refuse.

use super::super::test_support::{looks, notes, open_bytes, package, read_bytes, written, xlsx};
use super::super::{BookFault, Bounds};

fn sheet(rows: &str) -> Result<String, String> {
    let bytes = xlsx(&format!("<dimension ref=\"A1:A1\"/><sheetData>{rows}</sheetData>"), &[]);
    read_bytes("甲.xlsx", &bytes).map_err(|fault| match fault.spot() {
        Some(spot) => format!("{fault} {:?} {:?}", spot.row, spot.column),
        None => fault.to_string(),
    })
}

#[test]
fn cells_of_every_kind() {
    let table = [
        (r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#, " A1=甲方"),
        (r#"<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1"/><c r="C1"><v/></c></row>"#, ""),
        (r#"<row r="3"><c r="B3"><v>12.5</v></c></row>"#, " B3=#12.5"),
        (r#"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"#, " A1=#1 B1=#2 | A2=#3"),
        (
            r#"<row r="1"><c r="A1" s="1"><v>44839</v></c><c r="B1" s="3"><v>44839.5</v></c></row>"#,
            " A1=@2022-10-05 00:00:00 B1=@2022-10-05 12:00:00",
        ),
        (r#"<row r="1"><c r="A1" s="2"><v>0.05</v></c></row>"#, " A1=#0.05%"),
        (r#"<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c></row>"#, " A1=true B1=!#REF!"),
        (r#"<row r="1"><c r="A1" t="d"><v>2022-10-05</v></c></row>"#, " A1=@2022-10-05 00:00:00"),
        // Times of day and durations are no days.
        (
            r#"<row r="1"><c r="A1" t="d"><v>12:30:00</v></c><c r="B1" t="d"><v>PT12H30M</v></c><c r="C1" t="d"><v>T08:00:00Z</v></c></row>"#,
            " A1=12:30:00 B1=PT12H30M C1=T08:00:00Z",
        ),
        // What streaming writers leave, and what a program has calculated.
        (
            r#"<row r="1"><c r="A1"><f>1</f><v>0.0</v></c><c r="B1"><f>1</f><v>0</v></c><c r="C1"><v>0.0</v></c></row>"#,
            " A1=? B1=#0 C1=#0",
        ),
        // Pictures in place of values, as WPS and as Excel put them.
        (
            r#"<row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c><c r="B1" t="e"><f>DISPIMG("ID_1",1)</f><v>#NAME?</v></c><c r="C1" t="e" vm="1"><v>#VALUE!</v></c><c r="D1" t="e"><v>#VALUE!</v></c></row>"#,
            " A1=图 B1=图 C1=图 D1=!#VALUE!",
        ),
        (r#"<row r="1"><c r="A1" t="inlineStr"><is><t>甲&amp;乙</t></is></c></row>"#, " A1=甲&乙"),
        (
            r#"<row r="1"><c r="A1" t="inlineStr"><is><r><rPr/><t>甲</t></r><r><t>乙</t></r><rPh><t>x</t></rPh></is></c></row>"#,
            " A1=甲乙",
        ),
        (
            r#"<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x0041_</t></is></c><c r="B1"><v>1</v></c></row>"#,
            " A1=甲A B1=#1",
        ),
        (r#"<row r="1"><c r="A1"><v><![CDATA[7]]></v><extLst><ext/></extLst></c></row>"#, " A1=#7"),
        // Formulas count by their cached values; without one they are not calculated.
        (
            r#"<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1</f></c><c r="C1"><f>1</f><v></v></c></row>"#,
            " A1=#2 B1=? C1=?",
        ),
        (r#"<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1" t="str"><f>A1</f></c></row>"#, " B1=?"),
        (r#"<row r="1"><c r="A1"><f t="shared" si="0"/><v>0</v></c></row>"#, " A1=#0"),
    ];
    for (rows, expected) in table {
        assert_eq!(sheet(rows).unwrap(), format!("甲:{expected}"), "{rows}");
    }
}

#[test]
fn what_would_be_misread_is_refused_with_its_cell() {
    let table = [
        (r#"<row r="1"><c r="B1" t="s"><v>2</v></c></row>"#, "引用了不存在的共享文字 Some(0) Some(1)"),
        (r#"<row r="1"><c r="B1" t="s"><v>-1</v></c></row>"#, "引用了不存在的共享文字 Some(0) Some(1)"),
        (r#"<row r="1"><c r="A1"><v>12<!--c-->34</v></c></row>"#, "值里夹有 XML 注释 Some(0) Some(0)"),
        (r#"<row r="1"><c r="A1"><!--c--><v>12</v></c></row>"#, "单元格里夹有 XML 注释 Some(0) Some(0)"),
        (r#"<row r="1"><c r="A1"><v>1e999</v></c></row>"#, "数值写得不对：1e999 Some(0) Some(0)"),
        (r#"<row r="1"><c r="A1"><v>inf</v></c></row>"#, "数值写得不对：inf Some(0) Some(0)"),
        (r#"<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>"#, "单元格有两个值 Some(0) Some(0)"),
        (
            r#"<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#,
            "单元格出现两次，或者次序错乱 Some(0) Some(0)",
        ),
        (r#"<row r="1"><c r="A2"><v>1</v></c></row>"#, "单元格的地址 A2 与所在的行不符 None None"),
        (r#"<row r="2"/><row r="2"><c r="A2"><v>1</v></c></row>"#, "第 2 行出现两次，或者行的次序错乱 None None"),
        (r#"<row r="1048577"/>"#, "行号不对 None None"),
        (r#"<row r="1"><c r="A1" s="9"><v>1</v></c></row>"#, "引用了不存在的样式 Some(0) Some(0)"),
        (r#"<row r="1"><c r="A1" t="x"><v>1</v></c></row>"#, "单元格的类型不认识 Some(0) Some(0)"),
        (r#"<row r="1"><c r="A1" t="b"><v>2</v></c></row>"#, "真假值写作 2 Some(0) Some(0)"),
        (r#"<row r="1"><c r="A1" t="d"><v>昨天</v></c></row>"#, "日期写得不对：昨天 Some(0) Some(0)"),
        (r#"<row r="1"><c r="A1">5</c></row>"#, "单元格里有不在值里的文字 Some(0) Some(0)"),
        (r#"<row r="1"><c r="A1"><v>&bomb;</v></c></row>"#, "用了没有定义的 XML 字符 Some(0) Some(0)"),
        (r#"<c r="A1"><v>1</v></c>"#, "行与行之间夹有别的内容 None None"),
        (r#"<row r="1"><c r="A1"><v>1</c></row>"#, "内容的 XML 不完整或有错 Some(0) Some(0)"),
    ];
    for (rows, expected) in table {
        assert_eq!(sheet(rows).unwrap_err(), expected, "{rows}");
    }
}

#[test]
fn parts_that_hide_content_are_refused() {
    let two = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"甲\" r:id=\"r1\"/><sheet name=\"甲\" r:id=\"r1\"/></sheets></workbook>";
    let shared = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"甲\" r:id=\"r1\"/><sheet name=\"乙\" r:id=\"r1\"/></sheets></workbook>";
    let lost = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"甲\" r:id=\"r9\"/></sheets></workbook>";
    let utf16: Vec<u8> = "\u{feff}<worksheet/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let relations = |second: &str| {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let first = format!("<Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>");
        let texts = format!("<Relationship Id=\"r2\" Type=\"{office}/sharedStrings\" Target=\"a.xml\"/>");
        format!("<Relationships>{first}{texts}{}</Relationships>", second.replace('@', office))
    };
    let texts = relations("<Relationship Id=\"r3\" Type=\"@/sharedStrings\" Target=\"b.xml\"/>");
    let again = relations("<Relationship Id=\"r1\" Type=\"@/worksheet\" Target=\"worksheets/sheet2.xml\"/>");
    let table: [(&str, &[u8], &str); 9] = [
        ("xl/_rels/workbook.xml.rels", texts.as_bytes(), "有两个 sharedStrings 部件，读哪一个看用什么程序打开"),
        ("xl/_rels/workbook.xml.rels", again.as_bytes(), "部件之间的关系有重复的编号"),
        ("xl/workbook.xml", two.as_bytes(), "有两个工作表同名：甲"),
        ("xl/workbook.xml", shared.as_bytes(), "工作表“乙”的内容部件另有工作表用着"),
        ("xl/workbook.xml", lost.as_bytes(), "工作表“甲”没有内容部件"),
        ("xl/worksheets/sheet1.xml", &utf16, "内容不是 UTF-8 编码"),
        ("xl/worksheets/sheet1.xml", b"<chartsheet/>", "工作表的内容部件不是工作表"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>", "工作表的内容不完整"),
        ("xl/worksheets/sheet1.xml", b"<!DOCTYPE x><worksheet/>", "内容里有 DOCTYPE 声明"),
    ];
    for (part, content, expected) in table {
        let fault = read_bytes("甲.xlsx", &xlsx("", &[(part, content)])).unwrap_err();
        assert_eq!(fault.to_string(), expected, "{part}");
        assert_eq!(fault.entry().code, "E104");
    }
}

#[test]
fn dates_of_1904_and_zeros_never_calculated() {
    let book = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"甲\" state=\"hidden\" r:id=\"r1\"/></sheets>\
        <calcPr fullCalcOnLoad=\"1\"/></workbook>";
    let rows = r#"<sheetData><row r="1"><c r="A1" s="1"><v>43377</v></c><c r="B1"><f>1</f><v>0</v></c><c r="C1"><v>0</v></c>
        <c r="D1"><f>1</f><v>1</v></c></row></sheetData>"#;
    let bytes = xlsx(rows, &[("xl/workbook.xml", book.as_bytes())]);
    let expected = "甲: [[] true [] []] A1=@2022-10-05 00:00:00 B1=? C1=#0 D1=#1";
    assert_eq!(read_bytes("甲.xlsx", &bytes).unwrap(), expected);
    // The program's own workbooks carry their values.
    let core = b"<cp:coreProperties><dc:creator>jiangbu</dc:creator><cp:category>jiangbu-award</cp:category></cp:coreProperties>";
    let own = xlsx(rows, &[("xl/workbook.xml", book.as_bytes()), ("docProps/core.xml", core)]);
    let own = open_bytes("核算.xlsx", &own, &Bounds::default()).unwrap();
    assert_eq!(own.own_output(), Some("jiangbu-award"));
    assert!(written(&own).unwrap().contains("B1=#0"));
}

#[test]
fn names_with_prefixes_layouts_and_any_file_name() {
    let prefixed = "<x:worksheet xmlns:x='y'><x:cols><x:col min='2' max='2' hidden='1'/></x:cols><x:sheetData>\
        <x:row r='2' hidden='1'><x:c r='A2' t='s'><x:v>0</x:v></x:c></x:row></x:sheetData>\
        <x:mergeCells><x:mergeCell ref='A2:B3'/></x:mergeCells></x:worksheet>";
    let bytes = xlsx("", &[("xl/worksheets/sheet1.xml", prefixed.as_bytes())]);
    let expected = "甲: [[(1, 0, 2, 1)] false [1] [1]] A2=甲方";
    assert_eq!(read_bytes("其实是.xlsx 的.xls", &bytes).unwrap(), expected);
}

#[test]
fn a_sheet_too_large_to_hold_reads_as_one_that_is_held() {
    let row = |number: usize| {
        let filler = "甲".repeat(20);
        format!(
            "<row r=\"{number}\"><c r=\"A{number}\"><v>{number}</v></c><c r=\"C{number}\" t=\"str\"><v>{filler}</v></c></row>"
        )
    };
    let rows: String = (1..=20_000).map(row).collect();
    let sheet = format!("<sheetData>{rows}</sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>");
    let bytes = xlsx(&sheet, &[]);
    let text = read_bytes("大.xlsx", &bytes).unwrap();
    let small = Bounds { sheet: 1 << 20, ..Bounds::default() };
    assert!(sheet.len() as u64 > 2 * small.sheet);
    assert_eq!(written(&open_bytes("大.xlsx", &bytes, &small).unwrap()).unwrap(), text);
    assert!(text.starts_with("甲: [[(0, 0, 0, 1)] false [] []] A1=#1 C1=甲"));
    assert_eq!(text.matches('#').count(), 20_000);
    assert!(text.contains(" A20000=#20000 "));
}

#[test]
fn bounds_hold_before_anything_is_unpacked() {
    let bytes = xlsx("<sheetData/>", &[]);
    let small = Bounds { file: 100, ..Bounds::default() };
    let few = Bounds { entries: 3, ..Bounds::default() };
    let tight = Bounds { unpacked: 100, expansion: 0, ..Bounds::default() };
    for bounds in [small, few, tight] {
        assert!(matches!(open_bytes("甲.xlsx", &bytes, &bounds), Err(BookFault::TooLarge(_))));
    }
    let piece = Bounds { piece: 1 << 10, ..Bounds::default() };
    let long = xlsx("", &[("xl/sharedStrings.xml", format!("<sst>{}</sst>", "x".repeat(1 << 20)).as_bytes())]);
    assert!(matches!(open_bytes("甲.xlsx", &long, &piece), Err(BookFault::TooLarge(_))));
    assert!(open_bytes("甲.zip", &package(&[("a.txt", b"x")]), &Bounds::default()).is_err());
    assert!(open_bytes("甲.xlsx", b"", &Bounds::default()).is_err());
}

#[test]
fn notes_at_cells_of_both_kinds() {
    let rels = br#"<Relationships><Relationship Id="a" Type="x/comments" Target="../comments1.xml"/>
        <Relationship Id="b" Type="x/2017/10/relationships/threadedComment" Target="../threadedComments/t1.xml"/>
        <Relationship Id="c" Type="x/vmlDrawing" Target="../drawings/v.vml"/></Relationships>"#;
    let comments = r#"<comments><authors><author>tc={1}</author><author>张三</author></authors><commentList>
        <comment ref="C2" authorId="1"><text><r><rPr><b/></rPr><t>张三:</t></r><r><t xml:space="preserve">
单位：&#19975;元 </t></r><rPh><t>x</t></rPh></text></comment><comment ref="B2" authorId="0"><text><t>[线程批注]</t></text></comment>
        <comment ref="D2" authorId="1"><text/></comment></commentList></comments>"#;
    let threads = r#"<ThreadedComments><threadedComment ref="B2" id="{1}"><text>以元计</text></threadedComment>
        <threadedComment ref="B2" id="{2}" parentId="{1}"><text>已核</text></threadedComment></ThreadedComments>"#;
    let parts: [(&str, &[u8]); 3] = [
        ("xl/worksheets/_rels/sheet1.xml.rels", rels),
        ("xl/comments1.xml", comments.as_bytes()),
        ("xl/threadedComments/t1.xml", threads.as_bytes()),
    ];
    let book = open_bytes("甲.xlsx", &xlsx("<sheetData/>", &parts), &Bounds::default()).unwrap();
    let notes = notes(&book);
    assert_eq!(notes, ["B2 以元计", "B2 已核", "C2 张三:\n单位：万元"]);
    let bad = [parts[0], ("xl/comments1.xml", b"<!DOCTYPE a><comments/>".as_slice())];
    assert!(written(&open_bytes("甲.xlsx", &xlsx("<sheetData/>", &bad), &Bounds::default()).unwrap()).is_err());
}

#[test]
fn looks_of_cells() {
    let styles = br#"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="0.00&quot;\xe4\xb8\x87&quot;"/>
        <numFmt numFmtId="44" formatCode="&quot;$&quot;0.00"/></numFmts><fonts><font/><font><strike/></font></fonts>
        <cellXfs><xf fontId="0"/><xf fontId="1"/><xf numFmtId="176" fontId="1"/><xf numFmtId="44"/><xf numFmtId="4"/></cellXfs></styleSheet>"#;
    let styles = String::from_utf8_lossy(styles).replace("\\xe4\\xb8\\x87", "万");
    let texts = "<sst><si><r><t>30</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></si></sst>";
    let run = "<is><r><rPr><strike/></rPr><t>30</t></r><r><t>25</t></r></is>";
    let row = format!(
        r#"<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" s="2"><v>1</v></c><c r="C1" s="3"><v>1</v></c><c r="D1" s="4"><v>1</v></c><c r="E1" t="s"><v>0</v></c><c r="F1" t="inlineStr">{run}</c></row>"#
    );
    let parts: [(&str, &[u8]); 2] = [("xl/styles.xml", styles.as_bytes()), ("xl/sharedStrings.xml", texts.as_bytes())];
    let bytes = xlsx(&format!("<sheetData>{row}</sheetData>"), &parts);
    let book = open_bytes("甲.xlsx", &bytes, &Bounds::default()).unwrap();
    assert_eq!(looks(&book), ["A1 struck", "B1 struck 0.00\"万\"", "C1", "D1", "E1 raised", "F1 partly"]);
}

#[test]
fn errors_of_spilt_formulas_are_no_pictures() {
    let cell = r#"<sheetData><row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row></sheetData>"#;
    for (kinds, expected) in [("<s t=\"_localImage\"/>", "图"), ("<s t=\"_error\"/><s t=\"_localImage\"/>", "!#VALUE!")]
    {
        let bytes = xlsx(cell, &[("xl/richData/rdrichvaluestructure.xml", kinds.as_bytes())]);
        assert_eq!(read_bytes("甲.xlsx", &bytes).unwrap(), format!("甲: A1={expected}"));
    }
}

#[test]
fn a_sheet_is_known_by_the_namespace_of_its_relation() {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let rows = "<sheetData><row><c><v>1</v></c></row></sheetData>";
    let read = |book: String| read_bytes("甲.xlsx", &xlsx(rows, &[("xl/workbook.xml", book.as_bytes())]));
    let sheet = |attributes: &str| format!("<sheets><sheet name=\"甲\" {attributes}/></sheets>");
    for (spaces, attributes) in [
        (format!("xmlns:r=\"{relations}\" xmlns:f=\"urn:f\""), "f:id=\"r2\" f:name=\"乙\" r:id=\"r1\" id=\"r2\""),
        (format!("xmlns:q=\"{strict}\""), "q:id=\"r1\""),
    ] {
        assert_eq!(read(format!("<workbook {spaces}>{}</workbook>", sheet(attributes))).unwrap(), "甲: A1=#1");
    }
    for attributes in ["id=\"r1\"", "r:id=\"r1\""] {
        let foreign = format!("<workbook xmlns:r=\"urn:f\">{}</workbook>", sheet(attributes));
        assert_eq!(read(foreign).unwrap_err().to_string(), "工作表“甲”没有内容部件");
    }
    // Sheets of other namespaces, and anywhere else, are none.
    let none = format!(
        "<workbook xmlns:r=\"{relations}\"><sheets><f:sheet xmlns:f=\"urn:f\" name=\"甲\" r:id=\"r1\"/></sheets>\
         <extLst><ext><sheet name=\"乙\" r:id=\"r1\"/></ext></extLst></workbook>"
    );
    assert_eq!(read(none).unwrap_err().to_string(), "工作簿里没有工作表");
}

#[test]
fn packages_that_two_programs_read_differently_are_refused() {
    let twice = xlsx("<sheetData/>", &[("xl/worksheets/Sheet1.xml", b"<worksheet><sheetData/></worksheet>")]);
    assert_eq!(read_bytes("甲.xlsx", &twice).unwrap_err().to_string(), "压缩包里有同名的部件");
    // Of a file that was cut, the end of a workbook within it is found.
    let cut = [b"PK\x03\x04 the rest of another".as_slice(), &xlsx("<sheetData/>", &[])].concat();
    assert_eq!(read_bytes("甲.xlsx", &cut).unwrap_err().to_string(), "压缩包的开头不完整");
    // A part of styles that is named but not written.
    let parts: [(&str, &[u8]); 1] = [("xl/styles.xml", b"")];
    let bytes = xlsx("<sheetData><row><c><v>1</v></c></row></sheetData>", &parts);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut others = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut content).unwrap();
        others.push((part.name().unwrap().into_owned(), content));
    }
    others.retain(|(name, _)| name != "xl/styles.xml");
    let parts: Vec<(&str, &[u8])> = others.iter().map(|(name, content)| (name.as_str(), &content[..])).collect();
    assert_eq!(read_bytes("甲.xlsx", &package(&parts)).unwrap(), "甲: A1=#1");
}
