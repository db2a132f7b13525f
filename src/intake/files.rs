//! Which files a run reads, and in what order: by name in code-point order, so that neither the command line nor the disk decides.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

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

/// The files that `paths` stand for, in the order read: a folder means every workbook in it and in its subfolders. What was passed over is
/// told, each with its reason.
///
/// # Errors
/// A path that leads nowhere, or no workbook at all.
pub fn sources(paths: &[PathBuf], findings: &mut Vec<Finding>) -> Result<Vec<Source>, Trouble> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut passed: Vec<(String, PassedOver)> = Vec::new();
    for path in paths {
        let about = path.metadata().map_err(|source| Trouble::NotFound { path: path.clone(), source })?;
        if about.is_dir() {
            walk(path, &mut found, &mut passed);
        } else {
            found.push(path.clone());
        }
    }
    found.sort_by(|a, b| (name(a), a).cmp(&(name(b), b)));
    // One file under two paths is one file.
    let mut seen = HashSet::new();
    found.retain(|path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
    let labels = labels(&found);
    let all = found.into_iter().zip(labels).map(|(path, label)| Source { path, label });
    let (locks, sources): (Vec<_>, Vec<_>) = all.partition(|source| is_lock(&source.path));
    for lock in locks {
        findings.push(Finding::new(&catalogue::FILE_SKIPPED, Place::file(&lock.label), "", "").because("锁文件"));
    }
    passed.sort();
    passed.dedup();
    findings.extend(passed.into_iter().map(|(path, why)| why.finding(path)));
    if sources.is_empty() {
        return Err(Trouble::NoWorkbooks(paths.to_vec()));
    }
    Ok(sources)
}

/// Why something in a folder is not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PassedOver {
    /// It is no spreadsheet.
    Other(String),
    /// It belongs to a program or the system, not to the data.
    Furniture(&'static str),
    /// It cannot be opened.
    Unreadable(&'static str),
}

impl PassedOver {
    fn finding(self, path: String) -> Finding {
        let place = Place::file(&Arc::from(path));
        match self {
            Self::Other(why) => Finding::new(&catalogue::FILE_PASSED_OVER, place, "", "").because(why),
            Self::Furniture(why) => Finding::new(&catalogue::FILE_SKIPPED, place, "", "").because(why),
            Self::Unreadable(why) => Finding::new(&catalogue::FOLDER_UNREADABLE, place, "", "").because(why),
        }
    }
}

/// Goes through a folder and its subfolders. Links are followed; a link back to a folder above it is passed over.
fn walk(folder: &Path, found: &mut Vec<PathBuf>, passed: &mut Vec<(String, PassedOver)>) {
    // What is passed over is called by its path below the folder.
    let below = |path: &Path| {
        let parts = path.strip_prefix(folder).unwrap_or(path).components();
        parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let hidden = |entry: &DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let mut entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = below(error.path().unwrap_or(folder));
                let why = if error.loop_ancestor().is_some() {
                    PassedOver::Furniture("链接指回上级文件夹")
                } else {
                    PassedOver::Unreadable(match error.io_error().map(std::io::Error::kind) {
                        Some(ErrorKind::NotFound) => "链接指向的文件不在了",
                        Some(ErrorKind::PermissionDenied) => "没有权限",
                        _ => "打不开",
                    })
                };
                passed.push((path, why));
                continue;
            }
        };
        let path = entry.path();
        if hidden(&entry) && !is_lock(path) {
            passed.push((below(path), PassedOver::Furniture("隐藏的文件")));
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_dir() {
        } else if !entry.file_type().is_file() {
            passed.push((below(path), PassedOver::Unreadable("不是文件")));
        } else if is_workbook(path) {
            found.push(path.to_owned());
        } else {
            passed.push((below(path), of_extension(path)));
        }
    }
}

/// What a file that is no workbook by its name is passed over as.
fn of_extension(path: &Path) -> PassedOver {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
    let is = |known: &[&str]| known.contains(&&*extension);
    match &*name(path) {
        "Thumbs.db" | "desktop.ini" | "ehthumbs.db" => return PassedOver::Furniture("系统文件"),
        _ => {}
    }
    if is(&["toml", "json", "md", "log", "html", "sha256"]) {
        return PassedOver::Furniture("政策文件、核算结果或说明文字");
    }
    if is(&["zip", "rar", "7z", "gz", "tar"]) {
        return PassedOver::Other("压缩包，里面的文件没有读".into());
    }
    PassedOver::Other(if extension.is_empty() { String::new() } else { format!(".{extension} 文件") })
}

/// The last part of a path, as text.
fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.to_string_lossy(), OsStr::to_string_lossy).into_owned()
}

/// Is it called like a workbook?
#[must_use]
pub fn is_workbook(path: &Path) -> bool {
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
    fn a_folder_means_all_workbooks_in_it_by_code_point_and_what_is_passed_over_is_told() {
        let dir = tempfile::tempdir().expect("a folder");
        touch(
            dir.path(),
            &["资质.xlsx", "a.XLS", "B.csv", "~$资质.xlsx", "说明.docx", "读我.txt", "人才.et", ".cache", "p.toml"],
        );
        touch(&dir.path().join("旧"), &["去年.xlsx", "资料.zip", "没有后缀"]);
        touch(&dir.path().join(".git"), &["甲.xlsx"]);
        let (labels, findings) = listed(&[dir.path().to_owned()]);
        assert_eq!(labels, ["B.csv", "a.XLS", "人才.et", "去年.xlsx", "资质.xlsx"]);
        let mut told: Vec<_> = findings.iter().map(|f| format!("{} {} {}", f.code, f.place, f.why)).collect();
        told.sort();
        assert_eq!(
            told,
            [
                "N112 .cache 隐藏的文件",
                "N112 .git 隐藏的文件",
                "N112 p.toml 政策文件、核算结果或说明文字",
                "N112 ~$资质.xlsx 锁文件",
                "W121 旧/没有后缀 ",
                "W121 旧/资料.zip 压缩包，里面的文件没有读",
                "W121 说明.docx .docx 文件",
                "W121 读我.txt .txt 文件",
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_broken_link_is_an_error_and_a_link_back_goes_round_once() {
        let dir = tempfile::tempdir().expect("a folder");
        touch(dir.path(), &["甲.xlsx"]);
        touch(&dir.path().join("下"), &["乙.xlsx"]);
        std::os::unix::fs::symlink(dir.path().join("没有"), dir.path().join("断.xlsx")).expect("a link");
        std::os::unix::fs::symlink(dir.path(), dir.path().join("下/回")).expect("a link");
        let (labels, findings) = listed(&[dir.path().to_owned()]);
        assert_eq!(labels, ["乙.xlsx", "甲.xlsx"]);
        let told: Vec<_> = findings.iter().map(|f| format!("{} {}", f.code, f.place)).collect();
        assert_eq!(told, ["N112 下/回", "E127 断.xlsx"]);
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
