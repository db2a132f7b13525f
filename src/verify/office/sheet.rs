//! What a sheet says beside its cells: what is hidden, frozen, merged, printed, checked, protected, drawn.

use std::collections::BTreeMap;

use super::address::{Range, place_of, range};
use super::element::{Element, Space};
use super::fact::Facts;
use super::formula::{Stand, canonical};
use super::parts::Relation;
use super::plain;
use super::style::{Styles, is_for_texts};
use crate::finding::column_letters;
use crate::verify::shift::Shift;

/// The number of columns a sheet has.
const COLUMNS: usize = 1 << 14;

/// How wide columns are, and which are hidden.
#[derive(Clone, Debug)]
pub(in crate::verify) struct Columns {
    pub width: Vec<f32>,
    pub hidden: Vec<bool>,
    pub outline: Vec<u8>,
}

/// What is needed to read what stands around the cells.
pub(super) struct Reading<'a> {
    pub sheet: &'a str,
    pub shift: &'a Shift,
    pub styles: &'a Styles,
    pub relations: &'a BTreeMap<String, Relation>,
    pub facts: &'a mut Facts,
}

/// The usual width of a column.
const WIDTH: f32 = 9.14;

/// Reads all elements of a sheet but its cells, and says what columns look like.
pub(super) fn around(elements: &[Element], content: Option<Range>, reading: &mut Reading<'_>) -> Columns {
    let mut columns = Columns { width: vec![WIDTH; COLUMNS], hidden: vec![false; COLUMNS], outline: vec![0; COLUMNS] };
    let fits = elements.iter().filter(|e| e.name == "sheetPr").filter_map(|pr| pr.child("pageSetUpPr"));
    let fits = fits.map(|pages| pages.flag("fitToPage", false)).next_back().unwrap_or(false);
    let mut rank = Vec::new();
    for (at, element) in elements.iter().enumerate() {
        if element.space == Space::Ignored {
            continue;
        }
        if element.space != Space::Sheet {
            reading.facts.strange(reading.sheet, format!("看不懂的部分 {}", element.name));
            continue;
        }
        let sheet = reading.sheet;
        // Which of two counts depends on the reader.
        let again = elements[..at].iter().any(|known| known.name == element.name);
        if again && element.name != "conditionalFormatting" {
            reading.facts.strange(sheet, format!("写了两次的 {}", element.name));
        }
        match &*element.name {
            "dimension" => dimension(element, content, reading),
            "sheetViews" => views(element, reading),
            "sheetFormatPr" => {
                if element.flag("zeroHeight", false) {
                    reading.facts.say(sheet, "默认行高", "", "没有写明行高的行都隐藏");
                }
                let number = |name: &str| element.get(name).and_then(|number| number.parse::<f64>().ok());
                reading.facts.measure(sheet, "默认行高", "", number("defaultRowHeight").unwrap_or(15.0));
                if let Some(width) = element.get("defaultColWidth").and_then(|width| width.parse().ok()) {
                    columns.width.fill(width);
                }
            }
            "cols" => {
                if widths(element, &mut columns) {
                    reading.facts.strange(sheet, "列的设置互相重叠");
                }
                grounds(element, reading);
            }
            "autoFilter" => {
                let columns: Vec<String> = element.children.iter().map(filtered).collect();
                let place = place_of(element.get("ref").unwrap_or_default(), sheet, reading.shift);
                reading.facts.say(sheet, "筛选", "", format!("{place}{}", columns.join("；")));
            }
            "mergeCells" => {
                for merge in element.all("mergeCell") {
                    let place = place_of(merge.get("ref").unwrap_or_default(), sheet, reading.shift);
                    reading.facts.say(sheet, "合并的单元格", place, "合并");
                }
            }
            "conditionalFormatting" => conditional(element, &mut rank, reading),
            "dataValidations" => {
                validations(element, reading);
            }
            "hyperlinks" => links(element, reading),
            "pageMargins" => {
                for (name, word) in [
                    ("left", "左"),
                    ("right", "右"),
                    ("top", "上"),
                    ("bottom", "下"),
                    ("header", "页眉"),
                    ("footer", "页脚"),
                ] {
                    if let Some(margin) = element.get(name).and_then(|margin| margin.parse().ok()) {
                        reading.facts.measure(sheet, "页边距", word, margin);
                    }
                }
            }
            "pageSetup" => {
                reading.facts.say(sheet, "页面设置", "", plain::content(element));
                let pages = |name: &str| element.get(name).unwrap_or("1").to_owned();
                if fits {
                    let pages = format!("{} 页宽 {} 页高", pages("fitToWidth"), pages("fitToHeight"));
                    reading.facts.say(sheet, "打印缩放", "", pages);
                } else {
                    let scale = element.get("scale").and_then(|scale| scale.parse().ok()).unwrap_or(100.0);
                    reading.facts.measure(sheet, "打印缩放", "", scale);
                }
            }
            "headerFooter" => {
                reading.facts.say(
                    sheet,
                    "页眉页脚",
                    "",
                    plain::content(&Element { children: Vec::new(), ..element.clone() }),
                );
                for part in &element.children {
                    reading.facts.say(sheet, "页眉页脚", part.name.clone(), without_fonts(&part.text));
                }
            }
            "sheetPr" => reading.facts.say(sheet, "工作表属性", "", plain::content(element)),
            "sheetProtection" => reading.facts.say(sheet, "工作表保护", "", format!("有 {}", plain::content(element))),
            "printOptions" => reading.facts.say(sheet, "打印选项", "", plain::content(element)),
            "rowBreaks" | "colBreaks" => breaks(element, reading),
            "sheetCalcPr" => {}
            "protectedRanges" | "scenarios" | "dataConsolidate" | "customSheetViews" | "sortState" | "cellWatches"
            | "customProperties" | "smartTags" | "webPublishItems" => {
                reading.facts.say(sheet, "工作表的其他设置", &*element.name, plain::content(element));
            }
            "oleObjects" => reading.facts.say(sheet, "嵌入的对象", "", "有"),
            "controls" => reading.facts.say(sheet, "控件", "", "有"),
            "picture" => reading.facts.say(sheet, "背景图片", "", "有"),
            "legacyDrawingHF" | "drawingHF" => reading.facts.say(sheet, "页眉页脚的图片", "", "有"),
            "tableParts" if element.children.is_empty() => {}
            "tableParts" => reading.facts.say(sheet, "表格对象", "", "有"),
            // Seen elsewhere, or seen by nobody: green corners, signs for reading aloud.
            "drawing" | "legacyDrawing" | "ignoredErrors" | "phoneticPr" => {}
            "extLst" => extensions(element, reading.sheet, reading.facts),
            other => reading.facts.strange(sheet, format!("看不懂的部分 {other}")),
        }
    }
    reading.facts.say(reading.sheet, "条件格式的先后", "", ranked(rank));
    columns
}

