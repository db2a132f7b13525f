//! Rows as any program may write them, and what is read of each: the first with care, those behind it in place if they are written in the common way.

use super::*;
use crate::verify::office::style::Look;

/// Gives `take` these rows until it has enough; did it take all? Look 1 has a ground, look 2 is red.
fn each(rows: &str, shared: &str, take: Take<'_>) -> Result<bool, String> {
    const SPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let texts = format!("<sst xmlns=\"{SPACE}\">{shared}</sst>");
    let strings = Strings::read(&mut texts.as_bytes(), &Default::default()).map_err(|fault| fault.to_string())?;
    let ground = Look { fill: "FFFF00".to_owned(), ..Look::default() };
    let red = Look { font: Font { color: "FF0000".to_owned(), ..Font::default() }, ..Look::default() };
    let styles = Styles { looks: vec![Look::default(), ground, red], ..Styles::default() };
    let around = Around { sheet: "表", strings: &strings, styles: &styles, shift: &Shift::default() };
    let xml = format!("<sheetData xmlns=\"{SPACE}\">{rows}</sheetData>");
    let mut xml = Xml::new(Window::new(xml.as_bytes()));
    xml.root().map_err(|fault| fault.to_string())?;
    Cells::new(around).read(&mut xml, take).map_err(|fault| fault.to_string())
}

/// The cells of these rows, or why they are refused.
fn read(rows: &str, shared: &str) -> Result<Vec<SheetRow>, String> {
    let mut lines = Vec::new();
    let all = each(rows, shared, &mut |line| {
        lines.push(line);
        true
    })?;
    assert!(all, "the taker had enough");
    Ok(lines)
}

/// The rows in short: `4: A=5 B='甲 C=B4+1→2`, with `@2` for the look and `~` for what is unlike it.
fn short(lines: &[SheetRow]) -> String {
    let cell = |cell: &Held| {
        let value = match &cell.value {
            Scalar::Blank => "-".to_owned(),
            Scalar::Uncalculated => "?".to_owned(),
            Scalar::Number(number) => number.clone(),
            Scalar::Text(text) => format!("'{text}"),
            Scalar::Word(word) => format!("#{word}"),
        };
        let formula = cell.formula.as_ref().map(|formula| format!("{formula}→")).unwrap_or_default();
        let look = if cell.look == 0 { String::new() } else { format!("@{}", cell.look) };
        let unlike = if cell.unlike.is_empty() { String::new() } else { format!("~{}", cell.unlike) };
        format!(" {}={formula}{value}{look}{unlike}", crate::finding::column_letters(cell.column))
    };
    let line = |line: &SheetRow| {
        let height = line.height.map(|height| format!(" high {height}")).unwrap_or_default();
        let hidden = if line.hidden { " hidden" } else { "" };
        let outline = if line.outline == 0 { String::new() } else { format!(" level {}", line.outline) };
        let ground = line.ground.map(|look| format!(" ground {look}")).unwrap_or_default();
        let cells: String = line.cells.iter().map(cell).collect();
        format!("{}:{height}{hidden}{outline}{ground}{cells}", line.row + 1)
    };
    lines.iter().map(line).collect::<Vec<_>>().join("; ")
}

const SHARED: &str =
    "<si><t>甲</t></si><si/><si><r><t>乙</t></r><r><rPr><color rgb=\"FF00FF00\"/></rPr><t>丙</t></r></si>";

