//! Workbooks of one small sheet beside each other: rows and columns that went elsewhere, cells, looks, results, charts.

use super::*;
use crate::verify::office::test_support::{Change, book, relations};

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// Rows of texts, one line each: `甲 5 =A1+1→6`; `~` before a text makes it red.
fn rows(lines: &str) -> String {
    let cell = |text: &str| {
        if let Some((formula, result)) = text.strip_prefix('=').and_then(|text| text.split_once('→')) {
            let result = if result.is_empty() { String::new() } else { format!("<v>{result}</v>") };
            return format!("<c><f>{formula}</f>{result}</c>");
        }
        let run = |text: &str| {
            format!("<c t=\"inlineStr\"><is><r><rPr><color rgb=\"FFFF0000\"/></rPr><t>{text}</t></r></is></c>")
        };
        match text.strip_prefix('~') {
            Some(text) => run(text),
            None if text == "." => "<c/>".to_owned(),
            None if text.parse::<f64>().is_ok() => format!("<c><v>{text}</v></c>"),
            None => format!("<c t=\"str\"><v>{text}</v></c>"),
        }
    };
    let line = |line: &str| format!("<row>{}</row>", line.split_whitespace().map(cell).collect::<String>());
    lines.lines().map(line).collect()
}

/// What is found between two workbooks of these rows, each changed so: differences, notes, what was not compared.
fn found(expected: (&str, &[Change<'_>]), given: (&str, &[Change<'_>])) -> Vec<String> {
    let (expected, given) = (book(&rows(expected.0), expected.1), book(&rows(given.0), given.1));
    let comparison = compare(&given, &expected).expect("two workbooks");
    let told = |found: &Divergence| {
        let (kind, at) = (found.kind.label(), &found.at);
        format!("{kind} {at} {}→{}", found.expected, found.found)
    };
    let notes = comparison.notes.iter().map(|note| format!("! {note}"));
    let unknown = comparison.not_compared.iter().map(|what| format!("? {what}"));
    comparison.divergences.iter().map(told).chain(notes).chain(unknown).collect()
}

const TABLE: &str = "企业 代码 金额 说明\n甲厂 a 1 好\n乙厂 b 2 中\n丙厂 c 3 差\n丁厂 d 4 无";

/// Between the table and what is given of it.
fn of_table(given: &str) -> Vec<String> {
    found((TABLE, &[]), (given, &[]))
}

