//! How cells look: formats, fonts, fills and alignment by what they do to what is read. The names of fonts and the lines around cells
//! are left out.

use std::collections::HashMap;

use super::color::Colors;
use super::element::Element;
use super::number_format;
use super::plain::written;
use crate::intake::book::BookFault;

/// What a cell's style does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::verify) struct Look {
    /// How a number is drawn.
    pub number: String,
    /// What the format does to a text; mostly nothing.
    pub text: String,
    pub font: Font,
    pub fill: String,
    pub alignment: String,
    pub protection: String,
}

impl Look {
    /// The aspects in which it differs from `other`: what, expected, found.
    pub fn against(&self, other: &Self, number: bool, text: bool, blank: bool) -> Vec<(&'static str, String, String)> {
        let mut found = Vec::new();
        let mut note = |what, ours: &str, theirs: &str| {
            if ours != theirs {
                found.push((what, ours.to_owned(), theirs.to_owned()));
            }
        };
        if number {
            note("数字格式", &self.number, &other.number);
        } else if text {
            note("数字格式", &self.text, &other.text);
        }
        note("底色", &self.fill, &other.fill);
        if !blank {
            note("字体", &self.font.words(), &other.font.words());
            note("对齐", &self.alignment, &other.alignment);
            note("单元格保护", &self.protection, &other.protection);
        }
        found
    }
}

/// A font by what it does: its size, its colour, its strokes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::verify) struct Font {
    pub size: String,
    pub color: String,
    pub marks: String,
}

impl Font {
    /// For people.
    pub fn words(&self) -> String {
        let size = if self.size.is_empty() { String::new() } else { format!("{} 磅 ", self.size) };
        format!("{size}颜色 {}{}", self.color, self.marks)
    }

    /// The font an element describes.
    pub fn of(element: &Element, colors: &Colors) -> Self {
        let on = |name: &str| element.child(name).is_some_and(|mark| mark.flag("val", true));
        let mut marks = String::new();
        for (name, word) in [("b", " 粗体"), ("i", " 斜体"), ("strike", " 删除线"), ("outline", " 空心")] {
            if on(name) {
                marks.push_str(word);
            }
        }
        if let Some(underline) = element.child("u") {
            let kind = underline.get("val").unwrap_or("single");
            if kind != "none" {
                marks.push_str(" 下划线");
                marks.push_str(if kind == "single" { "" } else { kind });
            }
        }
        let name = element.val("name").or_else(|| element.val("rFont")).unwrap_or_default();
        if element.val("charset") == Some("2") {
            marks.push_str(" 符号字体");
        } else if !is_for_texts(name) {
            marks.push_str(&format!(" 字体 {name}"));
        }
        if let Some(place) = element.val("vertAlign").filter(|place| *place != "baseline") {
            marks.push(' ');
            marks.push_str(place);
        }
        let size = element.val("sz").and_then(|size| size.parse::<f64>().ok()).map(|size| size.to_string());
        Self { size: size.unwrap_or_default(), color: colors.of(element.child("color"), "000000"), marks }
    }

    /// Does a run in this font look like the font of its cell? What a run does not say is the cell's.
    pub fn fits(&self, cell: &Self) -> bool {
        (self.size.is_empty() || self.size == cell.size) && self.color == cell.color && self.marks == cell.marks
    }
}

/// Is it a family of fonts in which texts can be read? Which of them is not compared, but many draw pictures, bars or nothing for letters, and
/// nobody knows all of those.
pub(super) fn is_for_texts(name: &str) -> bool {
    const FAMILIES: [&str; 62] = [
        "宋体",
        "新宋体",
        "中易宋体",
        "仿宋",
        "楷体",
        "黑体",
        "微软雅黑",
        "等线",
        "华文",
        "方正",
        "汉仪",
        "思源",
        "文泉驿",
        "阿里巴巴普惠体",
        "苹方",
        "隶书",
        "幼圆",
        "小标宋",
        "细明体",
        "新细明体",
        "simsun",
        "nsimsun",
        "simhei",
        "simkai",
        "simfang",
        "fangsong",
        "kaiti",
        "microsoft yahei",
        "microsoft jhenghei",
        "dengxian",
        "stsong",
        "stheiti",
        "stkaiti",
        "stfangsong",
        "pingfang",
        "songti",
        "heiti",
        "mingliu",
        "pmingliu",
        "noto",
        "source han",
        "wenquanyi",
        "wps",
        "arial",
        "aptos",
        "calibri",
        "cambria",
        "carlito",
        "caladea",
        "consolas",
        "courier",
        "dejavu",
        "georgia",
        "helvetica",
        "liberation",
        "segoe ui",
        "tahoma",
        "times",
        "trebuchet",
        "verdana",
        "yu gothic",
        "ms ",
    ];
    const PICTURES: [&str; 9] =
        ["symbol", "emoji", "icon", "dingbat", "outlook", "specialty", "barcode", "redact", "mdl2"];
    let name = name.trim().to_lowercase();
    name.is_empty()
        || FAMILIES.iter().any(|known| name.starts_with(known)) && !PICTURES.iter().any(|bad| name.contains(bad))
}

