//! The finished package: the library's parts as they are, in each sheet the rows between what the library wrote above and below them.

use std::fs::File;
use std::io::{Cursor, Read as _, Write};

use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};
use rust_xlsxwriter::Workbook;
use zip::ZipArchive;

use super::pieces::{Piece, Stream};
use crate::report::ReportError;
use crate::report::links::ESCAPE;

/// The first day a package knows: a clock would make every copy differ.
const FIRST_DAY: Option<UtcDateTime> = UtcDateTime::from_components(1980, 1, 1, 0, 0, 0, 0);

/// Writes the package of `workbook`, whose sheets' rows are `rows`, in the scratch file.
pub(super) fn put_together<W: Write>(
    workbook: &mut Workbook,
    (rows, mut scratch): (Vec<Vec<Piece>>, File),
    out: W,
) -> Result<(), ReportError> {
    let zip = |error: zip::result::ZipError| ReportError::Io(error.into());
    let raw = |error: rawzip::Error| ReportError::Io(std::io::Error::other(error));
    let mut parts = ZipArchive::new(Cursor::new(workbook.save_to_buffer()?)).map_err(zip)?;
    let mut package = ZipArchiveWriter::new(out);
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).map_err(zip)?;
        let name = part.name().map_err(zip)?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content)?;
        let mut new_file = package.new_file(&*name).compression_method(CompressionMethod::DEFLATE);
        if let Some(day) = FIRST_DAY {
            new_file = new_file.last_modified(day);
        }
        let (entry, _) = new_file.start().map_err(raw)?;
        let mut stream = Stream::new(entry);
        match sheet_number(&name).and_then(|number| rows.get(number)) {
            Some(rows) => {
                let (above, below) =
                    around_rows(&content).ok_or(std::io::ErrorKind::InvalidData).map_err(std::io::Error::from)?;
                stream.write(&[above, b"<sheetData>"].concat(), false)?;
                rows.iter().try_for_each(|piece| stream.add(piece, &mut scratch))?;
                stream.write(&[b"</sheetData>", below].concat(), true)?;
            }
            // Links to files whose names have signs that the library cannot escape.
            None if name.ends_with(".rels") && contains(&content, ESCAPE) => {
                stream.write(String::from_utf8_lossy(&content).replace(ESCAPE, "%").as_bytes(), true)?;
            }
            None => stream.write(&content, true)?,
        }
        let Stream { out, check, size } = stream;
        out.finish(DataDescriptorOutput::new(check.finalize(), size)).map_err(raw)?;
    }
    package.finish().map_err(raw)?.flush()?;
    Ok(())
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

fn contains(content: &[u8], sign: char) -> bool {
    memchr::memmem::find(content, sign.encode_utf8(&mut [0; 4]).as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

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
