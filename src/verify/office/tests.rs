//! What is said of workbooks of a few parts: sheets, drawings, settings, properties, and what belongs to nothing.

use super::test_support::{Change, RELATED, opened, relations, told};
use super::*;

const DRAWN: &str = "http://schemas.openxmlformats.org/drawingml/2006";
const MAIN: &str = "xl/workbook.xml";
const SHEET: &str = "xl/worksheets/sheet1.xml";
const OF_SHEET: &str = "xl/worksheets/_rels/sheet1.xml.rels";
const OF_MAIN: &str = "xl/_rels/workbook.xml.rels";

/// All that is said of a workbook changed so, or why it is refused.
fn said(changes: &[Change<'_>]) -> String {
    let read = || -> Result<Facts, BookFault> {
        let book = opened("<row r=\"1\"><c><v>1</v></c></row>", changes)?;
        let (mut facts, mut caches) = (Facts::default(), Vec::new());
        for sheet in &book.sheets {
            book.whole(sheet, &Shift::default(), &mut facts, &mut caches, &mut |_| ())?;
        }
        book.all_else(&Shift::default(), &mut facts)?;
        Ok(facts)
    };
    read().map_or_else(|fault| format!("! {fault}"), |facts| told(&facts).join("；"))
}

/// Each change of `part` at `find` says this and nothing else.
fn check(part: &str, find: &str, table: &[(&str, &str)]) {
    for (put, expected) in table {
        assert_eq!(said(&[(part, find, put)]), *expected, "{put}");
    }
}

#[test]
fn the_list_of_sheets() {
    assert_eq!(said(&[]), "");
    let two = |sheets: &str, more: &[(&str, &str, &str)]| {
        let mut all = vec![("r0", "worksheet", "worksheets/sheet1.xml"), ("r1", "styles", "styles.xml")];
        all.extend(more);
        said(&[
            (MAIN, "</sheets>", &format!("{sheets}</sheets>")),
            (OF_MAIN, "", &relations(&all)),
            (
                "xl/worksheets/sheet2.xml",
                "",
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>",
            ),
        ])
    };
    let second = [("r2", "worksheet", "worksheets/sheet2.xml")];
    assert_eq!(two("<sheet name=\"乙\" r:id=\"r2\"/>", &second), "");
    assert_eq!(two("<sheet name=\"甲\" r:id=\"r2\"/>", &second), "! 工作表“甲”重复");
    assert_eq!(two("<sheet name=\"乙\" r:id=\"r0\"/>", &second), "! 工作表“乙”重复");
    assert_eq!(two("<sheet name=\"乙\" r:id=\"r9\"/>", &second), "! 工作表“乙”没有内容部件");
    assert_eq!(two("<odd/>", &second), "! 工作表清单里有看不懂的部分：odd");
    let styles = [("r2", "styles", "styles.xml")];
    assert_eq!(two("", &styles), "! 有两个 styles 部件");
    assert_eq!(
        two("<sheet name=\"乙\" r:id=\"r2\"/>", &[("r2", "chartsheet", "worksheets/sheet2.xml")]),
        "? 乙 › 不是普通工作表（chartsheet）"
    );
}

#[test]
fn parts_that_are_not_what_they_should_be() {
    let sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    check(
        SHEET,
        "",
        &[
            (&format!("<worksheet xmlns=\"{sheet}\"/>"), ""),
            ("<worksheet/>", "! 工作表的内容看不懂"),
            (&format!("<chartsheet xmlns=\"{sheet}\"/>"), "! 工作表的内容看不懂"),
            (&format!("<worksheet xmlns=\"{sheet}\"><sheetData/><sheetData/></worksheet>"), "! 工作表有两份内容"),
            (&format!("<worksheet xmlns=\"{sheet}\"/><a/>"), "! 内容的 XML 有多出的部分"),
        ],
    );
    check(
        "xl/styles.xml",
        "",
        &[
            (&format!("<styleSheet xmlns=\"{sheet}\"><cellXfs><xf/></cellXfs></styleSheet>"), ""),
            ("<styleSheet/>", "! 部件 xl/styles.xml 的内容看不懂"),
            (&format!("<sst xmlns=\"{sheet}\"/>"), "! 部件 xl/styles.xml 的内容看不懂"),
        ],
    );
    let types = "http://schemas.openxmlformats.org/package/2006/content-types";
    let of = |entries: &str| format!("<Types xmlns=\"{types}\">{entries}</Types>");
    let sheet_kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
    check(
        "[Content_Types].xml",
        "",
        &[
            (&of(&format!("<Override PartName=\"/{SHEET}\" ContentType=\"{sheet_kind}\"/>")), ""),
            (
                &of(&format!("<Override PartName=\"/{SHEET}\" ContentType=\"text/odd\"/>")),
                &format!("部件的类型 {SHEET}: text/odd"),
            ),
            (
                &of("<Default Extension=\"XML\" ContentType=\"odd\"/>"),
                "文件的类型: odd；部件的类型 xl/styles.xml: odd；部件的类型 xl/worksheets/sheet1.xml: odd",
            ),
            (
                &of("<Default Extension=\"a\" ContentType=\"x\"/><Default Extension=\"A\" ContentType=\"y\"/>"),
                "! 部件清单里有重复的部件",
            ),
            (
                &of(&format!(
                    "<Override PartName=\"/{MAIN}\" ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/>"
                )),
                "文件的类型: application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            ),
            (&of(&format!("<Override PartName=\"/{MAIN}\" ContentType=\"x/spreadsheetml.sheet.main+xml\"/>")), ""),
        ],
    );
}

#[test]
fn settings_of_a_workbook() {
    check(
        MAIN,
        "<sheets>",
        &[
            ("<fileVersion/><sheets>", ""),
            ("<fileRecoveryPr/><sheets>", ""),
            ("<fileRecoveryPr repairLoad=\"1\"/><sheets>", "工作簿的其他设置 打开时修复: 有"),
            ("<fileRecoveryPr dataExtractLoad=\"1\"/><sheets>", "工作簿的其他设置 打开时修复: 有"),
            (
                "<workbookPr date1904=\"1\"/><calcPr calcMode=\"manual\"/><sheets>",
                "工作簿设置: 1904 日期系统=是；计算设置: 计算方式=manual",
            ),
            ("<workbookProtection lockStructure=\"1\"/><sheets>", "工作簿保护: 锁定结构=是"),
            ("<odd/><sheets>", "? 工作簿里看不懂的部分 odd"),
            ("<oleSize ref=\"A1\"/><sheets>", "工作簿的其他设置 oleSize: 有 ref=A1"),
            ("<extLst><ext uri=\"u\"/></extLst><sheets>", "? 扩展部分  U"),
            (
                "<m:AlternateContent xmlns:m=\"urn:m\"><m:Choice><m:absPath/></m:Choice></m:AlternateContent><sheets>",
                "",
            ),
            (
                "<m:AlternateContent xmlns:m=\"urn:m\"><m:Choice><m:odd/></m:Choice></m:AlternateContent><sheets>",
                "? 工作簿里看不懂的部分",
            ),
        ],
    );
    check(
        MAIN,
        "</bookViews>",
        &[
            ("<workbookView activeTab=\"0\"/></bookViews>", "窗口 第 2 个窗口: 有"),
            ("<workbookView showSheetTabs=\"0\"/></bookViews>", "窗口 第 2 个窗口: 有 显示工作表标签=否"),
        ],
    );
    check(MAIN, "activeTab=\"0\"", &[("showSheetTabs=\"0\"", "窗口: 显示工作表标签=否")]);
    check(
        MAIN,
        "</sheets>",
        &[
            ("</sheets><definedNames><definedName name=\"名\">甲!a1</definedName></definedNames>", "名称 名: 甲!A1"),
            (
                "</sheets><definedNames><definedName name=\"名\" localSheetId=\"0\" hidden=\"1\" comment=\"注\" function=\"0\" \
                 vbProcedure=\"1\">甲!a1</definedName></definedNames>",
                "名称 名（甲）: 甲!A1（vbProcedure=1，备注：注，隐藏）",
            ),
            (
                "</sheets><definedNames><definedName name=\"名\" localSheetId=\"7\">1</definedName></definedNames>",
                "名称 名（？）: 1",
            ),
            ("</sheets><definedNames><odd/></definedNames>", "? 名称里看不懂的部分 odd"),
            ("</sheets><sheets/>", "! 工作簿里有两份工作表清单"),
        ],
    );
}

#[test]
fn sheets_that_are_selected_together() {
    let view = "<sheetViews><sheetView tabSelected=\"1\"/></sheetViews><sheetData>";
    let selected = |front: &str| said(&[(SHEET, "<sheetData>", view), (MAIN, "activeTab=\"0\"", front)]);
    assert_eq!(selected("activeTab=\"0\""), "");
    assert_eq!(selected("activeTab=\"1\""), "选中的工作表: 一起选中，改一张就改各张");
}

#[test]
fn what_the_package_refers_to() {
    let root = |kind: &str, target: &str| {
        said(&[
            ("_rels/.rels", "", &relations(&[("a", "officeDocument", MAIN), ("b", kind, target)])),
            (target, "", "<odd/>"),
        ])
    };
    assert_eq!(root("thumbnail", "t.png"), "? 缩略图（t.png）");
    assert_eq!(root("odd", "o.xml"), "? 附带的部件 odd（o.xml）；? 部件 o.xml");
    assert_eq!(root("officeDocument", MAIN), "! 有两个工作簿主部件");
    let main = |kind: &str, target: &str, more: &[Change<'_>]| {
        let all = [("r0", "worksheet", "worksheets/sheet1.xml"), ("r1", "styles", "styles.xml"), ("r2", kind, target)];
        let all = relations(&all);
        let mut changes = vec![(OF_MAIN, "", &*all)];
        changes.extend(more);
        said(&changes)
    };
    assert_eq!(main("calcChain", "calcChain.xml", &[("xl/calcChain.xml", "", "<x/>")]), "");
    assert_eq!(main("vbaProject", "v.bin", &[]), "宏 xl/v.bin: 有");
    assert_eq!(main("odd", "o.xml", &[]), "? 附带的部件 odd（xl/o.xml）");
    assert_eq!(main("worksheet", "http://x/s.xml", &[]), "? 附带的部件 worksheet（http://x/s.xml）");
    let linked = relations(&[("x", "externalLinkPath", "file:///a.xlsx")]);
    let link = [("xl/externalLinks/_rels/e.xml.rels", "", &*linked)];
    assert_eq!(
        main("externalLink", "externalLinks/e.xml", &link),
        "外部链接 xl/externalLinks/e.xml: 有 file:///a.xlsx"
    );
    assert_eq!(said(&[("xl/alone.xml", "", "<x/>")]), "? 部件 xl/alone.xml");
}

#[test]
fn properties_of_the_document() {
    let of = |kind: &str, root: &str, space: &str, properties: &str| {
        let related = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}");
        let main = format!("{RELATED}/officeDocument");
        let relations = format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" \
             Type=\"{main}\" Target=\"{MAIN}\"/><Relationship Id=\"b\" Type=\"{related}\" Target=\"p.xml\"/></Relationships>"
        );
        let part = format!("<{root} xmlns=\"{space}\">{properties}</{root}>");
        said(&[("_rels/.rels", "", &relations), ("p.xml", "", &part)])
    };
    let core = |properties: &str| {
        of(
            "core-properties",
            "coreProperties",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            properties,
        )
    };
    let office = "http://schemas.openxmlformats.org/officeDocument/2006";
    let extended = |properties: &str| {
        of("extended-properties", "Properties", &format!("{office}/extended-properties"), properties)
    };
    let custom =
        |properties: &str| of("custom-properties", "Properties", &format!("{office}/custom-properties"), properties);
    assert_eq!(core("<title> 奖补 </title><creator>某</creator>"), "文档标题: 奖补");
    assert_eq!(core("<keywords>甲</keywords><DocSecurity>2</DocSecurity>"), "文档属性 keywords: 甲");
    assert_eq!(extended("<DocSecurity>0</DocSecurity><Application>x</Application>"), "");
    assert_eq!(extended("<DocSecurity>2</DocSecurity>"), "文档属性 DocSecurity: 2");
    assert_eq!(extended("<Company>甲</Company><title>乙</title>"), "文档属性 Company: 甲");
    assert_eq!(
        custom(
            "<property name=\"经办\"><lpwstr> 某 </lpwstr></property><property name=\"KSOx\"><lpwstr>2052-11.1.0</lpwstr></property><property name=\"ICV\"/>"
        ),
        "文档属性 经办: 有 某"
    );
    assert_eq!(
        custom("<property name=\"KSOProduct\"><lpwstr>已审定</lpwstr></property>"),
        "文档属性 KSOProduct: 有 已审定"
    );
    assert_eq!(
        of("core-properties", "Properties", &format!("{office}/extended-properties"), ""),
        "! 部件 p.xml 的内容看不懂"
    );
}

