//! A workbook as an office program takes it: everything that changes what a reader, a printer or another program gets, by what it does
//! and not by how it is written. What is not understood is told, never passed over.

mod address;
mod alike;
mod cells;
mod chart;
mod color;
mod drawing;
mod element;
mod fact;
mod formula;
mod notes;
mod number_format;
mod parts;
mod plain;
mod properties;
mod scalar;
mod sheet;
mod strings;
mod style;
#[cfg(test)]
pub(super) mod test_support;
mod text;
mod tree;
mod window;
mod written_row;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use address::Range;
pub(super) use address::range;
use cells::{Around, Cells, Take};
pub(super) use cells::{Held, SheetRow};
pub(super) use chart::Cache;
use element::{Element, Space};
pub(super) use fact::{Facts, Subject};
use formula::{Stand, canonical};
use parts::{Parts, Relation};
pub(super) use scalar::Scalar;
pub(super) use sheet::Columns;
use strings::Strings;
pub(super) use style::Look;
use style::Styles;
use tree::{Step, Xml};
use window::Window;

use super::shift::Shift;
use crate::intake::book::BookFault;
use crate::intake::book::store::Store;

/// A sheet as the workbook lists it.
#[derive(Clone, Debug)]
pub(super) struct OfficeSheet {
    pub name: Arc<str>,
    /// Visible, hidden or very hidden.
    pub state: String,
    /// Worksheet, chart sheet, macro sheet.
    pub kind: String,
    part: String,
}

/// An opened workbook.
pub(super) struct OfficeBook {
    parts: Parts,
    main: Element,
    main_part: String,
    pub sheets: Vec<OfficeSheet>,
    /// How many cells were given out so far.
    read: AtomicUsize,
    styles: Styles,
    strings: Strings,
    /// The parts that say what cells look like and which texts they share.
    ground: Vec<String>,
}

impl OfficeBook {
    pub fn open(store: &Store) -> Result<Self, BookFault> {
        let parts = Parts::open(store)?;
        let root = parts.relations("")?;
        let mut mains = root.values().filter(|relation| relation.kind == "officeDocument");
        let main_part = mains.next().map(|relation| relation.target.clone());
        let main_part = main_part.ok_or_else(|| BookFault::damaged("缺少工作簿的主部件"))?;
        if mains.next().is_some() {
            return Err(BookFault::damaged("有两个工作簿主部件"));
        }
        let main = parts
            .tree(&main_part, Space::Sheet, "workbook")?
            .ok_or_else(|| BookFault::damaged("缺少工作簿的主部件"))?;
        let relations = parts.relations(&main_part)?;
        let only = |kind: &str| -> Result<Option<&Relation>, BookFault> {
            let mut all = relations.values().filter(|relation| relation.kind == kind);
            let first = all.next();
            if all.next().is_some() {
                return Err(BookFault::damaged(format!("有两个 {kind} 部件")));
            }
            Ok(first)
        };
        let mut ground = Vec::new();
        for kind in ["theme", "styles", "sharedStrings"] {
            ground.push(only(kind)?.map(|relation| relation.target.clone()).unwrap_or_default());
        }
        let tree = |kind: &str, space: Space, root: &str| -> Result<Option<Element>, BookFault> {
            only(kind)?.map_or(Ok(None), |relation| parts.tree(&relation.target, space, root))
        };
        let theme = tree("theme", Space::Drawing, "theme")?;
        let styles = Styles::read(tree("styles", Space::Sheet, "styleSheet")?.as_ref(), theme.as_ref())?;
        let mut strings = Strings::default();
        if let Some(relation) = only("sharedStrings")? {
            parts.visit(&relation.target);
            let read = parts.package.stream(&relation.target, |part| Strings::read(part, &styles.colors))?;
            strings = read.ok_or_else(|| BookFault::damaged("缺少共享文字的部件"))?;
        }
        let mut sheets: Vec<OfficeSheet> = Vec::new();
        if main.all("sheets").count() > 1 {
            return Err(BookFault::damaged("工作簿里有两份工作表清单"));
        }
        for entry in main.child("sheets").map(|sheets| sheets.children.iter()).into_iter().flatten() {
            if entry.name != "sheet" {
                return Err(BookFault::damaged(format!("工作表清单里有看不懂的部分：{}", entry.name)));
            }
            let name = entry.get("name").unwrap_or_default();
            let relation = entry.relation("id").and_then(|id| relations.get(id));
            let relation = relation.ok_or_else(|| BookFault::damaged(format!("工作表“{name}”没有内容部件")))?;
            let again =
                |sheet: &OfficeSheet| sheet.part == relation.target || sheet.name.to_lowercase() == name.to_lowercase();
            if sheets.iter().any(again) {
                return Err(BookFault::damaged(format!("工作表“{name}”重复")));
            }
            sheets.push(OfficeSheet {
                name: name.into(),
                state: entry.get("state").unwrap_or("visible").to_owned(),
                kind: relation.kind.clone(),
                part: relation.target.clone(),
            });
        }
        Ok(Self { parts, main, main_part, sheets, read: AtomicUsize::new(0), styles, strings, ground })
    }

