//! A chart by what it tells: its ranges, texts, scales and labels. Fonts, lines and shades are left out; what hides a text is not.

use super::element::Element;
use super::fact::Facts;
use super::formula::{Stand, canonical};
use super::number_format;
use super::plain;
use super::style::is_for_texts;
use crate::verify::shift::Shift;

/// Values a chart keeps of the cells it draws.
#[derive(Clone, Debug)]
pub(in crate::verify) struct Cache {
    pub sheet: String,
    pub chart: String,
    /// What is drawn: a reference in its one spelling.
    pub reference: String,
    pub points: Vec<(usize, String)>,
}

/// Reads one chart.
pub(super) struct Chart<'a> {
    pub sheet: &'a str,
    /// Which chart, for people.
    pub name: String,
    pub shift: &'a Shift,
    pub facts: &'a mut Facts,
    pub caches: &'a mut Vec<Cache>,
}

/// What programs add to charts for themselves, or to say how lines look.
const HARMLESS: [&str; 10] = [
    "?uniqueId",
    "?showLeaderLines",
    "?leaderLines",
    "?layout",
    "?spPr",
    "?invertSolidFillFmt",
    "?dataDisplayOptions16",
    "?pivotOptions",
    "?pivotOptions16",
    "?numFmt",
];

/// What stands where programs choose between two ways of shading.
const ALTERNATIVES: [&str; 5] = ["?AlternateContent", "?Choice", "?Fallback", "?style", "style"];

