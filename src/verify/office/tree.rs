//! XML as an office program takes it: elements and attributes by their namespace, whatever the prefix.

use std::borrow::Cow;
use std::io::{BufRead, Read};

use memchr::memmem::Finder;
use quick_xml::NsReader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;

use super::element::{Attribute, Element, Space, certain};
use super::window::Window;
use crate::intake::book::BookFault;

/// How deep elements may lie in each other.
const DEEPEST: usize = 200;

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
        let remarks = self.remarks;
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
                    // Which of its ways is taken, and whether at all, depends on the reader.
                    if child.name == "?AlternateContent" && !HAVE_ALTERNATIVES.contains(&&*element.name) {
                        return Err(BookFault::damaged(format!("{} 里写了几种内容，供不同的程序挑选", element.name)));
                    }
                    let child = self.rest(child)?;
                    element.children.push(child);
                }
                Step::Close => {
                    // Before, between and behind them programs read different texts. Notes of old alone have words among elements.
                    let is_text = text.contains(|c: char| !matches!(c, ' ' | '\t' | '\r' | '\n'));
                    if is_text && !matches!(element.space, Space::Own | Space::Vml | Space::Other) {
                        if !element.children.is_empty() {
                            return Err(BookFault::damaged(format!("{} 的文字里夹有别的内容", element.name)));
                        }
                        if self.remarks > remarks {
                            return Err(BookFault::damaged("值里夹有 XML 注释"));
                        }
                    }
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

/// Elements in which programs offer ways to choose from; what is in them is looked at where they are read.
const HAVE_ALTERNATIVES: [&str; 4] = ["chartSpace", "workbook", "comment", "wsDr"];

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
        if space == Space::Other && matches!(name, "MustUnderstand" | "ProcessContent") {
            return Err(BookFault::damaged("文件要求用懂得别的写法的程序来读"));
        }
        if space == Space::Ignored && name == "base" {
            return Err(BookFault::damaged("文件改了里面各处所指的位置"));
        }
        let mut value = unescape(&attribute.value)?.into_owned();
        if space == Space::Own {
            if MEASURES.contains(&name) {
                value = measure(name, &value)?.to_owned();
            } else if !FREE.contains(&tag.local_name().as_ref()) {
                certain(name, &value)?;
            }
        }
        attributes.push(Attribute { space, name: named(name), value });
    }
    let local = tag.local_name();
    let name: &str = local.as_ref();
    let name = if space == Space::Other { Cow::Owned(format!("?{name}")) } else { named(name) };
    Ok(Element { space, name, attributes, children: Vec::new(), text: String::new() })
}

/// Elements whose attributes are what somebody typed in.
const FREE: [&str; 4] = ["filter", "customFilter", "sheet", "dataValidation"];

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

    #[test]
    fn elements_may_lie_two_hundred_deep() {
        let nested = |deep: usize| format!("{}{}", "<a>".repeat(deep), "</a>".repeat(deep));
        assert!(read(nested(DEEPEST).as_bytes()).is_ok());
        assert!(read(nested(DEEPEST + 1).as_bytes()).is_err_and(|fault| fault.to_string().contains("层次太深")));
    }

    #[test]
    fn a_stranger_s_element_is_marked() {
        const OF: &str = "http://schemas.openxmlformats.org/drawingml/2006";
        let spaces = format!(
            "xmlns:a=\"{OF}/main\" xmlns:c=\"{OF}/chart\" xmlns:d=\"{OF}/spreadsheetDrawing\" \
             xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:x=\"urn:x\""
        );
        for (parent, child, name) in [
            ("c:spPr", "a:ln", "ln"),
            ("c:txPr", "a:p", "p"),
            ("c:rich", "a:p", "p"),
            ("c:chart", "a:p", "?p"),
            ("a:graphicData", "c:chart", "chart"),
            ("a:p", "c:chart", "?chart"),
            ("d:sp", "a:xfrm", "xfrm"),
            ("d:wsDr", "a:xfrm", "?xfrm"),
            ("d:oneCellAnchor", "a:xfrm", "?xfrm"),
            ("own", "v:shape", "shape"),
            ("v:shape", "own", "own"),
            ("v:shape", "a:p", "?p"),
            ("x:odd", "x:odd", "?odd"),
            ("a:p", "x:odd", "?odd"),
        ] {
            let root = read(format!("<{parent} {spaces}><{child}/></{parent}>").as_bytes()).expect("an element");
            assert_eq!(root.children[0].name, name, "{parent} {child}");
        }
    }

    #[test]
    fn what_another_reader_may_take_otherwise_is_refused() {
        let sheet = |inside: &str| {
            format!("<a xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{inside}</a>")
        };
        for (text, why) in [
            ("<a x=\"1\" x=\"2\"/>", "内容的 XML 属性有错"),
            ("<font><b/><b/></font>", "font 里写了两次 b"),
            ("<other><b/><b/></other>", ""),
            ("<a xmlns:m=\"urn:m\" m:MustUnderstand=\"q\"/>", "文件要求用懂得别的写法的程序来读"),
            ("<a xmlns:m=\"urn:m\" m:Other=\"q\"/>", ""),
            ("<a MustUnderstand=\"q\"/>", ""),
            ("<a xmlns:m=\"urn:m\" xmlns:n=\"urn:n\" m:b=\"1\" n:b=\"2\"/>", ""),
            ("<?xml version=\"1.0\" encoding=\"GBK\"?><a/>", "内容不是 UTF-8 编码"),
            ("<?xml version=\"1.0\" encoding=\"UTF8\"?><a/>", ""),
            ("<?xml version=\"1.0\" encoding=\"utf-8\"?><a/>", ""),
            ("<col width=\"x\"/>", "width 不是数：x"),
            ("<col width=\" 5 \"/>", ""),
            ("<col x:width=\"x\" xmlns:x=\"urn:x\"/>", ""),
            ("<a/><!-- 注 -->", ""),
            ("<a>甲<!-- 注 -->乙</a>", ""),
            (&sheet("<v>4<x/>2</v>"), "v 的文字里夹有别的内容"),
            (&sheet("<v>4<x>9</x></v>"), "v 的文字里夹有别的内容"),
            (&sheet("<v>4<!-- 注 -->2</v>"), "值里夹有 XML 注释"),
            (&sheet("<v>\u{3000}<x/></v>"), "v 的文字里夹有别的内容"),
            (&sheet(" <v>4</v>\n <!-- 注 --> <v/>\t"), ""),
            (&sheet("<m:AlternateContent xmlns:m=\"urn:m\"/>"), "a 里写了几种内容"),
            ("<chartSpace><m:AlternateContent xmlns:m=\"urn:m\"/></chartSpace>", ""),
            ("<a xmlns:m=\"urn:m\" m:ProcessContent=\"q\"/>", "文件要求用懂得别的写法的程序来读"),
            ("<a xml:base=\"/x/\"/>", "文件改了里面各处所指的位置"),
            ("<a xml:space=\"preserve\"/>", ""),
            ("<a hidden=\"TRUE\"/>", "hidden 的写法各程序读得不一样：TRUE"),
            ("<filter val=\"01\"/>", ""),
            ("<a/>甲", "内容的 XML 有多出的部分"),
        ] {
            let read = read(text.as_bytes()).map_or_else(|fault| fault.to_string(), |_| String::new());
            assert!(if why.is_empty() { read.is_empty() } else { read.contains(why) }, "{text}: {read}");
        }
    }
}
