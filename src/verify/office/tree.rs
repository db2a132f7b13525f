//! XML as an office program takes it: elements and attributes by their namespace, whatever the prefix.

use std::borrow::Cow;
use std::io::{BufRead, Read};

use memchr::memmem::Finder;
use quick_xml::NsReader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};

use super::window::Window;
use crate::intake::book::BookFault;

/// How deep elements may lie in each other.
const DEEPEST: usize = 200;

/// Whose words an element or attribute is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::verify) enum Space {
    /// No namespace: an element's own attributes.
    Own,
    /// Cells, sheets, styles.
    Sheet,
    /// References to other parts.
    Relation,
    /// Which part refers to which.
    Relations,
    /// What each part is.
    Types,
    /// What is said of the document.
    Properties,
    /// Texts, lines and colours of drawings, and themes.
    Drawing,
    /// Charts.
    Chart,
    /// Where drawings lie over a sheet.
    SheetDrawing,
    /// Drawings of the older kind: notes, buttons.
    Vml,
    /// Marks that only the program that saved the file reads.
    Ignored,
    /// Anything else.
    Other,
}

impl Space {
    fn of(name: &str) -> Self {
        match name {
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            | "http://purl.oclc.org/ooxml/spreadsheetml/main" => Self::Sheet,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            | "http://purl.oclc.org/ooxml/officeDocument/relationships" => Self::Relation,
            "http://schemas.openxmlformats.org/package/2006/relationships" => Self::Relations,
            "http://schemas.openxmlformats.org/package/2006/content-types" => Self::Types,
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
            | "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
            | "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
            | "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
            | "http://purl.org/dc/elements/1.1/"
            | "http://purl.org/dc/terms/" => Self::Properties,
            "http://schemas.openxmlformats.org/drawingml/2006/main" | "http://purl.oclc.org/ooxml/drawingml/main" => {
                Self::Drawing
            }
            "http://schemas.openxmlformats.org/drawingml/2006/chart" | "http://purl.oclc.org/ooxml/drawingml/chart" => {
                Self::Chart
            }
            "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
            | "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing" => Self::SheetDrawing,
            "urn:schemas-microsoft-com:vml"
            | "urn:schemas-microsoft-com:office:office"
            | "urn:schemas-microsoft-com:office:excel" => Self::Vml,
            "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
            | "http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
            | "http://schemas.microsoft.com/office/spreadsheetml/2015/revision2"
            | "http://schemas.microsoft.com/office/spreadsheetml/2016/revision3"
            | "http://www.w3.org/XML/1998/namespace"
            | "http://www.w3.org/2001/XMLSchema-instance" => Self::Ignored,
            _ => Self::Other,
        }
    }

    fn resolved(result: &ResolveResult<'_>) -> Self {
        match result {
            ResolveResult::Bound(space) => Self::of(space.0),
            ResolveResult::Unbound => Self::Own,
            ResolveResult::Unknown(_) => Self::Other,
        }
    }
}

/// One attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::verify) struct Attribute {
    pub space: Space,
    pub name: Cow<'static, str>,
    pub value: String,
}

/// One element with all it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::verify) struct Element {
    pub space: Space,
    pub name: Cow<'static, str>,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Element>,
    /// Its own text, without that of its children.
    pub text: String,
}

impl Element {
    /// Its own attribute `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.space == Space::Own && a.name == name).map(|a| &*a.value)
    }

    /// The attribute that refers to another part.
    pub fn relation(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.space == Space::Relation && a.name == name).map(|a| &*a.value)
    }

    /// A flag, `usual` where it is not said.
    pub fn flag(&self, name: &str, usual: bool) -> bool {
        self.get(name).map_or(usual, yes)
    }

    /// The first child `name`.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children `name`.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The attribute `val` of the child `name`.
    pub fn val(&self, name: &str) -> Option<&str> {
        self.child(name).and_then(|child| child.get("val"))
    }

    /// All elements below, this one first.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Self)) {
        visit(self);
        for child in &self.children {
            child.walk(visit);
        }
    }

    /// All texts of elements `name` below, joined.
    pub fn texts(&self, name: &str) -> String {
        let mut all = String::new();
        self.walk(&mut |element| {
            if element.name == name {
                all.push_str(&element.text);
            }
        });
        all
    }
}

/// `1`, `true` or `on`.
pub(in crate::verify) fn yes(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on" | "t")
}

/// A part read element by element.
pub(in crate::verify) struct Xml<R> {
    reader: NsReader<R>,
    buffer: Vec<u8>,
    depth: usize,
    /// How many comments and instructions went by.
    pub remarks: usize,
}

/// What comes next inside an element.
pub(in crate::verify) enum Step {
    /// An element opens: its name and attributes, without what it holds.
    Open(Element),
    /// The element closes.
    Close,
}