#[test]
fn what_a_row_says() {
    // The first row is always read with care; written twice, a row is read both ways.
    let table = [
        ("<row r=\"§\"><c r=\"A§\"><v>5</v></c></row>", "§: A=5"),
        ("<row r=\"§\"><c r=\"A§\" t=\"n\"><v>5.0</v></c></row>", "§: A=5"),
        (
            "<row r=\"§\"><c><v>1</v></c><c><v>2</v></c><c r=\"D§\"><v>4</v></c><c><v>5</v></c></row>",
            "§: A=1 B=2 D=4 E=5",
        ),
        ("<row r=\"§\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>", "§: A='甲"),
        ("<row r=\"§\"><c t=\"s\"><v>2</v></c></row>", "§: A='乙丙~第 2 字起 颜色 00FF00"),
        ("<row r=\"§\"><c t=\"inlineStr\"><is><t>甲&amp;乙_x000D_</t></is></c></row>", "§: A='甲&乙\r"),
        ("<row r=\"§\"><c t=\"inlineStr\"><is><t>甲</t></is><v>5</v></c></row>", "§: A='甲~另有看不见的内容"),
        ("<row r=\"§\"><c><is><t>甲</t></is><v>5</v></c></row>", "§: A=5~另有看不见的内容"),
        ("<row r=\"§\"><c t=\"inlineStr\"><is><t>甲</t></is><v></v></c></row>", "§: A='甲"),
        (
            "<row r=\"§\"><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c></row>",
            "§: A=#TRUE B=#FALSE C=##N/A",
        ),
        ("<row r=\"§\"><c t=\"d\"><v>2022-01-01</v></c></row>", "§: A='2022-01-01"),
        ("<row r=\"§\"><c t=\"str\"><v>甲</v></c><c t=\"str\"><f>A1</f><v></v></c></row>", "§: A='甲 B=A1→-"),
        ("<row r=\"§\"><c t=\"str\"><f>A1</f></c><c><f>A1</f></c></row>", "§: A=A1→? B=A1→?"),
        ("<row r=\"§\"><c><f> a1 </f><v>7</v></c></row>", "§: A=A1→7"),
        ("<row r=\"§\"><c><v> </v></c><c t=\"b\"/><c s=\"1\"/><c s=\"2\"/></row>", "§: C=-@1"),
        ("<row r=\"§\"><c s=\"2\"><v>5</v></c></row>", "§: A=5@2"),
        ("<row r=\"§\" ht=\"20.5\" hidden=\"1\" outlineLevel=\"2\" s=\"1\"/>", "§: high 20.5 hidden level 2 ground 1"),
        ("<row r=\"§\" hidden=\"0\" s=\"2\" ht=\"20\"/>", ""),
        ("<row r=\"§\" ph=\"1\"><c><v>1</v></c></row>", "§: level 255 A=1"),
        ("<row r=\"§\" ph=\"0\"><c><v>1</v></c></row>", "§: A=1"),
        ("<row r=\"§\"><c ph=\"1\"><v>1</v></c><c vm=\"3\"><v>1</v></c></row>", "§: A=1~显示注音 B=1~另有说明 vm=3"),
        ("<row r=\"§\"><c><f t=\"array\" ref=\"A1:A2\">B1</f><v>1</v></c></row>", "§: A=〔数组公式 A1:A2〕B1→1"),
        (
            "<row r=\"§\"><c><f t=\"dataTable\" ref=\"A1\" dt2D=\"1\" ca=\"1\"></f><v>1</v></c></row>",
            "§: A=〔dataTable 公式 dt2D=1 A1〕→1",
        ),
    ];
    for (row, said) in table {
        let (first, second) = (row.replace('§', "4"), row.replace('§', "5"));
        let expected: Vec<String> =
            ["4", "5"].iter().map(|number| said.replace('§', number)).filter(|said| !said.is_empty()).collect();
        assert_eq!(read(&(first + &second), SHARED).map(|lines| short(&lines)), Ok(expected.join("; ")), "{row}");
    }
}

#[test]
fn rows_that_say_no_number_follow_each_other() {
    let rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row r=\"7\"><c><v>3</v></c></row><row><c><v>4</v></c></row>";
    assert_eq!(read(rows, "").map(|lines| short(&lines)), Ok("1: A=1; 2: A=2; 7: A=3; 8: A=4".to_owned()));
    let last = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    assert_eq!(read(last, "").map(|lines| short(&lines)), Ok("1048576: XFD=1".to_owned()));
}

