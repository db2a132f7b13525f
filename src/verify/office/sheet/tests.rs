//! What stands around a sheet's cells, piece by piece.

use super::super::style::Look;
use super::super::test_support::{element, told};
use super::*;

const SPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What these parts of a sheet say whose cells fill B2:D9, and what its columns are.
fn read(parts: &str) -> (Facts, Columns) {
    let mut facts = Facts::default();
    let sheet =
        element(&format!("<worksheet xmlns=\"{SPACE}\" xmlns:r=\"{RELATED}\" xmlns:x=\"urn:x\">{parts}</worksheet>"));
    let ground = Look { fill: "FFFF00".to_owned(), ..Look::default() };
    let styles =
        Styles { looks: vec![Look::default(), ground], differences: vec![" 红".to_owned()], ..Styles::default() };
    let link = Relation { kind: "hyperlink".to_owned(), target: "a.xlsx".to_owned(), external: true };
    let (shift, relations) = (Shift::default(), BTreeMap::from([("r1".to_owned(), link)]));
    let mut reading =
        Reading { sheet: "甲", shift: &shift, styles: &styles, relations: &relations, facts: &mut facts };
    let columns = around(&sheet.children, Some(((1, 1), (8, 3))), &mut reading);
    (facts, columns)
}

/// Each part, put where `…` stands, says this and nothing else.
fn check(around: &str, table: &[(&str, &str)]) {
    for (part, expected) in table {
        assert_eq!(told(&read(&around.replace('…', part)).0).join("；"), *expected, "{part}");
    }
}

#[test]
fn the_parts_of_a_sheet() {
    check(
        "…",
        &[
            ("", ""),
            ("<sheetCalcPr/><ignoredErrors/><phoneticPr/><drawing/><legacyDrawing/>", ""),
            ("<sheetPr codeName=\"x\"/><sheetProtection sheet=\"1\"/>", "工作表保护: 有 保护工作表=是"),
            ("<sheetProtection/>", "工作表保护: 有"),
            ("<printOptions/><printOptions/>", "? 甲 › 写了两次的 printOptions"),
            ("<odd/>", "? 甲 › 看不懂的部分 odd"),
            ("<x:odd/>", "? 甲 › 看不懂的部分 ?odd"),
            ("<tableParts/>", ""),
            ("<tableParts><tablePart/></tableParts>", "表格对象: 有"),
            ("<oleObjects/><controls/><picture/>", "嵌入的对象: 有；控件: 有；背景图片: 有"),
            ("<drawingHF/>", "页眉页脚的图片: 有"),
            ("<scenarios><scenario name=\"乙\"/></scenarios>", "工作表的其他设置 scenarios: （scenario name=乙）"),
            ("<sheetFormatPr defaultRowHeight=\"13.5\"/>", "默认行高 = 13.5"),
            ("<sheetFormatPr/>", "默认行高 = 15"),
            ("<sheetFormatPr zeroHeight=\"1\"/>", "默认行高: 没有写明行高的行都隐藏；默认行高 = 15"),
            (
                "<mergeCells><mergeCell ref=\"B2:C3\"/><mergeCell ref=\"A1:B1\"/></mergeCells>",
                "合并的单元格 A1:B1: 合并；合并的单元格 B2:C3: 合并",
            ),
            ("<pageMargins left=\"0.5\" top=\"1\"/>", "页边距 上 = 1；页边距 左 = 0.5"),
            ("<extLst><ext uri=\"u\"><x:y/></ext></extLst>", "? 甲 › 扩展部分 ?y U"),
            ("<extLst><ext uri=\"{7626C862-2A13-11E5-B345-FEFF819CDC9F}\"><x:extCalcPr/></ext></extLst>", ""),
            (
                "<extLst><ext uri=\"{7626C862-2A13-11E5-B345-FEFF819CDC9F}\"><x:extCalcPr/><x:extCalcPr/></ext></extLst>",
                "? 甲 › 扩展部分 ?extCalcPr {7626C862-2A13-11E5-B345-FEFF819CDC9F}",
            ),
        ],
    );
}

