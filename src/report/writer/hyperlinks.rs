//! The links of a sheet. The library keeps each with copies of its parts and gives each a relationship of its own: 54 000 remarks of 100 000
//! firms took 76 MiB and a part of 9 MB. Here they stay a text, and a file has one relationship however many links lead into it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;

use quick_xml::escape::partial_escape;

use crate::finding::column_letters;

/// A spreadsheet takes no more links on a sheet, and no longer ones (in UTF-16 units).
const MOST: usize = 65_530;
const LONGEST: usize = 2_080;

/// The kind of relationship that a link is.
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

/// The links of one sheet.
#[derive(Debug, Default)]
pub(super) struct Hyperlinks {
    xml: String,
    count: usize,
    /// The files they lead to, and each one's number.
    files: HashMap<String, usize>,
}

impl Hyperlinks {
    /// Links the cell to `target`: `internal:` and a place in the workbook, or `file:///`, the way to a file, `#` and a place there. What a
    /// spreadsheet would not take stays a text.
    pub fn add(&mut self, row: u32, column: u16, target: &str) {
        let (file, place) = match target.strip_prefix("internal:") {
            Some(place) => (None, place),
            None => target.split_once('#').map_or((Some(target), ""), |(file, place)| (Some(file), place)),
        };
        let is_long = |text: &str| text.encode_utf16().count() > LONGEST;
        if self.count == MOST || is_long(place) || file.is_some_and(is_long) {
            return;
        }
        self.count += 1;
        let _ = write!(self.xml, "<hyperlink ref=\"{}{}\"", column_letters(column.into()), row + 1);
        if let Some(file) = file {
            let next = self.files.len() + 1;
            let number = match self.files.get(file) {
                Some(number) => *number,
                None => *self.files.entry(file.to_owned()).or_insert(next),
            };
            let _ = write!(self.xml, " r:id=\"link{number}\"");
        }
        if !place.is_empty() {
            let _ = write!(self.xml, " location=\"{}\"", attribute(place));
        }
        self.xml.push_str("/>");
    }

    /// What a sheet says below its rows, `below`, with the links in their place: before what is said of the printed page (ECMA-376, 18.3.1.99).
    ///
    /// # Errors
    /// Where the library wrote no such thing: no link is left out unsaid.
    pub fn among(&self, below: &[u8]) -> io::Result<Vec<u8>> {
        if self.count == 0 {
            return Ok(below.to_vec());
        }
        let find = |sign: &[u8]| memchr::memmem::find(below, sign);
        let at = find(b"<printOptions").or_else(|| find(b"<pageMargins")).ok_or(io::ErrorKind::InvalidData)?;
        Ok([&below[..at], b"<hyperlinks>", self.xml.as_bytes(), b"</hyperlinks>", &below[at..]].concat())
    }

    /// The relationships of the sheet: those that the library wrote, and one for each file. Nothing where there are none.
    ///
    /// # Errors
    /// Where those of the library end otherwise than they do: none is left out unsaid.
    pub fn relationships(&self, of_library: Option<&str>) -> io::Result<Option<String>> {
        const END: &str = "</Relationships>";
        if self.files.is_empty() {
            return Ok(of_library.map(str::to_owned));
        }
        let empty = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
            <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
        let before = of_library.map_or(Some(empty), |xml| xml.strip_suffix(END));
        let mut xml = before.ok_or(io::ErrorKind::InvalidData)?.to_owned();
        let mut files: Vec<(&String, &usize)> = self.files.iter().collect();
        files.sort_unstable_by_key(|(_, number)| **number);
        for (file, number) in files {
            let target = attribute(way(file));
            let _ = write!(
                xml,
                "<Relationship Id=\"link{number}\" Type=\"{KIND}\" Target=\"{target}\" TargetMode=\"External\"/>"
            );
        }
        xml.push_str(END);
        Ok(Some(xml))
    }
}

/// A text between double quotes.
fn attribute(text: &str) -> String {
    partial_escape(text).replace('"', "&quot;")
}