/// What a column is filtered by. One test alone need not say how it is joined to others.
fn filtered(column: &Element) -> String {
    let mut column = column.clone();
    for tests in column.children.iter_mut().filter(|tests| tests.name == "customFilters" && tests.children.len() < 2) {
        tests.attributes.retain(|attribute| attribute.name != "and");
    }
    plain::written(&column)
}

/// The first row or column of each page that somebody began by hand; what a page was long before is a program's own business.
fn breaks(element: &Element, reading: &mut Reading<'_>) {
    let rows = element.name == "rowBreaks";
    let first = |at: &Element| {
        let number = at.get("id").and_then(|id| id.parse::<u32>().ok())?;
        at.flag("man", false)
            .then(|| if rows { format!("A{}", number + 1) } else { format!("{}1", column_letters(number)) })
    };
    let firsts: Vec<String> = element.all("brk").filter_map(first).collect();
    let places = place_of(&firsts.join(" "), reading.sheet, reading.shift);
    reading.facts.say(reading.sheet, "分页", &*element.name, places);
}

/// Programs that trust what a sheet says of its size must not miss cells.
fn dimension(element: &Element, content: Option<Range>, reading: &mut Reading<'_>) {
    let place = element.get("ref").unwrap_or_default();
    if matches!(place, "" | "A1" | "A1:A1") {
        return;
    }
    let whole = range(place).zip(content).is_none_or(|((first, last), (top, bottom))| {
        first.0 <= top.0 && first.1 <= top.1 && last.0 >= bottom.0 && last.1 >= bottom.1
    });
    if !whole {
        reading.facts.say(reading.sheet, "写明的范围", "", format!("{place}，比有内容的小，有的程序读不全"));
    }
}

