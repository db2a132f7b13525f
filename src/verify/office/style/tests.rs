//! What fonts, fills and formats do to what is read.

use super::super::test_support::element;
use super::*;

/// The looks that these parts of a list of styles make.
fn styles(parts: &str) -> Result<Styles, String> {
    let root = element(&format!("<styleSheet>{parts}</styleSheet>"));
    Styles::read(Some(&root), None).map_err(|fault| fault.to_string())
}

/// The one look of a cell whose style is `xf` among these parts.
fn look(parts: &str, xf: &str) -> Look {
    styles(&format!("{parts}<cellXfs>{xf}</cellXfs>")).expect("styles").looks.remove(0)
}

#[test]
fn what_a_font_does() {
    for (font, words) in [
        ("", "颜色 000000"),
        ("<sz val=\"10.50\"/><color rgb=\"FFFF0000\"/>", "10.5 磅 颜色 FF0000"),
        ("<b/><i val=\"1\"/><strike/><outline/>", "颜色 000000 粗体 斜体 删除线 空心"),
        ("<b val=\"0\"/>", "颜色 000000"),
        ("<u/>", "颜色 000000 下划线"),
        ("<u val=\"none\"/>", "颜色 000000"),
        ("<u val=\"double\"/>", "颜色 000000 下划线double"),
        ("<name val=\"Wingdings 2\"/>", "颜色 000000 字体 Wingdings 2"),
        ("<rFont val=\"Symbol\"/>", "颜色 000000 字体 Symbol"),
        ("<name val=\"@宋体\"/>", "颜色 000000 字体 @宋体"),
        ("<charset val=\"2\"/>", "颜色 000000 符号字体"),
        ("<name val=\"宋体\"/><charset val=\"134\"/>", "颜色 000000"),
        ("<vertAlign val=\"superscript\"/>", "颜色 000000 superscript"),
        ("<vertAlign val=\"baseline\"/>", "颜色 000000"),
    ] {
        assert_eq!(Font::of(&element(&format!("<font>{font}</font>")), &Colors::default()).words(), words, "{font}");
    }
}

#[test]
fn a_run_that_says_no_size_has_that_of_its_cell() {
    let font = |size: &str, color: &str, marks: &str| Font {
        size: size.to_owned(),
        color: color.to_owned(),
        marks: marks.to_owned(),
    };
    let cell = font("11", "000000", "");
    for (run, fits) in [
        (font("", "000000", ""), true),
        (font("11", "000000", ""), true),
        (font("1", "000000", ""), false),
        (font("", "FFFFFF", ""), false),
        (font("11", "000000", " 删除线"), false),
    ] {
        assert_eq!(run.fits(&cell), fits, "{run:?}");
    }
}

#[test]
fn what_a_cell_s_style_does() {
    let fills = "<fills><fill/><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFF00\"/><bgColor \
                 rgb=\"FF0000FF\"/></patternFill></fill><fill><patternFill patternType=\"gray125\"/></fill><fill>\
                 <gradientFill degree=\"9\"/></fill><fill><patternFill/></fill></fills>";
    for (fill, said) in
        [(0, ""), (1, "FFFF00"), (2, "gray125 000000 FFFFFF"), (3, "fill（gradientFill degree=9）"), (4, ""), (9, "")]
    {
        assert_eq!(look(fills, &format!("<xf fillId=\"{fill}\"/>")).fill, said, "{fill}");
    }
    let line = |attributes: &str, style: &str| {
        format!("<borders><border {attributes}><diagonal style=\"{style}\"/></border></borders>")
    };
    for (border, said) in [
        (line("diagonalUp=\"1\"", "thin"), " 有斜线"),
        (line("diagonalDown=\"1\"", "thin"), " 有斜线"),
        (line("", "thin"), ""),
        (line("diagonalUp=\"1\"", "none"), ""),
        ("<borders><border diagonalUp=\"1\"/></borders>".to_owned(), ""),
    ] {
        assert_eq!(look(&border, "<xf borderId=\"0\"/>").fill, said, "{border}");
    }
    for (inside, alignment, protection) in [
        ("", "", ""),
        ("<alignment horizontal=\"general\" vertical=\"bottom\" wrapText=\"false\"/>", "", ""),
        ("<alignment horizontal=\"fill\" wrapText=\"1\" odd=\"1\"/>", "horizontal=fill wrapText=1", ""),
        ("<alignment/>", "", ""),
        ("<protection locked=\"0\"/>", "", "不锁定"),
        ("<protection locked=\"1\" hidden=\"1\"/>", "", "隐藏公式"),
    ] {
        let look = look("", &format!("<xf>{inside}</xf>"));
        assert_eq!((&*look.alignment, &*look.protection), (alignment, protection), "{inside}");
    }
    assert_eq!(look("", "<xf pivotButton=\"1\"/>").alignment, "（盖着按钮）");
    let codes = "<numFmts><numFmt numFmtId=\"170\" formatCode=\"0.0;0;0;&quot;改&quot;\"/></numFmts>";
    let own = look(codes, "<xf numFmtId=\"170\"/>");
    assert_eq!((&*own.number, &*own.text), ("0.0;0;0", "\"改\""));
}

