//! Packages written out plainly: each part below a line with its name, so that what the fuzzer changes is what a reader reads.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Stands before a part's name, on a line of its own.
const SIGN: &[u8] = b"\n@@ ";

/// The package that plainly written parts stand for; parts without a name, and names met before, are left out.
pub fn pack(plain: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in split(plain) {
        let Some(end) = part.iter().position(|byte| *byte == b'\n') else { continue };
        let name = String::from_utf8_lossy(&part[..end]);
        if writer.start_file(name, options).is_ok() {
            let _ = writer.write_all(&part[end + 1..]);
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// The same the other way.
#[allow(dead_code, reason = "for making seeds")]
pub fn unpack(package: Vec<u8>) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(package))?;
    let mut plain = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        plain.extend_from_slice(SIGN);
        plain.extend_from_slice(part.name()?.as_bytes());
        plain.push(b'\n');
        part.read_to_end(&mut plain)?;
    }
    Ok(plain)
}

fn split(plain: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = plain;
    let find = |bytes: &[u8]| bytes.windows(SIGN.len()).position(|window| window == SIGN);
    if let Some(at) = find(rest) {
        rest = &rest[at + SIGN.len()..];
    }
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        match find(rest) {
            Some(at) => {
                let part = &rest[..at];
                rest = &rest[at + SIGN.len()..];
                Some(part)
            }
            None => {
                done = true;
                Some(rest)
            }
        }
    })
}