    /// How many cells were read, those read twice counted twice.
    pub fn cells_read(&self) -> usize {
        self.read.load(Ordering::Relaxed)
    }

    /// The looks cells refer to.
    pub fn looks(&self) -> &[Look] {
        &self.styles.looks
    }

    /// Streams the rows of a sheet, references followed by `shift`, until `take` has enough. Then the elements around them and where
    /// something stands, if all was read.
    fn stream(&self, sheet: &OfficeSheet, shift: &Shift, take: Take<'_>) -> Result<Vec<Element>, BookFault> {
        self.parts.visit(&sheet.part);
        let around = Around { sheet: &sheet.name, strings: &self.strings, styles: &self.styles, shift };
        let read = self.parts.package.stream(&sheet.part, |part| {
            let mut xml = Xml::new(Window::new(part));
            let root = xml.root()?;
            let (mut elements, mut text, mut cells) = (Vec::new(), String::new(), Some(Cells::new(around)));
            if root.name != "worksheet" || root.space != Space::Sheet {
                return Err(BookFault::damaged("工作表的内容看不懂"));
            }
            loop {
                match xml.step(&mut text)? {
                    Step::Open(element) if element.name == "sheetData" && element.space == Space::Sheet => {
                        let mut cells = cells.take().ok_or_else(|| BookFault::damaged("工作表有两份内容"))?;
                        let mut counted = |line: SheetRow| {
                            self.read.fetch_add(line.cells.len(), Ordering::Relaxed);
                            take(line)
                        };
                        if !cells.read(&mut xml, &mut counted)? {
                            return Ok(Vec::new());
                        }
                    }
                    Step::Open(element) => elements.push(xml.rest(element)?),
                    Step::Close => break,
                }
            }
            xml.end()?;
            Ok(elements)
        });
        let read = read.map_err(|fault| fault.on_sheet(&sheet.name))?;
        read.ok_or_else(|| BookFault::damaged(format!("工作表“{}”的内容部件缺失", sheet.name)))
    }

    /// Gives `take` the rows of a sheet until it has enough.
    pub fn rows(&self, sheet: &OfficeSheet, shift: &Shift, take: Take<'_>) -> Result<(), BookFault> {
        if sheet.kind == "worksheet" { self.stream(sheet, shift, take).map(|_| ()) } else { Ok(()) }
    }

    /// Gives `take` all rows of a sheet and says all else of it: its columns, and the values charts keep.
    pub fn whole(
        &self,
        sheet: &OfficeSheet,
        shift: &Shift,
        facts: &mut Facts,
        caches: &mut Vec<Cache>,
        take: &mut dyn FnMut(SheetRow),
    ) -> Result<Option<Columns>, BookFault> {
        if sheet.kind != "worksheet" {
            self.parts.visit(&sheet.part);
            facts.strange(&sheet.name, format!("不是普通工作表（{}）", sheet.kind));
            return Ok(None);
        }
        let mut content: Option<Range> = None;
        let elements = self.stream(sheet, shift, &mut |line: SheetRow| {
            let columns = line.cells.first().map(|cell| cell.column).zip(line.cells.last().map(|cell| cell.column));
            if let Some((left, right)) = columns {
                let ((top, first), (_, last)) = content.unwrap_or(((line.row, left), (line.row, right)));
                content = Some(((top, first.min(left)), (line.row, last.max(right))));
            }
            take(line);
            true
        })?;
        let relations = self.parts.relations(&sheet.part)?;
        let mut reading =
            sheet::Reading { sheet: &sheet.name, shift, styles: &self.styles, relations: &relations, facts };
        let columns = sheet::around(&elements, content, &mut reading);
        for (id, relation) in &relations {
            // A drawing that the sheet does not name is not drawn.
            let drawn = match &*relation.kind {
                "drawing" => Some("drawing"),
                "vmlDrawing" => Some("legacyDrawing"),
                _ => None,
            };
            let named = |element: &Element| drawn == Some(&*element.name) && element.relation("id") == Some(id);
            if drawn.is_none() || elements.iter().any(named) {
                self.beside(sheet, relation, shift, facts, caches)?;
            }
        }
        Ok(Some(columns))
    }