/// What is said not to apply counts in some programs only: it is told where the style it is based on says otherwise.
#[test]
fn what_a_style_is_said_not_to_apply() {
    let parts = "<fonts><font/><font><b/></font><font/></fonts><cellStyleXfs><xf numFmtId=\"0\" fontId=\"0\" \
                 fillId=\"0\"/><xf><alignment horizontal=\"fill\"/></xf></cellStyleXfs>";
    for (xf, number, alignment) in [
        ("<xf xfId=\"0\" numFmtId=\"2\"/>", "0.00", ""),
        ("<xf xfId=\"0\" numFmtId=\"2\" applyNumberFormat=\"1\"/>", "0.00", ""),
        ("<xf xfId=\"0\" numFmtId=\"2\" applyNumberFormat=\"0\"/>", "0.00（applyNumberFormat=0）", ""),
        ("<xf xfId=\"0\" numFmtId=\"0\" applyNumberFormat=\"0\"/>", "general", ""),
        ("<xf xfId=\"9\" numFmtId=\"2\" applyNumberFormat=\"0\"/>", "0.00", ""),
        ("<xf xfId=\"0\" numFmtId=\"0\" fontId=\"1\" applyFont=\"0\"/>", "general（applyFont=0）", ""),
        ("<xf xfId=\"0\" numFmtId=\"0\" fontId=\"2\" applyFont=\"0\"/>", "general", ""),
        ("<xf xfId=\"0\" numFmtId=\"0\" fillId=\"1\" applyFill=\"0\"/>", "general（applyFill=0）", ""),
        ("<xf xfId=\"1\" applyAlignment=\"0\"/>", "general", "（applyAlignment=0）"),
        ("<xf xfId=\"1\" applyAlignment=\"0\"><alignment horizontal=\"fill\"/></xf>", "general", "horizontal=fill"),
        ("<xf xfId=\"1\" applyAlignment=\"1\"/>", "general", ""),
        ("<xf xfId=\"1\"/>", "general", ""),
    ] {
        let look = look(parts, xf);
        assert_eq!((&*look.number, &*look.alignment), (number, alignment), "{xf}");
    }
}

#[test]
fn what_conditional_formats_do() {
    let of = |dxf: &str| styles(&format!("<dxfs><dxf>{dxf}</dxf></dxfs>")).expect("styles").differences.remove(0);
    for (dxf, said) in [
        ("", ""),
        ("<font><b/></font>", "颜色 000000 粗体"),
        ("<numFmt formatCode=\"0.0\"/>", " 数字格式 0.0"),
        // Its one colour stands in the other place.
        ("<fill><patternFill><bgColor rgb=\"FFFF0000\"/></patternFill></fill>", " 底色 FF0000"),
        ("<fill><patternFill><fgColor rgb=\"FF00FF00\"/></patternFill></fill>", " 底色 00FF00"),
        ("<border diagonalUp=\"1\"><diagonal style=\"thin\"/></border>", " 有斜线"),
        ("<alignment wrapText=\"1\"/>", "wrapText=1"),
    ] {
        assert_eq!(of(dxf), said, "{dxf}");
    }
}

#[test]
fn what_one_reader_counts_and_another_does_not_is_refused() {
    for (parts, why) in [
        ("<cellXfs><odd/></cellXfs>", "样式 cellXfs 里有看不懂的部分：odd"),
        ("<fonts><odd/></fonts>", "样式 fonts 里有看不懂的部分：odd"),
        (
            "<numFmts><numFmt numFmtId=\"9\" formatCode=\"0\"/><numFmt numFmtId=\"9\" formatCode=\"1\"/></numFmts>",
            "数字格式 9 有两个",
        ),
    ] {
        assert_eq!(styles(parts).err().as_deref(), Some(why), "{parts}");
    }
    let theme = |face: &str| {
        let theme = format!("<theme><ea typeface=\"{face}\"/><font script=\"Thai\" typeface=\"Angsana New\"/></theme>");
        Styles::read(None, Some(&element(&theme))).expect("styles").strange
    };
    assert!(theme("宋体").is_empty() && theme("").is_empty());
    assert_eq!(theme("Libre Barcode 39"), ["主题的字体 Libre Barcode 39"]);
}

#[test]
fn fonts_in_which_texts_can_be_read() {
    for name in [
        "",
        "宋体",
        "仿宋_GB2312",
        "方正小标宋简体",
        "SimSun",
        "Microsoft YaHei UI",
        "Calibri Light",
        "Noto Sans CJK SC",
    ] {
        assert!(is_for_texts(name), "{name}");
    }
    for name in [
        "Wingdings",
        "Webdings",
        "Symbol",
        "@宋体",
        "Segoe UI Symbol",
        "Noto Color Emoji",
        "Free 3 of 9",
        "Code 128",
        "AdobeBlank",
    ] {
        assert!(!is_for_texts(name), "{name}");
    }
}

#[test]
fn what_columns_are_measured_by() {
    let sized = |size: u32| {
        format!("<fonts><font><sz val=\"{size}\"/></font></fonts><cellStyleXfs><xf fontId=\"0\"/></cellStyleXfs>")
    };
    assert_eq!(styles(&sized(22)).expect("styles").normal, "22");
    assert_eq!(styles("").expect("styles").normal, "");
}