#[test]
fn pages() {
    check(
        "…",
        &[
            ("<pageSetup scale=\"80\" orientation=\"landscape\"/>", "页面设置: 方向=landscape；打印缩放 = 80"),
            ("<pageSetup/>", "打印缩放 = 100"),
            (
                "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><pageSetup fitToHeight=\"0\"/>",
                "工作表属性: （pageSetUpPr 按页缩放=是）；打印缩放: 1 页宽 0 页高",
            ),
            (
                "<headerFooter differentFirst=\"1\"><oddFooter>&amp;C第 &amp;P 页</oddFooter></headerFooter>",
                "页眉页脚: 首页不同=是；页眉页脚 oddFooter: &C第 &P 页",
            ),
            ("<rowBreaks count=\"2\"><brk id=\"5\" man=\"1\"/><brk id=\"9\"/></rowBreaks>", "分页 rowBreaks: A6"),
            ("<colBreaks><brk id=\"2\" man=\"1\"/></colBreaks>", "分页 colBreaks: C1"),
            (
                "<pageMargins left=\"0.5\" right=\"0.6\" top=\"1\" bottom=\"2\" header=\"3\" footer=\"4\"/>",
                "页边距 上 = 1；页边距 下 = 2；页边距 右 = 0.6；页边距 左 = 0.5；页边距 页眉 = 3；页边距 页脚 = 4",
            ),
        ],
    );
}

#[test]
fn a_range_that_leaves_out_cells_is_told() {
    let small = |place: &str| format!("写明的范围: {place}，比有内容的小，有的程序读不全");
    for whole in ["", "A1", "A1:A1", "B2:D9", "A1:E10", "$B$2:$D$9"] {
        check(&format!("<dimension ref=\"{whole}\"/>"), &[("", "")]);
    }
    for place in ["B3:D9", "C2:D9", "B2:D8", "B2:C9", "C3:C8", "B2"] {
        check(&format!("<dimension ref=\"{place}\"/>"), &[("", &small(place))]);
    }
    check("<dimension/>", &[("", "")]);
}

#[test]
fn what_a_window_shows() {
    let usual = "<sheetViews><sheetView workbookViewId=\"0\"/></sheetViews>";
    check("…", &[(usual, "")]);
    check(
        "<sheetViews><sheetView …</sheetViews>",
        &[
            ("zoomScale=\"50\"/>", ""),
            ("zoomScale=\"200\"/>", ""),
            ("zoomScale=\"49\"/>", "显示比例: 49%"),
            ("zoomScale=\"201\"/>", "显示比例: 201%"),
            ("topLeftCell=\"A1\"/>", ""),
            ("topLeftCell=\"A9\"/>", "窗口从哪里显示起: A9"),
            ("showFormulas=\"1\"/>", "视图: 显示公式而不是结果=是"),
            ("/><sheetView/>", "视图 第 2 个窗口: 有"),
            (
                "/><sheetView zoomScale=\"10\" showZeros=\"0\"/>",
                "显示比例 第 2 个窗口: 10%；视图 第 2 个窗口: 有 显示零值=否",
            ),
            (
                "><pane xSplit=\"1\" ySplit=\"2\" topLeftCell=\"B3\" state=\"frozen\"/><selection/></sheetView>",
                "冻结窗格: frozen 1 列 2 行，下面从 B3 起",
            ),
            ("><pane ySplit=\"2\"/></sheetView>", "冻结窗格: split 0 列 2 行，下面从  起"),
            ("><odd/></sheetView>", "? 甲 › 视图里看不懂的 odd"),
            ("><extLst><ext/></extLst></sheetView>", "? 甲 › 扩展部分"),
        ],
    );
    let selected = |view: &str| read(&format!("<sheetViews>{view}</sheetViews>")).0.selected;
    assert_eq!(selected("<sheetView tabSelected=\"1\"/>"), ["甲"]);
    assert!(selected("<sheetView tabSelected=\"0\"/><sheetView/>").is_empty());
}