/// A way from the workbook is written bare; one from a drive or from a server with its scheme.
fn way(file: &str) -> &str {
    let bare = file.strip_prefix("file:///").unwrap_or(file);
    let is_absolute = bare.starts_with(r"\\") || bare.as_bytes().get(1) == Some(&b':');
    if is_absolute { file } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(targets: &[&str]) -> Hyperlinks {
        let mut links = Hyperlinks::default();
        (3..).zip(targets).for_each(|(row, target)| links.add(row, 1, target));
        links
    }

    #[test]
    fn a_file_has_one_relationship_however_many_links_lead_into_it() {
        let links = links(&[
            "file:///a&b.xlsx#'表'!C4",
            "internal:'甲'!A1",
            "file:///c.xlsx#'表'!A1",
            "file:///a&b.xlsx#'表'!C5",
        ]);
        let xml = "<hyperlinks><hyperlink ref=\"B4\" r:id=\"link1\" location=\"'表'!C4\"/><hyperlink ref=\"B5\" location=\"'甲'!A1\"/>\
            <hyperlink ref=\"B6\" r:id=\"link2\" location=\"'表'!A1\"/><hyperlink ref=\"B7\" r:id=\"link1\" location=\"'表'!C5\"/></hyperlinks>";
        for below in ["<pageMargins/>", "<printOptions/><pageMargins/>"] {
            assert_eq!(
                String::from_utf8_lossy(&links.among(format!("<mergeCells/>{below}").as_bytes()).expect("a place")),
                format!("<mergeCells/>{xml}{below}")
            );
        }
        let own = links.relationships(None).ok().flatten().expect("two files");
        let two = format!(
            "<Relationship Id=\"link1\" Type=\"{KIND}\" Target=\"a&amp;b.xlsx\" TargetMode=\"External\"/>\
            <Relationship Id=\"link2\" Type=\"{KIND}\" Target=\"c.xlsx\" TargetMode=\"External\"/></Relationships>"
        );
        assert!(own.ends_with(&two) && own.starts_with("<?xml"), "{own}");
        let beside = links.relationships(Some("<Relationships><Relationship Id=\"rId1\"/></Relationships>"));
        assert_eq!(beside.ok().flatten(), Some(format!("<Relationships><Relationship Id=\"rId1\"/>{two}")));
    }

    #[test]
    fn where_no_link_leads_to_a_file_all_stays_as_it_was() {
        assert_eq!(links(&[]).among(b"<pageMargins/>").expect("as it was"), b"<pageMargins/>");
        let within = links(&["internal:'甲'!A1"]);
        let related = |of_library| within.relationships(of_library).expect("as they were");
        assert_eq!((related(None), related(Some("x"))), (None, Some("x".to_owned())));
        // What has no place is an error, not left out.
        assert!(within.among(b"<mergeCells/>").is_err());
        assert!(links(&["file:///a.xlsx#A1"]).relationships(Some("<Relationships/>")).is_err());
    }

    #[test]
    fn what_a_spreadsheet_would_not_take_stays_a_text() {
        let long = "长".repeat(LONGEST);
        let links = links(&[&format!("file:///{long}#A1"), &format!("internal:{long}1"), &format!("internal:{long}")]);
        assert_eq!(links.count, 1);
        let mut full = Hyperlinks { count: MOST - 1, ..Hyperlinks::default() };
        full.add(0, 0, "internal:甲!A1");
        full.add(1, 0, "internal:甲!A1");
        assert_eq!((full.count, full.xml.matches("<hyperlink ").count()), (MOST, 1));
    }

    #[test]
    fn a_way_from_a_drive_or_a_server_keeps_its_scheme() {
        for (file, written) in [
            ("file:///../数据/a.xlsx", "../数据/a.xlsx"),
            (r"file:///D:\数据\a.xlsx", r"file:///D:\数据\a.xlsx"),
            (r"file:///\\server\a.xlsx", r"file:///\\server\a.xlsx"),
        ] {
            assert_eq!(way(file), written);
        }
    }
}