/// All styles of a workbook.
#[derive(Clone, Debug, Default)]
pub(in crate::verify) struct Styles {
    pub looks: Vec<Look>,
    /// What conditional formats do.
    pub differences: Vec<String>,
    pub colors: Colors,
    /// The size of the font by which columns are measured, in points.
    pub normal: String,
    /// What of them cannot be compared.
    pub strange: Vec<String>,
}

impl Styles {
    pub fn read(root: Option<&Element>, theme: Option<&Element>) -> Result<Self, BookFault> {
        let (mut colors, mut strange) = (Colors::default(), Vec::new());
        if let Some(theme) = theme {
            colors.set_theme(theme);
            theme.walk(&mut |element| {
                let is_used = matches!(&*element.name, "latin" | "ea" | "cs") || element.get("script") == Some("Hans");
                let face = element.get("typeface").filter(|_| is_used);
                strange.extend(face.filter(|face| !is_for_texts(face)).map(|face| format!("主题的字体 {face}")));
            });
        }
        let Some(root) = root else {
            return Ok(Self { looks: vec![Look::default()], colors, strange, ..Self::default() });
        };
        if let Some(palette) = root.child("colors").and_then(|colors| colors.child("indexedColors")) {
            colors.set_palette(palette);
        }
        // Cells name their styles by number: what one reader counts and another does not moves all behind it.
        let list = |name: &str, each: &str| -> Result<Vec<&Element>, BookFault> {
            let all = root.child(name).map(|list| list.children.iter().collect::<Vec<_>>()).unwrap_or_default();
            match all.iter().find(|entry| entry.name != each) {
                Some(other) => Err(BookFault::damaged(format!("样式 {name} 里有看不懂的部分：{}", other.name))),
                None => Ok(all),
            }
        };
        let mut codes: HashMap<u32, &str> = HashMap::new();
        for format in list("numFmts", "numFmt")? {
            if let (Some(id), Some(code)) =
                (format.get("numFmtId").and_then(|id| id.parse().ok()), format.get("formatCode"))
                && codes.insert(id, code).is_some()
            {
                return Err(BookFault::damaged(format!("数字格式 {id} 有两个")));
            }
        }
        let (fonts, fills, borders) = (list("fonts", "font")?, list("fills", "fill")?, list("borders", "border")?);
        let parents = list("cellStyleXfs", "xf")?;
        let number = |xf: &Element, name: &str| xf.get(name).and_then(|id| id.parse::<usize>().ok());
        let font = |xf: &Element| {
            let font = number(xf, "fontId").and_then(|font| fonts.get(font));
            font.map(|font| Font::of(font, &colors)).unwrap_or_default()
        };
        let look = |xf: &&Element| {
            let id = number(xf, "numFmtId").unwrap_or_default();
            let id = u32::try_from(id).unwrap_or_default();
            let mut format = number_format::effect(id, codes.get(&id).copied());
            let parent = number(xf, "xfId").and_then(|parent| parents.get(parent));
            // What a cell is said not to apply, some programs take from the style it is based on.
            let unsure = [("applyNumberFormat", "numFmtId"), ("applyFont", "fontId"), ("applyFill", "fillId")];
            for (apply, what) in unsure {
                // Two fonts may look alike.
                let differ = |parent: &Element| match what {
                    "fontId" => font(parent) != font(xf),
                    _ => number(parent, what) != number(xf, what),
                };
                if !xf.flag(apply, true) && parent.copied().is_some_and(differ) {
                    format.push_str(&format!("（{apply}=0）"));
                }
            }
            let aligned = |xf: &Element| xf.child("alignment").map(alignment).unwrap_or_default();
            let mut alignment = aligned(xf);
            if !xf.flag("applyAlignment", true) && parent.is_some_and(|parent| aligned(parent) != alignment) {
                alignment.push_str("（applyAlignment=0）");
            }
            if xf.flag("pivotButton", false) {
                alignment.push_str("（盖着按钮）");
            }
            let fill = number(xf, "fillId").and_then(|fill| fills.get(fill));
            let border = number(xf, "borderId").and_then(|border| borders.get(border));
            Look {
                text: number_format::on_text(&format),
                number: number_format::on_numbers(&format),
                font: font(xf),
                fill: fill.map(|fill| filled(fill, &colors, false)).unwrap_or_default()
                    + &border.map(|border| crossed(border)).unwrap_or_default(),
                alignment,
                protection: xf.child("protection").map(protection).unwrap_or_default(),
            }
        };
        let looks = list("cellXfs", "xf")?.iter().map(look).collect();
        let differences = list("dxfs", "dxf")?.into_iter().map(|dxf| difference(dxf, &colors)).collect();
        let normal = parents.first().map(|xf| font(xf).size).unwrap_or_default();
        Ok(Self { looks, differences, colors, normal, strange })
    }
}