    /// The number of the sheet that is seen first.
    fn front(&self) -> usize {
        let view = self.main.child("bookViews").and_then(|views| views.children.first());
        view.and_then(|view| view.get("activeTab")?.trim().parse().ok()).unwrap_or(0)
    }

    /// Says what lies beside a sheet whose own content need not be read.
    pub fn surroundings(
        &self,
        sheet: &OfficeSheet,
        facts: &mut Facts,
        caches: &mut Vec<Cache>,
    ) -> Result<(), BookFault> {
        for relation in self.parts.relations(&sheet.part)?.values() {
            self.beside(sheet, relation, &Shift::default(), facts, caches)?;
        }
        Ok(())
    }

    /// A part that a sheet refers to.
    fn beside(
        &self,
        sheet: &OfficeSheet,
        relation: &Relation,
        shift: &Shift,
        facts: &mut Facts,
        caches: &mut Vec<Cache>,
    ) -> Result<(), BookFault> {
        let name = &*sheet.name;
        match &*relation.kind {
            "hyperlink" => {}
            _ if relation.external => facts.say(name, "外部链接", "", format!("{} {}", relation.kind, relation.target)),
            "printerSettings" => self.parts.visit(&relation.target),
            "comments" => {
                if let Some(root) = self.parts.tree(&relation.target, Space::Sheet, "comments")? {
                    notes::comments(&root, name, &self.styles, shift, facts);
                }
            }
            "vmlDrawing" => {
                if let Some(root) = self.parts.tree(&relation.target, Space::Own, "xml")? {
                    notes::boxes(&root, name, shift, facts);
                }
                for relation in self.parts.relations(&relation.target)?.values() {
                    facts.say(name, "旧式图形", "", format!("{} {}", relation.kind, relation.target));
                }
            }
            "drawing" => {
                drawing::Drawing { parts: &self.parts, sheet: name, shift, facts, caches }.read(&relation.target)?;
            }
            kind => facts.strange(name, format!("附带的部件 {kind}（{}）", relation.target)),
        }
        Ok(())
    }

    /// Says all that belongs to no sheet. To be asked last: what nobody looked at until then is told too.
    pub fn all_else(&self, shift: &Shift, facts: &mut Facts) -> Result<(), BookFault> {
        for relation in self.parts.relations("")?.values() {
            match &*relation.kind {
                "officeDocument" => {}
                kind @ ("core-properties" | "extended-properties" | "custom-properties") => {
                    properties::read(&self.parts, kind, &relation.target, facts)?;
                }
                // A file manager shows it instead of the sheets.
                "thumbnail" => {
                    self.parts.visit(&relation.target);
                    facts.strange("", format!("缩略图（{}）", relation.target));
                }
                kind => facts.strange("", format!("附带的部件 {kind}（{}）", relation.target)),
            }
        }
        for relation in self.parts.relations(&self.main_part)?.values() {
            match &*relation.kind {
                "worksheet" | "chartsheet" | "dialogsheet" | "styles" | "sharedStrings" | "theme"
                    if !relation.external => {}
                // The order of calculation, and who wrote notes: made anew by each program.
                "calcChain" | "person" | "persons" => self.parts.visit(&relation.target),
                "externalLink" | "externalLinkPath" => {
                    let linked = self.parts.relations(&relation.target)?;
                    let targets: Vec<&str> = linked.values().map(|linked| &*linked.target).collect();
                    facts.say("", "外部链接", &*relation.target, format!("有 {}", targets.join("，")));
                }
                "vbaProject" => facts.say("", "宏", &*relation.target, "有"),
                kind => facts.strange("", format!("附带的部件 {kind}（{}）", relation.target)),
            }
        }
        facts.say("", "量列宽的字体", "", &*self.styles.normal);
        self.styles.strange.iter().for_each(|strange| facts.strange("", strange));
        let kind = self.parts.kind(&self.main_part);
        if !kind.ends_with("spreadsheetml.sheet.main+xml") {
            facts.say("", "文件的类型", "", kind);
        }
        for (name, kind) in self.parts.mistaken() {
            facts.say("", "部件的类型", name, kind);
        }
        if self.parts.package.has_unlisted() {
            facts.strange("", "压缩包里目录没有列出、或者和目录说得不一样的内容");
        }
        if self.parts.package.has_comment() {
            facts.strange("", "压缩包后面附的注释");
        }
        for element in &self.main.children {
            self.setting(element, shift, facts);
        }
        for stranger in self.parts.strangers() {
            facts.strange("", format!("部件 {stranger}"));
        }
        Ok(())
    }

