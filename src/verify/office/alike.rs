//! Sheets that are byte for byte the same in both packages need not be taken apart: what is read from the same bytes in the same styles is
//! the same.

use std::io::Read;

use super::{OfficeBook, OfficeSheet};
use crate::intake::book::BookFault;
use crate::intake::book::package::Package;

/// Bytes compared at a time.
const BLOCK: usize = 1 << 16;

impl OfficeBook {
    /// Do cells of both workbooks that are written alike look and read alike: are styles, colours and shared texts the same bytes, and is the
    /// same sheet in front?
    pub fn has_ground_of(&self, other: &Self) -> Result<bool, BookFault> {
        if self.ground.len() != other.ground.len() || self.front() != other.front() {
            return Ok(false);
        }
        for (ours, theirs) in self.ground.iter().zip(&other.ground) {
            if same(&self.parts.package, ours, &other.parts.package, theirs)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How many rows a sheet has if it is the same bytes, with the same relations, in both; parts it refers to are not looked at.
    pub fn rows_alike(
        &self,
        sheet: &OfficeSheet,
        other: &Self,
        there: &OfficeSheet,
    ) -> Result<Option<usize>, BookFault> {
        if sheet.kind != "worksheet" || there.kind != "worksheet" || sheet.part.is_empty() {
            return Ok(None);
        }
        let (ours, theirs) = (&self.parts.package, &other.parts.package);
        if same(ours, &relations(&sheet.part), theirs, &relations(&there.part))?.is_none() {
            return Ok(None);
        }
        // Relations are resolved against the folder of the part.
        let folder = |part: &str| part.rsplit_once('/').map(|(folder, _)| folder.to_lowercase());
        if folder(&sheet.part) != folder(&there.part) {
            return Ok(None);
        }
        let rows = same(ours, &sheet.part, theirs, &there.part)?;
        if rows.is_some() {
            self.parts.visit(&sheet.part);
            other.parts.visit(&there.part);
        }
        Ok(rows)
    }
}

fn relations(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{file}.rels")
}

/// How many rows begin in two parts that are the same bytes.
fn same(a: &Package, of_a: &str, b: &Package, of_b: &str) -> Result<Option<usize>, BookFault> {
    if !a.has(of_a) && !b.has(of_b) {
        // Neither has such a part.
        return Ok(Some(0));
    }
    if a.size(of_a) != b.size(of_b) {
        return Ok(None);
    }
    let read = a.stream(of_a, |a| b.stream(of_b, |b| compared(a, b)));
    Ok(read?.flatten().flatten())
}

fn compared(mut a: &mut dyn Read, mut b: &mut dyn Read) -> Result<Option<usize>, BookFault> {
    const END: &[u8] = b"</row>";
    let (mut ours, mut theirs, mut rows) = (Vec::with_capacity(BLOCK), Vec::with_capacity(BLOCK), 0);
    // The last bytes of a block stay for an end that runs over into the next.
    let mut kept = 0;
    loop {
        Read::by_ref(&mut a).take(BLOCK as u64).read_to_end(&mut ours)?;
        Read::by_ref(&mut b).take(BLOCK as u64).read_to_end(&mut theirs)?;
        if ours != theirs {
            return Ok(None);
        }
        if ours.len() == kept {
            return Ok(Some(rows));
        }
        rows += memchr::memmem::find_iter(&ours, END).count();
        kept = ours.len().min(END.len() - 1);
        let start = ours.len() - kept;
        ours.drain(..start);
        theirs.drain(..start);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{Change, RENAMED, book};
    use super::*;

    /// Is the ground the same, and how many rows are alike?
    type Alike = (bool, Option<usize>);

    fn alike(ours: &OfficeBook, theirs: &OfficeBook) -> Alike {
        let rows = ours.rows_alike(&ours.sheets[0], theirs, &theirs.sheets[0]).expect("two sheets");
        (ours.has_ground_of(theirs).expect("two workbooks"), rows)
    }

    #[test]
    fn only_the_same_bytes_on_the_same_ground_are_alike() {
        let rows = "<row r=\"1\"><c><v>1</v></c></row><row r=\"2\"><c><v>2</v></c></row>";
        let own = book(rows, &[]);
        let (sheet, related) = ("xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels");
        let empty = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";
        let folder =
            [("xl/_rels/workbook.xml.rels", "worksheets/", "sheets/"), (sheet, RENAMED, "xl/sheets/sheet1.xml")];
        let kind = [("xl/_rels/workbook.xml.rels", "/worksheet\"", "/chartsheet\"")];
        let theme = [
            (
                "xl/_rels/workbook.xml.rels",
                "</R",
                "<Relationship Id=\"t\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme\" Target=\"t.xml\"/></R",
            ),
            ("xl/t.xml", "", "<theme xmlns=\"http://schemas.openxmlformats.org/drawingml/2006/main\"/>"),
        ];
        let table: [(&[Change<'_>], Alike); 11] = [
            (&[], (true, Some(2))),
            (&[("xl/styles.xml", "\"0\"", "\"9\"")], (false, Some(2))),
            (&[("xl/styles.xml", "\"0\"", "\"10\"")], (false, Some(2))),
            (&theme, (false, Some(2))),
            (&[("xl/workbook.xml", "activeTab=\"0\"", "activeTab=\"1\"")], (false, Some(2))),
            (&[(sheet, "<v>2</v>", "<v>3</v>")], (true, None)),
            (&[(sheet, "<v>2</v>", "<v>22</v>")], (true, None)),
            (&[(related, "", empty)], (true, None)),
            (&folder, (true, None)),
            (&kind, (true, None)),
            (&[("docProps/app.xml", "", "<x/>")], (true, Some(2))),
        ];
        for (changes, expected) in table {
            let other = book(rows, changes);
            assert_eq!((alike(&own, &other), alike(&other, &own)), (expected, expected), "{changes:?}");
        }
        // Both have the same relations, and then not.
        let linked = book(rows, &[(related, "", empty)]);
        assert_eq!(alike(&linked, &book(rows, &[(related, "", empty)])), (true, Some(2)));
        assert_eq!(alike(&linked, &book(rows, &[(related, "", &empty.replace("/>", "></Relationships>"))])).1, None);
    }

    #[test]
    fn rows_are_counted_wherever_a_block_ends() {
        for pad in (0..16).chain([3 * BLOCK]) {
            // An end of a row lies at every place about the first block's end.
            let text = "x".repeat(BLOCK - 160 - "<row></row>".len() + pad);
            let rows = format!("<row><c t=\"str\"><v>{text}</v></c></row>{}", "<row></row>".repeat(20));
            assert_eq!(alike(&book(&rows, &[]), &book(&rows, &[])), (true, Some(21)), "{pad}");
            let other = format!("{rows}<row><c><v>1</v></c></row>");
            assert_eq!(alike(&book(&rows, &[]), &book(&other, &[])), (true, None), "{pad}");
        }
    }
}