#[test]
fn what_two_programs_may_read_otherwise_is_refused() {
    let table = [
        ("<row r=\"§\"><c t=\"s\"><v>3</v></c></row>", "单元格的共享文字不存在"),
        ("<row r=\"§\"><c s=\"3\"><v>1</v></c></row>", "单元格的样式不存在"),
        ("<row r=\"§\"><c s=\"x\"><v>1</v></c></row>", "单元格的样式不存在"),
        ("<row r=\"§\"><c t=\"x\"><v>1</v></c></row>", "单元格的类型看不懂：x"),
        ("<row r=\"§\"><c r=\"A9\"><v>1</v></c></row>", "单元格的位置有错或重复：A9"),
        ("<row r=\"§\"><c r=\"B§\"><v>1</v></c><c r=\"B§\"><v>1</v></c></row>", "单元格的位置有错或重复：B"),
        ("<row r=\"§\"><c><v>1</v></c><c r=\"A§\"><v>1</v></c></row>", "单元格的位置有错或重复：A"),
        ("<row r=\"3\"/>", "行号有错：3"),
        ("<row r=\"0\"/>", "行号有错：0"),
        ("<row r=\"1048577\"/>", "行号有错：1048577"),
        ("<row r=\"§\"><c><v>1<!-- --></v></c></row>", "值里夹有 XML 注释"),
        ("<row r=\"§\"><c><v>1</v><v>2</v></c></row>", "工作表里有看不懂的部分：v"),
        ("<row r=\"§\"><c><f>A1</f><f>A2</f></c></row>", "工作表里有看不懂的部分：f"),
        ("<row r=\"§\"><c><is><t>甲</t></is><is><t>乙</t></is></c></row>", "工作表里有看不懂的部分：is"),
        ("<row r=\"§\"><c><v xmlns=\"urn:x\">1</v></c></row>", "工作表里有看不懂的部分：?v"),
        ("<row r=\"§\"><c><f xmlns=\"urn:x\">1</f></c></row>", "工作表里有看不懂的部分：?f"),
        ("<row r=\"§\"><c><is xmlns=\"urn:x\">1</is></c></row>", "工作表里有看不懂的部分：?is"),
        ("<row r=\"§\"><c xmlns=\"urn:x\"/></row>", "工作表里有看不懂的部分：?c"),
        ("<row r=\"§\"><v>1</v></row>", "工作表里有看不懂的部分：v"),
        ("<row r=\"§\" xmlns=\"urn:x\"/>", "工作表里有看不懂的部分：?row"),
        ("<c/>", "工作表里有看不懂的部分：c"),
        ("<row r=\"§\"><c><f t=\"shared\" si=\"7\"/></c></row>", "共享公式 7 没有内容"),
        ("<row r=\"§\"><c><f t=\"shared\">A1</f></c></row>", "共享公式没有编号"),
    ];
    for (row, why) in table {
        // As the first row, and behind one written in the common way.
        for before in ["", "<row r=\"2\"/><row r=\"3\"/>"] {
            let row = if row.contains("\"3\"/>") && before.is_empty() {
                row.replace("\"3\"/>", "\"0\"/>")
            } else {
                row.replace('§', "4")
            };
            let why = if row.contains("\"0\"/>") { "行号有错：0" } else { why };
            let said = read(&(before.to_owned() + &row), SHARED).map(|lines| short(&lines));
            assert!(said.as_ref().is_err_and(|fault| fault.contains(why)), "{before}{row}: {said:?}");
        }
    }
}

#[test]
fn formulas_that_cells_share() {
    let first = "<row r=\"1\"><c><f t=\"shared\" si=\"0\" ref=\"A1:B3\">C1*$D$1</f><v>1</v></c>";
    let other = |row: u32, column: &str| {
        format!("</row><row r=\"{row}\"><c r=\"{column}{row}\"><f t=\"shared\" si=\"0\"/><v>2</v></c></row>")
    };
    for (row, column, said) in [(2, "A", "C2*$D$1"), (2, "B", "D2*$D$1"), (3, "A", "C3*$D$1"), (3, "B", "D3*$D$1")] {
        let lines = read(&format!("{first}{}", other(row, column)), "").map(|lines| short(&lines));
        assert_eq!(lines, Ok(format!("1: A=C1*$D$1→1; {row}: {column}={said}→2")));
    }
    for (row, column) in [(4, "A"), (2, "C")] {
        let lines = read(&format!("{first}{}", other(row, column)), "");
        assert!(lines.is_err_and(|fault| fault.contains("共享公式 0 用在它的范围以外")), "{column}{row}");
    }
    let twice = format!("{first}<c><f t=\"shared\" si=\"0\" ref=\"A1:B3\">C1</f></c></row>");
    assert!(read(&twice, "").is_err_and(|fault| fault.contains("共享公式 0 有两个")));
}

#[test]
fn a_taker_that_has_enough_is_given_no_more() {
    let rows: String = (1..9).map(|row| format!("<row r=\"{row}\"><c><v>1</v></c></row>")).collect();
    for enough in 1..4 {
        let mut seen = 0;
        let all = each(&rows, "", &mut |_| {
            seen += 1;
            seen < enough
        });
        assert_eq!((all.expect("rows"), seen), (false, enough));
    }
}
