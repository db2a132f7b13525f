//! An element of an office program's XML with its attributes, by whose words they are.

use std::borrow::Cow;

use quick_xml::name::ResolveResult;

use crate::intake::book::BookFault;

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

    pub(super) fn resolved(result: &ResolveResult<'_>) -> Self {
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

/// Refuses yes, no or a small number in a way that some programs know and others do not: `TRUE`, `01`.
pub(super) fn certain(name: &str, value: &str) -> Result<(), BookFault> {
    if is_doubtful(name, value) {
        return Err(BookFault::damaged(format!("{name} 的写法各程序读得不一样：{value}")));
    }
    Ok(())
}

fn is_doubtful(name: &str, value: &str) -> bool {
    let bare = value.trim();
    let is_word = || ["true", "false", "on", "off"].iter().any(|word| bare.eq_ignore_ascii_case(word) && bare != *word);
    let is_number = || {
        let zeros = matches!(bare.len(), 2..=4) && bare.starts_with('0') && bare.bytes().all(|b| b.is_ascii_digit());
        zeros || matches!(bare, "+0" | "-0" | "+1")
    };
    !matches!(name, "name" | "formatCode") && (is_word() || is_number())
}

#[cfg(test)]
mod tests {
    use super::is_doubtful;

    #[test]
    fn what_some_programs_read_and_others_do_not() {
        for value in ["TRUE", "True", "OFF", "01", "001", "0001", "00", "+1", "-0", " 01 "] {
            assert!(is_doubtful("hidden", value), "{value}");
        }
        for value in ["true", "false", "on", "1", "0", "", "T", "10", "-1", "+2", "00FF", "00000", "FF000000", "0.5"] {
            assert!(!is_doubtful("hidden", value), "{value}");
        }
        assert!(!is_doubtful("formatCode", "00") && !is_doubtful("name", "TRUE"));
    }
}