#[test]
fn columns_as_wide_as_they_are() {
    let (facts, columns) = read(
        "<sheetFormatPr defaultColWidth=\"11.5\"/><cols><col min=\"2\" max=\"3\" width=\"20\" hidden=\"1\" outlineLevel=\"2\"/>\
         <col min=\"4\" max=\"4\" style=\"1\"/><col min=\"5\" max=\"6\" style=\"0\"/></cols>",
    );
    assert_eq!(columns.width[..5], [11.5, 20.0, 20.0, 11.5, 11.5]);
    assert_eq!(columns.hidden[..5], [false, true, true, false, false]);
    assert_eq!(columns.outline[..5], [0, 2, 2, 0, 0]);
    assert_eq!(told(&facts), ["整列的底色 D:D: FFFF00", "默认行高 = 15"]);
    assert_eq!(read("").1.width[..2], [WIDTH, WIDTH]);
    check(
        "<cols>…</cols>",
        &[
            ("<col min=\"1\" max=\"2\"/><col min=\"3\" max=\"3\"/>", ""),
            ("<col min=\"1\" max=\"2\"/><col min=\"2\" max=\"3\"/>", "? 甲 › 列的设置互相重叠"),
            ("<col min=\"3\" max=\"3\"/><col min=\"1\" max=\"1\"/>", "? 甲 › 列的设置互相重叠"),
        ],
    );
}

#[test]
fn what_is_filtered() {
    check(
        "<autoFilter ref=\"A1:C9\">…</autoFilter>",
        &[
            ("", "筛选: A1:C9"),
            (
                "<filterColumn colId=\"1\"><filters><filter val=\"甲\"/></filters></filterColumn>",
                "筛选: A1:C9筛选列 第几列=1（只显示（值 甲））",
            ),
            (
                "<filterColumn colId=\"1\"><customFilters and=\"1\"><customFilter val=\"5\"/></customFilters></filterColumn>",
                "筛选: A1:C9筛选列 第几列=1（customFilters（customFilter 5））",
            ),
            (
                "<filterColumn colId=\"1\"><customFilters and=\"1\"><customFilter val=\"5\"/><customFilter val=\"6\"/></customFilters></filterColumn>",
                "筛选: A1:C9筛选列 第几列=1（customFilters and=1（customFilter 5；customFilter 6））",
            ),
            (
                "<filterColumn colId=\"1\"><filters and=\"1\"><filter val=\"5\"/></filters></filterColumn>",
                "筛选: A1:C9筛选列 第几列=1（只显示 and=1（值 5））",
            ),
        ],
    );
}