impl Chart<'_> {
    pub fn read(&mut self, root: &Element) {
        for part in &root.children {
            match &*part.name {
                "chart" => self.chart(part),
                "lang" | "date1904" | "roundedCorners" | "txPr" | "printSettings" | "style" => {}
                "spPr" => self.ground("底色", part),
                "clrMapOvr" => {
                    let usual = [("bg1", "lt1"), ("tx1", "dk1"), ("bg2", "lt2"), ("tx2", "dk2")];
                    if usual.iter().any(|(of, to)| part.get(of) != Some(to)) {
                        self.say("颜色对照", plain::written(part));
                    }
                }
                "extLst" => self.extensions(part),
                // How newer programs shade the chart.
                "?AlternateContent" => {
                    let mut names = Vec::new();
                    part.walk(&mut |element| names.push(&*element.name));
                    names.retain(|name| !ALTERNATIVES.contains(name));
                    names.into_iter().for_each(|name| self.strange(name));
                }
                other => self.strange(other),
            }
        }
        let mut hidden = Vec::new();
        root.walk(&mut |element| {
            if matches!(&*element.name, "defRPr" | "rPr" | "endParaRPr") {
                let size = element.get("sz").and_then(|size| size.parse::<u32>().ok()).unwrap_or(1000);
                let fill =
                    element.children.iter().find(|child| matches!(&*child.name, "solidFill" | "noFill" | "gradFill"));
                let color = fill.map(shade).unwrap_or_default();
                if size < 600 {
                    hidden.push(format!("小到 {} 磅", size / 100));
                }
                if !matches!(&*color, "" | "000000" | "595959" | "tx1") {
                    hidden.push(format!("颜色 {color}"));
                }
                if element.get("strike").is_some_and(|strike| strike != "noStrike") {
                    hidden.push("删除线".to_owned());
                }
            }
            if element.name == "manualLayout" && out_of_sight(element) {
                hidden.push(format!("移到看不见的地方 {}", plain::written(element)));
            }
            hidden.extend(covering(element));
        });
        hidden.sort_unstable();
        hidden.dedup();
        self.say("文字", hidden.join("；"));
    }

    fn say(&mut self, what: &str, value: impl Into<String>) {
        let at = format!("{} {what}", self.name);
        self.facts.say(self.sheet, "图表", at.trim_end(), value);
    }

    /// What lies behind the figures, unless it is white or nothing.
    fn ground(&mut self, what: &str, look: &Element) {
        let fill = look.children.iter().find(|child| child.name.ends_with("Fill")).map(shade).unwrap_or_default();
        if !matches!(&*fill, "FFFFFF" | "BG1" | "noFill") {
            self.say(what, fill);
        }
    }

    fn strange(&mut self, what: &str) {
        self.facts.strange(self.sheet, format!("{} 里看不懂的 {what}", self.name));
    }

    fn chart(&mut self, chart: &Element) {
        for part in &chart.children {
            match &*part.name {
                "title" => {
                    let title = self.title(part);
                    self.say("标题", title);
                }
                "plotArea" => self.plot(part),
                "legend" => {
                    let place = part.val("legendPos").unwrap_or("r").to_owned();
                    let lost = part.all("legendEntry").count();
                    self.say(
                        "图例",
                        format!("{place}{}", if lost > 0 { format!("，少 {lost} 项") } else { String::new() }),
                    );
                }
                "plotVisOnly" if part.flag("val", true) => {}
                "plotVisOnly" => self.say("隐藏的单元格", "也画"),
                "autoTitleDeleted" | "dispBlanksAs" | "layout" | "showDLblsOverMax" => {}
                "extLst" => self.extensions(part),
                other => {
                    let written = plain::written(part);
                    self.say(other, written);
                }
            }
        }
    }

    fn title(&mut self, title: &Element) -> String {
        let reference = title.child("tx").and_then(|tx| tx.child("strRef"));
        match reference {
            Some(reference) => self.reference(reference),
            None => title.texts("t"),
        }
    }

    fn plot(&mut self, plot: &Element) {
        let mut charts = 0;
        for part in &plot.children {
            match &*part.name {
                "layout" => {}
                "extLst" => self.extensions(part),
                "spPr" => self.ground("绘图区底色", part),
                kind if kind.ends_with("Chart") => {
                    charts += 1;
                    self.kind(part, charts);
                }
                kind if kind.ends_with("Ax") => self.axis(part),
                other => {
                    let written = plain::written(part);
                    self.say(other, format!("有 {written}"));
                }
            }
        }
    }

    fn kind(&mut self, chart: &Element, number: usize) {
        let mut words = chart.name.to_string();
        let mut series = 0;
        for part in &chart.children {
            let value = plain::value(part.get("val").unwrap_or_default());
            match &*part.name {
                "ser" => {
                    series += 1;
                    self.series(part, &format!("{number}-{series}"));
                }
                "barDir" | "grouping" | "radarStyle" | "scatterStyle" | "holeSize" | "firstSliceAng" => {
                    if !(part.name == "firstSliceAng" && value == "0") {
                        words.push_str(&format!(" {value}"));
                    }
                }
                "overlap" if value == "0" => {}
                "overlap" => words.push_str(&format!(" 重叠 {value}")),
                "dLbls" => {
                    let labels = self.labels(part);
                    if !labels.is_empty() {
                        words.push_str(&format!(" 标签 {labels}"));
                    }
                }
                "extLst" => self.extensions(part),
                // So wide a gap that nothing is left of the bars.
                "gapWidth" if value.parse::<u32>().is_ok_and(|width| width > 500) => words.push_str(" 间距太大"),
                "varyColors" | "gapWidth" | "axId" | "marker" | "smooth" | "shape" | "gapDepth" | "hiLowLines"
                | "dropLines" | "serLines" => {}
                other => self.strange(other),
            }
        }
        self.say(&format!("图形 {number}"), words);
    }

    fn series(&mut self, series: &Element, number: &str) {
        let mut words = Vec::new();
        for part in &series.children {
            match &*part.name {
                "tx" => {
                    let name = match part.child("strRef") {
                        Some(reference) => self.reference(reference),
                        None => part.texts("v"),
                    };
                    words.push(format!("名称 {name}"));
                }
                "cat" | "xVal" | "val" | "yVal" | "bubbleSize" => {
                    let what = match &*part.name {
                        "cat" | "xVal" => "横轴",
                        "bubbleSize" => "大小",
                        _ => "数值",
                    };
                    let drawn: Vec<String> = part.children.iter().map(|data| self.data(data)).collect();
                    words.push(format!("{what} {}", drawn.join(" ")));
                }
                "dLbls" => {
                    let labels = self.labels(part);
                    if !labels.is_empty() {
                        words.push(format!("标签 {labels}"));
                    }
                }
                "spPr" => {
                    let color = part.children.iter().find(|child| child.name.ends_with("Fill")).map(shade);
                    words.extend(color.map(|color| format!("颜色 {color}")));
                }
                "trendline" | "errBars" | "pictureOptions" => {
                    words.push(format!("{} {}", part.name, plain::written(part)));
                }
                "dPt" => {
                    let color =
                        part.child("spPr").and_then(|look| look.children.first()).map(shade).unwrap_or_default();
                    words.push(format!("第 {} 点 {color}", part.val("idx").unwrap_or_default()));
                }
                "extLst" => self.extensions(part),
                "idx" | "order" | "invertIfNegative" | "marker" | "smooth" | "explosion" | "shape" => {}
                other => self.strange(other),
            }
        }
        self.say(&format!("数列 {number}"), words.join("，"));
    }

    /// What a series draws: a reference, or values of its own.
    fn data(&mut self, data: &Element) -> String {
        match &*data.name {
            "numRef" | "strRef" | "multiLvlStrRef" => self.reference(data),
            _ => format!("写死的数 {}", data.all("pt").map(|point| point.texts("v")).collect::<Vec<_>>().join(" ")),
        }
    }

    fn reference(&mut self, reference: &Element) -> String {
        let text = reference.child("f").map(|f| f.text.clone()).unwrap_or_default();
        // A constant text stands as one in quotes.
        if let Some(constant) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            return constant.replace("\"\"", "\"");
        }
        let stand = Stand { sheet: self.sheet, shift: self.shift, distance: (0, 0) };
        let drawn = canonical(&text, stand);
        let cache = reference.children.iter().find(|child| child.name.ends_with("Cache"));
        if let Some(cache) = cache {
            let point = |point: &Element| Some((point.get("idx")?.parse().ok()?, point.texts("v")));
            let points: Vec<(usize, String)> = cache.all("pt").filter_map(point).collect();
            if !points.is_empty() {
                let (sheet, chart) = (self.sheet.to_owned(), self.name.clone());
                self.caches.push(Cache { sheet, chart, reference: drawn.clone(), points });
            }
        }
        drawn
    }

    fn labels(&mut self, labels: &Element) -> String {
        let mut words = Vec::new();
        for part in &labels.children {
            let on = part.flag("val", true);
            match &*part.name {
                "showVal" | "showCatName" | "showSerName" | "showPercent" | "showBubbleSize" if on => {
                    words.push(part.name.to_string());
                }
                "numFmt" if !part.flag("sourceLinked", false) => words.push(format(part)),
                // A label of one point may say anything.
                "dLbl" => {
                    let gone = part.child("delete").is_some_and(|gone| gone.flag("val", true));
                    let gone = if gone { "去掉" } else { "" };
                    words.push(format!("第 {} 点 {}{gone}", part.val("idx").unwrap_or_default(), part.texts("t")));
                }
                "delete" if on => return String::new(),
                "extLst" => self.extensions(part),
                _ => {}
            }
        }
        words.join(" ")
    }

    /// What newer programs add: marks of their own and how lines look. Anything else may be drawn by some.
    fn extensions(&mut self, list: &Element) {
        for extension in &list.children {
            let strange = extension.children.iter().find(|inside| {
                let is_off = || matches!(inside.get("val"), Some("0" | "false"));
                !(HARMLESS.contains(&&*inside.name) || (inside.name == "?showDataLabelsRange" && is_off()))
            });
            if let Some(inside) = strange {
                self.strange(&inside.name);
            }
        }
    }

    fn axis(&mut self, axis: &Element) {
        let mut words = Vec::new();
        for part in &axis.children {
            let value = part.get("val").unwrap_or_default().to_owned();
            match &*part.name {
                "scaling" => {
                    for bound in &part.children {
                        let value = bound.get("val").unwrap_or_default();
                        if !(bound.name == "orientation" && value == "minMax") && bound.name != "extLst" {
                            words.push(format!("{}={value}", bound.name));
                        }
                    }
                }
                "delete" if part.flag("val", true) => words.push("不显示".to_owned()),
                "numFmt" if !part.flag("sourceLinked", false) => words.push(format(part)),
                "tickLblPos" if value == "none" => words.push("没有刻度文字".to_owned()),
                "title" => {
                    let title = self.title(part);
                    words.push(format!("标题 {title}"));
                }
                "dispUnits" | "crossesAt" | "majorUnit" | "minorUnit" => words.push(plain::written(part)),
                "crosses" if value != "autoZero" => words.push(format!("交于 {value}")),
                "extLst" => self.extensions(part),
                _ => {}
            }
        }
        let name = format!("坐标轴 {}", axis.name);
        self.say(&name, if words.is_empty() { "有".to_owned() } else { words.join("，") });
    }
}