    fn setting(&self, element: &Element, shift: &Shift, facts: &mut Facts) {
        match &*element.name {
            "sheets" | "fileVersion" | "?revisionPtr" => {}
            // Read otherwise than it is written: mended, or its data only.
            "fileRecoveryPr" if ["repairLoad", "dataExtractLoad"].iter().any(|load| element.flag(load, false)) => {
                facts.say("", "工作簿的其他设置", "打开时修复", "有");
            }
            "fileRecoveryPr" => {}
            "definedNames" => {
                for name in &element.children {
                    if name.name == "definedName" {
                        self.name(name, shift, facts);
                    } else {
                        facts.strange("", format!("名称里看不懂的部分 {}", name.name));
                    }
                }
            }
            "workbookPr" => facts.say("", "工作簿设置", "", plain::content(element)),
            "calcPr" => facts.say("", "计算设置", "", plain::content(element)),
            "workbookProtection" => facts.say("", "工作簿保护", "", plain::content(element)),
            "bookViews" => {
                // The one in front is selected always; what is typed into one of several goes into all.
                let front = self.sheets.get(self.front()).map_or("", |sheet| &*sheet.name);
                for sheet in std::mem::take(&mut facts.selected).iter().filter(|sheet| **sheet != *front) {
                    facts.say(sheet, "选中的工作表", "", "一起选中，改一张就改各张");
                }
                for (index, view) in element.children.iter().enumerate() {
                    let at = if index == 0 { String::new() } else { format!("第 {} 个窗口", index + 1) };
                    let shown = plain::content(view);
                    facts.say("", "窗口", at, if index == 0 { shown } else { format!("有 {shown}") });
                }
            }
            "extLst" => sheet::extensions(element, "", facts),
            "?AlternateContent" => {
                // Where the file lay when it was saved.
                let mut others = 0;
                element.walk(&mut |inside| {
                    others += u32::from(!matches!(&*inside.name, "?AlternateContent" | "?Choice" | "?absPath"));
                });
                if others > 0 {
                    facts.strange("", "工作簿里看不懂的部分");
                }
            }
            "externalReferences"
            | "fileSharing"
            | "functionGroups"
            | "customWorkbookViews"
            | "oleSize"
            | "pivotCaches"
            | "smartTagPr"
            | "smartTagTypes"
            | "webPublishing"
            | "webPublishObjects" => {
                facts.say("", "工作簿的其他设置", &*element.name, format!("有 {}", plain::content(element)));
            }
            other => facts.strange("", format!("工作簿里看不懂的部分 {other}")),
        }
    }

    fn name(&self, name: &Element, shift: &Shift, facts: &mut Facts) {
        let scope = name.get("localSheetId").map(|index| {
            index.parse().ok().and_then(|index: usize| self.sheets.get(index)).map_or("？", |sheet| &*sheet.name)
        });
        let of = name.get("name").unwrap_or_default();
        let at = scope.map_or_else(|| of.to_owned(), |scope| format!("{of}（{scope}）"));
        let mut value = canonical(&name.text, Stand { sheet: scope.unwrap_or_default(), shift, distance: (0, 0) });
        let mut attributes: Vec<String> = name
            .attributes
            .iter()
            .filter(|attribute| !matches!(&*attribute.name, "name" | "localSheetId"))
            .map(|attribute| (&*attribute.name, plain::value(&attribute.value)))
            .filter(|(_, value)| !matches!(&**value, "" | "0"))
            .map(|(name, value)| match name {
                "hidden" => "隐藏".to_owned(),
                "comment" => format!("备注：{value}"),
                _ => format!("{name}={value}"),
            })
            .collect();
        attributes.sort_unstable();
        if !attributes.is_empty() {
            value.push_str(&format!("（{}）", attributes.join("，")));
        }
        facts.say("", "名称", at, value);
    }
}

#[cfg(test)]
mod tests;
