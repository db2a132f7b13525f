//! Office Open XML workbooks (.xlsx, .xlsm): a thin reader of our own over `zip` and `quick-xml`.
//!
//! Why not calamine here: most of the program's run time is spent in this format, and one pass of our own over the XML tells what
//! calamine 0.38 does not (hidden rows and columns, notes, printed texts) and refuses what it misreads in silence (bad text numbers,
//! comments in values, doubled cells and sheets, parts in UTF-16). It does know number formats with their percents, Chinese built-in
//! dates, merged cells and formulas without a value by now; but what it misreads could be told only by a second pass over the same
//! bytes. So it stands beside our reader instead, as an independent one: see `second`.

mod cells;
mod layout;
mod names;
mod notes;
mod row_tokens;
mod strings;
mod styles;
#[cfg(test)]
mod test_support;
mod text_boxes;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

use super::bounds::Bounds;
use super::fault::BookFault;
use super::number_format::Style;
use super::package::{Package, resolve};
use super::serial_date::Epoch;
use super::texts::Texts;
use super::xml_chunks::{Fragments, utf8};
use super::{Rows, SheetName, xml};

/// The number of rows a sheet can have.
pub(super) const LAST_ROW: u32 = 1 << 20;
/// The number of columns a sheet can have.
pub(super) const LAST_COLUMN: u32 = 1 << 14;

/// An opened workbook.
#[derive(Debug)]
pub(super) struct Workbook {
    package: Package,
    bounds: Bounds,
    sheets: Vec<SheetName>,
    /// The part of each sheet.
    parts: Vec<String>,
    texts: Texts,
    styles: Vec<Style>,
    epoch: Epoch,
    /// Are formulas calculated only when a spreadsheet program opens the file?
    calculated_later: bool,
    /// Has a spreadsheet program saved it?
    saved_by_office: bool,
    mark: Option<String>,
}

impl Workbook {
    /// Is this package an .xlsx? By its parts, not its name.
    pub fn fits(package: &Package) -> bool {
        package.has("[Content_Types].xml") && main_part(package).is_ok_and(|part| part.ends_with(".xml"))
    }

    /// Reads all but the sheets.
    pub fn open(package: Package, bounds: &Bounds) -> Result<Self, BookFault> {
        let main = main_part(&package)?;
        let relations = relations(&package, &main)?;
        let mut workbook = Self {
            bounds: *bounds,
            sheets: Vec::new(),
            parts: Vec::new(),
            texts: Texts::default(),
            styles: Vec::new(),
            epoch: Epoch::default(),
            calculated_later: false,
            saved_by_office: office(&package)?,
            mark: mark(&package)?,
            package,
        };
        workbook.read_main(&main, &relations)?;
        for relation in relations.values() {
            match relation.kind.as_str() {
                "sharedStrings" => {
                    let texts = workbook.package.stream(&relation.part, |part| strings::read(part, bounds))?;
                    workbook.texts = texts.ok_or_else(|| BookFault::damaged("缺少共享文字的部件"))?;
                }
                "styles" => {
                    // Some programs name a part they do not write.
                    if let Some(part) = workbook.package.whole(&relation.part)? {
                        workbook.styles = styles::read(utf8(&part)?)?;
                    }
                }
                _ => {}
            }
        }
        Ok(workbook)
    }