fn format(part: &Element) -> String {
    number_format::on_numbers(&number_format::effect(0, Some(part.get("formatCode").unwrap_or("General"))))
}

/// A fill's colour, with what lightens it or lets it shine through.
fn shade(fill: &Element) -> String {
    let Some(color) = fill.children.first() else { return fill.name.to_string() };
    let mut words = color.get("val").map(|value| value.to_uppercase().replace("TX1", "tx1")).unwrap_or_default();
    for change in &color.children {
        if !(change.name == "alpha" && change.get("val") == Some("100000")) {
            words.push_str(&format!(" {}", plain::written(change)));
        }
    }
    words
}

/// What of a shape's look may hide what is drawn or written: thick lines, effects, grounds of texts.
fn covering(element: &Element) -> Option<String> {
    let figure = |name: &str| element.get(name).and_then(|figure| figure.parse::<i64>().ok());
    match &*element.name {
        // Twenty points; a point is 12 700.
        "ln" if figure("w").is_some_and(|width| width > 254_000) => Some("线太粗".to_owned()),
        "rPr" | "defRPr" if figure("spc").is_some_and(|spacing| spacing.abs() > 1_000) => Some("字距太大".to_owned()),
        "effectLst" | "effectDag" if !element.children.is_empty() => Some(plain::written(element)),
        "scene3d" | "sp3d" if !plain::written(element).is_empty() => Some("立体".to_owned()),
        "highlight" => Some(format!("突出显示 {}", shade(element))),
        "latin" | "ea" | "cs" | "sym" => {
            let name = element.get("typeface").unwrap_or_default();
            let symbolic = element.get("charset") == Some("2");
            (symbolic || !(name.starts_with('+') || is_for_texts(name))).then(|| format!("字体 {name}"))
        }
        "title" | "legend" | "dLbls" | "dLbl" => {
            let fill = element.child("spPr")?.children.iter().find(|child| child.name.ends_with("Fill")).map(shade)?;
            (!matches!(&*fill, "FFFFFF" | "BG1" | "noFill")).then(|| format!("底色 {fill}"))
        }
        _ => None,
    }
}

/// Is a part of a chart put beside it, or made too small to be read?
fn out_of_sight(layout: &Element) -> bool {
    let number = |name: &str| layout.val(name).and_then(|number| number.parse::<f64>().ok());
    let beside = |at: f64| !(-0.5..=0.95).contains(&at);
    let tiny = |size: f64| !(0.1..=2.0).contains(&size);
    number("x").is_some_and(beside)
        || number("y").is_some_and(beside)
        || number("w").is_some_and(tiny)
        || number("h").is_some_and(tiny)
}

#[cfg(test)]
mod tests;