#[test]
fn the_same_is_the_same() {
    assert!(of_table(TABLE).is_empty());
    assert_eq!(of_table(&TABLE.replace(" 2 ", " 5 ")), ["内容被改 C3 2→5"]);
    assert_eq!(of_table(&TABLE.replace(" 2 ", " . ")), ["内容被改 C3 2→（空白）"]);
    assert_eq!(of_table(&TABLE.replace("乙厂", "~乙厂")), ["部分文字的样子不同 A3 （没有）→第 1 字起 颜色 FF0000"]);
    let red = TABLE.replace("乙厂", "~乙厂");
    let blue: [Change<'_>; 1] = [(SHEET, "FFFF0000", "FF0000FF")];
    assert_eq!(
        found((&red, &[]), (&red, &blue)),
        ["部分文字的样子不同 A3 第 1 字起 颜色 FF0000→第 1 字起 颜色 0000FF"]
    );
}

#[test]
fn rows_that_went_elsewhere_do_not_change_those_below() {
    let line = "戊厂 e 5 新\n乙厂";
    assert_eq!(of_table(&TABLE.replace("乙厂", line)), ["多出一行 3 →戊厂 e"]);
    // Below it another text, of which the third counts for what a row is, not for which it is.
    assert_eq!(of_table(&TABLE.replace("乙厂", line).replace("差", "优")), ["多出一行 3 →戊厂 e", "内容被改 D5 差→优"]);
    assert_eq!(of_table(&TABLE.replace("乙厂", line).replace("3", "9")), ["多出一行 3 →戊厂 e", "内容被改 C5 3→9"]);
    assert_eq!(of_table(&TABLE.replace("乙厂 b 2 中\n", "")), ["行被删除 3 乙厂 b→"]);
    let moved = TABLE.replace("乙厂 b 2 中\n", "") + "\n乙厂 b 2 中";
    assert_eq!(of_table(&moved), ["行被移动 5 第 3 行→乙厂 b"]);
    assert_eq!(of_table(&moved.replace(" 2 ", " 7 ")), ["行被移动 5 第 3 行→乙厂 b", "内容被改 C5 2→7"]);
    // Which row it is, its first two texts tell; not the first alone, and no more than two.
    let line = "丙厂 x 5 新\n丙厂";
    assert_eq!(of_table(&TABLE.replace("丙厂", line).replace("差", "优")), ["多出一行 4 →丙厂 x", "内容被改 D5 差→优"]);
    // Two that stand in each other's place are moved, not changed.
    let swapped = TABLE.replace("乙厂 b 2 中\n丙厂 c 3 差", "丙厂 c 3 差\n乙厂 b 2 中");
    assert_eq!(of_table(&swapped), ["行被移动 4 第 3 行→乙厂 b"]);
    // An empty row more moves all below it.
    assert_eq!(of_table(&TABLE.replace("乙厂", "\n乙厂")), ["行被移动 4 没有增减的空行→从这里起移了位置"]);
}

#[test]
fn references_follow_rows_and_columns() {
    let expected = "名 数 和\n甲 1 =SUM(B2:B4)→6\n乙 2 =B3→2\n丙 3 =B4→3";
    let lines = |text: &str| found((expected, &[]), (text, &[]));
    assert!(lines(expected).is_empty());
    let more = "名 数 和\n甲 1 =SUM(B2:B5)→6\n丁 0 0\n乙 2 =B4→2\n丙 3 =B5→3";
    assert_eq!(lines(more), ["多出一行 3 →丁"]);
    assert_eq!(lines(&more.replace("=B5→3", "=B4→3")), ["多出一行 3 →丁", "公式被改 C5 =B5→=B4"]);
    let wide = "名 码 数 和\n甲 x 1 =SUM(C2:C4)→6\n乙 y 2 =C3→2\n丙 z 3 =C4→3";
    assert_eq!(lines(wide), ["多出一列 B →“码”"]);
    assert_eq!(lines(&wide.replace("=C4→3", "=C3→3")), ["多出一列 B →“码”", "公式被改 D4 =C4→=C3"]);
    assert_eq!(lines(&wide.replace(" 3 ", " 4 ")), ["多出一列 B →“码”", "内容被改 C4 3→4"]);
    assert_eq!(lines("名 和\n甲 =SUM(#REF!)→6\n乙 =#REF!→2\n丙 =#REF!→3"), ["列被删除 B “数”→"]);
}

#[test]
fn results_count_unless_none_is_stored() {
    let expected = "名 数\n甲 =1+1→2\n乙 =2+2→4";
    let lines = |text: &str| found((expected, &[]), (text, &[]));
    assert_eq!(lines(&expected.replace("→4", "→5")), ["公式的结果被改 B3 4→5"]);
    assert_eq!(lines(&expected.replace("→4", "→")), ["公式的结果被改 B3 4→（没有结果）"]);
    let none = lines(&expected.replace("→2", "→").replace("→4", "→"));
    assert!(none.len() == 1 && none[0].starts_with("! 公式都没有存计算结果"), "{none:?}");
    assert_eq!(lines(&expected.replace("=2+2→4", "4")), ["公式换成了数 B3 =2+2（4）→4"]);
}

#[test]
fn frozen_panes_may_go_only_where_another_program_saved_all() {
    let frozen: [Change<'_>; 1] = [(
        SHEET,
        "<sheetData>",
        "<sheetViews><sheetView><pane ySplit=\"1\" topLeftCell=\"A2\" state=\"frozen\"/></sheetView></sheetViews><sheetData>",
    )];
    let saved: [Change<'_>; 1] = [(SHEET, "<sheetData>", "<printOptions/><sheetData>")];
    let lost = found((TABLE, &frozen), (TABLE, &saved));
    assert!(lost.len() == 1 && lost[0].starts_with("! 另存的程序去掉了冻结窗格"), "{lost:?}");
}

#[test]
fn the_values_that_charts_keep_are_those_of_the_cells() {
    const OF: &str = "http://schemas.openxmlformats.org";
    let to_drawing = relations(&[("d", "drawing", "../drawings/d.xml")]);
    let to_chart = relations(&[("d", "chart", "../charts/c.xml")]);
    let drawing = format!(
        "<wsDr xmlns=\"{OF}/drawingml/2006/spreadsheetDrawing\" xmlns:a=\"{OF}/drawingml/2006/main\" \
         xmlns:c=\"{OF}/drawingml/2006/chart\" xmlns:r=\"{OF}/officeDocument/2006/relationships\"><oneCellAnchor><from/>\
         <graphicFrame><a:graphic><a:graphicData uri=\"{OF}/drawingml/2006/chart\"><c:chart r:id=\"d\"/></a:graphicData>\
         </a:graphic></graphicFrame></oneCellAnchor></wsDr>"
    );
    let named = format!("</sheetData><drawing xmlns:r=\"{OF}/officeDocument/2006/relationships\" r:id=\"d\"/>");
    let kept = |reference: &str, points: &[&str]| {
        let point = |(at, text): (usize, &&str)| format!("<pt idx=\"{at}\"><v>{text}</v></pt>");
        let points: String = points.iter().enumerate().map(point).collect();
        let chart = format!(
            "<chartSpace xmlns=\"{OF}/drawingml/2006/chart\"><chart><plotArea><barChart><ser><val><numRef><f>{reference}</f>\
             <numCache>{points}</numCache></numRef></val></ser></barChart></plotArea></chart></chartSpace>"
        );
        let changes: [Change<'_>; 5] = [
            ("xl/worksheets/_rels/sheet1.xml.rels", "", &to_drawing),
            (SHEET, "</sheetData>", &named),
            ("xl/drawings/d.xml", "", &drawing),
            ("xl/drawings/_rels/d.xml.rels", "", &to_chart),
            ("xl/charts/c.xml", "", &chart),
        ];
        // Both have the chart: what it keeps is compared with the cells, not with the other's.
        found((TABLE, &changes), (TABLE, &changes)).join("；")
    };
    assert_eq!(kept("甲!$C$2:$C$4", &["1", "2", "3"]), "");
    assert_eq!(kept("甲!$C$2:$C$4", &["1", "5", "3"]), "图表里存的数不同 图 1 C3 2→5");
    assert_eq!(kept("甲!$A$3:$D$3", &["乙厂", "b", "2", "中"]), "");
    assert_eq!(kept("甲!$A$3:$D$3", &["乙厂", "b", "9", "中"]), "图表里存的数不同 图 1 C3 2→9");
    assert_eq!(kept("甲!$B$2:$C$3", &["a", "1", "b", "2"]), "");
    assert_eq!(kept("甲!$C$2:$C$3", &["1", "2", "3"]), "图表里存的数不同 图 1 C4 （空白）→3");
    assert_eq!(kept("甲!$E$2:$E$4", &["0", "", "0.0"]), "");
    assert_eq!(kept("甲!$E$2:$E$4", &["0", "", "5"]), "图表里存的数不同 图 1 E4 （空白）→5");
    assert_eq!(kept("甲!$A$2", &["0"]), "图表里存的数不同 图 1 A2 甲厂→0");
    assert_eq!(kept("C2:C3", &["1", "2"]), "");
    assert_eq!(kept("名称", &["1"]), "? 甲 › 图 1 存的数（名称）");
    assert_eq!(kept("不在!C2", &["1"]), "图表里存的数不同 图 1 C2 （空白）→1");
}

#[test]
fn sheets_that_are_missing_added_hidden() {
    let none: (&str, &[Change<'_>]) = (TABLE, &[]);
    let hidden: [Change<'_>; 1] = [("xl/workbook.xml", "sheetId=\"1\"", "sheetId=\"1\" state=\"hidden\"")];
    assert_eq!(found(none, (TABLE, &hidden)), ["工作表被隐藏  显示→隐藏"]);
    assert_eq!(found((TABLE, &hidden), none), ["工作表被隐藏  隐藏→显示"]);
    let renamed: [Change<'_>; 1] = [("xl/workbook.xml", "name=\"甲\"", "name=\"乙\"")];
    assert_eq!(
        found(none, (TABLE, &renamed)),
        ["多出工作表  →worksheet，显示", "工作表被删除  →", "? 部件 xl/worksheets/sheet1.xml"]
    );
}
