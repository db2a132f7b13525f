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
        for way in
            comment.children.iter().filter(|child| child.name == "?AlternateContent").flat_map(|all| &all.children)
        {
            if let Some(strange) = way.children.iter().find(|child| child.name != "?commentPr") {
                facts.strange(sheet, format!("批注里看不懂的部分 {}", strange.name));
            }
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

#[cfg(test)]
mod tests {
    use super::super::test_support::{element, told};
    use super::*;

    /// Each note, put where `…` stands, says this and nothing else.
    fn check(say: impl Fn(&Element, &mut Facts), around: &str, table: &[(&str, &str)]) {
        for (part, expected) in table {
            let mut facts = Facts::default();
            say(&element(&around.replace('…', part)), &mut facts);
            assert_eq!(told(&facts).join("；"), *expected, "{part}");
        }
    }

    #[test]
    fn what_notes_say() {
        let run = |font: &str| format!("<comment ref=\"B2\"><text><r><rPr>{font}</rPr><t>甲</t></r></text></comment>");
        let marked = |words: &str| format!("批注 B2: 甲（{words}）");
        let say = |root: &Element, facts: &mut Facts| {
            comments(root, "表", &Styles::default(), &Shift::default(), facts);
        };
        check(
            say,
            "<comments><commentList>…</commentList></comments>",
            &[
                ("", ""),
                ("<comment ref=\"B2\"><text><t> 甲 </t></text></comment>", "批注 B2: 甲"),
                ("<comment ref=\"B2\"/>", ""),
                ("<odd/>", "? 表 › 批注里看不懂的部分 odd"),
                (
                    "<comment ref=\"B2\" xmlns:m=\"urn:m\"><m:AlternateContent><m:Choice><commentPr/></m:Choice>\
                     </m:AlternateContent></comment>",
                    "",
                ),
                (&run("<sz val=\"6\"/>"), "批注 B2: 甲"),
                (&run("<sz val=\"5.9\"/>"), &marked("5.9 磅 颜色 000000")),
                (&run("<color rgb=\"FFFFFFFF\"/>"), &marked("颜色 FFFFFF")),
                (&run("<strike/>"), &marked("颜色 000000 删除线")),
                (&run("<b/>"), "批注 B2: 甲"),
                // Behind a run with a font of its own one without.
                (
                    "<comment ref=\"B2\"><text><r><rPr><b/></rPr><t>甲</t></r><r><t>乙</t></r></text></comment>",
                    "批注 B2: 甲乙",
                ),
            ],
        );
        check(say, "<comments>…</comments>", &[("", "")]);
    }

    #[test]
    fn what_the_boxes_of_notes_hide() {
        let say = |root: &Element, facts: &mut Facts| boxes(root, "表", &Shift::default(), facts);
        let shape = |style: &str, more: &str, client: &str| {
            format!(
                "<shape style=\"{style}\" {more}<ClientData ObjectType=\"Note\"><Row>1</Row><Column>2</Column>{client}\
                 </ClientData></shape>"
            )
        };
        let hidden = |more: &str, client: &str| shape("visibility:hidden", more, client);
        let styled = |style: &str| shape(&format!("visibility: hidden; {style}"), ">", "");
        let with = |said: &str| {
            let mut all = vec!["批注的框 C2: 有", said];
            all.retain(|said| !said.is_empty());
            all.sort_unstable();
            all.join("；")
        };
        check(
            say,
            "<xml>…</xml>",
            &[
                (&hidden(">", ""), &with("")),
                (&shape("", ">", ""), &with("批注一直显示 C2: 盖住下面的单元格")),
                (&hidden(">", "<Visible/>"), &with("批注一直显示 C2: 盖住下面的单元格")),
                // Left and top are the first and the third figure.
                (&hidden(">", "<Anchor>22, 0, 21, 0</Anchor>"), &with("")),
                (&hidden(">", "<Anchor>23, 0, 1, 0</Anchor>"), "批注的框 C2: 有；又 离单元格太远"),
                (&hidden(">", "<Anchor>2, 0, 22, 0</Anchor>"), "批注的框 C2: 有；又 离单元格太远"),
                (&hidden(">", "<Anchor>2, 99, 1, 99</Anchor>"), &with("")),
                (&styled("width:20pt; height:20pt"), &with("")),
                (&styled("width:19.9pt"), &with("批注框太小 C2: 看不见")),
                (&styled("height:1pt;width:50pt"), &with("批注框太小 C2: 看不见")),
                (&styled("border-width:1pt"), &with("")),
                (&hidden("fillcolor=\"Black [0]\">", ""), &with("批注的底色 C2: black [0]")),
                (&hidden("fillcolor=\"#ffffe1\">", ""), &with("")),
                (&hidden(">", "<FmlaMacro>x</FmlaMacro>"), &with("批注的宏 C2: 有")),
                (&hidden("><fill><imagedata/></fill>", ""), &with("批注里的图片 C2: 有")),
                (&hidden("><imagedata/><imagedata/>", ""), &with("批注里的图片 C2: 有")),
                (
                    "<shape><ClientData ObjectType=\"Button\"/><div>甲<font>乙</font></div></shape>",
                    "旧式图形: Button 甲乙",
                ),
                ("<shape><textbox><span>丙</span></textbox></shape>", "旧式图形: shape 丙"),
                ("<shapetype/>", "旧式图形: shapetype"),
                ("<shapetype xmlns=\"urn:schemas-microsoft-com:vml\"/>", ""),
                ("<shapelayout xmlns=\"urn:schemas-microsoft-com:office:office\"/>", ""),
                ("<shape xmlns=\"urn:schemas-microsoft-com:vml\"/>", "旧式图形: shape"),
            ],
        );
    }
}
