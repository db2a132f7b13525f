//! What lies over a sheet's cells: charts, pictures, text boxes, where they are.

use std::collections::BTreeMap;

use super::chart::{Cache, Chart};
use super::element::{Element, Space};
use super::fact::Facts;
use super::parts::{Parts, Relation};
use crate::checksum::sha256;
use crate::finding::column_letters;
use crate::intake::book::BookFault;
use crate::verify::shift::{Edge, Shift};

/// Reads the drawing of a sheet.
pub(super) struct Drawing<'a> {
    pub parts: &'a Parts,
    pub sheet: &'a str,
    pub shift: &'a Shift,
    pub facts: &'a mut Facts,
    pub caches: &'a mut Vec<Cache>,
}

impl Drawing<'_> {
    pub fn read(&mut self, part: &str) -> Result<(), BookFault> {
        let Some(root) = self.parts.tree(part, Space::SheetDrawing, "wsDr")? else {
            return Err(BookFault::damaged("缺少图形的部件"));
        };
        let relations = self.parts.relations(part)?;
        let mut charts = 0;
        for anchor in &root.children {
            if !matches!(&*anchor.name, "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor") {
                self.facts.strange(self.sheet, format!("图形里看不懂的部分 {}", anchor.name));
                continue;
            }
            let place = self.place(anchor);
            if anchor.child("clientData").is_some_and(|data| !data.flag("fPrintsWithSheet", true)) {
                self.facts.say(self.sheet, "图形不打印", place.clone(), "是");
            }
            for object in &anchor.children {
                match &*object.name {
                    "from" | "to" | "pos" | "ext" | "clientData" => {}
                    "graphicFrame" => {
                        charts += 1;
                        self.frame(object, &relations, charts, &place)?;
                    }
                    "pic" => {
                        let mut image = String::new();
                        object.walk(&mut |element| {
                            let id = element.relation("embed").or_else(|| element.relation("link"));
                            if let Some(relation) = id.and_then(|id| relations.get(id)) {
                                image.push_str(&relation.target);
                            }
                        });
                        self.parts.visit(&image);
                        let bytes = self.parts.package.whole(&image)?.unwrap_or_default();
                        self.facts.say(self.sheet, "图片", place.clone(), format!("图片 {}", &sha256(&bytes)[..12]));
                    }
                    other => {
                        let text = object.texts("t");
                        self.facts.say(self.sheet, "文本框或图形", place.clone(), format!("{other} {text}").trim());
                    }
                }
            }
        }
        Ok(())
    }

    fn frame(
        &mut self,
        frame: &Element,
        relations: &BTreeMap<String, Relation>,
        number: usize,
        place: &str,
    ) -> Result<(), BookFault> {
        let name = format!("图 {number}");
        let mut target = None;
        let mut hidden = String::new();
        frame.walk(&mut |element| {
            let kind = element.get("uri").unwrap_or_default();
            if element.name == "graphicData" && !kind.ends_with("/chart") {
                hidden.push_str(&format!("，类型 {kind}"));
            }
            if element.name == "chart" {
                target =
                    element.relation("id").and_then(|id| relations.get(id)).map(|relation| relation.target.clone());
            }
            if element.name == "cNvPr" && element.flag("hidden", false) {
                hidden.push_str("，隐藏");
            }
            if matches!(&*element.name, "hlinkClick" | "hlinkHover") {
                hidden.push_str("，带链接");
            }
        });
        let Some(target) = target else {
            self.facts.strange(self.sheet, format!("{name} 不是图表"));
            return Ok(());
        };
        if frame.get("macro").is_some_and(|name| !name.is_empty()) {
            hidden.push_str("，带宏");
        }
        self.facts.say(self.sheet, "图表", name.clone(), format!("在 {place}{hidden}"));
        let Some(root) = self.parts.tree(&target, Space::Chart, "chartSpace")? else {
            return Err(BookFault::damaged("缺少图表的部件"));
        };
        for relation in self.parts.relations(&target)?.values() {
            // Styles and colours are worked into the chart itself.
            if matches!(&*relation.kind, "chartStyle" | "chartColorStyle") {
                self.parts.visit(&relation.target);
            } else {
                self.facts.strange(self.sheet, format!("{name} 附带的部件 {}", relation.kind));
            }
        }
        let (sheet, shift) = (self.sheet, self.shift);
        Chart { sheet, name, shift, facts: self.facts, caches: self.caches }.read(&root);
        Ok(())
    }

    /// The cells an object lies over.
    fn place(&self, anchor: &Element) -> String {
        let corner = |name: &str| {
            let corner = anchor.child(name)?;
            let number = |name: &str| corner.child(name).and_then(|n| n.text.trim().parse::<u32>().ok()).unwrap_or(0);
            let row = self.shift.row(self.sheet, number("row"), Edge::Alone)?;
            let column = self.shift.column(self.sheet, number("col"), Edge::Alone)?;
            Some(format!("{}{}", column_letters(column), row + 1))
        };
        match (corner("from"), corner("to")) {
            (Some(from), Some(to)) => format!("{from}:{to}"),
            (Some(from), None) => from,
            _ => "固定位置".to_owned(),
        }
    }
}
