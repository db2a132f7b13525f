//! Which files a run reads, and in what order: by name in code-point order, so that neither the command line nor the disk decides.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::finding::{Finding, Place, catalogue};

/// What a folder's workbooks are called; a file named outright is always read.
const EXTENSIONS: [&str; 7] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "et", "csv"];

/// A run that cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A path leads nowhere.
    #[error("找不到 {}：{source}", path.display())]
    NotFound {
        /// The path as given.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Nothing to read.
    #[error("没有找到工作簿：{}", .0.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("、"))]
    NoWorkbooks(Vec<PathBuf>),
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called to people: its name, with the folder's in front where two names are the same.
    pub label: Arc<str>,
}

/// The files that `paths` stand for, in the order read; lock files that were passed over are noted.
///
/// # Errors
/// A path that leads nowhere, or no workbook at all.
pub fn sources(paths: &[PathBuf], findings: &mut Vec<Finding>) -> Result<Vec<Source>, Trouble> {
    let mut found: Vec<PathBuf> = Vec::new();
    for path in paths {
        let not_found = |source| Trouble::NotFound { path: path.clone(), source };
        if path.metadata().map_err(not_found)?.is_dir() {
            for entry in path.read_dir().map_err(not_found)? {
                let entry = entry.map_err(not_found)?.path();
                if has_workbook_extension(&entry) && entry.is_file() {
                    found.push(entry);
                }
            }
        } else {
            found.push(path.clone());
        }
    }
    found.sort_by(|a, b| (name(a), a).cmp(&(name(b), b)));
    // One file under two paths is one file.
    let mut seen = Vec::new();
    found.retain(|path| {
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let new = !seen.contains(&real);
        if new {
            seen.push(real);
        }
        new
    });
    let labels = labels(&found);
    let all = found.into_iter().zip(labels).map(|(path, label)| Source { path, label });
    let (locks, sources): (Vec<_>, Vec<_>) = all.partition(|source| is_lock(&source.path));
    for lock in locks {
        findings.push(Finding::new(&catalogue::FILE_SKIPPED, Place::file(&lock.label), "", "").because("锁文件"));
    }
    if sources.is_empty() {
        return Err(Trouble::NoWorkbooks(paths.to_vec()));
    }
    Ok(sources)
}

/// The last part of a path, as text.
fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.to_string_lossy(), OsStr::to_string_lossy).into_owned()
}

/// Is it called like a workbook?
fn has_workbook_extension(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// Office, WPS and macOS leave such files beside open workbooks.
fn is_lock(path: &Path) -> bool {
    let name = name(path);
    name.starts_with("~$") || name.starts_with(".~") || name.starts_with("._")
}

/// A name for each file: its own, or with as much of its folder as tells it from its namesakes.
fn labels(paths: &[PathBuf]) -> Vec<Arc<str>> {
    let tail = |path: &Path, parts: usize| {
        let parts: Vec<_> =
            path.components().rev().take(parts).map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.into_iter().rev().collect::<Vec<_>>().join("/")
    };
    let mut depth = vec![1; paths.len()];
    let mut labels: Vec<String> = paths.iter().map(|path| name(path)).collect();
    for _ in 0..3 {
        let mut count: HashMap<&str, usize> = HashMap::new();
        labels.iter().for_each(|label| *count.entry(label).or_default() += 1);
        let twice: Vec<usize> = (0..labels.len()).filter(|&i| count[labels[i].as_str()] > 1).collect();
        for i in twice {
            depth[i] += 1;
            labels[i] = tail(&paths[i], depth[i]);
        }
    }
    // Namesakes to the last: number them.
    let mut taken: HashMap<String, usize> = HashMap::new();
    let number = |label: String| {
        let count = taken.entry(label.clone()).or_default();
        *count += 1;
        if *count == 1 { label } else { format!("{label}（{count}）") }
    };
    labels.into_iter().map(number).map(Arc::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touch(folder: &Path, names: &[&str]) {
        std::fs::create_dir_all(folder).expect("a folder");
        for name in names {
            std::fs::write(folder.join(name), "x").expect("a file");
        }
    }

    fn listed(paths: &[PathBuf]) -> (Vec<String>, Vec<Finding>) {
        let mut findings = Vec::new();
        let sources = sources(paths, &mut findings).expect("sources");
        (sources.into_iter().map(|source| source.label.to_string()).collect(), findings)
    }

    #[test]
    fn a_folder_means_the_workbooks_directly_in_it_by_code_point() {
        let dir = tempfile::tempdir().expect("a folder");
        touch(dir.path(), &["资质.xlsx", "a.XLS", "B.csv", "~$资质.xlsx", "说明.docx", "读我.txt", "人才.et"]);
        touch(&dir.path().join("旧"), &["去年.xlsx"]);
        let (labels, findings) = listed(&[dir.path().to_owned()]);
        assert_eq!(labels, ["B.csv", "a.XLS", "人才.et", "资质.xlsx"]);
        assert_eq!(
            findings.iter().map(|f| (&*f.code, f.place.to_string())).collect::<Vec<_>>(),
            [("N112", "~$资质.xlsx".to_owned())]
        );
    }

    #[test]
    fn the_order_on_the_command_line_does_not_matter_and_one_file_counts_once() {
        let dir = tempfile::tempdir().expect("a folder");
        touch(dir.path(), &["b.xlsx", "a.xlsx", "c.dat"]);
        let path = |name: &str| dir.path().join(name);
        let (labels, _) = listed(&[path("c.dat"), path("b.xlsx"), dir.path().to_owned(), path("./a.xlsx")]);
        assert_eq!(labels, ["a.xlsx", "b.xlsx", "c.dat"]);
    }

    #[test]
    fn namesakes_are_told_apart_by_their_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        touch(&dir.path().join("潘庄"), &["数据.xlsx", "其他.xlsx"]);
        touch(&dir.path().join("唐园"), &["数据.xlsx"]);
        let (labels, _) = listed(&[dir.path().join("潘庄"), dir.path().join("唐园")]);
        assert_eq!(labels, ["其他.xlsx", "唐园/数据.xlsx", "潘庄/数据.xlsx"]);
    }

    #[test]
    fn nothing_to_read_is_trouble() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut findings = Vec::new();
        let none = sources(&[dir.path().to_owned()], &mut findings);
        assert!(matches!(none, Err(Trouble::NoWorkbooks(_))));
        let nowhere = sources(&[dir.path().join("没有")], &mut findings);
        assert!(matches!(nowhere, Err(Trouble::NotFound { .. })));
    }
}
