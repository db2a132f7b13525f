//! Paths without a command, as when they are dropped onto the program's icon: what is meant by them, and where the result goes.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The arguments with the command that is meant, `arguments` being the program and then paths: data is calculated, an award is verified
/// against the data beside it or dropped with it.
///
/// # Errors
/// If there are several awards, or one and no data: which command is meant then is for the person to say.
pub(super) fn with_command(
    mut arguments: Vec<OsString>,
    is_award: impl Fn(&Path) -> bool,
    data_beside: impl Fn(&Path) -> Option<PathBuf>,
) -> anyhow::Result<Vec<OsString>> {
    let paths = &arguments[1..];
    let only_paths = !paths.iter().any(|argument| argument.to_string_lossy().starts_with('-'));
    let (awards, data): (Vec<&OsString>, Vec<_>) =
        paths.iter().partition(|argument| only_paths && is_award(Path::new(argument)));
    let said = |path: &OsStr| path.to_string_lossy().into_owned();
    match awards.as_slice() {
        [] => {
            arguments.insert(1, "calc".into());
            Ok(arguments)
        }
        [award] => {
            let data: Vec<OsString> = data.into_iter().cloned().collect();
            let data = if data.is_empty() {
                data_beside(Path::new(award)).map(OsString::from).into_iter().collect()
            } else {
                data
            };
            anyhow::ensure!(
                !data.is_empty(),
                "{} 是奖励核算表。要复核，把它和数据文件夹一起拖到程序图标上，或者写 jiangbu 复核 {} 数据",
                said(award),
                said(award)
            );
            let verify = [arguments[0].clone(), "verify".into(), (*award).clone()];
            Ok(verify.into_iter().chain(data).collect())
        }
        [old, new, ..] => anyhow::bail!(
            "有 {} 本奖励核算表。复核一次一本；要看两本之间什么变了，写 jiangbu 比对 {} {}",
            awards.len(),
            said(old),
            said(new)
        ),
    }
}

/// The folder in which whatever was dropped lies, `arguments` being the program and then nothing but whole paths, as the system passes
/// them. The result belongs there: the folder the program runs in is then the system's own.
#[must_use]
pub fn dropped_in(arguments: &[OsString]) -> Option<PathBuf> {
    let paths: Vec<&Path> = arguments.iter().skip(1).map(Path::new).collect();
    let whole = paths.iter().all(|path| path.is_absolute());
    whole.then(|| paths.first()?.parent().map(Path::to_owned)).flatten()
}

/// A path as terminals write it when a file is dropped on them: in quotes, after a sign, or with signs before its spaces.
pub(super) fn typed_by_drop(text: &str, windows: bool) -> PathBuf {
    let text = text.trim();
    let text = text.strip_prefix("& ").filter(|_| windows).unwrap_or(text);
    let bare = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    if let Some(path) = bare('"').or_else(|| bare('\'')) {
        return path.into();
    }
    if windows { text.into() } else { text.replace("\\ ", " ").into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(paths: &[&str]) -> Result<String, String> {
        let arguments = ["jiangbu"].iter().chain(paths).map(OsString::from).collect();
        let is_award = |path: &Path| path.to_string_lossy().contains("奖励核算");
        let beside = |path: &Path| path.starts_with("甲").then(|| PathBuf::from("甲/数据"));
        with_command(arguments, is_award, beside)
            .map(|arguments| arguments.iter().map(|argument| argument.to_string_lossy()).collect::<Vec<_>>().join(" "))
            .map_err(|trouble| trouble.to_string())
    }

    #[test]
    fn what_is_dropped_says_what_is_meant() {
        for (paths, command) in [
            (&["数据"][..], "jiangbu calc 数据"),
            (&["a.xlsx", "b.xlsx"], "jiangbu calc a.xlsx b.xlsx"),
            (&["数据", "-o", "奖励核算.xlsx"], "jiangbu calc 数据 -o 奖励核算.xlsx"),
            (&["甲/奖励核算.xlsx"], "jiangbu verify 甲/奖励核算.xlsx 甲/数据"),
            (&["数据", "乙/奖励核算.xlsx"], "jiangbu verify 乙/奖励核算.xlsx 数据"),
        ] {
            assert_eq!(meant(paths).as_deref(), Ok(command));
        }
        assert!(meant(&["乙/奖励核算.xlsx"]).is_err_and(|said| said.contains("jiangbu 复核 乙/奖励核算.xlsx 数据")));
        assert!(meant(&["奖励核算.xlsx", "奖励核算(2).xlsx"]).is_err_and(|said| said.contains("jiangbu 比对")));
    }

    #[test]
    fn the_result_lies_beside_what_was_dropped() {
        let root = if cfg!(windows) { "C:\\" } else { "/" };
        let place = |paths: &[&str]| {
            let arguments: Vec<OsString> = ["jiangbu"].iter().chain(paths).map(OsString::from).collect();
            dropped_in(&arguments)
        };
        let (whole, other) = (format!("{root}年/数据"), format!("{root}年/b.xlsx"));
        assert_eq!(place(&[&whole, &other]), Some(PathBuf::from(format!("{root}年"))));
        for typed in [&["数据"][..], &["核算", &whole], &[&whole, "-o", "a.xlsx"], &[root], &[]] {
            assert_eq!(place(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn a_terminal_writes_a_dropped_path_in_its_own_way() {
        for (text, windows, path) in [
            ("\"C:\\我的 数据\"", true, "C:\\我的 数据"),
            ("& 'C:\\我的 数据'", true, "C:\\我的 数据"),
            ("C:\\数据", true, "C:\\数据"),
            (" '/我的 数据' ", false, "/我的 数据"),
            ("/我的\\ 数据", false, "/我的 数据"),
        ] {
            assert_eq!(typed_by_drop(text, windows), PathBuf::from(path));
        }
    }
}
