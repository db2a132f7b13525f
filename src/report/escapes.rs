//! Links to files whose names have signs that the writing library cannot escape: put right in the finished package.

use std::io::{Read as _, Seek, Write};

use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::ReportError;
use super::links::ESCAPE;

/// Saves `workbook` to `out`, the signs put back in its links.
pub(super) fn restore<W: Write + Seek + Send>(workbook: &mut Workbook, out: W) -> Result<(), ReportError> {
    let mut whole = tempfile::tempfile()?;
    workbook.save_to_writer(&mut whole)?;
    let zip = |error: zip::result::ZipError| ReportError::Io(error.into());
    let mut package = ZipArchive::new(whole).map_err(zip)?;
    let mut writer = ZipWriter::new(out);
    for index in 0..package.len() {
        let mut part = package.by_index(index).map_err(zip)?;
        let name = part.name().map_err(zip)?.into_owned();
        if !name.ends_with(".rels") {
            drop(part);
            let raw = package.by_index_raw(index).map_err(zip)?;
            writer.raw_copy_file(raw).map_err(zip)?;
            continue;
        }
        let mut links = String::new();
        part.read_to_string(&mut links)?;
        let options = SimpleFileOptions::default().last_modified_time(part.last_modified().unwrap_or_default());
        writer.start_file(name, options).map_err(zip)?;
        writer.write_all(links.replace(ESCAPE, "%").as_bytes())?;
    }
    writer.finish().map_err(zip)?;
    Ok(())
}
