//! Links from a workbook to the cells of the data, which lies beside it or elsewhere.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::finding::{Place, column_letters};
use crate::intake::Source;

/// Where the data lies, seen from the folder of a workbook.
#[derive(Clone, Debug, Default)]
pub struct Links {
    paths: HashMap<Arc<str>, String>,
}

impl Links {
    /// The links of a workbook in `folder` to the files `sources`.
    #[must_use]
    pub fn new(folder: &Path, sources: &[Source]) -> Self {
        let from = dunce::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let seen = |source: &Source| {
            let file = dunce::canonicalize(&source.path).unwrap_or_else(|_| source.path.clone());
            (Arc::clone(&source.label), relative(&from, &file))
        };
        Self { paths: sources.iter().map(seen).collect() }
    }

    /// The link to the cell at `place`.
    #[must_use]
    pub(super) fn to(&self, place: &Place) -> Option<String> {
        link(self.paths.get(place.file.as_ref()?)?, place)
    }
}

/// The way from a folder to a file; the whole path where there is none, as between drives.
fn relative(from: &Path, file: &Path) -> String {
    let (from_parts, parts): (Vec<Component<'_>>, Vec<_>) = (from.components().collect(), file.components().collect());
    let shared = from_parts.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return file.to_string_lossy().into_owned();
    }
    let up = from_parts[shared..].iter().map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(parts[shared..].iter().copied()).collect();
    let parts: Vec<_> = way.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// The cell at `place` in the file at `path`.
pub(super) fn link(path: &str, place: &Place) -> Option<String> {
    let sheet = place.sheet.as_deref()?;
    let row = place.row? + 1;
    let column = column_letters(place.column.unwrap_or(0));
    // What follows the first # is the place in the file.
    Some(format!("file:///{}#'{}'!{column}{row}", escaped(path), sheet.replace('\'', "''")))
}

/// As an address: what has a meaning of its own there is escaped.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '%' | '"' | ' ' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '}' | '#' | '?' => {
                out.push_str(&format!("%{:02x}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_from_one_folder_to_a_file() {
        for (from, file, way) in [
            ("/a/b", "/a/b/c.xlsx", "c.xlsx"),
            ("/a/b", "/a/b/数据/c.xlsx", "数据/c.xlsx"),
            ("/a/b/结果", "/a/b/数据/c.xlsx", "../数据/c.xlsx"),
            ("/a/b/c", "/d.xlsx", "../../../d.xlsx"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(file)), way);
        }
    }

    #[test]
    fn odd_names_are_escaped_once() {
        assert_eq!(escaped("数据/a b%20\"c\"'d'.xlsx"), "数据/a%20b%2520%22c%22'd'.xlsx");
        assert_eq!(escaped("a#1?.xlsx"), "a%231%3f.xlsx");
    }
}
