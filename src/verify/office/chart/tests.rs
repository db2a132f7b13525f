//! What a chart says, piece by piece.

use super::super::test_support::{element, told};
use super::super::tree::read;
use super::*;

/// What is said of a chart that holds these parts, and the values it keeps.
fn said(parts: &str) -> (Vec<String>, Vec<String>) {
    let (mut facts, mut caches) = (Facts::default(), Vec::new());
    let (shift, root) = (Shift::default(), element(&format!("<chartSpace>{parts}</chartSpace>")));
    let name = "图 1".to_owned();
    Chart { sheet: "甲", name, shift: &shift, facts: &mut facts, caches: &mut caches }.read(&root);
    let kept = caches.iter().map(|cache| format!("{} {:?}", cache.reference, cache.points)).collect();
    (told(&facts).iter().map(|said| said.replace("图表 图 1 ", "")).collect(), kept)
}

/// Each part, put where `…` stands, says this of its chart, and nothing else.
fn check(around: &str, table: &[(&str, &str)]) {
    for (part, expected) in table {
        assert_eq!(said(&around.replace('…', part)).0.join("；"), *expected, "{part}");
    }
}

#[test]
fn what_lies_around_a_chart() {
    check(
        "…",
        &[
            ("<lang val=\"zh\"/><date1904/><roundedCorners/><txPr/><printSettings/><style/><extLst/>", ""),
            ("<spPr><solidFill><srgbClr val=\"FFFFFF\"/></solidFill></spPr>", ""),
            ("<spPr><solidFill><schemeClr val=\"bg1\"/></solidFill></spPr>", ""),
            ("<spPr><noFill/></spPr>", ""),
            ("<spPr><ln/></spPr>", ""),
            ("<spPr><solidFill><srgbClr val=\"000000\"/></solidFill></spPr>", "底色: 000000"),
            ("<clrMapOvr bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\"/>", ""),
            (
                "<clrMapOvr bg1=\"lt1\" tx1=\"lt1\" bg2=\"lt2\" tx2=\"dk2\"/>",
                "颜色对照: clrMapOvr bg1=lt1 bg2=lt2 tx1=lt1 tx2=dk2",
            ),
            ("<userShapes/>", "? 甲 › 图 1 里看不懂的 userShapes"),
            ("<chart><title><tx><rich><t>甲</t><t>乙</t></rich></tx></title></chart>", "标题: 甲乙"),
            ("<chart><title><tx><strRef><f>a1</f></strRef></tx></title></chart>", "标题: A1"),
            ("<chart><legend/></chart>", "图例: r"),
            ("<chart><legend><legendPos val=\"b\"/><legendEntry/><legendEntry/></legend></chart>", "图例: b，少 2 项"),
            ("<chart><plotVisOnly/><autoTitleDeleted/><dispBlanksAs/><layout/></chart>", ""),
            ("<chart><plotVisOnly val=\"0\"/></chart>", "隐藏的单元格: 也画"),
            ("<chart><view3D><rotX val=\"9\"/></view3D></chart>", "view3D: view3D（rotX 9）"),
        ],
    );
}

#[test]
fn texts_that_cannot_be_read_are_told() {
    check(
        "…",
        &[
            ("<txPr><defRPr sz=\"600\"/></txPr>", ""),
            ("<txPr><rPr sz=\"599\"/></txPr>", "文字: 小到 5 磅"),
            ("<txPr><endParaRPr sz=\"100\"/></txPr>", "文字: 小到 1 磅"),
            ("<txPr><other sz=\"100\" strike=\"sngStrike\"/></txPr>", ""),
            ("<txPr><rPr strike=\"noStrike\"/></txPr>", ""),
            ("<txPr><rPr strike=\"sngStrike\"/><rPr strike=\"sngStrike\"/></txPr>", "文字: 删除线"),
            ("<txPr><rPr><solidFill><srgbClr val=\"595959\"/></solidFill></rPr></txPr>", ""),
            ("<txPr><rPr><solidFill><schemeClr val=\"tx1\"/></solidFill></rPr></txPr>", ""),
            ("<txPr><rPr><solidFill><srgbClr val=\"ffffff\"/></solidFill></rPr></txPr>", "文字: 颜色 FFFFFF"),
            ("<txPr><rPr><noFill/></rPr></txPr>", "文字: 颜色 noFill"),
            (
                "<txPr><rPr><solidFill><srgbClr val=\"000000\"><alpha val=\"1000\"/></srgbClr></solidFill></rPr></txPr>",
                "文字: 颜色 000000 alpha 1000",
            ),
            (
                "<txPr><rPr><solidFill><srgbClr val=\"000000\"><alpha val=\"100000\"/></srgbClr></solidFill></rPr></txPr>",
                "",
            ),
            ("<txPr><manualLayout><x val=\"0.5\"/></manualLayout></txPr>", ""),
            ("<txPr><manualLayout><x val=\"3\"/></manualLayout></txPr>", "文字: 移到看不见的地方 manualLayout（x 3）"),
            ("<txPr><layout><x val=\"3\"/></layout></txPr>", ""),
        ],
    );
}

