//! Outputs stay apart from what a run reads and from each other, under whatever name a file is called: another spelling of the path, a
//! link, other letter case.

use std::path::{Path, PathBuf};

/// Refuses an output that is one of `inputs`, `--force` or not, and one file for two outputs.
pub(super) fn apart(outputs: &[&Path], inputs: &[&Path]) -> anyhow::Result<()> {
    for (index, output) in outputs.iter().enumerate() {
        if let Some(other) = outputs[..index].iter().find(|other| same(output, other)) {
            anyhow::bail!("{} 和 {} 是同一个文件，两样结果不能写进一个文件", other.display(), output.display());
        }
        if let Some(input) = inputs.iter().find(|input| input.is_file() && same(output, input)) {
            anyhow::bail!("{} 就是读入的 {}，不能覆盖，请换一个名字", output.display(), input.display());
        }
    }
    Ok(())
}

fn same(one: &Path, other: &Path) -> bool {
    real(one) == real(other) || linked(one, other)
}

/// The file's one true name, in small letters: on many systems that is the same file, and nobody wants two that differ so.
fn real(path: &Path) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // What is not there yet has a name in a folder that is.
    let new = || Some(folder.canonicalize().ok()?.join(path.file_name()?));
    let real: PathBuf = path.canonicalize().ok().or_else(new).unwrap_or_else(|| path.to_owned());
    real.to_string_lossy().to_lowercase()
}

/// Are they two names of one file on the disk?
#[cfg(unix)]
fn linked(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let about = |path| std::fs::metadata(path).ok().map(|about| (about.dev(), about.ino()));
    about(one).is_some_and(|one| about(other) == Some(one))
}

#[cfg(not(unix))]
fn linked(_one: &Path, _other: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_known_under_other_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("数据.xlsx"), "x").expect("a file");
        fs::create_dir(at("夹")).expect("a folder");
        fs::hard_link(at("数据.xlsx"), at("另名.xlsx")).expect("a link");
        for output in ["数据.xlsx", "夹/../数据.xlsx", "./数据.XLSX", "另名.xlsx"] {
            assert!(apart(&[&at(output)], &[&at("数据.xlsx")]).is_err(), "{output}");
        }
        assert!(apart(&[&at("新.xlsx")], &[&at("数据.xlsx"), folder.path()]).is_ok());
        for (one, other) in [("a.xlsx", "./a.xlsx"), ("a.xlsx", "A.xlsx"), ("夹/../a", "a")] {
            assert!(apart(&[&at(one), &at(other)], &[]).is_err(), "{one} {other}");
        }
        assert!(apart(&[&at("a.xlsx"), &at("夹/a.xlsx")], &[]).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_leads_to_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("数据.xlsx"), "x").expect("a file");
        std::os::unix::fs::symlink(at("数据.xlsx"), at("链接.xlsx")).expect("a link");
        std::os::unix::fs::symlink(folder.path(), at("自己")).expect("a link");
        for output in ["链接.xlsx", "自己/数据.xlsx"] {
            let refused = apart(&[&at(output)], &[&at("数据.xlsx")]).expect_err(output);
            assert!(refused.to_string().contains("就是读入的"), "{refused}");
        }
    }
}