#[test]
fn what_a_sheet_refers_to() {
    let beside = |kind: &str, target: &str, more: &[Change<'_>]| {
        let all = relations(&[("d", kind, target)]);
        let mut changes = vec![(OF_SHEET, "", &*all)];
        changes.extend(more);
        said(&changes)
    };
    assert_eq!(beside("hyperlink", "http://x/", &[]), "");
    assert_eq!(beside("image", "http://x/a.png", &[]), "外部链接: image http://x/a.png");
    assert_eq!(beside("printerSettings", "../p.bin", &[("xl/p.bin", "", "x")]), "");
    assert_eq!(beside("table", "../t.xml", &[]), "? 甲 › 附带的部件 table（xl/t.xml）");
    let comments = "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><commentList><comment ref=\"A1\">\
                    <text><t>注</t></text></comment></commentList></comments>";
    assert_eq!(beside("comments", "../c.xml", &[("xl/c.xml", "", comments)]), "批注 A1: 注");
    // A drawing counts where the sheet names it.
    let boxes = [
        ("xl/v.vml", "", "<xml><shape/></xml>"),
        (
            SHEET,
            "</sheetData>",
            "</sheetData><legacyDrawing r:id=\"d\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/>",
        ),
    ];
    assert_eq!(beside("vmlDrawing", "../v.vml", &boxes), "旧式图形: shape");
    assert_eq!(beside("vmlDrawing", "../v.vml", &boxes[..1]), "? 部件 xl/v.vml");
    let related = relations(&[("i", "image", "i.png")]);
    let pictured = [boxes[0], boxes[1], ("xl/_rels/v.vml.rels", "", &*related)];
    assert_eq!(beside("vmlDrawing", "../v.vml", &pictured), "旧式图形: shape ；又 image xl/i.png");
}