#[test]
fn what_is_drawn() {
    check(
        "<chart><plotArea>…</plotArea></chart>",
        &[
            ("<layout/><extLst/>", ""),
            ("<spPr><solidFill><srgbClr val=\"FF0000\"/></solidFill></spPr>", "绘图区底色: FF0000"),
            ("<dTable><showKeys val=\"1\"/></dTable>", "dTable: 有 dTable（showKeys 1）"),
            (
                "<barChart><barDir val=\"col\"/><grouping val=\"stacked\"/><overlap val=\"100\"/><gapWidth val=\"9\"/></barChart>",
                "图形 1: barChart col stacked 重叠 100",
            ),
            ("<barChart><overlap val=\"0\"/></barChart><lineChart/>", "图形 1: barChart；图形 2: lineChart"),
            ("<pieChart><firstSliceAng val=\"0\"/></pieChart>", "图形 1: pieChart"),
            ("<pieChart><firstSliceAng val=\"90\"/></pieChart>", "图形 1: pieChart 90"),
            ("<doughnutChart><holeSize val=\"0\"/></doughnutChart>", "图形 1: doughnutChart 0"),
            ("<barChart><dLbls><showVal/></dLbls></barChart>", "图形 1: barChart 标签 showVal"),
            ("<barChart><dLbls/></barChart>", "图形 1: barChart"),
            ("<barChart><odd/></barChart>", "图形 1: barChart；? 甲 › 图 1 里看不懂的 odd"),
        ],
    );
}

#[test]
fn what_newer_programs_add() {
    let series = "<chart xmlns:q=\"urn:q\"><plotArea><barChart><ser><extLst><ext>…</ext></extLst></ser></barChart></plotArea></chart>";
    let said = |what: &str| format!("图形 1: barChart；? 甲 › 图 1 里看不懂的 {what}");
    check(
        series,
        &[
            ("", "图形 1: barChart"),
            ("<q:uniqueId val=\"1\"/>", "图形 1: barChart"),
            ("<q:showDataLabelsRange val=\"0\"/>", "图形 1: barChart"),
            ("<q:showDataLabelsRange val=\"1\"/>", &said("?showDataLabelsRange")),
            ("<q:uniqueId/><q:datalabelsRange/>", &said("?datalabelsRange")),
            ("<uniqueId/>", &said("uniqueId")),
        ],
    );
    check(
        "<m:AlternateContent xmlns:m=\"urn:m\"><m:Choice>…</m:Choice></m:AlternateContent>",
        &[("<m:style val=\"102\"/>", ""), ("<style/>", ""), ("<spPr/>", "? 甲 › 图 1 里看不懂的 ?spPr")],
    );
}

