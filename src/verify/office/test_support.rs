//! For tests: workbooks of a few parts, and what is said of them in short.

use std::sync::Arc;

use super::element::Element;
use super::fact::Facts;
use super::{OfficeBook, tree};
use crate::intake::book::BookFault;
use crate::intake::book::store::{Bytes, Store};
use crate::intake::book::test_support::package;

/// An element as it is written.
pub(super) fn element(xml: &str) -> Element {
    tree::read(xml.as_bytes()).expect("an element")
}

/// All that is said: `aspect place: value`, figures as `aspect place = figure`, what is not understood behind `?`.
pub(in crate::verify) fn told(facts: &Facts) -> Vec<String> {
    let known = facts.known.iter().map(|(of, value)| format!("{} {}: {value}", of.aspect, of.at));
    let measured = facts.measured.iter().map(|(of, value)| format!("{} {} = {value}", of.aspect, of.at));
    let unknown = facts.unknown.iter().map(|unknown| format!("? {unknown}"));
    known
        .chain(measured)
        .chain(unknown)
        .map(|said| said.replace(" :", ":").replace("  =", " =").trim_end().to_owned())
        .collect()
}

pub(super) const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Relations by their ids, kinds and targets.
pub(in crate::verify) fn relations(all: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        let outside = if target.contains(':') { " TargetMode=\"External\"" } else { "" };
        format!("<Relationship Id=\"{id}\" Type=\"{RELATED}/{kind}\" Target=\"{target}\"{outside}/>")
    };
    let space = "http://schemas.openxmlformats.org/package/2006/relationships";
    format!("<Relationships xmlns=\"{space}\">{}</Relationships>", all.iter().map(one).collect::<String>())
}

/// Instead of what stands in a part: the part gets another name.
pub(super) const RENAMED: &str = "renamed";

/// A part, what stands in it (all of it if nothing is said), and what is put there.
pub(in crate::verify) type Change<'t> = (&'t str, &'t str, &'t str);

/// A workbook of one sheet with these rows; in each of its parts `find` is replaced, or a part of that name put in.
pub(in crate::verify) fn book(rows: &str, changes: &[Change<'_>]) -> OfficeBook {
    opened(rows, changes).expect("a workbook")
}

/// The same, or why it is refused.
pub(super) fn opened(rows: &str, changes: &[Change<'_>]) -> Result<OfficeBook, BookFault> {
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        ("_rels/.rels".to_owned(), relations(&[("r0", "officeDocument", "xl/workbook.xml")])),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            relations(&[("r0", "worksheet", "worksheets/sheet1.xml"), ("r1", "styles", "styles.xml")]),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{SHEET}\" xmlns:r=\"{RELATED}\"><bookViews><workbookView activeTab=\"0\"/>\
                 </bookViews><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"r0\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!("<styleSheet xmlns=\"{SHEET}\"><cellXfs><xf numFmtId=\"0\"/></cellXfs></styleSheet>"),
        ),
        (
            "xl/worksheets/sheet1.xml".to_owned(),
            format!("<worksheet xmlns=\"{SHEET}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    for (name, find, put) in changes {
        match parts.iter_mut().find(|(part, _)| part == name) {
            Some((part, _)) if *find == RENAMED => *part = (*put).to_owned(),
            Some((_, content)) if find.is_empty() => *content = (*put).to_owned(),
            Some((_, content)) => *content = content.replace(find, put),
            None => parts.push(((*name).to_owned(), (*put).to_owned())),
        }
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (&**name, content.as_bytes())).collect();
    let bytes = package(&parts);
    OfficeBook::open(&Store::Held(Bytes(Arc::new(bytes))))
}