impl<R: BufRead> Xml<R> {
    pub fn new(reader: R) -> Self {
        let mut reader = NsReader::from_reader(reader);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0, remarks: 0 }
    }

    /// The next element inside the one at hand, or its end; texts between are added to `text`.
    pub fn step(&mut self, text: &mut String) -> Result<Step, BookFault> {
        loop {
            self.buffer.clear();
            let mut buffer = std::mem::take(&mut self.buffer);
            let (space, event) = self.reader.read_resolved_event_into(&mut buffer)?;
            let step = match event {
                Event::Start(tag) => {
                    let space = Space::resolved(&space);
                    let element = opened(&self.reader, &tag, space)?;
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(BookFault::damaged("内容的 XML 层次太深"));
                    }
                    Some(Step::Open(element))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Some(Step::Close)
                }
                Event::Text(part) => {
                    text.push_str(&part);
                    None
                }
                Event::CData(part) => {
                    text.push_str(&part);
                    None
                }
                Event::GeneralRef(name) => {
                    if let Some(letter) = name.resolve_char_ref()? {
                        text.push(letter);
                    } else {
                        let known = resolve_predefined_entity(&name);
                        text.push_str(known.ok_or_else(|| BookFault::damaged("用了没有定义的字符"))?);
                    }
                    None
                }
                Event::Comment(_) | Event::PI(_) => {
                    self.remarks += 1;
                    None
                }
                // A program that believes the declaration reads other letters.
                Event::Decl(declared) => {
                    let encoding = declared.encoding().transpose()?;
                    if encoding
                        .is_some_and(|name| !name.eq_ignore_ascii_case("utf-8") && !name.eq_ignore_ascii_case("utf8"))
                    {
                        return Err(BookFault::damaged("内容不是 UTF-8 编码"));
                    }
                    None
                }
                Event::DocType(_) => return Err(BookFault::damaged("内容里有 DOCTYPE 声明")),
                Event::Eof => {
                    return Err(BookFault::damaged("内容的 XML 不完整"));
                }
                _ => None,
            };
            self.buffer = buffer;
            if let Some(step) = step {
                return Ok(step);
            }
        }
    }

    /// The outermost element, without what it holds.
    pub fn root(&mut self) -> Result<Element, BookFault> {
        match self.step(&mut String::new())? {
            Step::Open(element) => Ok(element),
            Step::Close => Err(BookFault::damaged("内容的 XML 不完整")),
        }
    }

    /// All that the element just opened holds.
    pub fn rest(&mut self, mut element: Element) -> Result<Element, BookFault> {
        let mut text = String::new();
        loop {
            match self.step(&mut text)? {
                Step::Open(mut child) => {
                    // A stranger's element means nothing to an office program, whatever it is called.
                    if !child.name.starts_with('?') && !at_home(&element, &child) {
                        child.name.to_mut().insert(0, '?');
                    }
                    // Which of two counts depends on the reader.
                    if ONCE.contains(&&*element.name) && element.child(&child.name).is_some() {
                        return Err(BookFault::damaged(format!("{} 里写了两次 {}", element.name, child.name)));
                    }
                    let child = self.rest(child)?;
                    element.children.push(child);
                }
                Step::Close => {
                    element.text = text;
                    return Ok(element);
                }
            }
        }
    }

    /// Goes behind the element just opened.
    pub fn skip(&mut self) -> Result<(), BookFault> {
        let depth = self.depth;
        let mut text = String::new();
        while self.depth >= depth {
            self.step(&mut text)?;
            text.clear();
        }
        Ok(())
    }

    /// Nothing but space may follow the outermost element.
    pub fn end(mut self) -> Result<(), BookFault> {
        let mut text = String::new();
        loop {
            self.buffer.clear();
            match self.reader.read_event_into(&mut self.buffer)? {
                Event::Eof => break,
                Event::Text(part) => text.push_str(&part),
                Event::Comment(_) | Event::PI(_) => {}
                _ => return Err(BookFault::damaged("内容的 XML 有多出的部分")),
            }
        }
        if text.trim().is_empty() { Ok(()) } else { Err(BookFault::damaged("内容的 XML 有多出的部分")) }
    }
}

impl<R: Read> Xml<Window<R>> {
    /// Whose words names without a prefix are, inside the element just opened.
    pub fn unprefixed(&self) -> Space {
        Space::resolved(&self.reader.resolver().resolve_element(QName("x")).0)
    }

    /// Lets `take` read what comes next, up to the first tag that begins with `end`: it says what it made of it and how long that was, or
    /// nothing, and then nothing has been read. To be asked between whole elements.
    pub fn passing<T>(
        &mut self,
        end: &Finder<'_>,
        take: impl FnOnce(&str) -> Option<(T, usize)>,
    ) -> Result<Option<T>, BookFault> {
        let window = self.reader.get_mut();
        let Some(ahead) = window.ahead(end)? else { return Ok(None) };
        let blanks = ahead.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let taken = std::str::from_utf8(&ahead[blanks..]).ok().and_then(take);
        Ok(taken.map(|(taken, length)| {
            window.consume(blanks + length);
            taken
        }))
    }
}

