//! Notes at cells, and the older drawings that hold their boxes.

use std::collections::BTreeMap;

use super::address::{address, place_of};
use super::element::{Element, Space};
use super::fact::Facts;
use super::style::Styles;
use super::text::Rich;
use crate::finding::column_letters;
use crate::verify::shift::Shift;

/// So many columns or rows from its cell a note is out of sight.
const FAR: u32 = 20;

/// Says each note by its cell.
pub(super) fn comments(root: &Element, sheet: &str, styles: &Styles, shift: &Shift, facts: &mut Facts) {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for comment in root.child("commentList").map(|list| list.children.iter()).into_iter().flatten() {
        if comment.name != "comment" {
            facts.strange(sheet, format!("批注里看不懂的部分 {}", comment.name));
            continue;
        }
        let place = place_of(comment.get("ref").unwrap_or_default(), sheet, shift);
        let text = comment.child("text").map(|text| Rich::of(text, &styles.colors)).unwrap_or_default();
        let note = said.entry(place).or_default();
        note.push_str(text.plain.trim());
        for (_, font) in &text.runs {
            let tiny = font.size.parse::<f64>().is_ok_and(|size| size < 6.0);
            if tiny || font.color != "000000" || font.marks.contains("删除线") {
                note.push_str(&format!("（{}）", font.words()));
            }
        }
    }
    for (place, text) in said {
        facts.say(sheet, "批注", place, text);
    }
}

/// Says what an older drawing holds beside the closed boxes of notes.
pub(super) fn boxes(root: &Element, sheet: &str, shift: &Shift, facts: &mut Facts) {
    for shape in &root.children {
        if shape.space == Space::Vml && matches!(&*shape.name, "shapelayout" | "shapetype") {
            continue;
        }
        let client = shape.child("ClientData");
        let note = client.filter(|client| client.get("ObjectType") == Some("Note"));
        let Some(note) = note else {
            let kind = client.and_then(|client| client.get("ObjectType")).unwrap_or(&shape.name);
            let text = shape.texts("div") + &shape.texts("font") + &shape.texts("span");
            facts.say(sheet, "旧式图形", "", format!("{kind} {}", text.trim()));
            continue;
        };
        let number = |name: &str| note.child(name).and_then(|number| number.text.trim().parse::<u32>().ok());
        let place =
            number("Row").zip(number("Column")).map(|(row, column)| format!("{}{}", column_letters(column), row + 1));
        let place = place.filter(|place| address(place).is_some()).unwrap_or_default();
        // The box of a note is found by its row and column.
        facts.say(sheet, "批注的框", place_of(&place, sheet, shift), "有");
        let left = note.child("Anchor").and_then(|anchor| anchor.text.split(',').next()?.trim().parse::<u32>().ok());
        let top = note.child("Anchor").and_then(|anchor| anchor.text.split(',').nth(2)?.trim().parse::<u32>().ok());
        let far = |at: Option<u32>, cell: Option<u32>| at.zip(cell).is_some_and(|(at, cell)| at.abs_diff(cell) > FAR);
        if far(left, number("Column")) || far(top, number("Row")) {
            facts.say(sheet, "批注的框", place_of(&place, sheet, shift), "离单元格太远");
        }
        let style = shape.get("style").unwrap_or_default().replace(' ', "");
        if note.child("Visible").is_some() || !style.contains("visibility:hidden") {
            facts.say(sheet, "批注一直显示", place_of(&place, sheet, shift), "盖住下面的单元格");
        }
        let length = |name: &str| {
            let value = style.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix(':'))?;
            value.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<f64>().ok()
        };
        if ["width", "height"].iter().any(|name| length(name).is_some_and(|length| length < 20.0)) {
            facts.say(sheet, "批注框太小", place_of(&place, sheet, shift), "看不见");
        }
        let ground = shape.get("fillcolor").unwrap_or_default().to_ascii_lowercase();
        if ["black", "#000", "windowtext"].iter().any(|dark| ground.starts_with(dark)) {
            facts.say(sheet, "批注的底色", place_of(&place, sheet, shift), ground);
        }
        if note.children.iter().any(|child| child.name.starts_with("Fmla")) {
            facts.say(sheet, "批注的宏", place_of(&place, sheet, shift), "有");
        }
        let mut pictures = 0;
        shape.walk(&mut |element| pictures += u32::from(element.name == "imagedata"));
        if pictures > 0 {
            facts.say(sheet, "批注里的图片", place_of(&place, sheet, shift), "有");
        }
    }
}
