//! The finished package: the library's parts as they are, in each sheet the rows between what the library wrote above and below them.

use std::fs::File;
use std::io::{Cursor, Read as _, Write};

use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter, ZipEntryWriter};
use rust_xlsxwriter::Workbook;
use zip::ZipArchive;

use super::hyperlinks::Hyperlinks;
use super::pieces::{Packing, Piece, Stream};
use crate::report::ReportError;

/// The first day a package knows: a clock would make every copy differ.
const FIRST_DAY: Option<UtcDateTime> = UtcDateTime::from_components(1980, 1, 1, 0, 0, 0, 0);

/// Where the relationships of sheets stand.
const RELATED: &str = "xl/worksheets/_rels/";

/// Writes the package of `workbook`, whose sheets' rows are `rows`, in the scratch file, and have these links.
pub(super) fn put_together<W: Write>(
    workbook: &mut Workbook,
    (rows, mut scratch): (Vec<Vec<Piece>>, File),
    links: &[Hyperlinks],
    packing: Packing,
    out: W,
) -> Result<(), ReportError> {
    let zip = |error: zip::result::ZipError| ReportError::Io(error.into());
    let mut library = ZipArchive::new(Cursor::new(workbook.save_to_buffer()?)).map_err(zip)?;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..library.len() {
        let mut part = library.by_index(index).map_err(zip)?;
        let mut content = Vec::new();
        part.read_to_end(&mut content)?;
        parts.push((part.name().map_err(zip)?.into_owned(), content));
    }
    // A sheet's relationships stand beside it, with those of its links.
    let related: Vec<_> = parts.extract_if(.., |(name, _)| name.starts_with(RELATED)).collect();
    let mut package = ZipArchiveWriter::new(out);
    for (name, content) in &parts {
        let Some(number) = sheet_number(name).filter(|number| *number < rows.len()) else {
            add(&mut package, (name, packing), |stream| stream.write(content, true))?;
            continue;
        };
        let (above, below) =
            around_rows(content).ok_or(std::io::ErrorKind::InvalidData).map_err(std::io::Error::from)?;
        add(&mut package, (name, packing), |stream| {
            stream.write(&[above, b"<sheetData>"].concat(), false)?;
            rows[number].iter().try_for_each(|piece| stream.add(piece, &mut scratch))?;
            stream.write(&[b"</sheetData>", &*links[number].among(below)?].concat(), true)
        })?;
        let name = format!("{RELATED}sheet{}.xml.rels", number + 1);
        let of_library = related.iter().find(|(related, _)| *related == name);
        let of_library = of_library.map(|(_, content)| String::from_utf8_lossy(content));
        if let Some(xml) = links[number].relationships(of_library.as_deref())? {
            add(&mut package, (&name, packing), |stream| stream.write(xml.as_bytes(), true))?;
        }
    }
    package.finish().map_err(raw)?.flush()?;
    Ok(())
}

/// Adds a part.
fn add<W: Write>(
    package: &mut ZipArchiveWriter<W>,
    (name, packing): (&str, Packing),
    write: impl FnOnce(&mut Stream<ZipEntryWriter<'_, W>>) -> std::io::Result<()>,
) -> Result<(), ReportError> {
    let mut file = package.new_file(name).compression_method(CompressionMethod::DEFLATE);
    if let Some(day) = FIRST_DAY {
        file = file.last_modified(day);
    }
    let (entry, _) = file.start().map_err(raw)?;
    let mut stream = Stream::new(entry, packing);
    write(&mut stream)?;
    let Stream { out, check, size, .. } = stream;
    out.finish(DataDescriptorOutput::new(check.finalize(), size)).map_err(raw)?;
    Ok(())
}

/// Do `bytes` begin as every package of ours does? Another program says other things of the first part, its time above all.
pub(crate) fn begins_as_ours(bytes: &[u8]) -> bool {
    const FIRST: &str = "[Content_Types].xml";
    let mut ours = Vec::new();
    let added = add(&mut ZipArchiveWriter::new(&mut ours), (FIRST, Packing::default()), |_| Ok(()));
    // Its checksum and length stand behind it.
    let head = 30 + FIRST.len();
    added.is_ok() && ours.get(..head).is_some_and(|head| bytes.starts_with(head))
}

fn raw(error: rawzip::Error) -> ReportError {
    ReportError::Io(std::io::Error::other(error))
}

/// `xl/worksheets/sheet3.xml` is sheet 2, from 0.
fn sheet_number(name: &str) -> Option<usize> {
    let number: usize = name.strip_prefix("xl/worksheets/sheet")?.strip_suffix(".xml")?.parse().ok()?;
    number.checked_sub(1)
}

/// What stands before and behind a sheet's rows.
fn around_rows(xml: &[u8]) -> Option<(&[u8], &[u8])> {
    let find = |from: usize, sign: &[u8]| memchr::memmem::find(&xml[from..], sign).map(|at| from + at);
    let start = find(0, b"<sheetData")?;
    let end = if xml[start..].starts_with(b"<sheetData/>") {
        start + b"<sheetData/>".len()
    } else {
        find(start, b"</sheetData>")? + b"</sheetData>".len()
    };
    Some((&xml[..start], &xml[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_of_another_program_begins_otherwise() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet();
        let (mut ours, scratch) = (Vec::new(), tempfile::tempfile().expect("a file"));
        put_together(&mut workbook, (Vec::new(), scratch), &[], Packing::Close, &mut ours).expect("written");
        assert!(begins_as_ours(&ours));
        let mut other = zip::ZipWriter::new(Cursor::new(Vec::new()));
        other.start_file("[Content_Types].xml", zip::write::SimpleFileOptions::default()).expect("begun");
        other.write_all(b"<Types/>").expect("written");
        assert!(!begins_as_ours(&other.finish().expect("written").into_inner()));
        assert!(!begins_as_ours(&ours[..40]) && !begins_as_ours(b""));
    }

    #[test]
    fn rows_take_the_place_of_whatever_the_library_wrote() {
        for middle in ["<sheetData/>", "<sheetData></sheetData>", "<sheetData><row r=\"1\"/></sheetData>"] {
            let xml = format!("<a>{middle}<b/></a>");
            assert_eq!(around_rows(xml.as_bytes()), Some((&b"<a>"[..], &b"<b/></a>"[..])), "{middle}");
        }
        assert_eq!(around_rows(b"<a/>"), None);
        assert_eq!(sheet_number("xl/worksheets/sheet12.xml"), Some(11));
        assert_eq!(sheet_number("xl/worksheets/_rels/sheet12.xml.rels"), None);
    }
}
