//! The XML of rows, byte by byte.

use rust_xlsxwriter::Workbook;

use super::*;
use crate::money::Money;
use crate::report::model::hole;

fn formats() -> Formats {
    Formats::register(&mut Workbook::new())
}

/// The XML of one row of cells.
fn row(formats: &Formats, cells: &[(Cell<'_>, Look)]) -> String {
    let mut rows = Cells::new(formats);
    assert!(rows.begins(4));
    assert!(rows.begin(4, ROW_HEIGHT, false).is_none());
    assert!(!rows.begins(4) && rows.begins(5));
    for (column, (cell, look)) in (0u16..).zip(cells) {
        rows.cell(column, cell, *look).expect("a cell");
    }
    let (xml, last) = rows.finish();
    assert_eq!(last, (4, u16::try_from(cells.len()).expect("few cells") - 1));
    String::from_utf8(xml).expect("text")
}

#[test]
fn each_kind_of_cell() {
    let formats = formats();
    let one = |cell: Cell<'_>, look: Look, expected: &str| {
        let plain = format!("s=\"{}\"", formats.number(look, false));
        let quoted = format!("s=\"{}\"", formats.number(look, true));
        let expected = expected.replace("PLAIN", &plain).replace("QUOTED", &quoted);
        assert_eq!(row(&formats, &[(cell, look)]), format!("<row r=\"5\"><c r=\"A5\" {expected}</row>"));
    };
    let text = |text: &'static str| Cell::Text(Cow::Borrowed(text));
    let decimal = |digits: &str| Cell::Number(digits.parse().expect("a decimal"));
    one(Cell::Blank, Look::Text, "PLAIN/>");
    one(text(""), Look::Text, "PLAIN/>");
    one(text("甲<&>"), Look::Text, "PLAIN t=\"inlineStr\"><is><t>甲&lt;&amp;&gt;</t></is></c>");
    one(text(" 甲"), Look::Text, "PLAIN t=\"inlineStr\"><is><t xml:space=\"preserve\"> 甲</t></is></c>");
    one(text("甲\n"), Look::Wrapped, "PLAIN t=\"inlineStr\"><is><t xml:space=\"preserve\">甲\n</t></is></c>");
    one(text("a_x000D_b_x1_"), Look::Text, "PLAIN t=\"inlineStr\"><is><t>a_x005F_x000D_b_x1_</t></is></c>");
    // What begins like a formula is marked as text.
    for sign in ["=1+1", "+1", "-1", "@x"] {
        let expected = format!("QUOTED t=\"inlineStr\"><is><t>{sign}</t></is></c>");
        one(Cell::Text(sign.into()), Look::Text, &expected);
    }
    one(Cell::Link("internal:A1".into(), "去".into()), Look::Link, "PLAIN t=\"inlineStr\"><is><t>去</t></is></c>");
    one(decimal("12.50"), Look::Number, "PLAIN><v>12.5</v></c>");
    one(decimal("-0.00"), Look::Number, "PLAIN><v>0</v></c>");
    one(decimal("999999999999.999"), Look::Number, "PLAIN><v>999999999999.999</v></c>");
    one(decimal("0.6666666666666666666667"), Look::Number, "PLAIN><v>0.6666666666666666</v></c>");
    one(Cell::Money(Money::yuan(Decimal::new(150, 2))), Look::Money, "PLAIN><v>1.5</v></c>");
    for (day, number) in [
        ("1900-01-01", "1"),
        ("1900-02-28", "59"),
        ("1900-03-01", "61"),
        ("2022-10-05", "44839"),
        ("9999-12-31", "2958465"),
    ] {
        one(Cell::Date(day.parse().expect("a day")), Look::Date, &format!("PLAIN><v>{number}</v></c>"));
    }
    let old = "PLAIN t=\"inlineStr\"><is><t>1899-12-31</t></is></c>";
    one(Cell::Date("1899-12-31".parse().expect("a day")), Look::Date, old);
    let formula = |cached| Cell::Formula("IF(A1<2,\"\",1)".to_owned(), cached);
    let start = "<f>IF(A1&lt;2,\"\",1)</f><v>";
    one(formula(Cached::Text("1".into())), Look::Text, &format!("PLAIN t=\"str\">{start}1</v></c>"));
    one(formula(Cached::Text("".into())), Look::Money, &format!("PLAIN t=\"str\">{start}</v></c>"));
    one(formula(Cached::money(Some(Money::ZERO))), Look::Money, &format!("PLAIN>{start}0</v></c>"));
    one(formula(Cached::Number(Decimal::new(25, 2))), Look::Percent, &format!("PLAIN>{start}0.25</v></c>"));
}

#[test]
fn formulas_of_a_column_are_shared() {
    let formats = formats();
    let (same, other) = (Template::new(&format!("A{}*2", hole(0))), Template::new(&format!("A{}*3", hole(0))));
    let mut rows = Cells::new(&formats);
    for (row, template) in [(3, &same), (4, &other), (5, &same), (6, &same)] {
        rows.begin(row, ROW_HEIGHT, false);
        for column in [0, 1] {
            let cell = Cell::live(template.in_row(row), Cached::Number(Decimal::ONE));
            rows.cell(column, &cell, Look::Number).expect("a cell");
        }
    }
    let xml = String::from_utf8(rows.finish().0).expect("text");
    let formulas: Vec<&str> = xml.split("<f").skip(1).filter_map(|rest| rest.split("<v>").next()).collect();
    let first =
        |column: &str, number: u32| format!(" t=\"shared\" ref=\"{column}4:{column}7\" si=\"{number}\">A4*2</f>");
    let [a, b] = [" t=\"shared\" si=\"0\"/>", " t=\"shared\" si=\"1\"/>"];
    assert_eq!(formulas, [&first("A", 0), &first("B", 1), ">A5*3</f>", ">A5*3</f>", a, b, a, b]);
}

#[test]
fn in_long_sheets_a_cell_that_follows_another_does_not_say_its_place() {
    let formats = formats();
    let mut rows = Cells { placed: 1, ..Cells::new(&formats) };
    for row in 0..2 {
        rows.begin(row, ROW_HEIGHT, false);
        [0, 1, 3].into_iter().for_each(|column| rows.blank(column, Look::Text));
        if row == 0 {
            let first = rows.cut();
            assert_eq!(String::from_utf8(first).expect("text").matches("<c r=").count(), 3);
        }
    }
    let look = formats.number(Look::Text, false);
    let second = format!("<row r=\"2\"><c s=\"{look}\"/><c s=\"{look}\"/><c r=\"D2\" s=\"{look}\"/></row>");
    assert_eq!(String::from_utf8(rows.finish().0).expect("text"), format!("</row>{second}"));
}

#[test]
fn pieces_end_with_rows_and_share_nothing() {
    let formats = formats();
    let template = Template::new(&format!("A{}*2", hole(0)));
    let mut rows = Cells::new(&formats);
    let long = "长".repeat(PIECE / 30);
    let mut pieces = Vec::new();
    for row in 0..30 {
        pieces.extend(rows.begin(row, ROW_HEIGHT, false));
        rows.cell(0, &Cell::Text(long.as_str().into()), Look::Text).expect("a cell");
        rows.cell(1, &Cell::live(template.in_row(row), Cached::Number(Decimal::ONE)), Look::Number).expect("a cell");
    }
    pieces.push(rows.finish().0);
    assert_eq!(pieces.len(), 3);
    let pieces: Vec<String> = pieces.into_iter().map(|piece| String::from_utf8(piece).expect("text")).collect();
    let mut next = 1;
    for piece in &pieces {
        assert!(piece.starts_with(&format!("<row r=\"{next}\">")) && piece.ends_with("</row>"));
        let count = piece.matches("</row>").count();
        let end = next + count - 1;
        assert!(piece.contains(&format!("ref=\"B{next}:B{end}\"")) && piece.contains(&format!(">A{next}*2</f>")));
        next += count;
    }
    assert_eq!(next, 31);
}

#[test]
fn heights_are_whole_pixels() {
    let formats = formats();
    for (height, said) in [
        (15, ""),
        (29, " ht=\"29.25\" customHeight=\"1\""),
        (30, " ht=\"30\" customHeight=\"1\""),
        (55, " ht=\"54.75\" customHeight=\"1\""),
        (16, " ht=\"15.75\" customHeight=\"1\""),
    ] {
        let mut rows = Cells::new(&formats);
        rows.begin(0, height, false);
        assert_eq!(String::from_utf8(rows.finish().0).expect("text"), format!("<row r=\"1\"{said}></row>"));
    }
    let mut rows = Cells::new(&formats);
    rows.begin(0, ROW_HEIGHT, true);
    assert_eq!(String::from_utf8(rows.finish().0).expect("text"), "<row r=\"1\" hidden=\"1\"></row>");
}

#[test]
fn texts_lose_control_characters_and_excess() {
    assert_eq!(clean("甲\u{1b}[31m乙\u{0}\n丙"), "甲[31m乙\n丙");
    let long = "长".repeat(40_000);
    let cut = clean(&long);
    assert!(cut.encode_utf16().count() <= LONGEST_TEXT);
    assert!(cut.ends_with('…'));
    let exact = "a".repeat(LONGEST_TEXT);
    assert_eq!(clean(&exact), exact);
}