#[test]
fn what_covers_what_is_drawn() {
    let fill = "<spPr><solidFill><srgbClr val=\"000000\"/></solidFill></spPr>";
    check(
        "<txPr>…</txPr>",
        &[
            ("<ln w=\"254000\"/>", ""),
            ("<ln w=\"254001\"/>", "文字: 线太粗"),
            ("<rPr spc=\"-1000\"/>", ""),
            ("<rPr spc=\"-1001\"/><defRPr spc=\"1001\"/>", "文字: 字距太大"),
            ("<effectLst/>", ""),
            ("<effectLst><glow rad=\"9\"/></effectLst>", "文字: effectLst（glow rad=9）"),
            ("<scene3d/>", ""),
            ("<scene3d><camera prst=\"x\"/></scene3d>", "文字: 立体"),
            ("<highlight><srgbClr val=\"000000\"/></highlight>", "文字: 突出显示 000000"),
            ("<latin typeface=\"+mn-lt\"/><ea typeface=\"宋体\"/><cs typeface=\"\"/>", ""),
            ("<ea typeface=\"Wingdings\"/>", "文字: 字体 Wingdings"),
            ("<latin typeface=\"宋体\" charset=\"2\"/>", "文字: 字体 宋体"),
            (&format!("<title>{fill}</title>"), "文字: 底色 000000"),
            (&format!("<dLbls>{fill}</dLbls>"), "文字: 底色 000000"),
            (&format!("<other>{fill}</other>"), ""),
            ("<legend><spPr><noFill/></spPr></legend>", ""),
            ("<legend/>", ""),
        ],
    );
    check(
        "<chart><plotArea><barChart>…</barChart></plotArea></chart>",
        &[("<gapWidth val=\"500\"/>", "图形 1: barChart"), ("<gapWidth val=\"501\"/>", "图形 1: barChart 间距太大")],
    );
}

#[test]
fn what_an_axis_says() {
    check(
        "<chart><plotArea><valAx>…</valAx></plotArea></chart>",
        &[
            ("", "坐标轴 valAx: 有"),
            ("<scaling><orientation val=\"minMax\"/></scaling>", "坐标轴 valAx: 有"),
            ("<scaling><orientation val=\"maxMin\"/></scaling>", "坐标轴 valAx: orientation=maxMin"),
            ("<scaling><max val=\"minMax\"/><min val=\"5\"/></scaling>", "坐标轴 valAx: max=minMax，min=5"),
            ("<scaling><extLst/></scaling>", "坐标轴 valAx: 有"),
            ("<delete/>", "坐标轴 valAx: 不显示"),
            ("<delete val=\"0\"/>", "坐标轴 valAx: 有"),
            ("<numFmt formatCode=\"0.0\" sourceLinked=\"0\"/>", "坐标轴 valAx: 0.0"),
            ("<numFmt/>", "坐标轴 valAx: general"),
            ("<numFmt formatCode=\"0.0\" sourceLinked=\"1\"/>", "坐标轴 valAx: 有"),
            ("<tickLblPos val=\"none\"/>", "坐标轴 valAx: 没有刻度文字"),
            ("<tickLblPos val=\"nextTo\"/>", "坐标轴 valAx: 有"),
            ("<title><tx><t>万元</t></tx></title>", "坐标轴 valAx: 标题 万元"),
            (
                "<dispUnits><builtInUnit val=\"thousands\"/></dispUnits>",
                "坐标轴 valAx: dispUnits（builtInUnit thousands）",
            ),
            ("<crossesAt val=\"5\"/><majorUnit val=\"2\"/>", "坐标轴 valAx: crossesAt 5，majorUnit 2"),
            ("<crosses val=\"autoZero\"/>", "坐标轴 valAx: 有"),
            ("<crosses val=\"max\"/>", "坐标轴 valAx: 交于 max"),
            ("<axId val=\"7\"/><spPr/><majorTickMark val=\"none\"/>", "坐标轴 valAx: 有"),
        ],
    );
    let (said, _) = said(
        "<chart><plotArea><catAx><extLst><ext uri=\"x\"><y xmlns=\"urn:x\"/></ext></extLst></catAx></plotArea></chart>",
    );
    assert_eq!(said, ["坐标轴 catAx: 有", "? 甲 › 图 1 里看不懂的 ?y"]);
}