fn filled(fill: &Element, colors: &Colors, conditional: bool) -> String {
    let Some(pattern) = fill.child("patternFill").filter(|_| fill.children.len() == 1) else {
        return if fill.children.is_empty() { String::new() } else { written(fill) };
    };
    let (front, back) = (pattern.child("fgColor"), pattern.child("bgColor"));
    match pattern.get("patternType").unwrap_or(if conditional { "solid" } else { "none" }) {
        "none" => String::new(),
        // A conditional format keeps its one colour in the other place.
        "solid" => colors.of(if conditional { back.or(front) } else { front }, "000000"),
        kind => format!("{kind} {} {}", colors.of(front, "000000"), colors.of(back, "FFFFFF")),
    }
}

/// Lines across a cell look like deleted content.
fn crossed(border: &Element) -> String {
    let line = border.child("diagonal").and_then(|line| line.get("style")).filter(|style| *style != "none");
    let drawn = border.flag("diagonalUp", false) || border.flag("diagonalDown", false);
    if drawn && line.is_some() { " 有斜线".to_owned() } else { String::new() }
}

fn alignment(alignment: &Element) -> String {
    let mut words = Vec::new();
    for (name, usual) in [
        ("horizontal", "general"),
        ("vertical", "bottom"),
        ("textRotation", "0"),
        ("wrapText", "0"),
        ("indent", "0"),
        ("relativeIndent", "0"),
        ("justifyLastLine", "0"),
        ("shrinkToFit", "0"),
        ("readingOrder", "0"),
    ] {
        let value = super::plain::value(alignment.get(name).unwrap_or(usual));
        if value != usual {
            words.push(format!("{name}={value}"));
        }
    }
    words.join(" ")
}

fn protection(protection: &Element) -> String {
    let unlocked = if protection.flag("locked", true) { "" } else { "不锁定" };
    let hidden = if protection.flag("hidden", false) { "隐藏公式" } else { "" };
    format!("{unlocked}{hidden}")
}

fn difference(dxf: &Element, colors: &Colors) -> String {
    let mut words = String::new();
    if let Some(font) = dxf.child("font") {
        let font = Font::of(font, colors);
        words.push_str(&font.words());
    }
    if let Some(format) = dxf.child("numFmt") {
        words.push_str(" 数字格式 ");
        words.push_str(&number_format::effect(0, Some(format.get("formatCode").unwrap_or_default())));
    }
    if let Some(fill) = dxf.child("fill") {
        words.push_str(" 底色 ");
        words.push_str(&filled(fill, colors, true));
    }
    words.push_str(&dxf.child("border").map(crossed).unwrap_or_default());
    words.push_str(&dxf.child("alignment").map(alignment).unwrap_or_default());
    words
}

#[cfg(test)]
mod tests;