/// What is said of a sheet with this drawing, which refers to so many parts.
fn drawn(anchors: &str, related: &[(&str, &str, &str)], more: &[Change<'_>]) -> String {
    let of_sheet = relations(&[("d", "drawing", "../drawings/d.xml"), ("e", "drawing", "../drawings/e.xml")]);
    let named = format!("</sheetData><drawing xmlns:r=\"{RELATED}\" r:id=\"d\"/>");
    let drawing = format!(
        "<wsDr xmlns=\"{DRAWN}/spreadsheetDrawing\" xmlns:a=\"{DRAWN}/main\" xmlns:c=\"{DRAWN}/chart\" xmlns:r=\"{RELATED}\">{anchors}</wsDr>"
    );
    let related = relations(related);
    let mut changes = vec![
        (OF_SHEET, "", &*of_sheet),
        (SHEET, "</sheetData>", &*named),
        ("xl/drawings/d.xml", "", &*drawing),
        ("xl/drawings/_rels/d.xml.rels", "", &*related),
    ];
    changes.extend(more);
    said(&changes)
}

#[test]
fn what_is_drawn_over_cells() {
    const FROM: &str = "<from><col>1</col><row>2</row></from>";
    let anchor = |inside: &str| format!("<oneCellAnchor>{FROM}{inside}</oneCellAnchor>");
    let shape = anchor("<sp><txBody><a:p><a:t>甲</a:t></a:p></txBody></sp>");
    assert_eq!(drawn(&shape, &[], &[]), "文本框或图形 B3: sp 甲");
    let wide = shape.replace("</from>", "</from><to><col>3</col><row>4</row></to>");
    assert_eq!(drawn(&wide, &[], &[]), "文本框或图形 B3:D5: sp 甲");
    let fixed = "<absoluteAnchor><pos/><ext/><cxnSp/></absoluteAnchor>";
    assert_eq!(drawn(fixed, &[], &[]), "文本框或图形 固定位置: cxnSp");
    assert_eq!(drawn("<odd/>", &[], &[]), "? 甲 › 图形里看不懂的部分 odd");
    assert_eq!(drawn(&anchor("<clientData/>"), &[], &[]), "");
    assert_eq!(drawn(&anchor("<clientData fPrintsWithSheet=\"1\"/>"), &[], &[]), "");
    assert_eq!(drawn(&anchor("<clientData fPrintsWithSheet=\"0\"/>"), &[], &[]), "图形不打印 B3: 是");
    let picture = anchor("<pic><blipFill><a:blip r:embed=\"p\"/></blipFill></pic>");
    let with = [("xl/drawings/p.png", "", "x")];
    assert_eq!(drawn(&picture, &[("p", "image", "p.png")], &with), "图片 B3: 图片 2d711642b726");
    // What another drawing holds that the sheet does not name is not drawn.
    assert_eq!(drawn("", &[], &[("xl/drawings/e.xml", "", "<odd/>")]), "? 部件 xl/drawings/e.xml");
}

#[test]
fn charts_over_cells() {
    let frame = |attributes: &str, properties: &str, uri: &str, inside: &str| {
        format!(
            "<oneCellAnchor><from><col>1</col><row>2</row></from><graphicFrame {attributes}><nvGraphicFramePr>\
             <cNvPr {properties}</nvGraphicFramePr><a:graphic><a:graphicData uri=\"{uri}\">{inside}</a:graphicData>\
             </a:graphic></graphicFrame></oneCellAnchor>"
        )
    };
    let (uri, chart) = (format!("{DRAWN}/chart"), "<c:chart r:id=\"c\"/>");
    let part = format!("<chartSpace xmlns=\"{uri}\"><chart><plotVisOnly val=\"0\"/></chart></chartSpace>");
    let charted = |anchor: &str, more: &[Change<'_>]| {
        let mut changes = vec![("xl/charts/c.xml", "", &*part)];
        changes.extend(more);
        drawn(anchor, &[("c", "chart", "../charts/c.xml")], &changes)
    };
    let says = |hidden: &str| format!("图表 图 1: 在 B3{hidden}；图表 图 1 隐藏的单元格: 也画");
    let plain = frame("", "id=\"1\"/>", &uri, chart);
    assert_eq!(charted(&plain, &[]), says(""));
    assert_eq!(charted(&frame("macro=\"\"", "hidden=\"0\"/>", &uri, chart), &[]), says(""));
    assert_eq!(charted(&frame("macro=\"m\"", "id=\"1\"/>", &uri, chart), &[]), says("，带宏"));
    assert_eq!(charted(&frame("", "hidden=\"1\"/>", &uri, chart), &[]), says("，隐藏"));
    assert_eq!(charted(&frame("", "id=\"1\"><a:hlinkClick/></cNvPr>", &uri, chart), &[]), says("，带链接"));
    assert_eq!(charted(&frame("", "id=\"1\"/>", "urn:x", chart), &[]), says("，类型 urn:x"));
    assert_eq!(charted(&frame("", "id=\"1\"/>", &uri, ""), &[]), "? 甲 › 图 1 不是图表；? 部件 xl/charts/c.xml");
    let related = relations(&[("s", "chartStyle", "s.xml"), ("u", "chartUserShapes", "u.xml")]);
    let parts = [("xl/charts/_rels/c.xml.rels", "", &*related), ("xl/charts/s.xml", "", "<x/>")];
    assert_eq!(charted(&plain, &parts), says("") + "；? 甲 › 图 1 附带的部件 chartUserShapes");
    let second = format!("{plain}{plain}");
    assert_eq!(charted(&second, &[]), format!("{}；图表 图 2: 在 B3；图表 图 2 隐藏的单元格: 也画", says("")));
}