#[test]
fn what_a_series_says() {
    const AROUND: &str = "<chart><plotArea><barChart><ser>…</ser></barChart></plotArea></chart>";
    for (part, expected) in [
        ("<idx val=\"0\"/><order/><invertIfNegative/><marker/><smooth/><explosion/><shape/><extLst/>", ""),
        ("<tx><v>应发</v></tx>", "名称 应发"),
        ("<tx><strRef><f>甲!a1</f></strRef></tx>", "名称 甲!A1"),
        ("<tx><strRef><f>\"应\"\"发\"</f></strRef></tx>", "名称 应\"发"),
        ("<cat><strRef><f>甲!a1:a3</f></strRef></cat>", "横轴 甲!A1:A3"),
        ("<xVal><numRef><f>甲!a1:a3</f></numRef></xVal>", "横轴 甲!A1:A3"),
        ("<val><numRef><f>甲!b1:b3</f></numRef></val>", "数值 甲!B1:B3"),
        ("<yVal><numLit><pt><v>1</v></pt><pt><v>2</v></pt></numLit></yVal>", "数值 写死的数 1 2"),
        ("<bubbleSize><numRef><f>甲!c1</f></numRef></bubbleSize>", "大小 甲!C1"),
        ("<spPr><solidFill><srgbClr val=\"ff0000\"/></solidFill></spPr>", "颜色 FF0000"),
        ("<spPr><ln/></spPr>", ""),
        ("<trendline><trendlineType val=\"linear\"/></trendline>", "trendline trendline（trendlineType linear）"),
        ("<dPt><idx val=\"2\"/><spPr><noFill/></spPr></dPt>", "第 2 点 noFill"),
        // Labels: which are shown, and what single ones say.
        ("<dLbls><showVal/><showCatName val=\"0\"/><showPercent val=\"1\"/></dLbls>", "标签 showVal showPercent"),
        ("<dLbls><showSerName/><showBubbleSize/></dLbls>", "标签 showSerName showBubbleSize"),
        ("<dLbls><showVal val=\"0\"/></dLbls>", ""),
        ("<dLbls><showVal/><delete val=\"0\"/></dLbls>", "标签 showVal"),
        ("<dLbls><showVal/><delete/></dLbls>", ""),
        ("<dLbls><numFmt formatCode=\"0.0\"/></dLbls>", "标签 0.0"),
        ("<dLbls><numFmt formatCode=\"0.0\" sourceLinked=\"1\"/></dLbls>", ""),
        ("<dLbls><dLbl><idx val=\"1\"/><tx><t>改</t></tx></dLbl></dLbls>", "标签 第 1 点 改"),
        ("<dLbls><dLbl><idx val=\"1\"/><delete/></dLbl></dLbls>", "标签 第 1 点 去掉"),
        ("<dLbls><dLbl><idx val=\"1\"/><delete val=\"0\"/></dLbl></dLbls>", "标签 第 1 点"),
        ("<dLbls><extLst/><spPr/><txPr/></dLbls>", ""),
    ] {
        let series = if expected.is_empty() { String::new() } else { format!("；数列 1-1: {expected}") };
        check(AROUND, &[(part, &format!("图形 1: barChart{series}"))]);
    }
}

#[test]
fn the_values_a_chart_keeps() {
    let reference = |inside: &str| {
        let series = format!("<ser><val><numRef><f>甲!a1:a2</f>{inside}</numRef></val></ser>");
        said(&format!("<chart><plotArea><barChart>{series}</barChart></plotArea></chart>")).1
    };
    let points = "<numCache><ptCount val=\"2\"/><pt idx=\"0\"><v>5</v></pt><pt idx=\"1\"><v>6</v></pt><pt><v>7</v></pt></numCache>";
    assert_eq!(reference(points), ["甲!A1:A2 [(0, \"5\"), (1, \"6\")]"]);
    assert!(reference("<numCache/>").is_empty() && reference("").is_empty());
}

#[test]
fn a_part_is_out_of_sight_beside_the_chart_or_too_small() {
    for (layout, hidden) in [
        ("", false),
        ("<x val=\"0\"/><y val=\"0\"/><w val=\"1\"/><h val=\"1\"/>", false),
        ("<x val=\"-0.5\"/><y val=\"0.95\"/><w val=\"0.1\"/><h val=\"2\"/>", false),
        ("<x val=\"-0.51\"/>", true),
        ("<x val=\"0.96\"/>", true),
        ("<y val=\"-0.51\"/>", true),
        ("<y val=\"0.96\"/>", true),
        ("<w val=\"0.09\"/>", true),
        ("<w val=\"2.1\"/>", true),
        ("<h val=\"0.09\"/>", true),
        ("<h val=\"2.1\"/>", true),
        ("<x val=\"?\"/>", false),
    ] {
        let layout = read(format!("<manualLayout>{layout}</manualLayout>").as_bytes()).unwrap();
        assert_eq!(out_of_sight(&layout), hidden, "{layout:?}");
    }
}