fn views(element: &Element, reading: &mut Reading<'_>) {
    let sheet = reading.sheet;
    for (index, view) in element.all("sheetView").enumerate() {
        let at = if index == 0 { String::new() } else { format!("第 {} 个窗口", index + 1) };
        let bare = Element { children: Vec::new(), ..view.clone() };
        let shown = plain::content(&bare);
        reading.facts.say(sheet, "视图", &*at, if index == 0 { shown } else { format!("有 {shown}") });
        if view.flag("tabSelected", false) {
            reading.facts.selected.push(sheet.to_owned());
        }
        let zoom = view.get("zoomScale").and_then(|zoom| zoom.parse::<f64>().ok()).unwrap_or(100.0);
        // To read at another size is everyone's own business; what is too small to be read is not.
        if !(50.0..=200.0).contains(&zoom) {
            reading.facts.say(sheet, "显示比例", &*at, format!("{zoom}%"));
        }
        if let Some(first) = view.get("topLeftCell").filter(|first| *first != "A1") {
            reading.facts.say(sheet, "窗口从哪里显示起", &*at, place_of(first, sheet, reading.shift));
        }
        for child in &view.children {
            match &*child.name {
                "pane" => {
                    let split = |name: &str| child.get(name).unwrap_or("0").to_owned();
                    let state = child.get("state").unwrap_or("split");
                    let first = place_of(child.get("topLeftCell").unwrap_or_default(), sheet, reading.shift);
                    let split = format!("{state} {} 列 {} 行，下面从 {first} 起", split("xSplit"), split("ySplit"));
                    reading.facts.say(sheet, "冻结窗格", &*at, split);
                }
                "selection" => {}
                "extLst" => extensions(child, sheet, reading.facts),
                other => reading.facts.strange(sheet, format!("视图里看不懂的 {other}")),
            }
        }
    }
}

/// Takes the widths; does any column have two?
fn widths(element: &Element, columns: &mut Columns) -> bool {
    let (mut behind, mut twice) = (0, false);
    for col in element.all("col") {
        let number = |name: &str| col.get(name).and_then(|number| number.parse::<usize>().ok()).unwrap_or(1);
        let (first, last) = (number("min").clamp(1, COLUMNS) - 1, number("max").clamp(1, COLUMNS));
        twice |= first < behind;
        behind = last;

        for at in first..last {
            if let Some(width) = col.get("width").and_then(|width| width.parse().ok()) {
                columns.width[at] = width;
            }
            columns.hidden[at] = col.flag("hidden", false);
            columns.outline[at] = col.get("outlineLevel").and_then(|level| level.parse().ok()).unwrap_or(0);
        }
    }
    twice
}

/// Columns have a ground of their own where no cell is.
fn grounds(element: &Element, reading: &mut Reading<'_>) {
    for col in element.all("col") {
        let look = col.get("style").and_then(|style| reading.styles.looks.get(style.parse::<usize>().ok()?));
        if let Some(look) = look.filter(|look| !look.fill.is_empty()) {
            let place = [col.get("min"), col.get("max")].map(|column| column.and_then(|column| column.parse().ok()));
            let [first, last] = place.map(|column: Option<u32>| column_letters(column.unwrap_or(1).saturating_sub(1)));
            reading.facts.say(reading.sheet, "整列的底色", format!("{first}:{last}"), look.fill.trim());
        }
    }
}

fn conditional(element: &Element, rank: &mut Vec<(i64, String)>, reading: &mut Reading<'_>) {
    let place = place_of(element.get("sqref").unwrap_or_default(), reading.sheet, reading.shift);
    let mut rules: Vec<(i64, String)> = Vec::new();
    for rule in element.all("cfRule") {
        let stand = Stand { sheet: reading.sheet, shift: reading.shift, distance: (0, 0) };
        let kind = rule.get("type").unwrap_or_default();
        let mut words = vec![kind.to_owned()];
        // Some programs write every attribute a rule of any kind can have.
        let counted: &[(&str, &str)] = match kind {
            "cellIs" => &[("operator", "")],
            "top10" => &[("rank", ""), ("percent", "0"), ("bottom", "0")],
            "aboveAverage" => &[("aboveAverage", "1"), ("equalAverage", "0"), ("stdDev", "0")],
            "containsText" | "notContainsText" | "beginsWith" | "endsWith" => &[("operator", ""), ("text", "")],
            "timePeriod" => &[("timePeriod", "")],
            _ => &[],
        };
        for (name, usual) in counted {
            let value = plain::value(rule.get(name).unwrap_or(usual));
            if value != *usual {
                words.push(format!("{name}={value}"));
            }
        }
        if rule.flag("stopIfTrue", false) {
            words.push("stopIfTrue".to_owned());
        }
        words.extend(rule.all("formula").map(|formula| canonical(&formula.text, stand)));
        if let Some(index) = rule.get("dxfId") {
            let look = index.parse().ok().and_then(|index: usize| reading.styles.differences.get(index));
            words.push(format!("→ {}", look.map_or("（没有这个格式）", |look| look.trim())));
        }
        for other in rule.children.iter().filter(|child| child.name != "formula") {
            if other.name == "extLst" {
                extensions(other, reading.sheet, reading.facts);
            } else {
                words.push(plain::written(other));
            }
        }
        let priority = rule.get("priority").and_then(|priority| priority.parse().ok()).unwrap_or(0);
        rules.push((priority, words.join(" ")));
        rank.push((priority, place.clone()));
    }
    rules.sort_by_key(|(priority, _)| *priority);
    let rules: Vec<String> = rules.into_iter().map(|(_, rule)| rule).collect();
    reading.facts.say(reading.sheet, "条件格式", place, rules.join("；"));
}