    fn read_main(&mut self, main: &str, relations: &BTreeMap<String, Relation>) -> Result<(), BookFault> {
        let part = self.package.whole(main)?.ok_or_else(|| BookFault::damaged("缺少工作簿的主部件"))?;
        let mut reader = NsReader::from_str(utf8(&part)?.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        let (mut names, mut own, mut depth) = (HashSet::new(), None, 0_u32);
        loop {
            let (namespace, event) = reader.read_resolved_event()?;
            match &event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            // Elements of other namespaces than the workbook's own say nothing here, whatever they are called.
            let namespace = match namespace {
                ResolveResult::Bound(namespace) => Some(namespace.0.to_owned()),
                _ => None,
            };
            if matches!(event, Event::Start(_)) && *own.get_or_insert_with(|| namespace.clone()) != namespace {
                continue;
            }
            match event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "workbookPr" if xml::flag(&tag, "date1904")? => self.epoch = Epoch::Y1904,
                    "calcPr" => self.calculated_later = xml::flag(&tag, "fullCalcOnLoad")?,
                    // In workbook and sheets, nowhere else.
                    "sheet" if depth == 3 => {
                        let name = xml::attribute(&tag, "name")?.unwrap_or_default();
                        if !names.insert(name.to_lowercase()) {
                            return Err(BookFault::damaged(format!("有两个工作表同名：{name}")));
                        }
                        let id = xml::relation_id(&reader, &tag)?;
                        let relation = id.and_then(|id| relations.get(&*id));
                        let relation =
                            relation.ok_or_else(|| BookFault::damaged(format!("工作表“{name}”没有内容部件")))?;
                        // Charts, dialogs and macro sheets hold no cells for us.
                        if relation.kind != "worksheet" {
                            continue;
                        }
                        // Each part is read once: else a small file could ask for the same large one without end.
                        if self.parts.contains(&relation.part) {
                            return Err(BookFault::damaged(format!("工作表“{name}”的内容部件另有工作表用着")));
                        }
                        if !self.package.has(&relation.part) {
                            return Err(BookFault::damaged(format!("工作表“{name}”的内容部件缺失")));
                        }
                        let hidden = xml::attribute(&tag, "state")?.is_some_and(|state| state != "visible");
                        self.sheets.push(SheetName { name: Arc::from(name), hidden });
                        self.parts.push(relation.part.clone());
                    }
                    _ => {}
                },
                Event::DocType(_) => return Err(BookFault::damaged("内容里有 DOCTYPE 声明")),
                Event::Eof if names.is_empty() => return Err(BookFault::damaged("工作簿里没有工作表")),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// The worksheets.
    pub fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// The mark of this program's own output, if the workbook carries it.
    pub fn mark(&self) -> Option<&str> {
        self.mark.as_deref()
    }

    /// Streams a sheet.
    pub fn stream(&self, index: usize, rows: &mut dyn Rows) -> Result<(), BookFault> {
        let (sheet, part) = (&self.sheets[index], &self.parts[index]);
        self.stream_part(part, sheet.hidden, rows).map_err(|fault| fault.on_sheet(&sheet.name))
    }

    /// Values that are no plain ones are pictures, unless the workbook says that it has others: an error of a spilt formula looks the
    /// same in its cell.
    fn rich_is_picture(&self) -> Result<bool, BookFault> {
        let kinds = self.package.whole("xl/richData/rdrichvaluestructure.xml")?;
        Ok(kinds.is_none_or(|kinds| {
            let has = |kind: &str| memchr::memmem::find(&kinds, kind.as_bytes()).is_some();
            (has("mage\"")) && !has("_error") && !has("_linkedentity")
        }))
    }

    fn stream_part(&self, part: &str, hidden: bool, rows: &mut dyn Rows) -> Result<(), BookFault> {
        let book = cells::CellContext {
            texts: &self.texts,
            styles: &self.styles,
            rich_is_picture: self.rich_is_picture()?,
            epoch: self.epoch,
            // Our own figures are written with their values, zeros too.
            zero_is_uncalculated: self.calculated_later && self.mark.is_none(),
        };
        let mut sheet = cells::SheetReader::new(book);
        if self.package.size(part) <= self.bounds.sheet {
            let bytes = self.package.whole(part)?.unwrap_or_default();
            let text = utf8(&bytes)?;
            let mut around = layout::read_text(text)?;
            self.add_beside(part, &mut around)?;
            rows.layout(super::Layout { hidden, ..around });
            if sheet.feed(text, rows)?.is_continue() {
                sheet.end()?;
            }
            self.tell(&sheet, rows);
            return Ok(());
        }
        let around = self.package.stream(part, |part| layout::read(part, &self.bounds))?;
        let mut around = around.unwrap_or_default();
        self.add_beside(part, &mut around)?;
        rows.layout(super::Layout { hidden, ..around });
        self.package.stream(part, |part| {
            let mut fragments = Fragments::new(part, "row", self.bounds.piece);
            while let Some(piece) = fragments.next()? {
                if sheet.feed(piece, rows)?.is_break() {
                    return Ok(());
                }
            }
            sheet.end()
        })?;
        self.tell(&sheet, rows);
        Ok(())
    }

    /// Adds what parts beside the sheet in `part` say: notes, and texts in boxes.
    fn add_beside(&self, part: &str, layout: &mut super::Layout) -> Result<(), BookFault> {
        let relations = relations_of(&self.package, part)?;
        notes::add(&self.package, &relations, layout)?;
        text_boxes::add(&self.package, &relations, layout)
    }

    /// What the formulas came to matters where no program has calculated them.
    fn tell(&self, sheet: &cells::SheetReader<'_>, rows: &mut dyn Rows) {
        if !self.saved_by_office && self.mark.is_none() {
            rows.calculated(sheet.formulas);
        }
    }
}

/// What a part refers to.
#[derive(Debug)]
pub(super) struct Relation {
    /// The last word of its type: `worksheet`, `styles` …
    pub kind: String,
    /// The part's name in the package.
    pub part: String,
}

/// The workbook part of a package.
pub(super) fn main_part(package: &Package) -> Result<String, BookFault> {
    let relations = relations(package, "")?;
    let main = relations.into_values().find(|relation| relation.kind == "officeDocument");
    main.map(|relation| relation.part).ok_or_else(|| BookFault::damaged("缺少工作簿的主部件"))
}

/// The part that tells a part's relations.
fn rels_name(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{file}.rels")
}

/// The relations of a part; of the package itself where `part` is empty.
///
/// Of two workbooks, tables of texts or of styles, each program takes the one it likes: such a file is refused.
pub(super) fn relations(package: &Package, part: &str) -> Result<BTreeMap<String, Relation>, BookFault> {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let bytes = package.whole(&rels_name(part))?.ok_or_else(|| BookFault::damaged("缺少部件之间的关系"))?;
    let mut reader = xml::document(utf8(&bytes)?);
    let mut relations: BTreeMap<String, Relation> = BTreeMap::new();
    loop {
        match reader.read_event()? {
            Event::Start(tag) if tag.local_name().as_ref() == "Relationship" => {
                let (id, kind) = (xml::attribute(&tag, "Id")?, xml::attribute(&tag, "Type")?);
                let target = xml::attribute(&tag, "Target")?;
                let (Some(id), Some(kind), Some(target)) = (id, kind, target) else {
                    continue;
                };
                if xml::attribute(&tag, "TargetMode")?.as_deref() == Some("External") {
                    continue;
                }
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let single = matches!(&*kind, "officeDocument" | "sharedStrings" | "styles");
                if single && relations.values().any(|known| known.kind == kind) {
                    return Err(BookFault::damaged(format!("有两个 {kind} 部件，读哪一个看用什么程序打开")));
                }
                if relations.insert(id.into_owned(), Relation { kind, part: resolve(folder, &target) }).is_some() {
                    return Err(BookFault::damaged("部件之间的关系有重复的编号"));
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// The relations of a part that may have none, by the names of the parts they lead to.
pub(super) fn relations_of(package: &Package, part: &str) -> Result<Vec<Relation>, BookFault> {
    if !package.has(&rels_name(part)) {
        return Ok(Vec::new());
    }
    let mut all: Vec<_> = relations(package, part)?.into_values().collect();
    all.sort_by(|one, other| one.part.cmp(&other.part));
    Ok(all)
}

/// Has one of the programs that calculate saved the workbook last? Libraries name themselves, or nobody.
pub(super) fn office(package: &Package) -> Result<bool, BookFault> {
    let Some(bytes) = package.whole("docProps/app.xml")? else {
        return Ok(false);
    };
    let Ok(text) = utf8(&bytes) else { return Ok(false) };
    let mut reader = xml::document(text);
    let (mut inside, mut name) = (false, String::new());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => inside = tag.local_name().as_ref() == "Application",
            Event::End(_) => inside = false,
            Event::Eof => break,
            event if inside => xml::add_text(&event, &mut name)?,
            _ => {}
        }
    }
    let programs =
        ["Microsoft", "WPS", "LibreOffice", "OpenOffice", "Kingsoft", "Numbers", "Apple", "Yozo", "永中", "ONLYOFFICE"];
    let name = name.trim();
    // openpyxl calls itself compatible.
    Ok(programs.iter().any(|program| name.starts_with(program)) && !name.contains("Compatible"))
}

/// Refuses more cell styles than any program writes; Excel stops at 65 490.
pub(super) fn bounded_styles(count: usize) -> Result<(), BookFault> {
    if count > 1 << 17 {
        return Err(BookFault::TooLarge("工作簿里的样式多得不合常情".into()));
    }
    Ok(())
}

/// The category of a workbook this program wrote: its document properties name the program as creator.
fn mark(package: &Package) -> Result<Option<String>, BookFault> {
    let Some(bytes) = package.whole("docProps/core.xml")? else {
        return Ok(None);
    };
    // Properties that cannot be read are somebody else's.
    let Ok(text) = utf8(&bytes) else { return Ok(None) };
    let mut reader = xml::document(text);
    let (mut creator, mut category, mut value) = (String::new(), String::new(), String::new());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(_) => value.clear(),
            Event::End(tag) => match tag.local_name().as_ref() {
                "creator" => creator.clone_from(&value),
                "category" => category.clone_from(&value),
                _ => {}
            },
            Event::Eof => break,
            event => xml::add_text(&event, &mut value)?,
        }
    }
    Ok((creator == "jiangbu" && category.starts_with("jiangbu-")).then_some(category))
}

/// `C12` → row 11, column 2.
fn address(text: &[u8]) -> Option<(u32, u32)> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, digits) = text.split_at(letters);
    if !(1..=3).contains(&letters.len()) || !(1..=7).contains(&digits.len()) {
        return None;
    }
    let column = letters.iter().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = digits.iter().try_fold(0, |sum, digit| Some(sum * 10 + char::from(*digit).to_digit(10)?))?;
    ((1..=LAST_ROW).contains(&row) && column <= LAST_COLUMN).then(|| (row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let table = [
            ("A1", Some((0, 0))),
            ("aa10", Some((9, 26))),
            ("XFD1048576", Some((1_048_575, 16_383))),
            ("XFE1", None),
            ("A1048577", None),
            ("A0", None),
            ("A", None),
            ("1", None),
            ("A1B", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(address(text.as_bytes()), expected, "{text}");
        }
    }
}
