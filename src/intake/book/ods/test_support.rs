//! .ods documents put together by hand, each with one thing to read or to refuse.

use super::super::test_support::{looks, notes, open_bytes, package, read_bytes, written};
use super::super::{BookFault, Bounds};

fn document(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\">\
         <office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    package(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

fn rows(rows: &str) -> Result<String, BookFault> {
    read_bytes("甲.ods", &document("", &format!("<table:table table:name=\"甲\">{rows}</table:table>")))
}

#[test]
fn cells_of_every_kind() {
    let table = [
        (
            r#"<table:table-cell office:value-type="string"><text:p>甲<text:s text:c="2"/><text:span>乙</text:span></text:p><text:p>丙</text:p></table:table-cell>"#,
            " A1=甲  乙\n丙",
        ),
        (
            r#"<table:table-cell office:value-type="float" office:value="12.5"><text:p>12.50</text:p></table:table-cell>"#,
            " A1=#12.5",
        ),
        (
            r#"<table:table-cell office:value-type="percentage" office:value="0.05"><text:p>5%</text:p></table:table-cell>"#,
            " A1=#0.05%",
        ),
        (r#"<table:table-cell office:value-type="date" office:date-value="2022-10-05"/>"#, " A1=@2022-10-05 00:00:00"),
        (
            r#"<table:table-cell office:value-type="date" office:date-value="2022-10-05T12:30:00"/>"#,
            " A1=@2022-10-05 12:30:00",
        ),
        (r#"<table:table-cell office:value-type="boolean" office:boolean-value="true"/>"#, " A1=true"),
        (
            r#"<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>"#,
            " A1=!#DIV/0!",
        ),
        (r#"<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>"#, " A1=#2"),
        (r#"<table:table-cell table:formula="of:=1+1"/>"#, " A1=?"),
        (
            r#"<table:table-cell table:number-columns-repeated="3"/><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="16379"/>"#,
            " D1=#1 E1=#1",
        ),
        (
            r#"<table:table-cell office:value-type="string"><text:p>甲<text:ruby><text:ruby-base>乙</text:ruby-base><text:ruby-text>yi</text:ruby-text></text:ruby><text:meta-field>丙<text:meta>丁</text:meta></text:meta-field><text:note><text:note-body><text:p>注</text:p></text:note-body></text:note></text:p><text:h>戊</text:h></table:table-cell>"#,
            " A1=甲乙丙丁\n戊",
        ),
        (
            r#"<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p></table:table-cell>"#,
            " A1=甲",
        ),
    ];
    for (cell, expected) in table {
        let text = rows(&format!("<table:table-row>{cell}</table:table-row>")).unwrap();
        assert_eq!(text, format!("甲:{expected}"), "{cell}");
    }
}

#[test]
fn rows_repeated_merged_and_hidden() {
    let one = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    let text = rows(&format!(
        "<table:table-column/><table:table-column table:number-columns-repeated=\"2\" table:visibility=\"collapse\"/>\
         <table:table-header-rows><table:table-row table:number-rows-repeated=\"2\">{one}</table:table-row>\
         </table:table-header-rows><table:table-row table:number-rows-repeated=\"1000\" table:visibility=\"filter\">\
         <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row><table:table-row>\
         <table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"3\" office:value-type=\"float\" office:value=\"2\"/>\
         <table:covered-table-cell/></table:table-row><table:table-row table:number-rows-repeated=\"1047573\"/>"
    ))
    .unwrap();
    assert!(text.starts_with("甲: [[(1002, 0, 1004, 1)] false [2, 3, 4,"), "{text}");
    assert!(text.ends_with(", 1001] [1, 2]] A1=#1 | A2=#1 | A1003=#2"), "{text}");
}

#[test]
fn the_last_row_and_column_are_the_last() {
    let cell = r#"<table:table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="float" office:value="1" table:number-columns-spanned="9" table:number-rows-spanned="9"/>"#;
    let at = |row: u32| {
        format!("<table:table-row table:number-rows-repeated=\"{row}\"/><table:table-row>{cell}</table:table-row>")
    };
    let text = rows(&at(1_048_575)).unwrap();
    assert_eq!(text, "甲: [[(1048575, 16383, 1048575, 16383)] false [] []] XFD1048576=#1");
    assert_eq!(rows(&at(1_048_576)).unwrap_err().to_string(), "行数超出工作表的范围");
    let wide = format!("<table:table-row><table:table-cell/>{cell}</table:table-row>");
    assert_eq!(rows(&wide).unwrap_err().to_string(), "第 1 行的单元格太多");
}

#[test]
fn sheets_in_order_hidden_ones_and_nested_tables() {
    let styles = "<style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style>";
    let cell = r#"<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>"#;
    let tables = format!(
        "<table:tracked-changes><table:table-cell/></table:tracked-changes>\
         <table:table table:name=\"乙\"><table:shapes><table:table table:name=\"内\">{cell}</table:table></table:shapes>{cell}\
         </table:table><table:table table:name=\"甲\" table:style-name=\"ta2\">{cell}</table:table>"
    );
    let expected = "乙: A1=#1\n甲: [[] true [] []] A1=#1";
    assert_eq!(read_bytes("甲.xls", &document(styles, &tables)).unwrap(), expected);
    let twice = "<table:table table:name=\"甲\"></table:table>".repeat(2);
    assert!(read_bytes("甲.ods", &document("", &twice)).is_err());
}

#[test]
fn hostile_documents_end_with_a_sentence() {
    let one = r#"<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>"#;
    let wide = format!("<table:table-row table:number-rows-repeated=\"1048576\">{one}</table:table-row>");
    assert!(matches!(rows(&wide), Err(BookFault::TooLarge(_))));
    for (cell, what) in [
        (r#"<table:table-cell office:value-type="float" office:value="1e999"/>"#, "数值写得不对：1e999"),
        (r#"<table:table-cell office:value-type="float"/>"#, "数值写得不对："),
        (r#"<table:table-cell office:value-type="date" office:date-value="x"/>"#, "日期写得不对：x"),
        (r#"<table:table-cell table:number-columns-repeated="0"/>"#, "重复次数写得不对"),
        (r#"<table:table-cell office:value-type="x"/>"#, "单元格的类型 x 不认识"),
        ("<table:table-cell><text:p>1<!--c-->2</text:p></table:table-cell>", "值里夹有 XML 注释"),
    ] {
        let fault = rows(&format!("<table:table-row>{cell}</table:table-row>")).unwrap_err();
        assert_eq!(fault.to_string(), what);
    }
    let document = document("", "<table:table table:name=\"甲\"><table:table-row>");
    assert!(read_bytes("甲.ods", &document).is_err(), "cut inside a table");
    let encrypted = package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
        ("content.xml", b"\x01\x02"),
    ]);
    assert_eq!(open_bytes("甲.ods", &encrypted, &Bounds::default()).unwrap_err(), BookFault::Encrypted);
    let empty = super::test_support::document("", "<table:table table:name=\"甲\"/>");
    assert_eq!(written(&open_bytes("甲.ods", &empty, &Bounds::default()).unwrap()).unwrap(), "甲:");
    let none = super::test_support::document("", "");
    assert_eq!(read_bytes("甲.ods", &none).unwrap_err().to_string(), "工作簿里没有工作表");
}

#[test]
fn blanks_that_spread_are_bounded() {
    let blanks = "<text:s text:c=\"1000\"/>".repeat(100);
    let cell = format!("<table:table-cell office:value-type=\"string\"><text:p>{blanks}</text:p></table:table-cell>");
    let bytes = document(
        "",
        &format!("<table:table table:name=\"甲\"><table:table-row>{cell}</table:table-row></table:table>"),
    );
    let short = Bounds { piece: 10_000, ..Bounds::default() };
    assert!(matches!(written(&open_bytes("甲.ods", &bytes, &short).unwrap()), Err(BookFault::TooLarge(_))));
}

#[test]
fn notes_and_headers_of_printed_pages() {
    let note = "<office:annotation><dc:creator>张三</dc:creator><text:p>单位：<text:span>万元</text:span></text:p>\
                <text:p>已核</text:p></office:annotation><draw:frame><draw:text-box><text:p>制表：李四</text:p></draw:text-box>\
                </draw:frame><text:p>1</text:p>";
    let shapes = "<table:shapes><draw:frame><draw:text-box><text:p>单位：元</text:p></draw:text-box></draw:frame></table:shapes>";
    let rows = format!(
        "<table:table-row table:number-rows-repeated=\"2\"/><table:table-row><table:table-cell \
         table:number-columns-repeated=\"2\"/><table:table-cell office:value-type=\"string\">{note}</table:table-cell>\
         </table:table-row>"
    );
    let tables = format!(
        "<table:table table:name=\"甲\" table:style-name=\"ta1\">{rows}</table:table>\
         <table:table table:name=\"乙\">{shapes}<table:table-row/></table:table>"
    );
    let content = format!(
        "<office:document-content xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\">\
         <style:style style:name=\"ta1\" style:master-page-name=\"P1\"/>{tables}</office:document-content>"
    );
    let styles = "<style:master-page style:name=\"Default\"><style:footer><text:p>第<text:page-number>1</text:page-number>页\
                  </text:p></style:footer></style:master-page><style:master-page style:name=\"P1\"><style:header>\
                  <style:region-right><text:p>单位：万元</text:p></style:region-right></style:header>\
                  <style:footer-left style:display=\"false\"><text:p>双页</text:p></style:footer-left></style:master-page>";
    let bytes = package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", format!("<a>{styles}</a>").as_bytes()),
    ]);
    let book = open_bytes("甲.ods", &bytes, &Bounds::default()).unwrap();
    assert_eq!(notes(&book), ["制表：李四", "单位：万元", "C3 单位：万元\n已核", "单位：元", "第1页"]);
}

#[test]
fn looks_of_cells_and_runs() {
    let styles = r#"<number:number-style style:name="N1"><number:number number:decimal-places="2" number:min-integer-digits="1"
        number:grouping="true"/><number:text>万元</number:text></number:number-style>
        <number:number-style style:name="N2"><number:number number:decimal-places="1" number:min-integer-digits="1"
        number:display-factor="1000"/></number:number-style>
        <number:number-style style:name="N3"><number:number number:decimal-places="0" number:min-integer-digits="1">
        <number:embedded-text number:position="4">.</number:embedded-text></number:number></number:number-style>
        <number:currency-style style:name="N4P0"><number:currency-symbol number:language="en">$</number:currency-symbol>
        <number:number number:decimal-places="2" number:min-integer-digits="1"/></number:currency-style>
        <number:currency-style style:name="N4"><number:text>-</number:text><number:currency-symbol>$</number:currency-symbol>
        <number:number number:decimal-places="2" number:min-integer-digits="1"/>
        <style:map style:condition="value()&gt;=0" style:apply-style-name="N4P0"/></number:currency-style>
        <number:number-style style:name="N5"><number:number number:decimal-places="2" number:min-integer-digits="1"/></number:number-style>
        <number:percentage-style style:name="N6"><number:number number:decimal-places="2" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
        <number:number-style style:name="N7"><number:number number:min-integer-digits="10" number:decimal-places="0"/></number:number-style>
        <style:style style:name="a" style:family="table-cell" style:data-style-name="N1"/>
        <style:style style:name="b" style:family="table-cell" style:data-style-name="N2"/>
        <style:style style:name="c" style:family="table-cell" style:data-style-name="N3"/>
        <style:style style:name="d" style:family="table-cell" style:data-style-name="N4"/>
        <style:style style:name="e" style:family="table-cell" style:data-style-name="N5"/>
        <style:style style:name="f" style:family="table-cell" style:parent-style-name="s" style:data-style-name="N6"/>
        <style:style style:name="g" style:family="table-cell" style:data-style-name="N7"/>
        <style:style style:name="s" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
        <style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>"#;
    let number = |style: &str, more: &str| {
        format!("<table:table-cell table:style-name=\"{style}\" office:value-type=\"float\" office:value=\"1\"{more}/>")
    };
    let text = "<table:table-cell office:value-type=\"string\"><text:p>30<text:span text:style-name=\"T1\">1</text:span>\
                </text:p></table:table-cell>";
    let rows = format!(
        "<table:table-column table:number-columns-repeated=\"7\"/><table:table-column table:default-cell-style-name=\"s\"/>\
         <table:table-row>{}{}{}{text}</table:table-row>",
        ["a", "b", "c", "d", "e", "f", "g"].map(|style| number(style, "")).concat(),
        "<table:table-cell office:value-type=\"float\" office:value=\"1\"/>",
        number("e", " office:currency=\"USD\"").replace("float", "currency"),
    );
    let bytes = document(styles, &format!("<table:table table:name=\"甲\">{rows}</table:table>"));
    let book = open_bytes("甲.ods", &bytes, &Bounds::default()).unwrap();
    let expected = [
        "A1 #,##0.00\\万\\元",
        "B1 0.0,",
        "C1 #\\.###0",
        "D1 [$$-en]0.00;\\-[$$-]0.00",
        "E1",
        "F1 struck",
        "G1 0000000000",
        "H1 struck",
        "I1 [$USD]General",
        "J1 raised",
    ];
    assert_eq!(looks(&book), expected);
}
