//! A zip package (.xlsx, .xlsb, .ods): its parts by name, unpacked within bounds.

use std::collections::HashMap;
use std::io::Read;

use zip::ZipArchive;

use super::bounds::Bounds;
use super::fault::BookFault;
use super::store::{Cursor, Store};

/// An opened package.
#[derive(Debug)]
pub(crate) struct Package {
    archive: ZipArchive<Cursor>,
    /// Part names in lower case: Excel compares them so, and some programs write them so.
    parts: HashMap<String, usize>,
    bounds: Bounds,
}

impl Package {
    /// Opens the package and compares all it claims with the bounds; unpacks nothing yet.
    pub fn open(store: &Store, bounds: &Bounds) -> Result<Self, BookFault> {
        let archive = ZipArchive::new(store.clone().cursor())?;
        let sizes = (0..archive.len()).map(|index| archive.by_index_data(index).map_or(u64::MAX, |entry| entry.size()));
        bounds.package(store.len(), archive.len(), sizes.fold(0, u64::saturating_add))?;
        // Of a file that was cut off the end that is found may be that of a workbook embedded in it.
        if archive.offset() != 0 {
            return Err(BookFault::damaged("压缩包的开头不完整"));
        }
        // Two parts of one name: which one counts depends on the reader. Small letters or capitals make no other name.
        let twice = || BookFault::damaged("压缩包里有同名的部件");
        if archive.has_duplicate_names() {
            return Err(twice());
        }
        let mut parts = HashMap::with_capacity(archive.len());
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index)
                && parts.insert(key(&name), index).is_some()
            {
                return Err(twice());
            }
        }
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index);
            if !entry.is_ok_and(|entry| is_named(store, entry.header_start(), entry.name_raw())) {
                return Err(BookFault::damaged("压缩包的目录和里面的部件名不一致"));
            }
        }
        Ok(Self { archive, parts, bounds: *bounds })
    }

    /// The names of all parts, in lower case and in a fixed order.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.parts.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// Is there anything that the directory does not tell: parts between the parts it lists, or heads that say otherwise than it does? A
    /// program that reads from the start, without the directory, takes them for content.
    pub fn has_unlisted(&self) -> bool {
        let store = self.archive.clone().into_inner().into_inner();
        let entries = (0..self.archive.len()).map(|index| self.archive.by_index_data(index).ok());
        let spans = entries.map(|entry| {
            let entry = entry?;
            let claims = (entry.crc32(), entry.compressed_size(), entry.size());
            Some((entry.header_start(), span(&store, entry.header_start(), claims)?))
        });
        let Some(mut spans) = spans.collect::<Option<Vec<_>>>() else { return true };
        spans.sort_unstable();
        let ends = [0].into_iter().chain(spans.iter().map(|(_, end)| *end));
        let starts = spans.iter().map(|(start, _)| *start).chain([self.archive.central_directory_start()]);
        ends.zip(starts).any(|(end, start)| end != start)
    }

    /// Is there anything behind the directory?
    pub fn has_comment(&self) -> bool {
        const END: u64 = 22;
        let store = self.archive.clone().into_inner().into_inner();
        let last = store.len().checked_sub(END).and_then(|at| store.part(at, 4));
        !self.archive.comment().is_empty() || last.is_none_or(|sign| *sign != *b"PK\x05\x06")
    }

    /// Is there a part of this name?
    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&key(name))
    }

    /// What the part claims to unpack to; 0 if there is none.
    pub fn size(&self, name: &str) -> u64 {
        let index = self.parts.get(&key(name)).copied();
        index.and_then(|index| self.archive.by_index_data(index).ok()).map_or(0, |entry| entry.size())
    }

    /// Gives `read` the unpacked bytes of a part as a stream; `None` if there is no such part. A part that is longer than
    /// it claims is refused on the way, and one whose checksum does not fit at its end.
    pub fn stream<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut dyn Read) -> Result<T, BookFault>,
    ) -> Result<Option<T>, BookFault> {
        let Some(&index) = self.parts.get(&key(name)) else {
            return Ok(None);
        };
        // A clone shares the directory and the bytes: each reader has its own place in them.
        let mut archive = self.archive.clone();
        let part = archive.by_index(index)?;
        let left = part.size();
        read(&mut Claimed { part, left }).map(Some)
    }

    /// A part unpacked whole; `None` if there is no such part.
    pub fn whole(&self, name: &str) -> Result<Option<Vec<u8>>, BookFault> {
        let size = self.size(name);
        if size > self.bounds.held {
            return Err(BookFault::TooLarge(format!("部件 {name} 解压后有 {} MiB", size >> 20)));
        }
        self.stream(name, |part| {
            let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
            part.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }
}

/// A target, relative to the folder of the part that names it.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

/// A part's name as names are compared.
pub(crate) fn key(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// Does the entry at `start` itself carry the name `name`? Some programs go by the directory, some by the entries.
fn is_named(store: &Store, start: u64, name: &[u8]) -> bool {
    const LENGTH: usize = 26;
    const NAME: usize = 30;
    let entry = store.part(start, NAME + name.len()).unwrap_or_default();
    let length = entry.get(LENGTH..LENGTH + 2).map(|length| usize::from(length[0]) | usize::from(length[1]) << 8);
    length == Some(name.len()) && entry.get(NAME..) == Some(name)
}

/// Where the entry at `start` ends, if its own head agrees with the directory about checksum, packed and unpacked size.
fn span(store: &Store, start: u64, (check, packed, size): (u32, u64, u64)) -> Option<u64> {
    const HEAD: u64 = 30;
    /// The sizes follow the content instead of standing before it.
    const BEHIND: u64 = 1 << 3;
    const ENCRYPTED: u64 = 1;
    let number = |at: u64, length: usize| -> Option<u64> {
        let digits = store.part(start.checked_add(at)?, length)?;
        Some(digits.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    };
    let (flags, method) = (number(6, 2)?, number(8, 2)?);
    let content = HEAD + number(26, 2)? + number(28, 2)?;
    let end = start + content + packed;
    if flags & ENCRYPTED != 0 || !(method == 8 || (method == 0 && packed == size)) {
        return None;
    }
    if flags & BEHIND != 0 {
        // With or without a sign before it, sizes of four bytes or of eight.
        let behind = content + packed;
        let signed = number(behind, 4) == Some(0x0807_4B50);
        let at = behind + if signed { 4 } else { 0 };
        let long = number(at + 4, 8) == Some(packed) && number(at + 12, 8) == Some(size);
        let short = number(at + 4, 4) == Some(packed) && number(at + 8, 4) == Some(size);
        let length = if long { 20 } else { 12 };
        let agrees = (long || short) && number(at, 4) == Some(check.into());
        return agrees.then_some(end + length + if signed { 4 } else { 0 });
    }
    // Sizes over four bytes stand in a field of their own.
    let agrees = |at: u64, known: u64| number(at, 4).is_some_and(|said| said == known || said == u64::from(u32::MAX));
    (number(14, 4)? == u64::from(check) && agrees(18, packed) && agrees(22, size)).then_some(end)
}

/// A part that may not be longer than it claims.
struct Claimed<R> {
    part: R,
    left: u64,
}

impl<R: Read> Read for Claimed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.part.read(buffer)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => return Err(std::io::Error::other(BookFault::damaged("部件比它所称的长"))),
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        let table = [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/styles.xml", "xl/styles.xml"),
            ("xl", "../xl/./styles.xml", "xl/styles.xml"),
            ("", "xl\\workbook.xml", "xl/workbook.xml"),
            ("xl", "../../../x", "x"),
        ];
        for (folder, target, expected) in table {
            assert_eq!(resolve(folder, target), expected);
        }
    }
}