/// Elements that hold no two of one name.
const ONCE: [&str; 10] =
    ["font", "rPr", "xf", "dxf", "fill", "patternFill", "border", "styleSheet", "clrScheme", "themeElements"];

/// May `child` stand in `parent`, by whose words they are?
fn at_home(parent: &Element, child: &Element) -> bool {
    let name = &*parent.name;
    match (parent.space, child.space) {
        (ours, theirs) if ours == theirs => true,
        (Space::Chart, Space::Drawing) => matches!(name, "spPr" | "txPr" | "rich"),
        (Space::Drawing, Space::Chart) => name == "graphicData",
        (Space::SheetDrawing, Space::Drawing) => name != "wsDr" && !name.ends_with("Anchor"),
        // Notes of old hold words of web pages.
        (Space::Own, Space::Vml) | (Space::Vml, Space::Own) => true,
        _ => false,
    }
}

fn opened<R>(reader: &NsReader<R>, tag: &BytesStart<'_>, space: Space) -> Result<Element, BookFault> {
    let mut attributes: Vec<Attribute> = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (space, name) = reader.resolver().resolve_attribute(attribute.key);
        let space = Space::resolved(&space);
        let name: &str = name.as_ref();
        // Two prefixes of one namespace: which of the two counts depends on the reader.
        if attributes.iter().any(|known| known.space == space && space != Space::Other && known.name == name) {
            return Err(BookFault::damaged(format!("属性 {name} 写了两次")));
        }
        if space == Space::Other && name == "MustUnderstand" {
            return Err(BookFault::damaged("文件要求用懂得别的写法的程序来读"));
        }
        let mut value = unescape(&attribute.value)?.into_owned();
        if space == Space::Own && MEASURES.contains(&name) {
            value = measure(name, &value)?.to_owned();
        }
        attributes.push(Attribute { space, name: named(name), value });
    }
    let local = tag.local_name();
    let name: &str = local.as_ref();
    let name = if space == Space::Other { Cow::Owned(format!("?{name}")) } else { named(name) };
    Ok(Element { space, name, attributes, children: Vec::new(), text: String::new() })
}

/// Attributes that say how large something is.
const MEASURES: [&str; 16] = [
    "ht",
    "width",
    "defaultRowHeight",
    "defaultColWidth",
    "zoomScale",
    "scale",
    "tint",
    "min",
    "max",
    "outlineLevel",
    "left",
    "right",
    "top",
    "bottom",
    "header",
    "footer",
];

/// A figure without the spaces that may stand around it. What some programs read as one and others do not is refused.
pub(super) fn measure<'v>(name: &str, value: &'v str) -> Result<&'v str, BookFault> {
    let bare = value.trim();
    let is_figure = bare.parse::<f64>().is_ok_and(f64::is_finite);
    if is_figure { Ok(bare) } else { Err(BookFault::damaged(format!("{name} 不是数：{value}"))) }
}

/// A name; those of cells, of which there are millions, take no room.
fn named(name: &str) -> Cow<'static, str> {
    const OFTEN: [&str; 14] =
        ["c", "r", "s", "v", "t", "f", "is", "row", "ht", "customHeight", "spans", "aca", "si", "ref"];
    OFTEN
        .iter()
        .find(|often| **often == name)
        .map_or_else(|| Cow::Owned(name.to_owned()), |often| Cow::Borrowed(*often))
}

/// A whole part.
pub(in crate::verify) fn read(bytes: &[u8]) -> Result<Element, BookFault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut xml = Xml::new(bytes);
    let root = xml.root()?;
    let root = xml.rest(root)?;
    xml.end()?;
    Ok(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_by_their_namespace() {
        let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let text = format!(
            "<a xmlns:f=\"urn:x\" xmlns:q=\"{relation}\"><b f:id='1' q:id=\"2\" id=\"3\">甲<c/>乙&#65;</b></a>"
        );
        let root = read(text.as_bytes()).unwrap();
        let b = root.child("b").unwrap();
        assert_eq!((b.relation("id"), b.get("id"), &*b.text), (Some("2"), Some("3"), "甲乙A"));
        assert_eq!(b.children.len(), 1);
        let twice = format!("<a xmlns:f=\"{relation}\" xmlns:q=\"{relation}\" f:id='1' q:id='2'/>");
        for damaged in [&*twice, "<a><b></a>", "<a/><b/>", "<!DOCTYPE a><a/>", "<a>&x;</a>", "<a"] {
            assert!(read(damaged.as_bytes()).is_err(), "{damaged}");
        }
    }
}