#[test]
fn formats_with_conditions() {
    check(
        "<conditionalFormatting sqref=\"B2:C3\">…</conditionalFormatting>",
        &[
            (
                "<cfRule type=\"expression\" priority=\"1\"><formula>a1&gt;0</formula></cfRule>",
                "条件格式 B2:C3: expression A1>0",
            ),
            (
                "<cfRule type=\"expression\" operator=\"equal\" stopIfTrue=\"1\" dxfId=\"0\"/>",
                "条件格式 B2:C3: expression stopIfTrue → 红",
            ),
            (
                "<cfRule type=\"cellIs\" operator=\"equal\" dxfId=\"1\"/>",
                "条件格式 B2:C3: cellIs operator=equal → （没有这个格式）",
            ),
            (
                "<cfRule type=\"top10\" rank=\"5\" percent=\"false\" bottom=\"1\" text=\"x\"/>",
                "条件格式 B2:C3: top10 rank=5 bottom=1",
            ),
            (
                "<cfRule type=\"aboveAverage\" aboveAverage=\"0\" stdDev=\"0\"/>",
                "条件格式 B2:C3: aboveAverage aboveAverage=0",
            ),
            (
                "<cfRule type=\"containsText\" operator=\"containsText\" text=\"甲\"/>",
                "条件格式 B2:C3: containsText operator=containsText text=甲",
            ),
            ("<cfRule type=\"timePeriod\" timePeriod=\"today\"/>", "条件格式 B2:C3: timePeriod timePeriod=today"),
            (
                "<cfRule type=\"dataBar\"><dataBar><color rgb=\"F\"/></dataBar></cfRule>",
                "条件格式 B2:C3: dataBar dataBar（color rgb=F）",
            ),
            ("<cfRule type=\"dataBar\"><extLst><ext/></extLst></cfRule>", "条件格式 B2:C3: dataBar；? 甲 › 扩展部分"),
            ("<cfRule type=\"b\" priority=\"2\"/><cfRule type=\"a\" priority=\"1\"/>", "条件格式 B2:C3: a；b"),
        ],
    );
    let at = |place: &str, rules: &[i64]| {
        let rules: String = rules.iter().map(|rule| format!("<cfRule type=\"x\" priority=\"{rule}\"/>")).collect();
        format!("<conditionalFormatting sqref=\"{place}\">{rules}</conditionalFormatting>")
    };
    let ranked = |parts: &[String]| {
        let said = told(&read(&parts.concat()).0);
        said.into_iter().filter(|said| said.starts_with("条件格式的先后")).collect::<Vec<_>>().join("；")
    };
    assert_eq!(ranked(&[at("A1", &[1, 2])]), "");
    assert_eq!(ranked(&[at("A1", &[1]), at("B1", &[2])]), "条件格式的先后: A1，B1");
    assert_eq!(ranked(&[at("A1", &[3, 4]), at("B1", &[2])]), "条件格式的先后: B1，A1");
    assert_eq!(ranked(&[at("A1", &[1, 3]), at("B1", &[2])]), "条件格式的先后: A1，B1，A1");
}

#[test]
fn what_may_be_typed_in() {
    check(
        "<dataValidations …</dataValidations>",
        &[
            ("count=\"0\">", ""),
            ("disablePrompts=\"1\">", "数据有效性: 不显示提示"),
            (
                "><dataValidation type=\"list\" sqref=\"B2 A1\"><formula1>甲!a1:a3</formula1></dataValidation>",
                "数据有效性 A1 B2: 类型=list（formula1 甲!A1:A3）",
            ),
        ],
    );
}

#[test]
fn where_links_lead() {
    check(
        "<hyperlinks>…</hyperlinks>",
        &[
            ("<hyperlink ref=\"A1\" r:id=\"r1\"/>", "链接 A1: a.xlsx"),
            (
                "<hyperlink ref=\"A1\" r:id=\"r1\" location=\"'乙 表'!b2\" tooltip=\"看\"/>",
                "链接 A1: a.xlsx#乙 表!b2 提示“看”",
            ),
            ("<hyperlink ref=\"A1\" location=\"'乙''表'!B2\" tooltip=\"\"/>", "链接 A1: #乙'表!B2"),
            ("<hyperlink ref=\"A1\" location=\"名称\"/>", "链接 A1: #名称"),
            ("<hyperlink ref=\"A1\" r:id=\"r9\"/>", "链接 A1: （没有目标）"),
        ],
    );
}

#[test]
fn of_a_header_s_codes_only_the_fonts_are_left_out() {
    for (written, left) in [
        ("&C第 &P 页", "&C第 &P 页"),
        ("&L&\"黑体,常规\"甲&R&\"-,加粗\"乙", "&L甲&R乙"),
        ("甲&&\"乙\"", "甲&&\"乙\""),
        ("&R&\"Wingdings,常规\"乙", "&R〔字体 Wingdings〕乙"),
        ("&\"黑体", ""),
        ("甲&", "甲&"),
        ("&12甲", "&12甲"),
    ] {
        assert_eq!(without_fonts(written), left, "{written}");
    }
}
