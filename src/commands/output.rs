//! Output appears whole or not at all: a temporary file beside the target, written through, then moved into place.

use std::fs;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

use super::apart::apart;
use super::scratch::{self, Scratch};
use crate::report::screen::Screen;

/// Something is there already.
#[derive(Debug, thiserror::Error)]
#[error("{} 已经存在。请把它改名或者删去，或者换一个名字（-o），或者用 --force 覆盖", .0.display())]
pub struct Taken(pub PathBuf);

/// Does this name standard output?
#[must_use]
pub fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// Refuses `path` if something is there and `force` is not given. To be asked before the work, not after.
pub(super) fn free(path: &Path, force: bool) -> anyhow::Result<()> {
    if is_stdout(path) {
        return Ok(());
    }
    if path.is_dir() {
        anyhow::bail!("{} 是文件夹，请给出文件名", path.display());
    }
    if path.is_symlink() && !path.exists() {
        anyhow::bail!("{} 是失效的链接，请删去它，或者换一个名字", path.display());
    }
    if path.exists() && !path.is_file() {
        anyhow::bail!("{} 不是文件，是管道或者设备，不能覆盖。要交给别的程序，写 - （标准输出）", path.display());
    }
    if !force && path.exists() {
        return Err(Taken(path.to_owned()).into());
    }
    Ok(())
}

/// Refuses what could not be written after the work: a workbook that is not called one, a folder that is not there, a file that is, or
/// is one of `inputs`.
pub(super) fn ready(workbook: Option<&Path>, json: Option<&Path>, inputs: &[&Path], force: bool) -> anyhow::Result<()> {
    if workbook.is_some_and(is_stdout) && io::stdout().is_terminal() {
        anyhow::bail!("工作簿不能显示在屏幕上，请写进文件或者交给别的程序");
    }
    if let Some(path) = workbook.filter(|path| !is_stdout(path))
        && !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
    {
        anyhow::bail!("{} 要以 .xlsx 结尾", path.display());
    }
    let outputs: Vec<&Path> = [workbook, json].into_iter().flatten().collect();
    apart(&outputs, inputs)?;
    for path in outputs {
        free(path, force)?;
        if is_stdout(path) {
            continue;
        }
        let path = &real(path);
        let folder = folder(path);
        if !folder.is_dir() {
            anyhow::bail!("写不出 {}：没有“{}”这个文件夹", path.display(), folder.display());
        }
        scratch::file(Some(folder)).with_context(|| format!("写不出 {}", path.display()))?;
    }
    Ok(())
}

/// Where a link leads: the file there is overwritten, and the link stays.
fn real(path: &Path) -> PathBuf {
    if path.is_symlink() { dunce::canonicalize(path).unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// An output that is written but does not stand in its place yet.
pub(super) struct Staged {
    path: PathBuf,
    file: Scratch<NamedTempFile>,
}

/// Writes `path` by `write`, whole or not at all.
pub(super) fn write(
    path: &Path,
    force: bool,
    write: impl FnOnce(&mut BufWriter<&mut NamedTempFile>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    place(vec![stage(path, write)?], force)
}

/// Writes what belongs to `path` beside it.
pub(super) fn stage(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&mut NamedTempFile>) -> anyhow::Result<()>,
) -> anyhow::Result<Staged> {
    let failed = || format!("写不出 {}", path.display());
    let path = &real(path);
    let mut file = scratch::file((!is_stdout(path)).then(|| folder(path))).with_context(failed)?;
    let mut buffered = BufWriter::with_capacity(1 << 20, &mut file.inner);
    write(&mut buffered).with_context(failed)?;
    buffered.flush().with_context(failed)?;
    drop(buffered);
    readable_by_all(file.inner.path()).with_context(failed)?;
    file.inner.as_file().sync_all().with_context(failed)?;
    Ok(Staged { path: path.to_owned(), file })
}

/// Moves the outputs into place; where one cannot be, those that were not there before are taken back.
pub(super) fn place(outputs: Vec<Staged>, force: bool) -> anyhow::Result<()> {
    let mut new = Vec::new();
    for Staged { path, file } in outputs {
        if is_stdout(&path) {
            let (mut from, mut out) = (file.inner.reopen()?, io::stdout().lock());
            // Whoever looks at it on a terminal sees the marks of what would command it; another program gets every byte.
            let sent = if out.is_terminal() {
                let mut screen = Screen::new(&mut out, usize::MAX);
                io::copy(&mut from, &mut screen).and_then(|_| screen.flush())
            } else {
                io::copy(&mut from, &mut out).and_then(|_| out.flush())
            };
            sent.context("写不出标准输出")?;
            continue;
        }
        let known = path.exists();
        let placed = file.persist(&path, force);
        if let Err(error) = placed {
            new.iter().for_each(|path| drop(fs::remove_file(path)));
            return Err(error).with_context(|| format!("写不出 {}", path.display()));
        }
        if !known {
            new.push(path);
        }
    }
    Ok(())
}

/// A temporary file is private; the result is an ordinary file.
#[cfg(unix)]
fn readable_by_all(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// `result.xlsx` → `result-问题清单.xlsx`; where that is one of `inputs`, as when it holds answers, or is there and must stay,
/// `result-问题清单(2).xlsx` and so on.
pub(super) fn findings_beside(path: &Path, inputs: &[&Path], force: bool) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = path.with_file_name(format!("{stem}-问题清单.xlsx"));
    let numbered = (2..).map(|number| path.with_file_name(format!("{stem}-问题清单({number}).xlsx")));
    let mut all = std::iter::once(plain.clone()).chain(numbered);
    all.find(|path| apart(&[path], inputs).is_ok() && (force || !path.exists())).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file was not there when the work began.
    #[test]
    fn what_came_to_stand_there_meanwhile_is_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let (taken, free) = (folder.path().join("a.xlsx"), folder.path().join("b.json"));
        let stage = |path: &Path| stage(path, |out| Ok(out.write_all(b"new")?)).expect("room");
        let both = || vec![stage(&free), stage(&taken)];
        let first = both();
        fs::write(&taken, "other").expect("a file");
        assert!(place(first, false).is_err());
        assert_eq!(fs::read(&taken).expect("the file"), b"other");
        assert!(!free.exists(), "both or none");
        place(both(), true).expect("forced");
        assert_eq!(fs::read(&taken).expect("the file"), b"new");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2, "nothing is left beside them");
    }
}
