//! What lies in the folder the guide was called in.

use std::fs;
use std::path::{Path, PathBuf};

use crate::intake::book::{Bounds, open};
use crate::intake::{is_workbook, sources};
use crate::own_workbooks::may_be_ours;

/// Folders with data, and the program's own results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Folders that hold workbooks, each with how many; the likeliest first.
    pub data: Vec<(PathBuf, usize)>,
    /// Award workbooks, the newest first.
    pub awards: Vec<PathBuf>,
    /// Findings workbooks, the newest first.
    pub findings: Vec<PathBuf>,
    /// Is there a policy file?
    pub policy: bool,
}

/// What data is usually kept in.
const USUAL: &str = "数据";

impl Found {
    /// Looks at `folder` and the folders in it. What cannot be looked at is left out: it is named when it is used.
    pub fn look(folder: &Path) -> Self {
        let mut found = Self { policy: folder.join("policy.toml").is_file(), ..Self::default() };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| !is_hidden(path)).collect();
        paths.sort();
        let mut loose = 0;
        for path in paths {
            if path.is_dir() {
                let count = workbooks(&path);
                if count > 0 {
                    found.data.push((below(folder, &path), count));
                }
                continue;
            }
            match own(&path) {
                Some(Own::Award) => found.awards.push(below(folder, &path)),
                Some(Own::Findings) => found.findings.push(below(folder, &path)),
                Some(Own::Other) => {}
                None => loose += workbooks(&path),
            }
        }
        if loose > 0 {
            found.data.push((PathBuf::from("."), loose));
        }
        let called = |path: &Path, name: &str| path.file_name().is_some_and(|own| own == name);
        // Blank workbooks are data once they are filled in: there, but last.
        found.data.sort_by_key(|(path, _)| (!called(path, USUAL), called(path, crate::commands::TEMPLATES)));
        let newest = |path: &PathBuf| {
            let written = fs::metadata(folder.join(path)).and_then(|about| about.modified()).ok();
            std::cmp::Reverse(written)
        };
        found.awards.sort_by_key(newest);
        found.findings.sort_by_key(newest);
        found
    }
}

/// A workbook this program wrote.
enum Own {
    Award,
    Findings,
    Other,
}

/// Is this an award workbook?
pub(in crate::cli) fn is_award(path: &Path) -> bool {
    matches!(own(path), Some(Own::Award))
}

/// By its sheets: another program may have saved it since.
fn own(path: &Path) -> Option<Own> {
    if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        return None;
    }
    let book = open(path, &Bounds::of_file(path)).ok()?;
    let sheets: Vec<&str> = book.sheets().iter().map(|sheet| &*sheet.name).collect();
    if sheets.iter().all(|sheet| may_be_ours(sheet)) {
        let has = |name: &str| sheets.contains(&name);
        let other =
            if sheets.iter().all(|sheet| sheet.starts_with("问题清单")) { Own::Findings } else { Own::Other };
        return Some(if has("核算汇总") { Own::Award } else { other });
    }
    None
}

/// How many workbooks `path` stands for.
fn workbooks(path: &Path) -> usize {
    if path.is_dir() {
        return sources(&[path.to_owned()], &mut Vec::new()).map_or(0, |sources| sources.len());
    }
    usize::from(is_workbook(path))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_none_or(|name| name.to_string_lossy().starts_with(['.', '~']))
}

/// As it is written on the command line.
fn below(folder: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(folder).unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_with_workbooks_are_found_and_the_likeliest_comes_first() {
        let here = tempfile::tempdir().expect("a folder");
        let touch = |name: &str| {
            let path = here.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "x").expect("a file");
        };
        for name in
            ["乙/a.xlsx", "数据/a.xlsx", "数据/下/b.csv", "模板/a.xlsx", ".藏/a.xlsx", "空/说明.docx", "policy.toml"]
        {
            touch(name);
        }
        let found = Found::look(here.path());
        let path = |name: &str| PathBuf::from(name);
        assert_eq!(found.data, [(path("数据"), 2), (path("乙"), 1), (path("模板"), 1)]);
        assert!(found.policy && found.awards.is_empty());
        touch("散.csv");
        assert_eq!(Found::look(here.path()).data[2], (path("."), 1));
        assert_eq!(Found::look(&here.path().join("没有")), Found::default());
    }
}