/// Which places come before which; what comes twice in a row counts once.
fn ranked(mut rank: Vec<(i64, String)>) -> String {
    rank.sort_by_key(|(priority, _)| *priority);
    let mut places: Vec<String> = rank.into_iter().map(|(_, place)| place).collect();
    places.dedup();
    if places.len() > 1 { places.join("，") } else { String::new() }
}

fn validations(element: &Element, reading: &mut Reading<'_>) {
    if element.flag("disablePrompts", false) {
        reading.facts.say(reading.sheet, "数据有效性", "", "不显示提示");
    }
    for rule in &element.children {
        let place = place_of(rule.get("sqref").unwrap_or_default(), reading.sheet, reading.shift);
        let mut rule = rule.clone();
        rule.attributes.retain(|attribute| attribute.name != "sqref");
        for formula in &mut rule.children {
            let stand = Stand { sheet: reading.sheet, shift: reading.shift, distance: (0, 0) };
            formula.text = canonical(&formula.text, stand);
        }
        reading.facts.say(reading.sheet, "数据有效性", place, plain::content(&rule));
    }
}

fn links(element: &Element, reading: &mut Reading<'_>) {
    for link in element.all("hyperlink") {
        let place = place_of(link.get("ref").unwrap_or_default(), reading.sheet, reading.shift);
        let outside = link
            .relation("id")
            .map(|id| reading.relations.get(id).map_or("（没有目标）", |relation| &*relation.target));
        let mut target = outside.unwrap_or_default().to_owned();
        if let Some(within) = link.get("location") {
            target.push('#');
            target.push_str(&location(within, reading.shift));
        }
        if let Some(tip) = link.get("tooltip").filter(|tip| !tip.is_empty()) {
            target.push_str(&format!(" 提示“{tip}”"));
        }
        reading.facts.say(reading.sheet, "链接", place, target);
    }
}

/// A place in this workbook or another, quotes left out.
fn location(within: &str, shift: &Shift) -> String {
    match within.rsplit_once('!') {
        Some((sheet, place)) => {
            let sheet = sheet.trim_matches('\'').replace("''", "'");
            format!("{sheet}!{}", place_of(place, &sheet, shift))
        }
        None => within.to_owned(),
    }
}

/// Headers and footers without the names of fonts.
fn without_fonts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("&\"") {
            let (font, behind) = after.split_once('"').unwrap_or((after, ""));
            let name = font.split(',').next().unwrap_or_default();
            if name != "-" && !is_for_texts(name) {
                out.push_str(&format!("〔字体 {name}〕"));
            }
            rest = behind;
        } else {
            // Two of them are one that is printed: what follows is a text.
            let code = rest.char_indices().nth(2).map_or(rest.len(), |(end, _)| end);
            out.push_str(&rest[..code]);
            rest = &rest[code..];
        }
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// What programs add for themselves and nobody else sees, and what stands in it.
const HARMLESS: [(&str, &str); 5] = [
    // How references in texts are written (LibreOffice).
    ("{7626C862-2A13-11E5-B345-FEFF819CDC9F}", "?extCalcPr"),
    // How charts follow their cells; what the calculation engine knows (Excel).
    ("{140A7094-0E35-4892-8432-C4D2E57EDEB5}", "?workbookPr"),
    ("{B58B0392-4F1F-4190-BB64-5DF3571DCE5F}", "?calcFeatures"),
    // Styles of slicers and time lines, of which there are none (Excel).
    ("{EB79DEF2-80B8-43E5-98BD-54CBDDF9020C}", "?slicerStyles"),
    ("{9260A510-F301-46A8-8635-F512D64BE5F5}", "?timelineStyles"),
];

pub(super) fn extensions(element: &Element, sheet: &str, facts: &mut Facts) {
    for extension in &element.children {
        let uri = extension.get("uri").unwrap_or_default().to_uppercase();
        let inside = extension.children.first().map_or("", |child| &*child.name);
        // Some programs go by the sign, others by what stands in it.
        if extension.children.len() != 1 || !HARMLESS.contains(&(&*uri, inside)) {
            facts.strange(sheet, format!("扩展部分 {inside} {uri}"));
        }
    }
}

#[cfg(test)]
mod tests;
